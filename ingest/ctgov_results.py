"""Posted results of registries: every statistical analysis of an outcome measure, as findings.

Read from the shape of ClinicalTrials.gov's API v2, to which the other forms are brought first.

Which group is the intervention comes from the registered arm types (and from a group being called placebo), never from
the order of the groups; the direction comes from the groups' own values, never from the sign of an estimate whose
orientation is not stated. Where either is unknown, `change` stays unclear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ingest.ctgov_statistics import Test, read_test
from ingest.durations import time_days
from ingest.json_pages import at, items_at, numbered, text_at
from ingest.records import Finding
from ingest.registry_words import whole

VERSION = "1"
_MEASURES = "/resultsSection/outcomeMeasuresModule"
# An analysis that has none of these is an empty place in a record written as JSON.
_SAYS = ("groupIds", "pValue", "paramValue", "ciLowerLimit", "ciUpperLimit")
_MAX_POPULATION = 300
# Who is compared with whom: the higher rank is the intervention.
_RANKS = {"intervention": 3, "active-comparator": 2, "other": 2, "placebo": 1, "no-intervention": 1}
_PLACEBO = re.compile(r"^(?:matching |matched )?(?:placebo|sham|vehicle)\b", re.I)
# One group that takes both, in turn: neither side of a comparison.
_SEQUENCE = re.compile(r"->|→|\b(?:then|followed by|switch\w*|cross(?:ed|ing)? ?over)\b|\s/\s|\w/\w{3}", re.I)
_MEANS = frozenset(("mean", "least squares mean"))
_PEOPLE = re.compile(
    r"^(?:number of )?(?:participants?|patients?|subjects?|people|persons?|individuals?|infants?|women)\b(?!.*\bper\b)", re.I
)
# Effect measures whose estimate is not in the unit of the measure.
_UNITLESS = re.compile(
    r"^(?:HR|OR|RR|IRR|SMD)$|\b(?:ratio|statistic|hazard|odds|relative|reduction|efficacy|percent(?:age)?|correlation|kappa)\b"
    r"|\b(?:log|ln|effect size|chi|[tfz][ -]?(?:value|score|test))|%",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A reporting group of one measure with what was measured in it."""

    title: str
    rank: int | None
    n: int | None = None
    value: float | None = None
    spread: float | None = None


def findings(study: dict[str, Any], roles: dict[str, str | None], rule: str, locate: Callable[[str], str]) -> Iterator[Finding]:
    """All findings of a study: one for each analysis, and one for a measure in two known groups without analysis."""
    for measure, pointer in numbered(at(study, "resultsSection", "outcomeMeasuresModule"), _MEASURES, "outcomeMeasures"):
        analyses = [(one, place) for one, place in numbered(measure, pointer, "analyses") if any(map(one.get, _SAYS))]
        for analysis, place in analyses:
            row = _row(measure, analysis)
            groups = _groups(measure, roles, row)
            named = [groups[str(name)] for name in items_at(analysis, "groupIds") if str(name) in groups]
            chosen = named or list(groups.values())
            yield _finding(measure, chosen, read_test(analysis, _kind(measure)), analysis, row, rule, locate(place))
        two = list(_groups(measure, roles, None).values())
        if not analyses and len(two) == 2 and _oriented(two) and all(group.value is not None for group in two):
            yield _finding(measure, two, Test(), {}, None, rule, locate(pointer))


def started(study: dict[str, Any]) -> dict[str, int]:
    """Participants that started, by lower-cased group title: in the first period that any of the group started.

    A group that comes in later (a second randomisation, a second phase) has 0 in the periods before.
    """
    flow = at(study, "resultsSection", "participantFlowModule")
    titles = {str(at(group, "id")): text_at(group, "title") for group in items_at(flow, "groups")}
    found: dict[str, int] = {}
    for period in items_at(flow, "periods"):
        for milestone in items_at(period, "milestones")[:1]:
            if text_at(milestone, "type") != "STARTED":
                continue
            for count in items_at(milestone, "achievements"):
                title, number = titles.get(str(at(count, "groupId"))), whole(text_at(count, "numSubjects"))
                if title and number is not None:
                    found[title.lower()] = found.get(title.lower()) or number
    return found


