"""Pairs of phrases that may name the two sides of a document's comparison, each by a rule with a name.

Every rule proposes all it sees; which proposal is the comparison is decided in finding_comparison.py by weights. Rules
look for the word they turn on before they search, since most sentences hold none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from ingest.extract.arm_lists import listed_arms
from ingest.extract.arm_phrases import allocated, in_title, is_generic
from ingest.extract.scope import Part
from ingest.extract.wording import Lower, Wording, from_joints, lowered


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two sides as printed; `others` are further arms; `rule` says how they were read, `likelihood` how surely."""

    intervention: str
    comparator: str
    rule: str
    others: tuple[str, ...] = ()
    likelihood: float = 1.0


_PHRASE = r"[^.;:,()]{2,90}?"
_STOP = (
    r"(?=[.;:,?()]|$|\s(?:in|for|on|at|among|during|after|following|before|with respect|by|were|was|is|as|of|over|"
    r"within|under|when|who|to (?:treat|prevent|reduce|improve|evaluate|compare|determine|assess)|from|using|group\b|groups\b)\b)"
)
_VERSUS = Wording(
    rf"(?P<first>{_PHRASE})\s(?:versus|vs\.?|compared (?:with|to)|in comparison (?:with|to)|as compared (?:with|to)|against)\s"
    rf"(?P<second>{_PHRASE}){_STOP}",
)
# Both sides stand about one of these.
_JOINT = Wording(r"\s(?:versus|vs\.?|(?:compared|in comparison) (?:with|to)|against)(?=\s)", "versus", "vs", "compar", "against")
_COMPARE = Wording(
    rf"\b(?:compar(?:e|ed|es|ing|ison(?: of| between)?)|difference between)\s(?:the |of |between )*"
    rf"(?:(?:efficacy|effects?|effectiveness|safety|tolerability|outcomes?|results?|use|impact|performance|cost-effectiveness)\b[^.;:]{{0,60}}?\b(?:of|between)\s)?"
    rf"(?P<first>{_PHRASE})\s(?:with that of|with those of|with|to|and|versus|vs\.?|against)\s(?P<second>{_PHRASE}){_STOP}",
    "compar", "difference between",
)  # fmt: skip
_ALLOCATED = Wording(
    r"\b(?:randomi[sz]ed|randomly|allocated|assigned|divided)\b[^.;]{0,90}?\b(?:to|into|receive[d]?|either"
    r"|between)\s+(?:(?:receive|receiving|either|one of (?:two|three|four) groups|(?:two|three|four|2|3|4)"
    r" (?:equal )?groups|undergo|have|get|a|an|the|to)\b[:,]?\s*)*"
    r"(?P<first>[^.;]{2,110}?)\s*(?:\((?:[^()]*)\))?,?\s+(?:or|and|versus|vs\.?)\s+(?:to\s+)?(?:(?:receive"
    r"|either|a|an|the)\s+)*(?P<second>[^.;,()]{2,80}?)"
    r"(?=[.;,()]|$|\s(?:for|at|in|after|before|during|every|once|twice|daily|by|with|on|groups?|using|from|over)\b)",
    "random", "alloc", "assign", "divided",
)  # fmt: skip
_RECEIVED = Wording(
    r"\b(?:receive[d]?|receiving|treated with|given|administered)\s(?:either |an? |the )*(?P<first>[^.;:()]{3,80}?)\s"
    r"(?:\([^()]*\)\s?)?(?:,\s)?(?:or|versus|vs\.?)\s(?:an? |the |to receive )*(?P<second>[^.;:,()]{3,60}?)"
    r"(?=[.;:,(]|$|\s(?:for|at|in|after|before|during|every|once|twice|daily|by|with|on|using|from|over|as)\b)",
    "receiv", "treated with", "given", "administered",
)  # fmt: skip
_BETWEEN = Wording(
    r"\bbetween (?:the )?(?P<first>[^.;:,()]{2,50}?) and (?:the )?(?P<second>[^.;:,()]{2,50}?)"
    r"\s(?:groups?|arms?|treatments?|conditions?)\b",
    "between ",
)  # fmt: skip
_CODED = re.compile(
    r"\b(?:[Gg]roup\s?|[Aa]rm\s?)(?P<code>[A-Z]{1,4}\d?|\d"
    r"|[IVX]{1,3})\b\)?,?\s?(?:\([^)]{0,40}\)\s?)?(?:(?:patients?|subjects?|participants?)\s)?(?:\b(?:was"
    r"|were|received|receiving|got|underwent|had|treated|given|as|using|used|with|the|a|an|by|which|who"
    r"|that|is|are|to|patients|group)\b\s?|[:=,(–-]\s?)+(?P<what>[^.;:,()]{2,80}?)(?=[.;:,()]"
    r"|\sand\s(?:[Gg]roup|in)|\swhile|\swhereas|$)"
)
_NAMED_GROUP = re.compile(
    r"(?:\b(?:the|in|with|than|and|for|of|to|both|vs\.?|versus)\s"
    r"|[(,]\s?)(?P<name>(?:[\w/+-]+\s){0,2}[\w/+-]+)\s(?:groups?|arms?)\b"
)
_SIZE = re.compile(r"[(\[](?:[^()\[\]]{0,30}[,;]\s?)?[nN]\s?=\s?\d")
_BEFORE_SIZE = re.compile(r"(?:[^\s,;:.()]+\s){0,7}[^\s,;:.()]+\s?$")
_ROLE = re.compile(
    r"\b(?P<role>control|comparison|intervention|experimental|treatment|study|placebo|test)s?\s(?:groups?|arms?"
    r"|participants|patients|subjects)\b[^.;]{0,40}?\b(?:received|receiving|got|(?:were|was) given|underwent"
    r"|consisted of|(?:were|was) treated with)\s(?:only |the |an? )*(?P<what>[^.;,()]{3,80})",
    re.I,
)
_NO_NAME = Wording(
    r"(?:\w+ )*(?:both|all|two|three|four|each|either|other|same|these|those|this|that|between|among"
    r"|intervention|interventions|experimental"
    r"|treatment|treated|study|group|groups|patients?|age|parallel|randomi[sz]ed|first|second|third|one"
    r"|active|per|in|of|with|to|were|was"
    r"|significant\w*|the|than|subgroup|different|equal|and|or|for|[a-z]|\d+)$"
)
_EFFECT_OF = Wording(
    r"\b(?:effects?|efficacy|effectiveness|impact|influence|role|benefits?|safety|evaluation|use|trial"
    r"|study|feasibility)\s(?:and (?:safety|tolerability|effectiveness|efficacy)\s)?of\s(?:an? |the"
    r" )?(?P<first>[^.;:,()]{3,90}?)(?=[.;:,?()]|$|\s(?:on|in|for|as|to|among|during|after|versus|compared"
    r"|with)\b)",
)
_CONTROL = Wording(
    r"\b(placebo|usual care|treatment as usual|standard (?:of )?care|standard treatment|standard therapy"
    r"|waiting[- ]list(?: control)?|wait-?list(?: control)?"
    r"|sham(?: \w+)?|no treatment|no intervention|conventional (?:treatment|therapy|care|group)|routine"
    r" care|control(?: group| arm| condition|s)?|usual treatment"
    r"|normal saline|attention control|active control|minimal intervention)\b",
    "placebo", "usual", "standard", "wait", "sham", "no treatment", "no intervention", "conventional", "routine", "control",
    "normal saline", "minimal intervention",
)  # fmt: skip
_NOISE = Wording(
    r"^(?:either|both|a|an|the|of|to|receive|received|receiving|whether|treatment with|therapy with|use of"
    r"|using|effects? of|efficacy of|administration of|"
    r"the (?:effects?|efficacy|use|safety) of|group [a-z0-9]{1,2}|patients|participants|that|adding"
    r"|addition of|effect|and|safety of|single|dose of|(?:be )?(?:assigned|allocated|randomi[sz]ed|treated|intubated|given"
    r"|administered|offered|supplied|exposed|divided|categori[sz]ed|subjected|premedicated|pretreated) (?:either )?"
    r"(?:with|to|by|into)|be|in|with|for|on|by|into|from|or|as|one of|take|undergo|undergoing|wear|use|have|get"
    r"|(?:one|other|the other) group|ratio of \d to \d,|\d+ to(?: receive)?|corresponding volume of"
    r"|\d+[ -](?:days?|weeks?|months?|years?) of|compare|evaluate|assess"
    r"|comparing|determine|investigate|examine|test)\s+"
    # "A randomised trial of", "Ten-year follow-up of a trial of": what is tried stands behind.
    r"|^.*\b(?:trial|study|comparison|evaluation|follow-up|efficacy|effectiveness|safety|effect|impact|role"
    r"|activity|uptake|influence|benefit|value)s?"
    r"\s(?:of|comparing|to (?:compare|evaluate|assess|determine))\s"
    r"|^[^,]*,\s(?:either|to receive)\s"
)
_VERBS = Wording(
    r"\b(?:was|were|is|are|had|has|have|showed|shown|found|higher|lower|greater|less|more|than"
    r"|significant\w*|reported|improved|reduced|increased"
    r"|decreased|did|not|which|we|this|these|those|that|results?|outcomes?|mean|median|differed|no)\b|^\W*\d+(?:\.\d+)?\W*$|="
)
_BAD = Wording(
    r"\b(?:\d+\s(?:patients|participants|subjects)|baseline|years?|months?|differences?|results|significant|group [a-z]$)\b"
)
# Stands for the other side where the text names none; never shown.
UNNAMED = "control"
_CUT_NAME = re.compile(r"\b(?:and|or|the|in|with|than|vs|versus)\s")
_CUT_SIZED = re.compile(r"\b(?:or|to|into|and|receive|received|either|groups?|of|the)\s")
_CUT_TITLE = re.compile(
    r"[:?.]| (?:for|in|on|and|to|is|are|does|do|did|has|have|can|may|could|during|after|among|versus|vs|(?:improv|reduc|prevent"
    r"|increas|decreas|enhanc|attenuat|protect|induc|lower|caus|affect|modulat|delay|accelerat)e?s?) "
)
_DATE = re.compile(r"\s?\b(?:in|from|since|between|during) (?:[A-Z][a-z]+ )?(?:19|20)\d\d\b.*$")
_SQUARE = re.compile(r"\[[^\]]*\]")
_MAX_WORDS = 12
_NAMES_KEPT = 4
_SIZED_KEPT = 5
_REACH = 120
_INTERVENTIONS_KEPT = 6
_CONTROLS_KEPT = 3
_CONTROL_ROLES = ("control", "comparison", "placebo")


