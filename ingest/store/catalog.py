"""The catalog file: runs and issues, pages and readings, and writing what differs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlite_utils

from ingest import __version__
from ingest.codec import pack, unpack
from ingest.link.nodes import digest
from ingest.link.rows import Read
from ingest.records import Document, Parsed, Row
from ingest.store import search
from ingest.store.connection import cannot_write
from ingest.store.process import is_gone, this_process
from ingest.store.sync import TOLD, Change, Difference, Key, chunks, difference, select, write

# `PRAGMA user_version` of a catalog whose search index still has to be built (a bulk load was stopped).
SEARCH_IS_STALE = 1
# Tables that a verdict of `claim_checks` hangs on, and the column that names their row.
CHECKED = {"claims": "claim", "findings": "finding", "trials": "trial"}


class Catalog:
    """One catalog file, open for writing (or, from `opening.open_to_ask`, perhaps only for reading)."""

    def __init__(self, database: sqlite_utils.Database, path: Path) -> None:
        self.database = database
        self.path = path
        self.db: sqlite3.Connection = database.conn
        self.run: str | None = None
        self.now = ""
        self.search_deferred = False

    # Runs ------------------------------------------------------------------------------------------------------

    def start_run(self, at: str) -> str:
        """Begin a run at a UTC time; returns its id."""
        self.mark_interrupted()
        self.db.execute("BEGIN IMMEDIATE")  # another run may start in the same second
        n = self.db.execute("SELECT count(*) FROM runs").fetchone()[0]
        self.run, self.now = f"{at}-{digest(at, n)[:6]}", at
        self.db.execute(
            "INSERT INTO runs(id, started_at, status, version, process) VALUES (?, ?, 'running', ?, ?)",
            (self.run, at, __version__, this_process()),
        )
        self.db.execute("COMMIT")
        return self.run

    def count(self, counts: dict[str, int]) -> None:
        """Write what the run has done so far, with what it saved: a run that is stopped or killed tells what it kept."""
        names = ("seen", "added", "changed", "gone", "failed")
        sql = "UPDATE runs SET seen = ?, added = ?, changed = ?, gone = ?, failed = ? WHERE id = ?"
        self.db.execute(sql, (*(counts.get(name, 0) for name in names), self.run))

    def finish_run(self, at: str, counts: dict[str, int]) -> None:
        """End the run: build what was put off, write its counts."""
        self.build_search()
        self.count(counts)
        self._end_run(at, "failed" if counts.get("failed") else "ok")

    def interrupt_run(self, at: str) -> None:
        """Write that the run was stopped before its end; what was not committed yet is dropped."""
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
        self._end_run(at, "interrupted")

    def _end_run(self, at: str, status: str) -> None:
        self.db.execute("UPDATE runs SET finished_at = ?, status = ? WHERE id = ?", (at, status, self.run))

    def mark_interrupted(self) -> None:
        """Runs that say they are running, of processes that are gone (killed, or the machine stopped), were interrupted."""
        running = self.db.execute("SELECT id, process FROM runs WHERE status = 'running'").fetchall()
        for run, process in running:
            if process and is_gone(process):
                self.db.execute("UPDATE runs SET status = 'interrupted' WHERE id = ?", (run,))

    def issue(self, stage: str, url: str | None, message: str, severity: str = "error") -> None:
        """Write down what went wrong with a page in this run."""
        self.db.execute(
            "INSERT INTO run_issues(run, url, stage, severity, message) VALUES (?, ?, ?, ?, ?)",
            (self.run, url, stage, severity, message),
        )

    # Pages and readings ----------------------------------------------------------------------------------------

    def page_hash(self, url: str) -> str | None:
        """The hash of the page's bytes as last read; None for a page that is new, gone or failed last time."""
        row = self.db.execute("SELECT sha256 FROM pages WHERE url = ? AND gone_at IS NULL AND error IS NULL", (url,)).fetchone()
        return row[0] if row else None

    def records_of(self, url: str) -> dict[str, str]:
        """Records read from a file (address -> hash), or the page itself."""
        found = self.db.execute(
            "SELECT url, sha256 FROM pages WHERE gone_at IS NULL AND (url = ? OR (url >= ? AND url < ?))",
            (url, url + "#", url + "$"),
        )
        return dict(found.fetchall())

    def know_source(self, row: dict[str, Any]) -> None:
        """Add or update a source (a row of `sources`)."""
        self.db.execute(
            "INSERT INTO sources(id, name, kind, home_url, terms_url) VALUES (:id, :name, :kind, :home_url, :terms_url)"
            " ON CONFLICT(id) DO UPDATE SET name = excluded.name, kind = excluded.kind, home_url = excluded.home_url"
            " WHERE excluded.name IS NOT name OR excluded.kind IS NOT kind OR excluded.home_url IS NOT home_url",
            row,
        )

    def save_page(self, url: str, sha256: str, source: str, media_type: str | None, parsed: Parsed | None) -> str:
        """Add or update a page's row; returns added | changed | unchanged."""
        old = self.db.execute("SELECT sha256, gone_at, error FROM pages WHERE url = ?", (url,)).fetchone()
        title = parsed.citation.title if parsed and parsed.citation else None
        language = parsed.citation.language if parsed and parsed.citation else None
        if old is None:
            self.db.execute(
                "INSERT INTO pages(url, source, sha256, media_type, language, title, first_seen, last_seen)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (url, source, sha256, media_type, language, title, self.now, self.now),
            )
            return "added"
        if tuple(old) == (sha256, None, None):
            return "unchanged"
        self.db.execute(
            "UPDATE pages SET source = ?, sha256 = ?, media_type = ?, language = ?, title = ?, last_seen = ?,"
            " changed_at = CASE WHEN sha256 = ? THEN changed_at ELSE ? END, gone_at = NULL, error = NULL WHERE url = ?",
            (source, sha256, media_type, language, title, self.now, sha256, self.now, url),
        )
        return "changed"

    def save_reading(self, url: str, source: str, parsed: Parsed, keys: Iterable[tuple[str, int]]) -> set[str]:
        """Keep what a page said, with its identity keys; returns every key whose neighbourhood has to be linked anew."""
        old_keys = {row[0] for row in self.db.execute("SELECT key FROM reading_keys WHERE page = ?", (url,))}
        new_keys = set(keys)
        self.db.execute("DELETE FROM reading_keys WHERE page = ?", (url,))
        self.db.executemany(
            "INSERT INTO reading_keys(key, page, node) VALUES (?, ?, ?)", [(k, url, n) for k, n in sorted(new_keys)]
        )
        document = document_id(parsed.document) if parsed.document else None
        self.db.execute(
            "INSERT INTO readings(page, source, document, record) VALUES (?, ?, ?, ?) ON CONFLICT(page) DO UPDATE SET"
            " source = excluded.source, document = excluded.document, record = excluded.record",
            (url, source, document, pack(parsed)),
        )
        if document and parsed.document:
            sections = [[s.label, s.kind, s.start, s.end] for s in parsed.document.sections]
            self.db.execute(
                "INSERT INTO documents(id, page, section_map, text) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (document, url, json.dumps(sections, ensure_ascii=False), parsed.document.text),
            )
        return old_keys | {key for key, _ in new_keys}

    def drop_reading(self, url: str, at: str | None) -> set[str]:
        """Forget what a page said (it is gone, or no longer part of its file); its row stays, marked gone."""
        keys = {row[0] for row in self.db.execute("SELECT key FROM reading_keys WHERE page = ?", (url,))}
        self.db.execute("DELETE FROM reading_keys WHERE page = ?", (url,))
        self.db.execute("DELETE FROM readings WHERE page = ?", (url,))
        self.db.execute("UPDATE pages SET gone_at = ?, citation = NULL WHERE url = ?", (at, url))
        return keys

    def mark_error(self, url: str, message: str) -> None:
        """Remember that a known page's newest version could not be read; what was read before stays."""
        self.db.execute("UPDATE pages SET error = ? WHERE url = ? AND error IS NOT ?", (message, url, message))

    def readings(self, pages: Sequence[str]) -> list[Read]:
        """Kept readings of pages, in order of address; pages without one are left out."""
        found = []
        for part in chunks(pages):
            marks = ",".join("?" * len(part))
            rows = self.db.execute(
                "SELECT r.page, r.source, r.document, r.record, d.text FROM readings r LEFT JOIN documents d"
                f" ON d.id = r.document WHERE r.page IN ({marks})",
                part,
            )
            found += [
                Read(page=page, source=source, document=document, parsed=unpack(record, text))
                for page, source, document, record, text in rows
            ]
        return sorted(found, key=lambda reading: reading.page)

    # Rows ------------------------------------------------------------------------------------------------------

    def apply(self, differences: list[Difference], cause: str) -> list[Change]:
        """Write differences table by table, keep the search index true, tell the changes. Returns them."""
        differences = [*self._hanging(differences), *differences]
        touched = self._searched(differences)
        if not self.search_deferred:
            for table, ids in touched.items():
                search.forget(self.db, table, ids)
        changes = []
        for diff in differences:
            write(self.db, diff)
            changes += diff.changes
        if not self.search_deferred:
            for table, ids in touched.items():
                search.remember(self.db, table, ids)
        self._tell(changes, cause)
        return changes

    def _hanging(self, differences: list[Difference]) -> list[Difference]:
        """Verdicts that hang on claims, findings or trials that go: they go first, and are made anew by the recheck."""
        old: dict[Key, Row] = {}
        for diff in differences:
            column = CHECKED.get(diff.table)
            if column and diff.deletes:
                old |= select(self.db, "claim_checks", f"{column} IN ({{}})", [key[0] for key in diff.deletes])
        return [difference("claim_checks", old, {})] if old else []

    def _searched(self, differences: list[Difference]) -> dict[str, set[str]]:
        touched: dict[str, set[str]] = {table: set() for table in search.KINDS}
        for diff in differences:
            if diff.table in touched:
                touched[diff.table] |= diff.ids()
            elif diff.table == "authors":
                touched["citations"] |= diff.ids()
            elif diff.table == "trial_topics":
                touched["trials"] |= diff.ids()
        return {table: ids for table, ids in touched.items() if ids}

    def _tell(self, changes: list[Change], cause: str) -> None:
        self.db.executemany(
            "INSERT INTO changes(run, at, entity, entity_id, field, old_value, new_value, cause, material)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (self.run, self.now, c.entity, c.entity_id, c.field, _text(c.old), _text(c.new), cause, int(c.material))
                for c in changes
                if c.entity in TOLD
            ],
        )

    def defer_search(self) -> None:
        """Stop keeping the search index during a bulk load; it is built at the end (or at the next opening)."""
        if not self.search_deferred:
            self.search_deferred = True
            self.db.execute(f"PRAGMA user_version = {SEARCH_IS_STALE}")

    def build_search(self) -> None:
        """Build the search index anew if it was put off, now or by a run that was stopped."""
        if self.search_deferred or self.db.execute("PRAGMA user_version").fetchone()[0] == SEARCH_IS_STALE:
            with self.database.atomic():
                search.rebuild(self.db)
                self.db.execute("PRAGMA user_version = 0")
            self.search_deferred = False

    def search_is_built(self) -> bool:
        """Whether the search index is whole, after building what a stopped bulk load left undone.

        It stays undone while a run is at work, and where nothing can be written.
        """
        stale = self.db.execute("PRAGMA user_version").fetchone()[0] == SEARCH_IS_STALE
        if not stale or self.db.execute("SELECT 1 FROM runs WHERE status = 'running'").fetchone():
            return not stale
        try:
            self.build_search()
        except sqlite3.OperationalError as error:
            if not cannot_write(error):
                raise
            return False
        return True

    def counts(self, tables: Iterable[str]) -> dict[str, int]:
        """Rows per table."""
        return {table: self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}

    def close(self) -> None:
        """Close the file; the write-ahead log is folded in."""
        with suppress(sqlite3.OperationalError):  # only a help for later: a full disk has been told of by now
            self.db.execute("PRAGMA optimize")
        self.db.close()


def document_id(document: Document) -> str:
    """Key of a document: the same text with the same sections is one document, wherever it was read."""
    return digest(document.text, [(s.label, s.kind, s.start, s.end) for s in document.sections])


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


__all__ = ["Catalog", "difference", "document_id"]
