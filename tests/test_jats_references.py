"""References of JATS: the fields of the markup, and the words as they are printed."""

from __future__ import annotations

import pytest

from ingest.page import Page
from ingest.records import Author, Parsed, Reference
from ingest.sources import jats

_NAMES = (
    "<name><surname>Holm</surname><given-names>A</given-names></name><name><surname>Berg</surname>"
    "<given-names>C</given-names><suffix>Jr</suffix></name>"
)


def article(refs: str) -> Parsed:
    xml = f"""<article><front><journal-meta><journal-title>J</journal-title></journal-meta><article-meta>
    <title-group><article-title>Yoga for pain</article-title></title-group></article-meta></front>
    <back><ref-list>{refs}</ref-list></back></article>"""
    return next(iter(jats.parse(Page.of("https://example.org/a.nxml", xml.encode(), "application/xml"))))


def reference(cited: str) -> Reference:
    parsed = article(f"<ref><label>1</label>{cited}</ref>")
    assert len(parsed.references) == 1
    found = parsed.references[0]
    assert parsed.document is not None
    assert found.span is not None
    assert parsed.document.text[found.span.start : found.span.end] == found.span.quote == found.raw
    assert [link.reference for link in parsed.links] == [found]
    return found


def test_fields_without_signs_between_them_are_put_in_printed_order() -> None:
    found = reference(
        f"<element-citation><person-group person-group-type='author'>{_NAMES}</person-group><year>2011a</year>"
        "<article-title>Walking\n and <italic>sleep</italic>.</article-title><source>Pain  Res</source><volume>4</volume>"
        "<issue>2</issue><fpage>11</fpage><lpage>19</lpage><pub-id pub-id-type='pmid'> 123456 </pub-id></element-citation>"
    )
    assert found.raw == "Holm A, Berg C Jr. Walking and sleep. Pain Res. 2011a;4(2):11-19"
    assert found.authors == (Author(family="Holm", given="A"), Author(family="Berg", given="C Jr"))
    assert (found.year, found.title, found.container_title) == ("2011", "Walking and sleep.", "Pain Res")
    assert (found.volume, found.issue, found.first_page, found.last_page) == ("4", "2", "11", "19")
    assert found.pmid == "123456"


@pytest.mark.parametrize(
    ("cited", "raw"),
    [
        (
            f"<mixed-citation>{_NAMES}. <source>Pain Res</source> <year>2011</year>.</mixed-citation>",
            "Holm A, Berg C Jr. Pain Res 2011.",
        ),
        ("<mixed-citation>See <source>Pain Res</source><year>2011</year></mixed-citation>", "See Pain Res 2011"),
        ("<citation><source>Pain Res</source>, <year>2011</year>; <volume>4</volume>.</citation>", "Pain Res. 2011;4"),
        ("<citation><source>Pain Res</source> (<year>2011</year>)</citation>", "Pain Res (2011)"),
        ("<mixed-citation><source>Pain Res</source> <year>2011</year></mixed-citation>", "Pain Res. 2011"),
        (f"<mixed-citation>{_NAMES}</mixed-citation>", "Holm A, Berg C Jr"),
    ],
)
def test_a_printed_citation_keeps_its_words_apart_and_another_is_composed(cited: str, raw: str) -> None:
    assert reference(cited).raw == raw


def test_editors_are_no_authors_and_the_first_field_of_a_kind_counts() -> None:
    found = reference(
        f"<element-citation><person-group person-group-type='editor'>{_NAMES}</person-group>"
        "<string-name><given-names>Eva</given-names> <surname>Lind</surname></string-name>"
        "<year>1999</year><comment>reprinted <year>2005</year> <ext-link xmlns:xlink='http://www.w3.org/1999/xlink'"
        " xlink:href='https://doi.org/10.1234/abc'>here</ext-link></comment><source>A book</source></element-citation>"
    )
    assert found.authors == (Author(family="Lind", given="Eva"),)
    assert (found.year, found.title, found.doi) == ("1999", "A book", "10.1234/abc")


def test_a_group_is_named_without_its_members_and_without_comments() -> None:
    found = reference(
        "<element-citation><collab>The <italic>Sleep</italic><!-- members follow --> Group<contrib-group><contrib>"
        f"{_NAMES}</contrib></contrib-group></collab><source>Pain Res</source></element-citation>"
    )
    assert found.authors[0] == Author(literal="The Sleep Group")
    assert [author.family for author in found.authors[1:]] == ["Holm", "Berg"]


@pytest.mark.parametrize(
    ("printed", "literal"),
    [
        ("for the <sc>Sleep</sc> Study Team", "Sleep Study Team"),
        ("and on behalf of SLEEP-1", "SLEEP-1"),
        ("The Forum for Sleep", "The Forum for Sleep"),
        ("For", "For"),
    ],
)
def test_a_group_is_named_without_the_words_that_lead_over_to_it(printed: str, literal: str) -> None:
    found = reference(f"<element-citation><collab>{printed}</collab><source>Pain Res</source></element-citation>")
    assert found.authors == (Author(literal=literal),)


def test_alternatives_and_notes_of_a_reference() -> None:
    one = "<mixed-citation>Holm A. One. 2011.</mixed-citation>"
    both = article(
        f"<ref><citation-alternatives>{one}{one}</citation-alternatives></ref><ref><note><p>Data of ours.</p></note></ref>"
    )
    assert [found.raw for found in both.references] == ["Holm A. One. 2011.", "Holm A. One. 2011.", "Data of ours."]
    assert all(found.span and found.span.quote == found.raw for found in both.references)


def test_an_empty_reference_is_no_part_of_the_text() -> None:
    parsed = article("<ref><element-citation/></ref>")
    assert [(found.raw, found.span) for found in parsed.references] == [("", None)]
