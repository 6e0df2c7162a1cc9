"""The order of pages must not matter: one run or many, any order, removed and added again."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import TrialtraceError
from ingest.link.nodes import nodes_of
from ingest.link.works import works_of
from ingest.pipeline import pages_of, read
from ingest.records import Link, Notice, Page, Parsed
from ingest.sources import name_of
from tests.link.pages import about, add, article, blog, catalog_of, number, printed, record, remove, rows

TITLES = [
    "Illness management and recovery in community mental health centers: a randomised trial",
    "Illness management and recovery in community mental health centers: one-year follow-up",
    "Supported employment for people with severe mental illness: study protocol",
    "Erratum",
]
DOIS = [None, "10.1186/s12888-019-2048-0", "10.1186/1745-6215-12-195", "10.3389/fpsyt.2021.723435"]
PMIDS = [None, "30744590", "21859491", "34744823"]
NUMBERS = [("nct", "NCT01361698"), ("nct", "NCT01361699"), ("ntr", "NTR5033"), ("nl", "NL4931"), ("isrctn", "ISRCTN12345670")]

numbers = st.lists(st.sampled_from(NUMBERS), max_size=2, unique=True).map(lambda found: [number(v, registry=r) for r, v in found])
articles = st.builds(
    lambda n, title, doi, pmid, family, own, source, notice: article(
        f"https://page.example/{n}",
        title,
        doi=doi,
        pmid=pmid,
        family=family,
        source=source,
        container_title="Journal of Examples",
        registrations=own,
        genres=["Published Erratum"] if notice else ["Randomized Controlled Trial"],
        notices=[Notice(kind="erratum", asserted_by="PubMed", target_pmid="30744590", pointer="/n")] if notice else [],
    ),
    st.integers(0, 7),
    st.sampled_from(TITLES),
    st.sampled_from(DOIS),
    st.sampled_from(PMIDS),
    st.sampled_from([None, "Jensen", "Dalum"]),
    numbers,
    st.sampled_from(["pubmed_xml", "pure_html", "ris"]),
    st.sampled_from([False, False, True]),
)
records = st.builds(
    lambda own, title, others, pmid: record(
        own[1],
        title,
        *others,
        registry=own[0],
        links=[Link(relation="cites", rule="registry-result-reference", pmid=pmid, pointer="/r")] if pmid else [],
    ),
    st.sampled_from(NUMBERS[:3]),
    st.sampled_from(TITLES),
    numbers,
    st.sampled_from(PMIDS),
)
links = st.one_of(
    st.sampled_from([about(doi=d) for d in DOIS if d] + [about(pmid=p) for p in PMIDS if p]),
    st.builds(
        lambda title, doi: printed(
            title, family="Jensen", year="2019", container_title="Journal of Examples", **({"doi": doi} if doi else {})
        ),
        st.sampled_from(TITLES[:3]),
        st.sampled_from(DOIS),
    ),
)
blogs = st.builds(
    lambda n, found: blog(f"https://blog.example/{n}", f"A blog post number {n} about recovery courses", *found),
    st.integers(0, 3),
    st.lists(links, max_size=2),
)
collections = st.lists(st.one_of(articles, articles, records, blogs), min_size=1, max_size=7, unique_by=lambda page: page[0])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages=collections, seed=st.integers(0, 10_000))
def test_any_order_any_runs_gives_the_same_rows(pages: list, seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as many:
        expected = rows(catalog_of(Path(one), sorted(pages, key=lambda page: page[0])))
        shuffled = chance.sample(pages, len(pages))
        cut = chance.randint(0, len(shuffled))
        catalog = catalog_of(Path(many), shuffled[:cut], *([page] for page in shuffled[cut:]))
        assert rows(catalog) == expected
        again = chance.sample(pages, chance.randint(0, len(pages)))
        remove(catalog, again)
        add(catalog, chance.sample(again, len(again)))
        assert rows(catalog) == expected
        assert catalog.db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert catalog.db.execute("SELECT count(*) FROM span_faults").fetchone() == (0,)
        catalog.close()


@settings(max_examples=100, deadline=None)
@given(pages=collections)
def test_no_work_has_two_pmids_and_no_trial_two_numbers_of_a_registry(pages: list) -> None:
    nodes = [node for url, source, parsed in pages for node in nodes_of(url, source, parsed)]
    for work in works_of(nodes):
        assert len({node.pmid for node in work.own if node.pmid}) <= 1
    with tempfile.TemporaryDirectory() as folder:
        catalog = catalog_of(Path(folder), pages)
        twice = catalog.db.execute(
            "SELECT r.trial FROM registrations r WHERE r.trial IS NOT NULL AND r.status IN ('valid', 'retired')"
            " GROUP BY r.trial, r.registry HAVING count(DISTINCT r.number) > 1"
        ).fetchall()
        assert twice == []
        catalog.close()


# The real pages ------------------------------------------------------------------------------------------------------

KINDS = (
    "pubmed/efetch_xml",
    "registry",
    "biblio_json/europepmc",
    "biblio_json/crossref_updates",
    "pure/html_fragment",
    "publisher/jats_rct",
)


@pytest.fixture(scope="module")
def corpus(shared: Path) -> list[tuple[str, str, Parsed]]:
    """Readings of a few hundred real pages, read once."""
    found = []
    for kind in KINDS:
        for path in sorted(p for p in (shared / "corpus" / kind).rglob("*") if p.is_file() and not p.name.endswith(".gold.json")):
            page = Page.of(f"file:{path.name}", path.read_bytes())
            try:
                for inner in pages_of(page):
                    source, parsed_records = read(inner)
                    for parsed in list(parsed_records)[:40]:
                        url = f"{inner.url}#{parsed.key}" if parsed.key else inner.url
                        found.append((url, name_of(source), parsed))
            except TrialtraceError:
                continue
    return list({url: (url, source, parsed) for url, source, parsed in found if not parsed.deleted}.values())


def test_the_corpus_in_twenty_shuffled_orders(corpus: list[tuple[str, str, Parsed]], tmp_path: Path) -> None:
    chance = random.Random(20)
    expected = None
    for n in range(20):
        pages = chance.sample(corpus, len(corpus))
        size = chance.choice([25, 80, len(pages)])
        (tmp_path / str(n)).mkdir()
        catalog = catalog_of(tmp_path / str(n), *(pages[at : at + size] for at in range(0, len(pages), size)))
        got = rows(catalog)
        catalog.close()
        expected = expected or got
        assert got == expected, f"order {n} gave other rows"
