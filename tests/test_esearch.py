"""esearch: which records of PubMed a search leads to."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import NotAPage, PageChanged
from ingest.page import Page
from ingest.sources import esearch_json, pubmed_xml, recognize

FOUND = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed&retmode=json&term=tea"


def page(result: dict[str, Any], url: str = FOUND) -> Page:
    return Page.of(url, json.dumps({"header": {"type": "esearch", "version": "0.3"}, "esearchresult": result}).encode())


def addresses(ids: list[str]) -> list[str]:
    (parsed,) = esearch_json.parse(page({"count": str(len(ids)), "idlist": ids}))
    return [entry.url for entry in parsed.entries]


def numbers(url: str) -> list[int]:
    listed = re.search(r"[?&]id=([\d,]+)", url)
    assert listed
    return [int(number) for number in listed[1].split(",")]


@given(st.sets(st.integers(1, 999_999_999), max_size=900))
def test_every_number_stands_in_one_batch_of_at_most_200_newest_first(found: set[int]) -> None:
    batches = [numbers(url) for url in addresses([str(number) for number in found])]
    assert [number for batch in batches[::-1] for number in batch] == sorted(found)
    assert all(len(batch) <= esearch_json.BATCH for batch in batches)


def test_addresses_are_such_that_the_reader_of_records_claims() -> None:
    (url,) = addresses(["31000001", "31000002", "31000001"])
    assert pubmed_xml.URL is not None
    assert pubmed_xml.URL.search(url)
    assert url.endswith("?db=pubmed&id=31000001,31000002&retmode=xml")


def test_a_new_work_leaves_the_addresses_of_full_batches_as_they_were() -> None:
    before = [str(31_000_000 + number) for number in range(450)]
    assert addresses(before)[1:] == addresses(["32000000", *before])[1:]
    assert addresses(before)[0] != addresses(["32000000", *before])[0]


def test_a_search_that_found_nothing_is_read_and_leads_nowhere() -> None:
    assert addresses([]) == []
    assert recognize(page({"count": "0", "idlist": []})) is esearch_json


@pytest.mark.parametrize(
    ("result", "url", "error", "said"),
    [
        ({"ERROR": "Search Backend failed"}, FOUND, NotAPage, "Search Backend failed"),
        ({"count": "3"}, FOUND, PageChanged, "without a list"),
        ({"count": "1", "idlist": ["NP_000001.2"]}, FOUND, PageChanged, "no PubMed numbers"),
        ({"count": "1", "idlist": ["31000001"]}, FOUND.replace("db=pubmed", "db=pmc"), NotAPage, "a search of pmc"),
    ],
)
def test_what_is_no_list_of_works_is_told(result: dict[str, Any], url: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        list(esearch_json.parse(page(result, url)))
