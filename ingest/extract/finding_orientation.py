"""Of which arm a change is told: by the order of the arms around "than", by prepositions, else by who stands nearest."""

from __future__ import annotations

from ingest.extract.finding_arms import INTERVENTION, Mention
from ingest.extract.finding_reading import Reading
from ingest.extract.finding_tokens import Tokens

REFERENCE = frozenset(("than", "compared", "comparison", "relative", "versus", "vs", "over", "contrast", "against", "opposed",
                       "outperformed", "exceeded", "surpassed"))  # fmt: skip
_TO_BEHIND = frozenset(("superior", "inferior", "preferable", "noninferior", "equivalent", "similar", "comparable"))


def orientation(reading: Reading, cue_at: int, low: int, high: int) -> tuple[float, str]:
    """+1 when the change is told of the intervention, -1 of the comparator, 0 unknown; with the rule that says so."""
    seen, mentions = reading.tokens.words, reading.mentions
    if 0 <= cue_at < len(seen) and seen[cue_at][:5] in ("favor", "favou", "advan"):
        behind = [m for m in mentions if cue_at < m.start <= cue_at + 8]
        if behind:
            return (1.0 if behind[0].arm == INTERVENTION else -1.0), "favour"
    if 0 <= cue_at < len(seen) and seen[cue_at] in ("<", ">"):
        behind = [m for m in mentions if cue_at < m.start <= cue_at + 3]
        if behind:
            return (-1.0 if behind[0].arm == INTERVENTION else 1.0), "reference-than"
    bracketed = reading.tokens.bracketed
    for at in _references(reading.tokens):
        if low <= at < high and not (bracketed[at] and not bracketed[min(max(cue_at, low), high - 1)]):
            behind = [m for m in mentions if at < m.start <= at + 12 and m.start < high]
            if behind and not (seen[at] in ("over", "versus", "vs") and at < cue_at - 12):
                first = _named_behind(seen, behind)
                told = -1.0 if first.arm == INTERVENTION else 1.0
                # "A versus B" names both sides: the first side is the one told of, and it stands before the mark.
                return told, "reference-" + ("than" if seen[at] == "than" else "compared")
    inside = [m for m in mentions if low <= m.start < high]
    if not inside:
        return 0.0, "none"
    behind_in = [m for m in inside if m.start > cue_at and _introduced(seen, m.start)]
    before = [m for m in inside if m.start < cue_at]
    if behind_in and not before:
        chosen, rule = behind_in[0], "in-arm"
    elif before and not behind_in:
        # The subject of the clause wins over a later name ("The laser group had a lower propofol dose").
        chosen, rule = before[0] if before[0].start < low + 6 else before[-1], "arm-before"
    elif before and behind_in:
        same = before[-1].arm == behind_in[0].arm
        chosen, rule = (before[-1], "arm-before") if same or before[-1].start < low + 6 else (behind_in[0], "in-arm")
    else:
        chosen, rule = inside[0], "arm-near"
    return (1.0 if chosen.arm == INTERVENTION else -1.0), rule


def _references(tokens: Tokens) -> list[int]:
    """Where a sentence says what something is held against: "than", "compared", "superior to"."""
    if tokens.references is None:
        seen = tokens.words
        tokens.references = [
            at for at, word in enumerate(seen) if word in REFERENCE or (word == "to" and at and seen[at - 1] in _TO_BEHIND)
        ]
    return tokens.references


def _named_behind(seen: list[str], behind: list[Mention]) -> Mention:
    """Who stands behind "than": of "women in the control group" the part that names the arm more surely."""
    first = behind[0]
    if len(behind) > 1 and behind[1].strength > first.strength and behind[1].start - first.end <= 4:
        between = seen[first.end : behind[1].start]
        if all(word in _OF_WHOM for word in between):
            return behind[1]
    return first


_OF_WHOM = frozenset("in of the from a who group groups arm patients participants".split())


def _introduced(seen: list[str], at: int) -> bool:
    return not _INTRODUCING.isdisjoint(seen[max(0, at - 5) : at])


_INTRODUCING = frozenset("in with for by of among after following under to receiving on from at using".split())
