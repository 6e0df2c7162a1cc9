"""PMC / JATS full text: an article with its sections, tables, references and notices.

Home: https://pmc.ncbi.nlm.nih.gov/   Terms: https://pmc.ncbi.nlm.nih.gov/about/copyright/ (licence per article)
Oddities seen (2026-11): three tag sets (NLM 2.3, 3.0, JATS 1.x) with references as citation, mixed-citation or
element-citation; empty pub-date elements; tables and figures collected in floats-group at the end; abstracts of
several kinds (executive summary, key points) beside the real one; a registration number in a funding group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.article_references import cites
from ingest.errors import PageChanged
from ingest.identifiers import doi, issn, orcid, pmcid, pmid
from ingest.jats_body import add_abstracts, add_apart, add_body, prepare
from ingest.jats_references import add_references, author
from ingest.markup import DocumentBuilder, own_xml_tree, refuse_size
from ingest.markup import text_of as text
from ingest.page import Page
from ingest.records import Author, Citation, Keyword, Link, Notice, Parsed

KIND = "journal"
HOME = "https://pmc.ncbi.nlm.nih.gov/"
TERMS = "https://pmc.ncbi.nlm.nih.gov/about/copyright/"
URL: re.Pattern[str] | None = re.compile(r"ncbi\.nlm\.nih\.gov/.*(oai|efetch).*pmc", re.I)
RANK = 10

_META = "/article/front/article-meta"
POINTERS = {
    "title": f"{_META}/title-group/article-title",
    "container_title": "/article/front/journal-meta//journal-title",
    "container_title_short": "/article/front/journal-meta/journal-id[@journal-id-type='nlm-ta']",
    "volume": f"{_META}/volume",
    "issue": f"{_META}/issue",
    "page": f"{_META}/fpage",
    "number": f"{_META}/elocation-id",
    "issued": f"{_META}/pub-date",
    "publisher": "/article/front/journal-meta/publisher/publisher-name",
    "doi": f"{_META}/article-id[@pub-id-type='doi']",
    "pmid": f"{_META}/article-id[@pub-id-type='pmid']",
    "pmcid": f"{_META}/article-id[@pub-id-type='pmc']",
    "issn": "/article/front/journal-meta/issn",
    "language": "/article/@xml:lang",
    "abstract": f"{_META}/abstract",
    "type": "/article/@article-type",
}
# Article types that are notices, and what they do to the related article.
NOTICE_TYPES = {"retraction": "retracts", "correction": "corrects", "addendum": "corrects", "expression-of-concern": "corrects"}
# related-article-type -> kind of notice, on the noticed article's own page.
NOTICED = {
    "retraction-forward": "retraction",
    "correction-forward": "correction",
    "expression-of-concern": "expression-of-concern",
    "object-of-concern": "expression-of-concern",
}
NOTICING = {
    "retracted-article": "retraction",
    "corrected-article": "correction",
    "partial-retraction": "retraction",
    "object-of-concern": "expression-of-concern",
}
_XLINK = "{http://www.w3.org/1999/xlink}href"


def recognizes(page: Page) -> bool:
    """An XML document whose root is `article` (or a PMC set of them)."""
    head = page.body[:3000]
    return (
        b"<article" in head
        and (b"<front>" in page.body[:20_000] or b"<journal-meta" in page.body[:20_000])
        and b"<html" not in head
    )


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each article in the file. Raises UnsafePage past the limits, PageChanged when there is none."""
    refuse_size(page.body)
    root = own_xml_tree(page)
    articles = [root] if root.tag == "article" else list(root.iter("article"))
    if not articles:
        raise PageChanged("no article element in this JATS file")
    for article in articles:
        parsed = _article(article)
        if len(articles) > 1:
            known = parsed.citation
            key = known and (known.pmcid or known.doi or known.title)
            parsed = _with_key(parsed, str(key))
        yield parsed


def _with_key(parsed: Parsed, key: str) -> Parsed:
    return replace(parsed, key=key)


