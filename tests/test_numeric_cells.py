"""What a printed cell says, and how a count, a percentage and a measure are told apart."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.extract.numeric import events_of
from ingest.extract.numeric_cells import read_cell
from ingest.extract.numeric_slots import Slot, hints, slots
from ingest.extract.tables import tables
from ingest.markup import DocumentBuilder


@pytest.mark.parametrize(
    ("text", "form", "fields"),
    [
        ("45", "plain", {"first": 45.0}),
        ("−0.37", "plain", {"first": -0.37}),
        ("0·75", "plain", {"first": 0.75, "decimals": 2}),
        ("7,8", "plain", {"first": 7.8, "decimals": 1}),
        ("1,234", "plain", {"first": 1234.0, "decimals": 0}),
        ("0,350", "plain", {"first": 0.35, "decimals": 3}),
        ("12.3 ± 4.5", "spread", {"first": 12.3, "second": 4.5}),
        ("88.2 ± 9.1 (70.0 – 104.5)", "spread", {"first": 88.2, "second": 9.1}),
        ("45 (46%)", "count-percent", {"count": 45, "percent": 46.0}),
        ("1,245 (45,6%)", "count-percent", {"count": 1245, "percent": 45.6}),
        ("45/98 (46%)", "fraction", {"count": 45, "total": 98, "percent": 46.0}),
        ("9,5 (19/200)", "fraction", {"count": 19, "total": 200, "percent": 9.5}),
        ("3.2 (-1.0-4.5)", "interval", {"first": 3.2, "low": -1.0, "high": 4.5}),
        ("45 (12,30)", "interval", {"first": 45.0, "low": 12.0, "high": 30.0}),
    ],
)
def test_a_cell_is_read_by_its_form(text: str, form: str, fields: dict[str, Any]) -> None:
    value = read_cell(text)
    assert value is not None
    assert value.form == form
    assert {name: getattr(value, name) for name in fields} == fields


@pytest.mark.parametrize("text", ["", "–", "n.a.", "see text", "12 (3) and 14 (5) and 16 (7)", "p < 0.05"])
def test_what_is_no_figure_is_not_read(text: str) -> None:
    assert read_cell(text) is None


@pytest.mark.parametrize(
    ("slot", "n", "events"),
    [
        (Slot(events=12, start=0, end=1), 98, (12, False)),
        (Slot(percent=50.0, start=0, end=1), 40, (20, True)),
        # 2 of 3 printed with its last digit cut off and not rounded.
        (Slot(percent=66.6, decimals=1, start=0, end=1), 3, (2, True)),
        # No count of 10 people is 37 per cent: the percentage is of other people.
        (Slot(percent=37.0, start=0, end=1), 10, (None, False)),
        (Slot(percent=37.0, start=0, end=1), None, (None, False)),
        (Slot(percent=120.0, start=0, end=1), 50, (None, False)),
    ],
)
def test_a_count_is_computed_from_a_percentage_only_where_one_fits(
    slot: Slot, n: int | None, events: tuple[int | None, bool]
) -> None:
    assert events_of(slot, n) == events


def _first_slots(caption: str, rows: str) -> list[Slot]:
    builder = DocumentBuilder()
    builder.add("caption", caption, "Table 1")
    builder.add("table", rows, "Table 1", show_label=False)
    table = tables(builder.build())[0]
    return slots(table, 0, (table.header[1], [(1, "value")]))


def test_a_whole_number_below_a_percent_sign_is_no_count() -> None:
    found = _first_slots("Patients at entry", "Feature | Trained (n = 41) | Usual (n = 43)\nLives alone, % | 31 | 29")
    assert (found[0].percent, found[0].events, found[0].total) == (31.0, None, 41)


def test_a_table_of_numbers_of_patients_holds_counts_only() -> None:
    rows = "Event | Drug | Placebo\nDizziness | 4 | 2"
    assert [s.events for s in _first_slots("Number of patients with each event", rows)] == [4]
    assert [(s.events, s.center) for s in _first_slots("Events", rows)] == [(4, None), (None, 4.0)]


def test_the_width_of_a_range_is_no_standard_deviation() -> None:
    rows = "Measure | Drug | Placebo\nMedian stay, days (interquartile range) | 8.0 (3.5) | 9.0 (4.5)"
    slot = _first_slots("Stay", rows)[0]
    assert (slot.center, slot.sd, slot.median) == (8.0, None, True)


def test_the_size_of_a_group_is_not_taken_for_a_count_of_events() -> None:
    assert "count" not in hints("(n = 6 per dose)")
    assert "count" in hints("Number of relapses")
