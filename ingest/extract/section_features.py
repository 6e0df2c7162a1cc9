"""What the section model looks at: words of a sentence and of its neighbours, place in the abstract, and cues.

Used at run time and by `benchmarks/train_sections.py`: a change here needs new weights.
"""

from __future__ import annotations

import re
from itertools import pairwise

_TOKEN = re.compile(r"[a-z]+(?:[-'][a-z]+)*|\d[\d.,·]*|[%±=<>≤≥]")
_AIM = re.compile(
    r"\b(?:aim(?:s|ed)?|objectives?|purpose|goal|hypothes\w+|sought|we (?:therefore |thus |also "
    r"|have )?(?:investigated|examined"
    r"|assessed|evaluated|compared|tested|studied|conducted|report|explored|determined|performed|describe"
    r"|analy[sz]ed|present)"
    r"|to (?:investigate|examine|assess|evaluate|compare|determine|test|study|explore|describe|estimate|identify"
    r"|establish)"
    r"|this (?:study|trial|paper|article|work|report|pilot|analysis)|the (?:present|current) study)\b",
)
_AIM_START = re.compile(
    r"(?:To |In order to |The (?:aim|purpose|objective|goal)|We (?:aimed|sought)|Our (?:aim|objective|purpose)"
    r"|Objective|Aim)"
)
# Cues of a part, counted in lower-case text: conclusions, results, methods, background.
_CUES = (
    (
        "C",
        re.compile(
            r"\b(?:conclu\w+|suggest\w*|these (?:results|findings|data)|our (?:results|findings|data|study)|may be"
            r"|should be|should"
            r"|could|appears? to|further (?:research|studies|study|investigation|trials)|warranted|in summary|effective"
            r"|is (?:a )?(?:safe|feasible|associated|superior|not)|needed|recommend\w*|potential\w*|can be|might"
            r"|implications?"
            r"|the (?:results|findings) (?:of|suggest|indicate|support))\b",
        ),
        3,
    ),
    (
        "R",
        re.compile(
            r"\b(?:p\s*[<>=≤]|ci\b|sd\b|significant(?:ly)?|increased|decreased|improved|higher|lower|greater|reduced"
            r"|showed|found"
            r"|observed|there (?:was|were)|did not|were (?:similar|included|enrolled|randomi[sz]ed)|compared (?:with"
            r"|to)|respectively"
            r"|completed)\b|\d+(?:\.\d+)?\s?%|±|\bn\s?=",
        ),
        4,
    ),
    (
        "M",
        re.compile(
            r"\b(?:random(?:ly|i[sz]ed|i[sz]ation|i[sz]ing)|were (?:assigned|allocated|recruited|measured|assessed"
            r"|collected|performed"
            r"|used|analy[sz]ed|evaluated|invited|obtained|conducted|calculated)|was (?:measured|assessed|performed"
            r"|used|evaluated"
            r"|conducted|defined|carried)|outcome (?:measures?|was|were)|primary (?:outcome|end ?point)|double.blind"
            r"|will (?:be)?"
            r"|questionnaires?|trial|baseline|inclusion|eligible|received|analyses|analysis|aged|years)\b",
        ),
        3,
    ),
    (
        "B",
        re.compile(
            r"\b(?:has been|have been|is (?:a|an|one|the|common|associated|known|often|not|unclear|unknown)"
            r"|are (?:common|often"
            r"|associated|known|at)|little is known|however|remains?|few|lack|limited|evidence|it is|unknown|unclear"
            r"|controversial"
            r"|been shown|previous(?:ly)?|common|important|major|leading)\b",
        ),
        3,
    ),
)
_VERB = re.compile(r"\b(?:was|were|is|are|had|has|have|did|[a-z]+ed|will|can|may|be)\b")
_PRESENT = re.compile(r"\b(?:is|are|has|have|may|can|should|could|might)\b")
_PAST = re.compile(r"\b(?:was|were|had|did)\b")


