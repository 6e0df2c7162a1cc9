# ruff: noqa: E501 (patterns and paths are easier to read unbroken)
"""An Elsevier Pure portal page for one research output, old and new theme, in any of the languages portals use.

Home: https://www.elsevier.com/products/pure   Terms: those of the house that runs the portal
Oddities seen (2026-11): new theme: title in h1, subtitle in h2 or `.subtitle`, abstract in `.rendering_abstractportal
.textblock`, one for each language; old theme: title in `h2.title > span`, an ordered list of *other* outputs of the same
authors (the same class names!) before the abstract, and "View graph of relations" after it; authors of the house are
links, others plain text in the same comma-separated line, "&" before the last; th labels follow the portal's language,
and Danish ones (Land, By, Periode) stand on English pages too; "Published - 11 Feb 2019" in one cell; the RIS block puts
the subtitle in T2; feed items are the same markup without a page around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.errors import PageChanged
from ingest.headings import section_kind
from ingest.identifiers import doi, from_address, issn
from ingest.markup import DocumentBuilder, html_tree, meta_tags
from ingest.pure_words import DETAILS, LANGUAGES, citation_type, issued, split_labels
from ingest.records import Author, Citation, Keyword, Link, Page, Parsed

KIND = "portal"
HOME = "https://www.elsevier.com/products/pure"
URL: re.Pattern[str] | None = re.compile(
    r"/(?:portal/)?(?:[a-z]{2}(?:-[a-z]{2})?/)?(?:publications|publikationer|publicaties|publikationen|publikasjoner)/[^/]+", re.I
)
RANK = 20

POINTERS = {
    "title": "//h1 | //h2[@class='title']",
    "container_title": "//table[@class='properties']//th[.='Journal']/../td",
    "volume": "//table[@class='properties']//th[.='Volume']/../td",
    "issue": "//table[@class='properties']//th[.='Issue number']/../td",
    "page": "//table[@class='properties']//th[.='Pages (from-to)']/../td",
    "number": "//table[@class='properties']//th[.='Article number']/../td",
    "issued": "//table[@class='properties']//th[.='Publication status']/../td",
    "language": "//table[@class='properties']//th[.='Original language']/../td",
    "publisher": "//table[@class='properties']//th[.='Publisher']/../td",
    "doi": "//ul[contains(@class,'dois')]//a | //ul[contains(@class,'digital_object_identifiers')]//a",
    "issn": "//table[@class='properties']//th[.='ISSN']/../td",
    "abstract": "//*[@class='textblock']",
    "type": "//p[@class='type']",
}
_MARKS = (b"rendering_researchoutput", b"rendering_contributionto", b"rendering_abstractportal", b"/admin/workspace.xhtml")
# Blocks that tell of other outputs than the page's own.
_RELATED = re.compile(r"\b(relations|relation_list|rendering_\w*portal-short|related|list-results|rendering_\w+_short_portal)\b")
_PERSON_SEPARATOR = re.compile(r"\s*(?:,\s*(?:&|and|og|und|en|och)\s+|,\s+|;\s+|\s+(?:&|and|og|und|och)\s+)")
_INITIALS = re.compile(r"^(?:[A-ZÅÄÆÖØÜÉ]\.?[\s-]?){1,5}$")
_RIS = re.compile(r"^([A-Z][A-Z0-9])\s{2}-\s?(.*)$", re.M)


def recognizes(page: Page) -> bool:
    """HTML with Pure's own class names around a research output."""
    body = page.body
    if body.lstrip()[:5] == b"<?xml" and b"<html" not in body[:2000]:
        return False
    if not any(mark in body for mark in _MARKS) or b"<" not in body[:2000]:
        return False
    return b'class="type' in body or b"class='type" in body or b"citation_title" in body or b"type_classification" in body


def parse(page: Page) -> Iterator[Parsed]:
    """The page's own output. Raises PageChanged when no title is found."""
    yield output(html_tree(page), page.url)


