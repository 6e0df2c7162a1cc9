"""A bulk file is hashed, recognized, read and kept without ever being in memory as a whole."""

from __future__ import annotations

import gzip
import hashlib
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.archive import Archive
from ingest.errors import UnsafePage
from ingest.inputs import Input
from ingest.page import Page
from ingest.pipeline import read
from ingest.sources import name_of, recognize

MEGABYTE = 1_000_000
# What a reader may hold more of a file that is 6 MB larger: the catalogue of keys it has met, no text.
MOST_GROWTH = 1.5 * MEGABYTE


def _ris(number: int) -> str:
    return f"TY  - JOUR\nTI  - Walking in winter, part {number}\nAU  - Holm, Ada\nPY  - 2019\nAB  - {'We walked. ' * 800}\nER  - \n\n"


def _csv(number: int) -> str:
    return f'"Walking in winter, part {number}","Holm, Ada",2019,"{"We walked. " * 800}"\n'


def _ictrp(number: int) -> str:
    return f"<Trial><TrialID>NCT{number:08}</TrialID><Public_title>Walking {number}</Public_title></Trial>\n" + " " * 6000


def _pubmed(number: int) -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID><Article><Journal><Title>Walks</Title></Journal>"
        f"<ArticleTitle>Walking in winter</ArticleTitle><Abstract><AbstractText>{'We walked. ' * 800}</AbstractText></Abstract>"
        "</Article></MedlineCitation></PubmedArticle>\n"
    )


ABSTRACT = "We walked. " * 800


def _openalex(number: int) -> str:
    return json.dumps({"id": f"https://openalex.org/W{number}", "title": f"Walking {number}", "note": ABSTRACT})


def _crossref(number: int) -> str:
    return json.dumps(
        {"indexed": {}, "reference-count": 0, "DOI": f"10.5555/w{number}", "title": [f"Walking {number}"], "abstract": ABSTRACT}
    )


def _study(number: int) -> str:
    return json.dumps(
        {
            "protocolSection": {
                "identificationModule": {"nctId": f"NCT{number:08}", "briefTitle": "Walking"},
                "descriptionModule": {"detailedDescription": ABSTRACT},
            }
        }
    )


def _datacite(number: int) -> str:
    attributes = {"doi": f"10.5555/w{number}", "titles": [{"title": "Walking"}], "creators": [], "note": ABSTRACT}
    return json.dumps({"id": f"10.5555/w{number}", "type": "dois", "attributes": attributes})


def _paper(number: int) -> str:
    return json.dumps({"corpusid": number, "externalids": {"DOI": f"10.5555/w{number}"}, "title": "Walking", "note": ABSTRACT})


def _csl(number: int) -> str:
    return json.dumps({"type": "book", "title": f"Walking {number}", "publisher-place": "Bergen", "abstract": ABSTRACT})


def _notice(number: int) -> str:
    return f'{number},"Walking {number}",Retraction,10.5555/r{number},10.5555/w{number},"{ABSTRACT}"\n'


KINDS: dict[str, tuple[str, Callable[[int], str], str]] = {
    "ris": ("", _ris, ""),
    "citation_csv": ("Title,Authors,Year,Abstract\n", _csv, ""),
    "ictrp": ("<Trials_downloaded_from_ICTRP>", _ictrp, "</Trials_downloaded_from_ICTRP>"),
    "pubmed_xml": ("<PubmedArticleSet>", _pubmed, "</PubmedArticleSet>"),
    "openalex": ("", lambda n: _openalex(n) + "\n", ""),
    "openalex list": ('{"meta": {"db_response_time_ms": 1}, "results": [', lambda n: _openalex(n) + ",", _openalex(1) + "]}"),
    "crossref": (
        '{"status": "ok", "message-type": "work-list", "message-version": "1", "message": {"items": [',
        lambda n: _crossref(n) + ",",
        _crossref(1) + "]}}",
    ),
    "crossref dump": ('{"items": [', lambda n: _crossref(n) + ",", _crossref(1) + "]}"),
    "crossref lines": ("", lambda n: _crossref(n) + "\n", ""),
    "ctgov_json": ("", lambda n: _study(n) + "\n", ""),
    "ctgov_json list": ('{"totalCount": 2, "studies": [', lambda n: _study(n) + ",\n", _study(1) + "]}"),
    "datacite": ("", lambda n: _datacite(n) + "\n", ""),
    "semantic_scholar": ("", lambda n: _paper(n) + "\n", ""),
    "csl_json": ("[", lambda n: _csl(n) + ",\n", _csl(1) + "]"),
    "retraction_watch": ("Record ID,Title,RetractionNature,RetractionDOI,OriginalPaperDOI,Notes\n", _notice, ""),
}


