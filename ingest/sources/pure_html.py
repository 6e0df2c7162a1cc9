"""An Elsevier Pure portal page for one research output, old and new theme, in any of the languages portals use.

Home: https://www.elsevier.com/products/pure   Terms: those of the house that runs the portal
Oddities seen (2026-11): new theme: title in h1, subtitle in h2 or `.subtitle`, abstract in `.rendering_abstractportal
.textblock`, one for each language; old theme: title in `h2.title > span`, an ordered list of *other* outputs of the same
authors (the same class names!) before the abstract, and "View graph of relations" after it; authors of the house are
links, others plain text in the same comma-separated line, "&" before the last; th labels follow the portal's language,
and Danish ones (Land, By, Periode) stand on English pages too; "Published - 11 Feb 2019" in one cell; the RIS block puts
the subtitle in T2; feed items are the same markup without a page around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.markup import html_tree
from ingest.page import Page
from ingest.pure_output import output
from ingest.records import Parsed

KIND = "portal"
HOME = "https://www.elsevier.com/products/pure"
URL: re.Pattern[str] | None = re.compile(
    r"/(?:portal/)?(?:[a-z]{2}(?:-[a-z]{2})?/)?(?:publications|publikationer|publicaties|publikationen|publikasjoner)/[^/]+", re.I
)
RANK = 20

_MARKS = (b"rendering_researchoutput", b"rendering_contributionto", b"rendering_abstractportal", b"/admin/workspace.xhtml")


def recognizes(page: Page) -> bool:
    """HTML with Pure's own class names around a research output."""
    body = page.body
    if body.lstrip()[:5] == b"<?xml" and b"<html" not in body[:2000]:
        return False
    if not any(mark in body for mark in _MARKS) or b"<" not in body[:2000]:
        return False
    return b'class="type' in body or b"class='type" in body or b"citation_title" in body or b"type_classification" in body


def parse(page: Page) -> Iterator[Parsed]:
    """The page's own output. Raises PageChanged when no title is found."""
    yield output(html_tree(page), page.url)
