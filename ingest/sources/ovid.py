"""Ovid: search results saved as tagged text ("TI  - ...") or as labelled text ("Title" with the value on the next line).

Home: https://ovidsp.ovid.com/
Oddities seen (2026-11): "<12. >" or "<12>" before a record, or nothing; tags that mean other things from database to database
(IS is an ISSN, ID keywords, IP an issue, PB a publisher and place); degrees, roles and footnote signs behind names; "[Review]"
behind titles; where it appeared only as one line (SO), books as another (BT); DOIs as addresses; records indented by one space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.exported_reference import Reference, parsed_references
from ingest.page import Page
from ingest.records import Parsed
from ingest.source_lines import source_parts
from ingest.text_stream import head_text, record_lines

KIND = "file"
HOME = "https://ovidsp.ovid.com/"
URL: re.Pattern[str] | None = None
RANK = 21
STREAMS = True

_MARK = re.compile(r"\s?<\d+(?:\. ?)?>\s*$")
_TAGGED = re.compile(r"\s?([A-Z][A-Z0-9]|SCORE) {2}- ?(.*)")
_LABELS = {
    "accession number": "AN",
    "author": "AU",
    "authors": "AU",
    "editor": "ED",
    "title": "TI",
    "chapter title": "TI",
    "original title": "OT",
    "source": "SO",
    "abstract": "AB",
    "author keywords": "KW",
    "key phrase identifiers": "KW",
    "keyword heading": "KW",
    "language": "LG",
    "document type": "DT",
    "publication type": "PT",
    "issn": "IS",
    "isbn": "IB",
    "doi number": "DO",
    "digital object identifier": "DO",
    "clinical trial number": "CN",
    "year of publication": "YR",
    "publication year": "YR",
    "publisher": "PU",
    "database": "DB",
    "mesh subject headings": "MH",
    "pmid": "PM",
}
# Labels that are no fields of ours but end the one before.
_OTHER_LABELS = frozenset(
    "score|status|institution|author e-mail|author initials|country of publication|journal subset|nlm journal code"
    "|nlm journal name"
    "|link to the ovid full text or citation|local messages|link to the external link resolver|address|copyright|email address"
    "|correspondence address|corporate author|version id|comments|grant information|date created|entry date|update date"
    "|author nameid|record owner|unique identifier|correspondence|age group|population|grant sponsorship|references".split("|")
)
_NAMES = {
    "OT": "original_title",
    "AB": "abstract",
    "LG": "language",
    "YR": "date",
    "DP": "date",
    "JN": "container",
    "JT": "container",
    "VO": "volume",
    "VI": "volume",
    "IP": "issue",
    "PG": "pages",
    "PM": "pmid",
    "ED": "editor",
    "DB": "database",
    "AN": "accession",
    "KW": "keyword",
    "DE": "keyword",
    "ID": "keyword",
    "MH": "keyword",
    "CN": "registration",
    "UR": "url",
}
_LONGEST = 300  # characters of a name, or of a title's end, that are looked at
_GENRE_BEHIND = re.compile(r"[.\s]*\[((?:[A-Z][\w-]+(?:[ :/&-]+\w+){0,5}))\][.\s]*$")
# Possessive throughout: a run of digits can be cut in very many ways.
_SIGNS = re.compile(
    r"(?:\s*+[,;]?+\s*+(?:\d{1,2}+(?:,\d{1,2}+)*+|[*+#^~|&$%@!=]++|\(\w?\)))++(?:,[*+#]++)*+\s*+$|\s*+\[[^\]]*+\]|\s*+\(\w\)"
)
_DEGREES = re.compile(
    r"[\s,;]+(?:M\.?D|Ph\.? ?D|D\.?Phil|[MB]\.?Sc|[MB]\.?S|M\.?P\.?H|[MB]\.?A|R\.?N|D\.?O|D\.?D\.?S|Pharm\.?D|Dr\.?P\.?H"
    r"|M\.?B\.?A|MBBS|MBChB|FA[A-Z]{2,4}|FR[A-Z]{2,4}|F[A-Z]{3}|D?PT|DSc|EdD|PsyD|LCSW|MSW|M\.?Ed|MEng|Prof|PG[Dd]ip|JD|DVM|BPharm"
    r"|MHS|CNS|APRN)"
    r"\b\.?(?=[\s,;]|$)"
)
# Where a record starts, or the one before has ended.
_START = re.compile(r"\s?<\d|\s*$")


def recognizes(page: Page) -> bool:
    """A record's mark or score line with Ovid's fields below it."""
    head = head_text(page)
    if head.lstrip().startswith(("<?", "<!", "{")):
        return False
    is_tagged = re.search(r"^\s?VN  - Ovid Technologies", head, re.M) is not None
    labels = {line.strip().lower() for line in head.split("\n")[:60]}
    is_labelled = len(labels & {"accession number", "title", "source", "author", "score", "publication type"}) >= 3
    is_marked = re.search(r"^\s?<\d+(?:\. ?)?>\s*$", head, re.M) is not None
    return is_tagged or (is_labelled and (is_marked or "score" in labels))


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each result, streamed. Raises PageChanged when there is none."""
    numbered = enumerate(_records(record_lines(page, _START)), 1)
    yield from parsed_references(((f"record {number}", _reference(record)) for number, record in numbered), "an Ovid file")


