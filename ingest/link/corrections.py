"""What people overruled: a YAML file in version control, applied on every run and rebuild.

- kind: value            # value | link | unlink | merge | split
  entity: trial          # trial | citation
  id: NCT01361698        # a registration number; or doi:..., pmid:..., pmcid:..., page:..., or an address
  field: enrolled        # for a value
  value: 198
  expected: 200          # what the machine said when the person decided (stale when it says something else later)
  target: ...            # the other side of a link (summary -> report, report -> trial), merge or split
  reason: ...            # why; required, like `by` and `at`
  evidence: https://...
  by: Initials
  at: 2026-01-31
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ingest.errors import UsageError
from ingest.link.nodes import Node, address_key, digest
from ingest.link.rows import CITATION_FIELDS, place, put
from ingest.link.trial_rows import TRIAL_FIELDS
from ingest.link.trials import Trial
from ingest.records import Row, Rows

KINDS = ("value", "link", "unlink", "merge", "split")
REQUIRED = ("kind", "entity", "id", "reason", "by", "at")
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
    if name.startswith(("http://", "https://", "file:")):
        return "url:" + address_key(name)
    return "reg:" + name


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
            for key in node.strong_keys():
                pages.setdefault(key, node.page)
        pairs = [(pages.get(key_of(i.id)), pages.get(key_of(i.target or ""))) for i in self._of("merge", "citation")]
        return [(left, right) for left, right in pairs if left and right and left != right]

    def split_pages(self) -> set[str]:
        """Pages that a person split off the work they were joined to."""
        return {item.target or item.id for item in self._of("split", "citation")}

    def same_trials(self) -> list[tuple[str, str]]:
        """Pairs of numbers that a person declared one trial."""
        return [(item.id, item.target) for item in self._of("merge", "trial") if item.target]

    def unlinked(self) -> set[tuple[str, str]]:
        """(work, number) pairs that a person took apart."""
        return {(item.id, item.target) for item in self._of("unlink", "citation") if item.target}

    def values(self, entity: str, names: Iterable[str]) -> dict[str, str]:
        """Field -> value that a person set for the entity that goes by any of these names."""
        wanted = set(names)
        return {
            item.field: item.value
            for item in self._of("value", entity)
            if item.field and item.value is not None and item.id in wanted
        }

    def links(self, rows: Rows, owners: set[str]) -> None:
        """Add links between citations that a person made; take away those that a person undid."""
        for item in self._of("unlink", "citation"):
            gone = [
                key
                for key, row in rows.get("citation_links", {}).items()
                if row["from_citation"] == item.id and row["to_citation"] == item.target
            ]
            for key in gone:
                del rows["citation_links"][key]
        for item in self._of("link", "citation"):
            if item.id in owners and item.target and item.target.startswith(("doi:", "pmid:", "pmcid:", "page:")):
                link = digest(item.id, "summarizes", item.target, RULE)
                row: Row = {"id": link, "from_citation": item.id, "to_citation": item.target, "relation": "summarizes"}
                row |= {"rule": RULE, "tier": 1, "target_key": item.target, "target_title": None, "target_year": None}
                row |= place(None, None, f"correction: {item.reason}")
                put(rows, "citation_links", (link,), row)

    def trial_links(self, rows: Rows, trials: Iterable[Trial]) -> None:
        """Add works that a person linked to a trial; take away those that a person unlinked."""
        home = {name: trial.id for trial in trials for name in {trial.id, *(n for _, n in trial.numbers)}}
        for item in self._of("unlink", "citation"):
            rows.get("trial_citations", {}).pop((home.get(item.target or ""), item.id), None)
        for item in self._of("link", "citation"):
            trial = home.get(item.target or "")
            if trial and (item.id,) in rows.get("citations", {}):
                fields: Row = {
                    "trial": trial,
                    "citation": item.id,
                    "relation": item.value or "results",
                    "rule": RULE,
                    "tier": 1,
                }
                rows.setdefault("trial_citations", {})[(trial, item.id)] = (
                    fields | {"explanation": item.reason} | place(None, None, None)
                )


def load_corrections(path: Path) -> Corrections:
    """Read the file; no file means no corrections. Raises UsageError that names the entry that is wrong."""
    if not path.exists():
        return Corrections()
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except yaml.YAMLError as error:
        raise UsageError(f"{path.name} is not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(loaded, list):
        raise UsageError(f"{path.name}: a list of corrections is expected")
    return Corrections(_checked(path.name, n, entry) for n, entry in enumerate(loaded, 1))


def _checked(name: str, n: int, entry: Any) -> Correction:
    if not isinstance(entry, Mapping):
        raise UsageError(f"{name}, entry {n}: fields are expected")
    missing = [f for f in REQUIRED if not entry.get(f)]
    if missing:
        raise UsageError(f"{name}, entry {n}: {', '.join(missing)} missing")
    unknown = sorted(set(entry) - {*REQUIRED, "target", "field", "value", "expected", "evidence"})
    if unknown:
        raise UsageError(f"{name}, entry {n}: unknown field {', '.join(unknown)}")
    found = {key: None if value is None else str(value) for key, value in entry.items()}
    kind, entity, field = found["kind"], found["entity"], found.get("field")
    if kind not in KINDS or entity not in ("trial", "citation"):
        raise UsageError(f"{name}, entry {n}: kind is one of {', '.join(KINDS)}; entity is trial or citation")
    if kind == "value" and field not in (TRIAL_FIELDS if entity == "trial" else CITATION_FIELDS):
        raise UsageError(f"{name}, entry {n}: {entity} has no field {field}")
    if kind in ("link", "unlink", "merge") and not found.get("target"):
        raise UsageError(f"{name}, entry {n}: a {kind} needs a target")
    return Correction(**found)  # type: ignore[arg-type]
