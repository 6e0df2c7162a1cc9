"""A trial to its rows: the trial, its registrations, reports, arms, topics, outcomes and findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from ingest.extract.polarity import better
from ingest.extract.sentences import sentences
from ingest.link.choose import Candidate, authority, by_field, choose
from ingest.link.finding_rows import finding_rows
from ingest.link.nodes import digest, plain_title
from ingest.link.outcomes import Group, group_outcomes
from ingest.link.relations import relation_of
from ingest.link.rows import GRAVITY, Read, place, put, stated_row
from ingest.link.trials import OWN, REGISTRY_ORDER, Trial, number_order
from ingest.records import OutcomeSpec, Registration, Row, Rows, Span
from ingest.registry_words import timing

TRIAL_FIELDS = (
    "title acronym design allocation masking framework enrolled_planned enrolled arms sites countries status phase"
    " registered_on started_on completed_on registration_timing follow_up"
).split()
WHOLE_NUMBERS = {"enrolled_planned", "enrolled", "arms", "sites"}
# Which kind of work speaks best for a trial's facts, after its registry record.
RELATION_RANK = {"registration": 5, "results": 4, "protocol": 3, "follow-up": 2, "secondary": 1}
# "Tea Drinking (TD)" and "Tea Drinking" are one topic.
_ABBREVIATED = re.compile(r"\s*\([A-Z][\w-]{1,9}\)\s*$")
# So are "COVID19", "COVID 19" and "COVID-19". (Signs between two letters or two digits stay: "A/B" is not "AB", "1-2" not "12".)
_SEAM = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
# Registers that gave out numbers until they were closed; their trials go on under other numbers.
CLOSED = frozenset({"ntr", "nl", "japic", "jma"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A work of a trial with its readings, best-placed source first."""

    work: str
    relation: str
    reason: str
    reads: list[Read]


def report_of(work: str, reads: Iterable[Read]) -> Report | None:
    """The work as a report; None when no page carries it."""
    ordered = sorted(reads, key=lambda r: (-authority(r.source), r.page))
    first = next((read for read in ordered if read.parsed.citation), None)
    if first is None or first.parsed.citation is None:
        return None
    findings = [finding for read in ordered for finding in read.parsed.findings]
    relation, reason = relation_of(first.parsed.citation, findings)
    return Report(work=work, relation=relation, reason=reason, reads=ordered)


def trial_rows(
    rows: Rows,
    trial: Trial,
    reports: list[Report],
    corrected: Mapping[str, str],
    same_outcome: Callable[[str, str], bool] | None,
    shared: set[str],
) -> None:
    """All rows of one trial. `shared`: works that belong to several trials, whose facts and findings say not which."""
    reports = sorted(reports, key=lambda r: (-RELATION_RANK.get(r.relation, 0), r.work))
    speaking = [r for r in reports if r.work not in shared and r.relation in RELATION_RANK]
    _trial(rows, trial, speaking, corrected)
    for number in sorted(trial.numbers, key=number_order):
        if number[1] != trial.id:
            put_redirect(rows, number[1], trial.id)
    for report in reports:
        _membership(rows, trial, report)
    _arms(rows, trial, speaking)
    _topics(rows, trial, speaking)
    groups = _outcomes(rows, trial, speaking, same_outcome)
    for report in speaking:
        finding_rows(rows, report.work, report.reads, trial.id, groups)


def put_redirect(rows: Rows, old: str, new: str) -> None:
    """One more key that leads to a trial."""
    reason = f"{old} and {new} are registrations of one trial"
    row = {"old_id": old, "new_id": new, "rule": "numbers of one trial", "reason": reason, "at": None}
    put(rows, "redirects", (old,), row)


def _trial(rows: Rows, trial: Trial, reports: list[Report], corrected: Mapping[str, str]) -> None:
    candidates = [c for report in reports for c in _facts(trial, report)]
    shown: Row = dict.fromkeys(TRIAL_FIELDS)
    fields = by_field(candidates)
    for name in sorted(fields, key=lambda name: name == "registration_timing"):  # last: it rests on the dates shown
        group = fields[name]
        best = _chosen(name, group, shown)
        shown[name] = best.value if best else None
        for candidate in group:
            stated_row(rows, "trial", trial.id, candidate, candidate is best)
    shown |= dict(corrected)
    for name in WHOLE_NUMBERS:
        shown[name] = int(shown[name]) if shown[name] is not None and str(shown[name]).isdigit() else None
    for name in set(TRIAL_FIELDS) - WHOLE_NUMBERS:
        shown[name] = None if shown[name] is None else str(shown[name])
    if shown["registration_timing"] not in (None, "prospective", "retrospective"):
        shown["registration_timing"] = None
    put(rows, "trials", (trial.id,), {"id": trial.id, **shown, "notice": None})


