"""Cells of tables, views and queries: keys become links, verdicts and directions become words with a mark."""

import re

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

CATALOG = "trialtrace"
# Column of a view or query -> table that its keys belong to.
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
# Redirected or changed rows: the column that names the table of `entity_id`.
ENTITIES = {"trial", "citation", "finding", "outcome", "claim", "registration"}
PILLS = {
    "verdict": {
        "supported": "good",
        "overstated": "bad",
        "contradicted": "bad",
        "number-mismatch": "bad",
        "outcome-switched": "bad",
        "population-extended": "bad",
        "omits-null-result": "bad",
    },
    "favours": {"intervention": "for", "comparator": "against", "neither": "null"},
    "notice": {"retraction": "bad", "withdrawal": "bad", "expression-of-concern": "bad"},
    "result": {"ok": "good", "fail": "bad"},
}
_KEY = re.compile(r"^(doi:10\.|pmid:\d|pmcid:PMC|page:[0-9a-f]{16}$)")


def linked(table, key, label):
    return Markup('<a href="/{}/{}/{}">{}</a>').format(CATALOG, table, tilde_encode(str(key)), label)


def place(row, quote):
    """A quote that leads to where it stands, when the row says where."""
    names = row.keys()
    if not {"document", "span_start", "span_end"} <= set(names) or row["document"] is None or row["span_start"] is None:
        return None
    address = f"/{CATALOG}/documents/{tilde_encode(row['document'])}?start={row['span_start']}&end={row['span_end']}#span"
    return Markup('<q class="cell-quote">{}</q> <a class="in-source" href="{}">in its source</a>').format(quote, address)


def entity_table(row, column):
    """The table that an `entity_id`, `from_id` or `to_id` belongs to; None when the row does not tell."""
    names = row.keys()
    if column == "entity_id" and "entity" in names:
        entity = str(row["entity"])
        return f"{entity}s" if entity in ENTITIES else entity if f"{entity[:-1]}" in ENTITIES else None
    if column == "to_id" and "link" in names and row["link"] == "trial":
        return "trials"
    return None


@hookimpl
def render_cell(row, value, column, table, database):
    if database != CATALOG or value is None or isinstance(value, dict | bytes):
        return None
    # The tables' own foreign keys are linked by Datasette itself, with labels.
    if column in PILLS and value:
        return Markup('<span class="pill pill-{}">{}</span>').format(PILLS[column].get(value, "open"), value)
    if column == "quote" and row is not None:
        return place(row, value)
    if column in ("from_id", "to_id", "entity_id", "new_id"):
        named = entity_table(row, column)
        if named is None and _KEY.match(str(value)):
            named = "citations"
        return linked(named, value, value) if named else None
    if column == "outcome" and "/" in str(value) and re.search(r"/[0-9a-f]{10}$", str(value)):
        return linked("outcomes", value, value)
    if column in LINKS and not (column in ("trial", "citation") and table == "citation_keys"):
        return linked(LINKS[column], value, escape(value))
    return None
