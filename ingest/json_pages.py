"""JSON pages: loading within limits, records of a page with their JSON pointers, and safe ways down into them."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ingest.errors import EmptyPage, NotAPage, PageChanged, UnsafePage
from ingest.gzip_stream import GZIP, head_of
from ingest.markup import clean, decode
from ingest.page import Page

MAX_JSON_BYTES = 25_000_000


@lru_cache(maxsize=4)
def json_head(page: Page, size: int = 4096) -> bytes:
    """The first bytes of a page without white space or byte-order mark, unpacked when it is gzip; b"" if no JSON."""
    head = head_of(page.body, size).lstrip(b"\xef\xbb\xbf \t\r\n")
    return head if head[:1] in (b"{", b"[") else b""


@lru_cache(maxsize=4)
def json_text(page: Page) -> str:
    """The page's characters, unpacked when it is gzip. Raises UnsafePage for what grows past the limit."""
    if not page.body.startswith(GZIP):
        if len(page.body) > MAX_JSON_BYTES:
            raise UnsafePage(f"{len(page.body):,} bytes of JSON, more than {MAX_JSON_BYTES:,}")
        return storable(decode(page))
    unpacker = zlib.decompressobj(47)
    try:
        body = unpacker.decompress(page.body, MAX_JSON_BYTES)
    except zlib.error as error:
        raise PageChanged(f"broken gzip: {error}") from None
    if unpacker.unconsumed_tail:
        raise UnsafePage(f"gzip that unpacks to more than {MAX_JSON_BYTES:,} bytes")
    return storable(decode(Page.of(page.url, body)))


# Escapes of what no text can hold: NUL, and half of a surrogate pair.
_UNSTORABLE = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u(?:0000|[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u)[dD][c-fC-F][0-9a-fA-F]{2})"
)


def storable(text: str) -> str:
    """JSON whose strings can be stored and counted: what UTF-8 or SQLite could not keep becomes U+FFFD."""
    return _UNSTORABLE.sub(lambda match: match[1] + "\\ufffd", text) if "\\u" in text else text


@lru_cache(maxsize=2)
def load(page: Page) -> Any:
    """The page's JSON value; one JSON value a line (ndjson) gives a list. Raises PageChanged for broken JSON."""
    text = json_text(page)
    if not text.strip():
        raise EmptyPage("the page is empty")
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        raise UnsafePage("JSON nested without end") from None
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith(("{", "[")) for line in lines[:2]):
            raise PageChanged(f"broken JSON: {error}") from None
    try:
        return [json.loads(line, strict=False) for line in lines]
    except (ValueError, RecursionError) as error:
        raise PageChanged(f"broken JSON lines: {error}") from None


def at(value: Any, *path: str | int) -> Any:
    """What stands at a path of keys and positions, or None where the path ends early."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and -len(value) <= step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            return None
    return value


def text_at(value: Any, *path: str | int) -> str | None:
    """A string or number at a path as clean text; None for anything else."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, (str, int, float)):
        return None
    return clean(str(found))


def items_at(value: Any, *path: str | int) -> list[Any]:
    """What stands at a path as a list: a list itself, one value as a list of one, nothing as an empty list."""
    found = at(value, *path)
    if isinstance(found, list):
        return found
    return [] if found is None or found == {} or found == "" else [found]


def numbered(value: Any, pointer: str, *path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The objects of a list at a path, each with its JSON pointer."""
    base = pointer + "".join(f"/{step}" for step in path)
    found = at(value, *path)
    if isinstance(found, dict):
        yield found, base
    for position, item in enumerate(found if isinstance(found, list) else []):
        if isinstance(item, dict):
            yield item, f"{base}/{position}"


def refuse_errors(loaded: Any) -> None:
    """Raise NotAPage for an API's error message or an answer without content."""
    if loaded in ({}, [], None):
        raise NotAPage("an empty answer of an API")
    if not isinstance(loaded, dict):
        return
    message = loaded.get("error") or loaded.get("errors") or loaded.get("errMsg") or loaded.get("errorMessage")
    if message and not loaded.get("data"):
        raise NotAPage(f"an API's error message: {error_line(message)}")
    if loaded.get("status") in ("error", "failed"):
        raise NotAPage(f"an API's error message: {error_line(loaded.get('message') or loaded.get('body'))}")


# Where an error's words stand, the plainest first; beside them stand codes, names of classes, stack traces.
_WORDS = ("message", "detail", "title", "reason", "error", "description")


def error_line(said: Any) -> str:
    """What an API says went wrong, as one short line, however deep it put the words."""
    while isinstance(said, list | dict) and said:
        found = next((said[name] for name in _WORDS if said.get(name)), None) if isinstance(said, dict) else said[0]
        said = found if found is not None else json.dumps(said)
    line = " ".join(str(said).split())
    return line if len(line) <= 120 else line[:119] + "…"
