"""The whole story on one screen:

    fetch -> archive -> recognize -> parse -> extract -> save -> link -> check

A page that fails leaves one line in `run_issues` and everything else as it was.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ingest.archive import Archive
from ingest.challenge import refuse
from ingest.check.rows import check_rows
from ingest.codec import pack
from ingest.errors import TrialtraceError, UnreadablePage
from ingest.extract.outcome_match import is_same_outcome
from ingest.extract.read import read_text
from ingest.link.corrections import Corrections
from ingest.link.keys import reading_keys
from ingest.page import Page
from ingest.recheck import recheck
from ingest.records import Parsed
from ingest.recorrect import relink_corrected, write_corrections
from ingest.relink import relink
from ingest.sources import Source, container, home_row, name_of, recognize
from ingest.store import Catalog
from ingest.wide_text import in_utf8

# Readings saved between two commits; with their links about 500 rows.
BATCH = 50
# A run that adds more readings than this builds the search index once, at its end.
BULK = 500


@dataclass(slots=True)
class Outcome:
    """What a run did: counts of pages, and one line for each failure."""

    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("seen", "added", "changed", "unchanged", "gone", "failed"), 0)
    )
    failures: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Waiting:
    """What has to be linked anew for one cause: identity keys, and the pages that came, changed or went."""

    keys: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)


def now() -> str:
    """The time, as it is written everywhere: UTC, ISO, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(page: Page) -> tuple[Source, Iterator[Parsed]]:
    """Recognize, parse and extract a page: pure, so it can run anywhere.

    Raises UnreadablePage at once when no source claims the page or it is too large; the records may raise PageChanged.
    """
    page = in_utf8(page)
    refuse(page)
    source = recognize(page)
    return source, (read_text(parsed) for parsed in source.parse(_for(source, page)))


def _for(source: Source, page: Page) -> Page:
    """The page as a source takes it: a bulk file is given whole to one that does not stream."""
    return page if getattr(source, "STREAMS", False) else page.whole()


def pages_of(page: Page) -> Iterator[Page]:
    """The page itself, or, for a container such as a WARC file, the pages in it."""
    holder = container(page)
    if holder is None:
        yield page
    else:
        for inner in holder.unpack(_for(holder, page)):
            yield from pages_of(inner)


