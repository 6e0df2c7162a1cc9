"""What an analysis of ClinicalTrials.gov says, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from ingest import ctgov_results
from ingest.ctgov_statistics import effect_measure, number, p_value, read_test
from ingest.records import Finding


def study(analysis: dict[str, Any] | None, titles: tuple[str, ...] = ("Tea", "Water"), **measure: Any) -> dict[str, Any]:
    groups = [{"id": f"OG{i}", "title": title} for i, title in enumerate(titles)]
    values = measure.pop("values", ["1.0", "2.0"])
    outcome = {
        "title": "Pain",
        "paramType": "MEAN",
        "groups": groups,
        "classes": [
            {"categories": [{"measurements": [{"groupId": g["id"], "value": v} for g, v in zip(groups, values, strict=False)]}]}
        ],
        "analyses": [{"groupIds": [g["id"] for g in groups], **analysis}] if analysis is not None else [],
        **measure,
    }
    return {"resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": [outcome]}}}


def findings(roles: dict[str, str | None], *args: Any, **kwargs: Any) -> list[Finding]:
    return list(ctgov_results.findings(study(*args, **kwargs), roles, "x", lambda pointer: pointer))


ROLES: dict[str, str | None] = {"Tea": "intervention", "Water": "placebo"}
SIGNIFICANT = {"pValue": "0.01"}


def test_direction_comes_from_arm_types_and_values() -> None:
    (found,) = findings(ROLES, SIGNIFICANT)
    assert (found.intervention, found.comparator, found.change, found.significance) == (
        "Tea",
        "Water",
        "decreased",
        "significant",
    )
    (turned,) = findings({"Tea": "placebo", "Water": "intervention"}, SIGNIFICANT)
    assert (turned.intervention, turned.comparator, turned.change) == ("Water", "Tea", "increased")
    assert (turned.mean_intervention, turned.mean_comparator) == (2.0, 1.0)


def test_order_of_groups_alone_gives_no_direction() -> None:
    (found,) = findings({"Tea": "intervention", "Water": "intervention"}, SIGNIFICANT)
    assert found.change == "unclear"
    (found,) = findings({}, SIGNIFICANT)
    assert found.change == "unclear"


def test_estimate_alone_gives_no_direction() -> None:
    (found,) = findings(ROLES, {**SIGNIFICANT, "paramType": "Hazard Ratio (HR)", "paramValue": "0.5"}, classes=[])
    assert (found.change, found.effect_measure, found.estimate) == ("unclear", "HR", 0.5)


def test_several_rows_give_no_values() -> None:
    row = {"categories": [{"measurements": [{"groupId": "OG0", "value": "1"}, {"groupId": "OG1", "value": "2"}]}]}
    (found,) = findings(ROLES, SIGNIFICANT, classes=[{"title": "Week 2", **row}, {"title": "Week 4", **row}])
    assert (found.change, found.mean_intervention) == ("unclear", None)


def test_an_analysis_that_names_its_row_takes_its_values() -> None:
    def row(title: str, first: str, second: str) -> dict[str, Any]:
        cells = [{"groupId": "OG0", "value": first}, {"groupId": "OG1", "value": second}]
        return {"title": title, "categories": [{"measurements": cells}]}

    visits = [row("Week 2", "1", "2"), row("Week 4", "5", "3")]
    (found,) = findings(ROLES, {**SIGNIFICANT, "groupDescription": "Week 4"}, classes=visits)
    assert (found.outcome_name, found.time_point, found.change, found.mean_intervention) == ("Pain", "Week 4", "increased", 5.0)
    parts = [row("Arms", "1", "2"), row("Legs", "5", "3")]
    (found,) = findings(ROLES, {**SIGNIFICANT, "groupDescription": "Tested on legs only"}, classes=parts)
    assert (found.outcome_name, found.change) == ("Pain: Legs", "increased")


def test_not_significant_is_no_difference_shown() -> None:
    (found,) = findings(ROLES, {"pValue": "0.3"})
    assert (found.change, found.significance, found.favours) == ("no-difference", "not-significant", "neither")


def test_non_inferiority_counts_only_when_said_to_be_met() -> None:
    kind = {"nonInferiorityType": "NON_INFERIORITY", "pValue": "0.001"}
    (found,) = findings(ROLES, kind)
    assert (found.significance, found.change) == ("not-reported", "unclear")
    (found,) = findings(ROLES, {**kind, "nonInferiorityComment": "Non-inferiority would be shown if the limit is below 2."})
    assert found.significance == "not-reported"
    (found,) = findings(ROLES, {**kind, "nonInferiorityComment": "Non-inferiority was not demonstrated."})
    assert found.significance == "not-reported"
    (found,) = findings(ROLES, {**kind, "nonInferiorityComment": "The margin was 2. Non-inferiority was demonstrated."})
    assert found.significance == "non-inferior"


def test_one_group_is_within_group() -> None:
    (found,) = findings(ROLES, SIGNIFICANT, ("Tea",))
    assert (found.comparison, found.change, found.comparator) == ("within-group", "unclear", None)


def test_a_group_that_takes_both_in_turn_is_no_side() -> None:
    (found,) = findings(ROLES, SIGNIFICANT, ("Tea then Water", "Water then Tea"))
    assert found.change == "unclear"


def test_measure_without_analysis_keeps_its_numbers() -> None:
    (found,) = findings(ROLES, None)
    assert (found.significance, found.change, found.mean_intervention) == ("not-reported", "unclear", 1.0)
    assert not findings({}, None)


def test_counts_are_events_only_for_people() -> None:
    (found,) = findings(ROLES, SIGNIFICANT, paramType="COUNT_OF_PARTICIPANTS", unitOfMeasure="Participants", values=["3", "4"])
    assert (found.events_intervention, found.events_comparator) == (3, 4)
    (found,) = findings(ROLES, SIGNIFICANT, paramType="NUMBER", unitOfMeasure="percentage of participants", values=["3", "4"])
    assert found.events_intervention is None


@pytest.mark.parametrize(
    ("effect", "kind", "unit"),
    [
        ("Mean Difference (Final Values)", "MEAN", "mmHg"),
        ("Hazard Ratio (HR)", "MEAN", "mmHg"),  # of the means that are given too
        ("Hazard Ratio (HR)", "MEDIAN", None),
        ("Odds Ratio (OR)", "NUMBER", None),
        ("Log Rank Test Statistic", "MEDIAN", None),
        ("Relative reduction", "MEDIAN", None),
        ("Median Difference (Final Values)", "MEDIAN", "mmHg"),
        ("Mean ratio", "MEDIAN", None),
        ("Difference of medians", "MEDIAN", "mmHg"),
    ],
)
def test_a_unit_belongs_to_means_and_to_estimates_in_it(effect: str, kind: str, unit: str | None) -> None:
    analysis = {**SIGNIFICANT, "paramType": effect, "paramValue": "1.4"}
    (found,) = findings(ROLES, analysis, paramType=kind, unitOfMeasure="mmHg")
    assert (found.estimate, found.unit) == (1.4, unit)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<0.001", ("<", 0.001)),
        ("< 0.05", ("<", 0.05)),
        ("=.03", ("=", 0.03)),
        ("1.00", ("=", 1.0)),
        (">0.99", (">", 0.99)),
        ("≤0.01", ("<=", 0.01)),
        ("p=0.2", ("=", 0.2)),
        ("0,04", ("=", 0.04)),
        ("NS", (None, None)),
        ("12", (None, None)),
        (None, (None, None)),
    ],
)
def test_p_values(text: str | None, read: tuple[str | None, float | None]) -> None:
    assert p_value(text) == read


@pytest.mark.parametrize(
    ("analysis", "significance"),
    [
        ({"pValue": "<0.05"}, "significant"),
        ({"pValue": "<0.10"}, "not-reported"),
        ({"pValue": ">0.05"}, "not-significant"),
        ({"pValue": "0.04", "pValueComment": "The significance level was 0.01."}, "not-significant"),
        ({"pValue": "0.04", "pValueComment": "one-sided"}, "not-significant"),
        ({"paramType": "Odds Ratio (OR)", "paramValue": "2", "ciLowerLimit": "1.1", "ciUpperLimit": "4"}, "significant"),
        ({"paramType": "Odds Ratio (OR)", "paramValue": "2", "ciLowerLimit": "0.9", "ciUpperLimit": "4"}, "not-significant"),
        ({"paramType": "Median Difference", "paramValue": "2", "ciLowerLimit": "1", "ciUpperLimit": "4"}, "not-reported"),
        ({"pValue": "NS"}, "not-significant"),
        ({}, "not-reported"),
    ],
)
def test_significance(analysis: dict[str, str], significance: str) -> None:
    assert read_test(analysis, "mean").significance == significance


@pytest.mark.parametrize(
    ("text", "kind", "measure"),
    [
        ("Hazard Ratio (HR)", "", "HR"),
        ("Odds Ratio (OR)", "", "OR"),
        ("Risk Ratio (RR)", "", "RR"),
        ("Risk Difference (RD)", "", "RD"),
        ("Mean Difference (Net)", "", "MD"),
        ("LS mean difference", "", "MD"),
        ("Difference", "least squares mean", "MD"),
        ("Difference", "number", "Difference"),
        ("Median Difference (Final Values)", "", "Median Difference (Final Values)"),
        ("Log Rank Test Statistic", "", "Log Rank Test Statistic"),
        ("Log Odds Ratio", "", "Log Odds Ratio"),
        ("Slope", "", "beta"),
    ],
)
def test_effect_measures(text: str, kind: str, measure: str) -> None:
    assert effect_measure(text, kind) == measure


@pytest.mark.parametrize(("text", "value"), [("1.5x10^-4", 0.00015), ("1,5", 1.5), ("1,500", 1500.0), ("NA", None), ("−2", -2.0)])
def test_numbers(text: str, value: float | None) -> None:
    assert number(text) == value


def test_an_arm_that_comes_in_later_started_with_the_people_of_that_period() -> None:
    def period(*counts: int) -> dict[str, Any]:
        achieved = [{"groupId": f"FG{i}", "numSubjects": str(count)} for i, count in enumerate(counts)]
        return {"milestones": [{"type": "STARTED", "achievements": achieved}]}

    groups = [{"id": f"FG{i}", "title": title} for i, title in enumerate(("Tea", "Late Tea", "No Tea"))]
    flow = {"groups": groups, "periods": [period(40, 0, 0), period(30, 12, 0)]}
    found = ctgov_results.started({"resultsSection": {"participantFlowModule": flow}})
    assert found == {"tea": 40, "late tea": 12, "no tea": 0}
