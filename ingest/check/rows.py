"""Checks over finished rows of a neighbourhood: do the figures of a finding add up, is what was registered reported?"""

from __future__ import annotations

from collections.abc import Iterable

from ingest.check.counts import check_arm_sum, check_enrolled, check_events, check_percentages
from ingest.check.intervals import check_interval
from ingest.check.outcomes import check_outcomes
from ingest.check.two_arms import check_two_arms
from ingest.check.verdict import Verdict
from ingest.link.nodes import digest
from ingest.records import Row, Rows


def check_rows(rows: Rows) -> None:
    """Add rows of `checks` for the works, trials, findings and outcomes among these rows."""
    _arithmetic(rows)
    for outcome, (rule, result, detail) in check_outcomes(rows):
        add_check(rows, rule, "outcome", outcome["id"], outcome["trial"], result, detail)


def add_check(rows: Rows, rule: str, entity: str, entity_id: str, owner: str, result: str, detail: str) -> None:
    """Add one row of `checks`; the same check on the same entity has the same key."""
    key = digest(rule, entity, entity_id, detail)
    row = {"id": key, "rule": rule, "entity": entity, "entity_id": entity_id, "owner": owner, "result": result}
    rows.setdefault("checks", {}).setdefault((key,), row | {"detail": detail})


def _arithmetic(rows: Rows) -> None:
    """Do the printed numbers add up: within a finding, within an abstract, arms against the trial's total?"""
    abstracts: dict[str, str] = {}
    for row in rows.get("citations", {}).values():
        if row["abstract"]:
            abstracts[row["id"]] = row["abstract"]
            _add_all(
                rows, "citation", row["id"], row["id"], (*check_percentages(row["abstract"]), *check_arm_sum(row["abstract"]))
            )
    quoted: set[tuple[str, str]] = set()
    for row in rows.get("findings", {}).values():
        told: list[Verdict] = [*check_interval(row), *check_events(row), *check_two_arms(row)]
        quote = row["quote"]
        # The sentence of an abstract was checked with its work, and one sentence may carry several findings.
        if quote and quote not in abstracts.get(row["citation"], "") and (row["citation"], quote) not in quoted:
            quoted.add((row["citation"], quote))
            told += check_percentages(quote)
        _add_all(rows, "finding", row["id"], row["citation"], told)
    arms: dict[str, list[Row]] = {}
    for row in rows.get("arms", {}).values():
        arms.setdefault(row["trial"], []).append(row)
    for row in rows.get("trials", {}).values():
        _add_all(rows, "trial", row["id"], row["id"], check_enrolled(row, arms.get(row["id"], [])))


def _add_all(rows: Rows, entity: str, entity_id: str, owner: str, verdicts: Iterable[Verdict]) -> None:
    for rule, result, detail in verdicts:
        add_check(rows, rule, entity, entity_id, owner, result, detail)
