"""One pure function per identifier scheme: normalize, validate, and say why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A registry number found in running text: canonical `value`, or the reason why it is none."""

    scheme: str
    value: str
    as_written: str
    start: int
    end: int
    reject_reason: str | None = None


def doi(text: str | None) -> str | None:
    """The first DOI in a text, lower case, without trailing punctuation or unbalanced brackets."""
    match = re.search(r"10\.\d{4,9}/[^\s\"<>]+", text or "")
    return match.group().rstrip(".,;:)]}'").lower() if match else None


def pmid(text: str | None) -> str | None:
    """A PubMed id from a bare number, a labelled number or an address."""
    match = re.search(r"^\s*(?:pmid:?\s*|.*pubmed[^\d]*/)?([1-9]\d{0,7})/?\s*$", text or "", re.I)
    return match.group(1) if match else None


def pmcid(text: str | None) -> str | None:
    """A PubMed Central id, version suffix off: "PMC6371462.1" -> "PMC6371462"."""
    match = re.search(r"PMC\s?([1-9]\d{0,7})(?:\.\d+)?(?!\d)", text or "", re.I)
    return f"PMC{match.group(1)}" if match else None


def orcid(text: str | None) -> str | None:
    """An ORCID iD with a right check digit, as 0000-0000-0000-0000."""
    match = re.search(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])", text or "", re.I)
    return "-".join(match.groups()).upper() if match else None


def issn(text: str | None) -> str | None:
    """An ISSN with a right check digit, as 1234-567X."""
    match = re.search(r"(\d{4})-?(\d{3}[\dX])", text or "", re.I)
    return f"{match.group(1)}-{match.group(2)}".upper() if match else None


def registry_number(text: str | None, scheme: str | None = None) -> Number | None:
    """The registry number that a field holds (not running text), or None."""
    return next(find_registrations(text or ""), None)


def find_registrations(text: str) -> Iterator[Number]:
    """Every trial registry number in a text in reading order, rejected ones with their reason."""
    for match in re.finditer(r"NCT[\s:#]*(\d{8})(?!\d)", text, re.I):
        yield Number(
            scheme="nct",
            value=f"NCT{match.group(1)}",
            as_written=match.group(),
            start=match.start(),
            end=match.end(),
        )


def from_address(url: str) -> dict[str, str]:
    """Identifiers that an address carries, also inside redirects: keys doi, pmid, pmcid, or a registry scheme."""
    found = {"doi": doi(url), "pmcid": pmcid(url)}
    return {scheme: value for scheme, value in found.items() if value}
