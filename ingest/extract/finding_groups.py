"""Trials of three and more arms: which of the arms does a sentence compare?

Arms are told apart by printed codes (`coded_groups`: "1.2 g placebo (group C)") or by name (`named_groups`, from lists of
arms). `compared_groups` and `compared_names` give the pairs that one sentence compares: "higher in groups A and B than in
group C" is A against C and B against C.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.extract.arm_lists import abbreviated_arms, listed_arms
from ingest.extract.comparison_proposals import Comparison, is_control
from ingest.extract.finding_arms import INTERVENTION, Arms, Mention
from ingest.extract.finding_tokens import Tokens
from ingest.extract.wording import Wording, from_joints, lowered

_CODE = r"[A-Z]{1,3}\d?|\d|[IV]{1,3}"
_ANY_CODE = re.compile(rf"[Gg]roup ({_CODE})\b")
_BRACKETED = re.compile(rf"(?P<what>(?:[^.;:()]|\.(?=\d)){{3,160}}?)\s?\((?:the )?[Gg]roup (?P<code>{_CODE})\b[^()]{{0,40}}\)")
_BRACKET = re.compile(r"\((?:the )?[Gg]roup ")
_RECEIVED = re.compile(
    rf"\b[Gg]roup (?P<code>{_CODE})\b\)?,?\s?(?:\([^()]{{0,40}}\)\s?)?(?:(?:was|were|who|patients|participants)\s){{0,3}}"
    r"(?:received|receiving|got|underwent|had|given|treated with|used|using|=|:)\s(?P<what>(?:[^.;()]"
    r"|\.(?=\d)){3,80}?)(?=\.(?!\d)|[;(]|,|\sand\s[Gg]roup|\swhile|$)"
)
_HEAD = re.compile(
    r"^.*\b(?:received?|receiving|into|of the following|either|given|groups?|(?:randomi[sz]ed|assigned"
    r"|allocated|randomly) to)\b\s(?=\S)"
    r"|^(?:[\s,]*\b(?:and|or|to|versus|vs|receive|with)\b\s)+",
    re.I,
)
# A label that ends like this belongs to another code, and one with a verb is a statement.
_NO_LABEL = re.compile(r"\b(?:and|or|with|plus|of|the)$|\b(?:showed|was|were|had|than|results?|compared)\b", re.I)
_MENTION = re.compile(
    rf"\b[Gg]roups? (?P<codes>(?:{_CODE})\b(?:(?:\s?,\s?(?:and |or )?|\s(?:and|or|&|,)\s|\s?/\s?)"
    rf"(?:{_CODE})\b(?!\s?[=<>≤≥]))*)"
)
_EACH = re.compile(rf"\b(?:{_CODE})\b")
_REFERENCE = re.compile(
    r"\b(?:than|compared (?:with|to)|versus|vs\.?|relative to|over|in comparison (?:with|to)|superior to|inferior to)\b", re.I
)
_BETWEEN = re.compile(r"\b(?:between|among|amongst)\b", re.I)
_ALL = re.compile(
    r"\b(?:between|among|amongst|across)\b (?:the |all |these |any |of |both |study |treatment |three |3 ){0,4}"
    r"(?:groups|arms|treatments|conditions)\b",
    re.I,
)
_SEVERAL = Wording(
    r"\b(?:three|four|five|six|3|4|5|6)[\s-](?:\w+\s){0,2}?(?:groups|arms?|treatments|conditions|regimens|doses"
    r"|interventions)\b|[1i]\s?:\s?1\s?:\s?1|\b(?:three|four)-armed\b",
    "groups", "arm", "treatments", "conditions", "regimens", "doses", "interventions", ":",
)  # fmt: skip
_JOINING = frozenset(
    ("and", "or", ",", "the", "in", "with", "both", "group", "groups", "arm", "arms", "&", "for", "/", "to", "(", ")")
)
_LONGEST_LABEL = 170
_ALL_PAIRS = 3
_MOST = 5
_MOST_CODES = 6
_SURE = 0.7


@dataclass(frozen=True, slots=True)
class Group:
    """One of three and more arms: its name as printed, and what names it against all others."""

    label: str
    arms: Arms
    control: bool


def coded_groups(texts: Sequence[str]) -> dict[str, str]:
    """Code -> what the group got, in printed order ('' where the text does not say it plainly).

    Empty unless three to six groups are told apart by codes.
    """
    texts = [text for text in texts if "roup" in text]
    codes = list(dict.fromkeys(code for text in texts for code in _ANY_CODE.findall(text)))
    codes += [c for text in texts for m in _MENTION.finditer(text) for c in _EACH.findall(m["codes"]) if c not in codes]
    if not 3 <= len(set(codes)) <= _MOST_CODES:
        return {}
    found: dict[str, str] = {}
    for text in texts:
        if "roup " not in text:
            continue
        for matches in (_bracketed(text), _RECEIVED.finditer(text)):
            for match in matches:
                what = _HEAD.sub("", match["what"]).strip(" ,")
                if match["code"] not in found and 0 < len(what.split()) <= 12 and re.search("[A-Za-z]{3}", what):
                    found[match["code"]] = what
    plain = {code: what for code, what in found.items() if not _NO_LABEL.search(what) and list(found.values()).count(what) == 1}
    return {code: plain.get(code, "") for code in (*found, *sorted(set(codes) - found.keys()))}


def _bracketed(text: str) -> Iterator[re.Match[str]]:
    return from_joints(_BRACKETED, _BRACKET.finditer(text), text, ";:()", _LONGEST_LABEL)


def are_several(texts: Sequence[str]) -> bool:
    """Whether a text says that there are three arms and more."""
    return any(_SEVERAL.search(lowered(text)) for text in texts)


def named_groups(
    listing: Sequence[str], results: Sequence[Tokens], chosen: Comparison, texts: Sequence[str]
) -> tuple[Group, ...]:
    """Three to five arms by name, of a trial that has so many (see `are_several`), where its results speak of each.

    `listing`: title and sentences that tell no results; `results`: those that do; `texts`: all of them.
    """
    for labels in (*listed_arms(listing), abbreviated_arms(listing), sides_of(chosen)):
        if 3 <= len(labels) <= _MOST:
            groups = tuple(_group(label, labels, texts) for label in labels)
            if all(any(_named_in(tokens, group) for tokens in results) for group in groups):
                return groups
    return ()


def sides_of(chosen: Comparison) -> tuple[str, ...]:
    """All arms that a comparison names: a side that lists several ("lumatol, honey") is taken apart."""
    sides = (chosen.intervention, chosen.comparator, *chosen.others)
    return tuple(part for side in sides for part in (_LIST.split(side) if lists_several(side) else (side,)))


def lists_several(side: str) -> bool:
    """Whether one side of a comparison lists arms: "lumatol, honey"."""
    return _LIST.search(_IN_BRACKETS.sub("", side)) is not None


_LIST = re.compile(r",\s+(?:and\s|or\s)?")
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def _group(label: str, labels: Sequence[str], texts: Sequence[str]) -> Group:
    others = "; ".join(other for other in labels if other != label)
    return Group(label, Arms.of(label, others, texts), is_control(label))


def _named_in(tokens: Tokens, group: Group) -> list[Mention]:
    return [mention for mention in group.arms.mentions(tokens) if mention.arm == INTERVENTION and mention.strength >= _SURE]


def compared_names(tokens: Tokens, groups: Sequence[Group]) -> list[tuple[str, str]]:
    """Pairs of names that a sentence compares, the one told of first; nothing where it does not tell.

    A single arm is compared with the trial's only control.
    """
    runs = _runs(tokens, groups)
    named = list(dict.fromkeys(n for _, run in runs for n in run))
    text = tokens.text
    pairs: list[tuple[int, int]] = []
    controls = [n for n, group in enumerate(groups) if group.control]
    if len(named) >= 2 and (mark := _REFERENCE.search(text)):
        told = [n for at, run in runs if tokens.starts[at] < mark.start() for n in run]
        after = [run for at, run in runs if tokens.starts[at] > mark.start()]
        behind = after[0] if after else []
        if not told:
            # "Compared with C, A and B ...": who is told of stands behind the reference, and the comma parts the two.
            (_, behind), *rest = _runs(tokens, groups, _JOINING - {","})
            told = [n for _, run in rest for n in run]
        pairs = [(first, second) for first in dict.fromkeys(told) if first not in behind for second in behind]
    elif len(named) == 2 and _BETWEEN.search(text):
        pairs = [(named[0], named[1])]
    elif not named and len(groups) <= _ALL_PAIRS and _ALL.search(text):
        pairs = [(first, second) for second in range(len(groups)) for first in range(second + 1, len(groups))]
    elif named and len(controls) == 1 and controls[0] not in named and len(named) < len(groups) - 1:
        pairs = [(first, controls[0]) for first in named]
    return [(groups[first].label, groups[second].label) for first, second in pairs]


def _runs(tokens: Tokens, groups: Sequence[Group], joining: frozenset[str] = _JOINING) -> list[tuple[int, list[int]]]:
    """Places where arms are named, those joined by "and" or a comma together: (first token, arms)."""
    places = sorted((m.start, m.end, n) for n, group in enumerate(groups) for m in _named_in(tokens, group))
    runs: list[tuple[int, list[int]]] = []
    last = -1
    for start, end, n in places:
        if runs and all(tokens.words[at] in joining or tokens.bracketed[at] for at in range(last, start)):
            if n not in runs[-1][1]:
                runs[-1][1].append(n)
        else:
            runs.append((start, [n]))
        last = max(last, end)
    return runs


def compared_groups(text: str, groups: dict[str, str]) -> list[tuple[str, str]]:
    """Pairs of codes that a sentence compares, the one told of first; nothing where it names no groups."""
    mentions = [(m.start(), [c for c in _EACH.findall(m["codes"]) if c in groups]) for m in _MENTION.finditer(text)]
    mentions = [(at, codes) for at, codes in mentions if codes]
    named = list(dict.fromkeys(code for _, codes in mentions for code in codes))
    mark = _REFERENCE.search(text)
    if mark and len(named) >= 2:
        behind = next((codes for at, codes in mentions if at > mark.start()), [])
        others = [code for code in named if code not in behind]
        if behind and others:
            return [(first, second) for first in others for second in behind]
    if not named and len(groups) <= _ALL_PAIRS and _ALL.search(text):
        codes = list(groups)
        return [(first, second) for place, second in enumerate(codes) for first in codes[place + 1 :]]
    return []


def label(code: str, groups: dict[str, str]) -> str:
    """A group as it is shown: what it got, with its code."""
    return f"{groups[code]} (group {code})" if groups[code] else f"group {code}"
