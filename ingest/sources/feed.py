"""A news feed: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, CDF, JSON Feed; broken ones too.

Home: https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287, https://www.jsonfeed.org/
What it gives: entries to read next. Oddities seen (2026-11): entities that nobody declared, wrong encodings declared,
relative links with and without xml:base, guids that are the only link, items beside the channel instead of in it,
dates in every style, scripts in titles (they stay text). A post as JSON from a blog archive (Rogue Scholar: `blog`,
`content_text`, `reference`) is read as the post itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from ingest.errors import PageChanged, UnsafePage
from ingest.identifiers import doi, orcid
from ingest.json_pages import json_head, json_text
from ingest.lenient_xml import child_text, head_of, lenient_tree, local, plain
from ingest.markup import DocumentBuilder, clean
from ingest.page import Page
from ingest.records import Author, Citation, Entry, Keyword, Parsed
from ingest.story_links import links, text_mentions

KIND = "feed"
HOME = "https://www.rssboard.org/rss-specification"
URL: re.Pattern[str] | None = re.compile(r"/(?:feed|rss|atom)(?:/|\.xml|$)|\.(?:rss|atom|rdf)(?:$|\?)", re.I)
RANK = 60

_ROOT = re.compile(
    rb"(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>|\s)*<(?:[\w.-]+:)?(rss|feed|channel|rdf|netscape-rss)\b([^>]*)",
    re.S | re.I,
)
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ISO = re.compile(r"\s*((?:19|20)\d\d)(?:-?(0[1-9]|1[0-2])(?:-?(0[1-9]|[12]\d|3[01])(?!\d))?)?")
_MAX_ENTRIES = 20_000
_MAX_JSON = 5_000_000


def recognizes(page: Page) -> bool:
    """By the root element, the JSON Feed version, or the fields of an archived blog post."""
    head = head_of(page)
    if head.startswith(b"{"):
        return bool(re.search(rb"jsonfeed\.org(?:\\?/)+version", head[:2000])) or _is_post(page) or _is_blog(page)
    match = _ROOT.match(head)
    if not match:
        return False
    name = match.group(1).lower()
    if name == b"rdf":
        return b"purl.org/rss" in head or b"<channel" in head or b"netscape.com/rdf/simple" in head
    return name != b"feed" or b"<entry" in page.body or b"atom" in match.group(2).lower() or b"w3.org/2005" in match.group(2)


def parse(page: Page) -> Iterator[Parsed]:
    """One record with the feed's entries, or the post of an archived one. Raises PageChanged for JSON that is neither."""
    if json_head(page):
        yield _json(page)
        return
    root = lenient_tree(page)
    base = urljoin(page.url if page.url.startswith("http") else _home(root), _based(root))
    entries = (_entry(item, base) for item in _items(root))
    yield Parsed(entries=_unique(entry for entry in entries if entry))


def _home(root: Any) -> str:
    """The address of the feed's site, for relative links of a feed that came as a file."""
    channel = next((node for node in root.iter() if local(node) == "channel"), root)
    return next(
        (url for child in channel if local(child) == "link" and (url := _http(child.text or child.get("href") or "", ""))), ""
    )


def _items(root: Any) -> Iterator[Any]:
    for node in root.iter():
        if local(node) in ("item", "entry"):
            yield node


def _unique(entries: Iterator[Entry]) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.url, entry)
        if len(found) >= _MAX_ENTRIES:
            break
    return tuple(found.values())


def _entry(item: Any, base: str) -> Entry | None:
    for node in [item, *item.iterancestors()][::-1]:
        base = urljoin(base, _based(node))
    url = _link(item, base)
    if url is None:
        return None
    published = next(
        (
            date
            for name in ("published", "pubdate", "issued", "date", "updated", "modified", "created")
            if (date := iso_date(child_text(item, name)))
        ),
        None,
    )
    return Entry(
        url=url,
        title=child_text(item, "title"),
        published=published,
        summary=_short(child_text(item, "summary", "description", "abstract")),
    )


def _based(node: Any) -> str:
    return str(node.get(_BASE) or "").strip()


def _link(item: Any, base: str) -> str | None:
    """The entry's own page: an Atom alternate link, an RSS link, a guid that is an address, RDF's about, CDF's href."""
    named: list[str | None] = []
    others: list[str | None] = []
    for child in item:
        name = local(child)
        if name == "link":
            rel = (child.get("rel") or "alternate").lower()
            (named if rel in ("alternate", "http://www.iana.org/assignments/relation/alternate") else others).append(
                child.get("href") or clean(child.text)
            )
        elif name == "origlink":
            named.insert(0, clean(child.text))
        elif name in ("guid", "id") and (child.get("ispermalink") or child.get("isPermaLink") or "true").lower() != "false":
            others.insert(0, clean(child.text) if re.match(r"\s*https?:", child.text or "", re.I) else None)
    about = item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or item.get("href") or item.get("HREF")
    for value in (*named, *others[:1], about):
        if value and (url := _http(value, base)):
            return url
    return None


def _http(value: str, base: str) -> str | None:
    """An absolute http address, or None: `javascript:` and the like are never addresses."""
    try:
        url = urljoin(base, value.strip())
    except ValueError:
        return None
    return url if re.match(r"https?://[^/\s]+", url, re.I) else None


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= 1000 else text[:999] + "…"


