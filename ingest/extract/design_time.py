"""Length of follow-up, as stated."""

from __future__ import annotations

import re

from ingest.extract.design_words import Hit
from ingest.extract.number_words import count_value
from ingest.extract.scope import Part, near
from ingest.extract.wording import Wording

_N = (
    r"(?:\d+(?:[.·]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty(?:-four)?"
    r"|thirty|a)"
)
_U = r"(?:day|week|month|year|wk|mo|yr)"
_FOLLOW = r"follow(?:ed)?[- ]?up"
_FOLLOW_UP = Wording(
    rf"\b(?P<median>(?:median|mean|average)\s+(?:duration of |length of )?{_FOLLOW}(?:\s+(?:period|time"
    rf"|duration))?[,\s]*(?:was|of|=|:)?\s*(?:approximately |about )?\(?(?:\w+ )?(?P<n1>{_N})[\s-](?P<u1>{_U})s?\b)"
    rf"|\b(?P<n2>{_N})[\s-](?P<u2>{_U})s?(?:['’])?\s(?:(?:of|post-?\w*|clinical|telephone|treatment|long-term"
    rf"|total)\s)?{_FOLLOW}"
    rf"|\b{_FOLLOW}(?:\s+(?:period|time|duration|assessments?|visits?|was|were|evaluations?|data|of|at|for|after"
    rf"|until|over|to|up|patients|participants))*\s*\(?(?P<n3>{_N})[\s-](?P<u3>{_U})s?\b"
    rf"|\bfollowed\s+(?:up\s+)?(?:for|until|over|during|to|at)\s+(?:up to |at least |a (?:period|total|minimum"
    rf"|median|mean) of |approximately |about )*(?P<n4>{_N})[\s-](?P<u4>{_U})s?\b",
    "follow",
)
_NOT = re.compile(r"\b(?:loss|lost|losses) to $", re.I)
_DAYS = {"day": 1, "week": 7, "wk": 7, "month": 30.4, "mo": 30.4, "year": 365, "yr": 365}
_FULL = {"wk": "week", "mo": "month", "yr": "year"}


def follow_up(text: str, parts: tuple[Part, ...]) -> Hit | None:
    """A median or mean follow-up if one is stated, else the longest follow-up named ("one year", "12 months")."""
    found: list[tuple[bool, float, Hit]] = []
    for part, match in near(_FOLLOW_UP, text, parts):
        if part.kind in ("conclusions", "background") or _NOT.search(text[max(0, match.start() - 10) : match.start()]):
            continue
        n = next(match[f"n{i}"] for i in range(1, 5) if match[f"n{i}"])
        unit = next(match[f"u{i}"] for i in range(1, 5) if match[f"u{i}"]).lower()
        amount = 1.0 if n.lower() == "a" else _amount(n)
        if amount is None:
            continue
        unit_word = _FULL.get(unit, unit)
        shown = f"{'one' if n.lower() == 'a' else n.lower()} {unit_word}{'' if amount == 1 else 's'}"
        median = bool(match["median"])
        rule = "median-follow-up" if median else "follow-up"
        found.append((median, amount * _DAYS[unit], Hit(shown, match.start(), match.end(), rule)))
    if not found:
        return None
    return max(found, key=lambda f: (f[0], f[1], -f[2].start))[2]


def _amount(printed: str) -> float | None:
    if printed[0].isdigit():
        return float(printed.replace("·", "."))
    value = count_value(printed)
    return float(value) if value else None
