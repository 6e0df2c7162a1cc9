"""One PubMed record (PubmedArticle or PubmedBookArticle element) to one `Parsed`. Written for speed: one walk a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ingest.headings import section_kind
from ingest.identifiers import doi, issn, orcid, pmcid, registry_number
from ingest.markup import DocumentBuilder
from ingest.markup import text_of as text
from ingest.pubmed_relations import relation
from ingest.records import Author, Citation, Keyword, Link, Notice, Parsed, Registration

_ARTICLE = "MedlineCitation/Article"
POINTERS = {
    "title": f"{_ARTICLE}/ArticleTitle",
    "original_title": f"{_ARTICLE}/VernacularTitle",
    "container_title": f"{_ARTICLE}/Journal/Title",
    "container_title_short": f"{_ARTICLE}/Journal/ISOAbbreviation",
    "volume": f"{_ARTICLE}/Journal/JournalIssue/Volume",
    "issue": f"{_ARTICLE}/Journal/JournalIssue/Issue",
    "page": f"{_ARTICLE}/Pagination/MedlinePgn",
    "issued": f"{_ARTICLE}/Journal/JournalIssue/PubDate",
    "revised": "MedlineCitation/DateRevised",
    "language": f"{_ARTICLE}/Language",
    "abstract": f"{_ARTICLE}/Abstract",
    "pmid": "MedlineCitation/PMID",
    "doi": f"{_ARTICLE}/ELocationID[@EIdType='doi']",
    "pmcid": "PubmedData/ArticleIdList/ArticleId[@IdType='pmc']",
    "issn": f"{_ARTICLE}/Journal/ISSN",
    "type": f"{_ARTICLE}/PublicationTypeList",
}
MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
# ISO 639-2 codes of MEDLINE -> ISO 639-1, as far as they differ from the first two letters.
LANGUAGES = dict(
    pair.split("=")
    for pair in (
        "ger=de spa=es dut=nl chi=zh jpn=ja swe=sv por=pt pol=pl cze=cs gre=el tur=tr kor=ko per=fa srp=sr scr=hr hrv=hr slo=sk"
        " slv=sl est=et ice=is baq=eu mul=mul und=und"
    ).split()
)
# A file names the same few thousand journals again and again.
_issn = lru_cache(maxsize=4096)(issn)
_SPECIAL = {"Preprint": "article", "Dataset": "dataset"}


def article(record: Any, keyed: bool) -> Parsed:
    """A PubmedArticle. `keyed`: the record is one of many in its file."""
    cited = record.find("MedlineCitation")
    held = {node.tag: node for node in cited}
    body = held["Article"]
    pmid = text(held.get("PMID"))
    keywords: list[Keyword] = []
    builder = DocumentBuilder()
    parts: dict[str, Any] = {}
    for node in body:
        parts.setdefault(node.tag, node)
    ids = _article_ids(record)
    journal = _journal(parts.get("Journal"))
    for node in parts.get("PublicationTypeList", ()):
        keywords.append(Keyword(scheme="publication-type", term=text(node) or "", ui=node.get("UI")))
    genres = {word.term for word in keywords}
    title = text(parts.get("ArticleTitle"))
    vernacular = text(parts.get("VernacularTitle"))
    builder.add("title", title or vernacular)
    for abstract in body.iterchildren("Abstract"):
        _abstract(builder, abstract)
    links, notices, registrations = _around(cited, builder, keywords)
    registrations = [*_databanks(parts.get("DataBankList")), *registrations]
    languages = [found for node in body.iterchildren("Language") if (found := text(node))]
    language = _language(languages[0]) if languages else None
    found_doi = ids.get("doi") or _elocation(body)
    citation = Citation(
        type=next((_SPECIAL[g] for g in _SPECIAL if g in genres), "article-journal"),
        title=title or vernacular,
        original_title=vernacular,
        page=_pages(parts.get("Pagination")),
        revised=_date(held.get("DateRevised")),
        language=language,
        pmid=pmid,
        doi=doi(found_doi),
        pmcid=pmcid(ids.get("pmc")),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else None,
        authors=tuple(_authors(parts.get("AuthorList"))),
        keywords=tuple(keywords),
        **journal,
    )
    return Parsed(
        key=f"pmid:{pmid}" if keyed else None,
        citation=citation,
        document=builder.build(language),
        pointers=POINTERS,
        links=tuple(links),
        notices=tuple(notices),
        registrations=tuple(registrations),
    )


def _journal(journal: Any) -> dict[str, Any]:
    found: dict[str, str | None] = {}
    if journal is None:
        return found
    for node in journal:
        if node.tag == "ISSN":
            found["issn"] = _issn(node.text)
        elif node.tag == "Title":
            found["container_title"] = text(node)
        elif node.tag == "ISOAbbreviation":
            found["container_title_short"] = text(node)
        elif node.tag == "JournalIssue":
            for part in node:
                if part.tag == "Volume":
                    found["volume"] = text(part)
                elif part.tag == "Issue":
                    found["issue"] = text(part)
                elif part.tag == "PubDate":
                    found["issued"] = _date(part)
    return found


def _date(node: Any) -> str | None:
    """ISO date as precise as stated; MedlineDate ("2009 Nov-Dec", "Winter 2010") gives what is certain."""
    if node is None:
        return None
    parts = {child.tag: child.text or "" for child in node}
    if "MedlineDate" in parts:
        return medline_date(parts["MedlineDate"])
    return iso_date(parts.get("Year"), parts.get("Month"), parts.get("Day"))


def iso_date(year: str | None, month: str | None, day: str | None) -> str | None:
    """Year, month (number or name) and day as ISO text, cut where one is missing."""
    year, month, day = (part.strip() if part else "" for part in (year, month, day))
    if len(year) != 4 or not year.isdecimal():
        return None
    number = int(month) if month.isdecimal() else MONTHS.get(month[:3].lower(), 0)
    if not 1 <= number <= 12:
        return year
    if day.isdecimal() and 1 <= int(day) <= 31:
        return f"{year}-{number:02d}-{int(day):02d}"
    return f"{year}-{number:02d}"


def medline_date(printed: str) -> str | None:
    """The certain part of a free-text date: "1998 Dec-1999 Jan" -> "1998-12", "2010 Spring" -> "2010"."""
    year = re.search(r"\b(1[89]|20)\d{2}\b", printed)
    if not year:
        return None
    month = re.match(r"\s*\d{4}\s+([A-Za-z]{3})(?:\s+(\d{1,2}))?(?!\w)", printed)
    spans = re.search(r"[-–/]", printed)
    if month and month.group(1).lower() in MONTHS and not (spans and month.group(2)):
        return iso_date(year.group(), month.group(1), None if spans else month.group(2))
    return year.group()


def _language(code: str) -> str:
    return LANGUAGES.get(code.lower(), code.lower()[:2])


def _pages(pagination: Any) -> str | None:
    if pagination is None:
        return None
    parts = {node.tag: text(node) for node in pagination}
    return parts.get("MedlinePgn") or "-".join(filter(None, (parts.get("StartPage"), parts.get("EndPage")))) or None


def _elocation(body: Any) -> str | None:
    return next((n.text for n in body.iterchildren("ELocationID") if n.get("EIdType") == "doi" and n.get("ValidYN") != "N"), None)


def _article_ids(record: Any) -> dict[str, str]:
    listed = record.find("PubmedData/ArticleIdList")
    if listed is None:
        return {}
    return {node.get("IdType"): node.text for node in listed if node.text}


def _abstract(builder: DocumentBuilder, abstract: Any) -> None:
    for part in abstract.iterchildren("AbstractText"):
        label = part.get("Label") or ""
        label = "" if label.upper() == "UNLABELLED" else label
        kind = section_kind(label)
        category = (part.get("NlmCategory") or "").lower()
        if kind == "abstract.other" and category in ("background", "objective", "methods", "results", "conclusions"):
            kind = f"abstract.{category}"
        builder.add(kind, text(part), label)


def _authors(listed: Any) -> Iterator[Author]:
    for node in listed if listed is not None else ():
        parts = {child.tag: child for child in node}
        if "LastName" not in parts:
            if "CollectiveName" in parts:
                yield Author(literal=text(parts["CollectiveName"]))
            continue
        given = text(parts.get("ForeName")) or text(parts.get("Initials"))
        if given and "Suffix" in parts:
            given = " ".join(filter(None, (given, text(parts["Suffix"]))))
        identifier = parts.get("Identifier")
        yield Author(
            family=text(parts["LastName"]),
            given=given,
            orcid=orcid(identifier.text) if identifier is not None and identifier.get("Source") == "ORCID" else None,
        )


def _databanks(listed: Any) -> Iterator[Registration]:
    """Accession numbers of trial registries; other data banks (GenBank, PDB) are none of ours."""
    for bank in listed if listed is not None else ():
        name = text(bank.find("DataBankName")) or ""
        for node in bank.iter("AccessionNumber"):
            written = text(node) or ""
            found = registry_number(written)
            if found is not None:
                yield Registration(
                    registry=found.scheme,
                    number=found.value,
                    as_written=written,
                    status="rejected" if found.reject_reason else "valid",
                    reject_reason=found.reject_reason,
                    rule="data-bank-list",
                    pointer=f"{_ARTICLE}/DataBankList/DataBank[DataBankName='{name}']/AccessionNumberList/AccessionNumber",
                )


def _around(cited: Any, builder: DocumentBuilder, keywords: list[Keyword]) -> tuple[list[Link], list[Notice], list[Registration]]:
    """What stands beside the article: MeSH, keywords, other abstracts, comments and corrections."""
    links: list[Link] = []
    notices: list[Notice] = []
    words: list[str] = []
    for node in cited:
        if node.tag == "MeshHeadingList":
            keywords += [
                Keyword(scheme="mesh", term=name.text, ui=name.get("UI")) for name in node.iter("DescriptorName") if name.text
            ]
        elif node.tag == "KeywordList":
            words += [found for child in node if (found := text(child))]
        elif node.tag == "OtherAbstract":
            spoken = " ".join(found for part in node.iterchildren("AbstractText") if (found := text(part)))
            builder.add("abstract.other", spoken, f"Abstract ({node.get('Language') or node.get('Type') or 'other'})")
        elif node.tag == "CommentsCorrectionsList":
            for child in node:
                _related(child, links, notices)
    keywords += [Keyword(scheme="author", term=word) for word in dict.fromkeys(words)]
    builder.add("keywords", "; ".join(words), "Keywords")
    return links, notices, []


def _related(node: Any, links: list[Link], notices: list[Notice]) -> None:
    kind = node.get("RefType") or ""
    pointer = f"MedlineCitation/CommentsCorrectionsList/CommentsCorrections[@RefType='{kind}']"
    link, notice = relation(kind, text(node.find("PMID")), doi(text(node.find("RefSource"))), pointer)
    if link:
        links.append(link)
    if notice:
        notices.append(notice)


def book(record: Any, keyed: bool) -> Parsed:
    """A PubmedBookArticle: a chapter, or a whole book when it names no chapter."""
    document = record.find("BookDocument")
    pmid = text(document.find("PMID"))
    holder = document.find("Book")
    chapter, title = text(document.find("ArticleTitle")), text(holder.find("BookTitle"))
    builder = DocumentBuilder()
    builder.add("title", chapter or title)
    for abstract in document.iterchildren("Abstract"):
        _abstract(builder, abstract)
    ids = {node.get("IdType"): node.text for node in document.iterfind("ArticleIdList/ArticleId") if node.text}
    keywords = [
        Keyword(scheme="publication-type", term=found) for n in document.iterchildren("PublicationType") if (found := text(n))
    ]
    words = [found for n in document.iterfind("KeywordList/Keyword") if (found := text(n))]
    lists = [n for n in document.iterchildren("AuthorList") if n.get("Type", "authors") == "authors"] or list(
        holder.iterchildren("AuthorList")
    )
    citation = Citation(
        type="chapter" if chapter else "book",
        title=chapter or title,
        container_title=title if chapter else None,
        issued=_date(document.find("ContributionDate")) or _date(holder.find("PubDate")),
        revised=_date(document.find("DateRevised")),
        page=_pages(document.find("Pagination")),
        publisher=text(holder.find("Publisher/PublisherName")),
        language=_language(text(document.find("Language")) or "eng"),
        pmid=pmid,
        doi=doi(ids.get("doi")),
        pmcid=pmcid(ids.get("pmc")),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else None,
        authors=tuple(a for listed in lists[:1] for a in _authors(listed)),
        keywords=(*keywords, *(Keyword(scheme="author", term=word) for word in dict.fromkeys(words))),
    )
    pointers = {"title": "BookDocument/ArticleTitle" if chapter else "BookDocument/Book/BookTitle", "pmid": "BookDocument/PMID"}
    return Parsed(
        key=f"pmid:{pmid}" if keyed else None, citation=citation, document=builder.build(citation.language), pointers=pointers
    )
