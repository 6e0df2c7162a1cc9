"""Unpaywall: where a work can be read; one answer, or a snapshot with one a line (also gzip).

Home: https://unpaywall.org/   Terms: https://unpaywall.org/legal/terms-of-service
Oddities seen (2026-11): dates are days also where only a year is known; authors are Crossref's, or missing; journal_issns
is a list in one string; `is_paratext` marks covers and tables of contents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import identifiers
from ingest.bibliographic_work import Work, key_of, person, plain
from ingest.errors import NotAPage, PageChanged
from ingest.json_pages import items_at, json_head, text_at
from ingest.json_stream import Item, each_record
from ingest.page import Page
from ingest.records import Author, Parsed

KIND = "bibliographic"
HOME = "https://unpaywall.org/"
URL: re.Pattern[str] | None = re.compile(r"^https?://api\.unpaywall\.org/", re.I)
RANK = 10
STREAMS = True

POINTERS = {
    "title": "/title",
    "container_title": "/journal_name",
    "issued": "/published_date",
    "publisher": "/publisher",
    "doi": "/doi",
    "issn": "/journal_issn_l",
    "url": "/doi_url",
    "authors": "/z_authors",
}
_TYPES = {
    "journal-article": "article-journal",
    "posted-content": "article",
    "book-chapter": "chapter",
    "book": "book",
    "monograph": "book",
    "proceedings-article": "paper-conference",
    "dissertation": "thesis",
    "dataset": "dataset",
    "report": "report",
}


def recognizes(page: Page) -> bool:
    """The names of its fields near the start."""
    head = json_head(page)
    if re.match(rb'\{\s*"source"\s*:\s*"unpaywall"', head):
        return True
    return b'"doi_url"' in head and (
        b'"is_paratext"' in head or b'"oa_status"' in page.body[:20_000] or b'"best_oa_location"' in head
    )


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each work, streamed. Raises NotAPage for errors, PageChanged for an answer that names no work."""
    yield from each_record(page, (), _work, _read, NotAPage("an answer of Unpaywall without a work"))


def _work(item: Item) -> tuple[dict[str, Any], str] | None:
    return (item.value, item.pointer) if isinstance(item.value, dict) else None


def _read(work: dict[str, Any], base: str, position: int, several: bool) -> Parsed:
    doi, title = identifiers.doi(text_at(work, "doi")), plain(work.get("title"))
    if not doi and not title:
        raise PageChanged("an answer of Unpaywall with neither title nor DOI")
    date, year = text_at(work, "published_date"), text_at(work, "year")
    fields = {
        "container_title": plain(work.get("journal_name")),
        "issued": year if date and year and date == f"{year}-01-01" else date or year,
        "publisher": plain(work.get("publisher")),
        "doi": doi,
        "issn": identifiers.issn(text_at(work, "journal_issn_l") or text_at(work, "journal_issns")),
        "url": text_at(work, "doi_url"),
    }
    result = Work(type=_TYPES.get(text_at(work, "genre") or "", "document"), title=title, fields=fields)
    result.authors = [_author(item) for item in items_at(work, "z_authors")]
    return result.parsed(POINTERS, base, key_of(fields, position) if several else None)


def _author(item: Any) -> Author | None:
    if family := plain(text_at(item, "family")):
        return Author(family=family, given=plain(text_at(item, "given")), orcid=identifiers.orcid(text_at(item, "ORCID")))
    return person(text_at(item, "raw_author_name") or text_at(item, "name"))
