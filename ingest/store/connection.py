"""How a catalog's file is opened: to write beside readers, or to read where nothing can be written."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

_CANNOT_WRITE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR)
_PAUSE = 0.05


def cannot_write(error: sqlite3.Error) -> bool:
    """Whether the file or its folder is read-only, or the disk full."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _CANNOT_WRITE


def write_ahead(connection: sqlite3.Connection, seconds: float) -> None:
    """Let readers and a writer work side by side. Waits for others: SQLite itself gives up at once where two set this."""
    until = time.monotonic() + seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
        time.sleep(_PAUSE)


def open_as_it_is(path: Path) -> sqlite3.Connection:
    """A connection that only reads, whatever signs ("#", "?", "%") stand in the file's name; threads may pass it on.

    Where the log that readers share with a writer cannot be made beside the file, nobody is writing either: it is read
    as a file that does not change. Raises sqlite3.DatabaseError when it is no database.
    """
    address = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if not cannot_write(error):
            raise
        connection = sqlite3.connect(f"{address}&immutable=1", uri=True, check_same_thread=False, isolation_level=None)
    return connection
