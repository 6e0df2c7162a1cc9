"""Sentences that report on an outcome without naming it: "The primary outcome did not differ", "This difference was lost at ...".

`stand_ins` gives the places of such words and the names of the outcomes they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.extract.finding_tokens import Tokens
from ingest.extract.outcome_phrases import Candidate

_PRIMARY = re.compile(
    r"\bprimary (?:(?:efficacy|clinical|study|composite|combined|main|safety|trial) ){0,2}"
    r"(?:outcome|end[- ]?point)(?: (?:measure|variable|parameter))?s?\b",
    re.I,
)
_THIS = re.compile(
    r"(?:however,? |moreover,? |furthermore,? |in addition,? )?"
    r"(?P<what>(?:this|these|the|such) (?:\w+[- ]){0,2}?(?:differences?|improvements?|reductions?|increases?|decreases?|benefits?"
    r"|advantages?|effects?|changes?)|this|these|it|they)\b"
    r"(?=[^.;]{0,60}\b(?:was|were|is|did|remained|persisted|became|emerged|disappeared|reached|between)\b)",
    re.I,
)
_NONE_BETWEEN = re.compile(
    r"\b(?P<what>no (?:statistically |clinically |other )?(?:significant |relevant )?differences?)\b[^.;,]{0,40}"
    r"\b(?:between|among|amongst|across) (?:(?:the|all|both|two|three|study|treatment) )*(?:groups|arms|treatments"
    r"|conditions)\b(?!,? (?:in|for|on|with|regarding|concerning|as to)\b)",
    re.I,
)
_MOST_PRIMARY = 2


def stand_ins(tokens: Tokens, before: Sequence[str], primary: Sequence[str]) -> Iterator[tuple[Candidate, str]]:
    """Each stand-in with the outcome meant. `before`: outcomes of the sentence before; `primary`: the document's primary ones.

    "No difference between the groups" without a word on what is about the sentence before. Of several outcomes "it" and
    "this difference" mean the last, "these" all; of more than two primary outcomes none is taken, and where none is
    known the words themselves are the name.
    """
    text = tokens.text
    if match := _PRIMARY.search(text):
        names = list(primary) if primary else [match.group().lower()]
        if len(names) <= _MOST_PRIMARY:
            yield from ((_at(tokens, match.start(), match.end()), name) for name in names)
    elif before and (match := _THIS.match(text)):
        plural = match["what"].lower().startswith(("these", "they", "such")) or match["what"].endswith("s")
        place = _at(tokens, match.start("what"), match.end("what"))
        yield from ((place, name) for name in (before if plural and match["what"].lower() != "this" else before[-1:]))
    elif before and (match := _NONE_BETWEEN.search(text)):
        place = _at(tokens, match.start("what"), match.end("what"))
        yield from ((place, name) for name in before)


def _at(tokens: Tokens, start: int, end: int) -> Candidate:
    first = next(n for n, stop in enumerate(tokens.ends) if stop > start)
    last = next((n for n, begin in enumerate(tokens.starts) if begin >= end), len(tokens.starts))
    return Candidate(first, last, tokens.text[start:end], False)
