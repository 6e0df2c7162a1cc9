"""Arms that a sentence lists: "into three groups: belorin, lumatol or placebo", "1) exercise, 2) diet, and 3) control".

Enumerated lists first, then lists behind a colon or behind "randomised to (receive)", cut at commas, "or" and "and"
outside brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.extract.arm_phrases import phrase_label
from ingest.extract.wording import Wording, lowered

_ALLOCATED = Wording(
    r"\b(?:randomi[sz]ed|randomly|randomi[sz]ation|allocated|assigned|divided|received|receive|enrolled|conditions|groups|arms"
    r"|interventions|treatments|regimens)\b",
)
_WORDS = (
    "random",
    "alloc",
    "assign",
    "divided",
    "receiv",
    "groups",
    "arms",
    "conditions",
    "treatments",
    "interventions",
    "compar",
)
_LEAD = Wording(
    r"\b(?:randomi[sz]ed|randomly|allocated|assigned|divided|received?)\b[^.;:]{0,60}?\b(?:in)?to\b"
    r"(?:\s(?:one|of|either|the|an?|two|three|four|five|six|\d|equal|parallel|following|different|treatment|study|intervention"
    r"|groups?|arms?|conditions?|receive|undergo|get|have|daily|treatments?))*\s"
    r"|\b(?:received?|receiving|given)\s(?:either\s)?",
    "random", "alloc", "assign", "divided", "receiv", "given",
)  # fmt: skip
_MARKER = re.compile(r"(?:^|(?<=[\s,;:]))\(?(?P<mark>\d|[A-Da-d]|i{1,3}|iv)\)\s?[:.]?\s*(?=[^\s])")
_CLOSED = re.compile(r"[\dA-Da-div]\)")
_NEXT_MARK = {"1": "2", "2": "3", "3": "4", "4": "5", "a": "b", "b": "c", "c": "d", "i": "ii", "ii": "iii", "iii": "iv"}
_JOINT = re.compile(r"\s*,\s*(?:and\s|or\s|versus\s|vs\.?\s)?(?:to\s)?|\s(?:or|versus|vs\.?|and)\s(?:to\s)?")
# Where "or" joins the arms, "and" stands within one: "A, B or the combination of A and B".
_JOINT_WITHOUT_AND = re.compile(r"\s*,\s*(?:or\s|versus\s|vs\.?\s)?(?:to\s)?|\s(?:or|versus|vs\.?)\s(?:to\s)?")
_ALTERNATIVE = re.compile(r"\s(?:or|versus|vs\.?)\s")
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")
_TAIL = re.compile(r"[\s,;]*(?:\b(?:and|or|versus|vs)\b)?[\s,;]*$")
_NO_ARM = re.compile(
    r"(?:respectively|including|after|while|whereas|because|then|within|when|namely|such|respective|followed|randomly|based"
    r"|actively|weeks?|mean|median|significantly)\b|\d+(?:\.\d+)?\s?%",
    re.I,
)
_FEWEST, _MOST = 3, 6
_LONGEST = 400


def listed_arms(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Lists of two to six arms in printed order, one for each sentence that lists some; unlabelled lists need three."""
    found = []
    for text in texts:
        low = lowered(text)
        # A list has commas, or marks that are closed by brackets.
        if ("," in text or ")" in text) and any(word in low for word in _WORDS) and _ALLOCATED.search(low):
            arms = _enumerated(text) or next(_behind_leads(text), ())
            if arms:
                found.append(arms)
    return found


def abbreviated_arms(texts: Sequence[str]) -> tuple[str, ...]:
    """Arms that one sentence gives abbreviations in turn: "30 got apple juice (AJ), 30 grape juice (GJ), and 30 water (WA)"."""
    for text in texts:
        if given := _GIVEN.search(text):
            found = [match for match in _ABBREVIATED.finditer(text, given.end()) if not _STATISTIC.match(match["short"])]
            if _FEWEST <= len(found) <= _MOST:
                starts = [given.end(), *(match.end() for match in found)]
                places = [
                    (_item_start(text, low, match.start()), match.start()) for low, match in zip(starts, found, strict=False)
                ]
                labels = _labels(text, places)
                if labels:
                    return tuple(f"{one} ({match['short']})" for one, match in zip(labels, found, strict=True))
    return ()


