"""BibTeX and BibLaTeX: entries like "@article{key, title = {...}, year = 2019}", as they are met in the wild.

The grammar is that of Oren Patashnik's "BibTeXing" (1988) and the BibLaTeX manual: strings and their joining with "#", the
months' names, braces or quotes or bare numbers as values, parent entries ("crossref"). Read besides: entries whose end was
lost (the next one starts on a line of its own), fields without commas between them, names with their parts labelled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from ingest.exported_reference import Reference, parsed_references
from ingest.identifiers import orcid
from ingest.latex_text import latex_text, plain_address
from ingest.records import Parsed

_START = re.compile(r"\s{0,8}@\s*([A-Za-z]+)\s*([{(])")
_NEXT = re.compile(r"\s{0,8}@\s*[A-Za-z]+\s*[{(]\s*[^\s,{}=\"]*\s*,\s*$")
_BRACES = re.compile(r"\\.|[{}]")
# Bounded, and only from the start of a word: a long word without "=" would else be tried from each of its letters.
_NAME = re.compile(r"(?<![^\s,{}\"#()])([^\s=,{}\"#()]{1,80})\s{0,200}=\s*")
_WORD = re.compile(r"[^\s,{}\"#()=]+")
_LOOKS = re.compile(
    r"^[ \t]*@\s*(?:(?:article|book|booklet|conference|inbook|incollection|inproceedings|manual|mastersthesis|misc|online"
    r"|phdthesis"
    r"|proceedings|report|techreport|thesis|unpublished|dataset|electronic|collection|string|preamble|comment)\s*[{(]"
    r"|[a-z]+\s*\{\s*[^\s,={}]*\s*,\s*[\w+:-]+\s*=)",
    re.I | re.M,
)
_NO_ENTRIES = ("string", "preamble", "comment")
# An entry longer than this lost its end; what was read of it counts.
_MOST_CHARACTERS = 2_000_000
# More names than any work has: the record is refused then (see `exported_reference`).
_MOST_NAMES = 25_000

_TYPES = {
    **dict.fromkeys(("article", "suppperiodical"), "article-journal"),
    **dict.fromkeys(
        ("book", "booklet", "mvbook", "proceedings", "mvproceedings", "collection", "mvcollection", "reference"), "book"
    ),
    **dict.fromkeys(("inbook", "incollection", "inreference", "bookinbook", "suppbook", "suppcollection"), "chapter"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("online", "electronic", "www"), "webpage"),
    "dataset": "dataset",
}
_NAMES = {
    "title": "title",
    "subtitle": "subtitle",
    "origtitle": "original_title",
    **dict.fromkeys(("journal", "journaltitle", "fjournal", "booktitle"), "container"),
    "shortjournal": "container_short",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    **dict.fromkeys(("eid", "articleno", "art_number", "article-number", "article_number", "articlenumber"), "number"),
    **dict.fromkeys(("publisher", "school", "institution", "organization"), "publisher"),
    **dict.fromkeys(("language", "langid"), "language"),
    "abstract": "abstract",
    **dict.fromkeys(("keywords", "keyword", "author_keywords", "mendeley-tags"), "keyword"),
    **dict.fromkeys(("type", "document_type", "entrysubtype"), "genre"),
    **dict.fromkeys(("note", "annote", "annotation", "comment", "addendum"), "note"),
    **dict.fromkeys(("issn", "shared-issn"), "issn"),
    **dict.fromkeys(("pmid", "pubmed_id", "pubmed-id", "pubmedid"), "pmid"),
    **dict.fromkeys(("pmc", "pmcid", "pmc-id"), "pmcid"),
    "doi": "doi",
    **dict.fromkeys(("url", "howpublished", "link"), "url"),
}
_PLAIN = frozenset(("doi", "url", "pmid", "pmcid"))
_INHERITED = frozenset(
    "editor publisher year date month series volume number isbn issn address location journal journaltitle".split()
)


@dataclass(slots=True)
class BibtexEntry:
    """One entry: its type and field names in lower case, its key, its values with strings joined but LaTeX still in them."""

    type: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)


def looks_like_bibtex(text: str) -> bool:
    """Whether an entry starts on a line of this text."""
    return _LOOKS.search(text) is not None


def bibtex_entries(lines: Iterable[str]) -> Iterator[BibtexEntry]:
    """Entries among lines; comments, preambles and text between entries are passed over."""
    strings: dict[str, str] = {}
    for kind, body in _bodies(lines):
        if kind == "string":
            strings.update(_fields(body, strings))
        elif kind not in _NO_ENTRIES:
            key, _, rest = body.partition(",")
            if "=" in key:  # no key at all
                key, rest = "", body
            entry = BibtexEntry(kind, key.strip())
            for name, value in _fields(rest, strings):
                if value.strip() or name not in entry.fields:
                    entry.fields[name] = value
            yield entry


def _bodies(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(type, what stands between the outer braces) of everything that starts with "@"."""
    kind, closer = "", ""
    held: list[str] = []
    depth, length = 0, 0
    for line in lines:
        if kind and (_NEXT.match(line) or length > _MOST_CHARACTERS):  # the entry before has lost its end
            yield kind, "\n".join(held)
            kind = ""
        if not kind:
            start = _START.match(line)
            if start is None:
                continue
            kind, closer = start[1].lower(), "}" if start[2] == "{" else ")"
            held, depth, length, line = [], 0, 0, line[start.end() :]
        end, depth = _end(line, depth, closer)
        if end is None:
            held.append(line)
            length += len(line) + 1
        else:
            yield kind, "\n".join([*held, line[:end]])
            kind = ""
            yield from _bodies([line[end + 1 :]]) if "@" in line[end + 1 :] else ()
    if kind:
        yield kind, "\n".join(held)


