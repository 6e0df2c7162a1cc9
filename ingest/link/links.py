"""The links of one page: what each leads to, how well it is founded, and what is only possible."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Sequence
from typing import Protocol

from ingest.link.keys import possible_keys
from ingest.link.nodes import RESULT_RULES, digest, pointed_node, pointing
from ingest.link.rows import Read, place, put
from ingest.records import Link, Rows

POSSIBLE = "author-journal-year"


class Targets(Protocol):
    """What links can lead to."""

    def pointed(self, page: str, node: int) -> str | None:
        """The citation that a page's n-th pointing was joined to."""

    def only(self, key: str) -> str | None:
        """The citation that has this identity key, when exactly one has."""

    def keys_of(self, citation: str) -> Collection[str]:
        """The identity keys of a citation."""

    def is_carried(self, citation: str) -> bool:
        """True when a page carries the citation, so that it is known better than by pointings."""


def link_rows(rows: Rows, read: Read, own_id: str, targets: Targets) -> None:
    """Links of one page, whose own work is `own_id`."""
    numbers = {id(target): n for n, _, target in pointing(read.parsed)}
    own_keys = targets.keys_of(own_id)
    for link in read.parsed.links:
        node, keys = numbers.get(id(link)), link_keys(link)
        if node is None and _names_itself(keys, own_keys):
            continue
        target = targets.pointed(read.page, node) if node else resolved(keys, own_id, targets.only)
        if target is None or not targets.is_carried(target):
            _possible(rows, read, own_id, link, targets)
        target = target or unresolved(next(iter(keys), None))
        # Whether a link is kept must not hang on what is known of its target today.
        if (keys or title_of(link)) and target != own_id:
            _link(rows, read, own_id, link, target, keys)


def _names_itself(keys: Sequence[str], own_keys: Container[str]) -> bool:
    """A page that points at its own work; a title says so only where nothing better does."""
    strong = [key for key in keys if not key.startswith("title:")]
    return any(key in own_keys for key in strong or keys)


def resolved(keys: Iterable[str], own_id: str, only: Callable[[str], str | None]) -> str | None:
    """The citation that a pointing with these keys (best first) leads to: the first that is the only one with a key."""
    return next((found for key in keys if (found := only(key)) and found != own_id), None)


def _possible(rows: Rows, read: Read, own_id: str, link: Link, targets: Targets) -> None:
    """A reference that names nothing by identifier or title, but whose author, journal and year fit one work only."""
    for key in possible_keys(read.parsed, link):
        found = targets.only(key)
        if found is not None and found != own_id:
            _link(rows, read, own_id, link, found, [key], rule=POSSIBLE, tier=5)


def _link(
    rows: Rows,
    read: Read,
    own_id: str,
    link: Link,
    target: str | None,
    keys: Sequence[str],
    *,
    rule: str = "",
    tier: int = 0,
) -> None:
    title, key = title_of(link), next(iter(keys), None)
    link_id = digest(own_id, link.relation, key or title)
    if (link_id,) in rows.get("citation_links", {}):
        return
    row = {
        "id": link_id,
        "from_citation": own_id,
        "to_citation": target,
        "relation": link.relation,
        "rule": rule or link.rule,
        "tier": tier or tier_of(link),
        "target_key": key,
        "target_title": title,
        "target_year": link.reference.year if link.reference else None,
    }
    put(rows, "citation_links", (link_id,), row | place(read.document, link.span, link.pointer))
    if row["rule"] not in RESULT_RULES and link.relation != "summarizes":
        for n, further in enumerate(keys[1:], 2):
            put(rows, "link_keys", (link_id, n), {"link": link_id, "place": n, "key": further})


def title_of(link: Link) -> str | None:
    """The target's title as the page gives it."""
    return (link.reference.title if link.reference else None) or link.title


def unresolved(key: str | None) -> str | None:
    """What stands for a target that is not in the catalog: its identifier, if it has one."""
    return key if key and key.startswith(("doi:", "pmid:", "pmcid:")) else None


def link_keys(link: Link) -> list[str]:
    """Identity keys of a link's target, best first."""
    return pointed_node("", "", 1, link, "cites").identity_keys()


def tier_of(link: Link) -> int:
    """1 identifier or address in the page's own fields or links; 2 an identifier in a printed reference; 3 a printed
    reference without one; 4 a title alone."""
    if link.doi or link.pmid or link.pmcid or link.registration:
        return 2 if link.reference else 1
    return 3 if link.reference else (4 if link.title else 2)
