"""What each command does, from opening the files to closing them."""

from __future__ import annotations

import dataclasses
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.archive import Archive
from ingest.errors import CatalogError, TrialtraceError, UsageError
from ingest.fetch import Fetcher
from ingest.inputs import Input, inputs
from ingest.link.corrections import Corrections
from ingest.link.corrections_file import load_corrections
from ingest.page import Page
from ingest.pipeline import Outcome, Run, pages_of, read
from ingest.rebuild import rebuild
from ingest.refresh import fetch_page, take_address, take_entries
from ingest.store import decisions_kept, open_catalog, open_to_ask
from ingest.store.connection import cannot_write
from ingest.watchlist import Watched

Step = Callable[[Any], None]
SUMMARY_TABLES = ("pages", "trials", "citations", "outcomes", "findings", "claims", "claim_checks")


def nothing(_: Any) -> None:
    """A step that nobody watches."""


def _decided(db: Path, corrections: Path) -> Corrections:
    """What people overruled. Raises UsageError where no file says it but the catalog holds decisions.

    A run from another folder, as of a timer, would take them back without a word.
    """
    if not corrections.exists() and decisions_kept(db):
        raise UsageError(
            f"{db} holds decisions of people, but there is no file {corrections}: name theirs with --corrections"
            " (one without entries takes them back)"
        )
    return load_corrections(corrections)


@contextmanager
def _run(db: Path, archive: Path, corrections: Path) -> Iterator[Run]:
    """A run over a catalog and its archive, both closed at the end. Raises CatalogError when another run keeps it locked."""
    decided = _decided(db, corrections)
    catalog = open_catalog(db)
    try:
        kept = Archive(archive)
        try:
            run = Run(catalog, kept, decided)
            try:
                yield run
            except BaseException:
                run.interrupt()
                raise
        finally:
            kept.close()
    except sqlite3.OperationalError as error:
        if cannot_write(error):
            raise CatalogError(f"{db} cannot be written: {error}; what was saved before stays") from None
        if "locked" not in str(error):
            raise
        raise CatalogError(f"{db} is being written to by another run; nothing more was saved by this one") from None
    finally:
        catalog.close()


def ingest_inputs(
    wanted: Sequence[Input], db: Path, archive: Path, corrections: Path, step: Step = nothing
) -> tuple[Outcome, dict[str, int]]:
    """Read files and fetch addresses into the catalog; returns what the run did and the rows per table."""
    with _run(db, archive, corrections) as run, Fetcher() as fetcher:
        for item in wanted:
            if item.is_address:
                fetcher.trust(item.url)
                take_address(run, item.url, fetcher)
            else:
                take_input(run, item)
            step(item)
        return run.finish(), run.catalog.counts(SUMMARY_TABLES)


def take_input(run: Run, item: Input) -> None:
    """Bring one file (or what was piped in) into the catalog; a container's pages each on their own."""
    try:
        page = item.page()
        for inner in pages_of(page):
            run.take(inner, item.lasting if inner is page else None)
    except TrialtraceError as error:
        run.outcome.counts["seen"] += 1
        run.outcome.counts["failed"] += 1
        run.fail(item.url, str(error), "parse")


def rebuild_catalog(db: Path, archive: Path, corrections: Path, step: Step = nothing) -> tuple[Outcome, dict[str, int]]:
    """Make the catalog anew from the archive."""
    outcome = rebuild(db, archive, _decided(db, corrections), step)
    catalog = open_catalog(db)
    try:
        return outcome, catalog.counts(SUMMARY_TABLES)
    finally:
        catalog.close()


def archived_pages(archive: Path) -> int:
    """How many pages a rebuild has to read. Raises CatalogError without an archive."""
    if not archive.exists():
        raise CatalogError(f"there is no archive at {archive}")
    kept = Archive(archive)
    try:
        return kept.count()
    finally:
        kept.close()


def refresh_catalog(
    db: Path, archive: Path, corrections: Path, entries: Sequence[Watched], step: Step = nothing, fetcher: Fetcher | None = None
) -> tuple[Outcome, dict[str, int]]:
    """Fetch what a watchlist names and ingest what changed. `fetcher`: other limits than the usual ones."""
    with _run(db, archive, corrections) as run:
        take_entries(run, entries, step, fetcher)
        return run.finish(), run.catalog.counts(SUMMARY_TABLES)


