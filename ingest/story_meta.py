# ruff: noqa: E501
"""Who wrote a story, where, when and under which title: JSON-LD first, then OpenGraph and meta, then the visible byline."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ingest.markup import clean, json_ld, maybe, meta_tags, text_of
from ingest.records import Author
from ingest.story_byline import names_in, person, visible_dates, visible_names, visible_revision

_ARTICLE_TYPES = (
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle",
    "BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "MedicalWebPage", "Report", "TechArticle", "Article", "WebPage",
)  # fmt: skip
_DATE = re.compile(r"((?:19|20)[0-9]{2})-?(0[1-9]|1[0-2])?-?(0[1-9]|[12][0-9]|3[01])?(?![0-9])")
_BLOG = re.compile(
    r"(?:^|[./])blogs?[./]|/blog(?:s|post)?(?:/|$)|wordpress\.com|blogspot\.|substack\.com|medium\.com|scienceblogs?", re.I
)
_NEWS = re.compile(
    r"/(?:news|nachrichten|presse\w*|press(?:-releases?|-room|room)?|media-releases?|newsroom|meldungen|aktuell(?:es)?|nyheder|nyheter|actualites?)(?:/|\.|$)|(?:^|\.)news\.",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the page says about itself. `pointers`: field -> where it was read."""

    type: str
    title: str | None
    authors: tuple[Author, ...]
    publisher: str | None
    issued: str | None
    revised: str | None
    language: str | None
    address: str | None
    description: str | None
    keywords: tuple[str, ...]
    pointers: dict[str, str]


def story(tree: Any, url: str) -> Story:
    """Everything the page's metadata says about the story on it."""
    meta, article = meta_tags(tree), _article(tree)
    pointers: dict[str, str] = {}

    def first(field: str, *found: tuple[str | None, str]) -> str | None:
        for value, pointer in found:
            if value:
                pointers[field] = pointer
                return value
        return None

    site = _site(meta, article, tree)
    title = first(
        "title",
        (_visible_title(tree, article, meta), "//h1"),
        (clean(_text(article.get("headline"))), "json-ld:headline"),
        *(
            (_without_site(value, site), f"meta:{name}")
            for name in ("og:title", "twitter:title", "dc.title", "title", "parsely-title")
            for value in meta.get(name, [])[:1]
        ),
        (text_of(maybe(tree, "//h1")), "//h1"),
        (_without_site(text_of(maybe(tree, "//title")), site), "//title"),
    )
    address = _address(tree, meta, article, url)
    issued = first(
        "issued",
        (_date(article.get("datePublished")), "json-ld:datePublished"),
        *_meta_dates(meta, _PUBLISHED),
    ) or first("issued", *visible_dates(tree))
    revised = first(
        "revised", (_date(article.get("dateModified")), "json-ld:dateModified"), *_meta_dates(meta, _MODIFIED)
    ) or first("revised", (visible_revision(tree) if not issued else None, "date label"))
    return Story(
        type=_type(article, meta, address or url, site),
        title=title,
        authors=_authors(tree, meta, article, site),
        publisher=site,
        issued=issued,
        revised=revised,
        language=_language(tree, meta, article),
        address=address,
        description=next((meta[n][0] for n in ("og:description", "description", "twitter:description") if n in meta), None),
        keywords=_keywords(meta, article),
        pointers=pointers,
    )


_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dcterms.date",
    "dc.date", "date", "pubdate", "publishdate", "publish-date", "publication_date", "article.published", "cxenseparse:recs:publishtime", "bt:pubdate", "last-modified-date",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "lastmod")


