"""What has to be looked at again when pages come, change or go: the neighbourhood of their identity keys.

Three degrees, because what hangs together loosely must not pull in the whole catalog:

* CHANGED: a work that a page said something new about; every trial it belongs to, or is named by, is made anew.
* MEMBER: a work of a trial that is made anew; its own numbers may join others, so those trials are made anew too.
* BESIDE: a work that such a trial's record names, or that tells of several trials, one of which is made anew. It is
  loaded, whole, because the trial's rows show it; but its other trials stay as they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ingest.link.trials import MAX_NAMED_BY
from ingest.store.sync import chunks

BESIDE, MEMBER, CHANGED = range(3)
Node = tuple[str, int]
NO_EDGES: Mapping[str, Collection[str]] = {}
# How a number stands in a key, and the degree of the works that its trial draws in by it.
_BY_NUMBER = {"reg": MEMBER, "pool": BESIDE, "names": BESIDE}


@dataclass(slots=True)
class Closure:
    """Nodes (page, number of node) with their degree, and the numbers whose trials are made anew."""

    degrees: dict[Node, int] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)


def closure(db: sqlite3.Connection, keys: Iterable[str], edges: Mapping[str, Collection[str]] = NO_EDGES) -> Closure:
    """The neighbourhood of these keys. `edges`: key -> keys that a person tied to it."""
    return _Search(db, edges).run(keys)


class _Search:
    """Breadth first: keys to nodes to keys, until nothing is reached in a higher degree than before."""

    def __init__(self, db: sqlite3.Connection, edges: Mapping[str, Collection[str]]) -> None:
        self.db = db
        self.edges = edges
        self.found = Closure()
        self.keys: dict[str, int] = {}
        self.todo_keys: set[str] = set()
        self.todo_numbers: set[str] = set()
        self.is_hub: dict[str, bool] = {}

    def run(self, keys: Iterable[str]) -> Closure:
        for key in keys:
            self._reach(key, CHANGED)
        while self.todo_keys or self.todo_numbers:
            keys_now, self.todo_keys = sorted(self.todo_keys), set()
            numbers_now, self.todo_numbers = sorted(self.todo_numbers), set()
            raised = self._holders(keys_now)
            for node, degree in self._holders_of_numbers(numbers_now).items():
                raised[node] = max(degree, raised.get(node, degree))
            for node in sorted(raised):
                if self.found.degrees.get(node, -1) < raised[node]:
                    self.found.degrees[node] = raised[node]
                    self._follow(node, raised[node])
        return self.found

    def _reach(self, key: str, degree: int) -> None:
        """Take up a key: identity in this degree, the trial of a number when the degree asks for it."""
        kind, _, value = key.partition(":")
        if kind in _BY_NUMBER:
            self._reach_number(value)
        elif kind != "like" and self.keys.get(key, -1) < degree:
            self.keys[key] = degree
            self.todo_keys.add(key)
            self._cross(key)

    def _reach_number(self, number: str) -> None:
        if number not in self.found.numbers:
            self.found.numbers.add(number)
            self.todo_numbers.add(number)
            self._cross(f"reg:{number}")

    def _cross(self, key: str) -> None:
        for other in self.edges.get(key, ()):
            self._reach(other, CHANGED)

    def _holders(self, keys: list[str]) -> dict[Node, int]:
        raised: dict[Node, int] = {}
        for part in chunks(keys):
            marks = ",".join("?" * len(part))
            for key, page, n in self.db.execute(f"SELECT key, page, node FROM reading_keys WHERE key IN ({marks})", part):
                raised[page, n] = max(self.keys[key], raised.get((page, n), BESIDE))
        return raised

    def _holders_of_numbers(self, numbers: list[str]) -> dict[Node, int]:
        raised: dict[Node, int] = {}
        for part in chunks([f"{kind}:{number}" for number in numbers for kind in _BY_NUMBER]):
            marks = ",".join("?" * len(part))
            for key, page, n in self.db.execute(f"SELECT key, page, node FROM reading_keys WHERE key IN ({marks})", part):
                raised[page, n] = max(_BY_NUMBER[key.partition(":")[0]], raised.get((page, n), BESIDE))
        return raised

    def _follow(self, node: Node, degree: int) -> None:
        keys = [row[0] for row in self.db.execute("SELECT key FROM reading_keys WHERE page = ? AND node = ?", node)]
        identity = [key for key in keys if key.partition(":")[0] not in _BY_NUMBER]
        for key in keys:
            kind, _, number = key.partition(":")
            if kind not in _BY_NUMBER:
                self._reach(key, degree)
            elif (degree >= MEMBER and kind == "reg") or (degree == CHANGED and not (kind == "names" and self._hub(identity))):
                self._reach_number(number)

    def _hub(self, keys: list[str]) -> bool:
        """True when more records name a work than one can be a report of: then only the trials that still show it count."""
        for key in keys:
            if key not in self.is_hub:
                named_by = self.db.execute(
                    "SELECT count(DISTINCT n.key) FROM reading_keys k JOIN reading_keys n ON n.page = k.page AND n.node = k.node"
                    " WHERE k.key = ? AND n.key GLOB 'names:*'",
                    (key,),
                ).fetchone()[0]
                self.is_hub[key] = named_by > MAX_NAMED_BY
                if self.is_hub[key]:
                    for (trial,) in self.db.execute(_SHOWN_BY, (key,)).fetchall():
                        self._reach_number(trial)
        return any(self.is_hub[key] for key in keys)


_SHOWN_BY = (
    "SELECT DISTINCT t.trial FROM reading_keys k JOIN reading_nodes r ON r.page = k.page AND r.node = k.node"
    " JOIN trial_citations t ON t.citation = r.citation AND t.relation NOT IN ('summary', 'mention') WHERE k.key = ?"
)
