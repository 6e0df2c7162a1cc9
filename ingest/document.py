"""The text of a page, its sections, and spans of it: what every fact that was read from words points at.

Imported from `ingest.records`, as the other records are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A half-open range of code points in one document's text, with the words that stand there."""

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cut the quote from the text itself, so that it cannot differ from it.

        Raises ValueError when the range is empty or outside the text.
        """
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}:{end} is not inside a text of {len(text)} code points")
        return cls(start=start, end=end, quote=text[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A labelled part of a document. `label` is the page's own heading, `kind` ours.

    Kinds: title | byline | abstract[.background|.objective|.methods|.results|.conclusions|.registration|.other] |
    body[.introduction|.methods|.results|.discussion|.conclusions|.registration|.other] | table | caption | references |
    keywords | details | registration (a data-bank list) | funding | author-note | notice | other.
    The range covers the section's text without its heading.
    """

    label: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of one page, made once (see `markup.DocumentBuilder`) and never cleaned again."""

    text: str
    sections: tuple[Section, ...] = ()
    language: str | None = None

    def span(self, start: int, end: int) -> Span:
        """Cut a span from this document."""
        return Span.of(self.text, start, end)

    def section_at(self, offset: int) -> Section | None:
        """The innermost section that holds the offset, or None."""
        holding = [s for s in self.sections if s.start <= offset < s.end]
        return min(holding, key=lambda s: s.end - s.start) if holding else None

    def of_kind(self, *kinds: str) -> Iterator[Section]:
        """Sections whose kind is one of these or below one of them ("abstract" gives "abstract.results" too)."""
        for section in self.sections:
            if any(section.kind == kind or section.kind.startswith(kind + ".") for kind in kinds):
                yield section
