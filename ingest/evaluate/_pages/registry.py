"""Registry records against golds: ClinicalTrials.gov (JSON, legacy XML), ISRCTN, ICTRP.

Asked is every field of a gold that the catalog has a place for; not asked: `has_results`, the type of an
intervention, the end of recruitment. Golds hold the registries' own words: what the model brings to one vocabulary
(allocation, masking, phase, arm types, dates) is compared after the tables below, written apart from the readers'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.evaluate._pages import Field, equal, normal
from ingest.records import Finding, Parsed

_ALLOCATION = {"randomized": "randomised", "non-randomized": "non-randomised", "non_randomized": "non-randomised"}
_MASKING = {"none": "open", "single": "single", "double": "double", "triple": "triple", "quadruple": "quadruple"}
_ARMS = {
    "experimental": "intervention",
    "active comparator": "active-comparator",
    "placebo comparator": "placebo",
    "sham comparator": "placebo",
    "no intervention": "no-intervention",
    "other": "other",
}
_REFERENCES = {"reference": "background", "results_reference": "result"}
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_MONTHS = "January February March April May June July August September October November December".split()
_NO_NUMBER = ("", "nil known", "n/a", "none")


def compare(gold: Any, parsed: list[Parsed], path: Path) -> Iterator[Field]:
    """Fields of one gold, or of each record of a gold for an export."""
    if isinstance(gold, list):
        for row in gold:
            yield from _ictrp(row, _record(parsed, row["TrialID"]))
    elif gold["format"].startswith("ctgov"):
        yield from _ctgov(gold, _record(parsed, gold["registry_id"]))
    elif gold["format"].startswith("isrctn"):
        yield from _isrctn(gold, _record(parsed, gold["registry_id"]))


def _record(parsed: list[Parsed], number: str) -> Parsed:
    """The record with this number as its own; an empty one when there is none."""
    for record in parsed:
        if any(r.status == "valid" and r.rule == "registry-record" and _same(r.number, number) for r in record.registrations):
            return record
    return Parsed()


def _same(number: str, written: str) -> bool:
    return number == written or number in written


def _own(record: Parsed) -> str | None:
    return next((r.number for r in record.registrations if r.rule == "registry-record"), None)


def _stated(record: Parsed, field: str) -> list[Any]:
    return [stated.value for stated in record.stated if stated.field == field]


def _one(record: Parsed, field: str) -> Any:
    return next(iter(_stated(record, field)), None)


def _among(name: str, expected: Any, got: list[Any]) -> Field:
    """Right when the expected value is one of those read (or nothing is expected)."""
    wanted = normal(expected)
    return Field(name=name, expected=expected, got=got, right=wanted is None or wanted in [normal(item) for item in got])


def _within(name: str, expected: Any, record: Parsed) -> Field:
    """Right when the record's text holds the expected words."""
    text = _letters(record.document.text if record.document else "")
    return Field(name=name, expected=expected, got=text[:80], right=_letters(expected or "") in text)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"<br\s*/?>", " ", text, flags=re.I).lower())


def _date(text: str | None) -> str | None:
    """ISO text of "August 24, 1981", "October 2009", "2015-11-01T00:00:00.000Z", "20240408"."""
    if not text:
        return None
    if match := re.fullmatch(r"(\w+) (?:(\d+), )?(\d{4})", text):
        month = f"{match[3]}-{_MONTHS.index(match[1]) + 1:02}"
        return f"{month}-{int(match[2]):02}" if match[2] else month
    if match := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        return "-".join(match.groups())
    return text[:10]


def _phase(words: Any) -> str | None:
    """Phase digits in order, joined: ["PHASE2", "PHASE3"] and "Phase 2/Phase 3" are "23"."""
    text = " ".join(words) if isinstance(words, list) else words or ""
    text = re.sub(r"\b(IV|III|II|I)\b", lambda match: _ROMAN[match[1]], text)
    listed = re.findall(r"\(Phase (\d)\): (yes|no)", text)
    if listed:
        return "".join(number for number, answer in listed if answer == "yes") or None
    return "".join(re.findall(r"\d", text)) or None


