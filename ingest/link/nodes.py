"""What one page says about its own work (node 0), and about each work it points at (nodes 1, 2, ...).

A node has identity keys. Nodes that share no key can never be one work, so the keys bound the neighbourhood that
has to be looked at when a page comes, changes or goes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.identifiers import canonical_address
from ingest.records import Citation, Link, Notice, Parsed, Reference

# A shorter title ("Editorial", "Reply", "Study protocol") says nothing about identity.
MIN_TITLE_LETTERS = 25
# Titles that registries and publishers print in place of a title.
PLACEHOLDER = re.compile(
    r"trial of device that is not approved or cleared|^\W*(no title|title not available|untitled|not applicable)\b"
    r"|^withheld|^\W*(erratum|corrigendum|correction|retraction( notice)?|expression of concern)\W*$",
    re.I,
)
# Words that open the title of a notice about another article.
NOTICE_TITLE = re.compile(
    r"^\W*(erratum|corrigend(um|a)|correction|addendum|retraction|retracted|withdrawn|expression of concern"
    r"|notice of retraction|author correction|publisher correction)\b\s*(note|notice)?\s*(:|to\b|for\b|of\b|-|–|—)",
    re.I,
)
NOTICE_TYPES = {"published erratum", "retraction of publication", "expression of concern", "retraction notice"}
# A title marked RETRACTED is the article itself, not a notice about it.
RETRACTED_MARK = re.compile(r"^\W*(retracted( article)?|withdrawn( article)?)\W*[:\]]\s*", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A work as one page knows it. `n` is 0 for the page's own work. `kind`: own | summarizes | notice | report."""

    page: str
    n: int
    kind: str
    source: str
    type: str | None = None
    title: str | None = None
    title_key: str | None = None
    year: str | None = None
    container: str | None = None
    first_author: str | None = None
    volume: str | None = None
    first_page: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    record: str | None = None
    address: str | None = None
    is_notice: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """Page and number: what tells nodes apart and puts them in order."""
        return self.page, self.n

    def strong_keys(self) -> list[str]:
        """Keys that alone can make two nodes one work, the most trusted scheme first."""
        named = (
            ("pmid", self.pmid),
            ("doi", self.doi),
            ("pmcid", self.pmcid),
            ("record", self.record),
            ("url", self.address),
        )
        return [f"{scheme}:{value}" for scheme, value in named if value]

    def has_identifier(self) -> bool:
        """True when a DOI, PMID, PMCID or registry number names the work."""
        return bool(self.doi or self.pmid or self.pmcid or self.record)

    def identity_keys(self) -> list[str]:
        """All identity keys."""
        return self.strong_keys() + ([f"title:{self.title_key}"] if self.title_key else [])


@lru_cache(maxsize=4096)
def plain_title(title: str) -> str:
    """Letters and digits of a title, lower case, accents off, without marks that editors put before it."""
    title = RETRACTED_MARK.sub("", title)
    folded = unicodedata.normalize("NFKD", title.lower())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in folded if not unicodedata.combining(c))))


def title_key(title: str | None, year: str | None) -> str | None:
    """Digest of a title and a year that can help to tell works apart; None without a year, and for short and
    placeholder titles. The year keeps apart what only shares a common title ("Response to the letter ...")."""
    if not title or not year or PLACEHOLDER.search(title):
        return None
    plain = plain_title(title)
    if len(plain.replace(" ", "")) < MIN_TITLE_LETTERS:
        return None
    return digest(plain, year)


