"""The learned part of findings: sparse linear models and boosted trees, read from `finding_weights.bin`, in plain Python.

Five questions are answered: who is compared with whom (`comparison`), which sentence answers (`rank`), does a sentence
compare groups (`sentence`), is a phrase an outcome (`candidate`), and in which direction (`direction`: decreased, no
difference, increased). Linear parts are
sums over strings, trees walk over the numbers that rules computed. `benchmarks/train_findings.py` writes the file.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("finding_weights.bin")
CLASSES = ("decreased", "no-difference", "increased")

# A tree is a leaf's value, or (feature, threshold, tree for at most the threshold, tree for more).
Tree = Any


# Weights are whole numbers of a step. The classes of a string's row lie in one number, so many bits each, and the sums of
# all classes are one sum: exact, and the same in whatever order the strings come. A thousand of the heaviest fit.
_BITS = 21
_HALF = 1 << (_BITS - 1)


@dataclass(frozen=True, slots=True)
class Linear:
    """Packed weights of strings, the step that they count, and the intercepts (one a class; one for two classes)."""

    weights: dict[str, int]
    step: float
    bias: tuple[float, ...]

    def scores(self, names: Iterable[str]) -> list[float]:
        """Sums of the weights of distinct names, one a class."""
        packed = sum(map(self.weights.get, set(names), repeat(0)))
        if len(self.bias) == 1:
            return [self.bias[0] + self.step * packed]
        found = []
        for bias in self.bias:
            total = ((packed + _HALF) & ((1 << _BITS) - 1)) - _HALF
            packed = (packed - total) >> _BITS
            found.append(bias + self.step * total)
        return found


def _packed(row: Iterable[int]) -> int:
    """The weights of one string, a class after the other."""
    return sum(weight << (_BITS * place) for place, weight in enumerate(row))


@dataclass(frozen=True, slots=True)
class Boosted:
    """Boosted trees, a list of trees a class, and their starting points."""

    trees: tuple[tuple[Tree, ...], ...]
    start: tuple[float, ...]

    def scores(self, values: Sequence[float]) -> list[float]:
        """Raw scores, one a class."""
        found = []
        for total, trees in zip(self.start, self.trees, strict=True):
            for node in trees:
                while type(node) is tuple:
                    feature, threshold, at_most, above = node
                    node = at_most if values[feature] <= threshold else above
                total += node
            found.append(total)
        return found


@dataclass(frozen=True, slots=True)
class Model:
    """All parts."""

    linear: dict[str, Linear]
    boosted: dict[str, Boosted]
    calibration: tuple[tuple[float, float], ...]

    def rank(self, values: Sequence[float], names: Iterable[str]) -> float:
        """How likely a sentence answers the question."""
        by_trees = _logistic(self.boosted["rank"].scores(values)[0])
        return (by_trees + _logistic(self.linear["rank"].scores(names)[0])) / 2

    def comparison(self, names: Iterable[str]) -> float:
        """How likely two phrases are the two sides of the document's comparison."""
        return _logistic(self.linear["comparison"].scores(names)[0])

    def sentence(self, names: Iterable[str]) -> float:
        """How likely a sentence reports a comparison of groups."""
        return _logistic(self.linear["sentence"].scores(names)[0])

    def candidate(self, names: Iterable[str]) -> float:
        """How likely a phrase is an outcome that its sentence reports on."""
        return _logistic(self.linear["candidate"].scores(names)[0])

    def direction(self, values: Sequence[float], names: Iterable[str]) -> list[float]:
        """Probabilities of decreased, no-difference, increased."""
        first = self.linear["direction"].scores(names)
        second = self.boosted["direction"].scores(values)
        # The mean of the scores, not of the probabilities: what one model is sure of, the other seldom overrules.
        return _softmax([(a + b) / 2 for a, b in zip(first, second, strict=True)])

    def calibrated(self, probability: float) -> float:
        """The share of answers with this probability that were right, in cross-validation."""
        for limit, share in self.calibration:
            if probability <= limit:
                return share
        return self.calibration[-1][1] if self.calibration else probability


def _logistic(score: float) -> float:
    if score < -40:
        return 0.0
    return 1 / (1 + math.exp(-score))


def _softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


@cache
def model() -> Model:
    """The model that ships; read once."""
    return loaded(_FILE.read_bytes())


def loaded(content: bytes) -> Model:
    """The model that a file's content holds."""
    data = json.loads(zlib.decompress(content))
    linear = {}
    for name, part in data["linear"].items():
        rows = map(_packed, zip(*part["columns"], strict=True))
        linear[name] = Linear(dict(zip(part["names"].split("\n"), rows, strict=True)), part["step"], tuple(part["bias"]))
    boosted = {name: Boosted(tuple(tuple(map(_tree, trees)) for trees in part["trees"]), tuple(part["start"]))
               for name, part in data["boosted"].items()}  # fmt: skip
    return Model(linear, boosted, tuple((a, b) for a, b in data["calibration"]))


def _tree(node: Any) -> Tree:
    """A tree as it is walked fastest: tuples and leaves."""
    if isinstance(node, list):
        feature, threshold, at_most, above = node
        return feature, threshold, _tree(at_most), _tree(above)
    return node


def dumped(linear: dict[str, Any], boosted: dict[str, Any], calibration: list[list[float]]) -> bytes:
    """The file's content. Linear parts: names (one text, newline between), columns of whole numbers, step, bias."""
    data = {"linear": linear, "boosted": boosted, "calibration": calibration}
    return zlib.compress(json.dumps(data, separators=(",", ":"), sort_keys=True).encode(), 9)
