"""PubMed records: XML against hand-set golds, XML and MEDLINE text against the items that Zotero expects of its own tests.

A gold of a file with many records asks for some of them, found by PMID.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest import identifiers
from ingest.evaluate._expected_references import compare_items
from ingest.evaluate._pages import Field, equal, families, opening, same_sections, year
from ingest.exported_dates import language_code
from ingest.pubmed_relations import NOTICES
from ingest.records import Parsed

_OTHER = "Abstract ("  # how the label of an abstract in another language begins


def golds(folder: Path) -> Iterator[tuple[Path, Any]]:
    """Each page with its hand-set gold or Zotero's expected items."""
    for suffix in (".gold.json", ".zotero.json"):
        for gold in sorted(folder.rglob(f"*{suffix}")):
            yield gold.with_name(gold.name.removesuffix(suffix)), json.loads(gold.read_text(encoding="utf-8"))


def compare(gold: Any, parsed: list[Parsed], path: Path) -> Iterator[Field]:
    """Fields of one gold, of each gold in a list, or of Zotero's items."""
    asked = gold if isinstance(gold, list) else [gold]
    if asked and "itemType" in asked[0]:
        yield from compare_items(asked, parsed)
        return
    for one in asked:
        yield from _record(one, next((p for p in parsed if p.citation and p.citation.pmid == one["pmid"]), Parsed()))


def _record(gold: dict[str, Any], parsed: Parsed) -> Iterator[Field]:
    citation = parsed.citation
    yield equal("pmid", gold["pmid"], citation and citation.pmid)
    if citation is None:
        return
    yield equal("doi", identifiers.doi(gold["doi"]), citation.doi)
    yield equal("pmcid", gold["pmcid"], citation.pmcid)
    yield equal("title", gold["title"], citation.title)
    yield equal("vernacular-title", gold["vernacular_title"], citation.original_title)
    names = [author.get("last") or author.get("collective") for author in gold["authors"]]
    yield equal("authors", names, families(citation.authors))
    yield equal("journal", gold["journal"], citation.container_title)
    yield equal("journal-short", gold["journal_abbrev"], citation.container_title_short)
    yield equal("issn", gold["issn"], citation.issn)
    yield equal("year", gold["year"], year(citation.issued))
    yield equal("volume", gold["volume"], citation.volume)
    yield equal("issue", gold["issue"], citation.issue)
    yield equal("pages", gold["pages"], citation.page)
    yield equal("language", language_code((gold["languages"] or [None])[0]), citation.language)
    yield from _subjects(gold, parsed)
    yield from _abstracts(gold, parsed)
    yield from _relations(gold, parsed)


def _subjects(gold: dict[str, Any], parsed: Parsed) -> Iterator[Field]:
    keywords = parsed.citation.keywords if parsed.citation else ()
    for name, scheme in (("keywords", "author"), ("mesh", "mesh"), ("publication_types", "publication-type")):
        yield equal(name.replace("_", "-"), sorted(set(gold[name])), sorted({k.term for k in keywords if k.scheme == scheme}))


def _abstracts(gold: dict[str, Any], parsed: Parsed) -> Iterator[Field]:
    document = parsed.document
    read = [(s.label, opening(document.text[s.start : s.end])) for s in document.of_kind("abstract")] if document else []
    expected = [[label or "", text] for label, text in gold["abstract_sections"]]
    main = [[label, text] for label, text in read if not label.startswith(_OTHER)]
    # Extraction parts an abstract without labels by what its sentences do; for the page it is one.
    got = [part for before, part in zip([None, *main], main, strict=False) if part[0] or before is None or before[0]]
    yield Field(name="abstract", expected=expected, got=got, right=same_sections(expected, got))
    others = [opening(text) for _, _, text in gold["other_abstracts"]]
    yield equal("other-abstracts", others, [text for label, text in read if label.startswith(_OTHER)])


def _relations(gold: dict[str, Any], parsed: Parsed) -> Iterator[Field]:
    """Registrations of data banks, those in the text, and comments and corrections by their kind."""
    banked = sorted({n.value for n in map(identifiers.registry_number, gold["registry_ids_in_record"]) if n})
    yield equal("registrations", banked, sorted({r.number for r in parsed.registrations if r.rule == "data-bank-list"}))
    told = sorted({n.value for n in map(identifiers.registry_number, gold["registry_ids_in_text"]) if n})
    yield equal("registrations-in-text", told, sorted({r.number for r in parsed.registrations if r.number in told}))
    linked = sorted(f"{kind} {pmid}" for kind, pmid, _ in gold["comments_corrections"] if pmid)
    yield equal("links", linked, sorted(f"{link.rule.removeprefix('pubmed-')} {link.pmid}" for link in parsed.links if link.pmid))
    noticed = sorted(NOTICES[kind][0] for kind, _, _ in gold["comments_corrections"] if kind in NOTICES)
    yield equal("notices", noticed, sorted(notice.kind for notice in parsed.notices))