def _item_start(text: str, low: int, end: int) -> int:
    """Where the words for one arm begin: behind the last comma, "or", "and", or verb of giving before its abbreviation."""
    cuts = [m.end() for m in _BEFORE_ITEM.finditer(text, low, end) if m.end() < end]
    return cuts[-1] if cuts else low


_ABBREVIATED = re.compile(r"\s\((?P<short>[A-Z][A-Za-z0-9+/&-]{0,7})(?:\sgroup)?(?:[,;]\s?n\s?=\s?\d+)?\)")
_GIVEN = re.compile(r"\b(?:randomi[sz]ed|randomly|allocated|assigned|divided|received?|were given|fed|underwent)\b", re.I)
_STATISTIC = re.compile(r"(?:n|N|SD|SE|SEM|CI|IQR|OR|RR|HR|P|BMI|VAS|ITT|RCT)$")
_BEFORE_ITEM = re.compile(
    r"[,;:]\s(?:(?:and|or)\s)?(?:\d+\s)?|\b(?:and|or|versus|vs\.?|either|received?|given|to|into|fed|of|with|were|was"
    r"|receive|underwent|undergo)\s"
)


def _enumerated(text: str) -> tuple[str, ...]:
    """Items behind 1), 2), 3) or (A), (B): the marks must follow one another."""
    marks = list(_MARKER.finditer(text)) if _CLOSED.search(text) else []
    run: list[re.Match[str]] = []
    for mark in marks:
        if run and _NEXT_MARK.get(run[-1]["mark"].lower()) == mark["mark"].lower():
            run.append(mark)
        elif len(run) < 2:
            run = [mark] if mark["mark"].lower() in ("1", "a", "i") else []
    if not 2 <= len(run) <= _MOST:
        return ()
    stops = [m.start() for m in run[1:]] + [_end(text, run[-1].end())]
    return _labels(text, [(m.end(), stop) for m, stop in zip(run, stops, strict=True)])


def _end(text: str, start: int) -> int:
    """Where the last item of a list ends: at the first stop outside brackets."""
    masked = _masked(text)
    stop = re.search(r"[;:]|\.(?!\d)|,\s(?!\d)", masked[start:])
    return start + stop.start() if stop else len(text)


def _behind_leads(text: str) -> Iterator[tuple[str, ...]]:
    """Lists of three and more behind a colon, or behind "randomised to (receive)"."""
    if "," not in text:
        return
    masked = _masked(text)
    colon = masked.find(": ")
    starts = [colon + 2] if colon >= 0 and _ALLOCATED.search(lowered(text), 0, colon) else []
    starts += [m.end() for m in _LEAD.finditer(lowered(masked))]
    for start in starts:
        rest = masked[start : start + _LONGEST]
        stop = re.search(r"[;:]|\.(?!\d)", rest)
        rest = rest[: stop.start()] if stop else rest
        joint = _JOINT_WITHOUT_AND if _ALTERNATIVE.search(rest) else _JOINT
        cuts = list(joint.finditer(rest))
        if not _FEWEST - 1 <= len(cuts) <= _MOST - 1 or "," not in rest:
            continue
        edges = [0, *(edge for cut in cuts for edge in cut.span()), len(rest)]
        arms = _labels(text, [(start + a, start + b) for a, b in zip(edges[::2], edges[1::2], strict=True)])
        if arms:
            yield arms


def _masked(text: str) -> str:
    return _BRACKET.sub(lambda m: "_" * len(m.group()), text)


def _labels(text: str, places: list[tuple[int, int]]) -> tuple[str, ...]:
    """The items as names of arms; nothing when one of them can be none, or two are the same."""
    labels = []
    for start, end in places:
        start += len(text[start:end]) - len(text[start:end].lstrip(" ,:;"))
        tail = _TAIL.search(text, start, end)
        label = phrase_label(text, start, tail.start() if tail else end)
        if label is None or _NO_ARM.match(label):
            return ()
        labels.append(label)
    return tuple(labels) if len({label.lower() for label in labels}) == len(labels) else ()
