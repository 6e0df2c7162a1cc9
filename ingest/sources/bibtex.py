"""BibTeX and BibLaTeX files: exports of reference managers, publishers and databases.

Home: https://www.ctan.org/pkg/bibtex
Oddities seen (2026-11): see `ingest.bibtex_records`; accents in five ways, double braces, PubMed ids only in notes
("{PMID:} 123"), article numbers under five names, JabRef's declaration of an encoding in the first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.bibtex_records import looks_like_bibtex, parsed_bibtex
from ingest.gzip_stream import GZIP
from ingest.page import Page
from ingest.records import Parsed
from ingest.text_stream import head_text, lines_of

KIND = "file"
HOME = "https://www.ctan.org/pkg/bibtex"
URL: re.Pattern[str] | None = None
RANK = 25
STREAMS = True


def recognizes(page: Page) -> bool:
    """An entry within the first lines of a file that is no HTML, XML or JSON (pages show BibTeX blocks too)."""
    head = head_text(page)
    return not head.lstrip().startswith(("<", "{", "[")) and looks_like_bibtex(head)


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each entry, streamed. Raises PageChanged when there is none."""
    has_parents = page.file is not None or page.body.startswith(GZIP) or b"crossref" in page.body or b"CrossRef" in page.body
    yield from parsed_bibtex(lambda: lines_of(page), has_parents)
