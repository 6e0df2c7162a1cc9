"""Time frames as registries and articles word them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.durations import time_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12 weeks", 84),
        ("one year", 365),
        ("baseline to 6 months", 182),
        ("Baseline, Week 12", 84),
        ("Baseline and week 52", 364),
        ("up to 24 hours", 1),
        ("2 hours", 0),
        ("12-week", 84),
        ("6-month follow-up", 182),
        ("1 year (52 weeks)", 365),
        ("Three years, from time of randomization", 1095),
        ("within 30 days of randomization", 30),
        ("From day 1 up to 12 weeks", 84),
        ("Day -1 (day prior to infusion) to Day 20", 20),
        ("weeks 0-12", 84),
        ("from week 4 to week 16", 112),
        ("0 to 24 hours", 1),
        ("every 3 months for 2 years", 730),
        ("Half annually for three years", 1095),
        ("two and a half years", 912),
        ("1.5 years", 548),
        ("through study completion, an average of 1 year", 365),
        ("18 mo", 548),
        ("day 28", 28),
        ("baseline", None),
        ("3 and 6 months", None),
        ("week 4, 8 and 12", None),
        ("weeks 4, 8 and 12", None),
        ("6 to 8 weeks", None),
        ("at 36 weeks postmenstrual age", None),
        ("2 years corrected age", None),
        ("5-year-olds", None),
        ("Day 1 and Day 15", None),
        ("at discharge", None),
        ("", None),
        (None, None),
    ],
)
def test_days(text: str | None, days: int | None) -> None:
    assert time_days(text) == days


@given(st.text(max_size=200))
def test_any_text_gives_days_or_none(text: str) -> None:
    days = time_days(text)
    assert days is None or days >= 0


@given(st.integers(1, 200), st.sampled_from([("days", 1), ("weeks", 7), ("years", 365)]))
def test_counted_units(number: int, unit: tuple[str, int]) -> None:
    assert time_days(f"{number} {unit[0]}") == number * unit[1]
