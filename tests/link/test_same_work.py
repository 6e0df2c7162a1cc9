"""Why two keys are one work, as `why_linked` tells it."""

from __future__ import annotations

from pathlib import Path

from ingest.link.corrections import Correction, Corrections
from ingest.store import Catalog
from tests.link.pages import about, article, blog, catalog_of

LONG = "Walking groups for adults with long-standing low back pain in primary care"
OTHER = "Telephone coaching after discharge for people living with heart failure"
PUBMED, PORTAL = "https://pubmed.example/5", "https://portal.example/1"


def told(catalog: Catalog) -> dict[str, tuple[str, int]]:
    """Explanation -> rule and tier of each row that says that two keys are one work."""
    sql = "SELECT explanation, rule, tier FROM why_linked WHERE link = 'same work'"
    return {explanation: (rule, tier) for explanation, rule, tier in catalog.db.execute(sql)}


def test_a_page_that_gives_the_identifier(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, [article(PUBMED, LONG, pmid="5", doi="10.1000/a")])
    assert told(catalog) == {
        f"{PUBMED} gives it": ("equal identifier", 1),
        f"{PUBMED} gives doi:10.1000/a": ("equal identifier", 1),
    }


def test_a_portal_page_without_an_identifier_is_joined_by_title_and_author(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, [article(PUBMED, LONG, pmid="5"), article(PORTAL, LONG, source="pure_text")])
    reason = f"{PORTAL} has the title and year of {PUBMED}, and its first author, journal or pages"
    assert told(catalog)[reason] == ("title and author", 3)


def test_a_page_that_shares_another_identifier_than_the_key(tmp_path: Path) -> None:
    pages = [article(PUBMED, LONG, pmid="5", doi="10.1000/a"), article(PORTAL, LONG, pmid="5", source="ris")]
    assert told(catalog_of(tmp_path, pages))[f"{PORTAL} gives pmid:5, as {PUBMED} does"] == ("equal identifier", 1)


def test_an_identifier_that_only_a_blog_gives(tmp_path: Path) -> None:
    post = blog("https://blog.example/1", "A blog about the walking groups study", about(pmid="5", pmcid="PMC77"))
    catalog = catalog_of(tmp_path, [article(PUBMED, LONG, pmid="5"), post])
    assert told(catalog)["https://blog.example/1 points at this work by it"] == ("pointed at", 2)


def test_a_page_that_a_person_joined(tmp_path: Path) -> None:
    merge = Correction(kind="merge", entity="citation", id=PORTAL, target="pmid:5", reason="read", by="T", at="2026-01-01")
    pages = [article(PUBMED, LONG, pmid="5"), article(PORTAL, OTHER, family="Berg", source="ris")]
    catalog = catalog_of(tmp_path, pages, corrections=Corrections([merge]))
    assert told(catalog)[f"{PORTAL} is tied to this work by way of its other pages, or by a person"] == ("other pages", 2)
