"""Pages that come, change and go in one batch of a run: the same rows as all of them at once, whatever the causes."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.link.corrections import Correction, Corrections
from ingest.link.keys import reading_keys
from ingest.page import Page as Raw
from ingest.pipeline import Run
from ingest.records import Parsed
from ingest.relink import relink
from ingest.store import Catalog, open_catalog
from tests.link.pages import Page, article, blog, catalog_of, number, printed, rows
from tests.link.test_order import NUMBERS, collections, few_are_many

VALUES = [value for _, value in NUMBERS]
WORKS = ["pmid:30744590", "doi:10.1186/s12888-019-2048-0", "https://page.example/0", "https://page.example/1"]


def decision(kind: str, works: list[str], numbers: list[str]) -> Correction:
    entity = "trial" if kind == "merge" else "citation"
    name, target = (numbers[0], numbers[1]) if kind == "merge" else (works[0], numbers[0] if kind != "split" else None)
    return Correction(kind=kind, entity=entity, id=name, target=target, reason="read", by="T", at="2026-01-01")


decisions = st.lists(
    st.builds(
        decision,
        st.sampled_from(["merge", "split", "link", "unlink"]),
        st.lists(st.sampled_from(WORKS), min_size=1, max_size=1),
        st.lists(st.sampled_from(VALUES), min_size=2, max_size=2, unique=True),
    ),
    max_size=2,
    unique_by=lambda item: item.key,
)


def batch(catalog: Catalog, pages: list[Page], gone: list[str], decided: Corrections, seed: int) -> None:
    """One run that takes these pages and is told that others are gone, in some order, linked as a run links."""
    readings = {url: (source, parsed) for url, source, parsed in pages}

    def reading(page: Raw) -> tuple[ModuleType, Iterator[Parsed]]:
        source, parsed = readings[page.url]
        return import_module(f"ingest.sources.{source}"), iter([parsed])

    with patch("ingest.pipeline.read", reading):
        run = Run(catalog, None, decided)
        for url in random.Random(seed).sample([*readings, *gone], len(readings) + len(gone)):
            if url in gone:
                run.gone(url)
            else:
                run.take(Raw.of(url, repr(readings[url]).encode()))
        assert [failure for failure in run.finish().failures if "is not in the catalog" not in failure] == []


def told(catalog: Catalog) -> dict[str, list[str]]:
    found = rows(catalog)
    catalog.close()
    return found


def test_a_page_that_changes_while_a_copy_of_its_work_goes_stops_no_run(tmp_path: Path) -> None:
    """Linked for one cause while the other page was gone but not yet linked, the work was taken to go with its copy: the
    run stopped at a foreign key."""
    title = "Illness management and recovery in community mental health centers: a randomised trial"
    own, copy = "https://journal.example/1", "https://portal.example/1"
    trial = {"genres": ["Randomized Controlled Trial"], "source": "ris"}
    before = [
        article(own, title, doi="10.1000/a", registrations=[number("NCT01361693")], **trial),
        article(copy, title, **trial),
    ]
    after = [article(own, f"Supported employment after {title}", doi="10.1000/a", pmid="2", family="Holm", **trial)]
    at_once = open_catalog(tmp_path / "once.db")
    batch(at_once, after, [], Corrections(), 0)
    expected = told(at_once)
    for seed in range(2):  # in both orders
        catalog = open_catalog(tmp_path / f"{seed}.db")
        batch(catalog, before, [], Corrections(), seed)
        batch(catalog, after, [copy], Corrections(), seed)
        assert told(catalog) == expected


def test_a_trial_that_shows_a_work_which_goes_is_made_anew(tmp_path: Path) -> None:
    """Whatever made the work go by another key: here its page with the number is gone and not linked yet."""
    title = "Illness management and recovery in community mental health centers: a randomised trial"
    numbered, copy = "https://page.example/0", "https://page.example/1"
    reference = printed(title, family="Larsen", year="2019")
    post = blog("https://blog.example/1", "A blog post about recovery courses", reference)
    pages = [
        article(numbered, title, registrations=[number("NCT01361693")], source="ris"),
        article(copy, title, source="ris"),
        post,
    ]
    catalog = catalog_of(tmp_path, pages)
    (shown,) = catalog.db.execute("SELECT citation FROM trial_citations WHERE relation = 'results'").fetchone()
    catalog.start_run("2026-01-02T00:00:00Z")
    catalog.db.execute("BEGIN")
    catalog.drop_reading(numbered, "2026-01-02")
    relink(catalog, {key for key, _ in reading_keys(*post)}, [post[0]], "source-changed", Corrections())
    assert catalog.db.execute("SELECT count(*) FROM citations WHERE id = ?", (shown,)).fetchone() == (0,)
    assert catalog.db.execute("PRAGMA foreign_key_check(trial_citations)").fetchall() == []
    catalog.db.execute("ROLLBACK")
    catalog.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=collections, pages=collections, items=decisions, seed=st.integers(0, 10_000))
def test_pages_that_come_change_and_go_in_one_batch(
    before: list[Page], pages: list[Page], items: list[Correction], seed: int
) -> None:
    decided = Corrections(items)
    gone = sorted({page[0] for page in before} - {page[0] for page in pages})
    with tempfile.TemporaryDirectory() as folder, few_are_many():
        at_once = open_catalog(Path(folder) / "once.db")
        batch(at_once, pages, [], decided, seed)
        catalog = open_catalog(Path(folder) / "t.db")
        batch(catalog, before, [], Corrections(), seed)
        batch(catalog, pages, gone, decided, seed)
        assert told(catalog) == told(at_once)
