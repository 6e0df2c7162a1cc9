"""Refreshing from a real server on loopback: what changed comes in, what did not stays, what is gone goes, failures are told."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ingest import watchlist
from ingest.archive import Archive
from ingest.cli import main
from ingest.errors import UsageError
from ingest.fetch import Fetcher
from ingest.pipeline import Run
from ingest.refresh import take_entries
from ingest.sources import ctgov_json
from ingest.store import open_catalog
from ingest.watchlist import Watched, load_watchlist
from tests.local_site import LocalSite

BLOG = """<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:type" content="article">
<meta property="og:title" content="{title}"><script type="application/ld+json">{{"@context": "https://schema.org",
"@type": "BlogPosting", "headline": "{title}", "datePublished": "2024-03-05",
"publisher": {{"@type": "Organization", "name": "Harbour Notes"}}}}</script></head><body><article><h1>{title}</h1>
<p>A trial of evening walks involved {n} participants from two towns, half of whom walked and half of whom did not.</p>
<p>After six months the study found no significant differences between the groups in sleep quality or mood.</p>
<p>Citation: Marlow P et al. (2023). Evening walks and sleep. Journal of Quiet Hours.
<a href="https://doi.org/10.5555/walks.{n}">https://doi.org/10.5555/walks.{n}</a></p></article></body></html>"""


def blog(n: int = 120, title: str = "What evening walks did not do") -> str:
    return BLOG.format(title=title, n=n)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalSite]:
    """A server, asked without the second of politeness between two requests and without waits between tries."""
    real = Fetcher.__init__

    def hasty(self: Fetcher, **options: Any) -> None:
        real(self, **({"interval": 0.0, "max_seconds": 1.0, "max_bytes": 200_000, "sleep": lambda _: None} | options))

    monkeypatch.setattr(Fetcher, "__init__", hasty)
    server = LocalSite()
    yield server
    server.close()


