"""Who is compared with whom in this document: intervention and comparator phrases read from title and abstract.

Patterns from the surest to the vaguest; the first that gives two phrases wins. Each is a rule with a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


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
    rf"(?P<first>{_PHRASE})\s(?:versus|vs\.?|compared (?:with|to)|in comparison (?:with|to)|as compared (?:with|to)|against)\s(?P<second>{_PHRASE}){_STOP}",
    re.I,
)
_COMPARE = re.compile(
    rf"\b(?:compar(?:e|ed|es|ing|ison(?: of| between)?)|difference between)\s(?:the |of |between )*"
    rf"(?:(?:efficacy|effects?|effectiveness|safety|tolerability|outcomes?|results?|use|impact|performance|cost-effectiveness)\b[^.;:]{{0,60}}?\b(?:of|between)\s)?"
    rf"(?P<first>{_PHRASE})\s(?:with that of|with those of|with|to|and|versus|vs\.?|against)\s(?P<second>{_PHRASE}){_STOP}",
    re.I,
)
_ALLOCATED = re.compile(
    r"\b(?:randomi[sz]ed|randomly|allocated|assigned|divided)\b[^.;]{0,90}?\b(?:to|into|receive[d]?|either|between)\s+(?:(?:receive|receiving|either|one of (?:two|three|four) groups|(?:two|three|four|2|3|4) (?:equal )?groups|undergo|have|get|a|an|the|to)\b[:,]?\s*)*"
    r"(?P<first>[^.;]{2,110}?)\s*(?:\((?:[^()]*)\))?,?\s+(?:or|and|versus|vs\.?)\s+(?:to\s+)?(?:(?:receive|either|a|an|the)\s+)*(?P<second>[^.;,()]{2,80}?)"
    r"(?=[.;,()]|$|\s(?:for|at|in|after|before|during|every|once|twice|daily|by|with|on|groups?|using|from|over)\b)",
    re.I,
)
_GROUP = re.compile(
    r"\b(?:[Gg]roup\s?|[Aa]rm\s?)(?P<code>[A-Z]{1,4}\d?|\d|[IVX]{1,3})\b\)?,?\s?(?:\([^)]{0,40}\)\s?)?(?:(?:patients?|subjects?|participants?)\s)?(?:\b(?:was|were|received|receiving|got|underwent|had|treated|given|as|using|used|with|the|a|an|by|which|who|that|is|are|to|patients|group)\b\s?|[:=,(–-]\s?)+(?P<what>[^.;,()]{2,80}?)(?=[.;,()]|\sand\s(?:[Gg]roup|in)|\swhile|\swhereas|$)"
)
_EFFECT_OF = re.compile(
    r"\b(?:effects?|efficacy|effectiveness|impact|influence|role|benefits?|safety|evaluation|use|trial|study|feasibility)\s(?:and (?:safety|tolerability|effectiveness|efficacy)\s)?of\s(?:an? |the )?(?P<first>[^.;:,()]{3,90}?)(?=[.;:,?()]|$|\s(?:on|in|for|as|to|among|during|after|versus|compared|with)\b)",
    re.I,
)
_CONTROL = re.compile(
    r"\b(placebo|usual care|treatment as usual|standard (?:of )?care|standard treatment|standard therapy|waiting[- ]list(?: control)?|wait-?list(?: control)?"
    r"|sham(?: \w+)?|no treatment|no intervention|conventional (?:treatment|therapy|care|group)|routine care|control(?: group| arm| condition|s)?|usual treatment"
    r"|normal saline|attention control|active control|minimal intervention)\b",
    re.I,
)
_NOISE = re.compile(
    r"^(?:either|both|a|an|the|of|to|receive|received|receiving|whether|treatment with|therapy with|use of|using|effects? of|efficacy of|administration of|"
    r"the (?:effects?|efficacy|use|safety) of|group [A-Z0-9]{1,2}|patients|participants|that|adding|addition of|effect|and|safety of|single|dose of)\s+",
    re.I,
)
_VERBS = re.compile(
    r"\b(?:was|were|is|are|had|has|have|showed|shown|found|higher|lower|greater|less|more|than|significant\w*|reported|improved|reduced|increased"
    r"|decreased|did|not|which|we|this|these|those|that|results?|outcomes?|mean|median|differed|no)\b|^\W*\d+(?:\.\d+)?\W*$|=",
    re.I,
)
_BAD = re.compile(
    r"\b(?:\d+\s(?:patients|participants|subjects)|baseline|years?|months?|differences?|results|significant|group [a-z]$)\b", re.I
)


def _clean(phrase: str) -> str:
    phrase = " ".join(phrase.split()).strip(" ,;:-–(")
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


def comparison(title: str, sentences: Sequence[str]) -> Comparison:
    """The document's comparison; where nothing names the sides, "intervention" and "control"."""
    for rule, pattern, texts in (
        ("title-versus", _VERSUS, [title]),
        ("title-compare", _COMPARE, [title]),
        ("groups", None, sentences),
        ("allocated", _ALLOCATED, sentences),
        ("versus", _VERSUS, sentences),
        ("compare", _COMPARE, sentences),
    ):
        if pattern is None:
            found = _by_groups(texts)
            if found is not None:
                return _ordered(found)
            continue
        for text in texts:
            if not _may_hold(rule, text):
                continue
            for match in pattern.finditer(text):
                made = _made(match["first"], match["second"], rule)
                if made is not None:
                    return _ordered(made)
    return _by_effect(title, sentences)


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


def _by_effect(title: str, sentences: Sequence[str]) -> Comparison:
    control = next((m.group() for s in sentences for m in [_CONTROL.search(s)] if m), "control")
    for text in (title, *sentences):
        match = _EFFECT_OF.search(text)
        if match:
            return Comparison(_clean(match["first"]), control, "effect-of")
    head = re.split(r"[:?.]| (?:for|in|on|and|improves?|reduces?|to) ", title)[0]
    return Comparison(_clean(head) or "intervention", control, "title-head")


def _ordered(made: Comparison) -> Comparison:
    """The control stands second."""
    if _CONTROL.search(made.intervention) and not _CONTROL.search(made.comparator):
        return Comparison(made.comparator, made.intervention, made.rule, made.others)
    return made


_LISTED = re.compile(
    r"\b(?:randomi[sz]ed|randomly|allocated|assigned|divided|received|receive|groups?|arms?|treatments?)\b[^.;]{0,70}?(?:\b(?:to|into|receive[d]?|either|groups?|arms?|of|as)\b\s*:?|[:(])\s*"
    r"(?P<list>[^.;:]{5,160}?,[^.;:]{3,120}?,?\s(?:or|and|versus|vs\.?)\s[^.;:,]{3,80})",
    re.I,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_MANY = re.compile(
    r"\b(?:three|four|five|six|3|4|5|6)[\s-](?:\w+\s){0,2}?(?:groups|arms|treatments|conditions|regimens|doses)|[1I]\s?:\s?1\s?:\s?1|three-arm|four-arm|3-arm|4-arm|three-armed",
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
