"""JSON pages within limits."""

from __future__ import annotations

import gzip
import json

import pytest

from ingest import json_pages
from ingest.challenge import refuse
from ingest.errors import EmptyPage, NotAPage, PageChanged, UnsafePage
from ingest.page import Page


def page(body: bytes) -> Page:
    return Page.of("file:x.json", body)


def test_lines_and_gzip_and_byte_order_mark() -> None:
    assert json_pages.load(page(b'{"a": 1}\n{"a": 2}\n')) == [{"a": 1}, {"a": 2}]
    assert json_pages.load(page(gzip.compress(b'{"a": 1}'))) == {"a": 1}
    assert json_pages.load(page(b'\xef\xbb\xbf{"a": 1}')) == {"a": 1}
    assert json_pages.json_head(page(gzip.compress(b'  {"a": 1}'))) == b'{"a": 1}'
    assert json_pages.json_head(page(b"<html>")) == b""


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", EmptyPage),
        (b"   ", EmptyPage),
        (b'{"a": ', PageChanged),
        (b'{"a": 1}\n{"a": \n', PageChanged),
        (b"[" * 200_000, UnsafePage),
        (b"\x1f\x8bnothing", PageChanged),
    ],
)
def test_bad_input_is_a_clear_error(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        json_pages.load(page(body))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_pages, "MAX_JSON_BYTES", 10_000)
    with pytest.raises(UnsafePage):
        json_pages.load(page(gzip.compress(b"[" + b"1," * 100_000 + b"1]")))


@pytest.mark.parametrize("loaded", [{}, [], None, {"error": "no such paper"}, {"status": "error", "message": "gone"}])
def test_error_answers(loaded: object) -> None:
    with pytest.raises(NotAPage):
        json_pages.refuse_errors(loaded)


def test_paths_end_in_none() -> None:
    assert json_pages.at({"a": [{"b": 1}]}, "a", 0, "b") == 1
    assert json_pages.at({"a": [{"b": 1}]}, "a", 3, "b") is None
    assert json_pages.at({"a": "text"}, "a", "b") is None
    assert json_pages.text_at({"a": True}, "a") is None
    assert json_pages.items_at({"a": {"b": 1}}, "a") == [{"b": 1}]
    assert list(json_pages.numbered({"a": [{"b": 1}, 2]}, "/x", "a")) == [({"b": 1}, "/x/a/0")]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("no such work", "no such work"),
        ({"name": "class x.Info", "description": "x.Info: Failed x@4e", "message": "Failed", "stack": ["x.clj:1"]}, "Failed"),
        (
            [{"type": "parameter-not-allowed", "value": "x", "message": "Parameter x\n is not allowed"}],
            "Parameter x is not allowed",
        ),
        ({"code": 7}, '{"code": 7}'),
        ("word " * 40, "word " * 23 + "word…"),
    ],
)
def test_an_error_is_told_in_its_own_words(said: object, line: str) -> None:
    with pytest.raises(NotAPage) as told:
        json_pages.refuse_errors({"status": "error", "message-type": "exception", "message": said})
    assert str(told.value) == f"an API's error message: {line}"
    with pytest.raises(NotAPage) as told:
        refuse(page(json.dumps({"status": "error", "message": said}).encode()))
    assert str(told.value) == f"an error answer instead of the record: {line}"
