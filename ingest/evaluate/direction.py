"""Intervention, comparator and outcome given: increased, decreased or no difference, and which sentence says so.

Rows carry their abstract (`abstract_sections`, `abstract_sentences`). What ships was fitted on the dev rows: for their
figures use benchmarks/cross_validate_findings.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.evaluate._abstracts import abstract_of_row
from ingest.extract.ask import rank
from ingest.extract.finding_document import Abstract

SCORER = "score_direction.py"
SCORER_OPTIONS = ["--in-abstract"]
ASKED = {"id": object, "abstract_sentences": [str], "outcome": str, "intervention": str, "comparator": str}


def predict(rows: list[dict[str, Any]], articles: Path | None = None) -> Iterator[dict[str, Any]]:
    """One line a question: the likeliest direction, also where `ask` would abstain."""
    known: tuple[str, Abstract] | None = None
    for row in rows:
        key = "\n".join([row.get("title") or "", *row["abstract_sentences"]])
        if known is None or known[0] != key:
            known = key, abstract_of_row(row)
        ranked = rank(known[1], row["outcome"], row["intervention"], row["comparator"])
        if ranked is None:
            yield {"id": row["id"], "label": None}
            continue
        yield {"id": row["id"], "label": ranked.change.replace("-", "_"), "sentence_ids": list(ranked.places[:1])}
