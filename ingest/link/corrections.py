"""What people overruled, and what it means for each step of linking. The file itself: `corrections_file`, and
docs/corrections.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.link.nodes import Node, address_key, digest
from ingest.link.rows import place, put
from ingest.link.trials import Trial
from ingest.link.works import Work
from ingest.records import Row, Rows
from ingest.registries import registry_number

RULE = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One decision of a person, as written in the file."""

    kind: str
    entity: str
    id: str
    target: str | None = None
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    reason: str
    evidence: str | None = None
    by: str
    at: str

    @property
    def key(self) -> str:
        """Stable key: what is corrected, not how."""
        return digest(self.kind, self.entity, self.id, self.target, self.field)

    def row(self) -> Row:
        """The row of `corrections`, before the machine's own value is known."""
        return {
            "id": self.key,
            "kind": self.kind,
            "entity": self.entity,
            "entity_id": self.id,
            "target": self.target,
            "field": self.field,
            "expected": self.expected,
            "value": self.value,
            "reason": self.reason,
            "evidence_url": self.evidence,
            "by": self.by,
            "at": self.at,
        }


def key_of(name: str) -> str:
    """The identity key that a person's name for a work or trial stands for."""
    if name.startswith("page:"):
        return "url:" + name.removeprefix("page:")
    if name.startswith(("doi:", "pmid:", "pmcid:")):
        return name
    # What is neither a registration number nor an identifier is the address of a page or a file's path.
    return "reg:" + name if is_number(name) else "url:" + address_key(name)


def is_number(name: str) -> bool:
    """True for a registration number in its canonical form."""
    found = registry_number(name)
    return found is not None and found.value == name


class Corrections:
    """All decisions, asked by the steps of linking."""

    def __init__(self, items: Iterable[Correction] = ()) -> None:
        self.items = sorted(items, key=lambda item: item.key)

    def _of(self, kind: str, entity: str | None = None) -> list[Correction]:
        return [item for item in self.items if item.kind == kind and entity in (None, item.entity)]

    def edges(self) -> dict[str, set[str]]:
        """Key -> keys that a merge, link or unlink ties to it: where one is looked at, so are the others."""
        found: dict[str, set[str]] = {}
        for item in self.items:
            if item.target and item.kind in ("merge", "link", "unlink"):
                left, right = key_of(item.id), key_of(item.target)
                found.setdefault(left, set()).add(right)
                found.setdefault(right, set()).add(left)
        return found

    def same_works(self, nodes: Iterable[Node]) -> list[tuple[str, str]]:
        """Pairs of pages whose works a person declared one."""
        pages: dict[str, str] = {}
        for node in sorted((n for n in nodes if n.n == 0), key=lambda n: n.key):
            for key in (*node.strong_keys(), key_of(node.page)):
                pages.setdefault(key, node.page)
        pairs = [(pages.get(key_of(i.id)), pages.get(key_of(i.target or ""))) for i in self._of("merge", "citation")]
        return [(left, right) for left, right in pairs if left and right and left != right]

    def split_pages(self) -> set[str]:
        """Pages that a person split off the work they were joined to."""
        return {item.target or item.id for item in self._of("split", "citation")}

    def same_trials(self) -> list[tuple[str, str]]:
        """Pairs of numbers that a person declared one trial."""
        return [(item.id, item.target) for item in self._of("merge", "trial") if item.target]

    def unlinked(self, names: Mapping[str, str]) -> set[tuple[str, str]]:
        """(work, number) pairs that a person took apart. `names`: see `names_of`."""
        pairs = ((names.get(key_of(item.id)), item.target) for item in self._of("unlink", "citation"))
        return {(work, target) for work, target in pairs if work and target}

    def values(self, entity: str, names: Iterable[str]) -> dict[str, str]:
        """Field -> value that a person set for the entity that goes by any of these names."""
        wanted = {key_of(name) for name in names}
        return {
            item.field: item.value
            for item in self._of("value", entity)
            if item.field and item.value is not None and key_of(item.id) in wanted
        }

    def links(self, rows: Rows, names: Mapping[str, str], owners: set[str]) -> None:
        """Add links between citations that a person made; take away those that a person undid. `owners`: citations whose
        links are made anew."""
        found = rows.setdefault("citation_links", {})
        for item in self._of("unlink", "citation"):
            ends = names.get(key_of(item.id)), names.get(key_of(item.target or ""), item.target)
            for key in [key for key, row in found.items() if (row["from_citation"], row["to_citation"]) == ends]:
                del found[key]
        for item in self._of("link", "citation"):
            source = names.get(key_of(item.id))
            target = names.get(key_of(item.target or ""))
            if source in owners and target and target != source:
                link = digest(source, "summarizes", target, RULE)
                row: Row = {"id": link, "from_citation": source, "to_citation": target, "relation": "summarizes"}
                row |= {"rule": RULE, "tier": 1, "target_key": None, "target_title": None, "target_year": None}
                put(rows, "citation_links", (link,), row | place(None, None, f"correction: {item.reason}"))

    def trial_links(self, rows: Rows, names: Mapping[str, str], trials: Iterable[Trial]) -> None:
        """Add works that a person linked to a trial; take away those that a person unlinked."""
        home = {name: trial.id for trial in trials for name in {trial.id, *(n for _, n in trial.numbers)}}
        found = rows.setdefault("trial_citations", {})
        for item in self._of("unlink", "citation"):
            found.pop((home.get(item.target or ""), names.get(key_of(item.id))), None)
        for item in self._of("link", "citation"):
            trial, work = home.get(item.target or ""), names.get(key_of(item.id))
            if trial and (work,) in rows.get("citations", {}):
                row: Row = {"trial": trial, "citation": work, "relation": item.value or "results", "rule": RULE, "tier": 1}
                found[(trial, work)] = row | {"explanation": item.reason} | place(None, None, None)


def names_of(works: Iterable[Work]) -> dict[str, str]:
    """Identity key -> work, by everything that a person may call a work: identifiers, key, addresses of its pages."""
    found: dict[str, str] = {}
    for work in works:
        keys = {key for node in work.nodes for key in node.strong_keys()} - work.contested
        for key in sorted(keys | {key_of(work.id)} | {key_of(node.page) for node in work.own}):
            found.setdefault(key, work.id)
    return found
