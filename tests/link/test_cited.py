"""Where a reference leads: to the one work that it names, whichever of the two came first."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from ingest.link.trials import MAX_NAMED_BY
from ingest.records import Link, Reference
from ingest.store import Catalog
from tests.link.pages import Page, add, article, catalog_of, record, remove, rows

LONG = "Walking groups for adults with long-standing low back pain in primary care"
OTHER = "Telephone coaching after discharge for people living with heart failure"


def citing(title: str | None = None, **target: str) -> Page:
    reference = Reference(raw=title, title=title, year="2019") if title else None
    link = Link(relation="cites", rule="reference-list", reference=reference, pointer="/ref/1", **target)
    return article("https://page.example/citing", OTHER, pmid="99", family="Berg", links=[link])


def leads_to(catalog: Catalog) -> list[str | None]:
    return [row[0] for row in catalog.db.execute("SELECT to_citation FROM citation_links WHERE from_citation = 'pmid:99'")]


PORTAL = {"source": "pure_html", "doi": "10.1000/a"}


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        # Two portals print one DOI on two outputs: nobody knows which of them is meant.
        (
            [citing(doi="10.1000/a"), article("a", LONG, family="Holm", **PORTAL), article("b", "Rest", family="Roe", **PORTAL)],
            "doi:10.1000/a",
        ),
        # The work is known by its second identifier only; its first belongs to nobody here.
        ([citing(pmid="5", doi="10.1000/a"), article("a", LONG, doi="10.1000/a")], "doi:10.1000/a"),
        # ... or by its title and year.
        ([citing(LONG, pmid="5"), article("https://page.example/a", LONG, source="ris", family="Holm")], "page:"),
        # A work that has the first identifier goes before one that has the second.
        (
            [
                citing(pmid="5", doi="10.1000/a"),
                article("a", LONG, doi="10.1000/a"),
                article("b", "Rest", family="Roe", pmid="5"),
            ],
            "pmid:5",
        ),
        # An address only.
        ([citing(url="https://page.example/a"), article("https://page.example/a", LONG, source="ris")], "page:"),
    ],
    ids=["shared-doi", "second-identifier", "title-and-year", "first-identifier-first", "address"],
)
def test_a_reference_leads_to_the_same_work_in_any_order(tmp_path: Path, pages: list[Page], expected: str) -> None:
    found = []
    for n, order in enumerate(permutations(pages)):
        (tmp_path / str(n)).mkdir()
        catalog = catalog_of(tmp_path / str(n), *([page] for page in order))
        found.append(rows(catalog))
        assert str(*leads_to(catalog)).startswith(expected)
        remove(catalog, pages[1:])
        add(catalog, pages[1:])
        assert rows(catalog) == found[0]
    assert all(one == found[0] for one in found)


def test_a_reference_to_an_address_stays_when_its_target_goes(tmp_path: Path) -> None:
    target = article("https://page.example/a", LONG, source="ris")
    catalog = catalog_of(tmp_path, [citing(url="https://page.example/a"), target])
    remove(catalog, [target])
    assert leads_to(catalog) == [None]
    (tmp_path / "two").mkdir()
    assert rows(catalog) == rows(catalog_of(tmp_path / "two", [citing(url="https://page.example/a")]))


def test_a_records_result_reference_lets_go_of_a_report_that_goes(tmp_path: Path) -> None:
    """Also when so many records name the report that it is a report of none of their trials."""
    links = [Link(relation="cites", rule="registry-result-reference", pmid="5", pointer="/r")]
    records = [record(f"NCT{1_000_001 + n:08d}", f"{OTHER} {n}", links=links) for n in range(MAX_NAMED_BY + 1)]
    report = article("a", LONG, pmid="5", doi="10.1000/a")
    catalog = catalog_of(tmp_path, [report], records)
    assert {row[0] for row in catalog.db.execute("SELECT to_citation FROM citation_links")} == {"doi:10.1000/a"}
    remove(catalog, [report])
    (tmp_path / "two").mkdir()
    assert rows(catalog) == rows(catalog_of(tmp_path / "two", records))


def test_a_result_reference_does_not_stay_with_a_key_that_passes_to_another_work(tmp_path: Path) -> None:
    links = [Link(relation="cites", rule="registry-result-reference", pmid="5", pointer="/r")]
    pages = [record("NCT01000001", OTHER, links=links), article("b", "Rest", family="Roe", doi="10.1000/a", source="ris")]
    report = article("a", LONG, pmid="5", doi="10.1000/a")
    catalog = catalog_of(tmp_path, [pages[0], report])
    assert [row[0] for row in catalog.db.execute("SELECT to_citation FROM citation_links")] == ["doi:10.1000/a"]
    add(catalog, [pages[1]])
    remove(catalog, [report])
    assert [row[0] for row in catalog.db.execute("SELECT to_citation FROM citation_links")] == ["pmid:5"]
    (tmp_path / "two").mkdir()
    assert rows(catalog) == rows(catalog_of(tmp_path / "two", pages))


def test_a_page_that_cites_itself_links_nothing(tmp_path: Path) -> None:
    assert leads_to(catalog_of(tmp_path, [citing(pmid="99")])) == []
