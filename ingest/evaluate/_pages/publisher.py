"""Article pages of journals: the fields of their golds, which were set by hand from each page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.evaluate._pages import Field, equal, families, normal, opening, same_sections, year
from ingest.identifiers import doi, issn
from ingest.records import Document, Parsed


def compare(gold: dict[str, Any], parsed: list[Parsed], path: Path) -> Iterator[Field]:
    """Title, authors, journal, year, volume, issue, pages, identifiers, keywords, abstract sections, registry numbers.

    Not asked: `pdf_url` (the catalog has no place for it), and keywords where the gold has none: golds list those of the tags
    only, and pages show more. Extraction cuts an abstract without labels into its parts; they are one section again here.
    """
    record = parsed[0] if parsed else Parsed()
    citation = record.citation
    first, last = _pages(citation.page if citation else None)
    yield equal("title", gold["title"], citation and citation.title)
    yield equal("authors", [_family(name) for name in gold["authors"]], families(citation.authors) if citation else [])
    yield equal("journal", gold["journal"], citation and citation.container_title)
    yield equal("year", gold["year"], year(citation.issued) if citation else None)
    yield equal("volume", gold["volume"], citation and citation.volume)
    yield equal("issue", gold["issue"], citation and citation.issue)
    yield equal("first page", gold["first_page"], first)
    yield equal("last page", gold["last_page"], last)
    yield equal("doi", doi(gold["doi"]), citation and citation.doi)
    yield equal("pmid", gold["pmid"], citation and citation.pmid)
    yield equal("pmcid", gold["pmcid"], citation and citation.pmcid)
    expected = [found for written in gold["issn"] if (found := issn(written))]
    got = citation.issn if citation else None
    yield Field(name="issn", expected=expected, got=got, right=got in expected or (not expected and got is None))
    words = [word.term for word in citation.keywords if word.scheme in ("author", "mesh")] if citation else []
    if gold["keywords"]:
        yield equal("keywords", [part for listed in gold["keywords"] for part in re.split(r"\s*;\s*", listed)], words)
    sections = _sections(record.document)
    stated = [[label or "", text] for label, text in gold["abstract_sections"]]
    yield Field(name="abstract", expected=stated, got=sections, right=same_sections(stated, sections))
    numbers = sorted({given.number for given in record.registrations if given.status != "rejected"})
    yield equal("registrations", sorted(gold["registry_ids"]), numbers)


def _sections(document: Document | None) -> list[list[str]]:
    """Label and opening words of every part of the abstract, those with a label of their own kind too."""
    if document is None:
        return []
    found: list[list[str]] = []
    for part in document.of_kind("abstract"):
        if part.label or not found or found[-1][0]:
            found.append([part.label, opening(document.text[part.start : part.end])])
    return found


def _pages(printed: str | None) -> tuple[str | None, str | None]:
    first, _, last = (printed or "").partition("-")
    return first or None, last or None


def _family(name: str) -> str:
    """The family name in "Scott, Nicola", "Todd J" and "Kay-Tee Khaw"; a group's whole name."""
    if "," in name:
        return name.split(",")[0]
    if normal(name) and name.startswith("The "):
        return name
    words = name.split()
    return " ".join(words[:-1]) if re.fullmatch(r"[A-Z]{1,3}", words[-1]) else words[-1]
