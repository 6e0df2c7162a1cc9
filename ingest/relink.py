"""Link the neighbourhood of what came, changed or went: load it, join it, compare with what is there, write the rest.

Everything that decides is in `link/` and pure; here is only what has to be loaded and written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from ingest.link.corrections import Corrections
from ingest.link.nodes import Node, digest, nodes_of
from ingest.link.relations import is_review, reports_trial
from ingest.link.rows import Read, link_rows, put, unresolved, work_rows
from ingest.link.trial_rows import (
    OWN,
    Report,
    finding_rows,
    gravest,
    registration_rows,
    report_of,
    trial_rows,
)
from ingest.link.trials import REGISTRY_ORDER, Conflict, Member, Trial, keep_few, trials_of
from ingest.link.works import Work, works_of
from ingest.records import Row, Rows
from ingest.store.catalog import Catalog
from ingest.store.sync import Key, chunks, difference, select

# Tables whose rows belong to a citation or a trial, in the order in which they are written: table -> condition that
# finds the rows of these owners.
CITATION_TABLES = {
    "citations": "id IN ({})",
    "citation_keys": "citation IN ({})",
    "authors": "citation IN ({})",
    "keywords": "citation IN ({})",
    "notices": "citation IN ({})",
    "registrations": "citation IN ({})",
    "claims": "citation IN ({})",
    "findings": "citation IN ({})",
    "stated_values": "entity_id IN ({})",
    "redirects": "new_id IN ({})",
    "checks": "owner IN ({})",
}
TRIAL_TABLES = {
    "trials": "id IN ({})",
    "trial_citations": "trial IN ({})",
    "arms": "trial IN ({})",
    "trial_topics": "trial IN ({})",
    "trial_relations": "trial_a IN ({})",
    "outcomes": "trial IN ({})",
    "outcome_specs": "outcome IN (SELECT id FROM outcomes WHERE trial IN ({}))",
    "stated_values": "entity_id IN ({})",
    "redirects": "new_id IN ({})",
    "checks": "owner IN ({})",
}


@dataclass(slots=True)
class Neighbourhood:
    """What was loaded and joined around some keys."""

    reads: dict[str, Read]
    works: list[Work]
    trials: list[Trial]
    conflicts: list[Conflict]
    old_citations: set[str]
    old_trials: set[str]
    work_of: dict[tuple[str, int], str] = field(default_factory=dict)

    def owned(self, work: Work) -> list[Read]:
        """Readings of the pages that carry a work."""
        return [self.reads[node.page] for node in work.own]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What was linked anew: citations and trials in the catalog now, and pages whose claims have to be held again."""

    citations: set[str]
    trials: set[str]
    summaries: set[str]


def relink(
    catalog: Catalog,
    keys: Iterable[str],
    pages: Collection[str],
    cause: str,
    corrections: Corrections,
    same_outcome: Callable[[str, str], bool] | None = None,
    more_rows: Callable[[Rows], None] | None = None,
) -> Linked:
    """Link the neighbourhood of these keys and pages anew. `more_rows` may add rows of `checks` to a finished set."""
    here = _load(catalog, set(keys), list(pages), corrections)
    rows: Rows = {}
    for work in here.works:
        work_rows(rows, work, here.reads, corrections.values("citation", {work.id, *(n.page for n in work.own)}))
        _contested(rows, work)
    _trial_side(rows, here, corrections, same_outcome)
    _registrations(rows, here, catalog)
    pointing = _pointing_pages(catalog, here)
    _links(rows, here, catalog, pointing, corrections)
    _summaries(rows, here, catalog, pointing)
    _corrected(rows, here, corrections)
    _trial_notices(rows, here)
    if more_rows is not None:
        more_rows(rows)
    _write(catalog, here, rows, set(pointing.values()), list(pages), cause)
    now = {k[0] for k in rows.get("citations", {})}
    return Linked(citations=now, trials={k[0] for k in rows.get("trials", {})}, summaries=set(pointing.values()) | now)


# Loading -------------------------------------------------------------------------------------------------------------


