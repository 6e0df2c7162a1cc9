"""What the section model looks at: words of a sentence, place in the abstract, cues, and the abstract's way of writing.

Used at run time and by `benchmarks/train_sections.py`: a change here needs new weights. Words are looked up once and
weigh on their own sentence and on its neighbours (`section_model.py`), so that nothing is said here of neighbours' words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ingest.extract.section_cues import CUES, PAST, PRESENT, VERBS

_TOKEN = re.compile(r"[a-z]+(?:[-'][a-z]+)*|\d[\d.,·]*|[%±=<>≤≥]")
_STEM = 5
# More cues of one part than so many say no more.
_MOST = 4
_AIM_STARTS = (
    "To ", "In order to ", "The aim", "The purpose", "The objective", "The goal", "We aimed", "We sought", "Our aim",
    "Our objective", "Our purpose", "Objective", "Aim",
)  # fmt: skip
# Habits of writing that differ from journal to journal, as do their headings: only whether the abstract has them.
_HABITS = (
    "P = ", "P=", "P < ", "P<", "p = ", "p=", "p < ", "p<", "n = ", "n=", "N = ", "= .", "< .", "=.", "<.", "·", "–", "−",
    " ± ", "±", " %", " vs ", " vs. ", "versus", "95% CI", "95% confidence", "[", ";", ": ", "’", "“", '"', "(i)", "(1)",
    "randomis", "randomiz", "ise ", "ize ", "our ", " mL", " ml", "μg", "\u00a0", "\u2009", " We ", " we ", " our ", "/",
    "NCT", "ealthy", "olunteers", "questionnaire", "nterview", "cancer", "survival", "cohort", "etrospective", "placebo",
    "pilot", "feasib", "review", "hildren", "ommunity", "diabet", "mice", "cells",
)  # fmt: skip


_HABIT_NAMES = tuple((habit, "@h+" + habit, "@h-" + habit) for habit in _HABITS)
# How many cues of conclusions, results, methods and background.
Cues = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Read:
    """One sentence as the model sees it: its words, how often each kind of cue stands in it, and plain counts."""

    text: str
    tokens: list[str]
    words: list[str]
    cues: Cues
    aim: bool
    verb: bool
    present: bool
    past: bool
    decimals: int

    @property
    def numbers(self) -> int:
        """How many numbers stand in the sentence."""
        return self.tokens.count("0")


def read(sentence: str) -> Read:
    """The sentence's words (lower case, every number "0") with pairs, openings and stems, and its cues."""
    raw = _TOKEN.findall(sentence.lower())
    tokens = ["0" if t[0].isdigit() else t for t in raw]
    pairs = [a + "_" + b for a, b in pairwise(tokens)]
    stems = ["~" + t[:_STEM] for t in tokens if len(t) >= _STEM]
    starts = ["^" + t for t in tokens[:3]]
    starts += ["^^" + "_".join(tokens[:2]), "^^" + "_".join(tokens[:3])]
    hinted = "".join([CUES[name] for name in tokens + pairs if name in CUES])
    held = set(tokens)
    return Read(
        text=sentence,
        tokens=tokens,
        words=list(dict.fromkeys([*tokens, *pairs, *stems, *[a + b for a, b in pairwise(stems)], *starts])),
        cues=(
            min(hinted.count("C"), _MOST),
            min(hinted.count("R"), _MOST),
            min(hinted.count("M"), _MOST),
            min(hinted.count("B"), _MOST),
        ),
        aim="A" in hinted,
        verb=not held.isdisjoint(VERBS) or any(t.endswith("ed") for t in tokens),
        present=not held.isdisjoint(PRESENT),
        past=not held.isdisjoint(PAST),
        decimals=sum("." in t[:-1] or "·" in t for t in raw if t[0].isdigit()),
    )


def places(sentences: list[Read]) -> list[list[str]]:
    """For every sentence the names of what is true of it there: place, cues, landmarks; the first also has the habits."""
    whole = _Whole(sentences)
    n = len(sentences)
    found = []
    before = 0
    for i, sentence in enumerate(sentences):
        length = len(sentence.tokens)
        place = 10 * (2 * before + length) // (2 * whole.length)
        before += length
        names = _place(i, n, place, length, sentence.numbers)
        names += _cue_names(i, place, sentences)
        names += whole.relative(i)
        names += _sentence_names(sentence, i, place, n, whole)
        found.append(names)
    found[0] += _habits(sentences)
    return found


