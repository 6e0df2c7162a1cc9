"""CTIS, the EU's Clinical Trials Information System, as JSON (its public API's `retrieve`, older and newer shape).

Home: https://euclinicaltrials.eu/   Terms: https://euclinicaltrials.eu/legal-notice/
Oddities seen (2026-11): the last pair of a number counts resubmissions and is no part of the identity; the newer shape
puts parts I and II under `authorizedApplication`; status is a code or words; dates are dd/mm/yyyy or ISO; titles carry
translations; countries come with a status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import identifiers
from ingest import registry_words as words
from ingest.errors import PageChanged
from ingest.json_pages import at, items_at, json_head, numbered, text_at
from ingest.json_stream import Item, each_record
from ingest.page import Page
from ingest.records import Parsed
from ingest.registry_record import RegistryRecord

KIND = "registry"
HOME = "https://euclinicaltrials.eu/"
URL: re.Pattern[str] | None = re.compile(r"^https?://euclinicaltrials\.eu/", re.I)
RANK = 10
STREAMS = True
RULE = "ctis"

_STATUS = {
    "1": "Under evaluation",
    "2": "Authorised, recruitment pending",
    "3": "Authorised, recruiting",
    "4": "Ongoing, recruiting",
    "5": "Ongoing, recruitment ended",
    "6": "Temporarily halted",
    "7": "Suspended",
    "8": "Ended",
    "9": "Expired",
    "10": "Revoked",
    "11": "Not authorised",
    "12": "Cancelled",
}


def recognizes(page: Page) -> bool:
    """A JSON record with a CTIS number and a status of its own."""
    head = json_head(page)
    if not head or b'"ctStatus"' not in head:
        return False
    return b'"ctNumber"' in head or b'"ctrname": "CTIS"' in head


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each trial, streamed. Raises PageChanged when a record has no number."""
    yield from each_record(page, (), _trial, _read, PageChanged("no CTIS record on the page"))


def _trial(item: Item) -> tuple[dict[str, Any], str, str, str] | None:
    """The record, its place, and scheme and value of its number."""
    found = identifiers.registry_number(text_at(item.value, "ctNumber"))
    if found is None or found.reject_reason:
        raise PageChanged("a CTIS record without its number")
    return item.value, item.pointer, found.scheme, found.value


def _read(trial: dict[str, Any], base: str, scheme: str, number: str, position: int, several: bool) -> Parsed:
    written = text_at(trial, "ctNumber") or number
    record = RegistryRecord(RULE, scheme, number)
    record.own(written, f"{base}/ctNumber")
    inside = "/authorizedApplication" if at(trial, "authorizedApplication") else ""
    application = at(trial, "authorizedApplication") or trial
    part, place = at(application, "authorizedPartI"), f"{base}{inside}/authorizedPartI"
    _identity(record, trial, part, place, base)
    _information(record, part, place)
    _status(record, trial, application, base, f"{base}{inside}")
    # A trial moved here from the older register was registered there first: this date tells no timing.
    record.knows_timing = False
    return record.build(
        "EU Clinical Trials Information System (CTIS)",
        f"https://euclinicaltrials.eu/ctis-public/view/{written}",
        f"euct:{number}" if several else None,
    )


def _identity(record: RegistryRecord, trial: dict[str, Any], part: Any, place: str, base: str) -> None:
    details, there = at(part, "trialDetails", "clinicalTrialIdentifiers"), f"{place}/trialDetails/clinicalTrialIdentifiers"
    full, public = text_at(details, "fullTitle") or text_at(trial, "title"), text_at(details, "publicTitle")
    record.say("title", public or full, f"{there}/{'publicTitle' if public else 'fullTitle'}")
    record.cite("title", public or full, f"{there}/{'publicTitle' if public else 'fullTitle'}")
    record.also("title", full, f"{there}/fullTitle")
    record.say("allocation", words.allocation(full), f"{there}/fullTitle")
    record.say("masking", words.masking(full), f"{there}/fullTitle")
    record.say("design", words.design(full), f"{there}/fullTitle")
    record.say("framework", words.framework(full), f"{there}/fullTitle")
    record.secondary(text_at(details, "shortTitle"), f"{there}/shortTitle")
    others = at(details, "secondaryIdentifyingNumbers")
    for name in ("nctNumber", "isrctnNumber", "whoUniversalTrialNumber"):
        pointer = f"{there}/secondaryIdentifyingNumbers/{name}/number"
        record.secondary(text_at(others, name, "number"), pointer, registry_field=name != "whoUniversalTrialNumber")
    for item, pointer in numbered(others, f"{there}/secondaryIdentifyingNumbers", "additionalRegistries"):
        record.secondary(text_at(item, "number"), f"{pointer}/number", domain=text_at(item, "otherRegistryName"))
    for name in ("eudraCT", "eudraCtInfo"):
        record.secondary(text_at(trial, name, "eudraCtCode"), f"{base}/{name}/eudraCtCode")
    for item, pointer in numbered(part, place, "sponsors"):
        if at(item, "primary"):
            record.sponsor(text_at(item, "organisation", "name"), f"{pointer}/organisation/name")
    record.text("Title", public, "title")
    record.text("Full title", full, "title")


