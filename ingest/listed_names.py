"""Names of authors as bibliographies and exports list them, one by one or several in a field."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.bibliographic_work import person, plain
from ingest.identifiers import orcid
from ingest.records import Author

_ROLE = re.compile(r"\s*(?:\[[^\]]{0,80}\]|\((?:eds?|editors?|trans|corresponding[^)]*)\.?\))", re.I)
_INITIALS = r"(?:[A-ZÀ-Þ]\.?[ -]?){1,4}"
_LONGEST = 120
_ORCID = re.compile(r"\s*\(?(?:https?://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]\)?")
_FAMILY_FIRST = re.compile(
    rf"(?P<family>[^,]*[^\W\d_]{{2}}[^,]*?)\s+(?P<given>{_INITIALS})(?P<suffix>\s+(?:Jr|Sr|I{{2,3}}|2nd|3rd)\.?)?"
)
_ONLY_INITIALS = re.compile(rf"{_INITIALS}(?:\s*(?:Jr|Sr)\.?)?")
_SUFFIX = re.compile(r"(?:Jr|Sr|I{2,3}|IV|2nd|3rd)\.?", re.I)
# CENTRAL gives a registry's record its number as its author.
_NOBODY = re.compile(
    r"(?:et\.? al|others|anon(?:ymous)?|no authors? (?:listed|given)|n/?a|none|unknown)\.?"
    r"|(?:NCT|ISRCTN|EUCTR|ACTRN|DRKS|CTRI|ChiCTR|JPRN|IRCT|NTR|KCT|PACTR|TCTR|SLCTR|RBR)[\w/-]*\d{3}[\w/-]*",
    re.I,
)
_GROUP = re.compile(
    r"\b(?:group|consortium|collaborat\w+|committee|network|investigators|team|society|association|institute|department|foundation"
    r"|centre|center|council|project|initiative|universit\w+|organi[sz]ation)\b",
    re.I,
)


def listed_person(name: str | None) -> Author | None:
    """An author from one name of a list; None for "et al.", "Anonymous" and the like.

    "Family, Given", "Family, Given, Jr", "Family GM", "Family G.M.", "Given Family" and groups are told apart; a name in
    braces is a group's; an ORCID iD may follow in brackets.

    >>> listed_person("Holm A.B.").family, listed_person("van der Berg, J., Jr.").given, listed_person("Ada Holm").family
    ('Holm', 'J. Jr.', 'Holm')
    """
    bare = _ORCID.sub("", _ROLE.sub("", name)) if name else ""
    text = re.sub(r"(?<=[^\W\d_]{4})\.$", "", (plain(bare) or "").strip(" ;,"))
    if not text or _NOBODY.fullmatch(text) or not re.search(r"\w", text):
        return None
    if text.startswith("{") and text.endswith("}"):
        return Author(literal=text[1:-1])
    found = _told_apart(text)
    number = orcid(name) if found is not None and bare != name else None
    return replace(found, orcid=number) if found is not None and number else found


def _told_apart(text: str) -> Author | None:
    if "," not in text:
        match = _family_first(text)
        if match and text.isupper() and re.search(r"[A-Z]{3}", match["given"]):  # DAVID M. GANN
            match = None
        if match and not _GROUP.search(text):
            return Author(family=match["family"].strip(), given=(match["given"] + (match["suffix"] or "")).strip())
        name, _, last = text.rpartition(" ")
        found = person(name) if _SUFFIX.fullmatch(last) and " " in name else None  # Jan van der Berg Jr
        return replace(found, given=f"{found.given} {last}") if found is not None and found.given else person(text)
    if not _GROUP.search(text):
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):  # BibTeX: Family, Jr, Given
            return Author(family=parts[0], given=f"{parts[2]} {parts[1]}")
        if len(parts) == 3 and _SUFFIX.fullmatch(parts[2]):  # RIS: Family, Given, Jr
            return Author(family=parts[0], given=f"{parts[1]} {parts[2]}")
        if len(parts) == 1:
            return _told_apart(parts[0])
    return person(text)


def split_names(text: str) -> list[str]:
    """The names in one field: parted by semicolons, by "and" (lists of BibTeX), by line or, if all have initials, by commas.

    >>> split_names("Holm A.B., Berg C."), split_names("Holm, Ada; Berg, Carl"), split_names("Holm, Ada and Berg, Carl")
    (['Holm A.B.', 'Berg C.'], ['Holm, Ada', 'Berg, Carl'], ['Holm, Ada', 'Berg, Carl'])
    >>> split_names("Holm, A., Berg, C."), split_names("Holm, Ada")
    (['Holm, A.', 'Berg, C.'], ['Holm, Ada'])
    """
    for mark in (";", "|", "\n"):
        if mark in text:
            return [name for part in text.split(mark) if part.strip() for name in _with_initials(part) or [part.strip()]]
    if re.search(r"\s(?:and|AND|&)\s", text) and not _is_one_group(text):
        return [name for part in re.split(r",?\s(?:and|AND|&)\s", text) for name in split_names(part)]
    if found := _with_initials(text):
        return found
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > 2 and len(parts) % 2 == 0 and all(_ONLY_INITIALS.fullmatch(part) for part in parts[1::2]):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    if len(parts) > 2 and all(" " in part for part in parts) and not _GROUP.search(text):
        return parts
    return [text.strip()] if text.strip() else []


def _with_initials(text: str) -> list[str] | None:
    """Two names or more like "Holm A.B." with commas between them; None for anything else."""
    text = text.strip()
    listed = text[:-1] if text.endswith(".") and text.count(".") == 1 else text  # the full stop of PubMed's lists
    parts = [part.strip() for part in listed.split(",") if part.strip()]
    return parts if len(parts) > 1 and all(_family_first(part) for part in parts) else None


def _family_first(text: str) -> re.Match[str] | None:
    """The match of "Family GM"; what is longer than any name is none."""
    return _FAMILY_FIRST.fullmatch(text) if len(text) <= _LONGEST else None


def _is_one_group(text: str) -> bool:
    return bool(_GROUP.search(text)) and "," not in text
