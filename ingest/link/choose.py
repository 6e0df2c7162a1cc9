"""Which of several stated values is shown: the best-placed source first, then the fullest value, then the address.

The order of sources is a judgement, written down once: a bibliographic database that curates its records before the
publisher's own data, those before portals and reference managers, and what another page says about a work last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.records import Span

AUTHORITY = {
    "ctgov_json": 100,
    "ctgov_xml": 98,
    "isrctn": 96,
    "ctis": 95,
    "euctr": 94,
    "registry_page": 92,
    "ictrp": 80,
    "pubmed_xml": 90,
    "medline_text": 88,
    "pubmed_html": 86,
    "jats": 85,
    "crossref": 84,
    "crossref_xml": 83,
    "datacite": 82,
    "europepmc": 78,
    "article_page": 76,
    "openalex": 66,
    "semantic_scholar": 64,
    "pure_html": 60,
    "pure_xml": 60,
    "pure_feed": 58,
    "pure_text": 56,
}
DEFAULT_AUTHORITY = 40
# Printed titles are better taken from the publisher: PubMed adds a full stop and brackets.
TITLE_FIRST = ("jats", "crossref", "article_page")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One stated value with where it stands.

    source: the module that read it. names_it: the page is the registry record by whose number the trial goes.
    """

    field: str
    value: str | int
    page: str
    source: str
    rule: str
    document: str | None = None
    span: Span | None = None
    pointer: str | None = None
    rank: int = 0
    names_it: bool = False


def authority(source: str) -> int:
    """How much a source is trusted on what its own pages say; higher is better."""
    return AUTHORITY.get(source, DEFAULT_AUTHORITY)


def choose(candidates: Sequence[Candidate]) -> Candidate:
    """The candidate to show: rank, then authority of its source, then the record that the trial goes by, then the more
    precise or longer value, then address."""
    return min(candidates, key=_order)


def _order(candidate: Candidate) -> tuple[int, int, bool, int, str, str]:
    trust = authority(candidate.source)
    if candidate.field == "title" and candidate.source in TITLE_FIRST:
        trust += 10
    return (-candidate.rank, -trust, not candidate.names_it, -len(str(candidate.value)), candidate.page, str(candidate.value))


def by_field(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Candidates grouped by field, fields in order of name."""
    grouped: dict[str, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: (c.field, c.page, str(c.value))):
        grouped.setdefault(candidate.field, []).append(candidate)
    return grouped
