"""A reference as a file of a reference manager gives it, whatever the format: our names for its fields, and what they mean.

Each format's reader (RIS, BibTeX, EndNote XML, tagged text, tables) only says which of its tags carries which name; dates,
pages, names of people, identifiers hidden in notes and links, languages and keywords are understood here, once.

Names: type genre title subtitle original_title container container_short publisher volume issue number pages first_page
last_page date revised language abstract author editor doi pmid pmcid issn url keyword author_keyword mesh note accession
database registration databank.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest import identifiers
from ingest.bibliographic_work import Work, plain, title_of
from ingest.errors import PageChanged, UnsafePage
from ingest.exported_dates import first_date, language_code
from ingest.listed_names import listed_person
from ingest.records import Author, Keyword, Link, Notice, Parsed, Registration
from ingest.registry_references import registry_record_number

# Facts that are read from one field each and get its place as their pointer.
_POINTED = ("title", "original_title", "container", "container_short", "volume", "issue", "publisher", "number", "issn")
_COLUMNS = {"container": "container_title", "container_short": "container_title_short"}
_DOI_SIGN = re.compile(r"\bdoi\b|10\.\d{4,9}/", re.I)
_PMID_SIGN = re.compile(r"(\d{1,8})\s*\[(?:pmid|uid)\]", re.I)
# A list as Python prints it, which programs of screening tools write into tables.
_PROGRAM_LIST = re.compile(r"\[\s*(?:'[^']*'|\"[^\"]*\")(?:\s*,\s*(?:'[^']*'|\"[^\"]*\"))*\s*\]")
_QUOTED_TERM = re.compile(r"'[^']*'|\"[^\"]*\"")
_MOST_AUTHORS = 20_000
_ADDRESS = re.compile(r"https?://\S+$", re.I)
_MEDLINE = re.compile(r"medline|pubmed|^nlm$|^pmid", re.I)
# What a note says that gives the work's own registration, not a reader's "compare with Smith (NCT...)".
_TRIAL_SIGN = re.compile(
    r"\bregist(?:er|ration|ry|ries)|\btrial (?:number|no|id)\b|clinical ?trials?\.gov|\bCTgov\b|\bEudraCT (?:number|no)\b"
    r"|data ?bank",
    re.I,
)


# An entry of PubMed's list of data banks, as managers keep it in a note: "ClinicalTrials.gov/NCT01234567".
_BANKED = re.compile(
    r"(?<![\w./])(?:ClinicalTrials\.gov|ISRCTN|EudraCT|EU-?CTR|ANZCTR|ChiCTR|CTRI|DRKS|IRCT|JapicCTI|JMACCT|JPRN|jRCT|KCT|NTR|PACTR"
    r"|ReBec|RPCEC|SLCTR|TCTR|UMIN-?CTR|LBCTR)/[A-Za-z0-9][A-Za-z0-9/-]{5,24}"
)


class Reference:
    """The fields of one reference: name -> values in the order of the file, each with the tag that it stood in."""

    __slots__ = ("_values", "links", "notices", "sections")

    def __init__(self) -> None:
        self._values: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.links: list[Link] = []
        self.notices: list[Notice] = []
        self.sections: list[tuple[str, str, str]] = []  # kind, label, text of what follows the abstract

    def add(self, name: str, value: str | None, tag: str) -> None:
        """Keep a value unless it is blank."""
        if value and value.strip():
            self._values[name].append((value.strip(), tag))

    def relate(self, link: Link | None, notice: Notice | None) -> None:
        """Keep a link to another record and a notice, where there are any; their pointers are tags of this record."""
        self.links += [link] if link else []
        self.notices += [notice] if notice else []

    def put_first(self, name: str, value: str, tag: str) -> None:
        """Put a better value before the others."""
        self._values[name].insert(0, (value, tag))

    def first(self, *names: str) -> str | None:
        """The first value of the first of these names that has one."""
        return next((self._values[name][0][0] for name in names if name in self._values), None)

    def all(self, *names: str) -> list[str]:
        """All values of these names."""
        return [value for name in names if name in self._values for value, _ in self._values[name]]

    def tag(self, name: str) -> str | None:
        """Where the first value of a name stood."""
        return self._values[name][0][1] if name in self._values else None

    def tagged(self, name: str) -> list[tuple[str, str]]:
        """All values of a name with their tags."""
        return self._values.get(name, [])

    def __bool__(self) -> bool:
        return any(name != "type" for name in self._values)


def parsed_reference(reference: Reference, place: str, key: str | None) -> Parsed:
    """The record of a reference; `place` ("record 12") is where it stands in its file, pointers go below it."""
    _mark_registry_record(reference)
    ids, pointers = _identifiers(reference)
    date = first_date(reference.all("date"))
    fields = {
        "original_title": plain(reference.first("original_title")),
        "container_title": _container(reference),
        "container_title_short": plain(reference.first("container_short")),
        "volume": plain(reference.first("volume")),
        "issue": plain(reference.first("issue")),
        "page": pages_of(reference),
        "number": plain(reference.first("number")),
        "issued": date,
        "revised": first_date(reference.all("revised")),
        "publisher": plain(reference.first("publisher")),
        "language": language_code(reference.first("language")),
        "issn": next((found for text in reference.all("issn") if (found := identifiers.issn(text))), None),
        "url": _url(reference, ids.get("doi")),
        **ids,
    }
    title = title_of(reference.first("title"), reference.first("subtitle"))
    work = Work(type=reference.first("type") or "document", title=title, abstract=_abstract(reference), fields=fields)
    work.authors = [*authors_of(reference)]
    work.keywords = list(_keywords(reference))
    work.registrations = list(_registrations(reference, place))
    work.sections = [*reference.sections, *_sections(reference, work.keywords)]
    work.links = [replace(link, pointer=f"{place}/{link.pointer}") for link in reference.links]
    work.notices = [replace(notice, pointer=f"{place}/{notice.pointer}") for notice in reference.notices]
    pointers |= {_COLUMNS.get(name, name): f"/{tag}" for name in _POINTED if (tag := reference.tag(name))}
    for name, source in (("issued", "date"), ("abstract", "abstract"), ("authors", "author"), ("language", "language")):
        if tag := reference.tag(source):
            pointers[name] = f"/{tag}"
    if tag := reference.tag("pages") or reference.tag("first_page"):
        pointers["page"] = f"/{tag}"
    return work.parsed(pointers, place, key)


def _mark_registry_record(reference: Reference) -> None:
    """Give a registry's own record that stands among the references its type and number."""
    container = reference.first("container", "container_short")
    number = registry_record_number(reference.all("genre"), container, reference.all("url", "note", "accession"))
    if number is not None:
        reference.put_first("type", "registration", reference.tag("genre") or "type")
        reference.add("registration", number.as_written, reference.tag("note") or reference.tag("container") or "url")
        if container and _ADDRESS.match(container):
            reference.put_first("url", container, reference.tag("container") or "url")


