"""Counts, means and standard deviations of the two arms in a sentence, given only where it is sure whose each figure is.

Two figures of one kind are read. Each belongs to the arm named beside it ("12 of 75 with lumatol and 21 of 66 with
placebo"), or they stand in the order in which the arms were told of ("lower with lumatol than with placebo (2.1 ± 1.0
vs 3.4 ± 1.2)"). The pair must agree with the direction that was read; three figures of a kind, or a change from one
to the other, give nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.extract.bricks import P_VALUE_RE, PLUS_MINUS_SIGN, UNSIGNED, number
from ingest.extract.finding_kind import COMPARATIVE, ArmAt
from ingest.extract.wording import Wording, lowered

_NUMBER = rf"(?:(?<![\w.)])[-−–])?{UNSIGNED}"
_WHO = r"(?:the )?(?:\w+ )??"
_COUNT = re.compile(
    rf"(?<![\d/±])(?<!\d[.,·])(?P<events>\d{{1,5}})\s?(?:[\[(]\s?{UNSIGNED}\s?%\s?[\])]\s?)?(?:/|\bof\b(?:\sthe)?|out\sof(?:\sthe)?)\s?(?P<total>\d{{1,6}})\b"
    rf"(?![/.,]\d|\s?%)(?:\s?(?:{_WHO}(?:patients|participants|women|men|subjects|children|infants|eyes)\s)?[\[(,]\s?{UNSIGNED}\s?%[\])]?)?"
)
_MEAN = re.compile(
    rf"(?<![\d/±])(?<!\d[.·])(?P<mean>{_NUMBER})(?:\s?(?:%|[A-Za-z/]{{1,9}}))?\s?"
    rf"(?:{PLUS_MINUS_SIGN}\s?(?P<sd>{UNSIGNED})|[\[(,]\s?(?:SDs?|s\.d\.|SEs?|SEM|s\.e\.)\s?[=:,]?\s?(?:±\s?)?(?P<other>{UNSIGNED})\s?[\])]?)"
)
# "3 patients (15%)", "n = 50 [43%]": events of a group whose size is not told.
_EVENTS = re.compile(
    rf"(?<![\d/±])(?<!\d[.,·])(?P<events>\d{{1,5}})\s?(?:(?:patients|participants|women|men|subjects|children|infants|cases|eyes)\s?)?"
    rf"[\[(]\s?(?P<share>{UNSIGNED})\s?%\s?[\])](?!\s?of\b)"
)
# A number in brackets behind a mean is its standard deviation only where the sentence says so ("mean (SD) ...").
_MEAN_IN_BRACKETS = re.compile(
    rf"(?<![\d/±])(?<!\d[.·])(?P<mean>{_NUMBER})(?:\s?(?:%|[A-Za-z/]{{1,9}}))?\s?[\[(](?:±\s?)?(?P<sd>{UNSIGNED})[\])]"
)
_BRACKETS_ARE_SD = Wording(r"\bmeans?,?\s?[\[(]\s?(?:±\s?)?(?:sds?|standard deviations?|s\.d\.)\s?[\])]", "mean")
# Without one of these no spread stands behind a mean.
_SPREAD_SIGNS = ("±", "+", "SD", "SE", "s.d.", "s.e.")
_STANDARD_ERROR = re.compile(r"\b(?:SEM?|s\.e\.m?\.?|standard errors?)\b")
_MEDIAN = Wording(r"\bmedians?\b", "median")
_JOINED = re.compile(
    r"[\s,;%)\]]*(?:[A-Za-z/]{1,9}\s?(?:/\w+\s?)?)?[,;)\]]*\s*"
    r"(?:vs\.?|versus|v\.?|and|against|compared (?:with|to)|than)\s*[(\[]?\s*(?:n\s?=\s?)?",
    re.I,
)
_SHARE = re.compile(rf"[\s,;(\[]*{UNSIGNED}\s?%[\s)\]]*")
_RESPECTIVELY = Wording(r"\brespectively\b", "respectively")
_REFERENCE_FIRST = Wording(
    r"^[^,]{0,25}\b(?:compared (?:with|to)|in comparison (?:with|to)|relative to|as opposed to|versus|unlike)\b"
)
_FROM_TO = re.compile(r"\bfrom\s(?:a |the )?(?:mean |baseline )?(?:of )?$", re.I)
_DIGIT = re.compile(r"\d")
_BESIDE = 70
_SMALLEST_ARM = 5


@dataclass(frozen=True, slots=True)
class _Figure:
    """One arm's figure: its place in the sentence, and what it says."""

    start: int
    end: int
    value: float  # what is compared: the share, or the mean
    first: float  # events, or the mean
    second: float | None  # the arm's size (None: not told), or the standard deviation (None: it is a standard error)


