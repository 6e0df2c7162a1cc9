"""References that a page gives only as printed are read into fields, in the list and in the links alike."""

from __future__ import annotations

from ingest.extract.read import read_text
from ingest.records import Citation, Document, Link, Parsed, Reference

RAW = "Old A, Ode B. Swinging and sleep. Arch Ex Sleep. 2001;3(2):10-2."


def test_a_printed_reference_is_read_and_its_link_names_the_title() -> None:
    given = Reference(raw=RAW, pmid="9000001")
    known = Reference(raw="x", title="Kept as it is", year="1999")
    links = tuple(Link(relation="cites", rule="reference-list", title=r.title, reference=r) for r in (given, known))
    parsed = Parsed(
        citation=Citation(type="article-journal", title="A trial"),
        document=Document(text="A trial"),
        references=(given, known),
        links=links,
    )
    read = read_text(parsed)
    first, second = read.references
    assert (first.title, first.year, first.pmid, [a.family for a in first.authors]) == (
        "Swinging and sleep",
        "2001",
        "9000001",
        ["Old", "Ode"],
    )
    assert second is known
    assert [(link.title, link.reference) for link in read.links] == [("Swinging and sleep", first), ("Kept as it is", known)]
