"""PubMed XML: efetch answers with one or many records, baseline and update files (also gzipped).

Home: https://pubmed.ncbi.nlm.nih.gov/   Terms: https://www.nlm.nih.gov/databases/download/terms_and_conditions.html
Oddities seen (2026-11): MedlineDate instead of a date ("2009 Nov-Dec"); AbstractText without text; titles in brackets
are translations (VernacularTitle has the original); labels "UNLABELLED"; book records; DeleteCitation lists in update
files; the same PMID twice in a file (the later one counts); a bare PubmedArticle without its set.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from ingest.errors import PageChanged, UnsafePage
from ingest.gzip_stream import GZIP, head_of
from ingest.page import Page
from ingest.pubmed_record import article, book
from ingest.records import Parsed

KIND = "bibliographic"
HOME = "https://pubmed.ncbi.nlm.nih.gov/"
TERMS = "https://www.nlm.nih.gov/databases/download/terms_and_conditions.html"
URL: re.Pattern[str] | None = re.compile(
    r"eutils\.ncbi\.nlm\.nih\.gov/entrez/eutils/efetch|ftp\.ncbi\.nlm\.nih\.gov/pubmed/", re.I
)
RANK = 10
STREAMS = True

_ROOTS = re.compile(rb"<(PubmedArticleSet|PubmedArticle|PubmedBookArticleSet|PubmedBookArticle|DeleteCitation)[\s>]")
_RECORDS = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation")
# What a record of a trial has somewhere in its bytes (lower case): a registry number, a data bank, a publication type.
_TRIAL_SIGNS = (b"<databankname>", b"clinical trial", b"randomi", b"randomly", b"nct0", b"isrctn", b"eudract")
_END = re.compile(rb"</PubmedArticle>|</PubmedBookArticle>|</DeleteCitation>")


def recognizes(page: Page) -> bool:
    """XML whose first elements are PubMed's own."""
    head = head_of(page.body, 3000)
    return _ROOTS.search(head) is not None and b"<html" not in head[:500].lower()


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each article, streamed: the memory needed does not grow with the file."""
    keyed = page.file is not None or page.body.startswith(GZIP) or _more_than_one(page.body)
    yield from records(_open(page), keyed)


def _open(page: Page) -> IO[bytes]:
    stream = page.open()
    return gzip.GzipFile(fileobj=stream) if page.body.startswith(GZIP) else stream  # type: ignore[return-value]


def _more_than_one(body: bytes) -> bool:
    first = _END.search(body)
    return first is not None and (_END.search(body, first.end()) is not None or b"<DeleteCitation" in body)


def records(stream: IO[bytes], keyed: bool = True, trials_only: bool = False) -> Iterator[Parsed]:
    """Records of a PubMed XML stream. `trials_only` looks at each record's bytes before anything is parsed.

    Raises PageChanged for broken XML, after the records before the break; UnsafePage for entities of its own.
    """
    if trials_only:
        yield from _trial_records(stream)
        return
    seen = False
    try:
        for _, element in etree.iterparse(stream, tag=_RECORDS, no_network=True, load_dtd=False, resolve_entities=False):
            seen = True
            yield from _record(element, keyed)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise PageChanged(f"broken XML: {str(error).splitlines()[0]}") from None
    except (OSError, EOFError, zlib.error) as error:
        raise PageChanged(f"broken gzip: {error}") from None
    if not seen:
        raise PageChanged("a PubMed answer without a record")


def _record(element: Any, keyed: bool) -> Iterator[Parsed]:
    if element.tag == "DeleteCitation":
        yield from (Parsed(key=f"pmid:{node.text}", deleted=True) for node in element.iter("PMID") if node.text)
    elif element.tag == "PubmedArticle":
        if element.find("MedlineCitation/Article") is None:
            if keyed:  # a bare PMID among others says nothing
                return
            raise PageChanged("a PubMed record without an article")
        yield article(element, keyed)
    elif element.find("BookDocument/Book") is not None:
        yield book(element, keyed)


def _trial_records(stream: IO[bytes]) -> Iterator[Parsed]:
    """Cut the stream into records by bytes and parse only those that may be of a trial."""
    rest = b""
    while chunk := stream.read(1 << 20):
        *pieces, rest = (rest + chunk).split(_CLOSE)
        for piece in pieces:
            begin = piece.rfind(b"<PubmedArticle>")
            if begin >= 0 and may_be_trial(piece):
                if b"<!ENTITY" in piece:
                    raise UnsafePage("the XML declares entities of its own; they are not expanded")
                yield article(etree.fromstring(piece[begin:] + _CLOSE), True)


_CLOSE = b"</PubmedArticle>"


def may_be_trial(piece: bytes) -> bool:
    """Whether the record itself has a trial's sign; the works it cites, which stand last, are not looked at."""
    cited = piece.find(b"<ReferenceList")
    own = (piece if cited < 0 else piece[:cited]).lower()
    return any(sign in own for sign in _TRIAL_SIGNS)
