"""PubMed pages: an article's page at pubmed.ncbi.nlm.nih.gov (since 2020) or in the former layout, and a page of results.

Home: https://pubmed.ncbi.nlm.nih.gov/   Terms: https://www.nlm.nih.gov/databases/download/terms_and_conditions.html
Oddities seen (2026-11): the heading stands twice, for two widths of window; one abstract for each language, in `<lang>-abstract`;
keywords as a last paragraph beside the abstract; registrations under "Associated data" or "Secondary source ID"; notices
under headings of PubMed's own words ("Retraction in"), known by those words in both layouts; main topics of MeSH with a star.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from ingest import identifiers
from ingest.errors import NotAPage, PageChanged
from ingest.exported_reference import Reference, parsed_reference
from ingest.markup import html_tree, maybe, meta_tags, text_of
from ingest.page import Page
from ingest.pubmed_relations import relation
from ingest.records import Entry, Parsed
from ingest.source_lines import source_parts

KIND = "bibliographic"
HOME = "https://pubmed.ncbi.nlm.nih.gov/"
TERMS = "https://www.nlm.nih.gov/databases/download/terms_and_conditions.html"
URL: re.Pattern[str] | None = re.compile(
    r"^https?://(?:pubmed\.ncbi\.nlm\.nih\.gov/\d|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/\d)", re.I
)
RANK = 10

_LOOK = 400_000
_OURS = re.compile(rb"name=[\"']?ncbi_(?:app|db)[\"']?\s+content=[\"']?(?:pubmed|entrez)\b", re.I)
_ARTICLE = re.compile(rb"class=[\"'](?:heading-title|rprt abstract)[\"']|class=[\"'][^\"']*docsum-title", re.I)
_PAGE = "//*[@id='full-view-heading']"
_RECORD = "//div[contains(concat(' ',@class,' '),' rprt ') and contains(concat(' ',@class,' '),' abstract ')]"
_MOST_RELATED = 500  # elements of one list that are looked at
_LANGUAGE = re.compile(r"\bArticle in ([A-Z][a-z]+)")
# PubMed's words over a list of related records -> its name of the relation.
_RELATED = {
    "comment in": "CommentIn",
    "comment on": "CommentOn",
    "corrected and republished in": "CorrectedandRepublishedIn",
    "corrected and republished from": "CorrectedandRepublishedFrom",
    "erratum for": "ErratumFor",
    "erratum in": "ErratumIn",
    "expression of concern for": "ExpressionOfConcernFor",
    "expression of concern in": "ExpressionOfConcernIn",
    "original report in": "OriginalReportIn",
    "partial retraction in": "PartialRetractionIn",
    "partial retraction of": "PartialRetractionOf",
    "republished from": "RepublishedFrom",
    "republished in": "RepublishedIn",
    "retraction in": "RetractionIn",
    "retraction of": "RetractionOf",
    "summary for patients in": "SummaryForPatientsIn",
    "update in": "UpdateIn",
    "update of": "UpdateOf",
}


def recognizes(page: Page) -> bool:
    """A page that says it is PubMed's and has an article or results on it."""
    head = page.body[:_LOOK]
    return _OURS.search(head) is not None and _ARTICLE.search(page.body) is not None


def parse(page: Page) -> Iterator[Parsed]:
    """The article; for a page of results, their addresses. Raises PageChanged when neither is there."""
    tree = html_tree(page)
    reference = Reference()
    if (heading := maybe(tree, _PAGE)) is not None or maybe(tree, "//h1[contains(@class,'heading-title')]") is not None:
        _read_page(reference, tree, heading if heading is not None else tree)
    elif (record := maybe(tree, _RECORD)) is not None:
        _read_former(reference, record)
    else:
        yield _results(tree)
        return
    if reference.first("title") is None:
        raise PageChanged("a page of PubMed without a title")
    _relate(reference, tree)
    yield parsed_reference(reference, "/", None)


def _results(tree: Any) -> Parsed:
    entries = []
    for link in tree.xpath("//a[contains(@class,'docsum-title')]"):
        if number := re.search(r"/?(\d{1,8})/?$", link.get("href") or ""):
            entries.append(Entry(url=f"{HOME}{number[1]}/", title=text_of(link)))
    if not entries:
        raise NotAPage("a page of PubMed without an article")
    return Parsed(entries=tuple(entries))


