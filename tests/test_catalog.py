"""The catalog as Datasette shows it: described, searchable, safe, quick, and true to its rows. No network: in-process client."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from datasette.utils import module_from_path, tilde_encode
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import CatalogError
from ingest.inputs import sample_inputs
from ingest.resources import resource
from ingest.serve import NAME, catalog_app, serve
from ingest.session import ingest_inputs
from ingest.store import open_catalog

CATALOG = resource("catalog")
METADATA = yaml.safe_load(resource("metadata.yml").read_text(encoding="utf-8"))
TABLES: dict[str, Any] = METADATA["databases"][NAME]["tables"]
QUERIES: dict[str, Any] = METADATA["databases"][NAME]["queries"]
PAGES = module_from_path(str(CATALOG / "plugins" / "pages.py"), name="pages_under_test")
WORDS = module_from_path(str(CATALOG / "plugins" / "words.py"), name="words_under_test")
TRIAL = "NCT01361698"
Get = Callable[..., httpx.Response]


def client(path: Path) -> Get:
    """A function that asks Datasette over this catalog for an address."""
    app = catalog_app(path)

    async def ask(address: str) -> httpx.Response:
        await app.invoke_startup()
        found: httpx.Response = await app.client.get(address)
        return found

    return lambda address: asyncio.run(ask(address))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog of the sample pages, with rows of the rarer kinds put in: a retraction, a conflict, a stale page."""
    path = tmp_path_factory.mktemp("catalog") / "trialtrace.db"
    ingest_inputs(sample_inputs(), path, path.with_name("archive.db"), path.with_name("corrections.yml"))
    catalog = open_catalog(path)
    report = "doi:10.1186/s12888-019-2048-0"
    catalog.db.execute("UPDATE citations SET notice = 'retraction' WHERE id = ?", (report,))
    catalog.db.execute(
        "INSERT INTO notices(id, citation, kind, notice_doi, noticed_on, asserted_by, page, pointer)"
        " VALUES ('n1', ?, 'retraction', '10.1234/notice', '2024-05-06', 'retraction_watch', 'file:x', '/row')",
        (report,),
    )
    catalog.db.execute(f"INSERT INTO trial_relations VALUES ('{TRIAL}', 'NTR5033', 'conflict', 'one page names both')")
    catalog.db.execute("UPDATE pages SET error = 'a bot challenge' WHERE url = 'sample:protocol.json'")
    catalog.close()
    return path


@pytest.fixture(scope="module")
def get(samples: Path) -> Get:
    return client(samples)


