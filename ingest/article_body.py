"""The body of an article's page where its markup is plain: known headings with paragraphs and tables under them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from ingest.headings import heading_kind, section_kind
from ingest.html_blocks import HEADINGS, Above, Block, blocks, inline_text, is_furniture
from ingest.jats_body import table_text
from ingest.markup import DocumentBuilder

# Headings of the parts that reports have; a body is taken when it has two of them.
_CORE = re.compile(
    r"(?:[\dIVX]+\.?\s*)?(?:introduction|background|(?:(?:materials?|patients?|subjects|participants|experimental|study"
    r"|research|design|data)"
    r"(?:,? (?:and|&) |, ?| ))*(?:methods?|methodology)(?: and (?:materials?|analysis|procedures?|design))?|experimental"
    r" (?:procedures?|section)"
    r"|results?(?: (?:and|&) discussions?|/discussion)?|findings|(?:general )?discussions?(?: (?:and|&) conclusions?)?"
    r"|(?:summary and )?conclusions?"
    r"|comment|einleitung|methoden|ergebnisse|diskussion|baggrund|metoder?|resultater|introducción|métodos|resultados"
    r"|discusión)\W*",
    re.I,
)
_LEAST_TEXT = 600
_REFERENCES = re.compile(
    r"(?:\d+\.?\s*)?(?:references?(?: and notes| cited)?|bibliography|literature cited|works cited|referencer"
    r"|literatur\w*|bibliographie)\W*",
    re.I,
)
# After the text: what an article's page adds. Trial registration and funding are kept wherever they stand.
_AFTERMATH = re.compile(
    r"(?:author(?:s['’]?|['’]s)? (?:information|contributions?|affiliations?|details|notes)|about (?:the|this)"
    r" (?:authors?|article)|acknowledge?ments?"
    r"|competing interests?|conflicts? of interests?(?: statements?)?|declarations?(?: of .*)?|credit author.*"
    r"|supplementa\w+ (?:material|information|data|files?)s?|supporting information"
    r"|additional (?:files?|information)|rights and permissions|copyright.*|comments? \(\d+\)|citing (?:articles"
    r"|literature)|cited by.*|footnotes?"
    r"|data availability.*|availability of data.*|abbreviations.*|ethics (?:declarations?|statement).*|change history"
    r"|pre-?publication history|rapid responses"
    r"|.{0,30}\baccess(?: options| through your institution)?|(?:rent|buy|purchase|log ?in|sign ?in|subscribe)\b.{0,40})\W*",
    re.I,
)
_FUNDING = re.compile(r"(?:source[s]? of )?(?:funding|financial support|support)\b.{0,30}", re.I)
_REGISTRATION = re.compile(
    r"(?:registration|.{0,30}\b(?:trials?|stud(?:y|ies)|clinical|protocol) regist(?:ration|ry)\b.{0,40})", re.I
)
_TABLE_NAME = re.compile(r"(?:table|figure|fig\.?|tabelle|tabel|tableau|tabla)\s*\d+\w?", re.I)


def add_body(builder: DocumentBuilder, tree: Any, apart: Collection[Any]) -> bool:
    """Add the body's sections and tables; `apart` are elements read already (the abstract). False when there is no plain body."""
    home = _home(tree, apart)
    if home is None:
        return False
    is_apart = Above(lambda node: node in apart)
    found = [block for block in blocks(home) if not is_apart(block.node)]
    start = next((n for n, block in enumerate(found) if _is_part(block)), len(found))
    body = found[start:]
    if sum(len(block.text) for block in body if block.kind == "text") < _LEAST_TEXT:
        return False
    _add_sections(builder, body)
    return True


def _is_part(block: Block) -> bool:
    return block.kind == "heading" and bool(_CORE.fullmatch(block.text))


def _home(tree: Any, apart: Collection[Any]) -> Any:
    """The smallest element that holds all the headings of a report's known parts; None when there are too few."""
    left_out = Above(lambda node: node in apart or is_furniture(node))
    known: list[Any] = []
    kinds: set[str] = set()
    for node in tree.iter(*HEADINGS):
        text = inline_text(node) or ""
        if _CORE.fullmatch(text) and not left_out(node):
            known.append(node)
            kinds.add(heading_kind(text) or text)
    if len(kinds) < 2:
        return None
    shared = [known[0], *known[0].iterancestors()]
    for node in known[1:]:
        above = {node, *node.iterancestors()}
        shared = [ancestor for ancestor in shared if ancestor in above]
    return shared[0] if shared and shared[0].tag not in HEADINGS else None


def _add_sections(builder: DocumentBuilder, body: list[Block]) -> None:
    """Paragraphs under the heading before them; a subsection has its parent's kind unless its own heading tells better."""
    levels: list[tuple[int, str]] = []
    kind, label = "body", ""
    lines: list[str] = []
    tables: list[tuple[str, str, str]] = []
    kept = True

    def flush() -> None:
        builder.add(kind, "\n".join(lines), label)
        lines.clear()
        for part_kind, text, name in tables:
            builder.add(part_kind, text, name, show_label=part_kind == "caption")
        tables.clear()

    for block in body:
        if block.kind == "heading":
            flush()
            if _REFERENCES.fullmatch(block.text):
                kept = False
                levels = [(block.level, "")]
                continue
            while levels and levels[-1][0] >= block.level:
                levels.pop()
            kept, kind = _kind(block, levels, kept)
            label = block.text.rstrip(":. ")
            levels.append((block.level, kind if kept else ""))
        elif not kept:
            continue
        elif block.kind == "caption" or (_TABLE_NAME.match(block.text) and len(block.text) < 300):
            tables.append(_caption(block.text))
        elif block.kind == "text":
            lines.append(block.text)
        elif block.kind == "table":
            caption = inline_text(block.node.find("caption")) if block.node.find("caption") is not None else None
            if caption and _caption(caption) not in tables:
                tables.append(_caption(caption))
            tables.append(("table", table_text(block.node), _table_name(block.node)))
    flush()


def _kind(block: Block, levels: list[tuple[int, str]], kept: bool) -> tuple[bool, str]:
    """Whether the section under a heading is kept, and its kind."""
    text = block.text.rstrip(":. ")
    if _REGISTRATION.fullmatch(text):
        return True, "body.registration"
    if _FUNDING.fullmatch(text):
        return True, "funding"
    if _AFTERMATH.fullmatch(text):
        return False, ""
    parent = levels[-1][1] if levels else None
    if parent == "":
        return False, ""
    own = section_kind(text, "body")
    if own == "body.registration":  # of images or cells
        own = "body.other"
    if parent is None:
        # After the references only what is a part of a report belongs to the text again.
        return kept or bool(_CORE.fullmatch(block.text)), own
    return True, parent if parent not in ("body", "body.other") else own


def _caption(text: str) -> tuple[str, str, str]:
    name = _TABLE_NAME.match(text)
    if not name:
        return "caption", text, ""
    return "caption", text[name.end() :].lstrip(" .:|"), name.group()


def _table_name(node: Any) -> str:
    """ "Table 2" as the caption of the table, or the words just before it, say."""
    caption = node.find("caption")
    words = [inline_text(caption)] if caption is not None else []
    before = node.getprevious()
    for near in (before, node.getparent().getprevious() if node.getparent() is not None else None):
        words.append(inline_text(near) if near is not None and isinstance(near.tag, str) else None)
    return next((match.group() for text in words if text and (match := _TABLE_NAME.match(text))), "Table")
