"""A story about a study: blog post, news item, press release, plain-language page.

Home: any site. The most general reader of HTML: it takes what no more precise source claims.
Oddities seen (2026-11): WordPress blogs that print their title three times; the study linked only from "Journal
reference:" under the text; tracking addresses around DOIs; news sites whose JSON-LD is inside @graph or a list;
`article:published_time` without time zone; titles that end in the site's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.errors import PageChanged
from ingest.identifiers import canonical_address
from ingest.markup import html_tree
from ingest.page import Page
from ingest.records import Citation, Keyword, Parsed
from ingest.story_links import links, text_mentions, without_repeats
from ingest.story_meta import Story, story
from ingest.story_text import anchors, build, left_out, main_lines, mentions, refuse_long

KIND = "news"
HOME = "https://schema.org/Article"
URL: re.Pattern[str] | None = None
RANK = 90

_HTML = re.compile(rb"<!doctype html|<html[\s>]|<body[\s>]|<article[\s>]", re.I)
_STORY = re.compile(
    rb"<article[\s>]|og:type[\"'][^>]{0,40}article|NewsArticle|BlogPosting|\"@type\"\s*:\s*\"Article|itemprop=[\"']articleBody|article:published_time",
    re.I,
)
_PARAGRAPH = re.compile(rb"<p[\s>]", re.I)
# Running text shorter than this is no story.
_LEAST = 120


def recognizes(page: Page) -> bool:
    """HTML that calls itself an article, or has a few paragraphs."""
    body = page.body
    head = body[:200_000]
    wide = head[:4] in (b"\xff\xfe<\x00", b"\xfe\xff\x00<") or head[:4] in (b"<\x00!\x00", b"<\x00h\x00")
    if wide:
        head = head.replace(b"\x00", b"")
    if not _HTML.search(head[:20_000]):
        return False
    return bool(_STORY.search(head)) or sum(1 for _ in zip(range(3), _PARAGRAPH.finditer(body), strict=False)) == 3


def parse(page: Page) -> Iterator[Parsed]:
    """The story as a summary, with the studies it points at.

    Raises PageChanged when the page has no running text, UnsafePage when it is longer than any story.
    """
    tree = html_tree(page)
    refuse_long(tree)
    told = story(tree, page.url)
    lines, heads = main_lines(tree)
    if sum(map(len, lines)) < _LEAST:
        raise PageChanged("no running text on the page")
    studies = anchors(tree)
    byline = ", ".join(" ".join(filter(None, (a.given, a.family))) or a.literal or "" for a in told.authors)
    document = build(told.title, byline, lines, heads, left_out(studies, lines), told.language)
    found = without_repeats([*mentions(studies, document), *text_mentions(document)])
    yield Parsed(
        citation=_citation(told),
        document=document,
        pointers=told.pointers,
        links=links(found, told.title, told.issued, document.text),
    )


def _citation(told: Story) -> Citation:
    return Citation(
        type=told.type,
        title=told.title,
        container_title=told.publisher,
        publisher=told.publisher,
        issued=told.issued,
        revised=told.revised,
        language=told.language,
        url=canonical_address(told.address) if told.address else None,
        is_summary=True,
        authors=told.authors,
        keywords=tuple(Keyword(scheme="tag", term=term) for term in told.keywords),
    )
