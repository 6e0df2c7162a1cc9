"""One research output as Elsevier Pure's web services and import files give it in XML, in any generation of their schemas.

Elements are told by their local names: the services of 2010 to 2018 (namespaces under atira.dk/schemas/pure4), those since
(no namespace, `contributionToJournal` and its like), and the import format (v1.publication-import.*.pure.atira.dk) use
the same words in slightly different nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.article_people import authors_of
from ingest.headings import section_kind
from ingest.identifiers import doi, issn, orcid, pmid
from ingest.lenient_xml import below, local
from ingest.markup import DocumentBuilder, clean, local_path
from ingest.pure_words import split_labels
from ingest.records import Author, Citation, Keyword, Parsed

# Elements that are one output each.
OUTPUTS = frozenset(
    "contributiontojournal contributiontobookanthology contributiontoconference contributiontoperiodical"
    " contributiontomemorandum"
    " bookanthology book memorandum workingpaper thesis patent nontextual othercontribution researchoutput".split()
)
# Words of an output's kind -> CSL type; the first that is found counts.
_TYPES = (
    (r"conferencecontribution|contributiontobookanthology/conference|contributiontoconference", "paper-conference"),
    (r"conferencearticle|inproceedings", "paper-conference"),
    (r"thesis|dissertation", "thesis"),
    (r"contributiontobookanthology|chapter", "chapter"),
    (r"contributiontojournal", "article-journal"),
    (r"workingpaper|preprint", "article"),
    (r"contributiontoperiodical|newspaper", "article-newspaper"),
    (r"bookanthology/(?:commissioned|report)|report", "report"),
    (r"bookanthology|\bbook\b", "book"),
    (r"dataset", "dataset"),
)  # fmt: skip
_AUTHOR_ROLE = re.compile(r"/author\b|^author|forfatter|^autor|^auteur", re.I)
_TEXTS = ("text", "localizedstring", "string", "value")
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.I)
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,500}>")


def record(element: Any) -> Parsed | None:
    """The output of one element; None when it has no title."""
    title, subtitle = value(element, "title"), value(element, "subtitle")
    if not title:
        return None
    title = f"{title.rstrip(' :')}: {subtitle}" if subtitle and subtitle.lower() not in title.lower() else title
    keywords = tuple(dict.fromkeys(_keywords(element)))
    citation = Citation(
        type=_type(element),
        title=title,
        original_title=value(element, "translatedtitle", "titletranslation"),
        container_title=_journal(element, "title") or _host(element),
        volume=value(element, "volume", "journalvolume"),
        issue=value(element, "journalnumber", "issue"),
        page=value(element, "pages", "pagesfromto"),
        number=value(element, "articlenumber"),
        issued=_issued(element),
        publisher=_named(element, "publisher", "publishers", "associatedpublisher"),
        language=_language(element),
        doi=next((found for node in below(element, "doi", "dois") if (found := doi(clean("".join(node.itertext()))))), None),
        pmid=_pmid(element),
        issn=issn(_journal(element, "issn")),
        url=_address(element),
        authors=tuple(_authors(element)),
        keywords=tuple(Keyword(scheme="research-area", term=word) for word in keywords),
    )
    builder = DocumentBuilder()
    builder.add("title", title)
    builder.add("byline", ", ".join(" ".join(filter(None, (a.given, a.family))) or a.literal or "" for a in citation.authors))
    _add_abstracts(builder, element)
    builder.add("keywords", ", ".join(keywords), "Keywords")
    place = local_path(element)
    names = (
        "title",
        "container_title",
        "volume",
        "issue",
        "page",
        "number",
        "issued",
        "publisher",
        "language",
        "doi",
        "issn",
        "url",
    )
    pointers = {name: place for name in names if getattr(citation, name)}
    return Parsed(citation=citation, document=builder.build(citation.language), pointers=pointers)


# Fields --------------------------------------------------------------------------------------------------------------


def children(element: Any, *names: str) -> Iterator[Any]:
    """Direct children with one of these local names (lower case)."""
    return (child for child in element if local(child) in names)


def value(element: Any, *names: str) -> str | None:
    """Text of the first direct child with one of these names; of several languages the first, English before others."""
    for child in children(element, *names):
        for node in _in_order(child):
            found = plain("".join(node.itertext()))
            if found:
                return found
    return None


def _in_order(child: Any) -> list[Any]:
    """The texts below a child, English first; the child itself when it has no such parts."""
    texts = [node for node in below(child, *_TEXTS) if node is not child and not any(local(part) in _TEXTS for part in node)]
    return sorted(texts, key=lambda node: not _locale(node).startswith("en")) or [child]


def _locale(node: Any) -> str:
    return str(node.get("locale") or node.get("lang") or "").lower()


def plain(text: str) -> str | None:
    """Text without the markup that Pure's rich text fields carry as text."""
    return clean(_TAG.sub(" ", text)) if "<" in text else clean(text)


def _type(element: Any) -> str:
    kinds = " ".join(
        str(v) for name, v in element.attrib.items() if name.rpartition("}")[2] in ("type", "subType", "classification")
    )
    uris = " ".join(
        f"{node.get('uri') or ''} {''.join(node.itertext())}"
        for node in children(element, "type", "typeclassification", "family")
    )
    words = f"{local(element)} {kinds} {uris}".lower()
    if "chapter" in words and "contributiontobookanthology" in words:
        return "chapter"
    return next((csl for pattern, csl in _TYPES if re.search(pattern, words)), "document")


