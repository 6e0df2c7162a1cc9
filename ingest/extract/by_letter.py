"""The many alternatives of a pattern, gathered by their first letter: a word is then held against few of them.

`re` tries the alternatives of "(?:pain|ponv|death|...)" one after the other, at every place of a text. Written as
"(?:p(?:ain|onv)|death|...)" the same is asked of a letter once. Of alternatives that begin with different letters only one
can match, and those of one letter stay in their order: a pattern finds exactly what it found before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Fewer alternatives are tried as fast as they would be sorted out.
_MANY = 4
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?P<\w+>|\(\?P=\w+\)|\(\?(?:<[=!]|[:=!]|[a-z-]+[:)])|.", re.S)
_QUANTIFIER = frozenset("?*+{")


def by_letter(source: str) -> str:
    """The same pattern with the alternatives of each of its groups gathered by their first letters.

    >>> by_letter("(?:pain|death|ponv|dying)s?")
    '(?:p(?:ain|onv)|d(?:eath|ying))s?'
    """
    return _joined(["".join(_with_groups(one)) for one in _alternatives(source)])


def _alternatives(source: str) -> list[list[str]]:
    """The pieces (a letter, a class, an escape, the opening of a group) of each alternative outside of all groups."""
    found: list[list[str]] = [[]]
    depth = 0
    for piece in _PIECE.findall(source):
        if piece == "|" and not depth:
            found.append([])
            continue
        depth += _is_opening(piece) - (piece == ")")
        found[-1].append(piece)
    return found


def _is_opening(piece: str) -> bool:
    return piece[0] == "(" and piece[-1] != ")"


def _with_groups(pieces: list[str]) -> Iterator[str]:
    """The pieces of an alternative, what stands in its groups gathered; what is looked for behind stays as it is."""
    opened: list[int] = []
    for at, piece in enumerate(pieces):
        if _is_opening(piece):
            opened.append(at)
            if len(opened) > 1:
                continue
            yield piece
        elif piece == ")" and opened:
            start = opened.pop()
            if not opened:
                inside = "".join(pieces[start + 1 : at])
                yield (inside if pieces[start].startswith("(?<") else by_letter(inside)) + ")"
        elif not opened:
            yield piece


def _joined(alternatives: list[str]) -> str:
    """Alternatives as one pattern; only a run of those that begin with a plain letter is put in another order."""
    if len(alternatives) < _MANY or any(_CAPTURE.search(one) for one in alternatives):
        return "|".join(alternatives)
    made: list[str] = []
    run: dict[str, list[str]] = {}
    for one in [*alternatives, ""]:
        if one[:1].isalpha() and one[1:2] not in _QUANTIFIER:
            run.setdefault(one[0], []).append(one[1:])
            continue
        made += [letter + (rest[0] if len(rest) == 1 else f"(?:{_joined(rest)})") for letter, rest in run.items()]
        run = {}
        made.append(one)
    return "|".join(made[:-1])


# Numbers of groups count in the order of their opening, so that what captures stays where it is.
_CAPTURE = re.compile(r"(?<!\\)\((?!\?[:=!<])|\\\d")
