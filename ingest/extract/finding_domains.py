"""Domains as the text itself groups its outcomes: "clinical recovery (i.e., symptoms, functioning, and admissions)"."""

from __future__ import annotations

import re

from ingest.extract.finding_arms import content_stems
from ingest.extract.finding_match import SYNONYMS
from ingest.extract.finding_tokens import stem

_GROUPED = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z\- ]{2,60}?)\s?\((?:i\.?\s?e\.?|that is|including|comprising|namely|consisting of|defined as"
    r"|measured (?:by|as|with)|assessed (?:by|as|with))[,:]?\s(?P<members>[^()]{4,200})\)"
)
_OPENERS = ("i", "that is", "comprising", "namely", "consisting", "defined", "measured", "assessed")
_MARKS = tuple(bracket + opener for opener in _OPENERS for bracket in ("(", "( "))
_CUT = re.compile(r"\b(?:to|of|and|or|in|on|as|into|by|were|was|is|are|the|for|with|including|according|both|between)\b", re.I)
_SERVICES = frozenset(stem(w) for w in "hospitalization hospital admission admissions emergency outpatient inpatient service"
                      " services visits readmission".split())  # fmt: skip


def domains(texts: list[str]) -> list[tuple[str, list[frozenset[str]]]]:
    """Names of domains with the stems of their members."""
    found = []
    for text in texts:
        if "(" not in text or not any(mark in text for mark in _MARKS):
            continue
        for match in _GROUPED.finditer(text):
            name = _CUT.split(match["name"])[-1].strip()
            members = [frozenset(content_stems(m)) for m in re.split(r",\s*(?:and |or )?|\sand\s|\sor\s", match["members"])]
            members = [m for m in members if m]
            if 0 < len(name.split()) <= 4 and len(name) > 3 and len(members) >= 2:
                found.append((name, members))
    return found


def domain_of(outcome: str, groups: list[tuple[str, list[frozenset[str]]]]) -> str | None:
    """The domain whose name the outcome is, or one of whose members it names (synonyms count)."""
    own = frozenset(content_stems(outcome))
    for name, _ in groups:
        if own == frozenset(content_stems(name)):
            return name
    for name, members in groups:
        if any(_same(own, member) for member in members):
            return name
    return None


def _same(own: frozenset[str], member: frozenset[str]) -> bool:
    widened = set(own)
    for one in own:
        widened |= SYNONYMS.get(one, frozenset())
    if own & _SERVICES and member & _SERVICES:
        return True
    head_shared = len(member & own) / len(member)
    return head_shared >= 0.5 or (len(member & widened) == len(member))
