"""The records of a JSON page of any size, one by one, with memory that does not grow with the file.

Three shapes of page are one here: a value for itself, values that follow one another (a line each, or not), and a list of
them, alone or inside an answer ("/results", "/message/items"). What is small is decoded at once; what is larger than a
piece of the file is gone through: Python's own decoder, which is twice as fast as a reader that is fed piecewise,
decodes one record after the other and says how far it came.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from ingest.errors import EmptyPage, NotAPage, PageChanged, TrialtraceError, UnsafePage
from ingest.json_cursor import JsonText
from ingest.json_pages import at, refuse_errors
from ingest.page import Page
from ingest.records import Parsed
from ingest.text_stream import chunks_of

# So many values in a row that are no record: the file is something else.
MAX_STRANGERS = 10_000
# Names in an object that is gone through; an answer has ten, a record a hundred.
MAX_MEMBERS = 100_000


@dataclass(frozen=True, slots=True)
class Item:
    """A value that may be a record, and its JSON pointer in the page.

    `above` is the answer whose list it stands in, as far as it was read before the list; None for a value for itself.
    """

    value: Any
    pointer: str
    above: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read, with where it stands and why."""

    pointer: str
    error: TrialtraceError


# Records ---------------------------------------------------------------------------------------------------------


def each_record(
    page: Page,
    lists: tuple[str, ...],
    pick: Callable[[Item], tuple[Any, ...] | None],
    read: Callable[..., Parsed],
    nothing: TrialtraceError,
) -> Iterator[Parsed]:
    """One `Parsed` for each record of the page; a record that fails costs no other.

    lists: JSON pointers of the lists that an answer may hold its records in. pick: what `read` needs of an item (mostly the
    record and its own pointer), None for an item that is no record. read(*picked, position among the records, several):
    what it says; several: whether the page holds more than this one.
    nothing: raised for a page without a record. Raises PageChanged after the last record when some could not be read; the
    only record's own error when there is one only; and as `json_records` does.
    """
    failures, tried = Failures(), 0
    waiting: tuple[tuple[int, str], tuple[Any, ...]] | None = None
    for item in failures.without(json_records(page, *lists)):
        try:
            if item.above is None and (item.value or not item.pointer):
                refuse_errors(item.value)
            picked = pick(item)
        except TrialtraceError as error:
            failures.note((failures.seen, item.pointer), error)
            continue
        failures.is_stranger(picked is None)
        if picked is None:
            continue
        if waiting is not None:
            yield from failures.reading(waiting[0], partial(read, *waiting[1], tried, True))
            tried += 1
        waiting = (failures.seen, item.pointer), picked
    if waiting is not None:
        yield from failures.reading(waiting[0], partial(read, *waiting[1], tried, tried > 0 or failures.count > 0))
    elif not failures.count:
        raise nothing
    failures.tell()


class Failures:
    """What could not be read of a page's records: the first error is kept and the others counted."""

    def __init__(self) -> None:
        self.count = 0
        self.seen = 0
        self._first: tuple[tuple[int, str], TrialtraceError] | None = None
        self._strangers = 0

    def without(self, items: Iterator[Item | Broken]) -> Iterator[Item]:
        """The items that are whole; those that are not are noted."""
        for item in items:
            self.seen += 1
            if isinstance(item, Broken):
                self.note((self.seen, item.pointer), item.error)
            else:
                yield item

    def note(self, where: tuple[int, str], error: TrialtraceError) -> None:
        """One more that could not be read: which one of the page's, and its pointer."""
        self.count += 1
        self._first = self._first or (where, error)
        self.is_stranger(True)

    def is_stranger(self, strange: bool) -> None:
        """Count values in a row that are no records. Raises NotAPage for too many."""
        self._strangers = self._strangers + 1 if strange else 0
        if self._strangers > MAX_STRANGERS:
            raise NotAPage(f"{MAX_STRANGERS:,} values in a row that are no record of this kind: not read on")

    def reading(self, where: tuple[int, str], read: Callable[[], Parsed]) -> Iterator[Parsed]:
        """What `read` reads, or nothing and a note."""
        try:
            yield read()
        except TrialtraceError as error:
            self.note(where, error)

    def tell(self) -> None:
        """Raise PageChanged when something failed; the error itself when the page had nothing else."""
        if self._first is None:
            return
        (number, pointer), error = self._first
        if self.seen == 1:
            raise error
        more = f"; {self.count - 1:,} more could not be read either" if self.count > 1 else ""
        raise PageChanged(f"record {number:,} ({pointer or '/'}): {error}{more}; the other {self.seen - self.count:,} were read")