def rows_of(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as db:
        return db.execute(sql).fetchall()


def text_of(page: httpx.Response) -> str:
    """The words of a page as a reader sees them, without tags and with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


# Described -------------------------------------------------------------------------------------------------------------


def schema_comments() -> dict[str, dict[str, str]]:
    """Table -> column -> its comment, as schema/*.sql give them."""
    found: dict[str, dict[str, str]] = {}
    for name in ("tables.sql", "search.sql"):
        text = (resource("schema") / name).read_text(encoding="utf-8")
        for table, body in re.findall(r"^CREATE TABLE (\w+) \((.*?)^\) STRICT", text, re.MULTILINE | re.DOTALL):
            columns = re.findall(r"^  ([a-z_0-9]+)\s+(?:TEXT|INTEGER|REAL|BLOB)\b.*?-- (.*)$", body, re.MULTILINE)
            found[table] = {column: comment.strip() for column, comment in columns}
    return found


@pytest.fixture(scope="module")
def empty() -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(":memory:")
    for name in ("tables.sql", "search.sql", "views.sql"):
        db.executescript((resource("schema") / name).read_text(encoding="utf-8"))
    yield db
    db.close()


def columns_of(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"SELECT * FROM pragma_table_info('{table}')")]


def test_every_column_is_described_as_the_schema_comments_it() -> None:
    told = {table: TABLES.get(table, {}).get("columns") for table in schema_comments()}
    assert told == schema_comments()


def test_every_table_view_and_column_is_described(empty: sqlite3.Connection) -> None:
    names = [
        row[0]
        for row in empty.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND rootpage >= 0")
        if not re.search(r"_fts(_\w+)?$|^search_(data|idx|docsize|config)$|^sqlite_", row[0])
    ]
    assert set(names) == set(TABLES) - {"_sqlite_migrations"}
    for name in names:
        assert TABLES[name]["title"], name
        assert TABLES[name]["description"], name
        assert list(TABLES[name]["columns"]) == columns_of(empty, name), name


def test_metadata_names_only_columns_that_exist(empty: sqlite3.Connection) -> None:
    for name, told in TABLES.items():
        columns = set(columns_of(empty, name))
        named = {*told.get("facets", []), *(told[key] for key in ("sort", "sort_desc", "label_column") if key in told)}
        assert named <= columns, name


def test_every_question_says_what_it_answers() -> None:
    assert len(QUERIES) >= 10
    for name, query in QUERIES.items():
        assert query["title"].endswith("?"), name
        assert query["description"], name
        assert query["theme"], name
        assert set(query.get("params", [])) == set(re.findall(r"(?<!:):([a-z_]+)", query["sql"])), name


# Everything answers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_table_and_view_answers_as_page_json_and_csv(get: Get, table: str) -> None:
    assert get(f"/{NAME}/{table}").status_code == 200
    assert get(f"/{NAME}/{table}.json?_shape=array").status_code == 200
    exported = get(f"/{NAME}/{table}.csv?_stream=1" if table != "search" else f"/{NAME}/{table}.csv")
    assert exported.status_code == 200
    header = next(csv.reader(io.StringIO(exported.text)), [])
    assert set(TABLES[table].get("columns", {})) <= set(header) or not header


@pytest.mark.parametrize("query", sorted(QUERIES))
@pytest.mark.parametrize("value", ["", "recovery", TRIAL, "2020-01-01", "a \" b'; DROP", '""', "-", "\x00", "NEAR( AND *"])
def test_every_question_answers_whatever_is_asked(get: Get, query: str, value: str) -> None:
    params = QUERIES[query].get("params", [])
    if value and not params:
        return
    asked = str(httpx.QueryParams(dict.fromkeys(params, value)))
    for form in ("", ".json", ".csv"):
        # SQLite itself refuses a query string that breaks off at a NUL: a plain refusal, no fault.
        assert get(f"/{NAME}/{query}{form}?{asked}").status_code in ((200, 400) if value == "\x00" else (200,))


EXPECTED = {
    "findings_for_an_outcome?outcome=symptoms&intervention=illness": "symptoms",
    "null_results?outcome=hospital": "hospital admissions",
    "effect_directions_of_an_outcome?outcome=symptoms": "symptoms",
    "trials_of_a_condition?condition=schizo": TRIAL,
    "trials_of_an_intervention?intervention=management": TRIAL,
    "overstated_claims": "omits-null-result",
    "registered_against_reported?trial=" + TRIAL: "not specified beforehand",
    "retracted_and_what_rests_on_them": "summarizes",
    "why_linked_here?id=sample:blog_wordpress.html": "study-link",
    "why_linked_here?id=NL4931": "NTR5033",
    "changed_since?since=2020-01-01": "source-new",
    "disagreeing_values": "sites",
    "open_conflicts": "one page names both",
    "unread_pages": "a bot challenge",
    "rules_in_use": "finding:",
    "rows_of_a_rule?rule=place:registration": TRIAL,
    "pages_not_read_since": "sample:registry_record.json",
}


@pytest.mark.parametrize("asked", sorted(EXPECTED))
def test_questions_find_what_is_there(get: Get, asked: str) -> None:
    page = get(f"/{NAME}/{asked}")
    assert page.status_code == 200
    table = page.text[page.text.index("<tbody>") :]
    assert EXPECTED[asked] in unescape(table[: table.index("</tbody>")])


ROW_TABLES = ("trials", "citations", "findings", "claims", "outcomes", "documents", "pages", "sources", "runs", "topics", "arms")


@pytest.mark.parametrize("table", ROW_TABLES)
def test_every_row_has_a_page(get: Get, samples: Path, table: str) -> None:
    key = "url" if table == "pages" else "id"
    ids = [row[0] for row in rows_of(samples, f"SELECT {key} FROM {table}")]
    assert ids
    for row_id in ids:
        page = get(f"/{NAME}/{table}/{tilde_encode(row_id)}")
        assert page.status_code == 200, row_id
        assert page.text.count("<h1") == 1
        assert get(f"/{NAME}/{table}/{tilde_encode(row_id)}.json").json()["rows"]


@pytest.mark.parametrize(
    "address",
    ["/", f"/{NAME}", "/search", "/search?q=recovery", "/search.json?q=recovery", "/-/metadata", "/assets/trialtrace.css"],
)
def test_pages_of_our_own_answer(get: Get, address: str) -> None:
    assert get(address).status_code == 200


def test_all_of_a_dossier_is_exported(get: Get) -> None:
    parts = get(f"/dossier/trials/{TRIAL}.json").json()
    assert parts["trial"][0]["enrolled"] == 198
    assert {row["id"] for row in parts["reports"]} >= {"doi:10.1186/s12888-019-2048-0"}
    assert parts["findings"]
    assert all(row["quote"] for row in parts["findings"])
    report = tilde_encode("doi:10.1186/s12888-019-2048-0")
    assert get(f"/dossier/citations/{report}.json").json()["trials"][0]["id"] == TRIAL
    for none in ("trials/never", "index/x", "search/x", "sources/jats"):
        assert get(f"/dossier/{none}.json").status_code == 404


def test_cells_lead_to_rows_and_to_the_words(get: Get) -> None:
    page = get(f"/{NAME}/finding_details").text
    assert f'<a href="/{NAME}/trials/{TRIAL}">{TRIAL}</a>' in page
    assert re.search(rf'href="/{NAME}/documents/[0-9a-f]{{16}}\?start=\d+&amp;end=\d+#span">in its source', page)
    assert '<span class="pill pill-null">neither</span>' in page
    assert f'href="/{NAME}/trials/{TRIAL}"' in get(f"/{NAME}/recent_changes?entity=trials&_size=max").text


def test_an_empty_catalog_answers_too(tmp_path: Path) -> None:
    open_catalog(tmp_path / "new.db").close()
    ask = client(tmp_path / "new.db")
    for address in ("/", f"/{NAME}", "/search?q=recovery", *(f"/{NAME}/{query}" for query in QUERIES)):
        assert ask(address).status_code == 200, address


# What pages say ----------------------------------------------------------------------------------------------------------


def test_the_front_page_tells_counts_and_freshness(get: Get, samples: Path) -> None:
    page = text_of(get("/"))
    (trials,) = rows_of(samples, "SELECT count(*) FROM trials")[0]
    assert f"{trials} trials" in page
    assert "Last update" in page
    assert "pages looked at" in page
    assert "1 work retracted" in page
    assert "1 summary " in page


def test_the_front_page_tells_how_far_a_running_update_is(samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "running.db"
    shutil.copy(samples, path)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE runs SET status = 'running', finished_at = NULL, seen = 1234")
    assert "(1,234 pages looked at so far)" in text_of(client(path)("/"))


def test_a_trial_is_a_dossier(get: Get) -> None:
    page = get(f"/{NAME}/trials/{TRIAL}")
    words = text_of(page)
    for told in (
        "Participants 198",
        "Denmark",
        "registered as primary",
        "no difference",
        "not statistically significant",
        "omits null result",
        "sources differ",
    ):
        assert told in words, told
    assert "gives NCT01361698 as its own number" in words
    # registration first, then by date: the protocol of 2011 stands before the report of 2019
    assert page.text.index("study protocol for a randomized trial") < page.text.index(
        "one-year follow-up of a randomized controlled trial in", page.text.index("oldest first")
    )
    assert "Retraction" in words
    assert "Conflict" in words


def test_a_finding_does_not_guess_its_arms_and_says_in_whom(samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "arms.db"
    shutil.copy(samples, path)
    with sqlite3.connect(path) as db:
        unsure, partly, whole = (row[0] for row in db.execute("SELECT id FROM findings WHERE trial = ? LIMIT 3", (TRIAL,)))
        db.execute("UPDATE findings SET population = NULL, confidence = NULL")
        db.execute("UPDATE findings SET intervention = NULL, comparator = NULL, confidence = 0.876 WHERE id = ?", (unsure,))
        db.execute(
            "UPDATE findings SET intervention = 'group A', comparator = NULL, population = 'women' WHERE id = ?", (partly,)
        )
        db.execute("UPDATE findings SET intervention = 'group B', comparator = 'group C' WHERE id = ?", (whole,))
    ask = client(path)
    pages = {key: text_of(ask(f"/{NAME}/findings/{key}")) for key in (unsure, partly, whole)}
    assert "Arms the arms compared were not read with certainty" in pages[unsure]
    assert "Confidence 88%: of the findings read with this confidence" in pages[unsure]
    assert "Intervention group A Against not named" in pages[partly]
    assert "Population women" in pages[partly]
    assert "Intervention group B Against group C" in pages[whole]
    assert "onfidence" not in pages[whole].replace("confidence interval", "")
    dossier = text_of(ask(f"/{NAME}/trials/{TRIAL}"))
    for told in (
        "the arms compared were not read with certainty",
        "group A against comparator not named In women",
        "group B against group C",
        "confidence 88%",
        "Compared",
    ):
        assert told in dossier, told
    for page in (*pages.values(), dossier):
        assert not re.search(r"\bNone\b", page)


def test_the_table_of_findings_names_the_other_arm_alone_where_one_is_tested(get: Get) -> None:
    head = re.search(r"<thead>.*?</thead>", get(f"/{NAME}/trials/{TRIAL}").text, re.DOTALL)
    assert head is not None
    assert "Against" in head[0]
    assert "Compared" not in head[0]


def test_a_table_of_findings_without_arms_has_no_column_for_them(samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    shutil.copy(samples, path)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE findings SET intervention = NULL, comparator = NULL")
    table = re.search(r"<table class=.plain glance.*?</table>", client(path)(f"/{NAME}/trials/{TRIAL}").text, re.DOTALL)
    assert table is not None
    assert "Against" not in table[0]
    assert "Compared" not in table[0]
    assert table[0].count("</td>") == 3 * (table[0].count("<tr>") - 1)


def test_the_rules_that_joined_keys_are_told(samples: Path, get: Get) -> None:
    (rule,) = rows_of(samples, "SELECT rule FROM redirects LIMIT 1")[0]
    assert [row for row in get(f"/{NAME}/rules_in_use.json?_shape=array").json() if row["rule"] == rule]
    made = get(f"/{NAME}/rows_of_a_rule.json?_shape=array&rule={rule.replace(' ', '+')}").json()
    assert {row["made"] for row in made} == {"other key"}


def test_a_quote_leads_to_its_very_words(get: Get, samples: Path) -> None:
    found = rows_of(samples, "SELECT id, quote FROM findings WHERE span_start IS NOT NULL")
    assert found
    for finding, quote in found:
        page = get(f"/{NAME}/findings/{finding}").text
        address = unescape(re.search(r'href="(/trialtrace/documents/[^"]+)"', page)[1])  # type: ignore[index]
        shown = re.search(r'<mark id="span">(.*?)</mark>', get(address.partition("#")[0]).text, re.DOTALL)
        assert shown is not None
        assert unescape(shown[1]) == quote


@pytest.mark.parametrize(
    "asked",
    ["?start=-5&end=9", "?start=9999999999999&end=1", "?start=5", "?start=5&end=2", "?start=x&end=y", "?start=0&end=999999999"],
)
def test_a_span_out_of_range_is_no_error(get: Get, samples: Path, asked: str) -> None:
    ((document,),) = rows_of(samples, "SELECT id FROM documents ORDER BY id LIMIT 1")
    assert get(f"/{NAME}/documents/{document}{asked}").status_code == 200


# Old keys -----------------------------------------------------------------------------------------------------------------


def test_old_keys_lead_to_the_keys_in_use(get: Get, samples: Path) -> None:
    redirects = rows_of(samples, "SELECT old_id, new_id FROM redirects")
    assert redirects
    for old, new in redirects:
        table = "trials" if not old.startswith(("page:", "pmcid:", "pmid:", "doi:")) else "citations"
        page = get(f"/{NAME}/{table}/{tilde_encode(old.removeprefix('trial '))}")
        assert (page.status_code, page.headers["location"]) == (302, f"/{NAME}/{table}/{tilde_encode(new)}"), old
        assert get(page.headers["location"]).status_code == 200


def test_a_doi_need_not_be_escaped(get: Get) -> None:
    page = get(f"/{NAME}/citations/doi:10.3389/fpsyt.2021.723435")
    assert page.headers["location"] == f"/{NAME}/citations/{tilde_encode('doi:10.3389/fpsyt.2021.723435')}"


def test_the_json_of_an_old_key_leads_on_as_json(get: Get) -> None:
    assert get(f"/{NAME}/trials/NL4931.json").headers["location"] == f"/{NAME}/trials/NTR5033.json"


def test_a_work_says_why_other_keys_lead_to_it(get: Get) -> None:
    page = get(f"/{NAME}/citations/{tilde_encode('doi:10.1186/s12888-019-2048-0')}")
    assert "<code>pmcid:PMC6371462</code> pointed at: sample:blog_wordpress.html points at this work by it" in page.text
    assert "title and author: sample:portal_old_theme.html has the title and year of sample:portal_new_theme.html" in page.text


def test_an_unknown_key_and_a_ring_of_redirects_are_not_found(tmp_path: Path) -> None:
    catalog = open_catalog(tmp_path / "ring.db")
    catalog.db.execute("INSERT INTO redirects VALUES ('a', 'b', 'x', 'r', NULL), ('b', 'a', 'x', 'r', NULL)")
    catalog.close()
    ask = client(tmp_path / "ring.db")
    for key in ("a", "b", "never"):
        assert ask(f"/{NAME}/trials/{key}").status_code == 404


# Search ---------------------------------------------------------------------------------------------------------------------

NONSENSE = "xqzvwkj"


def test_a_nonsense_search_returns_nothing(get: Get) -> None:
    found = get(f"/search.json?q={NONSENSE}").json()
    assert (found["hits"], found["counts"], found["total"], found["exact"]) == ([], {}, 0, [])
    assert "Nothing in the catalog matches" in get(f"/search?q={NONSENSE}").text
    assert get(f"/search.json?q=recovery+{NONSENSE}").json()["hits"] == []


@pytest.mark.parametrize(("table", "word"), [("citations", "recovery"), ("trials", "recovery"), ("findings", "symptoms")])
def test_the_search_of_a_table_finds_words_and_no_nonsense(get: Get, table: str, word: str) -> None:
    assert get(f"/{NAME}/{table}.json?_shape=array&_search={NONSENSE}").json() == []
    found = get(f"/{NAME}/{table}.json?_shape=array&_search={word}").json()
    assert len(found) > 0
    assert len(found) <= len(get(f"/{NAME}/{table}.json?_shape=array").json())
    assert get(f"/{NAME}/{table}?_search={word}").status_code == 200


def test_search_finds_each_kind_ranked_with_snippets(get: Get) -> None:
    found = get("/search.json?q=recovery").json()
    assert found["hits"][0]["kind"] == "trial"
    assert {"trial", "citation"} <= set(found["counts"])
    assert "\x02" in found["hits"][0]["title"]
    page = get("/search?q=recovery").text
    assert "<mark>Recovery</mark>" in page
    for kind in found["counts"]:
        only = get(f"/search.json?q=recovery&kind={kind}").json()
        assert {hit["kind"] for hit in only["hits"]} == {kind}
        assert only["total"] == found["counts"][kind]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("PMC6371462", "doi:10.1186/s12888-019-2048-0"),
        ("https://doi.org/10.1186/S12888-019-2048-0", "doi:10.1186/s12888-019-2048-0"),
        ("doi:10.1186/s12888-019-2048-0.", "doi:10.1186/s12888-019-2048-0"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC6371462/", "doi:10.1186/s12888-019-2048-0"),
        ("nct01361698", TRIAL),
        ("NL4931", "NTR5033"),
    ],
)
def test_an_identifier_finds_its_very_row(get: Get, asked: str, key: str) -> None:
    assert [row["id"] for row in get(f"/search.json?{httpx.QueryParams({'q': asked})}").json()["exact"]] == [key]


def test_pages_of_results_do_not_overlap(tmp_path: Path) -> None:
    catalog = open_catalog(tmp_path / "many.db")
    catalog.db.executemany("INSERT INTO trials(id, title) VALUES (?, 'cough')", [(f"NCT{n:08d}",) for n in range(45)])
    catalog.defer_search()
    catalog.build_search()
    catalog.close()
    ask = client(tmp_path / "many.db")
    pages = [[hit["id"] for hit in ask(f"/search.json?q=cough&page={n}").json()["hits"]] for n in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert len({key for page in pages for key in page}) == 45
    assert ask("/search?q=cough&page=2").text.count('rel="prev"') == 1


def test_the_search_page_says_when_the_index_is_not_built_yet(tmp_path: Path) -> None:
    catalog = open_catalog(tmp_path / "bulk.db")
    ask = client(tmp_path / "bulk.db")
    assert "not built yet" not in ask("/search?q=word").text
    catalog.defer_search()
    assert "not built yet" in ask("/search?q=word").text
    catalog.close()


SYNTAX = [
    '"',
    '""',
    "AND",
    "NOT a",
    "a OR",
    "NEAR(a b)",
    "title:x",
    "^a",
    "a*",
    "*",
    "(",
    ")",
    "{title}:",
    "a - b",
    "-",
    "'",
    ";",
    "\x00",
    "\ud7ff",
    "é ½",
    "col:*",
    "a" * 3000,
    '"a b',
    "%",
    "_",
    "{",
    "\\",
]


@pytest.mark.parametrize("asked", SYNTAX)
def test_the_syntax_of_the_index_is_no_error(get: Get, asked: str) -> None:
    params = httpx.QueryParams({"q": asked, "_search": asked, "page": asked, "kind": asked})
    for address in ("/search", "/search.json", f"/{NAME}/citations", f"/{NAME}/trials", f"/{NAME}/findings"):
        assert get(f"{address}?{params}").status_code == 200


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_makes_an_expression_that_the_index_takes(asked: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE f USING fts5(a, tokenize = 'porter unicode61 remove_diacritics 2')")
    db.execute("INSERT INTO f VALUES ('some words of a text')")
    words = PAGES.words_of(asked)
    if words:
        db.execute("SELECT * FROM f WHERE f MATCH ?", (PAGES.match_expression(words),)).fetchall()
    db.close()


# Safe -------------------------------------------------------------------------------------------------------------------------

EVIL = "<script>alert('evil')</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def hostile(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Get, list[str]]:
    """The sample catalog with markup in every text column that has no closed vocabulary, and addresses of its pages."""
    path = tmp_path_factory.mktemp("hostile") / "trialtrace.db"
    with sqlite3.connect(samples) as source:
        source.execute("VACUUM INTO ?", (str(path),))
    free = {
        "trials": "title acronym design status phase countries follow_up allocation",
        "citations": "title container_title publisher abstract doi pmid language issued",
        "findings": "outcome_name intervention comparator time_point population unit effect_measure",
        "outcomes": "name domain measure",
        "outcome_specs": "time_frame metric name",
        "claims": "outcome_text number_text",
        "claim_checks": "explanation",
        "authors": "family given literal orcid",
        "keywords": "ui",
        "trial_citations": "explanation",
        "trial_topics": "label",
        "topics": "label",
        "stated_values": "value",
        "arms": "description role",
        "trial_relations": "note",
        "notices": "notice_doi noticed_on asserted_by",
        "pages": "title error media_type",
        "sources": "name",
        "redirects": "reason",
        "citation_links": "target_title target_year",
    }
    with sqlite3.connect(path) as db:
        for table, columns in free.items():
            db.execute(
                f"UPDATE {table} SET {', '.join(f'{column} = ?' for column in columns.split())}", [EVIL] * len(columns.split())
            )
        db.execute("UPDATE citations SET url = 'javascript:alert(1)'")
        db.execute("UPDATE documents SET text = ? || text", (EVIL,))
    addresses = [
        "/",
        f"/{NAME}",
        f"/search?{httpx.QueryParams({'q': EVIL})}",
        "/search?q=script",
        f"/{NAME}/{EVIL.replace('/', '')}",
    ]
    for table in ("trials", "citations", "findings", "claims", "outcomes", "documents"):
        addresses += [f"/{NAME}/{table}/{tilde_encode(row[0])}" for row in rows_of(path, f"SELECT id FROM {table}")]
    addresses += [f"/{NAME}/{name}" for name in (*TABLES, *QUERIES)]
    addresses += [
        f"/{NAME}/{name}?{httpx.QueryParams(dict.fromkeys(query.get('params', []), EVIL))}" for name, query in QUERIES.items()
    ]
    catalog = open_catalog(path)
    catalog.defer_search()
    catalog.build_search()
    catalog.close()
    return client(path), addresses


def test_nothing_that_a_page_says_becomes_markup(hostile: tuple[Get, list[str]]) -> None:
    ask, addresses = hostile
    for address in addresses:
        page = ask(address)
        assert page.status_code in (200, 302, 404), address
        assert "<script>alert" not in page.text, address
        assert "<img" not in page.text, address
        assert not re.search(r"""href=["']?\s*javascript:""", page.text, re.IGNORECASE), address


def test_pages_may_load_nothing_from_elsewhere(get: Get) -> None:
    for address in ("/", f"/{NAME}/trials/{TRIAL}", "/search?q=x", f"/{NAME}/none", "/assets/trialtrace.css"):
        assert "default-src 'self'" in get(address).headers["content-security-policy"]
    for file in (*CATALOG.rglob("*.html"), *CATALOG.rglob("*.css")):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"""(src|<link[^>]*href)=["']?(https?:)?//|@import|url\(\s*["']?https?:""", text), file.name


# Quick ------------------------------------------------------------------------------------------------------------------------


def named_queries() -> list[tuple[str, str, str]]:
    return [
        (file.stem, name, sql)
        for file in sorted((CATALOG / "sql").glob("*.sql"))
        for name, sql, _ in PAGES.named_queries(file.stem)
    ]


def test_every_query_is_shown_somewhere() -> None:
    shown = "".join(file.read_text(encoding="utf-8") for file in (CATALOG / "templates").glob("*.html")) + (
        CATALOG / "plugins" / "pages.py"
    ).read_text(encoding="utf-8")
    unused = [
        (page, name) for page, name, _ in named_queries() if f"parts.{name}" not in shown and f'parts["{name}"]' not in shown
    ]
    assert unused == []


# The front page counts; the search page reads the index of words.
COUNTING = {"index", "search"}
# Written by people by hand.
SMALL = {"corrections"}


@pytest.mark.parametrize(("page", "name", "sql"), [q for q in named_queries() if q[0] not in COUNTING])
def test_a_row_page_reads_by_index_only(empty: sqlite3.Connection, page: str, name: str, sql: str) -> None:
    """However large the catalog: no query of a row's page walks through a table."""
    plan = [row[3] for row in empty.execute("EXPLAIN QUERY PLAN " + sql, dict.fromkeys(re.findall(r"(?<!:):([a-z_]+)", sql)))]
    tables = {row[0] for row in empty.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")} - SMALL
    by_alias = {alias: table for table, alias in re.findall(r"(?:FROM|JOIN) (\w+) (\w+)\b", sql)}
    walked = [
        line
        for line in plan
        if (found := re.match(r"SCAN (\w+)(?! VIRTUAL)\b(?!.*VIRTUAL TABLE)", line))
        and by_alias.get(found[1], found[1]) in tables
    ]
    assert not walked, (page, name, plan)


# Views -------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_trials() -> sqlite3.Connection:
    """Two trials of one intervention, named with and without its abbreviation, with their reports and no findings yet."""
    db = sqlite3.connect(":memory:")
    for name in ("tables.sql", "search.sql", "views.sql"):
        db.executescript((resource("schema") / name).read_text(encoding="utf-8"))
    for trial, label in (("A", "Skill Training"), ("B", "Skill training (ST)"), ("C", "Something else")):
        db.execute("INSERT INTO trials(id) VALUES (?)", (trial,))
        db.execute("INSERT INTO citations(id, type) VALUES (?, 'article-journal')", (f"r{trial}",))
        db.execute(
            "INSERT INTO trial_topics(trial, topic, role, label) VALUES (?, ?, 'intervention', ?)", (trial, f"i{label}", label)
        )
        db.execute("INSERT INTO trial_topics(trial, topic, role, label) VALUES (?, 'p', 'intervention', 'Placebo')", (trial,))
    return db


def tell(db: sqlite3.Connection, trial: str, words: str, change: str, significance: str, **more: Any) -> str:
    """Put in one between-group finding of a trial; `words` stands for the digest at the end of an outcome's key."""
    outcome = f"{trial}/{words:0>10}"
    row = {"comparison": "between-group", "favours": "unclear", "domain": None} | more
    primary = row.pop("primary", False)
    db.execute("INSERT OR IGNORE INTO outcomes(id, trial, name) VALUES (?, ?, ?)", (outcome, trial, words))
    if primary:
        db.execute(
            "INSERT INTO outcome_specs(id, outcome, citation, name, rank, rule) VALUES (?, ?, ?, ?, 'primary', 'r')",
            (f"s{outcome}", outcome, f"r{trial}", words),
        )
    (n,) = db.execute("SELECT count(*) FROM findings").fetchone()
    db.execute(
        "INSERT INTO findings(id, trial, citation, outcome, outcome_name, domain, comparison, change, significance, favours, completeness, pointer, rule, rule_version)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'partial', '/x', 'r', '1')",
        (f"f{n}", trial, f"r{trial}", outcome, words, row["domain"], row["comparison"], change, significance, row["favours"]),
    )
    return f"f{n}"


def contradictions(db: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return db.execute(
        "SELECT basis, kind, trial_a, trial_b, outcome_a, outcome_b FROM contradictions ORDER BY 1, 2, 3, 5, 6"
    ).fetchall()


NULL = ("no-difference", "not-significant")
EFFECT = ("increased", "significant")


def test_a_contradiction_needs_comparable_outcomes(two_trials: sqlite3.Connection) -> None:
    tell(two_trials, "A", "function", *NULL)
    tell(two_trials, "B", "sleep", *EFFECT)
    assert contradictions(two_trials) == []
    tell(two_trials, "B", "function", *EFFECT)
    assert contradictions(two_trials) == [("same outcome", "no difference against an effect", "A", "B", "function", "function")]


def test_outcomes_of_one_domain_are_comparable(two_trials: sqlite3.Connection) -> None:
    tell(two_trials, "A", "hope", *NULL, domain="Personal recovery")
    tell(two_trials, "B", "agency", *EFFECT, domain="personal recovery")
    assert [row[0] for row in contradictions(two_trials)] == ["same domain"]


@pytest.mark.parametrize("domain", ["clinical recovery", None])
def test_primary_outcomes_are_comparable_as_the_pair_of_the_first_trial_shows(
    two_trials: sqlite3.Connection, domain: str | None
) -> None:
    tell(two_trials, "A", "global assessment of functioning", *NULL, primary=True, domain=domain)
    tell(two_trials, "A", "hospital admissions", *NULL)
    tell(two_trials, "B", "self-reported illness management", *EFFECT, primary=True)
    assert contradictions(two_trials) == [
        (
            "primary outcomes",
            "no difference against an effect",
            "A",
            "B",
            "global assessment of functioning",
            "self-reported illness management",
        )
    ]


def test_a_pair_is_told_once_however_many_names_its_intervention_has(two_trials: sqlite3.Connection) -> None:
    two_trials.execute("INSERT INTO trial_topics(trial, topic, role, label) VALUES ('A', 'i2', 'intervention', 'skill training')")
    tell(two_trials, "A", "function", *NULL, primary=True, domain="d")
    tell(two_trials, "B", "function", *EFFECT, primary=True, domain="d")
    assert [row[0] for row in contradictions(two_trials)] == ["same outcome"]


def test_opposite_effects_contradict_each_other_once(two_trials: sqlite3.Connection) -> None:
    tell(two_trials, "A", "pain", "decreased", "significant", favours="intervention")
    tell(two_trials, "B", "pain", "increased", "significant", favours="comparator")
    assert contradictions(two_trials) == [("same outcome", "opposite effects", "A", "B", "pain", "pain")]


@pytest.mark.parametrize(
    ("trial", "change", "significance", "more"),
    [
        ("C", *EFFECT, {}),
        ("B", *NULL, {}),
        ("B", "increased", "not-tested", {}),
        ("B", "increased", "non-inferior", {}),
        ("B", *EFFECT, {"comparison": "within-group"}),
        ("A", *EFFECT, {}),
    ],
)
def test_what_is_no_contradiction(
    two_trials: sqlite3.Connection, trial: str, change: str, significance: str, more: dict[str, Any]
) -> None:
    """Another intervention (though both list a placebo), no effect, no test, another kind of comparison, the same trial."""
    tell(two_trials, "A", "function", *NULL)
    tell(two_trials, trial, "function", change, significance, **more)
    assert contradictions(two_trials) == []


@pytest.mark.parametrize(
    ("registered", "reported", "drift"),
    [
        (["primary"], ["primary"], "as specified"),
        (["primary"], ["secondary"], "specified as primary, reported as secondary"),
        (["secondary"], ["primary"], "specified as secondary, reported as primary"),
        (["primary", "secondary"], ["secondary"], "as specified"),
        (["primary"], [None], "reported, rank not told"),
        (["primary"], [], "specified, no finding here"),
        ([], ["primary"], "reported, not specified beforehand"),
    ],
)
def test_drift_of_outcomes(two_trials: sqlite3.Connection, registered: list[str], reported: list[str | None], drift: str) -> None:
    db = two_trials
    db.execute("INSERT INTO citations(id, type) VALUES ('reg', 'registration')")
    db.execute(
        "INSERT INTO trial_citations(trial, citation, relation, rule, tier) VALUES ('A', 'reg', 'registration', 'r', 1), ('A', 'rA', 'results', 'r', 1)"
    )
    db.execute("INSERT INTO outcomes(id, trial, name) VALUES ('o', 'A', 'function')")
    for n, (citation, rank) in enumerate([*(("reg", rank) for rank in registered), *(("rA", rank) for rank in reported)]):
        db.execute(
            "INSERT INTO outcome_specs(id, outcome, citation, name, rank, rule) VALUES (?, 'o', ?, 'function', ?, 'r')",
            (f"s{n}", citation, rank),
        )
    assert db.execute("SELECT drift FROM outcome_drift").fetchall() == [(drift,)]


def test_the_samples_have_no_span_faults(samples: Path) -> None:
    assert rows_of(samples, "SELECT * FROM span_faults") == []


# A catalog that changes while it is served ----------------------------------------------------------------------------------


def test_a_file_that_was_replaced_is_followed(tmp_path: Path) -> None:
    """A rebuild puts a new file in place; Datasette alone would show the old one for ever."""
    served, new = tmp_path / "served.db", tmp_path / "new.db"
    for path, title in ((served, "before"), (new, "after")):
        catalog = open_catalog(path)
        catalog.db.execute("INSERT INTO trials(id, title) VALUES ('NCT00000001', ?)", (title,))
        catalog.close()
    ask = client(served)
    for _ in range(6):  # every thread of the pool has a connection by now
        assert "before" in ask(f"/{NAME}/trials/NCT00000001").text
    shutil.move(new, served)
    for _ in range(6):
        assert "after" in ask(f"/{NAME}/trials/NCT00000001").text


def test_pages_answer_while_a_run_is_writing(samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "written.db"
    shutil.copy(samples, path)
    ask = client(path)
    assert ask("/").status_code == 200
    catalog = open_catalog(path)
    catalog.db.execute("BEGIN IMMEDIATE")
    catalog.db.execute("UPDATE trials SET title = 'not committed yet'")
    try:
        for address in ("/", f"/{NAME}/trials/{TRIAL}", "/search?q=recovery"):
            page = ask(address)
            assert page.status_code == 200
            assert "not committed yet" not in page.text
        catalog.db.execute("COMMIT")
        assert "not committed yet" in ask(f"/{NAME}/trials/{TRIAL}").text
    finally:
        catalog.close()


@pytest.mark.parametrize("content", [b"", b"this is no database, and longer than a header of SQLite would be" * 20])
def test_what_is_no_catalog_is_not_served(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd name?.db"
    path.write_bytes(content)
    with pytest.raises(CatalogError, match="is no catalog"):
        serve(path, "127.0.0.1", 1)


def test_the_name_of_the_file_does_not_matter(samples: Path, tmp_path: Path) -> None:
    other = tmp_path / "other # name 100% ?.v2.db"
    shutil.copy(samples, other)
    ask = client(other)
    for address in ("/", f"/{NAME}/trials/{TRIAL}"):
        assert ask(address).status_code == 200
