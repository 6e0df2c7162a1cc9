"""Where much hangs together: what is made anew stays small, and the rows are those of one run over everything."""

from __future__ import annotations

from pathlib import Path

from ingest.link.trials import MAX_NAMED_BY, MAX_OWN_NUMBERS
from ingest.records import Link, Notice
from ingest.store import Catalog
from ingest.store.closure import BESIDE, CHANGED, MEMBER, closure
from tests.link.pages import Page, add, article, blog, catalog_of, number, printed, record, remove, rows

LONG = "Walking groups for adults with long-standing low back pain in primary care"
OTHER = "Telephone coaching after discharge for people living with heart failure"
TRIAL = {"genres": ["Randomized Controlled Trial"]}


def value(n: int) -> str:
    return f"NCT{1_000_001 + n:08d}"


def naming(n: int, pmid: str) -> Page:
    named = Link(relation="cites", rule="registry-derived-reference", pmid=pmid, pointer="/r")
    return record(value(n), f"{OTHER} in region {n}", links=[named])


def members(catalog: Catalog, citation: str) -> list[tuple[str, str]]:
    sql = "SELECT trial, relation FROM trial_citations WHERE citation = ? ORDER BY trial"
    return catalog.db.execute(sql, (citation,)).fetchall()


def test_a_work_that_many_records_name_is_a_report_of_none(tmp_path: Path) -> None:
    report = article("a", LONG, pmid="5", **TRIAL)
    some = [naming(n, "5") for n in range(MAX_NAMED_BY)]
    catalog = catalog_of(tmp_path, [report], *([page] for page in some))
    before = rows(catalog)
    assert len(members(catalog, "pmid:5")) == MAX_NAMED_BY
    one_more = naming(MAX_NAMED_BY, "5")
    add(catalog, [one_more])
    assert members(catalog, "pmid:5") == [("pmid:5", "results")]
    (tmp_path / "two").mkdir()
    assert rows(catalog) == rows(catalog_of(tmp_path / "two", [one_more, *some, report]))
    remove(catalog, [one_more])
    assert rows(catalog) == before


def test_a_list_of_trials_leaves_no_trace_of_the_trials_it_was_taken_to_pool(tmp_path: Path) -> None:
    """Its trials show it by its own numbers, not by their records: they are made anew too when one record more names it."""
    own = [number(value(n)) for n in range(MAX_OWN_NUMBERS + 1)]
    pages = [article("a", LONG, pmid="5", registrations=own, **TRIAL), *(naming(n, "5") for n in range(MAX_NAMED_BY + 1))]
    (tmp_path / "two").mkdir()
    expected = rows(catalog_of(tmp_path / "two", pages))
    assert rows(catalog_of(tmp_path, *([page] for page in pages))) == expected


def test_a_list_of_trials_has_no_number_of_its_own(tmp_path: Path) -> None:
    own = [number(value(n)) for n in range(MAX_OWN_NUMBERS + 1)]
    pages = [article("r", LONG, pmid="5", registrations=own, **TRIAL), *(record(value(n), f"{OTHER} {n}") for n in range(4))]
    catalog = catalog_of(tmp_path, *([page] for page in pages))
    assert {row[0] for row in catalog.db.execute("SELECT status FROM registrations WHERE citation = 'pmid:5'")} == {"mention"}
    assert [relation for trial, relation in members(catalog, "pmid:5") if trial != "pmid:5"] == ["mention"] * 4
    assert closure(catalog.db, [f"reg:{value(0)}"]).numbers == {value(0)}


def test_a_record_that_lists_many_numbers_keeps_its_own(tmp_path: Path) -> None:
    many = [number(f"ISRCTN2468135{n}", registry="isrctn") for n in range(5)]
    catalog = catalog_of(tmp_path, [record(value(0), LONG, *many)])
    assert catalog.db.execute("SELECT trial, relation FROM trial_citations").fetchall() == [(value(0), "registration")]


def test_a_pooled_report_does_not_pull_in_its_other_trials(tmp_path: Path) -> None:
    pooled = article("p", LONG, pmid="5", registrations=[number(value(0)), number(value(1))], **TRIAL)
    catalog = catalog_of(tmp_path, [pooled, record(value(0), OTHER), record(value(1), f"{OTHER} again")])
    assert members(catalog, "pmid:5") == [(value(0), "results"), (value(1), "results")]
    around = closure(catalog.db, [f"reg:{value(0)}"])
    assert around.numbers == {value(0)}
    assert {page: degree for (page, _), degree in around.degrees.items()} == {
        "p": BESIDE,
        f"https://registry.example/{value(0)}": MEMBER,
    }
    around = closure(catalog.db, ["pmid:5"])
    assert around.numbers == {value(0), value(1)}
    assert around.degrees[("p", 0)] == CHANGED


def test_a_common_title_of_other_years_is_no_neighbour(tmp_path: Path) -> None:
    common = "Response to the letter to the editor by our colleagues"
    pages = [article(f"p{n}", common, source="ris", family=None, issued=str(2000 + n)) for n in range(5)]
    catalog = catalog_of(tmp_path, pages)
    keys = [row[0] for row in catalog.db.execute("SELECT key FROM reading_keys WHERE page = 'p0'")]
    assert {page for page, _ in closure(catalog.db, keys).degrees} == {"p0"}


# Possible only --------------------------------------------------------------------------------------------------------


def misquoted(n: int = 1) -> Page:
    reference = printed("Walks may help backs, say researchers", family="Larsen", year="2019", container_title="Pain")
    return blog(f"https://blog.example/{n}", f"Post number {n} about walking groups and backs", reference)


def test_author_journal_and_year_make_a_link_possible_and_nothing_more(tmp_path: Path) -> None:
    report = article("a", LONG, pmid="5", container_title="Pain", registrations=[number(value(0))])
    catalog = catalog_of(tmp_path, [misquoted()], [report])
    (link,) = catalog.db.execute("SELECT rule, tier FROM citation_links WHERE to_citation = 'pmid:5'").fetchall()
    assert link == ("author-journal-year", 5)
    (shown,) = catalog.db.execute("SELECT relation, tier, explanation FROM trial_citations WHERE relation = 'summary'").fetchall()
    assert shown == ("summary", 5, "possible only: first author, journal and year fit pmid:5, a report of this trial")
    assert catalog.db.execute("SELECT count(*) FROM citations WHERE id = 'pmid:5' AND title = ?", (LONG,)).fetchone() == (1,)
    before = rows(catalog)
    rival = article("b", OTHER, pmid="6", container_title="Pain")
    add(catalog, [rival])
    assert catalog.db.execute("SELECT count(*) FROM citation_links WHERE tier = 5").fetchone() == (0,)
    assert catalog.db.execute("SELECT count(*) FROM trial_citations WHERE relation = 'summary'").fetchone() == (0,)
    remove(catalog, [rival])
    assert rows(catalog) == before


def test_a_link_that_is_only_possible_accuses_nobody(tmp_path: Path) -> None:
    retracted = article(
        "a",
        LONG,
        pmid="5",
        container_title="Pain",
        registrations=[number(value(0))],
        notices=[Notice(kind="retraction", asserted_by="publisher", pointer="/n")],
    )
    catalog = catalog_of(tmp_path, [misquoted(), retracted])
    assert catalog.db.execute("SELECT notice FROM trials").fetchone() == ("retraction",)
    assert catalog.db.execute("SELECT * FROM summaries_of_noticed_reports").fetchall() == []