def _information(record: RegistryRecord, part: Any, place: str) -> None:
    information, there = at(part, "trialDetails", "trialInformation"), f"{place}/trialDetails/trialInformation"
    for rank in ("primary", "secondary"):
        for item, pointer in numbered(at(information, "endPoint"), f"{there}/endPoint", f"{rank}EndPoints"):
            record.outcome(rank, text_at(item, "endPoint"), None, f"{pointer}/endPoint")
    for item, pointer in numbered(part, place, "medicalConditions"):
        record.condition(text_at(item, "medicalCondition"), f"{pointer}/medicalCondition")
    medical = at(information, "medicalCondition")
    for item, pointer in numbered(medical, f"{there}/medicalCondition", "partIMedicalConditions"):
        record.condition(text_at(item, "medicalCondition"), f"{pointer}/medicalCondition")
    for item, pointer in numbered(part, place, "products"):
        role = "intervention" if str(item.get("mpRoleInTrial") or item.get("part1MpRoleTypeCode") or 1) == "1" else "comparator"
        name = text_at(item, "productDictionaryInfo", "activeSubstanceName") or text_at(item, "productName")
        record.topic(role, name, f"{pointer}/productDictionaryInfo/activeSubstanceName")
    duration, when = at(information, "trialDuration"), f"{there}/trialDuration"
    record.say(
        "started_on", words.iso_date(text_at(duration, "estimatedRecruitmentStartDate")), f"{when}/estimatedRecruitmentStartDate"
    )
    for name in ("estimatedGlobalEndDate", "estimatedEndDate"):
        record.say("completed_on", words.iso_date(text_at(duration, name)), f"{when}/{name}")
    record.text("Main objective", text_at(information, "trialObjective", "mainObjective"))
    for kind in ("Inclusion", "Exclusion"):
        listed = items_at(information, "eligibilityCriteria", f"principal{kind}Criteria")
        texts = [text_at(item, f"principal{kind}Criteria") or "" for item in listed]
        record.text(f"{kind} criteria", "; ".join(text for text in texts if text))


def _status(record: RegistryRecord, trial: dict[str, Any], application: Any, base: str, inside: str) -> None:
    status = text_at(trial, "ctStatus")
    record.say("status", _STATUS.get(status or "", status), f"{base}/ctStatus")
    record.say("phase", words.phase(re.findall(r"\(Phase ([^)]*)\)", text_at(trial, "trialPhase") or "")), f"{base}/trialPhase")
    record.say("enrolled_planned", words.whole(text_at(trial, "totalNumberEnrolled")), f"{base}/totalNumberEnrolled")
    parts = items_at(application, "authorizedPartsII")
    sites = sum(len(items_at(part, "trialSites")) for part in parts)
    record.say("sites", sites or None, f"{inside}/authorizedPartsII")
    record.countries([text_at(part, "mscInfo", "countryName") for part in parts], f"{inside}/authorizedPartsII")
    for name in ("submissionDate", "decisionDateOverall", "authorizationDate"):
        record.say("registered_on", words.iso_date(text_at(trial, name)), f"{base}/{name}")
        record.cite("issued", words.iso_date(text_at(trial, name)), f"{base}/{name}")
    record.cite("revised", words.iso_date(text_at(trial, "lastUpdated")), f"{base}/lastUpdated")
