"""Fit the section model and write its weights: python -m benchmarks.train_sections GOLD_FOLDER [--out FILE]

A linear-chain conditional random field (L2, L-BFGS) over the features of `ingest/extract/section_features.py`; needs
numpy and scipy, which nothing needs at run time. Deterministic: same data, same file. Takes some minutes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import logsumexp

from benchmarks.section_data import Abstract, further, gold
from ingest.extract.section_features import features
from ingest.extract.section_model import STATES, dumped

K = len(STATES)
PENALTY = 4.0
ROUNDS = 150
# A feature must stand in so many sentences, and weigh so much for some state, to be kept.
SEEN = 3
KEPT = 0.04
# Longer abstracts are rare and would slow every round.
LONGEST = 26
Prepared = tuple[list[list[str]], list[int]]


def prepared(abstract: Abstract) -> Prepared:
    """Features and states of one abstract; which BACKGROUND state it is depends on whether OBJECTIVE is used too."""
    texts, labels = abstract
    both = {"BACKGROUND", "OBJECTIVE"} <= set(labels)
    names = {
        "BACKGROUND": "BACKGROUND/first" if both else "BACKGROUND/only",
        "OBJECTIVE": "OBJECTIVE/second" if both else "OBJECTIVE/only",
    }
    return features(texts), [STATES.index(names.get(label, label)) for label in labels]


def fit(abstracts: list[Prepared]) -> bytes:
    """The content of the weights file for these abstracts."""
    abstracts = [a for a in abstracts if 0 < len(a[1]) <= LONGEST]
    counted = Counter(name for sentences, _ in abstracts for names in sentences for name in names)
    vocabulary = sorted(name for name, count in counted.items() if count >= SEEN and "\n" not in name)
    weights, moves, first, last = _optimum(_Problem(abstracts, {name: i for i, name in enumerate(vocabulary)}))
    heavy = np.abs(weights).max(axis=1) >= KEPT
    kept = weights[heavy]
    step = float(np.abs(kept).max()) / 127
    rows = np.rint(kept / step).astype(int).tolist()
    names = [name for name, keep in zip(vocabulary, heavy, strict=True) if keep]
    chain = {"step": step, "first": first.tolist(), "last": last.tolist(), "moves": moves.tolist()}
    return dumped(names, rows, chain)


class _Problem:
    """The data as arrays: sentences x features, abstracts padded to one length."""

    def __init__(self, abstracts: list[Prepared], index: dict[str, int]) -> None:
        rows, columns = [], []
        row = 0
        for sentences, _ in abstracts:
            for names in sentences:
                known = [index[name] for name in names if name in index]
                rows += [row] * len(known)
                columns += known
                row += 1
        self.width = len(index)
        self.x = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(row, self.width))
        self.transposed = self.x.T.tocsr()
        self.lengths = np.array([len(states) for _, states in abstracts])
        states = np.concatenate([np.array(states) for _, states in abstracts])
        self.place = np.full((len(abstracts), self.lengths.max()), -1)
        start = 0
        for i, length in enumerate(self.lengths):
            self.place[i, :length] = np.arange(start, start + length)
            start += length
        self.mask = self.place >= 0
        one_hot = np.eye(K)[states]
        self.seen_weights = self.transposed @ one_hot
        self.seen_moves = np.zeros((K, K))
        for _, s in abstracts:
            np.add.at(self.seen_moves, (s[:-1], s[1:]), 1)
        self.seen_first = np.eye(K)[[s[0] for _, s in abstracts]].sum(0)
        self.seen_last = np.eye(K)[[s[-1] for _, s in abstracts]].sum(0)

    def split(self, w: Any) -> tuple[Any, Any, Any, Any]:
        """Weights, moves, first and last from one flat vector."""
        cut = self.width * K
        return w[:cut].reshape(-1, K), w[cut : cut + K * K].reshape(K, K), w[-2 * K : -K], w[-K:]

    def loss(self, w: Any) -> tuple[float, Any]:
        """Negative log likelihood with its penalty, and the gradient."""
        weights, moves, first, last = self.split(w)
        scores = (self.x @ weights)[np.where(self.mask, self.place, 0)]
        n, longest = self.place.shape
        ends = (np.arange(n), self.lengths - 1)
        forward, backward = np.zeros_like(scores), np.zeros_like(scores)
        forward[:, 0] = scores[:, 0] + first
        for t in range(1, longest):
            forward[:, t] = logsumexp(forward[:, t - 1][:, :, None] + moves, axis=1) + scores[:, t]
        total = logsumexp(forward[ends] + last, axis=1)
        backward[ends] = last
        for t in range(longest - 2, -1, -1):
            ahead = logsumexp(moves + (scores[:, t + 1] + backward[:, t + 1])[:, None, :], axis=2)
            backward[:, t] = np.where((t < self.lengths - 1)[:, None], ahead, backward[:, t])
        share = np.exp(np.where(self.mask[:, :, None], forward + backward - total[:, None, None], -1e9))
        expected_moves = np.zeros((K, K))
        for t in range(longest - 1):
            on = t + 1 < self.lengths
            pair = forward[on, t][:, :, None] + moves + (scores[on, t + 1] + backward[on, t + 1])[:, None, :]
            expected_moves += np.exp(pair - total[on][:, None, None]).sum(0)
        reached = sum(
            (seen * have).sum()
            for seen, have in (
                (self.seen_weights, weights),
                (self.seen_moves, moves),
                (self.seen_first, first),
                (self.seen_last, last),
            )
        )
        gradient = np.concatenate(
            [
                (self.seen_weights - self.transposed @ share[self.mask]).ravel(),
                (self.seen_moves - expected_moves).ravel(),
                self.seen_first - share[:, 0].sum(0),
                self.seen_last - share[ends].sum(0),
            ]
        )
        return float(total.sum() - reached + PENALTY / 2 * (w @ w)), PENALTY * w - gradient


def _optimum(problem: _Problem) -> tuple[Any, Any, Any, Any]:
    start = np.zeros(problem.width * K + K * K + 2 * K)
    found = minimize(problem.loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 8})
    return problem.split(found.x)


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
