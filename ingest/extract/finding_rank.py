"""Which sentence answers a question: what the ranker sees of one sentence.

`features(...)` gives a fixed list of numbers (`NAMES`); the weights are fitted by benchmarks/train_findings.py.
"""

from __future__ import annotations

from ingest.extract import finding_words as words
from ingest.extract.finding_arms import Mention
from ingest.extract.finding_match import Match
from ingest.extract.finding_tokens import Tokens

NAMES = (
    "coverage",
    "coverage_gap",
    "is_best",
    "rank",
    "count",
    "compact",
    "position",
    "from_end",
    "results",
    "conclusions",
    "methods",
    "background",
    "labelled",
    "p_value",
    "interval",
    "numbers",
    "cues",
    "same",
    "change",
    "comparative",
    "significant",
    "first_arm",
    "second_arm",
    "reference",
    "baseline",
    "aim",
    "measured",
    "concluding",
    "anaphor",
    "previous_coverage",
    "length",
    "match_near_cue",
    "both",
    "design",
    "next_coverage",
    "assessed_future",
    "time",
    "cover_prev_best",
)

_AIM = frozenset("aim aims aimed objective purpose investigate evaluate examine determine compare hypothesis hypothesized"
                 " sought whether designed".split())  # fmt: skip
_MEASURED = frozenset("measured assessed recorded evaluated randomized randomised allocated assigned underwent endpoint"
                      " endpoints enrolled recruited included received collected analyzed analysed administered performed"
                      " outcomes outcome divided selected calculated determined obtained".split())  # fmt: skip
_CONCLUDING = frozenset("conclusion conclude conclusions suggest suggests suggested indicate indicates should"
                        " recommended may thus therefore findings data support demonstrated appears could can"
                        " effective study".split())  # fmt: skip
_ANAPHOR = frozenset("this these it they difference differences both such however there".split())


def features(tokens: Tokens, match: Match, mentions: list[Mention], place: int, total: int, kind: str, labelled: bool,
             coverages: list[float]) -> list[float]:  # fmt: skip
    """`coverages`: of all sentences of the abstract; `kind`: results | conclusions | methods | background | ''."""
    seen = tokens.words
    best = max(coverages)
    bag = set(seen)
    arms = {m.arm for m in mentions}
    near = [min(abs(c.at - match.start), abs(c.at - match.end)) for c in tokens.cues] if match.start >= 0 else []
    return [
        match.coverage,
        best - match.coverage,
        float(match.coverage >= best > 0),
        float(sum(c > match.coverage for c in coverages)),
        float(min(match.count, 6)),
        float(match.end - match.start) if match.start >= 0 else 30.0,
        place / max(1, total - 1),
        float(total - place),
        float(kind == "results"),
        float(kind == "conclusions"),
        float(kind == "methods"),
        float(kind == "background"),
        float(labelled),
        float(min(3, tokens.kinds.count("p"))),
        float(min(3, tokens.kinds.count("c"))),
        float(min(8, len(tokens.values))),
        float(min(4, len(tokens.cues))),
        float(sum((c.sign == words.SAME) != c.negated for c in tokens.cues)),
        float(sum(c.sign in (words.UP, words.DOWN, words.GOOD, words.BAD) and not c.negated for c in tokens.cues)),
        float(any(c.comparative for c in tokens.cues)),
        float(any(w.startswith("signific") for w in bag)),
        float("I" in arms),
        float("C" in arms),
        float(bool(bag & words.THAN or bag & words.COMPARED)),
        float(_tells_before(tokens, bag)),
        float(bool(bag & _AIM)),
        float(len(bag & _MEASURED)),
        float(len(bag & _CONCLUDING)),
        float(bool(set(seen[:3]) & _ANAPHOR)),
        coverages[place - 1] if place else 0.0,
        float(len(seen)),
        float(min(near)) if near else 30.0,
        float("both" in bag),
        float(bool(bag & {"trial", "randomized", "randomised", "study"})),
        coverages[place + 1] if place + 1 < total else 0.0,
        float(seen[:1] == ["to"] or "will" in bag),
        float(bool(bag & {"months", "weeks", "days", "years", "month", "week", "year"})),
        float(place > 0 and coverages[place - 1] >= best > match.coverage),
    ]


def _tells_before(tokens: Tokens, bag: set[str]) -> bool:
    """Whether the sentence tells of the state before treatment ("no difference before the intervention")."""
    if "baseline" in bag or any(c.baseline for c in tokens.cues):
        return True
    return "before" in bag and "after" not in bag


_EDGES = {"coverage": (0.0, 0.3, 0.5, 0.7, 0.9), "coverage_gap": (0.0, 0.1, 0.3, 0.5), "rank": (0.0, 1.0, 3.0),
          "position": (0.3, 0.5, 0.7, 0.85), "count": (0.0, 1.0, 2.0, 4.0), "match_near_cue": (0.0, 2.0, 6.0)}  # fmt: skip
_AT = tuple((NAMES.index(name), name, edges) for name, edges in _EDGES.items())


def binned(values: list[float]) -> list[str]:
    """The features that matter most as strings, for the linear part."""
    found = [f"#{name}{sum(values[at] > edge for edge in edges)}" for at, name, edges in _AT]
    found.append(f"#cover{found[0][-1]}gap{found[1][-1]}")
    return found
