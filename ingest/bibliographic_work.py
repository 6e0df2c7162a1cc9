"""A work as bibliographic services give it: titles and abstracts with markup in them, names, dates in parts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest import identifiers
from ingest.headings import heading_kind, section_kind
from ingest.json_pages import at
from ingest.markup import DocumentBuilder, clean
from ingest.records import Author, Citation, Keyword, Link, Notice, Parsed, Reference, Registration

_TAG = re.compile(r"</?(?:jats:|mml:|xhtml:)?[a-zA-Z][\w:.-]*(?:\s+[^<>]*)?/?>")
_BREAKING = re.compile(r"</?(?:jats:)?(?:p|title|sec|br|h\d|li|list|div|list-item)\b[^<>]*>", re.I)
_HEADING = re.compile(
    r"<(?P<tag>jats:title|title|h[1-6]|b|strong)(?:\s[^<>]*)?>(?P<label>.{1,120}?)</(?P=tag)>\s*:?", re.I | re.S
)
_INLINE = re.compile(
    r"(?:(?<=^)|(?<=[.!?)]\s)|(?<=\n))(?P<label>(?:Background|Introduction|Context|Importance|Rationale|Objectives?|Aims?"
    r"|Purpose|Methods?|Materials? and Methods|Design|Setting|Patients|Participants|Interventions?"
    r"|Main Outcomes? (?:and )?Measures?|Measurements|Results?|Findings|Main Results|Discussion|Interpretation"
    r"|Conclusions?|Trial Registration|Registration|Funding)(?:(?: and |/| & )\w+)?)\s*:\s",
    re.I,
)
_CAPITALS = re.compile(r"(?:^|(?<=[.!?)\]]\s))(?P<label>[A-Z][A-Z0-9 ,/&'’().-]{2,79}):\s")
_COLLECTIVE = re.compile(
    r"\b(?:group|consortium|collaborat\w+|committee|network|investigators?|team|study|trial|society|association|institute|university"
    r"|organi[sz]ation|staff|department|foundation|inc|ltd|gmbh|center|centre|office|council|project|initiative|agency|ministry"
    r"|hospitals?)\b",
    re.I,
)
# What a family name begins with also where it is printed with a capital: "Ada Di Holm".
_PARTICLES = frozenset("da das de del della den der di dos du el la le ten ter van von".split())


def plain(text: Any) -> str | None:
    """A title or name without tags and character references."""
    if not isinstance(text, str):
        return None
    text = html.unescape(_TAG.sub("", _BREAKING.sub(" ", text)))
    return clean(_TAG.sub("", html.unescape(text)) if "&" in text or "<" in text else text)


def title_of(title: Any, subtitle: Any = None) -> str | None:
    """Title and subtitle as one, joined by a colon unless the title holds the subtitle or ends in a mark already."""
    main, second = plain(title), plain(subtitle)
    if not main or not second or second.lower() in main.lower():
        return main or second
    return f"{main} {second}" if main[-1] in ":?!" else f"{main}: {second}"


def abstract_parts(text: Any) -> list[tuple[str, str]]:
    """An abstract as (label, text), labels from its markup or from "Methods:" at the start of sentences."""
    if not isinstance(text, str) or not text.strip():
        return []
    headed = [match for match in _HEADING.finditer(text) if len(plain(match["label"]) or "") <= 80]
    marks = [(m.start(), m.end(), (plain(m["label"]) or "").rstrip(": ")) for m in headed]
    if not marks:
        text = plain(_BREAKING.sub(" ", text)) or ""
        marks = _inline_marks(text)
    parts: list[tuple[str, str]] = []
    first = marks[0][0] if marks else len(text)
    if before := plain(text[:first]):
        parts.append(("", before))
    for number, (_, start, label) in enumerate(marks):
        end = marks[number + 1][0] if number + 1 < len(marks) else len(text)
        if body := plain(text[start:end]):
            parts.append(("" if label.lower() == "abstract" else label, body))
    return parts


def _inline_marks(text: str) -> list[tuple[int, int, str]]:
    """Labels at the start of sentences, two or more; where they are in capitals, so are those that no list knows."""
    found = list(_INLINE.finditer(text))
    if len(found) < 2:
        return []
    if sum(match["label"].isupper() for match in found) >= 2:
        found = [m for m in _CAPITALS.finditer(text) if heading_kind(m["label"]) or len(m["label"]) >= 10]
    return [(match.start(), match.end(), match["label"]) for match in found]


def person(name: str | None, orcid: str | None = None) -> Author | None:
    """An author from one string: "Family, Given", "Given Family", "Family GM" or a group."""
    name = plain(name)
    if not name or name.lower() in ("(:unav)", "anonymous", "n/a"):
        return None
    orcid = identifiers.orcid(orcid) if orcid else None
    if "," in name and not is_collective(name):
        family, _, given = name.partition(",")
        return Author(family=clean(family), given=clean(given), orcid=orcid)
    words = name.split()
    if len(words) == 1 or len(words) > 6 or is_collective(name):
        return Author(literal=name, orcid=orcid)
    return in_two_parts(words, orcid)


def is_collective(name: str) -> bool:
    """Whether a name is that of a group or an institution, by its words."""
    return _COLLECTIVE.search(name) is not None


def in_two_parts(words: list[str], orcid: str | None = None) -> Author:
    """The person whose given names come first: the family name is the last word, or begins with a particle before it."""
    middle = enumerate(words[1:-1], start=1)
    start = next((i for i, w in middle if (w.islower() and len(w) > 1) or w.lower() in _PARTICLES), len(words) - 1)
    return Author(family=" ".join(words[start:]), given=" ".join(words[:start]), orcid=orcid)


def date_parts(value: Any) -> str | None:
    """ISO text from {"date-parts": [[2019, 2, 11]]}, as precise as given."""
    parts = at(value, "date-parts", 0)
    if not isinstance(parts, list):
        return None
    numbers: list[int] = []
    for part, (low, high) in zip(parts, ((1000, 2200), (1, 12), (1, 31)), strict=False):
        if not str(part).isdigit() or not low <= int(part) <= high:
            break
        numbers.append(int(part))
    return "-".join(f"{number:02}" for number in numbers) or None


def earliest(dates: Iterable[str | None]) -> str | None:
    """The earliest of some ISO dates; of two that agree as far as they go, the more precise one."""
    found = [date for date in dates if date]
    if not found:
        return None
    first = min(found)
    return max((date for date in found if date.startswith(first)), key=len)


@dataclass(slots=True, kw_only=True)
class Work:
    """What a service says of one work; `parsed` makes the record."""

    type: str
    title: str | None = None
    abstract: Any = None
    fields: dict[str, str | None] = field(default_factory=dict)
    authors: list[Author | None] = field(default_factory=list)
    keywords: list[Keyword] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    sections: list[tuple[str, str, str]] = field(default_factory=list)  # kind, label, text of what follows the abstract

    def parsed(self, pointers: Mapping[str, str], base: str, key: str | None) -> Parsed:
        """The record; pointers are those of the fields that are there, below the record's own place."""
        builder = DocumentBuilder()
        builder.add("title", self.title)
        parts = abstract_parts(self.abstract)
        for label, text in parts:
            builder.add(section_kind(label), text, label=label)
        for kind, label, text in self.sections:
            builder.add(kind, text, label=label)
        citation = Citation(
            type=self.type,
            title=self.title,
            abstract="\n".join(f"{label}: {text}" if label else text for label, text in parts) or None,
            authors=tuple(author for author in self.authors if author),
            keywords=tuple(self.keywords),
            **{name: value for name, value in self._stated() if value},  # type: ignore[arg-type]
        )
        present = {name: base + place for name, place in pointers.items() if getattr(citation, name, None)}
        return Parsed(
            key=key,
            citation=citation,
            document=builder.build(self.fields.get("language")),
            pointers=present,
            links=tuple(self.links),
            notices=tuple(self.notices),
            registrations=tuple(self.registrations),
            references=tuple(self.references),
        )

    def _stated(self) -> Iterator[tuple[str, str | None]]:
        """The fields, but no original title that only repeats the title."""
        for name, value in self.fields.items():
            if name != "original_title" or value != self.title:
                yield name, value


def key_of(fields: Mapping[str, str | None], position: int) -> str:
    """What tells this work from the others of its page."""
    for name in ("doi", "pmid", "pmcid"):
        if value := fields.get(name):
            return f"{name}:{value}"
    return f"record:{position}"
