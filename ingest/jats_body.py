"""The running text of a JATS article: sections, tables, captions, in document order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from lxml import etree

from ingest.errors import UnsafePage
from ingest.headings import section_kind
from ingest.markup import MAX_PARTS, DocumentBuilder
from ingest.markup import text_of as text

# Parts that are no words of the text around them: they are read on their own, or not at all.
_APART = frozenset(
    {"table-wrap", "fig", "fig-group", "table-wrap-group", "boxed-text", "supplementary-material", "disp-formula-group"}
)
_NO_TEXT = frozenset({"tex-math", "object-id", "graphic", "inline-graphic", "media"})
_PARAGRAPHS = frozenset({"p", "disp-quote", "list", "def-list", "disp-formula", "verse-group", "statement", "preformat"})
# What `prepare` looks for: line breaks, paragraphs of cells, and parts that may have been set into a paragraph.
_SET_APART = ("break", "p", "table-wrap", "fig", "boxed-text", "table-wrap-group", "fig-group", "supplementary-material")
_CELLS = ("td", "th")
_ONCE = (None, "1")
MAX_COLUMNS = 60


def prepare(article: Any) -> None:
    """Take formulas' sources out of the text, and tables and figures out of the paragraphs they were set into.

    A line break, and the border between two paragraphs of one table cell, become a blank: else words and numbers of
    two lines ("12 (4)" and "15 (5)") would run into each other. Raises UnsafePage for too many tables and figures.
    """
    etree.strip_elements(article, *_NO_TEXT, with_tail=False)
    inside: list[Any] = []
    for element in article.iter(*_SET_APART):
        tag = element.tag
        if tag == "break" or (tag == "p" and element.getparent().tag in _CELLS):
            element.tail = " " + (element.tail or "")
        elif tag != "p":
            inside.append(element)  # moved when all are found: moving would lead the search astray
    if len(inside) > MAX_PARTS:
        raise UnsafePage(f"{len(inside):,} tables and figures in one article, more than {MAX_PARTS:,}")
    last: dict[Any, Any] = {}  # paragraph -> what was moved behind it last: the next one follows that
    for element in inside:
        if (paragraph := _paragraph_around(element)) is not None:
            _move_behind(last.get(paragraph, paragraph), element)
            last[paragraph] = element


def _paragraph_around(element: Any) -> Any:
    """The whole paragraph that a table or figure was set into; None when it stands on its own."""
    if next(element.iterancestors("p"), None) is None:
        return None
    above = pairwise(element.iterancestors())
    return next((one for one, over in above if one.tag in _PARAGRAPHS and over.tag not in _PARAGRAPHS), None)


def _move_behind(other: Any, element: Any) -> None:
    """Take an element out of its paragraph, whose text closes over it, and set it behind another one."""
    if element.tail:
        before, home = element.getprevious(), element.getparent()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            home.text = (home.text or "") + element.tail
        element.tail = None
    other.addnext(element)


def add_abstracts(builder: DocumentBuilder, meta: Any) -> None:
    """Abstracts with their labelled sections; summaries for lay readers and translations under "abstract.other"."""
    for abstract in meta.iterchildren("abstract", "trans-abstract"):
        main = abstract.tag == "abstract" and abstract.get("abstract-type") in (None, "structured", "section", "normal")
        sections = list(abstract.iterchildren("sec"))
        if not main:
            title = text(abstract.find("title")) or abstract.get("abstract-type") or ""
            builder.add("abstract.other", "\n".join(_paragraphs(abstract)), title)
            continue
        builder.add("abstract", "\n".join(t for p in abstract.iterchildren("p") if (t := text(p))))
        for section in sections:
            label = (text(section.find("title")) or "").rstrip(":. ")
            label = "" if label.lower() == "abstract" else label
            builder.add(section_kind(label), "\n".join(_paragraphs(section)), label)


def _paragraphs(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == "sec":
            yield from ([title] if (title := text(child.find("title"))) else [])
            yield from _paragraphs(child)
        elif child.tag in _PARAGRAPHS and (found := text(child)):
            yield found


def add_body(builder: DocumentBuilder, body: Any, kind: str = "body", label: str = "") -> None:
    """The paragraphs, tables and sections of a body, or of one section, in order."""
    loose: list[str] = []
    apart: list[Any] = []
    for child in body:
        tag = child.tag
        if tag in _PARAGRAPHS:
            loose += [found] if (found := text(child)) else []
        elif tag in _APART:
            apart.append(child)
        elif tag == "sec":
            _flush(builder, kind, label, loose, apart)
            _add_section(builder, child, kind)
    _flush(builder, kind, label, loose, apart)


def _add_section(builder: DocumentBuilder, section: Any, parent: str) -> None:
    """A subsection has its parent's kind unless its own heading tells better."""
    title = text(section.find("title")) or ""
    kind = _section_kind(title, section.get("sec-type"))
    if kind == "body" or (parent not in ("body", "") and kind not in ("body.registration", "funding")):
        kind = parent
    add_body(builder, section, kind, title.rstrip(":. "))


