"""NAME: what it is.

Home: https://...   Terms: https://...
Oddities seen (date): none yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.markup import DocumentBuilder
from ingest.page import Page
from ingest.records import Citation, Parsed

KIND = "bibliographic"
HOME = "https://example.org/"
URL: re.Pattern[str] | None = None
RANK = 10

# Where each field of the citation is read from, as this kind of page writes it (JSON pointer or XPath).
POINTERS = {"title": "/title"}


def recognizes(page: Page) -> bool:
    """One cheap look at the first bytes: is this our kind of page?"""
    return page.body[:200].lstrip().startswith(b"NAME")


def parse(page: Page) -> Iterator[Parsed]:
    """Yield one `Parsed` for each work on the page."""
    text = page.body.decode("utf-8", "replace")
    builder = DocumentBuilder()
    builder.add("title", text)
    yield Parsed(citation=Citation(type="document", title=text), document=builder.build(), pointers=POINTERS)
