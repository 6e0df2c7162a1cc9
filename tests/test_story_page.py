"""What stands visibly on a story's page: bylines, dates, boilerplate lines, and which printed reference it is about."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.boilerplate import is_heading_of_others, is_notice, without_calls
from ingest.extract.read import read_text
from ingest.markup import DocumentBuilder, html_tree
from ingest.page import Page
from ingest.printed_dates import printed_month
from ingest.records import Citation, Link, Parsed
from ingest.story_byline import names_in, person, visible_names, visible_revision
from ingest.story_meta import story

TEXT = "<p>" + "Nobody in the trial fared better with the new drug than without it, its authors say. " * 4 + "</p>"


def tree(body: str) -> Any:
    return html_tree(Page.of("https://example.org/story", f"<html><body><h1>A trial ends</h1>{body}</body></html>".encode()))


@pytest.mark.parametrize(
    ("body", "date"),
    [
        ("<span itemprop='datePublished' content='2020-03-18T13:15:00+01:00'>vor zwei Jahren</span>", "2020-03-18"),
        ("<div class='post-date'>4 May 2021</div>", "2021-05-04"),
        ("<p>Von <a href='/people/1'>Anna Berg</a> am 21. April 2020</p>", "2020-04-21"),
        ("<p>By Anna Berg on March 3, 2019</p>", "2019-03-03"),
        ("<p>Kassel | Bad Homburg, 11. November 2021 – Ein Arzneimittel half nicht.</p>", "2021-11-11"),
        ("<p>Jena - Januar 2021. Ein Arzneimittel half nicht.</p>", "2021-01"),
    ],
)
def test_a_visible_date_is_read_where_metadata_is_silent(body: str, date: str) -> None:
    assert story(tree(body + TEXT), "https://example.org/story").issued == date


@pytest.mark.parametrize(
    "body",
    [
        "<aside><span class='date'>4 May 2021</span></aside>",
        "<div class='comment'><span itemprop='datePublished' content='2021-05-04'>x</span></div>",
        "<p>The trial was stopped on 4 May 2021 because nobody came.</p>",
        "<p>Since May 2021 nobody came, and the trial was stopped.</p>",
        "<p>In the year before, May 2021 - the trial began.</p>",
    ],
)
def test_a_date_that_is_not_the_storys_own_is_not_taken(body: str) -> None:
    assert story(tree(body + TEXT), "https://example.org/story").issued is None


@pytest.mark.parametrize("line", ["Stand - 12.11.2021", "Updated: 12 November 2021", "Zuletzt aktualisiert am 12.11.2021"])
def test_a_dates_label_tells_the_day_of_the_last_change(line: str) -> None:
    assert visible_revision(tree(f"<p>{line}</p>{TEXT}")) == "2021-11-12"


def test_a_label_without_a_date_tells_none() -> None:
    assert visible_revision(tree(f"<p>Updated guidance is expected</p>{TEXT}")) is None


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<p>Von <a href='/p/1'>ANNA BERG</a> am 21. April 2020</p>", ["ANNA BERG"]),
        ("<div>By Anna Berg and Carl van Dam</div>", ["Anna Berg", "Carl van Dam"]),
        ("<a rel='author' href='/p/1'>Tilda</a>", ["Tilda"]),
        ("<span class='byline'>Anna Berg</span>", ["Anna Berg"]),
        ("<p class='author-bio'>She studied history in Bonn, " + "and then worked for many papers " * 6 + "</p>", []),
        ("<p>By the end of the year nobody came</p>", []),
        ("<p>by email or by telephone</p>", []),
        ("<aside><p>By Anna Berg</p></aside>", []),
    ],
)
def test_a_visible_byline_names_people_or_nobody(body: str, names: list[str]) -> None:
    assert visible_names(tree(body + TEXT)) == names


def test_a_word_for_author_is_no_part_of_a_name() -> None:
    assert names_in("Autor: Alma Ruiz") == ["Alma Ruiz"]
    assert names_in("Autorin: Alma Ruiz") == ["Alma Ruiz"]


def test_a_month_alone_is_a_date_only_at_the_beginning() -> None:
    assert printed_month("Januar 2021. Ein Arzneimittel") == "2021-01"
    assert printed_month("about January 2021") is None
    assert printed_month("Studie 2021") is None


@pytest.mark.parametrize(
    "line",
    [
        "This text is the copyrighted property of the Daily Clinic.",
        "It may not be reproduced without our consent.",
        "Contact us at desk@example.org or by telephone.",
        "For the latest stories download the Daily Clinic apps for phones.",
        "Subscribe now to our evening edition for the full story.",
        "*Werbung. Dieser Beitrag enthält Hinweise auf Bücher.",
        "Aktualisiert am 17.01.2021.",
        "Last updated on 4 May 2021",
    ],
)
def test_what_a_site_says_of_itself_is_no_part_of_the_story(line: str) -> None:
    assert is_notice(line)
    assert without_calls(["A first sentence.", line]) == ["A first sentence."]


@pytest.mark.parametrize(
    "line",
    [
        "Patients may download the trial's app, the authors write.",
        "The reports were updated in 2019 and the new figures did not change what they say.",
        "Doctors must not be asked to choose.",
        "More from the drug than from the placebo was hoped for by patients in all centres of this trial",
        "Related articles of the treaty were not discussed at this meeting of all its members.",
    ],
)
def test_a_sentence_of_the_story_stays(line: str) -> None:
    assert without_calls([line]) == [line]


@pytest.mark.parametrize("line", ["Related articles", "You may also like", "Empfohlene Beiträge", "Top-Themen bei Klinik heute"])
def test_a_list_of_other_stories_goes_with_its_heading(line: str) -> None:
    after = "A heading"
    assert is_heading_of_others(line)
    kept = without_calls(["Text.", line, "Another story", "A third story", after, "More text."], frozenset({line, after}))
    assert kept == ["Text.", after, "More text."]


ONE = "Berg A, Dam C. Nobody fared better with a new drug for old knees. J Knees. 2020;12:34-40. doi:10.1000/knees.1"
TWO = "Ruiz A, Holm B. What else was tried for old knees in ten countries. J Knees. 2011;3:4-9. doi:10.1000/knees.2"


def links_of(references: list[str], links: tuple[Link, ...] = ()) -> list[tuple[str, str | None]]:
    builder = DocumentBuilder()
    builder.add("title", "Old knees, no news")
    builder.add("body", "Nobody fared better with the drug, a trial says.")
    builder.add("references", "\n".join(references), label="References", show_label=False)
    citation = Citation(type="post-weblog", title="Old knees, no news", is_summary=True)
    read = read_text(Parsed(citation=citation, document=builder.build("en"), links=links))
    return [(link.relation, link.doi) for link in read.links]


def test_a_story_is_about_the_only_reference_it_prints() -> None:
    assert links_of([ONE]) == [("summarizes", "10.1000/knees.1")]


def test_of_several_printed_references_none_is_chosen() -> None:
    assert links_of([ONE, TWO]) == [("cites", "10.1000/knees.1"), ("cites", "10.1000/knees.2")]


def test_a_printed_reference_does_not_outvote_the_chosen_study() -> None:
    chosen = Link(relation="summarizes", rule="study-link-the-study", doi="10.1000/other")
    assert links_of([ONE], (chosen,)) == [("summarizes", "10.1000/other"), ("cites", "10.1000/knees.1")]


def test_a_reference_joins_the_link_that_has_its_title() -> None:
    title = "Nobody fared better with a new drug for old knees"
    linked = Link(relation="cites", rule="study-link-in-references", url="https://example.org/pii/1", title=title)
    assert links_of([ONE.partition(" doi:")[0]], (linked,)) == [("cites", None)]


@pytest.mark.parametrize(
    ("name", "family", "literal"),
    [
        ("Ada Holm", "Holm", None),
        ("Ada van der Holm", "van der Holm", None),
        ("Ada Di Holm", "Di Holm", None),
        ("Northfield Space Agency", None, "Northfield Space Agency"),
        ("Ada", None, "Ada"),
        ("Ada of the hills", None, "Ada of the hills"),
    ],
)
def test_a_person_of_a_byline(name: str, family: str | None, literal: str | None) -> None:
    author = person(name)
    assert (author.family, author.literal) == (family, literal)
