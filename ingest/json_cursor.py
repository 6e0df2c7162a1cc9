"""A JSON text of any size, read forwards value by value; what is behind is let go.

Python's own decoder reads each value: it is twice as fast as a reader that is fed piecewise (ijson with its C library: 59
against 108 MB a second), and it says how far it came. A value that is broken can be passed by, if it can be told where the
next one starts: at the next line that begins as the broken value's line did, or behind the bracket that closes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.errors import PageChanged, TrialtraceError, UnsafePage
from ingest.json_pages import storable

# Characters of one value; the largest studies with posted results have some ten million.
MAX_VALUE = 25_000_000

# Lists and objects in a large value, which take many times the room of their characters.
MOST_BRACKETS = 1_000_000
_LARGE = 4_000_000
# Strings and brackets that are counted to find the end of a broken value.
MOST_SIGNS = 500_000
# Characters that are looked at to tell whether a file has one value a line.
LOOK = 200_000

_DECODER = json.JSONDecoder(strict=False)
_BETWEEN = re.compile(r"[\s,]*")
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*(?:"|$)|[{}\[\]]', re.S)
_CLOSED_BY = {"{": "}", "[": "]"}
# An error so near to the end of what is held may only mean that a word ("-Infinity") or an escape goes on behind it.
_LONGEST_TOKEN = 12
_CUT = "the file ends in the middle of it"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value starts: its bracket, and what stands before it when it is the first of its line."""

    bracket: str
    indent: str | None


class _GoesOn(ValueError):
    """What is held ends with a word or number that may go on."""


