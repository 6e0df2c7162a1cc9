"""A journal's page for one article: abstract page or full text.

Home: any journal. Read are the tags that Google Scholar asks journals for (Highwire's citation_*, BePress, EPrints), Dublin
Core, PRISM, schema.org's ScholarlyArticle, the abstract that the page shows with its headings, and, where the markup is
plain, the body, its tables and the reference list.
Oddities seen (2026-11): dates as 03/04/2014; authors as one list with semicolons, or in dc.contributor; titles in tags
without the subtitle that the page shows; a DOI only in the page's address; an abstract under "Summary", without heading, or
in a box together with the title; article numbers only in citation_id; link resolvers whose DOI is the citing article's;
pages of paywalls and lists of articles, which are no articles and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.article_abstract import Abstract, abstract_of, abstract_of_markup
from ingest.article_body import add_body
from ingest.article_meta import ArticleMeta, article_meta
from ingest.article_notices import Stated, notices_of
from ingest.article_references import cites, references_of
from ingest.article_visible import refuse_no_article, visible_authors, visible_doi, visible_issue, visible_keywords, visible_title
from ingest.headings import section_kind
from ingest.identifiers import canonical_address
from ingest.markup import DocumentBuilder, html_tree
from ingest.page import Page
from ingest.records import Citation, Document, Keyword, Link, Notice, Parsed, Reference

KIND = "journal"
HOME = "https://scholar.google.com/intl/en/scholar/inclusion.html"
URL: re.Pattern[str] | None = re.compile(
    r"/doi/(?:abs/|full/|pdf/)?10\.|/articles?/10\.|/content/.+\.(?:abstract|full)|/science/article/", re.I
)
RANK = 40

_LOOK = 400_000
_HTML = re.compile(rb"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
_TAGS = re.compile(
    rb"(?:name|property)\s*=\s*[\"']?(?:citation_(?:title|journal_title|doi)|bepress_citation_title|eprints\.title"
    rb"|wkhealth_title|prism\.(?:doi|publicationname))\b",
    re.I,
)
_LD = re.compile(rb"\"@type\"\s*:\s*\[?\s*\"(?:https?://schema\.org/)?(?:Medical)?ScholarlyArticle\"")
_DUBLIN = re.compile(rb"name\s*=\s*[\"']?(?:dc|dcterms)\.(?:identifier|title)\b", re.I)
_STORY = re.compile(
    rb"NewsArticle|BlogPosting|og:type[\"'][^>]{0,40}article|article:published_time|\"@type\"\s*:\s*\"Article\"", re.I
)
_NEWS = re.compile(
    rb"(?:dc\.type|citation_article_type|prism\.section)[\"']\s+content\s*=\s*[\"'](?:news|blog|press release|magazine"
    rb"|podcast|obituary)"
    rb"|content\s*=\s*[\"'](?:news|blog|press release|magazine|podcast)[^\"']{0,20}[\"']\s+(?:name"
    rb"|property)\s*=\s*[\"'](?:dc\.type|citation_article_type|prism\.section)",
    re.I,
)
_ABSTRACT = re.compile(
    rb"<(?:h[1-6]|div|p|strong|b|span)(?:\s[^>]{0,200})?>\s*(?:<[^>]{1,100}>\s*){0,2}abstract\s*[:.]?\s*</"
    rb"|\sid\s*=\s*[\"']abstract[\"']",
    re.I,
)
_DOI = re.compile(rb"\bdoi(?:\.org/|\s*:?\s*)10\.\d{4,9}/", re.I)
_STUB = re.compile(
    rb"<h[1-4][^>]{0,100}>\s*(?:subscription required|(?:purchase|buy|rent|get access to) (?:this )?(?:article|access))", re.I
)


def recognizes(page: Page) -> bool:
    """HTML with the tags of an article, or with an abstract under its heading and a DOI; no news item, no blog."""
    head = page.body[:_LOOK]
    if not _HTML.search(head[:20_000]) or _NEWS.search(head):
        return False
    if _TAGS.search(head):
        return True
    if _STORY.search(head):
        return bool(_DUBLIN.search(head) and _DOI.search(head) and _ABSTRACT.search(page.body))
    return bool(
        _LD.search(page.body)
        or (_ABSTRACT.search(page.body) and _DOI.search(page.body))
        or _STUB.search(page.body)
        or _dublin(page, head)
    )


def _dublin(page: Page, head: bytes) -> bool:
    return bool(_DUBLIN.search(head) and _DOI.search(head) and b"bstract" in page.body)


def parse(page: Page) -> Iterator[Parsed]:
    """The article. Raises NotAPage for a paywall or a list of articles, PageChanged when no title is found."""
    tree = html_tree(page)
    address = _address(tree, page.url)
    meta = article_meta(tree, address)
    abstract = abstract_of(tree)
    refuse_no_article(tree, meta, abstract)
    title = visible_title(tree, meta.values.get("title"))
    yield _article(page, tree, _completed(tree, meta, address, abstract), abstract, title)


def _address(tree: Any, url: str) -> str | None:
    """Where the page says it lives."""
    for path in (
        "//link[@rel='canonical']/@href",
        "//meta[@property='og:url']/@content",
        "//meta[@name='citation_public_url']/@content",
    ):
        found = next((str(a).strip() for a in tree.xpath(path) if str(a).strip().startswith("http")), None)
        if found:
            return found
    return url if url.startswith("http") else None


def _completed(tree: Any, meta: ArticleMeta, address: str | None, abstract: Abstract) -> ArticleMeta:
    """What the tags do not say, as far as the page shows it plainly."""
    if not meta.authors:
        meta.authors = visible_authors(tree)
    if "doi" not in meta.values and (found := visible_doi(tree, abstract.nodes)):
        meta.values["doi"], meta.pointers["doi"] = found, "//a[contains(@href,'doi.org/')]/@href"
    if "volume" not in meta.values:
        for name, value in zip(("volume", "issue"), visible_issue(tree), strict=True):
            if value:
                meta.values.setdefault(name, value)
    if not any(word.scheme in ("author", "mesh") for word in meta.keywords):
        meta.keywords = (*(Keyword(scheme="author", term=term) for term in visible_keywords(tree)), *meta.keywords)
    if "language" not in meta.values and re.match(r"[a-z]{2}\b", (tree.get("lang") or "").lower()):
        meta.values["language"], meta.pointers["language"] = tree.get("lang")[:2].lower(), "/html/@lang"
    if address:
        meta.values["url"] = canonical_address(address)
    return meta


def _article(page: Page, tree: Any, meta: ArticleMeta, abstract: Abstract, title: str) -> Parsed:
    builder = DocumentBuilder()
    builder.add("title", title)
    builder.add("byline", ", ".join(" ".join(filter(None, (a.given, a.family))) or a.literal or "" for a in meta.authors))
    parts = abstract.parts or abstract_of_markup(meta.values.get("abstract", ""))
    for label, text in parts:
        builder.add(section_kind(label), text, label)
    for label, text in abstract.others:
        builder.add("other", text, label)
    builder.add("keywords", "; ".join(word.term for word in meta.keywords if word.scheme == "author"), "Keywords")
    own_doi = meta.values.get("doi")
    stated = notices_of(tree, page.body, title, own_doi)
    places = [builder.add("notice", notice.sentence) for notice in stated]
    add_body(builder, tree, abstract.nodes)
    found = references_of(tree, meta.references, own_doi)
    printed = [builder.add("references", reference.raw) for reference in found]
    document = builder.build(meta.values.get("language"))
    cited = tuple(_placed(document, reference, at) for reference, at in zip(found, printed, strict=True))
    return Parsed(
        citation=_citation(meta, title),
        document=document,
        pointers={
            name: place
            for name, place in meta.pointers.items()
            if name != "authors" and (name != "abstract" or not abstract.parts)
        },
        references=cited,
        links=(*(cites(reference) for reference in cited), *_about(stated)),
        notices=tuple(
            _notice(notice, document, at, meta.values.get("issued"))
            for notice, at in zip(stated, places, strict=True)
            if notice.of_itself or notice.target_doi
        ),
    )


def _citation(meta: ArticleMeta, title: str) -> Citation:
    fields: dict[str, Any] = {name: value for name, value in meta.values.items() if name not in ("title", "type", "abstract")}
    kind = meta.values.get("type") or "article-journal"
    if kind == "article" and fields.get("doi", "").endswith(fields.get("page", "-")):
        fields.pop("page", None)  # a preprint server's own number
    genres = tuple(Keyword(scheme="publication-type", term=genre) for genre in meta.genres)
    return Citation(type=kind, title=title, authors=meta.authors, keywords=(*genres, *meta.keywords), **fields)


def _placed(document: Document, reference: Reference, at: tuple[int, int] | None) -> Reference:
    return replace(reference, span=document.span(*at)) if at else reference


def _about(stated: list[Stated]) -> Iterator[Link]:
    """The link of a notice to the work that it is about."""
    for notice in stated:
        if not notice.of_itself and notice.target_doi:
            relation = "retracts" if notice.kind == "retraction" else "corrects"
            yield Link(relation=relation, rule="notice-page", doi=notice.target_doi, pointer="//title")


def _notice(notice: Stated, document: Document, at: tuple[int, int] | None, issued: str | None) -> Notice:
    """A notice about another work is as old as its page; a banner tells its date itself, or not."""
    return Notice(
        kind=notice.kind,
        asserted_by="publisher",
        notice_doi=notice.notice_doi,
        noticed_on=notice.noticed_on if notice.of_itself else issued,
        target_doi=notice.target_doi,
        span=document.span(*at) if at else document.span(0, len(document.text.split("\n", 1)[0])),
    )
