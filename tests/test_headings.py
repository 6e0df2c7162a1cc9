"""Headings printed without a space before the words they head, and headings of what is only expected."""

import pytest

from ingest.extract.sections import sections_of
from ingest.headings import glued_heading, heading_kind
from ingest.records import Document, Section


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("METHODSAll patients slept.", "METHODS"),
        ("CONCLUSIONSBGC helps.", "CONCLUSIONS"),
        ("CONCLUSIONSerum levels fell.", "CONCLUSION"),
        ("RESULTSA third slept.", "RESULTS"),
        ("RESULTS60 patients slept.", "RESULTS"),
        ("PATIENTS AND METHODSAll slept.", "PATIENTS AND METHODS"),
        ("METHODS were alike.", None),
        ("NSAIDs were given.", None),
        ("DNAse was given.", None),
    ],
)
def test_glued_heading(text: str, label: str | None) -> None:
    assert glued_heading(text) == label


def test_glued_headings_cut_an_abstract() -> None:
    text = "AIMTo see whether lumatol eases cough. METHODSAll 60 got lumatol or placebo. RESULTSCough eased."
    found = sections_of(Document(text=text, sections=(Section(label="", kind="abstract", start=0, end=len(text)),)))
    assert [(s.kind, text[s.start : s.end]) for s in found] == [
        ("abstract.objective", "To see whether lumatol eases cough."),
        ("abstract.methods", "All 60 got lumatol or placebo."),
        ("abstract.results", "Cough eased."),
    ]


def test_expected_results_are_no_results() -> None:
    assert heading_kind("Expected results") == heading_kind("Anticipated Outcomes") == "other"
    assert heading_kind("Results") == "results"
