"""Posted results in the legacy XML of ClinicalTrials.gov, brought to the shape of API version 2."""

from __future__ import annotations

from typing import Any

from ingest.legacy_tree import LegacyTree


def results(legacy: LegacyTree, results: Any) -> dict[str, Any]:
    """Participant flow and outcome measures with their analyses."""
    at = "/resultsSection/outcomeMeasuresModule/outcomeMeasures"
    outcomes = results.findall("outcome_list/outcome")
    return {
        "participantFlowModule": _flow(legacy, results),
        "outcomeMeasuresModule": {
            "outcomeMeasures": [_measure(legacy, outcome, f"{at}/{i}") for i, outcome in enumerate(outcomes)]
        },
    }


def _flow(legacy: LegacyTree, results: Any) -> dict[str, Any]:
    groups = []
    for group in results.findall("participant_flow/group_list/group"):
        groups.append({"id": legacy.text(group, "group_id", ""), "title": legacy.text(group, "title", "")})
    milestones = []
    for milestone in results.findall("participant_flow/period_list/period[1]/milestone_list/milestone"):
        counts = [
            {"groupId": legacy.text(count, "group_id", ""), "numSubjects": legacy.text(count, "count", "")}
            for count in milestone.findall("participants_list/participants")
        ]
        milestones.append({"type": (milestone.findtext("title") or "").strip(), "achievements": counts})
    return {"groups": groups, "periods": [{"milestones": milestones}]}


def _measure(legacy: LegacyTree, outcome: Any, at: str) -> dict[str, Any]:
    read = legacy.take(
        outcome,
        at,
        type="type",
        title="title",
        timeFrame="time_frame",
        populationDescription="population",
        paramType="measure/param",
        dispersionType="measure/dispersion",
        unitOfMeasure="measure/units",
    )
    read["groups"] = [
        {"id": legacy.text(group, "group_id", ""), "title": legacy.text(group, "title", "")}
        for group in outcome.findall("group_list/group")
    ]
    read["denoms"] = [
        {"units": legacy.text(analyzed, "units", ""), "counts": _cells(legacy, analyzed, "count_list/count")}
        for analyzed in outcome.findall("measure/analyzed_list/analyzed")
    ]
    read["classes"] = [
        {
            "title": legacy.text(one, "title", ""),
            "categories": [
                {"measurements": _cells(legacy, category, "measurement_list/measurement")}
                for category in one.findall("category_list/category")
            ],
        }
        for one in outcome.findall("measure/class_list/class")
    ]
    read["analyses"] = []
    for position, analysis in enumerate(outcome.findall("analysis_list/analysis")):
        read["analyses"].append(_analysis(legacy, analysis, f"{at}/analyses/{position}"))
    return read


def _cells(legacy: LegacyTree, element: Any, path: str) -> list[dict[str, str | None]]:
    return [
        {
            "groupId": legacy.text(cell, "group_id", ""),
            "value": legacy.text(cell, "value", ""),
            "spread": legacy.text(cell, "spread", ""),
        }
        for cell in element.findall(path)
    ]


def _analysis(legacy: LegacyTree, analysis: Any, at: str) -> dict[str, Any]:
    read = legacy.take(
        analysis,
        at,
        groupDescription="groups_desc",
        nonInferiorityType="non_inferiority_type",
        nonInferiorityComment="non_inferiority_desc",
        pValue="p_value",
        pValueComment="p_value_desc",
        statisticalMethod="method",
        statisticalComment="method_desc",
        paramType="param_type",
        paramValue="param_value",
        ciPctValue="ci_percent",
        ciNumSides="ci_n_sides",
        ciLowerLimit="ci_lower_limit",
        ciUpperLimit="ci_upper_limit",
        estimateComment="estimate_desc",
    )
    read["groupIds"] = legacy.words(analysis, "group_id_list/group_id", "")
    return read
