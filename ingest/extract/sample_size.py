"""How many people a trial enrolled: candidates by number, each judged by the words around it; the best one wins.

Weights are set by hand from reading abstracts; they order kinds of statements (randomised before enrolled before
analysed before screened) and are no fitted model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.extract.bricks import N_EQUALS_RE
from ingest.extract.number_words import COUNT, count_value, counts_in
from ingest.extract.participants import PEOPLE, PEOPLE_STEMS
from ingest.extract.scope import is_review, parts_of
from ingest.extract.sentences import sentences
from ingest.records import Document, Stated

ENOUGH = 1
_MAX_SENTENCES = 60

# What may stand between the number and its noun: adjectives, diagnoses, "or", but no verb, preposition, stop, figure.
_FILLER = (
    r"(?:(?!(?:of|were|was|had|have|has|in|to|with|for|by|at|on|from|weeks?|days?|months?|years?|hours?|mg|mcg|ml|kg"
    r"|mm|cm"
    r"|g|per|times|than|vs|versus|percent|points?|received|sites?|centers?|centres?|trials?|studies|groups?|arms?"
    r"|doses?"
    r"|minutes?|countries|h|min|that|which|who|is|are|reported|different|cycles|courses|questions?|items?|year|month"
    r"|week|day|jan\w*|feb\w*|march|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b|\w*\d\w)"
    r"[\w/’'+.-]*\w,?\s+(?:\((?!n\s?=)[^()\d]{1,40}\)\s+)?)"
)
_NOUN_FOLLOWS = re.compile(
    rf"[\s-]+(?:of\s+(?:the|these|our|all)\s+)?(?P<filler>{_FILLER}{{0,8}}?)(?P<noun>{PEOPLE})\b(?!-)", re.I
)
# "31 of 322 eligible women": the first number is part of the second.
_PART_OF = re.compile(
    rf"\s+(?:\(\s?\d+(?:[.·]\d+)?\s?%\s?\)\s*)?(?:of|out of|/)\s*(?:(?:the|these|our|all|a total of|planned|initial"
    rf"|randomi[sz]ed|eligible|first)\s+)*\d[\d,]*"
    rf"(?P<rest>(?:\s+(?P<filler>{_FILLER}{{0,8}}?)(?P<noun>{PEOPLE})\b)?)",
    re.I,
)
_WHOLE_OF = re.compile(r"\b(?:\d+|[a-z-]+)\s+(?:\([^)]{1,12}\)\s*)?(?:of|out of)\s+(?:the\s+)?$", re.I)
_BAD_UNIT = re.compile(
    r"\s?(?:%|percent|per cent|°|℃|[x×]\s?\d|±|/\d|:\d|-?(?:years?|yrs?|months?|weeks?|wks?|days?|hours?|hrs?"
    r"|minutes?|min|h"
    r"|mg|g|kg|mcg|µg|μg|ug|ml|mL|l|L|mm|cm|m|IU|U|units?|mmol|pmol|nmol|mol|kcal|kJ|Gy|cGy|mm ?Hg|Hz|kPa|dl|times|fold"
    r"|points?|items?|sessions?|visits?|cycles|doses|tablets|capsules|centers?|centres?|sites?|countries|hospitals"
    r"|clinics|trials|studies|groups|arms|st|nd|rd|th|lb|MHz|ppm|copies|cells|deaths|events|episodes|steps|meters"
    r"|metres|weekly|daily|ng|pg|meq|mEq|mosm|cal|calories)\b)"
)
_BAD_BEFORE = re.compile(
    r"(?:±|[<>≤≥=~]\s?|\d\s+in\s+|\bp\s?=\s?|\d\s?[-–/:]\s?|\b(?:phase|grade|stage|type|weeks?|days?|months?|years?"
    r"|age|aged|visit"
    r"|version|table|fig(?:ure)?|level|score|at least|dose|class|group|step|part|cohort|category|study|trial|experiment"
    r"|criteria|items|icd|dsm|scale|CI|to|median|mean|up to|less than|more than|over|under|ratio|number|registered"
    r"|every|per|first)\s+)$",
    re.I,
)
_MONTH = r"(?:jan\w*|feb\w*|march|mar|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*)"
_YEAR_BEFORE = re.compile(
    rf"(?:\b{_MONTH}\.?(?:\s\d{{1,2}})?,?|\b(?:in|since|from|between|until|to|through|during|and|years?|of)|[–-])\s*$", re.I
)
# "(N = 228) were randomly assigned to ...": the number of those who were, whatever they are called.
_N_TAKEN = re.compile(
    r"\s*[\])],?\s(?:[\w-]+\s){0,6}?(?:were|was)\s(?:\w+ly\s)?(?:randomi[sz]ed|assigned|allocated|recruited|enrolled"
    r"|included)\b",
    re.I,
)
_RANDOM = r"(?:randomi[sz]ed|enrolled|recruited)"
_ARM_FIGURE = re.compile(r"\b[nN]\s?[=:]\s?\d")
_N_BEFORE = re.compile(r"\b[Nn]\s?[=:]\s?$")
_N_OWNER = re.compile(
    rf"\b(?:{PEOPLE}|{_RANDOM}|survivors|study|trial)\b[^()\[;]{{0,110}}[\[(](?:total\s|final\s|sample size,?\s"
    rf"|[^()=]{{1,25}};\s?)?[Nn]\s?[=:]\s?$",
    re.I,
)
_GROUP_BEFORE = re.compile(
    r"\b(?:groups?|arms?|controls?|placebo|cohorts?|intervention|each|either|sham|accepting|declining)\b[^.;]{0,25}$", re.I
)

_RANDOMIZED = r"(?:random(?:ly|i[sz]ed|i[sz]ation|i[sz]e)?|assigned|allocated)"
_ENROLLED = (
    r"(?:enrol+e?d|recruited|included|entered|participat\w+|registered|accrued|studied|selected|took part|volunteered"
    r"|investigated|consented|involv\w+|were examined|inclusion|enrol?lment|accrual|recruitment)"
)
_SCREENED = (
    r"(?:screened|assessed for eligibility|approached|invited|contacted|identified|eligible|considered|referred"
    r"|met (?:the )?(?:inclusion|eligib)\w*)"
)
_FATE = (
    r"(?:withdr[ea]w\w*|dropped|drop-?outs?|excluded|lost|discontinued|died|declined|refused|remain\w+|failed|did not"
    r"|relapsed|developed|experienced|reported|achieved|improved|responded|had|showed|progressed|missed|returned"
    r"|chose|presented|recovered|survived|stopped|needed|required|suffered|agreed|preferred)"
)
_ANALYSED = r"(?:analy[sz]ed|analys[ie]s|evaluable|assess?able|available|evaluated|complet\w+|finished)"
_VERBS = re.compile(
    rf"\b(?:(?P<randomized>{_RANDOMIZED})|(?P<screened>{_SCREENED})|(?P<analysed>{_ANALYSED})|(?P<enrolled>{_ENROLLED})"
    rf"|(?P<fate>{_FATE}))\b",
    re.I,
)
_RELATIVE = re.compile(r"\b(?:who|that|with|whose|having)\b")
_VERB_WEIGHT = {"randomized": 5, "enrolled": 4, "analysed": -1, "screened": -3, "fate": -4}
# Where the words about this number end: at the next count in the sentence, or at a semicolon.
_NEXT_COUNT = re.compile(
    r"(?:;|(?:,|\band|\bwith|\bof (?:whom|which|these)|\bwhile)\s+(?:the (?:other|remaining) )?\d+\b(?!\s?(?:%"
    r"|[.,]\d|years?|weeks?|mg)))"
)
_ONE_ARM = re.compile(
    r"[^.;]{0,60}?\b(?:in|to|into|on|from|allocated to|assigned to)\s+(?:each|the\s[\w\s-]{1,40}?(?:group|arm)\b"
    r"|(?:control|placebo|group)\b)"
    r"|\s+(?:\w+\s+){0,5}(?:per|in each|in both)\b"
    r"|\s+(?:\w+\s+){0,2}\(\s?\d+(?:[.·]\d+)?\s?%\)",
    re.I,
)
# "41 patients were randomized to arm A and 29 patients to arm B": two arms, no total.
_SPLIT = re.compile(
    rf"\s*(?:were|was)?\s*(?:\w+ly\s)?(?:{_RANDOMIZED}|received)\s[^.;\d(]{{2,70}}?,?\s(?:and|while|versus|vs\.?)\s"
    rf"(?:the (?:other|remaining)\s)?(?P<other>{COUNT})\s(?:{PEOPLE}\s)?(?:were\s)?(?:{_RANDOMIZED}\s)?(?:to"
    rf"|received)\b",
    re.I,
)
_DESCRIBED = re.compile(
    r"\s+(?:with|aged|who|undergoing|having|suffering|diagnosed|scheduled|between|older|over|treated|affected|from"
    r"|at (?:high )?risk)\b|\s*\(",
    re.I,
)
_BEFORE = [
    (re.compile(
        r"\b(?:total(?: (?:sample|population|number))?(?: size)? of|totally|altogether|in all|sample of|cohort of"
        r"|overall,?|in total,?|sample size (?:was|of)|population of)\s+(?:about\s+|approximately\s+)?(?:the\s+)?$", re.I), 5),
    (re.compile(
        rf"\b(?:random(?:ly)? (?:assigned|allocated|divided)|randomi[sz]ed|randomi[sz]e|(?:we|who|trial|study"
        rf"|investigators?)\s+(?:\w+ )?(?:{_ENROLLED}|assigned|allocated))\s+(?:a total of |all |approximately )?$", re.I), 5),
    (re.compile(rf"\b{_ENROLLED}\s+(?:of |about |approximately )?$", re.I), 2),
    (re.compile(
        r"(?:^Of\s(?:the\s)?|\b(?:conducted (?:with|among|in|on)|comprising|comprised|consisted of|consisting of"
        r"|involving|data (?:from|on|of)|there were|participants were|subjects were|patients were)\s+(?:the )?)$", re.I), 2),
    (re.compile(r"\b(?:in|of|among|from|for|on)\s+(?:these|those|the)\s+$", re.I), -3),
    (re.compile(r"\b(?:among|in|on|of|with)\s+(?:all |our )?$", re.I), 1),
    (re.compile(
        r"\b(?:remaining|another|additional|other|further|only|subgroup of|subset of|subsample of|last|sub-?study"
        r"|of whom|of which|and)\s+(?:the )?$", re.I), -2),
    (re.compile(r"\b(?:screen\w+|approached|invited|previous (?:study|trial))\s+(?:a total of )?$", re.I), -5),
]  # fmt: skip
_FUTURE = re.compile(
    r"\b(?:will|to be (?:recruited|enrol\w+|included|randomi\w+)|we (?:aim|plan|intend)|plan(?:ned|s)? (?:to|total"
    r"|sample|initially)"
    r"|(?:are|is|were|was) (?:required|needed|planned)|would be|target|power|aims? to (?:recruit|include|enrol)"
    r"|estimated sample"
    r"|sample size (?:calculation|estimate|required|needed)|been planned)\b",
    re.I,
)
_BARE_VERB = re.compile(
    rf"\s+(?:(?!of\b|%)[\w-]*[A-Za-z][\w/-]*\s+){{0,4}}(?:\([^)]{{1,120}}\)\s+)?(?:were|was|had been"
    rf"|have been)\s+(?:\w+ly\s+)?(?:{_RANDOMIZED}|{_ENROLLED})\b",
    re.I,
)


_ASSIGNED = re.compile(rf"\b{_RANDOMIZED}\b", re.I)


@dataclass(frozen=True, slots=True)
class Count:
    """A count of participants: where it stands, how strong the words around it are, and what they are."""

    value: int
    start: int
    end: int
    score: int
    rule: str
    planned: bool = False


def counts(text: str, start: int = 0, end: int | None = None) -> list[Count]:
    """Every count of participants that may be a total, in order of the text."""
    found: list[Count] = []
    figures: list[tuple[int, int]] = []
    for index, (begin, stop) in enumerate(sentences(text, start, end)[:_MAX_SENTENCES]):
        sentence = text[begin:stop]
        tells = _may_count(sentence)
        for match in counts_in(sentence):
            value = count_value(match.group())
            # A leading nought makes it a name ("study 0307").
            if value is None or value < 2 or match.group()[0] == "0":
                continue
            if not _BAD_UNIT.match(sentence, match.end()):
                figures.append((begin + match.start(), value))
            if tells:
                found += _judge(sentence, match, value, begin, index)
        if tells:
            found += _arm_sum(sentence, begin)
    whole = _wholes(figures)
    return [replace(c, score=c.score + 4) if c.start in whole and c.value > 9 else c for c in found]


def _arm_sum(sentence: str, offset: int) -> Iterator[Count]:
    """ "... assigned to drug (n = 27) or placebo (n = 26)": the sum of the arms, where no better total is told."""
    arms = list(N_EQUALS_RE.finditer(sentence))
    if len(arms) < 2 or not _ASSIGNED.search(sentence, 0, arms[0].start()):
        return
    values = [count_value(m.group(1)) or 0 for m in arms]
    value = values[0] if values[0] == sum(values[1:]) else sum(values)
    planned = _FUTURE.search(sentence, 0, arms[0].start()) is not None
    yield Count(value, offset + arms[0].start(), offset + arms[-1].end(), 2, "sum-of-arms", planned)


def _may_count(sentence: str) -> bool:
    """A cheap look that spares most sentences the rules."""
    lower = sentence.lower()
    return any(cue in lower for cue in _CUES) or any(stem in lower for stem in PEOPLE_STEMS)


_CUES = ("random", "n =", "n=", "enrol", "recruit", "includ", "n:", "assigned", "allocated", "entered", "accrued", "stud")


def _wholes(figures: list[tuple[int, int]]) -> set[int]:
    """Where a figure stands that is the sum of the two or three behind it: a total is often printed before its arms."""
    found = set()
    for i, (start, value) in enumerate(figures):
        after = [v for _, v in figures[i + 1 : i + 5]]
        if value in (sum(after[:2]), sum(after[:3]), sum(after[1:3]), sum(after[:4])) and len(after) > 1:
            found.add(start)
    return found


def total(text: str, start: int = 0, end: int | None = None) -> Count | None:
    """The best statement of how many took part (or, where only a plan is told, will take part); None when unclear."""
    found = counts(text, start, end)
    return best(c for c in found if not c.planned) or best(iter(found))


def best(candidates: Iterator[Count]) -> Count | None:
    """The strongest count that is strong enough; of equals the earliest."""
    strong = [count for count in candidates if count.score >= ENOUGH]
    return max(strong, key=lambda c: (c.score, -c.start), default=None)


def _judge(sentence: str, match: re.Match[str], value: int, offset: int, index: int) -> Iterator[Count]:
    before, after = sentence[: match.start()], sentence[match.end() :]
    read = _kind(before, after, value)
    if read is None:
        return
    rule, score, rest = read
    for pattern, weight in _BEFORE:
        if pattern.search(before[-70:]):
            score += weight
            break
    stop = _NEXT_COUNT.search(rest)
    rest_here = rest[: stop.start()] if stop else rest
    verb = _verb(rest_here[:160])
    score += _VERB_WEIGHT.get(verb or "", 0)
    if _WHOLE_OF.search(before[-40:]):
        score -= 3
    if _ONE_ARM.match(rest_here):
        score -= 5
    if _DESCRIBED.match(rest):
        score += 1
    if value < 10:
        score -= 3
    if index == 0:
        score -= 1
    start = offset + match.start()
    planned = bool(_FUTURE.search(before[-60:] + " " + rest_here[:60]))
    split = _SPLIT.match(rest) if verb in ("randomized", "enrolled") else None
    if split:
        other = count_value(split["other"])
        if other:
            end = offset + len(sentence) - len(rest) + split.end("other")
            yield Count(value + other, start, end, min(score, 7), "sum-of-arms", planned)
        score -= 4
    yield Count(value, start, offset + match.end(), score, rule, planned)


def _verb(rest: str) -> str | None:
    """What happened to the counted people: randomised wins over enrolled, else the first that is told.

    What befell them before ("31 patients fell ill, which included ...") wins, unless it only describes ("who had ...").
    """
    first = None
    enrolled = False
    for match in _VERBS.finditer(rest):
        kind = str(match.lastgroup)
        if kind == "randomized":
            return kind
        if kind == "fate" and first is None and not _RELATIVE.search(rest, 0, match.start()):
            return kind
        enrolled = enrolled or kind == "enrolled"
        first = first or kind
    return "enrolled" if enrolled else first


def _kind(before: str, after: str, value: int) -> tuple[str, int, str] | None:
    """Which pattern makes the number a count of people: rule, base score, and the text behind the counted noun."""
    if _N_BEFORE.search(before[-8:]):
        taken = _N_TAKEN.match(after) is not None
        if _ARM_FIGURE.search(after[:120]) and not taken:
            return None
        if (taken or _N_OWNER.search(before[-130:])) and not _GROUP_BEFORE.search(before[-60:]):
            return "n-of-participants", 4, after
        return None
    if _BAD_UNIT.match(after) or _BAD_BEFORE.search(before[-20:]):
        return None
    if 1900 <= value <= 2035 and _YEAR_BEFORE.search(before[-20:]):
        return None
    part = _PART_OF.match(after)
    if part:
        rest = after[part.end() :]
        return ("part-of-eligible", 3, rest) if _verb(rest[:40]) in ("randomized", "enrolled") else None
    noun = _NOUN_FOLLOWS.match(after)
    if noun:
        bonus = 2 if re.search(r"\b(?:consecutive|healthy|eligible)\b", noun["filler"], re.I) else 0
        bonus = 5 if re.search(r"\b(?:randomi[sz]ed|enrolled|recruited)\b", noun["filler"], re.I) else bonus
        return "participants", 3 + bonus, after[noun.end() :]
    if _BARE_VERB.match(after):
        return "were-randomized", 2, after
    return None


def sample_sizes(document: Document) -> tuple[Stated, ...]:
    """The number enrolled (`enrolled`) and the number planned (`enrolled_planned`), as title and abstract state them.

    A review of others' trials gives none.
    """
    parts = parts_of(document)
    if is_review(document, parts):
        return ()
    found = [count for part in parts if part.kind != "conclusions" for count in counts(document.text, part.start, part.end)]
    stated = []
    for name, planned in (("enrolled", False), ("enrolled_planned", True)):
        count = best(c for c in found if c.planned is planned)
        if count is not None:
            span = document.span(count.start, count.end)
            rule = f"sample-size:{count.rule}"
            stated.append(Stated(entity="trial", field=name, value=count.value, rule=rule, span=span))
    return tuple(stated)
