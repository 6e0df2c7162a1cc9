"""Crossref's REST API: one work, lists of works, dumps (also gzip and one work a line).

Home: https://www.crossref.org/   Terms: https://www.crossref.org/documentation/retrieve-metadata/rest-api/
Oddities seen (2026-11): titles and subtitles are lists, plain strings in content negotiation; tags and character
references inside titles; JATS in abstracts; `issued` may hold [null]; `update-to` stands on the notice, `updated-by` on
the noticed work; component, journal and error answers share the envelope. A program's cut of it
(`"source": "crossref"` with names already joined) is read too.
Date: the earliest of published-online, published-print, published, posted, issued, published-other, as precise as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import identifiers
from ingest.bibliographic_work import Work, date_parts, earliest, key_of, person, plain, title_of
from ingest.errors import NotAPage, PageChanged
from ingest.json_pages import at, items_at, json_head, text_at
from ingest.json_stream import Item, each_record
from ingest.page import Page
from ingest.records import Author, Keyword, Link, Notice, Parsed, Reference, Registration

KIND = "bibliographic"
HOME = "https://www.crossref.org/"
URL: re.Pattern[str] | None = re.compile(r"^https?://api\.crossref\.org/", re.I)
RANK = 10
STREAMS = True

POINTERS = {
    "type": "/type",
    "title": "/title",
    "original_title": "/original-title",
    "container_title": "/container-title",
    "container_title_short": "/short-container-title",
    "volume": "/volume",
    "issue": "/issue",
    "page": "/page",
    "number": "/article-number",
    "issued": "/issued",
    "publisher": "/publisher",
    "language": "/language",
    "abstract": "/abstract",
    "doi": "/DOI",
    "issn": "/ISSN",
    "url": "/URL",
    "authors": "/author",
    "keywords": "/subject",
}
_TYPES = {
    "journal-article": "article-journal",
    "article-journal": "article-journal",
    "posted-content": "article",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "reference-entry": "chapter",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "proceedings-article": "paper-conference",
    "dissertation": "thesis",
    "dataset": "dataset",
    "report": "report",
    "report-component": "report",
}
_DATES = ("published-online", "published-print", "published", "posted", "issued", "published-other")
_NOTICES = {
    "retraction": "retraction",
    "partial_retraction": "correction",
    "removal": "withdrawal",
    "withdrawal": "withdrawal",
    "expression_of_concern": "expression-of-concern",
    "correction": "correction",
    "corrigendum": "correction",
    "addendum": "correction",
    "clarification": "correction",
    "erratum": "erratum",
    "reinstatement": "reinstatement",
}
_RELATIONS = {
    "is-preprint-of": "version-of",
    "has-preprint": "version-of",
    "is-version-of": "version-of",
    "has-version": "version-of",
    "is-manuscript-of": "version-of",
    "has-manuscript": "version-of",
    "is-translation-of": "version-of",
    "has-translation": "version-of",
    "is-identical-to": "same-work",
    "is-same-as": "same-work",
    "is-supplement-to": "related",
    "is-supplemented-by": "related",
    "is-comment-on": "related",
    "has-comment": "related",
    "is-reply-to": "related",
    "has-reply": "related",
    "is-related-material": "related",
    "has-related-material": "related",
}


def recognizes(page: Page) -> bool:
    """The API's envelope, the public data file's, or a work that starts as its works do."""
    head = json_head(page)
    if not head:
        return False
    if b'"message-type"' in head and b'"message-version"' in head:
        return True
    if re.match(rb'\{\s*"source"\s*:\s*"crossref"', head):
        return True
    if re.match(rb'\{\s*"items"\s*:\s*\[\s*\{', head) and re.search(
        rb'"(?:content-domain|(?:is-)?references?[a-z-]*-count)"', head
    ):
        return True
    return bool(re.match(rb'\[?\s*\{\s*(?:"_id".{0,80}?\},\s*)?"(?:indexed|institution|reference-count)"\s*:', head, re.S))


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each work, streamed. Raises NotAPage for errors and for answers that are about no work."""
    kind = re.search(rb'"message-type"\s*:\s*"([a-z-]+)"', json_head(page))
    about = f" (it is a {kind[1].decode()})" if kind else ""
    nothing = NotAPage(f"an answer of Crossref without a work{about}")
    yield from each_record(page, ("/message/items", "/items"), _work, _read, nothing)


def _work(item: Item) -> tuple[dict[str, Any], str] | None:
    """An item of a list of works, an answer about one work, or a work by itself."""
    work, pointer = item.value, item.pointer
    kind = text_at(item.above or work, "message-type")
    if kind is not None and item.above is None:
        work, pointer = at(work, "message"), f"{pointer}/message"
    is_of_works = kind is None or kind == "work" or (kind.startswith("work") and item.above is not None)
    is_work = isinstance(work, dict) and ("DOI" in work or "title" in work)
    return (work, pointer) if is_of_works and is_work else None


def _first(work: dict[str, Any], name: str) -> Any:
    found = work.get(name)
    return found[0] if isinstance(found, list) and found else found if isinstance(found, str) else None


