"""Keep the full-text indexes true: row by row for a few changes, rebuilt once after a bulk load."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from ingest.store.sync import chunks

# Table -> its kind in the common index.
KINDS = {"trials": "trial", "citations": "citation", "outcomes": "outcome", "findings": "finding", "claims": "claim"}
# Table -> (its own index, indexed columns).
OWN = {
    "citations": ("citations_fts", "title, abstract, container_title"),
    "trials": ("trials_fts", "id, title, acronym, countries"),
    "findings": ("findings_fts", "outcome_name, quote, intervention, comparator"),
}
_COMMON = "kind, id, title, body, extra"


def forget(db: sqlite3.Connection, table: str, ids: Iterable[str]) -> None:
    """Take rows out of the indexes; call before they change, while their old text is still there."""
    for part in chunks(sorted(ids)):
        marks = ",".join("?" * len(part))
        here = f"kind = '{KINDS[table]}' AND id IN ({marks})"
        db.execute(
            f"INSERT INTO search(search, rowid, {_COMMON}) SELECT 'delete', rowid, {_COMMON} FROM search_rows"
            f" WHERE rowid IN (SELECT rowid FROM search_ids WHERE {here})",
            part,
        )
        db.execute(f"DELETE FROM search_ids WHERE {here}", part)
        if table in OWN:
            index, columns = OWN[table]
            db.execute(
                f"INSERT INTO {index}({index}, rowid, {columns}) SELECT 'delete', rowid, {columns} FROM {table}"
                f" WHERE id IN ({marks})",
                part,
            )


def remember(db: sqlite3.Connection, table: str, ids: Iterable[str]) -> None:
    """Put rows into the indexes; call after they changed."""
    kind = KINDS[table]
    for part in chunks(sorted(ids)):
        marks = ",".join("?" * len(part))
        db.execute(f"INSERT INTO search_ids(kind, id) SELECT '{kind}', id FROM {table} WHERE id IN ({marks})", part)
        db.execute(
            f"INSERT INTO search(rowid, {_COMMON}) SELECT rowid, {_COMMON} FROM search_rows"
            f" WHERE rowid IN (SELECT rowid FROM search_ids WHERE kind = '{kind}' AND id IN ({marks}))",
            part,
        )
        if table in OWN:
            index, columns = OWN[table]
            db.execute(
                f"INSERT INTO {index}(rowid, {columns}) SELECT rowid, {columns} FROM {table} WHERE id IN ({marks})",
                part,
            )


def rebuild(db: sqlite3.Connection) -> None:
    """Make all indexes anew from the tables."""
    db.execute("DELETE FROM search_ids")
    for table, kind in KINDS.items():
        db.execute(f"INSERT INTO search_ids(kind, id) SELECT '{kind}', id FROM {table} ORDER BY id")
    for index in ("search", *(index for index, _ in OWN.values())):
        db.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
