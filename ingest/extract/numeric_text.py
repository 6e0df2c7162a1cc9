"""Candidates from running text: two figures of one kind in a sentence that names both arms.

"12 of 98 patients in the alpha group and 20 of 97 in the control group", "49.4 ± 32.6 and 26.5 ± 27.4 hours in A and B,
respectively". The order of the arms is taken from where they are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.bricks import p_values
from ingest.extract.numeric_arms import Glossary, glossary, is_control, label_words, widened
from ingest.extract.numeric_candidates import Candidate, Question, outcome_features, slot_features
from ingest.extract.numeric_cells import read_cell
from ingest.extract.numeric_slots import Slot, read_value
from ingest.extract.outcome_match import fold, same_outcome
from ingest.extract.sentences import sentences
from ingest.records import Document

_N = r"[-−–]?\d+(?:,\d{3})*(?:[.·]\d+)?"
_VALUE_RE = re.compile(
    rf"(?P<spread>(?<![\w.]){_N}\s?%?\s?(?:mm ?Hg|mg/dl|kg|cm|mm|ml|days?|hours?|min(?:utes)?|years?)?\s?\(?(?:±|\+/-)\s?{_N}\)?)"
    rf"|(?P<bracketsd>(?<![\w.]){_N}\s?(?:\w{{1,8}}\s)?[(\[](?:SD|sd|s\.d\.|SE|SEM)\s?[=:,]?\s?{_N}[)\]])"
    rf"|(?P<fraction>(?<![\w./])\d[\d,]*\s?(?:/|\sof\s(?:the\s)?)\s?\d[\d,]*(?:\s(?:\w+\s)?(?:patients|participants|women|subjects|children))?(?:\s?[,\[(;]\s?{_N}\s?%\s?[)\]]?)?|{_N}\s?%\s?[(\[]\s?\d+\s?(?:/|\sof\s)\s?\d+\s?[)\]])"
    rf"|(?P<counted>(?<![\w.])\d[\d,]*\s(?:(?:patients|participants|women|subjects|children|men|cases|infants)\s)?[(\[]\s?{_N}\s?%\s?[)\]]|{_N}\s?%\s?[(\[](?:n\s?=\s?)?\d+[)\]])"
    rf"|(?P<interval>(?<![\w.]){_N}\s?%?\s?[(\[]\s?(?:95\s?%\s?)?CI[:,=]?\s?{_N}\s?(?:to|[-–—−,;])\s?{_N}\s?%?[)\]])"
    rf"|(?P<bracket>(?<![\w.]){_N}\s?\({_N}\)(?=\s?(?:vs\.?|versus|and|compared|in|for|,|;|\)))"
    rf"|(?:(?<=vs\s)|(?<=vs\.\s)|(?<=versus\s)|(?<=\sv\s)){_N}\s?\({_N}\))"
    rf"|(?P<plain>(?<![\w.=<>]){_N}(?=\s?(?:\w{{1,7}}\s)?(?:vs\.?|versus|v)\s{_N}(?!\s?%))"
    rf"|(?:(?<=vs\s)|(?<=vs\.\s)|(?<=versus\s)|(?<=\sv\s)){_N}(?![\w%]))"
    rf"|(?P<percent>(?<![\w.]){_N}\s?%(?!\s?CI| confidence))",
)
_JOINED_RE = re.compile(
    r"\s*(?:\w{1,8}\s?(?:/\w+)?\s?)?[,)]?\s*(?:vs\.?|versus|v\.?|and|compared (?:with|to)|against|or|to)\s*(?:\w{1,8}\s?)?",
    re.IGNORECASE,
)
_READ_FROM = ("abstract", "body.results", "body.other", "abstract.results", "body.conclusions")
_MAX_APART = 220


def text_candidates(document: Document, question: Question) -> list[Candidate]:
    """Candidates from the sentences of abstract and results."""
    terms = glossary(document)
    found: list[Candidate] = []
    for section in document.sections:
        if not section.kind.startswith(_READ_FROM):
            continue
        ranges = sentences(document.text, section.start, section.end)
        for i, (a, b) in enumerate(ranges):
            found += _none_at_all(document.text, a, b, section.kind, question)
            before = document.text[slice(*ranges[i - 1])] if i else ""
            found += _sentence_candidates(document.text, a, b, before, section.kind, question, terms)
    return found


_NONE_RE = re.compile(
    r"\b(?:[Nn]o|[Nn]one of the|[Nn]either [\w ]{1,30} nor|[Tt]here (?:were|was) no|[Ww]ithout any)\s+"
    r"(?:(?:cases?|episodes?|instances?|reports?|occurrences?|incidents?|patients? with"
    r"|signs?) (?:of )?)?(?P<what>(?!(?:statistical|significant|difference|change|effect|evidence|other|further"
    r"|association|data|longer|more|such|correlation|relationship|interaction|increase|decrease|improvement))"
    r"(?:[\w/-]+(?:,? (?:or |and |and/or )?)){1,9}?)(?=(?:\s?(?:were|was|had been|has been|occurred|developed"
    r"|experienced|reported|observed|noted|recorded|seen|detected|in (?:either|any|both|the|all)|among|during"
    r"|related to|and no)\b|[.,;]))"
)


def _none_at_all(text: str, a: int, b: int, kind: str, question: Question) -> Iterator[Candidate]:
    """ "No serious adverse events occurred": nought in both arms, where the words are the outcome's."""
    for match in _NONE_RE.finditer(text, a, b):
        what = match["what"].strip()
        if any(
            same_outcome(question.outcome, part) >= 0.5
            for part in {what, *re.split(r",| or | and/or | and ", what)}
            if part.strip()
        ):
            slot = Slot(events=0, start=match.start(), end=match.end())
            named = {
                "like_i": 1.0,
                "like_c": 1.0,
                "min_like": 1.0,
                "margin": 0.8,
                "best_both": 1.0,
                "text": 1.0,
                "none_at_all": 1.0,
            }
            shared = (
                outcome_features(question.outcome, what, "", "", "")
                | named
                | {"text_abstract": float(kind.startswith("abstract"))}
            )
            yield Candidate("binary", slot, slot, ("", ""), -1, shared | slot_features("binary", slot, slot, question.outcome))


