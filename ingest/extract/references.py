"""Printed references read into fields, and found in the text of blogs and news.

`parse_reference` reads one reference in any common style (Vancouver, AMA, APA, Harvard, BMC, Frontiers, Elsevier);
`printed_references` finds references that a running text prints after a label ("Citation:", "Journal reference:").
"""

from __future__ import annotations

import html
import re
from dataclasses import replace

from ingest.extract.reference_authors import read_authors
from ingest.extract.reference_locators import YEAR, Locator, find_locator
from ingest.extract.reference_titles import is_journal, split_title
from ingest.identifiers import doi, pmcid, pmid
from ingest.records import Document, Reference

_NUMBERING = re.compile(r"^\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]?(?=\s+\D))\s*")
# From here on a reference has nothing that is printed in its name: identifiers, addresses, notes.
_NOTE_WORDS = (
    r"\S+\s\[pii\]",
    r"\b(?:https?|ftp)\s?:\s?//",
    r"\bwww\.",
    r"\bdx\.doi",
    r"doi\s*[:.]?\s*(?:https?|10\.)",
    r"\bdoi\s*:",
    r"\b10\.\d{4,9}/\S",
    r"\bPMC?ID\b",
    r"\bPMC\d{4}",
    r"\bPubMed\b",
    r"\bMedline\b",
    r"\bAvailable (?:at|from|online)",
    r"\b(?:Accessed|Retrieved|abgerufen|consulté|hentet|hämtad|geraadpleegd)\b",
    r"\badvance(?:d)? (?:online publication|access)\b",
    r"\[?\b(?:e?pub\s*ahead|epub\b|published online|(?<!\()in press\b|ahead of print)",
    r"\[(?:PMC free|PubMed|Cross\s?Ref|Google|Web of|ISI|Medline)",
    r"\bCrossRef\b",
    r"\[cited\b",
    r"\bGoogle Scholar\b",
    r"\b(?:discussion|quiz|author reply)\s+[0-9]",
)
_NOTES = re.compile("|".join(_NOTE_WORDS), re.I)
_YEAR_AFTER_AUTHORS = re.compile(
    rf"[\s.,:;]*\(?(?P<year>{YEAR})\s?[a-z]?(?:,\s*[A-Za-z]+(?:\s[0-9]{{1,2}})?)?\)[\s.,:;]*"
    rf"|[\s.,:;]*(?P<bare>{YEAR})[a-z]?[.,:]\s+|[\s.,:;]*(?P<loose>{YEAR})\s+(?=[A-Z])"
)
_NO_YEAR = re.compile(r"[\s.,]*\((?:in press|n\.d\.|submitted|forthcoming)\)[\s.,:]*", re.I)
# "New York: Springer; 2005. p. 10-20": a book, which has no journal.
_BOOK = re.compile(
    rf"[.;]\s+[A-Z][^.:;\d]{{2,40}}:\s+[^:;.]{{2,80}}[;,]\s*(?P<year>{YEAR})[.,\s]*"
    r"(?:(?:pp?|pages)[.\s]*(?P<first>[0-9]{1,5})(?:\s?[-–]\s?[0-9]{1,5})?)?[.\s]*$"
)
# "Published online May 5, 2022"
_PUBLISHED = r"(?:published online|e-?pub(?: ahead of print)?)[\s:,]*(?:[0-9]{1,2}\s)?(?:[A-Za-z]{3,9}\.?)?(?:\s[0-9]{1,2})?"
_DATE_AT_END = re.compile(
    r",?\s*(?:[0-9]{1,2}(?:st|nd|rd|th)?\s+)?(?:of\s+)?(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December)(?:\s+[0-9]{1,2})?$"
)
MAX_REFERENCE = 3000


