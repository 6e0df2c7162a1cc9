"""Counts of participants: which number is the total."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.extract.number_words import count_value
from ingest.extract.sample_size import sample_sizes, total
from ingest.markup import DocumentBuilder


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A total of 198 participants were included.", 198),
        ("Twenty consecutive women took part.", 20),
        ("We randomly assigned 13 388 men to a drug or placebo.", 13388),
        ("Women (n = 235) were randomised.", 235),
        ("Of 410 patients screened, 120 were randomised: 60 to drug and 60 to placebo.", 120),
        ("Forty-one adults were randomised to coaching and 29 adults to reading.", 70),
        ("Adults were randomised to coaching (n = 27) or placebo (n = 26).", 53),
        ("Between June 2000 and May 2003, 1,009 children aged 5-9 years entered the trial.", 1009),
        ("One hundred and seventy-six nurses were enrolled; 170 completed.", 176),
    ],
)
def test_total(text: str, value: int) -> None:
    found = total("A trial of coaching. " + text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "text",
    [
        "The trial ran from 1995 to 2003.",
        "Doses of 20 mg were given for 12 weeks at 45 centres.",
        "Three patients died in the control group.",
        "It affects 5 million people.",
    ],
)
def test_no_total(text: str) -> None:
    assert total(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1,204", 1204), ("one hundred and six", 106), ("a thousand", 1000), ("Ninety-nine", 99), ("mice", None)]
)
def test_count_value(text: str, value: int | None) -> None:
    assert count_value(text) == value


def test_planned_and_enrolled_are_two_facts() -> None:
    builder = DocumentBuilder()
    builder.add("abstract.methods", "We planned to recruit 300 adults. In all, 198 adults were randomised.")
    document = builder.build()
    assert {s.field: s.value for s in sample_sizes(document)} == {"enrolled": 198, "enrolled_planned": 300}
    assert all(s.span and document.text[s.span.start : s.span.end] == s.span.quote for s in sample_sizes(document))


def test_judged_abstracts(shared: Path) -> None:
    """The scorer reads number words only up to twelve; here both sides are read in full."""
    rows = [json.loads(line) for line in (shared / "gold/pico_corpus/dev.jsonl").open(encoding="utf-8")]
    rows = [row for row in rows if row["total_participants"]]
    right = answered = 0
    for row in rows:
        found = total(row["text"])
        answered += found is not None
        right += found is not None and found.value in {count_value(t) for t in row["total_participants"]}
    precision, recall = right / answered, right / len(rows)
    assert 2 * precision * recall / (precision + recall) >= 0.89
