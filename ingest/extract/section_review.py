"""A second look at the sentences of an abstract: what the chain found around each, weighed by boosted trees, then one order.

The chain sees one sentence and its neighbours' words. Here the whole abstract speaks: how sure the chain was two sentences
away, whether results have begun or conclusions still come, whether a sentence says again what was said before. Parts of
an abstract are contiguous and come in one order, and any may be absent.
"""

from __future__ import annotations

import math

from ingest.extract.section_features import Read
from ingest.extract.section_model import LABEL_OF, LABELS, Model

# Sentences of which the chain is at least so sure are not looked at again.
SURE = 0.99
_N = len(LABELS)
_NOTHING = [0.0] * _N
_LONG = 5
# Stands for the counts of a sentence that is not there.
_ABSENT = [-1.0] * 12


def by_label(row: list[float]) -> list[float]:
    """Probabilities of LABELS from those of the chain's states."""
    found = [0.0] * _N
    for label, p in zip(LABEL_OF, row, strict=True):
        found[label] += p
    return found


def unsure(labels: list[float]) -> bool:
    """Whether a sentence is looked at again; background or objective is not asked here."""
    return max(labels[0] + labels[1], *labels[2:]) < SURE


class Review:
    """The numbers that trees see, of one abstract. `states`: the chain's posteriors; `labels`: the same by label."""

    def __init__(self, sentences: list[Read], states: list[list[float]]) -> None:
        self.sentences = sentences
        self.states = states
        self.labels = [by_label(row) for row in states]
        self._total = [sum(column) for column in zip(*self.labels, strict=True)]
        self._lengths = [len(s.text) for s in sentences]
        self._bags = [{t for t in s.tokens if len(t) >= _LONG} for s in sentences]
        self._last_number = max((i for i, s in enumerate(sentences) if s.numbers), default=-1)

    def values(self, i: int) -> list[float]:
        """The numbers of sentence i, in a fixed order."""
        labels, n = self.labels, len(self.labels)
        found = list(self.states[i])
        for j in (i - 2, i - 1, i + 1, i + 2):
            found += labels[j] if 0 <= j < n else _NOTHING
        before, after = labels[:i], labels[i + 1 :]
        sums = [sum(column) for column in zip(*before, strict=True)] if before else _NOTHING
        found += sums
        found += [total - b - own for total, b, own in zip(self._total, sums, labels[i], strict=True)]
        found += [max(column) for column in zip(*before, strict=True)] if before else _NOTHING
        found += [max(column) for column in zip(*after, strict=True)] if after else _NOTHING
        found += self._total
        found += self._standing(i)
        for j in (i - 1, i, i + 1):
            found += _counts(self.sentences[j]) if 0 <= j < n else _ABSENT
        return found

    def _standing(self, i: int) -> list[float]:
        """Place, and how many of its longer words were said before: at all, at the beginning, just now."""
        n, bag = len(self.labels), self._bags[i]
        size = len(bag) or 1
        said: set[str] = set().union(*self._bags[:i])
        opening = self._bags[0] | self._bags[1] if n > 1 and i > 1 else set()
        middle = sum(self._lengths[:i]) + self._lengths[i] / 2
        return [
            i, n - 1 - i, n, middle / (sum(self._lengths) or 1), len(bag & said) / size, len(bag & opening) / size,
            len(bag & self._bags[i - 1]) / size if i else 0.0, i - self._last_number,
        ]  # fmt: skip


def _counts(s: Read) -> list[float]:
    return [
        len(s.text), s.numbers, s.decimals, s.tokens.count("p"), s.tokens.count("%"), s.present, s.past, s.verb, *s.cues
    ]  # fmt: skip


def reviewed(review: Review, using: Model) -> list[list[float]]:
    """Probabilities of LABELS for every sentence, after the second look."""
    found = []
    for i, labels in enumerate(review.labels):
        if using.trees and unsure(labels):
            values = review.values(i)
            parts = _softmax([_sum(values, trees, at) for trees, at in zip(using.trees, using.start, strict=True)])
            intro = labels[0] + labels[1] or 1.0
            labels = [parts[0] * labels[0] / intro, parts[0] * labels[1] / intro, *parts[1:]]
        found.append(labels)
    return found


def _sum(values: list[float], trees: tuple[object, ...], total: float) -> float:
    for node in trees:
        while type(node) is list:
            node = node[2] if values[node[0]] <= node[1] else node[3]
        total += node  # type: ignore[operator]
    return total


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


def in_order(probabilities: list[list[float]]) -> list[int]:
    """The labels, never going back in the order of LABELS, of which most sentences are expected to be right."""
    best = list(probabilities[0])
    came: list[list[int]] = []
    for row in probabilities[1:]:
        source = []
        top = 0
        for label in range(_N):
            top = label if best[label] > best[top] else top
            source.append(top)
        best = [best[at] + p for at, p in zip(source, row, strict=True)]
        came.append(source)
    label = max(range(_N), key=best.__getitem__)
    found = [label]
    for source in reversed(came):
        label = source[label]
        found.append(label)
    return found[::-1]
