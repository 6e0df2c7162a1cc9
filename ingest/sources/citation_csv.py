"""Tables of references: CSV and tab-separated exports of screening tools, databases and reference managers.

Home: https://support.covidence.org/help/exporting-references
Read by the names of their columns: Covidence, Rayyan, ASReview, EPPI-Reviewer, Zotero, PubMed, Scopus, Embase, Web of Science
(tab-delimited, tags as names), lists of identifiers.
Oddities seen (2026-11): semicolons or tabs for commas, a byte-order mark, UTF-16 (Web of Science), spaces after the names of
columns, "nan" for nothing, authors as a Python list, PubMed ids as addresses or with ".0", line breaks within cells.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from ingest.exported_reference import Reference, parsed_references
from ingest.listed_names import split_names
from ingest.page import Page
from ingest.records import Parsed
from ingest.source_lines import source_parts
from ingest.text_stream import head_text, lines_of, table_rows

KIND = "file"
HOME = "https://support.covidence.org/help/exporting-references"
URL: re.Pattern[str] | None = None
RANK = 50
STREAMS = True

# Our name for a column -> what it is called, in lower case and without signs.
_COLUMNS = {
    "title": "title|article title|document title|primary title|record title|paper title|study title or title|ti|t1",
    "original_title": "original title|translated title",
    "author": "author|authors|author names|author full names|first authors|primary authors|creators|au|af|a1",
    "editor": "editor|editors|secondary authors",
    "container": (
        "journal|journal book|journal title|publication title|source title|parent title|secondary title|container title"
        "|periodical|publication name|publication|journal name|so|t2|jf|journal full title"
    ),
    "container_short": "journal abbreviation|abbreviated source title|iso source abbreviation|alternate title2|j9|ja|jo",
    "date": "publication date|date published|date|pub date|issued|da",
    "year": "year|publication year|published year|pub year|year published|year of publication|py|y1",
    "month": "month|published month|publication month",
    "day": "day",
    "volume": "volume|vol|vl",
    "issue": "issue|number or issue|issue number|is",
    "number": "art no|article number|ar",
    "pages": "pages|page|page range|pagination|page numbers",
    "first_page": "start page|page start|first page|sp|bp",
    "last_page": "end page|page end|last page|ep",
    "publisher": "publisher|publisher name|pb|pu",
    "language": "language|language of original document|lang|la",
    "abstract": "abstract|abstract note|abstracts|ab|n2",
    "doi": "doi|doi link|digital object identifier|do|di",
    "pmid": "pmid|pubmed id|pubmed|pubmedid|pubmed pmid|medline pmid|pm",
    "pmcid": "pmcid|pmc id|pmc",
    "issn": "issn|issn isbn|isbn issn|electronic issn|print issn|eissn|sn|ei",
    "url": "url|urls|link|links|open url link|web link|ur",
    "keyword": "keywords|keyword|author keywords|index keywords|manual tags|automatic tags|tags|de|kw",
    "note": "notes|note|extra|comments",
    "genre": "item type|document type|publication type|type of reference|reference type|type of work|type|pt|ty|dt",
    "accession": "accession number|accession|an|ut",
    "database": "database|name of database|library catalog",
    "source": "source|citation|reference",
    "short": "short title|study",
    "openalex": "openalex id|openalex",
    "registration": "clinical trial numbers|clinical trial number|trial registration|trial registration number",
}
_NAMES = {column: name for name, columns in _COLUMNS.items() for column in columns.split("|")}
_NUMBER_COLUMN = "number"
# A table with one of these is a registry's or a database's of its own, not a list of references.
_NOT_OURS = frozenset(("nct number", "trialid", "record id retractiondoi", "retractiondoi", "brief title", "study status"))
_NEEDED = frozenset(("abstract", "doi", "pmid", "author", "container", "year", "pmcid"))
_TYPES = (
    ("article-journal", r"journal|^article|^jour$|^review|^letter|^editorial|^j$"),
    ("chapter", r"chapter|book ?section|^chap$"),
    ("book", r"^e?book$|^edited book|^b$"),
    ("thesis", r"thes[ie]s|dissertation|^thes$"),
    ("paper-conference", r"conference|proceeding|^conf$|^cpaper$"),
    ("report", r"report|^rprt$"),
    ("article", r"preprint"),
    ("dataset", r"dataset|^data$"),
    ("webpage", r"web ?page|^elec$"),
    ("article-newspaper", r"newspaper"),
    ("article-magazine", r"magazine"),
    ("post-weblog", r"blog"),
)
_NOTHING = frozenset(("nan", "none", "null", "n/a", "na", "-"))


def recognizes(page: Page) -> bool:
    """A first line that names a title or an identifier and something else that references have."""
    columns = _columns(head_text(page, 8000))
    names = {_NAMES.get(column) for column in columns} - {None}
    if not columns or _NOT_OURS & set(columns):
        return False
    if "title" in names:
        return bool(names & _NEEDED)
    return len(names) >= 2 and bool(
        names & {"doi", "pmid", "pmcid"} or {"abstract", "author"} <= names or {"abstract", "year"} <= names
    )


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each row, streamed. Raises PageChanged when the rows cannot be read or say nothing."""
    numbered = enumerate(_rows(page), start=2)
    yield from parsed_references(((f"row {number}", _reference(row)) for number, row in numbered), "a table of references")


