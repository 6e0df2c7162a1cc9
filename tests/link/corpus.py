"""Readings of real pages for tests of identity, and the same pages in many orders."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import TrialtraceError
from ingest.page import Page as Raw
from ingest.pipeline import pages_of, read
from ingest.sources import name_of
from tests.link.pages import Page, catalog_of, rows

KINDS = ("pubmed", "registry", "biblio_json", "pure", "publisher", "jats", "news", "reference_managers")
# Records taken of one file: a bulk file of thousands says no more about order than its first hundred.
MOST_OF_A_FILE = 100


def readings(corpus: Path, one_in: int = 1) -> list[Page]:
    """Everything that can be read of the corpus's pages (one in so many of them), each address once."""
    found: dict[str, Page] = {}
    for kind in KINDS:
        for path in sorted(p for p in (corpus / kind).rglob("*") if p.is_file() and not p.name.endswith(".gold.json"))[::one_in]:
            for page in readings_of(path, MOST_OF_A_FILE):
                found[page[0]] = page
    return list(found.values())


def readings_of(path: Path, most: int | None = None) -> Iterator[Page]:
    """What one file says, as far as it can be read (so many records of it at most)."""
    try:
        for inner in pages_of(Raw.of(path.as_uri(), path.read_bytes())):
            source, records = read(inner)
            for n, parsed in enumerate(records):
                if n == most:
                    break
                if not parsed.deleted:
                    yield (f"{inner.url}#{parsed.key}" if parsed.key else inner.url), name_of(source), parsed
    except TrialtraceError:
        return


def shuffled_orders(pages: list[Page], n_orders: int, folder: Path) -> Iterator[str]:
    """For each order: "" when it gave the rows that the first one gave, else a row that differs."""
    chance = random.Random(n_orders)
    expected: dict[str, list[str]] = {}
    for n in range(n_orders):
        shuffled = chance.sample(pages, len(pages))
        size = chance.choice([25, 80, len(pages)])
        (folder / str(n)).mkdir()
        catalog = catalog_of(folder / str(n), *(shuffled[at : at + size] for at in range(0, len(shuffled), size)))
        got = rows(catalog)
        catalog.close()
        expected = expected or got
        yield next((f"{table}: {_differing(expected[table], got[table])}" for table in got if got[table] != expected[table]), "")


def _differing(one: list[str], other: list[str]) -> str:
    return min(set(one) ^ set(other))
