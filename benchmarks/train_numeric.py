"""Fit the weights of `ingest.extract.numeric_rank` on numeric_results (Apache-2.0), and print cross-validated figures.

    python benchmarks/train_numeric.py GOLD.jsonl ARTICLES [--write]

GOLD is numeric_results/dev.jsonl, ARTICLES the folder of its JATS files. Figures are 5-fold by article: no row is
scored by weights that saw its article. `--write` refits on all rows and writes ingest/extract/numeric_weights.py.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from ingest.evaluate.numeric import answer, documents
from ingest.extract import numeric, numeric_rank, numeric_weights
from ingest.extract.numeric_candidates import Candidate, Question
from ingest.extract.numeric_sizes import size_pairs

FOLDS = 5
# Features a candidate may only gain (or only lose) by; all others are left out of the ranking.
GAINS = (
    "out_own out_above out_across out_here out_all out_caption own_in here_in raw same_own same_above numbers both_covered"
    " strong top best_i best_c best_both like_i like_c min_like margin lean last_alike after change_both baseline_asked"
    " none_at_all any has_sd nearby events_percent rel_out_own rel_out_here rel_out_all rel_here_in rel_raw"
    " rel_same_own rel_same_above"
    " rel_margin rel_min_like"
).split()
LOSES = (
    "baseline baseline_missing baseline_table change_here subgroup bare median percent_only order first_alike events_bare text"
).split()
SIZE_GAINS = (
    "like like_sum rel_like votes most_voted share_of_largest same_table in_table in_abstract in_results in_methods"
    " randomised analysed balance"
).split()
SIZE_LOSES = "each planned lost tiny distance other_table lost_votes in_caption".split()


def real(value: object) -> float | None:
    """A gold value as a number; some are text with thousands separators."""
    try:
        return None if value in (None, "") else round(float(str(value).replace(",", "")), 4)
    except ValueError:
        return None


def is_right(candidate: Candidate, row: dict[str, Any]) -> bool:
    """Whether a candidate's means (or counts) are the row's."""
    if candidate.kind != row["outcome_type"]:
        return False
    field = "mean" if candidate.kind == "continuous" else "events"
    wanted = [real(row["gold"].get(f"{arm}_{field}")) for arm in ("intervention", "comparator")]
    sizes = [real(row["gold"].get(f"{arm}_group_size")) for arm in ("intervention", "comparator")]
    if None in wanted:
        return False
    slots = (candidate.intervention, candidate.comparator)
    if candidate.kind == "continuous":
        return [s.center is not None and round(s.center, 4) for s in slots] == wanted
    told = [numeric.events_of(s, int(n) if n else None)[0] for s, n in zip(slots, sizes, strict=True)]
    return told == wanted


class Examples:
    """Features and truth of every row, computed once."""

    def __init__(self, rows: list[dict[str, Any]], articles: Path) -> None:
        self.rows = sorted(rows, key=lambda r: r["pmcid"])
        self.candidates: list[list[Candidate]] = []
        self.features: list[list[dict[str, float]]] = []
        self.right: list[list[bool]] = []
        texts = documents(self.rows, articles)
        self.documents = [texts[r["pmcid"]] for r in self.rows]
        for row, document in zip(self.rows, self.documents, strict=True):
            found = numeric.candidates(document, Question(row["outcome"], row["intervention"], row["comparator"]))
            self.candidates.append(found)
            self.features.append(numeric_rank.candidate_features(found))
            self.right.append([is_right(c, row) for c in found])
        per_article = Counter(r["pmcid"] for r in self.rows)
        self.weight = [1 / per_article[r["pmcid"]] ** 0.5 for r in self.rows]
        order = sorted(per_article, key=lambda p: (hash_of(p), p))
        self.fold = {pmcid: i % FOLDS for i, pmcid in enumerate(order)}


def hash_of(text: str) -> int:
    """A stable shuffle of article ids."""
    return sum(ord(c) * 31**i for i, c in enumerate(text)) % 9973


def fit_ranking(
    groups: Sequence[tuple[Sequence[dict[str, float]], Sequence[bool], float]],
    gains: Sequence[str], loses: Sequence[str], l2: float = 1.0,
) -> dict[str, float]:  # fmt: skip
    """Weights of a softmax over each row's candidates, with signs held."""
    names = [*gains, *loses]
    used = [g for g in groups if g[0] and any(g[1]) and not all(g[1])]
    if not used:
        return {}
    arrays = [np.array([[f.get(n, 0.0) for n in names] for f in fs]) for fs, _, _ in used]
    scale = np.concatenate(arrays).std(0) + 1e-6
    data = [(a / scale, np.array(r, bool), w) for a, (_, r, w) in zip(arrays, used, strict=True)]

    def loss(w: Any) -> tuple[float, Any]:
        total, slope = 0.5 * l2 * float(w @ w), l2 * w
        for x, right, weight in data:
            s = x @ w
            p = np.exp(s - s.max())
            p /= p.sum()
            held = float(p[right].sum()) + 1e-12
            total -= weight * math.log(held)
            slope = slope - weight * (x.T @ (np.where(right, p / held, 0) - p))
        return total, slope

    bounds = [(0, None)] * len(gains) + [(None, 0)] * len(loses)
    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300}).x
    return {n: round(float(v), 4) for n, v in zip(names, found / scale, strict=True) if abs(v) > 1e-3}


