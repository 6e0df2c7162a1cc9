"""RIS files: exports of reference managers, databases and screening tools.

Home: https://en.wikipedia.org/wiki/RIS_(file_format)
Oddities seen (2026-11): see `ingest.ris_records`; files in UTF-16 or in several encodings at once, gzipped ones, PubMed
lines before the first record ("1.", "Record #1 of 2", "Provider: ..."), keywords and notes over many lines (Rayyan, Ovid).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.page import Page
from ingest.records import Parsed
from ingest.ris_records import looks_like_ris, parsed_ris
from ingest.text_stream import head_text, record_lines

KIND = "file"
HOME = "https://en.wikipedia.org/wiki/RIS_(file_format)"
URL: re.Pattern[str] | None = None
RANK = 20
STREAMS = True
# Where a record starts, or the one before has ended.
_START = re.compile(r"\s{0,4}(?:TY|ER)\b")


def recognizes(page: Page) -> bool:
    """A record's first line within the first lines of a file that is no HTML or XML (pages show RIS blocks too)."""
    head = head_text(page)
    return not head.lstrip().startswith("<") and looks_like_ris(head)


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each reference, streamed. Raises PageChanged when there is none."""
    yield from parsed_ris(record_lines(page, _START))
