"""Where a sentence speaks of an outcome: its words, its abbreviation or its synonyms.

The synonyms are everyday pairs of clinical English (death and mortality), one line a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest.extract.finding_arms import _ABBREVIATED, _WORD, _long_form, content_stems
from ingest.extract.finding_tokens import Tokens, stem

_SYNONYMS = """
death mortality died survival survived fatal deaths
hemorrhage bleeding bleed
glucose glycemic glycaemic sugar
hba1c a1c hemoglobin
weight bmi
stay hospitalization hospitalisation admission admissions hospital
adverse side complications complication safety events tolerability tolerated
nausea vomiting ponv emesis
edema swelling
pain vas analgesia analgesic nrs
pressure bp sbp dbp hypotension hypertension
fever temperature
failure success
cost costs expenditure
depression depressive
anxiety stai
cholesterol ldl hdl lipid
quality qol life hrqol sf36
icu intensive
recurrence relapse recurrent
infection infections sepsis
operation operative surgery surgical
erythema redness
kidney renal
liver hepatic
heart cardiac
pregnancy conception pregnant
birth delivery labour labor
caesarean cesarean section
duration length time period
satisfaction satisfied
urine urinary
fracture fractures
walking walk gait
adherence compliance
cognition cognitive
vision visual acuity
seizure seizures epileptic
progression pfs
mood affect
""".strip().splitlines()

SYNONYMS: dict[str, frozenset[str]] = {}
for _line in _SYNONYMS:
    _group = frozenset(stem(w) for w in _line.split())
    for _stem in _group:
        SYNONYMS[_stem] = SYNONYMS.get(_stem, frozenset()) | _group


@dataclass(slots=True)
class Target:
    """What is looked for: weighted stems of the outcome phrase and their stand-ins."""

    stems: tuple[str, ...]
    weights: dict[str, float]
    total: float
    # stem in the text -> (stem of the target, share of its weight)
    stands_for: dict[str, tuple[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, phrase: str, frequencies: Mapping[str, int], size: int, short_forms: Mapping[str, tuple[str, ...]]) -> Target:
        """`frequencies`: in how many of the `size` sentences of the document a stem stands (rare words weigh more)."""
        wanted = list(dict.fromkeys(content_stems(phrase)))
        if not wanted:
            wanted = list(dict.fromkeys(stem(w.lower()) for w in _WORD.findall(phrase)))
        weights = {s: 1.0 / (1.0 + 3.0 * frequencies.get(s, 0) / max(1, size)) for s in wanted}
        made = cls(stems=tuple(wanted), weights=weights, total=sum(weights.values()) or 1.0)
        for wanted_stem in wanted:
            made.stands_for[wanted_stem] = (wanted_stem, 1.0)
        for wanted_stem in wanted:
            for other in SYNONYMS.get(wanted_stem, ()):
                made.stands_for.setdefault(other, (wanted_stem, 0.6))
            for long_stem in short_forms.get(wanted_stem, ()):
                made.stands_for.setdefault(long_stem, (wanted_stem, 0.7))
        for short, long_form in short_forms.items():
            inside = [s for s in long_form if s in weights]
            if inside and len(inside) >= 0.6 * len(long_form):
                made.stands_for.setdefault(short, (inside[-1], 1.0))
                made.stands_for[short] = ("+".join(inside), 1.0)
        return made


@dataclass(slots=True)
class Match:
    """How well a sentence covers the outcome, and where."""

    coverage: float
    start: int
    end: int
    count: int
    places: list[int]


def short_forms(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Abbreviations printed in brackets behind their long form: stem of the short -> stems of the long."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        if "(" not in text:
            continue
        for match in _ABBREVIATED.finditer(text):
            short = match.group(1)
            before = _WORD.findall(text[max(0, match.start() - 90) : match.start()])[-(len(short) + 3) :]
            long_form = content_stems(" ".join(_long_form(before, short)))
            if long_form and len(short) > 1:
                found.setdefault(stem(short), tuple(long_form))
    return found


def find(target: Target, tokens: Tokens) -> Match:
    """The best window of the sentence for the outcome."""
    places: list[tuple[int, float, str]] = []
    for at, key in enumerate(tokens.stems):
        if key:
            stands = target.stands_for.get(key)
            if stands is not None:
                places.append((at, stands[1], stands[0]))
    if not places:
        return Match(0.0, -1, -1, 0, [])
    covered: dict[str, float] = {}
    for _, share, wanted in places:
        for one in wanted.split("+"):
            covered[one] = max(covered.get(one, 0.0), share * target.weights.get(one, 0.0))
    coverage = sum(covered.values()) / target.total
    start, end = _window(target, places)
    return Match(coverage, start, end, len(places), [p for p, _, _ in places])


def _window(target: Target, places: list[tuple[int, float, str]]) -> tuple[int, int]:
    """The densest run of matched tokens."""
    best, best_range = -1.0, (places[0][0], places[0][0] + 1)
    for first in range(len(places)):
        seen: dict[str, float] = {}
        for last in range(first, min(first + 12, len(places))):
            at, share, wanted = places[last]
            span = at - places[first][0]
            if span > 14:
                break
            for one in wanted.split("+"):
                seen[one] = max(seen.get(one, 0.0), share * target.weights.get(one, 0.0))
            value = sum(seen.values()) - 0.06 * (span - (last - first)) - 0.01 * span
            if value > best:
                best, best_range = value, (places[first][0], at + 1)
    return best_range


_ = re
