"""Arithmetic checks: each accuses only where no rounding and no usual method explains the numbers."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.check.counts import check_arm_sum, check_enrolled, check_events, check_percentages
from ingest.check.intervals import check_interval
from ingest.check.rows import check_rows
from ingest.check.two_arms import check_two_arms
from ingest.check.verdict import Verdict, half_unit, shown
from ingest.records import Finding, Row

_NAMES = [field.name for field in dataclasses.fields(Finding)]


def finding(**fields: Any) -> Row:
    """A row of findings with these columns; the others are empty."""
    row: Row = {**dict.fromkeys(_NAMES), "quote": None, "comparison": "between-group", "significance": "significant"}
    return row | fields


def effect(measure: str, estimate: float, low: float, high: float, p: tuple[str, float] | None = None, **more: Any) -> Row:
    operator, value = p or (None, None)
    numbers = {"effect_measure": measure, "estimate": estimate, "ci_low": low, "ci_high": high, "ci_level": 95.0}
    return finding(**numbers, p_operator=operator, p_value=value) | more


def results(verdicts: Any) -> dict[str, str]:
    return {verdict.rule: verdict.result for verdict in verdicts}


@pytest.mark.parametrize(
    ("row", "result"),
    [
        (effect("HR", 0.75, 0.60, 0.93), "ok"),
        (effect("HR", 0.75, 0.77, 0.93), "fail"),
        (effect("MD", -2.1, -3.4, -0.8), "ok"),
        (effect("MD", 2.1, -3.4, -0.8), "fail"),
        (effect("OR", 1.3, 1.34, 2.2), "ok"),  # 1.3 may be 1.349, rounded to one decimal
        (effect("SMD", 0.2, 0.2, 0.2), "ok"),
    ],
)
def test_an_estimate_lies_in_its_interval(row: Row, result: str) -> None:
    assert results(check_interval(row))["estimate-in-interval"] == result


@pytest.mark.parametrize(
    "row",
    [
        effect("HR", 0.75, 0.77, 0.93, ci_level=None),
        effect("vaccine efficacy", 62.0, 70.0, 80.0),
        effect("HR", 0.75, 0.77, float("inf")),
        finding(effect_measure="HR", estimate=0.75, ci_low=None, ci_high=0.9, ci_level=95.0),
    ],
)
def test_nothing_is_said_where_a_number_is_missing_or_unknown(row: Row) -> None:
    assert list(check_interval(row)) == []


@pytest.mark.parametrize(
    ("row", "noted"),
    [
        (effect("HR", 0.75, 0.60, 0.93), False),
        (effect("OR", 1.25, 1.07, 63.75), True),
        (effect("RD", 5.2, 2.9, 13.5), True),  # the minus of the lower limit was lost
        (effect("RD", 5.2, -2.9, 13.5), False),
        (effect("OR", 3.0, 0.3, 40.0), False),
        (effect("OR", 0.1, 0.0, 0.9), False),  # a lower limit that rounds to nothing has no logarithm
        (effect("HR", 0.1, 0.1, 0.3), False),  # one decimal: 0.14 (0.06 to 0.34) prints like this
    ],
)
def test_an_estimate_far_from_the_middle_is_noted(row: Row, noted: bool) -> None:
    assert ("estimate-centred" in results(check_interval(row))) is noted


@pytest.mark.parametrize(
    ("row", "result"),
    [
        (effect("HR", 0.75, 0.60, 0.93, ("=", 0.009)), "ok"),
        (effect("HR", 0.75, 0.50, 1.12, ("=", 0.16)), "ok"),
        (effect("HR", 0.75, 0.60, 0.93, ("=", 0.4)), "fail"),
        (effect("HR", 0.75, 0.40, 1.41, ("<", 0.001)), "fail"),
        (effect("HR", 0.75, 0.40, 1.41, (">", 0.05)), "ok"),
        (effect("MD", -2.0, -3.9, -0.1, (">", 0.05)), "note"),  # z is 2.06: another method
        (effect("RR", 0.47, 0.22, 1.03, ("=", 0.04)), "note"),  # may be one-sided
        (effect("MD", 4.0, 3.0, 5.0, ("=", 0.04)), "note"),  # both significant, but z is 8
        (effect("MD", 4.0, 3.0, 5.0, ("<", 0.05)), "ok"),
        (effect("HR", 0.75, 0.60, 1.0, ("=", 0.05)), None),  # a limit on the null value
        (effect("HR", 0.75, 0.60, 0.93, ("=", 0.05)), None),  # a p-value on the threshold
        (effect("HR", 0.75, 0.60, 0.93, ("=", 0.4), significance="non-inferior"), None),
        (effect("HR", 0.75, 0.60, 0.93, ("=", 0.4), significance="not-reported"), None),
    ],
)
def test_a_p_value_is_held_against_the_interval(row: Row, result: str | None) -> None:
    assert results(check_interval(row)).get("p-against-interval") == result


def test_the_level_of_the_interval_sets_the_threshold() -> None:
    """A 90% interval excludes the null value where p is below 0.1."""
    row = effect("MD", 1.0, 0.1, 1.9, ("=", 0.07)) | {"ci_level": 90.0}
    assert results(check_interval(row))["p-against-interval"] == "ok"


def test_a_p_value_of_another_comparison_in_the_sentence_accuses_nobody() -> None:
    quote = "The risk ratio was 1.12 (95% CI 0.86 to 1.47) in clinics and 1.54 (95% CI 1.25 to 1.89) in wards (p<0.001)."
    assert "p-against-interval" not in results(check_interval(effect("RR", 1.12, 0.86, 1.47, ("<", 0.001), quote=quote)))
    assert results(check_interval(effect("RR", 1.54, 1.25, 1.89, ("<", 0.001), quote=quote)))["p-against-interval"] == "ok"


@given(
    z=st.floats(-6, 6),
    error=st.floats(0.02, 2),
    ratio=st.booleans(),
    places=st.integers(2, 3),
)
def test_honest_numbers_are_never_accused(z: float, error: float, ratio: bool, places: int) -> None:
    """Estimate, interval and p of one normal test, rounded as papers round, give no fail and no note on the p-value."""
    import math
    from statistics import NormalDist

    centre = z * error
    values = [centre, centre - 1.959964 * error, centre + 1.959964 * error]
    if ratio:
        values = [math.exp(v) for v in values]
    estimate, low, high = (round(v, places) for v in values)
    p = round(2 * (1 - NormalDist().cdf(abs(z))), 3)
    told = ("<", 0.001) if p < 0.001 else ("=", p)
    verdicts = results(check_interval(effect("HR" if ratio else "MD", estimate, low, high, told)))
    assert "fail" not in verdicts.values()
    assert verdicts.get("p-against-interval", "ok") == "ok"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Relapse occurred in 12 of 98 patients (12.2%).", ["ok"]),
        ("Relapse occurred in 12/98 (12%) and 20/97 (20.6%).", ["ok", "ok"]),
        ("Relapse occurred in 12.2% (12/98).", ["ok"]),
        ("2 of 3 patients (66%) took part; 1/3 (33.4%) did not.", ["ok", "ok"]),  # cut off, rounded up
        ("The response was 52,5% (42/80).", ["ok"]),
        ("Of 1,250 women, 625/1,250 (50%) replied.", ["ok"]),
        ("Relapse occurred in 12 of 98 patients (15.4%).", ["fail"]),
        ("Follow-up was complete in 28% (336/1843).", ["fail"]),
        ("The score rose in 8/60 (8.3%; p=0.2).", ["fail"]),
    ],
)
def test_a_percentage_is_held_against_its_count(text: str, told: list[str]) -> None:
    assert [v.result for v in check_percentages(text)] == told


@pytest.mark.parametrize(
    "text",
    [
        "Blood pressure was 120/80 (5% lower).",  # more above than below the stroke is no share
        "12 patients (15.4%) of 98 relapsed in 2 of 3 (95% CI 1 to 4) centres.",
        "A dose of 2/3 (of 50%) was given.",
        "Version 1.2/3 (40%) and 3/4.5 (10%) were used.",
        "Between 2010/2011 (54%) and 2012/2013 (46%).",
    ],
)
def test_what_is_no_share_is_not_checked(text: str) -> None:
    assert [v for v in check_percentages(text) if v.result != "ok"] == []


@given(total=st.integers(2, 20_000), share=st.floats(0, 1), places=st.integers(0, 2))
def test_every_rounded_percentage_passes(total: int, share: float, places: int) -> None:
    count = round(share * total)
    text = f"{count}/{total} ({100 * count / total:.{places}f}%)"
    assert [v.result for v in check_percentages(text)] in (["ok"], []), text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("A total of 198 adults were randomised to yoga (n = 98) or waiting (n = 100).", "ok"),
        ("In all, 198 adults were randomly assigned to yoga (n=98) or waiting (n=120).", "fail"),
        ("In all, 198 adults were randomised to yoga (n=98) or waiting (n=90).", "note"),
        ("In all, 198 adults were randomised to yoga (n=66), tai chi (n=66) or waiting (n=66).", "ok"),
        ("Thirty adults were allocated to A (n = 15) or B (n = 15).", "ok"),
        ("In this crossover trial 20 adults were randomised to A (n=20) or B (n=20).", None),
        ("In all, 37 adults were randomised and 34 [A (n = 17), B (n = 17)] came back.", None),
    ],
)
def test_arms_are_held_against_the_total(text: str, result: str | None) -> None:
    assert results(check_arm_sum(text)).get("arms-against-total") == result


def test_no_more_events_than_people() -> None:
    row = finding(events_intervention=12, n_intervention=98, events_comparator=99, n_comparator=97)
    assert [v.result for v in check_events(row)] == ["ok", "fail"]
    assert list(check_events(finding(events_intervention=12))) == []


def test_arms_against_enrolled_is_only_a_note() -> None:
    arms = [{"enrolled": 98}, {"enrolled": 99}]
    assert [v.result for v in check_enrolled({"enrolled": 197}, arms)] == ["ok"]
    assert [v.result for v in check_enrolled({"enrolled": 210}, arms)] == ["note"]
    assert list(check_enrolled({"enrolled": 210}, [{"enrolled": 98}, {"enrolled": None}])) == []
    assert list(check_enrolled({"enrolled": 98}, [{"enrolled": 98}, {"enrolled": 98}])) == []  # a cross-over


def _means(first: float, second: float, p: tuple[str, float], **more: Any) -> Row:
    arms = {"mean_intervention": first, "sd_intervention": 5.0, "n_intervention": 100}
    other = {"mean_comparator": second, "sd_comparator": 5.0, "n_comparator": 100}
    return finding(**arms, **other, p_operator=p[0], p_value=p[1], **more)


@pytest.mark.parametrize(
    ("row", "result"),
    [
        (_means(12.0, 10.0, ("=", 0.005)), "ok"),
        (_means(12.0, 10.0, ("=", 0.2)), "ok"),  # adjusted for baseline, it may be
        (_means(20.0, 10.0, ("=", 0.6)), "note"),
        (_means(10.1, 10.0, ("<", 0.001)), "note"),
        (_means(10.1, 10.0, ("<", 0.001), comparison="within-group"), None),
        (_means(10.1, 10.0, ("<", 0.001), significance="non-inferior"), None),
    ],
)
def test_means_are_held_against_the_p_value(row: Row, result: str | None) -> None:
    assert results(check_two_arms(row)).get("p-against-arms") == result


def test_counts_are_held_against_the_ratio_whichever_arm_is_the_reference() -> None:
    counts = {"events_intervention": 10, "n_intervention": 100, "events_comparator": 30, "n_comparator": 100}
    for low, high, result in ((0.17, 0.65, "ok"), (1.5, 6.0, "ok"), (0.9, 1.1, "note")):
        row = effect("RR", (low * high) ** 0.5, low, high) | counts
        assert results(check_two_arms(row))["ratio-against-counts"] == result


def test_means_are_held_against_their_difference() -> None:
    means = {"mean_intervention": 4.0, "mean_comparator": 10.0}
    for low, high, result in ((-8.0, -4.0, "ok"), (4.0, 8.0, "ok"), (0.1, 0.9, "note")):
        row = effect("MD", (low + high) / 2, low, high) | means
        assert results(check_two_arms(row))["difference-against-means"] == result


def test_rounding_is_that_of_the_finest_number() -> None:
    assert half_unit(0.8, 0.65) == pytest.approx(0.005)
    assert half_unit(12.0) == pytest.approx(0.5)
    assert (shown(12.0), shown(0.0001), shown(0.75)) == ("12", "0.0001", "0.75")
    assert shown(-0.0) == "0"


def test_checks_become_rows_with_their_owner_and_words() -> None:
    row = effect("HR", 0.75, 0.77, 0.93) | {"id": "f1", "citation": "doi:10.1000/1", "trial": "t", "outcome": None}
    quoted = row | {"id": "f2", "estimate": 0.8, "quote": "It fell in 9/60 (8.3%)."}
    work = {"id": "doi:10.1000/1", "abstract": "It rose in 12/98 (20%)."}
    rows: dict[str, Any] = {"findings": {("f1",): row, ("f2",): quoted}, "citations": {(work["id"],): work}}
    check_rows(rows)
    told = {(c["rule"], c["entity"], c["entity_id"], c["result"]) for c in rows["checks"].values()}
    assert ("estimate-in-interval", "finding", "f1", "fail") in told
    assert ("percent-against-count", "finding", "f2", "fail") in told
    assert ("percent-against-count", "citation", work["id"], "fail") in told
    assert {c["owner"] for c in rows["checks"].values()} == {work["id"]}
    assert all(c["detail"] for c in rows["checks"].values())


def test_a_sentence_of_the_abstract_is_checked_once() -> None:
    words = "It rose in 12/98 (20%)."
    work = {"id": "w", "abstract": f"Aims. {words}"}
    one = finding(quote=words) | {"id": "f1", "citation": "w", "trial": None, "outcome": None}
    rows: dict[str, Any] = {"findings": {("f1",): one, ("f2",): one | {"id": "f2"}}, "citations": {("w",): work}}
    check_rows(rows)
    assert [c["entity"] for c in rows["checks"].values()] == ["citation"]


def test_a_verdict_says_fail_only_with_its_numbers() -> None:
    verdict = next(iter(check_interval(effect("HR", 0.75, 0.77, 0.93))))
    assert verdict == Verdict(
        "estimate-in-interval", "fail", "HR 0.75 (95% CI 0.77 to 0.93): the estimate lies outside its interval"
    )


def _trial(registered: str, reported: str | None, found: bool, relation: str = "results") -> dict[str, Any]:
    """A registered outcome, what its report calls it, and whether the report has a finding on it."""
    specs = {("s1",): {"id": "s1", "outcome": "o1", "citation": "reg", "rank": registered, "name": "pain at 6 weeks"}}
    if reported:
        specs["s2",] = {"id": "s2", "outcome": "o1", "citation": "rep", "rank": reported, "name": "pain"}
    told = finding(trial="t", citation="rep", outcome="o1" if found else "o2", id="f1")
    return {
        "outcomes": {("o1",): {"id": "o1", "trial": "t", "name": "pain"}},
        "outcome_specs": specs,
        "findings": {("f1",): told},
        "trial_citations": {("t", "reg"): {"relation": "registration"}, ("t", "rep"): {"relation": relation}},
    }


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (_trial("primary", None, found=True), {"registered-primary-reported": "ok"}),
        (_trial("primary", None, found=False), {"registered-primary-reported": "note"}),
        (_trial("primary", "primary", found=False), {"registered-primary-reported": "ok"}),
        (_trial("primary", "secondary", found=True), {"registered-primary-reported": "ok", "registered-rank": "note"}),
        (_trial("secondary", "primary", found=True), {"registered-rank": "note"}),
        (_trial("secondary", None, found=False), {}),
        (_trial("primary", None, found=False, relation="protocol"), {}),  # no report, nothing to miss
    ],
)
def test_registered_outcomes_are_held_against_the_report(rows: dict[str, Any], told: dict[str, str]) -> None:
    check_rows(rows)
    assert {c["rule"]: c["result"] for c in rows.get("checks", {}).values()} == told
