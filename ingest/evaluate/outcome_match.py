"""Do two wordings name the same outcome? Asked: `primary` and `reported`; answered: label 1 (yes) or 0."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.extract.outcome_match import SAME, same_outcome

SCORER = "score_labels.py"
SCORER_OPTIONS: list[str] = []
ASKED = {"id": object, "primary": str, "reported": str}


def predict(rows: list[dict[str, Any]], articles: Path | None) -> Iterator[dict[str, Any]]:
    """One label a row; `articles` is not looked at."""
    for row in rows:
        score = same_outcome(row["primary"], row["reported"])
        yield {"id": row["id"], "label": int(score >= SAME), "score": round(score, 3)}
