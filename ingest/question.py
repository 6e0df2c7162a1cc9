"""Which findings of the catalog speak to a question: outcome, intervention, comparator."""

from __future__ import annotations

from typing import Any

from ingest.extract.outcome_match import is_same_outcome, same_outcome
from ingest.link.nodes import plain_title
from ingest.store import Catalog

MAX_CANDIDATES = 2000
MAX_ANSWERS = 50


def answers(catalog: Catalog, outcome: str, intervention: str = "", comparator: str = "") -> list[dict[str, Any]]:
    """Findings on the outcome, of trials of the intervention against the comparator where these are named.

    Candidates come from full-text search on any word of the outcome; what is kept names the same outcome. First come
    comparisons with the arms as asked, of the arms as a whole, on the outcome worded most alike.
    """
    found = []
    for row in _candidates(catalog, outcome):
        if not is_same_outcome(row["outcome"], outcome) and not is_same_outcome(row["outcome_as_worded"], outcome):
            continue
        named, against = _share(intervention, _about(row, "intervention")), _share(comparator, _about(row, "comparator"))
        if named < 0.5 or against < 0.5:
            continue
        alike = same_outcome(row["outcome_as_worded"], outcome)
        turned = _turned_round(row, intervention, comparator)
        place = (turned, _aside(row), -alike, -named, -against, str(row["trial"]), str(row["finding"]))
        found.append((place, row))
    return [row for _, row in sorted(found, key=lambda item: item[0])[:MAX_ANSWERS]]


def _about(row: dict[str, Any], arm: str) -> str:
    """The words in which an arm that is asked about may be named; those of the title where none was read with certainty."""
    titles = "" if row[arm] else f"{row['trial_title'] or ''} {row['report_title'] or ''}"
    return f"{row['intervention'] or ''} {row['comparator'] or ''} {row['topics'] or ''} {row['quote'] or ''} {titles}"


def _turned_round(row: dict[str, Any], intervention: str, comparator: str) -> bool:
    """Whether what is asked about as the one arm is the other arm of the finding, whose direction is then the opposite."""
    asked = [(intervention, "intervention", "comparator"), (comparator, "comparator", "intervention")]
    return any(words and _share(words, row[other] or "") > _share(words, row[own] or "") for words, own, other in asked)


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
