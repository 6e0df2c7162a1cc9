"""Do two wordings name one outcome? Pairs of our own wording, properties, and the judged pairs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.evaluate.outcome_match import predict
from ingest.extract.outcome_match import (
    SAME,
    components,
    fold,
    initials_run,
    is_same_outcome,
    outcome_tokens,
    same_outcome,
)

SAME_PAIRS = [
    ("hospital admissions", "the number of hospitalisations"),
    ("all-cause mortality at 90 days", "deaths from any cause"),
    ("change from baseline in systolic blood pressure", "mean SBP"),
    ("length of hospital stay", "days in hospital"),
    ("HbA1c after 12 months", "glycosylated haemoglobin"),
    ("Hamilton Depression Rating Scale score at week 8", "HAM-D"),
    ("postpartum haemorrhage", "Postpartum hemorrhage"),
    ("forced expiratory volume in one second (FEV1)", "trough FEV 1"),
    ("incremental shuttle walk distance (ISWD)", "ISWD"),
    ("time to extubation", "successfully extubated"),
    ("severity of pain measured on a visual analogue scale", "levels of pain"),
    ("the proportion of children vaccinated", "vaccination rate"),
    ("Serum 25(OH)D at week 12", "25(OH)D levels"),
]
OTHER_PAIRS = [
    ("pain and stiffness", "stiffness"),
    ("foot pain", "foot function"),
    ("caesarean birth", "instrumental birth"),
    ("overall survival", "progression-free survival"),
    ("knowledge, attitudes and skills", "a knowledge score"),
    ("body weight", "body composition"),
    ("duration of exacerbations", "frequency of exacerbations"),
    ("patient satisfaction", "patient comfort"),
    ("LDL cholesterol", "HDL cholesterol"),
    ("time", "score"),
    ("", "pain"),
]


@pytest.mark.parametrize(("a", "b"), SAME_PAIRS)
def test_same(a: str, b: str) -> None:
    assert is_same_outcome(a, b), same_outcome(a, b)


@pytest.mark.parametrize(("a", "b"), OTHER_PAIRS)
def test_other(a: str, b: str) -> None:
    assert not is_same_outcome(a, b), same_outcome(a, b)


@given(st.text(max_size=60), st.text(max_size=60))
def test_symmetric_and_bounded(a: str, b: str) -> None:
    score = same_outcome(a, b)
    assert 0.0 <= score <= 1.0
    assert score == pytest.approx(same_outcome(b, a))
    assert same_outcome(a, a) == 1.0


def test_a_list_is_cut_but_a_title_is_not() -> None:
    assert len(components("knowledge, attitudes and skills")) == 3
    assert len(components("the Neck Pain and Disability Index")) == 1
    assert len(components("moderate and severe hypoglycaemia")) == 1


def test_tokens_for_an_index_are_shared() -> None:
    assert outcome_tokens("mean number of hospital admissions") & outcome_tokens("hospitalised patients")
    assert not outcome_tokens("pain") & outcome_tokens("weight")


def test_folding_and_initials() -> None:
    assert fold("haemorrhages") == fold("hemorrhage")
    assert initials_run("ROM", ("knee", "range", "of", "motion")) == (1, 4)
    assert initials_run("XYZ", ("knee", "range", "of", "motion")) is None


def test_judged_pairs(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold/outcome_match/dev.jsonl").read_text("utf-8").splitlines()]
    said = {p["id"]: p["label"] for p in predict(rows, None)}
    hit = sum(said[r["id"]] == r["label"] == 1 for r in rows)
    wrong = sum(said[r["id"]] != r["label"] for r in rows)
    assert 2 * hit / (2 * hit + wrong) >= 0.82
    assert 0.5 < SAME < 0.7
