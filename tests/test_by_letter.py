"""Alternatives gathered by first letter: the pattern finds exactly what it found as it was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.by_letter import by_letter

_WORDS = st.lists(st.text("abc", min_size=0, max_size=4), min_size=1, max_size=12)


@given(_WORDS, st.text("abc ", max_size=30))
def test_finds_what_the_written_pattern_finds(words: list[str], text: str) -> None:
    source = "(?:" + "|".join(words) + ")c?"
    assert [m.span() for m in re.finditer(by_letter(source), text)] == [m.span() for m in re.finditer(source, text)]


@pytest.mark.parametrize(
    ("source", "gathered"),
    [
        (r"\b(?:pain|death|ponv|dying)\b", r"\b(?:p(?:ain|onv)|d(?:eath|ying))\b"),
        ("ab|ba|ac|bb", "a(?:b|c)|b(?:a|b)"),
        ("ab|a?c|ad|ae|af", "ab|a?c|a(?:d|e|f)"),  # what begins with no plain letter keeps its rank
        (r"(?:pa\(|pb|[)|]|pc|pd)", r"(?:p(?:a\(|b)|[)|]|p(?:c|d))"),  # brackets in classes and escapes open nothing
        ("(?<!pa|pb|pc|pd)x", "(?<!pa|pb|pc|pd)x"),
        ("pa|pb|pc", "pa|pb|pc"),  # too few
        ("p(a)|p(b)|p(c)|p(d)", "p(a)|p(b)|p(c)|p(d)"),  # what captures keeps its number
    ],
)
def test_gathered_by_letter(source: str, gathered: str) -> None:
    assert by_letter(source) == gathered
    assert re.compile(gathered)
