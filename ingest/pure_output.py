# ruff: noqa: E501 (patterns and paths are easier to read unbroken)
"""One research output as Elsevier Pure renders it in HTML: a whole portal page, or the fragment that feeds carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.errors import PageChanged
from ingest.headings import section_kind
from ingest.identifiers import doi, from_address, issn
from ingest.markup import DocumentBuilder, meta_tags
from ingest.pure_exports import exported
from ingest.pure_lines import lines_of
from ingest.pure_people import author, printed_authors
from ingest.pure_words import DETAILS, LANGUAGES, citation_type, issued, split_labels
from ingest.records import Author, Citation, Keyword, Link, Parsed

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
# Blocks that tell of other outputs than the page's own.
_RELATED = re.compile(r"\b(relations|relation_list|rendering_\w*portal-short|related|list-results|rendering_\w+_short_portal)\b")


def output(tree: Any, url: str | None = None) -> Parsed:
    """One rendered output. Raises PageChanged when no title is found."""
    meta, details, export = meta_tags(tree), _details(tree), exported(tree)
    title = _title(tree, meta)
    if title is None:
        raise PageChanged("a Pure page without the title of an output")
    if export and export.title and _goes_on(title, export.title):
        title = export.title
    authors = tuple(_authors(tree, meta)) or (export.authors if export else ())
    words = tuple(dict.fromkeys(_keywords(tree, meta)))
    stated = _citation(tree, meta, details, url)
    citation = replace(
        stated,
        title=title,
        authors=authors,
        keywords=tuple(Keyword(scheme="research-area", term=word) for word in words),
    )
    pointers = dict(POINTERS)
    if export:
        citation = _completed(citation, export, pointers)
    builder = DocumentBuilder()
    builder.add("title", title)
    builder.add("byline", ", ".join(" ".join(filter(None, (a.given, a.family))) or a.literal or "" for a in authors))
    _add_abstracts(builder, tree)
    builder.add("keywords", ", ".join(words), "Keywords")
    builder.add("details", "\n".join(f"{label}: {value}" for label, value in _rows(tree)))
    return Parsed(citation=citation, document=builder.build(citation.language), pointers=pointers, links=tuple(_related(tree)))


def _citation(tree: Any, meta: dict[str, list[str]], details: dict[str, str], url: str | None) -> Citation:
    """The citation as tags and the details table give it, without title, authors and keywords."""
    type_line = _text(_first(tree, "//p[@class='type'] | //*[contains(@class,'type_classification_parent')]/parent::*")) or ""
    language = LANGUAGES.get((details.get("language") or "").lower()) or _stated(meta, "citation_language")
    return Citation(
        type=citation_type(type_line) if type_line else "article-journal",
        container_title=details.get("container_title") or _stated(meta, "citation_journal_title"),
        volume=details.get("volume") or _stated(meta, "citation_volume"),
        issue=details.get("issue") or _stated(meta, "citation_issue"),
        page=details.get("page"),
        number=details.get("number"),
        issued=issued(details.get("issued") or details.get("date")) or _iso(meta) or _date_shown(tree),
        original_title=details.get("translated_title"),
        publisher=details.get("publisher") or _stated(meta, "citation_publisher"),
        language=language[:2].lower() if language else None,
        doi=doi(details.get("doi")) or doi(_address(tree, "doi.org")) or doi(_stated(meta, "citation_doi")),
        pmid=_linked(tree, "pmid"),
        pmcid=_linked(tree, "pmcid"),
        issn=issn(details.get("issn")),
        url=_canonical(tree) or _own_link(tree) or (url if url and url.startswith("http") else None),
    )


def _completed(citation: Citation, export: Citation, pointers: dict[str, str]) -> Citation:
    """The citation with what only the export block says; the pointers of those fields say so."""
    names = ("container_title", "volume", "issue", "page", "number", "issued", "publisher", "language", "doi", "issn")
    found = {name: value for name in names if getattr(citation, name) is None and (value := getattr(export, name))}
    if "number" in found or citation.number:  # an article number stands in SP, too
        found.pop("page", None)
    pointers |= dict.fromkeys(found, "//*[@id='cite-RIS' or @id='cite-BIBTEX']")
    return replace(citation, **found)


def _goes_on(title: str, longer: str) -> bool:
    """Whether the second is the first with a subtitle after it."""
    return len(longer) > len(title) and longer.lower().startswith(title.lower().rstrip(" .:"))


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
    own = [block for block in blocks if not _in_related(block) and not _is_export(block)]
    seen = False
    for block in own:
        note = _heading_of(block)
        lines = lines_of(block)
        if note and re.search(r"note|bemærk|anmerk|opmerk|bibliogra", note, re.I):
            builder.add("notice", " ".join(lines), note)
        elif not seen:
            seen = True
            for label, part in split_labels(lines):
                builder.add(section_kind(label) if label else "abstract", part, label)
        else:
            builder.add("abstract.other", " ".join(lines), note or "")


def _is_export(block: Any) -> bool:
    return any((node.get("id") or "").startswith("cite-") for node in (block, *block.iterancestors()))


def _heading_of(block: Any) -> str | None:
    for node in (block, block.getparent()):
        before = node.getprevious() if node is not None else None
        if before is not None and before.tag in ("h2", "h3", "h4", "strong"):
            return _text(before)
    return None


def _keywords(tree: Any, meta: dict[str, list[str]]) -> Iterator[str]:
    for group in tree.xpath("//ul[contains(@class,'keywords')] | //div[contains(@class,'keyword-group')]//ul"):
        if not _in_related(group):
            for item in group.iter("li"):
                yield from (word.strip() for word in re.split(r"[,;]\s", _text(item) or "") if word.strip())
    if not tree.xpath("//ul[contains(@class,'keywords')]"):
        for stated in meta.get("citation_keywords", []):
            yield from (word.strip() for word in re.split(r"[;,]\s*", stated) if word.strip())


def _authors(tree: Any, meta: dict[str, list[str]]) -> list[Author]:
    """Meta tags name authors one by one; else the line of names, members of the house as links, others as text."""
    if meta.get("citation_author"):
        return [author(name) for name in meta["citation_author"]]
    line = _first(tree, "//*[contains(@class,'associatespersons')]//p | //p[contains(concat(' ',@class,' '),' persons ')]")
    printed = _text(line) if line is not None else _byline(tree)
    return printed_authors(printed or "")


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
    return " ".join("".join(parts).split()).strip(" ,:") or None


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
