"""Small pages of our own making for tests of identity: records, without going through any source."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ingest.link.corrections import Corrections
from ingest.link.keys import reading_keys
from ingest.markup import DocumentBuilder
from ingest.records import Author, Citation, Keyword, Link, Notice, Parsed, Reference, Registration
from ingest.relink import relink
from ingest.store import Catalog, open_catalog

# Tables that tell the history, and columns that say when something was first seen: never compared.
HISTORY = {"runs", "run_issues", "changes", "search_ids", "_sqlite_migrations", "sources"}
TIMES = {"first_seen", "last_seen", "changed_at", "gone_at", "at"}

Page = tuple[str, str, Parsed]


def number(value: str, status: str = "valid", registry: str = "nct") -> Registration:
    return Registration(registry=registry, number=value, as_written=value, status=status, rule="place:registration")


def article(
    address: str,
    title: str,
    *,
    source: str = "pubmed_xml",
    family: str | None = "Larsen",
    genres: Iterable[str] = (),
    registrations: Iterable[Registration] = (),
    links: Iterable[Link] = (),
    notices: Iterable[Notice] = (),
    key: str | None = None,
    **fields: str | bool | None,
) -> Page:
    """A page that carries one article (or, with `type`, another work)."""
    builder = DocumentBuilder()
    builder.add("title", title)
    citation = Citation(
        title=title,
        authors=(Author(family=family, given="A"),) if family else (),
        keywords=tuple(Keyword(scheme="publication-type", term=genre) for genre in genres),
        **({"type": "article-journal", "issued": "2019"} | fields),  # type: ignore[arg-type]
    )
    parsed = Parsed(
        key=key,
        citation=citation,
        document=builder.build(),
        registrations=tuple(registrations),
        links=tuple(links),
        notices=tuple(notices),
    )
    return address, source, parsed


def blog(url: str, title: str, *links: Link, registrations: Iterable[Registration] = ()) -> Page:
    """A page that talks about somebody else's trial."""
    return article(
        url, title, source="summary_page", type="post-weblog", is_summary=True, links=links, registrations=registrations
    )


def record(value: str, title: str, *others: Registration, links: Iterable[Link] = (), registry: str = "nct") -> Page:
    """A registry's own record."""
    return article(
        f"https://registry.example/{value}",
        title,
        source="ctgov_json",
        family=None,
        type="registration",
        url=f"https://registry.example/{value}",
        issued=None,
        registrations=[
            Registration(
                registry=registry, number=value, as_written=value, status="valid", rule="registry-record", pointer="/id"
            ),
            *others,
        ],
        links=links,
    )


def about(**target: str) -> Link:
    """A summary's explicit link."""
    return Link(relation="summarizes", rule="study-link", pointer="/a", **target)


def printed(title: str, **fields: str) -> Link:
    """A summary's printed reference."""
    family = fields.pop("family", None)
    authors = (Author(family=family),) if family else ()
    reference = Reference(raw=title, title=title, authors=authors, **fields)  # type: ignore[arg-type]
    ids = {name: fields[name] for name in ("doi", "pmid", "pmcid") if name in fields}
    return Link(relation="summarizes", rule="printed-reference", reference=reference, pointer="/p", **ids)


def catalog_of(folder: Path, *batches: Iterable[Page], corrections: Corrections | None = None) -> Catalog:
    """A catalog that was given these pages, batch by batch."""
    catalog = open_catalog(folder / "t.db")
    for batch in batches:
        add(catalog, batch, corrections)
    return catalog


def add(catalog: Catalog, pages: Iterable[Page], corrections: Corrections | None = None) -> None:
    """One run that brings these pages."""
    catalog.start_run(f"2026-01-01T00:00:{catalog.db.execute('SELECT count(*) FROM runs').fetchone()[0] % 60:02d}Z")
    with catalog.database.atomic():
        keys: set[str] = set()
        urls = []
        for url, source, parsed in pages:
            catalog.know_source({"id": source, "name": source, "kind": "file", "home_url": None, "terms_url": None})
            catalog.save_page(url, url, source, None, parsed)
            keys |= catalog.save_reading(url, source, parsed, reading_keys(url, source, parsed))
            urls.append(url)
        relink(catalog, keys, urls, "source-new", corrections or Corrections())


def remove(catalog: Catalog, pages: Iterable[Page], corrections: Corrections | None = None) -> None:
    """One run in which these pages are gone."""
    catalog.start_run("2026-01-02T00:00:00Z")
    with catalog.database.atomic():
        urls = [url for url, _, _ in pages]
        keys = {key for url in urls for key in catalog.drop_reading(url, "2026-01-02")}
        relink(catalog, keys, urls, "source-gone", corrections or Corrections())


def rows(catalog: Catalog) -> dict[str, list[str]]:
    """Every row of every table but history, without times: what must not depend on the order of pages."""
    found = {}
    tables = catalog.db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%' AND name NOT LIKE 'search%'"
        " AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    for (table,) in tables:
        if table in HISTORY:
            continue
        columns = [c[1] for c in catalog.db.execute(f"PRAGMA table_info({table})") if c[1] not in TIMES]
        where = " WHERE gone_at IS NULL" if table == "pages" else ""
        found[table] = sorted(map(repr, catalog.db.execute(f"SELECT {', '.join(columns)} FROM {table}{where}")))
    return found


def ids(catalog: Catalog, table: str = "citations") -> list[str]:
    """Sorted keys of a table."""
    return [row[0] for row in catalog.db.execute(f"SELECT id FROM {table} ORDER BY id")]


def home(catalog: Catalog, url: str) -> str | None:
    """The citation that a page carries."""
    row = catalog.db.execute("SELECT citation FROM pages WHERE url = ?", (url,)).fetchone()
    return row[0] if row else None
