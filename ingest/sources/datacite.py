"""DataCite: the REST API's records (one, lists, bare attributes) and its metadata schema as XML.

Home: https://datacite.org/   Terms: https://datacite.org/terms-and-conditions/
Oddities seen (2026-11): attributes stand inside or without `data`; "(:Unav)" for unknown names; "Family, Given" in `name`
also where the parts are given; several titles with types; years as numbers or text; dates as ranges; publishers as text or
object; a resource type in three vocabularies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import identifiers
from ingest.bibliographic_work import Work, key_of, person, plain, title_of
from ingest.errors import NotAPage, PageChanged
from ingest.json_pages import at, items_at, json_head, text_at
from ingest.json_stream import Item, each_record
from ingest.markup import clean, xml_tree
from ingest.page import Page
from ingest.records import Author, Keyword, Link, Parsed

KIND = "bibliographic"
HOME = "https://datacite.org/"
URL: re.Pattern[str] | None = re.compile(r"^https?://api\.datacite\.org/", re.I)
RANK = 10
STREAMS = True

POINTERS = {
    "title": "/titles",
    "container_title": "/container/title",
    "volume": "/container/volume",
    "issue": "/container/issue",
    "page": "/container/firstPage",
    "issued": "/dates",
    "publisher": "/publisher",
    "language": "/language",
    "abstract": "/descriptions",
    "doi": "/doi",
    "url": "/url",
    "authors": "/creators",
    "keywords": "/subjects",
}
_TYPES = {
    "journalarticle": "article-journal",
    "datapaper": "article-journal",
    "preprint": "article",
    "dataset": "dataset",
    "book": "book",
    "bookchapter": "chapter",
    "conferencepaper": "paper-conference",
    "dissertation": "thesis",
    "report": "report",
    "studyregistration": "registration",
    "thesis": "thesis",
    "blogposting": "post-weblog",
    "scholarlyarticle": "article-journal",
}
_VERSIONS = {
    "ispreviousversionof": "version-of",
    "isnewversionof": "version-of",
    "isversionof": "version-of",
    "hasversion": "version-of",
    "ispreprintof": "version-of",
    "isvariantformof": "version-of",
    "isidenticalto": "same-work",
    "references": "cites",
    "cites": "cites",
}
_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:\w+:)?resource\b[^>]*datacite\.org/schema/", re.S)


def recognizes(page: Page) -> bool:
    """Records with creators and a type of DOI, or the schema's root element."""
    head = json_head(page)
    if not head:
        return bool(_XML.match(page.body[:1500]))
    if b'"dois"' in head and b'"attributes"' in head:
        return True
    start = re.match(rb'[\[{\s]*"(?:data|attributes)"\s*:', head)
    if start and b'"creators"' in page.body:
        return True
    return b'"resourceTypeGeneral"' in page.body and b'"creators"' in page.body and b'"titles"' in page.body


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each record, JSON streamed. Raises NotAPage for errors and empty lists, PageChanged for one without title and DOI."""
    if not json_head(page):
        yield _read(*_from_xml(page.whole()), 0, several=False)
        return
    yield from each_record(page, ("/data",), _record, _read, NotAPage("an answer of DataCite without a record"))


def _record(item: Item) -> tuple[dict[str, Any], str] | None:
    record, place = item.value, item.pointer
    if item.above is None and isinstance(at(record, "data"), dict):
        record, place = record["data"], f"{place}/data"
    if isinstance(attributes := at(record, "attributes"), dict):
        return {"id": record.get("id"), **attributes}, f"{place}/attributes"
    return (record, place) if isinstance(record, dict) and ("titles" in record or "creators" in record) else None


def _read(record: dict[str, Any], base: str, position: int, several: bool) -> Parsed:
    doi = identifiers.doi(text_at(record, "doi") or text_at(record, "id"))
    title = _title(record)
    if not title and not doi:
        raise PageChanged("a record of DataCite with neither title nor DOI")
    box = at(record, "container")
    first, last = text_at(box, "firstPage"), text_at(box, "lastPage")
    fields = {
        "container_title": plain(text_at(box, "title")),
        "volume": text_at(box, "volume"),
        "issue": text_at(box, "issue"),
        "page": f"{first}-{last}" if first and last and first != last else first,
        "issued": _issued(record),
        "publisher": plain(text_at(record, "publisher", "name") or text_at(record, "publisher")),
        "language": text_at(record, "language"),
        "doi": doi,
        "issn": identifiers.issn(text_at(box, "identifier")) if text_at(box, "identifierType") == "ISSN" else None,
        "url": text_at(record, "url") or (f"https://doi.org/{doi}" if doi else None),
    }
    work = Work(type=_kind(record), title=title, abstract=_abstract(record), fields=fields)
    work.authors = [_author(item) for item in items_at(record, "creators")]
    work.keywords = [
        Keyword(scheme="author", term=term)
        for item in items_at(record, "subjects")
        if (term := plain(item if isinstance(item, str) else text_at(item, "subject")))
    ]
    for place, item in enumerate(items_at(record, "relatedIdentifiers")):
        relation = _VERSIONS.get((text_at(item, "relationType") or "").lower())
        target = identifiers.doi(text_at(item, "relatedIdentifier"))
        if relation and target and target != doi:
            rule = f"datacite-{text_at(item, 'relationType')}"
            work.links.append(Link(relation=relation, rule=rule, doi=target, pointer=f"{base}/relatedIdentifiers/{place}"))
    return work.parsed(POINTERS, base, key_of(fields, position) if several else None)


def _title(record: dict[str, Any]) -> str | None:
    titles = [item if isinstance(item, dict) else {"title": item} for item in items_at(record, "titles")]
    main = [item for item in titles if not text_at(item, "titleType")] or titles
    second = [item for item in titles if text_at(item, "titleType") == "Subtitle"]
    title = title_of(text_at(main[0], "title") if main else None, text_at(second[0], "title") if second else None)
    return None if title and title.lower() in ("(:unav)", "(:tba)", "(:null)") else title


def _issued(record: dict[str, Any]) -> str | None:
    """The date it was issued, else made available, else the year of publication."""
    dates = {(text_at(item, "dateType") or "").lower(): text_at(item, "date") for item in items_at(record, "dates")}
    year = text_at(record, "publicationYear")
    for kind in ("issued", "available"):
        match = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", dates.get(kind) or "")
        if match and (not year or match[0].startswith(year)):
            return match[0]
    return year if year and re.fullmatch(r"[12]\d{3}", year) else None


def _kind(record: dict[str, Any]) -> str:
    types = at(record, "types")
    for name in ("resourceType", "resourceTypeGeneral", "schemaOrg"):
        plain_name = re.sub(r"[^a-z]", "", (text_at(types, name) or "").lower())
        if plain_name in _TYPES:
            return _TYPES[plain_name]
    return "document"


def _abstract(record: dict[str, Any]) -> str | None:
    for item in items_at(record, "descriptions"):
        if text_at(item, "descriptionType") == "Abstract":
            found = at(item, "description")
            return found if isinstance(found, str) else None
    return None


def _author(item: Any) -> Author | None:
    orcid = next((text_at(i, "nameIdentifier") for i in items_at(item, "nameIdentifiers") if "orcid" in str(i).lower()), None)
    orcid = orcid or (text_at(item, "id") if "orcid" in (text_at(item, "id") or "") else None)
    if family := plain(text_at(item, "familyName")):
        return Author(family=family, given=plain(text_at(item, "givenName")), orcid=identifiers.orcid(orcid))
    name = plain(text_at(item, "name") or text_at(item, "creatorName"))
    if name and text_at(item, "nameType") == "Organizational" and not name.startswith("(:"):
        return Author(literal=name)
    return person(name, orcid)


def _from_xml(page: Page) -> tuple[dict[str, Any], str]:
    """The schema's XML in the shape of the API's attributes."""
    root: Any = xml_tree(page)

    def every(path: str) -> list[Any]:
        return list(root.findall("/".join(f"{{*}}{step}" for step in path.split("/"))))

    def one(path: str) -> str | None:
        found = every(path)
        return clean("".join(found[0].itertext())) if found else None

    kind = every("resourceType")
    creators = [
        {
            "name": clean(item.findtext("{*}creatorName")),
            "givenName": clean(item.findtext("{*}givenName")),
            "familyName": clean(item.findtext("{*}familyName")),
            "nameIdentifiers": [
                {"nameIdentifier": n.text, "scheme": n.get("nameIdentifierScheme")} for n in item.findall("{*}nameIdentifier")
            ],
        }
        for item in every("creators/creator")
    ]
    record: dict[str, Any] = {
        "doi": one("identifier"),
        "titles": [{"title": clean(t.text), "titleType": t.get("titleType")} for t in every("titles/title")],
        "creators": creators,
        "publisher": one("publisher"),
        "publicationYear": one("publicationYear"),
        "language": one("language"),
        "dates": [{"date": clean(d.text), "dateType": d.get("dateType")} for d in every("dates/date")],
        "subjects": [{"subject": clean(s.text)} for s in every("subjects/subject")],
        "descriptions": [
            {"description": clean("".join(d.itertext())), "descriptionType": d.get("descriptionType")}
            for d in every("descriptions/description")
        ],
        "types": {"resourceType": clean(kind[0].text), "resourceTypeGeneral": kind[0].get("resourceTypeGeneral")} if kind else {},
        "relatedIdentifiers": [
            {"relatedIdentifier": clean(r.text), "relationType": r.get("relationType")}
            for r in every("relatedIdentifiers/relatedIdentifier")
        ],
    }
    return record, "/*"
