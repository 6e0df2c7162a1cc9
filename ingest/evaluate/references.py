"""Printed reference to fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.extract.references import parse_reference

SCORER = "score_references.py"
SCORER_OPTIONS: list[str] = []
ASKED = {"id": object, "raw": str}


def predict(rows: list[dict[str, Any]], articles: Path | None) -> Iterator[dict[str, Any]]:
    """One parsed reference a row, in the scorer's names."""
    for row in rows:
        read = parse_reference(row["raw"])
        yield {
            "id": row["id"],
            "authors": [author.family for author in read.authors if author.family],
            "year": read.year,
            "title": read.title,
            "journal": read.container_title,
            "volume": read.volume,
            "issue": read.issue,
            "fpage": read.first_page,
            "lpage": read.last_page,
            "doi": read.doi,
        }