def _values(text: str, a: int, b: int) -> list[tuple[str, int, int]]:
    """Figures of a sentence that may be results: kind, start, end; those inside p-values are left out."""
    sentence = text[a:b]
    taken = [(p.start, p.end) for p in p_values(sentence)]
    found = []
    for match in _VALUE_RE.finditer(sentence):
        if any(s < match.end() and match.start() < e for s, e in taken):
            continue
        found.append((match.lastgroup or "", a + match.start(), a + match.end()))
    return found


def _sentence_candidates(
    text: str, a: int, b: int, before: str, kind: str, question: Question, terms: Glossary
) -> Iterator[Candidate]:
    values = _values(text, a, b)
    if len(values) < 2:
        return
    named_i, named_c = _mentions(text, a, b, question, terms)
    if not named_i and not named_c:
        return
    for x in range(len(values) - 1):
        for y in range(x + 1, min(x + 4, len(values))):
            if values[x][0] != values[y][0] or values[y][1] - values[x][2] > _MAX_APART:
                continue
            order = _order(text, values, x, y, named_i, named_c, b)
            if order is None:
                continue
            first, second, sure = order
            yield from _made(text, a, b, before, kind, question, values, first, second, sure, y - x, (named_i, named_c))


def _mentions(text: str, a: int, b: int, question: Question, terms: Glossary) -> tuple[list[int], list[int]]:
    """Where the sentence names the intervention and the comparator: words of one that the other lacks."""
    own, other = widened(question.intervention, terms), widened(question.comparator, terms)
    plain_i, plain_c = label_words(question.intervention), label_words(question.comparator)
    control = is_control(plain_c) and not is_control(plain_i)
    found_i, found_c = [], []
    for match in re.finditer(r"[A-Za-z][A-Za-z0-9-]*|\d+(?=[ -]?(?:mg|week|month|group))", text[a:b]):
        words = {fold(w) for w in re.findall(r"[A-Za-z]+|\d+", match.group())}
        words |= terms.meanings.get(match.group().lower(), frozenset()) if match.group()[0].isupper() else frozenset()
        if words & (own - other):
            found_i.append(a + match.start())
        elif words & (other - own) or (control and is_control(words)):
            found_c.append(a + match.start())
        elif control and match.group().lower() in ("intervention", "treatment", "experimental", "active", "study"):
            behind = text[match.end() + a : match.end() + a + 7].strip().lower()
            found_i += [a + match.start()] if behind.startswith(("group", "arm")) else []
    return found_i, found_c