def parse_reference(raw: str) -> Reference:
    """Read one printed reference. What cannot be read stays None; `raw` is kept as printed."""
    printed = html.unescape(raw[:MAX_REFERENCE])
    found_doi, found_pmid, found_pmcid = doi(printed), _labelled_pmid(printed), pmcid(printed)
    text = _prepared(printed)
    notes = _NOTES.search(text)
    core = (text[: notes.start()].rstrip(" .;,([") if notes else text) or text
    authors, end = read_authors(core)
    body = core[end:]
    year = None
    early = _YEAR_AFTER_AUTHORS.match(body) or _NO_YEAR.match(body)
    if early:
        groups = early.groupdict()
        year = groups.get("year") or groups.get("bare") or groups.get("loose")
        if groups.get("loose") and (locator := find_locator(body[early.end() :])) and locator.year:
            # "2013 Guideline on ...": the title begins with a year, the year of the work stands in the locator.
            year = None
        else:
            body = body[early.end() :]
    body = body.lstrip(" .:,;")
    locator = find_locator(body)
    if locator and not (year or locator.year or locator.last_page) and re.fullmatch(YEAR, locator.first_page or ""):
        # "Journal 31, 2021": what stands in the place of the page is the year.
        locator = replace(locator, year=locator.first_page, first_page=None)
    book = _BOOK.search(body)
    if book:
        locator = Locator(start=book.start(), end=book.end(), year=book.group("year"), first_page=book.group("first"))
        title, journal = _book_title(body[: book.start()])
    else:
        named = body[: locator.start] if locator else body.rstrip(" .")
        title, journal = split_title(named, has_locator=locator is not None)
    volume = locator.volume if locator else None
    if authors and journal is None and volume and not re.fullmatch(YEAR, volume) and is_journal(title):
        # "Roe A et al., Lancet 2018; 391: 1303.": printed without its title.
        title, journal = "", title
    if not authors and journal is None and locator and len(title.split()) <= 6:
        # "The Lancet, 12 March 2019": too short for a title, and nobody wrote it.
        title, journal = "", _DATE_AT_END.sub("", title) or None
    return Reference(
        raw=raw,
        authors=tuple(authors),
        year=year or (locator.year if locator else None) or _year_in_brackets(text[len(core) :]),
        title=title or None,
        container_title=journal,
        volume=volume,
        issue=locator.issue if locator else None,
        first_page=locator.first_page if locator else None,
        last_page=locator.last_page if locator else None,
        doi=found_doi,
        pmid=found_pmid,
        pmcid=found_pmcid,
    )


def _prepared(printed: str) -> str:
    """One line, without numbering, and with blanks where the printer dropped them ("Res.2009", "faith?Ergonomics")."""
    text = _NUMBERING.sub("", " ".join(printed.split())).lstrip(" )].,;:")
    if " // " in text:
        # "Title // Journal. – 2012. – Vol. 90, No. 4. – P. 33–38", as printed in Russian
        text = re.sub(r"\.?\s[-–—]\s(?=(?:(?:19|20)[0-9]{2}|Vol|No|P|Т|С|№)\b)", ", ", text.replace(" // ", ". "))
    text = re.sub(rf"(?<=[A-Za-z]\.)(?={YEAR}\b)|(?<=[a-z]\.)(?=[0-9]+\s?[:(])", " ", text)
    return re.sub(r"(?<=[a-z’”\"][?!])(?=[A-Z])|(?<=[?!]\[[Ll]etter\])(?=[A-Z])", " ", text)


def _book_title(text: str) -> tuple[str, str | None]:
    """Title of a book, or of a chapter and the book that it is in."""
    chapter, *whole = re.split(r"[.?!]?\s+In:?\s+(?=[A-Z])", text, maxsplit=1)
    title = re.split(r"\.\s+(?=[0-9]+(?:st|nd|rd|th) ed|[A-Z])", chapter)[0].strip(" .")
    if not whole:
        return title, None
    _, end = read_authors(whole[0])
    book = re.sub(r"^[\s.,]*(?:\(?eds?\b\.?\)?|\(?editors?\b\)?)[\s.,:]*", "", whole[0][end:]).strip(" .,")
    return title, re.sub(r"\.\s+[0-9]+(?:st|nd|rd|th)\s+ed(?:ition|n)?$", "", book) or None


