"""XML as it is met in feeds and sitemaps: read to the end though broken, nothing expanded, nothing fetched.

The document type is thrown away unread; HTML's named characters (&eacute;) are put in by name before parsing, since
most feeds that use them never declare them; any other entity is left as text.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5
from typing import Any

from lxml import etree

from ingest.errors import PageChanged, UnsafePage
from ingest.markup import MAX_PAGE_BYTES, MAX_TAGS, clean, decode, xml_parser
from ingest.page import Page

_GZIP = b"\x1f\x8b"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}\?>", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+[^\[>]{0,2000}(?:\[.*?\]\s*)?>", re.S | re.I)
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});?")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KEPT = ("amp", "lt", "gt", "quot", "apos")


def unpacked(page: Page) -> Page:
    """The page itself, or what is in it when it is gzip. Raises UnsafePage for what grows past the limit."""
    if not page.body.startswith(_GZIP):
        return page
    unpacker = zlib.decompressobj(47)
    try:
        body = unpacker.decompress(page.body, MAX_PAGE_BYTES + 1)
    except zlib.error:
        raise PageChanged("the gzip file is broken") from None
    if len(body) > MAX_PAGE_BYTES:
        raise UnsafePage(f"more than {MAX_PAGE_BYTES:,} bytes when unpacked")
    return Page.of(page.url, body, page.media_type)


@lru_cache(maxsize=4)
def head_of(page: Page, size: int = 6000) -> bytes:
    """The first bytes, unpacked when they are gzip, without the zero bytes of two- and four-byte text."""
    body = page.body[: 2 * size]
    if body.startswith(_GZIP):
        try:
            body = zlib.decompressobj(47).decompress(body, size)
        except zlib.error:
            return b""
    return body[: 2 * size].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:size]


@lru_cache(maxsize=2)
def lenient_tree(page: Page) -> Any:
    """The root of an XML page, read as far as it can be. Raises UnsafePage past the limits, PageChanged for no XML."""
    body = unpacked(page)
    if len(body.body) > MAX_PAGE_BYTES or body.body.count(b"<") > MAX_TAGS:
        raise UnsafePage(f"{len(body.body):,} bytes and {body.body.count(b'<'):,} tags of XML, more than the limits")
    text = _NOT_XML.sub(" ", decode(body))
    text = _DOCTYPE.sub("", _DECLARATION.sub("", text, count=1), count=1)
    text = _ENTITY.sub(_character, text)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser=xml_parser(recover=True))
    if root is None:
        raise PageChanged("no XML element on the page")
    return root


def _character(match: re.Match[str]) -> str:
    name = match.group(1)
    if name in _KEPT:
        return f"&{name};"
    if name.startswith("#"):
        return _numbered(name)
    found = html5.get(name + ";")
    if found is None:
        return "&amp;" + match.group()[1:]
    return found.replace("&", "&amp;").replace("<", "&lt;")


def _numbered(name: str) -> str:
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    if 0x80 <= number <= 0x9F:  # Windows-1252 numbers, as browsers read them
        return bytes([number]).decode("windows-1252", "replace")
    good = number in (9, 10, 13) or 32 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
    return f"&#{number};" if good else " "


def local(element: Any) -> str:
    """An element's name without its namespace, in lower case; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def below(element: Any, *names: str) -> Iterator[Any]:
    """Elements anywhere below whose local name is one of these."""
    for node in element.iter():
        if local(node) in names:
            yield node


def child_text(element: Any, *names: str) -> str | None:
    """Text of the first child that has one of these local names and any text; markup in it is taken off."""
    for name in names:
        for child in element:
            if local(child) == name:
                text = plain("".join(child.itertext()))
                if text:
                    return text
    return None


def plain(markup: str | None) -> str | None:
    """Escaped or plain markup as text: tags off, characters in. Nothing is rendered or run."""
    if not markup:
        return None
    text = re.sub(r"<(script|style)\b.*?(?:</\1\s*>|$)", " ", markup, flags=re.S | re.I)
    text = re.sub(r"<[a-zA-Z/!][^<>]{0,2000}>", " ", text)
    return clean(html.unescape(text))
