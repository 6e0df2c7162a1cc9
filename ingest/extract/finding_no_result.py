"""Sentences that tell no result of the trial: open questions and advice, relations between measurements, the state before."""

from __future__ import annotations

from ingest.extract.wording import Wording, lowered

_OPEN = Wording(
    r"\b(?:unclear|unknown|uncertain|raises? (?:\w+ )?questions?|further (?:research|studies|study|trials?|investigation)"
    r"|(?:is|are) (?:needed|warranted|required)|should be (?:considered|investigated|explored|confirmed)"
    r"|future (?:research|studies))\b",
    "unclear", "unknown", "uncertain", "question", "further ", "needed", "warranted", "required", "should be ", "future ",
)  # fmt: skip
# Relations between measurements, not between groups; and the state before treatment.
_RELATED = Wording(
    r"\b(?:correlat\w+|predict(?:or|ors|ive)|mediat(?:ed|ion|ors?)|\(r\s?=|confounder\w*)",
    "correlat", "predict", "mediat", "(r", "confounder",
)  # fmt: skip
_BEFORE = Wording(
    r"\b(?:(?:were|was|are) (?:\w+ ){0,3}(?:similar|comparable|balanced|matched)|no (?:\w+ ){0,3}differences?|did not differ)\b"
    r"[^.;]{0,80}\b(?:at baseline|at (?:study )?entry|in (?:the )?baseline|(?:demographic|baseline) (?:and"
    r" \w+ )?(?:characteristics|data|variables|features))\b"
    r"|\b(?:baseline|demographic)s? (?:\w+ ){0,4}(?:characteristics|data|variables|features|demographics)\b"
    r"|\bbaseline (?:values?|levels?|scores?|measure\w*|data)\b[^.;]{0,80}\b(?:(?:were|was) (?:\w+ ){0,2}(?:similar|comparable"
    r"|equal)|did not differ|no (?:\w+ ){0,2}differences?)"
    r"|\bat baseline,? (?:there (?:were|was) )?(?:no|the|both|all|groups|participants"
    r"|patients)\b[^.;]{0,90}\b(?:differ\w*|similar|comparable)",
    "baseline", "entry", "demographic",
)  # fmt: skip
# Groups are alike in age and sex before a trial, never as its result ("adjusted for age and sex" is another matter).
_ALIKE = Wording(
    r"^(?![^.;]*\b(?:adjust|stratif|subgroup|interact|regardless|irrespective|controlling|covari)).*"
    r"\b(?:differ\w*|differences?|similar|comparable|balanced|matched|alike)\b[^.;]{0,120}\b(?:age|gender"
    r"|sex)\b\s*(?:,|and\b|or\b|distribution)",
    "age", "gender", "sex",
)  # fmt: skip


def tells_no_result(text: str) -> bool:
    """Open questions and advice, relations between measurements, and groups compared before treatment."""
    low = lowered(text)
    return bool(_OPEN.search(low) or _RELATED.search(low) or _BEFORE.search(low) or _ALIKE.search(low))