def proposals(title: str, sentences: Sequence[str]) -> list[Comparison]:
    """All proposals in a fixed order, the control second where the words tell; never empty."""
    names, roles = _group_names(sentences), _roles(sentences)
    found: dict[tuple[str, str, str], Comparison] = {}
    for one in (
        *_by_clauses(title, sentences),
        *(pair for arms in listed_arms(sentences) for pair in _pairs(arms, "listed")),
        *_by_pattern("title-versus", _VERSUS, [title]),
        *_by_pattern("title-compare", _COMPARE, [title]),
        *_by_pattern("allocated", _ALLOCATED, sentences),
        *_by_codes(sentences),
        *_pairs(names, "named-groups"),
        *_by_pattern("versus", _VERSUS, sentences),
        *_by_pattern("compare", _COMPARE, sentences),
        *_by_sizes(sentences),
        *_by_roles(roles),
        *_by_pattern("between", _BETWEEN, sentences),
        *_by_pattern("received", _RECEIVED, sentences),
        *_by_interventions(title, sentences, names, roles),
    ):
        turned = _control_second(one)
        found.setdefault((turned.intervention.lower(), turned.comparator.lower(), turned.rule), turned)
    return list(found.values())


@lru_cache(maxsize=256)
def is_control(phrase: str) -> bool:
    """Whether a phrase names a control: placebo, usual care, waiting list ..."""
    return _CONTROL.search(lowered(phrase)) is not None


