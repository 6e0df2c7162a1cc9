"""From a sentence, an outcome and a direction to a finding: significance, comparison, time point, favours, numbers."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.durations import time_days
from ingest.extract.finding_agreement import settled
from ingest.extract.finding_document import Sentence
from ingest.extract.finding_numbers import completeness, numbers
from ingest.extract.polarity import favours
from ingest.extract.wording import Lower, Wording, lowered
from ingest.records import Document, Finding

VERSION = "4"
_COUNT = r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty-four)"
_UNIT = r"(?:minute|min|hour|hr|h|day|week|wk|month|year|yr)s?"
TIME_POINT = Wording(
    rf"\b(?:(?:at|after|by|until|within|over|following|during|for|in)\s(?:the\s|a\s)?(?:end of (?:the\s)?)?)?(?:"
    rf"{_COUNT}[\s-]{_UNIT}(?:\s(?:of\s)?(?:follow[- ]?up|post\w*|after(?:wards)?\b(?:\s(?:the\s)?\w+)?|later"
    r"|treatment|intervention))?"
    rf"|(?:weeks?|months?|days?|years?)\s\d+(?!\d*%))\b",
)
_LISTED_TIMES = Wording(
    rf"\b(?:at|after|on|by)\s(?P<values>\d+(?:\.\d+)?(?:(?:\s?[-–]?(?:{_UNIT}))?\s?(?:,\s?(?:and\s)?|and\s|&\s|or\s)\d+(?:\.\d+)?){{1,7}})[\s-]?(?P<unit>{_UNIT})\b"
    r"|\b(?P<before>weeks|months|days|years)\s(?P<numbers>\d+(?:\s?(?:,\s?(?:and\s)?|and\s|&\s)\d+){1,7})\b",
)
_NOT_TIME = re.compile(r"^(?:for|in|over|within|during)\b|\b(?:old|aged?)\b")
_NON_INFERIOR = Wording(r"\bnon-?\s?inferior(?:ity)?\b", "inferior")
_EQUIVALENT = Wording(r"\b(?:equivalen(?:t|ce)|bioequivalen(?:t|ce))\b", "equivalen")
_DENIED = Wording(
    r"\b(?:not|failed|no|cannot|neither)\b(?:\W+\w+){0,4}\W+(?:non-?\s?inferior|equivalen)", "inferior", "equivalen"
)
_NOT_SIGNIFICANT = Wording(
    r"\b(?:no(?:t|r|ne)?|without|neither|n't|never|failed|lack)\b[^.;]{0,80}?\b(?:signific\w+|statistical\w*)"
    r"|\bnon-?\s?signific\w+|\binsignific\w+|\bsignific\w+[^.;]{0,40}?\bnot\b|\bstatistically (?:similar|comparable)\b"
    r"|\bdid not (?:\w+ ){0,3}(?:differ|affect|change|improve|reduce|increase)\b|\b(?:no|nor) (?:\w+"
    r" ){0,3}(?:differences?|effects?)\b",
    "signific", "statistical", "did not ", "differ", "effect",
)  # fmt: skip
_SIGNIFICANT = Wording(r"\bsignific\w+", "signific")
_INTERACTION = Wording(
    r"\b(?:interaction (?:between|of|effect|term|was)|p for interaction|subgroup interaction|by-treatment interaction)",
    "interaction",
)
# What only tends to be has not been shown.
_HEDGED = Wording(r"\b(?:tend(?:s|ed|ing)?|tendency|trends?|approach(?:ed|ing)|borderline|numerically)\b")
_SUBGROUP = Wording(
    r"\b(?:subgroups?|sub-?population|subset|post hoc|stratified analys[ei]s|sub-?analysis|responders)\b",
    "subgroup", "sub-population", "subpopulation", "subset", "post hoc", "stratified", "sub-analys", "subanalys", "responders",
)  # fmt: skip
_BASELINE = Wording(r"\b(?:from|over|compared (?:with|to)|relative to|versus|vs\.?|than) (?:the |that |those |values? "
    r"|levels? )*(?:baseline|pre-?\w*|before|initial|day 0|d0|t0)\b|\bfrom \d[\d.,]*[^.;()]{0,30} to"
    r" \d[\d.,]*\b|\bbefore and after\b|\bpre-?(?:test|treatment)\b|\bwithin[- ](?:the )?groups?\b|\bover"
    r" time\b", "baseline", "pre", "before", "initial", "day 0", "d0", "t0", "from ", "within", "over time")  # fmt: skip
_BETWEEN = Wording(
    r"\b(?:between|among|than|versus|vs\.?|compared|comparison|relative to|differ\w*|inter-?group"
    r"|respectively|whereas|control|placebo)\b",
)


def built(document: Document, sentence: Sentence, outcome: str, change: str, confidence: float, intervention: str | None,
          comparator: str | None, rule: str, *, at: int = 0, stop: int | None = None, shared_p: bool = True,
          first_is_intervention: bool | None = None, default_time: str | None = None, domain: str | None = None,
          time: str | None = None) -> Finding:  # fmt: skip
    """A finding over the whole sentence; `at:stop` is the stretch of the sentence whose numbers are the outcome's."""
    text = sentence.text
    stop = len(text) if stop is None else stop
    found = numbers(text, at, stop, shared_p, first_is_intervention, change)
    change = settled(text, outcome, change, found)
    time = time or time_point(text, at) or default_time
    fields = found.fields
    kind = comparison_kind(text)
    if kind == "interaction" and change != "no-difference":
        change = "unclear"  # an interaction tells that effects differ, not which way
    if kind == "within-group":
        comparator = None
    return Finding(
        outcome_name=outcome, domain=domain, comparison=kind, intervention=intervention,
        comparator=comparator, time_point=time, time_days=time_days(time), change=change,
        significance=significance(text, at, stop, change, found.p_below, found.excludes_null),
        favours=_favours(Lower(lowered(text)[max(0, at - 80) : stop]), outcome, change, kind), completeness=completeness(fields),
        confidence=confidence, rule=rule,
        rule_version=VERSION, span=document.span(sentence.start, sentence.end), **fields,
    )  # fmt: skip