class JsonText:
    """A place in a text.

    error: why the text could not be read on, where that is so; told: that an error names it, or the early end. lost: that
    what follows a broken value could not be told apart. commas: how many stood before the place, since the last value.
    """

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._text = ""
        self._at = 0
        self._ended = False
        self._indent: str | None = ""
        self.error: PageChanged | UnsafePage | None = None
        self._line: Place | None = None
        self.told = self.lost = False
        self.commas = 0

    def _more(self) -> bool:
        """Read on, at least as much again as is held; False at the end, also where the file cannot be read on."""
        held = [self._text[self._at :]]
        wanted = max(len(held[0]), 1)
        while wanted > 0 and not self._ended:
            try:
                chunk = next(self._chunks, None)
            except (PageChanged, UnsafePage) as error:
                chunk, self.error = None, error
            self._ended = chunk is None
            held.append(chunk or "")
            wanted -= len(held[-1])
        self._text, self._at = "".join(held), 0
        return len(self._text) > len(held[0])

    def peek(self) -> str:
        """The next character that is no space and no comma, which is where the text then stands; "" at the end."""
        passed = ""
        while True:
            match = _BETWEEN.match(self._text, self._at)
            assert match is not None
            passed, self._at = (passed + match.group())[-1000:], match.end()
            if self._at < len(self._text):
                if "\n" in passed or (passed and self._indent == ""):
                    self._indent = passed.rpartition("\n")[2]
                elif passed:
                    self._indent = None
                self.commas += passed.count(",")
                return self._text[self._at]
            if not self._more():
                return ""

    def place(self) -> Place:
        """Where the text stands, for `resume`."""
        place = Place(self._text[self._at], self._indent)
        if place.indent is not None and place.bracket in _CLOSED_BY:
            self._line = place
        return place

    def skip(self, count: int) -> None:
        """Pass by so many characters that were seen."""
        self._at += count
        self._indent = None
        self.commas = 0

    def held_value(self) -> Any:
        """The value that starts here, if all of it is held already. Raises ValueError, RecursionError; nothing is passed then."""
        value, end = _DECODER.raw_decode(self._text, self._at)
        left = len(self._text) - end  # "1" and "1." and "1e-" may be the start of a longer number
        if left < 3 and not self._ended and not isinstance(value, dict | list):
            raise _GoesOn
        if self._text.find("\\u", self._at, end) >= 0:
            value = json.loads(storable(self._text[self._at : end]), strict=False)
        self._at = end
        self._indent = None
        self.commas = 0
        return value

    def next_line_is_value(self) -> bool:
        """Whether what is held has, behind the line that starts here, one that is a value as a whole: one a line."""
        start = self.place()
        if start.indent is None:
            return False
        while len(self._text) - self._at < LOOK and self._more():
            pass
        at = self._text.find(f"\n{start.indent}{start.bracket}", self._at)
        try:
            _, end = _DECODER.raw_decode(self._text, self._text.index(start.bracket, at)) if at >= 0 else (None, 0)
        except (ValueError, RecursionError):
            return False
        return end > 0 and self._text[end : end + 1] in ("", "\n", "\r")

    def value(self) -> Any:
        """The value that starts here. Raises PageChanged for a broken one, UnsafePage for one past the limits."""
        while True:
            if len(self._text) - self._at > _LARGE and self._text.count("{") + self._text.count("[") > MOST_BRACKETS:
                raise UnsafePage(f"more than {MOST_BRACKETS:,} lists and objects in one value of JSON")
            try:
                return self.held_value()
            except RecursionError:
                raise UnsafePage("JSON nested without end") from None
            except json.JSONDecodeError as error:
                if not self._may_go_on(error):
                    raise PageChanged(f"broken JSON: {error.msg} at its character {error.pos - self._at + 1:,}") from None
            except _GoesOn:
                pass
            except ValueError:
                raise PageChanged("broken JSON: a number of too many digits") from None
            if len(self._text) - self._at > MAX_VALUE:
                raise UnsafePage(f"more than {MAX_VALUE:,} characters of JSON in one value")
            was_ended = self._ended
            if not self._more() and was_ended:
                raise self.cut(_CUT)

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Whether the rest of the value may stand behind what is held."""
        left = len(self._text) - error.pos
        if error.msg.startswith("Unterminated string"):
            return True
        return left < _LONGEST_TOKEN if not self._ended else not self._text[error.pos :].strip()

    def wrong(self, why: str) -> TrialtraceError:
        """The error for what is no JSON here; for a file that cannot be read on, that one."""
        return self.cut(_CUT) if self._ended and self._at >= len(self._text) else PageChanged(f"broken JSON: {why}")

    def cut(self, why: str) -> TrialtraceError:
        """The error for a file that ends too early: why it could not be read on, where that is known."""
        self.told = True
        self._at = len(self._text)
        return self.error or PageChanged(f"broken JSON: {why}")

    def resume(self, start: Place, inside: bool = False) -> bool:
        """Go to where the next value starts after a broken one; to the end of the file, and False, if that cannot be told.

        inside: the text stands somewhere in the value, where counting brackets leads nowhere.
        """
        if self._ended and self._at >= len(self._text):
            return True
        if start.bracket not in _CLOSED_BY:  # a sign too many: behind it go on as before it
            start = self._line or start
        if start.indent is not None:
            if self._find("\n" + start.indent + start.bracket):
                return True
        elif not inside and self._past_brackets():
            return True
        self.lost = True
        self._at = len(self._text)
        while self._more():
            self._at = len(self._text)
        return False

    def _find(self, mark: str) -> bool:
        while (found := self._text.find(mark, self._at)) < 0:
            self._at = max(self._at, len(self._text) - len(mark))
            if not self._more():
                return False
        self._at = found
        return True

    def _past_brackets(self) -> bool:
        """Pass by the brackets that open here up to the one that closes them."""
        while True:
            opened = list[str]()
            for count, match in enumerate(_BRACKET.finditer(self._text, self._at)):
                sign = match.group()
                if count > MOST_SIGNS:
                    return False
                if sign in _CLOSED_BY:
                    opened.append(_CLOSED_BY[sign])
                elif sign[0] != '"' and (not opened or opened.pop() != sign):
                    return False
                if not opened:
                    self._at = match.end()
                    return self.peek() in ("{", "[", "]", "")
            if len(self._text) - self._at > MAX_VALUE or not self._more():
                return False
