"""An Elsevier Pure page (old theme) turned into plain text.

Home: https://www.elsevier.com/products/pure   Terms: those of the house that runs the portal
Oddities seen (2026-11): three outputs of the same authors are listed *before* the abstract of the page's own output;
cells of the details table run together ("Original languageEnglish"); authors are often missing; the journal's volume
may be missing while article number and pages repeat each other; the title of the page stands after the house's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.errors import PageChanged
from ingest.headings import section_kind
from ingest.identifiers import doi, issn
from ingest.markup import decode
from ingest.page import Page
from ingest.pure_words import LANGUAGES, citation_type, issued
from ingest.records import Citation, Document, Keyword, Link, Parsed, Section, Stated

KIND = "portal"
HOME = "https://www.elsevier.com/products/pure"
URL: re.Pattern[str] | None = None
RANK = 10

_TYPE_LINE = re.compile(r"^\s*(Research output|Forskning(?: - output)?|Publikation)\s*:\s*\S.*$", re.M)
_LISTED = re.compile(r"^\s*\d{1,2}\.\s+(\S.*?)\s*$", re.M)
_RELATIONS_END = re.compile(r"^\s*(View graph of relations|Vis graf over relationer|Se relationer i en graf)\s*$", re.M)
_TOOLS = re.compile(r"^\s*(Print page.*|Switch language|Udskriv.*|Skift sprog|Share|Back|Close|.*\bcookies?\b.*)\s*$", re.I)
# Label of a details row -> field; the value follows without a space. Longer labels first.
_DETAILS = {
    "Original language": "language",
    "Originalsprog": "language",
    "Article number": "number",
    "Artikelnummer": "number",
    "Journal number": "issue",
    "Issue number": "issue",
    "Udgave nummer": "issue",
    "Pages (from-to)": "page",
    "Sider (fra-til)": "page",
    "Publication status": "issued",
    "Publication date": "issued",
    "Status": "issued",
    "Udgivelsesdato": "issued",
    "Journal": "container_title",
    "Tidsskrift": "container_title",
    "Title of host publication": "container_title",
    "Volume": "volume",
    "Vol/bind": "volume",
    "ISSN (Print)": "issn",
    "ISSN": "issn",
    "DOIs": "doi",
    "DOI": "doi",
    "Publisher": "publisher",
    "Forlag": "publisher",
}
_DETAIL_LINE = re.compile(rf"^({'|'.join(re.escape(label) for label in sorted(_DETAILS, key=len, reverse=True))})(?=\S)(.+)$")
# A section label inside an abstract: capitals before a colon at the start of a paragraph, or a known heading.
_LABEL = re.compile(r"^\s*([A-Z][A-Za-z/& ,()-]{2,60}?)\s*:\s+")
_KEYWORDS_HEAD = re.compile(r"^\s*(Research areas|Keywords|Emneord|Forskningsområder)\s*$", re.I)
_ID_LINE = re.compile(r"^\s*ID:\s*\d+\s*$")


def recognizes(page: Page) -> bool:
    """Text with a Pure type line and one of the portal's own details rows."""
    head = page.body[:200_000]
    if head.lstrip()[:1] in (b"<", b"{", b"["):
        return False
    has_type = b"Research output:" in head or b"Forskning" in head
    return has_type and any(
        label in head for label in (b"Original language", b"Publication status", b"Originalsprog", b"View graph of")
    )


def parse(page: Page) -> Iterator[Parsed]:
    """The one output of the page; the outputs listed before its abstract are `related` links."""
    text = decode(page).replace("\r\n", "\n").replace("\r", "\n")
    type_line = _TYPE_LINE.search(text)
    if type_line is None:
        raise PageChanged("no type line of a research output")
    title = _line_before(text, type_line.start())
    if title is None:
        raise PageChanged("no title before the type line")
    end_of_list = _RELATIONS_END.search(text, type_line.end())
    listed_end = end_of_list.start() if end_of_list else type_line.end()
    sections, details, keywords = _main(text, end_of_list.end() if end_of_list else type_line.end())
    document = Document(text=text, sections=(Section(label="", kind="title", start=title[0], end=title[1]), *sections))
    yield _parsed(document, title, type_line, details, keywords, listed_end)


