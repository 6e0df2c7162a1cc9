"""Label each sentence of an abstract (BACKGROUND, OBJECTIVE, METHODS, RESULTS, CONCLUSIONS), its headings unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.extract.sections import classify_sentences

SCORER = "score_sections.py"
SCORER_OPTIONS: list[str] = []
ASKED = {"id": object, "sentences": [{"text": str}]}


def predict(rows: list[dict[str, Any]], articles: Path | None = None) -> Iterator[dict[str, Any]]:
    """One line an abstract."""
    for row in rows:
        yield {"id": row["id"], "labels": classify_sentences([sentence["text"] for sentence in row["sentences"]])}