def _ids(record: Parsed) -> set[str]:
    """Every number of the study but the record's own."""
    numbers = {n for r in record.registrations if r.rule == "secondary-id" for n in (r.number, r.as_written)}
    return numbers | {k.term for k in record.citation.keywords if k.scheme == "study-id"} if record.citation else numbers


def _has_id(name: str, expected: str, record: Parsed) -> Field:
    have = _ids(record) | {_own(record) or ""}
    right = any(_letters(expected) == _letters(item) or (len(item) > 6 and _letters(item) in _letters(expected)) for item in have)
    return Field(name=name, expected=expected, got=sorted(have), right=right)


def _sponsor(record: Parsed) -> str | None:
    authors = record.citation.authors if record.citation else ()
    return authors[0].literal if authors else None


def _keywords(record: Parsed, scheme: str) -> list[str]:
    return [k.term for k in record.citation.keywords if k.scheme == scheme] if record.citation else []


def _topics(record: Parsed, *roles: str) -> list[str]:
    return [topic.label for topic in record.topics if topic.role in roles]


def _ctgov(gold: dict[str, Any], record: Parsed) -> Iterator[Field]:
    kind = "xml " if gold["format"] == "ctgov_legacy_xml" else "json "
    for field in [*_ctgov_protocol(gold, record), *_ctgov_outcomes(gold, record)]:
        yield Field(name="ctgov " + kind + field.name, expected=field.expected, got=field.got, right=field.right)


def _ctgov_protocol(gold: dict[str, Any], record: Parsed) -> Iterator[Field]:
    yield equal("registry_id", gold["registry_id"], _own(record))
    yield equal("aliases", gold["aliases"], [r.number for r in record.registrations if r.status == "alias"])
    if gold["org_study_id"]:
        yield _has_id("org_study_id", gold["org_study_id"], record)
    for number in gold["secondary_ids"]:
        yield _has_id("secondary_ids", number[1] if isinstance(number, list) else number, record)
    titles = _stated(record, "title")
    yield equal("brief_title", gold["brief_title"], record.citation.title if record.citation else None)
    yield _among("official_title", gold["official_title"], titles)
    yield equal("acronym", gold["acronym"], _one(record, "acronym"))
    status = re.sub(r"[_,\s]+", " ", gold["status"] or "").strip()
    yield equal("status", status, (_one(record, "status") or "").replace(",", ""))
    yield equal("start_date", _date(gold["start_date"]), _one(record, "started_on"))
    yield equal("completion_date", _date(gold["completion_date"]), _one(record, "completed_on"))
    yield equal("study_type", gold["study_type"], next(iter(_keywords(record, "study-type")), None))
    yield equal("phase", _phase(gold.get("phases", gold.get("phase"))), _phase(_one(record, "phase")))
    yield equal("allocation", _ALLOCATION.get((gold["allocation"] or "").lower()), _one(record, "allocation"))
    masking = re.split(r"\W", gold["masking"] or "")[0].lower()
    yield equal("masking", _MASKING.get(masking), _one(record, "masking"))
    count, counted = gold["enrollment"]
    field = "enrolled" if (counted or "").lower() == "actual" else "enrolled_planned"
    yield equal("enrollment", int(count) if count is not None else None, _one(record, field))
    yield equal("lead_sponsor", gold["lead_sponsor"], _sponsor(record))
    yield equal("conditions", gold["conditions"], _topics(record, "condition"))
    yield equal("keywords", gold["keywords"], _keywords(record, "author"))
    arms = [[_ARMS.get((kind or "").lower().replace("_", " ")), label] for kind, label in gold["arms"]]
    yield equal("arms", arms, [[arm.role, arm.label] for arm in record.arms])
    names = list(dict.fromkeys(name for _, name in gold["interventions"]))
    yield equal("interventions", names, _topics(record, "intervention", "comparator"))
    references = [[_REFERENCES.get(kind, kind.lower()), pmid] for kind, pmid in gold["references"]]
    links = [[link.rule.removeprefix("registry-").removesuffix("-reference"), link.pmid] for link in record.links]
    yield equal("references", references, links)