def fit_logistic(
    features: Sequence[dict[str, float]], truth: Sequence[bool], weights: Sequence[float], c: float
) -> dict[str, float]:
    """Plain logistic weights; "bias" among them."""
    names = sorted({n for f in features for n in f})
    x = np.array([[f.get(n, 0.0) for n in names] for f in features])
    mean, scale = x.mean(0), x.std(0) + 1e-6
    model = LogisticRegression(C=c, max_iter=1000).fit((x - mean) / scale, np.array(truth), sample_weight=np.array(weights))
    w = model.coef_[0] / scale
    found = {n: round(float(v), 4) for n, v in zip(names, w, strict=True)}
    return {**found, "bias": round(float(model.intercept_[0] - (w * mean).sum()), 4)}


def fit(examples: Examples, rows: Iterable[int]) -> dict[str, dict[str, float]]:
    """All weights from these rows."""
    rows = list(rows)
    e = examples
    rank = fit_ranking([(e.features[i], e.right[i], e.weight[i]) for i in rows], GAINS, LOSES)
    told, truth, weight = [], [], []
    tops: dict[int, tuple[int, float]] = {}
    for i in rows:
        top = numeric_rank.top(e.features[i], rank)
        if top is None:
            continue
        tops[i] = top
        told.append(numeric_rank.trust_features(e.candidates[i], e.features[i], *top))
        truth.append(e.right[i][top[0]])
        weight.append(e.weight[i])
    trust = fit_logistic(told, truth, weight, 0.1)
    kinds, binary, kind_weight = [], [], []
    for i in rows:
        ranked = numeric_rank.best_candidate(e.candidates[i], rank, trust)
        kinds.append(numeric.kind_features(e.rows[i]["outcome"], ranked))
        binary.append(e.rows[i]["outcome_type"] == "binary")
        kind_weight.append(e.weight[i])
    kind = fit_logistic(kinds, binary, kind_weight, 1.0)
    size, size_trust = fit_sizes(e, rows, tops)
    return {"RANK": rank, "TRUST": trust, "SIZE": size, "SIZE_TRUST": size_trust, "KIND": kind}


def fit_sizes(e: Examples, rows: Sequence[int], tops: dict[int, tuple[int, float]]) -> tuple[dict[str, float], dict[str, float]]:
    """Weights for the choice of group sizes and for trusting it."""
    groups = []
    for i in rows:
        row = e.rows[i]
        best = e.candidates[i][tops[i][0]] if i in tops else None
        pairs = size_pairs(e.documents[i], row["intervention"], row["comparator"], best.labels if best else None)
        features = numeric_rank.size_features(pairs, best.table if best else None)
        wanted = [real(row["gold"].get(f"{arm}_group_size")) for arm in ("intervention", "comparator")]
        right = [[p.intervention.n, p.comparator.n] == wanted for p in pairs]
        groups.append((features, right, e.weight[i]))
    size = fit_ranking(groups, SIZE_GAINS, SIZE_LOSES)
    told, truth, weight = [], [], []
    for features, right, w in groups:
        top = numeric_rank.top(features, size)
        if top is not None:
            told.append(numeric_rank.size_trust_features(features, *top))
            truth.append(right[top[0]])
            weight.append(w)
    return size, fit_logistic(told, truth, weight, 0.1)


