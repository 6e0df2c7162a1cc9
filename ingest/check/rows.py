"""Checks over finished rows of a neighbourhood: do the figures of a finding add up, is what was registered reported?"""

from __future__ import annotations

from ingest.link.nodes import digest
from ingest.records import Row, Rows


def check_rows(rows: Rows) -> None:
    """Add rows of `checks` for the findings and outcomes among these rows."""
    _registered_against_reported(rows)


def add_check(rows: Rows, rule: str, entity: str, entity_id: str, owner: str, result: str, detail: str) -> None:
    """Add one row of `checks`; the same check on the same entity has the same key."""
    key = digest(rule, entity, entity_id, detail)
    row = {"id": key, "rule": rule, "entity": entity, "entity_id": entity_id, "owner": owner, "result": result}
    rows.setdefault("checks", {}).setdefault((key,), row | {"detail": detail})


def _registered_against_reported(rows: Rows) -> None:
    """A registered primary outcome that no finding here speaks to, where the trial has findings at all.

    It is a note, not an accusation: what was not read here may well be reported elsewhere.
    """
    registered = {key for key, row in rows.get("trial_citations", {}).items() if row["relation"] == "registration"}
    reported = {row["outcome"] for row in rows.get("findings", {}).values() if row["outcome"]}
    with_findings = {row["trial"] for row in rows.get("findings", {}).values()}
    outcomes = rows.get("outcomes", {})
    for spec in rows.get("outcome_specs", {}).values():
        outcome: Row = outcomes[(spec["outcome"],)]
        if spec["rank"] != "primary" or (outcome["trial"], spec["citation"]) not in registered:
            continue
        if outcome["id"] not in reported and outcome["trial"] in with_findings:
            detail = f"registered primary outcome “{spec['name']}”: no finding read here speaks to it"
            add_check(rows, "registered-primary-reported", "outcome", outcome["id"], outcome["trial"], "note", detail)
