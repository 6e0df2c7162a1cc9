"""Who is compared with whom: lists of arms, proposals, the choice, and which of several arms a sentence compares."""

import pytest

from ingest.extract.arm_lists import abbreviated_arms, listed_arms
from ingest.extract.comparison_proposals import Comparison, proposals
from ingest.extract.finding_arms import Arms
from ingest.extract.finding_comparison import comparison
from ingest.extract.finding_groups import compared_names, named_groups
from ingest.extract.finding_tokens import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Adults were randomised to belorin, lumatol or placebo.", ("belorin", "lumatol", "placebo")),
        (
            "Women were divided into three groups: yoga classes (n = 20), brisk walking (n = 21), and no exercise (n = 19).",
            ("yoga classes", "brisk walking", "no exercise"),
        ),
        (
            "Nurses were assigned to 1) coaching, 2) written advice, or 3) usual rota.",
            ("coaching", "written advice", "usual rota"),
        ),
        (
            "They were allocated to belorin, lumatol or a combination of belorin and lumatol.",
            ("belorin", "lumatol", "combination of belorin and lumatol"),
        ),
    ],
)
def test_lists_of_arms_are_taken_apart(text: str, expected: tuple[str, ...]) -> None:
    assert listed_arms([text]) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thirty adults received apple juice (AJ), 30 received white grape juice (WGJ), and 30 received plain water (PW).",
            ("apple juice (AJ)", "white grape juice (WGJ)", "plain water (PW)"),
        ),
        ("We measured total cholesterol (TC), body weight (BW) and grip strength (GS).", ()),
        ("They were given belorin (BEL) or lumatol (LUM).", ()),
    ],
)
def test_abbreviated_arms_are_those_given_in_turn(text: str, expected: tuple[str, ...]) -> None:
    assert abbreviated_arms([text]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Adults were randomised to belorin or placebo.",
        "Patients received belorin, respectively, after week 4, or week 8.",
        "Pain, fatigue and sleep were measured.",
        "Belorin was given to 40, 50 and 60 patients.",
    ],
)
def test_what_lists_no_three_arms_gives_none(text: str) -> None:
    assert listed_arms([text]) == []


def _pairs(title: str, *sentences: str) -> set[tuple[str, str, str]]:
    return {(p.intervention.lower(), p.comparator.lower(), p.rule) for p in proposals(title, sentences)}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Cough differed between the lumatol and honey groups.", ("lumatol", "honey", "between")),
        ("Children received either lumatol syrup or honey for 7 days.", ("lumatol syrup", "honey", "received")),
        ("Two arms: lumatol syrup (n = 40) and honey (n = 41).", ("lumatol syrup", "honey", "sizes")),
        (
            "The intervention group received lumatol syrup; the control group received honey in water.",
            ("lumatol syrup", "honey in water", "roles"),
        ),
    ],
)
def test_each_rule_proposes_its_pair(sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in _pairs("Winter cough", sentence)


def test_a_control_stands_second() -> None:
    assert ("lumatol", "placebo", "allocated") in _pairs("Cough", "Adults were randomly assigned to placebo or lumatol.")


@pytest.mark.parametrize(
    ("title", "sentences", "expected"),
    [
        (
            "Lumatol syrup for winter cough: a randomised trial",
            (
                "Children with cough were randomly allocated to lumatol syrup or honey for one week.",
                "Cough was less frequent in the lumatol group than in the honey group (p = 0.02).",
            ),
            ("lumatol syrup", "honey"),
        ),
        (
            "A coaching programme for nurses with low back pain",
            (
                "Nurses were allocated to the coaching programme or to usual care.",
                "Sick leave was shorter with coaching than with usual care.",
            ),
            ("coaching programme", "usual care"),
        ),
    ],
)
def test_the_likeliest_proposal_is_chosen(title: str, sentences: tuple[str, ...], expected: tuple[str, str]) -> None:
    read_pair = comparison(title, sentences)
    assert (read_pair.intervention.lower(), read_pair.comparator.lower()) == expected
    assert read_pair.likelihood > 0.3


def test_what_names_no_sides_is_told_as_unlikely() -> None:
    assert comparison("Sleep in the north", ["People slept seven hours.", "Dreams were short."]).likelihood < 0.3


THREE = ["Adults were randomised into three groups: belorin, lumatol or placebo."]
RESULTS = [
    "Pain was lower with belorin and lumatol than with placebo.",
    "Compared with placebo, belorin shortened sick leave.",
    "Nausea did not differ between lumatol and belorin.",
    "Falls did not differ among the three groups.",
    "Mood improved with lumatol.",
    "Pain decreased over time.",
]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (0, [("belorin", "placebo"), ("lumatol", "placebo")]),
        (1, [("belorin", "placebo")]),
        (2, [("lumatol", "belorin")]),
        (3, [("lumatol", "belorin"), ("placebo", "belorin"), ("placebo", "lumatol")]),
        (4, [("lumatol", "placebo")]),
        (5, []),
    ],
)
def test_which_of_three_named_arms_a_sentence_compares(place: int, expected: list[tuple[str, str]]) -> None:
    tokens = [read(text) for text in RESULTS]
    groups = named_groups(THREE, tokens, Comparison("belorin", "placebo", "given"), [*THREE, *RESULTS])
    assert [group.label for group in groups] == ["belorin", "lumatol", "placebo"]
    assert compared_names(tokens[place], groups) == expected


def test_arms_that_the_results_never_name_are_no_groups() -> None:
    tokens = [read("Pain was lower with belorin than with placebo.")]
    assert named_groups(THREE, tokens, Comparison("belorin", "placebo", "given"), THREE) == ()


def test_of_two_codes_the_other_names_the_other_arm() -> None:
    texts = ["Adults received lumatol (group I) or matching honey.", "Cough was rarer in group I than in group II."]
    arms = Arms.of("lumatol", "placebo", texts)
    assert [m.arm for m in arms.mentions(read("Fewer adults coughed in group II than in group I."))] == ["C", "I"]
