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
DIGITS = r"(?:\d{1,3}(?:[,\u2009\u202f\xa0·]\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?![\d]|[.,·]\d)"
COUNT = rf"(?:{DIGITS}|{WORDS})"
# A whole number in running text, in figures or words; "a" counts only before a magnitude ("a hundred").
COUNT_RE = re.compile(
    rf"(?<![\w.,·$€£/−-])(?P<digits>{DIGITS})|\b(?P<words>(?![Aa]\b(?![\s-]+(?:{_MAGNITUDE})\b)){WORDS})\b",
)


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