def _finding(
    measure: dict[str, Any],
    groups: list[Group],
    test: Test,
    analysis: dict[str, Any],
    row: str | None,
    rule: str,
    pointer: str,
) -> Finding:
    pair = _oriented(groups) or groups
    first, second = (pair[0], pair[1]) if len(pair) == 2 else (None, None)
    kind, unit, frame = _kind(measure), text_at(measure, "unitOfMeasure"), text_at(measure, "timeFrame")
    title = text_at(measure, "title") or "outcome without a title"
    if row and time_days(row) is not None:
        frame = row
    elif row:
        title = f"{title}: {row}"
    counted = kind in ("count of participants", "number") and bool(_PEOPLE.match(unit or "Participants"))
    population = text_at(measure, "populationDescription")
    return Finding(
        outcome_name=title,
        comparison=_comparison(groups, analysis),
        intervention=_side(groups, pair, higher=True),
        comparator=_side(groups, pair, higher=False),
        time_point=frame,
        time_days=time_days(frame),
        population=population if population and len(population) <= _MAX_POPULATION else None,
        change=_change(groups, test),
        significance=test.significance,
        favours="neither" if _change(groups, test) == "no-difference" else "unclear",
        effect_measure=test.effect_measure,
        estimate=test.estimate,
        unit=None if counted else _unit(unit, test, kind in _MEANS and first is not None),
        ci_level=test.ci_level,
        ci_low=test.ci_low,
        ci_high=test.ci_high,
        p_operator=test.p_operator,
        p_value=test.p_value,
        n_intervention=first.n if first else None,
        n_comparator=second.n if second else None,
        events_intervention=_events(first) if counted else None,
        events_comparator=_events(second) if counted else None,
        mean_intervention=first.value if first and kind in _MEANS else None,
        mean_comparator=second.value if second and kind in _MEANS else None,
        sd_intervention=first.spread if first and kind in _MEANS else None,
        sd_comparator=second.spread if second and kind in _MEANS else None,
        completeness=_completeness(test, first, second),
        rule=f"{rule}-analysis" if analysis else f"{rule}-measure",
        rule_version=VERSION,
        pointer=pointer,
    )


def _unit(unit: str | None, test: Test, has_means: bool) -> str | None:
    """The measure's unit where a figure is in it: a mean, or an estimate that is no ratio, share or test statistic."""
    in_unit = test.estimate is not None and not _UNITLESS.search(test.effect_measure or "")
    return unit if has_means or in_unit else None


def _row(measure: dict[str, Any], analysis: dict[str, Any]) -> str | None:
    """The one row of a measure (a visit, a subscale) that an analysis says it is about, when there are several."""
    rows = [row for row in (text_at(item, "title") for item in items_at(measure, "classes")) if row and len(row) > 2]
    if len(rows) < 2:
        return None
    texts = [text_at(analysis, name) or "" for name in ("groupDescription", "statisticalComment", "estimateComment")]
    same = [row for row in rows if any(text.rstrip(".").lower() == row.lower() for text in texts)]
    about = " ".join(texts)
    named = same or [row for row in rows if re.search(rf"(?<!\w){re.escape(row)}(?!\w)", about, re.I)]
    return named[0] if len(named) == 1 else None


def _kind(measure: dict[str, Any]) -> str:
    return (text_at(measure, "paramType") or "").replace("_", " ").lower()