def _section_kind(title: str, sec_type: str | None) -> str:
    """The kind of a section by its sec-type, else by its heading."""
    typed = section_kind((sec_type or "").replace("|", " and ").replace("intro", "introduction"), "body") if sec_type else "body"
    known = ("body.introduction", "body.methods", "body.results", "body.discussion", "body.conclusions")
    return typed if typed in known else section_kind(title, "body")


def _flush(builder: DocumentBuilder, kind: str, label: str, loose: list[str], apart: list[Any]) -> None:
    """Write the paragraphs collected so far, then the tables and figures that stand among them."""
    builder.add(kind, "\n".join(loose), label)
    loose.clear()
    for element in apart:
        add_apart(builder, element)
    apart.clear()


def add_apart(builder: DocumentBuilder, element: Any) -> None:
    """A table, figure or box."""
    if element.tag == "table-wrap":
        _add_table(builder, element)
    elif element.tag == "fig":
        label = text(element.find("label")) or "Figure"
        builder.add("caption", text(element.find("caption")), label.rstrip(":. "))
    elif element.tag in ("fig-group", "table-wrap-group"):
        for child in element.iterchildren("fig", "table-wrap"):
            add_apart(builder, child)
    elif element.tag == "boxed-text":
        builder.add("other", "\n".join(_paragraphs(element)), text(element.find("title")) or "")


def _add_table(builder: DocumentBuilder, wrap: Any) -> None:
    label = (text(wrap.find("label")) or "Table").rstrip(":. ")
    builder.add("caption", text(wrap.find("caption")), label)
    for table in wrap.iter("table"):
        builder.add("table", table_text(table), label, show_label=False)
    notes = [found for foot in wrap.iterchildren("table-wrap-foot") if (found := text(foot))]
    builder.add("caption", " ".join(notes), f"{label} notes")


def table_text(table: Any) -> str:
    """One line a row, cells joined by " | "; a cell that spans columns or rows stands in each of them."""
    lines = []
    hanging: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren(*_CELLS):
            if hanging:
                _fill(cells, hanging)
            words = (text(cell) or "").replace("|", "¦")
            across, down = cell.get("colspan"), cell.get("rowspan")
            if across in _ONCE and down in _ONCE:
                cells.append(words)
                continue
            below = _times(down) - 1
            for _ in range(_times(across)):
                if below:
                    hanging[len(cells)] = (below, words)
                cells.append(words)
        if hanging:
            _fill(cells, hanging)
        if any(cells):
            lines.append(" | ".join(cells))
    return "\n".join(lines)


def _fill(cells: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    while len(cells) in hanging and len(cells) < MAX_COLUMNS:
        left, words = hanging.pop(len(cells))
        if left > 1:
            hanging[len(cells)] = (left - 1, words)
        cells.append(words)


def _times(spanned: str | None) -> int:
    """Over how many columns or rows a cell reaches; what is no number, or absurdly long, is one."""
    return min(max(int(spanned), 1), MAX_COLUMNS) if spanned and spanned.isdecimal() and len(spanned) < 9 else 1
