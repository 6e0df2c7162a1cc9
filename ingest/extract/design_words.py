"""Allocation, masking, framework, design and number of arms, by the words trials use for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.number_words import count_value
from ingest.extract.scope import Part, near, sentence_around
from ingest.extract.wording import Wording, lowered


@dataclass(frozen=True, slots=True)
class Hit:
    """A value read at a place by a rule."""

    value: str | int
    start: int
    end: int
    rule: str


# Speaks of other or future trials.
_OTHERS = Wording(
    r"\b(?:needed|warranted|required|(?<!pre)necessary|future|further|previous(?:ly)?|prior|recent|earlier|other"
    r"|past|larger|few|lack of"
    r"|until now|several|existing|published|pooled|should be|are (?:rare|scarce|limited|lacking)|no randomi[sz]ed"
    r"|not been|literature)\b",
)
_RANDOM = r"randomi[sz]"
_ALLOCATION = (
    (
        "quasi-randomised",
        Wording(
            r"\bquasi-?\s?random\w*|\balternate(?:ly)? (?:allocat|assign)\w+|\b(?:allocated|assigned) alternate(?:ly)?\b",
            "quasi",
            "alternat",
        ),
    ),
    (
        "non-randomised",
        Wording(
            rf"\bnon-?\s?{_RANDOM}ed\b|\bnot {_RANDOM}ed\b(?! to)|\bwithout {_RANDOM}ation\b"
            rf"|\bnon-?randomly (?:assigned|allocated)\b",
            "random",
        ),
    ),
    (
        "randomised",
        Wording(
            rf"\b{_RANDOM}ed\b(?!\s+(?:(?:controlled|clinical|placebo-controlled)\s+)*(?:trials|studies|rcts"
            rf"|evidence)\b)"
            rf"|\brandomly (?:assigned|allocated|divided|distributed|received|selected to receive|split|assigning"
            rf"|allocating)\b"
            rf"|\brandom (?:allocation|assignment|order)\b|(?<!mendelian )\b{_RANDOM}ation\b|\bwe {_RANDOM}e\b"
            rf"|\brct\b(?!s)|\bcluster-?{_RANDOM}\w+",
            "random",
            "rct",
        ),
    ),
)
_MASKING = (
    ("quadruple", Wording(r"\bquadruple[- ](?:blind|mask)\w*", "quadruple")),
    ("triple", Wording(r"\btriple[- ](?:blind|mask)\w*", "triple")),
    ("double", Wording(r"\bdouble[- ]?(?:blind|mask)\w*", "double")),
    (
        "single",
        Wording(
            r"\bsingle[- ]?(?:blind|mask)\w*|\b(?:assessors?|observers?|investigators?|evaluators?|raters?"
            r"|examiners?|patients?|participants?"
            r"|outcomes?|researchers?)[- ](?:and |or )?(?:assessors?-?)?(?:blind|mask)(?:ed|ing)?\b(?! to)"
            r"|\bblinded (?:outcome |independent |end ?point )*(?:assess\w+|evaluat\w+|raters?|observers?|examiners?"
            r"|adjudicat\w+)"
            r"|\b(?:assessors?|observers?|evaluators?|raters?|examiners?) (?:were|was|who were|who was) (?:blind"
            r"|mask)(?:ed)?\b",
            "blind",
            "mask",
        ),
    ),
    (
        "open",
        Wording(
            r"\bopen[- ]?label(?:led|ed)?\b(?! (?:extension|phase|period|run-in|follow|treatment|study drug"
            r"|continuation))|\bunblinded,? (?:\w+[- ,]{1,2}){0,3}(?:trial|study|randomi|design)\w*|\bnon-?blinded\b"
            r"|\bunmasked\b|\bnot blinded\b|\bopen (?:randomi[sz]ed|trial"
            r"|study|controlled)\b",
            "open",
            "blind",
            "unmask",
        ),
    ),
)
_FRAMEWORK = (
    (
        "non-inferiority",
        Wording(
            r"\bnon-?\s?inferiority (?:trial|study|design|margin|randomi|of|was|for|hypothes|limit|criteri|analys"
            r"|test|bound|threshold)\w*"
            r"|\b(?:demonstrate|show|test(?:ed)?(?: for)?|assess|establish|evaluate|determine|prove"
            r"|tested for) (?:the )?non-?\s?inferiority"
            r"|,? non-?\s?inferiority,|\bnon-?\s?inferior to\b|\bnon-?\s?inferiority\b(?=[^.]{0,60}\btrial\b)",
            "inferior",
        ),
    ),
    (
        "equivalence",
        Wording(
            r"\b(?<!bio)(?<!bio-)equivalence (?:trial|study|design|margin|randomi|limit|range|bounds?)\w*"
            r"|\b(?:demonstrate|test(?:ed)? for|establish|prove) (?:the )?(?:therapeutic |clinical )?equivalence",
            "equivalence",
        ),
    ),
    (
        "superiority",
        Wording(
            r"\bsuperiority (?:trial|study|design|randomi|hypothes|margin)\w*|\bsuperiority,? (?:randomi|parallel"
            r"|controlled|phase)\w*|,? superiority,",
            "superiority",
        ),
    ),
)
_DESIGN = (
    (
        "cluster",
        Wording(
            rf"\bcluster[- ,](?:level )?(?:{_RANDOM}\w+|rct|trial|controlled|allocat\w+|assign\w+)"
            rf"|\b{_RANDOM}ed,? (?:controlled,? )?cluster"
            rf"|(?<!parallel )(?<!two )(?<!three )(?<!four )(?<!-)\bgroup-{_RANDOM}ed"
            rf"|\bcommunity[- ]{_RANDOM}ed|\bstepped[- ]wedge|\b(?:place|school|practice|village"
            rf"|ward)[- ](?:based )?{_RANDOM}ed|\bcrct\b",
            "cluster",
            "stepped",
            "randomi",
            "crct",
        ),
    ),
    (
        "crossover",  # a case-crossover study is no trial: its cases are compared with themselves at other times
        Wording(
            r"\b(?:two|three|2|3|four|4)[- ](?:way|period|phase)[, -]{1,2}(?:\w+[, ]{1,2}){0,2}cross-?\s?over"
            r"|(?<!case[-‐‑–— ])\bcross-?\s?over,? (?:trial|study|design|fashion|manner|rct|clinical|placebo|controlled|randomi"
            r"|intervention|experiment|comparison|method|protocol|pilot|feeding|phase)\w*"
            r"|\b(?:randomi[sz]ed|blind(?:ed)?|controlled|masked|label|balanced"
            r"|repeated)[-, ]{1,2}(?:and )?(?:\w+[- ,]{1,2}){0,2}cross-?\s?over|\bcrossed over to the (?:other"
            r"|alternate|alternative)",
            "cross",
        ),
    ),
    (
        "factorial",
        Wording(
            r"\bfactorial[- ,](?:design|trial|randomi|study|rct|controlled|cluster|placebo|experiment)\w*|\b(?:2|two|3"
            r"|three)\s?(?:[x×*]|-?by-?)\s?(?:2|two|3|three)(?:\s?(?:[x×*]|-?by-?)\s?(?:2|two|3))? (?:partial "
            r"|randomi[sz]ed )?factorial",
            "factorial",
        ),
    ),
    (
        "parallel",
        Wording(
            r"\bparallel[- ]?(?:group|arm|design|assign|trial|study|random|control|double|placebo|two)\w*|\bparallel,"
            r"|\b(?:in|two|three) parallel(?: groups| arms)?\b",
            "parallel",
        ),
    ),
    (
        "single-group",
        Wording(
            r"\bsingle[- ]arm(?:ed)?\b|\bone[- ]arm\b(?! of)|\bsingle[- ]group (?:study|trial|design|pre)\w*"
            r"|\buncontrolled (?:trial|study|before)",
            "single",
            "one",
            "uncontrolled",
        ),
    ),
    (
        "pilot",
        Wording(
            rf"\b(?:pilot|feasibility),? (?:and feasibility |and pilot )?(?:\w+[- ,]{{1,2}}){{0,3}}(?:trial|study|rct"
            rf"|{_RANDOM}ed)\b|\b(?:trial|study): (?:a )?pilot",
            "pilot",
            "feasibility",
        ),
    ),
)
_ARMS = Wording(
    r"\b(?P<a>two|three|four|five|six|2|3|4|5|6)[- ](?:parallel[- ])?(?:armed|arms?"
    r"|group)\b(?=[,\s-]+(?:\w+[,\s-]+){0,6}?(?:trial|study|design|rct|randomi|parallel|controlled|blind))"
    r"|\b(?:randomi[sz]ed|randomly (?:assigned|allocated|divided|distributed)|divided|allocated"
    r"|assigned) (?:in)?to (?:either |one of |receive (?:one of )?|1 of )?(?:the )?(?P<b>two|three|four|five|six|2|3"
    r"|4|5|6) (?:equal |parallel |different |treatment |study |intervention |experimental |main "
    r"|following )*(?:groups|arms|conditions|treatments|interventions|regimens|diets)\b"
    r"|\b(?P<ratio>[1-4](?:\s?:\s?[1-4]){1,4})(?!\s?:?\d)(?= (?:ratio|random|allocat|to (?:receive|either)|fashion"
    r"|basis|manner)|\)? ?(?:random|ratio))",
    "arm", "random", "group", "ratio", ":",
)  # fmt: skip


def _clear(text: str, part: Part, match: re.Match[str]) -> bool:
    """Whether the sentence of a match speaks of the document's own trial."""
    if part.kind == "title":
        return True
    begin, end = sentence_around(text, part, match.start(), match.end())
    return not _OTHERS.search(lowered(text), max(begin, match.start() - 70), min(end, match.end() + 90))


