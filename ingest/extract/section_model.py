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
import struct
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
# Added to every number of a row, so that none is below zero; the same for all states, it weighs for none.
_OFFSET = 128
_FIELDS = struct.Struct(f"<{_K}I")
_PART = 8 * _FIELDS.size
_MASK = (1 << _PART) - 1
_FILE = Path(__file__).with_name("section_weights.bin")

# A tree is a leaf's value, or [feature, threshold, tree for at most the threshold, tree for more].
Tree = Any


@dataclass(frozen=True, slots=True)
class Model:
    """Packed weights of words and of places; exponentials of the scores of first states, last states and moves; trees.

    `moves` holds (from, to, factor) of every move that was ever seen. `trees` holds a tuple of trees for introduction,
    methods, results and conclusions; `start` where their sums begin.
    """

    words: dict[str, int]
    places: dict[str, int]
    step: float
    first: tuple[float, ...]
    last: tuple[float, ...]
    moves: tuple[tuple[int, int, float], ...]
    trees: tuple[tuple[Tree, ...], ...]
    start: tuple[float, ...]


def packed(rows: Iterable[Sequence[int]]) -> bytes:
    """Rows of whole numbers from -128 to 127, as they lie in the file."""
    return b"".join(
        _FIELDS.pack(*[value + _OFFSET for value in row[at : at + _K]]) for row in rows for at in range(0, len(row), _K)
    )


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
    return Model(
        words=_table(parts[1], parts[2], PARTS),
        places=_table(parts[3], parts[4], 1),
        step=head["step"],
        first=tuple(math.exp(x) for x in head["first"]),
        last=tuple(math.exp(x) for x in head["last"]),
        moves=tuple((i, j, math.exp(x)) for i, row in enumerate(head["moves"]) for j, x in enumerate(row) if x is not None),
        trees=tuple(tuple(trees) for trees in head["trees"]),
        start=tuple(head["start"]),
    )


def _table(names: bytes, rows: bytes, parts: int) -> dict[str, int]:
    width = _FIELDS.size * parts
    values = [int.from_bytes(rows[i : i + width], "little") for i in range(0, len(rows), width)]
    return dict(zip(names.decode().split("\n"), values, strict=True)) if values else {}


def posteriors(sentences: list[Read], places: list[list[str]], using: Model) -> list[list[float]]:
    """For each sentence the probability of each of STATES (forward-backward over the whole abstract)."""
    emitted = _emissions(sentences, places, using)
    moves = using.moves
    forward: list[list[float]] = []
    row = list(using.first)
    for emission in emitted:
        row = _scaled([r * e for r, e in zip(row, emission, strict=True)])
        forward.append(row)
        before, row = row, [0.0] * _K
        for i, j, factor in moves:
            row[j] += before[i] * factor
    found: list[list[float]] = []
    back = list(using.last)
    for emission, reached in zip(reversed(emitted), reversed(forward), strict=True):
        found.append(_scaled([f * b for f, b in zip(reached, back, strict=True)]))
        ahead = _scaled([e * b for e, b in zip(emission, back, strict=True)])
        back = [0.0] * _K
        for i, j, factor in moves:
            back[i] += ahead[j] * factor
    return found[::-1]


def _scaled(row: list[float]) -> list[float]:
    total = sum(row)
    return [value / total for value in row] if total > 0 else [1 / len(row)] * len(row)


def _emissions(sentences: list[Read], places: list[list[str]], using: Model) -> list[list[float]]:
    """How well each state fits each sentence, the best one 1."""
    word, place = using.words.get, using.places.get
    sums = [0, *(sum([row for row in map(word, s.words) if row is not None]) for s in sentences), 0]
    found = []
    for i, names in enumerate(places):
        before, here, after = sums[i : i + 3]
        total = (here & _MASK) + ((before >> _PART) & _MASK) + (after >> 2 * _PART)
        total += sum([row for row in map(place, names) if row is not None])
        scores = _FIELDS.unpack(total.to_bytes(_FIELDS.size, "little"))
        top = max(scores)
        found.append([math.exp(using.step * (score - top)) for score in scores])
    return found
