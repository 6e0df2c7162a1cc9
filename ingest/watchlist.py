"""Read a watchlist: what `trialtrace refresh` keeps fresh.

A watchlist is a YAML file: a list `pages` of entries. Fields of an entry:

    url       the address; or `source` and `query` for a search that a source knows how to ask
    kind      page (default) | feed | sitemap | search; a feed or sitemap also leads to the pages that it lists, a search
              to the records that it finds
    every     least time between two visits, such as "12 hours", "1 day", "2 weeks"; without it, every time
    limit     how many pages that it leads to are read in one run (default 25)
    match     a regular expression that must be found in the addresses of the pages that it leads to
    revisit   read such a page again after this time; without it, only when its listing has a newer date
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from ingest.errors import UsageError
from ingest.sources import name_of, sources

WATCHLIST = Path(__file__).parent / "watchlist.yml"
KINDS = ("page", "feed", "sitemap", "search")
LIMIT = 25

_DURATION = re.compile(r"\s*(\d{1,4})\s*(hour|day|week)s?\s*", re.I)
_FIELDS = {"url", "kind", "every", "limit", "match", "revisit", "source", "query"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One entry of a watchlist, checked. `addresses` are asked themselves; `leads` tells whether what they list is too."""

    addresses: tuple[str, ...]
    kind: str = "page"
    every: timedelta | None = None
    limit: int = LIMIT
    match: re.Pattern[str] | None = None
    revisit: timedelta | None = None

    @property
    def leads(self) -> bool:
        """Whether its pages are read for the addresses they list."""
        return self.kind in ("feed", "sitemap")


def load_watchlist(path: Path) -> list[Watched]:
    """Entries of a watchlist in its order. Raises UsageError naming the entry and what is wrong with it."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: no readable YAML: {' '.join(str(error).split())[:150]}") from None
    entries = loaded.get("pages") if isinstance(loaded, dict) else None
    if not isinstance(entries, list):
        raise UsageError(f"{path}: a watchlist is a list called `pages`")
    found = []
    for number, entry in enumerate(entries, 1):
        try:
            found.append(_watched(entry))
        except ValueError as error:
            raise UsageError(f"{path}: entry {number}: {error}") from None
    return found


def _watched(entry: Any) -> Watched:
    """One entry, checked. Raises ValueError with what is wrong."""
    if not isinstance(entry, dict):
        raise ValueError("an entry has fields, at least `url`")
    if unknown := sorted(set(map(str, entry)) - _FIELDS):
        raise ValueError(f"there is no field {', '.join(unknown)} (there are: {', '.join(sorted(_FIELDS))})")
    kind = str(entry.get("kind") or ("search" if "query" in entry else "page"))
    if kind not in KINDS:
        raise ValueError(f"there is no kind {kind} (there are: {', '.join(KINDS)})")
    limit = entry.get("limit", LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise ValueError("`limit` is a number of pages, at least 1")
    return Watched(
        addresses=tuple(_searched(entry) if kind == "search" else [_address(entry.get("url"))]),
        kind=kind,
        every=_duration(entry, "every"),
        limit=limit,
        match=_pattern(entry.get("match")),
        revisit=_duration(entry, "revisit"),
    )


def _address(value: Any) -> str:
    if not isinstance(value, str) or not re.match(r"https?://[^/\s]+", value, re.I):
        raise ValueError("`url` is an address that starts with http:// or https://")
    return value.strip()


def _searched(entry: dict[str, Any]) -> list[str]:
    """The addresses that a source asks for a query."""
    asked = {name_of(source): source for source in sources() if hasattr(source, "addresses")}
    name = str(entry.get("source"))
    if name not in asked or not entry.get("query"):
        raise ValueError(f"a search has a `query` and a `source` out of: {', '.join(asked) or 'none yet'}")
    found = asked[name].addresses(entry)
    return [_address(url) for url in found]


def _duration(entry: dict[str, Any], field: str) -> timedelta | None:
    if field not in entry:
        return None
    match = _DURATION.fullmatch(str(entry[field]))
    if match is None:
        raise ValueError(f"`{field}` is a time such as 12 hours, 1 day or 2 weeks")
    return timedelta(**{match[2].lower() + "s": int(match[1])})


def _pattern(value: Any) -> re.Pattern[str] | None:
    try:
        return re.compile(str(value)) if value is not None else None
    except re.error as error:
        raise ValueError(f"`match` is no regular expression: {error}") from None