def _clean(phrase: str) -> str:
    phrase = " ".join(_SQUARE.sub(" ", phrase).split())
    if "19" in phrase or "20" in phrase:
        phrase = _DATE.sub("", phrase)
    if phrase.count("(") > phrase.count(")"):
        phrase = phrase[: phrase.rindex("(")]
    phrase = phrase.strip(" ,;:-–—([")
    low = lowered(phrase)
    begin = 0
    while noise := _NOISE.match(low):
        begin += noise.end()
        low = Lower(low[noise.end() :])
    return phrase[begin:]


def _made(first: str, second: str, rule: str) -> Comparison | None:
    first, second = _clean(first), _clean(second)
    words_first, words_second = first.split(), second.split()
    if not (words_first and 0 < len(words_second) <= _MAX_WORDS) or len(first) < 2 or len(second) < 2:
        return None
    if len(words_first) > _MAX_WORDS:
        first = " ".join(words_first[-_MAX_WORDS:])
    if (
        _BAD.search(lowered(second))
        or _VERBS.search(lowered(second))
        or _VERBS.search(lowered(first))
        or first.lower() == second.lower()
    ):
        return None
    return Comparison(first, second, rule)


def _by_pattern(rule: str, pattern: Wording, texts: Iterable[str]) -> Iterator[Comparison]:
    for text in texts:
        low = lowered(text)
        for match in _versus(low) if pattern is _VERSUS else pattern.finditer(low):
            made = _made(text[slice(*match.span("first"))], text[slice(*match.span("second"))], rule)
            if made is not None:
                yield made


