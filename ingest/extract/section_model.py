"""The learned part of section labelling: a linear-chain model, read from `section_weights.bin`, in plain Python.

States tell two habits of introducing a study apart: all of it BACKGROUND, all of it OBJECTIVE, or one after the other.
Each feature's weights for the seven states are packed into one whole number, sixteen bits a state, so that scoring a
sentence is one sum. `benchmarks/train_sections.py` writes the file.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATES = (
    "BACKGROUND/only", "BACKGROUND/first", "OBJECTIVE/second", "OBJECTIVE/only", "METHODS", "RESULTS", "CONCLUSIONS"
)  # fmt: skip
LABELS = tuple(dict.fromkeys(state.partition("/")[0] for state in STATES))
_LABEL_OF = tuple(LABELS.index(state.partition("/")[0]) for state in STATES)
_BITS = 16
_OFFSET = 128
# So many packed rows can be added before a field of sixteen bits may overflow.
_CHUNK = 256
_MASK = (1 << _BITS) - 1
_FILE = Path(__file__).with_name("section_weights.bin")


@dataclass(frozen=True, slots=True)
class Model:
    """Packed weights of features, and exponentials of the scores of first states, last states and transitions."""

    weights: dict[str, int]
    step: float
    first: tuple[float, ...]
    last: tuple[float, ...]
    moves: tuple[tuple[float, ...], ...]


def packed(rows: Iterable[Sequence[int]]) -> bytes:
    """Rows of seven whole numbers from -128 to 127, as they lie in the file."""
    return b"".join((value + _OFFSET).to_bytes(2, "little") for row in rows for value in row)


def dumped(names: Sequence[str], rows: Iterable[Sequence[int]], chain: dict[str, object]) -> bytes:
    """The file's content: one line of JSON (step, first, last, moves), the names, the rows; compressed."""
    head = json.dumps(chain).encode()
    body = "\n".join(names).encode()
    return zlib.compress(head + b"\0" + body + b"\0" + packed(rows), 9)


@cache
def model() -> Model:
    """The model that ships; read once."""
    return loaded(_FILE.read_bytes())


def loaded(content: bytes) -> Model:
    """A model from the content of a file."""
    head, names, rows = zlib.decompress(content).split(b"\0", 2)
    width = 2 * len(STATES)
    values = [int.from_bytes(rows[i : i + width], "little") for i in range(0, len(rows), width)]
    chain = json.loads(head)
    return Model(
        weights=dict(zip(names.decode().split("\n"), values, strict=True)),
        step=chain["step"],
        first=tuple(math.exp(x) for x in chain["first"]),
        last=tuple(math.exp(x) for x in chain["last"]),
        moves=tuple(tuple(math.exp(x) for x in row) for row in chain["moves"]),
    )


def posteriors(features: list[list[str]], using: Model) -> list[list[float]]:
    """For each sentence the probability of each of LABELS (forward-backward over the whole abstract)."""
    emitted = [_emission(names, using) for names in features]
    forward: list[list[float]] = []
    for i, emission in enumerate(emitted):
        if i == 0:
            row = [f * e for f, e in zip(using.first, emission, strict=True)]
        else:
            last = forward[-1]
            columns = zip(*using.moves, strict=True)
            row = [e * sum(map(float.__mul__, last, column)) for e, column in zip(emission, columns, strict=True)]
        forward.append(_scaled(row))
    found: list[list[float]] = []
    back = list(using.last)
    for i in range(len(emitted) - 1, -1, -1):
        states = [f * b for f, b in zip(forward[i], back, strict=True)]
        total = sum(states) or 1.0
        row = [0.0] * len(LABELS)
        for state, label in enumerate(_LABEL_OF):
            row[label] += states[state] / total
        found.append(row)
        ahead = [e * b for e, b in zip(emitted[i], back, strict=True)]
        back = _scaled([sum(map(float.__mul__, row, ahead)) for row in using.moves])
    return found[::-1]


def _scaled(row: list[float]) -> list[float]:
    total = sum(row) or 1.0
    return [value / total for value in row]


def _emission(names: list[str], using: Model) -> list[float]:
    """How well each state fits a sentence, the best one 1."""
    rows = [row for row in map(using.weights.get, names) if row is not None]
    scores = [0] * len(STATES)
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        packed_sum = sum(chunk)
        offset = _OFFSET * len(chunk)
        for state in range(len(STATES)):
            scores[state] += ((packed_sum >> (_BITS * state)) & _MASK) - offset
    top = max(scores)
    return [math.exp(using.step * (score - top)) for score in scores]