def output(tree: Any, url: str | None = None) -> Parsed:
    """One rendered output, from a whole page or from the fragment that feeds carry."""
    meta = meta_tags(tree)
    title = _title(tree, meta)
    if title is None:
        raise PageChanged("a Pure page without the title of an output")
    details = _details(tree)
    type_line = _text(_first(tree, "//p[@class='type'] | //*[contains(@class,'type_classification_parent')]/parent::*")) or ""
    ris = _ris(tree)
    language = LANGUAGES.get((details.get("language") or "").lower()) or _stated(meta, "citation_language")
    builder = DocumentBuilder()
    builder.add("title", title)
    authors = tuple(_authors(tree, meta, ris))
    builder.add("byline", ", ".join(" ".join(filter(None, (a.given, a.family))) or a.literal or "" for a in authors))
    _add_abstracts(builder, tree)
    words = tuple(dict.fromkeys(_keywords(tree, meta)))
    builder.add("keywords", ", ".join(words), "Keywords")
    builder.add("details", "\n".join(f"{label}: {value}" for label, value in _rows(tree)))
    date = issued(details.get("issued") or details.get("date")) or _iso(meta) or _date_shown(tree)
    found_doi = doi(details.get("doi")) or doi(_address(tree, "doi.org")) or doi(_stated(meta, "citation_doi"))
    citation = Citation(
        type=citation_type(type_line) if type_line else "article-journal",
        title=title,
        original_title=details.get("translated_title"),
        container_title=details.get("container_title") or _stated(meta, "citation_journal_title") or ris.get("JO"),
        volume=details.get("volume") or ris.get("VL"),
        issue=details.get("issue") or ris.get("IS"),
        page=details.get("page"),
        number=details.get("number"),
        issued=date,
        publisher=details.get("publisher") or _stated(meta, "citation_publisher"),
        language=language[:2].lower() if language else None,
        doi=found_doi,
        pmid=_linked(tree, "pmid"),
        pmcid=_linked(tree, "pmcid"),
        issn=issn(details.get("issn")),
        url=_canonical(tree) or _own_link(tree) or (url if url and url.startswith("http") else None),
        authors=authors,
        keywords=tuple(Keyword(scheme="research-area", term=word) for word in words),
    )
    return Parsed(citation=citation, document=builder.build(citation.language), pointers=POINTERS, links=tuple(_related(tree)))


# Parts of the page ---------------------------------------------------------------------------------------------------


def _first(tree: Any, path: str) -> Any:
    """The first match that does not stand in a list of related outputs."""
    return next((node for node in tree.xpath(path) if not _in_related(node)), None)


def _in_related(node: Any) -> bool:
    for parent in node.iterancestors():
        if parent.tag in ("ol", "aside") or (parent.tag == "li" and _has_class(parent, "portal_list_item")):
            return True
        if (
            parent.tag in ("div", "section", "ul")
            and _RELATED.search(parent.get("class") or "")
            and "digital_object" not in (parent.get("class") or "")
        ):
            return parent.getparent() is not None
    return False


def _has_class(node: Any, name: str) -> bool:
    return name in (node.get("class") or "").split()


def _stated(meta: dict[str, list[str]], name: str) -> str | None:
    return next(iter(meta.get(name, ())), None)


def _text(node: Any) -> str | None:
    return (" ".join("".join(node.itertext()).split()) or None) if node is not None else None


def _title(tree: Any, meta: dict[str, list[str]]) -> str | None:
    heading = _first(tree, "//h1") if tree.xpath("//h1") else None
    if heading is None or not _text(heading):
        heading = _first(
            tree, "//h2[contains(concat(' ',@class,' '),' title ')] | //h3[contains(concat(' ',@class,' '),' title ')]"
        )
    title = _text(heading)
    stated = _stated(meta, "citation_title")
    if title is None:
        return stated
    subtitle = _subtitle(heading)
    if subtitle and subtitle.lower() not in title.lower():
        return f"{title.rstrip(' :')}: {subtitle}"
    if stated and stated.lower().startswith(title.lower()) and len(stated) > len(title):
        return stated
    return title


