"""What an article's page says of itself in fields: Highwire, Dublin Core, PRISM, BePress, EPrints tags and JSON-LD.

Vocabularies: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing (Highwire, BePress, EPrints),
https://www.dublincore.org/specifications/dublin-core/dcmi-terms/, PRISM 2.0, https://schema.org/ScholarlyArticle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.article_dates import date_of
from ingest.article_ld import scholarly_object, stated_ids, stated_in
from ingest.article_people import authors_of
from ingest.identifiers import doi, from_address, issn, orcid, pmcid, pmid
from ingest.lenient_xml import plain
from ingest.markup import clean
from ingest.pure_words import LANGUAGES
from ingest.records import Author, Keyword

# Field -> names of tags that give it, the best first.
TAGS = {
    "title": "citation_title dc.title dcterms.title bepress_citation_title eprints.title prism.title wkhealth_title",
    "container_title": "citation_journal_title prism.publicationname bepress_citation_journal_title eprints.publication"
    " citation_conference_title citation_conference citation_inbook_title citation_book_title dc.source wkhealth_journal_title",
    "container_title_short": "citation_journal_abbrev",
    "volume": "citation_volume prism.volume bepress_citation_volume dc.source.volume eprints.volume wkhealth_volume",
    "issue": "citation_issue prism.number prism.issueidentifier bepress_citation_issue dc.source.issue eprints.number"
    " wkhealth_issue",
    "first_page": "citation_firstpage citation_first_page prism.startingpage bepress_citation_firstpage"
    " dc.identifier.pagenumber"
    " eprints.pagerange",
    "last_page": "citation_lastpage citation_last_page prism.endingpage bepress_citation_lastpage",
    "pages": "citation_pages",
    "number": "citation_article_number citation_elocation_id prism.articlenumber citation_pages",
    "publisher": "citation_publisher dc.publisher dcterms.publisher bepress_citation_publisher eprints.publisher"
    " citation_dissertation_institution citation_technical_report_institution",
    "language": "citation_language dc.language dcterms.language",
    "doi": "citation_doi prism.doi dc.identifier.doi bepress_citation_doi eprints.doi dc.identifier dcterms.identifier"
    " eprints.id_number doi",
    "pmid": "citation_pmid",
    "pmcid": "citation_pmcid",
    "issn": "citation_issn prism.issn prism.eissn dc.source.issn bepress_citation_issn eprints.issn citation_eissn",
    "authors": "citation_author citation_authors bepress_citation_author dc.creator dc.creator.personalname"
    " dcterms.creator eprints.creators_name"
    " wkhealth_authors dc.contributor",
    "keywords": "citation_keywords citation_keyword",
    "subjects": "dc.subject dcterms.subject eprints.keywords",
    "abstract": "citation_abstract eprints.abstract dcterms.abstract dc.description.abstract dc.description dcterms.description",
    "genre": "citation_article_type dc.type.articletype dc.type prism.section citation_type",
}
# Tags that only works of one type have -> CSL's type.
_TYPE_TAGS = {
    "citation_dissertation_institution": "thesis",
    "citation_dissertation_name": "thesis",
    "eprints.thesis_type": "thesis",
    "citation_technical_report_institution": "report",
    "citation_technical_report_number": "report",
    "citation_arxiv_id": "article",
    "citation_conference_title": "paper-conference",
    "citation_conference": "paper-conference",
    "citation_inbook_title": "chapter",
}
# Words of dc.type and its like that say nothing, or are the type itself.
_PLAIN_GENRE = re.compile(
    r"(?:original ?paper|article|text.*|jour|research[- ]?article|journal[- ]?article|image|.*https?:.*)", re.I
)
_THREE_LETTERS = {
    "eng": "en", "dan": "da", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "spa": "es", "dut": "nl", "nld": "nl",
    "swe": "sv", "nor": "no", "nob": "no", "ita": "it", "por": "pt", "fin": "fi", "pol": "pl", "chi": "zh", "zho": "zh",
    "jpn": "ja",
}  # fmt: skip
_ISSUE_AFTER = re.compile(r"\s+(?:19|20)\d\d(?:\s+\d+(?::\d+)?)?$")
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|\[\.\.\.\])\s*$")
_PREPRINT_SERVER = re.compile(r"\b(?:bio|med|ar|chem|psyar|eco)rxiv\b|research square|preprints?\b|ssrn|osf preprints", re.I)
_PREPRINT_DOI = re.compile(r"10\.(?:1101/(?:20\d\d\.|\d{6})|48550/|21203/rs|31234/osf|20944/preprints|2139/ssrn)")


@dataclass(slots=True, kw_only=True)
class ArticleMeta:
    """Fields of one article as its page's head gives them; `pointers`: field -> where it was read."""

    values: dict[str, str] = field(default_factory=dict)
    pointers: dict[str, str] = field(default_factory=dict)
    authors: tuple[Author, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    references: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    scholarly: dict[str, Any] = field(default_factory=dict)


def named_tags(tree: Any) -> dict[str, list[str]]:
    """Meta tags: lower-cased name -> contents in page order. One wrong attribute, `contents`, is read too."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").strip().lower()
        content = clean(tag.get("content") or tag.get("contents"))
        if name and content:
            found.setdefault(name, []).append(content)
    return found


def article_meta(tree: Any, address: str | None) -> ArticleMeta:
    """Read the head of an article's page; `address` is where the page says it lives."""
    tags = named_tags(tree)
    scholarly = scholarly_object(tree)
    meta = ArticleMeta(scholarly=scholarly)
    for name in ("title", "container_title", "container_title_short", "volume", "issue", "publisher"):
        found = _tag(tags, name) or stated_in(scholarly, name)
        if found and name == "container_title":  # dc.source: "Journal 2021 596:7873"
            found = _ISSUE_AFTER.sub("", found[0]), found[1]
        _take(meta, name, found)
    _take(meta, "page", _page(tags) or stated_in(scholarly, "page"))
    if "page" not in meta.values:
        _take(meta, "number", _tag(tags, "number"))
    _take(meta, "issued", date_of(tags, scholarly))
    _take(meta, "language", _language(_tag(tags, "language") or stated_in(scholarly, "language")))
    _identify(meta, tags, scholarly, address)
    _take(meta, "abstract", _abstract(tags, scholarly))
    meta.genres = tuple(dict.fromkeys(g for _, g in _all(tags, "genre") if not _PLAIN_GENRE.fullmatch(g)))
    _take(meta, "type", _type(tags, scholarly, meta.values))
    _add_authors(meta, tree, tags)
    meta.keywords = tuple(_keywords(tags, scholarly))
    meta.references = tuple(tags.get("citation_reference", ()))
    return meta


# Fields --------------------------------------------------------------------------------------------------------------

_Found = tuple[str, str] | None


def _take(meta: ArticleMeta, name: str, found: _Found) -> None:
    if found:
        meta.values[name], meta.pointers[name] = found


def _pointer(tag: str) -> str:
    return f"//meta[@name='{tag}']/@content"


def _all(tags: dict[str, list[str]], name: str) -> Iterator[tuple[str, str]]:
    """(tag, text) of every value of a field, the best tag first; markup taken off."""
    for tag in TAGS[name].split():
        for content in tags.get(tag, ()):
            text = plain(content)
            if text:
                yield tag, text


def _tag(tags: dict[str, list[str]], name: str) -> _Found:
    return next(((text, _pointer(tag)) for tag, text in _all(tags, name)), None)


def _page(tags: dict[str, list[str]]) -> _Found:
    """Pages as "first-last"; of Highwire's ids ("345/7863/e805") the page when no tag gives it."""
    first, last = _tag(tags, "first_page"), _tag(tags, "last_page")
    if first:
        alone = last is None or last[0] == first[0] or "-" in first[0]
        return (first[0] if last is None or alone else f"{first[0]}-{last[0]}"), first[1]
    pages = _tag(tags, "pages")
    if pages and re.search(r"\w[-–]\w", pages[0]):
        return pages
    for number in tags.get("citation_id", ()):
        match = re.fullmatch(r"([\w.]+)/[^/]+/(e?\d+)", number)
        if match and match.group(1) in tags.get("citation_volume", ()):
            return match.group(2), _pointer("citation_id")
    return None


def _identify(meta: ArticleMeta, tags: dict[str, list[str]], scholarly: dict[str, Any], address: str | None) -> None:
    for name, read in (("doi", doi), ("pmid", pmid), ("pmcid", pmcid), ("issn", issn)):
        values = [(text, _pointer(tag)) for tag, text in _all(tags, name)]
        if name == "pmid":
            values = [(f"PMID: {text}", place) for text, place in values]
        values += [(text, "ld+json") for text in stated_ids(scholarly, name)]
        _take(meta, name, next(((found, place) for text, place in values if (found := read(text))), None))
    for name, value in from_address(address or "").items():
        if name in ("doi", "pmid", "pmcid") and name not in meta.values:
            _take(meta, name, (value, "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"))


def _language(found: _Found) -> _Found:
    if not found:
        return None
    words = found[0].lower().strip()
    code = (
        LANGUAGES.get(words) or _THREE_LETTERS.get(words) or (words[:2] if re.fullmatch(r"[a-z]{2}(?:[-_].*)?", words) else None)
    )
    return (code, found[1]) if code else None


def _abstract(tags: dict[str, list[str]], scholarly: dict[str, Any]) -> _Found:
    """A whole abstract given as a field, markup kept; a description that is cut short is none."""
    values = [(content, _pointer(tag)) for tag in TAGS["abstract"].split() for content in tags.get(tag, ())]
    for name in ("abstract", "description"):
        text = scholarly.get(name)
        values += [(text, "ld+json")] if isinstance(text, str) else []
    return next(((text, place) for text, place in values if len(text) >= 200 and not _CUT_SHORT.search(text)), None)


def _type(tags: dict[str, list[str]], scholarly: dict[str, Any], values: dict[str, str]) -> _Found:
    """CSL's type, from the tags that only one type has."""
    for tag, csl in _TYPE_TAGS.items():
        if tags.get(tag):
            return csl, _pointer(tag)
    stated = str(scholarly.get("@type") or "")
    for word, csl in (("Dataset", "dataset"), ("Thesis", "thesis"), ("Report", "report"), ("Chapter", "chapter")):
        if word in stated:
            return csl, "ld+json"
    if _PREPRINT_SERVER.search(values.get("container_title", "")) or _PREPRINT_DOI.match(values.get("doi", "")):
        return "article", _pointer("citation_journal_title")
    return None


def _add_authors(meta: ArticleMeta, tree: Any, tags: dict[str, list[str]]) -> None:
    """Authors by the first tag that names any (Highwire's with the ORCIDs that follow them), else by JSON-LD."""
    for tag in TAGS["authors"].split():
        if tags.get(tag):
            names, orcids = _tagged_names(tree, tag)
            meta.authors = authors_of(names, orcids)
            if meta.authors:
                meta.pointers["authors"] = _pointer(tag)
                return
    people = meta.scholarly.get("author") or meta.scholarly.get("creator") or []
    people = [p for p in (people if isinstance(people, list) else [people]) if p]
    meta.authors = authors_of(
        [_person_name(p) for p in people],
        [orcid(str(p.get("@id") or p.get("sameAs") or "")) if isinstance(p, dict) else None for p in people],
    )
    if meta.authors:
        meta.pointers["authors"] = "ld+json"


def _tagged_names(tree: Any, wanted: str) -> tuple[list[str], list[str | None]]:
    names: list[str] = []
    orcids: list[str | None] = []
    for tag in tree.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").strip().lower()
        content = plain(tag.get("content"))
        if name == wanted and content:
            split = [part.strip() for part in content.split(";") if part.strip()]
            names += split
            orcids += [None] * len(split)
        elif name == f"{wanted}_orcid" and names:
            orcids[-1] = orcid(content)
    return names, orcids


def _person_name(value: Any) -> str:
    if isinstance(value, dict):
        family, given = value.get("familyName"), value.get("givenName")
        return f"{family}, {given}" if isinstance(family, str) and isinstance(given, str) else str(value.get("name") or "")
    return str(value)


def _keywords(tags: dict[str, list[str]], scholarly: dict[str, Any]) -> Iterator[Keyword]:
    """Keywords of the authors (of MeSH where the subjects say so), then a portal's own subjects."""
    mesh = any(text.startswith("info:mesh/") for _, text in _all(tags, "subjects"))
    seen: set[str] = set()
    values = [(text, "mesh" if mesh else "author") for _, text in _all(tags, "keywords")]
    stated = scholarly.get("keywords")
    listed = stated if isinstance(stated, list) else [stated]
    values += [(word, "author") for word in listed if isinstance(word, str)] if not values else []
    values += [(text, "tag") for _, text in _all(tags, "subjects") if not text.startswith("info:")]
    for text, scheme in values:
        for word in re.split(r"\s*[;|]\s*" if ";" in text or "|" in text else r"\s*,\s*", text):
            if word and word.lower() not in seen:
                seen.add(word.lower())
                yield Keyword(scheme=scheme, term=word)
