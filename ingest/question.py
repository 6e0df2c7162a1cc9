"""Which findings of the catalog speak to a question: outcome, intervention, comparator."""

from __future__ import annotations

from typing import Any

from ingest.extract.outcome_match import is_same_outcome
from ingest.link.nodes import plain_title
from ingest.store import Catalog

MAX_CANDIDATES = 2000
MAX_ANSWERS = 50


def answers(catalog: Catalog, outcome: str, intervention: str = "", comparator: str = "") -> list[dict[str, Any]]:
    """Findings on the outcome, of trials of the intervention against the comparator where these are named.

    Candidates come from full-text search on any word of the outcome; what is kept names the same outcome.
    """
    found = []
    for row in _candidates(catalog, outcome):
        if not is_same_outcome(row["outcome"], outcome) and not is_same_outcome(row["outcome_as_worded"], outcome):
            continue
        named = _share(intervention, f"{row['intervention']} {row['topics']} {row['quote']}") if intervention else 1.0
        against = _share(comparator, f"{row['comparator']} {row['topics']} {row['quote']}") if comparator else 1.0
        if named < 0.5 or against < 0.5:
            continue
        exact = plain_title(row["outcome_as_worded"]) == plain_title(outcome)
        place = (not exact, _aside(row), -named, -against, str(row["trial"]), str(row["finding"]))
        found.append((place, row))
    return [row for _, row in sorted(found, key=lambda item: item[0])[:MAX_ANSWERS]]


def _aside(row: dict[str, Any]) -> bool:
    """Whether a finding is no comparison of the arms as a whole: of a subgroup, within one arm, of doses."""
    return bool(row["comparison"] != "between-group")


def _candidates(catalog: Catalog, outcome: str) -> list[dict[str, Any]]:
    words = " OR ".join(f'"{word}"' for word in plain_title(outcome).split())
    if not words:
        return []
    sql = (
        "SELECT d.*, (SELECT group_concat(label, ' ') FROM trial_topics tt WHERE tt.trial = d.trial) AS topics"
        " FROM search s JOIN finding_details d ON d.finding = s.id"
        " WHERE s.kind = 'finding' AND search MATCH ? ORDER BY bm25(search) LIMIT ?"
    )
    return list(catalog.database.query(sql, [words, MAX_CANDIDATES]))


def _share(asked: str, text: str) -> float:
    wanted = set(plain_title(asked).split())
    return len(wanted & set(plain_title(text).split())) / len(wanted) if wanted else 1.0
