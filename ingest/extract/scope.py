"""Where a document speaks of its own trial: title and abstract first, methods next; and whether it is a review."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract.wording import Wording, lowered
from ingest.records import Document

# Pages without sections (plain text, blogs) are read this far.
_MAX_PLAIN = 20_000
_MAX_METHODS = 12_000
_STOP = re.compile(r"[.!?][\"'”’)\]]?\s+(?=[A-Z(\[\"“])|\n")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document's text. kind: title | methods | other | background | conclusions | abstract | plain."""

    kind: str
    start: int
    end: int


@lru_cache(maxsize=2)
def parts_of(document: Document) -> tuple[Part, ...]:
    """Title and abstract, in order; where there is neither, the text from its beginning."""
    found = []
    for section in document.sections:
        if section.kind == "title":
            found.append(Part("title", section.start, section.end))
        elif section.kind == "abstract" or section.kind.startswith("abstract."):
            kind = section.kind.partition(".")[2] or "abstract"
            kind = {"objective": "background", "results": "other", "registration": "skip"}.get(kind, kind)
            if kind != "skip":
                found.append(Part(kind, section.start, section.end))
    if any(part.kind != "title" for part in found):
        return tuple(found)
    body = [Part("plain", s.start, min(s.end, s.start + _MAX_PLAIN)) for s in document.sections if s.kind.startswith("body")]
    if body:
        return (*found, *body[:3])
    # A page that is read as sections but has a title only says no more than that.
    return tuple(found) or (Part("plain", 0, min(len(document.text), _MAX_PLAIN)),)


def methods_of(document: Document) -> tuple[Part, ...]:
    """The article's own methods, read where the abstract is silent."""
    sections = [s for s in document.sections if s.kind.startswith("body.methods")]
    return tuple(Part("methods", s.start, min(s.end, s.start + _MAX_METHODS)) for s in sections[:8])


_REVIEW_TITLE = Wording(
    r"\b(?:systematic(?:al)? (?:literature )?reviews?|meta-?\s?analys[ei]s|scoping review|literature review"
    r"|narrative review"
    r"|umbrella review|network meta|cochrane review|overview of)\b",
    "review", "meta", "overview of",
)  # fmt: skip
_REVIEW_TEXT = Wording(
    r"\b(?:we (?:systematically )?searched|(?:were|was) (?:systematically )?searched|literature search"
    r"|databases? (?:were|was) searched"
    r"|electronic databases|search(?:es)? (?:of|in) (?:pubmed|medline|embase|the cochrane)|included (?:studies"
    r"|trials) (?:were|was)"
    r"|random[- ]effects? (?:model|meta)|eligible (?:studies|trials) were|trials were (?:included|identified"
    r"|eligible)|this (?:systematic )?review)\b",
    "search", "electronic databases", "included ", "random-effect", "random effect", "eligible", "trials were", "review",
)  # fmt: skip


# Trials of the authors' own put together, patient by patient, and signs that others' trials were looked for.
_POOLS = Wording(
    r"\b(?:(?:patient|participant|subject)[- ]level|pooled|integrated|combined) (?:\w+ ){0,2}?(?:meta-?\s?)?"
    r"(?:analys[ei]s|data|results)\b",
    "patient-level", "participant-level", "subject-level",
    "patient level", "participant level", "subject level", "pooled", "integrated", "combined",
)  # fmt: skip
_POOLED = re.compile(
    _POOLS.source + r"[^.;]{0,60}?\b(?:two|three|four|five|[2-5]|both|(?-i:[A-Z]{3,}[\w-]*(?: \d\b)?))\b",
    re.I,
)
_SEARCHED = re.compile(
    r"\b(?:search(?:ed|es)?|databases?|pubmed|medline|embase|cochrane|cinahl|web of science|prospero|prisma|literature"
    r"|systematic(?:ally)?|network|published (?:trials|studies)|eligible (?:trials|studies)|heterogeneity)\b|\bI2\b|I²",
    re.I,
)


@lru_cache(maxsize=2)
def is_review(document: Document, parts: tuple[Part, ...]) -> bool:
    """Whether the document reviews others' trials: its facts are then no facts about one trial.

    A few trials of the authors' own put together ("a pooled analysis of two randomised trials") are no review of others'.
    """
    text = document.text
    told = " ".join(text[p.start : p.end] for p in parts)
    if _POOLS.search(lowered(told)) and _POOLED.search(told) and not _SEARCHED.search(told):
        return False
    low = lowered(text)
    title = next((p for p in parts if p.kind == "title"), None)
    if title and _REVIEW_TITLE.search(low, title.start, title.end):
        return True
    return any(_REVIEW_TEXT.search(low, p.start, p.end) for p in parts if p.kind not in ("title", "background"))


def sentence_around(text: str, part: Part, start: int, end: int) -> tuple[int, int]:
    """Roughly the sentence that holds a match: to the nearest stop on both sides, within the part."""
    begin = part.start
    for stop in _STOP.finditer(text, max(part.start, start - 400), start):
        begin = stop.end()
    following = _STOP.search(text, end, part.end)
    return begin, following.start() + 1 if following else part.end


def near(wording: Wording, text: str, parts: tuple[Part, ...], reach: int = 120) -> Iterator[tuple[Part, re.Match[str]]]:
    """Every match of a wording in the parts, looked for only around the pieces that it needs, `reach` ahead.

    Matches are of the text in lower case: their places count, their words are to be cut from the text itself.
    """
    low = lowered(text)
    pieces = [piece for piece in wording.needs if low.find(piece) >= 0]
    if not pieces:
        return
    for part in parts:
        done = part.start
        for at in _places(low, pieces, part):
            for match in wording.pattern.finditer(low, max(done, at - _BEFORE_PIECE), min(part.end, at + reach)):
                yield part, match
                done = match.end()


_BEFORE_PIECE = 90


def _places(low: str, pieces: list[str], part: Part) -> list[int]:
    """Where the pieces stand in a part, in order."""
    found = []
    for piece in pieces:
        at = low.find(piece, part.start, part.end)
        while at >= 0:
            found.append(at)
            at = low.find(piece, at + len(piece), part.end)
    found.sort()
    return found
