"""The main job, from end to end: two pages about one trial, as plain text and as HTML, give the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.archive import Archive
from ingest.inputs import inputs, sample_inputs
from ingest.page import Page
from ingest.pipeline import Run
from ingest.session import take_input
from ingest.store import Catalog, open_catalog

TRIAL = "NCT01361698"


def catalog_of(folder: Path, items: list[Any]) -> Catalog:
    catalog, archive = open_catalog(folder / "t.db"), Archive(folder / "a.db")
    run = Run(catalog, archive)
    for item in items:
        take_input(run, item)
    assert run.finish().failures == []
    archive.close()
    return catalog


@pytest.fixture(scope="module")
def seeds(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    catalog = catalog_of(tmp_path_factory.mktemp("seeds"), inputs([str(p) for p in sorted((shared / "seeds").glob("*.txt"))]))
    yield catalog.db
    catalog.close()


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    catalog = catalog_of(tmp_path_factory.mktemp("samples"), sample_inputs())
    yield catalog.db
    catalog.close()


def one(db: sqlite3.Connection, sql: str, *values: str) -> tuple[Any, ...]:
    rows = db.execute(sql, values).fetchall()
    assert len(rows) == 1, (sql, rows)
    return tuple(rows[0])


def column(db: sqlite3.Connection, sql: str) -> list[Any]:
    return [row[0] for row in db.execute(sql)]


def test_one_trial(seeds: sqlite3.Connection) -> None:
    assert one(seeds, "SELECT id, enrolled, allocation, countries, sites, follow_up FROM trials") == (
        TRIAL,
        198,
        "randomised",
        "Denmark",
        3,
        "one year",
    )
    topics = sorted(seeds.execute("SELECT role, label FROM trial_topics"))
    assert topics == [
        ("comparator", "treatment as usual"),
        ("condition", "bipolar disorder"),
        ("condition", "schizophrenia"),
        ("intervention", "Illness Management and Recovery (IMR)"),
        ("setting", "mental health service"),
    ]


def test_one_citation_with_its_abstract_and_its_neighbours(seeds: sqlite3.Connection) -> None:
    got = one(seeds, "SELECT container_title, number, issue, issued, pmcid, type FROM citations WHERE NOT is_summary")
    assert got == ("BMC Psychiatry", "65", "1", "2019-02-11", "PMC6371462", "article-journal")
    (sections,) = one(seeds, "SELECT d.section_map FROM documents d JOIN citations c ON c.id = d.citation WHERE NOT c.is_summary")
    for label in ("BACKGROUND", "METHOD", "RESULTS", "CONCLUSION", "TRIAL REGISTRATION"):
        assert f'"{label}"' in sections
    assert "Psychoeducation" in column(seeds, "SELECT term FROM keywords WHERE scheme = 'research-area'")
    assert one(seeds, "SELECT count(*) FROM citation_links WHERE relation = 'related'") == (3,)


def test_one_summary_without_its_boilerplate(seeds: sqlite3.Connection) -> None:
    kind, publisher, title = one(seeds, "SELECT type, publisher, title FROM citations WHERE is_summary")
    assert (kind, "TinyEYE" in publisher, title.startswith("Why This Surprising Study")) == ("post-weblog", True, True)
    text, sections = one(
        seeds, "SELECT d.text, d.section_map FROM documents d JOIN citations c ON c.id = d.citation WHERE c.is_summary"
    )
    assert "Apply Today" not in text
    assert "SIGN UP" not in text
    assert text.count(title) == 1
    assert '"author-note"' in sections
    link = one(seeds, "SELECT relation, to_citation, quote FROM citation_links WHERE relation = 'summarizes'")
    assert link[:2] == ("summarizes", "pmcid:PMC6371462")
    assert "PMC6371462" in link[2]


def test_null_results_are_rows(seeds: sqlite3.Connection) -> None:
    told = seeds.execute("SELECT outcome_name, comparison, change, significance, time_days, quote FROM findings").fetchall()
    names = {row[0].lower() for row in told}
    for name in (
        "global assessment of functioning",
        "symptoms",
        "number of hospital admissions",
        "emergency room visits",
        "outpatient treatment",
    ):
        assert name in names
    at_one_year = [row for row in told if row[0].lower() in names and "one year after" in row[5]]
    assert len(at_one_year) == 5
    assert {row[1:5] for row in at_one_year} == {("between-group", "no-difference", "not-significant", 365)}
    assert "significant" not in {row[3] for row in told}
    assert set(column(seeds, "SELECT DISTINCT domain FROM outcomes")) == {"clinical recovery", "personal recovery"}


def test_claims_are_held_against_the_trial(seeds: sqlite3.Connection) -> None:
    cards = seeds.execute(
        "SELECT kind, outcome_text, number_text, in_title, verdict, trial_quote, explanation FROM claim_cards"
    ).fetchall()
    assert [(c[4], bool(c[5])) for c in cards if c[2] == "198"] == [("supported", True)]
    for outcome in ("symptom severity", "hospital admissions"):
        assert [(c[4], bool(c[5])) for c in cards if c[1] == outcome] == [("supported", True)]
    (title,) = [c for c in cards if c[3]]
    assert title[4] == "omits-null-result"
    assert "null result" in title[6]
    assert "contradicted" not in {c[4] for c in cards}


def test_personal_recovery_did_not_differ(seeds: sqlite3.Connection) -> None:
    got = one(
        seeds,
        "SELECT change, comparison FROM findings WHERE outcome_name LIKE '%personal recovery%' AND outcome_name NOT LIKE '%clinical%'",
    )
    assert got == ("no-difference", "between-group")
    (verdict,) = one(seeds, "SELECT verdict FROM claim_cards WHERE outcome_text LIKE 'personal recovery%'")
    assert verdict == "supported"


def test_the_html_forms_give_the_same_trial(samples: sqlite3.Connection) -> None:
    trial, enrolled, allocation = one(samples, "SELECT id, enrolled, allocation FROM trials WHERE id = ?", TRIAL)
    assert (trial, allocation) == (TRIAL, "randomised")
    assert enrolled is not None
    sources = set(column(samples, "SELECT source FROM pages"))
    assert {"pure_html", "summary_page", "ctgov_json"} <= sources
    # Both themes of the portal carry one work; the blog points at it and speaks of the trial.
    works = column(samples, "SELECT DISTINCT citation FROM pages WHERE source = 'pure_html'")
    assert len(works) == 1
    assert one(samples, "SELECT to_citation FROM citation_links WHERE relation = 'summarizes'") == (works[0],)
    assert "summary" in column(samples, f"SELECT relation FROM trial_citations WHERE trial = '{TRIAL}'")
    nulls = column(samples, f"SELECT DISTINCT change FROM findings WHERE trial = '{TRIAL}' AND comparison = 'between-group'")
    assert nulls == ["no-difference"]
    verdicts = column(samples, "SELECT verdict FROM claim_checks")
    assert "supported" in verdicts
    assert "contradicted" not in verdicts


@pytest.mark.parametrize("name", ["seeds", "samples"])
def test_every_word_stands_where_its_row_says(name: str, request: pytest.FixtureRequest) -> None:
    db = request.getfixturevalue(name)
    assert one(db, "SELECT count(*) FROM span_faults") == (0,)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert one(db, "SELECT count(*) FROM search WHERE search MATCH 'xyzzyplugh'") == (0,)


# The same kind of trial as a bibliography and as a journal's XML give it; of our own wording --------------------------

RESULTS = "We included 86 participants. There were no significant differences between the tea and control groups in sleep quality or mood at six months."
PUBMED = f"""<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>99000001</PMID><Article>
<Journal><JournalIssue><Volume>7</Volume><PubDate><Year>2021</Year></PubDate></JournalIssue><Title>Journal of Quiet Hours</Title></Journal>
<ArticleTitle>Evening tea for night workers: a randomized controlled trial.</ArticleTitle><Abstract>
<AbstractText Label="METHODS">Night workers with insomnia were randomized to evening tea or usual care.</AbstractText>
<AbstractText Label="RESULTS">{RESULTS}</AbstractText></Abstract>
<DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName><AccessionNumberList><AccessionNumber>NCT90000007</AccessionNumber>
</AccessionNumberList></DataBank></DataBankList></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"""
JATS = f"""<?xml version="1.0"?><article article-type="research-article"><front><journal-meta><journal-title-group>
<journal-title>Journal of Quiet Hours</journal-title></journal-title-group></journal-meta><article-meta>
<article-id pub-id-type="pmid">99000001</article-id><article-id pub-id-type="doi">10.5555/tea.7</article-id>
<title-group><article-title>Evening tea for night workers: a randomized controlled trial</article-title></title-group>
<abstract><sec><title>Methods</title><p>Night workers with insomnia were randomized to evening tea or usual care.</p></sec>
<sec><title>Results</title><p>{RESULTS}</p></sec><sec><title>Trial registration</title><p>ClinicalTrials.gov NCT90000007.</p></sec>
</abstract></article-meta></front><body><sec><title>Methods</title><p>Tea was served at nine.</p></sec></body></article>"""


@pytest.mark.parametrize("forms", [("pubmed",), ("jats",), ("pubmed", "jats"), ("jats", "pubmed")])
def test_a_bibliography_and_a_journal_speak_of_one_work(tmp_path: Path, forms: tuple[str, ...]) -> None:
    bodies = {"pubmed": PUBMED, "jats": JATS}
    catalog = open_catalog(tmp_path / "t.db")
    run = Run(catalog, None)
    for form in forms:
        run.take(Page.of(f"https://{form}.example.org/record.xml", bodies[form].encode()))
    assert run.finish().failures == []
    db = catalog.db
    assert one(db, "SELECT id, enrolled, allocation FROM trials") == ("NCT90000007", 86, "randomised")
    assert one(db, "SELECT count(*) FROM citations") == (1,)
    told = set(db.execute("SELECT outcome_name, change, significance FROM findings"))
    assert told == {("sleep quality", "no-difference", "not-significant"), ("mood", "no-difference", "not-significant")}
    assert one(db, "SELECT count(*) FROM span_faults") == (0,)
    catalog.close()


def test_a_report_that_goes_takes_its_verdicts_along(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, sample_inputs())
    portals = column(catalog.db, "SELECT url FROM pages WHERE source = 'pure_html'")
    assert column(catalog.db, "SELECT finding FROM claim_checks WHERE finding IS NOT NULL")
    run = Run(catalog, None)
    for url in portals:
        run.gone(url)
    run.finish()
    assert column(catalog.db, "SELECT finding FROM claim_checks WHERE finding IS NOT NULL") == []
    assert column(catalog.db, "SELECT id FROM claims WHERE id NOT IN (SELECT claim FROM claim_checks)") == []
    assert catalog.db.execute("PRAGMA foreign_key_check").fetchall() == []
    catalog.close()
