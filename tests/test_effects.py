"""Effect estimates in sentences of our own wording."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.evaluate import evaluate
from ingest.extract.effects import effects


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(HR 0.72; 95% CI 0.61-0.86; P < .001)", ("HR", 0.72, 95, 0.61, 0.86, "<", 0.001)),
        ("an adjusted odds ratio (aOR) of 1.4 (95% CI, 1.1 to 1.9)", ("OR", 1.4, 95, 1.1, 1.9, None, None)),
        ("relative risk 0·8 (0·5–1·2), p=0·3", ("RR", 0.8, None, 0.5, 1.2, "=", 0.3)),
        ("IRR, 2.1 [95% CI, 1.5-3.0]", ("IRR", 2.1, 95, 1.5, 3.0, None, None)),
        ("OR [95% CI]: 1.30 [1.25-1.37]", ("OR", 1.3, 95, 1.25, 1.37, None, None)),
        ("mean difference, −2.8 kg [95% CI, −3.8 to −1.9]", ("MD", -2.8, 95, -3.8, -1.9, None, None)),
        ("The hazard ratio for death from any cause was 0.9 (97.5% CI 0.7 to 1.1)", ("HR", 0.9, 97.5, 0.7, 1.1, None, None)),
        ("risk difference 3.1% (95% CI 0.2% to 6.0%)", ("RD", 3.1, 95, 0.2, 6.0, None, None)),
        ("SMD = -0.4, 95% CI -0.7, -0.1", ("SMD", -0.4, 95, -0.7, -0.1, None, None)),
        ("(P = 0.01; HR 0.4; 95% CI 0.2, 0.8)", ("HR", 0.4, 95, 0.2, 0.8, "=", 0.01)),
        ("(β = −0.2, p = 0.03)", ("beta", -0.2, None, None, None, "=", 0.03)),
    ],
)
def test_one_estimate(text: str, expected: tuple[object, ...]) -> None:
    [e] = effects(f"The groups differed {text}.")
    assert (e.measure, e.estimate, e.ci_level, e.ci_low, e.ci_high, e.p_operator, e.p_value) == expected


def test_a_series_shares_its_label() -> None:
    found = effects("The ORs (95% CI) were 1.68 (0.84-3.36) and 0.59 (0.26-1.34), respectively.")
    assert [(e.measure, e.estimate, e.ci_low, e.ci_high) for e in found] == [
        ("OR", 1.68, 0.84, 3.36),
        ("OR", 0.59, 0.26, 1.34),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "HR rose to 92 beats per minute.",
        "Odds ratios (OR) with 95% confidence intervals (CI) were calculated.",
        "Use aspirin OR 2 tablets.",
        "There was no difference in 12 patients.",
        "HR-QoL was 3.2 (1.1-4.5) with 95% CI.",
    ],
)
def test_no_estimate(text: str) -> None:
    assert effects(text) == []


def test_an_estimate_outside_its_interval_keeps_no_limits() -> None:
    [e] = effects("The hazard ratio was 2.5 (95% CI 0.6 to 0.9; P = .04).")
    assert (e.estimate, e.ci_low) == (2.5, None)


def test_spans_point_at_the_estimate() -> None:
    text = "First. Then OR 1.5 (95% CI 1.1-2.0)."
    [e] = effects(text)
    assert text[e.estimate_start : e.estimate_end] == "1.5"
    assert text[e.start : e.end] == "OR 1.5 (95% CI 1.1-2.0"


def test_judged_sentences(shared: Path) -> None:
    printed = evaluate("effect-ratio", shared / "gold/effect_ratio_clerx/dev.jsonl")
    assert float(printed.split("F1=")[1].split()[0]) >= 0.95


def test_a_table_without_stops_is_read_in_pieces() -> None:
    assert len(effects("HR 1.2 (1.1-1.3) " * 600)) > 550
