"""Make the rows of a neighbourhood what they should be: compare with what is there, write only what differs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.records import Row

Key = tuple[Any, ...]

PRIMARY_KEYS: dict[str, tuple[str, ...]] = {
    "citations": ("id",),
    "citation_keys": ("key", "citation"),
    "authors": ("citation", "position"),
    "keywords": ("citation", "scheme", "term"),
    "documents": ("id",),
    "citation_links": ("id",),
    "link_keys": ("link", "place"),
    "notices": ("id",),
    "registrations": ("id",),
    "stated_values": ("id",),
    "claims": ("id",),
    "claim_checks": ("id",),
    "trials": ("id",),
    "trial_citations": ("trial", "citation"),
    "arms": ("id",),
    "topics": ("id",),
    "trial_topics": ("trial", "topic", "role"),
    "trial_relations": ("trial_a", "trial_b", "relation"),
    "outcomes": ("id",),
    "outcome_specs": ("id",),
    "findings": ("id",),
    "checks": ("id",),
    "redirects": ("old_id",),
    "reading_nodes": ("page", "node"),
    "reading_keys": ("key", "page", "node"),
}
# Columns that tell when something was first seen: kept when the row stays, never compared.
HISTORY_COLUMNS = {"notices": ("first_seen",), "redirects": ("at",)}
# What a reader would conclude from: a change here is material.
MATERIAL = {
    "trials": {"enrolled", "allocation", "status", "notice"},
    "citations": {"notice"},
    "findings": {"change", "significance", "favours", "estimate", "ci_low", "ci_high", "p_value"},
    "claim_checks": {"verdict"},
    "trial_citations": {"relation"},
    "notices": {"kind"},
}
# Tables whose comings, goings and changes are told in `changes`.
TOLD = ("trials", "citations", "findings", "claims", "claim_checks", "notices", "trial_citations", "outcomes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference that was written."""

    entity: str
    entity_id: str
    field: str | None
    old: Any
    new: Any
    material: bool


def select(db: sqlite3.Connection, table: str, where: str, values: Iterable[Any]) -> dict[Key, Row]:
    """Rows of a table by primary key, for all `values` of a `column IN (...)` condition (`where` holds a {})."""
    found: dict[Key, Row] = {}
    keys = PRIMARY_KEYS[table]
    for part in chunks(list(values)):
        marks = ",".join("?" * len(part))
        cursor = db.execute(f"SELECT * FROM {table} WHERE {where.format(marks)}", part)
        names = [column[0] for column in cursor.description]
        for values_ in cursor:
            row = dict(zip(names, values_, strict=True))
            found[tuple(row[key] for key in keys)] = row
    return found


def chunks(values: Sequence[Any], size: int = 500) -> Iterator[Sequence[Any]]:
    """Parts small enough for one SQL statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What has to be written to one table, and what there is to tell of it."""

    table: str
    deletes: list[Key]
    upserts: list[Row]
    changes: list[Change]

    def ids(self) -> set[str]:
        """First key column of every row that comes, changes or goes."""
        keys = PRIMARY_KEYS[self.table]
        return {key[0] for key in self.deletes} | {row[keys[0]] for row in self.upserts}


def difference(table: str, old: dict[Key, Row], new: dict[Key, Row]) -> Difference:
    """Compare the rows that are there with the rows that should be."""
    history = HISTORY_COLUMNS.get(table, ())
    deletes = [key for key in old if key not in new]
    changes = [_told(table, key, None, "present", None) for key in deletes]
    upserts = []
    for key, row in new.items():
        before = old.get(key)
        if before is None:
            upserts.append(row)
            changes.append(_told(table, key, None, None, "present"))
            continue
        fields = [f for f in row if f not in history and row[f] != before[f]]
        if fields:
            upserts.append(row)
            changes += [_told(table, key, field, before[field], row[field]) for field in fields]
    return Difference(table=table, deletes=deletes, upserts=upserts, changes=changes)


def write(db: sqlite3.Connection, diff: Difference) -> None:
    """Carry a difference out: deletes, then guarded upserts (never REPLACE, which fires delete triggers)."""
    if diff.deletes:
        condition = " AND ".join(f"{column} = ?" for column in PRIMARY_KEYS[diff.table])
        db.executemany(f"DELETE FROM {diff.table} WHERE {condition}", diff.deletes)
    if diff.upserts:
        columns = tuple(diff.upserts[0])
        db.executemany(_upsert(diff.table, columns), [tuple(row[c] for c in columns) for row in diff.upserts])


def _told(table: str, key: Key, field: str | None, old: Any, new: Any) -> Change:
    material = field in MATERIAL.get(table, ()) if field else table in ("findings", "notices", "claim_checks")
    return Change(entity=table, entity_id=" ".join(map(str, key)), field=field, old=old, new=new, material=bool(material))


@cache
def _upsert(table: str, columns: tuple[str, ...]) -> str:
    keys = PRIMARY_KEYS[table]
    history = HISTORY_COLUMNS.get(table, ())
    others = [c for c in columns if c not in keys and c not in history]
    sql = f"INSERT INTO {table} ({','.join(columns)}) VALUES ({','.join('?' * len(columns))}) ON CONFLICT DO "
    if not others:
        return sql + "NOTHING"
    sets = ", ".join(f"{c} = excluded.{c}" for c in others)
    guard = " OR ".join(f"excluded.{c} IS NOT {table}.{c}" for c in others)
    return sql.replace("ON CONFLICT DO", f"ON CONFLICT ({','.join(keys)}) DO") + f"UPDATE SET {sets} WHERE {guard}"
