"""Write what differs between the rows of a neighbourhood and the catalog, and settle what hangs on them."""

from __future__ import annotations

import sqlite3

from ingest.link.links import POSSIBLE, resolved, unresolved
from ingest.link.nodes import RESULT_RULES
from ingest.records import Row, Rows
from ingest.relink.load import Neighbourhood
from ingest.store.catalog import Catalog
from ingest.store.sync import Key, chunks, difference, select

# Tables whose rows belong to a citation or a trial, in the order in which they are written: table -> conditions that
# find the rows of these owners.
CITATION_TABLES = {
    "citations": ("id",),
    "citation_keys": ("citation",),
    "authors": ("citation",),
    "keywords": ("citation",),
    "notices": ("citation",),
    "registrations": ("citation",),
    "claims": ("citation",),
    "findings": ("citation",),
    "stated_values": ("entity_id",),
    "redirects": ("new_id",),
    "checks": ("owner",),
}
TRIAL_TABLES = {
    "trials": ("id",),
    "trial_citations": ("trial",),
    "arms": ("trial",),
    "trial_topics": ("trial",),
    "trial_relations": ("trial_a", "trial_b"),
    "outcomes": ("trial",),
    "outcome_specs": ("outcome IN (SELECT id FROM outcomes WHERE trial IN ({}))",),
    "stated_values": ("entity_id",),
    "redirects": ("new_id",),
    "checks": ("owner",),
}
# Rows of these tables that a read of both lists would show twice are one by their primary key.
OldRows = dict[str, dict[Key, Row]]


def write(catalog: Catalog, here: Neighbourhood, rows: Rows, pointing: set[str], pages: list[str], cause: str) -> None:
    """Make the catalog's rows of this neighbourhood what `rows` says. `pointing`: citations whose links are made anew."""
    old = _old_rows(catalog, here, rows, pointing)
    _keep_times(rows, old, catalog)
    _unique_redirects(rows)
    rows["topics"] = {**old["topics"], **rows.get("topics", {})}
    order = list(dict.fromkeys(["topics", *CITATION_TABLES, *TRIAL_TABLES, "citation_links", "link_keys"]))
    catalog.apply([difference(table, old.get(table, {}), rows.get(table, {})) for table in order], cause)
    _assign(catalog, here, pages)
    _sweep_pages(catalog, pages)
    _settle_topics(catalog, _topics(old, rows))
    _repoint(catalog.db, {key for key, _ in old["citation_keys"].keys() ^ rows.get("citation_keys", {}).keys()})
    _renumber(catalog, here)


def _old_rows(catalog: Catalog, here: Neighbourhood, rows: Rows, pointing: set[str]) -> OldRows:
    citations = here.old_citations | {key[0] for key in rows.get("citations", {})}
    trials = here.old_trials | {key[0] for key in rows.get("trials", {})}
    old: OldRows = {}
    for tables, owners in ((CITATION_TABLES, citations), (TRIAL_TABLES, trials)):
        for table, conditions in tables.items():
            for condition in conditions:
                where = condition if "{}" in condition else condition + " IN ({})"
                old.setdefault(table, {}).update(select(catalog.db, table, where, sorted(owners)))
    old["citation_links"] = select(catalog.db, "citation_links", "from_citation IN ({})", sorted(pointing | citations))
    of_links = "link IN (SELECT id FROM citation_links WHERE from_citation IN ({}))"
    old["link_keys"] = select(catalog.db, "link_keys", of_links, sorted(pointing | citations))
    about = select(catalog.db, "trial_citations", "citation IN ({})", sorted(citations))
    # Trials that show a work which goes are made anew (`load`): what is left are summaries and mentions.
    old["trial_citations"].update({key: row for key, row in about.items() if row["relation"] in ("summary", "mention")})
    possible = select(catalog.db, "trial_citations", f"rule = '{POSSIBLE}' AND citation IN ({{}})", sorted(pointing))
    old["trial_citations"].update(possible)
    old["topics"] = select(catalog.db, "topics", "id IN ({})", sorted(_topics(old, rows)))
    return old


def _topics(old: OldRows, rows: Rows) -> set[str]:
    return {key[1] for source in (old.get("trial_topics", {}), rows.get("trial_topics", {})) for key in source}


def _keep_times(rows: Rows, old: OldRows, catalog: Catalog) -> None:
    """First-seen times stay with rows that stay."""
    for table, column in (("notices", "first_seen"), ("redirects", "at")):
        for key, row in rows.get(table, {}).items():
            row[column] = old.get(table, {}).get(key, {}).get(column) or catalog.now


def _unique_redirects(rows: Rows) -> None:
    """A key that is in use leads nowhere else."""
    used = {key[0] for table in ("citations", "trials") for key in rows.get(table, {})}
    rows["redirects"] = {key: row for key, row in rows.get("redirects", {}).items() if key[0] not in used}


