"""The running text of a story without the boilerplate around it, as a document, and the study links that stand in it.

Boilerplate is trafilatura's part of the work (https://trafilatura.readthedocs.io): it reads a copy of the tree that was
parsed once. What is added here: headings as labels, the title once, references and author's notes as sections of their
own, and printed references that trafilatura leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.boilerplate import without_calls
from ingest.errors import UnsafePage
from ingest.markup import DocumentBuilder, block_text, clean, text_of
from ingest.records import Document
from ingest.story_links import PRIMARY_LABEL, Mention, list_heading, sentence_around, study_of

MAX_ELEMENTS = 40_000
MAX_CHARACTERS = 1_000_000
AUTHOR_NOTE = re.compile(
    r"^\W*(?:author.?s? note|about the authors?|(?:zur|über die) autor(?:in)?|zum autor|om forfatteren|bio)\b\W*", re.I
)
_REFERENCE_LINE = re.compile(r"10\.[0-9]{4,9}/|pubmed|/pmc/articles/|\bPMID\b|et al\.?[,:( ].*(?:19|20)[0-9]{2}", re.I)
_BOX = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|recommend\w*|side-?bar|newsletter|promo\w*|trending|popular|teasers?|social|shar(?:e"
    r"|ing)|comments?|menu|nav|navbar|navigation"
    r"|breadcrumbs?|cookies?|advert\w*|ads?|sponsor\w*|outbrain|taboola|read-?next|up-?next|more-(?:stories|news|from|on)"
    r"|also-like|most-read|latest|footer|masthead|subscribe)"
    r"(?:[\s_-]|$)",
    re.I,
)
_BLOCKS = frozenset("p li td th dd dt div section article blockquote figcaption h1 h2 h3 h4 h5 h6 footer main body".split())


def refuse_long(tree: Any) -> None:
    """Raise UnsafePage for a page of more elements or characters than any story has; to be asked before all else."""
    elements = characters = 0
    for node in tree.iter():
        elements += 1
        characters += len(node.tail or "") + (0 if node.tag in ("script", "style") else len(node.text or ""))
    if elements > MAX_ELEMENTS:
        raise UnsafePage(f"{elements:,} elements on one page, more than {MAX_ELEMENTS:,}")
    if characters > MAX_CHARACTERS:
        raise UnsafePage(f"{characters:,} characters of text on one page, more than {MAX_CHARACTERS:,}")


def main_lines(tree: Any) -> tuple[list[str], frozenset[str]]:
    """The story's lines in order, and which of them are headings."""
    # Imported here: it takes a third of a second, which only pages of this kind should pay.
    from trafilatura import bare_extraction

    found = bare_extraction(tree, include_comments=False, with_metadata=False)
    if found is None or isinstance(found, dict) or found.text is None:
        return [], frozenset()
    lines = [line for line in (clean(part) for part in found.text.split("\n")) if line]
    heads = frozenset(text for text in (text_of(head) for head in found.body.iter("head")) if text)
    lines = without_calls(lines, heads)
    note = _author_note(tree)
    if note and not any(_bare(note)[:60] in _bare(line) for line in lines):
        lines.append(note)
    return lines, heads


def _author_note(tree: Any) -> str | None:
    """A paragraph that begins with "Author's note": about the writer, and often left out with the page's foot."""
    for node in tree.iter("p"):
        if AUTHOR_NOTE.match(clean("".join(text for text, _ in zip(node.itertext(), range(4), strict=False))) or ""):
            text = text_of(node)
            return text if text and len(text) < 1500 and len(text.split()) > 6 else None
    return None


def build(
    title: str | None, byline: str | None, lines: list[str], heads: frozenset[str], extra: list[str], language: str | None
) -> Document:
    """The document: title, byline, one section for each heading's text, references and author's note apart."""
    builder = DocumentBuilder()
    builder.add("title", title)
    builder.add("byline", byline)
    for kind, label, text in _parts(title, lines, heads):
        builder.add(kind, text, label=label)
    builder.add("references", "\n".join(extra), label="References", show_label=False)
    return builder.build(language)


