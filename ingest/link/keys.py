"""Identity keys of a reading: what `reading_keys` holds, and what bounds a neighbourhood."""

from __future__ import annotations

from ingest.link.nodes import nodes_of
from ingest.link.trials import REGISTRY_ORDER
from ingest.records import Parsed


def reading_keys(page: str, source: str, parsed: Parsed) -> list[tuple[str, int]]:
    """(key, node number) pairs: identifiers, title and address of every node, and the work's own trial numbers."""
    found = [(key, node.n) for node in nodes_of(page, source, parsed) for key in node.identity_keys()]
    if parsed.citation is not None and not parsed.citation.is_summary:
        own = ("valid", "alias", "retired")
        found += [
            (f"reg:{given.number}", 0)
            for given in parsed.registrations
            if given.status in own and given.registry in REGISTRY_ORDER
        ]
    return found
