"""Training rows for the five parts of the finding model, from the openly licensed gold sets only."""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.evaluate._abstracts import abstract_of_row
from ingest.extract.ask import rank_features
from ingest.extract.comparison_features import symbols as comparison_symbols
from ingest.extract.comparison_proposals import Comparison, proposals
from ingest.extract.direction import question_reading
from ingest.extract.finding_arms import Arms
from ingest.extract.finding_candidates import Setting, sentence_symbols, symbols
from ingest.extract.finding_document import Abstract, of_sentences
from ingest.extract.finding_features import features
from ingest.extract.finding_match import Target
from ingest.extract.finding_tokens import read
from ingest.extract.findings import candidates_of, naming, phrases_of
from ingest.extract.outcome_phrases import candidates, spelled_out
from ingest.extract.sentences import sentences
from ingest.headings import heading_kind

LABELS = {"decreased": 0, "no_difference": 1, "increased": 2}
FOLDS = 5


@dataclass(slots=True)
class Row:
    """One training row. `group` is the article, so that folds never share one; `y` the class."""

    group: str
    y: int
    weight: float
    names: list[str]
    values: list[float]
    question: str = ""
    place: int = -1
    swapped: bool = False
    evidence: bool = True
    in_abstract: bool = True


def fold_of(group: str) -> int:
    """The fold of an article, the same on every machine."""
    return zlib.crc32(group.encode()) % FOLDS


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a gold file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def question_rows(inference: list[dict[str, Any]]) -> Iterator[tuple[str, Row]]:
    """("rank" | "direction", row): all sentences of answerable abstracts; evidence read for direction, both ways round."""
    cache: dict[str, Abstract] = {}
    for line in inference:
        abstract = cache.get(line["pmcid"])
        if abstract is None:
            abstract = cache[line["pmcid"]] = abstract_of_row(line)
        if not abstract.sentences:
            continue
        arms = Arms.of(line["intervention"], line["comparator"], abstract.texts)
        target = Target.of(line["outcome"], abstract.frequencies, len(abstract.sentences), abstract.short)
        question, label = str(line["id"]), LABELS[line["label"]]
        if line["in_abstract"]:
            yield from _abstract_rows(line, abstract, arms, target, question, label)
        else:
            for text in line["evidence"]:
                tokens = read(text[:1200])
                for swapped in (False, True):
                    side = arms.swapped() if swapped else arms
                    values, names, _ = features(question_reading(tokens, target, side, line["outcome"]))
                    yield "direction", Row(line["pmcid"], 2 - label if swapped else label, 1 / len(line["evidence"]), names,
                                           values, question, -1, swapped, True, False)  # fmt: skip


def _abstract_rows(line: dict[str, Any], abstract: Abstract, arms: Arms, target: Target, question: str, label: int
                   ) -> Iterator[tuple[str, Row]]:  # fmt: skip
    evidence = set(line["evidence_abstract_sentence_ids"])
    readings = [question_reading(s.tokens, target, arms, line["outcome"]) for s in abstract.sentences]
    coverages = [r.match.coverage for r in readings]
    group = line["pmcid"]
    for place, reading in enumerate(readings):
        values, names = rank_features(abstract, readings, coverages, place, len(readings))
        yield "rank", Row(group, int(place in evidence), 1.0, names, values, question, place)
        values, names, _ = features(reading)
        yield "direction", Row(group, label, 1 / len(evidence), names, values, question, place, False, place in evidence)
        if place in evidence:
            turned = question_reading(reading.tokens, target, arms.swapped(), line["outcome"])
            values, names, _ = features(turned)
            yield "direction", Row(group, 2 - label, 1 / len(evidence), names, values, question, place, True)


_NOT_TOLD = frozenset("the of and in a to with for on at by from or group score level levels rate mean total".split())


def _named(side: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", side.lower())) - _NOT_TOLD


def _names_both(one: Comparison, question: dict[str, Any]) -> bool:
    """Whether a proposal's sides share words with the two asked for, either way round, more than crosswise."""

    def shared(first: str, second: str) -> float:
        x, y = _named(first), _named(second)
        return len(x & y) / min(len(x), len(y)) if x and y else 0.0

    told = shared(question["intervention"], one.intervention), shared(question["comparator"], one.comparator)
    turned = shared(question["intervention"], one.comparator), shared(question["comparator"], one.intervention)
    return (min(told) > 0 and sum(told) > sum(turned)) or (min(turned) > 0 and sum(turned) > sum(told))


def comparison_rows(inference: list[dict[str, Any]]) -> Iterator[tuple[str, Row]]:
    """("comparison", row): each proposed pair of sides; right when at least half of the article's questions ask for it."""
    by_article: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in inference:
        by_article[line["pmcid"]].append(line)
    for group, lines in by_article.items():
        abstract = abstract_of_row(lines[0])
        texts = [s.text for s in abstract.sentences]
        told = [s.kind in ("results", "conclusions") for s in abstract.sentences]
        proposed = proposals(abstract.title, texts) if texts else []
        for one, names in zip(proposed, comparison_symbols(abstract.title, texts, told, proposed), strict=True):
            right = 2 * sum(_names_both(one, line) for line in lines) >= len(lines)
            yield "comparison", Row(group, int(right), len(proposed) ** -0.5, names, [])


_SMALL = frozenset("the of and in a to with for on at by from or group score level levels rate mean total".split())


def _bag(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower())) - _SMALL


def alike(first: str, second: str) -> float:
    """Dice of the words of two outcomes, or containment where they are about equally long."""
    x, y = _bag(first), _bag(second)
    if not x or not y:
        return 0.0
    shared = len(x & y)
    return max(2 * shared / (len(x) + len(y)), shared / min(len(x), len(y)) if abs(len(x) - len(y)) <= 3 else 0.0)


