"""A sentence as it is read for one outcome and two arms, and the stretches of it that can speak of that outcome."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.extract import finding_words as words
from ingest.extract.finding_arms import Mention
from ingest.extract.finding_match import Match
from ingest.extract.finding_tokens import Tokens


@dataclass(slots=True)
class Reading:
    """One sentence read for one outcome and one pair of arms."""

    tokens: Tokens
    match: Match
    mentions: list[Mention]
    polarity: float  # +1 higher is better, -1 lower is better, 0 unclear
    named_change: frozenset[str]  # change words that are part of the outcome's name


def clause_of(tokens: Tokens, at: int) -> tuple[int, int]:
    """The clause (between breaks) that holds a token."""
    start, end = 0, len(tokens.words)
    for one in tokens.breaks:
        if one <= at:
            start = one
        else:
            end = one
            break
    return start, end


def scope_of(tokens: Tokens, match: Match) -> tuple[int, int]:
    """The stretch whose words can speak of the outcome: the sentence, cut at "but" and the like where these go on to another."""
    start, end, seen = 0, len(tokens.words), tokens.words
    if match.start < 0:
        return start, end
    for at in tokens.breaks:
        if (seen[at] == "," or seen[at] in words.CONTRAST) and not _resumes(seen, at + 1):
            if at <= match.start:
                start = at
            elif at >= match.end:
                return start, at
    return start, end


def _resumes(seen: list[str], at: int) -> bool:
    """ "..., although this difference was not significant" goes on about the same outcome; "however, no difference was
    found in ..." does not."""
    if _RESUMING.isdisjoint(seen[at : at + 5]):
        return False
    return not ("no" in seen[at : at + 3] and not _ABOUT.isdisjoint(seen[at + 3 : at + 14]))


_ABOUT = frozenset("in regarding concerning for with of on".split())
_RESUMING = frozenset("this these it they difference differences effect effects trend statistical significance both".split())
