"""Was the primary endpoint met? Asked: the abstract and its parts; answered: label positive or negative."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.extract.primary_endpoint import primary_endpoint
from ingest.markup import DocumentBuilder

SCORER = "score_labels.py"
SCORER_OPTIONS: list[str] = []
ASKED = {"id": object, "abstract": str}
_PARTS = (
    ("introduction", "abstract.background"),
    ("methods", "abstract.methods"),
    ("results", "abstract.results"),
    ("conclusions", "abstract.conclusions"),
)


def predict(rows: list[dict[str, Any]], articles: Path | None) -> Iterator[dict[str, Any]]:
    """One label a row; "negative" also where nothing can be said, as an endpoint not shown to be met."""
    for row in rows:
        builder = DocumentBuilder()
        builder.add("title", row.get("title"))
        parts = [(kind, row.get(name)) for name, kind in _PARTS]
        if any(text for _, text in parts):
            for kind, text in parts:
                builder.add(kind, text)
        else:
            builder.add("abstract", row["abstract"])
        verdict = primary_endpoint(builder.build())
        yield {
            "id": row["id"],
            "label": "positive" if verdict.met else "negative",
            "said": verdict.met is not None,
            "score": round(verdict.score, 2),
            "endpoint": verdict.name,
            "rule": verdict.rule,
            "quote": verdict.span.quote if verdict.span else None,
        }
