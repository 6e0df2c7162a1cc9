"""A study of ClinicalTrials.gov, in the shape of API version 2, as a registry record.

The classic API and the legacy XML are brought to this shape first (`ctgov_classic`, `ctgov_legacy`); `locate` turns a
JSON pointer of this shape into the place where the value stands in the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ingest import ctgov_results, identifiers
from ingest import registry_words as words
from ingest.errors import PageChanged
from ingest.json_pages import at, items_at, numbered, text_at
from ingest.records import Parsed
from ingest.registry_record import RegistryRecord

Locate = Callable[[str], str]
PUBLISHER = "ClinicalTrials.gov"
_PROTOCOL = "/protocolSection"
_COMPARATORS = frozenset(("placebo", "active-comparator", "no-intervention"))


def read(study: dict[str, Any], rule: str, locate: Locate, key: str | None = None) -> Parsed:
    """The record. Raises PageChanged when the study has no NCT number."""
    protocol = at(study, "protocolSection") or {}
    found = identifiers.registry_number(text_at(protocol, "identificationModule", "nctId"), "nct")
    if found is None or found.scheme != "nct":
        raise PageChanged("a study of ClinicalTrials.gov without an NCT number")
    record = RegistryRecord(rule, "nct", found.value)
    record.own(found.as_written, locate(f"{_PROTOCOL}/identificationModule/nctId"))
    _identification(record, protocol, locate)
    _dates(record, protocol, locate)
    _design(record, protocol, locate)
    _arms(record, study, locate)
    _outcomes(record, protocol, locate)
    _places(record, protocol, locate)
    _subjects(record, study, locate)
    _references(record, protocol, locate)
    _texts(record, protocol)
    roles = {arm.label: arm.role for arm in record.arms}
    record.findings += ctgov_results.findings(study, roles, rule, locate)
    return record.build(PUBLISHER, f"https://clinicaltrials.gov/study/{found.value}", key)


def _identification(record: RegistryRecord, protocol: dict[str, Any], locate: Locate) -> None:
    module, base = at(protocol, "identificationModule") or {}, f"{_PROTOCOL}/identificationModule"
    for position, alias in enumerate(items_at(module, "nctIdAliases")):
        record.alias(str(alias), locate(f"{base}/nctIdAliases/{position}"))
    record.secondary(text_at(module, "orgStudyIdInfo", "id"), locate(f"{base}/orgStudyIdInfo/id"))
    for item, pointer in numbered(module, base, "secondaryIdInfos"):
        kind = text_at(item, "type") or ""
        made_for = kind.upper().replace(" ", "_") in ("EUDRACT_NUMBER", "CTIS")
        record.secondary(text_at(item, "id"), locate(f"{pointer}/id"), made_for, text_at(item, "domain"))
    official, brief = text_at(module, "officialTitle"), text_at(module, "briefTitle")
    record.say("title", brief or official, locate(f"{base}/{'briefTitle' if brief else 'officialTitle'}"))
    record.cite("title", brief or official, locate(f"{base}/{'briefTitle' if brief else 'officialTitle'}"))
    record.also("title", official, locate(f"{base}/officialTitle"))
    record.say("acronym", text_at(module, "acronym"), locate(f"{base}/acronym"))
    for name in (official, brief):
        record.say("framework", words.framework(name), locate(f"{base}/officialTitle"))
    record.sponsor(
        text_at(protocol, "sponsorCollaboratorsModule", "leadSponsor", "name"),
        locate(f"{_PROTOCOL}/sponsorCollaboratorsModule/leadSponsor/name"),
    )
    record.text("Title", brief, "title")
    record.text("Official title", official, "title")


def _dates(record: RegistryRecord, protocol: dict[str, Any], locate: Locate) -> None:
    module, base = at(protocol, "statusModule") or {}, f"{_PROTOCOL}/statusModule"
    record.say("status", words.status(text_at(module, "overallStatus")), locate(f"{base}/overallStatus"))
    posted = words.iso_date(text_at(module, "studyFirstPostDateStruct", "date"))
    submitted = words.iso_date(text_at(module, "studyFirstSubmitDate"))
    record.say("registered_on", submitted, locate(f"{base}/studyFirstSubmitDate"))
    record.say("registered_on", posted, locate(f"{base}/studyFirstPostDateStruct/date"))
    record.cite("issued", posted, locate(f"{base}/studyFirstPostDateStruct/date"))
    record.cite("issued", submitted, locate(f"{base}/studyFirstSubmitDate"))
    for field, name in (("started_on", "startDateStruct"), ("completed_on", "completionDateStruct")):
        record.say(field, words.iso_date(text_at(module, name, "date")), locate(f"{base}/{name}/date"))
    for name in ("lastUpdatePostDateStruct/date", "lastUpdateSubmitDate"):
        record.cite("revised", words.iso_date(text_at(module, *name.split("/"))), locate(f"{base}/{name}"))


def _design(record: RegistryRecord, protocol: dict[str, Any], locate: Locate) -> None:
    module, base = at(protocol, "designModule") or {}, f"{_PROTOCOL}/designModule"
    kind = text_at(module, "studyType") or ""
    record.keyword("study-type", words.status(kind))
    if kind.lower().startswith("observational"):
        record.say("design", "observational", locate(f"{base}/studyType"))
    info = f"{base}/designInfo"
    model = text_at(module, "designInfo", "interventionModel")
    record.say("design", words.design(model), locate(f"{info}/interventionModel"))
    record.say("allocation", words.allocation(text_at(module, "designInfo", "allocation")), locate(f"{info}/allocation"))
    masking = text_at(module, "designInfo", "maskingInfo", "masking")
    record.say("masking", words.masking(masking), locate(f"{info}/maskingInfo/masking"))
    phases = [str(phase) for phase in items_at(module, "phases")]
    record.say("phase", words.phase(phases), locate(f"{base}/phases"))
    count = words.whole(text_at(module, "enrollmentInfo", "count"))
    actual = (text_at(module, "enrollmentInfo", "type") or "").lower() == "actual"
    record.say("enrolled" if actual else "enrolled_planned", count, locate(f"{base}/enrollmentInfo/count"))
    record.say("follow_up", text_at(module, "targetDuration"), locate(f"{base}/targetDuration"))


def _arms(record: RegistryRecord, study: dict[str, Any], locate: Locate) -> None:
    module, base = at(study, "protocolSection", "armsInterventionsModule") or {}, f"{_PROTOCOL}/armsInterventionsModule"
    started = ctgov_results.started(study)
    roles: dict[str, str | None] = {}
    for item, pointer in numbered(module, base, "armGroups"):
        label = text_at(item, "label")
        if label:
            roles[label] = words.arm_role(text_at(item, "type"))
            record.arm(label, roles[label], text_at(item, "description"), started.get(label.lower()), locate(f"{pointer}/label"))
    stated = words.whole(text_at(study, "protocolSection", "designModule", "numberOfArms"))
    record.say("arms", stated or len(roles) or None, locate(f"{base}/armGroups"))
    for item, pointer in numbered(module, base, "interventions"):
        name = text_at(item, "name")
        held = {roles.get(str(label)) for label in items_at(item, "armGroupLabels")}
        placebo = re.match(r"(?:matching )?(?:placebo|sham)\b", (name or "").lower())
        compared = bool(placebo) or (bool(held) and held <= _COMPARATORS)
        record.topic("comparator" if compared else "intervention", name, locate(f"{pointer}/name"))


def _outcomes(record: RegistryRecord, protocol: dict[str, Any], locate: Locate) -> None:
    base = f"{_PROTOCOL}/outcomesModule"
    for rank, name in (("primary", "primaryOutcomes"), ("secondary", "secondaryOutcomes"), ("other", "otherOutcomes")):
        for item, pointer in numbered(at(protocol, "outcomesModule"), base, name):
            record.outcome(rank, text_at(item, "measure"), text_at(item, "timeFrame"), locate(f"{pointer}/measure"))


def _places(record: RegistryRecord, protocol: dict[str, Any], locate: Locate) -> None:
    places = [place for place in items_at(protocol, "contactsLocationsModule", "locations") if isinstance(place, dict)]
    pointer = locate(f"{_PROTOCOL}/contactsLocationsModule/locations")
    record.say("sites", len(places) or None, pointer)
    record.countries([text_at(place, "country") for place in places], pointer)


def _subjects(record: RegistryRecord, study: dict[str, Any], locate: Locate) -> None:
    module, base = at(study, "protocolSection", "conditionsModule"), f"{_PROTOCOL}/conditionsModule"
    for position, name in enumerate(items_at(module, "conditions")):
        record.topic("condition", str(name), locate(f"{base}/conditions/{position}"))
    for name in items_at(module, "keywords"):
        record.keyword("author", str(name))
    for browse in ("conditionBrowseModule", "interventionBrowseModule"):
        for item in items_at(study, "derivedSection", browse, "meshes"):
            record.keyword("mesh", text_at(item, "term"), text_at(item, "id"))
    population = text_at(study, "protocolSection", "eligibilityModule", "studyPopulation")
    record.topic("population", population, locate(f"{_PROTOCOL}/eligibilityModule/studyPopulation"))


def _references(record: RegistryRecord, protocol: dict[str, Any], locate: Locate) -> None:
    for item, pointer in numbered(at(protocol, "referencesModule"), f"{_PROTOCOL}/referencesModule", "references"):
        citation = text_at(item, "citation")
        doi = re.search(r"\bdoi:\s*(10\.\S+)", citation or "", re.I)
        record.reference(
            (text_at(item, "type") or "").lower() or None,
            identifiers.pmid(text_at(item, "pmid")),
            identifiers.doi(doi[1]) if doi else None,
            None,
            citation,
            locate(pointer),
        )


def _texts(record: RegistryRecord, protocol: dict[str, Any]) -> None:
    record.text("Brief summary", text_at(protocol, "descriptionModule", "briefSummary"))
    record.text("Detailed description", text_at(protocol, "descriptionModule", "detailedDescription"))
    record.text("Eligibility", text_at(protocol, "eligibilityModule", "eligibilityCriteria"))
