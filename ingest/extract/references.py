"""Printed references read into fields, and found in the text of blogs and news.

`parse_reference` reads one reference in any common style (Vancouver, AMA, APA, Harvard, BMC, Frontiers, Elsevier);
`printed_references` finds references that a running text prints after a label ("Citation:", "Journal reference:").
"""

from __future__ import annotations

import html
import re

from ingest.extract.reference_authors import read_authors
from ingest.extract.reference_locators import YEAR, find_locator
from ingest.extract.reference_titles import split_title
from ingest.identifiers import doi, pmcid, pmid
from ingest.records import Reference

_NUMBERING = re.compile(r"^\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]?(?=\s+\D))\s*")
# From here on a reference has nothing that is printed in its name: identifiers, addresses, notes.
_NOTES = re.compile(
    r"[\s.;,(\[]*(?:\b(?:https?|ftp)\s?:\s?//|\bwww\.|\bdx\.doi|\bdoi\b\s*[:.]?\s*(?:https?|10\.)|\bdoi\s*:|\b10\.\d{4,9}/\S|\bPMC?ID\b|\bPMC\d{4}|\bPubMed\b|\bMedline\b"
    r"|\bAvailable (?:at|from|online)|\bAccessed\b|\bRetrieved\b|\[?\b(?:e?pub\s*ahead|epub\b|published online|in press\b|ahead of print)"
    r"|\[(?:PMC free|PubMed|Cross\s?Ref|Google|Web of|ISI|Medline)|\bCrossRef\b|\bGoogle Scholar\b|;?\s*(?:discussion|quiz|author reply)\s+[0-9]).*$",
    re.I | re.S,
)
_YEAR_AFTER_AUTHORS = re.compile(
    rf"[\s.,:;]*\(?(?P<year>{YEAR})\s?[a-z]?(?:,\s*[A-Za-z]+(?:\s[0-9]{{1,2}})?)?\)[\s.,:;]*|[\s.,:;]*(?P<bare>{YEAR})[a-z]?[.,:]\s+|[\s.,:;]*(?P<loose>{YEAR})\s+(?=[A-Z])"
)
_NO_YEAR = re.compile(r"[\s.,]*\((?:in press|n\.d\.|submitted|forthcoming)\)[\s.,:]*", re.I)
MAX_REFERENCE = 3000


def parse_reference(raw: str) -> Reference:
    """Read one printed reference. What cannot be read stays None; `raw` is kept as printed."""
    printed = html.unescape(raw[:MAX_REFERENCE])
    found_doi, found_pmid, found_pmcid = doi(printed), _labelled_pmid(printed), pmcid(printed)
    text = _prepared(printed)
    core = _NOTES.sub("", text) or text
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
    title, journal = split_title(body[: locator.start] if locator else body.rstrip(" ."), has_locator=locator is not None)
    return Reference(
        raw=raw,
        authors=tuple(authors),
        year=year or (locator.year if locator else None) or _year_in_brackets(text[len(core) :]),
        title=title or None,
        container_title=journal,
        volume=locator.volume if locator else None,
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
    text = re.sub(rf"(?<=[A-Za-z]\.)(?={YEAR}\b)|(?<=[a-z]\.)(?=[0-9]+\s?[:(])", " ", text)
    return re.sub(r"(?<=[a-z’”\"][?!])(?=[A-Z])|(?<=[?!]\[[Ll]etter\])(?=[A-Z])", " ", text)


def _year_in_brackets(notes: str) -> str | None:
    match = re.search(rf"\(({YEAR})\)", notes)
    return match.group(1) if match else None


def _labelled_pmid(text: str) -> str | None:
    return None if text.strip().isdigit() else pmid(text)
