"""What sets two outcomes apart although one name holds the other: kinds that exclude each other, and numbers of names.

"Serious adverse events" are no "adverse events", "cardiovascular mortality" is no "all-cause mortality", interleukin-6 is
not interleukin-10, PHQ-2 is not PHQ-9. Lists are of medicine at large and not of any set of judged pairs.
"""

from __future__ import annotations

import re

# Of two wordings, one has a word of one group and none of the other: they are of different things.
_EXCLUSIVE = tuple(
    tuple(frozenset(group.split()) for group in line.split("|"))
    for line in (
        "fasting fasted | postprandial postload random",
        "urinary | faecal fecal anal bowel",
        "systolic | diastolic",
        "left | right",
        "upper | lower",
        "maternal | neonatal infant fetal foetal perinatal",
        "complete | partial",
        "ischaemic ischemic | haemorrhagic hemorrhagic",
        "sensitivity | resistance",
        "inpatient | outpatient",
        "major | minor",
        "nausea | vomiting emesis",
        "proximal | distal",
        "direct | indirect",
        "ldl low-density | hdl high-density",
    )
)
# A word that makes something narrower out of what another names: of one wording only, they differ.
_NARROWER = tuple(
    (re.compile(rf"\b(?:{noun})", re.I), re.compile(rf"\b(?:{word})\b", re.I))
    for noun, word in (
        (r"adverse|side effects?|toxicit|AEs?\b", r"serious|severe|SAEs?|grade"),
        (
            r"mortalit|deaths?\b|died",
            r"cardiovascular|cardiac|cancer|disease-specific|maternal|neonatal|infant|perinatal|fetal|foetal",
        ),
        (r"strokes?\b", r"isch(?:a?e)mic|ha?emorrhagic|fatal|disabling"),
        (r"bleed|ha?emorrhag", r"major|fatal|intracranial|gastrointestinal|postpartum|variceal|minor"),
        (r"falls?\b|falling", r"fear|injurious"),
        (r"birth ?weight", r"low|very low|LBW"),
        (r"respon(?:se|der)", r"complete|partial"),
        (r"exacerbation|relapse|recurrence|hospitali[sz]ation|readmission", r"time to"),
        (r"pneumonia|infections?\b", r"surgical|wound|urinary|respiratory|bloodstream|ventilator-associated"),
    )
)
# "IL-6", "PHQ9", "CD4": the number is part of the name; "week-12" and "T1" are times.
_NAMED_NUMBER = re.compile(
    r"\b([A-Za-z]{2,12})-?(\d{1,3})(?![\d.]|-\w)\b|\b(interleukin|factor|type|stage|grade)[ -](\d{1,3}|[IVX]{1,4})\b", re.I
)
_TIMES = frozenset("week weeks day days month months year years visit hour hours time day wk yr min at of to in age".split())
_SHORT = {"interleukin": "il"}


def kinds_differ(first: str, second: str) -> bool:
    """Whether two wordings name different kinds of one thing, or one thing's different numbers. Symmetric."""
    a, b = first.lower(), second.lower()
    words_a, words_b = set(re.findall(r"[a-z-]+", a)), set(re.findall(r"[a-z-]+", b))
    for one, other in _EXCLUSIVE:
        if _only(words_a, one, other) and _only(words_b, other, one):
            return True
        if _only(words_b, one, other) and _only(words_a, other, one):
            return True
    for noun, narrower in _NARROWER:
        if noun.search(a) and noun.search(b) and _found(narrower, a) != _found(narrower, b):
            return True
    return _numbers_differ(_named_numbers(first), _named_numbers(second))


def _only(words: set[str], these: frozenset[str], not_these: frozenset[str]) -> bool:
    return bool(words & these) and not words & not_these


def _found(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def _named_numbers(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for match in _NAMED_NUMBER.finditer(text):
        name, number = (match[1] or match[3]).lower(), (match[2] or match[4]).upper()
        if name not in _TIMES:
            found.setdefault(_SHORT.get(name, name), set()).add(number)
    return found


def _numbers_differ(a: dict[str, set[str]], b: dict[str, set[str]]) -> bool:
    return any(not a[name] & b[name] for name in a.keys() & b.keys())
