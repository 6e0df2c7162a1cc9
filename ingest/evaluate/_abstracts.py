"""Gold rows that carry an abstract in sections and sentences, as the extraction sees an abstract."""

from __future__ import annotations

from typing import Any

from ingest.extract.finding_document import Abstract, of_sentences
from ingest.extract.sections import classify_sentences
from ingest.headings import heading_kind

_KINDS = {"results": "results", "conclusions": "conclusions", "discussion": "conclusions", "methods": "methods",
          "background": "background", "objective": "background", "introduction": "background"}  # fmt: skip
_LEARNED = {"RESULTS": "results", "CONCLUSIONS": "conclusions", "METHODS": "methods", "BACKGROUND": "background",
            "OBJECTIVE": "background"}  # fmt: skip


def abstract_of_row(row: dict[str, Any]) -> Abstract:
    """The abstract of a row: kinds of its sentences by the printed headings, else by the section model."""
    texts: list[str] = row["abstract_sentences"]
    kinds, labelled = _kinds(row.get("abstract_sections") or [], texts)
    return of_sentences(row.get("title") or "", texts, kinds, labelled)


def _kinds(sections: list[dict[str, str]], texts: list[str]) -> tuple[list[str], bool]:
    known = [(_KINDS.get(heading_kind(s.get("label") or "") or "", ""), " ".join(s["text"].split())) for s in sections]
    if not any(kind for kind, _ in known):
        return [_LEARNED[label] for label in classify_sentences(texts)], False
    kinds, at = [], 0
    for text in texts:
        plain = " ".join(text.split())
        further = at
        while further < len(known) and plain not in known[further][1]:
            further += 1
        if further < len(known):
            at = further
        kinds.append(known[at][0])
    return kinds, True
