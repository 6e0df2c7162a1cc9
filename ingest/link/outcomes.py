"""Outcomes of one trial: which wordings of registry, protocol and reports name the same outcome."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ingest.link.nodes import digest, plain_title

# Words that say when, how often or how an outcome was summarised, not what was measured.
_FRAME = re.compile(
    r"\b(the|a|an|of|in|at|from|to|for|number|rates?|levels?|scores?|mean|median|change|total|overall|incidence|proportion"
    r"|percentage|\d+|baseline|follow|up|weeks?|months?|years?|days?)\b"
)


@dataclass(slots=True)
class Group:
    """Wordings that name one outcome; `name` is the one that is shown."""

    id: str
    name: str
    wordings: set[str] = field(default_factory=set)


def plain_outcome(name: str) -> str:
    """The words of an outcome that tell what was measured, in one order."""
    words = _FRAME.sub(" ", plain_title(name)).split() or plain_title(name).split()
    return " ".join(sorted({word[:-1] if len(word) > 4 and word.endswith("s") else word for word in words}))


def group_outcomes(
    trial: str, named: Iterable[tuple[int, str]], same: Callable[[str, str], bool] | None = None
) -> dict[str, Group]:
    """Wording -> its group. `named`: (rank, wording), the lowest rank gives the shown name (specified before reported).

    Wordings with the same content words are one outcome; so are two that `same` accepts, each joined with the first
    group in order, so that the result depends on the wordings only.
    """
    ordered = sorted(set(named), key=lambda item: (item[0], len(item[1]), item[1]))
    by_plain: dict[str, Group] = {}
    found: dict[str, Group] = {}
    heads: list[Group] = []
    for _, wording in ordered:
        if wording in found:
            continue
        plain = plain_outcome(wording)
        group = by_plain.get(plain)
        if group is None and same is not None:
            group = next((head for head in heads if same(head.name, wording)), None)
        if group is None:
            group = Group(f"{trial}/{digest(plain)[:10]}", wording)
            heads.append(group)
        by_plain.setdefault(plain, group)
        group.wordings.add(wording)
        found[wording] = group
    return found
