"""ClinicalTrials.gov, API version 2 (and the classic "full studies" API): one study, a list, a page of studies.

Home: https://clinicaltrials.gov/   Terms: https://clinicaltrials.gov/about-site/terms-conditions
Oddities seen (2026-11): studies without arms or enrolment; `nctIdAliases` name numbers that redirect here; an analysis
may name groups of another orientation than its estimate; dates of old records are months; exports by ctrdata hold the
legacy XML as JSON (`ctgov_legacy` reads them) or add `ctrname` to a v2 study. Sections without an
identification module (test cuts of other programs) hold no record and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from ingest import ctgov_classic, ctgov_legacy, ctgov_record
from ingest.errors import PageChanged
from ingest.json_pages import at, json_head, text_at
from ingest.json_stream import Item, each_record
from ingest.page import Page
from ingest.records import Parsed

KIND = "registry"
HOME = "https://clinicaltrials.gov/"
URL: re.Pattern[str] | None = re.compile(r"^https?://(?:www\.)?clinicaltrials\.gov/api/", re.I)
RANK = 10
STREAMS = True

_V2 = re.compile(rb'"(?:protocolSection|resultsSection|derivedSection)"\s*:')


def recognizes(page: Page) -> bool:
    """A JSON page with a section of a study near its start, in one of the three shapes."""
    head = json_head(page)
    if not head:
        return False
    if _V2.search(head) or b'"FullStudiesResponse"' in head or b'"ProtocolSection"' in head:
        return True
    if b'"nct_id"' in head and b'"id_info"' in head:
        return True
    return b'"studies"' in head[:400] and b'"nextPageToken"' in head


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each study, streamed. Raises PageChanged when the page has sections of a study but no study with a number."""
    nothing = PageChanged("no study on this page of ClinicalTrials.gov")
    yield from each_record(page, ("/studies", "/FullStudiesResponse/FullStudies"), _study, _read, nothing)


def addresses(entry: Mapping[str, Any]) -> list[str]:
    """The address of a search for a watchlist entry's `query`, newest records first."""
    asked = {"query.term": entry["query"], "sort": "LastUpdatePostDate:desc", "pageSize": entry.get("limit", 25)}
    return [f"{HOME}api/v2/studies?{urlencode(asked)}"]


def record_address(parsed: Parsed) -> str | None:
    """The address of one record out of a search's answer."""
    number = next((given.number for given in parsed.registrations if given.registry == "nct" and given.status == "valid"), None)
    return f"{HOME}api/v2/studies/{number}" if number else None


def _study(item: Item) -> tuple[dict[str, Any], ctgov_record.Locate] | None:
    """A study in the shape of version 2, with a function from its pointers to those of the page."""
    if at(item.value, "id_info", "nct_id"):
        return ctgov_legacy.from_json(item.value, item.pointer)
    if at(item.value, "FullStudy", "Study"):
        return ctgov_classic.study(item.value["FullStudy"]["Study"], f"{item.pointer}/FullStudy/Study")
    if at(item.value, "Study"):
        return ctgov_classic.study(item.value["Study"], f"{item.pointer}/Study")
    is_answer = not isinstance(item.value, dict) or any(name in item.value for name in ("studies", "FullStudiesResponse"))
    return None if is_answer else (item.value, item.pointer.__add__)


def _read(study: dict[str, Any], locate: ctgov_record.Locate, position: int, several: bool) -> Parsed:
    number = text_at(study, "protocolSection", "identificationModule", "nctId")
    return ctgov_record.read(study, "ctgov_json", locate, f"nct:{number}" if several else None)
