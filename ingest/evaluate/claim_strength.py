"""How strongly does a conclusion or headline claim a cause? Asked: `text`; answered: label 0 (none) to 3 (causal)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.extract.claim_strength import strength

SCORER = "score_labels.py"
SCORER_OPTIONS: list[str] = []
STEPS = ("none", "correlational", "conditional-causal", "causal")


def predict(rows: list[dict[str, Any]], articles: Path | None) -> Iterator[dict[str, Any]]:
    """One label a row; `articles` is not looked at."""
    for row in rows:
        yield {"id": row["id"], "label": STEPS.index(strength(row["text"]))}
