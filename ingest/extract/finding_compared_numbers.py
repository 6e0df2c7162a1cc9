"""Numbers of both arms in a sentence: whether the intervention's or the comparator's is greater."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ingest.extract.finding_arms import INTERVENTION, Mention
from ingest.extract.finding_reading import Reading
from ingest.extract.finding_tokens import Tokens

_COUNTED = {word: float(n) for n, word in enumerate("no one two three four five six seven eight nine ten eleven twelve".split())}
_COUNTED["none"] = 0.0
_PEOPLE = frozenset("patients patient participants participant subjects subject women men children infants adults eyes cases"
                    " case".split())  # fmt: skip


def _counts_people(seen: list[str], at: int) -> bool:
    """ "three patients", "none of the 40", "no patient"; in "no one" the first word counts."""
    following = seen[at + 1] if at + 1 < len(seen) else ""
    if seen[at] in ("no", "none", "one"):
        return (seen[at] == "no" and following in _PEOPLE | {"one"}) or (seen[at] == "none" and following in ("of", "in"))
    return following in _PEOPLE


_MEASURED = frozenset("months month weeks week years year day mg groups patients ml point µg mcg".split())
_NUMBERING = frozenset("week month day grade group type year".split())


def _plain_numbers(tokens: Tokens, low: int, high: int) -> list[tuple[int, float]]:
    """Numbers between two tokens that can be results, and where they stand."""
    if tokens.results is None:
        tokens.results = list(_results(tokens))
    return [one for one in tokens.results if low <= one[0] < high]


def _results(tokens: Tokens) -> Iterator[tuple[int, float]]:
    """Numbers that can be results: not "n = 30", not "95 %" of an interval, not behind ±, no years."""
    seen = tokens.words
    for at, word in enumerate(seen):
        if word in _COUNTED and _counts_people(seen, at):
            yield at, _COUNTED[word]
            continue
        if at not in tokens.values or tokens.kinds[at] != "n":
            continue
        before = seen[at - 1] if at else ""
        two = seen[at - 2] if at > 1 else ""
        if before == "±" or (before == "=" and two == "n") or (before in ("(", "[") and two.replace(".", "").isdigit()):
            continue
        following = seen[at + 1] if at + 1 < len(seen) else ""
        if following not in _MEASURED and before not in _NUMBERING:
            yield at, tokens.values[at]


_AGAINST = frozenset("vs versus compared and than against".split())


def set_against(reading: Reading, low: int, high: int) -> tuple[float, float]:
    """ "12 vs 20" behind the outcome: the sign of the intervention's against the comparator's number."""
    tokens = reading.tokens
    numbers = _plain_numbers(tokens, max(low, reading.match.start), high)
    for (a, x), (b, y) in pairwise(numbers):
        between = tokens.words[a + 1 : b]
        if len(between) > 12 or _AGAINST.isdisjoint(between):
            continue
        arms = [m for m in reading.mentions if m.start < high]
        own = [m for m in arms if a - 6 <= m.start <= b + 8 and m.start >= a - 6]
        order = own or [m for m in arms if m.start < a] or arms
        if not order:
            return 0.0, 0.0
        told = 1.0 if order[0].arm == INTERVENTION else -1.0
        sign = (x > y) - (x < y)
        return told * sign, (min(x, y) / max(x, y) if x > 0 and y > 0 else 0.0)
    return 0.0, 0.0


def attached_to_arms(reading: Reading, low: int, high: int) -> float:
    """Numbers that stand right behind (or before) each arm's name: sign of the difference."""
    tokens = reading.tokens
    numbers = _plain_numbers(tokens, low, high)
    if len(numbers) < 2:
        return 0.0
    inside = [m for m in reading.mentions if low <= m.start < high and m.end > reading.match.start - 25]
    if len({m.arm for m in inside}) < 2:
        return 0.0
    behind, before, edge = [], [], low
    for place, mention in enumerate(inside):
        stop = min(inside[place + 1].start if place + 1 < len(inside) else high, mention.end + 8)
        behind.append([(v, at - mention.end) for at, v in numbers if mention.end <= at < stop][:1])
        first = max(edge, mention.start - 12)
        before.append([(v, mention.start - at) for at, v in numbers if first <= at < mention.start][-1:])
        edge = mention.end
    best: tuple[float, float] | None = None
    for nearest in (behind, before, [_joined(tokens, *one) for one in zip(inside, behind, before, strict=True)]):
        values: dict[str, tuple[float, int]] = {}
        for mention, near in zip(inside, nearest, strict=True):
            if near and mention.arm not in values:
                values[mention.arm] = near[0]
        if len(values) == 2:
            (first_value, far), (second_value, farther) = values[INTERVENTION], values["C"]
            found = (float(far + farther), float((first_value > second_value) - (first_value < second_value)))
            if best is None or found[0] < best[0]:
                best = found
    return best[1] if best else 0.0


def _joined(tokens: Tokens, mention: Mention, behind: list[tuple[float, int]], before: list[tuple[float, int]]
            ) -> list[tuple[float, int]]:  # fmt: skip
    """The number before a name where a preposition joins the two ("20 in the drug group"), else the one behind."""
    joined = before and not _JOINING.isdisjoint(tokens.words[mention.start - 3 : mention.start])
    return before if joined and before[0][1] <= 5 else behind


_JOINING = frozenset(("in", "for", "with", "on"))
