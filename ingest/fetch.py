"""Fetch addresses politely: the only file that touches the network.

Polite: robots.txt is honoured, the User-Agent names the project, one request a second a host. Conditional: what has
not changed is not sent again. Bounded: time, size while it streams, redirects. Only http and https; an address that
leads into a private network is refused, wherever in the chain of redirects it stands.
"""

from __future__ import annotations

import email.utils
import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from ingest.errors import FetchError
from ingest.page import Page

USER_AGENT = "trialtrace/0.1 (a catalog of clinical trials; honours robots.txt)"
MAX_BYTES = 50_000_000
MAX_SECONDS = 60.0
MAX_REDIRECTS = 5
MAX_WAIT = 120.0
TRIES = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 500, 502, 503, 504)
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the last answer for an address said, to ask only for changes."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One answer. `page` is None when nothing changed (`not_modified`) or the page is gone (status 404, 410)."""

    page: Page | None
    status: int
    final_url: str
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False


@dataclass(slots=True)
class Fetcher:
    """Fetches within the rules; keeps each host's robots.txt and when it was last asked.

    private: whether addresses in private networks may be asked (tests, an intranet). `clock` and `sleep` are for tests.
    """

    transport: httpx.BaseTransport | None = None
    private: bool = False
    interval: float = 1.0
    max_bytes: int = MAX_BYTES
    max_seconds: float = MAX_SECONDS
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _client: httpx.Client | None = None
    _trusted: set[str] = field(default_factory=set)
    _last: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def trust(self, url: str) -> None:
        """Allow this address's host although it is in a private network: a person named it, no page led here."""
        self._trusted.add(_host(url))

    def fetch(self, url: str, known: Known | None = None) -> Fetched:
        """Ask for one address; with `known`, only if it changed. Raises FetchError with one clear line."""
        wait = 1.0
        for attempt in range(1, TRIES + 1):
            answer, body, final_url = self._follow(url, known)
            if answer.status_code not in _BUSY or attempt == TRIES:
                return self._read(url, final_url, answer, body)
            asked = _retry_after(answer.headers.get("retry-after"))
            if asked is not None and asked > MAX_WAIT:
                raise FetchError(f"the server asks to wait {asked:.0f} seconds (status {answer.status_code}); not waited for")
            self.sleep(asked if asked is not None else wait)
            wait *= 4
        raise AssertionError("unreachable")

    def _read(self, url: str, final_url: str, answer: httpx.Response, body: bytes) -> Fetched:
        status, headers = answer.status_code, answer.headers
        about = {
            "status": status,
            "final_url": final_url,
            "etag": headers.get("etag"),
            "last_modified": headers.get("last-modified"),
        }
        if status == 304:
            return Fetched(page=None, not_modified=True, **about)
        if status in (404, 410):
            return Fetched(page=None, **about)
        if status != 200:
            raise FetchError(f"the server answered with status {status} {answer.reason_phrase}".rstrip())
        return Fetched(page=Page.of(url, body, headers.get("content-type")), **about)

    # One request -------------------------------------------------------------------------------------------------

    def _follow(self, url: str, known: Known | None) -> tuple[httpx.Response, bytes, str]:
        """Ask, following redirects one by one so that each address can be checked before it is asked."""
        headers = _conditions(known)
        for _ in range(MAX_REDIRECTS + 1):
            self._check(url)
            if not self._allowed(url):
                raise FetchError("robots.txt of the site does not allow it")
            answer, body = self._ask(url, headers)
            target = answer.headers.get("location")
            if answer.status_code not in _REDIRECTS or not target:
                return answer, body, url
            url = urljoin(url, target)
        raise FetchError(f"more than {MAX_REDIRECTS} redirects")

    def _check(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise FetchError(f"not an address: {url}") from None
        if parts.scheme not in ("http", "https") or not host:
            raise FetchError(f"only http and https addresses are fetched, not {url[:100]}")
        if not self.private and _host(url) not in self._trusted and _is_private(host, resolve=self.transport is None):
            raise FetchError(f"{host} is in a private network; it is not asked")

    def _ask(self, url: str, headers: dict[str, str], max_bytes: int | None = None) -> tuple[httpx.Response, bytes]:
        limit = max_bytes or self.max_bytes
        self._wait_turn(url)
        deadline = self.clock() + self.max_seconds
        body = bytearray()
        try:
            with self._connection().stream("GET", url, headers=headers) as answer:
                if int(answer.headers.get("content-length") or 0) > limit:
                    raise FetchError(f"larger than {limit:,} bytes")
                for chunk in answer.iter_bytes():
                    body += chunk
                    if len(body) > limit:
                        raise FetchError(f"larger than {limit:,} bytes")
                    if self.clock() > deadline:
                        raise FetchError(f"slower than {self.max_seconds:.0f} seconds")
        except httpx.TimeoutException:
            raise FetchError(f"no answer within {self.max_seconds:.0f} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"cannot be reached ({_line(error)})") from None
        return answer, bytes(body)

    def _connection(self) -> httpx.Client:
        if self._client is None:
            self._client = httpx.Client(
                transport=self.transport,
                headers={"user-agent": USER_AGENT, "accept": _ACCEPT},
                timeout=httpx.Timeout(min(20.0, self.max_seconds)),
                follow_redirects=False,
            )
        return self._client

    def _wait_turn(self, url: str) -> None:
        """One request a second a host."""
        host = _host(url)
        last = self._last.get(host)
        if last is not None and (rest := last + self.interval - self.clock()) > 0:
            self.sleep(rest)
        self._last[host] = self.clock()

    # robots.txt --------------------------------------------------------------------------------------------------

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._rules(f"{site}/robots.txt")
        return self._robots[site].can_fetch(USER_AGENT, url)

    def _rules(self, address: str) -> RobotFileParser:
        """The site's rules (RFC 9309): none when there is no robots.txt, all forbidden while its server is failing."""
        rules = RobotFileParser()
        try:
            for _ in range(MAX_REDIRECTS + 1):
                self._check(address)
                answer, body = self._ask(address, {}, max_bytes=500_000)
                target = answer.headers.get("location")
                if answer.status_code not in _REDIRECTS or not target:
                    break
                address = urljoin(address, target)
        except FetchError as error:
            raise FetchError(f"robots.txt: {error}") from None
        if answer.status_code >= 500:
            rules.parse(["User-agent: *", "Disallow: /"])
        elif answer.status_code == 200:
            rules.parse(body.decode("utf-8", "replace").splitlines())
        else:
            rules.parse([])
        return rules


def fetch(url: str, known: Known | None = None) -> Fetched:
    """Fetch one address with a fetcher of its own. Raises FetchError."""
    with Fetcher() as fetcher:
        return fetcher.fetch(url, known)


def _host(url: str) -> str:
    """Host and port of an address; empty for what is no address."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _conditions(known: Known | None) -> dict[str, str]:
    pairs = {"if-none-match": known.etag, "if-modified-since": known.last_modified} if known else {}
    return {name: value for name, value in pairs.items() if value}


def _retry_after(value: str | None) -> float | None:
    """Seconds that a Retry-After asks for, from a number or a date."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return None


def _is_private(host: str, resolve: bool) -> bool:
    """True for loopback, private, link-local and reserved addresses, by number or (when asked for) by what a name resolves to."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    if not resolve:
        return False
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False  # the request itself will say that the name is unknown
    return any(not ipaddress.ip_address(str(address).partition("%")[0]).is_global for address in found)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:150] or type(error).__name__
