"""Read `corrections.yml`: a list of decisions of people, in version control. What each field means: docs/corrections.md.

Everything that can be wrong with an entry is told in one line that names the file and the entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ingest.errors import UsageError
from ingest.identifiers import doi, pmcid, pmid
from ingest.link.corrections import Correction, Corrections, is_number
from ingest.link.rows import CITATION_FIELDS
from ingest.link.trial_rows import TRIAL_FIELDS, WHOLE_NUMBERS
from ingest.registries import registry_number

KINDS = ("value", "link", "unlink", "merge", "split")
REQUIRED = ("kind", "entity", "id", "reason", "by", "at")
OPTIONAL = ("target", "field", "value", "expected", "evidence")
# What a person may say that a work is to a trial (trial_citations.relation).
RELATIONS = ("registration", "protocol", "results", "follow-up", "secondary", "review", "summary", "mention")
TIMINGS = ("prospective", "retrospective")


def load_corrections(path: Path) -> Corrections:
    """Read the file; no file means no corrections. Raises UsageError that names the entry that is wrong."""
    if not path.exists():
        return Corrections()
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except OSError as error:
        raise UsageError(f"{path.name}: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} is not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(loaded, list):
        raise UsageError(f"{path.name}: a list of corrections is expected")
    first: dict[str, int] = {}
    items = []
    for n, entry in enumerate(loaded, 1):
        try:
            item = _read(entry)
        except UsageError as error:
            raise UsageError(f"{path.name}, entry {n}: {error}") from None
        if first.setdefault(item.key, n) != n:
            raise UsageError(f"{path.name}, entry {n}: decides the same thing as entry {first[item.key]}")
        items.append(item)
    return Corrections(items)


def _read(entry: Any) -> Correction:
    if not isinstance(entry, Mapping):
        raise UsageError("fields are expected")
    missing = [name for name in REQUIRED if not entry.get(name)]
    if missing:
        raise UsageError(f"{', '.join(missing)} missing")
    unknown = sorted(str(name) for name in set(entry) - {*REQUIRED, *OPTIONAL})
    if unknown:
        raise UsageError(f"unknown field {', '.join(unknown)}")
    found = {name: None if value is None else str(value) for name, value in entry.items()}
    if found["kind"] not in KINDS or found["entity"] not in ("trial", "citation"):
        raise UsageError(f"kind is one of {', '.join(KINDS)}; entity is trial or citation")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found["at"] or ""):
        raise UsageError(f"at is a date like 2026-01-31, not {found['at']}")
    _check_kind(found, entry)
    names = {name: tidy_name(value) for name in ("id", "target") if (value := found.get(name))}
    return Correction(**(found | names))  # type: ignore[arg-type]


def _check_kind(found: dict[str, str | None], entry: Mapping[str, Any]) -> None:
    kind, entity = found["kind"], found["entity"]
    if kind == "value":
        _check_value(entity or "", found.get("field"), found.get("value"))
        if "expected" not in entry:
            raise UsageError("a value needs what the machine said as expected (null for nothing), to be told when it moves")
    if kind in ("link", "unlink", "merge") and not found.get("target"):
        raise UsageError(f"a {kind} needs a target")
    if kind in ("link", "unlink", "split") and entity == "trial":
        raise UsageError(f"a {kind} is of a citation; the trial or work that it goes to is its target")
    if kind == "link" and found.get("value") not in (None, *RELATIONS):
        raise UsageError(f"a link's value is one of {', '.join(RELATIONS)}")
    if kind == "merge" and entity == "trial":
        for name in (found["id"] or "", found.get("target") or ""):
            if not is_number(tidy_name(name)):
                raise UsageError(f"trials are merged by their registration numbers, and {name} is none")


def _check_value(entity: str, field: str | None, value: str | None) -> None:
    if field not in (TRIAL_FIELDS if entity == "trial" else CITATION_FIELDS):
        raise UsageError(f"{entity} has no field {field}")
    if value is None:
        raise UsageError("a value is missing")
    if entity == "trial" and field in WHOLE_NUMBERS and not value.isdigit():
        raise UsageError(f"{field} is a whole number, not {value}")
    if field == "registration_timing" and value not in TIMINGS:
        raise UsageError(f"registration_timing is one of {', '.join(TIMINGS)}")


def tidy_name(name: str) -> str:
    """A name as the catalog writes it: "NCT 01361698" -> "NCT01361698", "DOI:10.1/A" -> "doi:10.1/a"."""
    scheme, _, rest = name.strip().partition(":")
    known = {"doi": doi, "pmid": pmid, "pmcid": pmcid}.get(scheme.lower())
    if known is not None:
        value = known(rest)
        return f"{scheme.lower()}:{value}" if value else name
    number = registry_number(name)
    is_whole = number is not None and number.reject_reason is None and number.as_written == name.strip()
    return number.value if number is not None and is_whole else name.strip()
