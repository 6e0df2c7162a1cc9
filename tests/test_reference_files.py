"""Files of reference managers: whatever is done to them they end in records or in one line; their size costs time only."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator
from itertools import chain, islice, repeat
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import gzip_stream, text_stream
from ingest.bibtex_records import bibtex_entries
from ingest.errors import PageChanged, TrialtraceError, UnsafePage
from ingest.evaluate._pages import evaluate_pages
from ingest.page import Page
from ingest.records import Parsed
from ingest.ris_records import parsed_ris, ris_records
from ingest.sources import bibtex, citation_csv, csl_json, endnote_xml, isi, medline_text, name_of, ovid, recognize, refer, ris
from ingest.text_stream import chunks_of, lines_of

EXAMPLES = Path(__file__).parent / "examples"
FORMATS = (bibtex, citation_csv, csl_json, endnote_xml, isi, medline_text, ovid, refer, ris)
FILES = [path for source in FORMATS for path in sorted((EXAMPLES / name_of(source)).iterdir()) if "golden" not in path.name]


def page_of(body: bytes | str) -> Page:
    return Page.of("file:test", body if isinstance(body, bytes) else body.encode())


def records(body: bytes | str) -> list[Parsed]:
    page = page_of(body)
    return list(recognize(page).parse(page))


def titles(found: list[Parsed]) -> list[str | None]:
    return [parsed.citation.title for parsed in found if parsed.citation]


# Encodings ----------------------------------------------------------------------------------------------------------

RECORD = "TY  - JOUR\nTI  - Søvn på café\nAU  - Strøm, Åse\nER  - \n"


@pytest.mark.parametrize(
    "body",
    [
        RECORD.encode("utf-8"),
        b"\xef\xbb\xbf" + RECORD.encode("utf-8"),
        RECORD.encode("utf-16"),
        b"\xfe\xff" + RECORD.encode("utf-16-be"),
        RECORD.encode("utf-16-le"),
        RECORD.encode("utf-16-be"),
        RECORD.encode("utf-32"),
        RECORD.encode("windows-1252"),
        RECORD.replace("\n", "\r\n").encode("utf-8"),
        RECORD.replace("\n", "\r").encode("utf-8"),
        gzip.compress(RECORD.encode("utf-8"), mtime=0),
    ],
    ids="utf-8 bom utf-16 utf-16-be-bom utf-16-le utf-16-be utf-32 windows-1252 crlf cr gzip".split(),
)
def test_one_record_in_every_encoding(body: bytes) -> None:
    (found,) = records(body)
    assert found.citation is not None
    assert found.citation.title == "Søvn på café"
    assert found.citation.authors[0].family == "Strøm"


def test_two_encodings_in_one_file_each_stay_what_they_are() -> None:
    found = records(RECORD.encode("utf-8") + RECORD.encode("windows-1252"))
    assert titles(found) == ["Søvn på café", "Søvn på café"]


def test_the_declared_encoding_reads_what_is_no_utf_8() -> None:
    body = "% Encoding: windows-1250\n@article{a, title = {Młyny}, author = {Škoda, Jiří}}\n".encode("windows-1250")
    (found,) = records(body)
    assert titles([found]) == ["Młyny"]
    xml = '<?xml version="1.0" encoding="windows-1251"?><xml><records><record><ref-type name="Book">6</ref-type>'
    xml += "<titles><title>Сон</title></titles></record></records></xml>"
    assert titles(records(xml.encode("windows-1251"))) == ["Сон"]


def test_a_gzip_file_that_breaks_off_gives_the_records_before_the_break(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_stream, "_CHUNK", 1000)
    whole = gzip.compress("".join(RECORD.replace("café", str(n) * 40) for n in range(4000)).encode(), mtime=0)
    lines = lines_of(page_of(whole[: len(whole) // 2]))
    assert list(islice(lines, 2)) == ["TY  - JOUR", "TI  - Søvn på " + "0" * 40]
    with pytest.raises(PageChanged, match="broken gzip"):
        list(lines)


def test_a_gzip_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gzip_stream, "FREE_BYTES", 3_000_000)
    with pytest.raises(UnsafePage, match="unpacks to more than 100 times its size"):
        list(lines_of(page_of(gzip.compress(b"TY  - JOUR\n" * 1_000_000))))
    monkeypatch.setattr(text_stream, "MAX_LINE", 2_000_000)
    with pytest.raises(UnsafePage, match="a line of more than"):
        list(lines_of(page_of(b"TY  - JOUR\nTI  - " + b"x" * 2_500_000)))


def test_the_head_of_many_small_members_is_unpacked_from_as_many_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    begin = zlib.decompressobj
    monkeypatch.setattr(gzip_stream.zlib, "decompressobj", lambda bits: opened.append(bits) or begin(bits))
    assert gzip_stream.head_of(gzip.compress(b"ab") * 5000, 101) == b"ab" * 50 + b"a"
    assert len(opened) == 51
    opened.clear()
    assert gzip_stream.head_of(gzip.compress(b"") * 40_000 + gzip.compress(b"ab"), 101) == b""
    assert len(opened) <= 10_000


# Broken files -------------------------------------------------------------------------------------------------------


def read_to_the_end(body: bytes) -> str | None:
    """The error that reading ends in, None for none. Anything but an error of our own, of one line, goes through."""
    try:
        records(body)
    except TrialtraceError as error:
        if "\n" in str(error):
            raise
        return str(error)
    return None


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_file_cut_anywhere_ends_in_records_or_one_line(path: Path) -> None:
    body = path.read_bytes()
    for end in range(0, len(body), max(1, len(body) // 25)):
        read_to_the_end(body[:end])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FILES), st.integers(0, 10_000), st.binary(max_size=40), st.integers(0, 200))
def test_a_damaged_file_ends_in_records_or_one_line(path: Path, at: int, noise: bytes, gap: int) -> None:
    body = path.read_bytes()
    at %= len(body)
    read_to_the_end(body[:at] + noise + body[at + gap :])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("TY  - JOUR\nER  - \n", "RIS file without a readable record"),
        ("@article{key,}\n@comment{x}\n", "BibTeX file without a readable record"),
        ("PMID- 000\n", "MEDLINE file without a readable record"),
        ("title,abstract\n,\n", "table of references without a readable record"),
        ('[{"type": "book", "title": "A", "issued": ', "broken JSON"),
        ("<xml><records><record><titles><title>A</title></titles></record><record><titles>", "ends in the middle"),
        (
            '<!DOCTYPE x [<!ENTITY a "b">]><xml><records><record><titles><title>&a;</title></titles></record></records></xml>',
            "entities",
        ),
    ],
)
def test_a_file_that_says_nothing_is_told(body: str, message: str) -> None:
    with pytest.raises(TrialtraceError, match=message):
        records(body)


def test_xml_with_bare_ampersands_and_names_of_html_is_read_whole() -> None:
    body = '<xml><records><record><ref-type name="Book">6</ref-type><titles><title>Sleep &amp; rest & caf&eacute; &lt;1</title></titles></record>'
    assert titles(records(body + "</records></xml>")) == ["Sleep & rest & café <1"]


MANY = 400_000
WIDE = " ".join(f'a{n}="1"' for n in range(20_000))
BEGINNING = "TY  - JOUR\nTI  - A\n"
BOOK = '<xml><records><record><ref-type name="Book">6</ref-type>'


@pytest.mark.parametrize(
    "body",
    [
        "@article{k, title={a}, " + "x" * MANY + "}",
        "@article{k, title=" + "{" * MANY,
        "@article{k, title={" + "$a" * MANY + "}}",
        "@article{k, title={a}, author={" + "a and " * MANY + "}}",
        BEGINNING + "AU  - " + "Aa " * MANY + "\nER  - ",
        BEGINNING + "AU  - " + "A, " * MANY + "\nER  - ",
        BEGINNING + "PY  - a" + " " * MANY + "\nER  - ",
        BEGINNING + "AB  - " + "ABC. " * (MANY // 2) + "\nER  - ",
        "<1. >\nVN  - Ovid Technologies\nTI  - A\nAU  - Holm " + "1" * MANY + "x\n",
        "<1. >\nVN  - Ovid Technologies\nTI  - A" + "." * MANY + "x\n",
        'title,authors,abstract\nA,"' + "x\n" * MANY,
        '[{"type":"book","title":"a","DOI":' + "[" * MANY,
        BOOK + f"<titles {WIDE}><title>A</title></titles></record></records></xml>",
        BOOK + "<a>" * MANY,
    ],
    ids=lambda body: body[:10].strip() + "…" + body[-8:].strip(),
)
def test_long_and_deep_files_end_soon(body: str) -> None:
    started = process_time()
    read_to_the_end(body.encode())
    assert process_time() - started < 5, "what grows faster than its input would take minutes here"


# Size ---------------------------------------------------------------------------------------------------------------


def endless_ris() -> Iterator[str]:
    return chain.from_iterable(repeat(RECORD.split("\n")))


def test_records_come_before_the_file_has_ended() -> None:
    assert len(list(islice(ris_records(endless_ris()), 3))) == 3
    assert len(list(islice(parsed_ris(endless_ris()), 3))) == 3
    assert len(list(islice(bibtex_entries(repeat("@book{a, title = {B}}")), 3))) == 3


def many(kind: str, count: int) -> str:
    forms = {
        "ris": ("", "TY  - JOUR\nTI  - Title {n}\nAB  - " + "word " * 60 + "\nER  - \n", ""),
        "bibtex": ("", "@article{{k{n}, title = {{Title {n}}}, abstract = {{" + "word " * 60 + "}}}}\n", ""),
        "medline": ("", "PMID- {n}9\nTI  - Title {n}\nAB  - " + "word " * 60 + "\n\n", ""),
        "table": ("title,abstract\n", "Title {n}," + "word " * 60 + "\n", ""),
        "endnote": (
            "<xml><records>",
            '<record><ref-type name="Book">6</ref-type><titles><title>Title {n}</title></titles><abstract>'
            + "word " * 60
            + "</abstract></record>",
            "</records></xml>",
        ),
        "csl": ("[", '{{"type": "book", "title": "Title {n}", "abstract": "' + "word " * 60 + '", "issued": 2019}},', "0]"),
    }
    before, one, after = forms[kind]
    return before + "".join(one.format(n=n) for n in range(1, count + 1)) + after


def peak(body: str) -> tuple[int, int]:
    """Records read, and the most memory that reading held beyond the page itself."""
    page = page_of(body)
    source = recognize(page)
    tracemalloc.start()
    count = sum(1 for _ in source.parse(page))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return count, most


@pytest.mark.parametrize("kind", ["ris", "bibtex", "medline", "table", "endnote", "csl"])
def test_memory_does_not_grow_with_the_file(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_stream, "_CHUNK", 4096)
    peak(many(kind, 50))  # what is loaded once
    few, of_few = peak(many(kind, 200))
    lots, of_lots = peak(many(kind, 2000))
    assert (few, lots) == (200, 2000)
    assert of_lots - of_few < 600_000, "only the keys that were seen may grow, about 200 bytes each"


def test_chunks_and_lines_hold_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_stream, "_CHUNK", 7)
    body = "æøå — one\r\ntwo\rthree\n\nfour".encode() + b"\xe9"
    page = page_of(body)
    assert list(lines_of(page)) == ["æøå — one", "two", "three", "", "fouré"]
    assert "".join(chunks_of(page)) == "æøå — one\r\ntwo\rthree\n\nfouré"


# The corpus ---------------------------------------------------------------------------------------------------------

# Files with no record in them, and formats that nobody here reads (Copac's, which ended in 2019; PMFetch; redirects).
UNREAD = ("Copac", "Nagtegaal", "MinimalEntry", "37909814", "pubmed3.html", "_0.html")


@pytest.mark.parametrize("folder", ["reference_managers", "pubmed"])
def test_every_file_of_the_corpus_is_read_or_told(folder: str, shared: Path) -> None:
    unread = {}
    for path in sorted(p for p in (shared / "corpus" / folder).rglob("*") if p.is_file() and not p.name.endswith(".json")):
        if not path.parent.name.endswith("url_gold") and (error := read_to_the_end(path.read_bytes())):
            unread[path.name] = error
    assert [name for name in unread if not any(sign in name for sign in UNREAD)] == []


@pytest.mark.parametrize(("kind", "floor"), [("pubmed", 0.99), ("reference_managers", 0.95)])
def test_expected_records_are_read(kind: str, floor: float, shared: Path) -> None:
    table = evaluate_pages(shared / "corpus", kind)
    (total,) = (line for line in table.split("\n") if line.startswith(kind) and " ALL " in line)
    assert float(total.split()[-1]) >= floor
