"""Pairs of places where a table (or a sentence) may print an outcome's figures for both arms, with features of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract.numeric_arms import Glossary, glossary, is_control, label_words, likeness, spelled_out, widened
from ingest.extract.numeric_slots import Slot, column_groups, slots
from ingest.extract.outcome_match import fold, same_outcome, weigh
from ingest.extract.tables import Table, tables
from ingest.records import Document

_BASELINE_RE = re.compile(
    r"\b(?:baseline(?! to)|pre-?(?:test|treatment|intervention|op\w*)?|before|initial|at admission|day 0|week 0|T0|entry"
    r"|demographic\w*|characteristics?)\b",
    re.IGNORECASE,
)
_BASELINE_TABLE_RE = re.compile(r"\bbaseline\b(?! (?:to|and|adjusted|value))|characteristics|demographic", re.IGNORECASE)
_AFTER_RE = re.compile(
    r"\b(?:post-?(?:test|treatment|intervention|op\w*)?|after|final|end(?:point)?|follow-?up|discharge|week|month|day|year)\b",
    re.IGNORECASE,
)
_CHANGE_RE = re.compile(
    r"\b(?:change|Δ|delta|improvement|reduction|decrease|increase|gain|loss|difference from|rate of change)", re.IGNORECASE
)
_SUBGROUP_RE = re.compile(r"\b(?:sub-?groups?|per[- ]protocol|completers|male|female|men|women|boys|girls|age)\b", re.IGNORECASE)
_BINARY_RE = re.compile(
    r"\b(?:incidence|number of (?:patients|women|participants|subjects|children)|mortality|deaths?|died|proportion"
    r"|prevalence|risk|rates? of|events?"
    r"|relapse|recurrence|response rate|remission|success|failure|cure|adverse|side effects|complications?|history of"
    r"|occurrence|infection"
    r"|percent(?:age)? of (?:patients|participants|women|children|subjects)|rates?\b|patients (?:with|who)"
    r"|discontinu\w+|withdraw\w+|adherence)",
    re.IGNORECASE,
)  # fmt: skip
_CONTINUOUS_RE = re.compile(
    r"\b(?:mean|score|scores|level|levels|time|duration|length|volume|weight|concentration|pressure|scale|index|change|questionnaire|pain|cost|thickness|quality"
    r"|amount|count|dose|intake|days|blood loss|performance|function|BMI|body mass|distance|strength|cholesterol|glucose)\b",
    re.IGNORECASE,
)  # fmt: skip
_SIZE_RE = re.compile(r"[\[(,]?\s*\b[nN]\s?[=:]?\s?\d[\d, ]*[\])]?\w?(?=\W|$)")
_NUMBER_RE = re.compile(r"\d+(?:\.\d+)?")
_ANY_RE = re.compile(
    r"^\W*(?:any|total|overall|all|at least (?:one|1)|(?:patients|subjects|participants)? ?with (?:any|at least))\b",
    re.IGNORECASE,
)
_MAX_CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: an outcome and the two arms."""

    outcome: str
    intervention: str
    comparator: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Figures of both arms in one place. kind: binary | continuous; `features` feed the ranker."""

    kind: str
    intervention: Slot
    comparator: Slot
    labels: tuple[str, str]
    table: int
    features: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Place:
    """A row (or column) and the texts that tell what it is about, apart from its arm."""

    own: str
    above: str
    across: str
    caption: str


def table_candidates(document: Document, question: Question) -> list[Candidate]:
    """Candidates from all tables, the table's likelihood folded into the features."""
    terms = glossary(document)
    found: list[Candidate] = []
    for table, groups, matrix in prepared(document):
        found += _column_pairs(table, groups, matrix, question, terms)
        found += _row_pairs(table, groups, matrix, question, terms)
    if len(found) > _MAX_CANDIDATES:
        found.sort(key=lambda c: -(c.features["out_all"] + c.features["margin"]))
    return found[:_MAX_CANDIDATES]


Groups = list[tuple[tuple[str, ...], list[tuple[int, str]]]]
Matrix = list[list[list[Slot]]]


@lru_cache(maxsize=4)
def prepared(document: Document) -> tuple[tuple[Table, Groups, Matrix], ...]:
    """Each table with its groups of columns and the readings of each row in each group."""
    found = []
    for table in tables(document):
        groups = column_groups(table)
        matrix = [[slots(table, r, group) for group in groups] for r in range(len(table.rows))]
        found.append((table, groups, matrix))
    return tuple(found)


def _arm_scores(paths: list[tuple[str, ...]], question: Question, terms: Glossary) -> list[tuple[float, float, str]]:
    """For each path: likeness to the intervention, to the comparator, and the part of the path that names the arm."""
    scores = []
    common = set.intersection(*(set(p) for p in paths)) if len(paths) > 1 else set()
    for path in paths:
        best = (0.0, 0.0, "")
        for part in path or ("",):
            if part in common:
                continue
            i, c = likeness(question.intervention, part, terms), likeness(question.comparator, part, terms)
            if abs(i - c) + 0.1 * max(i, c) > abs(best[0] - best[1]) + 0.1 * max(best[0], best[1]):
                best = (i, c, part)
        scores.append(best)
    return scores