def _subtitle(heading: Any) -> str | None:
    """The h2 (or .subtitle) that directly follows the title."""
    node = heading.getnext()
    if node is not None and isinstance(node.tag, str) and (node.tag == "h2" or _has_class(node, "subtitle")):
        return _text(node)
    return None


def _rows(tree: Any) -> Iterator[tuple[str, str]]:
    for row in tree.xpath("//table[contains(@class,'properties')]//tr"):
        label, value = _text(row.find("th")), _text(row.find("td"))
        if label and value and not _in_related(row):
            yield label.rstrip(": "), value


def _details(tree: Any) -> dict[str, str]:
    """Field -> value of the details table, labels in any known language; the first row of a field counts."""
    found: dict[str, str] = {}
    for label, value in _rows(tree):
        name = DETAILS.get(label.lower())
        if name:
            found.setdefault(name, value)
    return found


def _add_abstracts(builder: DocumentBuilder, tree: Any) -> None:
    """The first text block is the abstract, its labelled parts as sections; further languages and notes follow it."""
    blocks = tree.xpath("//*[contains(concat(' ',@class,' '),' textblock ')]")
    own = [block for block in blocks if not _in_related(block)]
    seen = False
    for block in own:
        note = _heading_of(block)
        lines = [line for line in _lines(block) if line]
        if note and re.search(r"note|bemærk|anmerk|opmerk|bibliogra", note, re.I):
            builder.add("notice", " ".join(lines), note)
        elif not seen:
            seen = True
            for label, part in split_labels(lines):
                builder.add(section_kind(label) if label else "abstract", part, label)
        else:
            builder.add("abstract.other", " ".join(lines), note or "")


def _heading_of(block: Any) -> str | None:
    for node in (block, block.getparent()):
        before = node.getprevious() if node is not None else None
        if before is not None and before.tag in ("h2", "h3", "h4", "strong"):
            return _text(before)
    return None


def _lines(block: Any) -> Iterator[str]:
    """Text of a block, cut where the markup breaks lines."""
    line: list[str] = []
    for event, node in _walk(block):
        if event == "break":
            yield " ".join("".join(line).split())
            line = []
        else:
            line.append(node)
    yield " ".join("".join(line).split())


def _walk(node: Any) -> Iterator[tuple[str, Any]]:
    if node.text:
        yield "text", node.text
    for child in node:
        if isinstance(child.tag, str):
            breaks = child.tag in ("br", "p", "div", "li", "h3", "h4")
            if breaks:
                yield "break", None
            yield from _walk(child)
            if breaks and child.tag != "br":
                yield "break", None
        if child.tail:
            yield "text", child.tail


def _keywords(tree: Any, meta: dict[str, list[str]]) -> Iterator[str]:
    for group in tree.xpath("//ul[contains(@class,'keywords')] | //div[contains(@class,'keyword-group')]//ul"):
        if not _in_related(group):
            for item in group.iter("li"):
                yield from (word.strip() for word in re.split(r"[,;]\s", _text(item) or "") if word.strip())
    if not tree.xpath("//ul[contains(@class,'keywords')]"):
        for stated in meta.get("citation_keywords", []):
            yield from (word.strip() for word in re.split(r"[;,]\s*", stated) if word.strip())


# Authors -------------------------------------------------------------------------------------------------------------


def _authors(tree: Any, meta: dict[str, list[str]], ris: dict[str, str]) -> Iterator[Author]:
    """Meta tags name authors one by one; else the line of names, members of the house as links, others as text."""
    if meta.get("citation_author"):
        yield from (_author(name) for name in meta["citation_author"])
        return
    line = _first(tree, "//*[contains(@class,'associatespersons')]//p | //p[contains(concat(' ',@class,' '),' persons ')]")
    printed = _text(line) if line is not None else _byline(tree)
    yield from (_author(name) for name in _names(printed or ""))