def phrase_rows(folder: Path) -> Iterator[tuple[str, Row]]:
    """("sentence" | "candidate", row): is this sentence a finding, is this phrase an outcome?"""
    yield from _inference_phrases(rows_of(folder / "evidence_inference" / "dev.jsonl"))
    yield from _body_phrases(rows_of(folder / "evidence_inference" / "dev.jsonl"))
    yield from _outcome_phrases(rows_of(folder / "evidence_outcomes" / "dev.jsonl"))
    yield from _table_phrases(rows_of(folder / "rct_art" / "dev.jsonl"))


def _inference_phrases(inference: list[dict[str, Any]]) -> Iterator[tuple[str, Row]]:
    by_article: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in inference:
        by_article[line["pmcid"]].append(line)
    for group, lines in by_article.items():
        asked: dict[int, list[str]] = defaultdict(list)
        for line in lines:
            for place in line["evidence_abstract_sentence_ids"]:
                asked[place].append(line["outcome"])
        if not asked:
            continue
        abstract = abstract_of_row(lines[0])
        total = len(abstract.sentences)
        for place, sentence in enumerate(abstract.sentences):
            previous = abstract.sentences[place - 1].kind if place else ""
            names = sentence_symbols(sentence.tokens, abstract.mentions(place), place, total, sentence.kind, previous)
            yield "sentence", Row(group, int(place in asked), 1.0 if place in asked else 0.6, names, [], place=place)
            if sentence.kind in ("methods", "background") and place not in asked:
                continue
            named = naming(abstract, sentence.tokens, abstract.mentions(place))
            for one in candidates_of(abstract, place):
                name = spelled_out(one.text, abstract.forms)
                y = int(any(alike(outcome, name) >= 0.5 for outcome in asked.get(place, ())))
                names = symbols(sentence.tokens, one, named, sentence.kind, abstract.setting)
                # Not every outcome of a sentence was asked for: what was not asked weighs less.
                weight = 1.0 if y else 0.5 if place in asked else 0.15
                yield "candidate", Row(group, y, weight, names, [], place=place)


def _body_phrases(inference: list[dict[str, Any]]) -> Iterator[tuple[str, Row]]:
    """Phrases of the sentences in articles' bodies that answer a question which the abstract does not."""
    asked: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for line in inference:
        if not line["in_abstract"]:
            for text in line["evidence"]:
                asked[line["pmcid"], text[:_LONGEST]].append(line)
    abstracts: dict[str, Abstract] = {}
    for (group, text), lines in asked.items():
        if group not in abstracts:
            abstracts[group] = abstract_of_row(lines[0])
        abstract, tokens = abstracts[group], read(text)
        if not abstract.sentences:
            continue
        mentions = abstract.arms.mentions(tokens)
        for one in phrases_of(abstract, tokens, mentions):
            name = spelled_out(one.text, abstract.forms)
            y = int(any(alike(line["outcome"], name) >= 0.5 for line in lines))
            yield (
                "candidate",
                Row(
                    group,
                    y,
                    0.6 if y else 0.3,
                    symbols(tokens, one, naming(abstract, tokens, mentions), "results", abstract.setting),
                    [],
                ),
            )


_LONGEST = 1200


def _outcome_phrases(annotated: list[dict[str, Any]]) -> Iterator[tuple[str, Row]]:
    for line in annotated:
        text, kind = line["text"], ""
        cut = sentences(text)
        title = text[cut[0][0] : cut[0][1]]
        texts, kinds, offsets = [], [], []
        for start, end in cut[1:]:
            match = re.match(r"([A-Z][A-Z /&,]{3,})\s?:\s?", text[start:end])
            if match:
                kind = {"conclusions": "conclusions", "results": "results", "methods": "methods"}.get(
                    heading_kind(match.group(1)) or "", "background")  # fmt: skip
                start += match.end()
            if end - start > 2:
                texts.append(text[start:end])
                kinds.append(kind)
                offsets.append(start)
        if not texts:
            continue
        abstract = of_sentences(title, texts, kinds, True)
        for place, sentence in enumerate(abstract.sentences):
            if sentence.kind not in ("results", "conclusions"):
                continue
            named = naming(abstract, sentence.tokens, abstract.mentions(place))
            for one in candidates_of(abstract, place):
                start = offsets[place] + sentence.tokens.starts[one.start]
                end = offsets[place] + sentence.tokens.ends[one.end - 1]
                names = symbols(sentence.tokens, one, named, sentence.kind, abstract.setting)
                yield "candidate", Row("eo" + line["id"], int(_overlap(start, end, line["entities"]) >= 0.5), 0.5, names, [])


def _table_phrases(annotated: list[dict[str, Any]]) -> Iterator[tuple[str, Row]]:
    for line in annotated:
        tokens = read(line["text"])
        blocked = {at for at, start in enumerate(tokens.starts) for e in line["entities"]
                   if e["type"] == "INTV" and e["start"] <= start < e["end"]}  # fmt: skip
        outcomes = [e for e in line["entities"] if e["type"] == "OC"]
        for one in candidates(tokens, blocked):
            share = _overlap(tokens.starts[one.start], tokens.ends[one.end - 1], outcomes)
            names = symbols(tokens, one, [], "results", Setting(frozenset(), frozenset()))
            yield "candidate", Row(f"ra{line['pmid']}", int(share >= 0.5), 0.5, names, [])


def _overlap(start: int, end: int, entities: list[dict[str, Any]]) -> float:
    shares = [
        2 * max(0, min(end, e["end"]) - max(start, e["start"])) / ((end - start) + (e["end"] - e["start"])) for e in entities
    ]
    return max(shares, default=0.0)
