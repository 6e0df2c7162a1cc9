"""Identity keys of a reading: what `reading_keys` holds, and what bounds a neighbourhood.

doi: pmid: pmcid: record: url: title:   what makes two nodes one work
reg:    a number that the work calls its own and that may join it with other numbers
pool:   the same of a work that tells of several trials: it belongs to each and joins none
names:  on the node of a work that a registry record names as a report of its results: the record's number
like:   first author, journal and year of a reference that nothing better identifies; bounds nothing
"""

from __future__ import annotations

from ingest.link.nodes import address_key, is_notice, likeness_keys, nodes_of, pointing
from ingest.link.relations import is_review
from ingest.link.trials import keep_few, own_numbers, pools
from ingest.records import Link, Parsed


def reading_keys(page: str, source: str, parsed: Parsed) -> list[tuple[str, int]]:
    """(key, node number) pairs of a reading, sorted."""
    nodes = nodes_of(page, source, parsed)
    found = [(key, node.n) for node in nodes for key in node.identity_keys()]
    # A page's own address is no identity when the page states another, but people may name the page by it.
    found += [(f"url:{address_key(page)}", 0)] if parsed.citation is not None else []
    found += _trial_keys(parsed)
    found += [(f"names:{number}", node.n) for node in nodes if node.kind == "report" for number in record_number(parsed)]
    found += [(key, n) for n, _, target in pointing(parsed) if isinstance(target, Link) for key in possible_keys(parsed, target)]
    return sorted(set(found))


def _trial_keys(parsed: Parsed) -> list[tuple[str, int]]:
    citation = parsed.citation
    if citation is None or citation.is_summary:
        return []
    registry = record_registry(parsed)
    numbers = keep_few(own_numbers([parsed.registrations]), registry)
    apart = registry is None and (pools(numbers) or is_review(citation) or is_notice(citation))
    return [(f"{'pool' if apart else 'reg'}:{number}", 0) for _, number in numbers]


def record_registry(parsed: Parsed) -> str | None:
    """The registry that a registry record is of; None for other pages."""
    if parsed.citation is None or parsed.citation.type != "registration":
        return None
    return next((r.registry for r in parsed.registrations if r.status == "valid"), "")


def record_number(parsed: Parsed) -> list[str]:
    """The number of a registry record, as a list of one; an empty list when it gives none."""
    return [r.number for r in parsed.registrations if r.status == "valid"][:1]


def possible_keys(parsed: Parsed, link: Link) -> list[str]:
    """What a summary's reference may be found by when it names no identifier: author, journal and year (its own year
    when the reference has none)."""
    reference = link.reference
    if link.relation != "summarizes" or reference is None or link.doi or link.pmid or link.pmcid or not reference.authors:
        return []
    issued = parsed.citation.issued if parsed.citation else None
    first = reference.authors[0]
    return likeness_keys(first.family or first.literal, [reference.container_title], reference.year or (issued or "")[:4])
