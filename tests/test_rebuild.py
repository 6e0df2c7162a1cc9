"""The catalog anew from the archive: the same rows, the history carried over, and the old one intact until the end."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ingest import archive as archive_module
from ingest.archive import Archive
from ingest.errors import CatalogError
from ingest.inputs import sample_inputs
from ingest.link.corrections import Corrections
from ingest.page import Page
from ingest.pipeline import Run
from ingest.rebuild import rebuild
from ingest.session import take_input
from ingest.store import open_catalog

# What tells the history of a catalog instead of what its pages say.
HISTORY = ("runs", "run_issues", "changes", "_sqlite_migrations")


def everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, sorted; binary readings and full-text shadows left out."""
    with sqlite3.connect(path) as db:
        names = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'")]
        rows = {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}
        rows["found"] = sorted(db.execute("SELECT kind, id FROM search WHERE search MATCH 'recovery OR walks'").fetchall())
    rows.pop("search_ids")  # numbers of the index, in order of arrival
    return rows


class Place:
    """A catalog and its archive, fed page by page."""

    def __init__(self, folder: Path) -> None:
        self.db, self.archive = folder / "t.db", folder / "archive.db"

    def run(self, at: str, *pages: Page, samples: bool = False, gone: tuple[str, ...] = ()) -> None:
        catalog, kept = open_catalog(self.db), Archive(self.archive)
        run = Run(catalog, kept, at=at)
        for item in sample_inputs() if samples else []:
            take_input(run, item)
        for page in pages:
            run.take(page)
        for url in gone:
            for _ in range(archive_module.GONE_AFTER):
                kept.note(url=url, at=at, run=run.id, status=410)
            run.gone(url)
        run.finish()
        kept.close()
        catalog.close()

    def rebuild(self) -> None:
        rebuild(self.db, self.archive, Corrections())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def blog(n: int, url: str = "https://notes.example.org/walks") -> Page:
    text = f"""<html><head><title>Walks for {n} people</title><meta property="og:type" content="article"></head><body><article>
    <h1>Walks for {n} people</h1><p>A trial of evening walks involved {n} participants from two towns, half of whom walked.</p>
    <p>The study found no significant differences between the groups in sleep quality or mood after six months.</p>
    <p>Read the study: <a href="https://doi.org/10.5555/walks">https://doi.org/10.5555/walks</a></p></article></body></html>"""
    return Page.of(url, text.encode())


def test_a_rebuild_gives_the_rows_that_updates_gave(place: Place) -> None:
    place.run("2026-01-01T00:00:00Z", blog(90), blog(70, "https://notes.example.org/old"), samples=True)
    place.run("2026-01-02T00:00:00Z", blog(95))
    place.run("2026-01-03T00:00:00Z", Page.of("https://notes.example.org/walks", b"\x89PNG not a page any more"))
    place.run("2026-01-04T00:00:00Z", gone=("https://notes.example.org/old",))
    before = everything(place.db)
    assert before["trials"]
    assert before["claim_checks"]
    assert before["found"]
    assert len(before["changes"]) > 10
    assert next(row for row in before["pages"] if row[0].endswith("/old"))[-2] is not None, "the page that is gone"
    assert next(row for row in before["pages"] if row[0].endswith("/walks"))[-1] is not None, "the page with an error"
    place.rebuild()
    after = everything(place.db)
    for name in before.keys() - set(HISTORY):
        assert after[name] == before[name], name
    assert set(before["runs"]) < set(after["runs"])
    assert len(after["runs"]) == len(before["runs"]) + 1
    assert after["changes"] == before["changes"]
    assert set(before["run_issues"]) <= set(after["run_issues"])


def test_a_rebuild_after_a_rebuild_changes_nothing(place: Place) -> None:
    place.run("2026-01-01T00:00:00Z", blog(90), samples=True)
    place.rebuild()
    once = everything(place.db)
    place.rebuild()
    twice = everything(place.db)
    for name in once.keys() - {"runs"}:
        assert twice[name] == once[name], name


def test_without_an_archive_there_is_nothing_to_rebuild_from(place: Place) -> None:
    with pytest.raises(CatalogError, match="no archive"):
        place.rebuild()
    assert not place.archive.exists()


def test_a_bulk_file_that_is_gone_leaves_the_old_catalog(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_COPIED_BYTES", 10)
    bulk = tmp_path / "bulk.html"
    bulk.write_bytes(blog(90).body)
    catalog, kept = open_catalog(place.db), Archive(place.archive)
    run = Run(catalog, kept)
    run.take(Page.of("file:///bulk.html", bulk.read_bytes()), bulk)
    run.finish()
    kept.close()
    catalog.close()
    before = everything(place.db)
    place.rebuild()
    assert everything(place.db)["pages"] == before["pages"]
    bulk.write_bytes(blog(91).body)
    with pytest.raises(CatalogError, match="changed since it was read"):
        place.rebuild()
    bulk.unlink()
    with pytest.raises(CatalogError, match=r"is gone: No such file.*bulk\.html"):
        place.rebuild()
    assert everything(place.db)["pages"] == before["pages"]


def test_a_catalog_of_another_version_is_replaced_with_its_history(place: Place) -> None:
    place.run("2026-01-01T00:00:00Z", blog(90))
    before = everything(place.db)
    with sqlite3.connect(place.db) as db:
        db.execute("DROP VIEW claim_cards")
        db.execute("ALTER TABLE claims DROP COLUMN strength")
        db.execute("ALTER TABLE runs ADD COLUMN mood TEXT")
    with pytest.raises(CatalogError, match=r"another version.*rebuild"):
        open_catalog(place.db)
    place.rebuild()
    after = everything(place.db)
    assert after["claims"] == before["claims"]
    assert set(before["runs"]) < set(after["runs"])


def test_nobody_writes_while_the_catalog_is_rebuilt(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.store import opening

    monkeypatch.setattr(opening, "SECONDS_TO_WAIT", 0.1)
    place.run("2026-01-01T00:00:00Z", blog(90))
    writer = sqlite3.connect(place.db, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(CatalogError, match="being written to by another run"):
        place.rebuild()
    writer.execute("ROLLBACK")
    writer.close()
    place.rebuild()


SLOW = """
import sys, time
from pathlib import Path
from ingest.link.corrections import Corrections
from ingest.rebuild import rebuild
def slowly(url):
    print(url, flush=True)
    time.sleep(30)
rebuild(Path(sys.argv[1]), Path(sys.argv[2]), Corrections(), slowly)
"""


def test_a_rebuild_that_is_killed_leaves_the_old_catalog(place: Place) -> None:
    place.run("2026-01-01T00:00:00Z", blog(90), samples=True)
    before = everything(place.db)
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, str(place.db), str(place.archive)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": "."},
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert everything(place.db) == before
    started = time.monotonic()
    place.rebuild()
    assert time.monotonic() - started < 60
    assert everything(place.db)["findings"] == before["findings"]
    assert sorted(p.name for p in place.db.parent.iterdir() if p.name.startswith("t.db.new")) == []


def test_a_copy_of_the_archive_is_enough(place: Place, tmp_path: Path) -> None:
    place.run("2026-01-01T00:00:00Z", samples=True)
    elsewhere = Place(tmp_path / "elsewhere")
    elsewhere.db.parent.mkdir()
    shutil.copy(place.archive, elsewhere.archive)
    elsewhere.rebuild()
    told = ("trials", "findings", "claims", "claim_checks", "citation_links", "stated_values", "documents")
    before, after = everything(place.db), everything(elsewhere.db)
    assert {name: after[name] for name in told} == {name: before[name] for name in told}