# Values ----------------------------------------------------------------------------------------------------------


def json_records(page: Page, *lists: str) -> Iterator[Item | Broken]:
    """Every item of the page's lists, or values for themselves where they hold no such list.

    Values that follow one another have the pointers that they would have in a list: "/0", "/1". (Of a file whose first
    value is larger than a piece of the file, that value has the pointer "": it is not known yet that others follow.)
    Raises EmptyPage for nothing, PageChanged for what does not begin as JSON.
    """
    text = JsonText(chunks_of(page))
    first = text.peek()
    if not first:
        raise text.error or EmptyPage("the page is empty")
    if first not in ("{", "["):
        raise PageChanged("broken JSON: it starts with neither { nor [")
    yield from _first_value(text, lists)
    for position in itertools.count(1):
        if not text.peek():
            break
        yield from _one(text, f"/{position}", lists)
    if text.error is not None and not text.told:
        yield Broken("", text.error)


def _first_value(text: JsonText, lists: tuple[str, ...]) -> Iterator[Item | Broken]:
    start = text.place()
    try:
        value = text.held_value()
    except (ValueError, RecursionError):
        if text.next_line_is_value():
            yield from _one(text, "/0", lists)
            return
        try:
            yield from _items(text, "", lists) if start.bracket == "[" else _object(text, lists)
        except TrialtraceError as error:
            yield Broken("", error)
            text.resume(start, inside=True)
    else:
        yield from _listed(value, "" if text.peek() not in ("{", "[") else "/0", lists)


def _listed(value: Any, pointer: str, lists: tuple[str, ...]) -> Iterator[Item]:
    """The items of a list, or of an object's list (the first of these that holds any), or the object itself."""
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from _listed(item, f"{pointer}/{position}", lists)
        return
    for place in lists:
        found = at(value, *place.split("/")[1:])
        if isinstance(found, list) and found:
            yield from (Item(item, f"{pointer}{place}/{position}", value) for position, item in enumerate(found))
            return
    yield Item(value, pointer)


def _items(text: JsonText, pointer: str, lists: tuple[str, ...], above: dict[str, Any] | None = None) -> Iterator[Item | Broken]:
    """The items of the list that starts here, one after the other."""
    text.skip(1)
    for position in itertools.count():
        found = text.peek()
        if found == "]":
            text.skip(1)
            return
        if not found:
            if not text.told and not text.lost:
                yield Broken(f"{pointer}/{position}", text.cut("the file ends before its list does"))
            return
        yield from _one(text, f"{pointer}/{position}", lists, above)


def _one(text: JsonText, pointer: str, lists: tuple[str, ...], above: dict[str, Any] | None = None) -> Iterator[Item | Broken]:
    start = text.place()
    try:
        value = text.value()
    except TrialtraceError as error:
        lost = "" if text.resume(start) else "; nothing behind it could be read"
        yield Broken(pointer, type(error)(f"{error}{lost}"))
        return
    if above is None:
        yield from _listed(value, pointer, lists)
    else:
        yield Item(value, pointer, above)


def _object(text: JsonText, lists: tuple[str, ...]) -> Iterator[Item | Broken]:
    """The items of an object's list, read as they come, or the object itself at its end."""
    above: dict[str, Any] = {}
    found = yield from _members(text, above, above, "", lists)
    if not found:
        yield Item(above, "")


def _members(
    text: JsonText, here: dict[str, Any], above: dict[str, Any], pointer: str, lists: tuple[str, ...]
) -> Generator[Item | Broken, None, bool]:
    """Fill `here` with what the object holds beside its list, whose items are yielded; returns whether there was one."""
    text.skip(1)
    found = False
    while (sign := text.peek()) != "}":
        if found and not sign:
            return found  # told where the list was cut
        if len(here) > MAX_MEMBERS:
            raise UnsafePage(f"more than {MAX_MEMBERS:,} names in one object of JSON")
        if text.commas != min(len(here) + found, 1):
            raise text.wrong("a comma is expected")
        name = text.value() if sign == '"' else None
        if not isinstance(name, str) or text.peek() != ":" or text.commas:
            raise text.wrong("a name and a colon are expected")
        text.skip(1)
        place = f"{pointer}/{name}"
        sign = text.peek()
        if sign == "[" and place in lists:
            for item in _items(text, place, lists, above):
                found = True
                yield item
        elif sign == "{" and any(one.startswith(place + "/") for one in lists):
            here[name] = {}
            found = (yield from _members(text, here[name], above, place, lists)) or found
        else:
            here[name] = text.value()
    text.skip(1)
    return found
