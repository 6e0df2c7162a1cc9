"""Dates as pages print them, in the languages of the portals read here, as ISO text."""

from __future__ import annotations

import re

_MONTHS = (
    "jan|ene|gen", "feb|fév|fev|févr", "mar|mär|mrt|maa", "apr|avr|abr", "may|mai|maj|mei|mag", "jun|juin|giu", "jul|juil|lug",
    "aug|aoû|ago", "sep|set", "oct|okt|ott|out", "nov", "dec|dez|déc|dic",
)  # fmt: skip
_WORD = r"([A-Za-zäéûç]{3,10})\.?"
_DATE = re.compile(
    rf"(?<!\d)(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)|(?<!\d)(?P<day>[0-3]?\d)(?:\.|st|nd|rd|th"
    rf"|\.?\s+de)?\s+{_WORD.replace('(', '(?P<month>', 1)}\s*,?\s*(?:de\s+)?(?P<year>(?:19|20)\d\d)(?!\d)"
    rf"|{_WORD.replace('(', '(?P<month2>', 1)}\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)(?!\d)"
    r"|(?<!\d)(?P<day3>[0-3]?\d)\.(?P<month3>[01]?\d)\.(?P<year3>(?:19|20)\d\d)(?!\d)"
)


_MONTH_YEAR = re.compile(rf"\s*{_WORD}\s+((?:19|20)\d\d)(?!\d)")


def printed_date(text: str | None) -> str | None:
    """The first whole date in a short text; None where day and month could be either way round (03/04/2020)."""
    for match in _DATE.finditer((text or "")[:300]):
        if match["iso"]:
            return match["iso"]
        year = match["year"] or match["year2"] or match["year3"]
        day = int(match["day"] or match["day2"] or match["day3"])
        month = int(match["month3"]) if match["month3"] else month_number(match["month"] or match["month2"])
        if month and 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year}-{month:02}-{day:02}"
    return None


def printed_month(text: str | None) -> str | None:
    """A month with its year at the beginning of a short text ("Januar 2021"), as ISO text."""
    match = _MONTH_YEAR.match(text or "")
    number = month_number(match[1]) if match else None
    return f"{match[2]}-{number:02}" if match and number else None


def month_number(word: str) -> int | None:
    """A month's number from its name or a short form of three letters or more."""
    plain = word.lower()
    return next(
        (number for number, names in enumerate(_MONTHS, 1) if any(plain.startswith(name) for name in names.split("|"))), None
    )
