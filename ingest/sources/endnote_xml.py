"""EndNote XML: what EndNote, Zotero, Mendeley and screening tools export under "XML" or "EndNote XML".

Home: https://support.clarivate.com/Endnote/
Oddities seen (2026-11): the whole file on one line; every value wrapped in `style` elements, a title in several of them;
numbers of the types that differ from program to program (their names count); the place "internal-pdf://"; PubMed ids as
accession numbers or in notes; control characters that XML forbids; dates as year and "Jan" apart.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ingest.errors import PageChanged, UnsafePage
from ingest.exported_reference import Reference, parsed_references
from ingest.listed_names import split_names
from ingest.markup import text_of
from ingest.page import Page
from ingest.records import Parsed
from ingest.text_stream import chunks_of, head_text

KIND = "file"
HOME = "https://support.clarivate.com/Endnote/"
URL: re.Pattern[str] | None = None
RANK = 20
STREAMS = True

_LOOKS = re.compile(r"<xml>\s*<records\b|<records>\s*<record>\s*<(?:database|source-app|ref-type|contributors)\b", re.I)
_PROLOGUE = re.compile(r"^\s*(?:<\?xml[^>]{0,300}\?>)?\s*(?:<!DOCTYPE[^>\[]{0,300}>)?", re.I)
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{20000}")
# An ampersand that starts no reference (one at the end of a piece may), and HTML's names that XML does not know.
_BARE = re.compile(r"&(?!#?\w{1,31};|#?\w{0,31}$)")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{1,31};")
_TYPES = {
    **dict.fromkeys(("journal article", "electronic article"), "article-journal"),
    **dict.fromkeys(("book", "edited book", "electronic book", "classical work", "serial"), "book"),
    **dict.fromkeys(("book section", "electronic book section", "encyclopedia", "dictionary"), "chapter"),
    **dict.fromkeys(("conference paper", "conference proceedings", "conference proceeding"), "paper-conference"),
    **dict.fromkeys(("report", "government document", "standard"), "report"),
    **dict.fromkeys(("web page", "online database", "online multimedia"), "webpage"),
    **dict.fromkeys(("dataset", "aggregated database"), "dataset"),
    "thesis": "thesis",
    "newspaper article": "article-newspaper",
    "magazine article": "article-magazine",
    "blog": "post-weblog",
    "preprint": "article",
}
_IN_SOMETHING = frozenset(
    ("article-journal", "article", "article-magazine", "article-newspaper", "chapter", "paper-conference", "document", "webpage")
)
# Where each of our names is read from, below the record.
_PATHS = (
    ("title", "titles/title"),
    ("original_title", "titles/translated-title"),
    ("volume", "volume"),
    ("issue", "number"),
    ("issue", "issue"),
    ("pages", "pages"),
    ("number", "electronic-resource-num-article"),
    ("date", "dates/year"),
    ("publisher", "publisher"),
    ("language", "language"),
    ("abstract", "abstract"),
    ("issn", "isbn"),
    ("issn", "issn"),
    ("doi", "electronic-resource-num"),
    ("accession", "accession-num"),
    ("database", "remote-database-name"),
    ("database", "remote-database-provider"),
    ("genre", "work-type"),
    ("pmcid", "custom2"),
    ("registration", "trial-registration"),
)
_MANY = (
    ("editor", "contributors/secondary-authors/author"),
    ("keyword", "keywords/keyword"),
    ("url", "urls//url"),
    ("note", "notes"),
    ("note", "research-notes"),
    ("note", "custom1"),
    ("note", "custom3"),
    ("note", "custom7"),
)
_CONTAINERS = ("periodical/full-title", "titles/secondary-title", "titles/alt-title", "alt-periodical/full-title")
_SHORT = ("periodical/abbr-1", "alt-periodical/abbr-1", "titles/alt-title")


def recognizes(page: Page) -> bool:
    """The elements that EndNote's files start with."""
    return _LOOKS.search(head_text(page, 3000)) is not None


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each reference, streamed. Raises PageChanged for a file without one or that ends in the middle."""
    numbered = enumerate(_records(page), 1)
    yield from parsed_references(((f"record {number}", reference) for number, reference in numbered), "an EndNote XML file")


def _records(page: Page) -> Iterator[Reference]:
    parser = etree.XMLPullParser(
        events=("end",), tag="record", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for number, chunk in enumerate(chunks_of(page)):
        if "<!ENTITY" in chunk:
            raise UnsafePage("the XML declares entities of its own; they are not expanded")
        if _LONG_TAG.search(chunk):  # libxml2 compares each attribute of a tag with all before it
            raise UnsafePage("a tag of more than 20,000 characters")
        text = _PROLOGUE.sub("", chunk, count=1) if number == 0 else chunk
        parser.feed(_NAMED.sub(_character, _BARE.sub("&amp;", text)).encode("utf-8", "replace"))
        for _, element in parser.read_events():
            yield _reference(element)
            _forget(element)
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise PageChanged(f"broken XML: {str(error).splitlines()[0]}") from None
    for _, element in parser.read_events():
        yield _reference(element)
    if any("Premature end" in entry.message for entry in parser.feed_error_log):
        raise PageChanged("the XML ends in the middle of a record")


def _character(match: re.Match[str]) -> str:
    return html.escape(html.unescape(match.group()))


def _forget(element: Any) -> None:
    """Drop a record that has been read, and those before it, so that the tree does not grow with the file."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _reference(element: Any) -> Reference:
    reference = Reference()
    kind = element.find("ref-type")
    written = (kind.get("name") or "").strip().lower() if kind is not None else ""
    ours = _TYPES.get(written, "document")
    reference.add("type", ours, "ref-type")
    for author in element.iterfind("contributors/authors/author"):
        for name in split_names(text_of(author) or ""):
            reference.add("author", name, "contributors/authors/author")
    for name, path in _PATHS:
        if reference.first(name) is None or name in ("issn", "database"):
            reference.add(name, _value(element, path), path)
    for name, path in _MANY:
        for found in element.iterfind(path):
            reference.add(name, text_of(found), path.replace("//", "/"))
    if ours in _IN_SOMETHING:
        _add_container(reference, element)
    else:
        reference.add("container", _value(element, "periodical/full-title"), "periodical/full-title")
    _add_date(reference, element)
    return reference


def _value(element: Any, path: str) -> str | None:
    return text_of(element.find(path))


def _add_container(reference: Reference, element: Any) -> None:
    """The journal, or the book around a chapter; a short form where it differs."""
    for path in _CONTAINERS:
        if reference.first("container") is None:
            reference.add("container", _value(element, path), path)
    for path in _SHORT:
        value, container = _value(element, path), reference.first("container") or ""
        if value and _is_short_of(value, container):
            reference.add("container_short", value, path)
        elif value and _is_short_of(container, value):  # PubMed's records in EndNote have the short form first
            reference.put_first("container", value, path)
            reference.add("container_short", container, "periodical/full-title")


def _is_short_of(short: str, long: str) -> bool:
    """Whether each word of a shortened title of a journal starts a word of the long one, in the same order."""
    words = iter(re.findall(r"\w+", long.lower()))
    return short.lower() != long.lower() and all(
        any(word.startswith(start) for word in words) for start in re.findall(r"\w+", short.lower())
    )


def _add_date(reference: Reference, element: Any) -> None:
    """ "Jan 5" beside the year makes the date more precise."""
    printed, year = _value(element, "dates/pub-dates/date"), reference.first("date")
    if printed and year:
        reference.add("date", printed if year in printed else f"{year} {printed}", "dates/pub-dates/date")
