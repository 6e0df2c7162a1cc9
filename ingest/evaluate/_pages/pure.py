"""Elsevier Pure: fields of a rendered output."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.evaluate._pages import Field, equal, families, normal, year
from ingest.identifiers import doi
from ingest.records import Parsed


def compare(gold: dict[str, Any], parsed: list[Parsed], path: Path) -> Iterator[Field]:
    """Title, authors, year, pages, volume, type, DOI, details and the abstract's opening words."""
    citation = parsed[0].citation if parsed else None
    document = parsed[0].document if parsed else None
    properties = gold.get("properties") or {}
    yield equal("title", gold["title"], citation and citation.title)
    expected = [name.split(",")[0] for name in gold["authors"]]
    yield equal("authors", expected, families(citation.authors) if citation else [])
    yield equal("year", gold["year"], year(citation.issued) if citation else None)
    yield equal("language", (properties.get("Original language") or "")[:2] or None, citation and citation.language)
    yield equal("doi", [doi(found) for found in gold["dois"]][:1], [citation.doi] if citation and citation.doi else [])
    container = properties.get("Title of host publication") or properties.get("Journal")
    yield equal("container", container, citation and citation.container_title)
    yield equal("publisher", properties.get("Publisher"), citation and citation.publisher)
    yield equal("volume", properties.get("Volume"), citation and citation.volume)
    yield equal("pages", properties.get("Pages") or properties.get("Pages (from-to)"), citation and citation.page)
    yield equal("number", properties.get("Article number"), citation and citation.number)
    opening = gold["abstract_first8"]
    text = next((document.text[s.start :] for s in document.of_kind("abstract")), "") if document else ""
    yield Field(name="abstract", expected=opening, got=text[:80], right=(normal(text) or "").startswith(normal(opening) or ""))
