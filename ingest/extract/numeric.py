"""The figures of one outcome in both arms: events or mean and SD, and group sizes, from tables and running text.

`numbers` gathers candidates (pairs of places), ranks them, and gives the best one's figures only when it is trusted
enough; group sizes are found apart, since they are often printed elsewhere. A wrong number is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.extract import numeric_weights
from ingest.extract.numeric_arms import glossary
from ingest.extract.numeric_candidates import Candidate, Question, binary_leaning, table_candidates
from ingest.extract.numeric_rank import Ranked, best_candidate, best_sizes, probability
from ingest.extract.numeric_sizes import size_pairs
from ingest.extract.numeric_slots import Slot
from ingest.extract.numeric_text import text_candidates
from ingest.records import Document, Span

TRUSTED = {"binary": 0.15, "continuous": 0.2}
"""From this probability on a candidate's figures are given; `confidence` tells a reader who wants to be surer."""
SIZES_TRUSTED = 0.2
_Z95 = 3.92  # width of a 95% interval in standard errors


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmNumbers:
    """What is printed for one arm. `derived` names the fields computed from others (sd from an interval ...)."""

    n: int | None = None
    events: int | None = None
    mean: float | None = None
    sd: float | None = None
    span: Span | None = None
    n_span: Span | None = None
    derived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The figures of an outcome. outcome_type: binary | continuous; place: table | text | None (no figures found)."""

    outcome_type: str
    intervention: ArmNumbers
    comparator: ArmNumbers
    confidence: float = 0.0
    place: str | None = None


def numbers(document: Document, outcome: str, intervention: str, comparator: str) -> Numbers:
    """The figures of `outcome` for two arms described by phrases; what is not found or not trusted is None."""
    question = Question(outcome, intervention, comparator)
    ranked = best_candidate(candidates(document, question), numeric_weights.RANK, numeric_weights.TRUST)
    kind = outcome_type(outcome, ranked)
    chosen = ranked.candidate if ranked and ranked.trust >= TRUSTED[ranked.candidate.kind] else None
    if chosen is not None:
        kind = chosen.kind
    sizes = _sizes(document, question, ranked.candidate if ranked else None)
    left, right = (ArmNumbers(n=n, n_span=span) for n, span in sizes)
    if chosen is not None:
        left = _filled(document, left, chosen.intervention, chosen.kind)
        right = _filled(document, right, chosen.comparator, chosen.kind)
    return Numbers(
        outcome_type=kind, intervention=left, comparator=right, confidence=round(ranked.trust, 3) if ranked else 0.0,
        place=None if chosen is None else "text" if chosen.table < 0 else "table",
    )  # fmt: skip


def candidates(document: Document, question: Question) -> list[Candidate]:
    """Every pair of places that may answer, from tables and sentences."""
    return table_candidates(document, question) + text_candidates(document, question)


def kind_features(outcome: str, ranked: Ranked | None) -> dict[str, float]:
    """What tells a count of events from a measure: the outcome's wording and the best place found."""
    features = {"lean": binary_leaning(outcome), "none": float(ranked is None)}
    if ranked is not None:
        sign = 1.0 if ranked.candidate.kind == "binary" else -1.0
        features |= {"kind": sign, "kind_trusted": sign * ranked.trust, "percent": ranked.features.get("percent_only", 0.0)}
    return features


def outcome_type(outcome: str, ranked: Ranked | None) -> str:
    """binary or continuous."""
    return "binary" if probability(kind_features(outcome, ranked), numeric_weights.KIND) >= 0.5 else "continuous"


def _sizes(document: Document, question: Question, best: Candidate | None) -> list[tuple[int | None, Span | None]]:
    """Size and its span for both arms: printed with the figures themselves, else the best pair of statements."""
    if best is not None and best.intervention.total and best.comparator.total:
        # Printed in the heading over the figures: right more often than any other statement.
        return [(s.total, document.span(s.start, s.end)) for s in (best.intervention, best.comparator)]
    pairs = size_pairs(document, question.intervention, question.comparator, best.labels if best else None)
    found = best_sizes(pairs, best.table if best else None, numeric_weights.SIZE, numeric_weights.SIZE_TRUST)
    if found is None or found[1] < SIZES_TRUSTED:
        return [(None, None), (None, None)]
    pair = found[0]
    return [(s.n, document.span(s.start, s.end)) for s in (pair.intervention, pair.comparator)]


def _filled(document: Document, arm: ArmNumbers, slot: Slot, kind: str) -> ArmNumbers:
    """An arm's size joined with its figures."""
    span = document.span(slot.start, slot.end)
    if kind == "binary":
        events, computed = events_of(slot, arm.n)
        return ArmNumbers(n=arm.n, n_span=arm.n_span, events=events, span=span, derived=("events",) if computed else ())
    sd, computed = sd_of(slot, arm.n)
    return ArmNumbers(n=arm.n, n_span=arm.n_span, mean=slot.center, sd=sd, span=span, derived=("sd",) if computed else ())


def events_of(slot: Slot, n: int | None) -> tuple[int | None, bool]:
    """The count of events, and whether it was computed: from a percentage the nearest whole number (Cochrane Handbook 6.4.1).

    A percentage that no whole number gives, not even when its last digit was cut off and not rounded, is of another
    number of people: nothing is computed from it.
    """
    if slot.events is not None:
        return slot.events, False
    if slot.percent is None or not n or not 0 <= slot.percent <= 100:
        return None, False
    events = round(slot.percent * n / 100)
    near = abs(100 * events / n - slot.percent) < 10.0**-slot.decimals
    return (events, True) if near else (None, False)


def sd_of(slot: Slot, n: int | None) -> tuple[float | None, bool]:
    """The standard deviation, and whether it was computed from a standard error or a 95% interval."""
    if slot.sd is not None:
        return slot.sd, False
    if slot.median or not n:
        return None, False
    if slot.se is not None:
        return round(slot.se * n**0.5, 2), True
    if slot.ci_low is not None and slot.ci_high is not None:
        return round(n**0.5 * (slot.ci_high - slot.ci_low) / _Z95, 2), True
    return None, False


__all__ = ["ArmNumbers", "Numbers", "candidates", "events_of", "glossary", "numbers", "outcome_type", "sd_of"]