def features(sentences: list[str]) -> list[list[str]]:
    """Feature names of every sentence of an abstract, in order; all are present-or-absent."""
    n = len(sentences)
    lowered = [s.lower() for s in sentences]
    tokens = [["0" if t[0].isdigit() else t for t in _TOKEN.findall(s)] for s in lowered]
    cues = [{name: min(len(p.findall(s)), top) for name, p, top in _CUES} for s in lowered]
    whole = _Whole(sentences, tokens, cues)
    found = []
    before = 0
    for i, sentence in enumerate(sentences):
        length = len(tokens[i])
        place = 10 * (2 * before + length) // (2 * whole.length)
        before += length
        names = _words(tokens[i])
        names += _place(i, n, place, length, tokens[i].count("0"))
        names += _cue_names(i, n, place, cues)
        names += whole.relative(i)
        names += _sentence_names(sentence, i, place, n, whole)
        if i > 0:
            names += ["P:" + w for w in tokens[i - 1]]
            names.append("P:^" + "_".join(tokens[i - 1][:2]))
        if i < n - 1:
            names += ["N:" + w for w in tokens[i + 1]]
            names.append("N:^" + "_".join(tokens[i + 1][:2]))
        found.append(list(dict.fromkeys(names)))
    return found


def _words(tokens: list[str]) -> list[str]:
    names = tokens + [a + "_" + b for a, b in pairwise(tokens)]
    names += ["^" + w for w in tokens[:3]]
    names.append("^^" + "_".join(tokens[:2]))
    names.append("^^" + "_".join(tokens[:3]))
    return names


def _place(i: int, n: int, place: int, length: int, figures: int) -> list[str]:
    tenth = 10 * i // n
    return [
        f"dec{tenth}", f"w10{place}", f"from{min(i, 5)}", f"to{min(n - 1 - i, 5)}", f"d{tenth}_n{min(n // 4, 5)}",
        f"num{min(figures, 6)}", f"num{min(figures, 3)}_w{place}", f"len{min(length // 6, 8)}",
    ]  # fmt: skip


def _cue_names(i: int, n: int, place: int, cues: list[dict[str, int]]) -> list[str]:
    names = ["qq" + "".join(str(min(c, 1)) for c in cues[i].values())]
    for name, count in cues[i].items():
        names += [f"q{name}{count}", f"q{name}{min(count, 2)}_w{place}"]
    if i > 0:
        names += [f"Pq{name}{count}" for name, count in cues[i - 1].items()]
    if i < n - 1:
        names += [f"Nq{name}{count}" for name, count in cues[i + 1].items()]
    return names


class _Whole:
    """Landmarks of the abstract: its first aim, first and last result, first method."""

    def __init__(self, sentences: list[str], tokens: list[list[str]], cues: list[dict[str, int]]) -> None:
        n = len(sentences)
        results = [i for i in range(n) if cues[i]["R"] >= 2]
        self.length = sum(len(t) for t in tokens) or 1
        self.first_result = results[0] if results else n
        self.last_result = results[-1] if results else -1
        self.first_method = next((i for i in range(n) if cues[i]["M"]), n)
        self.fragments = sum(not _VERB.search(s) for s in sentences)
        self.first_aim = next(
            (
                i
                for i in range(n)
                if _AIM_START.match(sentences[i]) or (i < n // 2 and _AIM.search(sentences[i].lower()) and not cues[i]["M"])
            ),
            -1,
        )

    def relative(self, i: int) -> list[str]:
        """Where a sentence stands against the landmarks."""
        names = [
            f"fr{_near(i - self.first_result)}", f"lr{_near(i - self.last_result)}", f"fm{_near(i - self.first_method)}"
        ]  # fmt: skip
        if self.first_aim >= 0:
            aim = min(self.first_aim, 4)
            names += [f"fa{aim}", f"rel_fa{max(-3, min(3, i - self.first_aim))}", f"fa{aim}_i{min(i, 4)}"]
        return names


def _near(distance: int) -> int:
    return max(-4, min(4, distance))


def _sentence_names(sentence: str, i: int, place: int, n: int, whole: _Whole) -> list[str]:
    aim = bool(_AIM.search(sentence.lower()))
    verb = bool(_VERB.search(sentence))
    tense = f"tense{_PRESENT.search(sentence) is not None:d}{_PAST.search(sentence) is not None:d}_w{place // 2}"
    names = ["bias", tense, f"verb{verb:d}"]
    if not verb:
        names.append(f"noverb_w{place // 2}")
    if aim:
        names.append(f"aim_d{min(10 * i // n, 5)}")
    if sentence.startswith("To "):
        names.append(f"To_{min(i, 2)}")
    if i == 0:
        names.append(f"first_aim{aim:d}")
    if i <= 5:
        names += [f"nov{min(whole.fragments, 3)}", f"n{n // 3}"]
    return names
