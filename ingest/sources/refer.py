"""Refer: EndNote's own tagged text (.enw: "%0 Journal Article", "%A Holm, Ada"), one letter or sign for each field.

Home: https://www.loc.gov/standards/mods/v3/refer-mapping.html
Oddities seen (2026-11): abstracts over several lines; a record that is one author only; blank lines within notes.
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
HOME = "https://www.loc.gov/standards/mods/v3/refer-mapping.html"
URL: re.Pattern[str] | None = None
RANK = 30
STREAMS = True

_LINE = re.compile(r"%([0-9A-Z@!~*#$^>\[\]+&?<=]) ?(.*)")
_LOOKS = re.compile(r"\s*%(?:0 [A-Z][a-z]+|[ABDEJTUX] \S)")
_TYPES = (
    ("article-journal", r"journal|electronic article"),
    ("chapter", r"section|chapter|encyclopedia|dictionary"),
    ("book", r"book"),
    ("thesis", r"thesis"),
    ("paper-conference", r"conference"),
    ("report", r"report|government document|standard"),
    ("article-newspaper", r"newspaper"),
    ("article-magazine", r"magazine"),
    ("webpage", r"web page|online"),
    ("dataset", r"dataset"),
    ("post-weblog", r"blog"),
)
_NAMES = {
    "T": "title",
    "Q": "original_title",
    "E": "editor",
    "V": "volume",
    "N": "issue",
    "P": "pages",
    "I": "publisher",
    "G": "language",
    "X": "abstract",
    "K": "keyword",
    "R": "doi",
    "U": "url",
    "@": "issn",
    "M": "accession",
    "2": "pmcid",
    "Z": "note",
    "1": "note",
    "9": "genre",
    **dict.fromkeys("~W", "database"),
    **dict.fromkeys("8D", "date"),
}
# Where a record starts, or the one before has ended.
_START = re.compile(r"%0|\s*$")


def recognizes(page: Page) -> bool:
    """A first line with one of the format's fields."""
    return _LOOKS.match(head_text(page, 400)) is not None


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each reference, streamed. Raises PageChanged when there is none."""
    numbered = enumerate(_records(record_lines(page, _START)), 1)
    yield from parsed_references(((f"record {number}", _reference(record)) for number, record in numbered), "a Refer file")


def _records(lines: Iterable[str]) -> Iterator[list[tuple[str, str]]]:
    """Records as tags and values: at a type, or where a title comes again after a blank line."""
    record: list[tuple[str, str]] = []
    after_blank = False
    for line in lines:
        match = _LINE.match(line)
        if match is None:
            if record and line.strip():
                tag, value = record[-1]
                record[-1] = (tag, f"{value}\n{line.strip()}")
            after_blank = after_blank or not line.strip()
            continue
        if record and (match[1] == "0" or (after_blank and match[1] in "AT" and any(tag == "T" for tag, _ in record))):
            yield record
            record = []
        record.append((match[1], match[2].strip()))
        after_blank = False
    if record:
        yield record


def _reference(record: list[tuple[str, str]]) -> Reference:
    tags = dict(reversed(record))
    reference = Reference()
    written = tags.get("0", "")
    kind = next((kind for kind, pattern in _TYPES if re.search(pattern, written, re.I)), "document")
    reference.add("type", "article-journal" if not written and "J" in tags else kind, "%0")
    for tag, value in record:
        if tag == "A":
            for name in split_names(" ".join(value.split())):
                reference.add("author", name, "%A")
        elif tag == "?" or tag == "Y":
            reference.add("editor", value, f"%{tag}")
        elif ours := _NAMES.get(tag):
            reference.add(ours, value if ours in ("abstract", "keyword", "note") else " ".join(value.split()), f"%{tag}")
    for tag in "JB":
        if reference.first("container") is None:
            reference.add("container", tags.get(tag), f"%{tag}")
    return reference