# The layout of 2020 -------------------------------------------------------------------------------------------------


def _read_page(reference: Reference, tree: Any, heading: Any) -> None:
    tags = meta_tags(tree)
    genre = text_of(maybe(heading, ".//*[@class='publication-type']"))
    reference.add("type", "article" if genre == "Preprint" else "article-journal", "*[@class='publication-type']")
    reference.add("title", text_of(maybe(heading, ".//h1[contains(@class,'heading-title')]")), "h1[@class='heading-title']")
    button = maybe(heading, ".//button[contains(@id,'journal-trigger')]")
    full = button.get("title") if button is not None else None
    for name, tag in (("container", "citation_journal_title"), ("issn", "citation_issn"), ("volume", "citation_volume")):
        reference.add(name, next(iter(tags.get(tag, [])), None), f"meta[@name='{tag}']")
    reference.add("container", full, "button[@id='full-view-journal-trigger']/@title")
    _add_short(reference, text_of(button), "button[@id='full-view-journal-trigger']")
    printed = text_of(maybe(heading, ".//*[@class='cit']"))
    _add_source(reference, f"{text_of(button) or ''}. {printed or ''}", "span[@class='cit']")
    for date in tags.get("citation_date", []):
        reference.add("date", _american(date), "meta[@name='citation_date']")
    for author in heading.xpath("(.//div[@class='authors-list'])[1]//*[contains(@class,'full-name')]"):
        reference.add("author", text_of(author), "*[@class='full-name']")
    _add_identifiers(reference, tags, heading)
    _add_language(reference, text_of(heading))
    _add_abstracts(reference, tree)
    for name, box in (("mesh", "mesh-terms"), ("genre", "publication-types")):
        for term in tree.xpath(f"//*[@id='{box}']//button[contains(@class,'keyword-actions-trigger')]"):
            reference.add(name, _descriptor(text_of(term)), f"*[@id='{box}']")
    for link in tree.xpath("//*[@id='associated-data' or contains(@class,'associated-data')]//li"):
        reference.add("databank", text_of(link), "*[@id='associated-data']")


def _american(date: str) -> str | None:
    """ "02/11/2019" is month, day, year here."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", date)
    return f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}" if found else date


def _add_identifiers(reference: Reference, tags: dict[str, list[str]], heading: Any) -> None:
    for name in ("pmid", "doi"):
        reference.add(name, next(iter(tags.get(f"citation_{name}", [])), None), f"meta[@name='citation_{name}']")
    for name, kind in (("pmid", "pubmed"), ("pmcid", "pmc"), ("doi", "doi")):
        shown = maybe(heading, f".//*[contains(@class,'identifier') and contains(@class,'{kind}')]/*[not(@class='id-label')]")
        reference.add(name, text_of(shown), f"*[@class='identifier {kind}']")
    if pmid := reference.first("pmid"):
        reference.add("url", f"{HOME}{pmid}/", "meta[@name='citation_pmid']")


def _add_abstracts(reference: Reference, tree: Any) -> None:
    """The first abstract is the record's; those in other languages follow it under theirs."""
    for number, box in enumerate(tree.xpath("//*[@id='abstract']//div[contains(@class,'abstract-content')]")):
        text = "".join(_labelled(paragraph) for paragraph in box.iterchildren("p", "div"))
        if number == 0:
            reference.add("abstract", text, f"*[@id='{box.get('id')}']")
        elif spoken := text_of(box):
            language = (box.get("id") or "").partition("-")[0]
            reference.sections.append(("abstract.other", f"Abstract ({language or 'other'})", spoken))
    for paragraph in tree.xpath("//*[@id='abstract']//p[strong[starts-with(normalize-space(),'Keywords')]]"):
        for term in re.split(r";\s*", (text_of(paragraph) or "").partition(":")[2].strip(" .")):
            reference.add("author_keyword", term, "*[@id='abstract']")


def _labelled(paragraph: Any) -> str:
    """A paragraph with its printed label as a heading, as `bibliographic_work` reads abstracts."""
    label = text_of(maybe(paragraph, "./strong[contains(@class,'sub-title')]")) or ""
    text = text_of(paragraph) or ""
    head = f"<h4>{html.escape(label.rstrip(': '))}</h4>" if label else ""
    return f"{head}<p>{html.escape(text.removeprefix(label).strip())}</p>"