def _groups(measure: dict[str, Any], roles: dict[str, str | None], row: str | None) -> dict[str, Group]:
    """The measure's groups with their values: those of the named row, or of the only one."""
    counts: dict[str, int | None] = {}
    for denominator in items_at(measure, "denoms"):
        if (text_at(denominator, "units") or "Participants").lower() == "participants":
            for count in items_at(denominator, "counts"):
                counts[str(at(count, "groupId"))] = whole(text_at(count, "value"))
    classes = [item for item in items_at(measure, "classes") if row is None or text_at(item, "title") == row]
    categories = items_at(classes[0], "categories") if len(classes) == 1 else []
    # Several rows (visits, categories): no telling which of them an analysis is about.
    rows = items_at(categories[0], "measurements") if len(categories) == 1 else []
    values = {str(at(cell, "groupId")): cell for cell in rows}
    deviation = (text_at(measure, "dispersionType") or "").replace("_", " ").lower() == "standard deviation"
    found: dict[str, Group] = {}
    for group in items_at(measure, "groups"):
        name, title = str(at(group, "id")), text_at(group, "title")
        if title:
            cell = values.get(name)
            found[name] = Group(
                title=title,
                rank=_rank(title, roles),
                n=counts.get(name),
                value=_number(text_at(cell, "value")),
                spread=_number(text_at(cell, "spread")) if deviation else None,
            )
    return found


def _rank(title: str, roles: dict[str, str | None]) -> int | None:
    """The rank of the one arm that a group's title names: the same words, or one within the other."""
    plain = _plain(title)
    same = [role for label, role in roles.items() if _plain(label) == plain]
    if len(same) == 1:
        return _RANKS.get(same[0] or "")
    if _SEQUENCE.search(title):
        return None
    if _PLACEBO.match(title):
        return 1
    near = [role for label, role in roles.items() if f" {_plain(label)} " in f" {plain} " or f" {plain} " in f" {_plain(label)} "]
    return _RANKS.get(near[0] or "") if len(near) == 1 else None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9.]+", text.lower()))


def _oriented(groups: list[Group]) -> list[Group] | None:
    """Intervention, then comparator; None when the arm types do not tell which is which."""
    if len(groups) != 2:
        return None
    first, second = groups
    if first.rank == 1 and second.rank != 1:
        return [second, first]
    if second.rank == 1 and first.rank != 1:
        return [first, second]
    if first.rank is None or second.rank is None or first.rank == second.rank:
        return None
    return [first, second] if first.rank > second.rank else [second, first]


def _side(groups: list[Group], pair: list[Group], *, higher: bool) -> str | None:
    if len(pair) == 2:
        return pair[0 if higher else 1].title
    lowest = [group for group in groups if group.rank == 1]
    above = [group for group in groups if group.rank != 1]
    if len(groups) < 2 or len(lowest) != 1:
        return "; ".join(group.title for group in groups) or None if higher else None
    return "; ".join(group.title for group in above) if higher else lowest[0].title


def _comparison(groups: list[Group], analysis: dict[str, Any]) -> str:
    words = " ".join(text_at(analysis, name) or "" for name in ("statisticalMethod", "groupDescription")).lower()
    if "interaction" in words:
        return "interaction"
    if len(groups) > 2 and re.search(r"\btrend\b|\bdose.?response\b|armitage|jonckheere", words):
        return "dose"
    return "within-group" if len(groups) == 1 else "between-group"


def _change(groups: list[Group], test: Test) -> str:
    if test.significance == "not-significant" and len(groups) > 1:
        return "no-difference"
    pair = _oriented(groups)
    if test.significance != "significant" or pair is None:
        return "unclear"
    intervention, comparator = pair[0].value, pair[1].value
    if intervention is None or comparator is None or intervention == comparator:
        return "unclear"
    return "increased" if intervention > comparator else "decreased"


def _events(group: Group | None) -> int | None:
    if group is None or group.value is None or group.value != int(group.value) or group.value < 0:
        return None
    return int(group.value) if group.n is None or group.value <= group.n else None


def _completeness(test: Test, first: Group | None, second: Group | None) -> str:
    if test.estimate is not None and (test.ci_low is not None or test.ci_high is not None or test.p_value is not None):
        return "full"
    measured = first is not None and second is not None and first.value is not None and second.value is not None
    return "partial" if measured or test.p_value is not None or test.estimate is not None else "direction-only"


def _number(text: str | None) -> float | None:
    text = (text or "").replace(",", "").replace("−", "-")
    return float(text) if re.fullmatch(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2})?|-?\.\d+", text) else None