def figures_of_arms(
    text: str, start: int, stop: int, arms: Sequence[ArmAt], change: str, *, alone: bool = False, errors: bool = False
) -> dict[str, Any]:
    """Fields of a finding (`events_`, `n_`, `mean_`, `sd_` of both arms) read from `text[start:stop]`; {} when not sure.

    `alone`: figures before `start` belong to the outcome too, where too few stand behind it ("9/60 with A and 3/61 with B
    relapsed"). `errors`: the document's figures behind "±" are standard errors, no standard deviations.
    """
    counts, means = _counts(text, start, stop), _means(text, start, stop, errors)
    if alone and (len(counts) + len(means) == 1 or not _DIGIT.search(P_VALUE_RE.sub("", text[start:stop]))):
        counts, means = (found if len(found) == 2 else [] for found in (_counts(text, 0, stop), _means(text, 0, stop, errors)))
    for figures, names in ((counts, ("events", "n")), (means, ("mean", "sd"))):
        pair = _pair(text, figures)
        order = _order(text, *pair, arms) if pair else None
        if pair is None or order is None:
            continue
        ours, theirs = pair if order else pair[::-1]
        if _agrees(ours.value, theirs.value, change):
            return _fields(ours, theirs, *names)
    return {}


def _fields(ours: _Figure, theirs: _Figure, first: str, second: str) -> dict[str, Any]:
    whole = int if first == "events" else float
    fields: dict[str, Any] = {}
    for side, figure in (("intervention", ours), ("comparator", theirs)):
        fields[f"{first}_{side}"] = whole(figure.first)
        if figure.second is not None:
            fields[f"{second}_{side}"] = whole(figure.second)
    return fields


def _counts(text: str, start: int, stop: int) -> list[_Figure]:
    found = []
    for m in _at_figures(_COUNT, text, start, stop):
        events, total = int(m["events"]), int(m["total"])
        if events <= total and total >= _SMALLEST_ARM:
            found.append(_Figure(m.start(), m.end(), events / total, events, total))
    if found:
        return found
    return [
        _Figure(m.start(), m.end(), number(m["share"]) / 100, int(m["events"]), None)
        for m in _at_figures(_EVENTS, text, start, stop)
    ]