def parsed_references(references: Iterable[tuple[str, Reference]], what: str) -> Iterator[Parsed]:
    """Records of a file's references, given with their places; a file with one record gives it without a key.

    Keys come from identifiers, else from title and year, so that they stay when the export grows; the same key again gets
    a number. Raises PageChanged when no reference says anything; `what` names the kind of file.
    """
    seen: dict[str, int] = {}
    waiting: tuple[str, Reference] | None = None
    for place, reference in references:
        if not reference:
            continue
        if waiting is not None:
            yield _keyed(*waiting, seen)
        waiting = (place, reference)
    if waiting is None:
        raise PageChanged(f"{what} without a readable record")
    yield _keyed(*waiting, seen) if seen else parsed_reference(waiting[1], waiting[0], None)


def _keyed(place: str, reference: Reference, seen: dict[str, int]) -> Parsed:
    key = _key(reference)
    count = seen[key] = seen.get(key, 0) + 1
    return parsed_reference(reference, place, key if count == 1 else f"{key}~{count}")


def _key(reference: Reference) -> str:
    for name, value in _identifiers(reference)[0].items():
        return f"{name}:{value}"
    told = [reference.first("title", "original_title") or "", first_date(reference.all("date")) or ""]
    told += reference.all("author")[:1] + [reference.first(n) or "" for n in ("container", "volume", "pages", "first_page")]
    digest = hashlib.sha256("\x1f".join(" ".join(text.lower().split()) for text in told).encode()).hexdigest()
    return f"reference:{digest[:16]}"