def _load(catalog: Catalog, keys: set[str], pages: list[str], corrections: Corrections) -> Neighbourhood:
    keys |= corrections.neighbours(keys)
    members = catalog.neighbourhood(keys)
    reads = {read.page: read for read in catalog.readings(sorted({page for page, _ in members}))}
    nodes = [node for read in reads.values() for node in nodes_of(read.page, read.source, read.parsed) if node.key in members]
    works = works_of(nodes, corrections.same_works(nodes), corrections.split_pages())
    here = Neighbourhood(reads, works, [], [], _old_citations(catalog, members, pages), set())
    here.work_of = {node.key: work.id for work in works for node in work.nodes}
    here.trials, here.conflicts = trials_of(
        [m for work in works if (m := _member(here, work))],
        _aliases(reads.values()),
        corrections.same_trials(),
        corrections.unlinked(),
    )
    here.old_trials = _old_trials(catalog, here)
    return here


def _old_citations(catalog: Catalog, members: set[tuple[str, int]], pages: list[str]) -> set[str]:
    found = set[str]()
    for page, node in members:
        found |= {
            r[0] for r in catalog.db.execute("SELECT citation FROM reading_nodes WHERE page = ? AND node = ?", (page, node))
        }
    for page in pages:
        found |= {r[0] for r in catalog.db.execute("SELECT citation FROM reading_nodes WHERE page = ?", (page,))}
    return found


def _old_trials(catalog: Catalog, here: Neighbourhood) -> set[str]:
    found = set[str]()
    for part in chunks(sorted(here.old_citations | {work.id for work in here.works})):
        marks = ",".join("?" * len(part))
        found |= {
            row[0]
            for row in catalog.db.execute(
                f"SELECT trial FROM trial_citations WHERE relation NOT IN ('summary', 'mention') AND citation IN ({marks})",
                part,
            )
        }
    return found


def _aliases(reads: Iterable[Read]) -> dict[str, str]:
    """Retired numbers that registry records give for themselves."""
    found: dict[str, str] = {}
    for read in sorted(reads, key=lambda r: r.page):
        if read.parsed.citation and read.parsed.citation.type == "registration":
            current = next((r.number for r in read.parsed.registrations if r.status == "valid"), None)
            for given in read.parsed.registrations:
                if given.status == "alias" and current and given.number != current:
                    found.setdefault(given.number, current)
    return found


def _member(here: Neighbourhood, work: Work) -> Member | None:
    """A work with what joins it to a trial; None for works that belong to no trial at first hand."""
    reads = here.owned(work)
    citations = [read.parsed.citation for read in reads if read.parsed.citation]
    if not citations or any(c.is_summary for c in citations) or any(is_review(c) for c in citations):
        return None
    if any(node.is_notice for node in work.own):
        return None
    given = sorted(
        {
            (r.registry, r.number)
            for read in reads
            for r in read.parsed.registrations
            if r.status in OWN and r.registry in REGISTRY_ORDER
        }
    )
    randomised = any(
        s.entity == "trial" and s.field == "allocation" and s.value == "randomised" for r in reads for s in r.parsed.stated
    )
    return Member(
        work=work.id,
        numbers=keep_few(given),
        is_record=any(c.type == "registration" for c in citations),
        is_report=any(reports_trial(c, randomised) for c in citations),
        reports_of=tuple(sorted({n for node in work.nodes if node.kind == "report" for n in _record_numbers(here, node)})),
        issued=min((c.issued for c in citations if c.issued), default="9999"),
    )


def _record_numbers(here: Neighbourhood, node: Node) -> list[tuple[str, str]]:
    read = here.reads.get(node.page)
    return [(r.registry, r.number) for r in read.parsed.registrations if r.status == "valid"][:1] if read else []


# Rows ----------------------------------------------------------------------------------------------------------------


def _contested(rows: Rows, work: Work) -> None:
    for key in sorted(work.contested):
        if not key.startswith("url:"):
            detail = f"{key} is printed on more than one work; it is kept as stated but names none of the unsure ones"
            _check(rows, "shared-identifier", "citation", work.id, work.id, "note", detail)


def _check(rows: Rows, rule: str, entity: str, entity_id: str, owner: str, result: str, detail: str) -> None:
    key = digest(rule, entity, entity_id, detail)
    row = {"id": key, "rule": rule, "entity": entity, "entity_id": entity_id, "owner": owner, "result": result}
    put(rows, "checks", (key,), row | {"detail": detail})


