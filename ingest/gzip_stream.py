"""Gzip of any size and any number of members, unpacked piece by piece, with a limit against bombs and past damage."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from ingest.errors import PageChanged, UnsafePage

GZIP = b"\x1f\x8b"
# Text shrinks to a tenth, tables of repeated words to a thirtieth; only what was made to burst shrinks to a hundredth.
MAX_RATIO = 100
# So much is unpacked before the ratio counts: small pages of one line repeated are no danger.
FREE_BYTES = 50_000_000

_READ = 2048
_PIECE = 1 << 20
# Bytes of a file that are looked at for its head: many, since members may be empty.
_HEAD_READ = 200_000
_MEMBER = GZIP + b"\x08"


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where bytes are missing or wrong, between two pieces that are right."""

    why: str


def unpacked(stream: IO[bytes]) -> Iterator[bytes]:
    """What a gzip file holds, in pieces of at most a megabyte.

    Raises PageChanged for a broken file, after all that stands before the break; UnsafePage for one that bursts.
    """
    for piece in pieces(stream):
        if isinstance(piece, Damage):
            raise PageChanged(f"broken gzip: {piece.why}")
        yield piece


def head_of(body: bytes, size: int) -> bytes:
    """The first bytes of a page, unpacked when it is gzip (of which `body` may be the head alone), as far as they are whole."""
    if not body.startswith(GZIP):
        return body[:size]
    held, length = list[bytes](), 0
    # Not `pieces`: a megabyte of it may take a hundred thousand members, and every kind of page asks for its own head.
    for piece in _small_pieces(io.BytesIO(body[:_HEAD_READ])):
        if isinstance(piece, Damage):
            break
        held.append(piece)
        length += len(piece)
        if length >= size:
            break
    return b"".join(held)[:size]


def pieces(stream: IO[bytes]) -> Iterator[bytes | Damage]:
    """As `unpacked`, but what is broken is told in its place, and the next member that can be read follows it."""
    held, size = list[bytes](), 0
    for piece in _small_pieces(stream):
        if isinstance(piece, bytes):
            held.append(piece)
            size += len(piece)
        if held and (size >= _PIECE or isinstance(piece, Damage)):
            yield b"".join(held)
            held, size = [], 0
        if isinstance(piece, Damage):
            yield piece
    if held:
        yield b"".join(held)


def _small_pieces(stream: IO[bytes]) -> Iterator[bytes | Damage]:
    """What each few bytes of the file hold: with a damage, only what stands in the same few bytes before it is lost."""
    taken = given = 0
    member, data = None, b""
    while True:
        more = b""
        if len(data) < len(_MEMBER):
            more = stream.read(_READ)
            data, taken = data + more, taken + len(more)
        if member is None:
            data = data.lstrip(b"\0\r\n")  # members may be padded
        if not data:
            if more:
                continue
            break
        if member is None and not data.startswith(_MEMBER):
            yield Damage("bytes that are no gzip")
            data, read = _from_next_member(data[1:], stream)
            taken += read
            continue
        member = member or zlib.decompressobj(31)
        try:
            piece = member.decompress(data, _PIECE)
        except zlib.error as error:
            yield Damage(str(error))
            member = None
            data, read = _from_next_member(data[1:], stream)
            taken += read
            continue
        given += len(piece)
        if given > FREE_BYTES and given > MAX_RATIO * taken:
            raise UnsafePage(f"gzip that unpacks to more than {MAX_RATIO} times its size")
        if piece:
            yield piece
        data = member.unused_data if member.eof else member.unconsumed_tail
        member = None if member.eof else member
    if member is not None:
        yield Damage("the file ends in the middle")


def _from_next_member(data: bytes, stream: IO[bytes]) -> tuple[bytes, int]:
    """What follows from the next start of a member on (nothing at the end of the file), and the bytes read for it."""
    read = 0
    while (found := data.find(_MEMBER)) < 0:
        more = stream.read(_READ)
        if not more:
            return b"", read
        read += len(more)
        data = data[-len(_MEMBER) + 1 :] + more
    return data[found:], read
