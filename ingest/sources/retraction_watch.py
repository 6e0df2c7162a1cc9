"""The Retraction Watch database as CSV: one row a notice, with the work it is about.

Home: https://gitlab.com/crossref/retraction-watch-data   Terms: https://www.crossref.org/documentation/retrieve-metadata/retraction-watch/
Oddities seen (2026-11): dates are month/day/year with a midnight; PubMed ids may carry ".0" or be 0; "unavailable" or
"Unavailable" stands for an unknown DOI; lists are joined by ";"; a row's DOI may be the notice's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import identifiers
from ingest.bibliographic_work import Work, key_of, person, plain
from ingest.page import Page
from ingest.records import Keyword, Notice, Parsed
from ingest.text_stream import head_text, lines_of, table_rows

KIND = "bibliographic"
HOME = "https://gitlab.com/crossref/retraction-watch-data"
URL: re.Pattern[str] | None = None
RANK = 10
STREAMS = True

_HEADER = re.compile(r'"?Record ID"?,.*?RetractionDOI.*?OriginalPaperDOI', re.S)
_KINDS = {
    "retraction": "retraction",
    "expression of concern": "expression-of-concern",
    "correction": "correction",
    "reinstatement": "reinstatement",
    "withdrawal": "withdrawal",
}


def recognizes(page: Page) -> bool:
    """The database's column names in the first line."""
    return bool(_HEADER.match(head_text(page, 1200).split("\n", 1)[0]))


def parse(page: Page) -> Iterator[Parsed]:
    """Yield the noticed work of each row, streamed. Raises PageChanged when the rows cannot be read."""
    rows = table_rows(lines_of(page))
    columns = next(rows)
    for number, cells in enumerate((cells for cells in rows if cells), start=2):
        yield _read(dict(zip(columns, cells, strict=False)), number)


def _read(row: dict[str, str], number: int) -> Parsed:
    place = f"row {number}"
    fields = {
        "container_title": plain(row.get("Journal")),
        "publisher": plain(row.get("Publisher")),
        "issued": _date(row.get("OriginalPaperDate")),
        "doi": identifiers.doi(row.get("OriginalPaperDOI")),
        "pmid": _pmid(row.get("OriginalPaperPubMedID")),
    }
    work = Work(type="article-journal", title=plain(row.get("Title")), fields=fields)
    work.authors = [person(name) for name in (row.get("Author") or "").split(";") if name.strip()]
    kind = _KINDS.get((row.get("RetractionNature") or "").strip().lower())
    notice_doi = identifiers.doi(row.get("RetractionDOI"))
    if kind:
        work.notices.append(
            Notice(
                kind=kind,
                asserted_by="retraction-watch",
                notice_doi=notice_doi if notice_doi != fields["doi"] else None,
                noticed_on=_date(row.get("RetractionDate")),
                pointer=f"{place}/RetractionNature",
            )
        )
    work.keywords = [
        Keyword(scheme="tag", term=reason.strip("+ ")) for reason in (row.get("Reason") or "").split(";") if reason.strip("+ ")
    ]
    pointers = {"title": "/Title", "container_title": "/Journal", "doi": "/OriginalPaperDOI", "authors": "/Author"}
    return work.parsed(pointers, place, key_of(fields, number))


def _date(text: str | None) -> str | None:
    match = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})", text or "")
    return f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}" if match else None


def _pmid(text: str | None) -> str | None:
    return identifiers.pmid(re.sub(r"\.0$", "", (text or "").strip()))
