"""Total sample size from an abstract.

The scorer compares numbers as printed and reads number words only up to twelve, on both sides; a total that the
abstract prints in words is therefore written as it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.extract.sample_size import total

SCORER = "score_sample_size.py"
SCORER_OPTIONS: list[str] = []
ASKED = {"id": object, "text": str}


def predict(rows: list[dict[str, Any]], articles: Path | None = None) -> Iterator[dict[str, Any]]:
    """One line an abstract; `total` is null when none is stated clearly enough."""
    for row in rows:
        count = total(row["text"])
        printed = row["text"][count.start : count.end] if count else ""
        figures = count is None or any(c.isdigit() for c in printed)
        yield {"id": row["id"], "total": count.value if count and figures else printed or None}
