"""In which direction the intervention changed an outcome, read from one sentence.

`read_direction` gives probabilities; the rules (change words with negation, the order of arms around "than", p-values,
paired numbers) compute what is weighed, see finding_features.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.extract import finding_words as words
from ingest.extract.finding_arms import Arms
from ingest.extract.finding_features import features
from ingest.extract.finding_match import Match, Target, find
from ingest.extract.finding_model import CLASSES, model
from ingest.extract.finding_reading import Reading
from ingest.extract.finding_tokens import Tokens
from ingest.extract.polarity import better

_POLARITY = {"higher": 1.0, "lower": -1.0, "unclear": 0.0}


@dataclass(frozen=True, slots=True)
class Direction:
    """Probabilities of decreased, no-difference, increased; and the rule that tied the change to an arm."""

    probabilities: tuple[float, float, float]
    rule: str

    @property
    def change(self) -> str:
        """The likeliest."""
        return CLASSES[self.probabilities.index(max(self.probabilities))]


def named_change(outcome: str) -> frozenset[str]:
    """Change words in an outcome's own name ("weight loss", "improvement in pain"), by their first five letters."""
    return frozenset(w[:5] for w in (p.strip(".,;()") for p in outcome.lower().split()) if w in words.CHANGES)


def reading_of(tokens: Tokens, match: Match, arms: Arms, outcome: str, outcome_stems: object) -> Reading:
    """One sentence read for one outcome and a pair of arms."""
    stems = outcome_stems if isinstance(outcome_stems, (list, tuple, dict, set, frozenset)) else ()
    return Reading(tokens=tokens, match=match, mentions=arms.mentions(tokens, stems),
                   polarity=_POLARITY[better(outcome)], named_change=named_change(outcome))  # fmt: skip


def question_reading(tokens: Tokens, target: Target, arms: Arms, outcome: str) -> Reading:
    """A sentence read for an outcome that is asked for in one's own words."""
    return reading_of(tokens, find(target, tokens), arms, outcome, target.weights)


def phrase_reading(tokens: Tokens, start: int, end: int, arms: Arms, outcome: str) -> Reading:
    """A sentence read for an outcome that is printed at tokens `start:end`."""
    stems = [s for s in tokens.stems[start:end] if s]
    match = Match(1.0, start, end, len(stems), list(range(start, end)))
    return reading_of(tokens, match, arms, outcome, stems)


def read_direction(reading: Reading) -> Direction:
    """The direction that a reading tells."""
    dense, names, rule = features(reading)
    first, second, third = model().direction(dense, names)
    return Direction((first, second, third), rule)
