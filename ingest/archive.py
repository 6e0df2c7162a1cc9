"""Raw pages in, raw pages out: content-addressed, compressed, never rewritten."""

from __future__ import annotations

import itertools
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import CatalogError
from ingest.page import Page
from ingest.resources import resource
from ingest.store.connection import write_ahead

# Answers that say a page is no more.
GONE = (404, 410)
# So many such answers in a row, without content in between, are believed.
GONE_AFTER = 2
# A bulk file larger than this is kept by its path and hash instead of being copied.
MAX_COPIED_BYTES = 64_000_000
# Bytes compressed at a time.
_BLOCK = 1 << 20
# How long an archive that another run is writing to is waited for.
SECONDS_TO_WAIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What is remembered of the newest request for an address."""

    etag: str | None
    last_modified: str | None
    sha256: str | None


class Archive:
    """The archive file. Writes are committed with `commit`."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=SECONDS_TO_WAIT)
            tables = {row[0] for row in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if tables and "snapshots" not in tables:
                raise CatalogError(f"{path} is an SQLite database, but no archive of pages")
            write_ahead(self._db, SECONDS_TO_WAIT)
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript((resource("schema") / "archive.sql").read_text(encoding="utf-8"))
        except OSError as error:
            raise CatalogError(f"{path.parent} cannot be made: {error.strerror}") from None
        except sqlite3.DatabaseError as error:
            raise CatalogError(f"{path} cannot be used as an archive: {error}") from None

    def keep(self, page: Page, at: str, run: str, path: Path | None = None) -> None:
        """Keep a page that was read from a file (or anything else that is no HTTP request)."""
        self._keep_body(page, path)
        newest = self._db.execute("SELECT sha256 FROM fetches WHERE url = ? ORDER BY id DESC LIMIT 1", (page.url,)).fetchone()
        if newest is None or newest[0] != page.sha256:
            self.note(url=page.url, at=at, run=run, sha256=page.sha256)

    def keep_fetched(
        self, page: Page, at: str, run: str, status: int, etag: str | None, last_modified: str | None, final_url: str | None
    ) -> None:
        """Keep a page that an HTTP request brought, with what the next conditional request needs."""
        self._keep_body(page, None)
        self.note(
            url=page.url,
            at=at,
            run=run,
            sha256=page.sha256,
            status=status,
            etag=etag,
            last_modified=last_modified,
            final_url=final_url,
        )

    def note(
        self,
        *,
        url: str,
        at: str,
        run: str,
        sha256: str | None = None,
        status: int | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        final_url: str | None = None,
        error: str | None = None,
    ) -> None:
        """Write one row about one request, also for 304 and errors."""
        self._db.execute(
            "INSERT INTO fetches(url, final_url, fetched_at, status, etag, last_modified, sha256, run, error)"
            " VALUES (?,?,?,?,?,?,?,?,?)",
            (url, final_url, at, status, etag, last_modified, sha256, run, error),
        )

    def _keep_body(self, page: Page, path: Path | None) -> None:
        copied = path is None or page.n_bytes <= MAX_COPIED_BYTES
        self._db.execute(
            "INSERT INTO snapshots(sha256, media_type, n_bytes, body, path) VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING",
            (
                page.sha256,
                page.media_type,
                page.n_bytes,
                _packed(page) if copied else None,
                None if path is None or copied else str(path.resolve()),
            ),
        )

    def last_fetch(self, url: str) -> Fetch | None:
        """The newest answered request for an address that brought or confirmed content."""
        row = self._db.execute(
            "SELECT etag, last_modified, sha256 FROM fetches WHERE url = ? AND sha256 IS NOT NULL ORDER BY id DESC LIMIT 1",
            (url,),
        ).fetchone()
        return Fetch(etag=row[0], last_modified=row[1], sha256=row[2]) if row else None

    def last_answer(self, url: str) -> str | None:
        """When the address last gave its content or said that it did not change; None when it never did."""
        row = self._db.execute(
            "SELECT fetched_at FROM fetches WHERE url = ? AND (sha256 IS NOT NULL OR status IN (200, 304))"
            " ORDER BY id DESC LIMIT 1",
            (url,),
        ).fetchone()
        return str(row[0]) if row else None

    def misses(self, url: str) -> int:
        """How many of the newest answers for an address say, without content in between, that it is no more."""
        rows = self._db.execute("SELECT sha256, status FROM fetches WHERE url = ? ORDER BY id DESC", (url,))
        return _misses(rows.fetchall())

    def pages(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Every address that is not gone, in order, with its kept versions, newest first: (sha256, time it came)."""
        rows = self._db.execute("SELECT url, sha256, fetched_at, status FROM fetches ORDER BY url, id DESC").fetchall()
        for url, group in itertools.groupby(rows, key=lambda row: row[0]):
            requests = list(group)
            versions = [(sha256, at) for _, sha256, at, _ in requests if sha256 is not None]
            if versions and _misses([(sha256, status) for _, sha256, _, status in requests]) < GONE_AFTER:
                yield url, versions

    def page(self, url: str, sha256: str) -> Page:
        """One kept version of a page."""
        media_type, body, path = self._db.execute(
            "SELECT media_type, body, path FROM snapshots WHERE sha256 = ?", (sha256,)
        ).fetchone()
        if body is not None:
            return Page(url=url, body=zlib.decompress(body), media_type=media_type, sha256=sha256)
        try:
            page = Page.of_file(url, Path(path), media_type)
        except OSError as error:
            raise CatalogError(f"the bulk file of {url} is gone: {error.strerror}: {path}") from None
        if page.sha256 != sha256:
            raise CatalogError(f"the bulk file of {url} changed since it was read: {path}")
        return page

    def count(self) -> int:
        """How many addresses there are, at most: those that are gone count too."""
        return int(self._db.execute("SELECT count(DISTINCT url) FROM fetches WHERE sha256 IS NOT NULL").fetchone()[0])

    def begin(self) -> None:
        """Wait until nobody else writes, and keep others from writing until the next commit."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make everything kept so far durable."""
        self._db.commit()

    def close(self) -> None:
        """Commit and close."""
        self._db.commit()
        self._db.close()


def _packed(page: Page) -> bytes:
    """The page's bytes, compressed block by block."""
    packer = zlib.compressobj(6)
    with page.open() as stream:
        blocks = [packer.compress(block) for block in iter(lambda: stream.read(_BLOCK), b"")]
    return b"".join([*blocks, packer.flush()])


def _misses(requests: list[tuple[str | None, int | None]]) -> int:
    """Answers that say "no more" before the first that shows otherwise; (hash of the content, status), newest first."""
    count = 0
    for sha256, status in requests:
        if sha256 is not None or status == 304:
            break
        count += status in GONE
    return count
