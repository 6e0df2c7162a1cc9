"""The shared corpus of registries and bibliographic services: all files end in records or in a clear error."""

from __future__ import annotations

import importlib
import json
import time
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import TrialtraceError
from ingest.page import Page
from ingest.records import Parsed
from ingest.registry_record import RegistryRecord

NAMES = (
    "ctgov_json ctgov_xml isrctn ctis euctr ictrp europepmc crossref crossref_xml openalex datacite semantic_scholar"
    " unpaywall retraction_watch registry_page"
).split()
SOURCES = [importlib.import_module(f"ingest.sources.{name}") for name in NAMES]
FLOOR = 0.99


def claims(page: Page) -> list[Any]:
    return [source for source in SOURCES if source.recognizes(page)]


def read(path: Path) -> list[Parsed]:
    page = Page.of(f"file:{path.name}", path.read_bytes())
    return [parsed for source in claims(page) for parsed in source.parse(page)]


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.endswith(".gold.json"))


@pytest.mark.parametrize("kind", ["registry", "biblio_json"])
def test_every_file_is_read_or_refused_with_a_reason(shared: Path, kind: str) -> None:
    found = files(shared / "corpus" / kind)
    assert found
    for path in found:
        page = Page.of(f"file:{path.name}", path.read_bytes())
        claimed = claims(page)
        assert len(claimed) <= 1, f"{path.name}: {[source.__name__ for source in claimed]}"
        start = time.process_time()
        try:
            records = [parsed for source in claimed for parsed in source.parse(page)]
        except TrialtraceError as error:
            records, reason = [], str(error)
        else:
            reason = "" if claimed else "no source claims it"
        assert len(reason.splitlines()) <= 1, path.name
        assert records or reason, f"{path.name} gives nothing and says nothing"
        assert time.process_time() - start < 5, path.name
        for parsed in records:
            assert all(finding.pointer for finding in parsed.findings)
            assert all(registration.pointer for registration in parsed.registrations)
            assert all(stated.pointer for stated in parsed.stated), path.name


def test_registry_golds(shared: Path) -> None:
    compare = importlib.import_module("ingest.evaluate._pages.registry").compare
    right = asked = 0
    for gold in sorted((shared / "corpus" / "registry").rglob("*.gold.json")):
        path = gold.with_name(gold.name.removesuffix(".gold.json"))
        for field in compare(json.loads(gold.read_text(encoding="utf-8")), read(path), path):
            asked += 1
            right += field.right
    assert asked > 1000
    assert right / asked >= FLOOR


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b'{"title": "x"}', b"<html><body>Just a moment...</body></html>", b"\x00\x01", b"<a/>"]
)
def test_strangers_are_not_claimed(source: Any, body: bytes) -> None:
    assert not source.recognizes(Page.of("file:x", body))


def test_a_title_that_is_not_available_is_none() -> None:
    record = RegistryRecord("x", "nct", "NCT09990001")
    record.say("title", "Not available", "/a")
    record.cite("title", "n/a", "/a")
    record.say("title", "Not provided with sugar", "/b")
    assert record.value("title") == "Not provided with sugar"
    assert "title" not in record.fields
