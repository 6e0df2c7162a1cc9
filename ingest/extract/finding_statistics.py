"""What p-values, intervals and estimates in a sentence tell of one outcome, as signs and counts."""

from __future__ import annotations

from ingest.extract.finding_match import Match
from ingest.extract.finding_tokens import Tokens


def p_values_of(tokens: Tokens, match: Match, low: int, high: int, scope: tuple[int, int]) -> tuple[float, int, int]:
    """The p-value that belongs to the outcome (first behind it): -1 high, +1 low, 0 none; and both counts."""
    inside = [at for at in tokens.p_low if low <= at < high]
    lows = sum(tokens.p_low[at] for at in inside)
    behind = [at for at in inside if at >= match.start] or inside
    near = 0.0
    if behind:
        near = 1.0 if tokens.p_low[behind[0]] else -1.0
    else:
        start, end = scope
        usable = [at for at in sorted(tokens.p_low) if start <= at < end]
        if usable:
            at = next((at for at in usable if at > match.start), usable[-1])
            near = 0.5 if tokens.p_low[at] else -0.5
    return near, lows, len(inside) - lows


def intervals_of(tokens: Tokens, match: Match) -> tuple[float, float]:
    """Intervals behind the outcome that hold 0 in their limits' signs (open) or do not (shut)."""
    if "c" not in tokens.kinds:
        return 0.0, 0.0
    opened = shut = 0.0
    for at, kind in enumerate(tokens.kinds):
        if kind == "c" and at >= match.start:
            spans = _null_inside(tokens.limits.get(at))
            if spans is None:
                continue
            opened += spans
            shut += not spans
    return opened, shut


_RATIOS = frozenset("hr or rr irr ratio aor ahr arr lpr prr ratios".split())


def estimates_of(tokens: Tokens, match: Match, low: int) -> tuple[float, float]:
    """Signs of the first ratio (against 1) and of the first difference (against 0) behind the outcome."""
    ratio = difference = 0.0
    named = -99
    for at in range(max(low, match.start), len(tokens.words)):
        word = tokens.words[at]
        if word in _RATIOS and not (word == "or" and tokens.text[tokens.starts[at] : tokens.ends[at]] != "OR"):
            named = at
        elif at in tokens.values and not ratio and at - named <= 8:
            value = tokens.values[at]
            if 0 < value < 20 and value != 1 and value not in (95.0, 90.0, 99.0):
                ratio = 1.0 if value > 1 else -1.0
        elif tokens.kinds[at] == "c" and not difference:
            limits = tokens.limits.get(at)
            if limits is not None and limits[0] * limits[1] > 0 and at - named > 14:
                difference = 1.0 if limits[0] > 0 else -1.0
    return ratio, difference


def _null_inside(limits: tuple[float, float] | None) -> bool | None:
    """Whether an interval holds "no effect": 0 when a limit is negative, else 1 (of a ratio)."""
    if limits is None:
        return None
    low, high = limits
    if low < 0:
        return high > 0
    return low < 1 < high and high < 20