def _container(reference: Reference) -> str | None:
    printed = plain(reference.first("container") or reference.first("container_short"))
    return None if printed and _ADDRESS.match(printed) else printed


def _identifiers(reference: Reference) -> tuple[dict[str, str], dict[str, str]]:
    """DOI, PMID and PMCID with the tags they stood in; notes and links count when they name the scheme."""
    found: dict[str, str] = {}
    places: dict[str, str] = {}
    for value, tag in _candidates(reference):
        database = reference.first("database") or ""
        carried = {
            "doi": _doi(value),
            "pmid": _pmid(value, tag, reference, database),
            "pmcid": identifiers.pmcid(value),
        }
        for scheme, number in carried.items():
            if number and scheme not in found:
                found[scheme], places[scheme] = number, f"/{tag}"
    return {scheme: found[scheme] for scheme in ("doi", "pmid", "pmcid") if scheme in found}, places


def _doi(value: str) -> str | None:
    """The work's own DOI: one of CENTRAL names CENTRAL's record of the work, not the work."""
    found = identifiers.doi(value) if _DOI_SIGN.search(value) else None
    return None if found and found.startswith("10.1002/central/") else found


def _candidates(reference: Reference) -> Iterator[tuple[str, str]]:
    for name in ("doi", "pmid", "pmcid", "url", "accession"):
        yield from reference.tagged(name)
    for value, tag in (*reference.tagged("genre"), *reference.tagged("note")):
        if re.match(
            r"\s*(?:https?://(?:dx\.)?doi\.org/|doi\b|PMID|PUBMED \d|PMC\s?ID|PMC\d|\d{1,8}\[(?:pmid|uid)\])", value, re.I
        ):
            yield value, tag


def _pmid(value: str, tag: str, reference: Reference, database: str) -> str | None:
    if any(tag == own for _, own in reference.tagged("pmid")):
        return identifiers.pmid(re.sub(r"\.0$", "", value))
    if signed := _PMID_SIGN.search(value):
        return signed[1]
    if any(tag == own for _, own in reference.tagged("accession")):
        bare = re.fullmatch(r"(?:MEDLINE:|PMID:?\s*)?([1-9]\d{4,7})", value, re.I)
        return bare[1] if bare and (_MEDLINE.search(database) or not value.isdigit()) else None
    return None if value.isdigit() else identifiers.pmid(value)


def _url(reference: Reference, doi: str | None) -> str | None:
    """The first address; a library's own link resolver leads to no page of the work."""
    links = [found.group() for text in reference.all("url") for found in re.finditer(r"https?://[^\s;<>\"]+", text)]
    links = [
        link for link in links if not re.search(r"[?&](?:sid|url_ver|ctx_ver|rft(?:\.|_val)\w*)=|[?&]id=(?:doi|pmid):", link)
    ]
    return next(iter(links), None) or (f"https://doi.org/{doi}" if doi else None)


def pages_of(reference: Reference) -> str | None:
    """Page or pages as "674-682": a range in one field, or its two ends in two."""
    first, last = plain(reference.first("first_page")), plain(reference.first("last_page"))
    if whole := plain(reference.first("pages")):
        return _plain_range(whole)
    if not first or not last or last == first or re.search(r"\d\s*[-–—―]\s*\w", first):
        return _plain_range(first or last)
    return f"{first}-{last}" if not re.search(r"\d\s*[-–—]\s*\w", last) else _plain_range(last)


