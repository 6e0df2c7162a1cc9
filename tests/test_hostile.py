"""Hostile and broken input: nothing is fetched, expanded or run, and each file is read or refused within 2 s and 300 MB."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import pytest

from benchmarks.apart import Reading, read_apart
from ingest.archive import Archive
from ingest.challenge import refuse
from ingest.errors import BinaryPage, EmptyPage, NotAPage, PageChanged, TrialtraceError, UnsafePage
from ingest.inputs import sample_inputs
from ingest.lenient_xml import lenient_tree
from ingest.markup import decode, html_tree, xml_tree
from ingest.page import Page
from ingest.pipeline import Run
from ingest.sources import recognize
from ingest.store import Catalog, open_catalog

SECONDS = 2.0
MEGABYTES = 300
CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to"
    " continue</noscript><script>window._cf_chl_opt={cvId:'3'}</script></body></html>"
)
ARTICLE = "<p>" + "The trial ended after a year and nothing differed between the groups. " * 60 + "</p>"


def page(body: bytes | str, url: str = "https://example.org/x") -> Page:
    return Page.of(url, body.encode() if isinstance(body, str) else body)


def over_the_limits(readings: list[Reading]) -> list[Reading]:
    return [r for r in readings if r.seconds > SECONDS or r.megabytes > MEGABYTES]


@pytest.mark.parametrize("folder", ["hostile", "feeds/feedparser", "feeds/warc"])
def test_every_file_is_read_or_refused_in_one_line_within_the_limits(shared: Path, folder: str) -> None:
    paths = sorted(p for p in (shared / "corpus" / folder).rglob("*") if p.is_file())
    readings = read_apart(paths)
    assert len(readings) == len(paths) > 5
    assert over_the_limits(readings) == []
    told = [error for reading in readings for error in reading.errors]
    assert [error for error in told if "\n" in error or error.endswith(": ") or error.startswith("BUG")] == []
    assert [r.path for r in readings if not r.records and not r.errors and not r.source] == []


NESTED = {
    "div": b"<html><body>" + b"<div>" * 4_000_000,
    "p": b"<html><body>" + b"<p>" * 6_600_000,
    "a": b"<html><body>" + b"<a href=x>" * 2_000_000,
    "unclosed": b"<html><body>" + b"<" * 20_000_000,
    "comment": b"<html><body>" + b"<!-- " * 4_000_000,
    "xml": b"<?xml version='1.0'?><rss>" + b"<item>" * 3_300_000,
    "shallow xml": b"<rss><channel>" + b"<item><title>a</title></item>" * 500_000,
    "some": b"<html><body><article>" + b"<div>" * 60_000 + b"text",
    "text": b"<html><body><article><p>" + b"word " * 4_000_000,
    "attributes": b"<html><body " + b" ".join(b"a%d='%d'" % (i, i) for i in range(200_000)) + b"><p>x<p>x<p>x",
    "entities": b"<html><body><p>a<p>b<p>" + b"&amp;" * 3_000_000,
    "json": b'{"items":' + b"[" * 5_000_000,
    "spaces": b"<html><body><p>a<p>b<p>" + b" " * 15_000_000 + b"<article>",
    "titles": b"<html>" + b"<title>404" * 400_000,
    "quotes": b"<html><body><a href='" * 500_000,
    "doctype": b"<!DOCTYPE rss [" * 500_000 + b"<rss>",
}


@pytest.mark.parametrize("name", NESTED)
def test_twenty_megabytes_of_trouble_are_held_within_the_limits(tmp_path: Path, name: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(NESTED[name])
    (reading,) = read_apart([path])
    assert over_the_limits([reading]) == []
    assert not any(error.startswith("BUG") for error in reading.errors), reading
    assert reading.errors or name in ("text", "entities", "spaces", "some", "attributes", "quotes")


@pytest.mark.parametrize(
    "body",
    [
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>',
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>',
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY % p SYSTEM "http://example.org/p.dtd">%p;]><l/>',
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "' + "x" * 50_000 + '">]><l>' + "&a;" * 50_000 + "</l>",
    ],
)
def test_entities_that_grow_or_reach_outside_are_refused(body: str) -> None:
    with pytest.raises(UnsafePage):
        refuse(page(body))
    with pytest.raises(UnsafePage):
        xml_tree(page(body))


def test_a_feed_with_its_own_entities_is_read_without_them() -> None:
    feed = page('<!DOCTYPE rss [<!ENTITY lab "Laboratory">]><rss><item><title>The &lab; &eacute;</title></item></rss>')
    refuse(feed)
    text = "".join(lenient_tree(feed).itertext())
    assert text == "The &lab; é"


def test_an_external_entity_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET", encoding="utf-8")
    bomb = page(f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss><item><title>&x;</title></item></rss>')
    assert "SECRET" not in "".join(lenient_tree(bomb).itertext())


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("", EmptyPage),
        (" \n\t ", EmptyPage),
        (b"\xef\xbb\xbf\n", EmptyPage),
        (b"%PDF-1.7 ...", BinaryPage),
        (b"\x89PNG\r\n\x1a\n....", BinaryPage),
        (b"PK\x03\x04 word", BinaryPage),
        (bytes(range(256)) * 8, BinaryPage),
        (CHALLENGE, NotAPage),
        ("<html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry</body></html>", NotAPage),
        ("<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>", NotAPage),
        ("<html><title>Page not found - The Clinic</title><body><nav>Home</nav>Nothing here.</body></html>", NotAPage),
        ("<html><title>Seite nicht gefunden</title><body>Leider.</body></html>", NotAPage),
        ("<html><title>Sign in</title><body><form><input type='password'></form></body></html>", NotAPage),
        ('{"error": "not found", "status": 404}', NotAPage),
        ("Too Many Requests", NotAPage),
        ("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", NotAPage),
    ],
)
def test_what_is_no_page_is_refused_with_its_reason(body: bytes | str, error: type[TrialtraceError]) -> None:
    with pytest.raises(error) as raised:
        refuse(page(body))
    assert str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "body",
    [
        f"<html><title>404 patients and one moment of hope</title><body>{ARTICLE}</body></html>",
        f"<html><title>Access denied: who gets into trials?</title><body>{ARTICLE}</body></html>",
        f"<html><title>Trials and captchas</title><script src='https://www.google.com/recaptcha/api.js'></script><body>{ARTICLE}</body></html>",
        "<rss><channel><title>Error</title></channel></rss>",
        b"WARC/1.0\r\n\x00\x01\x02",
        b"\x1f\x8b\x08\x00\x00\x00",
        "<rss/>".encode("utf-16"),
        "<rss/>".encode("utf-32-be"),
        '{"error": null, "results": []}',
    ],
)
def test_what_may_be_a_page_passes(body: bytes | str) -> None:
    refuse(page(body))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>é</p>".encode(), "<p>é</p>"),
        (b'<meta charset="utf-8"><p>caf\xe9</p>', '<meta charset="utf-8"><p>café</p>'),
        (b'<meta charset="iso-8859-2"><p>\xb1</p>', '<meta charset="iso-8859-2"><p>ą</p>'),
        (b'<meta charset="no-such-thing"><p>\x93x\x94</p>', '<meta charset="no-such-thing"><p>“x”</p>'),
        ('<?xml version="1.0" encoding="latin-1"?><p>ß'.encode(), '<?xml version="1.0" encoding="latin-1"?><p>ß'),
        ("<p>x".encode("utf-16-be"), "<p>x"),
        ("<p>x".encode("utf-32"), "<p>x"),
        (b'<meta charset="rot13"><p>\xe9', '<meta charset="rot13"><p>é'),
    ],
)
def test_characters_are_read_whatever_encoding_is_declared(body: bytes, text: str) -> None:
    assert decode(page(body)) == text


def test_nesting_past_the_limit_is_told_not_cut() -> None:
    with pytest.raises(UnsafePage, match="nested deeper"):
        html_tree(page("<html><body>" + "<div>" * 800 + "x"))
    assert "after" in html_tree(page("<html><body>" + "<div>" * 300 + "</div>" * 300 + "<p>after")).text_content()


def test_broken_records_of_an_archive_are_told_and_the_others_kept() -> None:
    good = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/1\r\nContent-Length: 47\r\n\r\n"
    good += b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x\r\n\r\n"
    body = good + b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nx" + good
    archive = page(body)
    source = recognize(archive)
    found: list[str] = []
    with pytest.raises(PageChanged, match="1 broken"):
        found.extend(inner.url for inner in source.unpack(archive))  # type: ignore[attr-defined]
    assert found == ["http://example.org/1", "http://example.org/1"]


def rows_about_trials(catalog: Catalog) -> dict[str, list[dict[str, Any]]]:
    tables = ("documents", "citations", "citation_links", "claims", "trials", "findings", "outcomes")
    return {name: list(catalog.database[name].rows) for name in tables}


def test_a_bad_page_leaves_one_line_that_names_it_and_everything_else_as_it_was(tmp_path: Path) -> None:
    bad = {
        "empty": b"",
        "binary": bytes(range(256)) * 8,
        "challenge": CHALLENGE.encode(),
        "missing": b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>",
        "other": b"a shopping list: milk, bread",
        "nested": b"<html><body>" + b"<div>" * 300_000,
        "bomb": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>',
    }
    catalog, archive = open_catalog(tmp_path / "catalog.db"), Archive(tmp_path / "archive.db")
    good = next(item for item in sample_inputs() if item.url.endswith("blog_wordpress.html"))
    run = Run(catalog, archive)
    assert run.take(good.page()) == "added"
    run.finish()
    before = rows_about_trials(catalog)
    assert before["citations"]
    assert before["claims"]
    later = Run(catalog, archive)
    assert {later.take(page(body, f"https://example.org/{name}")) for name, body in bad.items()} == {"failed"}
    failures = later.finish().failures
    assert [line.split(": ")[0] for line in failures] == [f"https://example.org/{name}" for name in bad]
    assert [line for line in failures if "\n" in line or line.endswith(": ") or "could not be read (" in line] == []
    issues = list(catalog.database.query("SELECT url, message FROM run_issues WHERE run = ?", [later.id]))
    assert sorted(f"{row['url']}: {row['message']}" for row in issues) == sorted(failures)
    assert rows_about_trials(catalog) == before
    archive.close()
    catalog.close()


def test_a_gzip_bomb_is_held(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1_000_000)
    packed = [packer.compress(b"WARC/1.0\r\n" + b"x" * 1000), *(packer.compress(zeros) for _ in range(400)), packer.flush()]
    path = tmp_path / "bomb.warc.gz"
    path.write_bytes(b"".join(packed))
    (reading,) = read_apart([path])
    assert reading.errors[0].startswith("UnsafePage")
    assert over_the_limits([reading]) == []


ONE_RECORD = {
    "ris of many authors": b"TY  - JOUR\nTI  - x\n" + b"AU  - A, B\n" * 1_500_000,
    "ris of one line": b"TY  - JOUR\nAB  - " + b"word " * 3_000_000,
    "ris of wrapped lines": b"TY  - JOUR\nAB  - x\n" + b"y\n" * 5_000_000,
    "medline text": b"PMID- 1\nOWN - NLM\nTI  - x\n" + b"AU  - A B\n" * 1_500_000,
    "bibtex": b"@article{a,title={" + b"\\'{e}" * 3_000_000,
    "pubmed": b"<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>x</ArticleTitle><Abstract>"
    + b"<AbstractText>Words. </AbstractText>" * 300_000
    + b"</Abstract></Article></MedlineCitation></PubmedArticle>",
    "jats": b"<article><front><article-meta/></front><back><ref-list>"
    + b"<ref><citation>A B. x. 2010;1:2</citation></ref>" * 350_000
    + b"</ref-list></back></article>",
    "jats figures": b"<article><front><article-meta/></front><body><sec><p>"
    + b"<fig>a</fig>b" * 149_000
    + b"</p></sec></body></article>",
    "json feed": b'{"version":"https://jsonfeed.org/version/1","items":[' + b'{"url":"http://x/"},' * 800_000 + b"{}]}",
    "openalex": b'{"id":"https://openalex.org/W1","display_name":"' + b"a" * 15_000_000 + b'"}',
    "arc": b"filedesc://x 0.0.0.0 20200101 text/plain 0\n" + b"http://a 9\n" * 1_000_000,
}


@pytest.mark.parametrize("name", ONE_RECORD)
def test_one_record_without_end_is_refused_before_it_is_held(tmp_path: Path, name: str) -> None:
    path = tmp_path / "page"
    path.write_bytes(ONE_RECORD[name])
    (reading,) = read_apart([path])
    assert over_the_limits([reading]) == []
    assert len(reading.errors) == 1
    assert not reading.errors[0].startswith(("BUG", "UnknownKind")), reading


def test_an_archive_without_a_page_is_told() -> None:
    archive = page(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 1\r\n\r\nx\r\n\r\n")
    with pytest.raises(PageChanged, match="without a page"):
        list(recognize(archive).unpack(archive))  # type: ignore[attr-defined]
