"""A region of an HTML page as blocks in order: headings, paragraphs, tables, captions, with the page's furniture left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ingest.markup import clean

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SILENT = frozenset(
    "script style noscript template iframe svg object nav aside button select input footer head annotation".split()
)
_BLOCKS = frozenset(
    "article blockquote dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hgroup li main ol p pre"
    " section"
    " summary table tbody td tfoot th thead tr ul body center".split()
)
# Class or id words of what stands in an article without being its text.
_FURNITURE = re.compile(
    r"related|recommend|share|social|toolbar|tool-?tip|popup|pop-up|modal|advert|download|jump-?link|anchor-spacer|section-nav"
    r"|breadcrumb|callout|view-?larger|figure-expansion|metrics|comment-form|newsletter|screen-reader-only|sr-only|btn|button"
    r"|visually-?hidden|element-invisible|no-?print|fig-?links|supplementary-links",
    re.I,
)
# A mark of a note or reference in the text: "¹²" set as a link would be read as part of the number or word before it.
_MARK = re.compile(r"[\s\d,;–—\-\[\]()*†‡§¶a-z]{1,40}")


@dataclass(frozen=True, slots=True)
class Block:
    """One block: kind is heading | text | table | caption; level is a heading's (else 0); label is a bold opening."""

    kind: str
    text: str
    node: Any
    level: int = 0
    label: str = ""


def has_word(node: Any, words: re.Pattern[str]) -> bool:
    """Whether an element's class or id matches."""
    return bool(words.search(f"{node.get('class') or ''} {node.get('id') or ''}"))


def inline_text(node: Any) -> str | None:
    """An element's text on one line, without scripts and without the raised marks of notes and references."""
    parts: list[str] = []
    _inline(node, parts)
    return clean("".join(parts))


def blocks(top: Any) -> list[Block]:
    """Every block below an element, in document order."""
    found: list[Block] = []
    _walk(top, found)
    return found


class Above:
    """Whether an element or any element above it passes a test; each element is tested once, however many ask.

    Made for one tree and one reader; holds on to the elements it has seen.
    """

    def __init__(self, test: Callable[[Any], bool]) -> None:
        self._test = test
        self._known: dict[Any, bool] = {}

    def __call__(self, node: Any) -> bool:
        asked: list[Any] = []
        found = False
        while node is not None:
            if node in self._known:
                found = self._known[node]
                break
            asked.append(node)
            node = node.getparent()
        for element in reversed(asked):
            found = self._known[element] = found or self._test(element)
        return found


def is_furniture(node: Any) -> bool:
    """Menus, buttons, hidden parts, boxes about other articles."""
    if not isinstance(node.tag, str) or node.tag in _SILENT:
        return True
    if (
        node.get("hidden") is not None
        or node.get("aria-hidden") == "true"
        or "display:none" in (node.get("style") or "").replace(" ", "")
    ):
        return True
    return node.tag not in ("body", "html", "main", "article") and has_word(node, _FURNITURE)


def _walk(node: Any, found: list[Block]) -> None:
    """One frame for each level of nesting: pages nest up to `markup.MAX_DEPTH` elements."""
    if is_furniture(node):
        return
    if node.tag in HEADINGS:
        _append(found, "heading", node, HEADINGS[node.tag])
    elif node.tag == "table" and _is_data(node):
        found.append(Block("table", "", node))
    elif node.tag in ("figcaption", "caption"):
        _append(found, "caption", node)
    elif not _has_blocks(node):
        _append(found, "text", node)
    else:  # each block in it, and the words that stand loose between them
        loose: list[str] = [node.text or ""]
        for child in node:
            if isinstance(child.tag, str) and (child.tag in _BLOCKS or _has_blocks(child)):
                _flush(loose, node, found)
                _walk(child, found)
            elif not is_furniture(child) and not _is_mark(child):
                _inline(child, loose)
            loose.append(child.tail or "")
        _flush(loose, node, found)


def _flush(loose: list[str], node: Any, found: list[Block]) -> None:
    text = clean("".join(loose))
    if text:
        found.append(Block("text", text, node))
    loose.clear()


def _append(found: list[Block], kind: str, node: Any, level: int = 0) -> None:
    text = inline_text(node)
    if text:
        found.append(Block(kind, text, node, level, _bold_opening(node, text) if kind == "text" else ""))


def _bold_opening(node: Any, text: str) -> str:
    """The words in bold that open a paragraph ("Methods: ..."), "" when it opens without or is bold throughout."""
    if (node.text or "").strip():
        return ""
    first = next((child for child in node if isinstance(child.tag, str)), None)
    while first is not None and first.tag == "span" and len(first) and not (first.text or "").strip():
        first = next((child for child in first if isinstance(child.tag, str)), None)
    if first is None or not (first.tag in ("strong", "b", "em", "i") or has_word(first, _LABEL_CLASS)):
        return ""
    label = inline_text(first) or ""
    return label if label and len(label) <= 80 and text.startswith(label) and len(text) > len(label) + 1 else ""


_LABEL_CLASS = re.compile(r"head|title|label|bold", re.I)


def _has_blocks(node: Any) -> bool:
    return any(isinstance(child.tag, str) and (child.tag in _BLOCKS) for child in node.iterdescendants()) if len(node) else False


def _is_data(table: Any) -> bool:
    """A table of data, not of layout: several rows with several cells, no heading or table inside."""
    if table.find(".//table") is not None or any(table.iter(*HEADINGS)):
        return False
    wide = sum(1 for row in table.iter("tr") if sum(1 for _ in row.iterchildren("td", "th")) > 1)
    return wide >= 2


def _inline(node: Any, parts: list[str]) -> None:
    parts.append(node.text or "")
    for child in node:
        if isinstance(child.tag, str) and child.tag not in _SILENT and child.get("aria-hidden") != "true" and not _is_mark(child):
            apart = " " if child.tag == "br" or child.tag in _BLOCKS else ""
            parts.append(apart)
            _inline(child, parts)
            parts.append(apart)
        parts.append(child.tail or "")


def _is_mark(node: Any) -> bool:
    """A raised link to a note or reference of the same page."""
    if node.tag not in ("sup", "a"):
        return False
    if node.tag == "sup":
        links = list(node.iter("a"))
    else:
        links = [node] if node.find("sup") is not None else []
    to_page = links and all("#" in (link.get("href") or "#") for link in links)
    return bool(to_page and _MARK.fullmatch("".join(node.itertext())))
