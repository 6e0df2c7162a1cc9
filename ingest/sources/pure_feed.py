"""An Elsevier Pure portal's RSS feed: each item carries the rendered HTML of one whole output.

Home: https://www.elsevier.com/products/pure   Terms: those of the house that runs the portal
Oddities seen (2026-11): the rendering stands escaped (or as CDATA) in `description`, in some portals wrapped in a small
font; the output's own page is the link of its title as well as of the item; items of persons or projects may stand
among those of outputs: they become entries to read next and nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ingest.errors import PageChanged
from ingest.lenient_xml import below, child_text, head_of, lenient_tree, local
from ingest.page import Page
from ingest.pure_output import output
from ingest.records import Entry, Parsed

KIND = "portal"
HOME = "https://www.elsevier.com/products/pure"
URL: re.Pattern[str] | None = re.compile(r"\?.*\bformat=rss\b|/(?:publications|publikationer)/rss", re.I)
RANK = 50

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:rss|rdf|feed)\b", re.I)


def recognizes(page: Page) -> bool:
    """A feed with Pure's renderings of research outputs in it."""
    return bool(_ROOT.search(head_of(page))) and b"rendering_researchoutput" in page.body


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each output, then one with an entry for each item's page."""
    root = lenient_tree(page)
    entries: dict[str, Entry] = {}
    for position, item in enumerate(below(root, "item", "entry"), 1):
        url = child_text(item, "link", "guid")
        if url and url.startswith("http"):
            entries.setdefault(url, Entry(url=url, title=child_text(item, "title")))
        parsed = _output(item, url)
        if parsed is not None:
            yield replace(parsed, key=_key(parsed, position), pointers=_below(parsed, position))
    yield Parsed(key="feed", entries=tuple(entries.values()))


def _output(item: Any, url: str | None) -> Parsed | None:
    """The output that an item's description renders; None when it renders none."""
    markup = next(("".join(child.itertext()) for child in item if local(child) in ("description", "content", "encoded")), "")
    if "rendering_researchoutput" not in markup:
        return None
    try:
        return output(lxml_html.fragment_fromstring(markup, create_parent="div"), url)
    except (PageChanged, etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _key(parsed: Parsed, position: int) -> str:
    citation = parsed.citation
    return (
        f"doi:{citation.doi}"
        if citation and citation.doi
        else (citation.url if citation and citation.url else f"item:{position}")
    )


def _below(parsed: Parsed, position: int) -> dict[str, str]:
    """Pointers into the markup of one item."""
    return {name: f"//item[{position}]/description{place}" for name, place in parsed.pointers.items()}
