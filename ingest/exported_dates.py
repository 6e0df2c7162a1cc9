"""Dates and languages as databases export them, as ISO text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.printed_dates import month_number

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d{2}|20\d{2})(?!\d)")
_NUMBERS = re.compile(
    r"(?P<year>1[5-9]\d\d|20\d\d)(?P<mark>[-/. ])(?P<month>0?[1-9]|1[0-2])(?:(?P=mark)(?P<day>0?[1-9]|[12]\d|3[01]))?(?![\d])"
)
_COMPACT = re.compile(r"(1[89]\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_LONGEST = 300  # characters of a field that are looked at
_WORD = re.compile(r"[^\W\d_]{3,10}")
_RANGE = re.compile(r"[^\W\d_]\.?\s*[-–/]\s*[^\W\d_]|\d\s*[-–/]\s*[^\W\d_]|[^\W\d_]\.?\s*\d{1,2}\s*[-–/]\s*\d{1,2}(?!\d)")
_DAY = re.compile(r"(?<!\d)([12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d)")

# ISO 639-2 codes whose ISO 639-1 code is not their first two letters, and names in English.
_CODES = dict(
    pair.split("=")
    for pair in (
        "ger=de deu=de spa=es dut=nl nld=nl chi=zh zho=zh jpn=ja swe=sv por=pt pol=pl cze=cs ces=cs gre=el ell=el tur=tr kor=ko"
        " per=fa fas=fa srp=sr scr=hr hrv=hr slo=sk slk=sk slv=sl est=et ice=is isl=is baq=eu eus=eu mul=mul und=und"
        " german=de spanish=es dutch=nl chinese=zh japanese=ja swedish=sv portuguese=pt polish=pl czech=cs greek=el turkish=tr"
        " korean=ko persian=fa farsi=fa serbian=sr croatian=hr slovak=sk slovenian=sl slovene=sl estonian=et icelandic=is"
        " english=en french=fr danish=da norwegian=no finnish=fi italian=it russian=ru hungarian=hu romanian=ro bulgarian=bg"
        " hebrew=he arabic=ar ukrainian=uk lithuanian=lt latvian=lv catalan=ca thai=th vietnamese=vi deutsch=de español=es"
        " français=fr dansk=da svenska=sv norsk=no nederlands=nl italiano=it português=pt american=en british=en"
    ).split()
)


def exported_date(text: str | None) -> str | None:
    """The certain part of a date as ISO text: "2016/09//", "1996 Jul 9", "Sep-2015", "January 1, 2013", "2010 May-Jun".

    Seasons and ranges give the year or the first month; years before 1500 and "0000" give None.

    >>> [exported_date(t) for t in ("2016/09//", "1996 Jul 9", "2010 January/February", "2013/02/15/received", "n.d.")]
    ['2016-09', '1996-07-09', '2010-01', '2013-02-15', None]
    """
    plain = " ".join((text or "")[:_LONGEST].split())
    if compact := _COMPACT.fullmatch(plain):
        return "-".join(compact.groups())
    if numbers := _NUMBERS.search(plain):
        parts = [numbers["year"], *(f"{int(part):02}" for part in (numbers["month"], numbers["day"]) if part)]
        return "-".join(parts)
    year = _YEAR.search(plain)
    if year is None:
        return None
    rest = plain[: year.start()] + " " + plain[year.end() :]
    word = next((number for found in _WORD.findall(rest) if (number := month_number(found))), None)
    if word is None:
        first = re.fullmatch(r"(0?[1-9]|1[0-2])", rest.strip(" /-.,"))  # "07 2006", "07/2006"
        return f"{year[1]}-{int(first[1]):02}" if first else year[1]
    day = None if _RANGE.search(rest) else _DAY.search(rest)
    return f"{year[1]}-{word:02}" + (f"-{int(day[1]):02}" if day else "")


def first_date(texts: Iterable[str | None]) -> str | None:
    """The first date that can be read, made more precise by another that agrees with it as far as it goes."""
    found = [date for text in texts if (date := exported_date(text))]
    if not found:
        return None
    return max((date for date in found if date.startswith(found[0])), key=len)


def language_code(text: str | None) -> str | None:
    """ISO 639-1 code of a language given by name or code ("English.", "eng", "en_US"); None for what is no language."""
    word = re.match(r"\s*([^\W\d_]{2,12})", text or "")
    if not word:
        return None
    name = word[1].lower()
    if name in _CODES:
        return _CODES[name]
    if len(name) == 2:
        return name
    return name[:2] if len(name) == 3 else None