def _at_figures(pattern: re.Pattern[str], text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """All matches of a pattern that begins with a whole figure: it is tried there only."""
    done = start
    for figure in _FIGURES.finditer(text, start, stop):
        if figure.start() >= done and (match := pattern.match(text, figure.start(), stop)):
            yield match
            done = match.end()


_FIGURES = re.compile(r"\d+")


def _means(text: str, start: int, stop: int, errors: bool) -> list[_Figure]:
    if _MEDIAN.search(lowered(text)):
        return []
    found = list(_MEAN.finditer(text, start, stop)) if any(sign in text for sign in _SPREAD_SIGNS) else []
    if not found and _BRACKETS_ARE_SD.search(lowered(text)):
        found = list(_MEAN_IN_BRACKETS.finditer(text, start, stop))
    error = errors or tells_errors(text)
    made = []
    for m in found:
        spread = m["sd"] or m.groupdict().get("other")
        if spread is not None:
            mean = number(m["mean"])
            made.append(_Figure(m.start(), m.end(), mean, mean, None if error else number(spread)))
    return made


def tells_errors(text: str) -> bool:
    """Whether a text says that its figures are given with standard errors."""
    return any(sign in text for sign in ("SE", "s.e.", "standard error")) and bool(_STANDARD_ERROR.search(text))


def _pair(text: str, figures: list[_Figure]) -> tuple[_Figure, _Figure] | None:
    """The two figures; of more than two, the first two where brackets of their own close behind them."""
    if len(figures) < 2:
        return None
    first, second = figures[:2]
    if _FROM_TO.search(text, max(0, first.start - 30), first.start):
        return None
    if len(figures) > 2 and not (
        _is_joined(text, first, second)
        and text[: first.start].rstrip().endswith(("(", "["))
        and _ANOTHER_NAME.search(text, second.end, figures[2].start)
    ):
        return None
    return first, second


# The name of another outcome, not only a unit and a p-value, stands before a third figure.
_ANOTHER_NAME = re.compile(r"[)\]].*[A-Za-z]{4}")


def _is_joined(text: str, first: _Figure, second: _Figure) -> bool:
    """ "5/73, 6.8% vs. 21/66": nothing but a share and a unit stands between two figures and what joins them."""
    between = _SHARE.sub(" ", text[first.end : second.start], count=1)
    return bool(_JOINED.fullmatch(between))


def _order(text: str, first: _Figure, second: _Figure, arms: Sequence[ArmAt]) -> bool | None:
    """Whether the first figure is the intervention's; None when that is not sure."""
    before = _runs([a for a in arms if a[0] < first.start])
    between = _runs([a for a in arms if first.end <= a[0] < second.start])
    after = _runs([a for a in arms if second.end <= a[0] <= second.end + _BESIDE])
    if not between:
        return _of_joined(text, first, second, before, after, arms)
    if len(between) > 1:
        return None
    at, middle = between[0]
    lower = lowered(text)
    opens, closes = (bool(_CONTRASTED.search(lower, low, high)) for low, high in ((first.end, at), (at, second.start)))
    if closes and not opens and after and after[0][1] != middle:
        return middle  # figure, arm, "and", figure, arm
    if opens and not closes and before and before[-1][1] != middle:
        return before[-1][1]  # arm, figure, "and", arm, figure
    return None


def _of_joined(
    text: str, first: _Figure, second: _Figure, before: list[ArmAt], after: list[ArmAt], arms: Sequence[ArmAt]
) -> bool | None:
    low = lowered(text)
    if not _is_joined(text, first, second):
        # "In the placebo group 9 of 60 relapsed, compared with 3 of 61 in the lumatol group"
        told = before and after and before[-1][1] != after[0][1] and _is_led(text, second.end, after[0][0])
        return before[-1][1] if told else None
    if len(after) == 2 and _is_led(text, second.end, after[0][0]):
        return after[0][1]  # "2.1 and 3.4 in the lumatol and placebo groups"
    behind = _runs([a for a in arms if a[0] >= second.end])
    if not before and len(behind) == 2 and not _RESPECTIVELY.search(low, second.end):
        # "Nausea (4/40 vs 11/40) was less frequent with A than with B"
        return behind[0][1] if _CONTRASTED.search(low, behind[0][0], behind[1][0]) else None
    if not before and len(behind) == 1:  # "The time (99 ± 49 vs 124 ± 72 min) was shorter in the lumatol group"
        return behind[0][1] if COMPARATIVE.search(low, second.end, behind[0][0]) else None
    if after and not before:
        return None
    if after and _RESPECTIVELY.search(low, second.end):
        return before[0][1] if len(before) == 2 else None
    if not before or (_BY_AND.search(text, first.end, second.start) and not _are_listed(text, before, first.start)):
        return None
    if _REFERENCE_FIRST.search(low) and len(before) == 2:
        return before[1][1]  # "Compared with placebo, lumatol lowered ...": told of the second
    if len(before) > 2:
        return before[-2][1] if _CONTRASTED.search(low, before[-2][0], before[-1][0]) else None
    if len(before) == 1 and not (COMPARATIVE.search(low) or _HELD_AGAINST.search(low)):
        return None  # "raised with lumatol (21 vs 7)": against the other arm, or against the state before?
    return before[0][1]


_HELD_AGAINST = Wording(r"\b(?:than|differ\w*|compared|similar\w*|comparable)\b", "than", "differ", "compar", "similar")
_CONTRASTED = Wording(r"\b(?:than|versus|vs|v|compared|and|against|whereas|while|but)\b|[,;]")


_BY_AND = re.compile(r"\band\b")


def _are_listed(text: str, arms: list[ArmAt], figure: int) -> bool:
    """ "lumatol and placebo", "less with lumatol than with placebo: 12 and 21": arms that figures joined by "and" stand for."""
    if len(arms) != 2:
        return False
    between = text[arms[0][0] : arms[1][0]]
    if re.fullmatch(r"[\w\- ]{1,40}\band\b[\w\- ]{1,30}", between):
        return True
    return figure - arms[1][0] <= _NEAR and bool(re.fullmatch(r"[\w\- ]{1,40}\bthan\b[\w\- ]{1,30}", between))


_NEAR = 25


def _runs(arms: list[ArmAt]) -> list[ArmAt]:
    """Mentions with those of one arm in a row as one."""
    return [a for i, a in enumerate(arms) if i == 0 or arms[i - 1][1] != a[1]]


def _is_led(text: str, figure: int, arm: int) -> bool:
    """ "12 of 75 patients in the lumatol group": a figure leads to its arm by words only."""
    between = text[figure:arm]
    return bool(_WORDS_ONLY.fullmatch(between) and _LEADING.search(lowered(between)))


_WORDS_ONLY = re.compile(r"[^;.]{0,70}")
_LEADING = Wording(
    r"(?:\b(?:in|with|for|on|of|among|after|given|receiving|assigned to)\s(?:the\s|an?\s|those\s)?(?:groups?\s)?|^[\s)]*)$"
)


def _agrees(ours: float, theirs: float, change: str) -> bool:
    """Whether the figures' order is no other than the direction that the words tell."""
    return not ((change == "increased" and ours < theirs) or (change == "decreased" and ours > theirs))