def use(weights: dict[str, dict[str, float]]) -> None:
    """Make the shipped code run with these weights."""
    for name, values in weights.items():
        setattr(numeric_weights, name, values)


def exact(row: dict[str, Any], said: dict[str, Any]) -> bool:
    """Every gold field equal, as the scorer has it."""
    return all(real(said["values"].get(k)) == real(v) for k, v in row["gold"].items())


def report(rows: Sequence[dict[str, Any]], said: Sequence[dict[str, Any]]) -> None:
    """Exact match by type and by where the data stand, and what is wrong."""
    pairs = list(zip(rows, said, strict=True))
    for kind in ("binary", "continuous"):
        of_kind = [(r, s) for r, s in pairs if r["outcome_type"] == kind]
        print(f"{kind} n={len(of_kind)} exact={share(of_kind)}", end="")
        for name, chosen in (
            ("in table", [(r, s) for r, s in of_kind if r["data_in_table"] == "TRUE"]),
            ("in text", [(r, s) for r, s in of_kind if r["data_in_table"] != "TRUE" and r["data_in_figure"] != "TRUE"]),
            ("in figure", [(r, s) for r, s in of_kind if r["data_in_figure"] == "TRUE"]),
        ):
            print(f"  {name} n={len(chosen)} {share(chosen)}", end="")
        print()
        field = "mean" if kind == "continuous" else "events"
        for part in (field, "group_size", "standard_deviation"):
            cells = [(real(r["gold"].get(f"{a}_{part}")), real(s["values"].get(f"{a}_{part}"))) for r, s in of_kind
                     for a in ("intervention", "comparator")]  # fmt: skip
            given = [c for c in cells if c[1] is not None]
            hits = sum(g == p for g, p in given)
            known = sum(g is not None for g, _ in cells)
            print(f"   {part}: known {known} given {len(given)} right {hits}"
                  f" precision {hits / max(1, len(given)):.3f} recall {hits / max(1, known):.3f}")  # fmt: skip
    print(f"outcome_type accuracy {sum(r['outcome_type'] == s['outcome_type'] for r, s in pairs) / len(pairs):.3f}")


def share(pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> str:
    return f"{sum(exact(r, s) for r, s in pairs) / max(1, len(pairs)):.3f}"


def main(arguments: list[str]) -> None:
    """Cross-validate; with --write also refit on everything and write the weights."""
    gold, articles = Path(arguments[0]), Path(arguments[1])
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    examples = Examples(rows, articles)
    said: list[dict[str, Any]] = [{} for _ in examples.rows]
    for k in range(FOLDS):
        held = [i for i, r in enumerate(examples.rows) if examples.fold[r["pmcid"]] == k]
        use(fit(examples, [i for i in range(len(examples.rows)) if i not in set(held)]))
        for i in held:
            said[i] = answer(examples.rows[i], examples.documents[i])
    print(f"{FOLDS}-fold by article")
    report(examples.rows, said)
    if "--predictions" in arguments:
        out = Path(arguments[arguments.index("--predictions") + 1])
        out.write_text("".join(json.dumps(s) + "\n" for s in said), encoding="utf-8")
    if "--write" in arguments:
        write(fit(examples, range(len(examples.rows))))


def write(weights: dict[str, dict[str, float]]) -> None:
    """Write the module of weights."""
    lines = ['"""Weights of `numeric_rank`, written by benchmarks/train_numeric.py; do not edit by hand."""']
    for name, values in weights.items():
        body = "".join(f'    "{k}": {v!r},\n' for k, v in sorted(values.items()))
        lines.append(f"\n{name}: dict[str, float] = {{\n{body}}}")
    Path(numeric_weights.__file__).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
