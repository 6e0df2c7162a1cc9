"""What a page says of its article as JSON-LD (https://schema.org/ScholarlyArticle)."""

from __future__ import annotations

from typing import Any

from ingest.json_pages import at
from ingest.lenient_xml import plain
from ingest.markup import json_ld

_SCHOLARLY = ("ScholarlyArticle", "MedicalScholarlyArticle", "Dataset", "Thesis", "Report", "Chapter", "Preprint")


def scholarly_object(tree: Any) -> dict[str, Any]:
    """The object that describes the article, also inside a page's main entity; empty when there is none."""
    for item in json_ld(tree):
        for candidate in (item, item.get("mainEntity")):
            if isinstance(candidate, dict) and any(kind in str(candidate.get("@type") or "") for kind in _SCHOLARLY):
                return candidate
    return {}


def stated_in(item: dict[str, Any], name: str) -> tuple[str, str] | None:
    """(text, "ld+json") of a citation's field, or None; journal, volume and issue stand in nested `isPartOf`."""
    part = item.get("isPartOf")
    part = part[0] if isinstance(part, list) and part else part
    outer = at(part, "isPartOf")
    paths: dict[str, tuple[Any, ...]] = {
        "title": (item.get("headline"), item.get("name")),
        "container_title": (
            at(outer, "isPartOf", "name"),
            at(outer, "name"),
            at(part, "name"),
            at(item, "publication", "name"),
        ),
        "volume": (at(part, "volumeNumber"), at(outer, "volumeNumber"), item.get("volumeNumber")),
        "issue": (at(part, "issueNumber"), item.get("issueNumber")),
        "publisher": (at(item, "publisher", "name"), item.get("publisher")),
        "language": (at(item, "inLanguage", "alternateName"), item.get("inLanguage")),
        "page": (item.get("pagination"), item.get("pageStart")),
    }
    for value in paths.get(name, ()):
        text = plain(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
        if text:
            end = item.get("pageEnd")
            if name == "page" and "-" not in text and isinstance(end, str | int) and str(end) != text:
                text = f"{text}-{end}"
            return text, "ld+json"
    return None


def stated_ids(item: dict[str, Any], name: str) -> list[str]:
    """Texts in which a DOI or an ISSN of the article may stand."""
    if name == "issn":
        part = item.get("isPartOf")
        found = [at(part, "issn"), at(part, "isPartOf", "issn"), at(part, "isPartOf", "isPartOf", "issn")]
    elif name == "doi":
        ids = item.get("identifier")
        found = [
            item.get("doi"),
            *(i.get("value") if isinstance(i, dict) else i for i in (ids if isinstance(ids, list) else [ids])),
        ]
        same = item.get("sameAs")
        found += [*(same if isinstance(same, list) else [same]), item.get("@id"), item.get("url")]
    else:
        return []
    return [text for value in found for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
