"""The reference list of a JATS article: each citation as printed, with the fields that its markup gives.

Half of an article's elements stand here, so each is looked at once, and the words of a citation are put together only
where it is a printed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.identifiers import doi, pmcid, pmid
from ingest.markup import ALL_TEXT, DocumentBuilder, clean
from ingest.markup import text_of as text
from ingest.records import Author, Reference

_XLINK = "{http://www.w3.org/1999/xlink}href"
_CITED = ("mixed-citation", "element-citation", "citation", "nlm-citation")
_NAMES = frozenset({"name", "string-name", "collab"})
# How a byline leads over from persons to the group that they wrote for.
_FOR_WHOM = re.compile(r"^\s*(?:and\s+)?(?:for|on behalf of)\s+(?:the\s+)?(?=\S)", re.I)
_FIELDS = frozenset("article-title chapter-title part-title source year volume issue fpage lpage elocation-id".split())
# Parts of a reference that many articles set without anything between them; as printed, something is.
_KEPT_APART = _FIELDS | _NAMES | {"pub-id", "ext-link", "surname", "given-names", "person-group", "suffix"}
_WRITERS = frozenset({"author", "allauthors", ""})
_YEAR = re.compile(r"\d{4}")


def add_references(builder: DocumentBuilder, back: Any) -> Iterator[Reference]:
    """References in printed order, each with the fields of the article's markup, added to the document as they are read.

    The text between the parts of a printed one changes in the tree.
    """
    for ref in back.iter("ref"):
        marked = [part for part in ref if part.tag != "label"]
        if any(part.tag not in _CITED for part in marked):  # some deeper down
            marked = [*ref.iter(*_CITED)]
        for cited in marked:
            yield _reference(builder, cited)
        if not marked and (printed := " ".join(t for part in ref.iterchildren("note", "p") if (t := text(part)))):
            yield Reference(raw=printed, doi=doi(printed), span=builder.add_quoted("references", printed))


def _reference(builder: DocumentBuilder, cited: Any) -> Reference:
    fields: dict[str, str] = {}
    ids: dict[str, str] = {}
    authors: list[Author] = []
    _read_parts(cited, fields, ids, authors)
    field = fields.get
    title = field("article-title") or field("chapter-title") or field("part-title")
    source = field("source")
    pmc = ids.get("pmcid") or ids.get("pmc") or ""
    raw = _printed(cited)
    if raw is None:
        raw = _composed(fields, authors, title)
    return Reference(
        raw=raw,
        authors=tuple(authors),
        year=_year(field("year")),
        title=title or source,
        container_title=source if title else None,
        volume=field("volume") or None,
        issue=field("issue") or None,
        first_page=field("fpage") or field("elocation-id") or None,
        last_page=field("lpage") or None,
        doi=doi(ids["doi"]) if "doi" in ids else doi(ids["link"]) if "doi.org" in ids.get("link", "") else None,
        pmid=pmid(ids["pmid"]) if "pmid" in ids else None,
        pmcid=pmcid(f"PMC{pmc}" if pmc.isdigit() else pmc) if pmc else None,
        span=builder.add_quoted("references", raw),
    )


def _read_parts(element: Any, fields: dict[str, str], ids: dict[str, str], authors: list[Author]) -> None:
    """Take all fields, identifiers and authors below an element; of one kind of field or identifier, the first."""
    is_by = element.tag != "person-group" or element.get("person-group-type", "author") in _WRITERS
    for node in element:
        tag = node.tag
        if tag in _FIELDS:
            if tag not in fields:
                fields[tag] = text(node) or ""
        elif tag in _NAMES:
            if is_by:
                authors.append(author(node))
            if tag != "collab":
                continue
        elif tag == "pub-id":
            ids.setdefault(node.get("pub-id-type") or "", text(node) or "")
        elif tag == "ext-link":
            ids.setdefault("link", node.get(_XLINK) or text(node) or "")
        if len(node):
            _read_parts(node, fields, ids, authors)


def author(name: Any) -> Author:
    """An author from `name`, `string-name` or `collab`."""
    if name.tag == "collab":  # its members may be listed in it
        words = name.text or ""
        for part in name:
            if isinstance(part.tag, str) and part.tag != "contrib-group":
                words += ALL_TEXT(part)
            words += part.tail or ""
        return Author(literal=clean(_FOR_WHOM.sub("", words)))
    family = given = suffix = None
    for part in name:
        tag = part.tag
        if tag == "surname":
            family = text(part)
        elif tag == "given-names":
            given = text(part)
        elif tag == "suffix":
            suffix = text(part)
    if given and suffix:
        given = f"{given} {suffix}"
    return Author(family=family, given=given) if family else Author(given=given, literal=text(name))


def _printed(cited: Any) -> str | None:
    """The words of a citation as printed, None for one that holds fields only.

    A mixed citation without a sign between its parts is no printed one, whatever it is called.
    """
    mixed = cited.tag == "mixed-citation"
    if mixed:
        _set_apart(cited)
    between = "".join([cited.text or "", *[part.tail or "" for part in cited]])
    if not between.strip(None if mixed else " ,.;:\n"):
        return None
    if not mixed:
        _set_apart(cited)
    return text(cited) or ""


def _set_apart(cited: Any) -> None:
    """Put a blank, or a comma between two names, where parts of a citation follow each other with nothing between."""
    for node in cited.iter():
        tag = node.tag
        if tag in _KEPT_APART and not node.tail and (after := node.getnext()) is not None:
            node.tail = ", " if tag in _NAMES and after.tag in _NAMES else " "


def _year(printed: str | None) -> str | None:
    match = _YEAR.search(printed or "")
    return match.group() if match else None


def _composed(fields: dict[str, str], authors: list[Author], title: str | None) -> str:
    """A reference whose markup holds fields only, in the order in which references are printed."""
    names = ", ".join([" ".join([part for part in (a.family or a.literal, a.given) if part]) for a in authors])
    place = fields.get("year", "")
    if fields.get("volume"):
        place += f";{fields['volume']}" + (f"({fields['issue']})" if fields.get("issue") else "")
    if fields.get("fpage"):
        place += f":{fields['fpage']}" + (f"-{fields['lpage']}" if fields.get("lpage") else "")
    return ". ".join([part.rstrip(".") for part in (names, title, fields.get("source"), place) if part])
