"""Effect estimate, confidence interval and p-value of one finding against each other.

Printed numbers are rounded: every rule reckons with half a unit of the last decimal. An interval and a p-value may also
come from two methods (a log-rank p beside a Cox interval), so that they are called contradictory only when they are
apart by more than methods differ; between that and agreement lies a note.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

from ingest.check.verdict import Verdict, half_unit, shown
from ingest.extract.effects import effects
from ingest.records import Row

RATIOS = frozenset(("HR", "OR", "RR", "IRR", "PR"))
DIFFERENCES = frozenset(("RD", "MD", "WMD", "SMD", "beta"))
# Tests against a margin: their p-value says nothing on the null value.
_AGAINST_MARGIN = frozenset(("non-inferior", "equivalent", "not-tested", "not-reported"))
_NORMAL = NormalDist()
# Standard errors that two sound methods may lie apart (log-rank and Cox, exact and Wald, adjusted and not).
_METHODS = 0.5
# ... and that are worth a look even where both say the same of significance.
_FAR = 1.5
# An estimate this far from the middle (1: on a limit) is not of a symmetric method.
_OFF_CENTRE = 0.5


@dataclass(frozen=True, slots=True)
class _Interval:
    """An effect with its limits, on the scale on which it is symmetric."""

    measure: str
    estimate: float
    low: float
    high: float
    level: float
    half: float

    @property
    def ratio(self) -> bool:
        return self.measure in RATIOS

    @property
    def null(self) -> float:
        return 1.0 if self.ratio else 0.0

    def words(self) -> str:
        return f"{self.measure} {shown(self.estimate)} ({shown(self.level)}% CI {shown(self.low)} to {shown(self.high)})"


def check_interval(finding: Row) -> Iterator[Verdict]:
    """Estimate inside its interval, near its middle; p-value against the interval. Nothing where numbers are missing."""
    interval = _interval(finding)
    if interval is None:
        return
    yield _inside(interval)
    if _inside(interval).result == "fail":
        return
    off = _off_centre(interval)
    if off is not None:
        yield off
    against = _p_against(interval, finding)
    if against is not None:
        yield against


def _interval(finding: Row) -> _Interval | None:
    measure, estimate, low, high, level = (finding[k] for k in ("effect_measure", "estimate", "ci_low", "ci_high", "ci_level"))
    if measure not in RATIOS | DIFFERENCES or None in (estimate, low, high, level) or not math.isfinite(high):
        return None
    if not 50 < level < 100 or low > high or (measure in RATIOS and low < 0):
        return None
    return _Interval(measure, estimate, low, high, level, half_unit(estimate, low, high))


def _inside(interval: _Interval) -> Verdict:
    slack = half_unit(interval.estimate) + half_unit(interval.low, interval.high) + 1e-9
    if interval.low - slack <= interval.estimate <= interval.high + slack:
        return Verdict("estimate-in-interval", "ok", f"{interval.words()}: the estimate lies in its interval")
    return Verdict("estimate-in-interval", "fail", f"{interval.words()}: the estimate lies outside its interval")


def _scaled(interval: _Interval, by: float = 0.0) -> tuple[float, float, float] | None:
    """(estimate, low, high) on the symmetric scale, limits moved inwards by `by`; None where that is not possible."""
    low, high = interval.low + by, interval.high - by
    if high - low <= 2 * interval.half:
        return None
    if not interval.ratio:
        return interval.estimate, low, high
    if low <= 0 or interval.estimate <= 0:
        return None
    return math.log(interval.estimate), math.log(low), math.log(high)


def _off_centre(interval: _Interval) -> Verdict | None:
    scaled = _scaled(interval)
    if scaled is None or (interval.ratio and interval.low <= 3 * interval.half):
        return None
    estimate, low, high = scaled
    rounding = interval.half / (interval.low if interval.ratio else 1.0)
    offset = max(0.0, abs(estimate - (low + high) / 2) - 2 * rounding) / ((high - low) / 2)
    if offset <= _OFF_CENTRE:
        return None
    scale = " on the logarithmic scale" if interval.ratio else ""
    words = f"{interval.words()}: the estimate is far from the middle of its interval{scale}"
    return Verdict("estimate-centred", "note", f"{words}; one number may be misprinted, or the method is not symmetric")


def _p_against(interval: _Interval, finding: Row) -> Verdict | None:
    p, operator = finding["p_value"], finding["p_operator"]
    if p is None or operator is None or not 0 <= p <= 1 or finding["significance"] in _AGAINST_MARGIN:
        return None
    if finding["quote"] and not _printed_together(interval, p, finding["quote"]):
        return None
    alpha = 1 - interval.level / 100
    below, above = _sides(p, operator, alpha)
    excludes = interval.low - interval.half > interval.null or interval.high + interval.half < interval.null
    includes = interval.low + interval.half < interval.null < interval.high - interval.half
    words = f"{interval.words()}, p {operator} {shown(p)}"
    rule = "p-against-interval"
    if (below and excludes) or (above and includes):
        far = _apart(interval, p, operator)
        if operator == "=" and far is not None and far > _FAR:
            return Verdict(
                rule, "note", f"{words}: both say the same of significance, but the p-value is far from the interval's"
            )
        return Verdict(rule, "ok", f"{words}: p-value and interval agree")
    if not (below and includes) and not (above and excludes):
        return None  # a limit on the null value, or a p-value on the threshold
    states = "includes" if includes else "excludes"
    words += (
        f": the interval {states} {shown(interval.null)}, the p-value is {'below' if below else 'above'} {shown(round(alpha, 4))}"
    )
    # A one-sided p is half the two-sided one; one close to 1 is of a test in the other direction.
    one_sided = (below and 2 * p >= alpha) or (above and p > 0.95)
    far = _apart(interval, p, operator)
    if one_sided or far is None or far <= _METHODS:
        return Verdict(rule, "note", f"{words}; that may be two methods, or a one-sided test")
    return Verdict(rule, "fail", words)


def _printed_together(interval: _Interval, p: float, words: str) -> bool:
    """Whether a sentence prints this p-value with this interval: else it may be the p-value of another comparison."""
    return any(
        (e.estimate, e.ci_low, e.ci_high, e.p_value) == (interval.estimate, interval.low, interval.high, p)
        for e in effects(words)
    )


def _sides(p: float, operator: str, alpha: float) -> tuple[bool, bool]:
    """Whether a printed p-value is surely below, or surely above, a threshold."""
    half = half_unit(p) if operator == "=" else 0.0
    below = operator in ("=", "<", "<=") and p + half < alpha + (1e-9 if operator == "<" else 0.0)
    above = operator in ("=", ">", ">=") and p - half >= alpha - 1e-9
    return below, above


def _apart(interval: _Interval, p: float, operator: str) -> float | None:
    """How far the z of the p-value lies from that of the interval at least, in standard errors; None when unknown."""
    closest: float | None = None
    for by in (-interval.half, 0.0, interval.half):
        scaled = _scaled(interval, by)
        if scaled is None:
            continue
        estimate, low, high = scaled
        error = (high - low) / 2 / _NORMAL.inv_cdf(0.5 + interval.level / 200)
        rounding = interval.half / (abs(interval.estimate) if interval.ratio else 1.0) / error
        z = abs(estimate) / error
        gap = max(0.0, _gap(z, p, operator) - rounding)
        closest = gap if closest is None else min(closest, gap)
    return closest


def _gap(z: float, p: float, operator: str) -> float:
    """The distance of a z from what a printed p-value allows."""
    half = half_unit(p) if operator == "=" else 0.0
    upper = _z(max(p - half, 1e-12)) if operator != "<" and operator != "<=" else math.inf
    lower = _z(min(p + half, 1.0)) if operator not in (">", ">=") else 0.0
    return max(0.0, lower - z, z - upper)


def _z(p: float) -> float:
    """The z of a two-sided p-value."""
    return -_NORMAL.inv_cdf(p / 2) if p < 1 else 0.0
