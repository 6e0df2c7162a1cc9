"""The findings of one work to their rows: from all its pages, each result once, the fullest telling of it kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ingest.link.nodes import digest, plain_title
from ingest.link.outcomes import Group
from ingest.link.rows import Read, place, put
from ingest.records import Finding, Rows

COMPLETENESS = ("full", "partial", "direction-only")
FINDING_FIELDS = (
    "outcome_name domain comparison intervention comparator time_point time_days population change significance favours"
    " effect_measure estimate unit ci_level ci_low ci_high p_operator p_value n_intervention n_comparator"
    " events_intervention events_comparator mean_intervention mean_comparator sd_intervention sd_comparator completeness"
    " confidence"
).split()
NUMBERS = {
    "estimate",
    "ci_level",
    "ci_low",
    "ci_high",
    "p_value",
    "mean_intervention",
    "mean_comparator",
    "sd_intervention",
    "sd_comparator",
    "confidence",
}


def finding_rows(rows: Rows, work: str, reads: Iterable[Read], trial: str | None, groups: Mapping[str, Group]) -> None:
    """Findings of one work from all its pages: one row per outcome, comparison, time and population, the fullest kept."""
    best: dict[tuple[object, ...], tuple[tuple[int, int, int, str, int], Read, Finding]] = {}
    posted = False
    for place_in_order, read in enumerate(reads):
        analyses = [finding for finding in read.parsed.findings if finding.pointer]
        # A registry's posted analyses come from its best record only: two forms of one record say the same twice.
        told = [f for f in read.parsed.findings if not f.pointer] + (analyses if not posted else [])
        posted = posted or bool(analyses)
        for finding in told:
            group = groups.get(finding.outcome_name)
            same = (
                group.id if group else plain_title(finding.outcome_name),
                finding.comparison,
                finding.time_days or finding.time_point,
                finding.population,
                finding.pointer,
            )
            start = finding.span.start if finding.span else 0
            order = (
                COMPLETENESS.index(finding.completeness),
                -sum(getattr(finding, name) is not None for name in FINDING_FIELDS),
                place_in_order,
                read.page,
                start,
            )
            if same not in best or order < best[same][0]:
                best[same] = (order, read, finding)
    for _, read, finding in best.values():
        _finding(rows, work, read, finding, trial, groups.get(finding.outcome_name))


def _finding(rows: Rows, work: str, read: Read, finding: Finding, trial: str | None, group: Group | None) -> None:
    at = finding.pointer or (finding.span.start if finding.span else "")
    key = digest(work, read.document, finding.outcome_name, finding.comparison, finding.time_point, finding.population, at)
    values = {name: getattr(finding, name) for name in FINDING_FIELDS}
    values |= {name: float(values[name]) for name in NUMBERS if values[name] is not None}
    put(
        rows,
        "findings",
        (key,),
        {
            "id": key,
            "trial": trial,
            "citation": work,
            "outcome": group.id if group else None,
            **values,
            **place(read.document, finding.span, finding.pointer),
            "rule": finding.rule,
            "rule_version": finding.rule_version,
        },
    )
