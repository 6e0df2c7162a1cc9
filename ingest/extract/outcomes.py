# ruff: noqa: E501 (patterns are easier to read unbroken)
"""Outcomes that a report specifies: "The primary outcome was X at 12 weeks; secondary outcomes were A, B and C".

Rank, name, instrument, domain grouping and time point, each with the words it was read from. What is merely measured
("we assessed X") has no rank. A report's own grouping ("clinical recovery (i.e., symptoms, ...)") gives domains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.durations import time_days
from ingest.extract.sentences import sentences
from ingest.records import Document, OutcomeSpec, Section

RULE = "specified-outcome"
_RANK = r"(?P<rank>(?:co-?)?primary|main|principal|(?:key )?secondary|exploratory|tertiary)"
_NOUN = (
    r"(?:efficacy |safety |clinical |study )?(?:outcomes?|end-?points?)(?: (?:measures?|variables?|parameters?|criteri(?:on|a)))?"
)
# "The primary outcome (measure) was X" and its variants.
_WAS = re.compile(
    rf"\b{_RANK}(?: and secondary)? {_NOUN}(?: of (?:the|this) (?:study|trial))?(?:\s*\([^)]*\))?\s*"
    r"(?:was|were|is|are|included?|includes|comprised|consisted of|will be|:)\s+(?:defined as |measured by |assessed by |the following:? )?",
    re.I,
)
# "X was the primary outcome".
_IS_THE = re.compile(rf"\b(?:was|were) (?:the|a|our|considered (?:the|as)) {_RANK} {_NOUN}\b", re.I)
_STOP = re.compile(
    r"[;.]\s|\.$|,?\s+(?:while|whereas|which|and (?:the )?(?:main |key )?secondary (?:outcomes?|end)|analy[sz]ed|using an? intention|with secondary)\b",
    re.I,
)
_SPLIT = re.compile(
    r"\s*(?:;|,\s*and\s+|,\s*|\s+and\s+(?=(?:the )?\w+ (?:\w+ )?(?:score|rate|time|quality|level|use|pain|function)))\s*"
)
_INSTRUMENT = re.compile(
    r"(?:,? (?:as )?(?:measured|assessed|evaluated|determined|rated) (?:by|with|using|on)|,? using)\s+(?:the )?(?P<tool>[^,;.]{3,90})",
    re.I,
)
_TIME = re.compile(
    r"\b(?:at|after|over|within|during|by)\s+(?:the )?(?P<when>(?:\d+|one|two|three|four|five|six|eight|nine|ten|twelve)[\s-]*"
    r"(?:days?|weeks?|months?|years?|hours?)(?: (?:follow-?up|post\S*|after \w+))?|end of (?:the )?(?:treatment|intervention|study))",
    re.I,
)
_RANKS = {"primary": "primary", "main": "primary", "principal": "primary", "secondary": "secondary"}
_LEAD = re.compile(r"^(?:the|a|an|any|both|changes? (?:in|from baseline in)|mean change in|difference in)\s+", re.I)
# "clinical recovery (i.e., symptoms, global functioning, and hospitalization)" inside a sentence on outcomes.
_GROUPING = re.compile(
    r"\b(?:outcomes?|end-?points?|measures?)\b[^.]*\b(?:categori[sz]ed|grouped|divided|classified|domains?)\b", re.I
)
_GROUP = re.compile(
    r"(?P<domain>[a-z][a-z -]{3,40}?)\s*\((?:i\.e\.|e\.g\.|that is|including|such as)?,?\s*(?P<members>[^()]{4,200})\)", re.I
)
MAX_NAME = 160
MIN_NAME = 3


def outcomes(document: Document) -> tuple[OutcomeSpec, ...]:
    """Outcomes specified in the abstract and in the methods, each once, in reading order."""
    found: dict[tuple[str, str | None], OutcomeSpec] = {}
    for start, end in _places(document):
        for at, until in sentences(document.text, start, end):
            for spec in _in_sentence(document, at, until):
                found.setdefault((spec.name.lower(), spec.rank), spec)
    return tuple(found.values())


def _places(document: Document) -> Iterator[tuple[int, int]]:
    parts: list[Section] = [s for s in document.of_kind("abstract") if s.kind not in ("abstract.other", "abstract.registration")]
    parts += list(document.of_kind("body.methods"))
    for section in parts:
        yield section.start, section.end


def _in_sentence(document: Document, start: int, end: int) -> Iterator[OutcomeSpec]:
    sentence = document.text[start:end]
    for match in _WAS.finditer(sentence):
        stop = _STOP.search(sentence, match.end())
        until = stop.start() if stop else len(sentence.rstrip(" ."))
        yield from _named(document, start, match.end(), until, match["rank"])
    for match in _IS_THE.finditer(sentence):
        clause = max(sentence.rfind(mark, 0, match.start()) for mark in (", ", "; ", ": ")) + 1
        yield from _named(document, start, clause, match.start(), match["rank"])
    if _GROUPING.search(sentence):
        for group in _GROUP.finditer(sentence):
            yield from _grouped(document, start, group)


def _named(document: Document, offset: int, start: int, end: int, rank: str) -> Iterator[OutcomeSpec]:
    words = document.text[offset + start : offset + end]
    when = _TIME.search(words)
    tool = _INSTRUMENT.search(words)
    plain = words[: tool.start()] if tool else words
    kind = rank.lower().replace("co-", "").replace("key ", "").replace("coprimary", "primary")
    position = 0
    for part in _parts(plain):
        at = plain.find(part, position)
        position = at + len(part)
        trimmed = _trim(part)
        if trimmed is None:
            continue
        left = offset + start + at + part.find(trimmed)
        yield OutcomeSpec(
            name=trimmed,
            measure=tool["tool"].strip() if tool else None,
            rank=_RANKS.get(kind, "other"),
            time_frame=when["when"] if when else None,
            time_days=time_days(when["when"]) if when else None,
            rule=RULE,
            span=document.span(left, left + len(trimmed)),
        )


def _parts(words: str) -> list[str]:
    """The members of a list, not cut inside brackets."""
    parts, depth, begin = [], 0, 0
    cuts = {m.start(): m.end() for m in _SPLIT.finditer(words)}
    for at, letter in enumerate(words):
        depth += (letter in "([") - (letter in ")]")
        if depth <= 0 and at in cuts and at >= begin:
            parts.append(words[begin:at])
            begin = cuts[at]
    parts.append(words[begin:])
    return [part for part in parts if part.strip()]


def _trim(part: str) -> str | None:
    name = _TIME.sub("", part, count=1) if _TIME.search(part) and _TIME.search(part).end() >= len(part.rstrip()) - 1 else part  # type: ignore[union-attr]
    name = _LEAD.sub("", name.strip(" ,.;:")).strip(" ,.;:")
    name = re.sub(r"^and\s+", "", name)
    if not MIN_NAME <= len(name) <= MAX_NAME or not re.search(r"[a-z]{3}", name, re.I) or name.count("(") != name.count(")"):
        return None
    return name


def _grouped(document: Document, offset: int, group: re.Match[str]) -> Iterator[OutcomeSpec]:
    domain = re.sub(r"^.*\b(?:to|into|as|and|or|both|of|in|either)\s+", "", group["domain"].strip(), flags=re.I)
    if len(domain.split()) > 4 or not re.fullmatch(r"[A-Za-z -]{4,40}", domain):
        return
    members = group["members"]
    position = 0
    for part in re.split(r",\s*(?:and\s+)?|\s+and\s+|;\s*", members):
        name = part.strip()
        if len(name) < MIN_NAME:
            continue
        at = members.find(name, position)
        position = at + len(name)
        left = offset + group.start("members") + at
        yield OutcomeSpec(name=name, domain=domain, rule="outcome-grouping", span=document.span(left, left + len(name)))
