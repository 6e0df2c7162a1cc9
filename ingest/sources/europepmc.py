"""Europe PMC's REST API: search results, lite and core, as JSON and as Dublin Core XML.

Home: https://europepmc.org/   Terms: https://europepmc.org/Copyright
Oddities seen (2026-11): lite records have one author string and one journal title, core records lists; titles end in a
full stop; abstracts carry h4 headings; a record of a preprint server has source PPR and a type "preprint"; notices are
`commentCorrectionList` with "Retraction in", "Erratum for" and the like.
Date: firstPublicationDate, else the journal's date, else the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from ingest import identifiers
from ingest.bibliographic_work import Work, key_of, person, plain
from ingest.errors import NotAPage
from ingest.json_pages import at, items_at, json_head, text_at
from ingest.json_stream import Item, each_record
from ingest.markup import clean, local_path, xml_tree
from ingest.page import Page
from ingest.records import Author, Keyword, Link, Notice, Parsed

KIND = "bibliographic"
HOME = "https://europepmc.org/"
URL: re.Pattern[str] | None = re.compile(r"^https?://www\.ebi\.ac\.uk/europepmc/webservices/", re.I)
RANK = 10
STREAMS = True

POINTERS = {
    "title": "/title",
    "container_title": "/journalInfo/journal/title",
    "volume": "/journalInfo/volume",
    "issue": "/journalInfo/issue",
    "page": "/pageInfo",
    "issued": "/firstPublicationDate",
    "revised": "/dateOfRevision",
    "language": "/language",
    "abstract": "/abstractText",
    "doi": "/doi",
    "pmid": "/pmid",
    "pmcid": "/pmcid",
    "issn": "/journalInfo/journal/issn",
    "authors": "/authorList/author",
    "keywords": "/keywordList/keyword",
}
_LITE = {
    "container_title": "/journalTitle",
    "volume": "/journalVolume",
    "issue": "/issue",
    "issn": "/journalIssn",
    "authors": "/authorString",
}
_NOTICES = (
    (r"^retraction (?:in|of)|^retracted", "retraction"),
    (r"^expression of concern", "expression-of-concern"),
    (r"^erratum|^published erratum", "erratum"),
    (r"^correct(?:ed|ion)", "correction"),
)
_LANGUAGES = {"eng": "en", "fre": "fr", "ger": "de", "spa": "es", "ita": "it", "por": "pt", "dan": "da", "chi": "zh", "jpn": "ja"}
_DC = re.compile(rb"^(?:<\?xml[^>]*>\s*)?<responseWrapper\b")


def recognizes(page: Page) -> bool:
    """A result list with a hit count, or the wrapper of its XML."""
    head = json_head(page)
    if head:
        return b'"resultList"' in head and b'"hitCount"' in head
    return bool(_DC.match(page.body[:400].lstrip()))


def addresses(entry: Mapping[str, Any]) -> list[str]:
    """The address of a search for a watchlist entry's `query`, newest works first."""
    return [_search(f"({entry['query']}) sort_date:y", entry.get("limit", 25))]


def record_address(parsed: Parsed) -> str | None:
    """The address of one record out of a search's answer; None for a work without a PubMed number."""
    pmid = parsed.citation.pmid if parsed.citation else None
    return _search(f"ext_id:{pmid} src:med", 1) if pmid else None


def _search(query: str, limit: int) -> str:
    asked = {"query": query, "resultType": "core", "format": "json", "pageSize": limit}
    return f"https://www.ebi.ac.uk/europepmc/webservices/rest/search?{urlencode(asked)}"


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each result, JSON streamed. Raises NotAPage for a search without results."""
    if not json_head(page):
        yield from _dublin_core(page.whole())
        return
    yield from each_record(page, ("/resultList/result",), _result, _read, NotAPage("a search of Europe PMC without results"))


def _result(item: Item) -> tuple[dict[str, Any], str] | None:
    if item.above is not None:
        return (item.value, item.pointer) if isinstance(item.value, dict) else None
    only = at(item.value, "resultList", "result")
    return (only, f"{item.pointer}/resultList/result") if isinstance(only, dict) else None


def _read(result: dict[str, Any], base: str, position: int, several: bool) -> Parsed:
    journal = at(result, "journalInfo")
    kinds = [str(kind).lower() for kind in items_at(result, "pubTypeList", "pubType")] or [
        kind.strip() for kind in (text_at(result, "pubType") or "").lower().split(";")
    ]
    language = text_at(result, "language")
    fields = {
        "container_title": plain(text_at(journal, "journal", "title") or text_at(result, "journalTitle")),
        "container_title_short": plain(text_at(journal, "journal", "medlineAbbreviation")),
        "volume": text_at(journal, "volume") or text_at(result, "journalVolume"),
        "issue": text_at(journal, "issue") or text_at(result, "issue"),
        "page": text_at(result, "pageInfo"),
        "issued": _issued(result, journal),
        "revised": text_at(result, "dateOfRevision"),
        "publisher": plain(text_at(result, "bookOrReportDetails", "publisher")),
        "language": _LANGUAGES.get(language, language) if language else None,
        "doi": identifiers.doi(text_at(result, "doi")),
        "pmid": identifiers.pmid(text_at(result, "pmid")),
        "pmcid": identifiers.pmcid(text_at(result, "pmcid")),
        "issn": identifiers.issn(
            text_at(journal, "journal", "issn") or text_at(journal, "journal", "essn") or text_at(result, "journalIssn")
        ),
        "url": _address(result),
    }
    title = _title(result.get("title"))
    work = Work(type=_type(result, kinds), title=title, abstract=result.get("abstractText"), fields=fields)
    work.authors = list(_authors(result))
    work.keywords = _keywords(result)
    for kind in kinds:
        if kind:
            work.keywords.append(Keyword(scheme="publication-type", term=kind))
    work.links, work.notices = _corrections(result, base)
    pointers = POINTERS if journal else POINTERS | _LITE
    return work.parsed(pointers, base, key_of(fields, position) if several else None)


def _title(written: Any) -> str | None:
    """The title without the full stop that the service puts behind all titles."""
    title = plain(written)
    return title[:-1] if title and title.endswith(".") and not title.endswith("..") else title


def _issued(result: dict[str, Any], journal: Any) -> str | None:
    """First publication where stated; the journal's own date never adds a day that is not printed."""
    first = text_at(result, "firstPublicationDate")
    printed = text_at(journal, "printPublicationDate")
    stated = text_at(journal, "dateOfPublication") or ""
    if first and first == printed and first.endswith("-01") and not re.search(r"[A-Za-z]{3} 0?1\b", stated):
        # A month alone ("2025 Dec") is stored as its first day.
        return first[:7] if re.search(r"[A-Za-z]{3}", stated) else first[:4] if stated else first
    return first or text_at(journal, "yearOfPublication") or text_at(result, "pubYear")


