"""OpenAlex: one work, lists of works, and files with one answer a line (also gzip).

Home: https://openalex.org/   Terms: https://openalex.org/help/terms
Oddities seen (2026-11): abstracts come as a word index and are put together again; `type` says article for nearly all, a
preprint is told by its version or the kind of its source; `is_retracted` names no notice; names are "Given Family" in one
string; titles may hold tags; a program's cut (`"source": "openalex"`) has fewer fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import identifiers
from ingest.bibliographic_work import Work, key_of, person, plain
from ingest.errors import NotAPage, PageChanged
from ingest.json_pages import at, items_at, json_head, text_at
from ingest.json_stream import Item, each_record
from ingest.page import Page
from ingest.records import Author, Keyword, Notice, Parsed

KIND = "bibliographic"
HOME = "https://openalex.org/"
URL: re.Pattern[str] | None = re.compile(r"^https?://api\.openalex\.org/", re.I)
RANK = 10
STREAMS = True

POINTERS = {
    "title": "/title",
    "container_title": "/primary_location/source/display_name",
    "volume": "/biblio/volume",
    "issue": "/biblio/issue",
    "page": "/biblio/first_page",
    "issued": "/publication_date",
    "publisher": "/primary_location/source/host_organization_name",
    "language": "/language",
    "abstract": "/abstract_inverted_index",
    "doi": "/doi",
    "pmid": "/ids/pmid",
    "pmcid": "/ids/pmcid",
    "issn": "/primary_location/source/issn_l",
    "authors": "/authorships",
    "keywords": "/mesh",
}
_TYPES = {
    "article": "article-journal",
    "review": "article-journal",
    "letter": "article-journal",
    "editorial": "article-journal",
    "erratum": "article-journal",
    "retraction": "article-journal",
    "preprint": "article",
    "posted-content": "article",
    "book": "book",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "dataset": "dataset",
    "report": "report",
}
_MAX_ABSTRACT_WORDS = 20_000
_WORK = re.compile(rb'"(?:id|openalex_id)"\s*:\s*"https?://openalex\.org/W\d+"')


def recognizes(page: Page) -> bool:
    """A work's id at openalex.org near the start, the API's list envelope, or a program's cut of it."""
    head = json_head(page)
    if not head:
        return False
    if re.match(rb'\{\s*"source"\s*:\s*"openalex"', head):
        return True
    return bool(_WORK.search(head) or (b'"db_response_time_ms"' in head and b'"results"' in page.body))


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each work, streamed. Raises NotAPage for errors and empty lists."""
    yield from each_record(page, ("/results",), _work, _read, NotAPage("an answer of OpenAlex without a work"))


def _work(item: Item) -> tuple[dict[str, Any], str] | None:
    if isinstance(answer := at(item.value, "openalex_response"), dict):
        return answer, f"{item.pointer}/openalex_response"
    named = isinstance(item.value, dict) and any(name in item.value for name in ("id", "openalex_id", "title", "doi", "source"))
    return (item.value, item.pointer) if named else None


def _read(work: dict[str, Any], base: str, position: int, several: bool) -> Parsed:
    source = at(work, "primary_location", "source")
    first, last = text_at(work, "biblio", "first_page"), text_at(work, "biblio", "last_page")
    doi = identifiers.doi(text_at(work, "doi"))
    fields = {
        "container_title": plain(text_at(source, "display_name") or text_at(work, "journal") or text_at(work, "venue")),
        "volume": text_at(work, "biblio", "volume"),
        "issue": text_at(work, "biblio", "issue"),
        "page": f"{first}-{last}" if first and last and first != last else first,
        "issued": _issued(work),
        "publisher": plain(text_at(source, "host_organization_name")),
        "language": text_at(work, "language"),
        "doi": doi,
        "pmid": identifiers.pmid(text_at(work, "ids", "pmid")),
        "pmcid": _pmcid(text_at(work, "ids", "pmcid")),
        "issn": identifiers.issn(text_at(source, "issn_l")),
        "url": f"https://doi.org/{doi}" if doi else text_at(work, "id") or text_at(work, "openalex_id"),
    }
    title = plain(work.get("title")) or plain(work.get("display_name"))
    if not title and not doi and not (text_at(work, "id") or "").startswith("https://openalex.org/W"):
        raise PageChanged("a work of OpenAlex with neither title nor DOI")
    kind = _TYPES.get(text_at(work, "type") or "", "document")
    if kind == "article-journal" and text_at(source, "type") == "repository" and not fields["volume"]:
        kind = "article"
    result = Work(type=kind, title=title, abstract=restored(work.get("abstract_inverted_index")), fields=fields)
    result.authors = [_author(item) for item in items_at(work, "authorships") or items_at(work, "authors")]
    terms = [(text_at(item, "descriptor_name"), text_at(item, "descriptor_ui")) for item in items_at(work, "mesh")]
    # A heading comes once for each of its qualifiers.
    result.keywords = [Keyword(scheme="mesh", term=name, ui=ui) for name, ui in dict.fromkeys(terms) if name]
    if at(work, "is_retracted") is True:
        result.notices.append(Notice(kind="retraction", asserted_by="openalex", pointer=f"{base}/is_retracted"))
    return result.parsed(POINTERS, base, key_of(fields, position) if several else None)


def _issued(work: dict[str, Any]) -> str | None:
    """A first of January stands for "the year" as often as for the day; the year alone is sure."""
    date, year = text_at(work, "publication_date"), text_at(work, "publication_year")
    return year or date[:4] if date and date.endswith("-01-01") else date or year


def _pmcid(text: str | None) -> str | None:
    number = re.search(r"/(?:PMC)?(\d+)/?$", text or "")
    return f"PMC{number[1]}" if number else identifiers.pmcid(text)


def _author(item: Any) -> Author | None:
    name = text_at(item, "author", "display_name") or text_at(item, "display_name") or text_at(item, "raw_author_name")
    return person(name, text_at(item, "author", "orcid") or text_at(item, "orcid"))


def restored(index: Any) -> str | None:
    """The text of an abstract from its index of word -> positions."""
    if not isinstance(index, dict):
        return None
    placed = [
        (position, str(word))
        for word, positions in index.items()
        for position in (positions if isinstance(positions, list) else [])
        if isinstance(position, int)
    ]
    words = [word for _, word in sorted(placed)[:_MAX_ABSTRACT_WORDS]]
    if words and words[0].lower() == "abstract":
        words = words[1:]
    return " ".join(words) or None
