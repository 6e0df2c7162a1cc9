"""Who is compared with whom in this document: intervention and comparator phrases read from title and abstract.

Patterns from the surest to the vaguest; the first that gives two phrases wins. Each is a rule with a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.extract.arm_phrases import allocated, in_title, is_generic
from ingest.extract.finding_arms import content_stems
from ingest.extract.scope import Part


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two sides as printed; `others` are further arms; `rule` says how they were read."""

    intervention: str
    comparator: str
    rule: str
    others: tuple[str, ...] = ()


_PHRASE = r"[^.;:,()]{2,90}?"
_STOP = (
    r"(?=[.;:,?()]|$|\s(?:in|for|on|at|among|during|after|following|before|with respect|by|were|was|is|as|of|over|"
    r"within|under|when|who|to (?:treat|prevent|reduce|improve|evaluate|compare|determine|assess)|from|using|group\b|groups\b)\b)"
)
_VERSUS = re.compile(
    rf"(?P<first>{_PHRASE})\s(?:versus|vs\.?|compared (?:with|to)|in comparison (?:with|to)|as compared (?:with|to)|against)\s"
    rf"(?P<second>{_PHRASE}){_STOP}",
    re.I,
)
_COMPARE = re.compile(
    rf"\b(?:compar(?:e|ed|es|ing|ison(?: of| between)?)|difference between)\s(?:the |of |between )*"
    rf"(?:(?:efficacy|effects?|effectiveness|safety|tolerability|outcomes?|results?|use|impact|performance|cost-effectiveness)\b[^.;:]{{0,60}}?\b(?:of|between)\s)?"
    rf"(?P<first>{_PHRASE})\s(?:with that of|with those of|with|to|and|versus|vs\.?|against)\s(?P<second>{_PHRASE}){_STOP}",
    re.I,
)
_ALLOCATED = re.compile(
    r"\b(?:randomi[sz]ed|randomly|allocated|assigned|divided)\b[^.;]{0,90}?\b(?:to|into|receive[d]?|either"
    r"|between)\s+(?:(?:receive|receiving|either|one of (?:two|three|four) groups|(?:two|three|four|2|3|4)"
    r" (?:equal )?groups|undergo|have|get|a|an|the|to)\b[:,]?\s*)*"
    r"(?P<first>[^.;]{2,110}?)\s*(?:\((?:[^()]*)\))?,?\s+(?:or|and|versus|vs\.?)\s+(?:to\s+)?(?:(?:receive"
    r"|either|a|an|the)\s+)*(?P<second>[^.;,()]{2,80}?)"
    r"(?=[.;,()]|$|\s(?:for|at|in|after|before|during|every|once|twice|daily|by|with|on|groups?|using|from|over)\b)",
    re.I,
)
_GROUP = re.compile(
    r"\b(?:[Gg]roup\s?|[Aa]rm\s?)(?P<code>[A-Z]{1,4}\d?|\d"
    r"|[IVX]{1,3})\b\)?,?\s?(?:\([^)]{0,40}\)\s?)?(?:(?:patients?|subjects?|participants?)\s)?(?:\b(?:was"
    r"|were|received|receiving|got|underwent|had|treated|given|as|using|used|with|the|a|an|by|which|who"
    r"|that|is|are|to|patients|group)\b\s?|[:=,(–-]\s?)+(?P<what>[^.;,()]{2,80}?)(?=[.;,()]"
    r"|\sand\s(?:[Gg]roup|in)|\swhile|\swhereas|$)"
)
_NAMED_GROUP = re.compile(
    r"(?:\b(?:the|in|with|than|and|for|of|to|both|vs\.?|versus)\s"
    r"|[(,]\s?)(?P<name>(?:[\w/+-]+\s){0,2}[\w/+-]+)\s(?:groups?|arms?)\b"
)
_NO_NAME = re.compile(
    r"(?:\w+ )*(?:both|all|two|three|four|each|either|other|same|these|those|this|that|between|among"
    r"|intervention|interventions|experimental"
    r"|treatment|treated|study|group|groups|patients?|age|parallel|randomi[sz]ed|first|second|third|one"
    r"|active|per|in|of|with|to|were|was"
    r"|significant\w*|the|than|subgroup|different|equal|and|or|for|[a-z]|\d+)$",
    re.I,
)
_EFFECT_OF = re.compile(
    r"\b(?:effects?|efficacy|effectiveness|impact|influence|role|benefits?|safety|evaluation|use|trial"
    r"|study|feasibility)\s(?:and (?:safety|tolerability|effectiveness|efficacy)\s)?of\s(?:an? |the"
    r" )?(?P<first>[^.;:,()]{3,90}?)(?=[.;:,?()]|$|\s(?:on|in|for|as|to|among|during|after|versus|compared"
    r"|with)\b)",
    re.I,
)
_CONTROL = re.compile(
    r"\b(placebo|usual care|treatment as usual|standard (?:of )?care|standard treatment|standard therapy"
    r"|waiting[- ]list(?: control)?|wait-?list(?: control)?"
    r"|sham(?: \w+)?|no treatment|no intervention|conventional (?:treatment|therapy|care|group)|routine"
    r" care|control(?: group| arm| condition|s)?|usual treatment"
    r"|normal saline|attention control|active control|minimal intervention)\b",
    re.I,
)
_NOISE = re.compile(
    r"^(?:either|both|a|an|the|of|to|receive|received|receiving|whether|treatment with|therapy with|use of"
    r"|using|effects? of|efficacy of|administration of|"
    r"the (?:effects?|efficacy|use|safety) of|group [A-Z0-9]{1,2}|patients|participants|that|adding"
    r"|addition of|effect|and|safety of|single|dose of)\s+",
    re.I,
)
_VERBS = re.compile(
    r"\b(?:was|were|is|are|had|has|have|showed|shown|found|higher|lower|greater|less|more|than"
    r"|significant\w*|reported|improved|reduced|increased"
    r"|decreased|did|not|which|we|this|these|those|that|results?|outcomes?|mean|median|differed|no)\b|^\W*\d+(?:\.\d+)?\W*$|=",
    re.I,
)
_BAD = re.compile(
    r"\b(?:\d+\s(?:patients|participants|subjects)|baseline|years?|months?|differences?|results|significant|group [a-z]$)\b", re.I
)


