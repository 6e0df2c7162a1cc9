"""Nothing given: list every finding of the abstract (articles file; one line an article).

The judged findings stand beside the articles file: X.jsonl beside X_articles.jsonl.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.evaluate._abstracts import abstract_of_row
from ingest.extract.finding_document import Abstract
from ingest.extract.findings import findings_of, specify
from ingest.extract.outcomes import outcomes
from ingest.records import Document, Finding, Section

SCORER = "score_findings.py"
SCORER_OPTIONS = ["--abstract"]
ASKED = {"pmcid": str, "abstract_sentences": [str]}


def gold_for_scorer(path: Path) -> Path:
    """The judged rows beside the articles."""
    return path.with_name(path.name.replace("_articles", ""))


def predict(rows: list[dict[str, Any]], articles: Path | None = None) -> Iterator[dict[str, Any]]:
    """One line an article: comparisons between groups only, as the judged rows are."""
    for row in rows:
        abstract = abstract_of_row(row)
        text = "\n".join(row["abstract_sentences"])
        document = Document(text=text, sections=(Section(label="", kind="abstract", start=0, end=max(1, len(text))),))
        specify(abstract, outcomes(document))
        starts = [s.start for s in abstract.sentences]
        yield {"pmcid": row["pmcid"], "findings": list(_lines(document, abstract, starts))}


def _lines(document: Document, abstract: Abstract, starts: list[int]) -> Iterator[dict[str, Any]]:
    for found in findings_of(document, abstract):
        if found.comparison == "within-group" or found.span is None:
            continue
        yield {
            "intervention": found.intervention, "comparator": found.comparator, "outcome": found.outcome_name,
            "label": _label(found), "sentence_ids": [bisect_right(starts, found.span.start) - 1],
        }  # fmt: skip


def _label(found: Finding) -> str:
    """The judges' three labels: what is not significantly different is "no_difference" to them, whichever way it points."""
    return "no_difference" if found.significance == "not-significant" else found.change.replace("-", "_")