def _byline(tree: Any) -> str | None:
    """In the short rendering the names stand between the title and the date, without an element of their own."""
    heading = _first(tree, "//h2[contains(@class,'title')] | //h3[contains(@class,'title')]")
    if heading is None:
        return None
    parts = [heading.tail or ""]
    for node in heading.itersiblings():
        if not isinstance(node.tag, str) or node.tag in ("p", "div", "table") or _has_class(node, "date"):
            break
        if node.tag == "em" or (node.tag == "a" and (node.get("rel") or "") not in ("Person", "person", "")):
            break
        parts += [_text(node) or "", node.tail or ""]
    return " ".join("".join(parts).split()).strip(" ,.:") or None


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


def _author(name: str) -> Author:
    family, comma, given = name.partition(",")
    if comma:
        return Author(family=family.strip() or None, given=given.strip() or None)
    given, _, family = name.strip().rpartition(" ")
    return Author(family=family or None, given=given or None)


# Dates, addresses, the RIS block -------------------------------------------------------------------------------------


def _iso(meta: dict[str, list[str]]) -> str | None:
    stated = _stated(meta, "citation_publication_date") or _stated(meta, "citation_date")
    match = re.fullmatch(r"((?:19|20)\d{2})(?:[/-](\d{1,2}))?(?:[/-](\d{1,2}))?", stated or "")
    return "-".join(f"{int(part):02d}" for part in match.groups() if part) if match else None


def _date_shown(tree: Any) -> str | None:
    return issued(_text(_first(tree, "//span[contains(concat(' ',@class,' '),' date ')]")))


def _address(tree: Any, host: str) -> str | None:
    for link in tree.xpath("//ul[contains(@class,'dois') or contains(@class,'digital_object_identifiers')]//a/@href"):
        if host in link:
            return str(link)
    return None


def _linked(tree: Any, scheme: str) -> str | None:
    """A PMID or PMCID among the page's own links (not those of related outputs)."""
    for link in tree.xpath("//a[contains(@href,'ncbi.nlm.nih.gov')]"):
        if not _in_related(link):
            found = from_address(link.get("href")).get(scheme)
            if found:
                return found
    return None


def _canonical(tree: Any) -> str | None:
    found = tree.xpath("//link[@rel='canonical']/@href")
    return str(found[0]) if found and str(found[0]).startswith("http") else None


def _own_link(tree: Any) -> str | None:
    """In a rendered fragment the title links to the output's own page."""
    link = _first(tree, "//h2[contains(@class,'title')]/a[@href] | //h3[contains(@class,'title')]/a[@href]")
    return link.get("href") if link is not None and link.get("href", "").startswith("http") else None


def _ris(tree: Any) -> dict[str, str]:
    """The first value of each tag of the page's RIS block: a fallback for what the table does not show."""
    block = tree.xpath("//*[@id='cite-RIS']")
    found: dict[str, str] = {}
    for node in block[:1]:
        for tag, value in _RIS.findall("\n".join(_lines(node))):
            found.setdefault(tag, value.strip())
    return found


def _related(tree: Any) -> Iterator[Link]:
    """Other outputs that the page lists."""
    own = _own_link(tree)
    for link in tree.xpath(
        "//*[self::h2 or self::h3 or self::li or self::strong]//a[@rel and starts-with(@rel,'Contribution')] | //ol//h2//a | //ol//h3//a"
    ):
        title, address = _text(link), link.get("href") or ""
        if title and _in_related(link) and address != own:
            yield Link(
                relation="related",
                rule="pure-related-output",
                title=title,
                url=address if address.startswith("http") else None,
                pointer=link.getroottree().getpath(link),
            )
