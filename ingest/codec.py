"""Records to compressed JSON and back, so that what was read from a page can be kept and linked again later."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
import zlib
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from typing import Any

from ingest import records
from ingest.records import Parsed


def pack(parsed: Parsed) -> bytes:
    """The record without its document's text (the catalog keeps that apart), compressed; equal records, equal bytes."""
    plain = _plain(parsed)
    if plain.get("document"):
        plain["document"].pop("text", None)
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(packed: bytes, text: str | None) -> Parsed:
    """The record again, with its document's text put back. Raises ValueError for bytes that `pack` did not make."""
    try:
        plain = json.loads(zlib.decompress(packed))
    except zlib.error as error:
        raise ValueError(f"not a packed record: {error}") from None
    if "document" in plain:  # empty when it has no sections: nothing but its text, which is kept elsewhere
        plain["document"]["text"] = text or ""
    return typing.cast(Parsed, _record(Parsed, plain))


def _plain(value: Any) -> Any:
    if isinstance(value, (str, int, float)) or value is None:
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    found = {}
    for name, default in _defaults(typing.cast(Hashable, type(value))):
        item = getattr(value, name)
        if item is not None and item != default:
            found[name] = _plain(item)
    return found


@cache
def _defaults(kind: Hashable) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in dataclasses.fields(typing.cast(Any, kind)))


def _record(kind: type, plain: dict[str, Any]) -> Any:
    readers = _readers(kind)
    return kind(**{name: readers[name](value) for name, value in plain.items() if name in readers})


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    hints = typing.get_type_hints(kind, vars(records))
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}


def _reader(hint: Any) -> Callable[[Any], Any]:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        inner = [a for a in typing.get_args(hint) if a is not type(None)]
        return _reader(inner[0]) if len(inner) == 1 else _same
    if origin is tuple:
        item = _reader(typing.get_args(hint)[0])
        return lambda values: tuple(item(value) for value in values)
    if dataclasses.is_dataclass(hint):
        return lambda value: _record(typing.cast(type, hint), value)
    return _same


def _same(value: Any) -> Any:
    return value
