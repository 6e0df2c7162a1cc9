"""The legacy XML of ClinicalTrials.gov (`clinical_study`), brought to the shape of API version 2.

Where each value stood is kept, so that facts point into the page as it is: XPaths, or JSON pointers for the same
record written as JSON (exports of ctrdata).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from ingest.markup import clean

Locate = Callable[[str], str]
_TYPES = {"reference": "BACKGROUND", "results_reference": "RESULT"}


class _Legacy:
    """Builds the study, remembering the place of every value that is taken."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.tree = root.getroottree()
        self.places: dict[str, str] = {}

    def locate(self, pointer: str) -> str:
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return self.places.get(pointer) or str(self.tree.getpath(self.root))

    def text(self, element: Any, path: str, pointer: str) -> str | None:
        """Text of a child (or an attribute of that name, as the XML has it for counts and measurements)."""
        found = element.find(path)
        if found is None:
            return clean(element.get(path))
        if pointer:
            self.places[pointer] = self.tree.getpath(found)
        return clean("".join(found.itertext()))

    def take(self, element: Any, pointer: str, **paths: str) -> dict[str, Any]:
        """An object of the named children; what is missing is left out."""
        self.places[pointer] = self.tree.getpath(element)
        read = {name: self.text(element, path, f"{pointer}/{name}") for name, path in paths.items()}
        return {name: value for name, value in read.items() if value is not None}

    def every(self, element: Any, path: str, pointer: str, **paths: str) -> list[dict[str, Any]]:
        """A list of such objects."""
        self.places.setdefault(pointer, f"{self.tree.getpath(element)}/{path}")
        return [self.take(child, f"{pointer}/{i}", **paths) for i, child in enumerate(element.findall(path))]

    def words(self, element: Any, path: str, pointer: str) -> list[str]:
        """The texts of all children at a path."""
        if pointer:
            self.places.setdefault(pointer, f"{self.tree.getpath(element)}/{path}")
        found: list[str] = []
        for child in element.findall(path):
            if text := clean("".join(child.itertext())):
                self.places[f"{pointer}/{len(found)}"] = self.tree.getpath(child)
                found.append(text)
        return found


def study(root: Any) -> tuple[dict[str, Any], Locate]:
    """The study of a `clinical_study` element, and a function from its pointers to XPaths of the page."""
    legacy = _Legacy(root)
    protocol = _protocol(legacy, root)
    found: dict[str, Any] = {"protocolSection": protocol, "derivedSection": _derived(legacy, root)}
    results = root.find("clinical_results")
    if results is not None:
        found["resultsSection"] = _results(legacy, results)
    return found, legacy.locate


def from_json(record: dict[str, Any], prefix: str) -> tuple[dict[str, Any], Locate]:
    """The study of a legacy record written as JSON, pointers as JSON pointers below `prefix`."""
    root = etree.Element("clinical_study")
    _grow(root, record, 0)
    found, locate = study(root)

    def pointer(of: str) -> str:
        path = re.sub(r"\[(\d+)\]", lambda match: f"/{int(match[1]) - 1}", locate(of))
        return prefix + path.removeprefix("/clinical_study")

    return found, pointer


def _grow(element: Any, value: dict[str, Any], depth: int) -> None:
    for key, inner in value.items():
        if depth > 30 or not re.fullmatch(r"@?[A-Za-z_][\w.-]*", key):
            continue
        if key == "@attributes" and isinstance(inner, dict):
            for name, text in inner.items():
                if re.fullmatch(r"[A-Za-z_][\w.-]*", name):
                    element.set(name, _printable(text))
            continue
        for item in inner if isinstance(inner, list) else [inner]:
            child = etree.SubElement(element, key.lstrip("@"))
            if isinstance(item, dict):
                _grow(child, item, depth + 1)
            elif item is not None:
                child.text = _printable(item)


def _printable(text: Any) -> str:
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd]", " ", html.unescape(str(text)))


def _protocol(legacy: _Legacy, root: Any) -> dict[str, Any]:
    at = "/protocolSection"
    identification = legacy.take(
        root,
        f"{at}/identificationModule",
        nctId="id_info/nct_id",
        briefTitle="brief_title",
        officialTitle="official_title",
        acronym="acronym",
    )
    base = f"{at}/identificationModule"
    identification["nctIdAliases"] = legacy.words(root, "id_info/nct_alias", f"{base}/nctIdAliases")
    identification["orgStudyIdInfo"] = legacy.take(root, f"{base}/orgStudyIdInfo", id="id_info/org_study_id")
    identification["secondaryIdInfos"] = [
        {"id": text} for text in legacy.words(root, "id_info/secondary_id", f"{base}/secondaryIdInfos")
    ]
    return {
        "identificationModule": identification,
        "statusModule": _status(legacy, root, f"{at}/statusModule"),
        "sponsorCollaboratorsModule": {
            "leadSponsor": legacy.take(root, f"{at}/sponsorCollaboratorsModule/leadSponsor", name="sponsors/lead_sponsor/agency")
        },
        "descriptionModule": legacy.take(
            root,
            f"{at}/descriptionModule",
            briefSummary="brief_summary/textblock",
            detailedDescription="detailed_description/textblock",
        ),
        "conditionsModule": {
            "conditions": legacy.words(root, "condition", f"{at}/conditionsModule/conditions"),
            "keywords": legacy.words(root, "keyword", f"{at}/conditionsModule/keywords"),
        },
        "designModule": _design(legacy, root, f"{at}/designModule"),
        "armsInterventionsModule": _arms(legacy, root, f"{at}/armsInterventionsModule"),
        "outcomesModule": {
            name: legacy.every(
                root, tag, f"{at}/outcomesModule/{name}", measure="measure", timeFrame="time_frame", description="description"
            )
            for name, tag in (
                ("primaryOutcomes", "primary_outcome"),
                ("secondaryOutcomes", "secondary_outcome"),
                ("otherOutcomes", "other_outcome"),
            )
        },
        "eligibilityModule": legacy.take(
            root,
            f"{at}/eligibilityModule",
            eligibilityCriteria="eligibility/criteria/textblock",
            studyPopulation="eligibility/study_pop/textblock",
        ),
        "contactsLocationsModule": {
            "locations": legacy.every(
                root, "location", f"{at}/contactsLocationsModule/locations", country="facility/address/country"
            )
        },
        "referencesModule": {"references": _references(legacy, root, f"{at}/referencesModule/references")},
    }


