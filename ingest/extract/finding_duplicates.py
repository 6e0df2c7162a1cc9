"""Which findings of a document say the same: one is kept for an outcome, comparison and time point."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.records import Finding

_FULL = {"full": 2, "partial": 1, "direction-only": 0}


def without_summaries(found: list[Finding], groups: list[tuple[str, list[frozenset[str]]]]) -> list[Finding]:
    """A statement on a whole domain is no finding of its own where its members are reported."""
    names = {name.lower() for name, _ in groups}
    held = {f.domain.lower() for f in found if f.domain and f.outcome_name.lower() != f.domain.lower()}
    return [f for f in found if f.outcome_name.lower() not in names & held]


def deduplicated(found: list[Finding]) -> list[Finding]:
    """One finding for an outcome, comparison and time point: the fullest, then the first."""
    kept: list[Finding] = []
    for one in found:
        for at, other in enumerate(kept):
            if _same(one, other):
                if _rank(one) > _rank(other):
                    kept[at] = one
                break
        else:
            kept.append(one)
    return kept


def _rank(finding: Finding) -> tuple[int, bool, bool]:
    return (_FULL[finding.completeness], finding.significance not in ("not-reported",), finding.time_days is not None)


_PLAIN = re.compile(r"[a-z0-9]+")
_SMALL = frozenset("the of and in a to with for on at by from or group score scores level levels rate mean total".split())


@lru_cache(maxsize=256)
def _words(name: str) -> frozenset[str]:
    return frozenset(w.rstrip("s") for w in _PLAIN.findall(name.lower())) - _SMALL


def _same(one: Finding, other: Finding) -> bool:
    if (one.intervention, one.comparator) != (other.intervention, other.comparator):
        return False
    if (one.comparison, one.population) != (other.comparison, other.population) or (
        one.time_days != other.time_days and one.time_days and other.time_days
    ):
        return False
    if one.span == other.span and one.time_point != other.time_point:
        return False
    first, second = _words(one.outcome_name), _words(other.outcome_name)
    if not first or not second:
        return one.outcome_name == other.outcome_name
    if one.span == other.span:
        # Members of one list differ by little ("main symptom score", "symptom score") and are still several.
        return first == second and _PLAIN.findall(one.outcome_name.lower()) == _PLAIN.findall(other.outcome_name.lower())
    return 2 * len(first & second) / (len(first) + len(second)) >= 0.75
