"""Headings, headings printed in the text, and sentences labelled by the model."""

from __future__ import annotations

import pytest

from ingest.extract.section_model import LABELS, dumped, loaded, model, posteriors
from ingest.extract.sections import classify_sentences, sections_of
from ingest.headings import heading_kind, section_kind
from ingest.records import Document, Section

SENTENCES = [
    "Insomnia is common among nurses, but little is known about its treatment.",
    "We aimed to evaluate whether sleep coaching improves sleep.",
    "In this randomised trial, 240 nurses were assigned to coaching or usual care.",
    "The primary outcome was sleep efficiency at six months.",
    "Sleep efficiency was higher with coaching (mean difference 4.1; 95% CI 1.2 to 7.0; P = .006).",
    "Adverse events did not differ between groups (12% vs 11%).",
    "These results suggest that sleep coaching may be effective and should be offered to nurses.",
]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("2. Materials & Methods:", "methods"),
        ("AIMS", "objective"),
        ("Methods and Results", "mixed"),
        ("Interpretation", "conclusions"),
        ("Trial registration", "registration"),
        ("Design, Setting, and Participants", "methods"),
        ("Abstract / Results", "results"),
        ("Acknowledgements", "other"),
        ("Vitamin D", None),
    ],
)
def test_heading_kind(label: str, kind: str | None) -> None:
    assert heading_kind(label) == kind


def test_section_kind_depends_on_where_the_heading_stands() -> None:
    assert section_kind("Background") == "abstract.background"
    assert section_kind("Background", "body") == "body.introduction"
    assert section_kind("Discussion") == "abstract.conclusions"
    assert section_kind("Discussion", "body") == "body.discussion"
    assert section_kind("") == "abstract"
    assert section_kind("Vitamin D") == "abstract.other"


def test_sentences_are_labelled() -> None:
    labels = classify_sentences(SENTENCES)
    assert labels[0] == "BACKGROUND"
    assert labels[1] in ("BACKGROUND", "OBJECTIVE")
    assert labels[2:] == ["METHODS", "METHODS", "RESULTS", "RESULTS", "CONCLUSIONS"]
    assert classify_sentences([]) == []


def test_an_abstract_without_headings_is_cut() -> None:
    text = "A title\n\n" + " ".join(SENTENCES)
    document = Document(
        text=text,
        sections=(Section(label="", kind="title", start=0, end=7), Section(label="", kind="abstract", start=9, end=len(text))),
    )
    found = sections_of(document)
    assert found[0].kind == "title"
    assert [s.kind for s in found[-3:]] == ["abstract.methods", "abstract.results", "abstract.conclusions"]
    assert text[found[-1].start : found[-1].end] == SENTENCES[-1]


def test_headings_printed_in_the_text_are_believed() -> None:
    text = "AIM: To test coaching. METHODS: We asked nurses. They slept. RESULTS: Nothing differed. CONCLUSION: No."
    document = Document(text=text, sections=(Section(label="", kind="abstract", start=0, end=len(text)),))
    found = sections_of(document)
    assert [(s.label, s.kind, text[s.start : s.end]) for s in found] == [
        ("AIM", "abstract.objective", "To test coaching."),
        ("METHODS", "abstract.methods", "We asked nurses. They slept."),
        ("RESULTS", "abstract.results", "Nothing differed."),
        ("CONCLUSION", "abstract.conclusions", "No."),
    ]


def test_labelled_abstracts_stay_as_they_are() -> None:
    document = Document(text="One. Two. Three.", sections=(Section(label="A", kind="abstract.methods", start=0, end=16),))
    assert sections_of(document) == document.sections


def test_a_small_model_is_written_and_read() -> None:
    rows = [[10, 10, -5, -5, 0, 0, -128], [0, 0, 0, 0, 127, 0, 0]]
    chain: dict[str, object] = {"step": 0.1, "first": [0.0] * 7, "last": [0.0] * 7, "moves": [[0.0] * 7] * 7}
    read = loaded(dumped(["know", "assigned"], rows, chain))
    found = posteriors([["know"], ["assigned", "unseen"]], read)
    assert [LABELS[max(range(5), key=row.__getitem__)] for row in found] == ["BACKGROUND", "METHODS"]
    assert all(abs(sum(row) - 1) < 1e-9 for row in found)


def test_long_sentences_do_not_overflow_the_packed_sums() -> None:
    names = list(model().weights)[:2000]
    for row in posteriors([names, names], model()):
        assert abs(sum(row) - 1) < 1e-9
