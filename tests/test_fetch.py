"""Fetching: polite, conditional, bounded. httpx.MockTransport for the rules, a server on loopback for the real thing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from ingest import fetch as module
from ingest.errors import FetchError
from ingest.fetch import Fetcher, Known

Handler = Callable[[httpx.Request], httpx.Response]
URL = "https://trials.example.org/page"


class Clock:
    """Time that only passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


def fetcher(answer: Handler, clock: Clock | None = None, robots: str | int = 404, **options: object) -> Fetcher:
    """A fetcher over made-up answers; robots.txt is answered apart."""

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(robots) if isinstance(robots, int) else httpx.Response(200, text=robots)
        return answer(request)

    clock = clock or Clock()
    return Fetcher(transport=httpx.MockTransport(handle), clock=clock, sleep=clock.sleep, **options)  # type: ignore[arg-type]


def test_a_page_comes_with_what_is_needed_to_ask_again() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(
            200,
            text="<p>x",
            headers={"etag": '"1"', "last-modified": "Mon, 01 Jan 2024 00:00:00 GMT", "content-type": "text/html"},
        )

    got = fetcher(answer).fetch(URL)
    assert (got.page.body, got.page.media_type, got.page.url) == (b"<p>x", "text/html", URL)  # type: ignore[union-attr]
    assert (got.status, got.etag, got.not_modified, got.final_url) == (200, '"1"', False, URL)
    assert seen[0].headers["user-agent"].startswith("trialtrace/")
    assert "if-none-match" not in seen[0].headers


def test_what_did_not_change_is_not_sent_again() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["if-none-match"] == '"1"'
        assert request.headers["if-modified-since"] == "yesterday"
        return httpx.Response(304)

    got = fetcher(answer).fetch(URL, Known(etag='"1"', last_modified="yesterday"))
    assert got.not_modified
    assert got.page is None


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_an_answer_and_no_error(status: int) -> None:
    got = fetcher(lambda _: httpx.Response(status)).fetch(URL)
    assert (got.page, got.status, got.not_modified) == (None, status, False)


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private/", "/page", True),
        ("User-agent: *\nDisallow: /private/", "/private/page", False),
        ("User-agent: trialtrace\nDisallow: /", "/page", False),
        ("User-agent: other\nDisallow: /", "/page", True),
        (404, "/page", True),
        (503, "/page", False),
    ],
)
def test_robots_txt_is_honoured(robots: str | int, path: str, allowed: bool) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, text="x")

    with fetcher(answer, robots=robots) as one:
        if allowed:
            assert one.fetch("https://trials.example.org" + path).status == 200
        else:
            with pytest.raises(FetchError, match=r"robots\.txt"):
                one.fetch("https://trials.example.org" + path)
    assert asked == ([path] if allowed else [])


def test_one_request_a_second_a_host() -> None:
    clock = Clock()
    with fetcher(lambda _: httpx.Response(200, text="x"), clock) as one:
        for url in (URL, URL + "2", "https://other.example.org/"):
            one.fetch(url)
    # robots.txt, page, page2 of one host: two waits; the other host's robots.txt and page: one.
    assert clock.slept == [1.0, 1.0, 1.0]


def test_a_busy_server_is_asked_again_when_it_says() -> None:
    answers = iter([httpx.Response(429, headers={"retry-after": "7"}), httpx.Response(503), httpx.Response(200, text="x")])
    clock = Clock()
    assert fetcher(lambda _: next(answers), clock).fetch(URL).status == 200
    assert 7.0 in clock.slept
    assert 4.0 in clock.slept


def test_a_server_that_stays_busy_or_asks_for_too_long_is_an_error() -> None:
    with pytest.raises(FetchError, match="status 503"):
        fetcher(lambda _: httpx.Response(503)).fetch(URL)
    with pytest.raises(FetchError, match="asks to wait 86400 seconds"):
        fetcher(lambda _: httpx.Response(429, headers={"retry-after": "86400"})).fetch(URL)


def test_size_is_held_while_it_streams_and_by_what_is_announced() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(1000)

    with pytest.raises(FetchError, match="larger than 10,000 bytes"):
        fetcher(lambda _: httpx.Response(200, content=endless()), max_bytes=10_000).fetch(URL)
    with pytest.raises(FetchError, match="larger than"):
        fetcher(lambda _: httpx.Response(200, headers={"content-length": "999999"}, text="x"), max_bytes=10_000).fetch(URL)


def test_time_is_held_while_it_streams() -> None:
    clock = Clock()

    def slow() -> Iterator[bytes]:
        while True:
            clock.now += 10
            yield b"x"

    with pytest.raises(FetchError, match="slower than 60 seconds"):
        fetcher(lambda _: httpx.Response(200, content=slow()), clock).fetch(URL)


def test_redirects_are_followed_and_told() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"location": "/new"}) if request.url.path == "/page" else httpx.Response(200, text="x")

    got = fetcher(answer).fetch(URL)
    assert got.final_url == "https://trials.example.org/new"
    assert got.page is not None
    assert got.page.url == URL


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://10.0.0.8/",
        "http://169.254.169.254/latest",
        "http://localhost:8001/",
        "file:///etc/passwd",
        "ftp://example.org/",
    ],
)
def test_redirects_into_private_networks_and_other_schemes_are_refused(target: str) -> None:
    with pytest.raises(FetchError, match=r"private network|only http"):
        fetcher(lambda _: httpx.Response(302, headers={"location": target})).fetch(URL)
    with pytest.raises(FetchError, match=r"private network|only http"):
        fetcher(lambda _: httpx.Response(200, text="x")).fetch(target)


def test_a_circle_of_redirects_ends() -> None:
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher(lambda _: httpx.Response(302, headers={"location": "/page"})).fetch(URL)


@pytest.mark.parametrize("error", [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("odd")])
def test_network_errors_are_one_clear_line(error: httpx.HTTPError) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(FetchError) as raised:
        fetcher(answer).fetch(URL)
    assert "\n" not in str(raised.value)


def test_a_name_that_resolves_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.socket, "getaddrinfo", lambda *_: [(0, 0, 0, "", ("192.168.1.4", 0))])
    with pytest.raises(FetchError, match="private network"):
        Fetcher().fetch("http://looks-harmless.example.org/")


class Site(BaseHTTPRequestHandler):
    """A small real server: an etag, a redirect, a page that is gone."""

    def do_GET(self) -> None:
        status, headers, body = 200, {"Content-Type": "text/html", "ETag": '"v1"'}, b"<p>hello"
        if self.path == "/moved":
            status, headers, body = 301, {"Location": "/page"}, b""
        elif self.path in ("/robots.txt", "/gone"):
            status, headers, body = 404, {}, b"no"
        elif self.headers.get("If-None-Match") == '"v1"':
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_over_a_real_connection(site: str) -> None:
    with Fetcher(private=True, interval=0.0) as one:
        first = one.fetch(site + "/moved")
        assert first.page is not None
        assert (first.page.body, first.final_url, first.etag) == (b"<p>hello", site + "/page", '"v1"')
        assert one.fetch(site + "/page", Known(etag=first.etag)).not_modified
        assert one.fetch(site + "/gone").status == 404
    with pytest.raises(FetchError, match="private network"):
        Fetcher().fetch(site + "/page")
