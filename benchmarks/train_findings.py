"""Fit the finding model and write its weights: python -m benchmarks.train_findings GOLD_FOLDER [--out FILE]

Logistic regressions over what rules compute, and boosted trees for ranking and direction (scikit-learn, which nothing
needs at run time). Fitted on evidence_inference/dev, evidence_outcomes and rct_art only. Deterministic: same data, same
file. The calibration table comes from cross-validation by article. Takes about two minutes.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

# One thread: the data are small, and threads that wait for each other cost more than they bring.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from benchmarks.finding_data import FOLDS, Row, comparison_rows, fold_of, phrase_rows, question_rows, rows_of
from ingest.extract.ask import READ, pooled
from ingest.extract.finding_model import Model, dumped, loaded, model

OUT = Path(__file__).resolve().parent.parent / "ingest" / "extract" / "finding_weights.bin"
# Part -> (a string must stand in so many rows, inverse strength of the penalty).
LINEAR = {"comparison": (4, 0.1), "rank": (5, 0.03), "sentence": (4, 0.03), "candidate": (4, 0.1), "direction": (4, 0.05)}
BOOSTED: dict[str, dict[str, Any]] = {
    "rank": {"max_iter": 120, "learning_rate": 0.06, "max_leaf_nodes": 10, "min_samples_leaf": 20, "l2_regularization": 3.0},
    "direction": {"max_iter": 40, "learning_rate": 0.15, "max_leaf_nodes": 10, "min_samples_leaf": 15, "l2_regularization": 2.0},
}
LEVELS = 1000


def linear_part(rows: list[Row], part: str) -> dict[str, Any]:
    """Weights of one logistic regression as whole numbers."""
    seen, strength = LINEAR[part]
    counted = Counter(name for row in rows for name in set(row.names))
    kept = {name for name, count in counted.items() if count >= seen and "\n" not in name}
    vectors = DictVectorizer()
    table = vectors.fit_transform([{n: 1 for n in row.names if n in kept} for row in rows])
    fitted = LogisticRegression(C=strength, max_iter=500, tol=1e-4)
    fitted.fit(table, [row.y for row in rows], sample_weight=[row.weight for row in rows])
    weights = fitted.coef_
    heavy = np.abs(weights).max(axis=0) >= 0.01
    step = float(np.abs(weights).max()) / LEVELS
    names = [name for name, keep in zip(vectors.get_feature_names_out(), heavy, strict=True) if keep]
    columns = [np.rint(row[heavy] / step).astype(int).tolist() for row in weights]
    return {"names": "\n".join(names), "columns": columns, "step": step, "bias": [float(b) for b in fitted.intercept_]}


def boosted_part(rows: list[Row], part: str) -> dict[str, Any]:
    """Trees of one boosted model, thresholds and leaves rounded."""
    fitted = HistGradientBoostingClassifier(random_state=0, early_stopping=False, **BOOSTED[part])
    fitted.fit(np.array([row.values for row in rows]), [row.y for row in rows], sample_weight=[row.weight for row in rows])
    rounds = fitted._predictors
    trees = [[_tree(stage[k].nodes, 0) for stage in rounds] for k in range(len(rounds[0]))]
    return {"trees": trees, "start": [float(b) for b in np.ravel(fitted._baseline_prediction)]}


def _tree(nodes: Any, at: int) -> Any:
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 4)
    threshold = round(float(node["num_threshold"]), 5)
    return [int(node["feature_idx"]), threshold, _tree(nodes, int(node["left"])), _tree(nodes, int(node["right"]))]


def fit(rows: dict[str, list[Row]], calibration: list[list[float]], **fitted: dict[str, Any]) -> bytes:
    """The content of the weights file for these rows and the linear parts `fitted` before."""
    evidence = [row for row in rows["direction"] if row.evidence]
    parts = {**rows, "direction": evidence}
    linear = {part: linear_part(parts[part], part) for part in LINEAR if parts.get(part)} | fitted
    boosted = {part: boosted_part(parts[part], part) for part in BOOSTED if parts.get(part)}
    return dumped(linear, boosted, calibration)


def comparison_part(folder: Path) -> dict[str, Any]:
    """The weights that choose who is compared with whom, put into the model at once: the other parts' rows rest on them."""
    rows = [row for _, row in comparison_rows(rows_of(folder / "evidence_inference" / "dev.jsonl"))]
    part = linear_part(rows, "comparison")
    model().linear["comparison"] = loaded(dumped({"comparison": part}, {}, [])).linear["comparison"]
    return part


def all_rows(folder: Path) -> dict[str, list[Row]]:
    """Rows by part."""
    found: dict[str, list[Row]] = defaultdict(list)
    for part, row in question_rows(rows_of(folder / "evidence_inference" / "dev.jsonl")):
        found[part].append(row)
    for part, row in phrase_rows(folder):
        found[part].append(row)
    return found