def _trial_side(
    rows: Rows, here: Neighbourhood, corrections: Corrections, same_outcome: Callable[[str, str], bool] | None
) -> None:
    by_id = {work.id: work for work in here.works}
    homes: dict[str, int] = {}
    for trial in here.trials:
        for work in trial.works:
            homes[work] = homes.get(work, 0) + 1
    shared = {work for work, n in homes.items() if n > 1}
    for trial in here.trials:
        reports = [r for work in sorted(trial.works) if (r := report_of(work, here.owned(by_id[work])))]
        numbers = {trial.id, *(n for _, n in trial.numbers)}
        trial_rows(rows, trial, reports, corrections.values("trial", numbers), same_outcome, shared)
        _old_keys(rows, trial, reports)
    for work in sorted(shared):
        report = report_of(work, here.owned(by_id[work]))
        finding_rows(rows, work, report.reads if report else [], None, {})
    for conflict in here.conflicts:
        key = (conflict.trial_a, conflict.trial_b, conflict.relation)
        names = ("trial_a", "trial_b", "relation")
        put(rows, "trial_relations", key, dict(zip(names, key, strict=True)) | {"note": conflict.note})


def _old_keys(rows: Rows, trial: Trial, reports: list[Report]) -> None:
    """A report without a number would have named the trial; that key leads here."""
    if trial.numbers:
        for report in reports:
            if report.relation != "registration":
                put(rows, "redirects", (f"trial {report.work}",), _lead(f"trial {report.work}", trial.id))


def _lead(old: str, new: str) -> Row:
    return {"old_id": old, "new_id": new, "reason": "a trial known only by this report went by its key", "at": None}


def _registrations(rows: Rows, here: Neighbourhood, catalog: Catalog) -> None:
    trial_of = {number: trial.id for trial in here.trials for _, number in trial.numbers}
    given = {r.number for read in here.reads.values() for r in read.parsed.registrations} - trial_of.keys()
    for part in chunks(sorted(given)):
        marks = ",".join("?" * len(part))
        found = catalog.db.execute(
            f"SELECT number, min(trial) FROM registrations WHERE status != 'mention' AND trial IS NOT NULL"
            f" AND number IN ({marks}) GROUP BY number",
            part,
        )
        trial_of.update({n: t for n, t in found if t not in here.old_trials})
    trial_of.update(_aliased(here, trial_of))
    for work in here.works:
        registration_rows(rows, work.id, here.owned(work), trial_of)


def _aliased(here: Neighbourhood, trial_of: dict[str, str]) -> dict[str, str]:
    aliases = _aliases(here.reads.values())
    return {old: trial_of[new] for old, new in aliases.items() if new in trial_of}


def _pointing_pages(catalog: Catalog, here: Neighbourhood) -> dict[str, str]:
    """Page -> citation for every page whose links have to be written anew: those of works here, and those pointing here."""
    found = {node.page: work.id for work in here.works for node in work.own}
    outside = sorted({node.page for work in here.works for node in work.nodes if node.n} - found.keys())
    citations = set[str]()
    for part in chunks(outside):
        marks = ",".join("?" * len(part))
        sql = f"SELECT citation FROM reading_nodes WHERE node = 0 AND page IN ({marks})"
        citations |= {row[0] for row in catalog.db.execute(sql, part)}
    for part in chunks(sorted(citations)):
        marks = ",".join("?" * len(part))
        sql = f"SELECT page, citation FROM reading_nodes WHERE node = 0 AND citation IN ({marks})"
        found.update({page: citation for page, citation in catalog.db.execute(sql, part) if page not in found})
    return found


def _links(rows: Rows, here: Neighbourhood, catalog: Catalog, pointing: dict[str, str], corrections: Corrections) -> None:
    missing = sorted(set(pointing) - here.reads.keys())
    reads = here.reads | {read.page: read for read in catalog.readings(missing)}
    target_of = dict(here.work_of)
    for page in pointing:
        for node, citation in catalog.db.execute("SELECT node, citation FROM reading_nodes WHERE page = ?", (page,)):
            target_of.setdefault((page, node), citation)
    resolve = _resolver(rows, catalog, here)
    for page, citation in sorted(pointing.items()):
        if page in reads:
            link_rows(rows, reads[page], citation, target_of, resolve)
    corrections.links(rows, set(pointing.values()))


def _resolver(rows: Rows, catalog: Catalog, here: Neighbourhood) -> Callable[[list[str], str | None], str | None]:
    fresh: dict[str, set[str]] = {}
    for key, citation in rows.get("citation_keys", {}):
        fresh.setdefault(key, set()).add(citation)

    def year_of(citation: str) -> str | None:
        if (citation,) in rows.get("citations", {}):
            issued = rows["citations"][(citation,)]["issued"]
        else:
            found = catalog.db.execute("SELECT issued FROM citations WHERE id = ?", (citation,)).fetchone()
            issued = found[0] if found else None
        return issued[:4] if issued else None

    def resolve(keys: list[str], year: str | None) -> str | None:
        for key in keys:
            known = {
                row[0]
                for row in catalog.db.execute("SELECT citation FROM citation_keys WHERE key = ?", (key,))
                if row[0] not in here.old_citations
            } | fresh.get(key, set())
            if key.startswith("title:"):
                known = {citation for citation in known if year and year_of(citation) == year}
            if len(known) == 1:
                return known.pop()
        return None

    return resolve