def _versus(low: Lower) -> Iterator[re.Match[str]]:
    return from_joints(_VERSUS.pattern, _JOINT.finditer(low), low, ".;:,()", _REACH)


def _pairs(sides: Sequence[str], rule: str) -> Iterator[Comparison]:
    """Every two of the sides, in order; the rest are the other arms."""
    for first, second in combinations(sides, 2):
        if first.lower() not in second.lower() and second.lower() not in first.lower():
            yield Comparison(first, second, rule, tuple(side for side in sides if side not in (first, second)))


def _by_clauses(title: str, sentences: Sequence[str]) -> Iterator[Comparison]:
    """Arms as the reader of arms names them: in the title, or in an allocation clause."""
    phrases = in_title(title, 0)
    if len(phrases) == 2:
        yield Comparison(phrases[0].label, phrases[1].label, "title-arms")
    text = "\n".join(sentences)
    clause = [p.label for p in allocated(text, (Part("plain", 0, len(text)),)) if not is_generic(p.label)]
    if len(clause) >= 2:
        yield Comparison(clause[0], clause[1], "clause-arms", tuple(clause[2:]))


def _by_codes(texts: Sequence[str]) -> Iterator[Comparison]:
    """What printed codes stand for: "group A received belorin"."""
    found: dict[str, str] = {}
    for text in texts:
        if "roup" not in text and "Arm" not in text and "arm " not in text:
            continue
        for match in _CODED.finditer(text):
            if not _VERBS.search(lowered(match["what"])) and not re.match(r"\W*[nN]\b", match["what"]):
                found.setdefault(match["code"], match["what"])
    if len(found) >= 2:
        sides = [f"{_clean(what)} (group {code})" for code, what in found.items()]
        yield Comparison(sides[0], sides[1], "groups", tuple(sides[2:]))