def _chosen(name: str, group: list[Candidate], shown: Row) -> Candidate | None:
    if name == "registration_timing":
        return _timing(group, shown)
    return _first(group) if name == "registered_on" else choose(group)


def _first(group: list[Candidate]) -> Candidate:
    """The first registration of a trial that has several; what is not said by a registry comes after."""
    rank = max(candidate.rank for candidate in group)
    earliest = min(str(candidate.value) for candidate in group if candidate.rank == rank)
    return choose([candidate for candidate in group if candidate.rank == rank and str(candidate.value) == earliest])


def _timing(group: list[Candidate], shown: Row) -> Candidate | None:
    """The timing that agrees with the dates shown; a later registry's own would call a prospective trial retrospective."""
    agreed = timing(shown["registered_on"], shown["started_on"]) if shown["registered_on"] and shown["started_on"] else None
    agreeing = [candidate for candidate in group if candidate.value == agreed]
    return choose(agreeing) if agreeing else None


def _facts(trial: Trial, report: Report) -> Iterable[Candidate]:
    rank = RELATION_RANK.get(report.relation, 0)
    for read in report.reads:
        titled = False
        names_it = any(r.rule == "registry-record" and r.number == trial.id for r in read.parsed.registrations)
        for stated in read.parsed.stated:
            if stated.entity == "trial" and stated.field in TRIAL_FIELDS:
                # A registry's further titles (official, scientific) stand behind the one it shows.
                further = stated.field == "title" and titled
                titled = titled or stated.field == "title"
                yield Candidate(
                    field=stated.field,
                    value=stated.value,
                    page=read.page,
                    source=read.source,
                    rule=stated.rule,
                    document=read.document,
                    span=stated.span,
                    pointer=stated.pointer,
                    rank=rank - 6 if further else rank,
                    names_it=names_it,
                )
        citation = read.parsed.citation
        if citation and citation.title and report.relation != "registration":
            yield Candidate(
                field="title",
                value=citation.title,
                page=read.page,
                source=read.source,
                rule="report-title",
                rank=rank - 10,
            )


def _membership(rows: Rows, trial: Trial, report: Report) -> None:
    """Why a work belongs to the trial: its best-founded registration number, with the words."""
    numbers = {number for _, number in trial.numbers}
    own = [
        (read, registration)
        for read in report.reads
        for registration in read.parsed.registrations
        if registration.status in OWN and (registration.number in numbers or registration.number == trial.id)
    ]
    own.sort(key=lambda item: (_tier(item[1]), item[0].page, item[1].span.start if item[1].span else -1))
    if own:
        read, registration = own[0]
        rule, tier = registration.rule, _tier(registration)
        where = place(read.document, _sentence(read, registration.span), registration.pointer)
        reason = f"gives {registration.number} as its own number; {report.reason}"
    elif trial.id == report.work:
        rule, tier, where = "own-report", 2, place(None, None, None)
        reason = f"a report of a trial that {_without_number(report)}; the trial goes by the report's key"
    else:
        rule, tier, where = "registry-names-report", 2, place(None, None, None)
        reason = f"the registry record names this work as a report of the trial; {report.reason}"
    put(
        rows,
        "trial_citations",
        (trial.id, report.work),
        {
            "trial": trial.id,
            "citation": report.work,
            "relation": report.relation,
            "rule": rule,
            "tier": tier,
            "explanation": reason,
            **where,
        },
    )


def _without_number(report: Report) -> str:
    """Why the numbers that a report gives lead to no trial."""
    given = sorted({r.number for read in report.reads for r in read.parsed.registrations if r.status in OWN})
    if not given:
        return "gives no registration number"
    return f"does not go by {', '.join(given[:3])}{' ...' if len(given) > 3 else ''}: a person unlinked it, or it lists too many"


def _tier(registration: Registration) -> int:
    """1: the registry's own record, a data-bank list or a registration line; 2: abstract; 3: elsewhere in the text."""
    if registration.span is None or registration.rule.endswith(":registration"):
        return 1
    return 2 if "abstract" in registration.rule else 3


def _sentence(read: Read, span: Span | None) -> Span | None:
    """The sentence around a number, so that the reason of a link can be read and not only pointed at."""
    document = read.parsed.document
    if span is None or document is None:
        return span
    section = document.section_at(span.start)
    start, end = (section.start, section.end) if section else (0, len(document.text))
    around = next(((a, b) for a, b in sentences(document.text, start, end) if a <= span.start and span.end <= b), None)
    return document.span(*around) if around else span


def _arms(rows: Rows, trial: Trial, reports: list[Report]) -> None:
    """Arms from the best source that names any: two lists of arms worded differently cannot be added up."""
    lists = [read.parsed.arms for report in reports for read in report.reads if read.parsed.arms]
    for arm in lists[0] if lists else ():
        key = digest(trial.id, arm.label)
        row = {"id": key, "trial": trial.id, "label": arm.label, "role": arm.role}
        put(rows, "arms", (key,), row | {"description": arm.description, "enrolled": arm.enrolled})