def _line_before(text: str, position: int) -> tuple[int, int] | None:
    """Range of the last line with words before a position; the portal's tools are no title."""
    end = len(text[:position].rstrip())
    start = text.rfind("\n", 0, end) + 1
    while start < end and text[start].isspace():
        start += 1
    return (start, end) if start < end and not _TOOLS.match(text[start:end]) else None


_Range = tuple[int, int]


def _main(text: str, start: int) -> tuple[list[Section], dict[str, _Range], list[_Range]]:
    """Abstract sections, ranges of the details' values, ranges of the keywords, reading line by line."""
    sections: list[Section] = []
    details: dict[str, _Range] = {}
    keywords: list[_Range] = []
    in_keywords = False
    for match in re.finditer(r"[^\n]+", text[start:]):
        line_start, line = start + match.start(), match.group()
        if not line.strip() or _ID_LINE.match(line) or _TYPE_LINE.match(line):
            continue
        row = _DETAIL_LINE.match(line)
        if _KEYWORDS_HEAD.match(line):
            in_keywords = True
        elif row:
            in_keywords = False
            details.setdefault(_DETAILS[row.group(1)], (line_start + row.start(2), line_start + len(line.rstrip())))
        elif in_keywords:
            keywords += [(line_start + a, line_start + b) for a, b in _items(line)]
        elif not details and not keywords:
            sections.append(_section(line_start, line, bool(sections)))
    return sections, details, keywords


def _items(line: str) -> Iterator[_Range]:
    for item in re.finditer(r"[^,;•·]+", line):
        words = item.group()
        left = len(words) - len(words.lstrip())
        if words.strip():
            yield item.start() + left, item.start() + len(words.rstrip())


def _section(start: int, line: str, later: bool) -> Section:
    label = _LABEL.match(line)
    kind = section_kind(label.group(1)) if label else "abstract"
    if label is None or (kind == "abstract.other" and not label.group(1).isupper()):
        left = len(line) - len(line.lstrip())
        return Section(label="", kind="abstract", start=start + left, end=start + len(line.rstrip()))
    return Section(label=label.group(1), kind=kind, start=start + label.end(), end=start + len(line.rstrip()))


def _parsed(
    document: Document,
    title: _Range,
    type_line: re.Match[str],
    details: dict[str, _Range],
    keywords: list[_Range],
    listed_end: int,
) -> Parsed:
    text = document.text
    values = {field: text[a:b].strip() for field, (a, b) in details.items()}
    words = [text[a:b] for a, b in keywords]
    stated = [_stated(document, "title", text[title[0] : title[1]], title)]
    fields: dict[str, Any] = {
        "container_title": values.get("container_title"),
        "volume": values.get("volume"),
        "issue": values.get("issue"),
        "page": values.get("page"),
        "number": values.get("number"),
        "issued": issued(values.get("issued")),
        "issn": issn(values.get("issn")),
        "doi": doi(values.get("doi")),
        "publisher": values.get("publisher"),
        "language": LANGUAGES.get((values.get("language") or "").lower()),
    }
    stated += [_stated(document, name, value, details[name]) for name, value in fields.items() if value]
    citation = Citation(
        type=citation_type(type_line.group()),
        title=text[title[0] : title[1]],
        keywords=tuple(Keyword(scheme="research-area", term=word) for word in words),
        **fields,
    )
    stated.append(_stated(document, "type", citation.type, (type_line.start(), type_line.end())))
    return Parsed(
        citation=citation, document=document, stated=tuple(stated), links=tuple(_related(document, type_line.end(), listed_end))
    )


def _stated(document: Document, field: str, value: str, at: _Range) -> Stated:
    start, end = at
    while document.text[start].isspace():
        start += 1
    return Stated(entity="citation", field=field, value=value, rule="pure-text", span=document.span(start, end))


def _related(document: Document, start: int, end: int) -> Iterator[Link]:
    for listed in _LISTED.finditer(document.text, start, end):
        span = document.span(listed.start(1), listed.end(1))
        yield Link(relation="related", rule="pure-related-output", title=listed.group(1), span=span)
