"""The abstract that an article's page shows: where it stands, and its labelled parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import html as lxml_html

from ingest.headings import heading_kind
from ingest.html_blocks import HEADINGS, Above, Block, blocks, has_word, inline_text, is_furniture
from ingest.pure_words import split_labels

# Headings over an abstract, in the languages of journals read here; "Summary" only where no "Abstract" stands.
_ABSTRACT = re.compile(
    r"(?:structured |article |english )?abstract|résumé|resumé|resumen|resumo|zusammenfassung|samenvatting|sammanfattning"
    r"|sammendrag|riassunto|sammenfatning|tiivistelmä",
    re.I,
)
_SUMMARY = re.compile(r"summary|abstract and introduction|summary of the (?:article|study)", re.I)
# Further summaries beside the abstract: for lay readers, of the editors, in points.
_OTHER_SUMMARY = re.compile(
    r"(?:author|editor|executive|plain[- ]language|lay|patient|reader|video|visual|graphical|tweetable)(?:'s|’s|s'|s’)?"
    r" (?:summary|abstract|digest)"
    r"|digest|highlights|graphical abstract|significance statement|key ?points?|key messages?|research in context|what"
    r" is already known.*"
    r"|strengths and limitations of this study|résumé|resumen|resumo|zusammenfassung",
    re.I,
)
_ABSTRACT_WORD = re.compile(r"abstract|\babs\d+-(?:section|content)\b|articleBody_abstract", re.I)
# Class words of what is called an abstract and is none.
_NO_ABSTRACT = re.compile(
    r"graphical|highlight|teaser|visual|video|related|recommend|abstract-?(?:link|toggle|button|nav|tab|menu|title"
    r"|heading|view\b)"
    r"|author-summary|plain-language|view-abstract|toc-item|search-?result",
    re.I,
)
_BOXES = frozenset({"div", "section", "p", "blockquote", "article", "td", "dd", "span"})
_TRIM = re.compile(r"[\s.:*]+$")
# Class words of what is set as a heading without being one.
_HEAD_WORD = re.compile(r"head|title|abstract", re.I)
_KEYWORDS = re.compile(r"(?:key ?words?|index terms|mots[- ]clés|palabras clave|schlüsselwörter|keyword group)\b.{0,20}", re.I)
_END_OF_ABSTRACT = re.compile(r"(?:full text|introduction|references|copyright|footnotes|article information)\W*", re.I)
_HEAD_GLUED = re.compile(r"^(?:Abstract|ABSTRACT)\s*[:.]\s*(?=[A-Z])|^ABSTRACT\s+(?=[A-Z][a-z])")
_ADDRESS_LINE = re.compile(r"(?:(?:doi|url|available (?:at|from))\s*:?\s*)?(?:https?://\S+|10\.\d{4,9}/\S+)", re.I)
LEAST = 80
MOST = 12_000
# Places looked at closely before a page is said to show no abstract.
_MOST_CANDIDATES = 20

Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Abstract:
    """An abstract's parts as (label, text), the elements it stands in, and further summaries as (heading, text)."""

    parts: tuple[Part, ...] = ()
    nodes: tuple[Any, ...] = ()
    others: tuple[Part, ...] = ()


def abstract_of(tree: Any) -> Abstract:
    """The abstract that the page shows; no parts when it shows none."""
    headings = list(_headings(tree))
    main = _best(tree, headings)
    parts = _parts(main) if main else ()
    others = tuple(_others(headings, parts))
    return Abstract(parts=parts, nodes=tuple(main), others=others)


def abstract_of_markup(markup: str) -> tuple[Part, ...]:
    """The parts of an abstract given as a field: HTML or plain text."""
    try:
        fragment = lxml_html.fragment_fromstring(markup, create_parent="div")
    except (lxml_html.etree.ParserError, lxml_html.etree.XMLSyntaxError, ValueError):
        return ()
    return _labelled(blocks(fragment))


