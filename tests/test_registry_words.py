"""Registries' words brought to one vocabulary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import registry_words as words


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("August 24, 1981", "1981-08-24"),
        ("October 2009", "2009-10"),
        ("2010-05", "2010-05"),
        ("2016-09-01T00:00:00.000Z", "2016-09-01"),
        ("08/04/2024", "2024-04-08"),
        ("20240408", "2024-04-08"),
        ("2013/05/31", "2013-05-31"),
        ("17 Mar 2014", "2014-03-17"),
        ("1987", "1987"),
        ("2014-13", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(text: str | None, iso: str | None) -> None:
    assert words.iso_date(text) == iso


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    date = words.iso_date(text)
    assert date is None or 4 <= len(date) <= 10


@pytest.mark.parametrize(
    ("registered", "started", "timing"),
    [
        ("2019-02-11", "2019-02-11", "prospective"),
        ("2019-02-12", "2019-02-11", "retrospective"),
        ("2019-02-11", "2019-03", "prospective"),
        ("2019-02-11", "2019-02", None),
        ("2019-02-11", "2018", None),
        (None, "2019-02", None),
    ],
)
def test_timing(registered: str | None, started: str | None, timing: str | None) -> None:
    assert words.timing(registered, started) == timing


@pytest.mark.parametrize(
    ("text", "masking"),
    [
        ("NONE", "open"),
        ("None (Open Label)", "open"),
        ("QUADRUPLE", "quadruple"),
        ("Double (Participant, Investigator)", "double"),
        ("Single (Outcomes Assessor)", "single"),
        ("Single-centre trial, open label", "open"),
        ("Single-centre trial", None),
        ("a double dose", None),
        ("Open: no Single blind: no Double blind: yes", "double"),
        ("Open: no Single blind: no Double blind: no", None),
    ],
)
def test_masking(text: str, masking: str | None) -> None:
    assert words.masking(text) == masking


@pytest.mark.parametrize(
    ("text", "allocation"),
    [
        ("RANDOMIZED", "randomised"),
        ("Non-Randomized", "non-randomised"),
        ("NON_RANDOMIZED", "non-randomised"),
        ("Quasi-randomised", "quasi-randomised"),
        ("Controlled: yes Randomised: no", "non-randomised"),
        ("N/A", None),
        (None, None),
    ],
)
def test_allocation(text: str | None, allocation: str | None) -> None:
    assert words.allocation(text) == allocation


@pytest.mark.parametrize(
    ("texts", "phase"),
    [
        (["PHASE2", "PHASE3"], "Phase 2/Phase 3"),
        (["Phase II/III"], "Phase 2/Phase 3"),
        (["EARLY_PHASE1"], "Early Phase 1"),
        (["NA"], None),
        (["N/A"], None),
        (["Phase 1b"], "Phase 1"),
        ([], None),
    ],
)
def test_phase(texts: list[str], phase: str | None) -> None:
    assert words.phase(texts) == phase


@pytest.mark.parametrize(
    ("text", "status"),
    [("ACTIVE_NOT_RECRUITING", "Active, not recruiting"), ("COMPLETED", "Completed"), ("Not Recruiting", "Not Recruiting")],
)
def test_status(text: str, status: str) -> None:
    assert words.status(text) == status


@pytest.mark.parametrize(
    ("text", "design"),
    [
        ("CROSSOVER", "crossover"),
        ("Case-Crossover", None),
        ("Single Group Assignment", "single-group"),
        ("Cross over: no Parallel group: yes", "parallel"),
        ("two-arm pilot study", None),
    ],
)
def test_design(text: str, design: str | None) -> None:
    assert words.design(text) == design
