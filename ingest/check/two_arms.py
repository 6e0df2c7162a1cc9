"""Figures per arm against the effect and the p-value of the same finding.

What is printed may be adjusted, stratified or imputed, so that a crude figure differs from it for good reasons: these
checks only give notes, and only where no common adjustment explains the distance. Means are not tested for being
possible with the number of people (GRIM): that is sound only for whole-number scales, which a finding does not tell.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist

from ingest.check.intervals import RATIOS
from ingest.check.verdict import Verdict, half_unit, shown
from ingest.records import Row

_NORMAL = NormalDist()
_AGAINST_MARGIN = ("non-inferior", "equivalent", "not-tested", "not-reported")
# Crude and printed must lie on different sides, each this sure of itself.
_SURELY, _SURELY_NOT = 0.001, 0.3
_SMALL = 20


def check_two_arms(finding: Row) -> Iterator[Verdict]:
    """Counts or means per arm against ratio, difference and p-value, as far as the finding has them."""
    if finding["comparison"] != "between-group":
        return
    yield from _ratio_against_counts(finding)
    yield from _difference_against_means(finding)
    p = _crude_p(finding)
    if p is not None:
        yield from _p_against(finding, *p)


def _counts(finding: Row) -> tuple[int, int, int, int] | None:
    a, n, b, m = (finding[k] for k in ("events_intervention", "n_intervention", "events_comparator", "n_comparator"))
    if None in (a, n, b, m) or not 0 <= a <= n or not 0 <= b <= m or not n or not m:
        return None
    return a, n, b, m


def _means(finding: Row) -> tuple[float, float, int, float, float, int] | None:
    names = ("mean_intervention", "sd_intervention", "n_intervention", "mean_comparator", "sd_comparator", "n_comparator")
    values = [finding[k] for k in names]
    if None in values or values[1] <= 0 or values[4] <= 0 or min(values[2], values[5]) < 2:
        return None
    return values[0], values[1], values[2], values[3], values[4], values[5]


def _ratio_against_counts(finding: Row) -> Iterator[Verdict]:
    """A printed OR or RR whose interval does not hold the crude one, whichever arm is the reference."""
    counts, measure = _counts(finding), finding["effect_measure"]
    low, high = finding["ci_low"], finding["ci_high"]
    if counts is None or measure not in ("OR", "RR") or low is None or high is None or min(counts[0], counts[2]) < 5:
        return
    a, n, b, m = counts
    if measure == "OR" and (a == n or b == m):
        return
    crude = (a * (m - b)) / (b * (n - a)) if measure == "OR" else (a / n) / (b / m)
    # Crude and adjusted may differ: only outside of a widened interval it is worth a word.
    inside = any(low / 1.25 <= value <= high * 1.25 for value in (crude, 1 / crude))
    crude_words = f"{a}/{n} against {b}/{m} makes a crude {measure} of {shown(round(crude, 2))}"
    words = f"{crude_words}; printed interval {shown(low)} to {shown(high)}"
    yield Verdict("ratio-against-counts", "ok" if inside else "note", words)


def _difference_against_means(finding: Row) -> Iterator[Verdict]:
    """A printed mean difference whose interval holds the difference of the printed means in neither direction."""
    first, second = finding["mean_intervention"], finding["mean_comparator"]
    low, high = finding["ci_low"], finding["ci_high"]
    if finding["effect_measure"] != "MD" or None in (first, second, low, high) or finding["estimate"] is None:
        return
    crude, width = first - second, high - low
    half = 2 * half_unit(first, second)
    inside = any(low - width / 2 - half <= value <= high + width / 2 + half for value in (crude, -crude))
    crude_words = f"means {shown(first)} and {shown(second)}, difference {shown(round(crude, 3))}"
    words = f"{crude_words}; printed interval {shown(low)} to {shown(high)}"
    yield Verdict("difference-against-means", "ok" if inside else "note", words)


def _crude_p(finding: Row) -> tuple[float, str] | None:
    """The two-sided p of an unadjusted test of the figures per arm, and what was tested; None when there are too few."""
    means = _means(finding)
    if means is not None and min(means[2], means[5]) >= _SMALL:
        first, sd, n, second, other_sd, m = means
        error = math.sqrt(sd**2 / n + other_sd**2 / m)
        words = f"means {shown(first)} (SD {shown(sd)}, n {n}) and {shown(second)} (SD {shown(other_sd)}, n {m})"
        return 2 * (1 - _NORMAL.cdf(abs(first - second) / error)), words
    counts = _counts(finding)
    if counts is None:
        return None
    a, n, b, m = counts
    pooled = (a + b) / (n + m)
    if min(n, m) * min(pooled, 1 - pooled) < 5:
        return None
    error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return 2 * (1 - _NORMAL.cdf(abs(a / n - b / m) / error)), f"{a}/{n} and {b}/{m}"


def _p_against(finding: Row, crude: float, words: str) -> Iterator[Verdict]:
    p, operator = finding["p_value"], finding["p_operator"]
    if p is None or finding["significance"] in _AGAINST_MARGIN or finding["effect_measure"] in RATIOS - {"OR", "RR"}:
        return
    above = operator in ("=", ">", ">=") and p >= _SURELY_NOT
    below = operator in ("=", "<", "<=") and p <= _SURELY
    wrong = (above and crude < _SURELY) or (below and crude > _SURELY_NOT)
    rounded = f"{crude:.3f}" if crude >= 0.001 else "< 0.001"
    detail = f"{words}: an unadjusted test gives p {rounded}; printed p {operator} {shown(p)}"
    yield Verdict("p-against-arms", "note" if wrong else "ok", detail)
