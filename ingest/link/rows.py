"""A work to its rows: citation, keys, authors, keywords, stated values, notices, claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.link.choose import Candidate, authority, by_field, choose
from ingest.link.nodes import Node, digest, likeness_keys, pointing
from ingest.link.same_work import why_same
from ingest.link.works import Work
from ingest.records import Link, Notice, Parsed, Rows, Span

CITATION_FIELDS = (
    "type title original_title container_title container_title_short volume issue page number issued revised publisher"
    " language abstract doi pmid pmcid issn url"
).split()
GRAVITY = ("retraction", "withdrawal", "expression-of-concern", "correction", "erratum", "reinstatement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A kept reading with everything that linking needs of it."""

    page: str
    source: str
    document: str | None
    parsed: Parsed


def put(rows: Rows, table: str, key: tuple[Any, ...], row: dict[str, Any]) -> None:
    """Add a row; the first row of a key stays (callers come in a fixed order)."""
    rows.setdefault(table, {}).setdefault(key, row)


def place(document: str | None, span: Span | None, pointer: str | None) -> dict[str, Any]:
    """The columns that say where a fact stands."""
    return {
        "document": document if span else None,
        "span_start": span.start if span else None,
        "span_end": span.end if span else None,
        "quote": span.quote if span else None,
        "pointer": pointer,
    }


def work_rows(rows: Rows, work: Work, reads: Mapping[str, Read], corrected: Mapping[str, str]) -> None:
    """All rows that one work owns, its links and registrations apart. `corrected`: field -> value a person set."""
    own = sorted((reads[n.page] for n in work.own), key=lambda r: (-authority(r.source), r.page))
    candidates = [c for read in own for c in _stated(read)] + [c for n in work.nodes if n.n for c in _told(n, reads)]
    shown = _shown(rows, work, candidates)
    citation = {name: shown.get(name) for name in CITATION_FIELDS} | dict(corrected)
    notices = _notices(rows, work, reads)
    citation |= {
        "id": work.id,
        "type": citation["type"] or _stub_type(work),
        "is_summary": int(bool(own) and own[0].parsed.citation is not None and own[0].parsed.citation.is_summary),
        "is_stub": int(not own),
        "notice": _in_force(notices),
    }
    put(rows, "citations", (work.id,), citation)
    _keys(rows, work)
    _likeness(rows, work, own)
    _authors(rows, work, own, reads)
    _keywords(rows, work, own)
    _claims(rows, work, own)


_IDS = ("doi", "pmid", "pmcid")


def _stub_type(work: Work) -> str:
    return "article-journal" if any(n.doi or n.pmid or n.pmcid for n in work.nodes) else "document"


def _stated(read: Read) -> Iterator[Candidate]:
    """Every scalar of the citation that a page states about itself, with its place."""
    spans = {s.field: s for s in read.parsed.stated if s.entity == "citation"}
    citation = read.parsed.citation
    if citation is None:
        return
    for name in CITATION_FIELDS:
        value = getattr(citation, name)
        if value is None and name == "abstract":
            value = abstract_of(read.parsed)
        if value is None:
            continue
        stated = spans.get(name)
        yield Candidate(
            field=name,
            value=value,
            page=read.page,
            source=read.source,
            rule=stated.rule if stated else read.source,
            document=read.document,
            span=stated.span if stated else None,
            pointer=(stated.pointer if stated else None) or read.parsed.pointers.get(name),
        )


def abstract_of(parsed: Parsed) -> str | None:
    """The abstract as one text with its section labels, from the document's sections."""
    if parsed.document is None:
        return None
    text = parsed.document.text
    parts = [
        (f"{s.label}: " if s.label else "") + text[s.start : s.end]
        for s in parsed.document.of_kind("abstract")
        if s.kind != "abstract.other"
    ]
    return "\n\n".join(parts) or None


def _told(node: Node, reads: Mapping[str, Read]) -> Iterator[Candidate]:
    """What another page says about this work; it is shown only where the work's own pages are silent."""
    read = reads.get(node.page)
    target = pointed(read, node.n) if read else None
    if read is None or not isinstance(target, Link):
        return
    reference = target.reference
    values: dict[str, Any] = {"doi": node.doi, "pmid": node.pmid, "pmcid": node.pmcid, "title": node.title}
    if reference is not None:
        values |= {
            "container_title": reference.container_title,
            "volume": reference.volume,
            "issue": reference.issue,
            "issued": reference.year,
        }
    for name, value in values.items():
        if value:
            yield Candidate(
                field=name,
                value=value,
                page=node.page,
                source=read.source,
                rule=f"named-by:{target.rule}",
                document=read.document,
                span=target.span,
                pointer=target.pointer,
                rank=-1,
            )


def pointed(read: Read, n: int) -> Link | Notice | None:
    """The n-th link or notice of a reading that takes part in identity."""
    return next((target for number, _, target in pointing(read.parsed) if number == n), None)


def _shown(rows: Rows, work: Work, candidates: list[Candidate]) -> dict[str, Any]:
    """The value to show of each field; all of them are kept as stated, also an identifier that another work claims."""
    shown: dict[str, Any] = {}
    for name, group in by_field(candidates).items():
        free = [c for c in group if name not in _IDS or f"{name}:{c.value}" not in work.contested]
        best = choose(free) if free else None
        if best is not None:
            shown[name] = best.value
        for candidate in group:
            stated_row(rows, "citation", work.id, candidate, candidate is best)
    return shown


