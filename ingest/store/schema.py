"""The catalog's schema: made in a new file, recognized in an old one.

Tables that differ from those of this version are not altered in place: the catalog can be made anew from the archive,
which is the one migration that is always right. Views hold no rows and are simply brought up to date.
"""

from __future__ import annotations

import re
import sqlite3
from functools import cache

import sqlite_utils
from sqlite_utils import Migrations

from ingest.errors import CatalogError
from ingest.resources import resource

SCRIPTS = ("tables.sql", "search.sql", "views.sql")
migrations = Migrations("trialtrace")

_NAMED = re.compile(r"CREATE (?P<kind>TABLE|VIRTUAL TABLE|VIEW|INDEX|UNIQUE INDEX) (?:IF NOT EXISTS )?(?P<name>\w+)", re.I)
_COMMENT = re.compile(r"--[^\n]*")


@migrations(name="tables")
def _tables(db: sqlite_utils.Database) -> None:
    for statement in statements():
        db.execute(statement)


@cache
def statements() -> tuple[str, ...]:
    """The single statements of the schema: `executescript` would commit the migration's transaction."""
    found, lines = [], []
    for name in SCRIPTS:
        for line in (resource("schema") / name).read_text(encoding="utf-8").splitlines():
            lines.append(line)
            if sqlite3.complete_statement("\n".join(lines)):
                found.append("\n".join(lines).strip())
                lines = []
    return tuple(statement for statement in found if statement)


def refuse_foreign(db: sqlite3.Connection, path: object) -> None:
    """Raise CatalogError when the file holds an SQLite database that is not ours; an empty file is nobody's."""
    names = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    if not names:
        return
    ours = (
        "_sqlite_migrations" in names
        and db.execute("SELECT 1 FROM _sqlite_migrations WHERE migration_set = ?", (migrations.name,)).fetchone()
    )
    if not ours:
        raise CatalogError(f"{path} is an SQLite database, but no trialtrace catalog")


def bring_up_to_date(db: sqlite3.Connection, path: object) -> None:
    """Make views what this version says. Raises CatalogError when tables are those of another version."""
    there = {row[0]: row[1] for row in db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")}
    for statement in statements():
        match = _NAMED.search(_COMMENT.sub("", statement))
        if match is None or _plain(there.get(match["name"])) == _plain(statement):
            continue
        if match["kind"].upper() == "VIEW":
            db.execute(f"DROP VIEW IF EXISTS {match['name']}")
            db.execute(statement)
        elif match["kind"].upper().endswith("INDEX") and match["name"] not in there:
            db.execute(statement)
        else:
            raise CatalogError(f"{path} was made by another version of trialtrace: run `trialtrace rebuild`")


def _plain(statement: str | None) -> str:
    """A statement without comments and spacing, as SQLite may have kept either."""
    return re.sub(r"\s+|IF NOT EXISTS", "", _COMMENT.sub("", statement or "")).rstrip(";").lower()
