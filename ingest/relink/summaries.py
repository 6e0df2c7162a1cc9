"""Links from works to works, and what summaries and mentions are to the trials."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ingest.link.corrections import Corrections
from ingest.link.links import POSSIBLE, Targets, link_rows
from ingest.link.rows import put
from ingest.records import Row, Rows
from ingest.relink.load import Neighbourhood
from ingest.store.catalog import Catalog
from ingest.store.sync import chunks, select


def links(rows: Rows, here: Neighbourhood, catalog: Catalog, pointing: Mapping[str, str], corrections: Corrections) -> None:
    """Links of every page that points (page -> its citation), resolved to what is known now."""
    missing = sorted(pointing.keys() - here.reads.keys())
    reads = here.reads | {read.page: read for read in catalog.readings(missing)}
    target_of, nowhere = dict(here.work_of), set(here.nowhere)
    for page in pointing:
        for node, citation in catalog.db.execute(_JOINED, (page,)):
            if (page, node) not in nowhere:
                target_of.setdefault((page, node), citation)
    targets = _Known(rows, here, catalog, target_of)
    for page, citation in sorted(pointing.items()):
        if page in reads:
            link_rows(rows, reads[page], citation, targets)
    corrections.links(rows, here.names, set(pointing.values()))


# What a page points at now; what it pointed at before it changed is not swept yet.
_JOINED = (
    "SELECT node, citation FROM reading_nodes r WHERE page = ? AND EXISTS"
    " (SELECT 1 FROM reading_keys k WHERE k.page = r.page AND k.node = r.node)"
)


class _Known(Targets):
    """What links lead to: the works made anew here, and all others as the catalog has them."""

    def __init__(self, rows: Rows, here: Neighbourhood, catalog: Catalog, target_of: Mapping[tuple[str, int], str]) -> None:
        self.db = catalog.db
        self.citations = rows.get("citations", {})
        self.replaced = here.old_citations
        self.target_of = target_of
        self.fresh: dict[str, set[str]] = {}
        self.fresh_keys: dict[str, set[str]] = {}
        for key, citation in rows.get("citation_keys", {}):
            self.fresh.setdefault(key, set()).add(citation)
            self.fresh_keys.setdefault(citation, set()).add(key)

    def pointed(self, page: str, node: int) -> str | None:
        return self.target_of.get((page, node))

    def only(self, key: str) -> str | None:
        known = {
            citation
            for (citation,) in self.db.execute("SELECT citation FROM citation_keys WHERE key = ?", (key,))
            if citation not in self.replaced
        } | self.fresh.get(key, set())
        return known.pop() if len(known) == 1 else None

    def keys_of(self, citation: str) -> Collection[str]:
        if (citation,) in self.citations:
            return self.fresh_keys.get(citation, ())
        return {row[0] for row in self.db.execute("SELECT key FROM citation_keys WHERE citation = ?", (citation,))}

    def is_carried(self, citation: str) -> bool:
        row = self.citations.get((citation,))
        if row is not None:
            return not row["is_stub"]
        found = self.db.execute("SELECT is_stub FROM citations WHERE id = ?", (citation,)).fetchone()
        return found is not None and citation not in self.replaced and not found[0]


def summaries(rows: Rows, here: Neighbourhood, catalog: Catalog) -> None:
    """Summaries and mentions of the trials here: by a link to one of their works, by a number alone, or possibly."""
    found = [row for row in rows.get("citation_links", {}).values() if row["relation"] == "summarizes"]
    found.sort(key=lambda row: (row["tier"], row["id"]))
    founded = [row for row in found if row["rule"] != POSSIBLE]
    for trial in here.trials:
        for row in founded:
            if row["to_citation"] in trial.works:
                _pointed_at(rows, trial.id, row, f"points at {row['to_citation']}, a report of this trial")
    _mentions(rows, here, catalog)
    for row in found:
        if row["rule"] == POSSIBLE:
            _possibly(rows, here, catalog, row)


def _pointed_at(rows: Rows, trial: str, link: Row, explanation: str) -> None:
    where = {name: link[name] for name in ("document", "span_start", "span_end", "quote", "pointer")}
    key = (trial, link["from_citation"])
    row = {"trial": trial, "citation": link["from_citation"], "relation": "summary", "rule": link["rule"]}
    put(rows, "trial_citations", key, row | {"tier": link["tier"], "explanation": explanation, **where})


def _possibly(rows: Rows, here: Neighbourhood, catalog: Catalog, link: Row) -> None:
    """A link that is only possible leads to trials here and to trials that stay as they are, where nothing better does."""
    target, summary = link["to_citation"], link["from_citation"]
    trials = {trial.id for trial in here.trials if target in trial.works}
    known = "SELECT trial FROM trial_citations WHERE citation = ? AND relation NOT IN ('summary', 'mention')"
    trials |= {row[0] for row in catalog.db.execute(known, (target,))} - here.old_trials
    better = "SELECT trial FROM trial_citations WHERE citation = ? AND rule != ?"
    if summary not in here.old_citations:
        trials -= {row[0] for row in catalog.db.execute(better, (summary, POSSIBLE))} - here.old_trials
    for trial in sorted(trials):
        reason = f"possible only: first author, journal and year fit {target}, a report of this trial"
        _pointed_at(rows, trial, link, reason)


def _mentions(rows: Rows, here: Neighbourhood, catalog: Catalog) -> None:
    """Works that give a number without it being their own: from elsewhere to trials here, and from here to any trial."""
    trial_of = here.trial_of()
    outside: list[Row] = []
    for part in chunks(sorted(trial_of)):
        found = select(catalog.db, "registrations", "number IN ({})", part)
        outside += [row for row in found.values() if row["citation"] not in here.old_citations]
    inside = list(rows.get("registrations", {}).values())
    are_summaries = _which_are_summaries(catalog, rows, {row["citation"] for row in outside + inside})
    for row in sorted(outside + inside, key=lambda r: (r["citation"], r["span_start"] or 0, r["id"])):
        trial = trial_of.get(row["number"]) or row["trial"]
        # A work's own trials show it as what it is to them, also those that stay as they are.
        if trial is not None and row["status"] != "rejected" and trial not in here.homes.get(row["citation"], ()):
            _mention(rows, trial, row, "summary" if row["citation"] in are_summaries else "mention")


def _mention(rows: Rows, trial: str, given: Row, relation: str) -> None:
    where = {name: given[name] for name in ("document", "span_start", "span_end", "quote", "pointer")}
    own = "" if relation == "summary" else ", not as its own number"
    row = {"trial": trial, "citation": given["citation"], "relation": relation, "rule": given["rule"]}
    row |= {"tier": 1 if relation == "summary" else 4, "explanation": f"gives {given['number']}{own}"}
    put(rows, "trial_citations", (trial, given["citation"]), row | where)


def _which_are_summaries(catalog: Catalog, rows: Rows, citations: set[str]) -> set[str]:
    fresh = rows.get("citations", {})
    found = {c for c in citations if (c,) in fresh and fresh[(c,)]["is_summary"]}
    for part in chunks(sorted(c for c in citations if (c,) not in fresh)):
        marks = ",".join("?" * len(part))
        sql = f"SELECT id FROM citations WHERE is_summary = 1 AND id IN ({marks})"
        found.update(row[0] for row in catalog.db.execute(sql, part))
    return found
