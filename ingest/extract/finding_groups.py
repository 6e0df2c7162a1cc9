"""Trials of three and more arms with printed codes: which of the groups does a sentence compare?

`coded_groups` reads what each code stands for ("1.2 g placebo (group C)"); `compared_groups` gives the pairs that one
sentence compares: "higher in groups A and B than in group C" is A against C and B against C.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_CODE = r"[A-Z]{1,3}\d?|\d|[IV]{1,3}"
_ANY_CODE = re.compile(rf"[Gg]roup ({_CODE})\b")
_BRACKETED = re.compile(rf"(?P<what>(?:[^.;:()]|\.(?=\d)){{3,160}}?)\s?\((?:the )?[Gg]roup (?P<code>{_CODE})\b[^()]{{0,40}}\)")
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
    rf"\b[Gg]roups? (?P<codes>(?:{_CODE})\b(?:(?:\s?,\s?(?:and |or )?|\s(?:and|or|&|,)\s|\s?/\s?)(?:{_CODE})\b)*)"
)
_EACH = re.compile(rf"\b(?:{_CODE})\b")
_REFERENCE = re.compile(
    r"\b(?:than|compared (?:with|to)|versus|vs\.?|relative to|over|in comparison (?:with|to)|superior to|inferior to)\b", re.I
)
_ALL = re.compile(
    r"\b(?:between|among|amongst|across)\b (?:the |all |these |any |of |both |study |treatment |three |3 ){0,4}groups\b", re.I
)
_ALL_PAIRS = 3


def coded_groups(texts: Sequence[str]) -> dict[str, str]:
    """Code -> what the group got, in printed order; empty unless three groups or more are told apart by codes."""
    if len({code for text in texts for code in _ANY_CODE.findall(text)}) < 3:
        return {}
    found: dict[str, str] = {}
    for text in texts:
        if "roup " not in text:
            continue
        for pattern in (_BRACKETED, _RECEIVED):
            for match in pattern.finditer(text):
                what = _HEAD.sub("", match["what"]).strip(" ,")
                if match["code"] not in found and 0 < len(what.split()) <= 12 and re.search("[A-Za-z]{3}", what):
                    found[match["code"]] = what
    if len(found) < 3 or len(set(found.values())) < len(found) or any(_NO_LABEL.search(what) for what in found.values()):
        return {}
    return found


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
    return f"{groups[code]} (group {code})"
