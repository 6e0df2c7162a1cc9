"""What is seen of each proposed comparison when one is chosen: how the rest of the text speaks of its two sides.

`symbols(...)` gives sparse features of a linear model that benchmarks/train_findings.py fits: the rule, how many other
proposals agree, how often title and results name each side, and how its words begin and end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.extract.comparison_proposals import Comparison, is_control
from ingest.extract.finding_arms import content_stems
from ingest.extract.wording import Wording, lowered

_GENERIC = Wording(
    r"^(?:the |an? )?(?:intervention|control|treatment|experimental|study|active|placebo|usual care|standard care"
    r"|standard|controls|control group)s?$",
)
_MARK = Wording(
    r"\b(?:than|versus|vs\.?|compared (?:with|to))\s((?:[^\s]+\s){0,4}[^\s.,;:()]+)", "than", "versus", "vs", "compared"
)
_MIN_STEM = 3
_FIRST_ORDERS = 6


class _Text:
    """The lower-cased text, searched once for each word."""

    def __init__(self, title: str, sentences: Sequence[str], results: Sequence[bool]) -> None:
        self.title = title.lower()
        self.low = [lowered(text) for text in sentences]
        told = {n for n, is_result in enumerate(results) if is_result}
        self.results = told or set(range(len(self.low) // 2, len(self.low)))
        self.behind_marks = " ".join(m.group(1) for text in self.low for m in _MARK.finditer(text)) + " "
        self.joined = "\n".join(self.low)
        self._holding: dict[str, frozenset[int]] = {}
        self._phrases: dict[tuple[str, str], list[str]] = {}

    def holding(self, words: frozenset[str]) -> frozenset[int]:
        """Sentences that hold one of the words."""
        found: set[int] = set()
        for word in words:
            places = self._holding.get(word)
            if places is None:
                places = self._holding[word] = frozenset(n for n, text in enumerate(self.low) if word in text)
            found |= places
        return frozenset(found)

    def of_phrase(self, mark: str, phrase: str) -> list[str]:
        """What a phrase shows by itself and in the text, whatever it is compared with; told once."""
        seen = self._phrases.get((mark, phrase))
        if seen is None:
            lower = lowered(phrase)
            printed = lower.split()
            first, last = printed[0], printed[-1]
            grouped = f"{last} group" in self.joined or f"{last} arm" in self.joined
            seen = self._phrases[mark, phrase] = [
                f"{mark}w{min(7, len(printed))}", f"{mark}k{is_control(phrase)}", f"{mark}g{_GENERIC.search(lower) is not None}",
                f"{mark}f{first}", f"{mark}e{last}", f"{mark}s{last[-4:]}", f"{mark}d{any(map(str.isdigit, phrase))}",
                f"{mark}u{phrase.isupper()}", f"{mark}p{'(' in phrase}", f"{mark}v{',' in phrase}", f"{mark}q{grouped}",
                f"{mark}x{f'{last} ' in self.behind_marks}",
            ]  # fmt: skip
        return seen


def symbols(title: str, sentences: Sequence[str], results: Sequence[bool], proposed: Sequence[Comparison]) -> list[list[str]]:
    """The features of each proposal. `results`: whether a sentence tells results (all False when it is not known)."""
    text = _Text(title, sentences, results)
    stems = {side: frozenset(content_stems(side)) for p in proposed for side in (p.intervention, p.comparator)}
    sides = [(_apart(stems[p.intervention], stems[p.comparator]), _apart(stems[p.comparator], stems[p.intervention]))
             for p in proposed]  # fmt: skip
    named = Counter(word for first, second in sides for word in first | second)
    found = []
    for place, (one, (first, second)) in enumerate(zip(proposed, sides, strict=True)):
        held, held_too = text.holding(first), text.holding(second)
        agreeing = sum(_agree(first, second, *pair) for pair in sides) - bool(first and second)
        seen = ["r" + one.rule, "o" + str(min(place, _FIRST_ORDERS)), "a" + str(min(agreeing, 4)),
                "b" + str(min(4, len(held & held_too))), "B" + str(min(4, len(held & held_too & text.results))),
                f"rc{one.rule}{is_control(one.comparator)}"]  # fmt: skip
        seen += _of_side("i", one.intervention, first, len(stems[one.intervention]), held, named, text)
        seen += _of_side("c", one.comparator, second, len(stems[one.comparator]), held_too, named, text)
        found.append(seen)
    return found


def _apart(side: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Beginnings of the words that one side has and the other has not."""
    return frozenset(word for word in side - other if len(word) >= _MIN_STEM)


def _agree(a: frozenset[str], b: frozenset[str], c: frozenset[str], d: frozenset[str]) -> bool:
    """Whether two pairs share words of both sides, either way round; a pair with both sides agrees with itself."""
    return not (a.isdisjoint(c) or b.isdisjoint(d)) or not (a.isdisjoint(d) or b.isdisjoint(c))


def _of_side(mark: str, phrase: str, words: frozenset[str], size: int, held: frozenset[int], named: Counter[str],
             text: _Text) -> list[str]:  # fmt: skip
    in_title = sum(word in text.title for word in words)
    others = max((named[word] for word in words), default=1) - 1
    found = [
        f"{mark}n{not words}", f"{mark}t{in_title > 0}", f"{mark}T{0 if not words else 3 * in_title // len(words)}",
        f"{mark}r{min(5, len(held & text.results))}", f"{mark}l{min(6, len(held))}", f"{mark}m{min(4, others)}",
        f"{mark}h{len(words) < size}",
    ]  # fmt: skip
    return found + text.of_phrase(mark, phrase)
