"""Notices that an article's page carries: of itself (a banner, a marked title), or as the notice it is about another work.

Only plain statements count: a title marked RETRACTED, or a short paragraph that opens with "This article has been
retracted". Talk of retractions, policies and conditional sentences count for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.html_blocks import Block, blocks
from ingest.identifiers import doi, from_address
from ingest.printed_dates import printed_date

_MARKED = (
    (
        "retraction",
        re.compile(
            r"^\W*(?:RETRACTED|Retracted)(?: (?:ARTICLE|Article|PAPER|Paper))?\s*(?:[:\]—–]|-\s)|[\[(](?:RETRACTED"
            r"|Retracted)(?: [Aa]rticle[^\])]*)?[\])]\W*$"
        ),
    ),
    (
        "withdrawal",
        re.compile(
            r"^\W*(?:WITHDRAWN|Withdrawn|REMOVED)(?: A(?:RTICLE|rticle))?\s*(?:[:\]—–]|-\s)|[\[(](?:WITHDRAWN|Withdrawn)[\])]\W*$"
        ),
    ),
)
_ABOUT = (
    ("retraction", re.compile(r"^\W*(?:(?:notice|statement) of )?retraction(?: (?:note|notice))?\s*(?:to\b|for\b|of\b"
        r"|[:—–-])|^\W*retraction(?: (?:note|notice))?\W*$", re.I)),
    ("expression-of-concern", re.compile(r"^\W*(?:editorial )?expression of concern\s*(?:to\b|for\b|on\b|about\b"
        r"|regarding\b|[:—–-])", re.I)),
    ("erratum", re.compile(r"^\W*errat(?:um|a)\s*(?:to\b|for\b|in\b|[:—–-])", re.I)),
    ("correction", re.compile(r"^\W*(?:(?:author|publisher) )?(?:correction|corrigend(?:um|a))\s*(?:to\b|for\b|in\b"
        r"|[:—–-])", re.I)),
)  # fmt: skip
_WORK = r"(?:this|the above) (?:article|paper|study|publication|manuscript|work|preprint)"
_BANNERS = (
    ("retraction", rf"{_WORK} (?:has been|was|is|has now been) (?:formally |fully |permanently )?retracted\b"),
    ("retraction", rf"(?:a |the )?retraction(?: note| notice)? (?:of|to|for) {_WORK} (?:was|has been) (?:published|issued)"),
    ("withdrawal", rf"{_WORK} (?:has been|was|has now been) withdrawn\b"),
    (
        "expression-of-concern",
        rf"an? (?:editorial )?expression of concern (?:(?:to|for|on|about|regarding) {_WORK} )?(?:was|has been)"
        rf" (?:published|issued)",
    ),
    ("expression-of-concern", rf"{_WORK} (?:is|has been) (?:the )?subject (?:of|to) an (?:editorial )?expression of concern"),
    ("erratum", rf"(?:an |the )?erratum (?:to|for) {_WORK} (?:was|has been) published"),
    (
        "correction",
        rf"(?:an? |the )?(?:author |publisher )?(?:correction|corrigendum) (?:to|for) {_WORK} (?:was|has been) published",
    ),
    ("correction", rf"{_WORK} has been corrected\b"),
)
_OPENS = tuple(
    (kind, re.compile(rf"^\W*(?:(?:notice|update|retraction|correction|editor'?s? note|note)\W+){{0,2}}{words}", re.I))
    for kind, words in _BANNERS
)
# Words without which no page can carry a banner: one cheap look at the bytes.
_ANY_WORD = re.compile(rb"retract|withdrawn|expression\s+of\s+concern|correct|corrigend|erratum", re.I)
_DOUBT = re.compile(r"\b(?:if|whether|unless|not|may|might|should|could|when)\b", re.I)
_POINTS_BACK = re.compile(
    r"(?:original|retracted|corrected) (?:article|publication|paper|version)|this (?:corrects|retracts)|article (?:to"
    r" which|that)"
    r"|(?:erratum|correction|corrigendum|retraction|expression of concern)(?: note| notice)? (?:to|for|of|in)\b|the"
    r" online version of the original",
    re.I,
)
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Stated:
    """A notice as the page states it: `sentence` is the paragraph, "" when the title says it.

    `of_itself`: the page's own article is the noticed one; else the page is the notice, and
    `target_doi` the noticed work, if told.
    """

    kind: str
    sentence: str
    of_itself: bool
    notice_doi: str | None = None
    target_doi: str | None = None
    noticed_on: str | None = None


def notices_of(tree: Any, body: bytes, title: str, own_doi: str | None) -> list[Stated]:
    """The notices of a page, at most one of a kind for the article itself."""
    about = next((kind for kind, pattern in _ABOUT if pattern.search(title)), None)
    if about:
        return [Stated(about, "", False, own_doi, _target(tree, own_doi))]
    found: dict[str, Stated] = {}
    if _ANY_WORD.search(body):
        for block in blocks(tree.find("body") if tree.find("body") is not None else tree):
            stated = _banner(block, own_doi)
            if stated:
                found.setdefault(stated.kind, stated)
    for kind, pattern in _MARKED:
        if pattern.search(title):
            found.setdefault(kind, Stated(kind, "", True))
    return list(found.values())


def _banner(block: Block, own_doi: str | None) -> Stated | None:
    if block.kind not in ("text", "heading") or len(block.text) > _LONGEST:
        return None
    for kind, pattern in _OPENS:
        match = pattern.search(block.text)
        if match and not _DOUBT.search(match.group()):
            return Stated(kind, block.text, True, notice_doi=_linked(block, own_doi), noticed_on=printed_date(block.text))
    return None


def _linked(block: Block, own_doi: str | None) -> str | None:
    """The one other DOI that a paragraph links to or prints."""
    found = {from_address(link.get("href") or "").get("doi") for link in block.node.iter("a")} | {doi(block.text)}
    found -= {None, own_doi}
    return found.pop() if len(found) == 1 else None


def _target(tree: Any, own_doi: str | None) -> str | None:
    """The work that a notice is about: the one DOI in the paragraphs that point back at an original."""
    found = {
        target
        for block in blocks(tree.find("body") if tree.find("body") is not None else tree)
        if block.kind in ("text", "heading") and len(block.text) <= 2 * _LONGEST and _POINTS_BACK.search(block.text)
        if (target := _linked(block, own_doi))
    }
    return found.pop() if len(found) == 1 else None