def _ctgov_outcomes(gold: dict[str, Any], record: Parsed) -> Iterator[Field]:
    primary = [[outcome.name, outcome.time_frame] for outcome in record.outcomes if outcome.rank == "primary"]
    yield equal("primary_outcomes", gold["primary_outcomes"], primary)
    secondary = [outcome for outcome in record.outcomes if outcome.rank == "secondary"]
    yield equal("n_secondary_outcomes", gold["n_secondary_outcomes"], len(secondary))
    found = [finding for finding in record.findings if finding.rule.endswith("-analysis")]
    analyses = [(measure, analysis) for measure in gold["results"] for analysis in measure["analyses"]]
    yield equal("n_analyses", len(analyses), len(found))
    for (measure, analysis), finding in zip(analyses, found, strict=False):
        yield from _analysis(measure, analysis, finding)


def _analysis(measure: dict[str, Any], analysis: dict[str, Any], finding: Finding) -> Iterator[Field]:
    named = (normal(finding.outcome_name) or "").startswith(normal(measure["title"]) or "")
    yield Field(name="analysis outcome", expected=measure["title"], got=finding.outcome_name, right=named)
    yield _frame(measure["time_frame"], finding.time_point)
    p = f"{(finding.p_operator or '').removeprefix('=')}{finding.p_value:g}" if finding.p_value is not None else None
    yield equal("analysis p", _p(analysis["p"]), p)
    low, high = analysis["ci"]
    yield equal("analysis estimate", _number(analysis["value"]), finding.estimate)
    yield equal("analysis CI", [_number(low), _number(high)], [finding.ci_low, finding.ci_high])
    sides = [side for name in (finding.intervention, finding.comparator) for side in (name or "").split("; ") if name]
    groups = [normal(group) for group in measure["groups"]]
    right = bool(sides) and all(any(normal(side) in (group or "") for group in groups) for side in sides)
    yield Field(name="analysis groups", expected=measure["groups"], got=sides, right=right)


def _frame(expected: str | None, got: str | None) -> Field:
    """The measure's time frame, or one of its visits ("Week 12") where the analysis names it."""
    same = normal(expected) == normal(got)
    visits = set(re.findall(r"\d+", got or ""))
    right = same or (bool(visits) and visits <= set(re.findall(r"\d+", expected or "")))
    return Field(name="analysis time frame", expected=expected, got=got, right=right)


def _p(text: str | None) -> str | None:
    match = re.fullmatch(r"\s*([<>=]*)\s*(\d*\.?\d+)\s*", text or "")
    return f"{match[1].replace('=', '')}{float(match[2]):g}" if match else None


def _number(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"-?\d*\.?\d+", text) else None


def _isrctn(gold: dict[str, Any], record: Parsed) -> Iterator[Field]:
    for field in _isrctn_fields(gold, record):
        yield Field(name="isrctn " + field.name, expected=field.expected, got=field.got, right=field.right)


