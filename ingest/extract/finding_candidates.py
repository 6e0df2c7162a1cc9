"""What is seen of a candidate phrase and of its sentence when it is judged: is this an outcome, is this a finding?

`symbols(...)` for the phrase and `sentence_symbols(...)` for the sentence are sparse features of two linear models
fitted by benchmarks/train_findings.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ingest.extract import finding_words as words
from ingest.extract.finding_arms import Mention
from ingest.extract.finding_tokens import Cue, Tokens, stem
from ingest.extract.outcome_phrases import Candidate
from ingest.extract.polarity import better


@dataclass(slots=True)
class Setting:
    """What the document tells about its sentences: stems of the title, and of the sentences that name outcomes."""

    title: frozenset[str]
    named: frozenset[str]
    given: frozenset[str] = frozenset()  # of the sentences that tell who received what


def _relation(tokens: Tokens, candidate: Candidate) -> tuple[str, Cue | None]:
    """How the phrase hangs on the nearest change word: before or behind it, and by which words."""
    best: tuple[int, Cue] | None = None
    for cue in tokens.cues:
        gap = cue.at - candidate.end if cue.at >= candidate.end else candidate.start - cue.end
        if gap < 0:
            gap = 0
        if best is None or gap < best[0]:
            best = (gap, cue)
    if best is None:
        return "none", None
    gap, cue = best
    side = "cue>" if cue.at < candidate.start else ">cue"
    return side + ("0" if gap == 0 else "1" if gap == 1 else "3" if gap <= 3 else "6" if gap <= 6 else "far"), cue


def symbols(tokens: Tokens, candidate: Candidate, mentions: list[Mention], kind: str, setting: Setting) -> list[str]:
    """Sparse features of one candidate phrase in its sentence."""
    seen = tokens.words
    start, end = candidate.start, candidate.end
    relation, cue = _relation(tokens, candidate)
    head_end = next((i for i in range(start, end) if seen[i] == "of"), end)
    head = seen[head_end - 1]
    last = seen[end - 1]
    before = seen[start - 1] if start else "^"
    before2 = seen[start - 2] if start > 1 else "^"
    after = seen[end] if end < len(seen) else "$"
    after2 = seen[end + 1] if end + 1 < len(seen) else "$"
    if tokens.kinds[start - 1 if start else 0] in "npc" and start:
        before = tokens.kinds[start - 1]
    if end < len(seen) and tokens.kinds[end] in "npc":
        after = tokens.kinds[end]
    if end + 1 < len(seen) and tokens.kinds[end + 1] in "npc":
        after2 = tokens.kinds[end + 1]
    inside = [seen[i] for i in range(start, end) if tokens.kinds[i] == "w"]
    stems = {tokens.stems[i] for i in range(start, end)} - {""}
    content = {s for s in stems if s not in words.STOP}
    sign = (cue.sign + ("!" if cue.negated else "")) if cue else "none"
    found = [
        "r" + relation, "rs" + relation + sign, "b" + before, "bb" + before2 + " " + before, "a" + after,
        "aa" + after + " " + after2, "h" + stem(head), "l" + stem(last), "x" + last[-3:], "n" + str(min(6, end - start)),
        "k" + kind, "L" + str(candidate.listed), "rk" + relation + kind, "ba" + before + after,
        "p" + str(min(9, 10 * start // max(1, len(seen)))), "of" + str(head_end < end),
        "t" + str(min(2, len(content & setting.title))), "o" + str(min(3, len(content & setting.named))),
        "O" + str(bool(content) and content <= setting.named), "cap" + str(candidate.text[:1].isupper() and start > 0),
        "arm" + str(any(m.start <= end + 1 and start <= m.end + 1 for m in mentions)),
        "in" + _arm_words(start, end, mentions),
        "par" + str(int(tokens.bracketed[start])), "P" + str("p" in tokens.kinds[end : end + 8]),
        "d" + str(any(w[:1].isdigit() for w in inside)), "up" + str(candidate.text.isupper()),
        "pol" + better(candidate.text), "g" + str(min(2, len(content & setting.given))) + str(bool(content & setting.named)),
        "reach" + _reached(cue, start, end) + sign,
        "l2" + " ".join(inside[-2:]), "seq" + _sequence(tokens, start, end, mentions),
    ]  # fmt: skip
    if cue is not None:
        found.append("c" + cue.word + relation[:4])
    found += ["w" + s for s in content]
    return found


def _arm_words(start: int, end: int, mentions: list[Mention]) -> str:
    """Which of the phrase's words name an arm: none, some, its last, all."""
    named = {at for m in mentions for at in range(max(start, m.start), min(end, m.end))}
    if not named:
        return "none"
    return "all" if len(named) == end - start else "last" if end - 1 in named else "some"


def _reached(cue: Cue | None, start: int, end: int) -> str:
    """Whether the nearest change word reaches the way of the phrase."""
    if cue is None or cue.forward is None:
        return "?"
    return str(cue.forward == (cue.at < start))


def _sequence(tokens: Tokens, start: int, end: int, mentions: list[Mention]) -> str:
    """The next three marks behind the phrase: change words, arms, p-values, numbers, "than"."""
    arms = {m.start for m in mentions}
    cues = {c.at: c.sign for c in tokens.cues}
    found: list[str] = []
    for at in range(end, min(len(tokens.words), end + 14)):
        mark = cues.get(at) or ("arm" if at in arms else "") or ("pcn".find(tokens.kinds[at]) >= 0 and tokens.kinds[at])
        mark = mark or (tokens.words[at] if tokens.words[at] in ("than", "between", "and", "or", ",", ";", "(") else "")
        if mark and (not found or found[-1] != mark):
            found.append(mark)
        if len(found) == 3:
            break
    return " ".join(found)


def sentence_symbols(tokens: Tokens, mentions: list[Mention], place: int, total: int, kind: str, previous: str) -> list[str]:
    """Sparse features of a sentence: does it report a comparison between groups?"""
    seen = tokens.words
    bag = set(seen)
    arms = "".join(sorted({m.arm for m in mentions}))
    found = ["k" + kind, "q" + str(min(4, 5 * place // max(1, total))), "A" + arms, "K" + kind + arms,
             "e" + str(min(3, total - place)), "v" + previous, "P" + str(min(2, tokens.kinds.count("p"))),
             "C" + str(min(2, tokens.kinds.count("c"))), "N" + str(min(4, len(tokens.values) // 2)),
             "l" + str(min(6, len(seen) // 8)), "1" + (seen[0] if seen else "")]  # fmt: skip
    for cue in tokens.cues:
        sign = cue.sign + ("!" if cue.negated else "") + ("b" if cue.baseline else "")
        found += ["s" + sign, "S" + sign + kind, "sA" + sign + arms]
    found += ["w" + w for w in bag if w.isalpha()]
    for first, second in pairwise(seen):
        if first in _LINKING or second in _LINKING:
            found.append("2" + first + " " + second)
    return found


_LINKING = frozenset("between groups group no not both than compared in significant difference differences were was"
                     " baseline with after from significantly".split())  # fmt: skip
