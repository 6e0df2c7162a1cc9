"""A rebuild gives the rows that the updates gave, and reading the same pages again changes none."""

from __future__ import annotations

from pathlib import Path

from ingest.inputs import Input, sample_inputs
from ingest.link.corrections import Correction, Corrections
from ingest.page import Page
from ingest.pipeline import Run
from ingest.session import ingest_inputs, rebuild_catalog
from ingest.store import open_catalog
from tests.link.pages import rows

CORRECTIONS = """
- {kind: value, entity: citation, id: "doi:10.1186/s12888-019-2048-0", field: volume, value: "20", expected: "19", reason: r, by: b, at: '2026-01-31'}
"""


def told(db: Path) -> dict[str, list[str]]:
    catalog = open_catalog(db)
    found = rows(catalog)
    catalog.close()
    return found


def history(db: Path) -> list[tuple[object, ...]]:
    catalog = open_catalog(db)
    found = catalog.db.execute("SELECT run, entity, entity_id, field, old_value, new_value, cause FROM changes").fetchall()
    found += catalog.db.execute("SELECT url, first_seen, last_seen, gone_at FROM pages ORDER BY url").fetchall()
    catalog.close()
    return found


def test_page_by_page_at_once_twice_and_rebuilt(tmp_path: Path) -> None:
    corrections = tmp_path / "corrections.yml"
    corrections.write_text(CORRECTIONS)
    step_by_step, at_once = tmp_path / "a.db", tmp_path / "b.db"
    for sample in reversed(sample_inputs()):
        ingest_inputs([sample], step_by_step, tmp_path / "a-archive.db", corrections)
    outcome, counts = ingest_inputs(sample_inputs(), at_once, tmp_path / "b-archive.db", corrections)
    assert outcome.failures == []
    assert min(counts.values()) > 0
    expected = told(at_once)
    assert told(step_by_step) == expected

    before = history(step_by_step)
    outcome, _ = ingest_inputs(sample_inputs(), step_by_step, tmp_path / "a-archive.db", corrections)
    assert (outcome.counts["unchanged"], outcome.counts["added"]) == (len(sample_inputs()), 0)
    assert told(step_by_step) == expected
    assert history(step_by_step) == before

    outcome, _ = rebuild_catalog(step_by_step, tmp_path / "a-archive.db", corrections)
    assert outcome.failures == []
    assert told(step_by_step) == expected
    assert history(step_by_step) == before


def test_a_page_that_changed_and_one_that_went_leave_no_trace_in_a_rebuild(tmp_path: Path) -> None:
    samples = sample_inputs()
    other = samples[0].page().body.replace(b"198", b"199")
    db, archive = tmp_path / "t.db", tmp_path / "archive.db"
    ingest_inputs(samples[1:], db, archive, tmp_path / "none.yml")
    ingest_inputs([Input(url=samples[0].url, body=other)], db, archive, tmp_path / "none.yml")
    ingest_inputs(samples[:1], db, archive, tmp_path / "none.yml")
    fresh = tmp_path / "fresh.db"
    ingest_inputs(samples, fresh, tmp_path / "fresh-archive.db", tmp_path / "none.yml")
    assert told(db) == told(fresh)
    rebuild_catalog(db, archive, tmp_path / "none.yml")
    assert told(db) == told(fresh)


def test_pages_of_several_causes_in_one_batch_are_told_apart(tmp_path: Path) -> None:
    """A batch with a correction and a changed page links each for its own cause; nothing is told as gone on the way."""
    catalog = open_catalog(tmp_path / "t.db")
    pages = {sample.url: sample.page() for sample in sample_inputs()}
    changed, other = pages["sample:second_trial.json"], pages["sample:protocol.json"]
    run = Run(catalog, None)
    run.take(changed)
    run.take(other)
    run.finish()
    corrected = catalog.db.execute("SELECT citation FROM pages WHERE url = ?", (other.url,)).fetchone()[0]
    value = Correction(
        kind="value", entity="citation", id=corrected, field="volume", value="1", reason="r", by="b", at="2026-01-01"
    )
    run = Run(catalog, None, Corrections([value]))
    run.take(Page.of(changed.url, changed.body + b"\n"))
    run.finish()
    told = catalog.db.execute("SELECT entity, field, cause FROM changes WHERE run = ?", (run.id,)).fetchall()
    assert told == [("citations", "volume", "correction")]
    catalog.close()