def _isrctn_fields(gold: dict[str, Any], record: Parsed) -> Iterator[Field]:
    yield equal("registry_id", gold["registry_id"], _own(record))
    yield equal("title", gold["title"], record.citation.title if record.citation else None)
    yield _among("scientific_title", gold["scientific_title"], _stated(record, "title"))
    yield equal("acronym", gold["acronym"], _one(record, "acronym"))
    yield equal("doi", gold["doi"], record.citation.doi if record.citation else None)
    for name, scheme in (("clinicaltrials_gov", "nct"), ("eudract", "eudract")):
        expected = None if gold[name].lower() in _NO_NUMBER else gold[name]
        yield equal(name, expected, next((r.number for r in record.registrations if r.registry == scheme), None))
    primary = [outcome.name for outcome in record.outcomes if outcome.rank == "primary"]
    text = re.sub(r"(?m)^\s*\d+[.)]\s", "", gold["primary_outcome_text"])
    got = "".join(primary)
    listed = _letters(repr(gold["primary_outcomes"]))
    right = _letters(text) == _letters(got) if text else all(_letters(name) in listed for name in primary)
    yield Field(name="primary_outcome", expected=text, got=got, right=right)
    yield equal("conditions", gold["conditions"], _topics(record, "condition"))
    for _, words in gold["interventions"]:
        yield _within("interventions", words, record)
    yield equal("phase", _phase(gold["phase"]), _phase(_one(record, "phase")))
    for name, column in (("target_enrolment", "enrolled_planned"), ("total_final_enrolment", "enrolled")):
        yield equal(name, int(gold[name]) if gold[name] else None, _one(record, column))
    yield equal("recruitment_start", _date(gold["recruitment_start"]), _one(record, "started_on"))
    yield equal("overall_end", _date(gold["overall_end"]), _one(record, "completed_on"))
    yield _within("design", gold["design"], record)
    yield equal("override_status", gold["override_status"], _one(record, "status"))


def _ictrp(gold: dict[str, Any], record: Parsed) -> Iterator[Field]:
    for field in _ictrp_fields(gold, record):
        yield Field(name="ictrp " + field.name, expected=field.expected, got=field.got, right=field.right)


def _ictrp_fields(gold: dict[str, Any], record: Parsed) -> Iterator[Field]:
    citation = record.citation
    yield Field(name="TrialID", expected=gold["TrialID"], got=_own(record), right=_same(_own(record) or "?", gold["TrialID"]))
    yield equal("Public_title", gold["Public_title"], citation.title if citation else None)
    yield _among("Scientific_title", gold["Scientific_title"], _stated(record, "title"))
    yield equal("Acronym", gold["Acronym"], _one(record, "acronym"))
    yield equal("Primary_sponsor", gold["Primary_sponsor"], _sponsor(record))
    yield equal("Date_registration", _date(gold["Date_registration3"]), _one(record, "registered_on"))
    yield equal("Source_Register", gold["Source_Register"], citation.publisher if citation else None)
    yield equal("web_address", gold["web_address"], citation.url if citation else None)
    yield equal("Recruitment_Status", gold["Recruitment_Status"], _one(record, "status"))
    yield equal("Target_size", int(gold["Target_size"]) if gold["Target_size"] else None, _one(record, "enrolled_planned"))
    yield equal("Study_type", gold["Study_type"], next(iter(_keywords(record, "study-type")), None))
    yield equal("Phase", _phase(gold["Phase"]), _phase(_one(record, "phase")))
    countries = list(dict.fromkeys((gold["Countries"] or "").split(";")))
    yield equal("Countries", "; ".join(countries), _one(record, "countries"))
    for name in ("Study_design", "Condition", "Intervention"):
        yield _within(name, gold[name], record)
    for name, rank in (("Primary_outcome", "primary"), ("Secondary_outcome", "secondary")):
        got = "".join(outcome.name + (outcome.time_frame or "") for outcome in record.outcomes if outcome.rank == rank)
        yield Field(name=name, expected=gold[name], got=got, right=_letters(gold[name] or "") == _letters(got))
    for number in re.split(r"\s*;\s*", gold["Secondary_ID"] or ""):
        if number:
            yield _has_id("Secondary_ID", number, record)
    yield equal("results_date_completed", _date(gold["results_date_completed"]), _one(record, "completed_on"))
    yield equal("results_url_link", gold["results_url_link"], next((link.url for link in record.links), None))