def _year_in_brackets(notes: str) -> str | None:
    match = re.search(rf"\(({YEAR})\)|^\W*(?:in press|forthcoming|{_PUBLISHED})[\s,(]+({YEAR})\b", notes, re.I)
    return (match.group(1) or match.group(2)) if match else None


def _labelled_pmid(text: str) -> str | None:
    return None if text.strip().isdigit() else pmid(text)


_LABEL_WORDS = (
    r"citation",
    r"cite(?: this)?(?: article)?(?: as)?",
    r"(?:journal |story |study )?(?:references?|sources?)",
    r"(?:original|full|read the(?: full)?) (?:article|study|research|paper|publication)",
    r"(?:the )?(?:study|paper|publication)",
    r"(?:more|further) information",
    r"publication details",
    r"bibliography|literature|literatur|referanse|kilde|quelle|fuente|référence",
)
_LABEL = re.compile(r"(?:^|(?<=[.!?”\"]\s))[\W_]{0,4}(?:" + "|".join(_LABEL_WORDS) + r")\s*:\s*(?=\S)", re.I | re.M)
_LOOKS_PRINTED = re.compile(
    rf"\bet\.? al\b|\b{YEAR}\s?;\s?[0-9]|\({YEAR}[a-z]?\)|\bdoi\b|\b10\.[0-9]{{4,9}}/|\bPMID\b|\bPMC[0-9]|pubmed", re.I
)
_SELF_CITATION = re.compile(r"\bretrieved\b.{0,40}\bfrom\b\s*https?:", re.I)
_LIST_HEADING = re.compile(r"\n\W*(?:references?|citations?|sources?|literature|bibliography|further reading)\W*\n", re.I)
_PROSE = re.compile(
    r"(?:found|showed?|reported|have|has|had|suggest|demonstrat|conclud|conducted|compared|examined|is|was|were)\w*\b"
)
MAX_LINE = 2500


def printed_references(document: Document) -> tuple[Reference, ...]:
    """References that a text prints, in reading order, each with its span; `raw` is the span's quote.

    A line is taken for a reference behind a label ("Citation:"), in a list of references, or when it begins with
    authors and has an identifier or a volume. What a page says on how to cite itself is not one.
    """
    found: dict[int, Reference] = {}
    for start, end in _lines(document.text):
        line = document.text[start:end]
        labels = list(_LABEL.finditer(line))
        if not labels and not _LOOKS_PRINTED.search(line):
            continue
        begin = start + (labels[-1].end() if labels else 0)
        reference = _read_line(document, begin, end, is_labelled=bool(labels) or _in_list(document, start))
        if reference is not None:
            found.setdefault(begin, reference)
    return tuple(found[begin] for begin in sorted(found))


def _lines(text: str) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if 20 < m.end() - m.start() <= MAX_LINE]


def _in_list(document: Document, offset: int) -> bool:
    section = document.section_at(offset)
    if section is not None and section.kind == "references":
        return True
    before = document.text[max(0, offset - 3000) : offset]
    return bool(_LIST_HEADING.search(before))


def _read_line(document: Document, start: int, end: int, *, is_labelled: bool) -> Reference | None:
    raw = document.text[start:end].rstrip()
    start += len(raw) - len(raw.lstrip())
    raw = raw.strip()
    if not raw or (_SELF_CITATION.search(raw) and not doi(raw)):
        return None
    read = parse_reference(raw)
    has_identifier = bool(read.doi or read.pmid or read.pmcid)
    facts = [bool(read.authors), bool(read.year), bool(read.volume), bool(read.container_title), has_identifier]
    has_title = bool(read.title) and len(read.title or "") >= 15
    if is_labelled:
        enough = sum(facts) >= 2 and (has_identifier or (has_title and facts[0]))
    else:
        enough = has_title and facts[0] and (has_identifier or facts[2]) and not _is_prose(read.title or "")
    return replace(read, raw=raw, span=document.span(start, start + len(raw))) if enough else None


def _is_prose(title: str) -> bool:
    """A sentence that goes on after a name and a year ("Roe et al. (2019) found that ...") is no title."""
    return bool(_PROSE.match(title))