def prepare_to_serve(db: Path) -> None:
    """Finish what a stopped bulk load left undone. Raises CatalogError when the file is no catalog of this version."""
    catalog = open_to_ask(db)
    try:
        catalog.search_is_built()
    finally:
        catalog.close()


def catalog_status(db: Path, tables: Sequence[str]) -> dict[str, Any]:
    """Rows per table, the newest run, its issues."""
    catalog = open_to_ask(db)
    try:
        runs = list(catalog.database.query("SELECT * FROM runs ORDER BY started_at DESC, id DESC LIMIT 1"))
        issues = list(catalog.database.query("SELECT * FROM run_issues WHERE run = ?", [runs[0]["id"]])) if runs else []
        return {"catalog": str(db), "rows": catalog.counts(tables), "last_run": runs[0] if runs else None, "issues": issues}
    finally:
        catalog.close()


def read_records(name: str) -> Iterator[dict[str, Any]]:
    """What a file, a folder or an address says, as plain values; nothing is saved.

    A page that cannot be read costs no other. Raises the first one's error at the end, with its address.
    """
    first, count = None, 0
    for page in _pages_to_read(name):
        if isinstance(page, Page):
            try:
                source, records = read(page)
                yield from ({"source": source.__name__.rpartition(".")[2], **plain(parsed)} for parsed in records)
                continue
            except TrialtraceError as error:
                page = type(error)(f"{page.url}: {error}")
        first, count = first or page, count + 1
    if first is not None:
        raise type(first)(f"{first} (and {count - 1:,} more that could not be read)") if count > 1 else first


def _pages_to_read(name: str) -> Iterator[Page | TrialtraceError]:
    """Every page of what was named, those of a container each on its own; an error for what cannot be had."""
    for item in inputs([name]):
        try:
            yield from pages_of(_page_of(item))
        except TrialtraceError as error:
            yield type(error)(f"{item.url}: {error}")


def _page_of(item: Input) -> Page:
    if not item.is_address:
        return item.page()
    return fetch_page(item.url)


def plain(value: Any) -> Any:
    """A record as JSON values, empty fields left out."""
    if dataclasses.is_dataclass(value):
        pairs = ((f.name, plain(getattr(value, f.name))) for f in dataclasses.fields(value))
        return {name: item for name, item in pairs if item not in (None, [], {}, False)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value


def start_source(name: str, file: Path) -> list[Path]:
    """Write a new source's module and first example. Raises UsageError for a bad or taken name, or outside a checkout."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise UsageError(f"{name}: a source's name is lower-case letters, digits and underscores")
    folder = Path(__file__).parent / "sources"
    examples = folder.parent.parent / "tests" / "examples" / name
    module = folder / f"{name}.py"
    if not examples.parent.exists():
        raise UsageError("new-source works in a checkout of the project, beside its tests")
    if module.exists():
        raise UsageError(f"there is a source {name} already")
    template = (folder / "_template.py").read_text(encoding="utf-8")
    module.write_text(template.replace("NAME", name), encoding="utf-8")
    examples.mkdir(parents=True, exist_ok=True)
    example = examples / f"first{file.suffix}"
    shutil.copyfile(file, example)
    golden = example.with_name(example.name + ".golden.json")
    golden.write_text("[]\n", encoding="utf-8")
    return [module, example, golden]


def ask_catalog(db: Path, outcome: str, intervention: str, comparator: str) -> list[dict[str, Any]]:
    """Findings that speak to a question, best match first.

    Raises CatalogError when there is no catalog, or its search index is not built: an answer would lack what is new.
    """
    from ingest.question import answers

    catalog = open_to_ask(db)
    try:
        if not catalog.search_is_built():
            raise CatalogError(
                f"the search index of {db} is not built yet: ask again when the run that brings in pages has ended"
            )
        return answers(catalog, outcome, intervention, comparator)
    finally:
        catalog.close()
