"""Lengths of time in words, as days: "12 weeks" -> 84, "baseline to 6 months" -> 182, "one year" -> 365.

A month is a twelfth of 365 days, a year 365 days, hours and minutes count as the days they complete. Only what names
one point (or the end of one period) gets a number: several visits, ages and gestational weeks give None.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "half": 0.5, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90}
_DAYS = {
    "second": 1 / 86400,
    "sec": 1 / 86400,
    "minute": 1 / 1440,
    "min": 1 / 1440,
    "hour": 1 / 24,
    "hr": 1 / 24,
    "h": 1 / 24,
    "day": 1,
    "pod": 1,  # postoperative day
    "d": 1,
    "night": 1,
    "week": 7,
    "wk": 7,
    "w": 7,
    "fortnight": 14,
    "month": 365 / 12,
    "mo": 365 / 12,
    "mth": 365 / 12,
    "year": 365,
    "yr": 365,
    "y": 365,
    "decade": 3650,
}
_UNIT = "(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|nights?|days?|weeks?|wks?|fortnights?|months?|mths?|years?|yrs?|decades?)"
_SHORT = r"(?:h|d|w|mo|y)"
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
# "12 weeks", "12-week", "6mo", "two and a half years", "30 (+/- 3) days"
_COUNTED = re.compile(
    rf"(?<![\w.])(?P<number>{_NUMBER})(?P<half>\s+and\s+a\s+half)?(?:\s*\(?\s*(?:±|\+/-)\s*\d+\s*\)?)?"
    rf"(?:\s*[-‐-–]?\s*(?P<unit>{_UNIT})|(?<=\d)\s*(?P<short>{_SHORT}))(?![\w])",
    re.I,
)
# "week 12", "Day -1", "month 6", "POD 3"
_NAMED = re.compile(rf"\b(?P<unit>{_UNIT}|PODs?)\.?\s*(?:#|no\.?)?\s*(?P<number>[-−‐-–]?\s?\d+(?:\.\d+)?)(?![\w.]*\d)", re.I)
# "weeks 4, 8 and 12", "3 and 6 months", "6 to 8 weeks": what stands before the last number of a list or a range
_LISTED = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<join>,\s*(?:and|or)?|and|or|&|/|-|‐|–|—|to|through)\s*$", re.I)
_LIST_AFTER = re.compile(
    r"\s*(?P<join>,\s*(?:and|or)?|and|or|&|/|-|‐|–|—|to|through|until)\s*(?P<number>\d+(?:\.\d+)?)"
    rf"(?![\w.]|\s*(?:mg|%|{_UNIT}))",
    re.I,
)
_REPEATED = re.compile(
    rf"\b(?:(?:every|each|per)\s+(?:other\s+)?(?:{_NUMBER}(?:\s*(?:-|to)\s*\d+)?[\s-]*)?{_UNIT}"
    rf"|(?:once|twice|(?:\w+ )?times)\s+(?:a|per|every)\s+{_UNIT}|(?:at\s+)?{_NUMBER}[\s-]?{_UNIT}\s+intervals?)\b",
    re.I,
)
_AGE = re.compile(
    r"\bage[ds]?\b|\bold\b|\bgestation|\bpost[- ]?(?:menstrual|conception)|\bcorrected\b|\bpma\b"
    rf"|\b{_NUMBER}[- ]{_UNIT}[- ]olds?\b",
    re.I,
)
_PERIOD_BEFORE = re.compile(r"\b(?:from|between|baseline|weeks?|days?|months?|years?|hours?)\s*$", re.I)
_PERIOD_JOIN = frozenset(("to", "through", "until", "-", "‐", "–", "—"))
_TO = re.compile(
    r"\b(?:up\s*to|to|through|until|till|over)\s*(?:the\s+)?(?:end\s+of\s+)?(?:(?:approximately|about|maximum(?:\s+of)?)\s*)?$",
    re.I,
)
_SAME = 0.03


@lru_cache(maxsize=1024)
def time_days(text: str | None) -> int | None:
    """The days that a time frame names, or None when it names none, several, or an age.

    >>> [time_days(t) for t in ("12 weeks", "one year", "baseline to 6 months", "week 4, 8 and 12", "up to 24 hours")]
    [84, 365, 182, None, 1]
    """
    if not text or len(text) > 2000:
        return None
    text = _REPEATED.sub(" ", text)
    if _AGE.search(text):
        return None
    points = _points(text)
    later = [days for days, _ in points if days > 0]
    if not later:
        return 0 if points and all(days == 0 for days, _ in points) else None
    last, ends_period = points[-1]
    longest = max(later)
    if all(abs(days - longest) <= _SAME * longest for days in later):
        return round(later[0])
    # "from day 2 up to 12 weeks": the end of the one period that is named
    return round(last) if ends_period and last == longest and len(later) == 2 else None


def _points(text: str) -> list[tuple[float, bool]]:
    """Every length or visit in reading order: days, and whether it is worded as the end of a period."""
    found: list[tuple[int, float, bool]] = []
    taken: list[tuple[int, int]] = []
    for pattern in (_NAMED, _COUNTED):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            found += _read(match, text, named=pattern is _NAMED)
    return [(days, ends) for _, days, ends in sorted(found, key=lambda point: point[0])]


def _read(match: re.Match[str], text: str, *, named: bool) -> list[tuple[int, float, bool]]:
    """The point of a match with the bare numbers that share its unit."""
    unit = _unit_days(match)
    number = _value(match["number"]) + (0.5 if not named and match["half"] else 0)
    start, end = match.span()
    points = [(start, number * unit, bool(_TO.search(text[:start])))]
    if named:
        while listed := _LIST_AFTER.match(text, end):
            if _COUNTED.match(text, listed.start("number")):
                break
            end = listed.end()
            points.append((listed.start("number"), _value(listed["number"]) * unit, _joins_period(listed)))
        return points
    while listed := _LISTED.search(text[:start]):
        # "from 4 to 12 weeks" ends at 12; "6 to 8 weeks" is neither of the two
        ends = _is_range_from(listed, text) and number > _value(listed["number"])
        points[0] = (points[0][0], points[0][1], ends)
        start = listed.start()
        points.append((start, _value(listed["number"]) * unit, False))
    return points


def _is_range_from(listed: re.Match[str], text: str) -> bool:
    lower = _value(listed["number"])
    joined = listed["join"].strip().lower() in _PERIOD_JOIN
    return joined and (lower == 0 or bool(_PERIOD_BEFORE.search(text[: listed.start()])))


def _joins_period(listed: re.Match[str]) -> bool:
    return listed["join"].strip().lower() in _PERIOD_JOIN


def _unit_days(match: re.Match[str]) -> float:
    groups = match.groupdict()
    unit = str(groups.get("unit") or groups.get("short")).lower()
    return _DAYS[unit] if unit in _DAYS else _DAYS[unit.rstrip("s")]


def _value(number: str) -> float:
    number = number.lower().replace(" ", "")
    if number in _WORDS:
        return float(_WORDS[number])
    sign = -1 if number[0] in "-−‐‑‒–" else 1
    return sign * float(number.lstrip("-−‐‑‒–").replace(",", "."))