def iso_date(text: str | None) -> str | None:
    """An ISO date out of RFC 822, ISO 8601 or a Unix time; None for what is none of them."""
    if not text:
        return None
    match = _ISO.match(text)
    if match and not re.fullmatch(r"\d{9,11}", text.strip()):
        return "-".join(part for part in match.groups() if part)
    if re.fullmatch(r"\d{9,11}", text.strip()):
        return datetime.fromtimestamp(int(text), UTC).strftime("%Y-%m-%d")
    try:
        return parsedate_to_datetime(text).strftime("%Y-%m-%d")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _loaded(page: Page) -> dict[str, Any]:
    if len(page.body) > _MAX_JSON:
        raise UnsafePage(f"{len(page.body):,} bytes of JSON feed, more than {_MAX_JSON:,}")
    try:
        loaded = json.loads(json_text(page))
    except (ValueError, RecursionError) as error:
        raise PageChanged(f"broken JSON: {str(error).splitlines()[0]}") from None
    if not isinstance(loaded, dict):
        raise PageChanged("the JSON is no object")
    return loaded


def _json(page: Page) -> Parsed:
    loaded = _loaded(page)
    if "blog" in loaded and any(name in loaded for name in ("content_text", "content_html", "summary")):
        return _post(loaded)
    items = loaded.get("items", loaded.get("posts"))
    if not isinstance(items, list):
        raise PageChanged("a JSON Feed without items")
    base = page.url if page.url.startswith("http") else ""
    return Parsed(entries=_unique(entry for item in items if isinstance(item, dict) and (entry := _json_entry(item, base))))


def _json_entry(item: dict[str, Any], base: str) -> Entry | None:
    named = (item.get(name) for name in ("url", "external_url", "id"))
    url = next((found for value in named if isinstance(value, str) and (found := _http(value, base))), None)
    if url is None:
        return None
    return Entry(
        url=url,
        title=plain(_string(item.get("title"))),
        published=iso_date(_string(item.get("date_published") or item.get("date_modified"))),
        summary=_short(plain(_string(item.get("summary") or item.get("content_text") or item.get("content_html")))),
    )


def _string(value: Any) -> str | None:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


# A post as an archive of blogs gives it -------------------------------------------------------------------------


def _is_post(page: Page) -> bool:
    return (
        b'"blog":{' in page.body.replace(b'"blog": {', b'"blog":{')
        and re.search(rb"\"(?:content_(?:text|html)|blog_name)\"\s*:", page.body) is not None
    )


def _is_blog(page: Page) -> bool:
    return (
        b'"home_page_url"' in page.body
        and b'"feed_url"' in page.body
        and re.search(rb"\"posts\"\s*:\s*\[", page.body) is not None
    )


def _post(post: dict[str, Any]) -> Parsed:
    blog = post["blog"] if isinstance(post["blog"], dict) else {}
    title, issued = plain(_string(post.get("title"))), iso_date(_string(post.get("published_at")))
    language = _string(post.get("language"))
    builder = DocumentBuilder()
    builder.add("title", title)
    builder.add("abstract", plain(_string(post.get("abstract") or (None if _body(post) else post.get("summary")))))
    builder.add("body", _body(post))
    references = [line for item in post.get("reference") or [] if isinstance(item, dict) and (line := _reference(item))]
    builder.add("references", "\n".join(references), label="References", show_label=False)
    document = builder.build(language)
    return Parsed(
        citation=Citation(
            type="post-weblog",
            title=title,
            container_title=plain(_string(blog.get("title"))),
            publisher=plain(_string(blog.get("title"))),
            issued=issued,
            revised=iso_date(_string(post.get("updated_at"))),
            language=language[:2] if language else None,
            doi=_doi(post.get("doi")),
            url=_string(post.get("url")),
            is_summary=True,
            authors=tuple(_author(a) for a in post.get("authors") or [] if isinstance(a, dict)),
            keywords=tuple(Keyword(scheme="tag", term=tag) for tag in post.get("tags") or [] if isinstance(tag, str)),
        ),
        document=document,
        pointers={"title": "/title", "issued": "/published_at", "doi": "/doi", "url": "/url"},
        links=links(list(text_mentions(document)), title, issued, document.text) if document.text else (),
    )


def _body(post: dict[str, Any]) -> str | None:
    text = _string(post.get("content_text"))
    if text and "<" not in text[:500]:
        return "\n".join(line for line in (clean(part) for part in text.split("\n")) if line)
    return plain(text or _string(post.get("content_html")))


def _reference(item: dict[str, Any]) -> str | None:
    parts = [_string(item.get(name)) for name in ("unstructured", "id", "doi", "url")]
    return clean(" ".join(dict.fromkeys(part for part in parts if part)))


def _doi(value: Any) -> str | None:
    return doi(_string(value))


def _author(author: dict[str, Any]) -> Author:
    family = plain(_string(author.get("family")))
    literal = None if family else plain(_string(author.get("name")))
    return Author(
        family=family, given=plain(_string(author.get("given"))), literal=literal, orcid=orcid(_string(author.get("url")))
    )
