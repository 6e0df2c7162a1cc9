"""Numbers that belong to one outcome in a sentence: effect estimate with interval, p-value, counts or means per arm.

A number belongs to the outcome it follows, up to the next outcome; one that stands behind a whole list belongs to all
of it only when it is a p-value. Numbers per arm are given only where their order agrees with the direction read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ingest.extract.bricks import PLUS_MINUS_SIGN, UNSIGNED, PValue, number, p_values
from ingest.extract.effects import Effect, effects

_NUMBER = rf"[-−–]?{UNSIGNED}"
_MEANS = re.compile(
    rf"(?P<a>{_NUMBER})\s?(?:{PLUS_MINUS_SIGN})\s?(?P<sa>{UNSIGNED})"
    r"[^\d±;]{0,40}?\b(?:vs\.?|versus|and|compared (?:with|to)|against)\s"
    rf"[^\d±;]{{0,40}}?(?P<b>{_NUMBER})\s?(?:{PLUS_MINUS_SIGN})\s?(?P<sb>{UNSIGNED})"
)
_COUNTS = re.compile(
    r"(?<![\d/.])(?P<a>\d{1,5})\s?(?:/|of|out"
    r" of)\s?(?P<na>\d{1,6})\b(?![/.]\d)[^;]{0,60}?\b(?:vs\.?|versus|and|compared (?:with|to)|than)\s"
    r"[^;]{0,50}?(?<![\d/.])(?P<b>\d{1,5})\s?(?:/|of|out of)\s?(?P<nb>\d{1,6})\b(?![/.]\d)"
)


_DIGIT = re.compile(r"\d")
_CONTRAST = re.compile(r"\b(?:but|whereas|while|although|however|though)\b", re.I)


@dataclass(slots=True)
class Numbers:
    """Field values of a finding, and what its p-value and interval say against no effect."""

    fields: dict[str, Any] = field(default_factory=dict)
    p_below: bool | None = None
    excludes_null: bool | None = None


def numbers(text: str, start: int, stop: int, shared_p: bool, first_is_intervention: bool | None, change: str) -> Numbers:
    """Numbers for the outcome at `start`, up to `stop` (offsets in the sentence `text`).

    `first_is_intervention`: whether the arm that the sentence names first is the intervention (None: unknown).
    """
    found = Numbers()
    if "NS" not in text and not _DIGIT.search(text):
        return found
    ps, effects_of_sentence = _of_sentence(text)
    own = [p for p in ps if start <= p.start < stop]
    p = own[0] if own else (ps[-1] if shared_p and len(ps) == 1 and not _CONTRAST.search(text, start, ps[-1].start) else None)
    effect = next((e for e in effects_of_sentence if start <= e.start < stop), None) if start < stop else None
    if effect is not None:
        _take_effect(found, effect)
        if effect.p_value is not None and p is None:
            found.fields.update(p_operator=effect.p_operator, p_value=effect.p_value)
            found.p_below = _below(effect.p_operator, effect.p_value)
    if p is not None:
        _take_p(found, p)
    if first_is_intervention is not None:
        _take_arms(found, text[start:stop], first_is_intervention, change)
    return found


@lru_cache(maxsize=32)
def _of_sentence(text: str) -> tuple[tuple[PValue, ...], tuple[Effect, ...]]:
    """p-values and effects of one sentence, which its outcomes share."""
    ps = tuple(p for p in p_values(text) if p.of not in ("interaction", "trend", "heterogeneity"))
    return ps, tuple(effects(text))


def _take_p(found: Numbers, p: PValue) -> None:
    if p.value is None:
        found.p_below = False
        return
    found.fields.update(p_operator=p.operator, p_value=p.value)
    found.p_below = _below(p.operator, p.value)


def _below(operator: str | None, value: float) -> bool:
    if operator in (">", ">="):
        return False
    return value < 0.05 or (value == 0.05 and operator in ("<", "<="))


def _take_effect(found: Numbers, effect: Effect) -> None:
    found.fields.update(effect_measure=effect.measure, estimate=effect.estimate, ci_level=effect.ci_level,
                        ci_low=effect.ci_low, ci_high=effect.ci_high, unit=effect.unit)  # fmt: skip
    if effect.ci_low is not None and effect.ci_high is not None:
        null = 1.0 if effect.measure in ("HR", "OR", "IRR", "RR", "PR") else 0.0
        found.excludes_null = not effect.ci_low <= null <= effect.ci_high


def _take_arms(found: Numbers, text: str, first_is_intervention: bool, change: str) -> None:
    counts = _COUNTS.search(text)
    means = _MEANS.search(text) if "±" in text or "+" in text else None
    if counts is not None and (means is None or counts.start() < means.start()):
        a, na, b, nb = (int(counts[k]) for k in ("a", "na", "b", "nb"))
        if not (a <= na and b <= nb and na and nb and na > 4 and nb > 4):
            return
        values = ((a, na), (b, nb)) if first_is_intervention else ((b, nb), (a, na))
        if _agrees(values[0][0] / values[0][1], values[1][0] / values[1][1], change):
            found.fields.update(events_intervention=values[0][0], n_intervention=values[0][1],
                                events_comparator=values[1][0], n_comparator=values[1][1])  # fmt: skip
    elif means is not None:
        pairs = [(number(means["a"]), number(means["sa"])), (number(means["b"]), number(means["sb"]))]
        if not first_is_intervention:
            pairs.reverse()
        if _agrees(pairs[0][0], pairs[1][0], change):
            found.fields.update(mean_intervention=pairs[0][0], sd_intervention=pairs[0][1],
                                mean_comparator=pairs[1][0], sd_comparator=pairs[1][1])  # fmt: skip


def _agrees(first: float, second: float, change: str) -> bool:
    """Whether the order of the numbers is the direction that the words tell; without direction nothing is certain."""
    return (change == "increased" and first > second) or (change == "decreased" and first < second)


def completeness(fields: dict[str, Any]) -> str:
    """full: an effect with its interval, or both arms' numbers; partial: any number; else direction-only."""
    if fields.get("ci_low") is not None and fields.get("estimate") is not None:
        return "full"
    if fields.get("sd_comparator") is not None or fields.get("events_comparator") is not None:
        return "full"
    return "partial" if any(fields.get(k) is not None for k in ("estimate", "p_value")) else "direction-only"
