"""Which wordings of outcomes are never one row, however alike."""

from __future__ import annotations

import pytest

from ingest.link.outcomes import apart, group_outcomes


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("serious adverse events", "adverse events"),
        ("mild dizziness", "severe dizziness"),
        ("died", "heart failure deaths"),
        ("cardiovascular mortality", "cancer mortality"),
        ("BMI z-score", "BMI"),
        ("baseline weight", "weight"),
        ("Figure 3A", "Figure 4A"),
        ("urinary sodium", "serum sodium"),
        ("BCVA", "Vision-related quality of life"),
    ],
)
def test_apart(a: str, b: str) -> None:
    assert apart(a, b)
    assert apart(b, a)
    groups = group_outcomes("T", [(0, a), (1, b)], lambda a, b: True)
    assert groups[a] is not groups[b]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("weight", "change from baseline in weight"),
        ("Baseline to 12 weeks weight", "weight"),
        ("death from any cause", "all-cause mortality"),
        ("serum sodium", "sodium"),
        ("plasma IL-6", "serum IL-6"),
        ("severe dizziness at one year", "severe dizziness"),
        ("quality of life", "EQ-5D"),
        ("quality of life (FACT)", "FACT total"),
        ("Asthma quality of life", "AQLQ"),
    ],
)
def test_not_apart(a: str, b: str) -> None:
    assert not apart(a, b)
    assert not apart(b, a)
    groups = group_outcomes("T", [(0, a), (1, b)], lambda a, b: True)
    assert groups[a] is groups[b]
