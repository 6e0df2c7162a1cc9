"""The learned part of section labelling, read from `section_weights.bin`, in plain Python: a chain, then a second look.

The **chain** is linear: names of features weigh for ten states. States tell two habits of introducing a study apart (all
of it BACKGROUND, all of it OBJECTIVE, or one after the other) and the sentence that opens a part from those after it. A
word weighs for its own sentence, for the next and for the one before. All its weights are packed into one whole number,
so that scoring a sentence is one sum. The **second look** (`section_review.py`) is boosted trees over what the chain
found, for the sentences it is not sure of. `benchmarks/train_sections.py` writes the file.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.extract.section_features import Read

STATES = (
    "BACKGROUND/only", "BACKGROUND/first", "OBJECTIVE/second", "OBJECTIVE/only", "METHODS/opening", "METHODS",
    "RESULTS/opening", "RESULTS", "CONCLUSIONS/opening", "CONCLUSIONS",
)  # fmt: skip
LABELS = tuple(dict.fromkeys(state.partition("/")[0] for state in STATES))
LABEL_OF = tuple(LABELS.index(state.partition("/")[0]) for state in STATES)
# A row of weights: for the sentence itself, then for the next one, then for the one before.
PARTS = 3
_K = len(STATES)
_BYTES = 3
_OFFSET = 128
_PART = 8 * _BYTES * _K
_MASK = (1 << _PART) - 1
_FILE = Path(__file__).with_name("section_weights.bin")

# A tree is a leaf's value, or [feature, threshold, tree for at most the threshold, tree for more].
Tree = Any


@dataclass(frozen=True, slots=True)
class Model:
    """Packed weights of words and of places; exponentials of the scores of first states, last states and moves; trees.

    `moves` holds for every state (from, factor) of the states that may come before it, `onward` (to, factor) of those
    that may come after. `trees` holds a tuple of trees for introduction, methods, results and conclusions; `start` where
    their sums begin.
    """

    words: dict[str, int]
    places: dict[str, int]
    step: float
    first: tuple[float, ...]
    last: tuple[float, ...]
    moves: tuple[tuple[tuple[int, float], ...], ...]
    onward: tuple[tuple[tuple[int, float], ...], ...]
    trees: tuple[tuple[Tree, ...], ...]
    start: tuple[float, ...]


def packed(rows: Iterable[Sequence[int]]) -> bytes:
    """Rows of whole numbers from -128 to 127, as they lie in the file."""
    return b"".join((value + _OFFSET).to_bytes(_BYTES, "little") for row in rows for value in row)


def dumped(words: dict[str, Sequence[int]], places: dict[str, Sequence[int]], head: dict[str, object]) -> bytes:
    """The file's content: JSON (step, first, last, moves, trees, start), names and rows of words, of places; compressed.

    A word has PARTS x len(STATES) numbers, a place len(STATES); `moves` has None where no move was ever seen.
    """
    parts = [json.dumps(head, separators=(",", ":"), sort_keys=True).encode()]
    for table in (words, places):
        parts += ["\n".join(table).encode(), packed(table.values())]
    sizes = json.dumps([len(part) for part in parts]).encode()
    return zlib.compress(sizes + b"\n" + b"".join(parts), 9)


@cache
def model() -> Model:
    """The model that ships; read once."""
    return loaded(_FILE.read_bytes())


def loaded(content: bytes) -> Model:
    """A model from the content of a file."""
    sizes, _, rest = zlib.decompress(content).partition(b"\n")
    parts = []
    at = 0
    for size in json.loads(sizes):
        parts.append(rest[at : at + size])
        at += size
    head = json.loads(parts[0])
    allowed = [
        (i, j, math.exp(x)) for i, row in enumerate(head["moves"]) for j, x in enumerate(row) if x is not None
    ]  # fmt: skip
    return Model(
        words=_table(parts[1], parts[2], PARTS * _K),
        places=_table(parts[3], parts[4], _K),
        step=head["step"],
        first=tuple(math.exp(x) for x in head["first"]),
        last=tuple(math.exp(x) for x in head["last"]),
        moves=tuple(tuple((i, x) for i, j, x in allowed if j == state) for state in range(_K)),
        onward=tuple(tuple((j, x) for i, j, x in allowed if i == state) for state in range(_K)),
        trees=tuple(tuple(trees) for trees in head["trees"]),
        start=tuple(head["start"]),
    )


def _table(names: bytes, rows: bytes, fields: int) -> dict[str, int]:
    width = _BYTES * fields
    values = [int.from_bytes(rows[i : i + width], "little") for i in range(0, len(rows), width)]
    return dict(zip(names.decode().split("\n"), values, strict=True)) if values else {}


def posteriors(sentences: list[Read], places: list[list[str]], using: Model) -> list[list[float]]:
    """For each sentence the probability of each of STATES (forward-backward over the whole abstract)."""
    emitted = _emissions(sentences, places, using)
    forward: list[list[float]] = []
    for emission in emitted:
        if forward:
            last = forward[-1]
            row = [e * sum([last[i] * x for i, x in into]) for e, into in zip(emission, using.moves, strict=True)]
        else:
            row = [f * e for f, e in zip(using.first, emission, strict=True)]
        forward.append(_scaled(row))
    found: list[list[float]] = []
    back = list(using.last)
    for i in range(len(emitted) - 1, -1, -1):
        found.append(_scaled([f * b for f, b in zip(forward[i], back, strict=True)]))
        ahead = [e * b for e, b in zip(emitted[i], back, strict=True)]
        back = _scaled([sum([ahead[j] * x for j, x in onward]) for onward in using.onward])
    return found[::-1]


def _scaled(row: list[float]) -> list[float]:
    total = sum(row)
    return [value / total for value in row] if total > 0 else [1 / len(row)] * len(row)


def _emissions(sentences: list[Read], places: list[list[str]], using: Model) -> list[list[float]]:
    """How well each state fits each sentence, the best one 1."""
    word, place = using.words.get, using.places.get
    sums: list[tuple[int, int]] = [(0, 0)]
    for sentence in sentences:
        rows = [row for row in map(word, sentence.words) if row is not None]
        sums.append((sum(rows), len(rows)))
    sums.append((0, 0))
    found = []
    for i, names in enumerate(places):
        own = [row for row in map(place, names) if row is not None]
        (before, b), (here, h), (after, a) = sums[i : i + 3]
        total = sum(own) + (here & _MASK) + ((before >> _PART) & _MASK) + (after >> 2 * _PART)
        fields = total.to_bytes(_BYTES * (_K + 1), "little")
        offset = _OFFSET * (len(own) + h + b + a)
        scores = [int.from_bytes(fields[at : at + _BYTES], "little") - offset for at in range(0, _BYTES * _K, _BYTES)]
        top = max(scores)
        found.append([math.exp(using.step * (score - top)) for score in scores])
    return found
