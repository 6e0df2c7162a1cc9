"""A sitemap: which pages a site has. XML (also gzip), an index of sitemaps, a list of addresses, robots.txt.

Home: https://www.sitemaps.org/protocol.html
What it gives: entries to read next, with the date of last change; Google's news extension adds titles. Oddities seen
(2026-11): plain-text lists with a sentence of explanation on top, "site-map:" and any case in robots.txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.errors import PageChanged
from ingest.lenient_xml import below, child_text, head_of, lenient_tree, local, unpacked
from ingest.markup import decode
from ingest.page import Page
from ingest.records import Entry, Parsed

KIND = "feed"
HOME = "https://www.sitemaps.org/protocol.html"
URL: re.Pattern[str] | None = re.compile(r"sitemap[^/]*\.(?:xml|txt)(?:\.gz)?(?:$|\?)|/robots\.txt$", re.I)
RANK = 60

_ROOT = re.compile(rb"(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<(?:[\w.-]+:)?(?:urlset|sitemapindex)\b", re.S | re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+$", re.I)
_ROBOTS = re.compile(r"^\s*(?:user-agent|site-?map)\s*:", re.I | re.M)
_LISTED = re.compile(r"^\s*site-?map\s*:\s*(\S+)", re.I | re.M)
_MAX_ENTRIES = 50_000


def recognizes(page: Page) -> bool:
    """By the root element, the first lines of a robots.txt, or lines most of which are addresses and nothing else."""
    head = head_of(page)
    if head.startswith(b"<"):
        return bool(_ROOT.match(head))
    text = head.decode("utf-8", "replace")
    if head[:1] in (b"{", b"["):
        return False
    return (bool(_ROBOTS.search(text)) and ("isallow" in text or bool(_LISTED.search(text)))) or _is_list(text)


def _is_list(text: str) -> bool:
    lines = [line.strip() for line in text.splitlines()[:-1] or text.splitlines() if line.strip()]
    lines += [text.splitlines()[-1].strip()] if len(text) < 6000 and len(text.splitlines()) > 1 else []
    found = sum(bool(_ADDRESS.match(line)) for line in lines)
    return found >= 2 and found > len(lines) * 0.5


def parse(page: Page) -> Iterator[Parsed]:
    """One record with the addresses that the sitemap lists, each once. Raises PageChanged for broken XML or gzip."""
    if head_of(page).startswith(b"<"):
        entries = _xml_entries(lenient_tree(page))
    else:
        text = decode(unpacked(page))
        found = _LISTED.findall(text) if _ROBOTS.search(text) else [line.strip() for line in text.splitlines()]
        entries = (Entry(url=url) for url in found if _ADDRESS.match(url))
    kept: dict[str, Entry] = {}
    for entry in entries:
        kept.setdefault(entry.url, entry)
        if len(kept) >= _MAX_ENTRIES:
            break
    yield Parsed(entries=tuple(kept.values()))


def _xml_entries(root: Any) -> Iterator[Entry]:
    if local(root) not in ("urlset", "sitemapindex"):
        raise PageChanged("neither urlset nor sitemapindex on the page")
    for node in below(root, "url", "sitemap"):
        url = child_text(node, "loc")
        if url and _ADDRESS.match(url):
            news = next(below(node, "news"), None)
            yield Entry(
                url=url,
                title=child_text(news, "title") if news is not None else None,
                published=_date(child_text(news, "publication_date") if news is not None else child_text(node, "lastmod")),
            )


def _date(text: str | None) -> str | None:
    match = re.match(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?", text or "")
    return match.group() if match else None
