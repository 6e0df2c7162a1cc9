"""ISRCTN registry: its XML API, and the same record as JSON (as ctrdata keeps it).

Home: https://www.isrctn.com/   Terms: https://www.isrctn.com/page/terms
Oddities seen (2026-11): numbers stand without their prefix in `isrctn`; fields meant for other registries' numbers hold
"Nil known" or nothing; older records have one text for all outcomes, newer ones a list; dates carry a midnight;
publications are lines of text with an address and their kind ("2021 Results article in https://...").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import identifiers, registry_topics
from ingest import registry_words as words
from ingest.errors import PageChanged
from ingest.json_pages import at, items_at, json_head, text_at
from ingest.json_stream import Item, each_record
from ingest.markup import clean, local_path, xml_tree
from ingest.page import Page
from ingest.records import Parsed
from ingest.registry_record import RegistryRecord

KIND = "registry"
HOME = "https://www.isrctn.com/"
URL: re.Pattern[str] | None = re.compile(r"^https?://(?:www\.)?isrctn\.com/(?:api/|ISRCTN)", re.I)
RANK = 10
STREAMS = True
RULE = "isrctn"

_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:\w+:)?(?:allTrials|fullTrial)\b")
_PUBLICATION = re.compile(r"(?:^|\s)(?:\d{4}\s+)?(?P<kind>[A-Z][A-Za-z -]{2,40}?)\s+in\s+(?P<url>https?://\S+)")
_ITEM = re.compile(r"^\s*\d{1,2}[.)]\s+", re.M)


def recognizes(page: Page) -> bool:
    """A JSON record with `isrctn` and `trialDescription` near its start, or the API's XML."""
    head = json_head(page)
    if head:
        return b'"isrctn"' in head and b'"trialDescription"' in head
    return bool(_XML.match(page.body[:400]))


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each trial, JSON streamed. Raises PageChanged when there is none."""
    nothing = PageChanged("no trial on this page of the ISRCTN registry")
    if json_head(page):
        yield from each_record(page, (), _json_trial, _keyed, nothing)
        return
    trials = list(_xml_trials(page.whole()))
    if not trials:
        raise nothing
    for position, (trial, base) in enumerate(trials):
        yield _keyed(trial, base, position, several=len(trials) > 1)


def _keyed(trial: dict[str, Any], base: str, position: int, several: bool) -> Parsed:
    digits = re.sub(r"\D", "", text_at(trial, "isrctn") or text_at(trial, "isrctn", "#") or "")
    if len(digits) != 8:
        raise PageChanged("a trial of the ISRCTN registry without its number")
    return _read(trial, base, f"ISRCTN{digits}", f"isrctn:ISRCTN{digits}" if several else None)


def _json_trial(item: Item) -> tuple[dict[str, Any], str] | None:
    return (item.value, item.pointer) if isinstance(item.value, dict) and "isrctn" in item.value else None


def _xml_trials(page: Page) -> Iterator[tuple[dict[str, Any], str]]:
    root: Any = xml_tree(page)
    for trial in root.iter("{*}trial"):
        loaded = _plain(trial)
        organisation = trial.find("../{*}sponsor/{*}organisation")
        if isinstance(loaded, dict):
            loaded["sponsorName"] = clean(organisation.text) if organisation is not None else None
            yield loaded, local_path(trial)


def _plain(element: Any) -> Any:
    """An element as JSON would have it: text, or an object; what repeats is a list; attributes are kept apart."""
    children = [child for child in element if isinstance(child.tag, str)]
    if not children and not element.attrib:
        return element.text or ""
    found: dict[str, Any] = {f"@{name}": value for name, value in element.attrib.items()}
    if element.text and element.text.strip():
        found["#"] = element.text
    for child in children:
        name, value = child.tag.rpartition("}")[2], _plain(child)
        if name in found:
            found[name] = [*found[name], value] if isinstance(found[name], list) else [found[name], value]
        else:
            found[name] = value
    return found


def _read(trial: dict[str, Any], base: str, number: str, key: str | None) -> Parsed:
    record = RegistryRecord(RULE, "isrctn", number)
    record.own(text_at(trial, "isrctn") or number, f"{base}/isrctn")
    _description(record, trial, base)
    _numbers(record, trial, base)
    _design(record, trial, base)
    _people(record, trial, base)
    _publications(record, trial, base)
    return record.build("ISRCTN registry", f"https://www.isrctn.com/{number}", key)


def _description(record: RegistryRecord, trial: dict[str, Any], base: str) -> None:
    about = at(trial, "trialDescription")
    place = f"{base}/trialDescription"
    title, scientific = text_at(about, "title"), text_at(about, "scientificTitle")
    record.say("title", title or scientific, f"{place}/{'title' if title else 'scientificTitle'}")
    record.cite("title", title or scientific, f"{place}/{'title' if title else 'scientificTitle'}")
    record.also("title", scientific, f"{place}/scientificTitle")
    record.say("acronym", text_at(about, "acronym"), f"{place}/acronym")
    record.say("framework", words.framework(scientific), f"{place}/scientificTitle")
    record.text("Title", title, "title")
    record.text("Scientific title", scientific, "title")
    record.text("Hypothesis", text_at(about, "studyHypothesis"))
    record.text("Plain English summary", text_at(about, "plainEnglishSummary"))
    for rank in ("primary", "secondary"):
        _outcomes(record, about, rank, place)


def _outcomes(record: RegistryRecord, about: Any, rank: str, place: str) -> None:
    listed = [item for item in _inside(at(about, f"{rank}Outcomes")) if item]
    for item in listed:
        frame = text_at(item, "timepoints") or text_at(item, "timepoint")
        name = text_at(item, "variable") or text_at(item, "outcomeMeasure") or clean(item if isinstance(item, str) else None)
        record.outcome(rank, name, frame, f"{place}/{rank}Outcomes", text_at(item, "method"))
    if listed:
        return
    text = at(about, f"{rank}Outcome")
    for name in _split(text if isinstance(text, str) else ""):
        record.outcome(rank, name, None, f"{place}/{rank}Outcome")


def _inside(value: Any) -> list[Any]:
    """The items of a list element ({"primaryOutcome": [...]}), whatever their element is called."""
    if isinstance(value, dict) and len(value) == 1:
        return items_at(value, next(iter(value)))
    return value if isinstance(value, list) else [value] if isinstance(value, (dict, str)) and value else []


def _split(text: str) -> list[str]:
    """The items of a numbered list, or the whole text when it is none."""
    if len(_ITEM.findall(text)) < 2 or not _ITEM.match(text):
        return [text]
    return [item for item in _ITEM.split(text) if item.strip()]


def _numbers(record: RegistryRecord, trial: dict[str, Any], base: str) -> None:
    refs, place = at(trial, "externalRefs"), f"{base}/externalRefs"
    record.cite("doi", identifiers.doi(text_at(refs, "doi")), f"{place}/doi")
    record.secondary(text_at(refs, "eudraCTNumber"), f"{place}/eudraCTNumber", registry_field=True)
    record.secondary(text_at(refs, "clinicalTrialsGovNumber"), f"{place}/clinicalTrialsGovNumber", registry_field=True)
    record.secondary(text_at(refs, "ctisNumber"), f"{place}/ctisNumber", registry_field=True)
    for name in ("protocolSerialNumber", "irasNumber"):
        record.secondary(text_at(refs, name), f"{place}/{name}")
    for position, number in enumerate(items_at(refs, "secondaryNumbers", "secondaryNumber")):
        text = number if isinstance(number, str) else text_at(number, "#") or text_at(number, "value")
        record.secondary(text, f"{place}/secondaryNumbers/secondaryNumber/{position}")


def _design(record: RegistryRecord, trial: dict[str, Any], base: str) -> None:
    design, place = at(trial, "trialDesign"), f"{base}/trialDesign"
    study = text_at(design, "studyDesign") or ""
    kind = f"{text_at(design, 'primaryStudyDesign') or ''} {text_at(design, 'secondaryStudyDesign') or ''}"
    record.keyword("study-type", text_at(design, "primaryStudyDesign"))
    if (text_at(design, "primaryStudyDesign") or "").lower() == "observational":
        record.say("design", "observational", f"{place}/primaryStudyDesign")
    record.say("design", words.design(text_at(design, "studyArmModel")), f"{place}/studyArmModel")
    record.say("design", words.design(study), f"{place}/studyDesign")
    record.say("allocation", words.allocation(text_at(design, "allocation")), f"{place}/allocation")
    record.say("allocation", words.allocation(study), f"{place}/studyDesign")
    record.say("allocation", words.allocation(kind), f"{place}/secondaryStudyDesign")
    record.say("masking", words.masking(text_at(design, "masking")), f"{place}/masking")
    record.say("masking", words.masking(study), f"{place}/studyDesign")
    record.say("framework", words.framework(study), f"{place}/studyDesign")
    record.say("completed_on", words.iso_date(text_at(design, "overallEndDate")), f"{place}/overallEndDate")
    assigned = words.iso_date(text_at(trial, "isrctn", "@dateAssigned"))
    record.say("registered_on", assigned, f"{base}/isrctn/@dateAssigned")
    record.cite("issued", assigned, f"{base}/isrctn/@dateAssigned")
    record.cite("revised", words.iso_date(text_at(trial, "@lastUpdated")), f"{base}/@lastUpdated")
    record.text("Study design", study)
    for position, item in enumerate(items_at(trial, "interventions", "intervention")):
        there = f"{base}/interventions/intervention" + (f"/{position}" if position else "")
        record.say("phase", words.phase([text_at(item, "phase") or ""]), f"{there}/phase")
        description, drugs = at(item, "description"), text_at(item, "drugNames")
        for drug in re.split(r"\s*[;,]\s*", drugs or ""):
            record.topic("intervention", drug, f"{there}/drugNames")
        if isinstance(description, str):
            if not drugs and registry_topics.is_name(description):
                record.topic("intervention", description, f"{there}/description")
            record.text(f"Intervention ({text_at(item, 'interventionType') or 'not specified'})", description)


def _people(record: RegistryRecord, trial: dict[str, Any], base: str) -> None:
    people, place = at(trial, "participants"), f"{base}/participants"
    record.say("enrolled_planned", words.whole(text_at(people, "targetEnrolment")), f"{place}/targetEnrolment")
    record.say("enrolled", words.whole(text_at(people, "totalFinalEnrolment")), f"{place}/totalFinalEnrolment")
    record.say("started_on", words.iso_date(text_at(people, "recruitmentStart")), f"{place}/recruitmentStart")
    overall = words.iso_date(text_at(trial, "trialDesign", "overallStartDate"))
    record.say("started_on", overall, f"{base}/trialDesign/overallStartDate")
    status = text_at(people, "recruitmentStatusOverride") or text_at(people, "recruitmentStatus")
    record.say("status", status, f"{place}/recruitmentStatusOverride")
    countries = [name for name in items_at(people, "recruitmentCountries", "country") if isinstance(name, str)]
    record.countries(countries, f"{place}/recruitmentCountries/country")
    centres = items_at(people, "trialCentres", "trialCentre")
    record.say("sites", len(centres) or None, f"{place}/trialCentres/trialCentre")
    for position, item in enumerate(items_at(trial, "conditions", "condition")):
        there = f"{base}/conditions/condition" + (f"/{position}" if position else "")
        record.condition(text_at(item, "description"), f"{there}/description")
        record.keyword("research-area", text_at(item, "diseaseClass1"))
    record.text("Inclusion criteria", text_at(people, "inclusion"))
    record.text("Exclusion criteria", text_at(people, "exclusion"))
    if sponsor := text_at(trial, "sponsorName"):
        record.sponsor(sponsor, f"{base}/../sponsor/organisation")


def _publications(record: RegistryRecord, trial: dict[str, Any], base: str) -> None:
    text = at(trial, "results", "publicationDetails")
    for match in _PUBLICATION.finditer(text if isinstance(text, str) else ""):
        url = match["url"].rstrip(").,;")
        found = identifiers.from_address(url)
        kind = re.sub(r"[^a-z]+", "-", match["kind"].lower().removesuffix(" article")).strip("-")
        pointer = f"{base}/results/publicationDetails"
        record.reference(kind, found.get("pmid"), found.get("doi"), url, None, pointer)
