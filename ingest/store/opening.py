"""Opening a catalog: to write it, or to ask it, which has to do where nothing can be written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlite_utils

from ingest.errors import CatalogError, ReadOnlyCatalog
from ingest.store.catalog import Catalog
from ingest.store.connection import cannot_write, open_as_it_is, write_ahead
from ingest.store.schema import bring_up_to_date, make_tables, refuse_foreign, refuse_other_version

# How long a catalog that another run is writing to is waited for.
SECONDS_TO_WAIT = 60


def open_catalog(path: Path, *, must_exist: bool = False, outdated: bool = False) -> Catalog:
    """Open (or make) a catalog. Raises CatalogError when the file is something else, or of another version.

    `outdated`: open one of another version all the same, as it is (a rebuild carries its history over).
    """
    if must_exist and not path.exists():
        raise CatalogError(f"there is no catalog at {path}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogError(f"{path.parent} cannot be made: {error.strerror}") from None
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=SECONDS_TO_WAIT)
        database = sqlite_utils.Database(connection)
        make_tables(database, path)
        write_ahead(connection, SECONDS_TO_WAIT)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-65536")
        if not outdated:
            bring_up_to_date(connection, path)
    except sqlite3.OperationalError as error:
        wrong = ReadOnlyCatalog if cannot_write(error) else CatalogError
        raise wrong(f"{path} cannot be opened: {error}") from None
    except sqlite3.DatabaseError as error:
        raise CatalogError(f"{path} is no catalog: {error}") from None
    return Catalog(database, path)


def open_to_ask(path: Path) -> Catalog:
    """Open a catalog to read it: brought up to date where it can be written, as it is where it cannot.

    Raises CatalogError when there is none, or it is of another version.
    """
    try:
        catalog = open_catalog(path, must_exist=True)
    except ReadOnlyCatalog:
        return _as_it_is(path)
    try:
        catalog.mark_interrupted()
    except sqlite3.OperationalError as error:
        if not cannot_write(error):
            raise
    return catalog


def _as_it_is(path: Path) -> Catalog:
    try:
        connection = open_as_it_is(path)
        refuse_foreign(connection, path)
        refuse_other_version(connection, path)
    except sqlite3.OperationalError as error:
        raise CatalogError(f"{path} cannot be opened: {error}") from None
    except sqlite3.DatabaseError as error:
        raise CatalogError(f"{path} is no catalog: {error}") from None
    return Catalog(sqlite_utils.Database(connection), path)


def decisions_kept(path: Path) -> int:
    """How many decisions of people a catalog (also one of another version) holds; 0 when there is none."""
    if not path.exists():
        return 0
    try:
        with closing(open_as_it_is(path)) as connection:
            return int(connection.execute("SELECT count(*) FROM corrections").fetchone()[0])
    except sqlite3.DatabaseError:  # no catalog: the opening that follows says so
        return 0