def _article(article: Any) -> Parsed:
    prepare(article)
    meta = article.find("front/article-meta")
    if meta is None:
        raise PageChanged("the article has no article-meta")
    builder = DocumentBuilder()
    citation = _citation(article, meta)
    builder.add("title", citation.title)
    builder.add(
        "byline", ", ".join(filter(None, (" ".join(filter(None, (a.given, a.family))) or a.literal for a in citation.authors)))
    )
    add_abstracts(builder, meta)
    _add_back_matter(builder, article, meta)
    back = article.find("back")
    cited = tuple(add_references(builder, back)) if back is not None else ()
    return Parsed(
        citation=citation,
        document=builder.build(citation.language),
        pointers=POINTERS,
        references=cited,
        links=(*(cites(reference) for reference in cited), *_related_links(article, meta)),
        notices=tuple(_notices(article, meta, citation)),
    )


def _add_back_matter(builder: DocumentBuilder, article: Any, meta: Any) -> None:
    """Keywords, body, floats, and the back matter before the references."""
    builder.add("keywords", "; ".join(word.term for word in _keywords(meta)), "Keywords")
    for funding in meta.iterchildren("funding-group"):
        builder.add("funding", text(funding), "Funding")
    for note in meta.iterfind("custom-meta-group/custom-meta"):
        if "regist" in (text(note.find("meta-name")) or "").lower():
            builder.add("registration", text(note.find("meta-value")), text(note.find("meta-name")) or "")
    for note in article.iterfind("front/notes"):
        label = text(note.find("title")) or ""
        words = "\n".join(t for p in note.iter("p") if (t := text(p)))
        builder.add("body.registration" if "regist" in label.lower() else "author-note", words, label)
    for element in article.iterchildren("body", "floats-group", "floats-wrap"):
        if element.tag == "body":
            add_body(builder, element)
        else:
            for child in element.iterchildren():
                add_apart(builder, child)
    back = article.find("back")
    for part in back.iterchildren("ack", "notes", "app-group", "fn-group", "sec") if back is not None else ():
        label = text(part.find("title")) or ""
        kind = "body.registration" if "regist" in label.lower() else "funding" if part.tag == "ack" else "other"
        apart = [element for name in ("table-wrap", "fig") for element in part.iter(name)]
        inside = {p for element in apart for p in element.iter("p")}
        builder.add(kind, "\n".join(t for p in part.iter("p") if p not in inside and (t := text(p))), label)
        # Older articles keep all their tables in a section "Figures and Tables" behind the references' heading.
        for element in apart:
            add_apart(builder, element)


def _citation(article: Any, meta: Any) -> Citation:
    ids = {node.get("pub-id-type"): text(node) for node in meta.iterchildren("article-id")}
    own = {node.tag: node for node in reversed(meta)}  # the first of each kind
    journal = article.find("front/journal-meta")
    pages = "-".join(dict.fromkeys(p for p in (text(own.get("fpage")), text(own.get("lpage"))) if p))
    number = text(own.get("elocation-id"))
    bare = (ids.get("pmc") or ids.get("pmcid") or ids.get("pmcaid") or "").removeprefix("PMC")
    return Citation(
        type="article-journal",
        title=_title(meta),
        original_title=text(meta.find("title-group/trans-title-group/trans-title")),
        container_title=_first(journal, ".//journal-title"),
        container_title_short=_first(journal, "journal-id[@journal-id-type='nlm-ta']")
        or _first(journal, ".//abbrev-journal-title"),
        volume=text(own.get("volume")),
        issue=text(own.get("issue")),
        page=pages or number,
        number=number,
        issued=_issued(meta),
        publisher=_first(journal, "publisher/publisher-name"),
        language=(article.get("{http://www.w3.org/XML/1998/namespace}lang") or "en").lower()[:2],
        doi=doi(ids.get("doi")),
        pmid=pmid(ids.get("pmid")),
        pmcid=pmcid(f"PMC{bare}") if bare else None,
        issn=next((found for node in journal.iter("issn") if (found := issn(text(node)))), None) if journal is not None else None,
        authors=tuple(_authors(meta)),
        keywords=(*_genres(article, meta), *_keywords(meta)),
    )


def _first(element: Any, path: str) -> str | None:
    return text(element.find(path)) if element is not None else None


def _title(meta: Any) -> str | None:
    title = text(meta.find("title-group/article-title"))
    subtitle = text(meta.find("title-group/subtitle"))
    return f"{title}: {subtitle}" if title and subtitle else title


