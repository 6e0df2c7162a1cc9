"""Semantic Scholar: one paper, searches, batches, references and citations of a paper, and the dumps of papers.

Home: https://www.semanticscholar.org/   Terms: https://www.semanticscholar.org/product/api/license
Oddities seen (2026-11): only the fields asked for are there, often no more than id and title; null stands for papers not
found in a batch; names are one string; pages hold spaces and line breaks; a program's cut has its own names for ids; the
dumps of its Datasets API (one paper a line) write names without capitals and give abstracts in a file of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import identifiers
from ingest.bibliographic_work import Work, key_of, person, plain
from ingest.errors import NotAPage
from ingest.json_pages import at, items_at, json_head, text_at
from ingest.json_stream import Item, each_record
from ingest.page import Page
from ingest.records import Keyword, Parsed

KIND = "bibliographic"
HOME = "https://www.semanticscholar.org/"
URL: re.Pattern[str] | None = re.compile(r"^https?://api\.semanticscholar\.org/", re.I)
RANK = 10
STREAMS = True

POINTERS = {
    "title": "/title",
    "container_title": "/journal/name",
    "volume": "/journal/volume",
    "page": "/journal/pages",
    "issued": "/publicationDate",
    "abstract": "/abstract",
    "doi": "/externalIds/DOI",
    "pmid": "/externalIds/PubMed",
    "pmcid": "/externalIds/PubMedCentral",
    "authors": "/authors",
    "url": "/url",
}
_TYPES = {
    "JournalArticle": "article-journal",
    "ClinicalTrial": "article-journal",
    "Review": "article-journal",
    "Study": "article-journal",
    "MetaAnalysis": "article-journal",
    "CaseReport": "article-journal",
    "LettersAndComments": "article-journal",
    "Editorial": "article-journal",
    "Conference": "paper-conference",
    "Book": "book",
    "BookSection": "chapter",
    "Dataset": "dataset",
    "News": "article-newspaper",
}
# Names of the dumps, as the API writes them.
_OF_DUMPS = {
    "externalids": "externalIds",
    "publicationtypes": "publicationTypes",
    "publicationdate": "publicationDate",
}
_DUMP_POINTERS = POINTERS | {
    "issued": "/publicationdate",
    "doi": "/externalids/DOI",
    "pmid": "/externalids/PubMed",
    "pmcid": "/externalids/PubMedCentral",
}
_PAPER = re.compile(rb'"paperId"\s*:|"s2_paper_id"\s*:')
_DUMP = re.compile(rb'\{\s*"corpusid"\s*:\s*\d+\s*,\s*"externalids"\s*:\s*\{(?:(?!"name").)*"title"\s*:', re.S)


def recognizes(page: Page) -> bool:
    """A paper id near the start, a dump's first names, or a program's cut that names its source."""
    head = json_head(page)
    own = _PAPER.search(head) or _DUMP.match(head) or re.match(rb'\{\s*"source"\s*:\s*"semantic_scholar"', head)
    return bool(head and own)


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each paper, streamed. Raises NotAPage for errors and for answers without a paper that has a title or a DOI."""
    nothing = NotAPage("an answer of Semantic Scholar without a paper that has a title or a DOI")
    yield from each_record(page, ("/data",), _paper, _read, nothing)


def _paper(item: Item) -> tuple[dict[str, Any], str] | None:
    """The paper itself, or the one that a citation or reference names."""
    named = next((name for name in ("citedPaper", "citingPaper") if isinstance(at(item.value, name), dict)), None)
    paper, pointer = (item.value[named], f"{item.pointer}/{named}") if named else (item.value, item.pointer)
    if isinstance(paper, dict) and "corpusid" in paper:
        paper = {_OF_DUMPS.get(key, key): value for key, value in paper.items()}
    return (paper, pointer) if isinstance(paper, dict) and _is_named(paper) else None


def _is_named(paper: dict[str, Any]) -> bool:
    return bool(text_at(paper, "title") or identifiers.doi(text_at(paper, "externalIds", "DOI")))


def _read(paper: dict[str, Any], base: str, position: int, several: bool) -> Parsed:
    ids = at(paper, "externalIds") or at(paper, "external_ids")
    central = text_at(ids, "PubMedCentral")
    number = re.search(r"\d+", central or "")
    pages = re.sub(r"\s*([-–])\s*", r"\1", text_at(paper, "journal", "pages") or "") or None
    venue = text_at(paper, "journal", "name") or text_at(paper, "publicationVenue", "name") or text_at(paper, "venue")
    fields = {
        "container_title": plain(venue),
        "volume": text_at(paper, "journal", "volume"),
        "page": pages,
        "issued": text_at(paper, "publicationDate") or text_at(paper, "publication_date") or text_at(paper, "year"),
        "doi": identifiers.doi(text_at(ids, "DOI") or text_at(paper, "doi")),
        "pmid": identifiers.pmid(text_at(ids, "PubMed")),
        "pmcid": f"PMC{number[0]}" if number else None,
        "issn": identifiers.issn(text_at(paper, "publicationVenue", "issn")),
        "url": text_at(paper, "url"),
    }
    kinds = [str(kind) for kind in items_at(paper, "publicationTypes") or items_at(paper, "publication_types")]
    work = Work(type=_kind(kinds, ids, venue), title=plain(paper.get("title")), abstract=paper.get("abstract"), fields=fields)
    work.authors = [person(text_at(author, "name")) for author in items_at(paper, "authors")]
    work.keywords = [Keyword(scheme="publication-type", term=kind) for kind in kinds]
    return work.parsed(_DUMP_POINTERS if "corpusid" in paper else POINTERS, base, key_of(fields, position) if several else None)


def _kind(kinds: list[str], ids: Any, venue: str | None) -> str:
    if re.fullmatch(r"(?:bio|med|ar|chem|psy)r?xiv(?:\.org)?|(?:bio|med)rxiv", venue or "", re.I):
        return "article"
    found = {_TYPES[kind] for kind in kinds if kind in _TYPES}
    if "article-journal" in found:
        return "article-journal"
    if found:
        return sorted(found)[0]
    return "article-journal" if text_at(ids, "PubMed") else "document"
