"""Authors on Elsevier Pure pages: one line of names, members of the house as links and others as text."""

from __future__ import annotations

import re

from ingest.bibliographic_work import person
from ingest.records import Author

_PERSON_SEPARATOR = re.compile(r"\s*(?:,\s*(?:&|and|og|und|en|och)\s+|,\s+|;\s+|\s+(?:&|and|og|und|och)\s+)")
# Signs of corresponding and former members, numbers of affiliations.
_MARKS = re.compile(r"[*†‡§¶#\d]+(?=$|[\s,])")
_INITIALS = re.compile(r"^(?:[A-ZÅÄÆÖØÜÉ]\.?[\s-]?){1,5}$")


def printed_authors(printed: str) -> list[Author]:
    """The authors of a printed line ("Berg, A., Lind, B. & Cho, C.")."""
    return [author(name) for name in _names(printed)]


def _names(printed: str) -> list[str]:
    """Names of a printed line; "Family, I. J." pairs are put together again."""
    pieces = [piece for piece in _PERSON_SEPARATOR.split(printed) if piece]
    names: list[str] = []
    for piece in pieces:
        if names and _INITIALS.match(piece) and "," not in names[-1]:
            names[-1] = f"{names[-1]}, {piece}"
        elif not re.fullmatch(r"\(.*\)|et al\.?", piece):
            names.append(piece)
    return names


def author(name: str) -> Author:
    """One author, "Family, Given" or "Given Family", without the marks of notes that portals print after names."""
    name = _MARKS.sub("", name).strip()
    return person(name) or Author(family=name or None)