def answers(model: Model, rows: dict[str, list[Row]], fold: int) -> dict[str, tuple[list[int], list[float], int]]:
    """Question -> places by rank, probabilities, gold label, for the questions of a fold."""
    ranked: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for row in rows["rank"]:
        if fold_of(row.group) == fold:
            ranked[row.question].append((model.rank(row.values, row.names), row.place))
    told = {(row.question, row.place): row for row in rows["direction"]
            if row.in_abstract and not row.swapped and fold_of(row.group) == fold}  # fmt: skip
    found = {}
    for question, places in ranked.items():
        order = sorted(places, key=lambda pair: (-pair[0], pair[1]))
        rows_told = [(likelihood, told[question, place]) for likelihood, place in order[:READ]]
        together = pooled([(likelihood, model.direction(row.values, row.names)) for likelihood, row in rows_told])
        found[question] = ([p for _, p in order], list(together), rows_told[0][1].y)
    return found


def cross_validated(rows: dict[str, list[Row]], parts: tuple[str, ...] = ("rank", "direction")
                    ) -> dict[str, tuple[list[int], list[float], int]]:  # fmt: skip
    """Answers to all questions, each by a model that has not seen its article."""
    found = {}
    for fold in range(FOLDS):
        seen = {part: [row for row in rows[part] if fold_of(row.group) != fold] for part in parts}
        found.update(answers(loaded(fit(seen, [])), rows, fold))
    return found


def comparisons_right(folder: Path) -> tuple[int, int]:
    """Articles whose likeliest proposal names both sides, by weights that have not seen them; and all articles."""
    rows = [row for _, row in comparison_rows(rows_of(folder / "evidence_inference" / "dev.jsonl"))]
    right = articles = 0
    for fold in range(FOLDS):
        part = linear_part([row for row in rows if fold_of(row.group) != fold], "comparison")
        fitted = loaded(dumped({"comparison": part}, {}, []))
        proposed: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for row in rows:
            if fold_of(row.group) == fold:
                proposed[row.group].append((fitted.comparison(row.names), row.y))
        articles += len(proposed)
        right += sum(max(likely, key=lambda pair: pair[0])[1] for likely in proposed.values())
    return right, articles


def calibration_of(found: dict[str, tuple[list[int], list[float], int]]) -> list[list[float]]:
    """Steps of probability with the share of right answers, pooled so that it never falls."""
    pairs = sorted((max(told), int(max(range(3), key=told.__getitem__) == y)) for _, told, y in found.values())
    size = max(1, len(pairs) // 12)
    pools = [[chunk[-1][0], (sum(ok for _, ok in chunk) + 1) / (len(chunk) + 2), len(chunk)]
             for chunk in (pairs[i : i + size] for i in range(0, len(pairs), size))]  # fmt: skip
    at = 0
    while at + 1 < len(pools):
        if pools[at][1] > pools[at + 1][1]:
            a, b = pools[at], pools.pop(at + 1)
            pools[at] = [b[0], (a[1] * a[2] + b[1] * b[2]) / (a[2] + b[2]), a[2] + b[2]]
            at = max(0, at - 1)
        else:
            at += 1
    return [[round(limit, 4), round(share, 3)] for limit, share, _ in pools]


def figures(found: dict[str, tuple[list[int], list[float], int]], rows: dict[str, list[Row]]) -> str:
    """Macro F1 over the three directions, and how often the first sentence is one of the evidence."""
    gold = [y for _, _, y in found.values()]
    told = [max(range(3), key=p.__getitem__) for _, p, _ in found.values()]
    evidence = {(row.question, row.place) for row in rows["rank"] if row.y}
    hits = [(question, places[0]) in evidence for question, (places, _, _) in found.items()]
    return f"macro F1 {f1_score(gold, told, average='macro'):.3f}, sentence hit rate {np.mean(hits):.3f} (n={len(gold)})"


def main() -> None:
    """Fit on everything and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--quick", action="store_true", help="without the calibration table")
    options = parser.parse_args()
    sides = comparison_part(options.gold)
    rows = all_rows(options.gold)
    calibration: list[list[float]] = []
    if not options.quick:
        found = cross_validated(rows)
        calibration = calibration_of(found)
        print(f"direction, 5-fold by article: {figures(found, rows)}")
    content = fit(rows, calibration, comparison=sides)
    options.out.write_bytes(content)
    print(f"{options.out}: {len(content)} bytes; rows: " + ", ".join(f"{k} {len(v)}" for k, v in rows.items()))


if __name__ == "__main__":
    main()
