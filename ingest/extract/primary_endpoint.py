"""Was the primary endpoint met? Rules over an abstract (or article): what it says outright, then what it says of the
endpoint it names as primary (wording, p-value, interval), then its conclusion. No fitted weights.

Each piece of evidence is a vote with a weight and the words it was read from; the verdict is the sign of the sum, and
None when there is too little to go by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.bricks import intervals, p_values
from ingest.extract.outcome_match import fold
from ingest.extract.primary_wording import (
    ENDPOINT_NAMES,
    EQUIVALENT_DESIGN_RE,
    FAVOURABLE_RE,
    FUTILE_RE,
    GOOD_EVENT_RE,
    MET_RE,
    MORE_OFTEN_RE,
    NEXT_ENDPOINT_RE,
    NONINFERIOR_DESIGN_RE,
    NONINFERIOR_FAILED_RE,
    NONINFERIOR_SHOWN_RE,
    NOT_MET_RE,
    NULL_RE,
    NULLED_RE,
    OPTION_RE,
    PART_RE,
    PRIMARY_IS_RE,
    PRIMARY_OF_RE,
    RATIO_RE,
    SECONDARY_RE,
    SUBGROUP_RE,
)
from ingest.extract.sentences import sentences
from ingest.records import Document, Span

_CLAUSE_RE = re.compile(
    r";\s+|\.\s+|,?\s+\b(?:but|however|although|though|whereas|while|despite|yet|nor)\b\s+"
    r"|,\s+(?:and|with)\s+(?=no\b|did\b|was not)"
)
# "..., with no difference between them" goes on with what was spoken of; a change in both arms is nobody's advantage.
_GOES_ON_RE = re.compile(r"\W*(?:with|and|but) no\b|\W*without\b", re.IGNORECASE)
_BOTH_ARMS_RE = re.compile(
    r"\bin (?:both|all|either|each)(?: of)?(?: the)?(?: (?:study|treatment))? (?:groups?|arms?)\b", re.IGNORECASE
)
_SHORT_RE = re.compile(r"\(([A-Z][A-Za-z-]{1,7})\)")
_ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Vote:
    """One piece of evidence: the rule that made it, its weight (plus: met, minus: not met), and its range."""

    rule: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PrimaryEndpoint:
    """The verdict on the primary endpoint. met is None when the text does not let one say.

    `name` is the endpoint as the text names it (None when it names none), `rule` and `span` the weightiest evidence.
    """

    met: bool | None
    name: str | None
    score: float
    rule: str | None = None
    span: Span | None = None


def primary_endpoint(document: Document) -> PrimaryEndpoint:
    """Whether the trial met its primary endpoint, read from the abstract (the whole text when there is none)."""
    ranges = [(s.start, s.end, s.kind) for s in document.of_kind("abstract")] or [(0, len(document.text), "abstract")]
    return judge(document.text, ranges)


def judge(text: str, ranges: list[tuple[int, int, str]]) -> PrimaryEndpoint:
    """The verdict over ranges of a text, each with its section kind."""
    pieces = [(a, b, kind) for start, end, kind in ranges for a, b in sentences(text, start, end)]
    kinds = _kinds(text, pieces)
    name = _primary_name(text, pieces)
    mention = _mention_re(text, name) if name else None
    noninferior = any(
        NONINFERIOR_DESIGN_RE.search(text, a, b) or (kind == "other" and EQUIVALENT_DESIGN_RE.search(text, a, b))
        for (a, b, _), kind in zip(pieces, kinds, strict=True)
    )
    votes: list[Vote] = []
    for (a, b, _), kind in zip(pieces, kinds, strict=True):
        if kind in ("results", "conclusions"):
            votes += _outright(text, a, b)
            votes += _votes(text, a, b, kind, mention, noninferior)
        elif FUTILE_RE.search(text, a, b):
            votes.append(Vote("futility", -1.5, a, b))
    score = _total(votes)
    best = max(votes, key=lambda v: abs(v.weight), default=None)
    met = None if best is None or abs(score) < 0.3 else score > 0
    span = Span.of(text, best.start, best.end) if best else None
    return PrimaryEndpoint(met, name, score, best.rule if best else None, span)


def _total(votes: list[Vote]) -> float:
    """Outright statements decide alone; else the sum, where repeated votes of one rule count less and less."""
    outright = [v.weight for v in votes if v.rule.startswith("says")]
    if outright and abs(sum(outright)) >= 2:
        return sum(outright)
    total, seen = 0.0, dict[str, int]()
    for vote in votes:
        times = seen.get(vote.rule, 0)
        seen[vote.rule] = times + 1
        total += vote.weight / (1 + times)
    return total


def _kinds(text: str, pieces: list[tuple[int, int, str]]) -> list[str]:
    """results | conclusions | other for each sentence: by section kind, else by label, else by place."""
    found, current = [], "other"
    for i, (a, b, kind) in enumerate(pieces):
        label = re.match(r"[A-Z][A-Za-z ,&/]{3,40}:", text[a:b])
        head = label.group().lower() if label else ""
        if "result" in kind or re.match(r"results?\b|findings", head):
            current = "results"
        elif "conclusion" in kind or re.match(r"conclusion|interpretation", head):
            current = "conclusions"
        elif head or "." in kind:
            current = "other"
        elif current == "other" and not _labelled(text, pieces):
            current = "results" if i >= len(pieces) // 3 else "other"
        found.append(current)
    if "conclusions" not in found and found and not _labelled(text, pieces):
        found[-1] = "conclusions"
    return found


def _labelled(text: str, pieces: list[tuple[int, int, str]]) -> bool:
    return any("." in kind or re.match(r"(?:RESULTS?|FINDINGS)\b", text[a:b]) for a, b, kind in pieces)


def _primary_name(text: str, pieces: list[tuple[int, int, str]]) -> str | None:
    for pattern in (PRIMARY_IS_RE, PRIMARY_OF_RE):
        for a, b, _ in pieces:
            match = pattern.search(text, a, b)
            if match:
                return NEXT_ENDPOINT_RE.split(match["name"])[0].strip(" ,:(") or None
    return None


def _mention_re(text: str, name: str) -> re.Pattern[str] | None:
    """What a sentence must hold to speak of the endpoint: a known name of it, its abbreviation, or its main words."""
    found = [variants for key, variants in ENDPOINT_NAMES if re.search(key, name, re.IGNORECASE)]
    found += [rf"\b{re.escape(short)}\b" for short in _SHORT_RE.findall(name)]
    behind = re.search(re.escape(name) + r"\s*\(([A-Z][A-Za-z-]{1,7})\)", text)
    if behind:
        found.append(rf"\b{re.escape(behind[1])}\b")
    if not found:
        words = [w for w in re.findall(r"[A-Za-z]{4,}", re.sub(r"\(.*?\)", "", name)) if w.lower() not in _VAGUE][:4]
        # As much of a word as its stem is long: "healing" finds "healed".
        found = [rf"\b{re.escape(w[: max(4, len(fold(w)))])}" + (r"\b" if len(w) == 4 else "") for w in words]
    return re.compile("|".join(found), re.IGNORECASE) if found else None


_VAGUE = frozenset(
    "between defined randomization randomisation assessed patients treatment measured median analysis population"
    " intention proportion change percentage which after before within determine whether compare compared using number"
    " difference comparison study trial weeks months years effect evaluate rate mean from with that were time main week days"
    " each both data over than this their among after level score total type risk drug dose month year".split()
)


def _outright(text: str, a: int, b: int) -> Iterator[Vote]:
    for rule, pattern, weight in (
        ("says-not-met", NOT_MET_RE, -3.0),
        ("says-met", MET_RE, 3.0),
        ("futility", FUTILE_RE, -1.5),
        ("says-noninferior-failed", NONINFERIOR_FAILED_RE, -3.0),
        ("says-noninferior", NONINFERIOR_SHOWN_RE, 3.0),
    ):
        match = pattern.search(text, a, b)
        if match and not (rule == "says-noninferior" and _refuted(text[a:b])):
            yield Vote(rule, weight, match.start(), match.end())
            return


def _refuted(sentence: str) -> bool:
    """A p-value for noninferiority that is not significant."""
    return any(p.of == "noninferiority" and (p.value or 1) > _ALPHA for p in p_values(sentence))


def _votes(text: str, a: int, b: int, kind: str, mention: re.Pattern[str] | None, noninferior: bool) -> Iterator[Vote]:
    about = False
    for start, end in _clauses(text, a, b):
        clause = text[start:end]
        goes_on = about and _GOES_ON_RE.match(clause) is not None
        about = goes_on or bool(mention and mention.search(clause)) or "primary" in clause
        if not about and mention and kind == "results":
            continue
        if SECONDARY_RE.search(clause) or SUBGROUP_RE.search(clause):
            continue
        wording = _wording(clause, noninferior)
        weight = (2.0 if kind == "conclusions" else 1.0) if about or not mention else 0.7
        if kind == "results" and PART_RE.match(clause):
            weight *= 0.4
        if wording:
            yield Vote(f"{kind}-{'about' if about else 'general'}", weight * wording, start, end)
        if kind == "results" and about:
            tested = _tested(clause, noninferior)
            if tested:
                yield Vote("results-test", (0.6 if PART_RE.match(clause) else 2.0) * tested, start, end)
        if kind == "conclusions" and OPTION_RE.search(clause) and not wording:
            yield Vote("conclusions-option", 0.6, start, end)


def _clauses(text: str, a: int, b: int) -> Iterator[tuple[int, int]]:
    begin = a
    for cut in _CLAUSE_RE.finditer(text, a, b):
        # A semicolon inside brackets separates figures of one result.
        inside = text.count("(", begin, cut.start()) > text.count(")", begin, cut.start())
        if inside:
            continue
        if cut.start() - begin > 12:
            yield begin, cut.start()
            begin = cut.end() if not cut.group().strip(" ,;.") else cut.start()
    if b - begin > 5:
        yield begin, b


def _wording(clause: str, noninferior: bool) -> int:
    """+1 the clause tells of an advantage, -1 of none, 0 neither."""
    if NULLED_RE.search(clause):
        return -1
    if NULL_RE.search(clause):
        return 1 if noninferior else -1
    return 1 if FAVOURABLE_RE.search(clause) and not _BOTH_ARMS_RE.search(clause) else 0


def _against(clause: str) -> bool:
    """A bad event that a ratio above 1 calls more frequent: significant, and against the intervention."""
    if not RATIO_RE.search(clause) or not MORE_OFTEN_RE.search(clause) or GOOD_EVENT_RE.search(clause):
        return False
    return any(i.low > 1 for i in intervals(clause))


def _tested(clause: str, noninferior: bool) -> int:
    """+1 a test in the clause is significant, -1 it is not, 0 none is printed."""
    values = [p for p in p_values(clause) if p.of in (None, "superiority", "noninferiority")]
    if values:
        first = values[0]
        if first.operator == "ns" or first.value is None:
            return -1
        significant = first.value <= _ALPHA if first.operator in ("<", "<=", "=") else False
        if significant and _against(clause):
            return -1
        return 1 if significant else (0 if noninferior or first.operator == "<" else -1)
    if not RATIO_RE.search(clause):
        return 0
    for interval in intervals(clause):
        estimate_at = clause.rfind("ratio", 0, interval.start) if "ratio" in clause else clause.find("HR")
        if estimate_at >= 0 and interval.low > 0:
            excludes = interval.high < 1 or interval.low > 1
            if excludes and _against(clause):
                return -1
            return 1 if excludes else (0 if noninferior else -1)
    return 0
