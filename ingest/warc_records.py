"""Records of WARC and ARC files: bytes in, pages out, broken records passed over and told at the end."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from ingest.errors import PageChanged, UnsafePage
from ingest.records import Page

MAX_UNPACKED = 120_000_000
MAX_BODY = 25_000_000
_GZIP = b"\x1f\x8b"
_HEADER = re.compile(rb"^([A-Za-z0-9_-]+)[ \t]*:[ \t]*(.*?)\r?$", re.M)
_READABLE = re.compile(r"text/|html|xml|json|x-ris|bibtex|nbib|octet-stream|csv", re.I)
_WORD = re.compile(rb"\S")
_ARC_NEXT = re.compile(rb"\n(?=(?:https?|filedesc)://[^\n]{0,9000} \d+\r?\n)")
_ARC_LINE = re.compile(rb"(\S.*) (\S+) (\d{8,14}) (\S+) (\d+)\r?\n")


def pages_in(body: bytes) -> Iterator[Page]:
    """Every HTTP response (status 2xx, readable type) and resource as a page.

    Raises UnsafePage when the archive grows past the limit, PageChanged after the last good record when some were broken
    or none was a page.
    """
    data, whole = _unpacked(body)
    broken, pages = 0 if whole else 1, 0
    records = _arc_records(data) if data.startswith(b"filedesc:") else _warc_records(data)
    for record in records:
        if record is None:
            broken += 1
            continue
        url, kind, content = record
        try:
            page = _page(url, kind, content)
        except (zlib.error, ValueError):
            broken += 1
            continue
        if page is not None:
            pages += 1
            yield page
    if broken:
        raise PageChanged(f"{broken} broken or cut-off record{'s' if broken > 1 else ''} in the archive; the others were read")
    if not pages:
        raise PageChanged("an archive without a page: no record in it is the answer to a request")


def _unpacked(body: bytes) -> tuple[bytes, bool]:
    """The archive's bytes, and whether its gzip members were whole."""
    if not body.startswith(_GZIP):
        if len(body) > MAX_UNPACKED:
            raise UnsafePage(f"{len(body):,} bytes of archive, more than {MAX_UNPACKED:,}")
        return body, True
    out, rest = bytearray(), body
    while rest.startswith(_GZIP):
        member = zlib.decompressobj(31)
        try:
            out += member.decompress(rest, MAX_UNPACKED + 1 - len(out))
        except zlib.error:
            return bytes(out), False
        if len(out) > MAX_UNPACKED:
            raise UnsafePage(f"more than {MAX_UNPACKED:,} bytes when unpacked")
        if not member.eof:
            return bytes(out), False
        rest = member.unused_data.lstrip(b"\r\n")
    return bytes(out), not rest


def _warc_records(data: bytes) -> Iterator[tuple[str, str, bytes] | None]:
    """(address, type, content) of each record; None for a broken one, after which the next version line is looked for."""
    at = 0
    while (at := data.find(b"WARC/", at)) >= 0:
        end = re.compile(rb"\r?\n\r?\n").search(data, at)
        if end is None:
            yield None
            return
        headers = {key.lower(): value.strip() for key, value in _HEADER.findall(data[at : end.start() + 1])}
        length = headers.get(b"content-length", b"")
        if not length.isdigit():
            yield None
            at = end.end()
            continue
        stop = end.end() + int(length)
        kind = headers.get(b"warc-type", b"").decode("ascii", "replace").lower()
        if stop > len(data):
            yield None
            at = data.find(b"\nWARC/", end.end())
            if at < 0:
                return
            continue
        if kind in ("response", "resource"):
            url = headers.get(b"warc-target-uri", b"").decode("utf-8", "replace").strip("<> ")
            media = headers.get(b"content-type", b"").decode("ascii", "replace")
            yield url, kind if kind == "response" else media, data[end.end() : stop]
        at = stop


def _arc_records(data: bytes) -> Iterator[tuple[str, str, bytes] | None]:
    at = 0
    while at < len(data):
        match = _ARC_LINE.match(data, at)
        if match is None:
            found = _ARC_NEXT.search(data, at)
            if _WORD.search(data, at):
                if found is None or _WORD.search(data, at, found.start()):
                    yield None
                at = found.end() if found else len(data)
                continue
            return
        stop = match.end() + int(match.group(5))
        if stop > len(data):
            yield None
            return
        if not match.group(1).startswith(b"filedesc:"):
            yield match.group(1).decode("utf-8", "replace"), "response", data[match.end() : stop]
        at = stop
        while data[at : at + 1] in (b"\n", b"\r"):
            at += 1


def _page(url: str, kind: str, content: bytes) -> Page | None:
    """A page out of one record's content; None for a redirect, an error, an image. Raises ValueError, zlib.error."""
    if not url.startswith(("http://", "https://")):
        return None
    if kind != "response" or not content.startswith(b"HTTP/"):
        return (
            Page.of(url, content, kind if kind != "response" else None) if _READABLE.search(kind) or kind == "response" else None
        )
    head, _, body = content.partition(b"\r\n\r\n")
    if not _:
        head, _, body = content.partition(b"\n\n")
    status = re.match(rb"HTTP/[\d.]+ (\d{3})", head)
    headers = {key.lower(): value.strip().decode("latin-1") for key, value in _HEADER.findall(head)}
    media = headers.get(b"content-type", "")
    if status is None or not status.group(1).startswith(b"2") or (media and not _READABLE.search(media)):
        return None
    if headers.get(b"transfer-encoding", "").lower() == "chunked":
        body = _unchunked(body)
    body = _decompressed(body, headers.get(b"content-encoding", "").lower())
    return Page.of(url, body, media or None) if body.strip() else None


def _unchunked(body: bytes) -> bytes:
    out, at = bytearray(), 0
    while match := re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n").match(body, at):
        size = int(match.group(1), 16)
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
    if encoding == "deflate":
        wrapped = body[:1] == b"\x78"
        return zlib.decompressobj(15 if wrapped else -15).decompress(body, MAX_BODY)
    return zlib.decompressobj(31).decompress(body, MAX_BODY) if body.startswith(_GZIP) else body
