"""The chain of `ingest/extract/section_model.py`, fitted: a linear-chain conditional random field (L2, L-BFGS).

Needs numpy and scipy, which nothing needs at run time. A word has three rows of weights (its own sentence, the next, the
one before); a place one. Deterministic: same data, same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from ingest.extract.section_features import Read
from ingest.extract.section_model import PARTS, STATES

K = len(STATES)
# Penalties of a word on its own sentence, on its neighbours, of a place, and of moves, first and last states.
OWN, NEAR, PLACE, CHAIN = 4.0, 8.0, 8.0, 1.0
ROUNDS = 70
# A name must stand in so many sentences, and weigh so much for some state, to be kept.
SEEN = 3
KEPT = 0.02
# Longer abstracts are rare and would slow every round.
LONGEST = 30


@dataclass(frozen=True, slots=True)
class Prepared:
    """An abstract as it is learned from: sentences read, names of places, and the states as numbers."""

    sentences: list[Read]
    places: list[list[str]]
    states: list[int]


def fit_chain(abstracts: Sequence[Prepared]) -> tuple[dict[str, Sequence[int]], dict[str, Sequence[int]], dict[str, object]]:
    """Rows of words, rows of places (whole numbers), and the head (step, first, last, moves), for `section_model.dumped`."""
    problem = _Problem([a for a in abstracts if 0 < len(a.states) <= LONGEST])
    start = np.zeros(problem.cuts[-1])
    found = minimize(problem.loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 8})
    words, places, moves, first, last = problem.split(found.x)
    step = float(max(np.abs(words).max(), np.abs(places).max())) / 127
    head: dict[str, object] = {
        "step": step,
        "first": first.round(5).tolist(),
        "last": last.round(5).tolist(),
        "moves": [
            [round(float(x), 5) if may else None for x, may in zip(row, allowed, strict=True)]
            for row, allowed in zip(moves, problem.allowed, strict=True)
        ],
    }
    return _rows(problem.words, words, step), _rows(problem.places, places, step), head


def _rows(names: Iterable[str], weights: Any, step: float) -> dict[str, Sequence[int]]:
    heavy = np.abs(weights).max(axis=1) >= KEPT
    whole = np.rint(weights / step).astype(int).tolist()
    return {name: row for name, row, keep in zip(names, whole, heavy, strict=True) if keep}


def _vocabulary(lists: Iterable[list[str]]) -> dict[str, int]:
    counted = Counter(name for names in lists for name in names)
    return {name: i for i, name in enumerate(sorted(n for n, count in counted.items() if count >= SEEN and "\n" not in n))}


def _matrix(lists: Iterable[list[str]], index: dict[str, int]) -> Any:
    columns: list[int] = []
    ends = [0]
    for names in lists:
        columns += [index[name] for name in names if name in index]
        ends.append(len(columns))
    ones = np.ones(len(columns), np.float32)
    return sparse.csr_matrix((ones, np.array(columns, np.int32), np.array(ends)), shape=(len(ends) - 1, len(index)))


class _Problem:
    """The data as arrays: sentences x names, abstracts padded to one length."""

    def __init__(self, abstracts: list[Prepared]) -> None:
        words = [s.words for a in abstracts for s in a.sentences]
        places = [names for a in abstracts for names in a.places]
        self.words, self.places = _vocabulary(words), _vocabulary(places)
        self.x, self.p = _matrix(words, self.words), _matrix(places, self.places)
        self.xt, self.pt = self.x.T.tocsr(), self.p.T.tocsr()
        self.lengths = np.array([len(a.states) for a in abstracts])
        states = np.concatenate([np.array(a.states) for a in abstracts])
        self.place = np.full((len(abstracts), self.lengths.max()), -1)
        ends = np.cumsum(self.lengths)
        for i, (length, end) in enumerate(zip(self.lengths, ends, strict=True)):
            self.place[i, :length] = np.arange(end - length, end)
        self.mask = self.place >= 0
        self.opens, self.closes = ends - self.lengths, ends - 1
        self.gold = np.eye(K, dtype=np.float32)[states]
        self.moves = np.zeros((K, K))
        for a in abstracts:
            np.add.at(self.moves, (a.states[:-1], a.states[1:]), 1)
        self.allowed = self.moves > 0
        self.cuts = np.cumsum([len(self.words) * PARTS * K, len(self.places) * K, K * K, K, K])
        own = np.tile(np.repeat(np.array([OWN, NEAR, NEAR]), K), len(self.words))
        rest = self.cuts[-1] - self.cuts[1]
        self.penalty = np.concatenate([own, np.full(len(self.places) * K, PLACE), np.full(rest, CHAIN)])

    def split(self, w: Any) -> list[Any]:
        """Words (x PARTS*K), places (x K), moves, first and last from one flat vector."""
        words, places, moves, first, last = np.split(w, self.cuts[:-1])
        return [words.reshape(-1, PARTS * K), places.reshape(-1, K), moves.reshape(K, K), first, last]

    def _after(self, rows: Any) -> Any:
        """Each sentence gets the row of the one before it, the first of an abstract nothing."""
        moved = np.roll(rows, 1, axis=0)
        moved[self.opens] = 0
        return moved

    def _before(self, rows: Any) -> Any:
        """Each sentence gets the row of the one after it, the last of an abstract nothing."""
        moved = np.roll(rows, -1, axis=0)
        moved[self.closes] = 0
        return moved

    def _emissions(self, words: Any, places: Any) -> Any:
        own, on, back = np.split(self.x @ words.astype(np.float32), PARTS, axis=1)
        return own + self._after(on) + self._before(back) + self.p @ places.astype(np.float32)

    def loss(self, w: Any) -> tuple[float, Any]:
        """Negative log likelihood with its penalty, and the gradient."""
        words, places, moves, first, last = self.split(w)
        scores = self._emissions(words, places)
        total, share, seen_moves, ends = self._expected(scores, np.where(self.allowed, moves, -30.0), first, last)
        gold_first, gold_last = self.gold[self.opens].sum(0), self.gold[self.closes].sum(0)
        reached = (scores * self.gold).sum() + (moves * self.moves).sum() + first @ gold_first + last @ gold_last
        off = share[self.mask].astype(np.float32) - self.gold
        each = np.concatenate([off, self._before(off), self._after(off)], axis=1)
        gradient = np.concatenate(
            [
                (self.xt @ each).ravel(),
                (self.pt @ off).ravel(),
                np.where(self.allowed, seen_moves - self.moves, 0).ravel(),
                share[:, 0].sum(0) - gold_first,
                share[ends].sum(0) - gold_last,
            ]
        )
        weighed = self.penalty * w
        return float(total - reached + w @ weighed / 2), gradient + weighed

    def _expected(self, scores: Any, moves: Any, first: Any, last: Any) -> tuple[float, Any, Any, Any]:
        """Sum of log totals, share of every state in every sentence, expected moves, and where the last sentences are."""
        n, longest = self.place.shape
        ends = (np.arange(n), self.lengths - 1)
        padded = scores[np.where(self.mask, self.place, 0)].astype(float)
        top = padded.max(axis=2, keepdims=True)
        emitted, factor = np.exp(padded - top), np.exp(moves)
        forward, backward, scale = np.zeros_like(padded), np.zeros_like(padded), np.ones((n, longest))
        row = emitted[:, 0] * np.exp(first)
        scale[:, 0] = row.sum(1)
        forward[:, 0] = row / scale[:, :1]
        for t in range(1, longest):
            on = self.mask[:, t]
            row = (forward[on, t - 1] @ factor) * emitted[on, t]
            scale[on, t] = row.sum(1)
            forward[on, t] = row / scale[on, t][:, None]
        closing = forward[ends] @ np.exp(last)
        backward[ends] = np.exp(last) / closing[:, None]
        expected = np.zeros((K, K))
        for t in range(longest - 2, -1, -1):
            on = self.mask[:, t + 1]
            ahead = emitted[on, t + 1] * backward[on, t + 1] / scale[on, t + 1][:, None]
            backward[on, t] = ahead @ factor.T
            expected += forward[on, t].T @ ahead
        total = np.log(scale).sum() + np.log(closing).sum() + (top[:, :, 0] * self.mask).sum()
        return float(total), forward * backward, expected * factor, ends
