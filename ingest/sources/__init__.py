"""One file per kind of page; this folder is the registry.

A source module defines (see `_template.py`):

* a docstring: what it is, home, terms, oddities seen, date;
* `KIND`: registry | bibliographic | portal | journal | blog | news | press | feed | file; `HOME`: its address;
* `URL`: a compiled pattern of the addresses it claims, or None;
* `RANK`: 0 for a precise claim, higher for a general one (default 50); the lowest rank that recognizes a page wins;
* `recognizes(page) -> bool`: one cheap look at the bytes, never a parse; False for an error page or a challenge;
* `parse(page) -> Iterator[Parsed]`: what the page says;
* optionally `unpack(page) -> Iterator[Page]`: for a container (a web archive): the pages in it, which the pipeline reads
  one by one instead of calling `parse`;
* optionally `STREAMS = True`: `parse` (or `unpack`) reads through `ingest.json_stream.each_record`, `ingest.text_stream` or
  `page.open`, never `page.body`, which of a bulk file is only the head (`page.whole()` where a source has another, smaller
  kind of page too); any other source is given such a file whole;
* optionally, for a kind that can be searched: `addresses(entry) -> list[str]`, what to ask for a watchlist entry's
  `query`, and `record_address(parsed) -> str | None`, where one record of the answer lives on its own.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Protocol, cast

from ingest.errors import UnknownKind
from ingest.page import Page
from ingest.records import Parsed


class Source(Protocol):
    """What a module in this folder offers."""

    __name__: str
    __doc__: str | None
    KIND: str
    HOME: str
    URL: re.Pattern[str] | None
    RANK: int

    def recognizes(self, page: Page) -> bool: ...

    def parse(self, page: Page) -> Iterator[Parsed]: ...


class Container(Source, Protocol):
    """A source whose pages hold other pages."""

    def unpack(self, page: Page) -> Iterator[Page]: ...


def name_of(source: Any) -> str:
    """A source's short name: its file's."""
    return str(source.__name__).rpartition(".")[2]


def home_row(source: Any) -> dict[str, str | None]:
    """A source's row of `sources`: its name is the first line of its docstring."""
    return {
        "id": name_of(source),
        "name": (source.__doc__ or name_of(source)).strip().splitlines()[0].rstrip("."),
        "kind": source.KIND,
        "home_url": source.HOME,
        "terms_url": getattr(source, "TERMS", None),
    }


@cache
def sources() -> tuple[Source, ...]:
    """All sources, most precise first, then by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    modules = [cast(Source, importlib.import_module(f"{__name__}.{name}")) for name in names]
    return tuple(sorted(modules, key=lambda m: (m.RANK, name_of(m))))


def container(page: Page) -> Container | None:
    """The source that finds other pages in this one; None for a page that is itself what is to be read."""
    for source in sources():
        if hasattr(source, "unpack") and source.recognizes(page):
            return cast(Container, source)
    return None


def recognize(page: Page) -> Source:
    """The one source that claims the page. Raises UnknownKind when none does."""
    for source in sources():
        if source.recognizes(page):
            return source
    raise UnknownKind("no source knows this kind of page")
