"""The rows of the works and trials that are made anew, the links between them apart."""

from __future__ import annotations

from collections.abc import Callable

from ingest.link.corrections import Corrections
from ingest.link.finding_rows import finding_rows
from ingest.link.nodes import digest
from ingest.link.rows import put, work_rows
from ingest.link.trial_rows import Report, gravest, registration_rows, report_of, trial_rows
from ingest.link.trials import Trial
from ingest.link.works import Work
from ingest.records import Row, Rows
from ingest.relink.load import Neighbourhood, trials_in_catalog
from ingest.store.catalog import Catalog

SPEAKING_OF_RESULTS = ("results", "follow-up", "secondary")


def work_side(rows: Rows, here: Neighbourhood, corrections: Corrections) -> None:
    """Citations with what belongs to them, and a note for every identifier that several works claim."""
    for work in here.works:
        work_rows(rows, work, here.reads, corrections.values("citation", _names(work)))
        _contested(rows, work)


def _names(work: Work) -> list[str]:
    """Everything a person may call a work: its key, its identifiers and the addresses of its pages."""
    keys = {key for node in work.nodes for key in node.strong_keys()} - work.contested
    return [work.id, *(node.page for node in work.own), *(key.replace("url:", "page:", 1) for key in sorted(keys))]


def _contested(rows: Rows, work: Work) -> None:
    for key in sorted(work.contested):
        if not key.startswith("url:"):
            detail = f"{key} is printed on more than one work; it is kept as stated but names none of the unsure ones"
            row = {"rule": "shared-identifier", "entity": "citation", "entity_id": work.id, "owner": work.id}
            check = digest(row["rule"], row["entity"], work.id, detail)
            put(rows, "checks", (check,), {"id": check, **row, "result": "note", "detail": detail})


def trial_side(
    rows: Rows,
    here: Neighbourhood,
    catalog: Catalog,
    corrections: Corrections,
    same_outcome: Callable[[str, str], bool] | None,
) -> None:
    """Trials with what belongs to them, registrations, and relations between trials."""
    by_id = {work.id: work for work in here.works}
    shared = {work for work, homes in here.homes.items() if len(homes) > 1 and work in by_id}
    for trial in here.trials:
        reports = [r for work in sorted(trial.works) if (r := report_of(work, here.owned(by_id[work])))]
        numbers = {trial.id, *(n for _, n in trial.numbers)}
        trial_rows(rows, trial, reports, corrections.values("trial", numbers), same_outcome, shared)
        _old_keys(rows, trial, [report for report in reports if report.work not in shared])
    for work in sorted(shared):
        report = report_of(work, here.owned(by_id[work]))
        finding_rows(rows, work, report.reads if report else [], None, {})
    for conflict in here.conflicts:
        key = (conflict.trial_a, conflict.trial_b, conflict.relation)
        names = ("trial_a", "trial_b", "relation")
        put(rows, "trial_relations", key, dict(zip(names, key, strict=True)) | {"note": conflict.note})
    _registrations(rows, here, catalog)


def _old_keys(rows: Rows, trial: Trial, reports: list[Report]) -> None:
    """A report without a number would have named the trial; that key leads here."""
    for report in reports if trial.numbers else ():
        if report.relation != "registration":
            old = f"trial {report.work}"
            reason = f"a trial known only by {report.work} went by that key"
            row = {"old_id": old, "new_id": trial.id, "rule": "report's key", "reason": reason, "at": None}
            put(rows, "redirects", (old,), row)


def _registrations(rows: Rows, here: Neighbourhood, catalog: Catalog) -> None:
    trial_of = here.trial_of()
    given = {r.number for work in here.works for read in here.owned(work) for r in read.parsed.registrations}
    trial_of = trials_in_catalog(catalog, given - trial_of.keys(), but=here.old_trials) | trial_of
    for work in here.works:
        registration_rows(rows, work.id, here.owned(work), here.own_numbers.get(work.id, ()), trial_of)


def trial_notices(rows: Rows, here: Neighbourhood) -> None:
    """The gravest notice on a report of results reaches the trial."""
    relations: dict[tuple[str, str], Row] = rows.get("trial_citations", {})
    for trial in here.trials:
        told = [w for w in trial.works if relations.get((trial.id, w), {}).get("relation") in SPEAKING_OF_RESULTS]
        rows["trials"][(trial.id,)]["notice"] = gravest(rows["citations"][(work,)]["notice"] for work in told)