def _summaries(rows: Rows, here: Neighbourhood, catalog: Catalog, pointing: dict[str, str]) -> None:
    """Summaries and mentions of the trials here: by a link to one of their works, or by a number alone."""
    links = [row for row in rows.get("citation_links", {}).values() if row["relation"] == "summarizes"]
    links.sort(key=lambda row: (row["tier"], row["id"]))
    for trial in here.trials:
        for row in links:
            if row["to_citation"] in trial.works:
                _pointed_at(rows, trial.id, row, f"points at {row['to_citation']}, a report of this trial")
    _mentions(rows, here, catalog)


def _pointed_at(rows: Rows, trial: str, link: Row, explanation: str) -> None:
    where = {name: link[name] for name in ("document", "span_start", "span_end", "quote", "pointer")}
    key = (trial, link["from_citation"])
    row = {"trial": trial, "citation": link["from_citation"], "relation": "summary", "rule": link["rule"]}
    put(rows, "trial_citations", key, row | {"tier": link["tier"], "explanation": explanation, **where})


def _mentions(rows: Rows, here: Neighbourhood, catalog: Catalog) -> None:
    """Works that give a number without it being their own: from elsewhere to trials here, and from here to any trial."""
    trial_of = {number: trial.id for trial in here.trials for _, number in trial.numbers}
    outside: list[Row] = []
    for part in chunks(sorted(trial_of)):
        found = select(catalog.db, "registrations", "number IN ({})", part)
        outside += [row for row in found.values() if row["citation"] not in here.old_citations]
    inside = list(rows.get("registrations", {}).values())
    summaries = _which_are_summaries(catalog, rows, {row["citation"] for row in outside + inside})
    for row in sorted(outside + inside, key=lambda r: (r["citation"], r["span_start"] or 0, r["id"])):
        trial = trial_of.get(row["number"]) or row["trial"]
        if trial is not None and row["status"] != "rejected":
            _mention(rows, trial, row, "summary" if row["citation"] in summaries else "mention")


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
        found |= {row[0] for row in catalog.db.execute(sql, part)}
    return found


def _corrected(rows: Rows, here: Neighbourhood, corrections: Corrections) -> None:
    corrections.trial_links(rows, here.trials)


def _trial_notices(rows: Rows, here: Neighbourhood) -> None:
    """The gravest notice on a report of results reaches the trial."""
    for trial in here.trials:
        kinds = [
            rows["citations"][(work,)]["notice"]
            for work in trial.works
            if rows["trial_citations"].get((trial.id, work), {}).get("relation") in ("results", "follow-up", "secondary")
        ]
        rows["trials"][(trial.id,)]["notice"] = gravest(kinds)


# Writing -------------------------------------------------------------------------------------------------------------


def _write(catalog: Catalog, here: Neighbourhood, rows: Rows, pointing: set[str], pages: list[str], cause: str) -> None:
    citations = here.old_citations | {key[0] for key in rows.get("citations", {})}
    trials = here.old_trials | {key[0] for key in rows.get("trials", {})}
    old: dict[str, dict[Key, Row]] = {}
    for tables, owners in ((CITATION_TABLES, citations), (TRIAL_TABLES, trials)):
        for table, where in tables.items():
            old.setdefault(table, {}).update(select(catalog.db, table, where, sorted(owners)))
    old["citation_links"] = select(catalog.db, "citation_links", "from_citation IN ({})", sorted(pointing | citations))
    about = select(catalog.db, "trial_citations", "citation IN ({})", sorted(citations))
    old["trial_citations"].update({key: row for key, row in about.items() if row["relation"] in ("summary", "mention")})
    old["topics"] = select(catalog.db, "topics", "id IN ({})", sorted(_topics(old, rows)))
    _history(rows, old, catalog)
    _unique_redirects(rows)
    order = list(dict.fromkeys(["topics", *CITATION_TABLES, *TRIAL_TABLES, "citation_links"]))
    new_topics = dict(rows.get("topics", {}))
    rows["topics"] = {**old["topics"], **new_topics}
    differences = [difference(table, old.get(table, {}), rows.get(table, {})) for table in order]
    catalog.apply(differences, cause)
    _assign(catalog, here)
    _sweep_pages(catalog, pages)
    _settle_topics(catalog, _topics(old, rows))
    _repoint(catalog, here, rows)


