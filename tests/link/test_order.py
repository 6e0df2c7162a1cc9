"""The order of pages must not matter: one run or many, any order, removed and added again."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.link.nodes import nodes_of
from ingest.link.works import works_of
from ingest.records import Link, Notice, Reference
from tests.link.corpus import readings, shuffled_orders
from tests.link.pages import Page, about, add, article, blog, catalog_of, number, printed, record, remove, rows

TITLES = [
    "Illness management and recovery in community mental health centers: a randomised trial",
    "Illness management and recovery in community mental health centers: one-year follow-up",
    "Supported employment for people with severe mental illness: study protocol",
    "Erratum",
]
DOIS = [None, "10.1186/s12888-019-2048-0", "10.1186/1745-6215-12-195", "10.3389/fpsyt.2021.723435"]
PMIDS = [None, "30744590", "21859491", "34744823"]
NUMBERS = [
    *(("nct", f"NCT0136169{n}") for n in range(5)),
    ("ntr", "NTR5033"),
    ("nl", "NL4931"),
    ("isrctn", "ISRCTN12345670"),
]

statuses = st.sampled_from(["valid", "valid", "valid", "mention"])
numbers = st.lists(st.tuples(st.sampled_from(NUMBERS), statuses), max_size=4, unique_by=lambda one: one[0]).map(
    lambda found: [number(v, status, registry=r) for (r, v), status in found]
)
cited = st.builds(
    lambda title, doi, pmid: Link(
        relation="cites",
        rule="reference-list",
        doi=doi,
        pmid=pmid,
        reference=Reference(raw=title, title=title, year="2019"),
        pointer=f"/ref/{doi}/{pmid}/{title}",
    ),
    st.sampled_from(TITLES),
    st.sampled_from(DOIS),
    st.sampled_from(PMIDS),
)
articles = st.builds(
    lambda n, title, doi, pmid, family, own, source, notice, cites: article(
        f"https://page.example/{n}",
        title,
        doi=doi,
        pmid=pmid,
        family=family,
        source=source,
        container_title="Journal of Examples",
        registrations=own,
        links=cites,
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
    st.lists(cited, max_size=2),
)
records = st.builds(
    lambda own, title, others, aliases, pmids: record(
        own[1],
        title,
        *(other for other in others if (other.registry, other.number) not in aliases),
        *(number(v, "alias", registry=r) for r, v in aliases if v != own[1]),
        registry=own[0],
        links=[Link(relation="cites", rule="registry-result-reference", pmid=p, pointer=f"/r/{p}") for p in pmids],
    ),
    st.sampled_from(NUMBERS),
    st.sampled_from(TITLES),
    numbers,
    st.lists(st.sampled_from(NUMBERS[:3]), max_size=1),
    st.lists(st.sampled_from(PMIDS[1:]), max_size=2, unique=True),
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
    lambda n, found, own: blog(
        f"https://blog.example/{n}", f"A blog post number {n} about recovery courses", *found, registrations=own
    ),
    st.integers(0, 3),
    st.lists(links, max_size=2),
    numbers,
)
collections = st.lists(st.one_of(articles, articles, records, blogs), min_size=1, max_size=8, unique_by=lambda page: page[0])


@contextmanager
def few_are_many() -> Iterator[None]:
    """With the bounds lowered, a handful of pages is enough to cross them."""
    with (
        patch("ingest.link.trials.MAX_OWN_NUMBERS", 2),
        patch("ingest.link.trials.MAX_NAMED_BY", 2),
        patch("ingest.store.closure.MAX_NAMED_BY", 2),
    ):
        yield


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages=collections, others=collections, seed=st.integers(0, 10_000))
def test_any_order_any_runs_gives_the_same_rows(pages: list, others: list, seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as many, few_are_many():
        expected = rows(catalog_of(Path(one), sorted(pages, key=lambda page: page[0])))
        shuffled = chance.sample(pages, len(pages))
        cut = chance.randint(0, len(shuffled))
        catalog = catalog_of(Path(many), shuffled[:cut], *([page] for page in shuffled[cut:]))
        assert rows(catalog) == expected
        known = {page[0] for page in pages}
        for page in others:
            add(catalog, [page])
        remove(catalog, [page for page in others if page[0] not in known])
        add(catalog, [page for page in pages if page[0] in {other[0] for other in others}])
        assert rows(catalog) == expected, "pages that came and went, or said something else for a while, left a trace"
        again = chance.sample(pages, chance.randint(0, len(pages)))
        remove(catalog, again)
        add(catalog, chance.sample(again, len(again)))
        assert rows(catalog) == expected
        assert catalog.db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert catalog.db.execute("SELECT count(*) FROM span_faults").fetchone() == (0,)
        catalog.close()


@settings(max_examples=60, deadline=None)
@given(pages=collections)
def test_no_work_has_two_pmids_and_no_trial_two_numbers_of_a_registry(pages: list) -> None:
    nodes = [node for url, source, parsed in pages for node in nodes_of(url, source, parsed)]
    for work in works_of(nodes):
        assert len({node.pmid for node in work.own if node.pmid}) <= 1
    with tempfile.TemporaryDirectory() as folder:
        catalog = catalog_of(Path(folder), pages)
        twice = catalog.db.execute(
            "SELECT r.trial FROM registrations r WHERE r.trial IS NOT NULL AND r.status IN ('valid', 'retired')"
            " AND r.number NOT IN (SELECT number FROM registrations WHERE status = 'alias') GROUP BY r.trial, r.registry HAVING count(DISTINCT r.number) > 1"
        ).fetchall()
        assert twice == []
        catalog.close()


# The real pages ------------------------------------------------------------------------------------------------------

# One page in so many of each kind; `python -m benchmarks.shuffle_corpus` takes all.
ONE_IN = 20


@pytest.fixture(scope="module")
def corpus(shared: Path) -> list[Page]:
    """Readings of a sample of real pages, read once."""
    return readings(shared / "corpus", ONE_IN)


def test_the_corpus_in_twenty_shuffled_orders(corpus: list[Page], tmp_path: Path) -> None:
    assert len(corpus) > 50
    for n, difference in enumerate(shuffled_orders(corpus, 20, tmp_path)):
        assert difference == "", f"order {n} gave other rows: {difference}"
