"""Journals' pages: what is an article and what is none, dates, names, abstracts, bodies, references, notices."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from ingest.article_abstract import abstract_of, abstract_of_markup
from ingest.article_dates import date_of, iso
from ingest.article_notices import notices_of
from ingest.article_people import authors_of
from ingest.article_references import references_of
from ingest.errors import NotAPage, PageChanged
from ingest.page import Page
from ingest.records import Parsed
from ingest.sources import article_page

LONG = "The groups did not differ in how well they slept, in how long they slept, or in how often they woke. "


def page(head: str = "", body: str = "") -> Page:
    return Page.of("file:x.html", f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def read(head: str = "", body: str = "") -> Parsed:
    return next(article_page.parse(page(head, body)))


def tree(body: str) -> html.HtmlElement:
    return html.document_fromstring(f"<html><body>{body}</body></html>")


META = '<meta name="citation_title" content="A trial of examples"><meta name="citation_doi" content="10.5555/own">'


@pytest.mark.parametrize(
    ("head", "body", "claimed"),
    [
        (META, "", True),
        ('<meta content="A trial" name="citation_title">', "", True),
        ('<script type="application/ld+json">{"@type":"ScholarlyArticle","name":"A"}</script>', "", True),
        ("", "<h2>Abstract</h2><p>x</p><p>doi: 10.5555/abc</p>", True),
        (META + '<meta name="dc.type" content="News">', "", False),
        ('<meta property="og:type" content="article">', "<h2>Abstract</h2><p>doi: 10.5555/abc</p>", False),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","citation":{"@type":"ScholarlyArticle"}}</script>',
            "",
            False,
        ),
        ("", "<p>A story about a trial, see doi.org/10.5555/abc</p>", False),
    ],
)
def test_only_pages_of_articles_are_claimed(head: str, body: str, claimed: bool) -> None:
    assert article_page.recognizes(page(head, body)) is claimed


def test_a_list_of_articles_is_no_article() -> None:
    links = "".join(f'<h3><a href="/doi/abs/10.5555/x{n}">Article {n}</a></h3>' for n in range(8))
    with pytest.raises(NotAPage, match="list of 8 articles"):
        read('<meta name="citation_journal_title" content="A Journal">', links)


def test_a_paywall_is_no_article() -> None:
    stub = page("", "<h1>A trial of examples for everyone</h1><h2>Subscription required</h2><p>Please pay.</p>")
    assert article_page.recognizes(stub)
    with pytest.raises(NotAPage, match="paywall"):
        next(article_page.parse(stub))


def test_a_page_without_a_title_says_so() -> None:
    with pytest.raises(PageChanged, match="no title"):
        read('<meta name="citation_journal_title" content="A Journal">', "<p>Nothing here.</p>")


# Dates ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2012/07/01", "2012-07-01"),
        ("2012/7", "2012-07"),
        ("2012", "2012"),
        ("20120701", "2012-07-01"),
        ("2012-07-01T10:00:00Z", "2012-07-01"),
        ("Dec 20, 2006", "2006-12-20"),
        ("20 December 2006", "2006-12-20"),
        ("2012 Nov 26", "2012-11-26"),
        ("November 2012", "2012-11"),
        ("11/15/2012", "2012-11-15"),
        ("15/11/2012", "2012-11-15"),
        ("05/05/2012", "2012-05-05"),
        ("03/04/2012", None),
        ("08/2012", "2012-08"),
        ("soon", None),
    ],
)
def test_dates_of_tags(written: str, expected: str | None) -> None:
    assert iso(written) == expected


def test_another_date_decides_which_way_round_a_date_is() -> None:
    assert date_of({"citation_date": ["03/04/2012"], "dc.date": ["2012-04-03"]}, {}) == (
        "2012-04-03",
        "//meta[@name='citation_date']/@content",
    )
    assert date_of({"citation_date": ["03/04/2012"]}, {}) == ("2012", "//meta[@name='citation_date']/@content")


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%Y %b %d"]))
def test_a_date_that_is_clear_is_read_as_it_is(day: object, style: str) -> None:
    if 1900 <= day.year <= 2099:  # type: ignore[attr-defined]
        assert iso(day.strftime(style)) == day.isoformat()  # type: ignore[attr-defined]


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader_of_dates(text: str) -> None:
    found = iso(text)
    assert found is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", found)


# Names ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "families"),
    [
        (["Todd J", "McGrath N", "Bwanika JB"], ["Todd", "McGrath", "Bwanika"]),
        (["Jim Todd", "Nuala McGrath"], ["Todd", "McGrath"]),
        (["Todd, Jim", "van der Berg, Ada"], ["Todd", "van der Berg"]),
        (["Ada van der Berg, MD, PhD", "Jim Todd Jr."], ["van der Berg", "Todd"]),
        (["Prof. Ann Lee", "The Sample Trial Editors"], ["Lee", None]),
        (["Kay-Tee Khaw", "Paul J Foster"], ["Khaw", "Foster"]),
    ],
)
def test_family_names(names: list[str], families: list[str | None]) -> None:
    assert [author.family for author in authors_of(names)] == families


# Abstracts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        (f"<div class=abstract><h2>Abstract</h2><h3>Aim</h3><p>{LONG}</p><h3>Results</h3><p>{LONG}</p></div>", ["Aim", "Results"]),
        (f"<div><h2>Abstract</h2><p><b>Aim:</b> {LONG}</p><p><b>Results:</b> {LONG}</p></div><h2>Introduction</h2>", ["Aim", "Results"]),
        (f"<section><h2>Abstract</h2><h2>Aim</h2><p>{LONG}</p><h2>Results</h2><p>{LONG}</p><h2>References</h2></section>", ["Aim", "Results"]),
        (f"<div id=abstract><h4>Summary</h4><p>{LONG}</p></div>", [""]),
        (f"<h2>Abstract</h2><p>{LONG}</p><h2>Introduction</h2><p>{LONG * 3}</p>", [""]),
        (f"<div class=JournalAbstract><h1>A title</h1><ul><li>An address</li></ul><p>{LONG * 2}</p></div>", [""]),
        (f"<h2>Abstract</h2><p>AIM: {LONG}RESULTS: {LONG}</p>", ["AIM", "RESULTS"]),
        (f"<div class='graphical-abstract'><p>{LONG}</p></div>", []),
        (f"<aside><h2>Abstract</h2><p>{LONG}</p></aside>", []),
        ("<h2>Abstract</h2><p>Too short.</p>", []),
        (f"<section class=abstract><div class=title>Aim</div><p>{LONG}</p><div class=title>Results</div><p>{LONG}</p></section>", ["Aim", "Results"]),
        (f"<div class=abstract><p><b>Aim</b></p><p>{LONG}</p><p><b>Results</b></p><p>{LONG}</p></div>", ["Aim", "Results"]),
        (f"<div class=JournalAbstract><div><h1>A title</h1></div><p>Names</p><p><b>Aim:</b> {LONG}</p><p><b>Results:</b> {LONG}</p></div>", ["Aim", "Results"]),
    ],
)  # fmt: skip
def test_labels_of_abstracts(body: str, labels: list[str]) -> None:
    assert [label for label, _ in abstract_of(tree(body)).parts] == labels


def test_the_abstract_ends_where_the_article_begins() -> None:
    found = abstract_of(tree(f"<h2>Abstract</h2><p>{LONG}</p><p>Keywords: sleep</p><h2>Background of it</h2><p>Body.</p>"))
    assert [text for _, text in found.parts] == [LONG.strip()]


def test_an_abstract_given_as_markup_keeps_its_labels() -> None:
    assert abstract_of_markup("<h3>ABSTRACT</h3><p><b>Aim:</b> To see.</p><p><b>Results:</b> Seen.</p>") == (
        ("Aim", "To see."),
        ("Results", "Seen."),
    )


def test_raised_marks_of_references_are_no_part_of_numbers() -> None:
    body = f"<h2>Abstract</h2><p>We took 120<sup><a href='#r1'>1,2</a></sup> adults at 10<sup>-3</sup> doses. {LONG}</p>"
    assert abstract_of(tree(body)).parts[0][1].startswith("We took 120 adults at 10-3 doses.")


# Bodies --------------------------------------------------------------------------------------------------------------


def test_a_body_needs_two_known_headings() -> None:
    one = read(META, f"<h2>Results</h2><p>{LONG * 8}</p>").document
    two = read(META, f"<h2>Methods</h2><p>{LONG * 8}</p><h2>Results</h2><p>{LONG * 8}</p>").document
    assert one is not None
    assert two is not None
    assert [s.kind for s in one.of_kind("body")] == []
    assert [s.kind for s in two.of_kind("body")] == ["body.methods", "body.results"]


def test_what_follows_the_references_is_no_body() -> None:
    body = f"<h2>Methods</h2><p>{LONG * 8}</p><h2>Results</h2><p>{LONG}</p><h2>References</h2><p>x</p><h2>More news</h2><p>{LONG}</p>"
    document = read(META, body).document
    assert document is not None
    assert [s.label for s in document.of_kind("body")] == ["Methods", "Results"]


# References ----------------------------------------------------------------------------------------------------------

ITEMS = [
    '<li>Old A. One thing. J Ex. 1999;1:2-3. <a href="/linkout?doi=10.5555/own&key=10.5555/one">Crossref</a></li>',
    '<li>2. Old B. Other things. J Ex. 2000;2:3-4. <a href="https://doi.org/10.5555/two">Google Scholar</a></li>',
    "<li>Old C. Third things. J Ex. 2001;3:4-5.</li>",
]


def test_a_reference_has_no_identifier_of_the_citing_article() -> None:
    found = references_of(tree(f"<h2>References</h2><ol>{''.join(ITEMS)}</ol>"), (), "10.5555/own")
    assert [reference.doi for reference in found] == ["10.5555/one", "10.5555/two", None]
    assert found[1].raw == "Old B. Other things. J Ex. 2000;2:3-4."


def test_tags_give_the_fields_of_printed_references() -> None:
    tags = [
        f"citation_title=Thing {n}; citation_author=A. Old; citation_publication_date=200{n}; citation_volume={n}"
        for n in range(3)
    ]
    found = references_of(tree(f"<h2>References</h2><ol>{''.join(ITEMS)}</ol>"), tags, None)
    assert [(r.title, r.year, r.authors[0].family) for r in found] == [(f"Thing {n}", f"200{n}", "Old") for n in range(3)]
    assert found[2].raw == "Old C. Third things. J Ex. 2001;3:4-5."


# Notices -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "body", "kinds"),
    [
        ("RETRACTED: A trial", "", ["retraction"]),
        ("A trial [Retracted]", "", ["retraction"]),
        ("WITHDRAWN: A trial", "", ["withdrawal"]),
        ("A trial", "<p>This article has been retracted. See the notice.</p>", ["retraction"]),
        ("A trial", "<p>A Correction to this article was published on 1 March 2020.</p>", ["correction"]),
        ("A trial", "<p>An expression of concern was published for it.</p>", ["expression-of-concern"]),
        ("A trial", "<p>If this article has been retracted, a mark is shown.</p>", []),
        ("A trial", "<p>Readers may ask whether this article has been retracted.</p>", []),
        ("A trial", "<p>The muscle was retracted and the data were withdrawn.</p>", []),
        ("Retracted articles in surgery: a survey", "", []),
        ("Retracted-flap surgery in the elderly", "", []),
        ("Retracted - A trial", "", ["retraction"]),
        ("A trial", f"<p>{LONG * 6} This article has been retracted.</p>", []),
    ],
)
def test_only_plain_statements_are_notices(title: str, body: str, kinds: list[str]) -> None:
    assert [notice.kind for notice in notices_of(tree(body), body.encode(), title, None)] == kinds


def test_a_notice_without_a_known_target_accuses_nobody() -> None:
    parsed = read('<meta name="citation_title" content="Retraction: A trial of examples">', "<p>See the journal.</p>")
    assert parsed.notices == ()
    assert parsed.links == ()


# Bounds --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Abstract</h2><p>" + "<span>" * 480 + "x " * 500,
        "<div class='abstract head'>" * 480 + "x " * 500,
        "<strong>Abstract</strong>" * 6000,
        "<span class='author-name surname given-name'>Abc Def</span>" * 6000,
        "<h2>Methods</h2><p>text of it</p><h3>Results</h3>" * 3000,
    ],
    ids=["nested spans", "nested boxes", "headings without end", "names without end", "sections without end"],
)
def test_work_grows_no_faster_than_the_page(body: str) -> None:
    start = time.process_time()
    read('<meta name="citation_title" content="A trial of examples">', body)
    assert time.process_time() - start < 3
