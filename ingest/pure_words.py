# ruff: noqa: E501 (tables are easier to read unbroken)
"""Words of Elsevier Pure portals that several forms of their pages share: types, dates, languages."""

from __future__ import annotations

import re

from ingest.headings import heading_kind

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


# Labels of the details table, lower case, in the portals' languages -> field.
_LABELS = {
    "language": "original language|originalsprog|originalsprache|oorspronkelijke taal-2|oorspronkelijke taal|originalspråk|langue d'origine|lingua originale"
    "|idioma original|alkuperäiskieli",
    "number": "article number|artikelnummer|artikkelnummer|número de artículo|numero d'article|artikkeli",
    "page": "pages (from-to)|sider (fra-til)|seiten (von - bis)|pagina's (van-tot)|sidor (från-till)|sider (fra-til)|pages (de - à)|pagine (da-a)"
    "|páginas (desde-hasta)|sivut|pages|sider|seiten|pagina's",
    "container_title": "journal|tidsskrift|zeitschrift|tijdschrift|tidskrift|revue|rivista|publicación|lehti|title of host publication|titel på værtspublikation"
    "|titel der publikation|titel|titel på gästpublikation|host publication title|titre de la publication principale",
    "volume": "volume|vol/bind|bind|volym|jahrgang|volumen|vuosikerta",
    "issue": "issue number|udgave nummer|ausgabenummer|nummer van het tijdschrift|nummer|número|numéro de publication|numero di pubblicazione|nummer|numero"
    "|journal number",
    "issued": "publication status|status|publikationsstatus|status (publiziert)|publicatiestatus|état de la publication|stato di pubblicazione|estado|tila"
    "|publiceringsstatus|publisert",
    "date": "publication date|udgivelsesdato|publikationsdatum|date|publicatiedatum",
    "publisher": "publisher|forlag|herausgeber (verlag)|uitgeverij|förlag|verlag|editore|editorial|éditeur",
    "doi": "dois|doi|digital object identifiers (dois)",
    "issn": "issn|issn (print)|trykt issn|print issn|issn (electronic)|elektronisk issn",
    "translated_title": "translated title of the contribution|bidragets oversatte titel|titel in übersetzung|vertaalde titel van de bijdrage",
}
DETAILS = {label: name for name, labels in _LABELS.items() for label in labels.split("|")}

# A label inside an abstract: capitals, or a known heading word, before a colon at the start of a line or sentence.
_LABEL_START = re.compile(r"^\s*([A-Z][A-Za-z/&,() -]{2,60}?)\s*:\s+(?=\S)")
_LABEL_INSIDE = re.compile(r"(?:(?<=[.!?)])|(?<=\.\s))\s*\b([A-Z][A-Z/& ,()-]{3,50}[A-Z)])\s*:\s+(?=\S)")


def split_labels(lines: list[str]) -> list[tuple[str, str]]:
    """(label, text) of each labelled part of an abstract; unlabelled lines are joined with what stands before them."""
    parts: list[tuple[str, str]] = []
    for line in lines:
        for label, words in _cut(line):
            if label or not parts:
                parts.append((label, words))
            else:
                before_label, before = parts[-1]
                parts[-1] = (before_label, f"{before}\n{words}")
    return parts


def _cut(line: str) -> list[tuple[str, str]]:
    starts: list[tuple[int, int, str]] = []
    first = _LABEL_START.match(line)
    if first and (first.group(1).isupper() or heading_kind(first.group(1)) not in (None,)) and len(first.group(1).split()) <= 6:
        starts.append((0, first.end(), first.group(1)))
    if not first or first.group(1).isupper():
        starts += [
            (m.start(), m.end(), m.group(1).strip())
            for m in _LABEL_INSIDE.finditer(line)
            if not starts or m.start() > starts[0][1]
        ]
    if not starts:
        return [("", line)]
    head = [("", line[: starts[0][0]].strip())] if line[: starts[0][0]].strip() else []
    ends = [start for start, _, _ in starts[1:]] + [len(line)]
    return head + [(label, line[after:end].strip()) for (_, after, label), end in zip(starts, ends, strict=True)]
