"""Words of Elsevier Pure portals that several forms of their pages share: types, dates, languages."""

from __future__ import annotations

import re

# Language names as portals print them (English, Danish, German, Dutch, Swedish, ...) -> ISO 639-1.
_NAMES = {
    "en": "english engelsk englisch engels engelska anglais inglés inglês",
    "da": "danish dansk dänisch deens danska",
    "de": "german tysk deutsch duits tyska",
    "nl": "dutch hollandsk nederlands niederländisch",
    "sv": "swedish svensk svenska schwedisch",
    "no": "norwegian norsk norska norwegisch",
    "fr": "french fransk français französisch frans",
    "es": "spanish spansk español spanisch",
    "it": "italian italiensk italiano italienisch",
    "pt": "portuguese portugisisk português",
    "fi": "finnish finsk suomi",
    "pl": "polish polsk polski",
    "ru": "russian russisk",
    "zh": "chinese kinesisk",
    "ja": "japanese japansk",
    "is": "icelandic islandsk",
}
LANGUAGES = {name: code for code, names in _NAMES.items() for name in names.split()}
_MONTHS = (
    ("jan",),
    ("feb", "fév"),
    ("mar", "mär", "mrt", "maa"),
    ("apr", "avr", "abr"),
    ("may", "maj", "mai", "mei"),
    ("jun", "jui"),
    ("jul",),
    ("aug", "aoû", "ago"),
    ("sep", "set"),
    ("oct", "okt", "out"),
    ("nov",),
    ("dec", "dez", "déc", "dic"),
)
_DATE = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d_]{3,})\.?\s+((?:19|20)\d{2})")
_NUMERIC = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d{2})\b")
_ISO = re.compile(r"\b((?:19|20)\d{2})(?:-(\d{2})(?:-(\d{2}))?)?\b")
# Words of a type line -> CSL type; the first that is found counts.
_TYPES = (
    (r"thesis|afhandling|ph\.?d|dissertation|doktor", "thesis"),
    (r"conference (article|paper|contribution|abstract)|proceeding|konferenc", "paper-conference"),
    (r"contribution to journal|journal article|tidsskrift|letter|review|editorial|comment|article", "article-journal"),
    (r"chapter|bidrag til bog|bogkapitel", "chapter"),
    (r"\bbook\b|\bbog\b|anthology", "book"),
    (r"preprint|working paper", "article"),
    (r"report|rapport", "report"),
    (r"data ?set|database", "dataset"),
    (r"newspaper|avis", "article-newspaper"),
    (r"net publication|internet", "webpage"),
)


def citation_type(type_line: str) -> str:
    """CSL type of a type line such as "Research output: Contribution to journal › Article › Research › peer-review"."""
    lower = type_line.lower()
    return next((csl for pattern, csl in _TYPES if re.search(pattern, lower)), "document")


def issued(printed: str | None) -> str | None:
    """ISO date in "Published - 11 Feb 2019", "Udgivet - 25 jun. 2018", "25/06/2018" or "2018", as precise as printed."""
    if not printed:
        return None
    if match := _DATE.search(printed):
        day, month, year = match.groups()
        number = _month(month)
        if number is not None:
            return f"{year}-{number:02d}-{int(day):02d}" if day and 1 <= int(day) <= 31 else f"{year}-{number:02d}"
        return year
    if match := _NUMERIC.search(printed):
        day, month, year = match.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}" if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 else year
    if match := _ISO.search(printed):
        return "-".join(part for part in match.groups() if part)
    return None


def _month(word: str) -> int | None:
    start = word[:3].lower()
    return next((number for number, names in enumerate(_MONTHS, 1) if start in names), None)
