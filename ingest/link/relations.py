"""What a work is to its trial: registration, protocol, results, follow-up, secondary, review, summary or mention.

Decided from type, publication types, title and wording, in that order; the reason is kept in words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.records import Citation, Finding

REVIEW = re.compile(
    r"\b(systematic(ally)? review|meta-?analys[ei]s|scoping review|umbrella review|review of (the )?(literature|evidence)"
    r"|narrative review|literature review|evidence synthesis|network meta|overview of)\b",
    re.I,
)
PROTOCOL = re.compile(
    r"\b(study protocol|trial protocol|protocol (for (?:an? |the )?(?:\S+ ){0,6}(?:trial|study|review)|paper)"
    r"|statistical analysis plan|design and rationale"
    r"|rationale and design|rationale,? (and )?design|design of (the|a)\b.*\b(trial|study)"
    r"|(trial|study)('s)? protocol\s*$|: (a )?protocol\b|design paper"
    r"|study design (and|of)|(trial|study) design and)",
    re.I,
)
FUTURE = re.compile(
    r"\b(will be (randomi[sz]ed|recruited|enrolled|assigned|measured|assessed|invited)|we will (recruit|randomi))", re.I
)
# "With 9-month follow-up" behind the design is a report of the trial itself, not a later look at it.
FOLLOW_UP = re.compile(
    r"\b((long|longer)[- ]term (follow|outcome|result|effect|efficacy)"
    r"|(?<!with )(?<!with a )(?<!with an )\b[\w-]+[- ](year|month|week)s?[- ]follow[- ]?up"
    r"|(?<!telephone )follow[- ]?up (of|study|results|to)|(extension|extended) (study|trial|phase)"
    r"|\d+[- ]years? (results|outcomes)"
    r"|updated (overall )?(survival|results|outcomes)"
    r"|after (one|two|three|four|five|\d+) years)\b",
    re.I,
)
SECONDARY = re.compile(
    r"\b(secondary (analys[ei]s|outcomes?|report|data)|post[- ]hoc|sub-?(group|population) analys[ei]s"
    r"|(gender|cost) analys[ei]s|sub-?stud(y|ies)|sub-?analys[ei]s"
    r"|exploratory analys[ei]s|ancillary|mediat(ion|ors?)|moderat(ion|ors?)|predict(ors?|ing|ion)|economic evaluation"
    r"|cost[- ](effectiveness|utility|benefit)|process evaluation|qualitative|baseline (characteristics|data|results|findings)"
    r"|pharmacokinetic|biomarkers?|cross-sectional|validation of|psychometric)\b",
    re.I,
)
PEOPLE = re.compile(
    r"\b(patients?|participants?|adults?|children|infants?|neonates?|newborns?|babies|toddlers|adolescents?|teenagers|students?|pupils"
    r"|women|men|girls|boys|mothers|parents|families|couples|people|persons|individuals|volunteers?|veterans|residents|outpatients?"
    r"|inpatients?|caregivers?|carers|smokers|drinkers|survivors|athletes|nurses|physicians|clinicians|workers|employees|drivers"
    r"|healthy subjects|human subjects|subjects (?:with|were|received)|pregnan\w+|households?|schools?|villages?)\b",
    re.I,
)
NO_PEOPLE = re.compile(
    r"\b(rats?|mice|mouse|murine|rodents?|rabbits?|dogs?|canine|cats|feline|horses?|equine|cattle|cows?|calves|bovine|pigs?|piglets?"
    r"|porcine|swine|sheep|lambs?|goats?|poultry|broilers?|chickens?|zebrafish|monkeys?|in[ -]vitro|ex[ -]vivo|cadaver\w*"
    r"|soils?|crops?|vineyards?|orchards?|plants?|seedlings?|steel|concrete|simulated data)\b",
    re.I,
)
REVIEW_GENRES = {
    "review",
    "meta-analysis",
    "systematic review",
    "practice guideline",
    "network meta-analysis",
    "scoping review",
}
PROTOCOL_GENRES = {"clinical trial protocol", "study protocol", "protocol"}
TRIAL_GENRES = {
    "randomized controlled trial",
    "controlled clinical trial",
    "clinical trial",
    "clinical trial, phase i",
    "clinical trial, phase ii",
    "clinical trial, phase iii",
    "clinical trial, phase iv",
    "pragmatic clinical trial",
    "equivalence trial",
    "adaptive clinical trial",
}
COMMENT_GENRES = {"comment", "editorial", "letter", "news", "published erratum", "retraction of publication"}


def relation_of(citation: Citation, findings: Sequence[Finding]) -> tuple[str, str]:
    """The relation of a report to its trial, and the reason in words."""
    genres = genres_of(citation)
    title = citation.title or ""
    if citation.type == "registration":
        return "registration", "a registry's own record"
    if citation.is_summary:
        return "summary", "a page about somebody else's trial"
    if is_review(citation):
        return "review", "called a review by its type or title"
    if genres & COMMENT_GENRES:
        return "mention", "a comment, editorial, letter or notice"
    if genres & PROTOCOL_GENRES or PROTOCOL.search(title):
        return "protocol", "called a protocol by its type or title"
    if not findings and FUTURE.search(citation.abstract or ""):
        return "protocol", "tells in the future tense what will be done"
    if match := FOLLOW_UP.search(title):
        return "follow-up", f"its title says “{match.group()}”"
    if match := SECONDARY.search(title):
        return "secondary", f"its title says “{match.group()}”"
    return "results", "it is no protocol, follow-up, secondary analysis or review"


def is_review(citation: Citation) -> bool:
    """True for reviews, meta-analyses and guidelines, which are about trials but report none."""
    return bool(genres_of(citation) & REVIEW_GENRES or REVIEW.search(citation.title or ""))


def genres_of(citation: Citation) -> set[str]:
    """Publication types, lower case."""
    return {word.term.lower() for word in citation.keywords if word.scheme == "publication-type"}


def reports_trial(citation: Citation, randomised: bool, text: str) -> bool:
    """Does the work read like a report of a trial of its own, so that it stands for a trial even without a number?

    `text`: its abstract or the opening of its text. "Randomised" alone is not enough: fields, dogs and test tubes are
    randomised too, so that people have to be spoken of, and no animals in the title.
    """
    if citation.is_summary or citation.type in ("registration", "book", "dataset", "webpage"):
        return False
    if is_review(citation) or genres_of(citation) & COMMENT_GENRES:
        return False
    if genres_of(citation) & TRIAL_GENRES:
        return True
    title = citation.title or ""
    return randomised and bool(PEOPLE.search(f"{title} {text}")) and not (NO_PEOPLE.search(title) and not PEOPLE.search(title))