def digest(*parts: object) -> str:
    """16 hex digits that stand for these parts."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=4096)
def plain_name(name: str | None) -> str | None:
    """A family or journal name for comparison: letters only, lower case, accents off; None for nothing."""
    if not name:
        return None
    folded = unicodedata.normalize("NFKD", name.lower().replace("ø", "o").replace("ß", "ss").replace("æ", "ae"))
    return "".join(c for c in folded if c.isalnum()) or None


def nodes_of(page: str, source: str, parsed: Parsed) -> list[Node]:
    """All nodes of one reading; node numbers follow the order of links and notices in the record."""
    nodes = []
    if parsed.citation is not None:
        nodes.append(_own(page, source, parsed, parsed.citation))
    nodes += [pointed_node(page, source, n, target, kind) for n, kind, target in pointing(parsed)]
    return nodes


def pointing(parsed: Parsed) -> Iterator[tuple[int, str, Link | Notice]]:
    """The links and notices that take part in identity, numbered from 1: (number, kind of node, link or notice)."""
    n = 0
    for link in parsed.links:
        kind = _kind(link)
        if kind:
            n += 1
            yield n, kind, link
    for notice in parsed.notices:
        if notice.target_doi or notice.target_pmid or notice.target_pmcid:
            n += 1
            yield n, "notice", notice


def _kind(link: Link) -> str | None:
    if link.relation == "summarizes" and (link.doi or link.pmid or link.pmcid or link.url or link.title or link.reference):
        return "summarizes"
    if link.rule in RESULT_RULES and (link.pmid or link.doi or link.pmcid):
        return "report"
    return None


def likeness_keys(author: str | None, journals: Iterable[str | None], year: str | None) -> list[str]:
    """Keys of a first author, a journal and a year: not identity, only what makes a link possible."""
    name = plain_name(author)
    found = sorted({plain for journal in journals if (plain := plain_name(journal))}) if name and year else []
    return [f"like:{digest(name, journal, year)}" for journal in found]


# Rules under which a registry record names a report of its own results.
RESULT_RULES = frozenset({"registry-result-reference", "registry-derived-reference"})


def _own(page: str, source: str, parsed: Parsed, citation: Citation) -> Node:
    is_record = citation.type == "registration"
    number = next((r.number for r in parsed.registrations if r.status == "valid"), None) if is_record else None
    title, year = citation.title, (citation.issued or "")[:4] or None
    return Node(
        page=page,
        n=0,
        kind="own",
        source=source,
        type=citation.type,
        title=title,
        title_key=None if is_record else title_key(title, year),
        year=year,
        container=plain_name(citation.container_title),
        first_author=_first_author(citation),
        volume=citation.volume,
        first_page=first_page(citation.page or citation.number),
        doi=citation.doi,
        pmid=citation.pmid,
        pmcid=citation.pmcid,
        record=number,
        address=address_key(own_address(page, citation)),
        is_notice=is_notice(citation),
    )


def own_address(page: str, citation: Citation | None) -> str:
    """The address that stands for a work: the one the page states for itself, else where it was found."""
    return canonical_address(citation.url) if citation and citation.url else page


def address_key(address: str) -> str:
    """The 16 hex digits that name an address in keys (`page:...`)."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def is_notice(citation: Citation) -> bool:
    """True when the work itself is a notice about another one (an erratum may carry the original's title)."""
    genres = {k.term.lower() for k in citation.keywords if k.scheme == "publication-type"}
    if genres & NOTICE_TYPES:
        return True
    title = citation.title or ""
    return bool(NOTICE_TITLE.match(title)) and not RETRACTED_MARK.match(title)


def _first_author(citation: Citation) -> str | None:
    if not citation.authors:
        return None
    first = citation.authors[0]
    return plain_name(first.family or first.literal)


def first_page(pages: str | None) -> str | None:
    """The first page of a page range, letters and digits only: "i72-80" -> "i72"."""
    match = re.match(r"\W*([A-Za-z]?\w*\d+)", pages or "")
    return match.group(1).lower() if match else None


def pointed_node(page: str, source: str, n: int, target: Link | Notice, kind: str) -> Node:
    """The work that a link or notice points at, as far as the pointing page tells."""
    if isinstance(target, Notice):
        return Node(
            page=page,
            n=n,
            kind=kind,
            source=source,
            doi=target.target_doi,
            pmid=target.target_pmid,
            pmcid=target.target_pmcid,
        )
    reference = target.reference or Reference(raw="")
    title = reference.title or target.title
    return Node(
        page=page,
        n=n,
        kind=kind,
        source=source,
        title=title,
        title_key=title_key(title, reference.year),
        year=reference.year,
        container=plain_name(reference.container_title),
        first_author=plain_name(reference.authors[0].family or reference.authors[0].literal) if reference.authors else None,
        volume=reference.volume,
        first_page=first_page(reference.first_page),
        doi=target.doi or reference.doi,
        pmid=target.pmid or reference.pmid,
        pmcid=target.pmcid or reference.pmcid,
        record=target.registration,
        address=address_key(canonical_address(target.url)) if target.url else None,
    )
