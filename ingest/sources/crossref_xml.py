"""Crossref's XML: query results in UNIXREF / UNIXSD, as content negotiation and deposit tools give them.

Home: https://www.crossref.org/   Terms: https://www.crossref.org/documentation/retrieve-metadata/xml-api/
Oddities seen (2026-11): the work's own element stands beside those of its journal, issue or book; several publication
dates by medium; impossible months; numbers of relations as `crm-item`; titles with face markup; an unresolved query says
so in `status`. Dates: the earliest of the work's own publication dates, as precise as given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import identifiers
from ingest.bibliographic_work import Work, earliest, key_of, person, plain, title_of
from ingest.errors import NotAPage, PageChanged
from ingest.markup import clean, local_path, text_of, xml_tree
from ingest.page import Page
from ingest.records import Author, Link, Notice, Parsed, Reference, Registration

KIND = "bibliographic"
HOME = "https://www.crossref.org/"
URL: re.Pattern[str] | None = re.compile(r"^https?://(?:www\.)?(?:doi\.)?crossref\.org/(?:openurl|servlet/query)", re.I)
RANK = 10

POINTERS = {
    "title": "/titles/title",
    "original_title": "/titles/original_language_title",
    "issued": "/publication_date",
    "doi": "/doi_data/doi",
    "url": "/doi_data/resource",
    "page": "/pages/first_page",
    "authors": "/contributors",
    "abstract": "/abstract",
}
_WORKS = (
    ("journal_article", "article-journal"),
    ("posted_content", "article"),
    ("content_item", "chapter"),
    ("conference_paper", "paper-conference"),
    ("dissertation", "thesis"),
    ("report-paper_metadata", "report"),
    ("report-paper_series_metadata", "report"),
    ("dataset", "dataset"),
    ("book_metadata", "book"),
    ("book_series_metadata", "book"),
    ("book_set_metadata", "book"),
    ("standard_metadata", "document"),
    ("database_metadata", "dataset"),
    ("peer_review", "document"),
    ("component", "document"),
    ("journal_metadata", "document"),
)
_NOTICES = {
    "retraction": "retraction",
    "removal": "withdrawal",
    "withdrawal": "withdrawal",
    "expression_of_concern": "expression-of-concern",
    "correction": "correction",
    "corrigendum": "correction",
    "addendum": "correction",
    "clarification": "correction",
    "partial_retraction": "correction",
    "erratum": "erratum",
}
_ROOT = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:\w+:)?(?:crossref_result|doi_records|crossref)\b")


def recognizes(page: Page) -> bool:
    """The root element of a query's result."""
    return bool(_ROOT.match(page.body[:600]))


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each work. Raises NotAPage for an unresolved query, PageChanged for a result of no known kind."""
    root: Any = xml_tree(page)
    records = list(root.iter("{*}crossref")) if not root.tag.endswith("}crossref") else [root]
    found = [(work, kind, record) for record in records if (known := _work(record)) for work, kind in [known]]
    if not found:
        query = next(root.iter("{*}query"), None)
        status = query.get("status") if query is not None else None
        message = next((text_of(item) for item in root.iter("{*}msg", "{*}error")), None)
        if status == "resolved" and not message:
            # Only what the query line itself says: a DOI, counts, no title.
            raise PageChanged("a resolved query of Crossref without a record of the work")
        raise NotAPage(f"a query of Crossref without a result: {message or status or 'no record'}")
    for position, (work, kind, record) in enumerate(found):
        yield _read(root, work, kind, record, position, several=len(found) > 1)


def _work(record: Any) -> tuple[Any, str] | None:
    for tag, kind in _WORKS:
        found = next((item for item in record.iter(f"{{*}}{tag}")), None)
        if found is not None:
            return found, kind
    return None


def _text(element: Any, *paths: str) -> str | None:
    """The first text at one of the paths below an element, namespaces aside."""
    for path in paths:
        found = element.find("/".join("{*}" + step for step in path.split("/"))) if element is not None else None
        if found is not None and (text := text_of(found)):
            return text
    return None


def _marked(element: Any, path: str) -> str | None:
    """The same without the white space that pretty printing puts around face markup."""
    text = _text(element, path)
    return re.sub(r"\s+([,.;:)])", r"\1", text) if text else None


def _read(root: Any, work: Any, kind: str, record: Any, position: int, several: bool) -> Parsed:
    journal = next(record.iter("{*}journal_metadata"), None)
    issue = next(record.iter("{*}journal_issue"), None)
    book = next(
        (b for tag in ("book_metadata", "book_series_metadata", "proceedings_metadata") for b in record.iter(f"{{*}}{tag}")), None
    )
    doi = identifiers.doi(_text(work, "doi_data/doi")) or identifiers.doi(_text(root, ".//doi"))
    title = title_of(_marked(work, "titles/title"), _marked(work, "titles/subtitle")) or _text(work, "full_title")
    if not title and not doi:
        raise PageChanged("a work of Crossref with neither title nor DOI")
    first, last = _text(work, "pages/first_page"), _text(work, "pages/last_page")
    item = next((clean(i.text) for i in work.iter("{*}item_number") if i.get("item_number_type") != "sequence-number"), None)
    fields = {
        "original_title": _marked(work, "titles/original_language_title"),
        "container_title": _text(journal, "full_title") or (_container(book) if book is not work else None),
        "container_title_short": _text(journal, "abbrev_title"),
        "volume": _text(issue, "journal_volume/volume") or _text(work, "volume"),
        "issue": _text(issue, "issue"),
        "page": (f"{first}-{last}" if last and first != last else first) if first else item,
        "number": item,
        "issued": _issued(work, issue, book),
        "publisher": _publisher(root, work, book),
        "language": work.get("language") or (journal.get("language") if journal is not None else None),
        "doi": doi,
        "issn": identifiers.issn(_text(journal, "issn")),
        "url": _text(work, "doi_data/resource"),
    }
    result = Work(type=kind, title=plain(title), abstract=_abstract(work), fields=fields)
    result.authors = list(_authors(work)) or (list(_authors(book)) if kind == "book" and book is not None else [])
    place = local_path(work)
    result.notices, result.links = _updates(work, doi)
    result.links += _relations(root)
    result.registrations = _registrations(work)
    for block in work.iter("{*}citation_list"):
        where = local_path(block)
        entries = block.findall("{*}citation")
        result.references += [_reference(entry, f"{where}/citation[{i}]") for i, entry in enumerate(entries, start=1)]
    return result.parsed(POINTERS, place, key_of(fields, position) if several else None)


def _container(book: Any) -> str | None:
    return _marked(book, "titles/title") or _text(book, "proceedings_title") if book is not None else None


def _issued(work: Any, issue: Any, book: Any) -> str | None:
    for element, tags in (
        (work, ("publication_date", "posted_date", "approval_date", "review_date")),
        (issue, ("publication_date",)),
        (book, ("publication_date",)),
    ):
        if element is not None:
            found = earliest(_date(date) for tag in tags for date in element.findall(f"{{*}}{tag}"))
            if found:
                return found
    stated = work.find("{*}database_date/{*}publication_date")
    if stated is None:
        stated = work.find("{*}database_date/{*}creation_date")
    return _date(stated) if stated is not None else None


def _date(element: Any) -> str | None:
    year, month, day = (_text(element, name) or "" for name in ("year", "month", "day"))
    if not re.fullmatch(r"\d{4}", year):
        return None
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return year
    return f"{year}-{int(month):02}-{int(day):02}" if day.isdigit() and 1 <= int(day) <= 31 else f"{year}-{int(month):02}"


def _publisher(root: Any, work: Any, book: Any) -> str | None:
    named = next((clean(i.text) for i in root.iter("{*}crm-item") if i.get("name") == "publisher-name"), None)
    return (
        _text(work, "publisher/publisher_name", "institution/institution_name")
        or _text(book, "publisher/publisher_name")
        or named
    )


def _abstract(work: Any) -> str | None:
    """The abstract with its headings marked, as `abstract_parts` reads them."""
    found = next(work.iter("{http://www.ncbi.nlm.nih.gov/JATS1}abstract"), None)
    if found is None:
        return None
    parts = []
    for element in found.iter("{*}title", "{*}p"):
        tag = "title" if element.tag.endswith("}title") else "p"
        text = (text_of(element) or "").replace("&", "&amp;").replace("<", "&lt;")
        parts.append(f"<{tag}>{text}</{tag}>")
    return "".join(parts) or text_of(found)


def _authors(work: Any) -> Iterator[Author | None]:
    for item in work.findall("{*}contributors/*"):
        if item.get("contributor_role", "author") != "author":
            continue
        if item.tag.endswith("}organization"):
            yield Author(literal=text_of(item)) if text_of(item) else None
        elif family := _text(item, "surname"):
            orcid = _text(item, "ORCID")
            yield Author(family=family, given=_text(item, "given_name"), orcid=identifiers.orcid(orcid) if orcid else None)
    direct = work.findall("{*}person_name")
    for item in direct:  # dissertations before 2018
        yield Author(family=_text(item, "surname"), given=_text(item, "given_name"))


def _updates(work: Any, doi: str | None) -> tuple[list[Notice], list[Link]]:
    notices: list[Notice] = []
    links: list[Link] = []
    for update in work.iter("{*}update"):
        kind = _NOTICES.get((update.get("type") or "").lower())
        target, pointer = identifiers.doi(text_of(update)), local_path(update)
        if not kind or not target or target == doi:
            continue
        when = update.get("date")
        notices.append(
            Notice(kind=kind, asserted_by="crossref", notice_doi=doi, noticed_on=when, target_doi=target, pointer=pointer)
        )
        relation = "retracts" if kind in ("retraction", "withdrawal") else "corrects"
        links.append(Link(relation=relation, rule="crossref-update", doi=target, pointer=pointer))
    return notices, links


def _relations(root: Any) -> list[Link]:
    found = []
    for item in root.iter("{*}crm-item"):
        claim, target = item.get("claim") or "", identifiers.doi(text_of(item))
        if item.get("name") == "relation" and target and re.search(r"preprint|version|manuscript|translation", claim, re.I):
            pointer = local_path(item)
            found.append(Link(relation="version-of", rule=f"crossref-{claim}", doi=target, pointer=pointer))
    return found


def _registrations(work: Any) -> list[Registration]:
    found: dict[str, Registration] = {}
    for item in work.iter("{*}clinical-trial-number"):
        number = identifiers.registry_number(text_of(item))
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
                    pointer=local_path(item),
                ),
            )
    return list(found.values())


def _reference(entry: Any, pointer: str) -> Reference:
    author, year = _text(entry, "author"), _text(entry, "cYear")
    title = _text(entry, "article_title", "volume_title")
    journal, volume, first = _text(entry, "journal_title"), _text(entry, "volume"), _text(entry, "first_page")
    raw = _text(entry, "unstructured_citation") or ", ".join(t for t in (author, year, title, journal, volume, first) if t)
    named = person(author) if author and "," in author else Author(family=author) if author else None
    years = re.findall(r"\d{4}", year or "")
    return Reference(
        raw=raw or _text(entry, "doi") or entry.get("key") or "",
        authors=(named,) if named else (),
        year=years[0] if years else None,
        title=title,
        container_title=journal,
        volume=volume,
        issue=_text(entry, "issue"),
        first_page=first,
        doi=identifiers.doi(_text(entry, "doi")),
        pointer=pointer,
    )
