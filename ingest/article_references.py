"""The reference list of an article's page: as printed, with the identifiers of its links, and as `citation_reference` tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ingest.article_people import authors_of
from ingest.html_blocks import HEADINGS, inline_text
from ingest.identifiers import doi, from_address, pmcid, pmid
from ingest.lenient_xml import plain
from ingest.markup import clean
from ingest.records import Link, Reference

_LIST = re.compile(
    r"(?:^|[\s_-])(?:ref-?list|references?(?:-list|__list|-section)?|citation-list|bibliography|reflist|bibr?"
    r"|c-article-references)(?:$|[\s_-])",
    re.I,
)
_HEADING = re.compile(r"(?:\d+\.?\s*)?(?:references?(?: and notes| cited)?|bibliography|literature cited|works cited)\W*", re.I)
# Names of links that a list adds to each reference.
_BUTTON = re.compile(
    r"\W*(?:google ?scholar|cross ?ref|pub ?med(?:/ncbi| central)?|doi|abstract ?/ ?(?:free )?full text|medline|view"
    r" article|article|pmc free article|free (?:full text|article)|web of science|isi|cas|ads"
    r"|full ?text|pdf|abstract|search google scholar|openurl|go to reference|export|scopus|download|open url|chemport"
    r"|publisher full text|pubmed abstract"
    r"|find it|find this article online|return to text|biomed central full text|pubmed central full text|in this article"
    r"|×|↵|⇓|\[|\])\W*(?:\(\d+\))?\W*",
    re.I,
)
_LEFT_BRACKETS = re.compile(r"(?:\[\s*\]|\(\s*\)|\s[|·,](?=\s*(?:[|·,]|$)))+|\s+(?=[.,;](?:\s|$))")
_NUMBER = re.compile(r"^\s*(?:\[?\d{1,3}\]?[.)]?|↵|⇓|\^)\s+|^\s*\d{1,3}\.(?=[A-Z])")
# The cited work's DOI in the addresses of Atypon's link resolver, which carry the citing one first.
_KEY = re.compile(r"[?&]key=(10\.[^&]+)")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_PAIR = re.compile(r";\s*(?=citation_\w+=)")
_LEAST = 3
_SHORTEST = 25


def references_of(tree: Any, tagged: Sequence[str], own_doi: str | None) -> tuple[Reference, ...]:
    """References in order. Where the page has the list twice with equal length, tags give the fields and the list the words.

    `own_doi` is the article's: it stands in many links of a list and is no reference's.
    """
    printed = [_printed(item, own_doi) for item in _items(tree)]
    stated = [found for text in tagged if (found := _stated(text))]
    if len(printed) < max(_LEAST, len(stated)):
        return tuple(stated)
    if len(stated) == len(printed):
        return tuple(_merged(a, b) for a, b in zip(printed, stated, strict=True))
    return tuple(printed)


def cites(reference: Reference) -> Link:
    """The link that a reference in a list makes."""
    return Link(
        relation="cites",
        rule="reference-list",
        doi=reference.doi,
        pmid=reference.pmid,
        pmcid=reference.pmcid,
        title=reference.title,
        reference=reference,
        span=reference.span,
    )


def _items(tree: Any) -> list[Any]:
    """The items of the longest list that is named or headed as one of references."""
    best: list[Any] = []
    for box in _boxes(tree):
        items = [item for item in box.iter("li") if not any(a.tag == "li" for a in _between(item, box)) and _is_reference(item)]
        if len(items) > len(best) and sum(1 for item in items if _YEAR.search(inline_text(item) or "")) * 2 > len(items):
            best = items
    return best


def _is_reference(item: Any) -> bool:
    text = inline_text(item) or ""
    return len(text) >= _SHORTEST and any(character.isdigit() for character in text)


def _between(node: Any, top: Any) -> Iterator[Any]:
    for ancestor in node.iterancestors():
        if ancestor is top:
            return
        yield ancestor


def _boxes(tree: Any) -> Iterator[Any]:
    for node in tree.iter("ol", "ul", "div", "section"):
        if _LIST.search(node.get("class") or "") or _LIST.search(node.get("id") or "") or node.get("role") == "doc-bibliography":
            yield node
    for heading in tree.iter(*HEADINGS):
        if _HEADING.fullmatch(inline_text(heading) or ""):
            yield from _after(heading)


def _after(heading: Any) -> Iterator[Any]:
    """The lists that follow a heading, beside it or beside the box it stands alone in."""
    for node in (heading, heading.getparent()):
        for sibling in node.itersiblings() if node is not None else ():
            if sibling.tag in HEADINGS:
                break
            if sibling.tag in ("ol", "ul", "div", "section"):
                yield sibling


def _printed(item: Any, own_doi: str | None) -> Reference:
    """One item: its words without the buttons, its identifiers from its links."""
    ids: dict[str, str] = {}
    for link in item.iter("a"):
        address = link.get("href") or ""
        key = _KEY.search(address)
        for scheme, value in {**from_address(address), **({"doi": doi(key.group(1)) or ""} if key else {})}.items():
            if scheme in ("doi", "pmid", "pmcid") and value and value != own_doi:
                ids.setdefault(scheme, value)
    raw = _words(item)
    return Reference(
        raw=raw, doi=ids.get("doi") or doi(raw), pmid=ids.get("pmid") or pmid(raw), pmcid=ids.get("pmcid") or pmcid(raw)
    )


def _words(item: Any) -> str:
    parts: list[str] = []
    _gather(item, parts)
    text = clean("".join(parts)) or ""
    return clean(_LEFT_BRACKETS.sub(" ", _NUMBER.sub("", text))) or text


def _gather(node: Any, parts: list[str]) -> None:
    parts.append(node.text or "")
    for child in node:
        if isinstance(child.tag, str) and child.tag not in ("script", "style", "noscript", "button"):
            words = "".join(child.itertext())
            if not (child.tag in ("a", "span", "ul", "div", "strong") and _all_buttons(child, words)):
                parts.append(" " if child.tag in ("li", "div", "p", "br", "span") else "")
                _gather(child, parts)
                parts.append(" " if child.tag in ("li", "div", "p") else "")
        parts.append(child.tail or "")


def _all_buttons(node: Any, words: str) -> bool:
    """Whether an element is a link's name such as "PubMed", or holds nothing but such links."""
    if not words.strip():
        return False
    links = [node] if node.tag == "a" else list(node.iter("a"))
    if not links or not all(_BUTTON.fullmatch("".join(link.itertext())) for link in links):
        return False
    rest = len("".join(words.split())) - sum(len("".join("".join(link.itertext()).split())) for link in links)
    return rest <= 2 * len(links) + 2