def _assign(catalog: Catalog, here: Neighbourhood, pages: list[str]) -> None:
    """Write down which work each page and each pointing was joined to, and whose text each document is."""
    db = catalog.db
    for page in pages:
        db.execute(
            "DELETE FROM reading_nodes WHERE page = ? AND node > 0 AND node NOT IN"
            " (SELECT node FROM reading_keys WHERE page = reading_nodes.page)",
            (page,),
        )
    db.executemany("DELETE FROM reading_nodes WHERE page = ? AND node = ?", here.nowhere)
    placed = sorted((node.page, node.n, work.id) for work in here.works for node in work.nodes)
    db.executemany(
        "INSERT INTO reading_nodes(page, node, citation) VALUES (?, ?, ?) ON CONFLICT(page, node) DO UPDATE"
        " SET citation = excluded.citation WHERE excluded.citation IS NOT citation",
        placed,
    )
    own = [(citation, page, citation) for page, node, citation in placed if node == 0]
    db.executemany("UPDATE readings SET citation = ? WHERE page = ? AND citation IS NOT ?", own)
    db.executemany("UPDATE pages SET citation = ? WHERE url = ? AND citation IS NOT ?", own)
    texts = {read.document for work in here.works for read in here.owned(work) if read.document}
    db.executemany(_WHOSE_TEXT, [(text,) for text in sorted(texts)])


def _sweep_pages(catalog: Catalog, pages: list[str]) -> None:
    """What pages no longer say, or pages that are gone, leaves nothing behind."""
    db = catalog.db
    for page in pages:
        db.execute(
            "DELETE FROM reading_nodes WHERE page = ? AND NOT EXISTS (SELECT 1 FROM readings WHERE page = reading_nodes.page)",
            (page,),
        )
        texts = db.execute("SELECT id FROM documents WHERE page = ?", (page,)).fetchall()
        db.executemany(
            "DELETE FROM documents WHERE id = ? AND NOT EXISTS (SELECT 1 FROM readings WHERE document = documents.id)", texts
        )
        db.executemany(_WHOSE_TEXT, texts)


# A document belongs to the first page (by address) that has its text.
_WHOSE_TEXT = (
    "UPDATE documents SET (page, citation) = (SELECT page, citation FROM readings WHERE document = documents.id"
    " ORDER BY page LIMIT 1) WHERE id = ?"
)


def _settle_topics(catalog: Catalog, topics: set[str]) -> None:
    """Topics that no trial has any more go; the others are worded as the first wording in order of the alphabet."""
    values = [(topic,) for topic in sorted(topics)]
    catalog.db.executemany(
        "DELETE FROM topics WHERE id = ? AND NOT EXISTS (SELECT 1 FROM trial_topics WHERE topic = topics.id)", values
    )
    catalog.db.executemany(
        "UPDATE topics SET label = (SELECT min(label) FROM trial_topics WHERE topic = topics.id),"
        " mesh_ui = (SELECT min(mesh_ui) FROM trial_topics WHERE topic = topics.id) WHERE id = ?",
        values,
    )


def _repoint(db: sqlite3.Connection, keys: set[str]) -> None:
    """Links from elsewhere follow: to works that came, away from works that went. `keys`: those that other works have now.

    Links that take part in identity were made anew with their pages.
    """
    links: dict[str, tuple[str, str | None]] = {}
    rules = ",".join(f"'{rule}'" for rule in sorted(RESULT_RULES))
    for part in chunks(sorted(keys)):
        marks = ",".join("?" * len(part))
        for where in (f"target_key IN ({marks})", f"id IN (SELECT link FROM link_keys WHERE key IN ({marks}))"):
            sql = f"SELECT id, from_citation, target_key FROM citation_links WHERE {where} AND relation != 'summarizes'"
            links.update((row[0], row[1:]) for row in db.execute(f"{sql} AND rule NOT IN ({rules})", part))

    def only(key: str) -> str | None:
        found = db.execute("SELECT citation FROM citation_keys WHERE key = ? LIMIT 2", (key,)).fetchall()
        return str(found[0][0]) if len(found) == 1 else None

    leads = []
    for link, (source, first) in links.items():
        further = db.execute("SELECT key FROM link_keys WHERE link = ? ORDER BY place", (link,))
        target = resolved([first or "", *(row[0] for row in further)], source, only) or unresolved(first)
        leads.append((target, link))
    db.executemany("UPDATE citation_links SET to_citation = ?1 WHERE id = ?2 AND to_citation IS NOT ?1", leads)


def _renumber(catalog: Catalog, here: Neighbourhood) -> None:
    """Numbers that works elsewhere give belong to the trial that has them now, or to none."""
    db = catalog.db
    now = here.trial_of()
    standing = {trial.id for trial in here.trials}
    db.executemany("UPDATE registrations SET trial = NULL WHERE trial = ?", [(t,) for t in sorted(here.old_trials - standing)])
    db.executemany(
        "UPDATE registrations SET trial = NULL WHERE number = ? AND trial IS NOT NULL",
        [(number,) for number in sorted(here.numbers - now.keys())],
    )
    db.executemany(
        "UPDATE registrations SET trial = ?1 WHERE number = ?2 AND status != 'rejected' AND trial IS NOT ?1",
        [(trial, number) for number, trial in sorted(now.items())],
    )
