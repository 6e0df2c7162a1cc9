"""ISI tagged text: Web of Science and its relatives (.ciw, .isi, .txt: "PT J", "AU Holm, A", wrapped at three spaces).

Home: https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html
Oddities seen (2026-11): authors in short (AU) and in full (AF); several names on one line; titles and journals in capitals;
pages as BP and EP or as one PS; MEDLINE's numbers as "MEDLINE:123" in UT; the day of a date in PD without its year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.exported_reference import Reference, parsed_references
from ingest.listed_names import split_names
from ingest.page import Page
from ingest.records import Parsed
from ingest.text_stream import head_text, record_lines

KIND = "file"
HOME = "https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html"
URL: re.Pattern[str] | None = None
RANK = 23
STREAMS = True

_LINE = re.compile(r"([A-Z][A-Z0-9]) (.*)|(ER|EF)\s*$")
_LOOKS = re.compile(r"^(?:FN (?:ISI|Clarivate|Thomson|Web of)|PT [A-Z]\s*$|PT (?:Journal|Book|Patent))", re.M)
_TYPES = {"J": "article-journal", "B": "book", "S": "chapter", "C": "paper-conference", "P": "document"}
_NAMES = {
    "TI": "title",
    "FT": "original_title",
    "VL": "volume",
    "IS": "issue",
    "AR": "number",
    "BP": "first_page",
    "EP": "last_page",
    "PS": "pages",
    "PY": "date",
    "PU": "publisher",
    "LA": "language",
    "AB": "abstract",
    "DI": "doi",
    "PM": "pmid",
    "UT": "accession",
    "DT": "genre",
    "DE": "keyword",
    "ID": "keyword",
    "MH": "keyword",
    **dict.fromkeys(("SN", "EI"), "issn"),
    **dict.fromkeys(("ED", "BE", "BF"), "editor"),
    **dict.fromkeys(("JI", "J9"), "container_short"),
}
# Where a record starts, or the one before has ended.
_START = re.compile(r"(?:PT|ER)\b")


def recognizes(page: Page) -> bool:
    """The file's name line, or a record's type in ISI's one letter, followed by other tags of ISI."""
    head = head_text(page)
    return _LOOKS.search(head) is not None and re.search(r"^(?:AU|TI|SO) \S", head, re.M) is not None


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each reference, streamed. Raises PageChanged when there is none."""
    numbered = enumerate(_records(record_lines(page, _START)), 1)
    yield from parsed_references(((f"record {number}", _reference(record)) for number, record in numbered), "an ISI file")


def _records(lines: Iterable[str]) -> Iterator[list[tuple[str, str]]]:
    """Records as tags and values (lines kept apart), from PT to ER; a lost ER ends at the next PT."""
    record: list[tuple[str, str]] = []
    for line in lines:
        match = _LINE.match(line)
        if match is None:
            if record and line.startswith("  ") and line.strip():
                tag, value = record[-1]
                record[-1] = (tag, f"{value}\n{line.strip()}")
            continue
        tag = match[1] or match[3]
        if tag in ("ER", "EF", "PT") and record:
            yield record
            record = []
        if tag not in ("ER", "EF", "FN", "VR"):
            record.append((tag, (match[2] or "").strip()))
    if record:
        yield record


def _reference(record: list[tuple[str, str]]) -> Reference:
    tags = dict(reversed(record))
    reference = Reference()
    kind = _TYPES.get(tags.get("PT", "J")[:1].upper(), "document")
    if kind == "book" and "SO" in tags and "TI" in tags and "BP" in tags:
        kind = "chapter"
    reference.add("type", kind, "PT")
    authors = "AF" if "AF" in tags else "AU"
    for tag, value in record:
        if tag == authors:
            for line in value.split("\n"):
                for name in split_names(line):
                    reference.add("author", name, tag)
        elif tag == "CA":
            reference.add("author", "{" + _one_line(value) + "}", tag)
        elif ours := _NAMES.get(tag):
            reference.add(ours, _one_line(value).removeprefix("UNSP "), tag)
    reference.add("title" if kind == "book" and "TI" not in tags else "container", _one_line(tags.get("SO", "")), "SO")
    if day := tags.get("PD"):
        reference.add("date", day if tags.get("PY", "?") in day else f"{tags.get('PY', '')} {day}", "PD")
    return reference


def _one_line(text: str) -> str:
    return " ".join(text.split())
