"""Numeric results of two arms, outcome given. Asked: article, outcome, intervention, comparator; answered: the figures.

With `articles` (a folder of JATS files named by PMCID) the full text is read, without it the row's abstract.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.errors import TrialtraceError
from ingest.extract.numeric import Numbers, numbers
from ingest.markup import DocumentBuilder
from ingest.page import Page
from ingest.records import Document
from ingest.sources import jats

SCORER = "score_numeric.py"
SCORER_OPTIONS: list[str] = []
ASKED = {"id": object, "pmcid": str, "outcome": str, "intervention": str, "comparator": str}


def predict(rows: list[dict[str, Any]], articles: Path | None) -> Iterator[dict[str, Any]]:
    """One prediction a row, in the scorer's format."""
    texts = documents(rows, articles)
    for row in rows:
        yield answer(row, texts[row["pmcid"]])


def documents(rows: Sequence[dict[str, Any]], articles: Path | None) -> dict[str, Document]:
    """The document of every row's article: the full text where it can be read, else title and abstract."""
    found: dict[str, Document] = {}
    for row in rows:
        if row["pmcid"] not in found:
            found[row["pmcid"]] = _article(row["pmcid"], articles) or _abstract(row)
    return found


def _article(pmcid: str, articles: Path | None) -> Document | None:
    path = articles / f"{pmcid}.nxml" if articles else None
    if path is None or not path.exists():
        return None
    page = Page.of(f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/", path.read_bytes(), "application/xml")
    try:
        return next((parsed.document for parsed in jats.parse(page)), None)
    except TrialtraceError:
        return None


def _abstract(row: dict[str, Any]) -> Document:
    builder = DocumentBuilder()
    builder.add("title", row.get("title"))
    for section in row.get("abstract_sections", ()):
        builder.add("abstract", section["text"], section.get("label") or "")
    return builder.build()


def answer(row: dict[str, Any], document: Document) -> dict[str, Any]:
    """The prediction for one row."""
    found = numbers(document, row["outcome"], row["intervention"], row["comparator"])
    return {"id": row["id"], "outcome_type": found.outcome_type, "values": _values(found), "confidence": found.confidence}


def _values(found: Numbers) -> dict[str, float | int | None]:
    values: dict[str, float | int | None] = {}
    for name, arm in (("intervention", found.intervention), ("comparator", found.comparator)):
        if found.outcome_type == "binary":
            values[f"{name}_events"] = arm.events
        else:
            values[f"{name}_mean"] = arm.mean
            values[f"{name}_standard_deviation"] = arm.sd
        values[f"{name}_group_size"] = arm.n
    return values
