"""The promise of every span: Python's offsets and SQLite's substr name the same words, whatever the characters."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.markup import DocumentBuilder
from ingest.page import Page
from ingest.pipeline import Run
from ingest.records import Document, Span
from ingest.store import open_catalog

WORDS = (
    "The trial of walks involved 120 participants from two towns. It found no significant differences in sleep quality or mood."
)


def substr(text: str, start: int, end: int) -> Any:
    with sqlite3.connect(":memory:") as db:
        return db.execute("SELECT substr(?, ? + 1, ?)", (text, start, end - start)).fetchone()[0]


# Everything that SQLite's text can hold: all code points but lone surrogates and NUL.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60)


@given(TEXT, st.data())
def test_offsets_mean_the_same_in_python_and_sqlite(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert substr(text, start, end) == Span.of(text, start, end).quote == text[start:end]


@pytest.mark.parametrize("at", [(-1, 2), (2, 2), (3, 2), (0, 99)])
def test_a_span_outside_its_text_cannot_be_made(at: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is not inside"):
        Span.of("walks", *at)


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_a_document_is_made_of_its_parts_and_says_where_they_are(parts: list[str]) -> None:
    builder = DocumentBuilder()
    places = [builder.add("body", part, label="PART") for part in parts]
    document = builder.build()
    for part, place in zip(parts, places, strict=True):
        assert (place is None) == (not part.strip())
        if place is not None:
            assert document.text[slice(*place)] == part.strip()
    assert [(s.start, s.end) for s in document.sections] == [place for place in places if place is not None]


def html(words: str) -> bytes:
    return (
        f"<html><head><meta charset='utf-8'><title>Walks</title><meta property='og:type' content='article'></head><body><article>"
        f"<h1>Walks</h1><p>{words}</p><p>Read the study: <a href='https://doi.org/10.5555/w'>https://doi.org/10.5555/w</a></p>"
        "</article></body></html>"
    ).encode("utf-8", "surrogatepass")


STRANGE = {
    "emoji": "😴🏽‍♀️ 👩🏽‍🚒 " + WORDS,
    "combining characters": unicodedata.normalize("NFD", "Søvnløshed é ü ") + WORDS,
    "composed characters": unicodedata.normalize("NFC", "Søvnløshed é ü ") + WORDS,
    "right to left": "تجربة סוף \u202e " + WORDS,
    "no-break and wide spaces": "A\u00a0B\u3000C\u2009D\u200b " + WORDS,
    "astral mathematics": "𝒫 < 𝟎.𝟎𝟓 𠮷 " + WORDS,
    "NUL": "before\0after " + WORDS,
    "NUL as an entity": "before&#0;after " + WORDS,
    "control characters": "a\x01b\x0bc\x1fd " + WORDS,
    "line separators": "a\u2028b\u2029c\x85d\r\ne\rf " + WORDS,
    "half a surrogate pair": "lone \ud83d here " + WORDS,
    "half a surrogate pair as an entity": "lone &#xD83D; here " + WORDS,
    "beyond Unicode": "far &#x110000; out " + WORDS,
    "byte-order mark inside": "a\ufeffb " + WORDS,
    "not a character": "a\ufffe\uffffb " + WORDS,
}


def catalog_of(tmp_path: Path, *pages: Page) -> tuple[sqlite3.Connection, list[str]]:
    catalog = open_catalog(tmp_path / "t.db")
    run = Run(catalog, None)
    for page in pages:
        run.take(page)
    outcome = run.finish()
    return catalog.db, outcome.failures


def facts(db: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return db.execute(
        "SELECT c.span_start, c.span_end, c.quote, d.text FROM claims c JOIN documents d ON d.id = c.document"
    ).fetchall()


@pytest.mark.parametrize("name", sorted(STRANGE))
def test_strange_characters_keep_the_promise(tmp_path: Path, name: str) -> None:
    """From an HTML page, a plain-text page and a JSON page, into the catalog and out again."""
    words = STRANGE[name]
    post = {
        "blog": {"title": "Notes"},
        "title": "Walks",
        "content_text": words,
        "url": "https://n.example.org/p",
        "published_at": 1700000000,
    }
    db, failures = catalog_of(
        tmp_path,
        Page.of("https://n.example.org/walks", html(words)),
        Page.of("https://n.example.org/post", json.dumps(post).encode()),
    )
    assert failures == []
    found = facts(db)
    assert len(found) >= 6, "three claims of each page"
    for start, end, quote, text in found:
        assert text[start:end] == quote
        assert substr(text, start, end) == quote
        assert "\0" not in text
    assert db.execute("SELECT count(*) FROM span_faults").fetchone() == (0,)


def test_the_view_of_faults_can_fail(tmp_path: Path) -> None:
    db, _ = catalog_of(tmp_path, Page.of("https://n.example.org/walks", html(WORDS)))
    db.execute("UPDATE claims SET span_start = span_start + 1, span_end = span_end + 1")
    assert db.execute("SELECT count(*) FROM span_faults").fetchone()[0] >= 3


def test_sections_of_a_document_lie_within_it() -> None:
    builder = DocumentBuilder()
    builder.add("title", "Walks 😴")
    builder.add("abstract.results", "Nothing differed.", label="RESULTS")
    document: Document = builder.build()
    assert document.text == "Walks 😴\n\nRESULTS: Nothing differed."
    section = document.section_at(document.text.index("Nothing"))
    assert section is not None
    assert section.kind == "abstract.results"
    assert document.section_at(document.text.index("RESULTS")) is None