def stated_row(rows: Rows, entity: str, entity_id: str, candidate: Candidate, chosen: bool) -> None:
    """One row of stated_values. An abstract is long and stands in its document: only its opening is repeated."""
    value = str(candidate.value)
    if candidate.field == "abstract" and len(value) > 200:
        value = value[:200] + "…"
    key = digest(entity, entity_id, candidate.field, candidate.page, value, candidate.rule)
    put(
        rows,
        "stated_values",
        (key,),
        {
            "id": key,
            "entity": entity,
            "entity_id": entity_id,
            "field": candidate.field,
            "value": value,
            "page": candidate.page,
            **place(candidate.document, candidate.span, candidate.pointer),
            "rule": candidate.rule,
            "chosen": int(chosen),
        },
    )


def _keys(rows: Rows, work: Work) -> None:
    keys = {key for node in work.nodes for key in node.identity_keys()} - work.contested
    for key in keys:
        put(rows, "citation_keys", (key, work.id), {"key": key, "citation": work.id})
    for key, rule, reason in why_same(work):
        old = key.replace("url:", "page:", 1)
        if old != work.id and not key.startswith("record:"):
            put(rows, "redirects", (old,), {"old_id": old, "new_id": work.id, "rule": rule, "reason": reason, "at": None})


def _likeness(rows: Rows, work: Work, own: list[Read]) -> None:
    """What a reference by author, journal and year finds the work by; registry records and summaries are no target."""
    for citation in (c for read in own if (c := read.parsed.citation)):
        if citation.authors and not citation.is_summary and citation.type != "registration":
            first, year = citation.authors[0], (citation.issued or "")[:4]
            journals = (citation.container_title, citation.container_title_short)
            for key in likeness_keys(first.family or first.literal, journals, year):
                put(rows, "citation_keys", (key, work.id), {"key": key, "citation": work.id})


def _authors(rows: Rows, work: Work, own: list[Read], reads: Mapping[str, Read]) -> None:
    lists = [c.authors for read in own if (c := read.parsed.citation) and c.authors]
    if not lists:
        lists = [
            target.reference.authors
            for node in work.nodes
            if node.n and node.page in reads and isinstance(target := pointed(reads[node.page], node.n), Link)
            if target.reference and target.reference.authors
        ]
    for position, author in enumerate(lists[0] if lists else (), 1):
        row = {"citation": work.id, "position": position, "family": author.family, "given": author.given}
        put(rows, "authors", (work.id, position), row | {"literal": author.literal, "orcid": author.orcid})


def _keywords(rows: Rows, work: Work, own: list[Read]) -> None:
    seen = set()
    for citation in (c for read in own if (c := read.parsed.citation)):
        for word in citation.keywords:
            if (word.scheme, word.term.lower()) not in seen:
                seen.add((word.scheme, word.term.lower()))
                row = {"citation": work.id, "scheme": word.scheme, "term": word.term, "ui": word.ui}
                put(rows, "keywords", (work.id, word.scheme, word.term), row)


def _claims(rows: Rows, work: Work, own: list[Read]) -> None:
    """Claims come from one page of the work: the one that yields most, so that none is counted twice."""
    best = min(own, key=lambda read: (-len(read.parsed.claims), read.page), default=None)
    for claim in best.parsed.claims if best else ():
        key = digest(work.id, claim.kind, claim.span.start, claim.span.end, claim.outcome_text, claim.number_text)
        where = place(best.document if best else None, claim.span, None)
        where.pop("pointer")
        put(
            rows,
            "claims",
            (key,),
            {
                "id": key,
                "citation": work.id,
                "position": claim.position,
                "in_title": int(claim.in_title),
                "kind": claim.kind,
                "outcome_text": claim.outcome_text,
                "change": claim.change,
                "strength": claim.strength,
                "number_text": claim.number_text,
                **where,
                "rule": claim.rule,
            },
        )


def _notices(rows: Rows, work: Work, reads: Mapping[str, Read]) -> list[Notice]:
    """Notices on this work: said by its own pages, or by notices elsewhere that name it."""
    found: list[tuple[str, Notice]] = []
    for node in work.own:
        about_self = (n for n in reads[node.page].parsed.notices if not (n.target_doi or n.target_pmid or n.target_pmcid))
        found += [(node.page, notice) for notice in about_self]
    for node in work.nodes:
        if node.kind == "notice" and node.page in reads:
            target = pointed(reads[node.page], node.n)
            found += [(node.page, target)] if isinstance(target, Notice) else []
    for page, notice in sorted(found, key=lambda item: (item[0], item[1].kind, item[1].notice_doi or "")):
        key = digest(work.id, notice.kind, notice.notice_doi, page)
        put(
            rows,
            "notices",
            (key,),
            {
                "id": key,
                "citation": work.id,
                "kind": notice.kind,
                "notice_doi": notice.notice_doi,
                "noticed_on": notice.noticed_on,
                "asserted_by": notice.asserted_by,
                "page": page,
                "first_seen": None,
                **place(reads[page].document, notice.span, notice.pointer),
            },
        )
    return [notice for _, notice in found]


def _in_force(notices: Iterable[Notice]) -> str | None:
    """The gravest notice; a reinstatement that is not older ends a retraction or withdrawal."""
    notices = list(notices)
    back = max((n.noticed_on or "" for n in notices if n.kind == "reinstatement"), default=None)
    standing = [
        n.kind
        for n in notices
        if not (back is not None and n.kind in ("retraction", "withdrawal") and (n.noticed_on or "") <= back)
    ]
    return min(standing, key=GRAVITY.index, default=None)
