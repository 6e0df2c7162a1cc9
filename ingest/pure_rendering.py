"""A research output that Elsevier Pure rendered as a printed reference (Vancouver and other citation styles).

Only what the markup marks is taken for sure: title, page, type, DOI; authors in the style that Vancouver has, and journal,
volume and pages where they stand in Vancouver's order. Everything else stays in the text.
"""

from __future__ import annotations

import re
from typing import Any

from ingest.article_people import authors_of
from ingest.identifiers import doi, from_address
from ingest.markup import clean
from ingest.pure_words import citation_type
from ingest.records import Citation, Document, Parsed, Section

_YEAR = re.compile(r"(?<![\d/.])((?:19|20)\d\d)(?![\d/])")
_PLACE = re.compile(
    r"^\W*(?P<journal>[A-Z][^;:]{2,120}?)\.\s+(?P<year>(?:19"
    r"|20)\d\d)(?:\s[^;]{1,12})?;(?P<volume>\w{1,8})?(?:\((?P<issue>[^)]{1,12})\))?"
    r"(?::(?P<page>[\w-]{1,20}))?"
)
_KINDS = {
    "contributiontojournal": "article-journal",
    "contributiontoconference": "paper-conference",
    "contributiontobookanthology": "chapter",
    "contributiontoperiodical": "article-newspaper",
    "bookanthology": "book",
    "workingpaper": "article",
    "thesis": "thesis",
    "othercontribution": "document",
    "nontextual": "document",
}


def printed_output(markup: Any, kind: str, classification: str) -> Parsed | None:
    """The output of one rendering (`markup` is its element, HTML names in whatever namespace); None without a title.

    `kind` is Pure's word for the type of output, `classification` its address, both as the service gives them.
    """
    marked = next((node for node in markup.iter() if "title" in (node.get("class") or "").split()), None)
    if marked is None:
        return None
    title, text = clean("".join(marked.itertext())), clean("".join(markup.itertext()))
    if not title or not text or title not in text:
        return None
    before, _, after = text.partition(title)
    place = _PLACE.match(after)
    years = _YEAR.findall(after) or _YEAR.findall(before)
    links = [str(node.get("href")) for node in markup.iter() if node.get("href")]
    own = next((str(node.get("href")) for node in marked.iter() if node.get("href")), None)
    start = text.index(title)
    parts = (
        Section(label="", kind="title", start=start, end=start + len(title)),
        Section(label="", kind="references", start=0, end=len(text)),
    )
    return Parsed(
        citation=Citation(
            type=_kind(kind, classification),
            title=title,
            authors=authors_of([name for part in before.split(",") if (name := part.strip(" .&"))])
            if _is_vancouver(before)
            else (),
            container_title=place["journal"] if place else None,
            volume=place["volume"] if place else None,
            issue=place["issue"] if place else None,
            page=place["page"] if place else None,
            issued=place["year"] if place else (years[-1] if len(set(years)) == 1 else None),
            doi=next((found for link in links if (found := from_address(link).get("doi"))), None) or doi(after),
            url=own,
        ),
        document=Document(text=text, sections=parts),
        pointers={"title": "//*[@class='title']", "url": "//*[@class='title']//@href"},
    )


def _kind(kind: str, classification: str) -> str:
    if "conference" in classification.lower():
        return "paper-conference"
    return _KINDS.get(kind.lower()) or citation_type(classification)


def _is_vancouver(before: str) -> bool:
    """Whether the names before the title are written "Berg A, Lind BC."."""
    names = [name.strip(" .") for name in before.split(",") if name.strip(" .")]
    return bool(names) and all(re.fullmatch(r"[^\d,]{2,60}\s[^\W\d_a-z]{1,4}", name) for name in names)