# Tags ----------------------------------------------------------------------------------------------------------------


def _stated(text: str) -> Reference | None:
    """A `citation_reference`: "citation_title=...; citation_author=..." or the reference as printed."""
    if "citation_" not in text:
        raw = plain(text)
        return Reference(raw=raw, doi=doi(raw), pmid=pmid(raw)) if raw else None
    fields: dict[str, list[str]] = {}
    for pair in _PAIR.split(text):
        name, _, value = pair.strip().partition("=")
        value = clean((plain(value) or "").rstrip(";")) or ""
        if value:
            fields.setdefault(name.strip().removeprefix("citation_"), []).append(value)
    year = next(
        (
            match.group()
            for name in ("year", "publication_date", "date")
            for value in fields.get(name, ())
            if (match := _YEAR.search(value))
        ),
        None,
    )
    first = {name: values[0] for name, values in fields.items()}
    names = [
        part.strip() for value in fields.get("author", ()) for part in (value.split(", ") if value.count(",") > 1 else [value])
    ]
    reference = Reference(
        raw="",
        authors=authors_of(names),
        year=year,
        title=first.get("title") or first.get("journal_title"),
        container_title=first.get("journal_title") if first.get("title") else None,
        volume=first.get("volume"),
        issue=first.get("issue"),
        first_page=first.get("firstpage") or (first.get("pages") or "").partition("-")[0] or None,
        last_page=first.get("lastpage"),
        doi=doi(first.get("doi")),
        pmid=pmid(f"PMID: {first['pmid']}") if "pmid" in first else None,
    )
    return replace(reference, raw=_composed(reference)) if reference.title or reference.doi else None


def _composed(reference: Reference) -> str:
    names = ", ".join(" ".join(filter(None, (a.family or a.literal, a.given))) for a in reference.authors)
    place = (
        (reference.year or "")
        + (f";{reference.volume}" if reference.volume else "")
        + (f":{reference.first_page}" if reference.first_page else "")
    )
    return ". ".join(
        part.rstrip(".") for part in (names, reference.title, reference.container_title, place, reference.doi) if part
    )


def _merged(printed: Reference, stated: Reference) -> Reference:
    return replace(
        stated,
        raw=printed.raw,
        doi=printed.doi or stated.doi,
        pmid=printed.pmid or stated.pmid,
        pmcid=printed.pmcid or stated.pmcid,
    )
