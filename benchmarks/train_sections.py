"""Fit the section model and write its weights: python -m benchmarks.train_sections GOLD_FOLDER [--out FILE]

First the chain (`section_chain.py`), then boosted trees over what chains found in abstracts they had not seen: the trees
must learn from the chain's doubts as they will be at run time. Needs numpy, scipy and scikit-learn, which nothing needs at
run time. Deterministic: same data, same file. Takes some minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.section_chain import Prepared, fit_chain
from benchmarks.section_data import Abstract, further, gold
from ingest.extract.section_features import places, read
from ingest.extract.section_model import LABEL_OF, STATES, Model, dumped, loaded, posteriors
from ingest.extract.section_review import Review, unsure

INNER = 3
BOOSTED: dict[str, Any] = {
    "max_iter": 80, "learning_rate": 0.06, "max_leaf_nodes": 8, "min_samples_leaf": 20, "l2_regularization": 5.0,
    "max_features": 0.3, "early_stopping": False, "random_state": 0,
}  # fmt: skip


def prepared(abstract: Abstract) -> Prepared:
    """Sentences, places and states; which BACKGROUND state it is depends on whether OBJECTIVE is used too."""
    texts, labels = abstract
    both = {"BACKGROUND", "OBJECTIVE"} <= set(labels)
    names = {
        "BACKGROUND": "BACKGROUND/first" if both else "BACKGROUND/only",
        "OBJECTIVE": "OBJECTIVE/second" if both else "OBJECTIVE/only",
    }
    states = []
    for label, before in zip(labels, [None, *labels[:-1]], strict=True):
        opening = label + "/opening"
        states.append(STATES.index(opening if opening in STATES and label != before else names.get(label, label)))
    sentences = [read(text) for text in texts]
    return Prepared(sentences, places(sentences), states)


def fit(abstracts: Sequence[Prepared]) -> bytes:
    """The content of the weights file for these abstracts."""
    values: list[list[float]] = []
    parts: list[int] = []
    for fold in range(INNER):
        using = loaded(_chain_alone([a for i, a in enumerate(abstracts) if i % INNER != fold]))
        for abstract in abstracts[fold::INNER]:
            rows, answers = _doubtful(abstract, using)
            values += rows
            parts += answers
    words, spots, head = fit_chain(abstracts)
    return dumped(words, spots, head | _trees(values, parts))


def _chain_alone(abstracts: Sequence[Prepared]) -> bytes:
    words, spots, head = fit_chain(abstracts)
    return dumped(words, spots, head | {"trees": [], "start": []})


def _doubtful(abstract: Prepared, using: Model) -> tuple[list[list[float]], list[int]]:
    """Numbers and parts (0: introduction) of the sentences that would be looked at again."""
    review = Review(abstract.sentences, posteriors(abstract.sentences, abstract.places, using))
    doubtful = [i for i, labels in enumerate(review.labels) if unsure(labels)]
    return [review.values(i) for i in doubtful], [max(0, LABEL_OF[abstract.states[i]] - 1) for i in doubtful]


def _trees(values: list[list[float]], parts: list[int]) -> dict[str, object]:
    fitted = HistGradientBoostingClassifier(**BOOSTED).fit(np.array(values), parts)
    rounds = fitted._predictors
    trees = [[_tree(stage[k].nodes, 0) for stage in rounds] for k in range(len(rounds[0]))]
    return {"trees": trees, "start": [round(float(x), 5) for x in fitted._baseline_prediction.ravel()]}


def _tree(nodes: Any, at: int) -> Any:
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 4)
    threshold = float(f"{node['num_threshold']:.6g}")
    return [int(node["feature_idx"]), threshold, _tree(nodes, int(node["left"])), _tree(nodes, int(node["right"]))]


def main() -> None:
    """Fit to everything that may be used and write the file that ships."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="the folder of judged data")
    parser.add_argument("--out", type=Path, default=Path("ingest/extract/section_weights.bin"))
    options = parser.parse_args()
    abstracts = [abstract for _, abstract in gold(options.gold)] + further(options.gold)
    content = fit([prepared(abstract) for abstract in abstracts])
    options.out.write_bytes(content)
    print(f"{len(abstracts)} abstracts, {len(content):,} bytes written to {options.out}")


if __name__ == "__main__":
    main()
