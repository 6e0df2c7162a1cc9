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

from ingest import ctgov_legacy_results
from ingest.legacy_tree import LegacyTree
from ingest.markup import clean

Locate = Callable[[str], str]
_TYPES = {"reference": "BACKGROUND", "results_reference": "RESULT"}


def study(root: Any) -> tuple[dict[str, Any], Locate]:
    """The study of a `clinical_study` element, and a function from its pointers to XPaths of the page."""
    legacy = LegacyTree(root)
    protocol = _protocol(legacy, root)
    found: dict[str, Any] = {"protocolSection": protocol, "derivedSection": _derived(legacy, root)}
    results = root.find("clinical_results")
    if results is not None:
        found["resultsSection"] = ctgov_legacy_results.results(legacy, results)
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


def _protocol(legacy: LegacyTree, root: Any) -> dict[str, Any]:
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


def _status(legacy: LegacyTree, root: Any, at: str) -> dict[str, Any]:
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


def _design(legacy: LegacyTree, root: Any, at: str) -> dict[str, Any]:
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


def _arms(legacy: LegacyTree, root: Any, at: str) -> dict[str, Any]:
    interventions = legacy.every(root, "intervention", f"{at}/interventions", type="intervention_type", name="intervention_name")
    for read, element in zip(interventions, root.findall("intervention"), strict=True):
        read["armGroupLabels"] = legacy.words(element, "arm_group_label", "")
    return {
        "armGroups": legacy.every(
            root, "arm_group", f"{at}/armGroups", label="arm_group_label", type="arm_group_type", description="description"
        ),
        "interventions": interventions,
    }


def _references(legacy: LegacyTree, root: Any, at: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for tag, kind in _TYPES.items():
        for element in root.findall(tag):
            read = legacy.take(element, f"{at}/{len(found)}", pmid="PMID", citation="citation")
            if read:
                found.append({"type": kind, **read})
    return found


def _derived(legacy: LegacyTree, root: Any) -> dict[str, Any]:
    return {
        f"{name}BrowseModule": {"meshes": [{"term": term} for term in legacy.words(root, f"{name}_browse/mesh_term", "")]}
        for name in ("condition", "intervention")
    }
