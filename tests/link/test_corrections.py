"""People overrule: each kind of correction, both values visible, stale ones told, wrong ones refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UsageError
from ingest.link.corrections import Correction, Corrections
from ingest.link.corrections_file import load_corrections, tidy_name
from ingest.pipeline import Outcome, Run
from ingest.store import Catalog
from tests.link.pages import about, add, article, blog, catalog_of, ids, number, record, rows

LONG = "Walking groups for adults with long-standing low back pain in primary care"
OTHER = "Telephone coaching after discharge for people living with heart failure"
EXAMPLE = Path(__file__).parents[2] / "docs" / "corrections.example.yml"


def correction(**fields: str) -> Correction:
    return Correction(**({"entity": "citation", "reason": "read", "by": "T", "at": "2026-01-01"} | fields))  # type: ignore[arg-type]


def run(catalog: Catalog, *items: Correction) -> Outcome:
    """A run that brings nothing but these corrections."""
    return Run(catalog, None, Corrections(items)).finish()


def state(catalog: Catalog) -> list[tuple[str, str | None, str | None]]:
    return catalog.db.execute("SELECT status, machine_value, value FROM corrections ORDER BY id").fetchall()


def test_merge_and_its_undoing(tmp_path: Path) -> None:
    pages = [article("a", LONG, pmid="1", family="Holm"), article("b", OTHER, doi="10.1000/b", family="Berg")]
    catalog = catalog_of(tmp_path, pages)
    before = rows(catalog)
    merge = correction(kind="merge", id="pmid:1", target="doi:10.1000/b")
    assert run(catalog, merge).failures == []
    assert ids(catalog) == ["doi:10.1000/b"]
    assert catalog.db.execute("SELECT new_id FROM redirects WHERE old_id = 'pmid:1'").fetchone() == ("doi:10.1000/b",)
    assert state(catalog) == [("active", None, None)]
    run(catalog)
    assert rows(catalog) == before
    assert {row[0] for row in catalog.db.execute("SELECT cause FROM changes WHERE run > (SELECT min(id) FROM runs)")} == {
        "correction"
    }


def test_merge_names_a_page_by_its_address(tmp_path: Path) -> None:
    pages = [article("file:a", LONG, url="https://elsewhere.example/a", source="ris"), article("b", OTHER, doi="10.1000/b")]
    catalog = catalog_of(tmp_path, pages)
    assert run(catalog, correction(kind="merge", id="file:a", target="doi:10.1000/b")).failures == []
    assert ids(catalog) == ["doi:10.1000/b"]


def test_split(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, [article("a", LONG, pmid="1"), article("b", LONG, pmid="1", source="ris")])
    assert run(catalog, correction(kind="split", id="b")).failures == []
    assert len(ids(catalog)) == 2
    run(catalog)
    assert len(ids(catalog)) == 1


def test_merged_trials_stay_one_when_a_page_comes_for_either(tmp_path: Path) -> None:
    merge = correction(kind="merge", entity="trial", id="NCT01000001", target="NCT01000002")
    decided = Corrections([merge])
    catalog = catalog_of(tmp_path, [record("NCT01000001", LONG)], [record("NCT01000002", OTHER)], corrections=decided)
    assert ids(catalog, "trials") == ["NCT01000001"]
    report = article("r", f"{OTHER}: results", pmid="4", registrations=[number("NCT01000002")])
    add(catalog, [report], decided)
    assert ids(catalog, "trials") == ["NCT01000001"]
    together = catalog_of(
        (tmp_path / "two"), [record("NCT01000001", LONG), record("NCT01000002", OTHER), report], corrections=decided
    )
    assert rows(catalog) == rows(together)


def test_unlink_and_link_of_a_report(tmp_path: Path) -> None:
    pages = [
        article("a", LONG, doi="10.1000/a", pmid="7", registrations=[number("NCT01000001")]),
        record("NCT01000002", OTHER),
    ]
    catalog = catalog_of(tmp_path, pages)
    # Named by another of its identifiers than its key; its own trial goes with it, so that the target is a number only.
    unlink = correction(kind="unlink", id="pmid:7", target="NCT01000001")
    link = correction(kind="link", id="pmid:7", target="NCT01000002", value="secondary")
    for _ in range(2):
        assert run(catalog, unlink, link).failures == []
        found = catalog.db.execute("SELECT trial, relation, rule, explanation FROM trial_citations WHERE citation LIKE 'doi%'")
        assert found.fetchall() == [("NCT01000002", "secondary", "correction", "read")]
    run(catalog)
    assert catalog.db.execute("SELECT trial FROM trial_citations WHERE citation LIKE 'doi%'").fetchall() == [("NCT01000001",)]


def test_a_report_that_a_person_unlinked_is_not_said_to_give_no_number(tmp_path: Path) -> None:
    pages = [article("a", LONG, pmid="7", registrations=[number("NCT01000001")], genres=["Randomized Controlled Trial"])]
    catalog = catalog_of(tmp_path, pages)
    run(catalog, correction(kind="unlink", id="pmid:7", target="NCT01000001"))
    (found,) = catalog.db.execute("SELECT trial, explanation FROM trial_citations").fetchall()
    assert found[0] == "pmid:7"
    assert "does not go by NCT01000001: a person unlinked it" in found[1]


def test_link_and_unlink_of_a_summary(tmp_path: Path) -> None:
    post = blog("https://blog.example/1", "A blog about the walking groups study", about(doi="10.1000/b"))
    pages = [
        article("a", LONG, doi="10.1000/a", pmid="7", registrations=[number("NCT01000001")]),
        article("b", OTHER, doi="10.1000/b", registrations=[number("NCT01000002")]),
        post,
    ]
    catalog = catalog_of(tmp_path, pages)
    right = correction(kind="link", id="https://blog.example/1", target="pmid:7")
    wrong = correction(kind="unlink", id="https://blog.example/1", target="doi:10.1000/b")
    assert run(catalog, right, wrong).failures == []
    found = catalog.db.execute("SELECT trial, rule FROM trial_citations WHERE relation = 'summary'").fetchall()
    assert found == [("NCT01000001", "correction")]
    assert catalog.db.execute("SELECT explanation FROM why_linked WHERE link = 'trial' AND rule = 'correction'").fetchone()


def test_both_values_show_and_a_later_change_makes_it_stale(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, [article("a", LONG, pmid="5", doi="10.1000/a", volume="19")])
    value = correction(kind="value", id="pmid:5", field="volume", value="20", expected="19")
    run(catalog, value)
    assert catalog.db.execute("SELECT volume FROM citations").fetchone() == ("20",)
    assert catalog.db.execute("SELECT value FROM stated_values WHERE field = 'volume' AND chosen = 1").fetchone() == ("19",)
    assert state(catalog) == [("active", "19", "20")]
    add(catalog, [article("a", LONG, pmid="5", doi="10.1000/a", volume="21")], Corrections([value]))
    assert run(catalog, value).failures == []
    assert state(catalog) == [("stale", "21", "20")]
    assert catalog.db.execute("SELECT volume FROM citations").fetchone() == ("20",)
    warned = catalog.db.execute("SELECT severity, message FROM run_issues").fetchall()
    assert warned == [("warning", "volume of citation pmid:5: T set 20 when the sources said 19; now they say 21")]
    add(catalog, [article("a", LONG, pmid="5", doi="10.1000/a", volume="20")], Corrections([value]))
    run(catalog, value)
    assert state(catalog) == [("superseded", "20", "20")]


def test_a_value_where_the_sources_say_nothing(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, [record("NCT01000001", LONG)])
    value = correction(kind="value", entity="trial", id="NCT01000001", field="enrolled", value="198")
    run(catalog, value)
    assert catalog.db.execute("SELECT enrolled FROM trials").fetchone() == (198,)
    assert state(catalog) == [("active", None, "198")]


@pytest.mark.parametrize(
    "item",
    [
        correction(kind="value", entity="trial", id="NCT09999999", field="enrolled", value="1"),
        correction(kind="value", id="doi:10.1000/none", field="volume", value="1"),
        correction(kind="link", id="pmid:5", target="NCT09999999"),
        correction(kind="merge", id="pmid:5", target="doi:10.1000/none"),
        correction(kind="split", id="https://nowhere.example/"),
    ],
)
def test_an_unknown_name_is_one_clear_line(tmp_path: Path, item: Correction) -> None:
    catalog = catalog_of(tmp_path, [article("a", LONG, pmid="5", volume="19")])
    good = correction(kind="value", id="pmid:5", field="issue", value="2")
    (failure,) = run(catalog, item, good).failures
    assert "\n" not in failure
    assert "is not in the catalog" in failure
    assert (item.target or item.id) in failure
    assert state(catalog) == [("active", None, "2")]


ENTRY = "kind: {kind}, entity: {entity}, id: {id}, reason: r, by: b, at: '2026-01-01'"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("- kind: value", "entry 1: entity, id, reason, by, at missing"),
        ("- {" + ENTRY.format(kind="value", entity="trial", id="NCT1") + ", field: colour, value: 1}", "no field colour"),
        (
            "- {" + ENTRY.format(kind="value", entity="trial", id="NCT1") + ", field: enrolled, value: 1}",
            "needs what the machine",
        ),
        (
            "- {" + ENTRY.format(kind="value", entity="trial", id="NCT1") + ", field: enrolled, value: about 200, expected: 1}",
            "enrolled is a whole number, not about 200",
        ),
        ("- {" + ENTRY.format(kind="merge", entity="trial", id="NCT1") + "}", "a merge needs a target"),
        ("- {" + ENTRY.format(kind="merge", entity="trial", id="doi:10.1/a") + ", target: NCT01000001}", "is none"),
        ("- {" + ENTRY.format(kind="link", entity="trial", id="NCT01000001") + ", target: x}", "is of a citation"),
        ("- {" + ENTRY.format(kind="link", entity="citation", id="pmid:1") + ", target: x, value: friend}", "value is one of"),
        ("- {" + ENTRY.format(kind="guess", entity="trial", id="NCT1") + "}", "kind is one of"),
        ("- {" + ENTRY.format(kind="split", entity="citation", id="a") + ", colour: red}", "unknown field colour"),
        ("- {kind: split, entity: citation, id: a, reason: r, by: b, at: yesterday}", "at is a date"),
        ("\n".join(["- {" + ENTRY.format(kind="split", entity="citation", id="a") + "}"] * 2), "entry 2: decides the same thing"),
        ("- just words", "fields are expected"),
        ("a: 1", "a list of corrections is expected"),
        ("a: [", "not YAML"),
    ],
)
def test_a_wrong_entry_is_a_clear_error(tmp_path: Path, entry: str, message: str) -> None:
    path = tmp_path / "corrections.yml"
    path.write_text(entry)
    with pytest.raises(UsageError, match=r"^corrections.yml") as error:
        load_corrections(path)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_no_file_and_an_empty_file_correct_nothing(tmp_path: Path) -> None:
    path = tmp_path / "corrections.yml"
    assert load_corrections(path).items == []
    path.write_text("# nothing yet\n")
    assert load_corrections(path).items == []


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("NCT 01361698", "NCT01361698"),
        ("DOI:10.1186/S12888-019-2048-0", "doi:10.1186/s12888-019-2048-0"),
        ("pmid: 30744590", "pmid:30744590"),
        ("PMCID:PMC6371462.1", "pmcid:PMC6371462"),
        ("https://blog.example/about-NCT01361698", "https://blog.example/about-NCT01361698"),
        ("page:0123456789abcdef", "page:0123456789abcdef"),
    ],
)
def test_names_are_written_as_the_catalog_writes_them(name: str, tidy: str) -> None:
    assert tidy_name(name) == tidy


def test_the_example_in_the_documentation_is_a_right_file() -> None:
    items = load_corrections(EXAMPLE).items
    assert {item.kind for item in items} == {"value", "link", "unlink", "merge", "split"}
