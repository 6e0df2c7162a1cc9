"""Trial facts of reports of our own wording: what is said is read, what is said of others is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract.design import design
from ingest.markup import DocumentBuilder
from ingest.records import Document

REPORT = {
    "title": "Sleep coaching for shift workers: six-month follow-up of a randomised trial in Norwegian hospitals",
    "abstract.background": "Shift work harms sleep. Previous open-label crossover trials in Sweden were small.",
    "abstract.methods": (
        "This assessor-blinded, parallel-group, non-inferiority trial was run at five hospitals in Norway. "
        "Nurses were randomly assigned in a 1:1 ratio to coaching or usual care and followed for 6 months."
    ),
    "abstract.results": "A total of 240 nurses were randomised.",
    "abstract.conclusions": "Cluster trials in Japan are needed.",
}


def document(parts: dict[str, str]) -> Document:
    builder = DocumentBuilder()
    for kind, text in parts.items():
        builder.add(kind, text)
    return builder.build()


def facts(found: Document) -> dict[str, object]:
    return {s.field: s.value for s in design(found)}


def test_a_report_states_its_design() -> None:
    assert facts(document(REPORT)) == {
        "allocation": "randomised",
        "masking": "single",
        "framework": "non-inferiority",
        "design": "parallel",
        "arms": 2,
        "sites": 5,
        "countries": "Norway",
        "follow_up": "six months",
    }


def test_every_fact_quotes_its_words() -> None:
    report = document(REPORT)
    for stated in design(report):
        assert stated.span is not None
        assert report.text[stated.span.start : stated.span.end] == stated.span.quote


def test_a_review_states_no_trial() -> None:
    review = {
        "title": "Sleep coaching: a systematic review and meta-analysis",
        "abstract": "Randomised double-blind trials were searched in three databases.",
    }
    assert design(document(review)) == ()


def stated_in(methods: str) -> dict[str, object]:
    return facts(document({"title": "A study", "abstract.methods": methods}))


@pytest.mark.parametrize(
    ("methods", "field", "value"),
    [
        ("Villages were allocated in a stepped-wedge design.", "design", "cluster"),
        ("A randomised, placebo-controlled, two-period crossover study.", "design", "crossover"),
        ("We ran a 2 x 2 factorial trial.", "design", "factorial"),
        ("A pilot randomised trial with 20 adults.", "design", "pilot"),
        ("A double-blind trial with an open-label extension.", "masking", "double"),
        ("This was an open-label trial.", "masking", "open"),
        ("A quasi-randomised trial.", "allocation", "quasi-randomised"),
        ("In this non-randomised trial, men chose.", "allocation", "non-randomised"),
        ("Patients were recruited at 12 sites in Kenya and the United Kingdom.", "countries", "Kenya; United Kingdom"),
        ("All Danish centres and some hospitals in Canada took part.", "countries", "Canada; Denmark"),
        ("Adults were enrolled in 23 Dutch primary care practices.", "sites", 23),
        ("The study was done at a single centre.", "sites", 1),
        ("They were randomised into three groups.", "arms", 3),
        ("Median follow-up was 4.5 years; visits were at 6 months.", "follow_up", "4.5 years"),
    ],
)
def test_methods_say(methods: str, field: str, value: object) -> None:
    assert stated_in(methods)[field] == value


@pytest.mark.parametrize(
    ("methods", "field"),
    [
        ("Further randomised trials are needed.", "allocation"),
        ("A randomly selected sample answered.", "allocation"),
        ("We used Mendelian randomization.", "allocation"),
        ("Crossover to the drug was allowed on progression.", "design"),
        ("A case-crossover study of heat in 12 towns.", "design"),
        ("We used a case–crossover design.", "design"),
        ("Pain at the injection sites was rated.", "sites"),
        ("Two of 12 patients were lost to follow-up.", "follow_up"),
        ("Knees were rated by the Western Ontario index at the hospital.", "countries"),
        ("Blood was read at the hospital (Acme, Springfield, USA).", "countries"),
        ("Women were recruited at clinics in New Mexico.", "countries"),
        ("We ran a two-group randomised trial.", "design"),
        ("The device was approved by the US Food and Drug Administration.", "countries"),
    ],
)
def test_methods_do_not_say(methods: str, field: str) -> None:
    assert field not in stated_in(methods)


def test_the_seed_pages(shared: Path) -> None:
    folder = shared / "seeds"
    read = [facts(Document(text=path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.txt"))]
    for found in read:
        assert found["allocation"] == "randomised"
        assert found["countries"] == "Denmark"
        assert found["follow_up"] == "one year"
    assert read[0]["sites"] == 3
