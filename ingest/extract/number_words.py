"""Whole numbers as clinical prose prints them: "198", "1,204", "13 388", "Twenty", "one hundred and seventy-six"."""

from __future__ import annotations

import re

_UNITS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)) | {
    "fourty": 40
}
_MAGNITUDES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}

# Written with a capital or a small letter at the beginning of each word.
_WORD = "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in [*_TENS, *sorted(_UNITS, key=len, reverse=True)])
_MAGNITUDE = "[Hh]undred|[Tt]housand|[Mm]illion"
WORDS = (
    rf"(?:(?:[Aa]|[Hh]undred(?=[\s-]+(?:and\s+)?(?:{_WORD}))|{_WORD})"
    rf"(?:[\s-]+(?:and[\s-]+)?(?:{_WORD}|{_MAGNITUDE}))*)"
)
# Begins with a figure, which the regular-expression engine searches fast.
DIGITS = r"\d(?:\d{0,2}(?:[,\u2009\u202f\xa0·]\d{3})+|\d{0,2}(?: \d{3})+|\d*)(?![\d]|[.,·]\d)"
COUNT = rf"(?:{DIGITS}|{WORDS})"
# The same for text in lower case.
LOWER_COUNT = re.sub(r"\[[A-Z]([a-z])\]", r"\1", COUNT)
_DIGITS_RE = re.compile(DIGITS)
_WORDS_RE = re.compile(rf"\b(?!(?:[Aa]\b(?![\s-]+(?:{_MAGNITUDE})\b))){WORDS}\b")
# A figure right behind one of these is part of something else: a decimal, a price, a range, a code.
_NOT_BEFORE = frozenset(".,·$€£/−-_")
# A text counts in words only where one of these stands: a short number before a mark ("phase two.") counts nothing.
_STEMS = (
    "wenty", "hirty", "orty", "ourty", "ifty", "ixty", "venty", "ighty", "inety", "teen", "welve", "leven", "undred", "housand",
    "illion", "one ", "ten ", "Ten ", "six ", "Six ", "even ", "ight ", "nine ", "Nine ", "two ", "Two ", "hree ", "our ", "ive ",
)  # fmt: skip
# Every word that a number in words can begin with.
_FIRST_WORDS = frozenset(
    form for word in ("a", "hundred", *_TENS, *_UNITS) for form in (word, word.capitalize())
)  # fmt: skip
_LETTERS_RE = re.compile(r"[A-Za-z]+")


def counts_in(text: str) -> list[re.Match[str]]:
    """Every whole number printed in a text, in figures or words, in order; "a" counts only in "a hundred"."""
    found = []
    for match in _DIGITS_RE.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        if not (before.isalnum() or before in _NOT_BEFORE):
            found.append(match)
    in_words: list[re.Match[str]] = []
    for word in _LETTERS_RE.finditer(text):
        if word.group() in _FIRST_WORDS and not (in_words and word.start() < in_words[-1].end()):
            match_in_words = _WORDS_RE.match(text, word.start())
            if match_in_words is not None:
                in_words.append(match_in_words)
    if in_words and any(stem in text for stem in _STEMS):
        found = sorted([*found, *in_words], key=lambda m: m.start())
    return found


def count_value(text: str) -> int | None:
    """The value of a printed whole number; None when it is none.

    >>> count_value("13 388"), count_value("one hundred and seventy-six"), count_value("Eight-thousand four-hundred")
    (13388, 176, 8400)
    """
    plain = re.sub(r"[,\s\u2009\u202f\xa0·]", "", text)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    total = current = 0
    seen = False
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _MAGNITUDES:
            if word == "hundred":
                current = (current or 1) * 100
            else:
                total, current = total + (current or 1) * _MAGNITUDES[word], 0
        elif word in _UNITS or word in _TENS:
            current += _UNITS.get(word) or _TENS[word]
        elif word not in ("and", "a"):
            return None
        seen = seen or word not in ("and", "a")
    return total + current if seen else None
