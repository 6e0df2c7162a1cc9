"""What a sentence compares: arms with each other, an arm with itself, a part of the patients, or no arms."""

import pytest

from ingest.extract.finding_kind import comparison_kind, is_uncontrolled, population_of, tells_of_no_arm


def arms(text: str) -> list[tuple[int, bool]]:
    """Where a text names lumatol (the intervention) or placebo."""
    lower = text.lower()
    found = [(at, True) for at in range(len(lower)) if lower.startswith("lumatol", at)]
    return sorted(found + [(at, False) for at in range(len(lower)) if lower.startswith("placebo", at)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Both groups improved in cough severity (p < 0.001).", "within-group"),
        ("Cough severity fell in both the lumatol and the placebo group.", "within-group"),
        ("Neither drug affected heart rate.", "within-group"),
        ("Neither antitussive significantly changed heart rate.", "within-group"),
        ("Cough severity did not change in either group.", "within-group"),
        ("All participants showed better sleep.", "within-group"),
        ("During placebo, blood pressure rose by 4 mmHg.", "within-group"),
        ("In the placebo group, sleep quality did not change.", "within-group"),
        ("With lumatol, cough fell significantly from baseline.", "within-group"),
        ("Lumatol and placebo lowered cough compared with baseline.", "within-group"),
        ("Both groups improved, but cough was milder with lumatol than with placebo.", "between-group"),
        ("Cough was reduced in both groups, but only the lumatol group slept better.", "between-group"),
        ("Cough improved in both groups A and B and worsened in group C.", "between-group"),
        ("Cough was similar in both groups.", "between-group"),
        ("Both lumatol and placebo lowered cough more than no treatment, compared with usual care.", "between-group"),
        ("Cough fell from baseline by 3 points with lumatol and by 1 with placebo.", "between-group"),
        ("Cough fell in the lumatol group but not in the placebo group.", "between-group"),
        ("Lumatol did not affect sleep.", "between-group"),
        ("Nausea was significantly reduced in the lumatol group.", "between-group"),
        ("Cure was lowest of all four drugs with placebo.", "between-group"),
    ],
)
def test_comparison_kind(text: str, expected: str) -> None:
    assert comparison_kind(text, arms(text)) == expected


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("In women, cough was milder with lumatol.", "women"),
        ("Among patients with diabetes, death was rarer with lumatol.", "patients with diabetes"),
        ("However, for patients with a high score, lumatol did not help.", "patients with a high score"),
        ("Lumatol relieved cough in smokers (p = 0.01) but not in non-smokers.", "smokers"),
        ("In the subgroup of patients with recurrent cough, lumatol helped.", "patients with recurrent cough"),
        ("In the per-protocol population, lumatol helped.", "per-protocol population"),
        ("Lumatol helped in the intention-to-treat and per-protocol analyses.", None),
        ("In all patients, cough was milder.", None),
        ("Among 101 patients, cough was milder.", None),
        ("In patients with winter cough, lumatol helped.", None),  # the trial's own patients
        ("In patients given lumatol, cough was milder.", None),
        ("Cough was milder with lumatol in women.", None),  # all may have been women
    ],
)
def test_population(text: str, population: str | None) -> None:
    assert population_of(text, arms(text), frozenset(("winter", "cough"))) == population


def test_a_population_makes_a_subgroup_and_per_protocol_does_not() -> None:
    text = "In women, cough was milder with lumatol than with placebo."
    assert comparison_kind(text, arms(text), "women") == "subgroup"
    assert comparison_kind(text, arms(text), "per-protocol population") == "between-group"


@pytest.mark.parametrize(
    "text",
    [
        "Higher baseline cough was associated with admission (OR 1.5).",
        "Elevated C-reactive protein was independently associated with death.",
        "Female sex was a risk factor for nausea.",
        "Responders had less anxiety than non-responders.",
        "Users of aspirin had less nausea than non-users.",
        "Patients with higher adherence had less nausea.",
        "Compared with patients without heart disease, patients with it had more nausea.",
        "Older patients had more pain than younger patients.",
        "We anticipate that cough will be milder with lumatol than with placebo.",
        "Lumatol is expected to relieve cough.",
        "The most common adverse event was nausea.",
        "Before the intervention, cough did not differ between lumatol and placebo.",
    ],
)
def test_what_tells_of_no_arm(text: str) -> None:
    assert tells_of_no_arm(text, arms(text))


@pytest.mark.parametrize(
    "text",
    [
        "Use of lumatol was associated with less nausea.",
        "The higher dose of lumatol was associated with more nausea.",
        "This was associated with less nausea.",
        "At baseline and after 4 weeks, cough was milder with lumatol.",
        "Early vaccination was not associated with fever.",
        "Nausea was more frequent with lumatol than with placebo.",
        "Contrary to what we expected, cough was milder with placebo.",
        "Women given lumatol coughed less than women given placebo.",
    ],
)
def test_what_does_tell_of_an_arm(text: str) -> None:
    assert not tells_of_no_arm(text, arms(text))


def test_a_study_without_a_second_arm() -> None:
    assert is_uncontrolled(["Lumatol for cough", "An open trial of lumatol.", "Cough eased.", "Nausea was rare."])
    assert is_uncontrolled(["A single-arm study of lumatol", "Patients were compared at 2 weeks."])
    assert not is_uncontrolled(["Lumatol for cough", "An open trial.", "Cough eased more than with placebo.", "Nausea was rare."])
    assert not is_uncontrolled(["Lumatol for uncontrolled asthma: a randomised trial", "Wheeze eased."])
    assert not is_uncontrolled(["Lumatol relieved cough."])  # too little is told to say so