def _read(work: dict[str, Any], base: str, position: int, several: bool) -> Parsed:
    title = title_of(_first(work, "title"), _first(work, "subtitle"))
    doi = identifiers.doi(text_at(work, "DOI") or text_at(work, "doi"))
    if not title and not doi:
        raise PageChanged("a work of Crossref with neither title nor DOI")
    fields = {
        "original_title": plain(_first(work, "original-title")),
        "container_title": plain(_first(work, "container-title")) or plain(work.get("journal")),
        "container_title_short": plain(_first(work, "short-container-title") or _first(work, "container-title-short")),
        "volume": text_at(work, "volume"),
        "issue": text_at(work, "issue"),
        "page": text_at(work, "page") or text_at(work, "article-number"),
        "number": text_at(work, "article-number"),
        "issued": earliest(date_parts(work.get(name)) for name in _DATES) or _iso(work.get("publication_date")),
        "publisher": plain(work.get("publisher")),
        "language": text_at(work, "language"),
        "doi": doi,
        "issn": identifiers.issn(str(_first(work, "ISSN") or _first(work, "issn") or "")),
        "url": text_at(work, "URL") or (f"https://doi.org/{doi}" if doi else None),
    }
    kind = text_at(work, "type") or ""
    result = Work(type=_TYPES.get(kind, "document"), title=title, abstract=work.get("abstract"), fields=fields)
    result.authors = [_author(item) for item in items_at(work, "author") or items_at(work, "authors")]
    result.keywords = [Keyword(scheme="research-area", term=str(name)) for name in items_at(work, "subject") if name]
    result.notices, result.links = _notices(work, base, doi)
    result.links += _relations(work, base)
    result.registrations = _registrations(work, base)
    result.references = [_reference(item, f"{base}/reference/{i}") for i, item in enumerate(items_at(work, "reference"))]
    return result.parsed(POINTERS, base, key_of(fields, position) if several else None)


def _iso(value: Any) -> str | None:
    match = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", str(value or ""))
    return match[0] if match else None


def _author(item: Any) -> Author | None:
    if not isinstance(item, dict):
        return person(item) if isinstance(item, str) else None
    orcid = text_at(item, "ORCID") or text_at(item, "orcid")
    if family := plain(item.get("family")):
        return Author(family=family, given=plain(item.get("given")), orcid=identifiers.orcid(orcid))
    name = plain(item.get("name") or item.get("literal") or item.get("given"))
    return Author(literal=name) if name else None


def _notices(work: dict[str, Any], base: str, doi: str | None) -> tuple[list[Notice], list[Link]]:
    notices: list[Notice] = []
    links: list[Link] = []
    for position, update in enumerate(items_at(work, "update-to")):
        kind = _NOTICES.get((text_at(update, "type") or "").lower().replace("-", "_").replace(" ", "_"))
        target, pointer = identifiers.doi(text_at(update, "DOI")), f"{base}/update-to/{position}"
        if not target or target == doi:
            continue
        if kind is None:
            links.append(Link(relation="version-of", rule="crossref-update-to", doi=target, pointer=pointer))
            continue
        noticed_on = date_parts(at(update, "updated"))
        notices.append(
            Notice(kind=kind, asserted_by="crossref", notice_doi=doi, noticed_on=noticed_on, target_doi=target, pointer=pointer)
        )
        relation = "retracts" if kind in ("retraction", "withdrawal") else "corrects" if kind != "reinstatement" else "related"
        links.append(Link(relation=relation, rule="crossref-update-to", doi=target, pointer=pointer))
    for position, update in enumerate(items_at(work, "updated-by")):
        kind = _NOTICES.get((text_at(update, "type") or "").lower().replace("-", "_").replace(" ", "_"))
        if kind:
            notices.append(
                Notice(
                    kind=kind,
                    asserted_by=text_at(update, "source") or "crossref",
                    notice_doi=identifiers.doi(text_at(update, "DOI")),
                    noticed_on=date_parts(at(update, "updated")),
                    pointer=f"{base}/updated-by/{position}",
                )
            )
    return notices, links


def _relations(work: dict[str, Any], base: str) -> list[Link]:
    links = []
    for name, targets in (at(work, "relation") or {}).items() if isinstance(at(work, "relation"), dict) else ():
        relation = _RELATIONS.get(name)
        for position, target in enumerate(targets if isinstance(targets, list) else []):
            if relation and text_at(target, "id-type") == "doi" and (doi := identifiers.doi(text_at(target, "id"))):
                pointer = f"{base}/relation/{name}/{position}"
                links.append(Link(relation=relation, rule=f"crossref-{name}", doi=doi, pointer=pointer))
    return links


def _registrations(work: dict[str, Any], base: str) -> list[Registration]:
    """Numbers that the publisher deposited as the work's own trial."""
    found: dict[str, Registration] = {}
    for position, item in enumerate(items_at(work, "clinical-trial-number")):
        written = text_at(item, "clinical-trial-number") or ""
        number = identifiers.registry_number(written)
        if number:
            found.setdefault(
                number.value,
                Registration(
                    registry=number.scheme,
                    number=number.value,
                    as_written=number.as_written,
                    status="rejected" if number.reject_reason else "valid",
                    rule="crossref-clinical-trial-number",
                    reject_reason=number.reject_reason,
                    pointer=f"{base}/clinical-trial-number/{position}",
                ),
            )
    return list(found.values())


def _reference(item: Any, pointer: str) -> Reference:
    first, _, last = (text_at(item, "first-page") or "").partition("-")
    author = text_at(item, "author")
    raw = text_at(item, "unstructured") or ", ".join(
        text
        for name in ("author", "year", "article-title", "journal-title", "volume-title", "volume", "first-page")
        if (text := text_at(item, name))
    )
    return Reference(
        raw=plain(raw) or text_at(item, "DOI") or text_at(item, "key") or "",
        authors=(Author(family=author),) if author else (),
        year=(re.findall(r"\d{4}", text_at(item, "year") or "") or [None])[0],
        title=plain(text_at(item, "article-title") or text_at(item, "volume-title")),
        container_title=plain(text_at(item, "journal-title")),
        volume=text_at(item, "volume"),
        issue=text_at(item, "issue"),
        first_page=first or None,
        last_page=last or None,
        doi=identifiers.doi(text_at(item, "DOI")),
        pointer=pointer,
    )
