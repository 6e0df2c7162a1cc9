"""The pages that somebody set by hand: every identifier finds its row, and what differs in PMID stays apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.identifiers import doi, pmid, registry_number
from ingest.store import Catalog
from tests.link.corpus import readings_of
from tests.link.pages import catalog_of

# Names under which golds give the record's own identifiers.
NUMBERS = ("registry_id", "TrialID")


def golds(corpus: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each page (or file of pages) with each record of its gold."""
    for path in sorted(corpus.rglob("*.gold.json")):
        page = path.with_name(path.name.removesuffix(".gold.json"))
        if not page.is_file():
            page = next((p for p in sorted(path.parent.glob(page.stem + ".*")) if not p.name.endswith(".gold.json")), page)
        gold = json.loads(path.read_text(encoding="utf-8"))
        for record in gold if isinstance(gold, list) else [gold]:
            if page.is_file() and isinstance(record, dict):
                yield page, record


@pytest.fixture(scope="module")
def judged(shared: Path) -> list[tuple[Path, dict[str, Any]]]:
    return [(page, gold) for page, gold in golds(shared / "corpus") if "news" not in page.parts]


@pytest.fixture(scope="module")
def catalog(judged: list[tuple[Path, dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    pages = {page[0]: page for path in sorted({path for path, _ in judged}) for page in readings_of(path)}
    assert len(pages) > 50
    return catalog_of(tmp_path_factory.mktemp("golds"), pages.values())


def found(catalog: Catalog, key: str) -> set[str]:
    """The citations that an identifier leads to: by their key, by a redirect, or as a stated value."""
    sql = (
        "SELECT id FROM citations WHERE id = ?1 UNION SELECT new_id FROM redirects WHERE old_id = ?1"
        " UNION SELECT entity_id FROM stated_values WHERE entity = 'citation' AND field = ?2 AND value = ?3"
    )
    scheme, _, value = key.partition(":")
    return {row[0] for row in catalog.db.execute(sql, (key, scheme, value))}


def test_every_doi_and_pmid_finds_its_row(catalog: Catalog, judged: list[tuple[Path, dict[str, Any]]]) -> None:
    asked = {f"doi:{value}" for _, gold in judged if isinstance(gold.get("doi"), str) and (value := doi(gold["doi"]))}
    asked |= {f"pmid:{value}" for _, gold in judged if gold.get("pmid") and (value := pmid(str(gold["pmid"])))}
    assert len(asked) > 20
    assert {key for key in asked if not found(catalog, key)} == set()


def test_every_trial_number_finds_its_trial(catalog: Catalog, judged: list[tuple[Path, dict[str, Any]]]) -> None:
    numbers = {
        number.value
        for _, gold in judged
        for name in NUMBERS
        if (number := registry_number(str(gold.get(name) or ""))) and number.reject_reason is None
    }
    assert len(numbers) > 20
    sql = "SELECT trial FROM registrations WHERE number = ? AND trial IS NOT NULL AND status IN ('valid', 'alias', 'retired')"
    assert {number for number in numbers if catalog.db.execute(sql, (number,)).fetchone() is None} == set()


def test_what_differs_in_pmid_is_never_one_citation(catalog: Catalog, judged: list[tuple[Path, dict[str, Any]]]) -> None:
    homes: dict[str, set[str]] = {}
    for gold_pmid in {str(gold["pmid"]) for _, gold in judged if gold.get("pmid")}:
        for citation in found(catalog, f"pmid:{gold_pmid}"):
            homes.setdefault(citation, set()).add(gold_pmid)
    assert homes
    assert {citation: pmids for citation, pmids in homes.items() if len(pmids) > 1} == {}
    own = "SELECT citation, count(DISTINCT value) FROM (SELECT entity_id AS citation, value FROM stated_values"
    own += " WHERE field = 'pmid' AND rule NOT LIKE 'named-by:%') GROUP BY citation HAVING count(DISTINCT value) > 1"
    assert catalog.db.execute(own).fetchall() == []
