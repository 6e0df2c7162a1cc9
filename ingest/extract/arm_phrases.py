"""The two or more things participants were allocated to, read from the clause that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.extract.bricks import N_EQUALS_RE
from ingest.extract.number_words import count_value
from ingest.extract.scope import Part, near
from ingest.extract.wording import Wording, lowered


@dataclass(frozen=True, slots=True)
class Phrase:
    """One arm as a clause names it. role: comparator where its words say so, else intervention; None when generic."""

    label: str
    start: int
    end: int
    role: str
    enrolled: int | None
    rule: str


USUAL = Wording(
    r"\b(?:treatment[- ]as[- ]usual|care[- ]as[- ]usual|(?:the )?usual (?:care|treatment|intervention|practice"
    r"|therapy|service|diet|activit\w+)"
    r"|(?:standard|routine|conventional|regular|normal) (?:medical )?(?:care|treatment|practice|therapy|management"
    r"|service)s?|tau)\b",
    "usual",
    "standard",
    "routine",
    "conventional",
    "regular",
    "normal",
    "tau",
)
CONTROL = Wording(
    rf"{USUAL.source}|\bplacebos?\b|\bsham\b|\bno[- ](?:treatment|intervention|supplement\w*|exercise|therapy"
    rf"|prophylaxis|drug|additional|training)\b"
    r"|\bwait(?:ing)?[- ]?list\w*|\bdelayed (?:treatment|intervention)\b|\bcontrols?\b|\bnormal saline\b|\bsaline\b"
    r"|\battention[- ]control\b|\bobservation\b"
    r"|\bwatchful waiting\b|\binactive\b|\bdummy\b|\bnothing\b",
)
# Labels that name an arm but not what it got.
_GENERIC = re.compile(
    r"^(?:(?:the |an? )?(?:intervention|interventions|control|controls|experimental|treatment|treated|study|active"
    r"|active treatment|comparison|comparator|test|tested|case"
    r"|index|standard|usual|group|arm|either|both|one|two|[a-z]|[ivx]+|\d+|group [a-z\d]+|arm [a-z\d]+|first|second"
    r"|other|same|drug|program(?:me)?"
    r"|study drug|study groups?|intervention and control|receive|treatments?|therapy))$",
    re.I,
)
_CLAUSE = Wording(
    r"\b(?:randomi[sz]ed|randomly (?:assigned|allocated|divided)|random assignment|randomi[sz]ation|assigned"
    r"|allocated)\b(?:\s(?!to\b|into\b)[^\s.;:]+){0,8}?\s(?:in)?to\s"
    r"(?P<lead>(?:(?:one of |either |receive |receiving |be treated with |treatment with |undergo |get |take |use "
    r"|have |groups? |arms? |of |the |an? |two |three |four |following |parallel |equal |treatment |study "
    r"|different |interventions? |conditions? |daily |once |double-blind |treatments? |\(n ?= ?\d+\)|[:,] ?)*))"
    r"(?P<rest>[^.;]{3,320})",
    "random",
    "assigned",
    "allocated",
)
_VERSUS = re.compile(r"\s*,?\s+(?:versus|vs\.?|v|or(?: to)?(?: receive)?|compared (?:with|to))\s+", re.I)
_AND_GROUPS = re.compile(r"(?:\bgroup|\barm|\)),?\s+(?:and|or)\s+(?:to )?(?:the |an? )?", re.I)
_TAIL = re.compile(
    r",?\s+(?:(?:for|over|during|after|before|every|twice|once|three times|daily|weekly|using|by|at|in a|in an|in \d"
    r"|on|until|from|prior|with (?:a|stratif\w*|follow)|within|per day"
    r"|and (?:were|was|then|followed|assessed|all|evaluated|received|had|completed|the \w+ (?:was|were))|were|was"
    r"|through|while|when|as (?:an? )?(?:adjunct|add-on)|stratified|starting|according|based"
    r"|delivered|administered|given|followed|respectively|according|designed|consisting|which|who|that|where"
    r"|in addition|plus usual|in the)\b.*|\d[\d.,]*\s?(?:mg|g|mcg|µg|μg|ug|ml|mL|%|IU|units?|mmol|kg|Gy|times|min"
    r"|minutes|hours?|h|weeks?|days?|months?|x)\b.*|(?:\w+ )?(?:ratio)\b.*|[≥≤±×].*)|\s*[,:]\s.*|\s+[–—-]\s.*",
    re.I | re.S,
)
_HOLDER = re.compile(
    r"^(?:(?:the|an?)\s+)?(?:[\w-]+\s+)?(?:group|arm|condition)\s+(?:receiving|of|with|that received|which received"
    r"|given|undergoing|treated with|on)\s+",
    re.I,
)
# No name of a treatment begins or ends like this, or holds a verb.
_UNFIT = re.compile(
    r"^(?:at|in|on|to|by|from|and|or|not|with|without|two|three|four|five|six|each|any|all|both|one|\d+ of|complete"
    r"|preference|its|their|these|those|this"
    r"|that|different|various|when|whether|more|less|as|groups?(?!-)|regimens?|\d+ groups?|influence|comparison"
    r"|assess|evaluate|determine|compare|test|investigate"
    r"|study|examine|perform|repeat|view"
    r"|learn|identify|describe|measure|group [a-z\d]+|received|treatment persistence|participate|patients?"
    r"|participants|subjects|women|men|children"
    r"|\d[\d.,]*\s?(?:mg|g|grams?|mcg|µg|μg|ml|mL|IU|kg|weeks?|months?|days?|min|hours?)|drugs|methods|techniques"
    r"|doses|treatments|(?:low|high|medium|standard)(?:er)?[- ]doses?$"
    r"|no (?!treatment|intervention|supplement|exercise|therapy|prophylaxis|drug|additional|training))\b"
    r"|\b(?:with|of|for|and|or|to|in|the|from|by|on|at|an?|either|plus|versus)$|\b(?:received?|were|was|had|have|is"
    r"|are|consumed|underwent|randomi[sz]ed)\b",
    re.I,
)
# One word that only describes: "continuous versus intermittent infusion of ...".
_ADJECTIVE = re.compile(
    r"^\S*(?:ous|ent|ant|al|ive|ed|ary|ic|ory|ible|able|ly|ing|early|late|high|low|short|long|single|open|deep|light"
    r"|combined|male|female|men|women)$",
    re.I,
)
_TRIM = re.compile(
    r"^(?:(?:\d[\d.,]*\s?(?:mg|g|mcg|µg|μg|ml|mL|IU)(?:/\w+)*(?: of)?|to|either|wear|place|receive|receiving"
    r"|received|undergo|undergoing|be|treated|treatment with"
    r"|therapy with|one of"
    r"|the|an?|only|with|of|standard of|add-on|adjunctive|additional|single-dose|oral|daily|a single dose of|group"
    r"|arm|for|and|have|get|take|use)\s+)+",
    re.I,
)
_TRAIL = re.compile(
    r"\s+(?:groups?|arms?|conditions?|only|alone|treatment group|tablets?|capsules?|replaced|measured"
    r"|program(?:me)?s? group)$",
    re.I,
)
_WITH_USUAL = re.compile(
    rf"\s+(?:and|plus|with|in addition to|\+|on top of|added to)\s+(?P<usual>{USUAL.source}).*$", re.I | re.S
)
_BRACKET = re.compile(r"\s*[\[(][^()\[\]]*[\])]")
_MAX_WORDS = 9
_TITLE_VERSUS = re.compile(
    r"^(?:.{0,80}?\b(?:trial|comparison|study|efficacy|effectiveness|safety|effects?|evaluation|comparing|compare"
    r"|impact)s?\b(?:\s+(?:of|between|comparing|and (?:safety|tolerability) of|of (?:the )?))+\s*)?"
    r"(?P<a>[^:.?]{3,90}?)\s+(?P<join>versus|vs\.?|compared (?:with|to)|v)\s+(?P<b>[^:.?]{3,90}?)"
    r"(?=\s+(?:in|for|on|as|among|during|after|to|following|at|before|when|with|of)\b|[:.?,;]|\s[-–—]\s|$)",
    re.I,
)
_TITLE_JOINT = Wording(r"\s(?:versus|vs\.?|compared (?:with|to)|v)\s")
_TITLE_EFFECT = re.compile(
    r"\b(?:effects?|efficacy|effectiveness|impact|safety|influence|benefits?)(?: and (?:safety"
    r"|tolerability|cost-effectiveness|acceptability|efficacy))? of (?:an? |the )?(?P<a>[^:.?]{3,90}?)"
    r"(?=\s+(?:in|for|on|among|during|after|to|following|when|as|via|by|through|with|using|at|versus|vs|compared"
    r"|combined|against|before|upon|under|from|within)\b|[:.?;]|\s[-–—]\s|$)",
    re.I,
)


@lru_cache(maxsize=2)
def allocated(text: str, parts: tuple[Part, ...]) -> tuple[Phrase, ...]:
    """The arms named by the first allocation clause that names at least two."""
    for part, match in near(_CLAUSE, text, parts, reach=480):
        if part.kind in ("conclusions", "background"):
            continue
        phrases = _parsed(text, match.start("rest"), match.end("rest"), "allocated-to")
        if len(phrases) > 1:
            return tuple(phrases)
    return ()


def in_title(title: str, offset: int) -> list[Phrase]:
    """Arms a title names: "A versus B in C", or the intervention alone: "Effects of A on B"."""
    match = _TITLE_VERSUS.search(title) if _TITLE_JOINT.search(lowered(title)) else None
    if match:
        found = [_phrase(title, match.start(g), match.end(g), "title-versus") for g in ("a", "b")]
        phrases = [p for p in found if p is not None]
        rest = match["a"][phrases[0].end - match.start("a") :] if phrases else ""
        # Words cut off the first one would mean that it is no plain name ("preference for a mixture of ...").
        shared = phrases and _ADJECTIVE.match(phrases[0].label) and title[match.end("b") :].startswith(" of ")
        if len(phrases) == 2 and not shared and not re.search(r"[A-Za-z]{3}", _BRACKET.sub("", rest)):
            return [_moved(p, offset) for p in _with_roles(phrases)]
    match = _TITLE_EFFECT.search(title)
    if (
        match
        and not re.match(r"\s(?:combined|with|plus)\b", title[match.end("a") :])
        and not re.search(r"\b(?:and|or)\b|\bversus\b|\bvs\b", match["a"])
    ):
        phrase = _phrase(title, match.start("a"), match.end("a"), "title-effect-of")
        if phrase is not None and phrase.role == "intervention":
            return [_moved(phrase, offset)]
    return []


def phrase_label(text: str, start: int, end: int) -> str | None:
    """What one arm of a list was given, trimmed of doses, sizes and times; None when the words name no arm."""
    phrase = _phrase(text, start, end, "listed")
    return phrase.label if phrase else None


def _moved(p: Phrase, by: int) -> Phrase:
    return replace(p, start=p.start + by, end=p.end + by)


def _parsed(text: str, start: int, end: int, rule: str) -> list[Phrase]:
    """The arms of the words after "randomised to"."""
    rest = text[start:end]
    cuts = list(_VERSUS.finditer(rest))
    if cuts:
        bounds = [0, *(x for cut in cuts[:3] for x in (cut.start(), cut.end())), len(rest)]
        pieces = list(zip(bounds[::2], bounds[1::2], strict=True))
        first, stop = pieces[0]
        listed = list(re.finditer(r",\s+", _masked(rest[first:stop])))
        if len(pieces) == 2 and listed:
            edges = [first, *(x for m in listed for x in (first + m.start(), first + m.end())), stop]
            pieces = [*zip(edges[::2], edges[1::2], strict=True), pieces[1]]
    else:
        join = _AND_GROUPS.search(rest)
        if join is None:
            return []
        cut = join.start() + (5 if rest[join.start()] == "g" else 3 if rest[join.start()] == "a" else 1)
        pieces = [(0, cut), (join.end(), len(rest))]
    found = [_phrase(text, start + a, start + b, rule) for a, b in pieces]
    if any(p is None for p in found):
        return []
    return _with_roles([p for p in found if p is not None])


def _masked(text: str) -> str:
    """The text with what stands in brackets blanked, offsets kept."""
    return _BRACKET.sub(lambda m: "_" * len(m.group()), text)


def _phrase(text: str, start: int, end: int, rule: str) -> Phrase | None:
    """One arm from its words: number taken from brackets, trimmed to what was given; None when nothing is left."""
    raw = text[start:end]
    sizes = N_EQUALS_RE.findall(raw)
    masked = _masked(raw)
    stop = _TAIL.search(masked, 1)
    bracket = re.search(r"_{3,}", masked)
    cut = min(stop.start() if stop else len(raw), bracket.start() if bracket else len(raw))
    lead = _TRIM.match(raw[:cut])
    begin = lead.end() if lead else 0
    holder = _HOLDER.match(raw[begin:cut])
    if holder:
        begin += holder.end()
    usual = _WITH_USUAL.search(raw, begin, cut)
    if usual:
        cut = usual.start()
    label = raw[begin:cut]
    while trail := _TRAIL.search(label):
        label = label[: trail.start()]
    label = label.rstrip(" ,-–/")
    words = label.split()
    if (
        not 1 <= len(words) <= _MAX_WORDS
        or len(label) < 2
        or "_" in label
        or not label[0].isalnum()
        or not re.search("[A-Za-z]", label)
        or _UNFIT.search(label)
        or label.count("(") != label.count(")")
    ):
        return None
    low = lowered(label)
    role = "comparator" if CONTROL.search(low) and not _ADDED_TO_USUAL.match(low) else "intervention"
    enrolled = count_value(sizes[0]) if len(sizes) == 1 else None
    return Phrase(label, start + begin, start + begin + len(label), role, enrolled, rule)


_ADDED_TO_USUAL = Wording(rf"(?:{USUAL.source})\s+(?:plus|and|with|\+)\s")


def _with_roles(phrases: list[Phrase]) -> list[Phrase]:
    """With no control among two arms, the second is what the first is compared with."""
    if len(phrases) == 2 and all(p.role == "intervention" for p in phrases):
        a, b = phrases
        if _ADJECTIVE.match(a.label):
            # "laparoscopic or open nephrectomy": the noun stands once, at the end.
            if len(b.label.split()) != 2:
                return []
            a = replace(a, label=f"{a.label} {b.label.split()[1]}")
        return [a, replace(b, role="active-comparator")]
    return phrases


def is_generic(label: str) -> bool:
    """Whether a label names an arm but not what it got ("intervention", "group A")."""
    return _GENERIC.match(label) is not None


def usual_care(text: str, parts: tuple[Part, ...]) -> Iterator[tuple[Part, re.Match[str]]]:
    """Mentions of care as usual, as matches of the text in lower case."""
    return near(USUAL, text, parts)
