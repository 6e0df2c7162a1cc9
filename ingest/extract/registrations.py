"""Registration numbers of a document: its own, those it merely mentions, and those that are none.

Every occurrence is judged by where it stands and how its sentence is worded (`registration_wording`); a number is the
document's own when its best occurrence says so. A number in the abstract, in a registration line or said to be
registered silences weaker claims of the same registry: those are other trials that the document talks about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ingest.extract.registration_wording import PLACES, Stance, stance
from ingest.extract.sentences import sentences
from ingest.identifiers import Number, find_registrations
from ingest.records import Document, Registration, Section

# Titles of works that list other people's trials.
_REVIEW = re.compile(
    r"\bsystematic(?:ally)? review|\bmeta-?\s?analys[ei]s|\bscoping review|\bumbrella review|\bnarrative review"
    r"|\bliterature review|\bevidence (?:synthesis|map)|\ba review\b|:\s*(?:an? )?(?:\w+ )?review\b|\boverview of\b",
    re.I,
)
_REGISTRATION_LABEL = re.compile(
    r"\b(?:trials?|study|clinical|protocol)?\s*(?:registration|registry|trial identifier)\b|^registered\b", re.I
)
_METHODS_LABEL = re.compile(r"\bmethods?\b|\bparticipants\b|\bpatients\b|\bethic|\bstudy design|\btrial design", re.I)
_STRONG_PLACE = 3.0
_STRONG_WORDING = ("registered", "registration-line", "was-assigned")
# A document with more numbers of its own than this lists trials; none of them is its own.
_MOST_OWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    number: Number
    place: str | None
    stance: Stance


def registrations(document: Document, title: str | None = None) -> tuple[Registration, ...]:
    """Every registry number of a document, once each, in order of the occurrence that decided.

    status: valid (the document's own), mention, or rejected with the reason. `rule` says what decided.
    """
    found = list(find_registrations(document.text))
    if not found:
        return ()
    valid = [n for n in found if n.reject_reason is None]
    count = len({(n.scheme, n.value) for n in valid})
    judged = _best(_judge(document, number, count) for number in valid)
    own = _own(judged, bool(title and _REVIEW.search(title)))
    read = [_registration(document, one, own[one.number.scheme, one.number.value]) for one in judged]
    read += _rejected(document, [n for n in found if n.reject_reason is not None])
    return tuple(sorted(read, key=lambda r: r.span.start if r.span else 0))


def _judge(document: Document, number: Number, count: int) -> _Judged:
    section = document.section_at(number.start)
    place = _place(section)
    start, end = _sentence(document, section, number)
    return _Judged(number=number, place=place, stance=stance(document.text[start:end], place, count))


def _place(section: Section | None) -> str | None:
    if section is None:
        return None
    if section.kind not in ("references", "table") and _REGISTRATION_LABEL.search(section.label):
        return "registration"
    if section.kind in ("body", "body.other") and _METHODS_LABEL.search(section.label):
        return "body.methods"
    return section.kind


def _sentence(document: Document, section: Section | None, number: Number) -> tuple[int, int]:
    """The sentence around a number; in a table the line it stands on. Bounded, whatever the section holds."""
    low = max(section.start if section else 0, number.start - 1500)
    high = min(section.end if section else len(document.text), number.end + 1500)
    if section is not None and section.kind == "table":
        line_start = document.text.rfind("\n", low, number.start) + 1
        line_end = document.text.find("\n", number.end, high)
        return max(low, line_start), line_end if line_end >= 0 else high
    for start, end in sentences(document.text, low, high):
        if start <= number.start < end:
            return start, max(end, number.end)
    return low, high


def _best(judged: Iterable[_Judged]) -> list[_Judged]:
    """The occurrence with the highest score of each number; the earliest of equals."""
    ordered = sorted(judged, key=lambda j: (j.number.scheme, j.number.value, -j.stance.score, j.number.start))
    return [next(group) for _, group in groupby(ordered, key=lambda j: (j.number.scheme, j.number.value))]


def _own(judged: list[_Judged], is_review: bool) -> dict[tuple[str, str], tuple[bool, str]]:
    """Own or not, and the rule, for each number."""
    strong = {j.number.scheme for j in judged if j.stance.is_own and (_is_strong(j) or _is_said_registered(j))}
    own_count = sum(j.stance.is_own for j in judged)
    verdicts: dict[tuple[str, str], tuple[bool, str]] = {}
    for one in judged:
        verdict = one.stance.is_own, one.stance.rule
        if one.stance.is_own and not _is_registration_place(one.place):
            if is_review:
                verdict = False, "listed-in-a-review"
            elif own_count > _MOST_OWN:
                verdict = False, "one-of-many-trials"
            elif one.number.scheme in strong and not _is_strong(one) and not _is_said_registered(one):
                verdict = False, "another-number-is-registered"
        verdicts[one.number.scheme, one.number.value] = verdict
    return verdicts


def _is_registration_place(place: str | None) -> bool:
    return place is not None and PLACES.get(place, 0.0) >= PLACES["registration"]


def _is_said_registered(judged: _Judged) -> bool:
    return judged.stance.rule in _STRONG_WORDING


def _is_strong(judged: _Judged) -> bool:
    weight = PLACES.get(judged.place or "", PLACES.get((judged.place or "").split(".")[0], 0.0))
    return weight >= _STRONG_PLACE


def _registration(document: Document, judged: _Judged, verdict: tuple[bool, str]) -> Registration:
    number = judged.number
    is_own, rule = verdict
    return Registration(
        registry=number.scheme,
        number=number.value,
        as_written=number.as_written,
        status="valid" if is_own else "mention",
        rule=rule,
        span=document.span(number.start, number.end),
    )


def _rejected(document: Document, numbers: list[Number]) -> Iterator[Registration]:
    seen = set()
    for number in numbers:
        if (number.scheme, number.as_written) in seen:
            continue
        seen.add((number.scheme, number.as_written))
        yield Registration(
            registry=number.scheme,
            number=number.as_written,
            as_written=number.as_written,
            status="rejected",
            rule="no-registration-number",
            reject_reason=number.reject_reason,
            span=document.span(number.start, number.end),
        )
