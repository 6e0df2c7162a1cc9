"""Why what goes by one key is the same work as what goes by another, in words a librarian can check."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ingest.link.nodes import Node
from ingest.link.works import Work, same_print

# Of many pages of one work so many are looked at for one that has the same title and author.
COMPARED = 20


def why_same(work: Work) -> Iterator[tuple[str, str, str]]:
    """(key, rule, reason in words) for every identity key of the work's nodes that it may go by, each once.

    The rule is that of `redirects.rule`: equal identifier | own address | title and author | other pages (tied to the
    work by way of them, or by a person) | pointed at (a page about the work names it so).
    """
    holders: dict[str, list[Node]] = {}
    for node in (*work.own, *(node for node in work.nodes if node.n > 0)):
        for key in node.strong_keys():
            if key not in work.contested:
                holders.setdefault(key, []).append(node)
    for key, nodes in sorted(holders.items()):
        first = nodes[0]
        if first.n > 0:
            yield key, "pointed at", f"{first.page} points at this work by it"
        elif key.startswith("url:"):
            yield key, *_why_page(work, first, holders)
        else:
            yield key, "equal identifier", f"{first.page} gives it"


def _why_page(work: Work, page: Node, holders: dict[str, list[Node]]) -> tuple[str, str]:
    given = [key for key in page.strong_keys() if key in holders and not key.startswith("url:")]
    if work.id in given:
        return "equal identifier", f"{page.page} gives {work.id}"
    for key in given:
        other = next((node for node in holders[key] if node.n == 0 and node is not page), None)
        if other is not None:
            return "equal identifier", f"{page.page} gives {key}, as {other.page} does"
    others = (node for node in work.own if node is not page)
    like = next((node for node in islice(others, COMPARED) if same_print(Work([page]), Work([node]))), None)
    if like is not None:
        return "title and author", f"{page.page} has the title and year of {like.page}, and its first author, journal or pages"
    if len(work.own) > 1:
        return "other pages", f"{page.page} is tied to this work by way of its other pages, or by a person"
    return "own address", f"the work was read from {page.page}"
