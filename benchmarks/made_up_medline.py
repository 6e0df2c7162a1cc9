"""PubMed files of any size, put together from the records of the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

# A baseline file's average is about 8,000 bytes.
LONGEST_RECORD = 40_000
_RECORD = re.compile(rb"<PubmedArticle>.*?</PubmedArticle>", re.S)
# What tells one record, one work and one trial from another.
_NUMBER = re.compile(rb"(<PMID[^>]*>|IdType=\"pubmed\">|PMC|NCT)(\d+)")
_NAME = re.compile(rb"10\.\d{4,9}/|<ArticleTitle>")
_STEP = 10_000_019


def record_pieces(folder: Path) -> Iterator[bytes]:
    """Each whole PubMed record of ordinary size below a folder, as its bytes."""
    for path in sorted(folder.rglob("*.xml")):
        for match in _RECORD.finditer(path.read_bytes()):
            piece = match.group()
            try:
                whole = etree.fromstring(piece).find("MedlineCitation/Article/Journal") is not None
            except etree.XMLSyntaxError:
                continue
            if whole and len(piece) < LONGEST_RECORD:
                yield piece


def as_set(pieces: list[bytes], megabytes: float) -> bytes:
    """A PubmedArticleSet of about so many megabytes, the pieces repeated in their order."""
    times = max(1, round(megabytes * 1e6 / sum(map(len, pieces))))
    return b'<?xml version="1.0"?>\n<PubmedArticleSet>\n' + b"\n".join(pieces * times) + b"\n</PubmedArticleSet>\n"


def renumbered(piece: bytes, copy: int) -> bytes:
    """The record as one of another work: PMIDs, registration numbers, DOIs and the title differ from copy to copy."""
    piece = _NUMBER.sub(lambda m: m[1] + b"%0*d" % (len(m[2]), (int(m[2]) + copy * _STEP) % 10**8), piece)
    return _NAME.sub(lambda m: m[0] + b"c%d." % copy, piece)