def _visible_title(tree: Any, article: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    """The page's first heading, when a stated title holds it or is held by it: stated ones often carry a kicker or a site."""
    stated = [
        _letters(t) for t in (_text(article.get("headline")), *meta.get("og:title", [])[:1], text_of(maybe(tree, "//title"))) if t
    ]
    heads = [h for h in (text_of(node) for node in tree.xpath("//h1")[:4]) if h and len(h.split()) > 2]
    for head in heads:
        plain = _letters(head)
        if any(plain in t or t in plain for t in stated if len(t) > 8 and len(plain) > 8):
            return head if len(head) < 300 else None
    return None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _article(tree: Any) -> dict[str, Any]:
    """The JSON-LD object that is the story, the most telling type first."""
    best: tuple[int, dict[str, Any]] = (len(_ARTICLE_TYPES), {})
    for item in json_ld(tree):
        candidates = [item, *(item[k] for k in ("mainEntity", "mainEntityOfPage") if isinstance(item.get(k), dict))]
        for candidate in candidates:
            kinds = candidate.get("@type")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                rank = _ARTICLE_TYPES.index(kind) if kind in _ARTICLE_TYPES else len(_ARTICLE_TYPES)
                if rank < best[0] and (candidate.get("headline") or candidate.get("datePublished") or candidate.get("author")):
                    best = (rank, candidate)
    return best[1]


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    return _unescaped(value) if isinstance(value, str) else None


def _unescaped(value: str) -> str:
    return re.sub(r"<[^>]{0,200}>", "", html.unescape(value)) if "&" in value or "<" in value else value


def _site(meta: dict[str, list[str]], article: dict[str, Any], tree: Any) -> str | None:
    named = clean(_text(article.get("publisher")))
    for name in ("og:site_name", "application-name", "dc.publisher", "publisher", "citation_publisher", "copyright"):
        named = named or next((v for v in meta.get(name, []) if len(v) < 80 and not v.startswith("http")), None)
    return named or next(
        (
            clean(_text(i.get("name")))
            for i in json_ld(tree)
            if i.get("@type") in ("WebSite", "Organization", "NewsMediaOrganization")
        ),
        None,
    )


def _without_site(title: str | None, site: str | None) -> str | None:
    """A page's title without the name of the site at its end ("... | The Site")."""
    if not title:
        return None
    parts = re.split(r"\s+[|·•»–—-]\s+|\s*\|\s*", title)
    if len(parts) > 1 and len(parts[-1].split()) <= 5:
        tail = re.sub(r"\W", "", parts[-1]).lower()
        home = re.sub(r"\W", "", site or "").lower()
        if home and (tail in home or home in tail):
            return title[: title.rindex(parts[-1])].rstrip(" |·•»–—-") or title
    return title


def _date(value: Any) -> str | None:
    match = _DATE.match(value.strip()) if isinstance(value, str) else None
    return "-".join(part for part in match.groups() if part) if match else None


def _meta_dates(meta: dict[str, list[str]], names: tuple[str, ...]) -> Iterator[tuple[str | None, str]]:
    for name in names:
        if name in meta:
            yield _date(meta[name][0]), f"meta:{name}"


def _language(tree: Any, meta: dict[str, list[str]], article: dict[str, Any]) -> str | None:
    root = maybe(tree, "/html") if tree.tag != "html" else tree
    lang = (
        (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"))
        if root is not None
        else None
    )
    lang = (
        lang
        or _text(article.get("inLanguage"))
        or next((meta[n][0] for n in ("og:locale", "dc.language", "language", "content-language") if n in meta), None)
    )
    match = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", (lang or "").strip())
    return match.group(1).lower() if match else None


def _address(tree: Any, meta: dict[str, list[str]], article: dict[str, Any], url: str) -> str | None:
    named = maybe(tree, "//link[@rel='canonical']/@href") or next(iter(meta.get("og:url", [])), None) or _text(article.get("url"))
    if named and re.match(r"https?://[^/]+\.[^/]+", str(named)) and urlsplit(str(named)).path.strip("/"):
        return str(named).strip()
    return url if url.startswith("http") else None


def _authors(tree: Any, meta: dict[str, list[str]], article: dict[str, Any], site: str | None) -> tuple[Author, ...]:
    stated = article.get("author") or article.get("creator")
    names = [n for item in (stated if isinstance(stated, list) else [stated]) for n in names_in(_text(item))]
    for name in (
        "author",
        "article:author",
        "parsely-author",
        "dc.creator",
        "dcterms.creator",
        "sailthru.author",
        "byl",
        "twitter:data1" if "Written by" in str(meta.get("twitter:label1")) else "author",
    ):
        names = names or [n for value in meta.get(name, []) for n in names_in(value)]
    names = names or visible_names(tree)
    kept = dict.fromkeys(n for n in names if n.lower() != (site or "").lower())
    return tuple(person(name) for name in kept)


def _keywords(meta: dict[str, list[str]], article: dict[str, Any]) -> tuple[str, ...]:
    stated = article.get("keywords")
    values = (
        stated
        if isinstance(stated, list)
        else [stated]
        if stated
        else meta.get("article:tag") or meta.get("keywords") or meta.get("news_keywords") or []
    )
    parts = [clean(p) for value in values if isinstance(value, str) for p in value.split(",")]
    return tuple(dict.fromkeys(p for p in parts if p and len(p) < 60))[:20]


def _type(article: dict[str, Any], meta: dict[str, list[str]], url: str, site: str | None) -> str:
    kinds = article.get("@type")
    kind = " ".join(kinds) if isinstance(kinds, list) else str(kinds or "")
    if "Blog" in kind or "SocialMedia" in kind:
        return "post-weblog"
    if _BLOG.search(url):
        return "post-weblog"
    if re.search(r"\bmagazine?\b", site or "", re.I):
        return "article-magazine"
    if "NewsArticle" in kind or _NEWS.search(url):
        return "article-newspaper"
    generator = " ".join(meta.get("generator", []))
    if re.search(r"wordpress|ghost|blogger|typepad", generator, re.I) and (
        kind == "Article" or "article" in meta.get("og:type", [])
    ):
        return "post-weblog"
    if kind in ("Article", "Report") or "article" in meta.get("og:type", []):
        return (
            "article-newspaper"
            if re.search(r"news|zeitung|times|post|herald|tribune|guardian|bbc|reuters|dpa", site or "", re.I)
            else "webpage"
        )
    return "webpage"
