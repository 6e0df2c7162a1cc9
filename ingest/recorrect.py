"""Apply what changed in the corrections file, and keep the table that shows both values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ingest.errors import UsageError
from ingest.link.corrections import Correction, key_of
from ingest.records import Row
from ingest.store.catalog import Catalog

if TYPE_CHECKING:
    from ingest.pipeline import Run


def relink_corrected(run: Run) -> None:
    """Have everything linked anew that a new, changed or removed correction concerns."""
    before = {row[0]: row[1:] for row in run.catalog.db.execute("SELECT id, entity_id, target, value, reason FROM corrections")}
    after = {item.key: (item.id, item.target, item.value, item.reason) for item in run.corrections.items}
    keys = set()
    for key in before.keys() | after.keys():
        if before.get(key) != after.get(key):
            for names in (before.get(key), after.get(key)):
                keys |= {key_of(name) for name in (names or ())[:2] if name}
    if keys:
        run.waiting_for(keys, "correction")


def write_corrections(run: Run) -> None:
    """Write the table: what the machine says now beside what the person says.

    A name that nothing in the catalog goes by is a failure of the run, told in one line; the other corrections stand.
    A correction under which the machine's value moved is a warning.
    """
    catalog = run.catalog
    kept = []
    for item in run.corrections.items:
        try:
            row = item.row() | _state(catalog, item)
        except UsageError as error:
            run.fail("corrections", str(error), "link")
            continue
        kept.append(item.key)
        if row["status"] == "stale":
            catalog.issue("link", "corrections", _moved(item, row["machine_value"]), "warning")
        columns = ",".join(row)
        sets = ", ".join(f"{column} = excluded.{column}" for column in row if column != "id")
        guard = " OR ".join(f"excluded.{column} IS NOT corrections.{column}" for column in row if column != "id")
        marks = ",".join(f":{column}" for column in row)
        catalog.db.execute(
            f"INSERT INTO corrections({columns}) VALUES ({marks}) ON CONFLICT(id) DO UPDATE SET {sets} WHERE {guard}", row
        )
    catalog.db.execute("DELETE FROM corrections WHERE id NOT IN (SELECT value FROM json_each(?))", (json.dumps(kept),))


def _moved(item: Correction, machine: str | None) -> str:
    return (
        f"{item.field} of {item.entity} {item.id}: {item.by} set {item.value} when the sources said {item.expected or 'nothing'};"
        f" now they say {machine or 'nothing'}"
    )


def _state(catalog: Catalog, item: Correction) -> Row:
    entity = _entity(catalog, item)
    if item.target and not _is_known(catalog, item.target):
        raise UsageError(f"a correction of {item.entity} {item.id} names {item.target}, which is not in the catalog")
    if item.kind != "value":
        return {"machine_value": None, "status": "active"}
    found = catalog.db.execute(
        "SELECT value FROM stated_values WHERE entity_id = ? AND field = ? AND chosen = 1", (entity, item.field)
    ).fetchone()
    machine = found[0] if found else None
    if machine == item.value:
        status = "superseded"
    elif machine != item.expected:
        status = "stale"
    else:
        status = "active"
    return {"machine_value": machine, "status": status}


def _entity(catalog: Catalog, item: Correction) -> str:
    """The id that a person's name for a trial or citation stands for now."""
    table = "trials" if item.entity == "trial" else "citations"
    for sql in (
        f"SELECT id FROM {table} WHERE id = ?",
        "SELECT new_id FROM redirects WHERE old_id = ?",
        "SELECT citation FROM pages WHERE url = ? AND citation IS NOT NULL",
    ):
        row = catalog.db.execute(sql, (item.id,)).fetchone()
        if row:
            return str(row[0])
    if item.kind != "value" and _is_known(catalog, item.id):
        return item.id
    raise UsageError(f"a correction names {item.entity} {item.id}, which is not in the catalog")


def _is_known(catalog: Catalog, name: str) -> bool:
    """True for anything the catalog can be asked for by this name: also a number whose trial went, or a page."""
    places = (
        "citations WHERE id",
        "trials WHERE id",
        "redirects WHERE old_id",
        "pages WHERE gone_at IS NULL AND url",
        "registrations WHERE number",
    )
    if any(catalog.db.execute(f"SELECT 1 FROM {place} = ? LIMIT 1", (name,)).fetchone() for place in places):
        return True
    return catalog.db.execute("SELECT 1 FROM citation_keys WHERE key = ? LIMIT 1", (key_of(name),)).fetchone() is not None
