"""Arms, conditions, interventions and comparators from reports of our own wording."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract.arms import arms, topics
from ingest.markup import DocumentBuilder
from ingest.records import Document


def document(title: str, methods: str = "") -> Document:
    builder = DocumentBuilder()
    builder.add("title", title)
    builder.add("abstract.methods", methods)
    return builder.build()


def told(found: Document) -> set[tuple[str, str]]:
    return {(t.role, t.label) for t in topics(found)}


def test_arms_of_an_allocation_clause() -> None:
    report = document(
        "A trial",
        "Adults with gout or psoriasis were randomly assigned to receive Sleep Coaching (SC) (n = 40) or placebo (n = 41).",
    )
    found = [(a.label, a.role, a.enrolled) for a in arms(report)]
    assert found == [("Sleep Coaching (SC)", "intervention", 40), ("placebo", "placebo", 41)]
    assert {("condition", "gout"), ("condition", "psoriasis")} <= told(report)


def test_abbreviations_and_care_as_usual_are_resolved() -> None:
    report = document(
        "Sleep Coaching (SC): results of a randomised trial",
        "Nurses with insomnia were randomised to receive group-based SC and treatment as usual or only the usual care.",
    )
    assert told(report) == {
        ("condition", "insomnia"),
        ("intervention", "Sleep Coaching (SC)"),
        ("comparator", "treatment as usual"),
    }


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Examplamab versus samplinib in patients with severe asthma: a trial",
            {("condition", "severe asthma"), ("intervention", "Examplamab"), ("comparator", "samplinib")},
        ),
        (
            "Effects of walking on blood pressure in adults with type 2 diabetes",
            {("condition", "type 2 diabetes"), ("intervention", "walking")},
        ),
        ("Continuous versus intermittent infusion of examplamab", set()),
        ("Preference for a mixture of A1 oil versus plain water", set()),
        ("Asthma in schools", set()),
    ],
)
def test_titles(title: str, expected: set[tuple[str, str]]) -> None:
    assert told(document(title)) == expected


@pytest.mark.parametrize(
    "methods",
    [
        "Patients were randomised to two groups.",
        "Men with or without gout took part.",
        "Participants were assigned to the intervention or the control group.",
    ],
)
def test_generic_words_are_no_topics(methods: str) -> None:
    assert told(document("A study", methods)) == set()


def test_reviews_have_no_arms() -> None:
    review = document("Coaching: a systematic review", "Adults were randomised to coaching or placebo.")
    assert arms(review) == ()
    assert topics(review) == ()


def test_the_seed_pages(shared: Path) -> None:
    portal, blog = (Document(text=p.read_text(encoding="utf-8")) for p in sorted((shared / "seeds").glob("*.txt")))
    assert told(portal) == {
        ("condition", "schizophrenia"),
        ("condition", "bipolar disorder"),
        ("intervention", "Illness Management and Recovery (IMR)"),
        ("comparator", "treatment as usual"),
        ("setting", "mental health service"),
    }
    assert ("intervention", "Illness Management and Recovery (IMR)") in told(blog)