def _end(line: str, depth: int, closer: str) -> tuple[int | None, int]:
    """Where in the line the entry ends, if it does, and how deep in braces the line's end is."""
    for brace in _BRACES.finditer(line):
        if brace.group() == "{":
            depth += 1
        elif brace.group() == "}":
            if depth == 0 and closer == "}":
                return brace.start(), 0
            depth = max(0, depth - 1)
    if closer == ")" and depth == 0 and line.rstrip().endswith(")"):
        return line.rindex(")"), 0
    return None, depth


def _fields(body: str, strings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    at = 0
    while (match := _NAME.search(body, at)) is not None:
        value, at = _value(body, match.end(), strings)
        yield match[1].lower(), value


def _value(body: str, at: int, strings: Mapping[str, str]) -> tuple[str, int]:
    """A value and where it ends: pieces in braces, in quotes or bare, joined by "#"."""
    pieces = []
    while True:
        piece, at = _piece(body, at, strings)
        pieces.append(piece)
        joint = re.compile(r"\s*#\s*").match(body, at)
        if joint is None:
            return "".join(pieces), at
        at = joint.end()


def _piece(body: str, at: int, strings: Mapping[str, str]) -> tuple[str, int]:
    opener = body[at : at + 1]
    if opener in ("{", '"') and opener:
        depth = 0
        for mark in re.compile(r'\\.|[{}"]', re.S).finditer(body, at + 1):
            if mark.group() == "{":
                depth += 1
            elif mark.group() == "}" and (depth or opener == "{"):
                if depth == 0:
                    return body[at + 1 : mark.start()], mark.end()
                depth -= 1
            elif mark.group() == '"' and opener == '"' and depth == 0:
                return body[at + 1 : mark.start()], mark.end()
        return body[at + 1 :], len(body)
    word = _WORD.match(body, at)
    if word is None:
        return "", at
    return strings.get(word.group().lower(), word.group()), word.end()


def bibtex_reference(entry: BibtexEntry, parent: BibtexEntry | None = None) -> Reference:
    """The entry's fields under our names, as plain text; fields of a parent entry fill what is missing."""
    fields = _with_parent(entry.fields, parent)
    reference = Reference()
    reference.add("type", _TYPES.get(entry.type, "document"), "@type")
    for name, value in fields.items():
        if name == "author":
            _add_authors(reference, value, fields.get("author+an:orcid", ""))
        elif name == "number":
            reference.add("number" if _TYPES.get(entry.type) in ("report", "thesis") else "issue", latex_text(value), name)
        elif (ours := _NAMES.get(name)) == "keyword" and ";" not in value:
            for term in _between_commas(value):
                reference.add(ours, latex_text(term), name)
        elif ours:
            reference.add(ours, plain_address(value) if ours in _PLAIN else latex_text(value), name)
    if reference.first("title") is None and entry.type in ("book", "proceedings", "inproceedings"):
        reference.add("title", latex_text(fields.get("booktitle", "")), "booktitle")
    _add_dates(reference, fields)
    if re.match(r"pubmed|medline", fields.get("archiveprefix", "") or fields.get("eprinttype", ""), re.I):
        reference.add("pmid", fields.get("eprint"), "eprint")
    return reference


def _between_commas(value: str) -> Iterator[str]:
    """The parts of a list, whose commas stand outside braces."""
    held: list[str] = []
    depth = 0
    for piece in re.split(r"([,{}])", value):
        if piece == "," and depth <= 0:
            yield "".join(held)
            held = []
        else:
            held.append(piece)
            depth += (piece == "{") - (piece == "}")
    yield "".join(held)


def _with_parent(fields: dict[str, str], parent: BibtexEntry | None) -> dict[str, str]:
    if parent is None:
        return fields
    inherited = {name: value for name, value in parent.fields.items() if name in _INHERITED}
    inherited["booktitle"] = parent.fields.get("booktitle") or parent.fields.get("title", "")
    own = {name: value for name, value in fields.items() if value.strip()}
    return own | {name: value for name, value in inherited.items() if name not in own}  # own fields first: the first counts


def _add_dates(reference: Reference, fields: Mapping[str, str]) -> None:
    reference.add("date", plain_address(fields.get("date", "")), "date")
    if year := latex_text(fields.get("year", "")):
        month, day = latex_text(fields.get("month", "")), latex_text(fields.get("day", ""))
        worded = re.fullmatch(r"\d{1,2}", month)
        month = f"{int(month):02}" if worded else month
        reference.add("date", f"{year}-{month}-{day}".rstrip("-") if worded else f"{year} {month} {day}", "year")


def _add_authors(reference: Reference, value: str, orcids: str) -> None:
    numbers = dict(re.findall(r"(\d+)\s*=\s*\"([^\"]+)\"", orcids))
    for position, name in enumerate(bibtex_names(value), 1):
        number = orcid(numbers.get(str(position), ""))
        reference.add("author", f"{name} ({number})" if number else name, "author")


def bibtex_names(value: str) -> list[str]:
    """Names of an author field as "Family, Given" or as a group in double braces' place ("{Group}").

    They are parted by "and" outside of braces. A name all in braces is a group's and is returned in its braces.
    """
    return [name for part in islice(_split_and(value), _MOST_NAMES) if (name := _name(part.strip()))]


def _split_and(value: str) -> Iterator[str]:
    depth, start = 0, 0
    for mark in re.compile(r"\\.|[{}]|(?<=\s)and(?=\s)", re.I | re.S).finditer(value):
        found = mark.group()
        if found == "{":
            depth += 1
        elif found == "}":
            depth = max(0, depth - 1)
        elif found.lower() == "and" and depth == 0:
            yield value[start : mark.start()]
            start = mark.end()
    yield value[start:]


def _name(part: str) -> str | None:
    labelled = dict(re.findall(r"(given|family|prefix|suffix)\s*=\s*([^,{}]+)", part)) if "=" in part else {}
    if "family" in labelled:
        family = " ".join(labelled[n].strip() for n in ("prefix", "family") if n in labelled)
        return latex_text(f"{family}, {labelled.get('given', '').strip()}").rstrip(", ")
    whole = re.fullmatch(r"\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}", part)
    if whole is not None:
        text = latex_text(whole[1])
        return "{" + text + "}" if text and text.lower() != "others" else None
    grouped = re.fullmatch(r"([^{}]+)\s\{([^{}\\]+)\}", part)
    if grouped and "," not in part:  # Jean {de la Fontaine}
        return f"{latex_text(grouped[2])}, {latex_text(grouped[1])}"
    text = latex_text(part)
    return text if text.strip(" ,") and text.lower() != "others" else None


def parsed_bibtex(read_lines: Callable[[], Iterable[str]], has_parents: bool) -> Iterator[Parsed]:
    """Records of a BibTeX file, streamed; read twice when entries point at parents, which may stand anywhere.

    Raises PageChanged when no entry says anything.
    """
    parents: dict[str, BibtexEntry] = {}
    if has_parents:
        wanted = {e.fields["crossref"].strip().lower() for e in bibtex_entries(read_lines()) if "crossref" in e.fields}
        parents = {e.key.lower(): e for e in bibtex_entries(read_lines()) if e.key.lower() in wanted}
    entries = enumerate(bibtex_entries(read_lines()), 1)
    references = (
        (f"entry {number}", bibtex_reference(entry, parents.get(entry.fields.get("crossref", "").strip().lower())))
        for number, entry in entries
    )
    yield from parsed_references(references, "a BibTeX file")