def _parts(title: str | None, lines: list[str], heads: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    label, kind, held = "", "body", list[str]()

    def flush() -> Iterator[tuple[str, str, str]]:
        if held or label:
            yield (kind, label, "\n".join(held)) if held else ("body", "", label)

    for line in lines:
        if title and _same(line, title):
            continue
        if line in heads and len(line) < 200:
            yield from flush()
            label, held = line.rstrip(":"), []
            kind = "references" if list_heading(line) else "author-note" if AUTHOR_NOTE.match(line) else "body"
            continue
        own = _kind_of(line)
        if own != kind and (own != "body" or kind == "author-note"):
            yield from flush()
            label, held, kind = "", [], own
        elif own == "body" and kind == "references" and not label:
            yield from flush()
            held, kind = [], "body"
        held.append(line)
    yield from flush()


def _kind_of(line: str) -> str:
    if AUTHOR_NOTE.match(line):
        return "author-note"
    if PRIMARY_LABEL.match(line) and (
        _REFERENCE_LINE.search(line) or re.match(r"\W*(?:citation|journal reference)\s*:", line, re.I)
    ):
        return "references"
    return "body"


def _same(line: str, title: str) -> bool:
    return _bare(line) == _bare(title)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def anchors(tree: Any) -> list[tuple[Any, tuple[tuple[str, str], ...]]]:
    """Links of a page that lead to a study, in page order, with its identifiers."""
    found = []
    for node in tree.iter("a"):
        href = node.get("href")
        if href and len(href) < 4000 and (ids := study_of(href)) is not None:
            found.append((node, ids))
            if len(found) >= 400:
                break
    return found


def left_out(found: list[tuple[Any, tuple[tuple[str, str], ...]]], lines: list[str]) -> list[str]:
    """Printed references with a study link that the main text does not hold, outside boxes of other stories."""
    text = _bare("".join(lines))
    extra: dict[str, None] = {}
    for node, _ in found:
        block = block_of(node)
        line = clean(block_text(block).replace("\n", " ")) or ""
        if len(line) < 2000 and _bare(line) not in text and _is_reference(line) and not in_box(block):
            extra.setdefault(line)
    return list(extra)


def _is_reference(line: str) -> bool:
    return bool(PRIMARY_LABEL.match(line)) or bool(_REFERENCE_LINE.search(line) and re.search(r"(?:19|20)[0-9]{2}", line))


def block_of(node: Any) -> Any:
    """The nearest block around a link."""
    block = node.getparent()
    while block is not None and block.tag not in _BLOCKS:
        block = block.getparent()
    return block if block is not None else node


def in_box(node: Any) -> bool:
    """True inside a box of other stories, a menu, the page's foot; an article's own foot is no such box."""
    inside = False
    while node is not None:
        if node.tag in ("nav", "aside", "form") or (node.tag in ("footer", "header") and not _in_article(node)):
            return True
        if node.tag in ("body", "main", "article"):
            return inside
        if _BOX.search(f"{node.get('class') or ''} {node.get('id') or ''}") and not _in_article_foot(node):
            inside = True
        node = node.getparent()
    return inside


def _in_article(node: Any) -> bool:
    return any(parent.tag in ("article", "main") for parent in node.iterancestors())


def _in_article_foot(node: Any) -> bool:
    named = f"{node.get('class') or ''} {node.get('id') or ''}"
    return bool(re.search(r"\b(?:entry|post|article|story)-footer\b", named))


def mentions(found: list[tuple[Any, tuple[tuple[str, str], ...]]], document: Document) -> Iterator[Mention]:
    """The study links that stand in the document's text, each with its span."""
    text = document.text
    cursor = 0
    for node, ids in found:
        anchor, block = text_of(node), block_of(node)
        line = clean(block_text(block).replace("\n", " ")) or ""
        span = _find(text, _before(node, block), anchor, cursor)
        root = node.getroottree()
        if span is None:
            if not in_box(block) and len(line) > 2 * len(anchor or "") + 40 and _in_article(node):
                yield Mention(
                    ids=ids,
                    url=node.get("href"),
                    anchor=anchor or "",
                    line=line,
                    sentence=line[:600],
                    place=0.5,
                    listed=None,
                    order=len(text),
                    pointer=root.getpath(node),
                )
            continue
        start, end = span
        cursor = start
        left, right = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        whole = text[left : right if right >= 0 else len(text)]
        section = document.section_at(start)
        listed = "label" if PRIMARY_LABEL.match(whole) else None
        if listed is None and section is not None:
            listed = list_heading(section.label) if section.label else None
            listed = listed or ("list" if section.kind == "references" else None)
        yield Mention(
            ids=ids,
            url=node.get("href"),
            anchor=anchor or "",
            line=whole,
            sentence=sentence_around(whole, start - left, end - left),
            place=start / max(1, len(text)),
            listed=listed,
            order=start,
            span=document.span(start, end),
        )


def _before(node: Any, block: Any) -> str:
    """The words that stand before a link in its block: they tell where in the text it is."""
    parts: list[str] = []
    while node is not None and node is not block:
        sibling = node.getprevious()
        while sibling is not None and sum(map(len, parts)) < 80:
            parts.append((text_of(sibling) or "") + (sibling.tail or ""))
            sibling = sibling.getprevious()
        node = node.getparent()
        if node is not None and sum(map(len, parts)) < 80:
            parts.append(node.text or "")
    return (clean("".join(reversed(parts))) or "")[-40:]


def _find(text: str, before: str, anchor: str | None, cursor: int) -> tuple[int, int] | None:
    """Where the anchor stands: after the words before it; without such words, where it stands alone."""
    if not anchor or len(anchor) < 2:
        return None
    wanted = r"\s*".join(re.escape(word) for word in anchor.split())
    if before:
        lead = r"\s*".join(re.escape(word) for word in before.split()[-5:])
        for match in re.finditer(rf"{lead}\W{{0,4}}({wanted})", text):
            return match.start(1), match.end(1)
    places = [m.span() for m in re.finditer(rf"(?<!\w){wanted}(?!\w)", text)]
    if len(places) == 1 and (len(anchor) > 5 or not before):
        return places[0]
    if places and not before:
        return next((place for place in places if place[0] >= cursor), places[0])
    return None