def _clean(phrase: str) -> str:
    phrase = " ".join(re.sub(r"\[[^\]]*\]", " ", phrase).split()).strip(" ,;:-–—([")
    while True:
        shorter = _NOISE.sub("", phrase)
        if shorter == phrase:
            return phrase
        phrase = shorter


def _made(first: str, second: str, rule: str, limit: int = 12) -> Comparison | None:
    first, second = _clean(first), _clean(second)
    words_first, words_second = first.split(), second.split()
    if not (len(words_first) > 0 and 0 < len(words_second) <= limit) or len(first) < 2 or len(second) < 2:
        return None
    if len(words_first) > limit:
        first = " ".join(words_first[-limit:])
    if _BAD.search(second) or _VERBS.search(second) or _VERBS.search(first) or first.lower() == second.lower():
        return None
    return Comparison(first, second, rule)


# How often a rule was right about both sides on judged abstracts (benchmarks/finding_data reads the same ones).
_TRUST = {"title-arms": 0.75, "title-versus": 0.55, "title-compare": 0.75, "groups": 0.75, "clause-arms": 0.8, "allocated": 0.6,
          "named-groups": 0.6, "versus": 0.3, "compare": 0.25, "effect-of": 0.4, "title-head": 0.1}  # fmt: skip


def comparison(title: str, sentences: Sequence[str]) -> Comparison:
    """The document's comparison; where nothing names the sides, the title's head and "control".

    All rules propose; a proposal counts more the surer its rule is, and the more the text goes on to speak of both its
    sides.
    """
    lowered = [s.lower() for s in sentences]
    proposals = [_ordered(one) for one in _proposals(title, sentences)]
    return max(proposals, key=lambda one: _worth(one, title.lower(), lowered))


def _proposals(title: str, sentences: Sequence[str]) -> Iterator[Comparison]:
    """Every proposal; the vague patterns are tried only where no surer one finds anything."""
    sure = [
        *_by_clauses(title, sentences),
        *_by_pattern("title-versus", _VERSUS, [title]),
        *_by_pattern("title-compare", _COMPARE, [title]),
        *_by_pattern("allocated", _ALLOCATED, sentences),
        *(one for one in (_by_groups(sentences), _by_names(sentences)) if one is not None),
    ]
    yield from sure
    if not sure:
        yield from _by_pattern("versus", _VERSUS, sentences)
        yield from _by_pattern("compare", _COMPARE, sentences)
    yield from _by_effect(title, sentences)


def _by_pattern(rule: str, pattern: re.Pattern[str], texts: Sequence[str]) -> Iterator[Comparison]:
    for text in texts:
        if _may_hold(rule, text):
            made = (_made(match["first"], match["second"], rule) for match in pattern.finditer(text))
            yield from (one for one in made if one is not None)


def _by_clauses(title: str, sentences: Sequence[str]) -> Iterator[Comparison]:
    """Arms as the reader of arms names them: in the title, or in an allocation clause."""
    phrases = in_title(title, 0)
    if len(phrases) == 2:
        yield Comparison(phrases[0].label, phrases[1].label, "title-arms")
    text = "\n".join(sentences)
    clause = [p.label for p in allocated(text, (Part("plain", 0, len(text)),)) if not is_generic(p.label)]
    if len(clause) >= 2:
        yield Comparison(clause[0], clause[1], "clause-arms", tuple(clause[2:]))


