"""Lines of a text file of any size, whatever its encoding, with memory that does not grow with the file.

Exports are glued together from several databases, so one file can hold several encodings: bytes that are no UTF-8 are
read as Windows-1252 one by one, and everything around them stays what it is. A byte-order mark, or zero bytes at every
second place, mean UTF-16; a declaration (XML's, or JabRef's "% Encoding: Cp1250") counts for the bytes that are no UTF-8.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from functools import partial

from ingest import gzip_stream
from ingest.errors import PageChanged, UnsafePage
from ingest.gzip_stream import GZIP, unpacked
from ingest.page import Page
from ingest.wide_text import wide_encoding

MAX_LINE = 2_000_000
# Of one record; the largest met have some thousands of lines (authors, cited works) and some hundred thousand characters.
MAX_RECORD_LINES = 20_000
MAX_RECORD = 2_000_000
MAX_CELL = 10_000_000

_CHUNK = 1 << 20
_DECLARED = re.compile(
    rb"^%+\s*encoding:\s*([A-Za-z0-9_.-]{2,40})|<\?xml[^>]{0,200}?encoding=[\"']([A-Za-z0-9_.-]{2,40})", re.I | re.M
)
# Characters that no text means; a tab stays, ends of lines never get here.
_NOT_TEXT = dict.fromkeys([*range(9), *range(10, 32), 0x7F, 0xFEFF])
# The same as bytes of UTF-8, which are many times faster to take out.
_NOT_IN_CHUNKS = bytes(code for code in _NOT_TEXT if code < 0x80 and code not in (0x0A, 0x0D))


def lines_of(page: Page) -> Iterator[str]:
    """The lines of a text page, plain or gzipped, without their ends; \\n, \\r\\n and \\r all end a line.

    Raises PageChanged for a broken gzip file (after the lines before the break), UnsafePage for one that bursts and for
    a single line of more than 2 MB.
    """
    fallback = _fallback(head_of(page, 4096))
    for line in _cut(_utf8(page)):
        if line.isascii() and b"\x00" not in line:
            yield line.decode("ascii")
        else:
            yield line.decode("utf-8", fallback).translate(_NOT_TEXT)


def record_lines(page: Page, start: re.Pattern[str]) -> Iterator[str]:
    """The lines of a file of records, as `lines_of` gives them; a record starts where `start` matches a line's beginning.

    Raises UnsafePage for a record past the limits, before it is held as a whole; else as `lines_of` does.
    """
    lines = characters = 0
    for line in lines_of(page):
        if start.match(line):
            lines = characters = 0
        lines += 1
        characters += len(line)
        if lines > MAX_RECORD_LINES or characters > MAX_RECORD:
            raise UnsafePage(f"a record of more than {MAX_RECORD_LINES:,} lines or {MAX_RECORD:,} characters")
        yield line


def table_rows(lines: Iterator[str], delimiter: str = ",") -> Iterator[list[str]]:
    """The cells of each row of a table whose lines `lines_of` gives.

    Raises PageChanged for what is no table, UnsafePage for a row without end: a quotation mark that never closes must not
    swallow the file.
    """
    csv.field_size_limit(MAX_CELL)
    held = _Row(lines)
    try:
        for cells in csv.reader(held, delimiter=delimiter):
            held.lines = 0
            yield cells
    except csv.Error as error:
        raise PageChanged(f"broken CSV: {error}") from None


class _Row:
    """Lines for the reader of tables, counted since the last row ended."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._from = lines
        self.lines = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._from:
            self.lines += 1
            if self.lines > MAX_RECORD_LINES:
                raise UnsafePage(f"a row of more than {MAX_RECORD_LINES:,} lines")
            yield line + "\n"


def chunks_of(page: Page) -> Iterator[str]:
    """The characters of a text page in pieces of about a million, decoded as `lines_of` does; ends of lines stay.

    Raises as `lines_of` does, but knows no limit for a line.
    """
    decoder = codecs.getincrementaldecoder("utf-8")(_fallback(head_of(page, 4096)))
    for chunk in _utf8(page):
        yield decoder.decode(chunk.translate(None, _NOT_IN_CHUNKS).replace(codecs.BOM_UTF8, b""))
    yield decoder.decode(b"", final=True)


def _utf8(page: Page) -> Iterator[bytes]:
    """The page's bytes, those of wide encodings as UTF-8."""
    encoding = wide_encoding(head_of(page, 4096))
    return _as_utf8(_chunks(page), encoding) if encoding else _chunks(page)


def head_of(page: Page, size: int) -> bytes:
    """The first bytes of a page, unpacked when it is gzip; nothing for a gzip file that is broken at once."""
    return gzip_stream.head_of(page.body, size)


def head_text(page: Page, size: int = 4000) -> str:
    """The first characters of a text page, for a cheap look: byte-order mark off, ends of lines made one."""
    head = head_of(page, size)
    text = head.decode(wide_encoding(head) or "utf-8", "replace")
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _chunks(page: Page) -> Iterator[bytes]:
    """The page's bytes, unpacked when they are gzip, never cut between a carriage return and its line feed."""
    with page.open() as stream:
        held = b""
        for chunk in unpacked(stream) if page.body.startswith(GZIP) else iter(lambda: stream.read(_CHUNK), b""):
            chunk = held + chunk
            held = chunk[-1:] if chunk.endswith(b"\r") else b""
            yield chunk[:-1] if held else chunk
        if held:
            yield held


def _as_utf8(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")


def _cut(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        lines = (rest + chunk).splitlines(keepends=True)
        rest = lines.pop() if lines and not lines[-1].endswith((b"\n", b"\r")) else b""
        if len(rest) > MAX_LINE:
            raise UnsafePage(f"a line of more than {MAX_LINE:,} bytes")
        for line in lines:
            yield line.rstrip(b"\r\n")
    if rest:
        yield rest


def _fallback(head: bytes) -> str:
    """The error handler that reads what is no UTF-8 as the declared encoding, or as Windows-1252."""
    declared = _DECLARED.search(head)
    name = "windows-1252"
    if declared:
        try:
            found = codecs.lookup((declared[1] or declared[2]).decode("ascii"))
        except LookupError:
            found = codecs.lookup(name)
        if getattr(found, "_is_text_encoding", True) and not found.name.startswith("utf"):
            name = "windows-1252" if found.name in ("iso8859-1", "ascii") else found.name
    codecs.register_error(f"else-{name}", partial(_read_as, name))
    return f"else-{name}"


def _read_as(encoding: str, error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(encoding, "replace"), error.end
