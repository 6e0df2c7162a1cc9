"""Effect estimates in sentences of our own wording."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.evaluate import evaluate
from ingest.extract import measures
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mortality fell (HR 0·75 [95% CI 0·60–0·93]; p=0·009).", [("HR", 0.75, 0.6, 0.93, 0.009)]),
        ("The aOR was 1.42 (1.10–1.83).", [("OR", 1.42, 1.1, 1.83, None)]),
        ("Adjusted odds ratio 1.42; 95% confidence interval, 1.10 to 1.83; P=0.007.", [("OR", 1.42, 1.1, 1.83, 0.007)]),
        ("There was a risk ratio of 0.66 (95% CI: 0.45, 0.97).", [("RR", 0.66, 0.45, 0.97, None)]),
        ("We found a relative risk reduction of 34% (95% CI 3% to 55%).", []),
        ("The relative risk reduction was 25% (P = .02).", []),
        ("The absolute risk reduction was 4.1 percentage points (95% CI 1.2 to 7.0).", [("RD", 4.1, 1.2, 7.0, None)]),
        ("Number needed to treat 24 (95% CI 14 to 83).", []),
        (
            "Hazard ratio for death from any cause in the statin group, 0.86; 95% CI, 0.75 to 0.99; P = 0.04.",
            [("HR", 0.86, 0.75, 0.99, 0.04)],
        ),
        (
            "Median survival was 14.2 v 11.8 months (hazard ratio 0.81, 95% confidence interval 0.69 to 0.96, P=0.01).",
            [("HR", 0.81, 0.69, 0.96, 0.01)],
        ),
        ("Pain was lower by 1.3 points (mean difference −1.3, 95% CI −2.1 to −0.5).", [("MD", -1.3, -2.1, -0.5, None)]),
        ("adjusted mean difference 2.4 mm Hg (95% CI 0.3 to 4.5)", [("MD", 2.4, 0.3, 4.5, None)]),
        ("The standardised mean difference was −0.31 (−0.55 to −0.07).", [("SMD", -0.31, -0.55, -0.07, None)]),
        ("Cohen's d = 0.45, 95% CI [0.12, 0.78]", [("SMD", 0.45, 0.12, 0.78, None)]),
        ("Incidence rate ratio (IRR) 0.52, 95% CI 0.31-0.88", [("IRR", 0.52, 0.31, 0.88, None)]),
        ("HR=0.92; 90% CI=0.81-1.05", [("HR", 0.92, 0.81, 1.05, None)]),
        ("HR 1.05 (97.5% CI, 0.90 to 1.22; one-sided P=0.01 for noninferiority)", [("HR", 1.05, 0.9, 1.22, None)]),
        ("Heart rate (HR) was 72 bpm in both groups.", []),
        ("HR was 78 (SD 10) and 80 (SD 12) beats per minute.", []),
        ("Patients were treated in the OR 1 and OR 2.", []),
        ("The response rate (RR) was 45% v 38%.", []),
        ("RR 45% vs 38% (odds ratio 1.33, 95% CI 0.8 to 2.2)", [("OR", 1.33, 0.8, 2.2, None)]),
        ("respiratory rate (RR) of 18", []),
        ("relative risk (RR) = 2.1 [1.3; 3.4]", [("RR", 2.1, 1.3, 3.4, None)]),
        ("β = −0.23 (95% CI −0.40 to −0.06), p = 0.008", [("beta", -0.23, -0.4, -0.06, 0.008)]),
        ("Interferon beta-1a 30 mcg weekly was given.", []),
        (
            "unadjusted OR 2.0 (95% CI 1.1-3.6) and adjusted OR 1.8 (95% CI 0.9-3.3)",
            [("OR", 2.0, 1.1, 3.6, None), ("OR", 1.8, 0.9, 3.3, None)],
        ),
        (
            "Odds ratios were 0.9 (0.7–1.2), 1.1 (0.8–1.5), and 1.6 (1.2–2.1) for mild, moderate and severe disease.",
            [("OR", 0.9, 0.7, 1.2, None), ("OR", 1.1, 0.8, 1.5, None), ("OR", 1.6, 1.2, 2.1, None)],
        ),
        ("hazard ratio [HR] 0,65; IC 95% 0,50-0,85", [("HR", 0.65, 0.5, 0.85, None)]),
        ("HR 0.58, 95%CI: 0.41~0.82", [("HR", 0.58, 0.41, 0.82, None)]),
        ("the hazard ratio was 0.71 (95 percent confidence interval, 0.55 to 0.91; P=0.007)", [("HR", 0.71, 0.55, 0.91, 0.007)]),
        ("relative risk, 0.8 (95% credible interval 0.6 to 1.1)", [("RR", 0.8, 0.6, 1.1, None)]),
        ("Between-group difference of 5.2 (95% CI, 1.8-8.6) favoring CBT", [("MD", 5.2, 1.8, 8.6, None)]),
        ("The ratio of geometric means was 1.12 (90% CI 1.02 to 1.23).", []),
        ("Survival at 5 years was 62% (95% CI 55 to 69).", []),
        ("prevalence ratio 1.7, 95% CI 1.2 to 2.5", [("PR", 1.7, 1.2, 2.5, None)]),
        ("sub-hazard ratio 0.60 (95% CI 0.4-0.9)", [("HR", 0.6, 0.4, 0.9, None)]),
        ("risk difference −3·2% (95% CI −6·1 to −0·3)", [("RD", -3.2, -6.1, -0.3, None)]),
        ("The risk difference was 2.5 percentage points [-1.0 to 6.0], p = 0.16", [("RD", 2.5, -1.0, 6.0, 0.16)]),
        ("OR 3.4 (95% CI 1.2 to 9.8, p<0.001, I2 = 45%)", [("OR", 3.4, 1.2, 9.8, 0.001)]),
        ("Hazard ratio, 0.67 [95% CI, 0.46-0.98]; log-rank P = .04", [("HR", 0.67, 0.46, 0.98, 0.04)]),
        ("group by time effect: b=1.2 (SE 0.4), p=.003", [("beta", 1.2, None, None, 0.003)]),
        ("Weight changed by −4.2 kg (95% CI −5.1 to −3.3).", []),
        ("effect size 0.8", [("SMD", 0.8, None, None, None)]),
        ("mean difference, 0.6 letters; 95% CI, −1.2 to 2.4", [("MD", 0.6, -1.2, 2.4, None)]),
        ("OR: 12.5, 95% CI: 1,2 - 130", [("OR", 12.5, 1.2, 130, None)]),
        ("Risk of stroke was not reduced (HR 0.98, 0.82-1.17).", [("HR", 0.98, 0.82, 1.17, None)]),
        ("(odds ratio=0.30; 95% CI=0.11-0.84; p=0.022)", [("OR", 0.3, 0.11, 0.84, 0.022)]),
        ("OR, 0.30; CI, 0.11–0.84", [("OR", 0.3, 0.11, 0.84, None)]),
        (
            "Compared with placebo, the rate ratio for exacerbations was 0.72 (95% CI, 0.61 to 0.85; P<0.001), and the hazard ratio for death was 0.95 (95% CI, 0.7 to 1.3; P=0.75).",
            [("IRR", 0.72, 0.61, 0.85, 0.001), ("HR", 0.95, 0.7, 1.3, 0.75)],
        ),
        ("a hazard ratio of 0.60 (P = 0.03)", [("HR", 0.6, None, None, 0.03)]),
        ("relative risk 2 (95% CI 1 to 4)", [("RR", 2, 1, 4, None)]),
        ("The odds of cessation were 1.8 times higher (95% CI 1.2 to 2.6).", []),
        ("HRs ranged from 0.8 to 1.2.", []),
        ("Vaccine efficacy was 67% (95% CI 54 to 77).", []),
        ("pooled OR 1.5 (95% CI 1.1, 2.0; I2=30%)", [("OR", 1.5, 1.1, 2.0, None)]),
        ("adjusted hazard ratio (aHR) 0.45 [0.22-0.91]", [("HR", 0.45, 0.22, 0.91, None)]),
        ("mean difference (MD) -1.5 days, 95% CI -2.9 to -0.1", [("MD", -1.5, -2.9, -0.1, None)]),
        ("difference in means 3.0 (95% confidence limits 0.5 and 5.5)", [("MD", 3.0, 0.5, 5.5, None)]),
        ("treatment difference: -0.54% (95% CI -0.70 to -0.38; p<.0001)", [("MD", -0.54, -0.7, -0.38, 0.0001)]),
        ("RR for relapse 0·56, 95% CI 0·34–0·92", [("RR", 0.56, 0.34, 0.92, None)]),
        ("Hedges' g = −0.62, 95% CI −0.98 to −0.26", [("SMD", -0.62, -0.98, -0.26, None)]),
        ("incidence-rate ratio, 1.06; 95% CI, 0.94 to 1.20", [("IRR", 1.06, 0.94, 1.2, None)]),
        ("OR=1.0 (reference)", []),
        ("HR for progression or death 0.37 (95% CI 0.24-0.58), p < 0.0001", [("HR", 0.37, 0.24, 0.58, 0.0001)]),
        ("The p value for the hazard ratio was 0.03.", []),
        ("risk ratio 1.00 [95% CI 0.90 to 1.11]", [("RR", 1.0, 0.9, 1.11, None)]),
        ("OR 1.9 vs 1.2", [("OR", 1.9, None, None, None)]),
        ("Risk reduction, 12% [95% CI, 3%-21%]", [("RD", 12, 3, 21, None)]),
        ("HR 0.5–0.9 across subgroups", []),
    ],
)
def test_effects_in_many_styles(text: str, told: list[tuple[str, float, float | None, float | None, float | None]]) -> None:
    """Journals' styles of estimate, limits and p; and what looks like a measure and is none (heart rate, a relative reduction)."""
    assert [(e.measure, e.estimate, e.ci_low, e.ci_high, e.p_value) for e in effects(text)] == told


_LONG_NAMES = st.sampled_from(sorted(long for long, _ in measures._NAMES.values())).flatmap(
    lambda long: st.from_regex(re.compile(long, re.I), fullmatch=True, alphabet=st.characters(max_codepoint=127))
)
_SHORT_NAMES = st.sampled_from(sorted(short for _, short in measures._NAMES.values() if short)).flatmap(
    lambda short: st.from_regex(short, fullmatch=True, alphabet=st.characters(max_codepoint=127))
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.one_of(
            _LONG_NAMES, _SHORT_NAMES, st.sampled_from(["the", "(", ")", "=", "1.2", "group", "mean", "relative", "-", "β"])
        ),
        max_size=8,
    ),
    st.sampled_from([" ", "", "-"]),
)
def test_labels_are_found_wherever_they_begin(words: list[str], joint: str) -> None:
    text = joint.join(words)
    assert [m.span() for m in measures.labels_in(text)] == [m.span() for m in measures.LABEL_RE.finditer(text)]