def _type(result: dict[str, Any], kinds: list[str]) -> str:
    if text_at(result, "source") == "PPR" or "preprint" in kinds:
        return "article"
    if at(result, "bookOrReportDetails"):
        return "book"
    return "thesis" if any("thesis" in kind for kind in kinds) else "article-journal"


def _address(result: dict[str, Any]) -> str | None:
    source, number = text_at(result, "source"), text_at(result, "id")
    return f"https://europepmc.org/article/{source}/{number}" if source and number else None


def _authors(result: dict[str, Any]) -> Iterator[Author | None]:
    listed = items_at(result, "authorList", "author")
    for item in listed:
        if collective := plain(at(item, "collectiveName")):
            yield Author(literal=collective)
            continue
        orcid = text_at(item, "authorId", "value")
        family = plain(at(item, "lastName"))
        given = plain(at(item, "firstName") or at(item, "initials"))
        if family:
            yield Author(family=family, given=given, orcid=identifiers.orcid(orcid) if orcid else None)
        else:
            yield person(text_at(item, "fullName"))
    if not listed:
        for name in (text_at(result, "authorString") or "").rstrip(".").split(", "):
            match = re.fullmatch(r"(.+?) ([A-Z][A-Z-]{0,4})", name)
            yield Author(family=match[1], given=match[2]) if match else (Author(literal=name) if name else None)


def _keywords(result: dict[str, Any]) -> list[Keyword]:
    found = [Keyword(scheme="author", term=str(word)) for word in items_at(result, "keywordList", "keyword") if word]
    for heading in items_at(result, "meshHeadingList", "meshHeading"):
        if name := text_at(heading, "descriptorName"):
            found.append(Keyword(scheme="mesh", term=name))
    return found


def _corrections(result: dict[str, Any], base: str) -> tuple[list[Link], list[Notice]]:
    links: list[Link] = []
    notices: list[Notice] = []
    for position, item in enumerate(items_at(result, "commentCorrectionList", "commentCorrection")):
        words, pmid = text_at(item, "type") or "", identifiers.pmid(text_at(item, "id"))
        pointer = f"{base}/commentCorrectionList/commentCorrection/{position}"
        kind = next((name for pattern, name in _NOTICES if re.search(pattern, words.lower())), None)
        if kind and words.lower().endswith(" in"):
            notices.append(Notice(kind=kind, asserted_by="europepmc", pointer=pointer))
        elif kind and words.lower().endswith((" of", " for")) and pmid:
            notices.append(Notice(kind=kind, asserted_by="europepmc", target_pmid=pmid, pointer=pointer))
            relation = "retracts" if kind == "retraction" else "corrects"
            links.append(Link(relation=relation, rule="europepmc-comment-correction", pmid=pmid, pointer=pointer))
        elif pmid:
            links.append(Link(relation="related", rule="europepmc-comment-correction", pmid=pmid, pointer=pointer))
    return links, notices


def _dublin_core(page: Page) -> Iterator[Parsed]:
    root: Any = xml_tree(page)
    descriptions = list(root.iter("{*}Description"))
    if not descriptions:
        raise NotAPage("a search of Europe PMC without results")
    for position, item in enumerate(descriptions):
        about = item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or ""
        text = {name: clean(item.findtext(f"{{*}}{name}")) for name in ("title", "date", "language", "abstract")}
        named = " ".join(clean(part.text) or "" for part in item.iter("{*}identifier"))
        language = text["language"]
        printed = next((clean(part.text) or "" for part in item.iter("{*}bibliographicCitation")), "")
        number = re.search(r"PMID:\s*(\d+)", printed) or re.search(r"/MED/(\d+)", about)
        fields = {
            "issued": text["date"],
            "language": _LANGUAGES.get(language, language) if language else None,
            "doi": identifiers.doi(named),
            "pmid": number[1] if number else None,
            "pmcid": identifiers.pmcid(named) or identifiers.pmcid(printed),
            "issn": next((identifiers.issn(p.text) for p in item.iter("{*}isPartOf") if "ISSN" in (p.text or "")), None),
            "url": about or None,
        }
        work = Work(type="article-journal", title=_title(text["title"]), abstract=text["abstract"], fields=fields)
        work.authors = [person(creator.text) for creator in item.iter("{*}creator")]
        place = local_path(item)
        pointers = {"title": "/dc:title", "issued": "/dc:date", "authors": "/dc:creator", "doi": "/dc:identifier"}
        yield work.parsed(pointers, place, key_of(fields, position) if len(descriptions) > 1 else None)
