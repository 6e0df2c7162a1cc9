"""Everything that running text says, added to what a page's fields said."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extract.arms import arms, topics
from ingest.extract.claims import claims
from ingest.extract.design import design
from ingest.extract.findings import Context, findings
from ingest.extract.outcomes import outcomes
from ingest.extract.references import parse_reference, printed_references
from ingest.extract.registrations import registrations
from ingest.extract.sample_size import sample_sizes
from ingest.extract.sections import sections_of
from ingest.records import Document, Link, Parsed, Reference, Topic

# A report that compares groups uses one of these words somewhere; without any there is no finding to look for.
_COMPARES = re.compile(
    r"randomi[sz]|\btrial|placebo|controlled|control (?:group|arm)|intervention|allocat|assigned|blind|cross-?over|\barms?\b"
    r"|\bversus\b|\bvs\b|compared (?:with|to)|than (?:in|with)|groups?\b",
    re.I,
)
# Works whose own text is read for facts of a trial; others have fields only, or are about something else.
READ_FOR_FACTS = frozenset({"article-journal", "article", "thesis", "paper-conference", "report", "chapter", "document"})


def read_text(parsed: Parsed) -> Parsed:
    """The record with everything that its running text says added to what its fields said.

    A registry record is complete as its fields are; a summary is read for references and claims; a report for
    registrations, design, arms, topics, outcomes and findings.
    """
    citation, document = parsed.citation, parsed.document
    if citation is None or document is None or not document.text or citation.type == "registration":
        return parsed
    if citation.is_summary:
        return _read_summary(parsed, document)
    found = _with_reference_fields(_registered(parsed, document))
    if citation.type not in READ_FOR_FACTS:
        return found
    return _read_report(found, replace(document, sections=sections_of(document)))


def _read_summary(parsed: Parsed, document: Document) -> Parsed:
    printed = printed_references(document)
    found = _registered(parsed, document)
    return replace(
        found,
        references=(*parsed.references, *printed),
        links=_with_references(parsed.links, printed),
        claims=claims(document),
    )


def _with_references(links: tuple[Link, ...], printed: tuple[Reference, ...]) -> tuple[Link, ...]:
    """Links with the printed reference that names the same work; a reference that no link names is a link of its own.

    A story with one printed reference, and no study chosen yet, is about that one; of several nobody says which.
    """
    found = list(links)
    is_open = len(printed) == 1 and not any(link.relation == "summarizes" for link in links)
    for reference in printed:
        same = next((n for n, link in enumerate(found) if _is_same_work(reference, link)), None)
        if same is not None:
            found[same] = replace(found[same], reference=found[same].reference or reference)
        else:
            found.append(
                Link(
                    relation="summarizes" if is_open else "cites",
                    rule="printed-reference",
                    doi=reference.doi,
                    pmid=reference.pmid,
                    pmcid=reference.pmcid,
                    reference=reference,
                    span=reference.span,
                )
            )
    return tuple(found)


def _is_same_work(reference: Reference, link: Link) -> bool:
    """By a common identifier, or by the whole of a long title."""
    if {reference.doi, reference.pmid, reference.pmcid} & {link.doi, link.pmid, link.pmcid} - {None}:
        return True
    title = _letters(reference.title)
    return len(title) > 30 and title == _letters(link.title)


def _letters(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", text or "").lower()


def _with_reference_fields(parsed: Parsed) -> Parsed:
    """References that a page gives only as printed, read into fields, in its list and in its links."""
    read = {id(given): _read_reference(given) for given in parsed.references if not given.title and not given.authors}
    if not read:
        return parsed
    links = []
    for link in parsed.links:
        filled = read.get(id(link.reference))
        links.append(replace(link, reference=filled, title=link.title or filled.title) if filled else link)
    return replace(parsed, references=tuple(read.get(id(given), given) for given in parsed.references), links=tuple(links))


def _read_reference(given: Reference) -> Reference:
    """The printed words read; identifiers that the page's own links gave count before those in the words."""
    words = parse_reference(given.raw)
    return replace(
        words,
        doi=given.doi or words.doi,
        pmid=given.pmid or words.pmid,
        pmcid=given.pmcid or words.pmcid,
        year=given.year or words.year,
        span=given.span,
        pointer=given.pointer,
    )


def _registered(parsed: Parsed, document: Document) -> Parsed:
    """Numbers in the text beside those of the fields; the same number from a field is better founded."""
    title = parsed.citation.title if parsed.citation else None
    own = {given.number for given in parsed.registrations if given.status == "valid"}
    read = [given for given in registrations(document, title) if not (given.number in own and given.status == "mention")]
    return replace(parsed, registrations=(*parsed.registrations, *read))


def _read_report(parsed: Parsed, document: Document) -> Parsed:
    named = parsed.topics or topics(document, parsed.citation)
    specified = (*parsed.outcomes, *outcomes(document))
    compared = arms(document)
    context = Context(
        title=parsed.citation.title if parsed.citation else None,
        intervention=_label(named, "intervention"),
        comparator=_label(named, "comparator"),
        outcomes=specified,
    )
    return replace(
        parsed,
        document=document,
        stated=(*parsed.stated, *design(document), *sample_sizes(document)),
        arms=parsed.arms or compared,
        topics=named,
        outcomes=specified,
        findings=(*parsed.findings, *(findings(document, context) if _COMPARES.search(document.text) else ())),
    )


def _label(named: tuple[Topic, ...], role: str) -> str | None:
    return next((topic.label for topic in named if topic.role == role), None)
