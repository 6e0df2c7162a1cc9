"""Hazard, odds and risk ratios of a sentence: type and value. (The gold counts incidence rate ratios as hazard ratios.)"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.extract.effects import effects

SCORER = "score_effect_ratio.py"
SCORER_OPTIONS: list[str] = []
ASKED = {"id": object, "sentence": str}
_TYPES = {"HR": "hr", "IRR": "hr", "OR": "or", "RR": "rr"}


def predict(rows: list[dict[str, Any]], articles: Path | None = None) -> Iterator[dict[str, Any]]:
    """One line a sentence, with the point estimates found in it."""
    for row in rows:
        ratios = [{"type": _TYPES[e.measure], "value": e.estimate} for e in effects(row["sentence"]) if e.measure in _TYPES]
        yield {"id": row["id"], "ratios": ratios}