def _column_pairs(table: Table, groups: Groups, matrix: Matrix, question: Question, terms: Glossary) -> Iterator[Candidate]:
    """Arms side by side: two groups of columns, one row."""
    scores = _arm_scores([g[0] for g in groups], question, terms)
    best = max((s[0] for s in scores), default=0.0), max((s[1] for s in scores), default=0.0)
    for a, b in _pairs(scores):
        rest = _rest(groups[a][0], groups[b][0])
        if rest is None:
            continue
        arm = _arm_features(scores[a], scores[b], best)
        arm["nearby"] = 1.0 / (1 + abs(a - b))
        for r in range(len(table.rows)):
            labels = table.labels[r]
            own, above = (spelled_out(t, terms) for t in (labels[-1] if labels else "", " ".join(labels[:-1])))
            place = _Place(own, above, spelled_out(" ".join(rest), terms), table.caption)
            yield from _combined(table, question, place, matrix[r][a], matrix[r][b],
                                 arm, (scores[a][2], scores[b][2]), r, "columns")  # fmt: skip


def _row_pairs(table: Table, groups: Groups, matrix: Matrix, question: Question, terms: Glossary) -> Iterator[Candidate]:
    """Arms one below the other: two rows, one group of columns."""
    scores = _arm_scores(list(table.labels), question, terms)
    if len(scores) > 120:
        return
    best = max((s[0] for s in scores), default=0.0), max((s[1] for s in scores), default=0.0)
    for a, b in _pairs(scores):
        if abs(a - b) > 14:
            continue
        rest = _rest(table.labels[a], table.labels[b])
        if rest is None:
            continue
        arm = _arm_features(scores[a], scores[b], best)
        arm["nearby"] = 1.0 / abs(a - b)
        for g, (path, _) in enumerate(groups):
            own, above = (spelled_out(" ".join(t), terms) for t in (path, rest))
            place = _Place(own, above, "", table.caption)
            yield from _combined(table, question, place, matrix[a][g], matrix[b][g],
                                 arm, (scores[a][2], scores[b][2]), a, "rows")  # fmt: skip


def _pairs(scores: list[tuple[float, float, str]]) -> Iterator[tuple[int, int]]:
    """Ordered pairs (intervention, comparator) that the labels do not speak against."""
    for a, (ia, ca, la) in enumerate(scores):
        for b, (ib, cb, lb) in enumerate(scores):
            if a != b and la != lb and (ia - ib) + (cb - ca) > 0.1 and ia + 0.2 > ca and cb + 0.2 > ib:
                yield a, b


def _rest(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...] | None:
    """What two paths have in common when they differ in one part only."""
    a, b = _without_sizes(a), _without_sizes(b)
    if len(a) != len(b):
        return None
    differing = [i for i in range(len(a)) if _plainly(a[i]) != _plainly(b[i])]
    if len(differing) != 1:
        return None
    return tuple(part for i, part in enumerate(a) if i != differing[0])


def _plainly(part: str) -> str:
    """Without case, plural and punctuation: "6 months" in one heading is "6 month" in the next."""
    return re.sub(r"s\b|[^\w%]+", "", part.lower())


def _without_sizes(path: tuple[str, ...]) -> tuple[str, ...]:
    """A path's parts without "(n = 98)", which differs between arms by nature; parts that were nothing else go."""
    return tuple(filter(None, (_SIZE_RE.sub(" ", part).strip() for part in path)))


def _arm_features(a: tuple[float, float, str], b: tuple[float, float, str], best: tuple[float, float]) -> dict[str, float]:
    return {
        "best_i": a[0] - best[0],
        "best_c": b[1] - best[1],
        "best_both": float(a[0] == best[0] and b[1] == best[1]),
        "like_i": a[0],
        "like_c": b[1],
        "margin": (a[0] - b[0]) + (b[1] - a[1]),
        "min_like": min(a[0], b[1]),
    }


def _combined(
    table: Table, question: Question, place: _Place, left: list[Slot], right: list[Slot],
    arm: dict[str, float], labels: tuple[str, str], row: int, layout: str,
) -> Iterator[Candidate]:  # fmt: skip
    if not left or not right:
        return
    shared = _outcome_features(question.outcome, place) | arm
    shared["rows"] = float(layout == "rows")
    shared["baseline_table"] = float(bool(_BASELINE_TABLE_RE.search(table.caption[:160])))
    if not timely(question.outcome, shared):
        return
    shared["order"] = row / max(1, len(table.rows))
    for a in left:
        if a.median and "median" not in question.outcome.lower():
            continue
        b = next(
            (s for s in right if (s.events is None) == (a.events is None) and (s.center is None) == (a.center is None)), None
        )
        if b is None or any(s.events is not None and s.total is not None and s.events > s.total for s in (a, b)):
            continue
        kind = "binary" if a.center is None else "continuous"
        yield Candidate(kind, a, b, labels, table.position, shared | slot_features(kind, a, b, question.outcome))


