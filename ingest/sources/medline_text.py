"""MEDLINE text: PubMed's "PubMed" and "MEDLINE" formats (.nbib, .txt), the same of PMC, and ERIC's copy of it.

Home: https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format   Terms: https://www.nlm.nih.gov/databases/download/terms_and_conditions.html
Oddities seen (2026-11): values wrapped at column 6; records of PMC that start with PMC, those of ERIC with OWN and without
PMID; AU beside FAU for the same person; ORCID iDs after their author; collective authors (CN) at the end; a PMID of zeros;
"Abstract available from the publisher." for an abstract; pages in short form (454-81); blank values; lines that are no field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest import identifiers
from ingest.exported_reference import Reference, parsed_references
from ingest.page import Page
from ingest.pubmed_relations import relation
from ingest.records import Parsed
from ingest.text_stream import head_text, record_lines

KIND = "file"
HOME = "https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format"
TERMS = "https://www.nlm.nih.gov/databases/download/terms_and_conditions.html"
URL: re.Pattern[str] | None = re.compile(
    r"eutils\.ncbi\.nlm\.nih\.gov/entrez/eutils/efetch[^#]*rettype=medline|pubmed\.ncbi\.nlm\.nih\.gov/[^#]*format=pubmed", re.I
)
RANK = 22
STREAMS = True

_LINE = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}-(?: (.*)|$|(?=\S)(.*))")
_LOOKS = re.compile(r"^(?:PMID ?- ?\d|(?:OWN|PMC) -|STAT-|FAU -|FED -|DCOM-|EDAT-)", re.M)
_NAMES = {
    "PMID": "pmid",
    "PMC": "pmcid",
    "TT": "original_title",
    "TA": "container_short",
    "VI": "volume",
    "IP": "issue",
    "PG": "pages",
    "DP": "date",
    "LR": "revised",
    "LA": "language",
    "AB": "abstract",
    "PB": "publisher",
    "PT": "genre",
    "OT": "author_keyword",
    "SI": "databank",
    "GN": "note",
    **dict.fromkeys(("IS", "ISSN"), "issn"),
    **dict.fromkeys(("FED", "ED"), "editor"),
}
# Tags of comments and corrections -> PubMed's names of them.
_RELATED = {
    "CIN": "CommentIn",
    "CON": "CommentOn",
    "CRF": "CorrectedandRepublishedFrom",
    "CRI": "CorrectedandRepublishedIn",
    "ECF": "ExpressionOfConcernFor",
    "ECI": "ExpressionOfConcernIn",
    "EFR": "ErratumFor",
    "EIN": "ErratumIn",
    "ORI": "OriginalReportIn",
    "PRIN": "PartialRetractionIn",
    "PROF": "PartialRetractionOf",
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "RPF": "RepublishedFrom",
    "RPI": "RepublishedIn",
    "SPIN": "SummaryForPatientsIn",
    "UIN": "UpdateIn",
    "UOF": "UpdateOf",
}
_NO_ABSTRACT = re.compile(r"(?:\w+: )?Abstract available from the publisher\.?", re.I)
_TYPES = (
    ("thesis", re.compile(r"dissertation|thes[ie]s|academic dissertation", re.I)),
    ("article", re.compile(r"^preprint", re.I)),
    ("dataset", re.compile(r"^dataset", re.I)),
    ("book", re.compile(r"^books?$", re.I)),
    ("report", re.compile(r"^reports?\b|technical report", re.I)),
)
# Where a record starts, or the one before has ended.
_START = re.compile(r"PMID|\s*$")


def recognizes(page: Page) -> bool:
    """Lines with MEDLINE's own tags among the first ones, and none of RIS."""
    head = head_text(page)
    return not head.lstrip().startswith("<") and "\nTY  - " not in f"\n{head}" and _LOOKS.search(head) is not None


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each article or book, streamed. Raises PageChanged when there is none."""
    numbered = enumerate(_records(record_lines(page, _START)), 1)
    yield from parsed_references(((f"record {number}", _reference(record)) for number, record in numbered), "a MEDLINE file")


def _records(lines: Iterable[str]) -> Iterator[list[tuple[str, str]]]:
    """Records as tags and values, wrapped lines joined; a blank line or a second PMID ends a record."""
    record: list[tuple[str, str]] = []
    for line in lines:
        match = _LINE.match(line)
        if match is not None:
            if match[1] == "PMID" and any(tag == "PMID" for tag, _ in record):
                yield record
                record = []
            record.append((match[1], (match[2] or match[3] or "").strip()))
        elif not line.strip():
            if record:
                yield record
            record = []
        elif record and line.startswith("  "):
            tag, value = record[-1]
            record[-1] = (tag, f"{value} {line.strip()}".strip())
    if record:
        yield record


def _reference(record: list[tuple[str, str]]) -> Reference:
    tags = {tag: value for tag, value in reversed(record) if value}
    reference = Reference()
    reference.add("type", _type(record, tags), "PT")
    for name in ("TI", "BTI", "TT"):
        if reference.first("title") is None:
            reference.add("title", tags.get(name), name)
    if "TI" in tags and "BTI" in tags:
        reference.add("container", tags["BTI"], "BTI")
    school = (
        re.search(r"(?:dissertation|thesis), (.+)", tags.get("SO", ""), re.I) if reference.first("type") == "thesis" else None
    )
    reference.add("publisher", school and school[1], "SO")
    is_published_there = tags.get("OWN") == "ERIC" and reference.first("type") != "article-journal"
    reference.add("publisher" if is_published_there else "container", tags.get("JT"), "JT")
    for tag, value in record:
        if tag in _RELATED:
            reference.relate(*relation(_RELATED[tag], identifiers.pmid(value), identifiers.doi(value), tag))
        elif tag == "LID" and re.fullmatch(r"e?\d{1,7}", value) and "PG" not in tags:
            reference.add("number", value, tag)
        elif tag in ("LID", "AID"):
            reference.add("url" if value.startswith("http") else "doi", value if _is_named(value) else None, tag)
        elif tag == "OID":
            reference.add("pmcid", identifiers.pmcid(value), tag)
        elif tag == "MH":
            reference.add("mesh", value.split("/")[0].strip("*"), tag)
        elif tag == "ISSN":
            reference.add("issn", value.removeprefix("EISSN-").removeprefix("ISSN-"), tag)
        elif tag in _NAMES and not (tag == "PMID" and not value.strip("0 ")):
            reference.add(_NAMES[tag], value, tag)
    _add_authors(reference, record)
    _add_other_abstracts(reference, record)
    if pmid := identifiers.pmid(tags.get("PMID")):
        reference.add("url", f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/", "PMID")
    return reference


def _is_named(value: str) -> bool:
    return value.startswith("http") or "[doi]" in value or value.lower().startswith("doi")


def _type(record: list[tuple[str, str]], tags: dict[str, str]) -> str:
    genres = [value for tag, value in record if tag == "PT"]
    if "Journal Articles" in genres or "Journal Article" in genres:
        return "article" if any(genre.startswith("Preprint") for genre in genres) else "article-journal"
    if "BTI" in tags:
        return "chapter" if "TI" in tags else "book"
    return next((kind for kind, pattern in _TYPES if any(pattern.search(genre) for genre in genres)), "article-journal")


def _add_authors(reference: Reference, record: list[tuple[str, str]]) -> None:
    """FAU and AU name one person in two ways; CN is a group; AUID belongs to the author before it."""
    authors: list[tuple[str, str]] = []
    before = ""
    for tag, value in record:
        if tag == "CN" and value:
            authors.append(("{" + value + "}", tag))
        elif value and (tag == "FAU" or (tag == "AU" and before != "FAU")):
            authors.append((value, tag))
        elif tag == "AUID" and authors and (number := identifiers.orcid(value)):
            authors[-1] = (f"{authors[-1][0]} ({number})", authors[-1][1])
        if tag in ("FAU", "AU", "CN"):
            before = tag
    for name, tag in authors:
        reference.add("author", name, tag)


def _add_other_abstracts(reference: Reference, record: list[tuple[str, str]]) -> None:
    """Abstracts in other languages or for other readers, each with the language that follows it."""
    held: str | None = None
    for tag, value in (*record, ("", "")):
        if held is not None and not (tag == "OABL" and value):
            reference.sections.append(("abstract.other", "Abstract (other)", held))
            held = None
        if tag == "OABL" and held is not None:
            reference.sections.append(("abstract.other", f"Abstract ({value})", held))
            held = None
        elif tag == "OAB" and value and not _NO_ABSTRACT.fullmatch(value):
            held = value
