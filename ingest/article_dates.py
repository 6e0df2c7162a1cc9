"""When an article was published, from the many styles of date in meta tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.printed_dates import month_number

# The issue's own date before an online date, as a journal is cited.
_TAGS = (
    "citation_publication_date citation_cover_date citation_date citation_year bepress_citation_date dc.date.issued"
    " dcterms.issued dc.issued"
    " prism.publicationdate prism.coverdate dc.date dcterms.date dc.date.created eprints.date wkhealth_article_publication_date"
    " citation_online_date article:published_time"
).split()
_ISO = re.compile(r"((?:1[89]|20)\d\d)(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?!\d)")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:1[89]|20)\d\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-]((?:1[89]|20)\d\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+)?(?P<month>[^\W\d_]{3,12})\.?\s+(?:(?P<day2>\d{1,2})(?:st|nd|rd"
    r"|th)?,?\s+)?(?P<year>(?:1[89]|20)\d\d)"
    r"|(?P<year3>(?:1[89]|20)\d\d)\s+(?P<month3>[^\W\d_]{3,12})\.?(?:\s+(?P<day3>\d{1,2}))?"
)


def date_of(tags: Mapping[str, Sequence[str]], scholarly: Mapping[str, Any]) -> tuple[str, str] | None:
    """(ISO text as precise as given, where it was read), or None.

    "03/04/2014" could be either way round: another date of the page decides, else only the year is kept.
    """
    given = [(value, f"//meta[@name='{tag}']/@content") for tag in _TAGS for value in tags.get(tag, ())]
    for name in ("datePublished", "dateCreated"):
        value = scholarly.get(name)
        given += [(value, "ld+json")] if isinstance(value, str) else []
    sure = {found for value, _ in given if (found := iso(value))}
    for value, place in given:
        found = iso(value) or _either_way(value, sure)
        if found:
            return found, place
    return None


def iso(text: str) -> str | None:
    """ISO text of a date in a meta tag, None when it is none or could be read in two ways.

    >>> iso("2012/7"), iso("Dec 20, 2006"), iso("2012 Nov 26"), iso("13/04/2014"), iso("03/04/2014")
    ('2012-07', '2006-12-20', '2012-11-26', '2014-04-13', None)
    """
    text = text.strip()
    if match := _COMPACT.fullmatch(text):
        return _joined(*match.groups())
    if (match := _ISO.match(text)) and text[match.end() : match.end() + 1] in ("", "T", " "):
        words = _WORDS.fullmatch(text)
        return _worded(words) if words else _joined(*match.groups())
    if match := _SLASHED.fullmatch(text):
        return next(iter(ways), None) if len(ways := set(_ways(match))) == 1 else None
    if match := _MONTH_YEAR.fullmatch(text):
        return _joined(match.group(2), match.group(1), None)
    words = _WORDS.search(text)
    return _worded(words) if words else None


def _ways(match: re.Match[str]) -> Iterator[str]:
    first, second, year = match.groups()
    for month, day in ((first, second), (second, first)):
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            yield f"{year}-{int(month):02}-{int(day):02}"


def _either_way(text: str, sure: set[str]) -> str | None:
    match = _SLASHED.fullmatch(text.strip())
    if not match:
        return None
    ways = [way for way in _ways(match) if way in sure or way[:7] in sure]
    return ways[0] if len(ways) == 1 else match.group(3) if list(_ways(match)) else None


def _worded(match: re.Match[str]) -> str | None:
    year, word = match["year"] or match["year3"], match["month"] or match["month3"]
    month, day = month_number(word), match["day"] or match["day2"] or match["day3"]
    return _joined(year, str(month), day) if month else year


def _joined(year: str, month: str | None, day: str | None) -> str:
    if not month or not 1 <= int(month) <= 12:
        return year
    return f"{year}-{int(month):02}-{int(day):02}" if day and 1 <= int(day) <= 31 else f"{year}-{int(month):02}"
