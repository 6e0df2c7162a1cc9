"""CSL-JSON: the citation processors' own format, as Zotero, Mendeley, Pandoc and content negotiation of DOIs give it.

Home: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
Oddities seen (2026-11): one item, a list, or a list under "items"; date parts as text; PubMed ids only in the note
("PMID: 1\nPMCID: PMC2"); names as one literal; abstracts with the markup of JATS; ISSN and titles as lists (Crossref).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.bibliographic_work import date_parts
from ingest.exported_reference import Reference, parsed_references
from ingest.json_stream import Failures, json_records
from ingest.page import Page
from ingest.records import Parsed
from ingest.text_stream import head_text

KIND = "file"
HOME = "https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html"
URL: re.Pattern[str] | None = None
RANK = 45
STREAMS = True

_TYPES = {
    **{
        name: name
        for name in (
            "article-journal article book chapter thesis dataset report paper-conference post-weblog article-newspaper"
            " article-magazine webpage document"
        ).split()
    },
    **dict.fromkeys(("journal-article", "review", "review-book"), "article-journal"),
    **dict.fromkeys(("entry", "entry-dictionary", "entry-encyclopedia", "book-chapter"), "chapter"),
    **dict.fromkeys(("post",), "webpage"),
    **dict.fromkeys(("proceedings-article",), "paper-conference"),
    **dict.fromkeys(("posted-content", "preprint"), "article"),
    **dict.fromkeys(("dissertation",), "thesis"),
}
_OTHER_TYPES = (
    "bill broadcast classic collection event figure graphic hearing interview legal_case legislation manuscript map"
    " motion_picture musical_score pamphlet patent performance periodical personal_communication regulation software song speech"
    " standard treaty"
).split()
_LOOKS_TYPED = re.compile(r'"type"\s*:\s*"(?:' + "|".join([*_TYPES, *_OTHER_TYPES]) + r')"')
_LOOKS_LIKE_CSL = re.compile(
    r'"(?:date-parts|container-title|container-title-short|title-short|publisher-place|event-place|number-of-pages|citation-key'
    r'|collection-title|original-date|issued|DOI|citation-label)"\s*:'
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^"{}\[\]]+')
_NAMES = {
    "title": "title",
    "original-title": "original_title",
    "container-title": "container",
    "container-title-short": "container_short",
    "journalAbbreviation": "container_short",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "article-number": "number",
    "number": "number",
    "publisher": "publisher",
    "language": "language",
    "abstract": "abstract",
    "DOI": "doi",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "ISSN": "issn",
    "URL": "url",
    "keyword": "keyword",
    "genre": "genre",
    "note": "note",
}


def recognizes(page: Page) -> bool:
    """JSON whose first item has a type of CSL and one of CSL's own names."""
    head = head_text(page).lstrip()
    own = _own_fields(head) if head[:1] in ("{", "[") else ""
    return _LOOKS_TYPED.search(own) is not None and _LOOKS_LIKE_CSL.search(own) is not None


def _own_fields(head: str) -> str:
    """The first item's own fields without what is nested in them."""
    start = re.match(r"(?:\{\s*\"(?:items|references)\"\s*:\s*)?\[?\s*\{", head)
    kept, depth = [], 1
    for token in _TOKEN.finditer(head, start.end() if start else len(head)):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token.group(), 0)
        if depth == 0:
            break
        if depth == 1:
            kept.append(token.group())
    return "".join(kept)


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each item, streamed. Raises PageChanged for a file without an item, and after the others for broken ones."""
    failures = Failures()
    yield from parsed_references(_references(page, failures), "a CSL-JSON file")
    failures.tell()


def _references(page: Page, failures: Failures) -> Iterator[tuple[str, Reference]]:
    found = False
    for item in failures.without(json_records(page, "/items", "/references")):
        if isinstance(item.value, dict):
            found = True
            yield item.pointer, _reference(item.value)
    if not found:
        failures.tell()


def _reference(item: dict[str, Any]) -> Reference:
    reference = Reference()
    reference.add("type", _TYPES.get(str(item.get("type")), "document"), "type")
    for name, ours in _NAMES.items():
        for value in _texts(item.get(name)):
            reference.add(ours, value, name)
    for name in ("issued", "published", "published-print", "published-online"):
        for value in _dates(item.get(name)):
            reference.add("date", value, name)
    authors = item.get("author")
    for author in authors if isinstance(authors, list) else [authors]:
        reference.add("author", _name(author), "author")
    return reference


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value)] if isinstance(value, str | int | float) and not isinstance(value, bool) else []


def _dates(value: Any) -> list[str]:
    if isinstance(value, dict):
        found = [date_parts(value), *_texts(value.get("raw")), *_texts(value.get("literal"))]
        return [text for text in found if text]
    return _texts(value)


def _name(author: Any) -> str | None:
    if isinstance(author, str):
        return author
    if not isinstance(author, dict):
        return None
    family = " ".join(
        p for n in ("dropping-particle", "non-dropping-particle", "family") if (p := " ".join(_texts(author.get(n))))
    )
    given = _joined(author, "given", "suffix")
    orcid = " ".join(_texts(author.get("ORCID") or author.get("orcid")))
    if family:
        return f"{family}, {given}" + (f" ({orcid.rpartition('/')[2]})" if orcid else "")
    literal = " ".join(_texts(author.get("literal") or author.get("name"))) or given
    return "{" + literal + "}" if literal else None


def _joined(author: dict[str, Any], *names: str) -> str:
    return " ".join(text for name in names for text in _texts(author.get(name)))
