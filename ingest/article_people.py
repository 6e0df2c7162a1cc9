"""Authors as journals' pages print their names, in whichever order of the parts the list keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.bibliographic_work import person
from ingest.markup import clean
from ingest.records import Author

_DEGREES = re.compile(
    r"(?:[,\s]+(?:M\.?D|Ph\.?\s?D|D\.?Phil|M\.?Sc|M\.?S|B\.?Sc|B\.?A|M\.?A|M\.?P\.?H|M\.?B\.?B\.?S|MBChB|MB|BS|R\.?N"
    r"|FRCP\w*|FRCS\w*"
    r"|FACP|FACC|MRCP\w*|Dr\.?P\.?H|D\.?Sc|Sc\.?D|Psy\.?D|Pharm\.?D|M\.?H\.?S|MBA|Ed\.?D|D\.?O|D\.?M\.?D"
    r"|D\.?D\.?S)\.?(?=$|[,\s]))+$"
)
_SUFFIX = re.compile(r"^(?P<name>.+?),?\s+(?P<suffix>Jr|Sr|2nd|3rd|II|III|IV)\.?$")
_INITIALS_LAST = re.compile(r"(?P<family>[^\s,].*?)\s+(?P<given>[^\W\d_a-zß-ÿ]{1,3}(?:-[^\W\d_a-zß-ÿ])?)")
_GROUP = re.compile(r"^(?:the|on behalf of|for the)\s|\b(?:editors|authors|writing (?:group|committee))\b", re.I)
_HONORIFIC = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame)\.?\s+", re.I)


def authors_of(names: Sequence[str], orcids: Sequence[str | None] = ()) -> tuple[Author, ...]:
    """Authors in order. "Todd J" is family first when every name of the list ends like that; "Todd, J" always is.

    `orcids` stands beside `names`, None where an author has none.
    """
    found = [clean(_DEGREES.sub("", name)) for name in names]
    family_first = _is_family_first([name for name in found if name])
    authors: list[Author] = []
    for number, name in enumerate(found):
        author = _author(name, family_first, orcids[number] if number < len(orcids) else None) if name else None
        if author and (not authors or author != authors[-1]):
            authors.append(author)
    return tuple(authors)


def _is_family_first(names: Iterable[str]) -> bool:
    personal = [name for name in names if "," not in name and " " in name and not _GROUP.search(name)]
    return bool(personal) and all(_INITIALS_LAST.fullmatch(name) for name in personal)


def _author(name: str, family_first: bool, orcid: str | None) -> Author | None:
    if _GROUP.search(name):
        return Author(literal=name, orcid=orcid)
    match = _INITIALS_LAST.fullmatch(name) if family_first and "," not in name else None
    if match:
        return Author(family=match["family"], given=match["given"], orcid=orcid)
    name = _HONORIFIC.sub("", name)
    suffixed = _SUFFIX.match(name)
    if suffixed and "," not in suffixed["name"]:
        plain = person(suffixed["name"], orcid)
        if plain and plain.family:
            return Author(family=plain.family, given=f"{plain.given or ''} {suffixed['suffix']}".strip(), orcid=plain.orcid)
    return person(name, orcid)