def _authors(element: Any) -> Iterator[Author]:
    """Authors in order, editors and translators left out; a group, wherever it stands, by its name."""
    groups: set[str] = set()
    for holder in children(element, "persons", "personassociations", "contributors"):
        for node in holder:
            role = " ".join(f"{r.get('uri') or ''} {''.join(r.itertext())}" for r in children(node, "personrole", "role"))
            if role.strip() and not _AUTHOR_ROLE.search(role.strip()):
                continue
            person = next(
                (p for p in (node, *children(node, "person", "externalperson")) if next(below(p, "lastname"), None) is not None),
                None,
            )
            if person is not None:
                yield _person(node, person)
            elif name := value(node, "name", "groupauthor"):
                groups.add(name)
                yield Author(literal=name)
    for group in below(element, "groupauthor", "authorcollaboration"):
        name = value(group, "name", "groupauthorname") or plain("".join(group.itertext()))
        if name and name not in groups:
            groups.add(name)
            yield Author(literal=name)


def _person(node: Any, person: Any) -> Author:
    """A name as the output prints it, before the one the person has today."""
    named = next(iter(children(node, "name")), person)
    family = next((clean(n.text) for n in below(named, "lastname") if clean(n.text)), None)
    given = next((clean(n.text) for n in below(named, "firstname") if clean(n.text)), None)
    number = next((found for n in below(node, "orcid") if (found := orcid(n.text))), None)
    if family:
        return Author(family=family, given=given, orcid=number)
    return next(iter(authors_of([given or ""])), Author(literal=given))


def _issued(element: Any) -> str | None:
    """The date of publication: of the current status (or the one called published), else the only one."""
    statuses = [s for s in below(element, "publicationstatus", "publicationdate") if next(below(s, "year"), None) is not None]
    best = sorted(statuses, key=lambda s: (s.get("current") != "true", "published" not in _uris(s)))
    for status in best:
        year, month, day = (next((clean(n.text) for n in below(status, part)), None) for part in ("year", "month", "day"))
        if year and re.fullmatch(r"\d{4}", year):
            if not month or not month.isdigit() or not 1 <= int(month) <= 12:
                return year
            return (
                f"{year}-{int(month):02}-{int(day):02}"
                if day and day.isdigit() and 1 <= int(day) <= 31
                else f"{year}-{int(month):02}"
            )
    return None


def _uris(node: Any) -> str:
    return " ".join(
        [*(str(n.get("uri") or "") for n in node.iter() if isinstance(n.tag, str)), *(n.text or "" for n in below(node, "uri"))]
    )


def _journal(element: Any, name: str) -> str | None:
    for holder in children(element, "journalassociation", "journal"):
        if found := value(holder, name):
            return found
    return None


def _host(element: Any) -> str | None:
    title, subtitle = value(element, "hostpublicationtitle"), value(element, "hostpublicationsubtitle")
    return f"{title}: {subtitle}" if title and subtitle else title


def _named(element: Any, *names: str) -> str | None:
    for holder in children(element, *names):
        for node in (holder, *below(holder, *names)):
            if found := value(node, "name"):
                return found
    return None


def _language(element: Any) -> str | None:
    """Two letters of the language's own uri ("/dk/atira/pure/core/languages/en_GB") or code."""
    for node in children(element, "language"):
        match = re.search(
            r"(?:languages/|^\s*)([a-z]{2})[_-][A-Z]{2}\b", f"{node.get('uri') or ''} {_uris(node)} {node.text or ''}"
        )
        if match:
            return match.group(1)
    return None


def _pmid(element: Any) -> str | None:
    """The PMID of an output that came from PubMed: in its own attributes or among its external numbers."""
    if "pubmed" in (element.get("externalIdSource") or "").lower() and (element.get("externalId") or "").isdigit():
        return pmid(f"PMID: {element.get('externalId')}")
    for node in below(element, "id", "externalid", "secondarysource"):
        source = " ".join(str(v) for v in node.attrib.values()) + " ".join(n.text or "" for n in below(node, "source"))
        number = clean(node.text) or next((clean(n.text) for n in below(node, "sourceid")), None)
        if "pubmed" in source.lower() and number and number.isdigit():
            return pmid(f"PMID: {number}")
    return None


def _address(element: Any) -> str | None:
    """The output's own page: not that of a person or journal named in it."""
    holders = [element, *children(element, "info")]
    return next(
        (url for holder in holders for n in children(holder, "portalurl") if (url := clean(n.text)) and url.startswith("http")),
        None,
    )


def _keywords(element: Any) -> Iterator[str]:
    for holder in children(element, "keywordgroups", "keywords"):
        for node in below(holder, "freekeyword", "freekeywords"):
            if not any(local(part) in ("freekeyword", "freekeywords") for part in node.iterdescendants()):
                text = plain("".join(node.itertext())) or ""
                yield from (word.strip() for word in re.split(r"[,;]\s", text) if word.strip())


def _add_abstracts(builder: DocumentBuilder, element: Any) -> None:
    """The first text is the abstract, its labelled parts as sections; other languages follow it."""
    texts = [node for child in children(element, "abstract", "abstracts") for node in _in_order(child)]
    for number, node in enumerate(texts):
        marked = _BREAK.sub("\n", "".join(node.itertext()))
        lines = [line for part in marked.split("\n") if (line := plain(part))]
        if number:
            builder.add("abstract.other", " ".join(lines), _locale(node)[:2])
            continue
        for label, part in split_labels(lines):
            builder.add(section_kind(label) if label else "abstract", part, label)
