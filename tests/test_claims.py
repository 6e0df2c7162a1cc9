"""What a summary claims, and whether the trial says so. All sentences are of our own wording."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.check.claims import check_claims
from ingest.extract.claim_strength import strength
from ingest.extract.claims import claims
from ingest.markup import DocumentBuilder
from ingest.records import Claim, Document


def summary(*body: str, title: str | None = None) -> Document:
    builder = DocumentBuilder()
    builder.add("title", title)
    builder.add("body", " ".join(body))
    return builder.build()


def told(*body: str, title: str | None = None) -> list[tuple[str | None, ...]]:
    return [(c.kind, c.outcome_text, c.change, c.number_text) for c in claims(summary(*body, title=title))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The study found no significant differences in sleep quality, mood or days off work.",
         [("no-effect", "sleep quality", "no-difference", None), ("no-effect", "mood", "no-difference", None),
          ("no-effect", "days off work", "no-difference", None)]),
        ("The trial showed that evening walks reduced back pain.", [("effect", "back pain", "decreased", None)]),
        ("Researchers found that the tea improved pain.", [("effect", "pain", "decreased", None)]),
        ("Researchers found that the tea improved sleep quality.", [("effect", "sleep quality", "increased", None)]),
        ("The study found that walks reduced back pain, but did not improve sleep quality.",
         [("effect", "back pain", "decreased", None), ("no-effect", "sleep quality", "no-difference", None)]),
        ("The trial included 1,204 nurses.", [("number", None, None, "1,204")]),
        ("The study followed nearly 300 older adults.", [("number", None, None, "300")]),
        ("Clinicians should talk about walking with everyone.", [("recommendation", None, None, None)]),
    ],
)  # fmt: skip
def test_what_is_claimed(sentence: str, expected: list[tuple[str | None, ...]]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Does walking in the evening improve sleep?",
        "Whether walks reduce pain is an open question.",
        "Walking is popular with many people.",
        "An earlier study found that tea improved sleep quality in 40 patients.",
        "More than 5 million people worldwide sleep badly.",
        "The trial lasted 12 weeks and cost $300.",
        "The programme combines lessons with exercises.",
    ],
)
def test_what_is_no_claim_about_the_trial(sentence: str) -> None:
    assert told(sentence) == []


def test_a_title_that_promises_is_a_claim_without_an_outcome() -> None:
    (claim,) = claims(summary(title="This Stunning Trial Will Change the Way You Think About Tea"))
    assert (claim.kind, claim.in_title, claim.outcome_text, claim.rule) == ("effect", True, None, "claim:title-promise")


def test_each_claim_stands_where_its_span_says() -> None:
    document = summary("The trial included 60 cooks. It found no difference in mood 😴 or pain.", title="Tea helps sleep")
    found = claims(document)
    assert len(found) >= 3
    assert [c.position for c in found] == list(range(1, len(found) + 1))
    assert all(document.text[c.span.start : c.span.end] == c.span.quote for c in found)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tea drinking was associated with a lower risk of falls.", "correlational"),
        ("People who drank tea were more likely to sleep well.", "correlational"),
        ("Tea may reduce falls in older people.", "conditional-causal"),
        ("Tea reduced falls in older people.", "causal"),
        ("Larger trials of tea are needed.", "none"),
        ("Tea is made of leaves.", "none"),
    ],
)
def test_strength_of_wording(sentence: str, expected: str) -> None:
    assert strength(sentence) == expected


# Claims against findings -----------------------------------------------------------------------------------------

REPORT = (
    "Evening walks for shop workers. We randomised 240 participants: 121 adults walked (n = 121) and 119 did not. Pain fell"
    " in the walking group. Sleep quality did not differ. Follow-up was 12 weeks. Diaries were returned by 203 people."
)


def finding(outcome: str, change: str, significance: str, favours: str = "unclear", **more: Any) -> dict[str, Any]:
    row = {"id": outcome, "outcome_name": outcome, "domain": None, "comparison": "between-group", "change": change}
    place = {"document": "d", "span_start": 0, "span_end": 5, "quote": REPORT[:5]}
    return row | {"significance": significance, "favours": favours} | place | more


PAIN = finding("pain", "decreased", "significant", "intervention")
SLEEP = finding("sleep quality", "no-difference", "not-significant", "neither")
WEIGHT = finding("body weight", "increased", "significant", "comparator")


def target(*findings: dict[str, Any], text: str = REPORT, conditions: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "trial": {"id": "NCT90000001", "enrolled": 240},
        "findings": list(findings),
        "stated": [{"field": "enrolled", "value": "240", "document": "d", "span_start": 45, "span_end": 48, "quote": "240"}],
        "documents": [{"id": "d", "text": text}],
        "conditions": list(conditions),
    }


def row(claim: Claim) -> dict[str, Any]:
    named = ("kind", "outcome_text", "change", "number_text", "rule", "position")
    return {"id": str(claim.position), "quote": claim.span.quote} | {name: getattr(claim, name) for name in named}


def verdicts(*body: str, about: dict[str, Any] | None = None, title: str | None = None) -> list[tuple[str, str]]:
    about = target(PAIN, SLEEP, WEIGHT) if about is None else about
    found = check_claims([row(c) for c in claims(summary(*body, title=title))], [about])
    assert all(verdict["explanation"] for verdict in found)
    return [(verdict["verdict"], verdict["rule"]) for verdict in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The trial included 240 shop workers.", ("supported", "number-enrolled")),
        ("The trial included 420 shop workers.", ("number-mismatch", "number-enrolled")),
        ("The trial included almost 250 shop workers.", ("supported", "number-rounded")),
        ("The trial included almost 300 shop workers.", ("number-mismatch", "number-enrolled")),
        ("The trial included more than 240 shop workers.", ("supported", "number-enrolled")),
        ("In the trial, 121 participants walked.", ("supported", "number-printed")),
        ("In the trial, diaries came from 203 workers.", ("supported", "number-printed")),
        # 12 stands in the text, but counts weeks; 77 stands nowhere and is no number of all: neither accuses anybody.
        ("In the trial, 12 participants moved away.", ("not-found", "number-printed")),
        ("In the trial, 77 participants moved away.", ("not-found", "number-printed")),
    ],
)
def test_numbers(sentence: str, expected: tuple[str, str]) -> None:
    assert verdicts(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The study found that walks reduced pain.", "supported"),
        ("The study found that walks improved pain.", "supported"),
        ("The study found that walks increased pain.", "contradicted"),
        ("The study found that walks worsened pain.", "contradicted"),
        ("The study found no difference in pain.", "contradicted"),
        ("The study found no difference in sleep quality.", "supported"),
        ("The study found that walks improved sleep quality.", "overstated"),
        ("The study found that walks increased body weight.", "supported"),
        ("The study found that walks improved body weight.", "contradicted"),
        ("The study found that walks reduced blood sugar.", "not-found"),
        ("The study found that walks reduced pain in children.", "population-extended"),
        ("The study found that walks reduced pain in adults.", "supported"),
    ],
)
def test_effects(sentence: str, expected: str) -> None:
    assert [verdict for verdict, _ in verdicts(sentence)] == [expected]


def test_an_unclear_finding_settles_nothing() -> None:
    unclear = target(finding("pain", "unclear", "not-reported"))
    assert verdicts("The study found that walks reduced pain.", about=unclear) == [("not-checkable", "outcome-direction")]
    assert verdicts("The study found no difference in pain.", about=unclear) == [("not-checkable", "outcome-direction")]
    # A change that nobody tested contradicts nobody either.
    untested = target(finding("pain", "increased", "not-reported", "comparator"))
    assert verdicts("The study found that walks reduced pain.", about=untested) == [("not-checkable", "outcome-direction")]


def test_a_change_within_one_group_is_not_held_against_a_claim() -> None:
    within = target(finding("pain", "increased", "significant", comparison="within-group"))
    assert verdicts("The study found that walks reduced pain.", about=within) == [("not-found", "outcome")]


def test_a_title_over_a_null_result_is_told_and_over_a_mixed_one_is_not() -> None:
    title = "This Stunning Trial Will Change the Way You Think About Walks"
    assert verdicts(title=title, about=target(SLEEP)) == [("omits-null-result", "promise-over-null")]
    assert verdicts(title=title) == [("not-checkable", "promise")]
    assert verdicts(title=title, about=target()) == [("not-checkable", "promise")]


def test_a_title_that_names_a_null_outcome_is_overstated() -> None:
    assert verdicts(title="Evening walks boost sleep quality") == [("overstated", "outcome-direction")]


@pytest.mark.parametrize(
    ("claim", "text", "expected"),
    [
        (
            "The study found that walks reduced pain in people.",
            "Pain fell in mice and no other animal was studied.",
            "population-extended",
        ),
        ("The study found that walks reduced pain in men.", "Women with back pain were enrolled.", "population-extended"),
        ("The study found that walks reduced pain in men.", "Women and men were enrolled.", "supported"),
        ("The study found that walks reduced pain in men.", "Workers were enrolled.", "supported"),
        ("The study found that walks reduced pain for everyone.", "Workers were enrolled.", "population-extended"),
    ],
)
def test_populations(claim: str, text: str, expected: str) -> None:
    about = target(PAIN, text=text, conditions=("back pain",))
    assert [verdict for verdict, _ in verdicts(claim, about=about)] == [expected]


def test_without_a_trial_nothing_can_be_checked() -> None:
    found = check_claims([row(c) for c in claims(summary("The trial included 240 shop workers."))], [])
    assert [v["verdict"] for v in found] == ["not-checkable"]
