"""Pages in UTF-16 and UTF-32 are told and read as the same pages in UTF-8 are."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from ingest.page import Page
from ingest.pipeline import read
from ingest.records import Parsed
from ingest.resources import SAMPLES
from ingest.sources import name_of
from ingest.wide_text import in_utf8

WAYS = {
    "marked, little end first": (codecs.BOM_UTF16_LE, "utf-16-le", None),
    "marked, big end first": (codecs.BOM_UTF16_BE, "utf-16-be", None),
    "four bytes": (codecs.BOM_UTF32_LE, "utf-32-le", None),
    "told by the page alone": (b"", "utf-16-le", None),
    "told by the server too": (b"", "utf-16-be", "text/html; charset=UTF-16"),
    "four bytes, told by the server too": (b"", "utf-32-be", 'text/html; charset="utf-32"'),
    "four bytes, little end first": (b"", "utf-32-le", None),
}


def said(page: Page) -> tuple[str, list[Parsed]]:
    source, records = read(page)
    return name_of(source), list(records)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["portal_old_theme.html", "blog_wordpress.html", "protocol.json"])
def test_a_wide_page_says_what_it_says_in_utf_8(name: str, way: str) -> None:
    mark, encoding, media = WAYS[way]
    text = "\r\n" + (Path(SAMPLES) / name).read_text(encoding="utf-8").replace('charset="utf-8"', 'charset="utf-16"')
    wide = Page.of("file:x", mark + text.encode(encoding), media)
    assert said(wide) == said(Page.of("file:x", text.encode()))
    assert in_utf8(wide).sha256 == wide.sha256, "it stays the page that was received"


@pytest.mark.parametrize("media", [None, "text/html; charset=utf-16"])
def test_a_page_that_is_not_wide_stays_as_it_is(media: str | None) -> None:
    for body in (
        "<html><p>Søvn</p>".encode(),
        "<html><p>Søvn</p>".encode("windows-1252"),
        b"\x89PNG\r\n\x1a\n" + bytes(64),
    ):
        page = Page.of("file:x", body, media)
        assert in_utf8(page) is page


def test_xml_is_left_to_its_own_declaration() -> None:
    page = Page.of("file:x", '<?xml version="1.0" encoding="UTF-16"?><rss/>'.encode("utf-16"))
    assert in_utf8(page) is page