# The layout before 2020 ---------------------------------------------------------------------------------------------


def _read_former(reference: Reference, record: Any) -> None:
    reference.add("type", "article-journal", "div[@class='rprt abstract']")
    reference.add("title", text_of(maybe(record, "./h1")), "div[@class='rprt abstract']/h1")
    source = maybe(record, "./div[@class='cit']")
    journal = maybe(source, "./a") if source is not None else None
    if journal is not None:
        reference.add("container", (journal.get("title") or "").rstrip("."), "div[@class='cit']/a/@title")
        _add_short(reference, (text_of(journal) or "").rstrip("."), "div[@class='cit']/a")
    _add_source(reference, text_of(source), "div[@class='cit']")
    for author in record.xpath("./div[@class='auths']/a"):
        reference.add("author", text_of(author), "div[@class='auths']/a")
    for box in record.xpath("./div[@class='abstr']/div")[:1]:
        reference.add("abstract", "".join(_former_part(node) for node in box), "div[@class='abstr']")
    for term in record.xpath(".//dl[@class='rprtid']/dt"):
        name = {"pmid": "pmid", "pmcid": "pmcid", "doi": "doi"}.get((text_of(term) or "").strip(": ").lower())
        value = text_of(term.getnext())
        if name:
            reference.add(name, value, "dl[@class='rprtid']")
    for link in record.xpath(".//h4[starts-with(normalize-space(),'Secondary Source ID')]/following-sibling::ul[1]/li"):
        reference.add("databank", text_of(link), "h4[.='Secondary Source ID']/following-sibling::ul")
    for box, name in (("mesh", "mesh"), ("ptyp", "genre")):
        for link in record.xpath(f".//a[@alsec='{box}']"):
            reference.add(name, _descriptor(text_of(link)), f"a[@alsec='{box}']")
    if pmid := reference.first("pmid"):
        reference.add("url", f"{HOME}{pmid}/", "dl[@class='rprtid']")
    _add_language(reference, text_of(source))


def _former_part(node: Any) -> str:
    text = html.escape(text_of(node) or "")
    return f"<h4>{text.rstrip(': ')}</h4>" if node.tag in ("h3", "h4") else f"<p>{text}</p>"


# Both ---------------------------------------------------------------------------------------------------------------


def _add_short(reference: Reference, short: str | None, tag: str) -> None:
    if short and short.lower() != (reference.first("container") or "").lower():
        reference.add("container_short", short, tag)


def _add_source(reference: Reference, line: str | None, tag: str) -> None:
    parts = source_parts(line)
    for name in ("volume", "issue", "pages", "date"):
        if reference.first(name) is None or name == "date":
            reference.add(name, parts.get(name), tag)
    if not parts:  # ahead of print: "2022 Oct 7:S1080-6032(22)00139-9."
        reference.add("date", re.sub(r"^.*?(?=(?:19|20)\d\d\b)|[:;].*$", "", line or ""), tag)


def _add_language(reference: Reference, text: str | None) -> None:
    if found := _LANGUAGE.search(text or ""):
        reference.add("language", found[1], "text()[contains(.,'Article in')]")


def _descriptor(term: str | None) -> str | None:
    return (term or "").split("/")[0].strip(" *") or None


def _relate(reference: Reference, tree: Any) -> None:
    """Notices and related records: lists below PubMed's own words for the relation."""
    for heading in tree.xpath("//h2|//h3|//h4|//dt|//strong|//b"):
        kind = _RELATED.get((text_of(heading) or "").strip(": ").lower())
        if kind is None:
            continue
        place = f"{heading.tag}[.='{text_of(heading)}']"
        below = heading.xpath("(following-sibling::ul|following-sibling::ol|following-sibling::dd)[1]/descendant-or-self::*")
        for item in below[:_MOST_RELATED]:
            if item.tag in ("li", "dd"):
                _add_related(reference, kind, item, place)


def _add_related(reference: Reference, kind: str, item: Any, place: str) -> None:
    text = text_of(item) or ""
    addresses = (re.search(r"^(?:/pubmed)?/(\d{1,8})\b", link.get("href") or "") for link in item.iter("a"))
    pmid = next((found[1] for found in addresses if found), None)
    reference.relate(*relation(kind, pmid or (identifiers.pmid(text) if "PMID" in text else None), identifiers.doi(text), place))