class Run:
    """One run of the pipeline over a catalog and its archive."""

    def __init__(
        self, catalog: Catalog, archive: Archive | None, corrections: Corrections | None = None, at: str | None = None
    ) -> None:
        self.catalog = catalog
        self.archive = archive
        self.corrections = corrections or Corrections()
        self.outcome = Outcome()
        self.id = catalog.start_run(at or now())
        self._sources: set[str] = set()
        self._waiting: dict[str, _Waiting] = {}
        self._pending = 0
        self._saved = 0
        relink_corrected(self)

    def take(self, page: Page, path: Path | None = None) -> str:
        """Bring one page (or each page of a container) into the catalog; returns added | changed | unchanged | failed."""
        self.outcome.counts["seen"] += 1
        if self.archive is not None:
            self.archive.keep(page, self.catalog.now, self.id, path)
        status = "unchanged" if self.catalog.page_hash(page.url) == page.sha256 else self._take(page)
        self.outcome.counts[status] += 1
        if self._pending >= BATCH:
            self.flush()
        return status

    def gone(self, url: str) -> None:
        """A page's source says that it is no more: what it said goes, its row stays, marked."""
        self._begin()
        for known in self.catalog.records_of(url):
            self._drop(known)
        self.outcome.counts["gone"] += 1

    def fail(self, url: str, message: str, stage: str) -> None:
        """Write down that a page could not be had or read; what was known of it stays."""
        self._begin()
        self.catalog.issue(stage, url, message)
        if stage != "fetch":  # a server's bad day says nothing about the page
            self.catalog.mark_error(url, message)
        self.outcome.failures.append(f"{url}: {message}")

    def finish(self) -> Outcome:
        """Link what waits, close the run, return what it did."""
        self.flush()
        self._begin()
        write_corrections(self)
        self._commit()
        self.catalog.finish_run(now(), self.outcome.counts)
        return self.outcome

    def interrupt(self) -> None:
        """Close a run that is stopped before its end; what was committed stays, its links are made with the next run."""
        self.catalog.interrupt_run(now())

    # One page --------------------------------------------------------------------------------------------------

    def _take(self, page: Page) -> str:
        self._begin()
        try:
            return self._read_and_save(page)
        except TrialtraceError as error:
            self.fail(page.url, str(error), "recognize" if isinstance(error, UnreadablePage) else "parse")
        except sqlite3.OperationalError:  # a full disk or a locked catalog is no fault of the page
            raise
        except Exception as error:  # a bug in a source must not stop the other pages; it is told, not hidden
            self.fail(page.url, f"the page could not be read ({type(error).__name__}: {_line(error)})", "parse")
        return "failed"

    def _read_and_save(self, page: Page) -> str:
        source, records = read(page)
        self._know(source)
        known = self.catalog.records_of(page.url)
        seen = set()
        for parsed in records:
            seen.add(self._save(page, name_of(source), parsed, known))
            if parsed.key and self._pending >= BATCH:
                self.flush()
                self._begin()
        if page.url not in seen:
            seen.add(page.url)
            self.catalog.save_page(page.url, page.sha256, name_of(source), page.media_type, None)
        for url in sorted(known.keys() - seen):
            self._drop(url)
        return "changed" if known else "added"

    def _save(self, page: Page, source: str, parsed: Parsed, known: dict[str, str]) -> str:
        """Save one record of a page; returns its address. A record of a bulk file that is as before is passed over."""
        url = f"{page.url}#{parsed.key}" if parsed.key else page.url
        sha256 = hashlib.sha256(pack(parsed)).hexdigest() if parsed.key else page.sha256
        if parsed.key and known.get(url) == sha256:
            return url
        keys = reading_keys(url, source, parsed)
        done = self.catalog.save_page(url, sha256, source, page.media_type, parsed)
        cause = "source-new" if done == "added" else "source-changed"
        self._settle(cause)
        self._wait(url, self.catalog.save_reading(url, source, parsed, keys), cause)
        return url

    def _know(self, source: Source) -> None:
        if name_of(source) not in self._sources:
            self._sources.add(name_of(source))
            self.catalog.know_source(home_row(source))

    def _drop(self, url: str) -> None:
        self._settle("source-gone")
        self._wait(url, self.catalog.drop_reading(url, self.catalog.now), "source-gone")

    # Linking ---------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        if not self.catalog.db.in_transaction:
            if self.archive is not None:
                self.archive.begin()  # always first, so that two runs cannot wait for each other
            # At once for writing: a transaction that reads first could not wait for another writer.
            self.catalog.db.execute("BEGIN IMMEDIATE")

    def _wait(self, url: str, keys: set[str], cause: str) -> None:
        self.waiting_for(keys, cause)
        self._waiting[cause].pages.add(url)
        self._pending += 1
        self._saved += 1
        if self._saved > BULK:
            self.catalog.defer_search()

    def _settle(self, cause: str) -> None:
        """Link what waits for another cause before more is saved. What is linked for one cause must not find pages that
        came, changed or went for another and are not linked yet: it would take works apart behind their trials' backs."""
        if self._waiting.keys() - {cause}:
            self._link()

    def _link(self) -> None:
        for cause, waiting in sorted(self._waiting.items()):
            self._begin()
            linked = relink(self.catalog, waiting.keys, waiting.pages, cause, self.corrections, is_same_outcome, check_rows)
            recheck(self.catalog, linked.summaries, cause)
        self._waiting = {}

    def flush(self) -> None:
        """Link the neighbourhoods of everything saved since the last time, check them, commit."""
        self._link()
        self._pending = 0
        self._commit()

    def _commit(self) -> None:
        if self.catalog.db.in_transaction:
            self.catalog.count(self.outcome.counts)
            self.catalog.db.execute("COMMIT")
        if self.archive is not None:
            self.archive.commit()

    def waiting_for(self, keys: set[str], cause: str) -> None:
        """Have the neighbourhood of these keys linked anew with the next flush."""
        self._waiting.setdefault(cause, _Waiting()).keys.update(keys)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
