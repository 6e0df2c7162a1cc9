"""Numbers that belong to one outcome in a sentence: effect estimate with interval, p-value, counts or means per arm.

A number belongs to the outcome it follows, up to the next outcome; one that stands behind a whole list belongs to all
of it only when it is a p-value. Counts, means and standard deviations per arm: finding_arm_figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ingest.extract.bricks import PValue, p_values
from ingest.extract.effects import Effect, effects
from ingest.extract.finding_arm_figures import figures_of_arms
from ingest.extract.finding_kind import ArmAt

_DIGIT = re.compile(r"\d")
_CONTRAST = re.compile(r"\b(?:but|whereas|while|although|however|though|except\w*)\b", re.I)


@dataclass(slots=True)
class Numbers:
    """Field values of a finding, and what its p-value and interval say against no effect."""

    fields: dict[str, Any] = field(default_factory=dict)
    p_below: bool | None = None
    excludes_null: bool | None = None


def numbers(
    text: str, start: int, stop: int, shared_p: bool, arms: Sequence[ArmAt], change: str, *, alone: bool, errors: bool
) -> Numbers:
    """Numbers for the outcome at `start`, up to `stop` (offsets in the sentence `text`).

    `arms`: where the sentence names the arms; `alone`: no other outcome of the sentence can own figures before this one;
    `errors`: the document gives standard errors behind "±".
    """
    found = Numbers()
    if "NS" not in text and not _DIGIT.search(text):
        return found
    ps, effects_of_sentence = _of_sentence(text)
    own = [p for p in ps if start <= p.start < stop]
    p = own[0] if own else (ps[-1] if shared_p and len(ps) == 1 and not _CONTRAST.search(text, start, ps[-1].start) else None)
    effect = next((e for e in effects_of_sentence if start <= e.estimate_start < stop), None) if start < stop else None
    if effect is not None:
        _take_effect(found, effect)
        if effect.p_value is not None and p is None:
            found.fields.update(p_operator=effect.p_operator, p_value=effect.p_value)
            found.p_below = _below(effect.p_operator, effect.p_value)
    if p is not None:
        _take_p(found, p)
    if arms:
        found.fields.update(figures_of_arms(text, start, stop, arms, change, alone=alone, errors=errors))
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


def completeness(fields: dict[str, Any]) -> str:
    """full: an effect with its interval, or both arms' numbers; partial: any number; else direction-only."""
    if fields.get("ci_low") is not None and fields.get("estimate") is not None:
        return "full"
    if fields.get("sd_comparator") is not None or fields.get("n_comparator") is not None:
        return "full"
    told = ("estimate", "p_value", "events_comparator", "mean_comparator")
    return "partial" if any(fields.get(k) is not None for k in told) else "direction-only"
