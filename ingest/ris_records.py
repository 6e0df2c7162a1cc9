"""RIS: records of tagged lines ("TY  - JOUR" to "ER  -"), as reference managers, databases and portals write them.

Written down in https://en.wikipedia.org/wiki/RIS_(file_format) and Research Information Systems' own sheets of 2001 and
2011; seen in the wild and read here: one space instead of two, no space before an empty value, values that go on for
several lines, records without their end, a TY in the middle of a record, lines of a database before and between the
records, several names in one line, the two generations of tags mixed (T1/TI, A1/AU, N2/AB, Y1/PY).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.exported_reference import Reference, parsed_references
from ingest.listed_names import split_names
from ingest.records import Parsed

# Tags of both generations. In the full form of two spaces ("SO  - ") any tag ends the value before it; in looser forms what
# stands before a hyphen and is none of these is a word of a wrapped line.
_TAGS = frozenset(
    "TY ER ID TI T1 T2 T3 TT TA CT BT ST AU A1 A2 A3 A4 ED PY Y1 Y2 DA VL IS CP SP EP SE JO JF JA J1 J2 SN AB N2 N1 KW DO DI UR"
    " L1 L2 L3 L4 LK PB CY PP AD AN AV C1 C2 C3 C4 C5 C6 C7 C8 CA CN DB DP DS ET LA LB M1 M2 M3 NV OP RI RN RP SV U1 U2 U3 U4 U5"
    " WP H1 H2 CR PM PMID IP OA TS".split()
)
_LINE = re.compile(r"\s{0,4}(?:([A-Z][A-Z0-9])(?:  |\u00a0\u00a0)-|([A-Z][A-Z0-9]|PMID)[ \t\u00a0]{0,2}-(?=\s|$))(.*)", re.S)
_START = re.compile(r"^\s{0,4}TY[ \t\u00a0]{0,3}-\s*\S", re.M)

_TYPES = {
    **dict.fromkeys(("JOUR", "JFULL", "EJOUR", "ABST", "INPR", "JOURNAL", "JOURNAL ARTICLE", "ARTICLE"), "article-journal"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "WHOLE", "CLSWK", "SER"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP", "ENCYC", "DICT", "ANCIENT", "BOOK CHAPTER", "BOOK SECTION"), "chapter"),
    **dict.fromkeys(("CONF", "CPAPER", "CONFERENCE PAPER", "CONFERENCE PROCEEDINGS"), "paper-conference"),
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND"), "report"),
    **dict.fromkeys(("DATA", "DBASE", "AGGR"), "dataset"),
    **dict.fromkeys(("ELEC", "ICOMM", "WEB"), "webpage"),
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "THES": "thesis",
    "BLOG": "post-weblog",
    "PREP": "article",
}
_IN_A_BOOK = ("chapter", "paper-conference")
_IN_A_SERIAL = ("article-journal", "article-magazine", "article-newspaper", "article", "document")
# Types whose VL and IS hold other things: a patent's numbers, a thesis's degree, a web page's day of access.
_NO_VOLUMES = frozenset(
    "ADVS AGGR ART BILL BLOG CASE CHART COMP DATA DBASE ELEC EQUA FIGURE GOVDOC HEAR LEGAL MANSCPT MAP MPCT MULTI PAMP PAT PCOMM"
    " RPRT SLIDE SOUND STAND STAT THES UNBILL UNPB VIDEO WEB".split()
)
_NAMES = {
    **dict.fromkeys(("TI", "T1", "CT"), "title"),
    "TT": "original_title",
    **dict.fromkeys(("A2", "A3", "A4", "ED"), "editor"),
    "VL": "volume",
    "IS": "issue",
    "IP": "issue",
    "SP": "first_page",
    "EP": "last_page",
    "PB": "publisher",
    "LA": "language",
    **dict.fromkeys(("AB", "N2"), "abstract"),
    **dict.fromkeys(("DO", "DI"), "doi"),
    **dict.fromkeys(("PM", "PMID"), "pmid"),
    "SN": "issn",
    **dict.fromkeys(("UR", "LK", "L1", "L2", "L3"), "url"),
    "KW": "keyword",
    "M3": "genre",
    "AN": "accession",
    **dict.fromkeys(("DB", "DP"), "database"),
    **dict.fromkeys(("N1", "U1", "U2", "U3", "U4", "U5", "M1", "M2", "C1", "C2", "C3", "C4", "C5", "C6", "C8"), "note"),
    "C7": "number",
}
# Where a date is looked for; Y1 is the old name of both others and counts last, whatever the order of the lines.
_DATES = ("DA", "PY", "Y1")
# Where the journal, or the book around a chapter, is looked for, in this order.
_SERIALS = ("JF", "T2", "JO", "BT", "JA", "J2", "J1", "T3")
_BOOKS = ("T2", "BT", "JF", "JO", "T3", "J2")
_SHORT = ("JA", "J2", "J1", "JO")


@dataclass(slots=True)
class RisRecord:
    """The lines of one record: tags and values in their order; a value of several lines keeps its line breaks."""

    tags: list[tuple[str, str]] = field(default_factory=list)

    def first(self, *tags: str) -> str | None:
        """The first value that is not blank of the first of these tags that has one."""
        return next((v for tag in tags for t, v in self.tags if t == tag and v.strip()), None)

    def all(self, *tags: str) -> list[str]:
        """All values of these tags that are not blank, in the order of the lines."""
        return [value for tag, value in self.tags if tag in tags and value.strip()]


def looks_like_ris(text: str) -> bool:
    """Whether a record starts in this text."""
    return _START.search(text) is not None


def ris_records(lines: Iterable[str]) -> Iterator[RisRecord]:
    """Records among lines; what stands outside of them is passed over.

    A TY within a record starts the next one (its end was lost), unless nothing with a title or an author follows it:
    then it only says once more what type the record is.
    """
    part: RisRecord | None = None
    whole: RisRecord | None = None
    for line in lines:
        match = _LINE.match(line)
        if match is None or (match[1] is None and match[2] not in _TAGS):
            if part is not None:
                _go_on(part, line)
            continue
        tag, value = str(match[1] or match[2]), match[3].strip()
        if tag == "TY":
            whole, done = _joined(whole, part)
            if done is not None:
                yield done
            part = RisRecord([("TY", value)])
        elif tag == "ER":
            whole, done = _joined(whole, part)
            yield from (record for record in (done, whole) if record is not None)
            part = whole = None
        elif part is not None:
            part.tags.append((tag, value))
    whole, done = _joined(whole, part)
    yield from (record for record in (done, whole) if record is not None)


def _go_on(record: RisRecord, line: str) -> None:
    tag, value = record.tags[-1]
    if tag != "TY" and (line.strip() or value):
        record.tags[-1] = (tag, f"{value}\n{line.strip()}" if value else line.strip())


def _joined(whole: RisRecord | None, part: RisRecord | None) -> tuple[RisRecord | None, RisRecord | None]:
    """(the record so far, a finished one before it) when a part ends that may belong to the record so far."""
    if part is None or whole is None:
        return part or whole, None
    if _is_work(part) and _is_work(whole):
        return part, whole
    kind = ("TY", part.first("TY") or whole.first("TY") or "GEN")
    return RisRecord([kind, *(t for t in whole.tags + part.tags if t[0] != "TY")]), None


def _is_work(record: RisRecord) -> bool:
    return record.first("TI", "T1", "CT", "AU", "A1") is not None


def ris_reference(record: RisRecord) -> Reference:
    """The record's fields under our names."""
    written = (record.first("TY") or "").strip().upper()
    kind = _TYPES.get(written, "document")
    reference = Reference()
    reference.add("type", kind, "TY")
    for tag, value in record.tags:
        if tag in ("AU", "A1"):
            for name in split_names(_one_line(value)):
                reference.add("editor" if written == "EDBOOK" else "author", name, tag)
        elif tag in ("VL", "IS") and written in _NO_VOLUMES:
            reference.add("note", value, tag)
        elif ours := _NAMES.get(tag):
            reference.add(ours, value if ours in ("keyword", "abstract", "note") else _one_line(value), tag)
    if reference.first("title") is None:
        reference.add("title", record.first("BT") if kind == "book" else None, "BT")
    if reference.first("title") is None:
        reference.add("title", record.first("ST"), "ST")
    for tag in _DATES:
        for value in record.all(tag):
            reference.add("date", value, tag)
    _add_container(record, reference, kind)
    if reference.first("issue") is None and re.fullmatch(r"\d{1,4}(?:[-/]\d{1,4})?", record.first("CP") or ""):
        reference.add("issue", record.first("CP"), "CP")
    if written in ("EJOUR", "GEN") and reference.first("issue") is None and _is_number(record.first("M1")):
        reference.add("issue", record.first("M1"), "M1")
    elif reference.first("number") is None and _is_number(record.first("M1")) and not record.first("SP"):
        reference.add("number", record.first("M1"), "M1")
    return reference