def _plain_range(text: str | None) -> str | None:
    if text is None:
        return None
    tidy = re.sub(r"^(?:pp?|pages?|S\.)\.?\s*(?=\w*\d)", "", text, flags=re.I)
    return re.sub(r"(?<=\w)\s*[-‐‑‒–—―−]+\s*(?=\w)", "-", tidy).strip(" -") or None


def authors_of(reference: Reference) -> list[Author]:
    """The authors in their order. Raises UnsafePage for more than any work has (the largest met have some 5,000)."""
    if len(reference.all("author")) > _MOST_AUTHORS:
        raise UnsafePage(f"more than {_MOST_AUTHORS:,} authors of one work")
    return [person for name in reference.all("author") if (person := listed_person(name))]


def _abstract(reference: Reference) -> str | None:
    """The abstract; several fields that are not parts of one another are kept one after the other."""
    kept: list[str] = []
    for text in reference.all("abstract"):
        if not any(text in other for other in kept):
            kept = [other for other in kept if other not in text] + [text]
    return "\n".join(kept) or None


def _keywords(reference: Reference) -> Iterator[Keyword]:
    """Subject terms. Whose they are is not said in such files (a database's or the authors'): they are tags."""
    seen: set[tuple[str, str]] = set()
    for scheme, name in (("publication-type", "genre"), ("mesh", "mesh"), ("author", "author_keyword"), ("tag", "keyword")):
        for text in reference.all(name):
            for term in _listed_terms(text) if name in ("keyword", "genre") else [text]:
                term = _term(term)
                if term and len(term) <= 200 and (scheme, term.lower()) not in seen and not _DOI_SIGN.match(term):
                    seen.add((scheme, term.lower()))
                    yield Keyword(scheme=scheme, term=term)


def _listed_terms(text: str) -> list[str]:
    """The terms of one field: between semicolons, slashes and line breaks, or quoted in a program's list."""
    if _PROGRAM_LIST.fullmatch(text.strip()):
        return [quoted[1:-1] for quoted in _QUOTED_TERM.findall(text)]
    return re.split(r"[;\n]|\s/\s", text)


def _term(text: str) -> str:
    """A subject term without the star of a main topic, and without the full stop that ends its list."""
    term = (plain(text) or "").lstrip("*").strip(" ,")
    return term.rstrip(".") if term.count(".") == 1 else term


def _registrations(reference: Reference, place: str) -> Iterator[Registration]:
    """Numbers from fields that hold nothing but the work's own registrations."""
    seen = set()
    named = [("export-registration-field", *found) for found in reference.tagged("registration")]
    named += [("data-bank-list", *found) for found in reference.tagged("databank")]
    named += [("data-bank-list", m.group(), tag) for note, tag in reference.tagged("note") for m in _BANKED.finditer(note)]
    for rule, value, tag in named:
        number = identifiers.registry_number(value)
        if number and number.value not in seen:
            seen.add(number.value)
            yield Registration(
                registry=number.scheme,
                number=number.value,
                as_written=value,
                status="rejected" if number.reject_reason else "valid",
                rule=rule,
                reject_reason=number.reject_reason,
                pointer=f"{place}/{tag}",
            )


def _sections(reference: Reference, keywords: list[Keyword]) -> Iterator[tuple[str, str, str]]:
    """What follows the abstract in the document: keywords, and notes that speak of a registration."""
    words = [word.term for word in keywords if word.scheme in ("tag", "author")]
    if words:
        yield "keywords", "Keywords", "; ".join(words)
    for note in reference.all("note"):
        text = plain(note) or ""
        if _TRIAL_SIGN.search(text) and identifiers.find_registrations(text):
            yield "other", "Note", text
