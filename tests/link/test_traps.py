"""The known traps of identity, by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract.registrations import registrations
from ingest.identifiers import from_address, pmcid, registry_number
from ingest.markup import DocumentBuilder
from ingest.records import Link, Notice
from tests.link.pages import about, add, article, blog, catalog_of, home, ids, number, printed, record, remove, rows

LONG = "Walking groups for adults with long-standing low back pain in primary care"
OTHER = "Telephone coaching after discharge for people living with heart failure"


def text_with(kind: str, text: str, label: str = ""):
    builder = DocumentBuilder()
    builder.add("title", LONG)
    builder.add(kind, text, label)
    return builder.build()


def test_placeholder_isrctn_joins_nobody(tmp_path: Path) -> None:
    found = registrations(text_with("abstract.registration", "ISRCTN00000000", "Trial registration"))
    assert [(r.status, bool(r.reject_reason)) for r in found] == [("rejected", True)]
    catalog = catalog_of(
        tmp_path,
        [
            article("a", LONG, pmid="1", registrations=found),
            article("b", OTHER, pmid="2", registrations=found, genres=["Randomized Controlled Trial"]),
        ],
    )
    assert ids(catalog, "trials") == ["pmid:2"]
    assert catalog.db.execute("SELECT count(*), min(reject_reason) FROM registrations WHERE trial IS NULL").fetchone()[0] == 2


def test_not_applicable_is_no_number() -> None:
    found = registry_number("not applicable", "isrctn")
    assert found is None or found.reject_reason


def test_two_numbers_with_one_title_stay_two_trials(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, [record("NCT01000001", LONG), record("NCT01000002", LONG)])
    assert ids(catalog, "trials") == ["NCT01000001", "NCT01000002"]
    assert len(ids(catalog)) == 2


def test_device_placeholder_title_is_no_identity(tmp_path: Path) -> None:
    title = "[Trial of device that is not approved or cleared by the U.S. FDA]"
    catalog = catalog_of(
        tmp_path, [article("a", title, source="ris", family=None), article("b", title, source="ris", family=None)]
    )
    assert len(ids(catalog)) == 2


def test_renumbered_dutch_trial_is_one(tmp_path: Path) -> None:
    own = [number("NTR5033", registry="ntr"), number("NL4931", registry="nl")]
    catalog = catalog_of(
        tmp_path,
        [article("a", LONG, doi="10.1000/a", registrations=own)],
        [article("b", OTHER, doi="10.1000/b", registrations=[number("NL4931", registry="nl")])],
    )
    assert ids(catalog, "trials") == ["NTR5033"]
    assert catalog.db.execute("SELECT new_id FROM redirects WHERE old_id = 'NL4931'").fetchone() == ("NTR5033",)
    assert {r[0] for r in catalog.db.execute("SELECT status FROM registrations")} == {"retired"}


def test_erratum_with_the_originals_title_is_another_work(tmp_path: Path) -> None:
    original = article("a", LONG, pmid="1", doi="10.1000/x")
    erratum = article(
        "b",
        LONG,
        pmid="2",
        doi="10.1000/x.err",
        genres=["Published Erratum"],
        notices=[Notice(kind="erratum", asserted_by="PubMed", target_pmid="1", pointer="/c")],
    )
    catalog = catalog_of(tmp_path, [erratum], [original])
    assert ids(catalog) == ["doi:10.1000/x", "doi:10.1000/x.err"]
    assert catalog.db.execute("SELECT notice FROM citations WHERE id = 'doi:10.1000/x'").fetchone() == ("erratum",)


def test_protocol_and_results_with_nearly_one_title(tmp_path: Path) -> None:
    own = [number("NCT01000001")]
    catalog = catalog_of(
        tmp_path,
        [
            article("a", f"{LONG}: study protocol for a randomised trial", doi="10.1000/p", registrations=own),
            article("b", f"{LONG}: a randomised trial", doi="10.1000/r", registrations=own),
        ],
    )
    found = dict(catalog.db.execute("SELECT citation, relation FROM trial_citations"))
    assert found == {"doi:10.1000/p": "protocol", "doi:10.1000/r": "results"}


def test_preprint_and_its_article_are_two_works(tmp_path: Path) -> None:
    catalog = catalog_of(
        tmp_path,
        [
            article("a", LONG, doi="10.1101/2019.01.01.1", type="article", container_title="medRxiv"),
            article("b", LONG, doi="10.1000/r", pmid="7", container_title="Pain"),
        ],
    )
    assert len(ids(catalog)) == 2


def test_one_article_in_portals_of_two_universities(tmp_path: Path) -> None:
    same = {"container_title": "Pain", "source": "pure_html"}
    catalog = catalog_of(
        tmp_path,
        [article("https://a.example/1", LONG, **same), article("https://b.example/2", LONG, doi="10.1000/r", **same)],
    )
    assert ids(catalog) == ["doi:10.1000/r"]
    assert home(catalog, "https://a.example/1") == home(catalog, "https://b.example/2") == "doi:10.1000/r"


def test_one_doi_printed_on_two_outputs_merges_nothing(tmp_path: Path) -> None:
    catalog = catalog_of(
        tmp_path,
        [
            article("a", LONG, doi="10.1000/shared", family="Holm", source="pure_html"),
            article("b", OTHER, doi="10.1000/shared", family="Berg", source="pure_html"),
        ],
    )
    assert len(ids(catalog)) == 2
    assert home(catalog, "a") != home(catalog, "b")
    assert catalog.db.execute("SELECT count(*) FROM checks WHERE rule = 'shared-identifier'").fetchone()[0] == 2


def test_pmcid_with_a_version() -> None:
    assert pmcid("PMC6371462.2") == "PMC6371462"


def test_doi_inside_a_redirect_address() -> None:
    assert from_address("https://t.example/r?u=https%3A%2F%2Fdoi.org%2F10.1186%2Fs12888-019-2048-0&x=1").get("doi") == (
        "10.1186/s12888-019-2048-0"
    )


def test_number_in_a_reference_list_or_a_reviews_table_is_a_mention(tmp_path: Path) -> None:
    listed = registrations(text_with("references", "Smith J. A trial of rest. 2011. NCT01000001"))
    table = registrations(text_with("table", "Study | Registration\nSmith 2011 | NCT01000001\nJones 2012 | NCT01000002"))
    assert {r.status for r in (*listed, *table)} == {"mention"}
    catalog = catalog_of(
        tmp_path,
        [record("NCT01000001", OTHER)],
        [article("r", f"{LONG}: a systematic review", pmid="9", genres=["Systematic Review"], registrations=listed)],
    )
    assert dict(catalog.db.execute("SELECT citation, relation FROM trial_citations WHERE relation = 'mention'")) == {
        "pmid:9": "mention"
    }


@pytest.mark.parametrize("written", ["NCT 01361698", "NCT#01361698", "NCT: 01361698", "nct01361698"])
def test_numbers_with_spaces_or_signs(written: str) -> None:
    found = registrations(text_with("abstract.registration", f"ClinicalTrials.gov {written}", "Trial registration"))
    assert [(r.number, r.status, r.as_written) for r in found] == [("NCT01361698", "valid", written)]


def test_a_blog_that_cites_two_trials(tmp_path: Path) -> None:
    catalog = catalog_of(
        tmp_path,
        [
            blog(
                "https://blog.example/1",
                "Two studies you should know about if your back hurts",
                about(doi="10.1000/a"),
                about(pmid="2"),
            )
        ],
        [
            article("a", LONG, doi="10.1000/a", registrations=[number("NCT01000001")]),
            article("b", OTHER, pmid="2", registrations=[number("NCT01000002")]),
        ],
    )
    found = sorted(catalog.db.execute("SELECT trial, relation FROM trial_citations WHERE relation = 'summary'"))
    assert found == [("NCT01000001", "summary"), ("NCT01000002", "summary")]


def test_two_numbers_of_one_registry_are_a_conflict_not_a_merge(tmp_path: Path) -> None:
    catalog = catalog_of(
        tmp_path,
        [record("NCT01000001", LONG, number("ISRCTN12345670", registry="isrctn"))],
        [record("NCT01000002", OTHER, number("ISRCTN12345670", registry="isrctn"))],
    )
    assert ids(catalog, "trials") == ["NCT01000001", "NCT01000002"]
    assert catalog.db.execute("SELECT relation FROM trial_relations").fetchall() == [("conflict",)]


def test_printed_reference_supplies_the_identifier_a_portal_lacks(tmp_path: Path) -> None:
    portal = article("https://portal.example/1", LONG, family=None, container_title="BMC Psychiatry", source="pure_text")
    reference = printed(LONG, family="Jensen", year="2019", container_title="BMC Psychiatry", pmcid="PMC77")
    catalog = catalog_of(tmp_path, [blog("https://blog.example/1", "A blog about the walking groups study", reference)], [portal])
    assert home(catalog, "https://portal.example/1") == "pmcid:PMC77"
    assert catalog.db.execute("SELECT count(*) FROM citations WHERE is_stub = 1").fetchone()[0] == 0


def test_a_title_alone_merges_nothing(tmp_path: Path) -> None:
    catalog = catalog_of(
        tmp_path,
        [
            article("a", LONG, family="Holm", source="ris", container_title="A"),
            article("b", LONG, family="Berg", source="ris", container_title="B"),
        ],
    )
    assert len(ids(catalog)) == 2


def test_retraction_reaches_trial_and_summary(tmp_path: Path) -> None:
    catalog = catalog_of(
        tmp_path,
        [article("a", LONG, pmid="1", registrations=[number("NCT01000001")])],
        [blog("https://blog.example/1", "A blog about the walking groups study", about(pmid="1"))],
        [
            article(
                "n",
                f"Retraction: {LONG}",
                pmid="3",
                genres=["Retraction of Publication"],
                notices=[Notice(kind="retraction", asserted_by="PubMed", target_pmid="1", pointer="/c")],
            )
        ],
    )
    assert catalog.db.execute("SELECT notice FROM trials WHERE id = 'NCT01000001'").fetchone() == ("retraction",)
    assert catalog.db.execute("SELECT summary FROM summaries_of_noticed_reports").fetchall() != []


def test_reinstatement_ends_a_retraction(tmp_path: Path) -> None:
    notices = [
        Notice(kind="retraction", asserted_by="publisher", noticed_on="2020-01-01", pointer="/a"),
        Notice(kind="reinstatement", asserted_by="publisher", noticed_on="2021-01-01", pointer="/b"),
    ]
    catalog = catalog_of(tmp_path, [article("a", LONG, pmid="1", notices=notices)])
    assert catalog.db.execute("SELECT notice FROM citations").fetchone() == ("reinstatement",)


def test_registry_record_names_a_report_without_a_number(tmp_path: Path) -> None:
    named = Link(relation="cites", rule="registry-result-reference", pmid="5", pointer="/r")
    report = article("a", LONG, pmid="5", genres=["Randomized Controlled Trial"])
    catalog = catalog_of(tmp_path, [report], [record("NCT01000001", OTHER, links=[named])])
    assert ids(catalog, "trials") == ["NCT01000001"]
    assert ("pmid:5", "results") in catalog.db.execute("SELECT citation, relation FROM trial_citations").fetchall()


def test_improved_key_leaves_a_redirect(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, [article("a", LONG, pmid="5")])
    assert ids(catalog) == ["pmid:5"]
    add(catalog, [article("b", LONG, pmid="5", doi="10.1000/a", source="crossref")])
    assert ids(catalog) == ["doi:10.1000/a"]
    assert catalog.db.execute("SELECT new_id FROM redirects WHERE old_id = 'pmid:5'").fetchone() == ("doi:10.1000/a",)


def test_every_stated_value_stays_visible(tmp_path: Path) -> None:
    catalog = catalog_of(
        tmp_path,
        [article("a", LONG, pmid="5", volume="19"), article("b", LONG, pmid="5", volume="18", source="ris")],
    )
    assert sorted(catalog.db.execute("SELECT value, chosen FROM stated_values WHERE field = 'volume'")) == [("18", 0), ("19", 1)]


def test_adding_and_removing_leaves_no_trace(tmp_path: Path) -> None:
    first = [article("a", LONG, pmid="1", registrations=[number("NCT01000001")]), record("NCT01000001", LONG)]
    later = [blog("https://blog.example/1", "A blog about the walking groups study", about(pmid="1", doi="10.1000/z"))]
    catalog = catalog_of(tmp_path, first)
    before = rows(catalog)
    add(catalog, later)
    assert rows(catalog) != before
    remove(catalog, later)
    assert rows(catalog) == before
    assert catalog.db.execute("PRAGMA foreign_key_check").fetchall() == []