def _topics(old: dict[str, dict[Key, Row]], rows: Rows) -> set[str]:
    return {key[1] for source in (old.get("trial_topics", {}), rows.get("trial_topics", {})) for key in source}


def _history(rows: Rows, old: dict[str, dict[Key, Row]], catalog: Catalog) -> None:
    """First-seen times stay with rows that stay."""
    for table, column in (("notices", "first_seen"), ("redirects", "at")):
        for key, row in rows.get(table, {}).items():
            row[column] = old.get(table, {}).get(key, {}).get(column) or catalog.now


def _unique_redirects(rows: Rows) -> None:
    """A key that is in use leads nowhere else."""
    used = {key[0] for table in ("citations", "trials") for key in rows.get(table, {})}
    rows["redirects"] = {key: row for key, row in rows.get("redirects", {}).items() if key[0] not in used}


def _assign(catalog: Catalog, here: Neighbourhood) -> None:
    """Write down which work each page and each pointing was joined to, and whose text each document is."""
    db = catalog.db
    placed = sorted((page, node, citation) for (page, node), citation in here.work_of.items())
    for page in {page for page, _, _ in placed}:
        known = {node for p, node, _ in placed if p == page}
        keys = {r[0] for r in db.execute("SELECT node FROM reading_keys WHERE page = ?", (page,))}
        for (node,) in db.execute("SELECT node FROM reading_nodes WHERE page = ?", (page,)).fetchall():
            if node not in keys and node not in known:
                db.execute("DELETE FROM reading_nodes WHERE page = ? AND node = ?", (page, node))
    db.executemany(
        "INSERT INTO reading_nodes(page, node, citation) VALUES (?, ?, ?) ON CONFLICT(page, node) DO UPDATE"
        " SET citation = excluded.citation WHERE excluded.citation IS NOT citation",
        placed,
    )
    own = [(citation, page, citation) for page, node, citation in placed if node == 0]
    db.executemany("UPDATE readings SET citation = ? WHERE page = ? AND citation IS NOT ?", own)
    db.executemany("UPDATE pages SET citation = ? WHERE url = ? AND citation IS NOT ?", own)
    db.executemany(_WHOSE_TEXT, [(read.document,) for read in here.reads.values() if read.document])


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


def _repoint(catalog: Catalog, here: Neighbourhood, rows: Rows) -> None:
    """Links from elsewhere follow: to works that came, away from works that went; mentions of numbers likewise."""
    db = catalog.db
    now = {key[0] for key in rows.get("citations", {})}
    gone = sorted(here.old_citations - now)
    for part in chunks(gone):
        marks = ",".join("?" * len(part))
        sql = f"SELECT id, target_key FROM citation_links WHERE to_citation IN ({marks})"
        lost = [(unresolved(key), link) for link, key in db.execute(sql, part)]
        db.executemany("UPDATE citation_links SET to_citation = ? WHERE id = ?", lost)
    for key, citation in sorted(rows.get("citation_keys", {})):
        year = (rows["citations"][(citation,)]["issued"] or "")[:4]
        condition = " AND target_year = ?" if key.startswith("title:") else ""
        values = (citation, key, citation, citation) + ((year,) if condition else ())
        db.execute(
            "UPDATE citation_links SET to_citation = ? WHERE target_key = ? AND to_citation IS NOT ?"
            f" AND from_citation != ? AND relation != 'summarizes'{condition}",
            values,
        )
    _remention(catalog, here)


def _remention(catalog: Catalog, here: Neighbourhood) -> None:
    """Numbers that other works merely mention belong to the trial that has them now, or to none."""
    db = catalog.db
    standing = {trial.id for trial in here.trials}
    db.executemany(
        "UPDATE registrations SET trial = NULL WHERE trial = ? AND status = 'mention'",
        [(trial,) for trial in here.old_trials - standing],
    )
    now = {number: trial.id for trial in here.trials for _, number in trial.numbers}
    db.executemany(
        "UPDATE registrations SET trial = ? WHERE number = ? AND status = 'mention' AND trial IS NOT ?",
        [(trial, number, trial) for number, trial in now.items()],
    )
