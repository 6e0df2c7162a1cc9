"""Registered against reported outcomes of one trial, as notes: what was not read here may well be reported elsewhere.

Only where a report of results is known: a registry's own posted figures are no second voice.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.check.verdict import Verdict
from ingest.records import Row, Rows

REPORTS = ("results", "follow-up", "secondary")


def check_outcomes(rows: Rows) -> Iterator[tuple[Row, Verdict]]:
    """(outcome row, verdict) for each registered primary outcome, and each outcome whose rank the report changes."""
    relation = {key: row["relation"] for key, row in rows.get("trial_citations", {}).items()}
    told = [f for f in rows.get("findings", {}).values() if relation.get((f["trial"], f["citation"])) in REPORTS]
    reported = {f["outcome"] for f in told}
    with_reports = {f["trial"] for f in told}
    specs: dict[str, list[Row]] = {}
    for spec in rows.get("outcome_specs", {}).values():
        specs.setdefault(spec["outcome"], []).append(spec)
    for (outcome_id, *_), outcome in sorted(rows.get("outcomes", {}).items()):
        own = sorted(specs.get(outcome_id, []), key=lambda s: (s["name"], s["id"]))
        registered = [s for s in own if relation.get((outcome["trial"], s["citation"])) == "registration" and s["rank"]]
        in_report = [s for s in own if relation.get((outcome["trial"], s["citation"])) in REPORTS and s["rank"]]
        if not registered:
            continue
        ranks, later = {s["rank"] for s in registered}, {s["rank"] for s in in_report}
        if len(ranks) == 1 and later and not ranks & later:
            yield outcome, _rank_changed(registered[0], in_report[0])
        if "primary" in ranks and outcome["trial"] in with_reports:
            yield outcome, _primary(registered, outcome_id in reported or bool(in_report))


def _rank_changed(registered: Row, reported: Row) -> Verdict:
    words = f"registered as {registered['rank']} (“{registered['name']}”), reported as {reported['rank']} (“{reported['name']}”)"
    return Verdict("registered-rank", "note", words)


def _primary(registered: list[Row], spoken_of: bool) -> Verdict:
    name = next(s["name"] for s in registered if s["rank"] == "primary")
    if spoken_of:
        return Verdict("registered-primary-reported", "ok", f"registered primary outcome “{name}”: reported")
    words = f"registered primary outcome “{name}”: no finding read here speaks to it"
    return Verdict("registered-primary-reported", "note", words)
