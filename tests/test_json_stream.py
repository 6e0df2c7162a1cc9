"""JSON read record by record: the same records however the file is cut, and a broken one costs no other."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from itertools import islice
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import json_cursor, json_stream
from ingest.errors import EmptyPage, NotAPage, PageChanged, UnsafePage
from ingest.json_stream import Broken, Item, json_records
from ingest.page import Page
from ingest.pipeline import read

LISTS = ("/results", "/message/items")
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\x7f\ufeff"), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.dictionaries(TEXT, VALUES, min_size=1, max_size=3)


def page(body: bytes | str) -> Page:
    return Page.of("file:x.json", body.encode() if isinstance(body, str) else body)


def records(body: bytes | str, chunk: int = 1 << 20, look: int = 400) -> list[Item | Broken]:
    with patch("ingest.text_stream._CHUNK", chunk), patch.object(json_cursor, "LOOK", look):
        return list(json_records(page(body), *LISTS))


def values(body: bytes | str, chunk: int = 1 << 20, look: int = 400) -> list[Any]:
    return [item.value for item in records(body, chunk, look) if isinstance(item, Item)]


def broken(body: bytes | str, chunk: int = 1 << 20, look: int = 400) -> list[str]:
    return [f"{item.pointer}: {item.error}" for item in records(body, chunk, look) if isinstance(item, Broken)]


def work(number: int) -> dict[str, Any]:
    return {"id": f"https://openalex.org/W{number}", "title": f'Walking {number} {{["æ'}


@settings(deadline=None, max_examples=150)
@given(st.lists(RECORDS, min_size=1, max_size=4), st.integers(1, 9), st.sampled_from([None, 1]))
def test_a_file_says_the_same_however_it_is_cut(given: list[dict[str, Any]], chunk: int, indent: int | None) -> None:
    written = [json.dumps(one, ensure_ascii=bool(indent)) for one in given]
    for body in (
        "\n".join(written),
        "".join(written),
        json.dumps(given, indent=indent),
        json.dumps({"n": 1, "results": given, "of": {}}, indent=indent),
        json.dumps({"message": {"n": 1.5, "items": given}, "rest": [1]}, indent=indent),
    ):
        assert values(body, chunk, look=1) == given
        assert broken(body, chunk, look=1) == []


def test_pointers_lead_to_the_record() -> None:
    assert [i.pointer for i in records('{"a": 1}')] == [""]
    assert [i.pointer for i in records('{"a": 1}\n{"a": 2}')] == ["/0", "/1"]
    assert [i.pointer for i in records('[{"a": 1}, {"results": [{"a": 2}]}]')] == ["/0", "/1/results/0"]
    for chunk in (5, 1000):
        (item,) = records('{"kind": "list", "message": {"n": 1, "items": [{"a": 2}]}}', chunk)
        assert isinstance(item, Item)
        assert item.pointer == "/message/items/0"
        assert item.above
        assert item.above["kind"] == "list"


LINES = [json.dumps(work(n)) for n in range(5)]


@pytest.mark.parametrize("chunk", [40, 1 << 20])
@pytest.mark.parametrize(
    "bad",
    [
        '{"id": tru}',
        '{"id": "a" "b": 1}',
        '{"id": "cut in a str',
        '{"id": [1, 2',
        '{"id": 1}}',
        '{"id": "\\x"}',
        '{"id": ' + "9" * 5000 + "}",
        '{"results": [1, {]}',
    ],
)
@pytest.mark.parametrize("place", [0, 2, 5])
def test_a_broken_line_costs_no_other(bad: str, place: int, chunk: int) -> None:
    lines = [*LINES[:place], bad, *LINES[place:]]
    body = "\n".join(lines) + "\n"
    assert [value for value in values(body, chunk) if value not in (1, {"id": 1})] == [work(n) for n in range(5)]
    (told,) = broken(body, chunk)[:1]
    assert "JSON" in told


@pytest.mark.parametrize("chunk", [40, 1 << 20])
@pytest.mark.parametrize("bad", ['{"id": tru}', '{"id": "\\x", "b": [{}]}', '{"id" 1, "c": "}]"}'])
@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"results": [', "]}")])
def test_a_broken_item_of_a_list_costs_no_other(bad: str, start: str, end: str, chunk: int) -> None:
    for between in (",", ",\n", ",\n  "):
        body = start + between.join([*LINES[:2], bad, *LINES[2:]]) + end
        assert values(body, chunk) == [work(n) for n in range(5)]
        assert len(broken(body, chunk)) == 1


def test_what_cannot_be_told_apart_is_said_to_be_lost() -> None:
    body = "[" + ",".join([LINES[0], '{"id": {"b": tru}', LINES[1]]) + "]"
    assert values(body) == [work(0)]
    assert broken(body) == [
        "/1: broken JSON: Expecting value at its character 14; nothing behind it could be read",
    ]


@pytest.mark.parametrize("chunk", [40, 1 << 20])
def test_a_file_that_is_cut_gives_all_before_the_cut(chunk: int) -> None:
    for body in ("\n".join(LINES), f"[{','.join(LINES)}]", '{"results": [' + ",\n".join(LINES) + "]}"):
        cut = body[: body.index('"Walking 4')]
        assert values(cut, chunk) == [work(n) for n in range(4)]
        assert len(broken(cut, chunk)) == 1
        assert "the file ends" in broken(cut, chunk)[0]
    assert broken("[" + ",".join(LINES) + ",", chunk) == ["/5: broken JSON: the file ends before its list does"]


def test_a_gzip_file_that_is_cut_gives_all_before_the_cut() -> None:
    lines = [json.dumps(work(n) | {"note": hash((n, i))}) for n in range(2000) for i in range(3)]
    packed = gzip.compress("\n".join(lines).encode(), mtime=0)
    found = values(packed[: len(packed) // 2])
    assert len(found) > 2500
    assert found == [json.loads(line) for line in lines[: len(found)]]
    (told,) = broken(packed[: len(packed) // 2])
    assert told.endswith("broken gzip: the file ends in the middle")


def test_bytes_that_are_wrong_in_the_middle_of_gzip_cost_only_what_follows() -> None:
    lines = [json.dumps(work(n) | {"note": hash(str(n))}) for n in range(6000)]
    packed = bytearray(gzip.compress("\n".join(lines).encode(), mtime=0))
    half = len(packed) // 2
    packed[half : half + 40] = b"\xff" * 40
    assert len(values(bytes(packed))) > 2500
    assert "broken gzip" in broken(bytes(packed))[-1]


@pytest.mark.parametrize("body", ["[1, 2.5e3]", '{"a": 1, "results": [{}, 0]}', '{"results": [{}, -0.5]}'])
@pytest.mark.parametrize("chunk", [1, 2, 3, 100])
def test_numbers_are_read_to_their_end(body: str, chunk: int) -> None:
    loaded = json.loads(body)
    assert values(body, chunk, look=1) == (loaded if isinstance(loaded, list) else loaded["results"])
    assert broken(body, chunk, look=1) == []


def test_escapes_that_cannot_be_stored_are_mended() -> None:
    assert values('{"a": "x\\u0000y", "b": "\\ud83d\\ude00", "c": "\\ud83d"}') == [{"a": "x\ufffdy", "b": "😀", "c": "\ufffd"}]


@pytest.mark.parametrize(
    ("body", "error"), [(b"", EmptyPage), (b" \n ", EmptyPage), (b"walking", PageChanged), (b"\x1f\x8bnothing", PageChanged)]
)
def test_what_is_no_json_is_told(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        records(body)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    (item,) = records(b"[" * 2_000_000)[:1]
    assert isinstance(item, Broken)
    assert isinstance(item.error, UnsafePage)
    monkeypatch.setattr(json_cursor, "MAX_VALUE", 10_000)
    long = json.dumps({"id": "https://openalex.org/W7", "title": "x" * 100_000})
    body = "\n".join([LINES[0], long, LINES[1]])
    assert values(body, 1000) == [work(0), work(1)]
    assert broken(body, 1000) == ["/1: more than 10,000 characters of JSON in one value"]


def test_bytes_of_another_encoding_are_read() -> None:
    assert values('{"a": "Søvn"}'.encode("utf-16")) == [{"a": "Søvn"}]
    assert values('{"a": "Søvn"}'.encode("windows-1252")) == [{"a": "Søvn"}]
    assert values(b"\xef\xbb\xbf" + '{"a": "Søvn"}'.encode()) == [{"a": "Søvn"}]


# Records of a source ---------------------------------------------------------------------------------------------


def test_a_record_that_fails_is_named_and_the_others_are_read() -> None:
    nameless = '{"id": "https://openalex.org/A1"}'
    found = read(page("\n".join([LINES[0], nameless, LINES[1], "{", LINES[2]])))[1]
    assert [parsed.key for parsed in islice(found, 3)] == ["record:0", "record:2", "record:3"]
    with pytest.raises(PageChanged) as told:
        next(found)
    assert str(told.value) == (
        "record 2 (/1): a work of OpenAlex with neither title nor DOI; 1 more could not be read either; the other 3 were read"
    )


def test_the_only_record_raises_its_own_error() -> None:
    with pytest.raises(NotAPage, match="an API's error message: no such work"):
        list(read(page('{"id": "https://openalex.org/W1", "error": "no such work"}' + " " * 2_000))[1])
    with pytest.raises(PageChanged, match=r"^broken JSON: the file ends in the middle of it$"):
        list(read(page('{"id": "https://openalex.org/W1", "title": "Walk'))[1])


def test_a_file_of_something_else_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MAX_STRANGERS", 50)
    body = '{"meta": {"db_response_time_ms": 1}, "results": [' + "{}," * 1000 + json.dumps(work(1)) + "]}"
    with pytest.raises(NotAPage, match="50 values in a row that are no record of this kind"):
        list(read(page(body))[1])


def test_memory_does_not_grow_with_a_gzip_file() -> None:
    def peak(count: int) -> int:
        packed = gzip.compress("\n".join(json.dumps(work(n) | {"note": "word " * 2000}) for n in range(count)).encode())
        tracemalloc.start()
        assert sum(1 for _ in json_records(page(packed))) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(50)
    assert peak(1500) - peak(500) < 500_000
