"""Patterns for lower case: what they find is what the same pattern finds in any case, and no piece hides a match."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ingest.extract
from ingest.extract.wording import Wording, from_joints, lowered

# Looked for near their pieces only, on purpose, or a beginning of what holds the piece: no part of every match.
_NEAR_ONLY = {"_ARMS", "_SITES", "_WITH", "_LONG_BEGINS"}


def _held(name: str, value: object) -> Iterator[tuple[str, Wording]]:
    if isinstance(value, Wording):
        yield name, value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _held(name, inner)


def _wordings() -> Iterator[tuple[str, Wording]]:
    for found in pkgutil.iter_modules(ingest.extract.__path__):
        module = importlib.import_module(f"ingest.extract.{found.name}")
        for name, value in sorted(vars(module).items()):
            yield from _held(name, value)


_WITH_PIECES = {f"{name} {n}": one for n, (name, one) in enumerate(_wordings()) if one.needs and name not in _NEAR_ONLY}


@pytest.mark.parametrize("name", sorted(_WITH_PIECES))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_match_holds_a_piece(name: str, data: st.DataObject) -> None:
    one = _WITH_PIECES[name]
    text = data.draw(st.from_regex(one.pattern, alphabet=st.characters(max_codepoint=127)))
    match = one.pattern.search(text)
    assert match is None or any(piece in match.group() for piece in one.needs), match


def test_only_the_asked_stretch_is_searched() -> None:
    one = Wording(r"\bcross-?over\b", "cross")
    low = lowered("Crossover, then CROSS-OVER")
    assert [m.start() for m in one.finditer(low)] == [0, 16]
    assert [m.start() for m in one.finditer(low, 3)] == [16]
    assert one.search(low, 3, 20) is None
    assert not one.possible(lowered("Parallel groups"))
    assert list(one.finditer(lowered("Parallel groups"))) == []


@given(st.lists(st.sampled_from(["belorin", "lumatol", "versus", "vs", ",", ".", "(", "and placebo in", "for"]), max_size=12))
def test_from_joints_finds_what_a_plain_search_finds(words: list[str]) -> None:
    pattern = re.compile(r"(?P<first>[^.,(]{2,90}?)\s(?:versus|vs)\s(?P<second>[^.,(]{2,90}?)(?=[.,(]|$|\s(?:in|for))")
    text = " ".join(words)
    joints = re.finditer(r"\s(?:versus|vs)(?=\s)", text)
    assert [m.span() for m in from_joints(pattern, joints, text, ".,(", 120)] == [m.span() for m in pattern.finditer(text)]


@pytest.mark.parametrize("source", ["RCT", r"\bTAU\b", "[A-Z]x"])
def test_a_capital_could_never_match(source: str) -> None:
    with pytest.raises(ValueError, match="capital"):
        Wording(source)


@pytest.mark.parametrize("source", [r"\W\S\D\b\B", r"(?P<Name>x)(?P=Name)"])
def test_escapes_and_names_are_no_capitals(source: str) -> None:
    assert Wording(source).source == source


def test_a_piece_with_a_capital_is_refused() -> None:
    with pytest.raises(ValueError, match="capital"):
        Wording("x", "X")


@given(st.text())
def test_lowered_keeps_every_place(text: str) -> None:
    assert len(lowered(text)) == len(text)
    assert lowered(text).isascii() or re.search(r"[^\x00-\x7f]", text)
