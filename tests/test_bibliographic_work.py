"""Titles, names, dates and abstracts as bibliographic services give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bibliographic_work import Work, abstract_parts, date_parts, earliest, person, plain, title_of
from ingest.headings import section_kind
from ingest.sources.openalex import restored


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("A <i>new</i> way", "A new way"),
        ("H<sub>2</sub>O &amp; salt", "H2O & salt"),
        ("&lt;i&gt;In vivo&lt;/i&gt; work", "In vivo work"),
        ("p < 0.05 and n > 3", "p < 0.05 and n > 3"),
        ("", None),
        (None, None),
    ],
)
def test_plain(text: str | None, read: str | None) -> None:
    assert plain(text) == read


def test_titles() -> None:
    assert title_of("Tea", "a trial") == "Tea: a trial"
    assert title_of("Why tea?", "A trial") == "Why tea? A trial"
    assert title_of("Tea: a trial", "A trial") == "Tea: a trial"
    assert title_of(None, None) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>One.</jats:p>", [("", "One.")]),
        ("<h4>Methods</h4>We did. <h4>Results</h4>It was.", [("Methods", "We did."), ("Results", "It was.")]),
        (
            "Intro. <jats:sec><jats:title>Results:</jats:title><jats:p>a</jats:p><jats:p>b</jats:p></jats:sec>",
            [("", "Intro."), ("Results", "a b")],
        ),
        ("Background: a b. Methods: c d. Results: e.", [("Background", "a b."), ("Methods", "c d."), ("Results", "e.")]),
        ("The methods: none of them.", [("", "The methods: none of them.")]),
        (
            "BACKGROUND: a. DESIGN, SETTING, AND PARTICIPANTS: b. RESULTS: c. HDL: d. CONCLUSIONS AND RELEVANCE: e.",
            [
                ("BACKGROUND", "a."),
                ("DESIGN, SETTING, AND PARTICIPANTS", "b."),
                ("RESULTS", "c. HDL: d."),
                ("CONCLUSIONS AND RELEVANCE", "e."),
            ],
        ),
        (None, []),
    ],
)
def test_abstracts(text: str | None, parts: list[tuple[str, str]]) -> None:
    assert abstract_parts(text) == parts


@given(st.text(max_size=300))
def test_no_text_of_an_abstract_is_lost_to_a_crash(text: str) -> None:
    assert all(body for _, body in abstract_parts(text))


def test_section_kinds() -> None:
    assert section_kind("Trial registration") == "abstract.registration"
    assert section_kind("Main outcome measures") == "abstract.methods"
    assert section_kind("Funding") == "abstract.other"
    assert section_kind("") == "abstract"


@pytest.mark.parametrize(
    ("name", "family", "given", "literal"),
    [
        ("Hill, Anna", "Hill", "Anna", None),
        ("Anna van der Hill", "van der Hill", "Anna", None),
        ("Anna B. Hill", "Hill", "Anna B.", None),
        ("Anna Di Hill", "Di Hill", "Anna", None),
        ("Anna De La Hill", "De La Hill", "Anna", None),
        ("Di Hill", "Hill", "Di", None),
        ("Northfield Space Agency", None, None, "Northfield Space Agency"),
        ("The Walk Study Group", None, None, "The Walk Study Group"),
        ("Plato", None, None, "Plato"),
    ],
)
def test_names(name: str, family: str | None, given: str | None, literal: str | None) -> None:
    author = person(name)
    assert author is not None
    assert (author.family, author.given, author.literal) == (family, given, literal)


def test_unknown_names_are_none() -> None:
    assert person("(:Unav)") is None


def test_dates() -> None:
    assert date_parts({"date-parts": [[2019, 2, 11]]}) == "2019-02-11"
    assert date_parts({"date-parts": [[2019, 13]]}) == "2019"
    assert date_parts({"date-parts": [[None]]}) is None
    assert earliest(["2019-03", "2019-02-11", None]) == "2019-02-11"
    assert earliest(["2019", "2019-05-02"]) == "2019-05-02"
    assert earliest([]) is None


def test_an_abstract_index_is_put_together() -> None:
    assert restored({"Tea": [1], "Abstract": [0], "helps": [2]}) == "Tea helps"
    assert restored({}) is None


@pytest.mark.parametrize(("original", "kept"), [("Tea for two", None), ("Thee voor twee", "Thee voor twee")])
def test_an_original_title_that_repeats_the_title_says_nothing(original: str, kept: str | None) -> None:
    work = Work(type="book", title="Tea for two", fields={"original_title": original, "doi": "10.1234/tea"})
    parsed = work.parsed({"original_title": "/original"}, "/record", None)
    assert parsed.citation is not None
    assert (parsed.citation.original_title, dict(parsed.pointers)) == (
        kept,
        {"original_title": "/record/original"} if kept else {},
    )
