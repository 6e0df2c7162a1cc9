"""Whose the two figures of a sentence are; nothing where that is not sure."""

import pytest

from ingest.extract.finding_arm_figures import figures_of_arms
from tests.test_finding_kind import arms


def read(text: str, change: str = "unclear", alone: bool = False, start: int = 0) -> tuple[float, ...]:
    found = figures_of_arms(text, start, len(text), arms(text), change, alone=alone)
    names = ("events", "n") if "events_intervention" in found else ("mean", "sd")
    sides = ("intervention", "comparator")
    return tuple(found[f"{name}_{side}"] for side in sides for name in names if f"{name}_{side}" in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nausea: 12 (16%) of 75 lumatol patients versus 21 (32%) of 66 placebo patients", (12, 75, 21, 66)),
        ("Nausea was rarer with lumatol than with placebo (5/73, 6.8% vs. 21/66, 31.8%)", (5, 73, 21, 66)),
        ("Nausea was rarer in the lumatol group (5/73, 6.8% vs. 21/66, 31.8%)", (5, 73, 21, 66)),
        ("Nausea was commoner with placebo (21/66) than with lumatol (5/73)", (5, 73, 21, 66)),
        ("Nausea: 21 of 66 patients on placebo and 5 of 73 on lumatol", (5, 73, 21, 66)),
        ("With placebo, 19 of 60 were sick compared with 3 of 61 in the lumatol group", (3, 61, 19, 60)),
        ("Nausea in 2/38 and 7/37 patients on lumatol and placebo, respectively", (2, 38, 7, 37)),
        ("Nausea (4/40 vs 11/40) was rarer with lumatol than with placebo", (4, 40, 11, 40)),
        ("Compared with placebo, lumatol lowered nausea, which was rarer (4/40 vs 11/40)", (4, 40, 11, 40)),
        ("Cough was 30.1 ± 4.2 minutes with lumatol and 35.0 ± 5.1 with placebo", (30.1, 4.2, 35.0, 5.1)),
        ("Cough was milder with lumatol than placebo: mean 12.3 (SD 2.1) v 14.0 (SD 2.2)", (12.3, 2.1, 14.0, 2.2)),
        ("Mean (SD) cough was 12.3 (2.1) with lumatol and 14.0 (2.2) with placebo", (12.3, 2.1, 14.0, 2.2)),
        ("Cough was 3.4 ± 1.2 and 2.1 ± 1.0 in the placebo and lumatol groups, respectively", (2.1, 1.0, 3.4, 1.2)),
        ("Cough (lumatol 5.2 ± 0.4 vs. placebo 5.3 ± 0.5)", (5.2, 0.4, 5.3, 0.5)),
        ("Cough was 1.2 ± 0.1 (SE) with lumatol and 2.1 ± 0.2 with placebo", (1.2, 2.1)),
        ("Cough (9 ± 4 vs 12 ± 7 min) was shorter in the lumatol group", (9, 4, 12, 7)),
        ("Nausea occurred in 3 patients (15%) with lumatol and 4 patients (20%) with placebo", (3, 4)),
        ("Nausea was similar with lumatol and placebo (n = 50 [43%] and n = 48 [42%], respectively)", (50, 48)),
        ("Cough was shorter with lumatol than placebo (13.1±6.3 vs.23.4±12.8 min)", (13.1, 6.3, 23.4, 12.8)),
        # Not sure, or no figures of two arms.
        ("Nausea was rarer with lumatol (5/73 vs 21/66 vs 8/70)", ()),
        ("Nausea was rarer with lumatol than with placebo (6.8% vs 31.8%)", ()),
        ("Nausea was rarer (5/73 vs 21/66)", ()),
        ("Lumatol raised tears (21.0 ± 11.2 s versus 7.5 ± 2.8 s)", ()),
        ("Cough fell from 5.1 ± 1.0 to 3.2 ± 1.1 with lumatol and did not change with placebo", ()),
        ("Lumatol beat placebo in adults and children (48 ± 4 and 32 ± 3, respectively)", ()),
        ("Median cough was 5.1 ± 1.0 with lumatol and 6.2 ± 1.1 with placebo", ()),
        ("Height, weight and cough rose with lumatol more than placebo (1 ± 2 and 3 ± 2), (4 ± 1 and 5 ± 2)", ()),
    ],
)
def test_figures_of_either_arm(text: str, expected: tuple[float, ...]) -> None:
    assert read(text) == expected


def test_figures_against_the_words_are_left_out() -> None:
    text = "Nausea differed between lumatol and placebo (5/73 vs 21/66)"
    assert read(text, "decreased") == (5, 73, 21, 66)
    assert read(text, "increased") == ()


def test_figures_before_the_outcome_are_its_own_only_where_it_is_alone() -> None:
    text = "21/66 given placebo and 5/73 given lumatol had nausea"
    start = text.index("nausea")
    assert read(text, start=start) == ()
    assert read(text, start=start, alone=True) == (5, 73, 21, 66)
    text = "Age (45.7 ± 14.8 vs 34.3 ± 14.3) was higher with lumatol than placebo, as was cough, 10.4 versus 9.0"
    assert read(text, start=text.index("cough"), alone=True) == ()


def test_errors_of_the_document_are_no_deviations() -> None:
    text = "Cough was 2.1 ± 0.2 with lumatol and 3.4 ± 0.3 with placebo"
    found = figures_of_arms(text, 0, len(text), arms(text), "unclear", errors=True)
    assert found == {"mean_intervention": 2.1, "mean_comparator": 3.4}