def _records(lines: Iterable[str]) -> Iterator[list[tuple[str, str]]]:
    """Records as tags and values: at a mark, or where the first field of a record comes again after a blank line."""
    record: list[tuple[str, str]] = []
    after_blank = True
    for line in lines:
        tag, value = _field(line)
        starts = _MARK.match(line) is not None or (after_blank and bool(record) and tag is not None and tag == record[0][0])
        if starts and record:
            yield record
            record = []
        if tag is not None:
            record.append((tag, value))
        elif record and line.strip() and not _MARK.match(line):
            last, before = record[-1]
            record[-1] = (last, f"{before}\n{line.strip()}" if before else line.strip())
        after_blank = not line.strip()
    if record:
        yield record


def _field(line: str) -> tuple[str | None, str]:
    """The tag that a line starts with, and its value; a label of the other layout has its value on the next line."""
    if tagged := _TAGGED.match(line):
        return tagged[1], tagged[2].strip()
    label = line.strip().lower()
    if line[:1].isalpha() and (label in _LABELS or label in _OTHER_LABELS):
        return _LABELS.get(label, label), ""
    return None, ""


def _reference(record: list[tuple[str, str]]) -> Reference:
    tags = {tag: value for tag, value in reversed(record) if value}
    reference = Reference()
    reference.add("type", _type(record, tags), "PT")
    _add_title(reference, tags)
    for tag, value in record:
        if tag == "AU":
            _add_people(reference, value)
        elif tag in ("DO", "DI"):
            reference.add("doi", value, tag)
        elif tag in ("PT", "DT"):
            reference.add("genre", value.strip(" ."), tag)
        elif tag in ("IS", "IL"):
            reference.add("issn", value, tag)
        elif tag in _NAMES:
            reference.add(_NAMES[tag], value.replace("\n", "; ") if _NAMES[tag] == "keyword" else _one_line(value), tag)
    publisher = tags.get("PU") or tags.get("PB") or ""
    reference.add("publisher", re.split(r"[,;]\s", publisher)[0], "PU" if "PU" in tags else "PB")
    _add_source(reference, tags)
    return reference


def _type(record: list[tuple[str, str]], tags: dict[str, str]) -> str:
    genres = " | ".join(value.lower() for tag, value in record if tag in ("PT", "DT"))
    if "chapter" in genres:
        return "chapter"
    if "patent" in genres:
        return "document"
    if "dissertation" in genres:
        return "thesis"
    if re.search(r"(?:^|\| )(?:authored |edited )?books?\b", genres) or "Books@Ovid" in tags.get("DB", ""):
        return "book"
    return "article-journal"


def _add_title(reference: Reference, tags: dict[str, str]) -> None:
    title = _one_line(tags.get("TI", ""))
    tail = max(0, len(title) - _LONGEST)
    if (kind := _GENRE_BEHIND.search(title, tail)) and kind.start() > 0:
        reference.add("genre", kind[1] if kind[1] != "References" else None, "TI")
        title = title[: kind.start()]
    reference.add("title", title, "TI")


def _add_people(reference: Reference, value: str) -> None:
    """Names without degrees, roles and footnote signs; degrees may be parted by the same sign as people."""
    for part in re.split(r";\s{2,}|\n", value):
        name = _SIGNS.sub("", _one_line(part)[:_LONGEST])
        while name != (shorter := _SIGNS.sub("", _DEGREES.sub("", name).rstrip(" ,;"))):
            name = shorter
        if name and not name.isdigit():
            reference.add("author", _cased(name), "AU")


def _cased(name: str) -> str:
    """A family name in capitals ("WIJERS, Gea D M") as it is written elsewhere."""
    family, comma, given = name.partition(",")
    return f"{family.title()}{comma}{given}" if comma and len(family) > 3 and family.isupper() and not given.isupper() else name


def _add_source(reference: Reference, tags: dict[str, str]) -> None:
    """What stands only in the source line; the year alone is never taken from it when a field has it."""
    line = _one_line(tags.get("SO") or tags.get("BT") or "")
    tag = "SO" if "SO" in tags else "BT"
    if reference.first("type") in ("chapter", "book"):
        _add_book(reference, line, tag)
        return
    parts = source_parts(line)
    for name, ours in (("title", "container"), ("volume", "volume"), ("issue", "issue"), ("pages", "pages")):
        if reference.first(ours) is None:
            reference.add(ours, parts.get(name), tag)
    reference.add("date", parts.get("date"), tag)
    if reference.first("container") is None and line and not parts and reference.first("type") == "article-journal":
        reference.add("container", re.split(r"\.(?:\s|$)", line)[0], tag)


def _add_book(reference: Reference, line: str, tag: str) -> None:
    """ "Editors. Title of the book.:371-397, 2004." """
    book = re.match(r"(?:.*\[(?:Editor|Ed|Eds)\b[^\]]*\]\.\s+)?(?P<title>.+?)\.?\s*[:.]\s*(?P<pages>\d+-\d+)", line)
    if book and reference.first("type") == "chapter":
        title, publisher = book["title"], reference.first("publisher")
        if own := re.match(r"\[[^\]]+\]", title):  # a translated title, the printed one after it
            title = own.group()
        elif publisher:
            title = title.partition(publisher)[0] or title
        reference.add("container", title.rstrip(". "), tag)
        reference.add("pages", book["pages"], tag)
    years = re.findall(r"(?<![\d-])(?:19|20)\d\d(?![\d-])", re.sub(r"\[[^\]]*\]", " ", line))
    if reference.first("date") is None and years:
        reference.add("date", years[-1], tag)


def _one_line(text: str) -> str:
    return " ".join(text.split())
