"""What a check answers, and the rounding that printed numbers carry."""

from __future__ import annotations

from typing import NamedTuple


class Verdict(NamedTuple):
    """result: ok | note | fail. "fail" is kept for what cannot be as printed, "note" for what is worth a look."""

    rule: str
    result: str
    detail: str


def decimals(*values: float) -> int:
    """The most decimals that any of these numbers shows; numbers of one result are printed alike, and 0.80 is kept as 0.8."""
    return max(len(f"{value:.10f}".rstrip("0").partition(".")[2]) for value in values)


def half_unit(*values: float) -> float:
    """Half a unit of the last decimal printed: how far the true value may lie from the printed one."""
    return 0.5 * 10.0 ** -decimals(*values)


def shown(value: float) -> str:
    """A number as people write it: no ".0", no powers of ten."""
    return f"{value + 0.0:.10f}".rstrip("0").rstrip(".") if abs(value) < 1e9 else f"{value:g}"
