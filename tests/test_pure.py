"""Elsevier Pure: its XML without outputs, its export blocks, headings in other languages, related outputs apart."""

from __future__ import annotations

import pytest
from lxml import html

from ingest.errors import NotAPage
from ingest.headings import section_kind
from ingest.page import Page
from ingest.pure_exports import exported
from ingest.pure_people import author
from ingest.sources import name_of, pure_html, pure_xml, recognize

PERSONS = b"""<?xml version="1.0"?><persons xmlns="v1.unified-person-sync.pure.atira.dk"><person id="1"/></persons>"""


def test_xml_of_persons_says_that_it_holds_no_output() -> None:
    page = Page.of("file:persons.xml", PERSONS)
    assert name_of(recognize(page)) == "pure_xml"
    with pytest.raises(NotAPage, match="“persons”, which holds no research output"):
        list(pure_xml.parse(page))


@pytest.mark.parametrize(
    ("block", "title", "journal"),
    [
        ("<div id='cite-RIS'>TY  - JOUR<br>T1  - One<br>T2  - two<br>JO  - J<br>JF  - J<br>ER  -</div>", "One: two", "J"),
        ("<div id='cite-RIS'><pre>TY  - JOUR\nT1  - One\nJO  - J\nER  - </pre></div>", "One", "J"),
        ("<div id='cite-RIS'><p>TY - JOUR</p><p>T1 - One</p><p>JO - J</p><p>ER - </p></div>", "One", "J"),
        ("<div id='cite-BIBTEX'><pre>@article{x,\n title = {One},\n journal = {J}\n}</pre></div>", "One", "J"),
    ],
)
def test_export_blocks(block: str, title: str, journal: str) -> None:
    citation = exported(html.fragment_fromstring(f"<div>{block}</div>"))
    assert citation is not None
    assert (citation.title, citation.container_title) == (title, journal)


def test_a_page_without_export_blocks_has_no_export() -> None:
    assert exported(html.fragment_fromstring("<div><p>TY  - JOUR</p></div>")) is None


@pytest.mark.parametrize(
    ("name", "family"),
    [("Knud von Prøve*", "von Prøve"), ("Berg, A.", "Berg"), ("Åse Møller1", "Møller"), ("J. de Haan†", "de Haan")],
)
def test_names_with_particles_and_marks(name: str, family: str) -> None:
    assert author(name).family == family


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("BAGGRUND", "abstract.background"),
        ("Formål", "abstract.objective"),
        ("Methoden", "abstract.methods"),
        ("RÉSULTATS:", "abstract.results"),
        ("Conclusiones", "abstract.conclusions"),
        ("Schlussfolgerungen", "abstract.conclusions"),
        ("Resultatorientering", "abstract.other"),
    ],
)
def test_headings_in_other_languages(heading: str, kind: str) -> None:
    assert section_kind(heading) == kind


def test_the_pages_own_abstract_is_read_and_not_that_of_an_output_it_lists() -> None:
    listed = "<ol><li><div class='rendering_researchoutput'><h2 class='title'>Other</h2><div class='textblock'>Other words.</div></div></li></ol>"
    own = "<h2 class='title'><span>Own</span></h2><p class='type'>Research output: Contribution to journal</p>"
    body = f"<html><body>{own}{listed}<div class='rendering_abstractportal'><div class='textblock'>Own words.</div></div></body></html>"
    parsed = next(pure_html.parse(Page.of("file:x.html", body.encode())))
    assert parsed.document is not None
    assert [parsed.document.text[s.start : s.end] for s in parsed.document.of_kind("abstract")] == ["Own words."]
