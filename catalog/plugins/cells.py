"""Cells of tables, views and queries: keys become links, quotes lead to their source, verdicts and directions are signs."""

import re

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup

CATALOG = "trialtrace"
# Column of a view or query -> table that its keys belong to. (Foreign keys of tables are linked by Datasette itself.)
LINKS = {
    "trial": "trials",
    "trial_a": "trials",
    "trial_b": "trials",
    "finding": "findings",
    "finding_a": "findings",
    "finding_b": "findings",
    "citation": "citations",
    "report": "citations",
    "summary": "citations",
    "from_citation": "citations",
    "to_citation": "citations",
    "claim": "claims",
    "outcome_id": "outcomes",
    "document": "documents",
    "run": "runs",
}
# Columns whose key belongs to a table that another column, or the key itself, tells.
MIXED = {"from_id", "to_id", "entity_id", "new_id"}
ENTITIES = ("trials", "citations", "findings", "outcomes", "claims")
SIGNS = {
    "verdict": {
        "supported": "good",
        "not-found": "open",
        "not-checkable": "open",
    },
    "favours": {"intervention": "for", "comparator": "against", "neither": "null", "unclear": "unclear"},
    "notice": {"correction": "open", "erratum": "open", "reinstatement": "open"},
    "result": {"ok": "good", "note": "open", "not-checkable": "open"},
}
_CITATION = re.compile(r"(doi:10\.|pmid:\d|pmcid:PMC|page:[0-9a-f]{16}$)")


def plain(value):
    """The value of a cell; Datasette expands a foreign key to its value and label."""
    return value["value"] if isinstance(value, dict) else value


def linked(table, key):
    """The key as a link to its row."""
    return Markup('<a href="/{}/{}/{}">{}</a>').format(CATALOG, table, tilde_encode(str(key)), key)


def place(row, quote):
    """A quote with a link to where it stands; None when the row does not say where."""
    if not {"document", "span_start", "span_end"} <= set(row.keys()):
        return None
    document, start, end = (plain(row[name]) for name in ("document", "span_start", "span_end"))
    if document is None or start is None:
        return None
    address = f"/{CATALOG}/documents/{tilde_encode(document)}?start={start}&end={end}#span"
    return Markup('<q class="cell-quote">{}</q> <a class="in-source" href="{}">in its source</a>').format(quote, address)


def table_of(row, column, key):
    """The table that a key of mixed kind belongs to; None when neither the row nor the key tells."""
    names = row.keys()
    if column == "entity_id" and "entity" in names:
        entity = str(row["entity"])
        return next((table for table in ENTITIES if entity in (table, table[:-1])), None)
    if column == "to_id" and "link" in names and row["link"] == "trial":
        return "trials"
    return "citations" if _CITATION.match(str(key)) else None


@hookimpl
def render_cell(row, value, column, database):
    if database != CATALOG or row is None or value is None or isinstance(value, dict | bytes):
        return None
    if column in SIGNS:
        return Markup('<span class="pill pill-{}">{}</span>').format(SIGNS[column].get(value, "bad"), value)
    if column == "quote":
        return place(row, value)
    table = table_of(row, column, value) if column in MIXED else LINKS.get(column)
    return linked(table, value) if table else None