def _issued(meta: Any) -> str | None:
    """The earliest publication date of the article itself (not of its copy in PMC), as precise as given."""
    dates = [
        date
        for node in meta.iterchildren("pub-date")
        if node.get("pub-type") not in ("pmc-release", "nihms-submitted", "received")
        and node.get("date-type") not in ("received",)
        if (date := _date(node))
    ]
    return min(dates, key=lambda d: (d[:4], d[5:7] or "99", d[8:] or "99")) if dates else None


def _date(node: Any) -> str | None:
    parts = {part.tag: text(part) for part in reversed(node)}
    year, month, day = parts.get("year"), parts.get("month"), parts.get("day")
    if not year or not re.fullmatch(r"\d{4}", year):
        return None
    number = _month(month)
    if not number:
        return year
    return f"{year}-{number:02d}-{int(day):02d}" if day and day.isdigit() and 1 <= int(day) <= 31 else f"{year}-{number:02d}"


def _month(printed: str | None) -> int | None:
    if not printed:
        return None
    if printed.isdigit():
        return int(printed) if 1 <= int(printed) <= 12 else None
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return names.index(printed[:3].lower()) + 1 if printed[:3].lower() in names else None


def _authors(meta: Any) -> Iterator[Author]:
    for group in meta.iterchildren("contrib-group"):
        for contrib in group.iter("contrib"):
            is_member = any(above.tag == "collab" for above in contrib.iterancestors())
            if contrib.get("contrib-type", "author") != "author" or is_member:
                continue
            name = next(contrib.iter("name", "string-name", "collab"), None)
            if name is None:
                continue
            own = next((found for node in contrib.iterchildren("contrib-id") if (found := orcid(text(node)))), None)
            yield replace(author(name), orcid=own) if own else author(name)


def _genres(article: Any, meta: Any) -> Iterator[Keyword]:
    kind = article.get("article-type")
    if kind and kind not in ("research-article", "other"):
        yield Keyword(scheme="publication-type", term=kind.replace("-", " "))
    subjects = (text(s) for s in meta.iterfind("article-categories/subj-group[@subj-group-type='heading']/subject"))
    for subject in subjects:
        if subject:
            yield Keyword(scheme="publication-type", term=subject)


def _keywords(meta: Any) -> Iterator[Keyword]:
    for group in meta.iterchildren("kwd-group"):
        if group.get("kwd-group-type") in ("abbreviations", "research-organism", "npg-subject"):
            continue
        for word in group.iter("kwd", "compound-kwd"):
            if term := text(word):
                yield Keyword(scheme="author", term=term)


def _related(meta: Any) -> Iterator[tuple[str, str | None, str | None]]:
    """(related-article-type, doi, pmid) of every related article."""
    for node in meta.iter("related-article"):
        address = node.get(_XLINK) or ""
        kind = node.get("ext-link-type")
        yield node.get("related-article-type") or "", doi(address), pmid(address) if kind in ("pubmed", "pmid") else None


def _related_links(article: Any, meta: Any) -> Iterator[Link]:
    relation = NOTICE_TYPES.get(article.get("article-type") or "")
    for kind, target_doi, target_pmid in _related(meta):
        if target_doi or target_pmid:
            meaning = relation if relation and kind in NOTICING else "related"
            yield Link(
                relation=meaning, rule="related-article", doi=target_doi, pmid=target_pmid, pointer=f"{_META}/related-article"
            )


def _notices(article: Any, meta: Any, citation: Citation) -> Iterator[Notice]:
    own_type = article.get("article-type") or ""
    for kind, target_doi, target_pmid in _related(meta):
        if own_type in NOTICE_TYPES and kind in NOTICING and (target_doi or target_pmid):
            yield Notice(
                kind=NOTICING[kind],
                asserted_by="publisher",
                notice_doi=citation.doi,
                noticed_on=citation.issued,
                target_doi=target_doi,
                target_pmid=target_pmid,
                pointer=f"{_META}/related-article",
            )
        elif own_type not in NOTICE_TYPES and kind in NOTICED:
            yield Notice(kind=NOTICED[kind], asserted_by="publisher", notice_doi=target_doi, pointer=f"{_META}/related-article")
