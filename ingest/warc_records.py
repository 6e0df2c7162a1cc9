"""Records of WARC and ARC files, one by one as they come: broken ones are passed over and told at the end."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from ingest.byte_cursor import ByteCursor
from ingest.errors import PageChanged, UnsafePage
from ingest.gzip_stream import GZIP
from ingest.page import Page

# The largest content of one record that is held: no page is larger.
MAX_BODY = 25_000_000
_MAX_HEADER = 65_536
_HEADER = re.compile(rb"^([A-Za-z0-9_-]+)[ \t]*:[ \t]*(.*?)\r?$", re.M)
# Where a record's head ends, or, when it is broken off, the next one starts.
_HEAD_END = re.compile(rb"\r?\n\r?\n|\n(?=WARC/)")
MAX_BROKEN = 100_000
MAX_CHUNKS = 500_000
_READABLE = re.compile(r"text/|html|xml|json|x-ris|bibtex|nbib|octet-stream|csv", re.I)
_ARC_LINE = re.compile(rb"(\S.*) (\S+) (\d{8,14}) (\S+) (\d+)\r?\n")
_ARC_NEXT = re.compile(rb"\n(?=(?:https?|filedesc)://[^\n]{0,9000} \d+\r?\n)")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")

# Address, type ("response": HTTP's own head tells it), content as far as it is held, its size.
_Record = tuple[str, str, bytes, int]


def pages_in(page: Page) -> Iterator[Page]:
    """Every HTTP response (status 2xx, readable type) and resource of the archive as a page; one of them is held at a time.

    Raises UnsafePage when gzip bursts and for very many broken records, PageChanged after the last good record when some
    were broken, cut short or too large, or when none was a page.
    """
    with page.open() as stream:
        data = ByteCursor.of(stream, is_gzip=page.body.startswith(GZIP))
        broken = pages = 0
        for record in _arc_records(data) if data.starts_with(b"filedesc:") else _warc_records(data):
            try:
                if record is None:
                    raise ValueError("broken")
                inner = _page(*record)
            except (zlib.error, ValueError):
                broken += 1
                if broken > MAX_BROKEN:
                    raise UnsafePage(f"more than {MAX_BROKEN:,} broken records in the archive: not read on") from None
                continue
            if inner is not None:
                pages += 1
                yield inner
        broken = max(broken, data.damages)
    if broken:
        many = "s" if broken > 1 else ""
        raise PageChanged(f"{broken} broken, cut-off or too large record{many} in the archive; the others were read")
    if not pages:
        raise PageChanged("an archive without a page: no record in it is the answer to a request")


def _warc_records(data: ByteCursor) -> Iterator[_Record | None]:
    """Each record; None for a broken one, behind which the next version line is looked for."""
    mark = b"WARC/"
    while data.go_to(mark):
        data.pass_by(mark.startswith(b"\n"))
        mark = b"WARC/"
        head = data.through(_HEAD_END, _MAX_HEADER)
        headers = {key.lower(): value.strip() for key, value in _HEADER.findall(head or b"")}
        length = headers.get(b"content-length", b"")
        if not length.isdigit():
            yield None
            data.pass_by(0 if head else len(mark))
            continue
        content = data.take(int(length), MAX_BODY)
        kind = headers.get(b"warc-type", b"").decode("ascii", "replace").lower()
        if content is None:
            yield None
            mark = b"\nWARC/"
        elif kind in ("response", "resource"):
            url = headers.get(b"warc-target-uri", b"").decode("utf-8", "replace").strip("<> ")
            media = headers.get(b"content-type", b"").decode("ascii", "replace")
            yield url, kind if kind == "response" else media, content, int(length)


def _arc_records(data: ByteCursor) -> Iterator[_Record | None]:
    """As `_warc_records`, for the older format, whose records start with one line."""
    while data.skip_blank_lines():
        line = data.match(_ARC_LINE, _MAX_HEADER)
        size = int(line[5]) if line else 0
        content = data.take(size, MAX_BODY) if line else None
        if line is None or content is None:
            yield None
            if not data.go_behind(_ARC_NEXT):
                return
        elif not line[1].startswith(b"filedesc:"):
            yield line[1].decode("utf-8", "replace"), "response", content, size


def _page(url: str, kind: str, content: bytes, size: int) -> Page | None:
    """A page out of one record's content; None for a redirect, an error, an image.

    Raises ValueError or zlib.error for what cannot be unpacked and for a page larger than what is held.
    """
    if not url.startswith(("http://", "https://")):
        return None
    if kind != "response" or not content.startswith(b"HTTP/"):
        if kind != "response" and not _READABLE.search(kind):
            return None
        _refuse_cut(content, size)
        return Page.of(url, content, kind if kind != "response" else None)
    head, _, body = content.partition(b"\r\n\r\n")
    if not _:
        head, _, body = content.partition(b"\n\n")
    status = re.match(rb"HTTP/[\d.]+ (\d{3})", head)
    headers = {key.lower(): value.strip().decode("latin-1") for key, value in _HEADER.findall(head)}
    media = headers.get(b"content-type", "")
    if status is None or not status.group(1).startswith(b"2") or (media and not _READABLE.search(media)):
        return None
    _refuse_cut(content, size)
    if headers.get(b"transfer-encoding", "").lower() == "chunked":
        body = _unchunked(body)
    body = _decompressed(body, headers.get(b"content-encoding", "").lower())
    return Page.of(url, body, media or None) if body.strip() else None


def _refuse_cut(content: bytes, size: int) -> None:
    if len(content) < size:
        raise ValueError(f"{size:,} bytes, more than {MAX_BODY:,}")


def _unchunked(body: bytes) -> bytes:
    out, at, count = bytearray(), 0, 0
    while match := _CHUNK_SIZE.match(body, at):
        size = int(match.group(1), 16)
        count += 1
        if count > MAX_CHUNKS:
            raise ValueError(f"more than {MAX_CHUNKS:,} chunks")
        if size == 0:
            return bytes(out)
        out += body[match.end() : match.end() + size]
        at = match.end() + size
        while body[at : at + 1] in (b"\r", b"\n"):
            at += 1
    # Some crawlers store the body unchunked and leave the header.
    return bytes(out) or body


def _decompressed(body: bytes, encoding: str) -> bytes:
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"content encoding {encoding}")
    if encoding != "deflate" and not body.startswith(GZIP):
        return body
    unpacker = zlib.decompressobj(31 if encoding != "deflate" else 15 if body[:1] == b"\x78" else -15)
    unpacked = unpacker.decompress(body, MAX_BODY)
    if unpacker.unconsumed_tail:
        raise ValueError(f"more than {MAX_BODY:,} bytes when unpacked")
    return unpacked