def _write(path: Path, kind: str, size: int) -> int:
    """A file of about so many bytes; returns its records (a last one may stand in the tail)."""
    head, record, tail = KINDS[kind]
    count = size // len(record(1))
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        file.writelines(map(record, range(10_000_000, 10_000_000 + count)))
        file.write(tail)
    return count + tail.startswith("{")


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files count as bulk files."""
    monkeypatch.setattr("ingest.page.BULK_BYTES", 25_000)
    monkeypatch.setattr("ingest.page.HEAD_BYTES", 20_000)


def _peak(kind: str, path: Path, size: int) -> int:
    """The most bytes that Python holds while a file of about so many bytes is opened, hashed, recognized and parsed."""
    expected = _write(path, kind, size)
    tracemalloc.start()
    try:
        page = Page.of_file("file:bulk", path)
        source = recognize(page)
        assert name_of(source) == kind.split()[0]
        assert sum(1 for _ in source.parse(page)) == expected
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", KINDS)
def test_memory_does_not_grow_with_the_file(kind: str, tmp_path: Path, low: None) -> None:
    small, large = (_peak(kind, tmp_path / "bulk", size * MEGABYTE) for size in (3, 9))
    assert large - small < MOST_GROWTH


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("packed", [False, True])
def test_a_bulk_file_says_what_the_same_bytes_say(kind: str, packed: bool, tmp_path: Path, low: None) -> None:
    path = tmp_path / "bulk"
    _write(path, kind, 60_000)
    if packed:
        if kind == "ictrp":
            pytest.skip("no gzipped export of ICTRP is read, small or large")
        path.write_bytes(gzip.compress(path.read_bytes(), 0))
    bulk, small = Page.of_file("file:bulk", path), Page.of("file:bulk", path.read_bytes())
    assert (bulk.sha256, bulk.n_bytes, len(bulk.body)) == (small.sha256, small.n_bytes, 20_000)
    assert list(read(bulk)[1]) == list(read(small)[1])


def test_a_source_that_does_not_stream_is_given_the_whole_file(tmp_path: Path, low: None) -> None:
    path = tmp_path / "list.xml"
    studies = "".join(
        f"<clinical_study><id_info><nct_id>NCT{n:08}</nct_id></id_info><brief_title>Walking</brief_title></clinical_study>"
        for n in range(10_000_000, 10_000_400)
    )
    path.write_text(f"<clinical_studies>{studies}</clinical_studies>", encoding="utf-8")
    assert len(list(read(Page.of_file("file:list", path))[1])) == 400


def test_a_file_too_large_to_hold_is_refused_before_it_is_loaded(
    tmp_path: Path, low: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.page.MAX_HELD_BYTES", 50_000)
    path = tmp_path / "list.xml"
    path.write_text("<clinical_study></clinical_study>" + " " * 60_000, encoding="utf-8")
    page = Page.of_file("file:list", path)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("the file was loaded"))
    with pytest.raises(UnsafePage, match=r"60,033 bytes, more than the 50,000 .* split the file"):
        read(page)


def test_the_archive_keeps_a_bulk_file_or_its_place(tmp_path: Path, low: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bulk.ris"
    _write(path, "ris", 50_000)
    monkeypatch.chdir(tmp_path)
    page = Input(url="file:bulk", path=Path("bulk.ris")).page()
    for limit in (1_000_000, 10):
        monkeypatch.setattr("ingest.archive.MAX_COPIED_BYTES", limit)
        archive = Archive(tmp_path / f"archive{limit}.db")
        archive.keep(page, "2026-01-01T00:00:00Z", "run", Path("bulk.ris"))
        monkeypatch.chdir("/")  # a rebuild may start anywhere
        kept = archive.page("file:bulk", page.sha256)
        assert hashlib.sha256(kept.whole().body).hexdigest() == page.sha256
        archive.close()
        monkeypatch.chdir(tmp_path)
