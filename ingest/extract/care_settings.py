"""Where a trial took place, as a kind of setting: primary care, hospital, nursing home, school, at home, online ...

Read from a heading "Setting" (all that stands under it), and from sentences of title and methods where the place stands
behind "in", "at" or "from", or forms a word with "-based" ("home-based").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.scope import Part
from ingest.extract.wording import Wording, lowered

# Kind -> words. Narrower kinds stand before wider ones, and take their words from them ("hospital emergency department").
_KINDS = {
    "primary care": r"primary[- ](?:health ?)?care|general practi(?:ces?|tioners?)|family (?:practices?|medicine|physicians?)"
                    r"|gp (?:practices|surgeries)|health cent(?:er|re)s",
    "neonatal intensive care unit": r"neonatal intensive care(?: units?)?|nicus?",
    "intensive care unit": r"(?:intensive|critical)[- ]care(?: units?)?|icus?",
    "emergency care": r"emergency (?:departments?|rooms?|medical services?)|prehospital|ambulances?",
    "nursing home": r"nursing homes?|care homes?|(?:residential|long-term|aged)[- ](?:aged )?care(?: facilit\w+| homes?)?"
                    r"|assisted living",
    "mental health service": r"(?:community )?mental health (?:cent(?:er|re)s?|services?|clinics?|teams?)"
                             r"|psychiatric (?:hospitals?|wards?|clinics?|units?|outpatient\w*|inpatient\w*)",
    "rehabilitation centre": r"rehabilitation (?:cent(?:er|re)s?|units?|clinics?|hospitals?|facilit\w+)",
    "dental clinic": r"dental (?:clinics?|practices|schools?|hospitals?)|school of dentistry",
    "hospice": r"hospices?|palliative care units?",
    "outpatient clinic": r"out-?patient (?:clinics?|departments?|settings?|services?)|ambulatory care|specialist clinics?",
    "hospital": r"(?:[\w-]+ )?(?:hospitals?|medical cent(?:er|re)s?|tertiary (?:care )?(?:cent(?:er|re)s?|referral cent\w+))"
                r"|(?:surgical|medical|maternity|delivery|labou?r|stroke) (?:wards?|units?)",
    "prison": r"prisons?|jails?|correctional facilit\w+",
    "school": r"(?:primary|secondary|elementary|middle|high|nursery|public) schools?|schools|classrooms?|kindergartens?"
              r"|preschools?|child-?care cent(?:er|re)s?|day-?care cent(?:er|re)s?",
    "university": r"universities|college campus\w*",
    "workplace": r"work-?places?|work-?sites?|compan(?:y|ies)|factor(?:y|ies)",
    "pharmacy": r"(?:community )?pharmac(?:y|ies)",
    "community": r"communit(?:y|ies)|villages?|households|neighbou?rhoods?|churches",
    "home": r"homes?",
    "online": r"internet|online|web",
    "laboratory": r"laborator(?:y|ies)",
}  # fmt: skip
_NEEDS = (
    "care", "practi", "physician", "outpatient", "out-patient",
    "surgeries", "hospital", "clinic", "icu", "emergency", "ambulance", "home", "psychiatr",
    "mental health", "medic", "rehabilitation", "dental", "dentistry", "hospice", "tertiary", "ward", "unit", "prison",
    "jail", "correctional", "school", "classroom", "kindergarten", "universit", "campus", "work", "compan", "factor",
    "pharmac", "communit", "village", "household", "neighb", "church", "internet", "online", "web", "laborator",
    "health cent", "assisted",
)  # fmt: skip
_NAMED = {kind: f"k{n}" for n, kind in enumerate(_KINDS)}
_ANY = "|".join(f"(?P<{_NAMED[kind]}>{words})" for kind, words in _KINDS.items())
_HEADED = Wording(rf"\b(?:{_ANY})\b(?!-acquired)", *_NEEDS)
# Where something was done: "in three general practices", "at a university hospital"; "community-based".
_PLACED = Wording(
    rf"\b(?:in|at|from|across|within|attending|visiting|through)\s(?:(?!and\b|or\b|with\b|for\b|of\b|to\b)[\w-]+\s){{0,3}}?"
    rf"(?:{_ANY})\b(?!\s?(?:stays?|costs?|admissions?|mortality|visits?|discharge|records?|days|setting of|blood|pressure"
    r"|anxiety|services? use|utili[sz]ation|acquired|exercises?|staff|search\w*))"
    rf"|\b(?P<based>home|school|community|hospital|clinic|workplace|web|internet|pharmacy|church|primary care)-based\b",
    *_NEEDS,
)
_DONE = Wording(
    r"\b(?:conducted|performed|carried out|undertaken|took place|recruit\w*|enrol\w*|includ\w+|participa\w+|patients|trial|study"
    r"|randomi[sz]\w+|setting|adults|women|men|children|infants|residents|students|workers|people|subjects)\b",
    "conduct", "perform", "carried", "undertaken", "took", "recruit", "enrol", "includ", "particip", "patient", "trial", "study",
    "randomi", "setting", "adult", "women", "men", "child", "infant", "resident", "student", "worker", "people", "subject",
)  # fmt: skip
_BASED = {"web": "online", "internet": "online", "clinic": "outpatient clinic"}
_HEADING = re.compile(r"\bsettings?\b", re.I)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]?\s+(?=[A-Z(\[\"“])|\n")
_ASIDE = ("background", "conclusions", "other", "skip")
_MOST = 3


def care_settings(text: str, parts: tuple[Part, ...], headings: tuple[tuple[str, int, int], ...]) -> list[tuple[str, int, int]]:
    """(kind, start, end) of each kind of setting, where it is first named; at most three, else nothing is sure.

    `headings`: label, start and end of the document's sections.
    """
    low = lowered(text)
    found: dict[str, tuple[int, int]] = {}
    for label, start, end in headings:
        if _HEADING.search(label):
            for match in _HEADED.finditer(low, start, end):
                found.setdefault(_kind(match), match.span())
    if not found:
        for start, end in _sentences(text, parts):
            if _DONE.search(low, start, end):
                for match in _PLACED.finditer(low, start, end):
                    found.setdefault(_kind(match), match.span())
    return [(kind, *place) for kind, place in found.items()] if len(found) <= _MOST else []


def _kind(match: re.Match[str]) -> str:
    based = match.groupdict().get("based")
    if based:
        return _BASED.get(based, based)
    return next(kind for kind, name in _NAMED.items() if match[name])


def _sentences(text: str, parts: tuple[Part, ...]) -> Iterator[tuple[int, int]]:
    for part in parts:
        if part.kind in _ASIDE:
            continue
        start = part.start
        for stop in _SENTENCE_END.finditer(text, part.start, part.end):
            yield start, stop.start() + 1
            start = stop.end()
        yield start, part.end
