"""Where a trial took place, from sentences of our own."""

import pytest

from ingest.extract.arms import topics
from ingest.records import Document, Section


def _settings(text: str, kind: str = "abstract.methods", label: str = "Methods") -> list[tuple[str, str]]:
    page = Document(text=text, sections=(Section(label=label, kind=kind, start=0, end=len(text)),))
    return [(t.label, text[t.span.start : t.span.end]) for t in topics(page) if t.role == "setting" and t.span]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The trial was conducted in twelve general practices in Jutland.", ["primary care"]),
        ("We enrolled 80 residents of care homes; residents in two nursing homes were randomised.", ["nursing home"]),
        ("Patients were recruited at a university hospital in Odense.", ["hospital"]),
        ("Infants admitted to a ward were randomised in the neonatal intensive care unit.", ["neonatal intensive care unit"]),
        ("A home-based programme was offered to 60 participants.", ["home"]),
        ("Adults were recruited in an emergency department.", ["emergency care"]),
        ("Pupils took part; children in four primary schools were randomised.", ["school"]),
        ("We compared two Internet-based courses in a randomised trial.", ["online"]),
    ],
)
def test_a_setting_is_named_by_its_kind(text: str, expected: list[str]) -> None:
    assert [kind for kind, _ in _settings(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Length of hospital stay was the primary outcome.",
        "Patients with community-acquired pneumonia were randomised.",
        "Hospital admissions and emergency visits were counted in all participants.",
        "Participants measured their blood pressure and did exercises.",
    ],
)
def test_what_is_counted_is_no_setting(text: str) -> None:
    assert _settings(text) == []


def test_under_a_heading_of_its_own_the_place_needs_no_verb() -> None:
    assert _settings("Tertiary hospital in Aarhus.", "abstract.other", "Setting") == [("hospital", "Tertiary hospital")]


def test_results_and_conclusions_tell_no_setting() -> None:
    assert _settings("Patients did better at the hospital.", "abstract.conclusions", "Conclusions") == []


def test_more_than_three_kinds_are_none() -> None:
    text = "Patients were recruited in hospitals, in schools, in prisons, in pharmacies and in nursing homes."
    assert _settings(text) == []