def _headings(tree: Any) -> Iterator[tuple[Any, str]]:
    """(element, text) of headings and of what is set as one, outside menus and boxes."""
    hidden = Above(is_furniture)
    for node in tree.iter("h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "div", "p", "span", "summary", "dt"):
        if (node.tag in ("div", "span", "p") and not has_word(node, _HEAD_WORD)) or not _is_short(node):
            continue
        text = _TRIM.sub("", inline_text(node) or "")
        if 5 <= len(text) <= 60 and not hidden(node):
            yield node, text


def _is_short(node: Any) -> bool:
    """Whether an element can be a heading, told without reading more of it than a heading has."""
    length = 0
    for number, part in enumerate(node.iter()):
        length += len(part.text or "") + (len(part.tail or "") if part is not node else 0)
        if number > 12 or length > 300:
            return False
    return True


def _best(tree: Any, headings: list[tuple[Any, str]]) -> list[Any]:
    """Elements of the abstract: under a heading that says so, else in an element named so, else under "Summary"."""
    for pattern in (_ABSTRACT, None, _SUMMARY):
        candidates = _named(tree) if pattern is None else (_region(node) for node, text in headings if pattern.fullmatch(text))
        for region in islice(candidates, _MOST_CANDIDATES):
            size = sum(len(inline_text(node) or "") for node in region)
            if LEAST <= size <= MOST and not any(_NO_ABSTRACT.search(_words(node)) for node in region):
                return region
    return []


def _words(node: Any) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"


def _named(tree: Any) -> Iterator[list[Any]]:
    """Elements whose class, id or role says abstract, the outermost first."""
    hidden = Above(is_furniture)
    for node in tree.xpath(
        "//*[@role='doc-abstract' or @itemprop='abstract' or contains(@class,'bstract') or contains(@id,'bstract')]"
    ):
        if node.tag not in _BOXES or _NO_ABSTRACT.search(_words(node)) or hidden(node):
            continue
        title = next(node.iter("h1"), None)
        if title is not None:  # a box around title and abstract: the long paragraphs after the title
            yield [p for p in title.xpath("following::p") if len(inline_text(p) or "") > LEAST and node in p.iterancestors()]
        elif node.tag == "p" and inline_text(node) is None:  # a paragraph that its own first paragraph closed
            yield list(node.itersiblings("p"))
        else:
            yield [node]


def _region(heading: Any) -> list[Any]:
    """What stands under a heading: its whole box when the box is named after it, else its siblings up to the next one."""
    box = heading
    while box.getparent() is not None and _is_alone(box):
        box = box.getparent()
    parent = box.getparent()
    if parent is None or parent.tag in ("body", "html"):
        return _siblings(box, heading)
    if (
        _ABSTRACT_WORD.search(_words(parent))
        and not _NO_ABSTRACT.search(_words(parent))
        and len(inline_text(parent) or "") <= MOST
    ):
        return _siblings(box, None)
    return _siblings(box, heading)


def _is_alone(node: Any) -> bool:
    """Whether an element is all that its parent holds."""
    parent = node.getparent()
    if parent.tag in ("body", "html", "article", "main", "section") or parent.get("id") == "abstract":
        return False
    return len(inline_text(parent) or "") <= len(inline_text(node) or "") + 2


def _siblings(box: Any, heading: Any) -> list[Any]:
    """Elements after the heading's; with a heading given, up to the next one of its rank."""
    found: list[Any] = []
    rank = HEADINGS.get(heading.tag, 7) if heading is not None else 0
    for node in box.itersiblings():
        if not isinstance(node.tag, str):
            continue
        first = node if node.tag in HEADINGS else next(iter(node.iter(*HEADINGS)), None)
        if heading is not None and first is not None and HEADINGS[first.tag] <= rank:
            label = inline_text(first) or ""
            if _opens_body(label, bool(found)):
                break
        found.append(node)
    return found


def _opens_body(label: str, begun: bool) -> bool:
    """Whether a heading of the abstract's own rank ends it: labels of an abstract may have that rank too."""
    if _END_OF_ABSTRACT.fullmatch(label) or _KEYWORDS.match(label):
        return True
    return begun and heading_kind(label) is None


def _parts(region: list[Any]) -> tuple[Part, ...]:
    return _labelled([block for node in region for block in blocks(node)])


def _labelled(found: list[Block]) -> tuple[Part, ...]:
    """Parts by the headings among the blocks, else by bold openings, else by labels in the text."""
    parts: list[Part] = []
    label, lines = "", list[str]()

    def close() -> None:
        if lines:
            parts.append((label, "\n".join(lines)))
            lines.clear()

    for block in found:
        if block.kind in ("table", "caption"):
            continue
        text = block.text
        if block.kind == "heading" or _is_set_as_heading(block):
            if _KEYWORDS.match(text):
                break
            close()
            label = _label(text)
        elif _KEYWORDS.match(text):
            break
        elif block.label and _is_label(block.label, text) and not _ADDRESS_LINE.fullmatch(text):
            close()
            label = _label(block.label)
            lines.append(text[len(block.label) :].lstrip(" :.–—-"))
        elif not _is_no_sentence(block):
            lines.append(_HEAD_GLUED.sub("", text) if not parts and not lines else text)
    close()
    if len(parts) == 1 and _SUMMARY.fullmatch(parts[0][0]):
        parts = [("", parts[0][1])]
    if all(not name for name, _ in parts):
        return tuple(split_labels([line for _, text in parts for line in text.split("\n")]))
    return tuple(parts)


def _label(text: str) -> str:
    plain = _TRIM.sub("", text)
    return "" if _ABSTRACT.fullmatch(plain) else plain


def _is_label(bold: str, text: str) -> bool:
    """Whether a bold opening is a label: a colon ends it, or it is a heading that is known."""
    after = text[len(bold) :].lstrip()
    return bold.rstrip().endswith(":") or after.startswith(":") or heading_kind(bold) is not None


def _is_set_as_heading(block: Block) -> bool:
    """A known heading alone in its paragraph, bold or named a title."""
    if len(block.text) > 60 or heading_kind(block.text) is None:
        return False
    bold = "".join("".join(part.itertext()) for part in block.node.iterchildren("strong", "b", "em", "i"))
    return has_word(block.node, _HEAD_WORD) or "".join(bold.split()) == "".join(block.text.split())


def _is_no_sentence(block: Block) -> bool:
    """The word "Abstract" again, an address, or buttons under a picture: links and nothing else."""
    text = _TRIM.sub("", block.text)
    if _ABSTRACT.fullmatch(text) or _ADDRESS_LINE.fullmatch(text):
        return True
    linked = "".join("".join(link.itertext()) for link in block.node.iter("a"))
    return len(text) < 60 and len("".join(linked.split())) >= len("".join(text.split()))


def _others(headings: list[tuple[Any, str]], main: tuple[Part, ...]) -> Iterator[Part]:
    """Further summaries, each with its heading; the abstract itself under another heading is passed over."""
    own = "\n".join(text for _, text in main)
    seen: set[str] = set()
    named = ((node, heading) for node, heading in headings if _OTHER_SUMMARY.fullmatch(heading))
    for node, heading in islice(named, _MOST_CANDIDATES):
        if heading.lower() in seen:
            continue
        text = "\n".join(block.text for part in _region(node) for block in blocks(part) if block.kind == "text")
        if LEAST <= len(text) <= MOST and text not in own and own[:60] not in text:
            seen.add(heading.lower())
            yield heading, text
