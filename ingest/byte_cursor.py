"""Bytes of a file of any size, read forwards with a look ahead; what is behind is let go.

A place where gzip is damaged ends every reading of what stands before it; looking for a mark goes on behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from ingest.gzip_stream import Damage, pieces

_BLOCK = 1 << 20
# The longest beginning of a mark that may stand at the end of what is held.
_LONGEST_MARK = 10_000
_WORD = re.compile(rb"\S")


class ByteCursor:
    """A place in a file's bytes. `damages`: damaged places met so far."""

    def __init__(self, blocks: Iterator[bytes | Damage]) -> None:
        self._blocks = blocks
        self._held = b""
        self._at = 0
        self._is_over = self._is_at_damage = False
        self.damages = 0

    @classmethod
    def of(cls, stream: IO[bytes], is_gzip: bool) -> ByteCursor:
        """At the start of a file, unpacked when it is gzip. Raises UnsafePage, while it is read, for gzip that bursts."""
        return cls(pieces(stream) if is_gzip else iter(lambda: stream.read(_BLOCK), b""))

    def _more(self) -> bool:
        """Hold one more block; False at the end, and before a damage."""
        if self._is_over or self._is_at_damage:
            return False
        block = next(self._blocks, None)
        if block is None:
            self._is_over = True
        elif isinstance(block, Damage):
            self._is_at_damage = True
            self.damages += 1
        else:
            self._held, self._at = self._held[self._at :] + block, 0
        return isinstance(block, bytes)

    def _pass_damage(self) -> bool:
        """Go behind the damage, if the place is one; what follows it starts a line."""
        was = self._is_at_damage
        self._is_at_damage = False
        if was:
            self._held, self._at = b"\n", 0
        return was

    def _ahead(self, size: int) -> None:
        while len(self._held) - self._at < size and self._more():
            pass

    def starts_with(self, mark: bytes) -> bool:
        """Whether these bytes are the next ones."""
        self._ahead(len(mark))
        return self._held.startswith(mark, self._at)

    def match(self, pattern: re.Pattern[bytes], longest: int) -> re.Match[bytes] | None:
        """Pass by what matches here within so many bytes; None, and nothing passed by, when nothing does."""
        while True:
            found = pattern.match(self._held, self._at, self._at + longest)
            if found:
                self._at = found.end()
            if found or len(self._held) - self._at >= longest or not self._more():
                return found

    def through(self, pattern: re.Pattern[bytes], longest: int) -> bytes | None:
        """The bytes up to the end of the next match, passed by; None when it is not within so many bytes."""
        while True:
            found = pattern.search(self._held, self._at, self._at + longest)
            if found:
                passed = self._held[self._at : found.end()]
                self._at = found.end()
                return passed
            if len(self._held) - self._at >= longest or not self._more():
                return None

    def take(self, size: int, most: int) -> bytes | None:
        """The next so many bytes, at most `most` of them held, the others passed by; None when there are not so many.

        What was held of too few bytes is put back: there may be something else in it.
        """
        kept: list[bytes] = []
        left, held = size, min(size, most)
        while left > 0:
            if self._at >= len(self._held) and not self._more():
                self._held, self._at = b"".join(kept), 0
                return None
            block = self._held[self._at : self._at + left]
            self._at += len(block)
            left -= len(block)
            if held > 0:
                kept.append(block[:held])
                held -= len(kept[-1])
        return b"".join(kept)

    def go_to(self, mark: bytes) -> bool:
        """Go to where these bytes stand next, also behind a damage. False at the end of the file."""
        return self._seek(re.compile(re.escape(mark)), to_end=False)

    def go_behind(self, pattern: re.Pattern[bytes]) -> bool:
        """Go to the end of the next match, also behind a damage. False at the end of the file."""
        return self._seek(pattern, to_end=True)

    def _seek(self, pattern: re.Pattern[bytes], to_end: bool) -> bool:
        start = self._at
        while True:
            if found := pattern.search(self._held, start):
                self._at = found.end() if to_end else found.start()
                return True
            self._at = max(self._at, len(self._held) - _LONGEST_MARK)
            start = self._at
            if not self._more() and not self._pass_damage():
                self._at = len(self._held)
                return False
            start = self._at

    def pass_by(self, count: int) -> None:
        """Pass by so many bytes that were seen."""
        self._at += count

    def skip_blank_lines(self) -> bool:
        """Pass by white space, also behind a damage. False at the end of the file."""
        while True:
            if found := _WORD.search(self._held, self._at):
                self._at = found.start()
                return True
            self._at = len(self._held)
            if not self._more() and not self._pass_damage():
                return False
