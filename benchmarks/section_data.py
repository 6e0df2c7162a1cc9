"""Labelled abstracts that section weights may be fitted to: headings set by their authors, openly licensed judgements.

`abstract_sections` itself, and the headed abstracts of `evidence_inference` and `evidence_outcomes` that it does not
hold. Only plain headings are taken; an abstract with any other is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.extract.sentences import sentences

Abstract = tuple[list[str], list[str]]
_HEADED = re.compile(r"\n\n([A-Z][A-Z &/,:-]+?) ?: ")
_PLAIN = {
    "BACKGROUND": "background|introduction|context|importance|rationale",
    "OBJECTIVE": "objective|objectives|aim|aims|purpose|purposes|study objective|goal|goals|aims of the study|hypothesis",
    "METHODS": "method|methods|patients and methods|materials and methods|material and methods|design|setting|study design"
    "|participants|patients|intervention|interventions|main outcome measure|main outcome measures|methods/design|subjects"
    "|design, setting, and participants|main outcomes and measures|research design and methods|methodology|measurements"
    "|subjects and methods|trial design|outcome measures|primary outcome measure|design and methods|design and setting"
    "|methods and design|participants and methods|study design and setting",
    "RESULTS": "result|results|findings|main results|key results|principal findings",
    "CONCLUSIONS": "conclusion|conclusions|interpretation|discussion|conclusions and relevance|conclusions/significance"
    "|conclusion and relevance|significance|conclusions and implications|clinical relevance",
}
_LABEL = {heading: label for label, headings in _PLAIN.items() for heading in headings.split("|")}
_SILENT = ("regist", "fund", "keyword", "limit", "number")


def gold(folder: Path) -> list[tuple[str, Abstract]]:
    """(article, sentences and labels) of `abstract_sections`."""
    rows = [json.loads(line) for line in (folder / "abstract_sections/dev.jsonl").open(encoding="utf-8")]
    return [(r["id"], ([s["text"] for s in r["sentences"]], [s["label"] for s in r["sentences"]])) for r in rows]


def further(folder: Path) -> list[Abstract]:
    """Headed abstracts of the other two sets whose article is not in `abstract_sections`."""
    taken = set()
    for line in (folder / "abstract_sections/dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        taken |= {row["id"], row["pmid"]}
    found = [*_from_inference(folder, taken), *_from_outcomes(folder, taken)]
    return [abstract for parts in found if (abstract := _labelled(parts)) is not None]


def _from_inference(folder: Path, taken: set[str]) -> Iterator[list[tuple[str, str]]]:
    for line in (folder / "evidence_inference/dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if row["pmcid"] not in taken and row["pmid"] not in taken:
            taken.add(row["pmcid"])
            yield [(part["label"], part["text"]) for part in row["abstract_sections"]]


def _from_outcomes(folder: Path, taken: set[str]) -> Iterator[list[tuple[str, str]]]:
    for line in (folder / "evidence_outcomes/dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if row["id"] not in taken:
            parts = _HEADED.split(row["text"])
            yield [(label, text.split("\n\n")[0]) for label, text in zip(parts[1::2], parts[2::2], strict=True)]


def _labelled(parts: list[tuple[str, str]]) -> Abstract | None:
    texts: list[str] = []
    labels: list[str] = []
    for heading, text in parts:
        plain = heading.strip().rstrip(":").lower()
        if plain in _LABEL:
            cut = [text[start:end] for start, end in sentences(text)]
            texts += cut
            labels += [_LABEL[plain]] * len(cut)
        elif not any(word in plain for word in _SILENT):
            return None
    return (texts, labels) if {"METHODS", "RESULTS", "CONCLUSIONS"} <= set(labels) else None
