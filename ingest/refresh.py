"""Keep the catalog fresh: fetch what a watchlist names, ingest what changed, leave alone what did not.

Nothing here decides what a page says: a fetched page takes the same way as a file. What one visit has read is saved
before the next begins, so a run that is stopped loses nothing but what it had not asked for yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from ingest.archive import GONE_AFTER
from ingest.challenge import refuse
from ingest.errors import FetchError, TrialtraceError
from ingest.fetch import Fetched, Fetcher, Known
from ingest.page import Page
from ingest.pipeline import Run, pages_of
from ingest.records import Entry, Parsed
from ingest.sources import Source, container, name_of, recognize, sources
from ingest.watchlist import Watched

# Further sitemaps read for one entry in one run.
MAX_LISTS = 20

# Visiting --------------------------------------------------------------------------------------------------------


def take_entries(
    run: Run, entries: Sequence[Watched], step: Callable[[Any], None] | None = None, fetcher: Fetcher | None = None
) -> None:
    """Visit every entry that is due; each address at most once. What was read is saved after every address."""
    done = set[str]()
    with fetcher or Fetcher() as ask:
        for entry in entries:
            _take_entry(run, entry, ask, done)
            if step is not None:
                step(entry)


def _take_entry(run: Run, entry: Watched, fetcher: Fetcher, done: set[str]) -> None:
    for url in entry.addresses:
        if url in done or not _due(run, url, entry.every):
            continue
        done.add(url)
        fetcher.trust(url)
        if entry.kind == "search":
            _take_found(run, entry, url, fetcher, done)
        elif take_address(run, url, fetcher) != "failed" and entry.leads:
            _follow(run, entry, url, fetcher, done)


def _follow(run: Run, entry: Watched, url: str, fetcher: Fetcher, done: set[str]) -> None:
    """Read pages that a feed or sitemap lists, as many as the entry allows; lists among them are followed too."""
    left, lists, waiting = entry.limit, MAX_LISTS, [url]
    while waiting:
        for listed in _listed(run, waiting.pop(0)):
            if listed.url in done:
                continue
            if _is_list(listed.url):
                if lists > 0:
                    lists -= 1
                    done.add(listed.url)
                    if take_address(run, listed.url, fetcher) != "failed":
                        waiting.append(listed.url)
            elif left > 0 and _matches(entry, listed.url) and _wanted(run, listed, entry.revisit):
                left -= 1
                done.add(listed.url)
                take_address(run, listed.url, fetcher)


def _take_found(run: Run, entry: Watched, url: str, fetcher: Fetcher, done: set[str]) -> None:
    """Ask a search and read each record that it finds from the record's own address.

    The answer itself is not kept: a record that the next answer leaves out is not gone.
    """
    try:
        got = fetcher.fetch(url)
        if got.page is None:
            raise FetchError(f"the server answers with status {got.status}")
        refuse(got.page)
        source = recognize(got.page)
        found = source.parse(got.page)
        wanted = [address for parsed in found if (address := _record_address(source, parsed))]
    except TrialtraceError as error:
        _note(run, url, error=str(error))
        _failed(run, url, str(error))
        return
    _note(run, url, got)
    run.flush()
    new = [one for one in wanted if one not in done and _matches(entry, one) and _wanted(run, Entry(url=one), entry.revisit)]
    for address in new[: entry.limit]:
        done.add(address)
        take_address(run, address, fetcher)


def _record_address(source: Source, parsed: Parsed) -> str | None:
    address = getattr(source, "record_address", None)
    return address(parsed) if address is not None else None


def _is_list(url: str) -> bool:
    """Whether an address is that of a further sitemap, by its looks. (Feeds do not list feeds.)"""
    return any(s.URL is not None and s.URL.search(url) for s in sources() if name_of(s) == "sitemap")


def _matches(entry: Watched, url: str) -> bool:
    return entry.match is None or entry.match.search(url) is not None


def _listed(run: Run, url: str) -> Iterator[Entry]:
    """What the newest kept version of a list names: from the archive, so that a list that did not change works too."""
    last = run.archive.last_fetch(url) if run.archive is not None else None
    if run.archive is None or last is None or last.sha256 is None:
        return
    page = run.archive.page(url, last.sha256)
    try:
        for parsed in recognize(page).parse(page):
            yield from parsed.entries
    except TrialtraceError:
        return  # told when the list itself was taken


def _due(run: Run, url: str, every: timedelta | None) -> bool:
    """Whether enough time went by since the address last gave or confirmed its content (a search: since it answered)."""
    seen = run.archive.last_answer(url) if run.archive is not None else None
    return every is None or seen is None or _time(run.catalog.now) - _time(seen) >= every


def _wanted(run: Run, listed: Entry, revisit: timedelta | None) -> bool:
    """Whether a listed page is to be read: never read yet, listed with a newer date, or due again."""
    seen = run.archive.last_answer(listed.url) if run.archive is not None else None
    if seen is None:
        return True
    newer = listed.published is not None and listed.published > seen[: len(listed.published)]
    return newer or (revisit is not None and _time(run.catalog.now) - _time(seen) >= revisit)


def _time(at: str) -> datetime:
    return datetime.fromisoformat(at.replace("Z", "+00:00"))


# One address -----------------------------------------------------------------------------------------------------


def fetch_page(url: str) -> Page:
    """Fetch one address for reading only. Raises FetchError, also when the page is gone."""
    with Fetcher() as fetcher:
        fetcher.trust(url)
        got = fetcher.fetch(url)
    if got.page is None:
        raise FetchError(f"{url}: the server answers with status {got.status}")
    return got.page


def take_address(run: Run, url: str, fetcher: Fetcher) -> str:
    """Fetch one address and bring it into the catalog; returns added | changed | unchanged | gone | failed.

    Everything read is saved before this returns: a run that is stopped keeps what it has fetched.
    """
    try:
        got = fetcher.fetch(url, _known(run, url))
        if got.page is not None and _is_front_page_instead(url, got.final_url):
            raise FetchError("leads to the site's front page instead of the page")
    except FetchError as error:
        _note(run, url, error=str(error))
        return _failed(run, url, str(error))
    if got.not_modified:
        _note(run, url, got)
        status = _counted(run, "unchanged")
    else:
        status = _missing(run, url, got, fetcher) if got.page is None else _take_fetched(run, url, got, got.page)
    run.flush()
    return status


def _known(run: Run, url: str) -> Known | None:
    """What to ask with, only if the catalog holds what the server would not send again."""
    last = run.archive.last_fetch(url) if run.archive is not None else None
    if last is None or run.catalog.page_hash(url) != last.sha256:
        return None
    return Known(etag=last.etag, last_modified=last.last_modified)


def _take_fetched(run: Run, url: str, got: Fetched, page: Page) -> str:
    if container(page) is not None:
        # The pages in a web archive are kept one by one; the request for it is only noted.
        _note(run, url, got)
        return _take_held(run, url, page)
    if run.archive is not None:
        run.archive.keep_fetched(page, run.catalog.now, run.id, got.status, got.etag, got.last_modified, got.final_url)
    return run.take(page)


def _take_held(run: Run, url: str, page: Page) -> str:
    try:
        found = {run.take(inner) for inner in pages_of(page)}
    except TrialtraceError as error:
        return _failed(run, url, str(error), "parse")
    return next((status for status in ("failed", "changed", "added") if status in found), "unchanged")


def _missing(run: Run, url: str, got: Fetched, fetcher: Fetcher) -> str:
    """A page that its server no longer has is gone when it says so again: a 410 at once, a 404 at the next visit."""
    _note(run, url, got)
    if got.status == 410:
        run.flush()  # nothing is kept locked while a server is asked
        try:
            again = fetcher.fetch(url)
        except FetchError as error:
            return _failed(run, url, f"the server answers with status 410, then: {error}")
        if again.page is not None:
            return _take_fetched(run, url, again, again.page)
        _note(run, url, again)
    known = run.catalog.records_of(url)
    if not known:
        return _failed(run, url, f"the server answers with status {got.status}: there is no such page")
    if run.archive is not None and run.archive.misses(url) >= GONE_AFTER:
        run.outcome.counts["seen"] += 1
        run.gone(url)
        return "gone"
    return _failed(run, url, f"the server answers with status {got.status}; what was read stays until it answers so again")


def _is_front_page_instead(url: str, final_url: str) -> bool:
    """Many sites send people who ask for a page that is no more to their front page, with status 200."""
    return urlsplit(url).path.strip("/") != "" and urlsplit(final_url).path.strip("/") == "" and not urlsplit(final_url).query


def _failed(run: Run, url: str, message: str, stage: str = "fetch") -> str:
    run.fail(url, message, stage)
    run.flush()  # a caller may stop here; the failure is told all the same
    return _counted(run, "failed")


def _counted(run: Run, status: str) -> str:
    run.outcome.counts["seen"] += 1
    run.outcome.counts[status] += 1
    return status


def _note(run: Run, url: str, got: Fetched | None = None, error: str | None = None) -> None:
    if run.archive is None:
        return
    run.archive.note(
        url=url,
        at=run.catalog.now,
        run=run.id,
        status=got.status if got else None,
        etag=got.etag if got else None,
        last_modified=got.last_modified if got else None,
        final_url=got.final_url if got else None,
        error=error,
    )
