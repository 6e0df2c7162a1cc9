"""The catalog's schema: made in a new file, recognized in an old one.

Tables that differ from those of this version are not altered in place: the catalog can be made anew from the archive,
which is the one migration that is always right. Views hold no rows and are simply brought up to date.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
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


def make_tables(database: sqlite_utils.Database, path: object) -> None:
    """Make the tables of a new catalog; one that is there is left alone. Raises CatalogError when it is no catalog.

    In one transaction, for which others wait: a catalog that two runs begin at once is made by one of them.
    """
    if database.execute("SELECT 1 FROM sqlite_master").fetchone():
        return refuse_foreign(database.conn, path)
    database.execute("BEGIN IMMEDIATE")
    try:
        refuse_foreign(database.conn, path)
        migrations.apply(database)
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def bring_up_to_date(db: sqlite3.Connection, path: object) -> None:
    """Make views what this version says. Raises CatalogError when tables are those of another version."""
    for kind, name, statement in _other_than_here(db, path):
        if kind == "VIEW":
            db.execute(f"DROP VIEW IF EXISTS {name}")
        db.execute(statement)


def refuse_other_version(db: sqlite3.Connection, path: object) -> None:
    """Raise CatalogError when tables are those of another version; views and indexes may be, for a catalog as it is."""
    for _ in _other_than_here(db, path):
        pass


def _other_than_here(db: sqlite3.Connection, path: object) -> Iterator[tuple[str, str, str]]:
    """(kind, name, statement) of each view that is another one in this version and each index that is missing."""
    there = {row[0]: row[1] for row in db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")}
    for statement in statements():
        match = _NAMED.search(_COMMENT.sub("", statement))
        if match is None or _plain(there.get(match["name"])) == _plain(statement):
            continue
        kind, name = match["kind"].upper(), match["name"]
        if kind != "VIEW" and not (kind.endswith("INDEX") and name not in there):
            raise CatalogError(f"{path} was made by another version of trialtrace: run `trialtrace rebuild --db {path}`")
        yield kind, name, statement


def _plain(statement: str | None) -> str:
    """A statement without comments and spacing, as SQLite may have kept either."""
    return re.sub(r"\s+|IF NOT EXISTS", "", _COMMENT.sub("", statement or "")).rstrip(";").lower()
