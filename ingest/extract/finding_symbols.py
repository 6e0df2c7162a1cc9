"""What stands around one outcome, as the strings that the linear part of the direction model weighs."""

from __future__ import annotations

from itertools import pairwise

from ingest.extract import finding_words as words
from ingest.extract.finding_orientation import REFERENCE
from ingest.extract.finding_reading import Reading
from ingest.extract.finding_tokens import Cue, Tokens

_SYMBOL = {words.UP: "+", words.DOWN: "-", words.GOOD: "g", words.BAD: "b", words.SAME: "=", words.DIFF: "d"}


def _cue_symbol(cue: Cue, polarity: float) -> str:
    if cue.sign in (words.GOOD, words.BAD) and polarity:
        up = (cue.sign == words.GOOD) == (polarity > 0)
        base = "+" if up else "-"
    else:
        base = _SYMBOL[cue.sign]
    if cue.negated and cue.sign != words.SAME:
        return "!" + ("d" if cue.sign == words.DIFF else "s")
    return base


def _turn(symbol: str, told: float) -> str:
    """The symbol of a cue seen from the intervention."""
    if told >= 0:
        return symbol
    return {"+": "-", "-": "+", "g": "b", "b": "g"}.get(symbol, symbol)


def symbols(reading: Reading, clause: tuple[int, int], scope: tuple[int, int], cue: Cue | None, told: float, rule: str,
            p_near: float, number_sign: float, attached: float) -> list[str]:  # fmt: skip
    """Names of what is seen: the order of marks in the clause, the nearest change word, and the words of the scope."""
    tokens, match = reading.tokens, reading.match
    order = _sequence(reading, *clause)
    found = ["q" + one for one in order]
    found += [f"q{one} {two}" for one, two in pairwise(order)]
    found += [f"q{one} {two} {three}" for one, two, three in zip(order, order[1:], order[2:], strict=False)]
    key = _cue_symbol(cue, reading.polarity) if cue else "0"
    turned = _turn(key, told)
    way = int(told)
    found += [
        "k" + key,
        f"t{turned}{way}",
        "r" + turned + rule,
        f"x{turned}{p_near:.0f}",
        f"y{turned}{number_sign:.0f}",
        f"z{turned}{attached:.0f}{p_near:.0f}",
        f"v{turned}{number_sign:.0f}{p_near:.0f}",
    ]
    if cue is not None:
        found.append(f"w{cue.word}|{way}")
        found.append(f"W{cue.word}")
        if match.start >= 0:
            between = max(0, max(cue.at, match.start) - min(cue.end, match.end))
            found.append(f"d{turned}" + ("<" if cue.at < match.start else ">") + str(min(4, between // 3)))
    start, end = scope
    said, around = _said(tokens)
    if match.start >= 0:
        low, high = max(start, match.start - 8), min(end, match.end + 12)
        near = list(filter(None, around[low:high]))
        found += near
        found += [f"U{word[1:]}|{way}" for word in near]
    found += filter(None, said[start:end])
    return found


def _said(tokens: Tokens) -> tuple[list[str], list[str]]:
    """Each token as a word of the scope and as a word near the outcome; '' where it is none."""
    if tokens.said is None:
        tokens.said = (
            ["s" + word if word.isalpha() else "" for word in tokens.words],
            ["u" + word if kind == "w" else "" for word, kind in zip(tokens.words, tokens.kinds, strict=True)],
        )
    return tokens.said


def _sequence(reading: Reading, low: int, high: int) -> list[str]:
    """Arms, the outcome (O) and marks of a clause in order."""
    placed = [(m.start, 0, m.arm) for m in reading.mentions if low <= m.start < high]
    outcome = reading.match.start
    if outcome >= 0:
        taken = {at for at, _, _ in placed}
        outcome = max(low, outcome)
        while outcome in taken:
            outcome += 1
        if outcome < high:
            placed.append((outcome, 0, "O"))
    for at, mark in _marks(reading.tokens):
        if low <= at < high:
            placed.append((at, 1, mark if isinstance(mark, str) else _cue_symbol(mark, reading.polarity)))
    placed.sort(key=_place)
    return [symbol for _, _, symbol in placed]


def _place(placed: tuple[int, int, str]) -> tuple[int, int]:
    return placed[:2]


def _marks(tokens: Tokens) -> list[tuple[int, Cue | str]]:
    """Change words (whose symbol hangs on the outcome's polarity), p-values and words that set against or deny."""
    if tokens.marks is None:
        cues = {c.at: c for c in tokens.cues}
        made: list[tuple[int, Cue | str]] = []
        for at, word in enumerate(tokens.words):
            if at in cues:
                made.append((at, cues[at]))
            elif tokens.kinds[at] == "p":
                if at in tokens.p_low:
                    made.append((at, "p" if tokens.p_low[at] else "P"))
            elif word in REFERENCE:
                made.append((at, "T"))
            elif word in words.NEGATIONS:
                made.append((at, "N"))
            elif word in _GROUPING:
                made.append((at, word[:3]))
        tokens.marks = made
    return tokens.marks


_GROUPING = frozenset(("between", "among", "groups", "both"))
