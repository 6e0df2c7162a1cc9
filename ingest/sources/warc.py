"""A web archive (WARC or ARC, also gzip): each HTTP response in it is a page.

Home: https://iipc.github.io/warc-specifications/
This source has `unpack` instead of records: the pipeline reads each page in the archive as if it had been fetched.
Oddities seen (2026-11): target addresses in angle brackets (wget) or with spaces, ARC's first record that describes
the file, chunked and compressed bodies, records cut short, gzip files whose last member is cut short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.lenient_xml import head_of
from ingest.page import Page
from ingest.records import Entry, Parsed
from ingest.warc_records import pages_in

KIND = "file"
HOME = "https://iipc.github.io/warc-specifications/"
URL: re.Pattern[str] | None = re.compile(r"\.w?arc(?:\.gz)?$", re.I)
RANK = 0
STREAMS = True


def recognizes(page: Page) -> bool:
    """By the version line of the first record, unpacked when it is gzip."""
    return head_of(page, 400).startswith((b"WARC/", b"filedesc:"))


def unpack(page: Page) -> Iterator[Page]:
    """The pages in the archive, in its order, streamed. Raises PageChanged at the end when some records could not be read."""
    yield from pages_in(page)


def parse(page: Page) -> Iterator[Parsed]:
    """What is in the archive, without reading the pages themselves."""
    yield Parsed(entries=tuple(Entry(url=inner.url) for inner in unpack(page)))
