"""A search of PubMed as JSON: what E-utilities' esearch answers with `retmode=json`.

Home: https://www.ncbi.nlm.nih.gov/books/NBK25499/   Terms: https://www.nlm.nih.gov/databases/download/terms_and_conditions.html
What it gives: entries to read next, each the address of up to 200 records from efetch (more numbers than that want a POST,
says the manual). Oddities seen (2026-11): numbers are strings; `ERROR` instead of a list when the search could not be made;
an empty list beyond the last hit. The answer does not name its database, its address does; esearch takes PubMed when none
is given. Batches are counted from the lowest number up, so that new works change the address of the newest batch only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from ingest.errors import NotAPage, PageChanged
from ingest.json_pages import at, json_head, load, refuse_errors, text_at
from ingest.page import Page
from ingest.records import Entry, Parsed

KIND = "feed"
HOME = "https://www.ncbi.nlm.nih.gov/books/NBK25499/"
TERMS = "https://www.nlm.nih.gov/databases/download/terms_and_conditions.html"
URL: re.Pattern[str] | None = re.compile(r"eutils\.ncbi\.nlm\.nih\.gov/entrez/eutils/esearch\.fcgi.*\bretmode=json\b", re.I)
RANK = 10

BATCH = 200
_EFETCH = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?"
_RESULT = re.compile(rb'"esearchresult"\s*:')
_PMID = re.compile(r"[1-9]\d{0,8}")


def recognizes(page: Page) -> bool:
    """The result of a search stands at the head, behind the header that names the tool."""
    return bool(_RESULT.search(json_head(page)))


def parse(page: Page) -> Iterator[Parsed]:
    """One record with the addresses of the found works, newest batch first.

    Raises NotAPage for an error message or a search of another database, PageChanged for an answer without a list of numbers.
    """
    result = _result(page)
    ids = at(result, "idlist")
    if not isinstance(ids, list):
        raise PageChanged("an answer of esearch without a list of numbers")
    pmids = sorted({int(pmid) for pmid in map(str, ids) if _PMID.fullmatch(pmid)})
    if ids and not pmids:
        raise PageChanged("an answer of esearch whose list has no PubMed numbers")
    batches = [pmids[start : start + BATCH] for start in range(0, len(pmids), BATCH)]
    yield Parsed(entries=tuple(_entry(batch, text_at(result, "querytranslation")) for batch in reversed(batches)))


def _result(page: Page) -> Any:
    loaded = load(page)
    refuse_errors(loaded)
    result = at(loaded, "esearchresult")
    if message := text_at(result, "ERROR"):
        raise NotAPage(f"an API's error message: {message[:120]}")
    database = parse_qs(urlsplit(page.url).query).get("db", ["pubmed"])[0]
    if database.lower() != "pubmed":
        raise NotAPage(f"a search of {database[:40]}, not of PubMed")
    return result


def _entry(batch: list[int], query: str | None) -> Entry:
    numbers = ",".join(map(str, batch))
    return Entry(
        url=_EFETCH + urlencode({"db": "pubmed", "id": numbers, "retmode": "xml"}, safe=","),
        title=f"{len(batch)} of the works found in PubMed" + (f" for {query}"[:200] if query else ""),
    )
