"""What direction may stand beside a sentence's own words and figures."""

import pytest

from ingest.extract.finding_agreement import settled
from ingest.extract.finding_numbers import Numbers


def ratio(estimate: float, excludes_null: bool | None = True, p_below: bool | None = None) -> Numbers:
    return Numbers({"effect_measure": "HR", "estimate": estimate}, p_below, excludes_null)


@pytest.mark.parametrize(
    ("text", "outcome", "change", "figures", "expected"),
    [
        # "No difference" needs somebody who says so.
        ("Pain did not differ.", "pain", "no-difference", Numbers(), "no-difference"),
        ("Pain was 3.1 with lumatol and 3.2 with placebo.", "pain", "no-difference", Numbers(), "unclear"),
        ("Pain was 3.1 and 3.2 (p = 0.7).", "pain", "no-difference", Numbers({}, False), "no-difference"),
        ("Pain was 3.1 and 5.2 (p = 0.01).", "pain", "no-difference", Numbers({}, True), "unclear"),
        ("Death (HR 0.95).", "death", "no-difference", ratio(0.95, False), "no-difference"),
        # An interval that excludes 1 is not "no difference".
        ("The risk of death was reduced (HR 0.6).", "risk of death", "no-difference", ratio(0.6), "decreased"),
        # Figures against words: nobody knows.
        ("Death was more frequent (HR 0.6).", "death", "increased", ratio(0.6), "unclear"),
        # Figures alone: the ratio tells.
        ("Death: 8% and 12% (HR 0.6).", "death", "increased", ratio(0.6), "decreased"),
        ("Death: 12% and 8% (HR 1.6).", "death", "decreased", ratio(1.6), "increased"),
        # A ratio that is not significant, or about time to an event, overrules nothing.
        ("Death: 8% and 12% (HR 0.9).", "death", "increased", ratio(0.9, False), "increased"),
        # A hazard ratio about survival counts deaths.
        ("Survival: 8 and 12 months (HR 1.6).", "survival", "increased", ratio(1.6), "decreased"),
        ("Survival was longer (HR 1.6).", "survival", "increased", ratio(1.6), "unclear"),
        ("Survival was longer (HR 0.6).", "overall survival", "increased", ratio(0.6), "increased"),
        ("Death was less frequent (HR 0.6).", "death", "decreased", ratio(0.6), "decreased"),
    ],
)
def test_direction_beside_figures(text: str, outcome: str, change: str, figures: Numbers, expected: str) -> None:
    assert settled(text, outcome, change, figures) == expected
