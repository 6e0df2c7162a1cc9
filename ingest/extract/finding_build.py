"""From a sentence, an outcome and a direction to a finding: significance, comparison, time point, favours, numbers."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.durations import time_days
from ingest.extract.finding_agreement import settled, tells_change
from ingest.extract.finding_document import Sentence
from ingest.extract.finding_exceptions import own_words
from ingest.extract.finding_kind import ArmAt, comparison_kind, population_of
from ingest.extract.finding_numbers import completeness, numbers
from ingest.extract.finding_times import time_point
from ingest.extract.polarity import favours
from ingest.extract.wording import Lower, Wording, lowered
from ingest.records import Document, Finding

VERSION = "5"
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
# What only tends to be has not been shown.
_HEDGED = Wording(r"\b(?:tend(?:s|ed|ing)?|tendency|trends?|approach(?:ed|ing)|borderline|numerically)\b")


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a sentence: where it names the arms, the time it goes on about, whose trial it is.

    `known`: stems of the title; `alone`: whether the sentence reports on one outcome only, so that figures before its name
    are its own too; `errors`: whether the document gives standard errors behind "±".
    """

    arms: tuple[ArmAt, ...] = ()
    time: str | None = None
    known: frozenset[str] = frozenset()
    uncontrolled: bool = False
    alone: bool = False
    errors: bool = False


_NOTHING = Around()


def built(document: Document, sentence: Sentence, outcome: str, change: str, confidence: float, intervention: str | None,
          comparator: str | None, rule: str, *, at: int = 0, stop: int | None = None, shared_p: bool = True,
          around: Around = _NOTHING, domain: str | None = None, time: str | None = None) -> Finding:  # fmt: skip
    """A finding over the whole sentence; `at:stop` is the stretch of the sentence whose numbers are the outcome's."""
    stop = len(sentence.text) if stop is None else stop
    text, excepted = own_words(sentence.text, at)
    if excepted and not tells_change(text[:at]):
        change = "unclear"  # "except pain": it differed, nobody says which way
    population = population_of(text, around.arms, around.known) if sentence.kind in _TOLD_OF_PARTS else None
    kind = "within-group" if around.uncontrolled else comparison_kind(sentence.text, around.arms, population)
    named = around.arms if intervention and kind != "within-group" else ()
    found = numbers(text, at, stop, shared_p, named, change if tells_change(text) else "unclear",
                    alone=around.alone, errors=around.errors)  # fmt: skip
    change = settled(text, outcome, change, found)
    time = time or time_point(text, at, outcome, stop) or around.time
    if kind == "interaction" and change != "no-difference":
        change = "unclear"  # an interaction tells that effects differ, not which way
    if kind == "within-group":
        comparator = None
    return Finding(
        outcome_name=outcome, domain=domain, comparison=kind, intervention=intervention,
        comparator=comparator, time_point=time, time_days=time_days(time), population=population, change=change,
        significance=significance(text, at, stop, change, found.p_below, found.excludes_null),
        favours=_favours(text, at, stop, outcome, change, kind, bool(intervention)),
        completeness=completeness(found.fields), confidence=confidence, rule=rule,
        rule_version=VERSION, span=document.span(sentence.start, sentence.end), **found.fields,
    )  # fmt: skip


# Conclusions name the trial's own patients, in other words than its title.
_TOLD_OF_PARTS = ("results", "")
_BETTER = Wording(r"\b(?:better|superior\w*|improv\w+)\b", "better", "superior", "improv")
_NOT_BETTER = Wording(r"\b(?:worse\w*|inferior\w*|less|lower|fewer|no|not|nor|without)\b")


# "Worsening renal function was more frequent": more of it is not more of the function.
_SPOILT_BEFORE = Wording(
    r"\b(?:worsening|impaired|deteriorating|poor|(?:loss|lack|absence) of"
    r"|(?:decline|deterioration|impairment) (?:of|in))\s(?:the\s)?$",
    "worsening",
    "impaired",
    "deteriorat",
    "poor",
    "loss of",
    "lack of",
    "absence of",
    "decline",
    "impairment",
)


def _favours(text: str, at: int, stop: int, outcome: str, change: str, kind: str, named: bool) -> str:
    """Whom a finding favours: by the outcome's polarity, else where the words themselves call the more the better.

    Nobody where a group is held against itself, or where it is not known who was compared (`named`).
    """
    told, low = favours(outcome, change), lowered(text)
    if kind == "within-group" or not (named or told == "neither"):
        return "unclear"
    if told != "neither" and _SPOILT_BEFORE.search(low, 0, at):
        return "unclear"
    if change != "increased":
        return told
    stretch = Lower(low[max(0, at - 80) : stop])
    if not _BETTER.search(stretch) or _NOT_BETTER.search(stretch):
        return told
    # "Pain improved more with A" read as more pain: who is better off is then not known.
    return "unclear" if told == "comparator" else "intervention"


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
    if _HEDGED.search(low, 0, at) and not _SIGNIFICANT.search(low):
        return "not-significant"  # "tended to improve more with A, including pressure, stiffness ..."
    return "significant" if _SIGNIFICANT.search(low) and not _NOT_SIGNIFICANT.search(low) else "not-reported"