def _by_names(sentences: Sequence[str]) -> Comparison | None:
    """What stands before "group" or "arm" most often: "the metformin group", "the control arm"."""
    counted: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for text in sentences:
        if "group" in text or " arm" in text:
            for match in _NAMED_GROUP.finditer(text):
                name = _clean(re.split(r"\b(?:and|or|the|in|with|than|vs|versus)\s", match["name"])[-1])
                if name and not _NO_NAME.match(name):
                    counted[name.lower()] += 1
                    printed.setdefault(name.lower(), name)
    order = list(printed)
    ranked = sorted(sorted(counted, key=lambda name: (-counted[name], order.index(name)))[:2], key=order.index)
    if len(ranked) < 2 or ranked[0] in ranked[1] or ranked[1] in ranked[0]:
        return None
    return Comparison(printed[ranked[0]], printed[ranked[1]], "named-groups")


def _worth(one: Comparison, title: str, lowered: Sequence[str]) -> float:
    first, second = _telling(one.intervention, one.comparator), _telling(one.comparator, one.intervention)
    if not first and not second:
        return 0.0
    spoken = [sum(any(word in text for word in side) for text in lowered) for side in (first, second)]
    control = 0.15 if _CONTROL.search(one.comparator) else 0.0
    in_title = 0.25 if any(word in title for word in first) else 0.0
    return _TRUST[one.rule] + control + in_title + 0.1 * sum(min(count, 4) for count in spoken)


def _telling(side: str, other: str) -> list[str]:
    """Beginnings of the words that one side has and the other has not."""
    apart = set(content_stems(side)) - set(content_stems(other))
    return [word for word in apart if len(word) > 2]


def _may_hold(rule: str, text: str) -> bool:
    """A cheap look for the word that a pattern turns on."""
    low = text.lower()
    if rule == "allocated":
        return "random" in low or "alloc" in low or "assign" in low or "divided" in low
    if rule.endswith("versus"):
        return "versus" in low or " vs" in low or "compar" in low or "against" in low
    return "compar" in low or "difference between" in low


def _by_groups(texts: Sequence[str]) -> Comparison | None:
    found: dict[str, str] = {}
    for text in texts:
        if "roup" not in text and "Arm" not in text and "arm " not in text:
            continue
        for match in _GROUP.finditer(text):
            if not _VERBS.search(match["what"]) and not re.match(r"\W*[nN]\b", match["what"]):
                found.setdefault(match["code"], match["what"])
    if len(found) < 2:
        return None
    sides = [f"{_clean(what)} (group {code})" for code, what in found.items()]
    return Comparison(sides[0], sides[1], "groups", tuple(sides[2:]))


def _by_effect(title: str, sentences: Sequence[str]) -> Iterator[Comparison]:
    """One thing is tested, against whatever control the text names."""
    control = next((m.group() for s in sentences for m in [_CONTROL.search(s)] if m), "control")
    for text in (title, *sentences):
        match = _EFFECT_OF.search(text)
        first = _clean(match["first"]) if match else ""
        if first and not _VERBS.search(first) and first.lower() != control.lower():
            yield Comparison(first, control, "effect-of")
            break
    head = re.split(r"[:?.]| (?:for|in|on|and|improves?|reduces?|to) ", title)[0]
    yield Comparison(_clean(head) or "intervention", control, "title-head")


def _ordered(made: Comparison) -> Comparison:
    """The control stands second."""
    if _CONTROL.search(made.intervention) and not _CONTROL.search(made.comparator):
        return Comparison(made.comparator, made.intervention, made.rule, made.others)
    return made


_LISTED = re.compile(
    r"\b(?:randomi[sz]ed|randomly|allocated|assigned|divided|received|receive"
    r"|groups?|arms?|treatments?)\b[^.;]{0,70}?(?:\b(?:to|into|receive[d]?|either|groups?|arms?|of"
    r"|as)\b\s*:?|[:(])\s*"
    r"(?P<list>[^.;:]{5,160}?,[^.;:]{3,120}?,?\s(?:or|and|versus|vs\.?)\s[^.;:,]{3,80})",
    re.I,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_MANY = re.compile(
    r"\b(?:three|four|five|six|3|4|5|6)[\s-](?:\w+\s){0,2}?(?:groups|arms|treatments|conditions|regimens"
    r"|doses)|[1I]\s?:\s?1\s?:\s?1|three-arm|four-arm|3-arm|4-arm|three-armed",
    re.I,
)


def arms(sentences: Sequence[str]) -> tuple[str, ...]:
    """Names of the arms of a trial that says it has three to six of them; else nothing."""
    text = " ".join(sentences)
    if not _MANY.search(text):
        return ()
    found = _by_groups(sentences)
    if found is not None and found.others:
        return (found.intervention, found.comparator, *found.others)[:6]
    for sentence in sentences:
        for match in _LISTED.finditer(_BRACKETS.sub("", sentence)):
            parts = [
                _clean(part)
                for part in re.split(r",\s*(?:or|and|versus)?\s*|\s(?:or|and|versus|vs\.?)\s", match["list"])
                if part.strip()
            ]
            parts = [re.split(r"\s(?:for|at|in|after|before|during|every|by|on)\s", part)[0] for part in parts]
            parts = [part for part in parts if 2 < len(part) < 60 and not _VERBS.search(part)]
            if 3 <= len(parts) <= 6 and len({part.lower() for part in parts}) == len(parts):
                return tuple(parts)
    return ()