def _group_names(texts: Sequence[str]) -> list[str]:
    """What stands before "group" or "arm" most often, in printed order: "the metformin group", "the control arm"."""
    counted: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for text in texts:
        if "group" in text or " arm" in text:
            for match in _NAMED_GROUP.finditer(text):
                name = _clean(_CUT_NAME.split(match["name"])[-1])
                if name and not _NO_NAME.match(lowered(name)):
                    counted[name.lower()] += 1
                    printed.setdefault(name.lower(), name)
    order = {name: place for place, name in enumerate(printed)}
    ranked = sorted(counted, key=lambda name: (-counted[name], order[name]))[:_NAMES_KEPT]
    return [printed[name] for name in sorted(ranked, key=order.__getitem__)]


def _by_sizes(texts: Sequence[str]) -> Iterator[Comparison]:
    """What stands before the size of a group: "exercise (n = 20) or diet (n = 21)"."""
    for text in texts:
        if "=" not in text:
            continue
        before = (_BEFORE_SIZE.search(text, _clause_before(text, m.start()), m.start()) for m in _SIZE.finditer(text))
        sides = [_clean(_CUT_SIZED.split(match.group())[-1]) for match in before if match]
        sides = [
            s for s in dict.fromkeys(sides) if len(s) > 1 and not _VERBS.search(lowered(s)) and not _NO_NAME.match(lowered(s))
        ]
        if 2 <= len(sides) <= _SIZED_KEPT:
            yield from _pairs(sides, "sizes")


def _clause_before(text: str, at: int) -> int:
    """Where the words before a place begin: behind the last stop, not farther than `_REACH`."""
    low = max(0, at - _REACH)
    return max(low, *(text.rfind(stop, low, at) + 1 for stop in ",;:.()"))


def _roles(texts: Sequence[str]) -> dict[str, str]:
    """ "control" | "intervention" -> what such a group received."""
    found: dict[str, str] = {}
    for text in texts:
        if "receiv" in text or "given" in text or "underwent" in text or "consisted" in text or "treated" in text:
            for match in _ROLE.finditer(text):
                role = "control" if match["role"].lower() in _CONTROL_ROLES else "intervention"
                if what := _clean(match["what"]):
                    found.setdefault(role, what)
    return found


def _by_roles(roles: dict[str, str]) -> Iterator[Comparison]:
    if len(roles) == 2 and roles["intervention"].lower() != roles["control"].lower():
        yield Comparison(roles["intervention"], roles["control"], "roles")


def _by_interventions(title: str, texts: Sequence[str], names: list[str], roles: dict[str, str]) -> Iterator[Comparison]:
    """One thing is tested, against whatever control the text names."""
    tested: list[tuple[str, str]] = []
    for text in (title, *texts):
        match = _EFFECT_OF.search(lowered(text)) if " of " in text else None
        first = _clean(text[slice(*match.span("first"))]) if match else ""
        if first and not _VERBS.search(lowered(first)):
            tested.append((first, "title-effect" if text is title else "effect"))
    tested += [(name, "group-name") for name in names if not is_control(name)]
    tested.append((_clean(_CUT_TITLE.split(title)[0]) or "intervention", "title-head"))
    if "intervention" in roles:
        tested.append((roles["intervention"], "role"))
    controls = [roles["control"]] if "control" in roles else []
    controls += _controls((title, *texts), _CONTROLS_KEPT - len(controls))
    for first, rule in tested[:_INTERVENTIONS_KEPT]:
        for control in controls or [UNNAMED]:
            if first.lower() != control.lower():
                yield Comparison(first, control, rule)


def _controls(texts: Iterable[str], most: int) -> list[str]:
    """The first controls that the texts name, in lower case, each once."""
    found: list[str] = []
    for text in texts:
        for match in _CONTROL.finditer(lowered(text)):
            if match.group() not in found:
                found.append(match.group())
                if len(found) == most:
                    return found
    return found


def _control_second(made: Comparison) -> Comparison:
    if is_control(made.intervention) and not is_control(made.comparator):
        return Comparison(made.comparator, made.intervention, made.rule, made.others)
    return made
