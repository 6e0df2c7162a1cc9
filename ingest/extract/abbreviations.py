"""Abbreviations that a text defines itself: "Illness Management and Recovery (IMR)".

The rule is Schwartz and Hearst's (2003): the letters of the short form are found from right to left in the words
before the bracket, the first one at the beginning of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A short form in brackets: two to ten characters, begins with a letter or figure, has a capital letter.
_BRACKETED = re.compile(r"[(\[](?P<short>[A-Za-z0-9][A-Za-z0-9/&.+-]{1,9}s?)(?:[,;][^)\]]{0,60})?[)\]]")
_PART = re.compile(r"\w+")
_LINKS = frozenset("a an and as at by for from in of on or the to with via vs versus".split())
_WORD = re.compile(r"\S+")
# Statistics and units are defined everywhere and say nothing about a trial.
_DULL = frozenset("CI SD SE SEM IQR OR HR RR NS ITT USA UK US vs PP".split())


def abbreviations(text: str) -> dict[str, str]:
    """Short form -> long form as printed, the first definition of each."""
    found: dict[str, str] = {}
    for match in _BRACKETED.finditer(text):
        short = match["short"]
        if short in found or short in _DULL or not _is_short_form(short):
            continue
        start = long_form_start(text, match.start(), short)
        if start is not None:
            found[short] = text[start : match.start()].rstrip()
    return found


def _is_short_form(short: str) -> bool:
    return sum(c.isupper() for c in short) >= 1 and not short.isdigit() and (len(short) > 2 or short.isupper())


def long_form_start(text: str, bracket: int, short: str) -> int | None:
    """Where the long form before a bracket begins, or None when the words do not spell the short form."""
    letters = [c.lower() for c in short.rstrip("s") if c.isalnum()]
    line = max(text.rfind(mark, max(0, bracket - 150), bracket) for mark in ("\n", ". ", "(")) + 1
    words = list(_WORD.finditer(text, line, bracket))[-min(len(letters) + 5, 2 * len(letters)) :]
    if not words or not letters:
        return None
    by_initials = _by_initials(text, bracket, words, letters)
    if by_initials is not None:
        return by_initials
    at = bracket - 1
    first = words[0].start()
    for index in range(len(letters) - 1, -1, -1):
        while at >= first and not (
            text[at].lower() == letters[index] and (index > 0 or at == first or not text[at - 1].isalnum())
        ):
            at -= 1
        if at < first:
            return None
        at -= 1
    start = at + 1
    long_form = text[start:bracket].strip()
    if (
        long_form.partition(" ")[0].lower() in _LINKS
        or len(long_form) <= len(short)
        or short in long_form.split()
        or ")" in long_form
        or ":" in long_form
        or ";" in long_form
    ):
        return None
    return start


def _by_initials(text: str, bracket: int, words: list[re.Match[str]], letters: list[str]) -> int | None:
    """Where the words begin whose initials are the short form; small words between them may be passed over."""
    wanted = list(letters)
    for part in _parts_backwards(text, words):
        start, word = part.start(), part.group().lower()
        if word[0] == wanted[-1] and not (len(wanted) == 1 and word in _LINKS):
            wanted.pop()
            if not wanted:
                return start if start == 0 or text[start - 1] in ' \n"“' else None
        elif word not in _LINKS:
            return None
    return None


def _parts_backwards(text: str, words: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The parts of words from the last one on: initials are mostly told apart by the last few."""
    for word in reversed(words):
        yield from reversed(list(_PART.finditer(text, word.start(), word.end())))
