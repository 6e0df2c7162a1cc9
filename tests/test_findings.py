"""Findings read from sentences of our own wording: what is a finding, of what, in which direction, and what is none."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.cli import main
from ingest.extract.ask import ask
from ingest.extract.finding_comparison import comparison
from ingest.extract.finding_groups import coded_groups, compared_groups
from ingest.extract.finding_times import listed_times
from ingest.extract.findings import Context, findings
from ingest.extract.outcomes import outcomes
from ingest.records import Document, Finding, OutcomeSpec, Section

TITLE = "Lumatol versus placebo for winter cough: a randomised trial"
METHODS = (
    "In this trial 240 adults were randomised to lumatol or placebo. The primary outcome was cough severity; secondary"
    " outcomes were sleep quality, nausea and days off work."
)


def document(results: str, conclusions: str = "", *, title: str = TITLE, methods: str = METHODS) -> Document:
    text = title
    sections = [Section(label="", kind="title", start=0, end=len(title))]
    for kind, body in (("methods", methods), ("results", results), ("conclusions", conclusions)):
        if body:
            text += "\n"
            start = len(text)
            text += body
            sections.append(Section(label=kind.upper(), kind=f"abstract.{kind}", start=start, end=len(text)))
    return Document(text=text, sections=tuple(sections))


def found(results: str, conclusions: str = "") -> list[Finding]:
    return list(findings(document(results, conclusions)))


def told(results: str) -> list[tuple[str, str, str]]:
    return [(f.outcome_name.lower(), f.change, f.significance) for f in found(results)]


SAME, LOW = ("no-difference", "not-significant"), ("decreased", "significant")


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (
            "There were no significant differences between the groups in cough severity, sleep quality, or days off work.",
            [("cough severity", *SAME), ("sleep quality", *SAME), ("days off work", *SAME)],
        ),
        ("Cough severity was significantly lower with lumatol than with placebo (p = 0.003).", [("cough severity", *LOW)]),
        ("Cough severity was significantly higher with placebo than with lumatol (p = 0.003).", [("cough severity", *LOW)]),
        ("Lumatol did not affect sleep quality.", [("sleep quality", *SAME)]),
        (
            "The risk of hospital admission was reduced with lumatol (HR 0.62, 95% CI 0.45 to 0.85).",
            [("risk of hospital admission", "decreased", "significant")],
        ),
        (
            "Mortality was 8% in the lumatol group and 12% in the placebo group (hazard ratio 0.62; 95% CI 0.45 to 0.85; p = 0.003).",
            [("mortality", "decreased", "significant")],
        ),
        (
            "Sleep quality was better in the lumatol group than in the placebo group (p = 0.02).",
            [("sleep quality", "increased", "significant")],
        ),
        (
            "Days off work were fewer with lumatol than placebo, but nausea did not differ between groups (p = 0.45).",
            [("days off work", "decreased", "not-reported"), ("nausea", *SAME)],
        ),
        (
            "Cough severity tended to be lower with lumatol, although the difference was not significant (p = 0.08).",
            [("cough severity", *SAME)],
        ),
        (
            "Lumatol was non-inferior to placebo for sleep quality (difference 0.1, 95% CI -0.3 to 0.5).",
            [("sleep quality", "no-difference", "non-inferior")],
        ),
        (
            "Lumatol did not reduce cough severity compared with placebo (mean difference -0.2, 95% CI -0.6 to 0.2).",
            [("cough severity", *SAME)],
        ),
        (
            "Quality of life (SF-36) and the Cough Severity Index (CSI) did not differ between arms.",
            [("quality of life", *SAME), ("cough severity index", *SAME)],
        ),
    ],
)
def test_what_a_sentence_reports(results: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(results) == expected


@pytest.mark.parametrize(
    "results",
    [
        "Baseline characteristics were similar in the two groups.",
        "The groups did not differ in age, sex, or cough severity.",
        "There were no differences between groups in smoking, age and gender.",
        "Baseline cough severity was higher with lumatol than with placebo (p = 0.03).",
        "At baseline there were no differences between groups in cough severity or sleep quality.",
        "Cough severity correlated with sleep quality (r = 0.45, p < 0.001).",
        "Further research is needed to determine whether lumatol reduces cough severity.",
        "A total of 240 adults were included and 231 completed the trial.",
    ],
)
def test_what_is_no_finding(results: str) -> None:
    assert told(results) == []


def test_a_group_against_itself_says_nothing_of_the_arms() -> None:
    (one,) = found("Cough severity improved from 5.1 to 3.2 in the lumatol group (p = 0.01).")
    assert (one.comparison, one.favours, one.comparator) == ("within-group", "unclear", None)


def test_a_subgroup_is_named_one() -> None:
    (one,) = found("In a subgroup of smokers, cough severity was lower with lumatol than with placebo (p = 0.04).")
    assert (one.comparison, one.change) == ("subgroup", "decreased")


def test_an_interaction_tells_no_direction() -> None:
    (one,) = found("There was a significant interaction between treatment and age for cough severity (p = 0.02).")
    assert (one.comparison, one.change, one.favours) == ("interaction", "unclear", "unclear")


def test_numbers_go_to_their_arms() -> None:
    (one,) = found("Nausea was more frequent in the lumatol group than in the placebo group (18/120 vs 6/118; p = 0.01).")
    assert (one.events_intervention, one.n_intervention, one.events_comparator, one.n_comparator) == (18, 120, 6, 118)
    assert (one.p_operator, one.p_value, one.favours) == ("=", 0.01, "comparator")
    (one,) = found("Cough severity was lower with lumatol than with placebo (2.1 ± 1.0 vs 3.4 ± 1.2, p < 0.001).")
    assert (one.mean_intervention, one.sd_intervention, one.mean_comparator, one.sd_comparator) == (2.1, 1.0, 3.4, 1.2)
    assert (one.p_operator, one.completeness) == ("<", "full")


def test_an_interval_is_held_against_no_effect() -> None:
    (one,) = found("The risk of hospital admission was lower with lumatol than with placebo (HR 0.62, 95% CI 0.45 to 0.85).")
    assert (one.effect_measure, one.estimate, one.ci_low, one.ci_high) == ("HR", 0.62, 0.45, 0.85)
    assert one.significance == "significant"


def test_each_listed_time_point_has_its_finding() -> None:
    times = [f.time_point for f in found("Cough severity was lower in the lumatol group at 2, 4 and 8 weeks (p < 0.05).")]
    assert times == ["2 weeks", "4 weeks", "8 weeks"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lower at 3, 6, and 12 months", ("3 months", "6 months", "12 months")),
        ("lower at weeks 4 and 8", ("4 weeks", "8 weeks")),
        ("lower at 12 weeks", ()),
        ("12 and 14 patients", ()),
    ],
)
def test_listed_times(text: str, expected: tuple[str, ...]) -> None:
    assert listed_times(text, 0, len(text)) == expected


def test_a_span_is_its_quote_and_reading_twice_gives_the_same() -> None:
    page = document("Lumatol did not affect sleep quality. Nausea was less frequent with lumatol than placebo (p = 0.02).")
    made = findings(page)
    assert made == findings(page)
    for one in made:
        assert one.span is not None
        assert page.text[one.span.start : one.span.end] == one.span.quote
        assert one.rule.startswith("finding:")
        assert one.rule_version
        assert one.confidence is not None
        assert 0 < one.confidence < 1


GROUPED = (
    "Patients received 0.5 g of belorin (group A), 1.0 g of belorin (group B), or matching placebo (group C) for 4 weeks.",
    "Pain was lower in groups A and B than in group C.",
)


def test_coded_groups_of_three_arms() -> None:
    groups = coded_groups(GROUPED)
    assert groups == {"A": "0.5 g of belorin", "B": "1.0 g of belorin", "C": "matching placebo"}
    assert coded_groups(["Patients received belorin (group A) or placebo (group B)."]) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pain was lower in groups A and B than in group C.", [("A", "C"), ("B", "C")]),
        ("Compared with group C, group B had less pain.", [("B", "C")]),
        ("Pain did not differ among the three groups.", [("B", "A"), ("C", "A"), ("C", "B")]),
        ("Pain decreased over time in all groups.", []),
        ("Pain was low.", []),
    ],
)
def test_which_groups_a_sentence_compares(text: str, expected: list[tuple[str, str]]) -> None:
    assert compared_groups(text, coded_groups(GROUPED)) == expected


def test_each_pair_of_arms_has_its_finding() -> None:
    page = document(GROUPED[1] + " Nausea was rare.", title="Dose of belorin for pain: a randomised trial", methods=GROUPED[0])
    pairs = [(f.intervention, f.comparator, f.change) for f in findings(page) if f.outcome_name == "Pain"]
    assert pairs == [
        ("0.5 g of belorin (group A)", "matching placebo (group C)", "decreased"),
        ("1.0 g of belorin (group B)", "matching placebo (group C)", "decreased"),
    ]


@pytest.mark.parametrize(
    ("title", "sentences", "expected"),
    [
        (TITLE, (METHODS,), ("lumatol", "placebo")),
        ("A trial of belorin", ("Adults were randomly assigned to belorin or usual care.",), ("belorin", "usual care")),
        (
            "Treating winter cough",
            (
                "Cough was rarer in the lumatol group than in the honey group.",
                "The lumatol group slept longer than the honey group.",
            ),
            ("lumatol", "honey"),
        ),
    ],
)
def test_who_is_compared_with_whom(title: str, sentences: tuple[str, ...], expected: tuple[str, str]) -> None:
    read = comparison(title, sentences)
    assert (read.intervention.lower(), read.comparator.lower()) == expected


def test_a_review_of_others_trials_gives_no_findings() -> None:
    page = document(
        "Cough severity was lower with lumatol than with placebo (p = 0.003).",
        title="Lumatol for cough: a systematic review and meta-analysis",
    )
    assert findings(page) == ()


def test_ask_answers_with_the_sentence_or_says_nothing() -> None:
    page = document("Cough severity was significantly lower with lumatol than with placebo (p = 0.003). Nausea did not differ.")
    answer = ask(page, "cough severity", "lumatol", "placebo")
    assert answer.change == "decreased"
    assert answer.span is not None
    assert answer.span.quote.startswith("Cough severity")
    turned = ask(page, "cough severity", "placebo", "lumatol")
    assert turned.change == "increased"
    nothing = ask(page, "serum potassium", "lumatol", "placebo")
    assert (nothing.finding, nothing.change, nothing.span, nothing.confidence) == (None, None, None, 0.0)


def test_the_first_trial_reads_as_its_model_says(shared: Path) -> None:
    """Six null results, none significant, grouped in the domains that the abstract itself names."""
    path = next(iter(sorted((shared / "seeds").glob("000*.txt"))))
    record = json.loads(CliRunner().invoke(main, ["read", str(path)]).output)
    rows = [
        (f["outcome_name"], f["domain"], f["change"], f["significance"], f["comparison"], f["time_days"])
        for f in record["findings"]
    ]
    same = ("no-difference", "not-significant", "between-group", 365)
    assert rows == [
        ("Global Assessment of Functioning", "clinical recovery", *same),
        ("symptoms", "clinical recovery", *same),
        ("number of hospital admissions", "clinical recovery", *same),
        ("emergency room visits", "clinical recovery", *same),
        ("outpatient treatment", "clinical recovery", *same),
        ("personal recovery", "personal recovery", *same),
    ]
    arms = {(f["intervention"], f["comparator"]) for f in record["findings"]}
    assert arms == {("Illness Management and Recovery (IMR)", "treatment as usual")}


def test_an_outcome_that_was_specified_may_share_words_with_the_arm() -> None:
    title = "Illness Coping Lessons: a randomised trial"
    methods = (
        "Adults were randomised to Illness Coping Lessons (ICL) or usual care. The primary outcome was self-rated illness coping."
    )
    results = "Self-rated illness coping was significantly better in the ICL group than in the usual-care group (p < 0.01)."
    text = document(results, title=title, methods=methods)
    specified = Context(title=title, outcomes=(OutcomeSpec(name="self-rated illness coping", rule="made-up"),))
    (one,) = findings(text, specified)
    assert (one.outcome_name, one.change, one.significance) == ("Self-rated illness coping", "increased", "significant")
    assert one.favours == "intervention"


def _results(*texts: str, methods: str = METHODS) -> list[tuple[str, str]]:
    return [(f.outcome_name, f.change) for f in findings(document(" ".join(texts), methods=methods))]


def test_this_difference_is_the_outcome_named_before() -> None:
    told = _results(
        "Cough severity was lower with lumatol than with placebo at 4 weeks.",
        "This difference was no longer significant at 12 weeks (p = 0.41).",
    )
    assert told == [("Cough severity", "decreased"), ("Cough severity", "no-difference")]


def test_the_primary_outcome_is_the_one_specified() -> None:
    methods = "In this trial 240 adults were randomised to lumatol or placebo. The primary outcome was sleep quality at 4 weeks."
    page = document("The primary outcome did not differ between lumatol and placebo (p = 0.62).", methods=methods)
    told = findings(page, Context(outcomes=outcomes(page)))
    assert [(f.outcome_name, f.change) for f in told] == [("sleep quality", "no-difference")]


def test_a_primary_outcome_that_is_not_specified_keeps_its_words() -> None:
    assert _results("The primary endpoint did not differ between lumatol and placebo (p = 0.62).") == [
        ("primary endpoint", "no-difference")
    ]


def test_a_stand_in_without_anything_before_gives_nothing() -> None:
    assert _results("This difference was not significant (p = 0.41).") == []


def test_no_difference_without_a_word_on_what_is_about_the_sentence_before() -> None:
    before = "The rate of nausea was 12% with lumatol and 11% with placebo."
    told = _results(before, "There were no significant differences between the two groups at any time.")
    assert told[-1] == ("rate of nausea", "no-difference")
    assert ("rate of nausea", "no-difference") not in _results(
        before, "There were no significant differences between the two groups in diet."
    )


def test_a_control_that_nobody_names_is_not_shown() -> None:
    page = document(
        "Belorin lowered cough severity (p = 0.01).", title="Effect of belorin on winter cough", methods="Forty adults took part."
    )
    assert {f.comparator for f in findings(page)} <= {None}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A randomised trial of belorin versus honey for cough", ("belorin", "honey")),
        ("Ten-year follow-up of a trial of belorin versus honey", ("belorin", "honey")),
    ],
)
def test_what_is_tried_stands_behind_the_words_for_a_trial(title: str, expected: tuple[str, str]) -> None:
    read = comparison(title, ["Cough was rarer with belorin than with honey."])
    assert (read.intervention, read.comparator) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Heart rate was higher with lumatol than with placebo; however, no significant difference was found in nausea (p = 0.41).",
            {"Heart rate": "increased", "nausea": "no-difference"},
        ),
        (
            "Although cough severity was lower with lumatol than with placebo, nausea was not different.",
            {"cough severity": "decreased", "nausea": "no-difference"},
        ),
        ("There were significant differences between the groups in sleep quality (p = 0.01).", {"sleep quality": "unclear"}),
        (
            "Three patients in the lumatol group had nausea versus 42 in the placebo group (p < 0.001).",
            {"nausea": "decreased"},
        ),
    ],
)
def test_each_outcome_has_the_direction_its_own_clause_tells(sentence: str, expected: dict[str, str]) -> None:
    assert {f.outcome_name: f.change for f in found(sentence)} == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Non-cardiac nausea was more frequent with lumatol than with placebo (p = 0.01).", {"Non-cardiac nausea"}),
        ("Discontinuations due to nausea were fewer with lumatol than with placebo (p = 0.01).", {"Discontinuations"}),
        (
            "Cough severity was lower with lumatol than with placebo in women aged 55 or with asthma (p = 0.01).",
            {"Cough severity"},
        ),
        ("Urinary 5-hydroxyindole was lower with lumatol than with placebo (p = 0.01).", {"Urinary 5-hydroxyindole"}),
    ],
)
def test_a_name_is_whole_and_is_what_was_measured(sentence: str, expected: set[str]) -> None:
    assert {f.outcome_name for f in found(sentence)} == expected


def test_who_is_not_an_arm_is_not_shown_as_one() -> None:
    (one,) = found("Nausea occurred at similar frequencies in Danish and non-Danish patients.")
    assert (one.intervention, one.comparator) == (None, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "In multivariable analysis, age and height were independent risk factors for nausea (OR 2.1, p = 0.01).",
        "Nausea was associated with age (OR 2.0), height (OR 1.4), smoking (OR 1.9) and lumatol (OR 0.8).",
        "Baseline values of cough severity and nausea were comparable between the groups.",
    ],
)
def test_factors_and_values_before_treatment_are_no_findings(sentence: str) -> None:
    assert found(sentence) == []


def test_what_only_tended_is_not_significant() -> None:
    (one,) = found("Sleep quality tended to be better with lumatol than with placebo.")
    assert (one.change, one.significance) == ("increased", "not-significant")


def test_a_difference_without_words_goes_the_way_of_its_sign() -> None:
    (one,) = found("The between-group difference for sleep quality was 0.34 (0.12 to 0.55; p = 0.003).")
    assert one.change == "increased"
