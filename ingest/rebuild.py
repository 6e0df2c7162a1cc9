"""The catalog anew from the archive, in a new file that takes the old one's place only when it is complete."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from ingest.archive import Archive
from ingest.errors import CatalogError
from ingest.link.corrections import Corrections
from ingest.pipeline import Outcome, Run
from ingest.store import open_catalog

# Tables that tell the history; a rebuild carries them over.
HISTORY = ("runs", "run_issues", "changes")


def rebuild(catalog: Path, archive: Path, corrections: Corrections, progress: Callable[[str], None] | None = None) -> Outcome:
    """Read every kept page again and put the result in place of the catalog. Raises CatalogError without an archive."""
    if not archive.exists():
        raise CatalogError(f"there is no archive at {archive}")
    new = catalog.with_name(catalog.name + ".new")
    _remove(new)
    kept = Archive(archive)
    built = open_catalog(new)
    try:
        run = Run(built, None, corrections)
        for url, versions in kept.pages():
            _take_newest_readable(run, kept, url, versions)
            if progress is not None:
                progress(url)
        outcome = run.finish()
        if catalog.exists():
            _carry_history(built.db, catalog)
        built.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        built.close()
        kept.close()
    _replace(new, catalog)
    return outcome


def _take_newest_readable(run: Run, kept: Archive, url: str, versions: list[tuple[str, str]]) -> None:
    """Take the newest version that can be read, as day-by-day updates did; a newer broken one stays an error."""
    messages = []
    for sha256, at in versions:
        run.catalog.now = at
        failed = run.outcome.counts["failed"]
        run.take(kept.page(url, sha256))
        if run.outcome.counts["failed"] == failed:
            break
        messages.append(run.outcome.failures[-1].removeprefix(f"{url}: "))
    if messages:
        run.catalog.mark_error(url, messages[0])


def _carry_history(db: sqlite3.Connection, old: Path) -> None:
    """Runs, issues and changes of the old catalog, and when each page and notice was first and last seen."""
    db.execute("ATTACH ? AS old", (str(old),))
    db.execute("BEGIN")
    fresh = [row[0] for row in db.execute("SELECT id FROM runs")]
    db.execute("INSERT INTO main.runs SELECT * FROM old.runs WHERE id NOT IN (SELECT id FROM main.runs)")
    db.execute("DELETE FROM main.changes")
    db.execute("INSERT INTO main.changes SELECT * FROM old.changes")
    db.execute(
        "INSERT INTO main.run_issues SELECT * FROM old.run_issues WHERE run NOT IN (SELECT value FROM json_each(?))",
        (_json(fresh),),
    )
    db.execute(
        "UPDATE main.pages SET (first_seen, last_seen, changed_at) = (SELECT o.first_seen, o.last_seen, o.changed_at"
        " FROM old.pages o WHERE o.url = pages.url) WHERE url IN (SELECT url FROM old.pages)"
    )
    db.execute(
        "INSERT INTO main.pages SELECT * FROM old.pages WHERE gone_at IS NOT NULL AND url NOT IN (SELECT url FROM main.pages)"
    )
    for table, key, column in (("notices", "id", "first_seen"), ("redirects", "old_id", "at")):
        db.execute(
            f"UPDATE main.{table} SET {column} = (SELECT o.{column} FROM old.{table} o WHERE o.{key} = {table}.{key})"
            f" WHERE {key} IN (SELECT {key} FROM old.{table})"
        )
    db.execute("COMMIT")
    db.execute("DETACH old")


def _json(values: list[str]) -> str:
    return json.dumps(values)


def _replace(new: Path, catalog: Path) -> None:
    for suffix in ("-wal", "-shm"):
        catalog.with_name(catalog.name + suffix).unlink(missing_ok=True)
    new.replace(catalog)
    _remove(new)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
