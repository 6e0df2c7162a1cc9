"""Is this registry number the article's own?

Reads the sentence, and the place and the count of numbers where the row has them. Every number found in the sentence
is reported in `registry_ids`, in its normal form and as written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.extract.registration_wording import stance
from ingest.identifiers import find_registrations

SCORER = "score_registry.py"
SCORER_OPTIONS: list[str] = []
ASKED = {"id": object, "sentence": str}


def predict(rows: list[dict[str, Any]], articles: Path | None) -> Iterator[dict[str, Any]]:
    """One judgement a row: {"id", "registry_ids", "label"}."""
    for row in rows:
        sentence = row.get("sentence") or ""
        found = list(find_registrations(sentence))
        place = row.get("where") or row.get("section")
        verdict = stance(sentence, place, row.get("n_ids_in_article"))
        yield {
            "id": row["id"],
            "registry_ids": sorted({n.value for n in found} | {n.as_written for n in found}),
            "label": "own" if verdict.is_own else "other",
        }
