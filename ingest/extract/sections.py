"""The parts of an abstract: by its headings where it has them, else sentence by sentence by a small learned model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from ingest.extract.section_features import places, read
from ingest.extract.section_model import LABELS, Model, model, posteriors
from ingest.extract.section_review import Review, in_order, reviewed
from ingest.extract.sentences import sentences
from ingest.headings import glued_heading, heading_kind
from ingest.records import Document, Section

# A heading printed at the beginning of a sentence or line: "RESULTS: ...", "Methods. ...".
_PRINTED = re.compile(
    r"^(?P<label>[A-Z][A-Za-z]+(?:(?:,? (?:and|&|of the) |[ /&,]+|, )[A-Za-z]+){0,5})\s?(?P<mark>[:.]|\s[-–—])\s"
)
_MAX_SENTENCES = 80
_KINDS = {label: f"abstract.{label.lower()}" for label in LABELS}


def classify_sentences(texts: list[str]) -> list[str]:
    """BACKGROUND, OBJECTIVE, METHODS, RESULTS or CONCLUSIONS for every sentence of one abstract, in order."""
    return [LABELS[label] for label in labels_of(texts, model())] if texts else []


def labels_of(texts: list[str], using: Model) -> list[int]:
    """The same as numbers of LABELS, by a given model; at least one sentence."""
    read_texts = [read(text) for text in texts]
    review = Review(read_texts, posteriors(read_texts, places(read_texts), using))
    return in_order(reviewed(review, using))


@lru_cache(maxsize=2)
def sections_of(document: Document) -> tuple[Section, ...]:
    """The document's sections, an abstract without headings cut into labelled parts.

    Headings printed inside the abstract's text are believed; without any, sentences are classified and neighbours of
    one label joined (their `label` stays empty: no heading stands there). Everything else is returned as it is.
    """
    found: list[Section] = []
    for section in document.sections:
        if section.kind == "abstract":
            found += _parts(document.text, section) or [section]
        else:
            found.append(section)
    return tuple(found)


def _parts(text: str, section: Section) -> list[Section]:
    ranges = sentences(text, section.start, section.end)
    if len(ranges) < 3 or len(ranges) > _MAX_SENTENCES:
        return []
    printed = list(_printed(text, ranges, section.end))
    if len(printed) >= 2:
        return printed
    labels = classify_sentences([text[start:end] for start, end in ranges])
    parts = []
    for label, group in groupby(zip(labels, ranges, strict=True), key=lambda pair: pair[0]):
        held = [place for _, place in group]
        parts.append(Section(label="", kind=_KINDS[label], start=held[0][0], end=held[-1][1]))
    return parts


def _printed(text: str, ranges: list[tuple[int, int]], end: int) -> Iterator[Section]:
    """Parts under headings that are printed in the running text ("METHODS: We ...")."""
    heads: list[tuple[str, str, int, int]] = []
    for start, stop in ranges:
        label, behind = _label_of(text, start, stop)
        kind = heading_kind(label)
        if kind is not None and kind != "mixed":
            heads.append((label, kind, start, behind))
    for i, (label, kind, _, begin) in enumerate(heads):
        stop = heads[i + 1][2] if i + 1 < len(heads) else end
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        if stop > begin:
            kind = "conclusions" if kind == "discussion" else kind
            yield Section(label=label, kind=f"abstract.{kind}", start=begin, end=stop)


def _label_of(text: str, start: int, stop: int) -> tuple[str, int]:
    """The label that a sentence begins with and where the words behind it begin; '' where none does."""
    match = _PRINTED.match(text[start:stop])
    if match is not None and (match["mark"] == ":" or match["label"].isupper()):
        return match["label"], start + match.end()
    glued = glued_heading(text, start, stop) or ""
    return glued, start + len(glued)