def _order(
    text: str, values: list[tuple[str, int, int]], x: int, y: int, named_i: list[int], named_c: list[int], b: int
) -> tuple[int, int, float] | None:
    """Which of two values is the intervention's: indexes (intervention, comparator) and how sure, or None."""
    first, second = values[x], values[y]
    if _JOINED_RE.fullmatch(text[first[2] : second[1]]) and y == x + 1:
        # "longer in A than in B (5.1 vs 3.4)": the figures stand as the arms were named.
        if not named_i or not named_c:
            return None
        before_i, before_c = (min(ps) if min(ps) < first[1] else None for ps in (named_i, named_c))
        if before_i is not None and before_c is not None:
            return (x, y, 0.7) if before_i < before_c else (y, x, 0.7)
    if re.search(r"\brespectively\b", text[second[2] : b]) and named_i and named_c:
        return (x, y, 0.8) if min(named_i) < min(named_c) else (y, x, 0.8)

    def cost(value: tuple[str, int, int], places: list[int]) -> float:
        return min((abs(p - value[2]) if p >= value[2] else (value[1] - p) for p in places), default=300)

    straight = cost(first, named_i) + cost(second, named_c)
    crossed = cost(second, named_i) + cost(first, named_c)
    if straight == crossed:
        return None
    sure = min(1.0, abs(straight - crossed) / 60)
    return (x, y, sure) if straight < crossed else (y, x, sure)


def _made(
    text: str, a: int, b: int, before: str, kind: str, question: Question, values: list[tuple[str, int, int]],
    first: int, second: int, sure: float, apart: int, named: tuple[list[int], list[int]],
) -> Iterator[Candidate]:  # fmt: skip
    left, right = (_slots(text, *values[i], text[a:b]) for i in (first, second))
    clause = text[max(a, values[min(first, second)][1] - 160) : min(b, values[max(first, second)][2] + 90)]
    shared = outcome_features(question.outcome, clause, before, "", "") | {
        "like_i": float(bool(named[0])),
        "like_c": float(bool(named[1])),
        "min_like": float(bool(named[0]) and bool(named[1])),
        "margin": sure,
        "best_both": float(bool(named[0]) and bool(named[1])),
        "nearby": 1.0 / apart,
        "text": 1.0,
        "text_abstract": float(kind.startswith("abstract")),
        "order": 0.0,
        "baseline_table": 0.0,
        "rows": 0.0,
    }
    for one in left:
        other = next(
            (s for s in right if (s.events is None) == (one.events is None) and (s.center is None) == (one.center is None)), None
        )
        if other is not None:
            form = "binary" if one.center is None else "continuous"
            yield Candidate(form, one, other, ("", ""), -1, shared | slot_features(form, one, other, question.outcome))


def _slots(text: str, form: str, start: int, end: int, sentence: str) -> list[Slot]:
    plain = re.sub(r"\s(?:patients|participants|women|subjects|children|men|cases|infants)(?=\s?[\[(,;]|$)", "", text[start:end])
    value = read_cell(re.sub(r"\s(?:of the|of)\s", "/", plain).replace(";", ""))
    return read_value(value, sentence, start, end) if value else []
