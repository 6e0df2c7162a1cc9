"""Which sentence of a document answers "what did I against C do to O?", and what it says.

`ask` ranks the sentences for the question, reads the direction in the best ones, and abstains when nothing speaks to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract import finding_rank
from ingest.extract.direction import question_reading, read_direction
from ingest.extract.finding_arms import Arms
from ingest.extract.finding_build import built
from ingest.extract.finding_candidates import sentence_symbols
from ingest.extract.finding_document import Abstract, Sentence, abstract_of
from ingest.extract.finding_match import Target
from ingest.extract.finding_model import CLASSES, model
from ingest.extract.finding_reading import Reading
from ingest.records import Document, Finding, Span

# Below this likelihood, or with fewer of the outcome's words, no sentence is taken to speak to the question.
_SPEAKS = 0.08
_COVERED = 0.25
READ = 3
_SHARPNESS = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What a document says on a question. All None (confidence 0) when nothing in it speaks to the question."""

    finding: Finding | None
    change: str | None
    span: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """The sentences of an abstract by how likely they answer, best first; and the direction they tell together."""

    places: tuple[int, ...]
    likelihoods: tuple[float, ...]
    coverage: float  # the share of the asked outcome's words that the best sentence holds
    probabilities: tuple[float, float, float]
    rule: str

    @property
    def change(self) -> str:
        """The likeliest direction."""
        return CLASSES[max(range(3), key=self.probabilities.__getitem__)]


def rank(abstract: Abstract, outcome: str, intervention: str, comparator: str) -> Ranked | None:
    """Rank and read; None for an abstract without sentences."""
    if not abstract.sentences:
        return None
    arms = Arms.of(intervention, comparator, abstract.texts)
    target = Target.of(outcome, abstract.frequencies, len(abstract.sentences), abstract.short)
    readings = [question_reading(s.tokens, target, arms, outcome) for s in abstract.sentences]
    likelihoods = _likelihoods(abstract, readings)
    order = sorted(range(len(readings)), key=lambda i: (-likelihoods[i], i))[:READ]
    told = [read_direction(readings[place]) for place in order]
    return Ranked(
        places=tuple(order),
        likelihoods=tuple(likelihoods[i] for i in order),
        coverage=readings[order[0]].match.coverage,
        probabilities=pooled([(likelihoods[i], d.probabilities) for i, d in zip(order, told, strict=True)]),
        rule=next((d.rule for d in told if d.rule), ""),
    )


def pooled(told: Sequence[tuple[float, Sequence[float]]]) -> tuple[float, float, float]:
    """What the likeliest sentences tell together: (likelihood, probabilities) each, the first weighing most by far."""
    sums = [sum(likelihood**_SHARPNESS * row[at] for likelihood, row in told) for at in range(3)]
    total = sum(sums)
    return (sums[0] / total, sums[1] / total, sums[2] / total) if total else (1 / 3, 1 / 3, 1 / 3)


def _likelihoods(abstract: Abstract, readings: list[Reading]) -> list[float]:
    coverages = [r.match.coverage for r in readings]
    total = len(readings)
    weights = model()
    return [weights.rank(*rank_features(abstract, readings, coverages, place, total)) for place in range(total)]


def rank_features(abstract: Abstract, readings: list[Reading], coverages: list[float], place: int, total: int
                  ) -> tuple[list[float], list[str]]:  # fmt: skip
    """What the ranker sees of one sentence."""
    sentence, reading = abstract.sentences[place], readings[place]
    dense = finding_rank.features(reading.tokens, reading.match, reading.mentions, place, total, sentence.kind,
                                  abstract.labelled, coverages)  # fmt: skip
    previous = abstract.sentences[place - 1].kind if place else ""
    names = sentence_symbols(reading.tokens, reading.mentions, place, total, sentence.kind, previous)
    return dense, [*names, *finding_rank.binned(dense)]


def ask(document: Document, outcome: str, intervention: str, comparator: str) -> Answer:
    """The finding that speaks to a question, or none."""
    abstract = abstract_of(document)
    ranked = rank(abstract, outcome, intervention, comparator)
    if ranked is None or ranked.likelihoods[0] < _SPEAKS or ranked.coverage < _COVERED:
        return Answer(None, None, None, 0.0)
    sentence: Sentence = abstract.sentences[ranked.places[0]]
    confidence = round(model().calibrated(max(ranked.probabilities)), 3)
    finding = built(document, sentence, outcome, ranked.change, confidence, intervention, comparator, f"ask:{ranked.rule}")
    return Answer(finding, ranked.change, finding.span, confidence)