def _place(i: int, n: int, place: int, length: int, figures: int) -> list[str]:
    tenth = 10 * i // n
    return [
        f"@dec{tenth}", f"@w{place}", f"@from{min(i, 5)}", f"@to{min(n - 1 - i, 5)}", f"@d{tenth}_n{min(n // 4, 5)}",
        f"@num{min(figures, 6)}", f"@num{min(figures, 3)}_w{place}", f"@len{min(length // 6, 8)}",
    ]  # fmt: skip


def _cue_names(i: int, place: int, sentences: list[Read]) -> list[str]:
    names = list(_own_cues(sentences[i].cues, place))
    if i > 0:
        names += _near_cues("P", sentences[i - 1].cues)
    if i < len(sentences) - 1:
        names += _near_cues("N", sentences[i + 1].cues)
    return names


@cache
def _own_cues(cues: Cues, place: int) -> tuple[str, ...]:
    names = ["@qq" + "".join("1" if c else "0" for c in cues)]
    for letter, count in zip("CRMB", cues, strict=True):
        names += [f"@q{letter}{count}", f"@q{letter}{min(count, 2)}_w{place}"]
    return tuple(names)


@cache
def _near_cues(side: str, cues: Cues) -> tuple[str, ...]:
    return tuple(f"@{side}{letter}{count}" for letter, count in zip("CRMB", cues, strict=True))


class _Whole:
    """Landmarks of the abstract: its first aim, first and last result, first method."""

    def __init__(self, sentences: list[Read]) -> None:
        n = len(sentences)
        results = [i for i, s in enumerate(sentences) if s.cues[1] >= 2]
        self.length = sum(len(s.tokens) for s in sentences) or 1
        self.first_result = results[0] if results else n
        self.last_result = results[-1] if results else -1
        self.first_method = next((i for i, s in enumerate(sentences) if s.cues[2]), n)
        self.fragments = sum(not s.verb for s in sentences)
        self.first_aim = next(
            (
                i
                for i, s in enumerate(sentences)
                if s.text.startswith(_AIM_STARTS) or (i < n // 2 and s.aim and not s.cues[2])
            ),
            -1,
        )  # fmt: skip

    def relative(self, i: int) -> list[str]:
        """Where a sentence stands against the landmarks."""
        names = [
            f"@fr{_near(i - self.first_result)}", f"@lr{_near(i - self.last_result)}", f"@fm{_near(i - self.first_method)}"
        ]  # fmt: skip
        if self.first_aim >= 0:
            aim = min(self.first_aim, 4)
            names += [f"@fa{aim}", f"@rel_fa{max(-3, min(3, i - self.first_aim))}", f"@fa{aim}_i{min(i, 4)}"]
        return names


def _near(distance: int) -> int:
    return max(-4, min(4, distance))


def _sentence_names(sentence: Read, i: int, place: int, n: int, whole: _Whole) -> list[str]:
    names = ["@bias", f"@tense{sentence.present:d}{sentence.past:d}_w{place // 2}", f"@verb{sentence.verb:d}"]
    if not sentence.verb:
        names.append(f"@noverb_w{place // 2}")
    if sentence.aim:
        names.append(f"@aim_d{min(10 * i // n, 5)}")
    if sentence.text.startswith("To "):
        names.append(f"@To_{min(i, 2)}")
    if i <= 5:
        names += [f"@nov{min(whole.fragments, 3)}", f"@n{n // 3}"]
    return names


def _habits(sentences: list[Read]) -> list[str]:
    n = len(sentences)
    text = "\n".join(s.text for s in sentences)
    names = [yes if habit in text else no for habit, yes, no in _HABIT_NAMES]
    names += [
        f"@first_aim{sentences[0].aim:d}", f"@hlen{min(len(text) // 250, 12)}", f"@hn{min(n, 20)}",
        f"@havg{min(len(text) // n // 20, 14)}", f"@hfirst{min(len(sentences[0].text) // 30, 12)}",
        f"@hlast{min(len(sentences[-1].text) // 30, 12)}", f"@hto{min(sum(s.text.startswith('To ') for s in sentences), 2)}",
        f"@hfr{min(sum(not s.verb for s in sentences), 4)}",
    ]  # fmt: skip
    return names