def timely(outcome: str, features: dict[str, float]) -> bool:
    """Not a baseline figure where a result is asked for, nor the other way round."""
    if _BASELINE_RE.search(outcome):
        return bool(features["baseline_asked"])
    if features["change_here"] or features["change_both"]:
        return True
    return not features["baseline"] and not (features["baseline_table"] and not features["after"])


def outcome_features(outcome: str, own: str, above: str, across: str, caption: str) -> dict[str, float]:
    """How a place's texts (its label, the heading above it, the heading across it, its caption) fit an outcome."""
    return dict(_outcome_features(outcome, _Place(own, above, across, caption)))


@lru_cache(maxsize=20_000)
def _outcome_features(outcome: str, place: _Place) -> dict[str, float]:
    asked = weigh(outcome)
    own, above, across, caption = (weigh(t) for t in (place.own, place.above, place.across, place.caption))
    everything = own | above | across
    raw = {fold(w) for w in re.findall(r"\w+", outcome)}
    raw_place = {fold(w) for w in re.findall(r"\w+", " ".join((place.own, place.above, place.across)))}
    numbers = set(_NUMBER_RE.findall(outcome))
    place_numbers = set(_NUMBER_RE.findall(" ".join((place.own, place.above, place.across))))
    here = " ".join((place.own, place.above, place.across))
    return {
        "out_own": _covered(asked, own),
        "out_above": _covered(asked, above),
        "out_across": _covered(asked, across),
        "out_caption": _covered(asked, caption),
        "out_here": _covered(asked, everything),
        "out_all": _covered(asked, everything | caption),
        "own_in": _covered(own, asked),
        "here_in": _covered(everything, asked),
        "raw": len(raw & raw_place) / max(1, len(raw)),
        "same_own": same_outcome(outcome, place.own) if place.own else 0.0,
        "same_above": same_outcome(outcome, place.above) if place.above else 0.0,
        "numbers": len(numbers & place_numbers) / len(numbers) if numbers else 0.5,
        "baseline": float(bool(_BASELINE_RE.search(here)) and not _BASELINE_RE.search(outcome)),
        "baseline_asked": float(bool(_BASELINE_RE.search(here + " " + place.caption)) and bool(_BASELINE_RE.search(outcome))),
        "baseline_missing": float(bool(_BASELINE_RE.search(outcome)) and not _BASELINE_RE.search(here + " " + place.caption)),
        "after": float(bool(_AFTER_RE.search(here))),
        "change_both": float(bool(_CHANGE_RE.search(here + " " + place.caption[:150])) and bool(_CHANGE_RE.search(outcome))),
        "change_here": float(bool(_CHANGE_RE.search(here)) and not _CHANGE_RE.search(outcome)),
        "any": float(bool(_ANY_RE.search(place.own))),
        "subgroup": float(bool(_SUBGROUP_RE.search(here)) and not _SUBGROUP_RE.search(outcome)),
    }


def _covered(asked: dict[str, float], held: dict[str, float]) -> float:
    total = sum(asked.values())
    if not total:
        return 0.0
    return sum(w for t, w in asked.items() if t in held or _near(t, held)) / total


def _near(word: str, held: dict[str, float]) -> bool:
    return len(word) >= 5 and word[0] not in "=@" and any(o[:5] == word[:5] for o in held)


def binary_leaning(outcome: str) -> float:
    """+1 the outcome's wording is of events, -1 of a measure, 0 it does not tell."""
    if re.search(r"\b(?:mean|median|average)\b", outcome, re.IGNORECASE):
        return -2.0
    return float(bool(_BINARY_RE.search(outcome))) - float(bool(_CONTINUOUS_RE.search(outcome)))


def slot_features(kind: str, a: Slot, b: Slot, outcome: str) -> dict[str, float]:
    lean = binary_leaning(outcome) * (1 if kind == "binary" else -1)
    return {
        "binary": float(kind == "binary"),
        "lean": lean,
        "has_sd": float(a.sd is not None and b.sd is not None),
        "has_se": float(a.se is not None and b.se is not None),
        "has_ci": float(a.ci_low is not None and b.ci_low is not None),
        "median": float(a.median),
        "bare": float(a.center is not None and a.sd is None and a.se is None and a.ci_low is None),
        "events_percent": float(a.events is not None and a.percent is not None),
        "events_bare": float(a.events is not None and a.percent is None and a.total is None),
        "percent_only": float(a.events is None and a.percent is not None),
    }


def arm_text(label: str) -> frozenset[str]:
    """The words that tell an arm's label from others."""
    return label_words(label)


__all__ = ["Candidate", "Question", "arm_text", "binary_leaning", "is_control", "table_candidates", "widened"]
