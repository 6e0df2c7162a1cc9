"""Hold the claims of summaries against the findings of the trials they are about; write the verdicts that changed."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.check.claims import check_claims
from ingest.link.nodes import digest
from ingest.records import Row
from ingest.store.catalog import Catalog
from ingest.store.sync import Key, difference, select


def recheck(catalog: Catalog, citations: Iterable[str], cause: str) -> None:
    """Check the claims of these citations anew."""
    claims = select(catalog.db, "claims", "citation IN ({})", sorted(citations))
    by_citation: dict[str, list[Row]] = {}
    for row in claims.values():
        by_citation.setdefault(row["citation"], []).append(row)
    new: dict[Key, Row] = {}
    for citation, rows in sorted(by_citation.items()):
        targets = _targets(catalog, citation)
        for verdict in check_claims(sorted(rows, key=lambda row: row["position"]), targets):
            key = digest(verdict["claim"], verdict["finding"], verdict["trial"], verdict["rule"])
            new[(key,)] = {"id": key, **verdict}
    old = select(catalog.db, "claim_checks", "claim IN ({})", [key[0] for key in claims])
    catalog.apply([difference("claim_checks", old, new)], cause)


def _targets(catalog: Catalog, citation: str) -> list[Row]:
    """What a summary is about: for each trial (or work) its row, findings, stated values and texts."""
    trials = [
        row[0]
        for row in catalog.db.execute(
            "SELECT trial FROM trial_citations WHERE citation = ? AND relation = 'summary' AND tier < 5 ORDER BY trial",
            (citation,),
        )
    ]
    works = [
        row[0]
        for row in catalog.db.execute(
            "SELECT DISTINCT to_citation FROM citation_links WHERE from_citation = ? AND relation = 'summarizes'"
            " AND tier < 5 AND to_citation IS NOT NULL ORDER BY to_citation",
            (citation,),
        )
    ]
    found = []
    for trial in trials:
        row = select(catalog.db, "trials", "id IN ({})", [trial])[(trial,)]
        reports = [r[0] for r in catalog.db.execute("SELECT citation FROM trial_citations WHERE trial = ?", (trial,))]
        # The summary speaks of certain reports: their findings first; without such a link, all of the trial's.
        about = [work for work in works if work in reports]
        found.append(_target(catalog, row, about, trial))
    return found


def _target(catalog: Catalog, trial: Row, works: list[str], trial_id: str) -> Row:
    findings = list(select(catalog.db, "findings", "trial IN ({})", [trial_id]).values())
    told = [row for row in findings if row["citation"] in works] or findings
    stated = list(select(catalog.db, "stated_values", "entity_id IN ({})", [trial_id]).values())
    documents = select(catalog.db, "documents", "citation IN ({})", works or sorted({row["citation"] for row in findings}))
    return {
        "trial": trial,
        "findings": sorted(told, key=lambda row: row["id"]),
        "stated": sorted(stated, key=lambda row: row["id"]),
        "documents": sorted(documents.values(), key=lambda row: row["id"]),
        "conditions": [
            row[0]
            for row in catalog.db.execute(
                "SELECT label FROM trial_topics WHERE trial = ? AND role = 'condition' ORDER BY label", (trial_id,)
            )
        ],
    }
