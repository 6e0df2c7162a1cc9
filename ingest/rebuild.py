"""The catalog anew from the archive, in a new file that takes the old one's place only when it is complete."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ingest.archive import Archive
from ingest.errors import CatalogError
from ingest.link.corrections import Corrections
from ingest.pipeline import Outcome, Run
from ingest.store import open_catalog
from ingest.store.connection import cannot_write

# When things were first and last seen: table, key, columns that are carried over from the old catalog.
KEPT = (
    ("pages", "url", ("first_seen", "last_seen", "changed_at")),
    ("notices", "id", ("first_seen",)),
    ("redirects", "old_id", ("at",)),
)


def rebuild(catalog: Path, archive: Path, corrections: Corrections, progress: Callable[[str], None] | None = None) -> Outcome:
    """Read every kept page again and put the result in place of the catalog.

    Raises CatalogError without an archive, when a bulk file that it refers to is gone or changed, when another run
    is writing to the catalog, or on a full disk; the old catalog then stays as it was.
    """
    if not archive.exists():
        raise CatalogError(f"there is no archive at {archive}")
    with ExitStack() as stack:
        old = stack.enter_context(_kept_still(catalog)) if catalog.exists() else None
        new = catalog.with_name(catalog.name + ".new")
        _remove(new)
        try:
            outcome = _build(new, catalog if old else None, archive, corrections, progress)
        except BaseException as error:
            _remove(new)  # a disk that it filled has room again
            if isinstance(error, sqlite3.OperationalError) and cannot_write(error):
                raise CatalogError(f"{new} cannot be written: {error}; the catalog stays as it was") from None
            raise
        if old is not None:
            # With nothing left in its write-ahead log, the old file can go at any moment.
            old.execute("ROLLBACK")
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    new.replace(catalog)
    _remove_logs(catalog)
    return outcome


@contextmanager
def _kept_still(catalog: Path) -> Iterator[sqlite3.Connection]:
    """Keep others from writing to the old catalog while the new one is made; they can go on reading."""
    old = open_catalog(catalog, outdated=True)
    try:
        try:
            old.db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise CatalogError(f"{catalog} is being written to by another run: {error}") from None
        yield old.db
    finally:
        old.db.close()


def _build(
    new: Path, old: Path | None, archive: Path, corrections: Corrections, progress: Callable[[str], None] | None
) -> Outcome:
    kept = Archive(archive)
    built = open_catalog(new)
    try:
        run = Run(built, None, corrections)
        for url, versions in kept.pages():
            _take_newest_readable(run, kept, url, versions)
            if progress is not None:
                progress(url)
        outcome = run.finish()
        if old is not None:
            _carry_history(built.db, old)
        built.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return outcome
    finally:
        built.close()
        kept.close()


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
    db.execute("DELETE FROM main.changes")
    for table, condition, values in (
        ("runs", "id NOT IN (SELECT id FROM main.runs)", ()),
        ("changes", "1", ()),
        ("run_issues", "run NOT IN (SELECT value FROM json_each(?))", (json.dumps(fresh),)),
        ("sources", "id NOT IN (SELECT id FROM main.sources)", ()),
        ("pages", "gone_at IS NOT NULL AND url NOT IN (SELECT url FROM main.pages)", ()),
    ):
        columns = ", ".join(_common_columns(db, table))
        if columns:
            db.execute(f"INSERT INTO main.{table}({columns}) SELECT {columns} FROM old.{table} WHERE {condition}", values)
    for table, key, columns_kept in KEPT:
        kept = [column for column in _common_columns(db, table) if column in columns_kept]
        if not kept:
            continue
        db.execute(
            f"UPDATE main.{table} SET ({', '.join(kept)}) = (SELECT {', '.join(f'o.{c}' for c in kept)} FROM old.{table} o"
            f" WHERE o.{key} = {table}.{key}) WHERE {key} IN (SELECT {key} FROM old.{table})"
        )
    db.execute("COMMIT")
    db.execute("DETACH old")


def _common_columns(db: sqlite3.Connection, table: str) -> list[str]:
    """Columns that a table has in both catalogs: the old one may be of another version."""
    old = {row[1] for row in db.execute(f"PRAGMA old.table_info({table})")}
    return [row[1] for row in db.execute(f"PRAGMA main.table_info({table})") if row[1] in old]


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _remove_logs(path)


def _remove_logs(path: Path) -> None:
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
