"""Was the primary endpoint met? Small abstracts of our own wording, and the judged ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.evaluate.primary_endpoint import predict
from ingest.extract.primary_endpoint import primary_endpoint
from ingest.markup import DocumentBuilder
from ingest.records import Document

METHODS = "Patients were randomly assigned to alfamab or placebo. The primary end point was progression-free survival (PFS)."
CASES = [
    ("Median PFS was 9.1 v 5.2 months (hazard ratio, 0.61; 95% CI, 0.48 to 0.77; P < .001).", "Alfamab prolonged PFS.", True),
    ("Median PFS was 6.1 v 5.9 months (hazard ratio, 0.97; 95% CI, 0.80 to 1.18; P = .74).",
     "Alfamab was well tolerated.", False),
    ("PFS did not differ between the arms. Overall survival was longer with alfamab (P = .03).",
     "Alfamab did not improve PFS but improved overall survival.", False),
    ("The trial did not meet its primary end point. Response rates were higher with alfamab (P = .01).",
     "Alfamab showed activity.", False),
    ("The primary end point was met (P = .002).", "Alfamab is an option.", True),
    ("The trial was stopped for futility at the first interim analysis.", "No benefit was seen.", False),
]  # fmt: skip


def abstract(methods: str, results: str, conclusions: str) -> Document:
    builder = DocumentBuilder()
    builder.add("abstract.methods", methods, "METHODS")
    builder.add("abstract.results", results, "RESULTS")
    builder.add("abstract.conclusions", conclusions, "CONCLUSION")
    return builder.build()


@pytest.mark.parametrize(("results", "conclusions", "met"), CASES)
def test_verdict(results: str, conclusions: str, met: bool) -> None:
    document = abstract(METHODS, results, conclusions)
    verdict = primary_endpoint(document)
    assert verdict.met is met, verdict
    assert (verdict.name or "").startswith("progression-free survival")
    assert verdict.span is not None
    assert document.text[verdict.span.start : verdict.span.end] == verdict.span.quote


def test_noninferiority_that_is_shown_and_that_is_not() -> None:
    methods = "In this noninferiority trial the primary outcome was disease-free survival."
    shown = abstract(methods, "Disease-free survival was 81% v 80% (P = .004 for noninferiority).", "It was noninferior.")
    missed = abstract(methods, "The upper limit exceeded the noninferiority margin.", "Noninferiority was not shown.")
    assert primary_endpoint(shown).met is True
    assert primary_endpoint(missed).met is False


def test_says_nothing_when_nothing_is_said() -> None:
    assert primary_endpoint(Document(text="")).met is None
    assert primary_endpoint(abstract(METHODS, "Follow-up is ongoing.", "Results are awaited.")).met is None


def test_judged_abstracts(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold/primary_endpoint/dev.jsonl").read_text("utf-8").splitlines()]
    said = {p["id"]: p["label"] for p in predict(rows, None)}
    assert sum(said[r["id"]] == r["label"] for r in rows) / len(rows) >= 0.92
