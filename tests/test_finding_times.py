"""Time points of findings: what is one, what is a value, and whose it is."""

import pytest

from ingest.durations import time_days
from ingest.extract.finding_document import Sentence
from ingest.extract.finding_times import listed_times, time_around, time_point


@pytest.mark.parametrize(
    ("text", "outcome", "expected"),
    [
        ("At 12 weeks, cough was milder with lumatol.", "cough", "At 12 weeks"),
        ("Cough was milder with lumatol 3 days after surgery.", "Cough", "3 days after surgery"),
        ("Cough by day 28 was milder with lumatol.", "Cough", "by day 28"),
        ("Cough on POD2 was milder with lumatol.", "Cough", "on POD2"),
        ("The 30-day mortality was lower with lumatol.", "mortality", "30-day"),
        ("After a median follow-up of 24 months, relapse was rarer.", "relapse", "After a median follow-up of 24 months"),
        ("Benefits on cough were maintained through 36 months.", "cough", "through 36 months"),
        ("Survival at 2 years was higher (60% vs 45%).", "Survival", "at 2 years"),
        # Spreads, and what either arm took.
        ("Healing took 12.3 ± 4 days and 15.1 ± 5 days.", "Healing", None),
        ("Healing took 12 days (SD 4 days) with lumatol.", "Healing", None),
        ("Extubation was earlier (21 min vs 37 min).", "Extubation", None),
        ("Survival was longer (median 329 days with lumatol).", "Survival", None),
        ("Cough lasted 6 days with lumatol and 9 days with placebo.", "Cough", None),
        ("Stay was shortened by 2 days with lumatol.", "Stay", None),
        # Ages, courses, intervals, ranges.
        ("In patients aged 65 years or older cough was milder.", "cough", None),
        ("In 9-year-olds cough was milder.", "cough", None),
        ("A 12-week programme relieved cough.", "cough", None),
        ("Cough was rated at 3-month intervals and was milder.", "Cough", None),
        ("Cough at 18-22 months was milder.", "Cough", None),
        # A time of another outcome or clause.
        ("Cough, nausea and mortality at 28 days did not differ.", "Cough", None),
        ("Cough, nausea and mortality at 28 days did not differ.", "mortality", "at 28 days"),
        ("Cough was milder at 6 h (p = 0.01), and sleep was better in the first 12 h.", "sleep", None),
        ("The 6-month mortality and length of stay did not differ.", "length of stay", None),
    ],
)
def test_time_point_of_an_outcome(text: str, outcome: str, expected: str | None) -> None:
    at = text.index(outcome)
    following = [text.find(other, at + 1) for other in ("nausea", "mortality", "sleep", "length")]
    stop = min((place for place in following if place > at), default=len(text))
    assert time_point(text, at, outcome, stop) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lower on POD 3, 7 and 30", ("POD 3", "POD 7", "POD 30")),
        ("lower on POD1 and POD2", ("POD 1", "POD 2")),
        ("lower on postoperative days 1 and 3", ("postoperative day 1", "postoperative day 3")),
        ("lower at week 4, 8 and 12", ("4 weeks", "8 weeks", "12 weeks")),
        ("lower at day 1 and day 3", ("1 days", "3 days")),
        ("At 3 and 6 months, cough was milder", ("3 months", "6 months")),
        ("1.2 and 3.4 ± 2 days", ()),
    ],
)
def test_times_in_a_list(text: str, expected: tuple[str, ...]) -> None:
    assert listed_times(text, 0, len(text)) == expected


def test_outcomes_of_one_clause_share_a_list_of_times() -> None:
    text = "Cough and fever were lower at 2 and 4 weeks."
    assert listed_times(text, 0, text.index("fever")) == ("2 weeks", "4 weeks")
    text = "Cough was lower, but fever was higher at 2 and 4 weeks."
    assert listed_times(text, 0, text.index("fever")) == ()


def test_postoperative_days_are_days() -> None:
    assert [time_days(t) for t in ("POD 3", "on POD2", "postoperative day 7")] == [3, 2, 7]


def around(first: str, second: str, title: str = "", kinds: tuple[str, str] = ("results", "results")) -> str | None:
    sentences = [Sentence(0, len(first), first, kinds[0]), Sentence(0, len(second), second, kinds[1])]
    return time_around(sentences, 1, title)


def test_a_time_is_carried_only_where_the_next_sentence_goes_on() -> None:
    seen = "After one year, 200 patients were available."
    told = "At 6 months, nausea was less frequent with lumatol (p = 0.02)."
    assert around(seen, "Cough was milder with lumatol.") == "After one year"
    assert around(told, "Similarly, cough was milder with lumatol.") == "At 6 months"
    assert around(told, "Cough was also milder with lumatol.") == "At 6 months"
    assert around(told, "Cough was milder with lumatol.") is None
    assert around(told, "Similarly, cough was milder at baseline.") is None
    assert around(told, "Similarly, cough was milder.", kinds=("results", "conclusions")) is None
    assert around("Nausea was rarer at 6 months.", "Similarly, cough was milder.") is None


def test_the_titles_follow_up_is_the_last_resort() -> None:
    title = "One-year follow-up of lumatol for cough"
    assert around("Nausea was rarer.", "Cough was milder.", title) == "One-year follow-up"
    assert around("Nausea was rarer.", "Cough was milder at baseline.", title) is None
    assert around("Nausea was rarer.", "Cough was milder.", "Sleep following a 1-year course") is None