def _topics(rows: Rows, trial: Trial, reports: list[Report]) -> None:
    """Topics per role from the best report that names any of that role."""
    told: dict[str, str] = {}
    for report in reports:
        for read in report.reads:
            for topic in read.parsed.topics:
                if told.setdefault(topic.role, report.work) != report.work:
                    continue
                name = _ABBREVIATED.sub("", topic.label) or topic.label
                topic_id = f"{topic.role}:{_SEAM.sub(' ', plain_title(name)).replace(' ', '-')[:80]}"
                put(
                    rows,
                    "topics",
                    (topic_id,),
                    {"id": topic_id, "kind": topic.role, "label": topic.label, "mesh_ui": topic.mesh_ui},
                )
                put(
                    rows,
                    "trial_topics",
                    (trial.id, topic_id, topic.role),
                    {
                        "trial": trial.id,
                        "topic": topic_id,
                        "role": topic.role,
                        "label": topic.label,
                        "mesh_ui": topic.mesh_ui,
                        "page": read.page,
                        **place(read.document, topic.span, topic.pointer),
                        "rule": topic.rule,
                    },
                )


def _outcomes(rows: Rows, trial: Trial, reports: list[Report], same: Callable[[str, str], bool] | None) -> dict[str, Group]:
    named: list[tuple[int, str]] = []
    for report in reports:
        for read in report.reads:
            specified = 0 if report.relation in ("registration", "protocol") else 1
            named += [(specified, spec.name) for spec in read.parsed.outcomes]
            named += [(2, finding.outcome_name) for finding in read.parsed.findings]
    groups = group_outcomes(trial.id, named, same)
    facts: dict[str, Row] = {}
    for report in reports:
        for read in report.reads:
            for spec in read.parsed.outcomes:
                _gather(facts, groups[spec.name], spec.domain, spec.measure, spec.better)
                _spec(rows, groups[spec.name], report, read, spec)
            for finding in read.parsed.findings:
                _gather(facts, groups[finding.outcome_name], finding.domain, None, "unclear")
    for group in {group.id: group for group in groups.values()}.values():
        row = {"id": group.id, "trial": trial.id, "name": group.name, **facts.get(group.id, {})}
        row["better"] = row["better"] if row["better"] != "unclear" else better(group.name)
        put(rows, "outcomes", (group.id,), {"domain": None, "measure": None, "better": "unclear"} | row)
    return groups


def _gather(facts: dict[str, Row], group: Group, domain: str | None, measure: str | None, stated: str) -> None:
    known = facts.setdefault(group.id, {"domain": None, "measure": None, "better": "unclear"})
    known["domain"] = known["domain"] or domain
    known["measure"] = known["measure"] or measure
    known["better"] = stated if known["better"] == "unclear" else known["better"]


def _spec(rows: Rows, group: Group, report: Report, read: Read, spec: OutcomeSpec) -> None:
    at = spec.pointer or (spec.span.start if spec.span else "")
    key = digest(group.id, report.work, read.page, spec.name, spec.rank, at)
    put(
        rows,
        "outcome_specs",
        (key,),
        {
            "id": key,
            "outcome": group.id,
            "citation": report.work,
            "name": spec.name,
            "version": spec.version,
            "rank": spec.rank,
            "metric": spec.metric,
            "time_frame": spec.time_frame,
            "time_days": spec.time_days,
            **place(read.document, spec.span, spec.pointer),
            "rule": spec.rule,
        },
    )


def registration_rows(rows: Rows, work: str, reads: Iterable[Read], own: Container[str], trial_of: Mapping[str, str]) -> None:
    """Every number a work gives, own, mentioned or rejected.

    own: numbers that can be the work's own; any other is a mention, whatever the page calls it (a summary has none, nor
    has a list of trials). trial_of: number -> trial, where one has it.
    """
    for read in reads:
        for given in read.parsed.registrations:
            at = given.pointer or (given.span.start if given.span else "")
            key = digest(work, read.page, given.number, at)
            known = given.status != "rejected" and given.registry in REGISTRY_ORDER
            status = "mention" if given.status in OWN and given.number not in own else given.status
            put(
                rows,
                "registrations",
                (key,),
                {
                    "id": key,
                    "registry": given.registry,
                    "number": given.number,
                    "trial": trial_of.get(given.number) if known else None,
                    "citation": work,
                    "as_written": given.as_written,
                    "status": "retired" if status == "valid" and given.registry in CLOSED else status,
                    "reject_reason": given.reject_reason,
                    "rule": given.rule,
                    **place(read.document, given.span, given.pointer),
                },
            )


def gravest(kinds: Iterable[str | None]) -> str | None:
    """The gravest of several notices."""
    return min((kind for kind in kinds if kind), key=GRAVITY.index, default=None)
