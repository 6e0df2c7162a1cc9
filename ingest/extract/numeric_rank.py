"""Which candidate answers: logistic weights over the candidates' features, pure arithmetic at run time.

The weights were fitted by `benchmarks/train_numeric.py` on the numeric_results judgements (Apache-2.0) and lie in
`numeric_weights.py`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.extract.numeric_candidates import Candidate
from ingest.extract.numeric_sizes import SizePair


def probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic function of the weighted features; "bias" is added."""
    total = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


_COMPARED = ("out_own", "out_here", "out_all", "here_in", "raw", "same_own", "same_above", "margin", "min_like")


def candidate_features(candidates: Sequence[Candidate]) -> list[dict[str, float]]:
    """Each candidate's features, with how they stand against the best of the document and of its like."""
    if not candidates:
        return []
    best = {name: max(c.features[name] for c in candidates) for name in _COMPARED}
    alike: dict[tuple[object, ...], list[int]] = {}
    for i, c in enumerate(candidates):
        key = (
            c.table,
            c.kind,
            round(c.features["out_here"], 2),
            round(c.features["same_own"], 2),
            round(c.features["margin"], 2),
        )
        alike.setdefault(key, []).append(i)
    found = []
    for candidate in candidates:
        features = dict(candidate.features)
        for name in _COMPARED:
            features["rel_" + name] = features[name] - best[name]
        features["top"] = float(all(features["rel_" + n] > -0.01 for n in ("out_here", "margin")))
        features["strong"] = features["same_own"] * min(1.0, features["min_like"] + 0.2)
        features["both_covered"] = features["out_all"] * features["here_in"]
        found.append(features)
    for members in alike.values():
        ordered = sorted(members, key=lambda i: candidates[i].intervention.start)
        for place, i in enumerate(ordered):
            found[i]["rivals"] = math.log(len(ordered))
            found[i]["first_alike"] = float(place == 0 and len(ordered) > 1)
            found[i]["last_alike"] = float(place == len(ordered) - 1 and len(ordered) > 1)
    return found


def size_features(pairs: Sequence[SizePair], table: int | None) -> list[dict[str, float]]:
    """Each pair's features, with the votes for it and whether it stands in the table the figures come from."""
    votes = Counter((p.intervention.n, p.comparator.n) for p in pairs)
    totals = Counter(p.intervention.n + p.comparator.n for p in pairs)
    most = max(votes.values(), default=1)
    largest = max(totals, default=1)
    best = max((p.features["like"] for p in pairs), default=0.0)
    found = []
    for i, pair in enumerate(pairs):
        features = dict(pair.features)
        n = votes[pair.intervention.n, pair.comparator.n]
        features["votes"] = math.log(1 + n)
        features["most_voted"] = float(n == most)
        features["share_of_largest"] = (pair.intervention.n + pair.comparator.n) / largest
        features["same_table"] = float(table is not None and pair.intervention.table == table)
        features["other_table"] = float(pair.intervention.table is not None and pair.intervention.table != table)
        features["rel_like"] = pair.features["like"] - best
        features["early"] = float(i == 0)
        features["lost_votes"] = features["lost"] * (1.0 - features["most_voted"])
        found.append(features)
    return found


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best candidate: its features, its share among the rivals, and the probability that it is right."""

    candidate: Candidate
    features: dict[str, float]
    share: float
    trust: float


def best_candidate(candidates: Sequence[Candidate], rank: Mapping[str, float], trust: Mapping[str, float]) -> Ranked | None:
    """The candidate with the highest rank and how far it can be trusted; None when there is none."""
    features = candidate_features(candidates)
    best = top(features, rank)
    if best is None:
        return None
    at, share = best
    told = trust_features(candidates, features, at, share)
    return Ranked(candidates[at], features[at], share, probability(told, trust))


def top(features: Sequence[Mapping[str, float]], weights: Mapping[str, float]) -> tuple[int, float] | None:
    """Index of the highest-ranked and its share of the softmax."""
    if not features:
        return None
    scores = [sum(weights.get(name, 0.0) * value for name, value in f.items()) for f in features]
    highest = max(scores)
    return scores.index(highest), 1.0 / sum(math.exp(max(-50.0, s - highest)) for s in scores)


_TRUSTED_BY = (
    "out_own", "out_here", "out_all", "here_in", "raw", "same_own", "same_above", "min_like", "best_both", "margin",
    "lean", "baseline", "baseline_missing", "baseline_asked", "change_here", "change_both", "median", "bare", "has_sd",
    "has_ci", "has_se", "percent_only", "events_bare", "events_percent", "subgroup", "binary", "text", "both_covered",
    "strong", "baseline_table", "numbers", "none_at_all", "nearby", "any",
)  # fmt: skip


def trust_features(
    candidates: Sequence[Candidate], features: Sequence[Mapping[str, float]], at: int, share: float
) -> dict[str, float]:
    """What tells whether the best candidate is right: how well it fits, and how alone it stands."""
    told = {name: features[at].get(name, 0.0) for name in _TRUSTED_BY}
    told["share"] = share
    told["log_share"] = math.log(max(share, 1e-6))
    told["many"] = math.log(1 + len(candidates))
    return told


def best_sizes(
    pairs: Sequence[SizePair], table: int | None, rank: Mapping[str, float], trust: Mapping[str, float]
) -> tuple[SizePair, float] | None:
    """The best pair of sizes and the probability that it is right."""
    features = size_features(pairs, table)
    best = top(features, rank)
    if best is None:
        return None
    at, share = best
    return pairs[at], probability(size_trust_features(features, at, share), trust)


def size_trust_features(features: Sequence[Mapping[str, float]], at: int, share: float) -> dict[str, float]:
    """What tells whether the best pair of sizes is right."""
    return {**features[at], "share": share, "many": math.log(1 + len(features))}
