"""Labelled abstracts that section weights may be fitted to: headings set by their authors, openly licensed judgements.

`abstract_sections` itself, and the headed abstracts of `evidence_inference`, `numeric_results`, `evidence_outcomes` and
`scifact` that it does not hold. An abstract with a heading that names two parts at once, or none that is known, is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.extract.sentences import sentences
from ingest.headings import heading_kind

Abstract = tuple[list[str], list[str]]
Parts = list[tuple[str, str]]
_LABEL = {"background": "BACKGROUND", "objective": "OBJECTIVE", "methods": "METHODS", "results": "RESULTS",
          "conclusions": "CONCLUSIONS", "discussion": "CONCLUSIONS"}  # fmt: skip
# What `heading_kind` rightly gives one kind for the catalog, and still is two labels here.
_TWO = re.compile(
    r"(?=.*(?:background|introduction|context|rationale))(?=.*(?:objective|aim|purpose|goal|hypothes))"
    r"|(?=.*(?:method|design))(?=.*(?:result|finding|conclusion|objective|aim|purpose|goal|hypothes))"
    r"|(?=.*result)(?=.*(?:conclusion|discussion|interpretation))"
)
_HEADED = re.compile(r"\n\n([A-Z][A-Z &/,:-]+?) ?: ")
_CAPITALS = re.compile(r"([A-Z]{4,}[A-Z/ ,&-]*[A-Z])\s+(?=[A-Z0-9])")
_STRAY = re.compile(r" A$")


def gold(folder: Path) -> list[tuple[str, Abstract]]:
    """(article, sentences and labels) of `abstract_sections`."""
    rows = _rows(folder, "abstract_sections")
    return [(r["id"], ([s["text"] for s in r["sentences"]], [s["label"] for s in r["sentences"]])) for r in rows]


def further(folder: Path) -> list[Abstract]:
    """Headed abstracts of the other sets that are not in `abstract_sections` by number, title, first or last words."""
    taken: set[str] = set()
    for row in _rows(folder, "abstract_sections"):
        texts = [s["text"] for s in row["sentences"]]
        taken |= {row["id"], row["pmid"], *map(_plain, (row["title"], texts[0], texts[-1]))}
    found = []
    for keys, title, parts in (*_articles(folder), *_outcomes(folder), *_scifact(folder)):
        abstract = _labelled(parts)
        if abstract is not None:
            marks = {*keys, *map(_plain, (title, abstract[0][0], abstract[0][-1]))}
            if not marks & taken:
                taken |= marks
                found.append(abstract)
    return found


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    with (folder / name / "dev.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())[:100]


def _articles(folder: Path) -> Iterator[tuple[list[str], str, Parts]]:
    for name in ("evidence_inference", "numeric_results"):
        for row in _rows(folder, name):
            keys = [key for key in (row["pmcid"], row.get("pmid")) if key]
            yield keys, row["title"], [(part["label"], part["text"]) for part in row["abstract_sections"]]


def _outcomes(folder: Path) -> Iterator[tuple[list[str], str, Parts]]:
    for row in _rows(folder, "evidence_outcomes"):
        title, *parts = _HEADED.split(row["text"])
        yield [row["id"]], title, [(h, text.split("\n\n")[0]) for h, text in zip(parts[::2], parts[1::2], strict=True)]


def _scifact(folder: Path) -> Iterator[tuple[list[str], str, Parts]]:
    """Its headings stand in capitals before the first sentence of a part."""
    for row in _rows(folder, "scifact"):
        parts: Parts = []
        for sentence in map(str.strip, row["abstract"]):
            match = _CAPITALS.match(sentence)
            heading = _STRAY.sub("", match[1]) if match else ""
            if match and _kind(heading):
                parts.append((heading, sentence[match.end() :]))
            elif parts:
                parts[-1] = (parts[-1][0], f"{parts[-1][1]} {sentence}")
            else:
                break
        yield [str(row["doc_id"])], row["title"], parts


def _kind(heading: str) -> str | None:
    return "mixed" if _TWO.match(heading.lower()) else heading_kind(heading)


def _labelled(parts: Parts) -> Abstract | None:
    """Sentences and labels; a second abstract after the conclusions (an editors' summary) is not read."""
    texts: list[str] = []
    labels: list[str] = []
    for heading, text in parts:
        kind = _kind(heading)
        if kind in ("registration", "other"):
            continue
        if kind not in _LABEL:
            return None
        if kind == "background" and "CONCLUSIONS" in labels:
            break
        cut = [text[start:end] for start, end in sentences(text)]
        texts += cut
        labels += [_LABEL[kind]] * len(cut)
    return (texts, labels) if {"METHODS", "RESULTS", "CONCLUSIONS"} <= set(labels) else None