def parsed_ris(lines: Iterable[str]) -> Iterator[Parsed]:
    """Records of a RIS file, streamed. Raises PageChanged when none of them says anything."""
    numbered = enumerate(ris_records(lines), 1)
    yield from parsed_references(((f"record {number}", ris_reference(record)) for number, record in numbered), "a RIS file")


def _add_container(record: RisRecord, reference: Reference, kind: str) -> None:
    subtitle = record.first("T2") if kind in _IN_A_SERIAL and _has_subtitle(record) else None
    reference.add("subtitle", subtitle, "T2")
    if kind in _IN_A_BOOK:
        order: tuple[str, ...] = ("C3", *_BOOKS) if kind == "paper-conference" else _BOOKS
    elif kind in _IN_A_SERIAL or kind in ("webpage", "post-weblog"):
        order = tuple(tag for tag in _SERIALS if not (subtitle and tag == "T2"))
    else:
        order = ("JF", "JO")
    for tag in order:
        if value := record.first(tag):
            reference.add("container", _one_line(value), tag)
            break
    if kind in _IN_A_SERIAL:
        for tag in _SHORT:
            value = record.first(tag)
            if value and _plain(value) != _plain(reference.first("container") or ""):
                reference.add("container_short", _one_line(value), tag)


def _has_subtitle(record: RisRecord) -> bool:
    """Elsevier Pure puts a subtitle into T2, and the journal alike into JO and JF; elsewhere T2 is the journal itself."""
    second, journal = _plain(record.first("T2") or ""), _plain(record.first("JF") or "")
    return bool(
        second and journal and journal == _plain(record.first("JO") or "") and second != journal and record.first("T1", "TI")
    )


def _is_number(text: str | None) -> bool:
    return bool(text and re.fullmatch(r"[A-Za-z]{0,6}[-. ]?\d[\w.-]{0,14}", text.strip()))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _one_line(text: str) -> str:
    return " ".join(text.split())
