"""Who may import whom, read from the import lines; records and tables that must agree."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import records
from ingest.store import open_catalog

TOP = Path(__file__).parent.parent
MODULES = sorted(p for p in (TOP / "ingest").rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Full names of everything that a file imports, also inside functions; what only the type checker sees is left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in node.body
    }
    for node in ast.walk(tree):
        if id(node) in for_types_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


IMPORTS = {name_of(path): set(imports(path)) for path in MODULES}


def importing(*prefixes: str) -> set[str]:
    """Modules that import something of these packages."""
    return {name for name, used in IMPORTS.items() if any(u == p or u.startswith(p + ".") for u in used for p in prefixes)}


def below(*packages: str) -> set[str]:
    return {name for name in IMPORTS if any(name == p or name.startswith(p + ".") for p in packages)}


def test_only_fetch_touches_the_network() -> None:
    assert importing("httpx") == {"ingest.fetch"}
    # `socket` there resolves names to refuse private addresses; urllib is for taking addresses apart.
    assert importing("socket", "http", "urllib.request", "requests", "aiohttp", "ftplib") == {"ingest.fetch"}


def test_only_the_archive_and_the_store_open_databases() -> None:
    opening = {
        name_of(p)
        for p in MODULES
        if "sqlite3.connect" in p.read_text(encoding="utf-8") or "sqlite_utils.Database(" in p.read_text(encoding="utf-8")
    }
    assert opening == {"ingest.archive", "ingest.store.connection", "ingest.store.opening"}
    # `serve` only looks at what Datasette is about to show.
    assert {u for u in IMPORTS["ingest.serve"] if u.startswith("ingest.store.")} == {
        "ingest.store.connection",
        "ingest.store.connection.open_as_it_is",
    }
    assert "?mode=ro" in (TOP / "ingest" / "store" / "connection.py").read_text(encoding="utf-8")


# What is made of bytes and text alone, and what only turns rows into rows.
PURE = below(
    "ingest.document",
    "ingest.records",
    "ingest.page",
    "ingest.errors",
    "ingest.markup",
    "ingest.identifiers",
    "ingest.sources",
    "ingest.extract",
    "ingest.link",
    "ingest.check",
)


@pytest.mark.parametrize(
    "what", ["sqlite3", "sqlite_utils", "random", "secrets", "time", "subprocess", "tempfile", "threading", "asyncio"]
)
def test_reading_and_linking_are_pure(what: str) -> None:
    assert importing(what) & PURE == set()


def test_nothing_pure_asks_the_clock() -> None:
    asking = {
        name_of(p) for p in MODULES if any(words in p.read_text(encoding="utf-8") for words in (".now(", ".utcnow(", ".today("))
    }
    assert asking & PURE == set()


# A layer may import what stands above it, never what stands below.
LAYERS = (
    ("ingest.errors", "ingest.resources"),
    ("ingest.records", "ingest.page"),
    ("ingest.markup", "ingest.identifiers"),
    ("ingest.sources", "ingest.extract"),
    ("ingest.link",),
    ("ingest.check",),
    ("ingest.archive", "ingest.fetch", "ingest.store"),
    ("ingest.relink", "ingest.recheck", "ingest.recorrect"),
    ("ingest.pipeline",),
    ("ingest.rebuild", "ingest.refresh", "ingest.question"),
    ("ingest.session",),
    ("ingest.cli",),
)


@pytest.mark.parametrize("place", range(len(LAYERS)), ids=lambda i: LAYERS[i][0])
def test_layers_import_upwards_only(place: int) -> None:
    later = [name for layer in LAYERS[place + 1 :] for name in layer]
    assert below(*LAYERS[place]) & importing(*later) == set()


def test_sources_never_import_each_other() -> None:
    for name in below("ingest.sources") - {"ingest.sources"}:
        others = {u for u in IMPORTS[name] if u.startswith("ingest.sources.")}
        assert others == set(), name


def test_the_catalog_reads_by_sql_and_imports_nothing_of_ingest() -> None:
    for path in sorted((TOP / "catalog").rglob("*.py")):
        assert [u for u in imports(path) if u.split(".")[0] == "ingest"] == [], path


def test_no_drawers_for_everything() -> None:
    assert {p.name for p in MODULES} & {"utils.py", "helpers.py", "base.py", "common.py", "misc.py"} == set()


# Records and tables ----------------------------------------------------------------------------------------------

# Record -> table, fields that are no column (with the reason), and columns that only linking can know or that the
# table adds for searching and joining.
AGREE = {
    "Author": ("authors", set(), {"citation", "position"}),
    "Keyword": ("keywords", set(), {"citation"}),
    "Claim": ("claims", set(), {"id", "citation"}),
    "Finding": ("findings", set(), {"id", "trial", "citation", "outcome"}),
    "Arm": ("arms", {"rule", "document", "span_start", "span_end", "quote", "pointer"}, {"id", "trial"}),  # an arm is no fact yet
    "Topic": ("trial_topics", set(), {"trial", "topic", "page"}),
    "Registration": ("registrations", set(), {"id", "trial", "citation"}),
    "OutcomeSpec": ("outcome_specs", {"domain", "measure", "better"}, {"id", "outcome", "citation"}),  # of `outcomes`
    "Stated": ("stated_values", set(), {"id", "entity_id", "page", "chosen"}),
    "Notice": ("notices", {"target_doi", "target_pmid", "target_pmcid"}, {"id", "citation", "page", "first_seen"}),  # resolved
}


@pytest.mark.parametrize("record", sorted(AGREE))
def test_a_records_fields_are_its_tables_columns(tmp_path: Path, record: str) -> None:
    table, no_column, only_column = AGREE[record]
    catalog = open_catalog(tmp_path / "t.db")
    columns = {row[1] for row in catalog.db.execute(f"PRAGMA table_info({table})")}
    catalog.close()
    fields = set[str]()
    for field in dataclasses.fields(getattr(records, record)):
        fields |= {"document", "span_start", "span_end", "quote"} if field.name == "span" else {field.name}
    assert fields - no_column <= columns, "a field that no column keeps"
    assert columns - only_column <= fields, "a column that no field fills"


def test_records_are_frozen_slotted_and_by_keyword() -> None:
    for name, value in vars(records).items():
        if dataclasses.is_dataclass(value) and isinstance(value, type):
            parameters = value.__dataclass_params__  # type: ignore[attr-defined]
            assert parameters.frozen, name
            assert "__slots__" in vars(value), name
            assert all(field.kw_only for field in dataclasses.fields(value)), name


def test_every_column_has_a_comment() -> None:
    missing = []
    for line in (TOP / "schema" / "tables.sql").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if (
            line.startswith("  ")
            and len(words) > 1
            and words[1].rstrip(",") in ("TEXT", "INTEGER", "REAL", "BLOB")
            and "--" not in line
        ):
            missing.append(line.strip())
    assert missing == []


def test_every_table_is_strict(tmp_path: Path) -> None:
    catalog = open_catalog(tmp_path / "t.db")
    listed = catalog.db.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'").fetchall()
    catalog.close()
    loose = {name for name, strict in listed if not strict and not name.startswith("sqlite_")}
    assert loose == {"_sqlite_migrations"}
