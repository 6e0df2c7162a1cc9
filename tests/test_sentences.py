"""Sentence ranges: what ends a sentence, what does not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Carriage of E. coli fell vs. placebo (P = .03).",
        "Dr. J. Miller et al. saw, i.e. measured, 2.5 mg p.o. b.i.d. in all.",
        "See Fig. 2 and No. 5 for the U.S. sites.",
        "Both fell (p <. 001).",
        "1. First item of a list",
        "A line that was\nwrapped by its printer.",
        "Growth of S. aureus and of the genus (Candida spp. among them) stopped.",
    ],
)
def test_one_sentence_stays_whole(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They took vitamin D. Patients slept.", ["They took vitamin D.", "Patients slept."]),
        ("It rose.12 The rest fell.", ["It rose.12", "The rest fell."]),
        ("It rose in all groups.Patients slept.", ["It rose in all groups.", "Patients slept."]),
        ("Was it so? Yes! (It was.) p53 rose.", ["Was it so?", "Yes!", "(It was.)", "p53 rose."]),
        ("RESULTS\n\nNone.", ["RESULTS", "None."]),
        ("Weight was 70 kg. eGFR fell.", ["Weight was 70 kg.", "eGFR fell."]),
        ("Dose 0.13 IU/ml. 12 women left.", ["Dose 0.13 IU/ml.", "12 women left."]),
    ],
)
def test_sentences_are_separated(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_part_of_a_text_keeps_the_offsets_of_the_whole() -> None:
    text = "Title. One here. Two there."
    assert sentences(text, 7) == [(7, 16), (17, 27)]


@given(st.text(alphabet="aB1 .?!\n()[]\"'é😀", max_size=80))
def test_ranges_are_in_order_trimmed_and_hold_all_that_is_not_space(text: str) -> None:
    found = sentences(text)
    assert all(a < b for a, b in found)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(found))
    held = "".join(text[a:b] for a, b in found)
    assert "".join(held.split()) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() for a, b in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lumatol had no effect on MR. Pain fell.", ["Lumatol had no effect on MR.", "Pain fell."]),
        ("It rose in MS. A third left.", ["It rose in MS.", "A third left."]),
        ("Mr. Ott fell. Pain rose.", ["Mr. Ott fell.", "Pain rose."]),
        ("See FIG. 2 and DR. Miller.", ["See FIG. 2 and DR. Miller."]),
        ("PAIN FELL VS. PLACEBO.", ["PAIN FELL VS. PLACEBO."]),
        ("Seen by Dr. Ott himself.METHODSAll slept.", ["Seen by Dr. Ott himself.", "METHODSAll slept."]),
    ],
)
def test_abbreviations_in_capitals_may_end_a_sentence(text: str, expected: list[str]) -> None:
    assert cut(text) == expected
