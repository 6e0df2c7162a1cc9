"""Timing for benchmarks: processor seconds, the pieces of work taken in turn, the best of some rounds for each."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]


def best_seconds(work: Mapping[str, Work], rounds: int = 5) -> dict[str, float]:
    """The best of some rounds for each piece of work; in every round each takes its turn, so that noise hits all alike."""
    best = dict.fromkeys(work, float("inf"))
    for _ in range(rounds):
        for name, run in work.items():
            gc.collect()
            start = time.process_time()
            run()
            best[name] = min(best[name], time.process_time() - start)
    return best


def held(name: str, value: float, floor: float | None, unit: str = "x") -> bool:
    """Print a figure with its floor; False when it is below. Floors only rise."""
    good = floor is None or value >= floor
    print(
        f"  {name:58} {value:8.2f}{unit}" + (f"  (floor {floor:g}{unit}){'' if good else '  BELOW'}" if floor is not None else "")
    )
    return good
