"""Load a neighbourhood and join it: readings to works, works to trials."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ingest.link.corrections import Corrections, names_of
from ingest.link.keys import record_number, record_registry
from ingest.link.nodes import nodes_of
from ingest.link.relations import is_review, reports_trial
from ingest.link.rows import Read
from ingest.link.trials import (
    Conflict,
    Decided,
    Member,
    Trial,
    keep_few,
    keep_named,
    own_numbers,
    pools,
    trials_of,
)
from ingest.link.works import Work, works_of
from ingest.records import Rows
from ingest.store.catalog import Catalog
from ingest.store.closure import BESIDE, CHANGED, Closure, closure
from ingest.store.sync import chunks

NodeKey = tuple[str, int]
# How much of a text is looked at for the people that a trial is of: title, abstract and the beginning of the methods.
OPENING = 6_000


@dataclass(slots=True)
class Neighbourhood:
    """What was loaded and joined around some keys.

    works, trials: those whose rows are made anew; numbers: all numbers of these trials, also of those that went;
    homes: every trial of each work that was loaded; own_numbers: those of each work that takes part in a trial;
    old_*: keys of what is in the catalog now and is replaced; work_of: node -> work; nowhere: nodes that name no work (a
    record's report that nobody has); names: identity key -> work, as people name it.
    """

    reads: dict[str, Read]
    works: list[Work]
    trials: list[Trial]
    conflicts: list[Conflict]
    homes: dict[str, set[str]]
    aliases: dict[str, str]
    numbers: set[str]
    own_numbers: dict[str, set[str]]
    old_citations: set[str]
    old_trials: set[str]
    work_of: dict[NodeKey, str]
    nowhere: list[NodeKey]
    names: dict[str, str]

    def owned(self, work: Work) -> list[Read]:
        """Readings of the pages that carry a work."""
        return [self.reads[node.page] for node in work.own]

    def trial_of(self) -> dict[str, str]:
        """Number -> trial, for the trials made anew, their retired numbers included."""
        found = {number: trial.id for trial in self.trials for _, number in trial.numbers}
        return found | {old: found[new] for old, new in self.aliases.items() if new in found}


def load(catalog: Catalog, keys: set[str], pages: list[str], corrections: Corrections) -> Neighbourhood:
    """The neighbourhood of these keys, joined. `pages`: those that came, changed or went."""
    closed = closure(catalog.db, keys, corrections.edges())
    reads = {read.page: read for read in catalog.readings(sorted({page for page, _ in closed.degrees}))}
    nodes = [n for r in reads.values() for n in nodes_of(r.page, r.source, r.parsed) if n.key in closed.degrees]
    works = works_of(nodes, corrections.same_works(nodes), corrections.split_pages())
    degree = {work.id: max(closed.degrees[node.key] for node in work.nodes) for work in works}
    members = [m for work in works if (m := _member(reads, work, degree[work.id]))]
    aliases = _aliases(reads.values())
    named = {aliases.get(n, n) for m in members for _, n in (*m.numbers, *m.reports_of)}
    names = names_of(works)
    decided = Decided(aliases=aliases, same=corrections.same_trials(), apart=corrections.unlinked(names))
    joined = trials_of(members, decided, closed.numbers, trials_in_catalog(catalog, named - closed.numbers))
    anew = {trial.id for trial in joined.trials}
    kept = [w for w in works if _is_made_anew(degree[w.id], joined.homes.get(w.id, set()), anew)]
    old_citations = _old_citations(catalog, (node.key for work in kept for node in work.nodes), pages)
    work_of = {node.key: work.id for work in works for node in work.nodes}
    here = Neighbourhood(
        reads=reads,
        works=kept,
        trials=joined.trials,
        conflicts=joined.conflicts,
        homes=joined.homes,
        aliases=aliases,
        numbers=closed.numbers,
        own_numbers={member.work: {number for _, number in member.numbers} for member in members},
        old_citations=old_citations,
        old_trials=_old_trials(catalog, closed, old_citations),
        work_of=work_of,
        names=names,
        nowhere=[node.key for node in nodes if node.key not in work_of],
    )
    more = _showing_what_goes(catalog, here) - keys
    return load(catalog, keys | more, pages, corrections) if more else here


def _showing_what_goes(catalog: Catalog, here: Neighbourhood) -> set[str]:
    """Keys of trials, otherwise left alone, that show a work which goes or goes by another key now: they are made anew too."""
    gone = sorted(here.old_citations - {work.id for work in here.works})
    found: set[str] = set()
    for part in chunks(gone):
        marks = ",".join("?" * len(part))
        sql = f"SELECT trial FROM trial_citations WHERE relation NOT IN ('summary', 'mention') AND citation IN ({marks})"
        found.update(row[0] for row in catalog.db.execute(sql, part))
    return {f"reg:{trial}" for trial in found - here.old_trials}


def _is_made_anew(degree: int, homes: set[str], anew: set[str]) -> bool:
    """A work beside the neighbourhood, all of whose trials stay as they are, stays as it is too."""
    return degree == CHANGED or bool(homes & anew) or (not homes and degree > BESIDE)


def _member(reads: dict[str, Read], work: Work, degree: int) -> Member | None:
    """A work with what joins it to a trial; None for works that belong to no trial at first hand."""
    own = [reads[node.page] for node in work.own]
    citations = [read.parsed.citation for read in own if read.parsed.citation]
    registry = next((found for read in own if (found := record_registry(read.parsed)) is not None), None)
    if not citations or any(c.is_summary for c in citations) or any(node.is_notice for node in work.own):
        return None
    if registry is None and any(is_review(c) for c in citations):
        return None
    numbers = keep_few(own_numbers(read.parsed.registrations for read in own), registry)
    named = {
        (r.registry, r.number)
        for node in work.nodes
        if node.kind == "report" and node.page in reads
        for r in reads[node.page].parsed.registrations
        if r.number in record_number(reads[node.page].parsed) and r.status == "valid"
    }
    randomised = any(
        s.entity == "trial" and s.field == "allocation" and s.value == "randomised" for r in own for s in r.parsed.stated
    )
    texts = [read.parsed.document.text[:OPENING] for read in own if read.parsed.document] or [""]
    return Member(
        work=work.id,
        numbers=numbers,
        is_record=registry is not None,
        is_report=any(reports_trial(c, randomised, text) for c in citations for text in texts),
        reports_of=keep_named(sorted(named)),
        is_pooled=registry is None and pools(numbers),
        is_beside=degree == BESIDE,
    )


def _aliases(reads: Iterable[Read]) -> dict[str, str]:
    """Retired numbers that registry records give for themselves; only those by which the record is found."""
    found: dict[str, str] = {}
    for read in sorted(reads, key=lambda r: r.page):
        registry, given = record_registry(read.parsed), read.parsed.registrations
        if registry is not None:
            current = next(iter(record_number(read.parsed)), None)
            kept = {number for _, number in keep_few(own_numbers([given]), registry)}
            for one in given:
                if one.status == "alias" and current and one.number != current and one.number in kept:
                    found.setdefault(one.number, current)
    return found


def trials_in_catalog(catalog: Catalog, numbers: Collection[str], but: Collection[str] = ()) -> dict[str, str]:
    """Number -> trial as the catalog has it now; trials in `but` do not count."""
    found: dict[str, str] = {}
    for part in chunks(sorted(numbers)):
        marks = ",".join("?" * len(part))
        sql = (
            f"SELECT number, min(trial) FROM registrations WHERE number IN ({marks}) AND status != 'rejected'"
            " AND trial IS NOT NULL GROUP BY number"
        )
        found.update({number: trial for number, trial in catalog.db.execute(sql, part) if trial not in but})
    return found


def _old_citations(catalog: Catalog, nodes: Iterable[NodeKey], pages: list[str]) -> set[str]:
    db = catalog.db
    found: set[str] = set()
    for node in nodes:
        found.update(r[0] for r in db.execute("SELECT citation FROM reading_nodes WHERE page = ? AND node = ?", node))
    for page in pages:
        found.update(r[0] for r in db.execute("SELECT citation FROM reading_nodes WHERE page = ?", (page,)))
    return found


def _old_trials(catalog: Catalog, closed: Closure, old_citations: set[str]) -> set[str]:
    """Trials that have one of the numbers now, and those that go by the key of a report that is made anew."""
    found = set(trials_in_catalog(catalog, closed.numbers).values())
    for part in chunks(sorted(closed.numbers | old_citations)):
        marks = ",".join("?" * len(part))
        found.update(row[0] for row in catalog.db.execute(f"SELECT id FROM trials WHERE id IN ({marks})", part))
    return found


def pointing_pages(catalog: Catalog, here: Neighbourhood, rows: Rows) -> dict[str, str]:
    """Page -> citation for every page whose links are written anew: those of works here, and those pointing here."""
    db = catalog.db
    found = {node.page: work.id for work in here.works for node in work.own}
    outside = {node.page for work in here.works for node in work.nodes if node.n} | _possibly_pointing(catalog, here, rows)
    led_somewhere = "SELECT 1 FROM reading_nodes WHERE page = ? AND node = ?"
    outside |= {node[0] for node in here.nowhere if db.execute(led_somewhere, node).fetchone()}
    citations: set[str] = set()
    for part in chunks(sorted(outside - found.keys())):
        marks = ",".join("?" * len(part))
        sql = f"SELECT citation FROM reading_nodes WHERE node = 0 AND page IN ({marks})"
        citations.update(row[0] for row in db.execute(sql, part))
    for part in chunks(sorted(citations)):
        marks = ",".join("?" * len(part))
        sql = f"SELECT page, citation FROM reading_nodes WHERE node = 0 AND citation IN ({marks})"
        found.update({page: citation for page, citation in db.execute(sql, part) if page not in found})
    return found


def _possibly_pointing(catalog: Catalog, here: Neighbourhood, rows: Rows) -> set[str]:
    """Pages with a reference by author, journal and year that fits, or fitted, a work here."""
    likely = {key for key, _ in rows.get("citation_keys", {}) if key.startswith("like:")}
    for part in chunks(sorted(here.old_citations)):
        marks = ",".join("?" * len(part))
        sql = f"SELECT key FROM citation_keys WHERE citation IN ({marks}) AND key GLOB 'like:*'"
        likely.update(row[0] for row in catalog.db.execute(sql, part))
    found: set[str] = set()
    for part in chunks(sorted(likely)):
        marks = ",".join("?" * len(part))
        found.update(row[0] for row in catalog.db.execute(f"SELECT page FROM reading_keys WHERE key IN ({marks})", part))
    return found
