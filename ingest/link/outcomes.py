"""Outcomes of one trial: which wordings of registry, protocol and reports name the same outcome."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ingest.link.nodes import digest, plain_title

# Words that say when, how often or how an outcome was summarised, not what was measured.
_FRAME = re.compile(
    r"\b(the|a|an|of|in|at|from|to|for|number|rates?|levels?|scores?|mean|median|change|total|overall|incidence|proportion"
    r"|percentage|\d+|baseline|follow|up|weeks?|months?|years?|days?)\b"
)


@dataclass(slots=True)
class Group:
    """Wordings that name one outcome; `name` is the one that is shown."""

    id: str
    name: str
    wordings: set[str] = field(default_factory=set)


def plain_outcome(name: str) -> str:
    """The words of an outcome that tell what was measured, in one order."""
    words = _FRAME.sub(" ", plain_title(name)).split() or plain_title(name).split()
    words += ["baseline"] * _baseline(name)
    return " ".join(sorted({word[:-1] if len(word) > 4 and word.endswith("s") else word for word in words}))


def group_outcomes(
    trial: str, named: Iterable[tuple[int, str]], same: Callable[[str, str], bool] | None = None
) -> dict[str, Group]:
    """Wording -> its group. `named`: (rank, wording), the lowest rank gives the shown name (specified before reported).

    Wordings with the same content words are one outcome; so are two that `same` accepts, each joined with the first
    group in order, so that the result depends on the wordings only.
    """
    ordered = sorted(set(named), key=lambda item: (item[0], len(item[1]), item[1]))
    by_plain: dict[str, Group] = {}
    found: dict[str, Group] = {}
    heads: list[Group] = []
    for _, wording in ordered:
        if wording in found:
            continue
        plain = plain_outcome(wording)
        group = by_plain.get(plain)
        if group is None and same is not None:
            group = next((head for head in heads if same(head.name, wording) and not apart(head.name, wording)), None)
        if group is None:
            group = Group(f"{trial}/{digest(plain)[:10]}", wording)
            heads.append(group)
        by_plain.setdefault(plain, group)
        group.wordings.add(wording)
        found[wording] = group
    return found


# What makes an outcome another one even where all other words agree: a reader would miss a row of its own.
_SEVERITY = re.compile(r"\b(?:very severe|mild|moderate|severe|serious|fatal|life-threatening)\b", re.I)
_CAUSE = re.compile(
    r"\b(?P<cause>cardiovascular|vascular|cardiac|heart failure|cancer|sudden|disease|infection)(?:[- ](?:related|specific))?"
    r"[- ](?:deaths?|mortality)\b",
    re.I,
)
_DEATH = re.compile(r"\b(?:deaths?|died|mortality)\b", re.I)
_FLUIDS = (r"plasma|serum|blood", r"urin(?:e|ary)", r"saliva(?:ry)?", r"cerebrospinal|CSF")
_QUALITY = re.compile(r"\bquality of life\b", re.I)
_NAMES_QUALITY = re.compile(r"\b\w*Q[oO]?L?\w*\b|\bSF-?\d")


def apart(a: str, b: str) -> bool:
    """Whether a qualifier forbids that two wordings are one outcome.

    Severity, cause of death, body fluid, z-scores, values at baseline, other figures or tables, and quality of life
    against what is no measure of it.

    >>> apart("serious adverse events", "adverse events"), apart("weight", "change from baseline in weight")
    (True, False)
    """
    return any(trait(a) != trait(b) for trait in (_severity, _place, _score, _baseline)) or _other_kind(a, b)


def _severity(text: str) -> frozenset[str]:
    return frozenset(match.group().lower() for match in _SEVERITY.finditer(text))


def _place(text: str) -> str | None:
    match = re.match(r"\s*(?:fig(?:ure)?|table)s?\.?\s*(\w+)", text, re.I)
    return match[1].lower() if match else None


def _score(text: str) -> bool:
    return re.search(r"\b[zt][- ]scores?\b", text, re.I) is not None


def _baseline(text: str) -> bool:
    return re.match(r"\s*baseline\b(?!\s*(?:,|to\b))", text, re.I) is not None


def _other_kind(a: str, b: str) -> bool:
    if _DEATH.search(a) and _DEATH.search(b) and _causes(a) != _causes(b):
        return True
    fluids = [{fluid for fluid in _FLUIDS if re.search(rf"\b(?:{fluid})\b", text, re.I)} for text in (a, b)]
    if all(fluids) and not fluids[0] & fluids[1]:
        return True
    one, other = (a, b) if _QUALITY.search(a) else (b, a)
    if not _QUALITY.search(one) or _QUALITY.search(other) or _NAMES_QUALITY.search(other):
        return False
    return not set(re.findall(r"\b[A-Z]{3,}\b", one)) & set(re.findall(r"\b[A-Z]{3,}\b", other))


def _causes(text: str) -> frozenset[str]:
    return frozenset(match["cause"].lower() for match in _CAUSE.finditer(text))
