"""Results of the EU Clinical Trials Register (EudraCT's own XML kept as JSON), brought to the shape of
ClinicalTrials.gov's results, so that one reader makes the findings of both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ingest.json_pages import at, items_at, text_at
from ingest.registry_words import whole

_ARM_TYPES = {
    "experimental": "intervention",
    "activecomparator": "active-comparator",
    "placebo": "placebo",
    "placebocomparator": "placebo",
    "shamcomparator": "placebo",
    "nointervention": "no-intervention",
    "noimp": "no-intervention",
    "other": "other",
}


def arms(record: dict[str, Any]) -> Iterator[tuple[str, str | None, str | None, int | None]]:
    """Label, role, description and number started of each arm of the first period."""
    for arm in _arms(record):
        title = text_at(arm, "title")
        started = whole(text_at(arm, "startedMilestoneAchievement", "subjects"))
        if title:
            yield title, _ARM_TYPES.get(_code(arm, "type").replace(" ", "")), text_at(arm, "description"), started


def study(record: dict[str, Any], base: str) -> tuple[dict[str, Any], Callable[[str], str]]:
    """The end points as a study of ClinicalTrials.gov, with a function from its pointers to those of the record."""
    titles = {str(at(arm, "id")): text_at(arm, "title") for arm in _arms(record)}
    measures = [_measure(point, titles) for point in items_at(record, "endPoints", "endPoint") if isinstance(point, dict)]

    def locate(pointer: str) -> str:
        place = pointer.replace("/resultsSection/outcomeMeasuresModule/outcomeMeasures", "/endPoints/endPoint")
        return base + _standing(record, place.replace("/analyses/", "/statisticalAnalyses/statisticalAnalysis/"))

    return {"resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": measures}}}, locate


def _standing(record: dict[str, Any], pointer: str) -> str:
    """The pointer without the positions of what is no list in this record (one alone is written without a list)."""
    value: Any = record
    kept = []
    for step in pointer.strip("/").split("/"):
        if step.isdigit() and not isinstance(value, list):
            continue
        kept.append(step)
        value = at(value, int(step) if step.isdigit() else step)
    return "/" + "/".join(kept)


def _arms(record: dict[str, Any]) -> list[Any]:
    periods = items_at(record, "subjectDisposition", "postAssignmentPeriods", "postAssignmentPeriod")
    return items_at(periods[0], "arms", "arm") if periods else []


def _code(value: Any, name: str) -> str:
    """The words of a code: {"value": "PARAMETER_TYPE.hazardRatio"} is "hazard ratio"."""
    code = (text_at(value, name, "value") or "").rpartition(".")[2]
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", code).lower()


def _measure(point: dict[str, Any], titles: dict[str, str | None]) -> dict[str, Any]:
    counted = text_at(point, "countable") == "true"
    tendency = _code(point, "centralTendencyType")
    groups = [g for g in items_at(point, "armReportingGroups", "armReportingGroup") if titles.get(str(at(g, "armId")))]
    names = {str(at(group, "id")): titles[str(at(group, "armId"))] for group in groups}
    rows = []
    for group in groups:
        value = text_at(group, "countableValues", "countableValue", "value") or text_at(
            group, "tendencyValues", "tendencyValue", "value"
        )
        spread = text_at(group, "dispersionValues", "dispersionValue", "value")
        rows.append({"groupId": str(at(group, "id")), "value": value, "spread": spread})
    mean = "least squares mean" if "least squares" in tendency else "mean" if "arithmetic" in tendency else tendency
    return {
        "title": text_at(point, "title"),
        "timeFrame": text_at(point, "timeFrame"),
        "unitOfMeasure": text_at(point, "unit"),
        "paramType": "number" if counted else mean,
        "dispersionType": _code(point, "dispersionType"),
        "groups": [{"id": name, "title": title} for name, title in names.items()],
        "denoms": [{"counts": [{"groupId": str(at(g, "id")), "value": text_at(g, "subjects")} for g in groups]}],
        "classes": [] if at(point, "categories") else [{"categories": [{"measurements": rows}]}],
        "analyses": [_analysis(one) for one in items_at(point, "statisticalAnalyses", "statisticalAnalysis")],
    }


def _analysis(one: Any) -> dict[str, Any]:
    test, estimate = at(one, "statisticalHypothesisTest"), at(one, "parameterEstimate")
    relation, p = text_at(test, "valueEqualityRelation") or "=", text_at(test, "value")
    parameter = _code(estimate, "type")
    return {
        "groupIds": [str(name) for name in items_at(one, "armComparisonGroupId")],
        "groupDescription": text_at(one, "title"),
        "statisticalComment": text_at(one, "description"),
        "nonInferiorityType": _code(one, "type").replace(" ", "_"),
        "nonInferiorityComment": text_at(one, "description"),
        "pValue": f"{relation}{p}" if p else None,
        "statisticalMethod": text_at(test, "otherMethod") or _code(test, "method"),
        "paramType": text_at(estimate, "otherType") if parameter in ("", "other") else parameter,
        "paramValue": text_at(estimate, "pointEstimate"),
        "ciPctValue": text_at(estimate, "confidenceInterval", "percentage"),
        "ciLowerLimit": text_at(estimate, "confidenceInterval", "lowerLimit"),
        "ciUpperLimit": text_at(estimate, "confidenceInterval", "upperLimit"),
    }
