"""Web archives read record by record: what is broken costs no other record, and nothing larger than a record is held."""

from __future__ import annotations

import gzip
import random
import tracemalloc
import zlib
from pathlib import Path

import pytest

from ingest import byte_cursor, warc_records
from ingest.errors import PageChanged, UnsafePage
from ingest.page import Page
from ingest.pipeline import pages_of


def response(number: int, body: bytes | None = None, length: int | None = None, media: str = "text/html") -> bytes:
    body = body if body is not None else b"<html><p>" + random.Random(number).randbytes(300).hex().encode()
    content = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
    return f"{head}Content-Length: {length or len(content)}\r\n\r\n".encode() + content + b"\r\n\r\n"


def read(body: bytes) -> tuple[list[str], str]:
    """The last parts of the addresses of the pages in an archive, and what is told at its end."""
    found: list[str] = []
    try:
        for page in pages_of(Page.of("file:x.warc", body)):
            found.append(page.url.rpartition("/")[2])
    except PageChanged as error:
        return found, str(error)
    return found, ""


@pytest.mark.parametrize("block", [1, 7, 1 << 20])
@pytest.mark.parametrize("packed", [False, True])
def test_every_response_is_a_page_however_the_file_is_cut(block: int, packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_cursor, "_BLOCK", block)
    monkeypatch.setattr("ingest.gzip_stream._PIECE", block)
    records = [response(n) for n in range(4)]
    body = b"".join(gzip.compress(r) if packed else r for r in records)
    assert read(body) == (["0", "1", "2", "3"], "")
    assert read(gzip.compress(b"".join(records))) == (["0", "1", "2", "3"], "")


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "bad",
    [
        response(9, length=10_000_000),
        response(9).replace(b"Content-Length: ", b"Content-Length: x"),
        response(9, b"\x1f\x8bxx", media="text/html\r\nContent-Encoding: gzip"),
        b"WARC/1.0\r\nno end of this head " + b"x" * 70_000,
    ],
)
def test_a_broken_record_costs_no_other(bad: bytes, packed: bool) -> None:
    records = [response(0), response(1), bad, response(2), response(3)]
    body = b"".join(gzip.compress(r) if packed else r for r in records)
    found, told = read(body)
    assert [number for number in found if number != "9"] == ["0", "1", "2", "3"]
    assert told.startswith("1 broken, cut-off or too large record in the archive")


def test_a_file_that_is_cut_gives_all_before_the_cut() -> None:
    records = [response(n) for n in range(4)]
    for body in (b"".join(records), gzip.compress(b"".join(records)), b"".join(map(gzip.compress, records))):
        found, told = read(body[:-30])
        assert found == ["0", "1", "2"]
        assert told.startswith("1 broken")


def test_a_damaged_member_of_gzip_costs_no_other() -> None:
    packed = [bytearray(gzip.compress(response(n, random.Random(n).randbytes(5000).hex().encode()))) for n in range(4)]
    packed[1][200:240] = b"\xff" * 40
    found, told = read(b"".join(packed))
    assert found == ["0", "2", "3"]
    assert told.startswith("1 broken")


def test_a_page_that_is_too_large_is_told_and_a_film_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_records, "MAX_BODY", 2_000)
    body = response(0) + response(1, b"x" * 9_000, media="video/mp4") + response(2)
    assert read(body) == (["0", "2"], "")
    found, told = read(body + response(3, b"x" * 9_000) + response(4))
    assert found == ["0", "2", "4"]
    assert told.startswith("1 broken, cut-off or too large record")
    squeezed = response(5, gzip.compress(b"x" * 9_000), media="text/html\r\nContent-Encoding: gzip")
    found, told = read(response(0) + squeezed + response(6))
    assert found == ["0", "6"]
    assert told.startswith("1 broken")


def test_old_archives_too_pass_by_what_is_broken() -> None:
    def record(number: int, length: int | None = None) -> bytes:
        content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>walking</p></html>"
        return (
            f"http://example.org/{number} 127.0.0.1 20200101000000 text/html {length or len(content)}\n".encode()
            + content
            + b"\n"
        )

    start = b"filedesc://x.arc 0.0.0.0 20200101000000 text/plain 3\nabc\n"
    assert read(start + record(0) + record(1)) == (["0", "1"], "")
    found, told = read(start + record(0) + b"nonsense\n" + record(1) + record(2, 99_999) + record(3))
    assert found == ["0", "1", "3"]
    assert told.startswith("2 broken")


def test_memory_does_not_grow_with_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.page.BULK_BYTES", 25_000)
    path = tmp_path / "crawl.warc"

    def peak(count: int, packed: bool) -> int:
        with path.open("wb") as file:
            for n in range(count):
                record = response(n, b"<html>" + str(n).encode() * 20_000)
                file.write(gzip.compress(record, 1) if packed else record)
        tracemalloc.start()
        assert sum(1 for _ in pages_of(Page.of_file("file:x", path))) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    for packed in (False, True):
        peak(10, packed)
        assert peak(300, packed) - peak(100, packed) < 500_000


def test_a_bomb_in_one_record_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.gzip_stream.FREE_BYTES", 3_000_000)
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x/\r\nContent-Length: 90000000\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"
    packed = packer.compress(head) + b"".join(packer.compress(bytes(1_000_000)) for _ in range(50)) + packer.flush()
    with pytest.raises(UnsafePage, match="unpacks to more than"):
        list(pages_of(Page.of("file:x.warc.gz", packed)))
