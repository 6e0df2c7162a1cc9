"""Names of conditions and interventions, told from a registry's codes, headings and prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.registry_topics import MAX_WORDS, conditions, interventions, lines


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Snow blindness", ["Snow blindness"]),
        ("Snow blindness. <br>sun burn", ["Snow blindness", "sun burn"]),
        ("-Snow blindness\n-Sun burn <br>", ["Snow blindness", "Sun burn"]),
        ("<p>Snow blindness</p>", ["Snow blindness"]),
        ("H67.1", []),
        ("<br>H67.1 <br>L55", []),
        ("10099999", []),
        ("C3G", ["C3G"]),
        ("H1N1", ["H1N1"]),
        ("T3 thyrotoxicosis", ["T3 thyrotoxicosis"]),
        ("Therapeutic area: Diseases [C] - Eye Diseases [C11]", []),
        ("Please see section 4 of the protocol", []),
        ("<p></p>", []),
        ("", []),
        (None, []),
    ],
)
def test_names_of_conditions(text: str | None, names: list[str]) -> None:
    assert conditions(text).names == names


def test_dictionary_terms_stand_beside_the_name_with_their_codes() -> None:
    one = "MedDRA version: 30.1\nLevel: LLT\nClassification code 10012345\nTerm: Blindness of snow, late\nSystem Organ Class: 10010001 - Eye"
    found = conditions(f"Snow blindness <br>{one} <br>{one.replace('10012345', '10012346').replace(', late', '')}")
    assert found.names == ["Snow blindness"]
    assert found.coded == [("meddra", "Blindness of snow, late", "10012345"), ("meddra", "Blindness of snow", "10012346")]


def test_run_together_dictionary_terms_are_read_too() -> None:
    found = conditions(
        "Sun burn MedDRA version: 30.0Level: PTClassification code: 10012345Term: SunburnSystem Organ Class: 10010002"
    )
    assert (found.names, found.coded) == (["Sun burn"], [("meddra", "Sunburn", "10012345")])


def test_prose_gives_way_to_the_dictionary_s_term() -> None:
    prose = " ".join(["snow"] * (MAX_WORDS + 1))
    assert conditions(prose).names == []
    assert conditions(f"{prose} <br>MedDRA version: 30.0 Level: PT Term: Snow blindness").names == ["Snow blindness"]


def test_codes_and_areas_are_kept_apart_from_names() -> None:
    assert conditions("H67.1; L55").coded == [("icd", "H67.1", "H67.1"), ("icd", "L55", "L55")]
    assert conditions("Therapeutic area: Diseases [C] - Eye Diseases [C11]").coded == [("research-area", "Eye Diseases", "C11")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "<br>Trade Name: Nivalux<br>Product Name: Snow drops<br>Pharmaceutical Form: Drops<br>INN or Proposed INN: NIVALINE<br><br>",
            [("intervention", "NIVALINE")],
        ),
        (
            "<br>Product Name: Snow drops<br>INN or Proposed INN: N/A<br><br>Product Name: Ice drops<br>Pharmaceutical Form: Drops"
            "<br>Pharmaceutical form of the placebo: Drops<br>",
            [("intervention", "Snow drops"), ("comparator", "Placebo"), ("intervention", "Ice drops")],
        ),
        ("Product Name: SN-1,Product Code: PRD1,Pharmaceutical Form: LIQUID,Strength: Snow, 7 mg", [("intervention", "SN-1")]),
        ("<br>Product Code: SN-2<br>Pharmaceutical Form: Capsule, soft<br>", [("intervention", "SN-2")]),
        ("<br>Pharmaceutical Form: Film-coated tablet<br>", []),
        (
            "investigational material(s)<br>Generic name etc : SN-3<br>INN of investigational material : nivaline<br><br>"
            "control material(s)<br>Generic name etc : Icicle<br>INN of investigational material : -",
            [("intervention", "nivaline"), ("comparator", "Icicle")],
        ),
        (
            "Experimental: Snow cap<br>Snow cap worn daily<br><br>Active Comparator: Straw hat<br>Straw hat worn daily",
            [("intervention", "Snow cap"), ("comparator", "Straw hat")],
        ),
        ("Behavioral: Wear a cap;Other: Placebo cap", []),
        (None, []),
    ],
)
def test_products_materials_and_arms(text: str | None, found: list[tuple[str, str]]) -> None:
    assert interventions(text) == found


@given(st.text(alphabet="<br>/pli \n-*;:.A1MedDRAversion", max_size=80))
def test_lines_hold_no_breaks_and_are_never_empty(text: str) -> None:
    assert all(line and "\n" not in line and "<br>" not in line.lower() for line in lines(text))
    conditions(text), interventions(text)