def _status(legacy: _Legacy, root: Any, at: str) -> dict[str, Any]:
    module = legacy.take(
        root,
        at,
        overallStatus="overall_status",
        studyFirstSubmitDate="study_first_submitted",
        lastUpdateSubmitDate="last_update_submitted",
    )
    # Records exported before 2017 name these dates otherwise.
    for name, old in (("studyFirstSubmitDate", "firstreceived_date"), ("lastUpdateSubmitDate", "lastchanged_date")):
        if name not in module:
            module |= legacy.take(root, at, **{name: old})
    for name, tag in (
        ("startDateStruct", "start_date"),
        ("completionDateStruct", "completion_date"),
        ("studyFirstPostDateStruct", "study_first_posted"),
        ("lastUpdatePostDateStruct", "last_update_posted"),
    ):
        module[name] = legacy.take(root, f"{at}/{name}", date=tag)
    return module


def _design(legacy: _Legacy, root: Any, at: str) -> dict[str, Any]:
    module = legacy.take(root, at, studyType="study_type", numberOfArms="number_of_arms", targetDuration="target_duration")
    module["phases"] = legacy.words(root, "phase", f"{at}/phases")
    info = f"{at}/designInfo"
    module["designInfo"] = legacy.take(
        root,
        info,
        allocation="study_design_info/allocation",
        interventionModel="study_design_info/intervention_model",
    )
    masking = legacy.take(root, f"{info}/maskingInfo", masking="study_design_info/masking")
    # One line in the oldest exports: "Allocation: Randomized, Masking: Double-Blind, ..."
    line = clean(root.findtext("study_design"))
    if line and not module["designInfo"] and not masking:
        legacy.places[info] = legacy.tree.getpath(root.find("study_design"))
        parts = dict(re.findall(r"(\w[\w ]*?):\s*([^,:]+(?:\([^)]*\))?)(?=,|$)", line))
        module["designInfo"] = {
            name: parts[label]
            for name, label in (("allocation", "Allocation"), ("interventionModel", "Intervention Model"))
            if label in parts
        }
        masking = {"masking": parts["Masking"]} if "Masking" in parts else {}
    module["designInfo"]["maskingInfo"] = masking
    enrollment = root.find("enrollment")
    module["enrollmentInfo"] = legacy.take(root, f"{at}/enrollmentInfo", count="enrollment")
    if enrollment is not None and enrollment.get("type"):
        module["enrollmentInfo"]["type"] = enrollment.get("type")
    return module


def _arms(legacy: _Legacy, root: Any, at: str) -> dict[str, Any]:
    interventions = legacy.every(root, "intervention", f"{at}/interventions", type="intervention_type", name="intervention_name")
    for read, element in zip(interventions, root.findall("intervention"), strict=True):
        read["armGroupLabels"] = legacy.words(element, "arm_group_label", "")
    return {
        "armGroups": legacy.every(
            root, "arm_group", f"{at}/armGroups", label="arm_group_label", type="arm_group_type", description="description"
        ),
        "interventions": interventions,
    }


def _references(legacy: _Legacy, root: Any, at: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for tag, kind in _TYPES.items():
        for element in root.findall(tag):
            read = legacy.take(element, f"{at}/{len(found)}", pmid="PMID", citation="citation")
            if read:
                found.append({"type": kind, **read})
    return found


def _derived(legacy: _Legacy, root: Any) -> dict[str, Any]:
    return {
        f"{name}BrowseModule": {"meshes": [{"term": term} for term in legacy.words(root, f"{name}_browse/mesh_term", "")]}
        for name in ("condition", "intervention")
    }


def _results(legacy: _Legacy, results: Any) -> dict[str, Any]:
    at = "/resultsSection/outcomeMeasuresModule/outcomeMeasures"
    outcomes = results.findall("outcome_list/outcome")
    return {
        "participantFlowModule": _flow(legacy, results),
        "outcomeMeasuresModule": {
            "outcomeMeasures": [_measure(legacy, outcome, f"{at}/{i}") for i, outcome in enumerate(outcomes)]
        },
    }


def _flow(legacy: _Legacy, results: Any) -> dict[str, Any]:
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


def _measure(legacy: _Legacy, outcome: Any, at: str) -> dict[str, Any]:
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


def _cells(legacy: _Legacy, element: Any, path: str) -> list[dict[str, str | None]]:
    return [
        {
            "groupId": legacy.text(cell, "group_id", ""),
            "value": legacy.text(cell, "value", ""),
            "spread": legacy.text(cell, "spread", ""),
        }
        for cell in element.findall(path)
    ]


def _analysis(legacy: _Legacy, analysis: Any, at: str) -> dict[str, Any]:
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