def _columns(head: str) -> list[str]:
    line = next((line for line in head.split("\n") if line.strip()), "")
    if len(line) < 3 or line.lstrip().startswith(("<", "{", "[", "%", "@")):
        return []
    try:
        return [_plain(cell) for cell in next(csv.reader([line], delimiter=_delimiter(line)))]
    except csv.Error:
        return []


def _delimiter(line: str) -> str:
    """The sign that parts the first line into most cells; signs within quotes do not count."""
    outside = re.sub(r'"[^"]*"', "", line)
    return max(",;\t|", key=outside.count)


def _plain(cell: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", cell.lower()))


def _rows(page: Page) -> Iterator[dict[str, list[tuple[str, str]]]]:
    """Rows as our names -> values with the columns they stood in."""
    lines = lines_of(page)
    first = next((line for line in lines if line.strip()), "")
    delimiter = _delimiter(first)
    header = next(csv.reader([first], delimiter=delimiter))
    columns = [(name, cell.strip()) for cell in header for name in [_NAMES.get(_plain(cell), "")]]
    has_issue = any(name == "issue" for name, _ in columns)
    columns = [("issue" if _plain(cell) == _NUMBER_COLUMN and not has_issue else name, cell) for name, cell in columns]
    for cells in table_rows(lines, delimiter):
        row: dict[str, list[tuple[str, str]]] = {}
        for (name, column), cell in zip(columns, cells, strict=False):
            if name not in ("", "openalex") and (value := cell.strip()) and value.lower() not in _NOTHING:
                row.setdefault(name, []).append((value, column))
        yield row


def _reference(row: dict[str, list[tuple[str, str]]]) -> Reference:
    reference = Reference()
    genre = row["genre"][0][0] if "genre" in row else ""
    if row:
        reference.add("type", next((kind for kind, p in _TYPES if re.search(p, _spaced(genre), re.I)), "document"), "type")
    if not genre and "container" in row:
        reference.put_first("type", "article-journal", row["container"][0][1])
    if "source" in row:
        _add_source(reference, row)
    for name, values in row.items():
        for value, column in values[:1] if name in ("author", "title") else values:
            _add(reference, name, value, column, row["short"][0][0] if "short" in row else "")
    _add_date(reference, row)
    return reference


def _add(reference: Reference, name: str, value: str, column: str, short: str) -> None:
    if name == "author":
        for person in _people(value, short):
            reference.add("author", person, column)
    elif name == "registration":
        for number in re.split(r"[;,|]\s*|\s{2,}|\n", value):
            reference.add("registration", number, column)
    elif name == "genre":
        reference.add("genre", value if len(value) > 4 else None, column)
    elif name not in ("year", "month", "day", "date", "source", "short"):
        reference.add(name, re.sub(r"\.0$", "", value) if name in ("volume", "issue", "pages", "number") else value, column)


def _add_source(reference: Reference, row: dict[str, list[tuple[str, str]]]) -> None:
    """Where it appeared, from one cell (Embase, PubMed): what has no column of its own."""
    value, column = row["source"][0]
    parts = source_parts(value)
    for name, ours in (("title", "container"), ("volume", "volume"), ("issue", "issue"), ("pages", "pages")):
        if ours not in row and not (ours == "pages" and "first_page" in row):
            reference.add(ours, parts.get(name), column)
    if "year" not in row and "date" not in row:
        reference.add("date", parts.get("date"), column)
    if parts and "genre" not in row:
        reference.put_first("type", "article-journal", column)


def _people(value: str, short: str) -> list[str]:
    """Names of a cell; some programs write their list as it is in memory: ['Holm, A.', 'Berg, C.'].

    EPPI-Reviewer writes "Holm Ada ; Berg Carl ;": the short title "Holm (2010)" tells that families come first.
    """
    if value.startswith("[") and value.endswith("]"):
        quoted = re.findall(r"'((?:[^'\\]|\\.)+)'|\"((?:[^\"\\]|\\.)+)\"", value)
        return [single or double for single, double in quoted]
    names = split_names(re.sub(r"\s*\(\d{8,}\)", "", value))  # Scopus writes its numbers of authors behind them
    family = re.match(r"[^\W\d_][\w'’-]*", short)
    is_family_first = (
        family and all("," not in name for name in names) and names[0].split(" ")[0] == family.group() if names else False
    )
    return [name.replace(" ", ", ", 1) for name in names] if is_family_first else names


def _add_date(reference: Reference, row: dict[str, list[tuple[str, str]]]) -> None:
    year = re.sub(r"\.0$", "", row["year"][0][0]) if "year" in row else ""
    month, day = (re.sub(r"\.0$", "", row[name][0][0]) if name in row else "" for name in ("month", "day"))
    if year and month.isdigit() and 1 <= int(month) <= 12:
        month = f"-{int(month):02}"
        reference.add("date", f"{year}{month}-{int(day):02}" if day.isdigit() and int(day) else year + month, row["year"][0][1])
    elif year:
        reference.add("date", f"{year} {month} {day}", row["year"][0][1])
    for value, column in row.get("date", []):
        reference.add("date", value, column)


def _spaced(genre: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", genre).strip()