def _own(wording: Wording, text: str, parts: tuple[Part, ...]) -> Iterator[re.Match[str]]:
    for part, match in near(wording, text, parts):
        if part.kind != "conclusions" and _clear(text, part, match):
            yield match


def allocation(text: str, parts: tuple[Part, ...]) -> Hit | None:
    """randomised | non-randomised | quasi-randomised; silent when a text says two of them about its trial."""
    for value, wording in _ALLOCATION:
        match = next(_own(wording, text, parts), None)
        if match is not None:
            return Hit(value, match.start(), match.end(), "allocation-words")
    return None


def masking(text: str, parts: tuple[Part, ...]) -> Hit | None:
    """open | single | double | triple | quadruple; with an open and a blinded statement only the title decides."""
    found = _first_of(_MASKING, text, parts)
    values = {hit.value for hit in found}
    if "open" in values and len(values) > 1:
        titles = tuple(p for p in parts if p.kind == "title")
        found = _first_of(_MASKING, text, titles)
        # "Open-label, assessor-blinded": the people treated know, the assessors do not.
        if not found and values == {"open", "single"}:
            return None
    return found[0] if found else None


def framework(text: str, parts: tuple[Part, ...]) -> Hit | None:
    """superiority | non-inferiority | equivalence; a non-inferiority trial may test superiority after it."""
    found = {hit.value: hit for hit in _first_of(_FRAMEWORK, text, parts)}
    if "non-inferiority" in found and "equivalence" in found:
        return None
    return next(iter(found.values()), None)


def design(text: str, parts: tuple[Part, ...]) -> Hit | None:
    """cluster | crossover | factorial | parallel | single-group | pilot, the first of these that is said."""
    found = _first_of(_DESIGN, text, parts)
    return found[0] if found else None


def _first_of(table: tuple[tuple[str, Wording], ...], text: str, parts: tuple[Part, ...]) -> list[Hit]:
    found = []
    for value, wording in table:
        match = next(_own(wording, text, parts), None)
        if match is not None:
            found.append(Hit(value, match.start(), match.end(), f"{value}-words"))
    return found


def arms(text: str, parts: tuple[Part, ...]) -> Hit | None:
    """The number of arms; silent when two statements differ."""
    found = []
    for match in _own(_ARMS, text, parts):
        ratio = match["ratio"]
        value = ratio.count(":") + 1 if ratio else count_value(match["a"] or match["b"])
        if value:
            found.append(Hit(value, match.start(), match.end(), "arms-ratio" if ratio else "arms-words"))
    if len({hit.value for hit in found}) > 1:
        return None
    return found[0] if found else None