class Place:
    """A catalog, an archive and a watchlist in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.db = folder / "catalog" / "trialtrace.db"
        self.list = folder / "watchlist.yml"

    def refresh(self, *entries: str) -> Result:
        lines = "\n".join("  - " + entry.strip().replace("\n", "\n    ") for entry in entries)
        self.list.write_text("pages:\n" + lines, encoding="utf-8")
        return CliRunner().invoke(main, ["refresh", "--db", str(self.db), "--watchlist", str(self.list)])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.db) as db:
            return db.execute(sql).fetchall()

    def counts(self) -> dict[str, int]:
        names = [
            row[0] for row in self.rows("SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        ]
        told = ("runs", "run_issues", "changes", "_sqlite_migrations")
        return {name: self.rows(f"SELECT count(*) FROM {name}")[0][0] for name in names if name not in told}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def last_line(result: Result) -> str:
    return result.stdout.strip().splitlines()[-1]


def test_a_page_is_read_then_left_alone_then_updated(site: LocalSite, place: Place) -> None:
    url = site.put("/walks", blog(), ETag='"1"')
    first = place.refresh(f"url: {url}")
    assert first.exit_code == 0, first.output
    assert "1 added, 0 changed, 0 unchanged" in last_line(first)
    before = place.rows("SELECT * FROM pages"), place.rows("SELECT * FROM claims"), place.rows("SELECT count(*) FROM changes")

    second = place.refresh(f"url: {url}")
    assert "0 added, 0 changed, 1 unchanged" in last_line(second)
    assert site.conditional == ["/walks"]
    assert (
        place.rows("SELECT * FROM pages"),
        place.rows("SELECT * FROM claims"),
        place.rows("SELECT count(*) FROM changes"),
    ) == before

    site.put("/walks", blog(124), ETag='"2"')
    third = place.refresh(f"url: {url}")
    assert "0 added, 1 changed, 0 unchanged" in last_line(third)
    assert ("124",) in place.rows("SELECT number_text FROM claims")
    assert ("120",) not in place.rows("SELECT number_text FROM claims")
    assert place.rows("SELECT count(*) FROM changes WHERE cause = 'source-changed'") != [(0,)]


def test_a_server_without_etags_is_compared_by_content(site: LocalSite, place: Place) -> None:
    url = site.put("/walks", blog())
    place.refresh(f"url: {url}")
    assert "1 unchanged" in last_line(place.refresh(f"url: {url}"))


def test_a_server_that_fails_leaves_one_line_and_everything_else(site: LocalSite, place: Place) -> None:
    good, bad = site.put("/walks", blog()), site.put("/broken", b"", status=500)
    result = place.refresh(f"url: {bad}", f"url: {good}")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [f"{bad}: the server answered with status 500 Internal Server Error"]
    assert "1 added, 0 changed, 0 unchanged, 0 gone, 1 failed" in last_line(result)
    assert place.rows("SELECT url, stage, severity FROM run_issues") == [(bad, "fetch", "error")]
    site.put("/walks", b"", status=500)
    assert place.refresh(f"url: {good}").exit_code == 1
    assert place.rows("SELECT error, gone_at, citation IS NULL FROM pages") == [(None, None, 0)]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"body": "x" * 300_000}, "larger than 200,000 bytes"),
        ({"body": blog(), "wait": 3.0}, "no answer within 1 seconds"),
        ({"body": "", "status": 302, "Location": "/walks"}, "more than 5 redirects"),
        ({"body": "", "status": 302, "Location": "http://10.0.0.7/"}, "private network"),
        ({"body": "", "status": 403}, "status 403"),
        ({"body": ""}, "empty"),
        ({"body": b"\x89PNG\r\n\x1a\n" + bytes(100)}, "PNG image"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_had_is_told_in_one_line(site: LocalSite, place: Place, answer: dict[str, Any], said: str) -> None:
    url = site.put("/walks", **answer)
    result = place.refresh(f"url: {url}")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"{url}: ")
    assert said in result.stderr
    assert place.rows("SELECT count(*) FROM pages") == [(0,)]


def test_a_bot_challenge_is_loud_and_what_was_read_stays(site: LocalSite, place: Place) -> None:
    url = site.put("/walks", blog(), ETag='"1"')
    place.refresh(f"url: {url}")
    challenge = "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"
    site.put("/walks", challenge, ETag='"c"')
    for _ in range(2):  # the challenge's own ETag must not make it look like an unchanged page
        result = place.refresh(f"url: {url}")
        assert result.exit_code == 1
        assert "bot challenge" in result.stderr
    assert ("120",) in place.rows("SELECT number_text FROM claims")
    site.put("/walks", blog(), ETag='"1"')
    assert place.refresh(f"url: {url}").exit_code == 0
    assert place.rows("SELECT error FROM pages") == [(None,)]


def test_redirects_gzip_and_robots(site: LocalSite, place: Place) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/")
    site.put("/new", gzip.compress(blog().encode()), Content_Encoding="gzip")
    moved = site.put("/old", status=301, Location="/new")
    hidden = site.put("/private/page", blog(121))
    result = place.refresh(f"url: {moved}", f"url: {hidden}")
    assert "robots.txt of the site does not allow it" in result.stderr
    assert place.rows("SELECT url FROM pages") == [(moved,)]
    assert "/private/page" not in site.pages_asked()
    with sqlite3.connect(place.db.with_name("archive.db")) as db:
        assert db.execute("SELECT final_url FROM fetches WHERE sha256 IS NOT NULL").fetchall() == [(site.home + "/new",)]


def test_a_page_sent_to_the_front_page_is_not_taken_for_it(site: LocalSite, place: Place) -> None:
    url = site.put("/walks", blog())
    place.refresh(f"url: {url}")
    site.put("/walks", status=302, Location="/")
    site.put("/", blog(999, "Welcome to Harbour Notes"))
    result = place.refresh(f"url: {url}")
    assert "front page" in result.stderr
    assert place.rows("SELECT title FROM pages") == [("What evening walks did not do",)]


# Gone ------------------------------------------------------------------------------------------------------------


def test_a_404_is_believed_the_second_time(site: LocalSite, place: Place) -> None:
    url = site.put("/walks", blog())
    place.refresh(f"url: {url}")
    site.put("/walks", status=404)
    first = place.refresh(f"url: {url}")
    assert (first.exit_code, "status 404" in first.stderr) == (1, True)
    assert place.rows("SELECT gone_at IS NULL FROM pages") == [(1,)]
    second = place.refresh(f"url: {url}")
    assert (second.exit_code, "1 gone" in last_line(second)) == (0, True)
    assert place.rows("SELECT gone_at IS NOT NULL, citation FROM pages") == [(1, None)]
    assert place.rows("SELECT count(*) FROM claims") == [(0,)]
    assert place.rows("SELECT count(*) FROM changes WHERE cause = 'source-gone'") != [(0,)]
    site.put("/walks", blog())
    assert place.refresh(f"url: {url}").exit_code == 0
    assert place.rows("SELECT gone_at FROM pages") == [(None,)]


def test_a_404_between_two_good_answers_is_forgotten(site: LocalSite, place: Place) -> None:
    url = site.put("/walks", blog(), ETag='"1"')
    place.refresh(f"url: {url}")
    for _ in range(2):
        site.put("/walks", status=404)
        assert "0 gone, 1 failed" in last_line(place.refresh(f"url: {url}"))
        site.put("/walks", blog(), ETag='"1"')
        assert place.refresh(f"url: {url}").exit_code == 0


def test_a_410_is_asked_once_more_and_then_believed(site: LocalSite, place: Place) -> None:
    url = site.put("/walks", blog())
    place.refresh(f"url: {url}")
    site.put("/walks", status=410)
    site.then("/walks", blog())
    assert "1 unchanged" in last_line(place.refresh(f"url: {url}"))
    site.put("/walks", status=410)
    assert "1 gone" in last_line(place.refresh(f"url: {url}"))


def test_a_page_that_never_was_is_a_failure_and_no_row(site: LocalSite, place: Place) -> None:
    for _ in range(3):
        result = place.refresh(f"url: {site.home}/nothing")
        assert result.exit_code == 1
        assert "there is no such page" in result.stderr
    assert place.rows("SELECT count(*) FROM pages") == [(0,)]


def test_a_rebuild_knows_what_is_gone_and_what_only_missed_once(site: LocalSite, place: Place) -> None:
    once, twice = site.put("/once", blog(130, "One walk")), site.put("/twice", blog(140, "Two walks"))
    place.refresh(f"url: {once}", f"url: {twice}")
    site.put("/twice", status=404)
    place.refresh(f"url: {twice}")
    site.put("/once", status=404)
    place.refresh(f"url: {once}", f"url: {twice}")
    shown = "SELECT url, gone_at IS NULL, error FROM pages ORDER BY url"
    before = place.rows(shown)
    assert [row[1] for row in before] == [1, 0]
    assert CliRunner().invoke(main, ["rebuild", "--db", str(place.db)]).exit_code == 0
    assert place.rows(shown) == before


# Feeds, sitemaps and time ----------------------------------------------------------------------------------------


def feed(site: LocalSite, *paths: str) -> str:
    items = "".join(f"<item><title>{p}</title><link>{site.home}{p}</link></item>" for p in paths)
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title><link>{site.home}/</link>{items}</channel></rss>'
    )


def test_a_feed_leads_to_new_pages_a_few_at_a_time(site: LocalSite, place: Place) -> None:
    paths = [f"/post{n}" for n in range(5)]
    for n, path in enumerate(paths):
        site.put(path, blog(100 + n, f"Walk number {n} in the evening"))
    url = site.put("/feed.xml", feed(site, *paths), Content_Type="application/rss+xml", ETag='"f"')
    entry = f"url: {url}\nkind: feed\nlimit: 2"
    asked = []
    for _ in range(4):  # the feed itself does not change: what is left is read from the archive's copy
        assert place.refresh(entry).exit_code == 0
        asked.append([path for path in site.pages_asked() if path != "/feed.xml"])
    assert asked == [paths[:2], paths[2:4], paths[4:], []]
    assert place.rows("SELECT count(*) FROM citations WHERE is_summary") == [(5,)]


def test_one_bad_page_of_a_feed_costs_only_itself(site: LocalSite, place: Place) -> None:
    site.put("/good", blog())
    site.put("/bad", status=500)
    url = site.put("/feed.xml", feed(site, "/bad", "/good"))
    result = place.refresh(f"url: {url}\nkind: feed")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert place.rows("SELECT count(*) FROM citations WHERE is_summary") == [(1,)]


def test_a_feed_leads_into_no_private_network(site: LocalSite, place: Place) -> None:
    inner = LocalSite()
    try:
        inner.put("/secret", blog(7777))
        url = site.put("/feed.xml", feed(site, "/x").replace(f"{site.home}/x", f"{inner.home}/secret"))
        result = place.refresh(f"url: {url}\nkind: feed")
        assert "private network" in result.stderr
        assert inner.pages_asked() == []
    finally:
        inner.close()


def test_a_sitemap_index_is_followed_by_pattern_and_newer_dates(site: LocalSite, place: Place) -> None:
    def sitemap(date: str) -> str:
        pages = "".join(f"<url><loc>{site.home}{p}</loc><lastmod>{date}</lastmod></url>" for p in ("/blog/walks", "/shop/hats"))
        return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{pages}</urlset>'

    index = '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{}</loc></sitemap></sitemapindex>'
    url = site.put("/sitemap.xml", index.format(site.home + "/sitemap-posts.xml"))
    site.put("/sitemap-posts.xml", sitemap("2020-01-01"))
    site.put("/blog/walks", blog())
    site.put("/shop/hats", blog(9, "Hats for sale"))
    entry = f"url: {url}\nkind: sitemap\nmatch: /blog/"
    assert place.refresh(entry).exit_code == 0
    assert site.pages_asked() == ["/sitemap.xml", "/sitemap-posts.xml", "/blog/walks"]
    place.refresh(entry)
    assert site.pages_asked() == ["/sitemap.xml", "/sitemap-posts.xml"]
    site.put("/sitemap-posts.xml", sitemap("2099-01-01"))
    place.refresh(entry)
    assert site.pages_asked() == ["/sitemap.xml", "/sitemap-posts.xml", "/blog/walks"]


def test_a_search_reads_what_it_finds_and_forgets_nothing(site: LocalSite, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def study(number: str) -> str:
        return json.dumps(
            {"protocolSection": {"identificationModule": {"nctId": number, "briefTitle": f"Evening walks {number}"}}}
        )

    monkeypatch.setattr(ctgov_json, "HOME", site.home + "/")
    search = "/api/v2/studies?query.term=walks&sort=LastUpdatePostDate%3Adesc&pageSize=25"
    entry = "kind: search\nsource: ctgov_json\nquery: walks"
    found = ["NCT90000001", "NCT90000002"]
    for number in found:
        site.put(f"/api/v2/studies/{number}", study(number), Content_Type="application/json")
    for listed in (found, found[1:]):
        site.put(search, f'{{"studies": [{", ".join(map(study, listed))}]}}', Content_Type="application/json")
        assert place.refresh(entry).exit_code == 0
    assert site.pages_asked() == [search, *(f"/api/v2/studies/{number}" for number in found), search]
    assert place.rows("SELECT id FROM trials ORDER BY id") == [("NCT90000001",), ("NCT90000002",)]
    site.put(search, status=500)
    assert place.refresh(entry).exit_code == 1


def test_an_entry_is_visited_when_it_is_due(site: LocalSite, tmp_path: Path) -> None:
    url = site.put("/walks", blog())
    seen = []
    for at in ("2026-01-01T06:00:00Z", "2026-01-07T06:00:00Z", "2026-01-08T06:00:00Z"):
        catalog, archive = open_catalog(tmp_path / "t.db"), Archive(tmp_path / "a.db")
        run = Run(catalog, archive, at=at)
        take_entries(run, [Watched(addresses=(url,), every=timedelta(days=7))])
        seen.append(run.finish().counts["seen"])
        archive.close()
        catalog.close()
    assert seen == [1, 0, 1]


def test_an_address_is_asked_once_a_run(site: LocalSite, place: Place) -> None:
    url = site.put("/walks", blog())
    place.refresh(f"url: {url}", f"url: {url}")
    assert site.pages_asked() == ["/walks"]


# The watchlist ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pages: {", "no readable YAML"),
        ("sites: []", "a list called `pages`"),
        ("pages:\n  - just text", "entry 1: an entry has fields"),
        ("pages:\n  - url: ftp://example.org/", "entry 1: `url` is an address"),
        ("pages:\n  - url: https://example.org/\n    evry: 1 day", "there is no field evry"),
        ("pages:\n  - url: https://example.org/\n    every: often", "`every` is a time such as"),
        ("pages:\n  - url: https://example.org/\n    kind: book", "there is no kind book"),
        ("pages:\n  - url: https://example.org/\n    limit: 0", "at least 1"),
        ("pages:\n  - url: https://example.org/\n    match: '('", "no regular expression"),
        ("pages:\n  - query: walks\n    source: jats", "a search has a `query` and a `source` out of"),
    ],
)
def test_a_faulty_watchlist_is_wrong_usage(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "watchlist.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"watchlist\.yml") as raised:
        load_watchlist(path)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    result = CliRunner().invoke(main, ["refresh", "--db", str(tmp_path / "t.db"), "--watchlist", str(path)])
    assert result.exit_code == 2


def test_the_watchlist_of_the_project_can_be_used() -> None:
    entries = load_watchlist(watchlist.WATCHLIST)
    assert {entry.kind for entry in entries} == set(watchlist.KINDS)
    assert all(entry.every for entry in entries)


# Stopped ---------------------------------------------------------------------------------------------------------

SLOW = """
import sys
from ingest.cli import main
from ingest.fetch import Fetcher
real = Fetcher.__init__
Fetcher.__init__ = lambda self: real(self, interval=0.0)
main(sys.argv[1:])
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_a_usable_catalog(tmp_path: Path, how: signal.Signals) -> None:
    server, place = LocalSite(), Place(tmp_path)
    try:
        entries = [f"url: {server.put('/one', blog(101, 'The first walk'))}", f"url: {server.put('/two', blog(102), wait=30.0)}"]
        place.list.write_text("pages:\n" + "\n".join(f"  - {e}" for e in entries), encoding="utf-8")
        arguments = ["refresh", "--db", str(place.db), "--watchlist", str(place.list)]
        with subprocess.Popen(
            [sys.executable, "-c", SLOW, *arguments], stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": "."}
        ) as process:
            until = time.monotonic() + 30
            while "/two" not in server.asked and time.monotonic() < until and process.poll() is None:
                time.sleep(0.05)
            process.send_signal(how)
            said = process.communicate(timeout=20)[1]
        if how == signal.SIGINT:
            assert (process.returncode, "Traceback" in said, "stopped" in said) == (130, False, True)
        assert place.rows("SELECT count(*) FROM citations WHERE is_summary") == [(1,)]
        assert place.rows("PRAGMA integrity_check") == [("ok",)]
        # A process that is killed cannot say so: whoever asks next sees that it is gone.
        assert place.rows("SELECT status FROM runs") == [("interrupted" if how == signal.SIGINT else "running",)]
        asked = CliRunner().invoke(main, ["status", "--db", str(place.db)]).stdout
        assert ": interrupted, " in asked
        assert place.rows("SELECT status, finished_at IS NULL FROM runs") == [("interrupted", how == signal.SIGKILL)]
        server.put("/two", blog(102))
        again = subprocess.run([sys.executable, "-c", SLOW, *arguments], capture_output=True, text=True, check=False)
        assert again.returncode == 0, again.stderr
        assert "1 added, 0 changed, 1 unchanged" in again.stdout
    finally:
        server.close()
