"""The bricks read every printed form of a number, a p-value and an interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.bricks import intervals, number, p_values


@pytest.mark.parametrize(
    ("text", "value"),
    [("−2.8", -2.8), ("0·93", 0.93), ("1,234", 1234), (".03", 0.03), ("0,61", 0.61), ("1,234.5", 1234.5), ("12%", 12)],
)
def test_number(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "operator", "value", "of"),
    [
        ("(p<0.001)", "<", 0.001, None),
        ("P = .03", "=", 0.03, None),
        ("a p-value of 0.2", "=", 0.2, None),
        ("p ≤ 0·05", "<=", 0.05, None),
        ("P=NS", "ns", None, None),
        ("(NS)", "ns", None, None),
        ("P for interaction = 0.4", "=", 0.4, "interaction"),
        ("P < or = 0.01", "<=", 0.01, None),
        ("P = 1.2 x 10(-5)", "=", 1.2e-05, None),
        ("p greater than 0.05", ">", 0.05, None),
        ("Pnoninferiority < 0.001", "<", 0.001, "noninferiority"),
        ("p 0.03", "=", 0.03, None),
    ],
)
def test_p_value(text: str, operator: str, value: float | None, of: str | None) -> None:
    [found] = p_values(text)
    assert (found.operator, found.value, found.of) == (operator, value, of)


@pytest.mark.parametrize("text", ["group p 3", "BP = 120", "p = 12", "HbA1p<0.5x", "step 1, p. 12"])
def test_no_p_value(text: str) -> None:
    assert p_values(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("95% CI 0.61-0.86", (95, 0.61, 0.86)),
        ("95% CI [0.61, 0.86]", (95, 0.61, 0.86)),
        ("CI: 0.61 to 0.86", (None, 0.61, 0.86)),
        ("CI95 = 0.61; 0.86", (95, 0.61, 0.86)),
        ("95% confidence interval (CI), −0.61 to 0.86", (95, -0.61, 0.86)),
        ("95% CI −2.8–−1.9", (95, -2.8, -1.9)),
        ("97.5% CI, 0.1% to 2.3%", (97.5, 0.1, 2.3)),
        ("CI 95% 1·2 to 3·4", (95, 1.2, 3.4)),
        ("95% credible interval 1.2 kg to 3.4 kg", (95, 1.2, 3.4)),
        ("OR [95% CI] 1.30 [1.25-1.37]", (95, 1.25, 1.37)),
    ],
)
def test_interval(text: str, expected: tuple[float | None, float, float]) -> None:
    [found] = intervals(text)
    assert (found.level, found.low, found.high) == expected


@pytest.mark.parametrize("text", ["age 45 (20-70)", "95% CI was wide", "0.61-0.86", "95% CI for age 45 (60-70)"])
def test_no_interval(text: str) -> None:
    assert intervals(text) == []


@given(st.text(alphabet="pPvalueCI95% 0.1<=[](),-−·", max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert all(p.value is None or 0 <= p.value <= 1 for p in p_values(text))
    assert all(i.low <= i.high for i in intervals(text))
