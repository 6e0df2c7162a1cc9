"""Records that reference managers expect from their own test files: Zotero's items (JSON) and JabRef's entries (BibTeX).

Asked is every field that a citation has a place for. Pages are compared with a shortened last page written out (6913-7 is
6913-6917), years as numbers, DOIs in canonical form; of languages and ISSNs those are asked that are one (some files
are forms filled in with the names of their fields).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import identifiers
from ingest.bibtex_records import BibtexEntry, bibtex_names
from ingest.evaluate._pages import Field, equal, families, normal, year
from ingest.exported_dates import language_code
from ingest.latex_text import latex_text
from ingest.link.rows import abstract_of
from ingest.listed_names import listed_person
from ingest.records import Citation, Parsed

# Who made a work, as Zotero calls the first-named kind of person of each type.
_MAKERS = ("author", "inventor", "artist", "director", "programmer", "cartographer", "composer", "performer", "podcaster")
_TITLES = ("title", "caseName", "nameOfAct", "subject")
_CONTAINERS = (
    "publicationTitle",
    "bookTitle",
    "proceedingsTitle",
    "encyclopediaTitle",
    "dictionaryTitle",
    "blogTitle",
    "websiteTitle",
)  # fmt: skip
_PUBLISHERS = ("publisher", "institution", "university", "repository", "distributor", "studio", "label", "company")
_OPENING = 8


def compare_items(gold: list[dict[str, Any]], parsed: list[Parsed]) -> Iterator[Field]:
    """Zotero's expected items against the records, in order."""
    records = [record for record in parsed if record.citation]
    yield equal("records", len(gold), len(records))
    for item, record in zip(gold, records, strict=False):
        makers = next((kind for kind in _MAKERS if any(c["creatorType"] == kind for c in item["creators"])), "")
        names = [c.get("lastName") or c.get("name") for c in item["creators"] if c["creatorType"] == makers]
        yield equal("authors", names, families(record.citation.authors if record.citation else ()))
        # PubMed's preprints have their server where articles have their journal.
        containers = (*_CONTAINERS, "repository") if item["itemType"] == "preprint" else _CONTAINERS
        asked = {
            "title": next((item[name] for name in _TITLES if item.get(name)), None),
            "container": next((item[name] for name in containers if item.get(name)), None),
            "volume": item.get("volume"),
            "issue": item.get("issue"),
            "pages": item.get("pages"),
            "publisher": next((item[name] for name in _PUBLISHERS if item.get(name) and name not in containers), None),
            "doi": item.get("DOI"),
            "issn": identifiers.issn(item.get("ISSN")),
            "language": language_code(item.get("language")),
            "abstract": item.get("abstractNote"),
        }
        yield from _fields(asked, _year(item.get("date") or item.get("issueDate")), record)


def compare_entries(gold: list[BibtexEntry], parsed: list[Parsed]) -> Iterator[Field]:
    """JabRef's expected entries against the records, in order."""
    records = [record for record in parsed if record.citation]
    yield equal("records", len(gold), len(records))
    for entry, record in zip(gold, records, strict=False):
        text = {name: latex_text(value) for name, value in entry.fields.items()}
        names = [person for name in bibtex_names(entry.fields.get("author", "")) if (person := listed_person(name))]
        yield equal("authors", families(names), families(record.citation.authors if record.citation else ()))
        asked = {
            "title": text.get("title"),
            "container": text.get("journal") or text.get("booktitle"),
            "volume": text.get("volume"),
            "issue": text.get("number"),
            "pages": text.get("pages"),
            "publisher": text.get("publisher"),
            "doi": text.get("doi"),
            "issn": identifiers.issn(text.get("issn")),
            "language": language_code(text.get("language")),
            "abstract": text.get("abstract"),
        }
        yield from _fields(asked, _year(text.get("year") or text.get("date")), record)


def _fields(asked: dict[str, str | None], expected_year: int | None, record: Parsed) -> Iterator[Field]:
    """Each field that either side has; what both leave out is not asked."""
    citation = record.citation or Citation(type="document")
    got = {
        "title": citation.title,
        "container": citation.container_title,
        "volume": citation.volume,
        "issue": citation.issue,
        "pages": citation.page,
        "publisher": citation.publisher,
        "doi": citation.doi,
        "issn": citation.issn,
        "language": citation.language,
        "abstract": citation.abstract or abstract_of(record),
    }
    if expected_year or year(citation.issued):
        yield equal("year", expected_year, year(citation.issued))
    for name, expected in asked.items():
        if name in _SAME and expected is not None and got[name] is not None:
            yield Field(name=name, expected=expected, got=got[name], right=_SAME[name](expected) == _SAME[name](got[name]))
        elif expected or (got[name] and name in ("title", "volume", "issue", "abstract")):
            yield equal(name, expected, got[name])


def _year(text: str | None) -> int | None:
    found = re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", text or "")
    return int(found.group()) if found else None


def _pages(text: str) -> str | None:
    plain = re.sub(r"\s*[-–—―]+\s*", "-", str(normal(text) or ""))
    short = re.fullmatch(r"(\d+)-(\d+)", plain)
    if short and len(short[2]) < len(short[1]):
        return f"{short[1]}-{short[1][: len(short[1]) - len(short[2])]}{short[2]}"
    return plain


def _opening(text: str) -> str:
    return " ".join(re.findall(r"\w+", str(normal(text) or ""))[:_OPENING])


_SAME = {
    "pages": _pages,
    "abstract": _opening,
    "doi": lambda text: identifiers.doi(text) or normal(text),
    "volume": normal,
    "issue": normal,
    "publisher": normal,
    "container": lambda text: normal(re.sub(r"\s+:", ":", text)),
    "title": normal,
}
