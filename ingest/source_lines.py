"""A source line ("Lancet. 385(9963):117-71, 2015 Jan 10.") as its parts: how databases print where an article appeared."""

from __future__ import annotations

import re

_VOLUME = r"(?:Vol\.?\s*)?(?P<volume>(?!\d+pp?\b)[A-Za-z]?\d+[A-Za-z]?)(?:\s*\((?P<issue>[^()]{1,25})\))?"
_PAGES = r"(?P<pages>[A-Za-z]{0,3}\d+[A-Za-z]?(?:\s*-\s*[A-Za-z]{0,3}\d+[A-Za-z]?)?)"
_YEAR = r"(?:1[89]|20)\d\d"
_MONTHS = r"(?:[A-Z][a-z]{2,8}(?:\s\d{1,2})?(?:\s*[/-]\s*[A-Z][a-z]{2,8})?(?:\s\d{1,2})?)"
# In the order of how much each asks for; each is anchored at the title's start.
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        # PubMed, Ovid's journals: Stroke. 2019 Mar;50(3):697-704.   Acta Inventa August 2011;43(8):647-653
        rf"(?P<title>.+?)\.?\s+(?P<date>(?:{_MONTHS},?\s)?{_YEAR}(?:\s{_MONTHS})?)\s*;\s*{_VOLUME}(?:\s*:\s*{_PAGES})?",
        # APA PsycInfo: Invented Psychotherapy. Vol.43(5), Sep 2015, pp. 623-634.
        rf"(?P<title>.+?)\.\s+{_VOLUME},\s*(?P<date>[^,;]*{_YEAR}),\s*pp?\.?\s*{_PAGES}",
        # Embase: Endoscopy Invented (2014) 3:3 (152-160).
        rf"(?P<title>.+?)\s+\((?P<date>{_YEAR})\)\s+(?P<volume>\w+)(?:\s*:\s*(?P<issue>[\w /-]{{1,15}}?))?(?:\s+\({_PAGES}\))?"
        r"(?=\.|\s|$)",
        # Embase at Ovid: Endoscopy Invented. 3 (3) (pp 152-160), 2014.
        rf"(?P<title>.+?)\.\s+{_VOLUME}\s*\(pp?\.?\s*{_PAGES}\),\s*(?P<date>[^.]*{_YEAR})",
        # MEDLINE at Ovid, BIOSIS: Forest Letters. 201(2-3):327-334, November 15, 2004.
        rf"(?P<title>.+?)[.,]\s+{_VOLUME}\s*:\s*{_PAGES}(?:,\s*(?P<date>[^.]*{_YEAR}(?:\s{_MONTHS})?))?",
        # Political science abstracts: Journal of Letters 12, Winter 2007: 7-14.
        rf"(?P<title>.+?)\s+(?P<volume>\d{{1,4}}),\s*(?P<date>[A-Z][a-z]+\s{_YEAR})\s*:\s*{_PAGES}",
    )
)


def source_parts(line: str | None) -> dict[str, str]:
    """Title, date, volume, issue and pages of a source line, as far as it is in a known form; empty when it is in none.

    >>> source_parts("Acta Inventa. 43(8):647-53, 2011 Aug.")
    {'title': 'Acta Inventa', 'volume': '43', 'issue': '8', 'pages': '647-53', 'date': '2011 Aug'}
    """
    plain = " ".join((line or "").split())[:1000]
    for form in _FORMS:
        if match := form.match(plain):
            return {name: value.strip() for name, value in match.groupdict().items() if value and value.strip()}
    return {}