_BETTER = Wording(r"\b(?:better|superior\w*|improv\w+)\b", "better", "superior", "improv")
_NOT_BETTER = Wording(r"\b(?:worse\w*|inferior\w*|less|lower|fewer|no|not|nor|without)\b")


def _favours(stretch: Lower, outcome: str, change: str, kind: str) -> str:
    """Whom a finding favours: by the outcome's polarity, else where the words themselves call the more the better."""
    if kind == "within-group":
        return "unclear"
    told = favours(outcome, change)
    if told == "unclear" and change == "increased" and _BETTER.search(stretch) and not _NOT_BETTER.search(stretch):
        return "intervention"
    return told


def time_point(text: str, at: int = 0) -> str | None:
    """The time point that a sentence names, the nearest to the outcome where there are several."""
    found = _time_points(text)
    if not found:
        return None
    if len({time_days(printed) for _, printed in found}) > 2:
        return None
    return min(found, key=lambda place: (abs(place[0] - at), place[0]))[1]


def listed_times(text: str, start: int, stop: int) -> tuple[str, ...]:
    """Time points that are listed in a stretch: "at 3, 6 and 12 months" -> "3 months", "6 months", "12 months"."""
    match = _LISTED_TIMES.search(lowered(text), start, stop)
    if match is None:
        return ()
    unit = slice(*match.span("unit" if match["unit"] else "before"))
    return tuple(f"{value} {text[unit]}" for value in _VALUE.findall(match["values"] or match["numbers"]))


_VALUE = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(maxsize=32)
def _time_points(text: str) -> tuple[tuple[int, str], ...]:
    """Where the time points of a sentence stand, and how they are printed."""
    found = TIME_POINT.finditer(lowered(text))
    return tuple((m.start(), text[m.start() : m.end()]) for m in found if not _NOT_TIME.search(m.group()))


def significance(text: str, at: int, stop: int, change: str, p_below: bool | None, excludes_null: bool | None) -> str:
    """significant | not-significant | non-inferior | equivalent | not-reported, apart from the change."""
    low = lowered(text)
    if change == "no-difference" and not _DENIED.search(low):
        if _NON_INFERIOR.search(low):
            return "non-inferior"
        if _EQUIVALENT.search(low) and p_below is None and not _NOT_SIGNIFICANT.search(low):
            return "equivalent"
    if change == "no-difference":
        if p_below is False or excludes_null is False or _NOT_SIGNIFICANT.search(low):
            return "not-significant"
        return "not-reported"
    if p_below is not None:
        return "significant" if p_below else "not-significant"
    if excludes_null is not None:
        return "significant" if excludes_null else "not-significant"
    stretch = Lower(low[max(0, at - 80) : stop])
    if _NOT_SIGNIFICANT.search(stretch) or _HEDGED.search(stretch):
        return "not-significant"
    return "significant" if _SIGNIFICANT.search(low) and not _NOT_SIGNIFICANT.search(low) else "not-reported"


@lru_cache(maxsize=32)
def comparison_kind(text: str) -> str:
    """between-group unless the sentence says otherwise."""
    low = lowered(text)
    if _INTERACTION.search(low):
        return "interaction"
    if _SUBGROUP.search(low):
        return "subgroup"
    if _BASELINE.search(low) and not _BETWEEN.search(Lower(_BASELINE.pattern.sub(" ", low))):
        return "within-group"
    return "between-group"
