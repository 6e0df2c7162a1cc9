"""Which of the facts stated by several registries a trial shows, and what a title makes of a report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.link.relations import relation_of
from ingest.records import Citation, Stated, Topic
from tests.link.pages import Page, article, catalog_of, number, record


def stating(page: Page, *facts: tuple[str, str]) -> Page:
    address, source, parsed = page
    stated = tuple(Stated(entity="trial", field=field, value=value, rule="x", pointer="/x") for field, value in facts)
    return address, source, replace(parsed, stated=stated)


def dated(page: Page, registered: str, started: str, timing: str) -> Page:
    return stating(page, ("registered_on", registered), ("started_on", started), ("registration_timing", timing))


def test_a_second_registry_does_not_make_a_prospective_trial_retrospective(tmp_path: Path) -> None:
    first = dated(record("NCT09990001", "Tea"), "2019-10-18", "2020-03-19", "prospective")
    other = record("ISRCTN99900017", "Tea again", number("NCT09990001"), registry="isrctn")
    later = dated(other, "2021-04-12", "2020-04-09", "retrospective")
    catalog = catalog_of(tmp_path, [first, later])
    shown = "SELECT registered_on, registration_timing FROM trials"
    assert catalog.db.execute(shown).fetchall() == [("2019-10-18", "prospective")]
    stated = "SELECT value, chosen FROM stated_values WHERE field = 'registration_timing' ORDER BY value"
    assert catalog.db.execute(stated).fetchall() == [("prospective", 1), ("retrospective", 0)]


def test_dates_that_do_not_bear_a_timing_out_show_none(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, [dated(record("NCT09990001", "Tea"), "2019", "2019", "retrospective")])
    assert catalog.db.execute("SELECT registration_timing FROM trials").fetchone() == (None,)


def test_the_title_a_registry_shows_goes_before_its_longer_ones(tmp_path: Path) -> None:
    page = stating(record("NCT09990001", "Tea"), ("title", "Tea for cough"), ("title", "A Long Official Title of Tea for Cough"))
    assert catalog_of(tmp_path, [page]).db.execute("SELECT title FROM trials").fetchone() == ("Tea for cough",)


def test_a_pooled_report_lends_its_trials_no_title(tmp_path: Path) -> None:
    """Which of several trials its title speaks of nobody says; and it would come and go with trials that are otherwise left alone."""
    pooled = article("a", "Two trials of tea", doi="10.1000/a", registrations=[number("NCT09990001"), number("NCT09990002")])
    shown = catalog_of(tmp_path, [pooled]).db.execute("SELECT id, title FROM trials ORDER BY id").fetchall()
    assert shown == [("NCT09990001", None), ("NCT09990002", None)]


def test_a_name_with_and_without_its_abbreviation_is_one_topic(tmp_path: Path) -> None:
    address, source, parsed = record("NCT09990001", "Tea")
    topics = tuple(Topic(role="intervention", label=label, rule="x", pointer="/x") for label in ("Tea Time (TT)", "Tea Time"))
    catalog = catalog_of(tmp_path, [(address, source, replace(parsed, topics=topics))])
    assert [row[0] for row in catalog.db.execute("SELECT topic FROM trial_topics")] == ["intervention:tea-time"]


def test_of_records_trusted_alike_the_one_the_trial_goes_by_is_shown(tmp_path: Path) -> None:
    """One export may hold a trial's records of two registries; the longer title of the other one says no more."""
    own = stating(record("NCT09990001", "Tea"), ("title", "Tea for cough"), ("phase", "2"))
    named = record("ISRCTN99900017", "Tea", number("NCT09990001"), registry="isrctn")
    other = stating(named, ("title", "Tea for cough, as it is called elsewhere"), ("phase", "2/3"))
    same_source = [(address, "ictrp", parsed) for address, _, parsed in (own, other)]
    shown = "SELECT id, title, phase FROM trials"
    expected = [("NCT09990001", "Tea for cough", "2")]
    assert catalog_of(tmp_path / "a", same_source).db.execute(shown).fetchall() == expected
    assert catalog_of(tmp_path / "b", same_source[::-1]).db.execute(shown).fetchall() == expected


@pytest.mark.parametrize(
    ("labels", "topics"),
    [
        (("COVID19", "COVID-19", "Covid 19"), {"condition:covid-19"}),
        (("GLP1", "GLP-1"), {"condition:glp-1"}),
        (("vitamin B12", "Vitamin B-12", "vitamin B 12"), {"condition:vitamin-b-12"}),
        (("5-HT", "5HT"), {"condition:5-ht"}),
        (("stage 1-2", "stage 12"), {"condition:stage-1-2", "condition:stage-12"}),
        (("blood group A/B", "blood group AB"), {"condition:blood-group-a-b", "condition:blood-group-ab"}),
        (("type 1 diabetes", "type 2 diabetes"), {"condition:type-1-diabetes", "condition:type-2-diabetes"}),
    ],
)
def test_a_hyphen_between_letter_and_digit_makes_no_other_topic(
    labels: tuple[str, ...], topics: set[str], tmp_path: Path
) -> None:
    address, source, parsed = record("NCT09990001", "Tea")
    said = tuple(Topic(role="condition", label=label, rule="x", pointer="/x") for label in labels)
    catalog = catalog_of(tmp_path, [(address, source, replace(parsed, topics=said))])
    assert {row[0] for row in catalog.db.execute("SELECT id FROM topics")} == topics


def test_the_reason_of_a_link_says_a_thing_once(tmp_path: Path) -> None:
    page = article("a", "Tea for cough: a randomised trial", registrations=[number("NCT09990001")])
    (reason,) = catalog_of(tmp_path, [page]).db.execute("SELECT explanation FROM why_linked").fetchone()
    assert reason == "gives NCT09990001 as its own number; it is no protocol, follow-up, secondary analysis or review"


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        ("Tea for cough: study protocol for a randomised trial", "protocol"),
        ("Protocol for the TEACUP randomised controlled trial", "protocol"),
        ("Tea for cough: a pragmatic randomised trial protocol", "protocol"),
        ("Tea after a short fasting protocol", "results"),
        ("Comparison of the gentle and the strict brewing protocol", "results"),
        ("A protocol of strict fasting against free drinking", "results"),
        ("Tea for cough: a randomised trial with 9-month follow-up", "results"),
        ("Tea by telephone follow-up of readers", "results"),
        ("Tea for cough: 9-month follow-up of a randomised trial", "follow-up"),
        ("Updated survival of drinkers in the TEACUP trial", "follow-up"),
        ("Tea for cough: Danish subpopulation analysis of TEACUP", "secondary"),
        ("A cost analysis of tea in offices", "secondary"),
        ("Tea for cough: a randomised trial", "results"),
    ],
)
def test_relation_by_title(title: str, relation: str) -> None:
    assert relation_of(Citation(type="article-journal", title=title), ())[0] == relation
