"""Serve the catalog with Datasette, its metadata, templates, plugins and static files.

Datasette is set up here and not by its command line for two reasons: the catalog is called `trialtrace` in every
address whatever its file is called, so that links and metadata hold; and Datasette keeps its connections open for ever,
so that after a rebuild it would go on serving the file that was replaced.
"""

from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.utils import parse_metadata

from ingest.errors import CatalogError, UsageError
from ingest.resources import resource
from ingest.store.connection import open_as_it_is

# The catalog's name in addresses and in metadata.yml.
NAME = "trialtrace"
SETTINGS = {
    "default_page_size": 50,
    "sql_time_limit_ms": 5000,
    "max_returned_rows": 5000,
    "facet_time_limit_ms": 1000,
    "default_facet_size": 10,
    # Suggesting more facets costs a query a column; those of use are named in metadata.yml.
    "suggest_facets": False,
    "truncate_cells_html": 400,
}


class CatalogFile(Database):  # type: ignore[misc]  # datasette is untyped
    """A database file that may be replaced by another while it is served: each query looks which file is there now."""

    def __init__(self, datasette: Datasette, path: Path) -> None:
        super().__init__(datasette, path=str(path), is_mutable=True)
        self._of_thread = threading.local()

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A new read-only connection; the catalog is never written through Datasette."""
        connection = open_as_it_is(Path(self.path))
        self._all_file_connections.append(connection)
        return connection

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run `fn` with a read-only connection to the file of this name in one of Datasette's threads."""
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, lambda: fn(self._connection()))

    def _connection(self) -> sqlite3.Connection:
        """The calling thread's connection, opened anew when the file is another one than last time, or was written.

        The open connection keeps the old file's inode in use, so a new file never has the same. SQLite sees by itself
        what was written, but not through a connection to a file that was taken not to change.
        """
        found = os.stat(self.path)
        file = (found.st_dev, found.st_ino, found.st_mtime_ns)
        if getattr(self._of_thread, "file", None) != file:
            old = getattr(self._of_thread, "connection", None)
            connection = self.connect()
            self.ds._prepare_connection(connection, self.name)
            self._of_thread.file, self._of_thread.connection = file, connection
            if old is not None:
                self._all_file_connections.remove(old)
                old.close()
        kept: sqlite3.Connection = self._of_thread.connection
        return kept


def catalog_app(catalog: Path) -> Datasette:
    """Datasette over this catalog, ready to serve or to be asked by tests."""
    here = resource("catalog")
    datasette = Datasette(
        [],
        metadata=parse_metadata(resource("metadata.yml").read_text(encoding="utf-8")),
        template_dir=str(here / "templates"),
        plugins_dir=str(here / "plugins"),
        static_mounts=[("assets", str(here / "static"))],
        settings=SETTINGS,
    )
    datasette.remove_database("_memory")  # which Datasette adds when it is given no file
    datasette.add_database(CatalogFile(datasette, catalog), name=NAME)
    return datasette


def _check(catalog: Path) -> None:
    """Look for the trials before anybody asks for them. Raises CatalogError; reads only, so that a catalog may be read-only."""
    try:
        with closing(open_as_it_is(catalog)) as db:
            db.execute("SELECT id FROM trials LIMIT 1")
    except sqlite3.DatabaseError as error:
        raise CatalogError(f"{catalog} is no catalog: {error}") from None


def refuse_taken_port(host: str, port: int) -> None:
    """Raise UsageError when nobody can listen there, before anything is made ready; uvicorn would only log it."""

    async def listen() -> None:
        (await asyncio.start_server(lambda *_: None, host, port)).close()

    try:
        asyncio.run(listen())
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError(f"port {port} of {host} is taken: choose another with --port") from None
        # asyncio puts the reason behind a sentence of its own: "... : permission denied"
        reason = (error.strerror or str(error)).rpartition(": ")[2]
        raise UsageError(f"cannot listen on port {port} of {host}: {reason}") from None


def serve(catalog: Path, host: str, port: int) -> None:
    """Serve until interrupted. Raises CatalogError when the file is no catalog."""
    _check(catalog)
    datasette = catalog_app(catalog)
    asyncio.run(datasette.invoke_startup())
    uvicorn.run(datasette.app(), host=host, port=port, log_level="warning", lifespan="on", workers=1)
