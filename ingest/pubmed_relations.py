"""What PubMed's comments and corrections mean, by their names in its XML; its text and its pages use the same ones.

Names: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html#commentscorrections
"""

from __future__ import annotations

from ingest.records import Link, Notice

# RefType -> (kind of notice, whether this record is the noticed article).
NOTICES = {
    "RetractionIn": ("retraction", True),
    "PartialRetractionIn": ("retraction", True),
    "RetractionOf": ("retraction", False),
    "PartialRetractionOf": ("retraction", False),
    "ExpressionOfConcernIn": ("expression-of-concern", True),
    "ExpressionOfConcernFor": ("expression-of-concern", False),
    "ErratumIn": ("erratum", True),
    "ErratumFor": ("erratum", False),
    "CorrectedandRepublishedIn": ("correction", True),
    "CorrectedandRepublishedFrom": ("correction", False),
}
RELATIONS = {
    "RetractionOf": "retracts",
    "PartialRetractionOf": "retracts",
    "ErratumFor": "corrects",
    "ExpressionOfConcernFor": "corrects",
    "CorrectedandRepublishedFrom": "corrects",
    "UpdateOf": "version-of",
    "UpdateIn": "version-of",
    "RepublishedFrom": "version-of",
    "RepublishedIn": "version-of",
}


def relation(kind: str, pmid: str | None, other_doi: str | None, pointer: str) -> tuple[Link | None, Notice | None]:
    """What PubMed's comment or correction of a kind ("RetractionIn") says: a link to the other record, a notice, or both.

    The other record is known by its PMID or, failing that, by its DOI; without either there is no link, and a notice
    only where this record is the noticed one.
    """
    target = None if pmid else other_doi
    link = None
    if pmid or target:
        link = Link(relation=RELATIONS.get(kind, "related"), rule=f"pubmed-{kind}", pmid=pmid, doi=target, pointer=pointer)
    if kind not in NOTICES:
        return link, None
    name, is_about_self = NOTICES[kind]
    if is_about_self:
        return link, Notice(kind=name, asserted_by="PubMed", notice_doi=other_doi, pointer=pointer)
    if link is None:
        return None, None
    return link, Notice(kind=name, asserted_by="PubMed", target_pmid=pmid, target_doi=target, pointer=pointer)
