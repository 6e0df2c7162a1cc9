"""Identity keys of a reading: what `reading_keys` holds, and what bounds a neighbourhood."""

from __future__ import annotations

from ingest.link.nodes import nodes_of
from ingest.link.trials import REGISTRY_ORDER
from ingest.records import Parsed


def reading_keys(page: str, source: str, parsed: Parsed) -> list[tuple[str, int]]:
    """(key, node number) pairs: identifiers, title and address of every node, and the work's own trial numbers."""
    nodes = nodes_of(page, source, parsed)
    found = [(key, node.n) for node in nodes for key in node.identity_keys()]
    if parsed.citation is not None and not parsed.citation.is_summary:
        own = ("valid", "alias", "retired")
        # A work that a registry record names as a report of its results belongs to the record's neighbourhood too.
        places = [0, *(node.n for node in nodes if node.kind == "report")]
        found += [
            (f"reg:{given.number}", n)
            for given in parsed.registrations
            if given.status in own and given.registry in REGISTRY_ORDER
            for n in places
        ]
    return found
