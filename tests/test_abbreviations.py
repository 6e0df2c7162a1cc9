"""Abbreviations are found where the words spell them, and only there."""

from __future__ import annotations

import pytest

from ingest.extract.abbreviations import abbreviations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We tested Sleep Coaching and Rest (SCR) at home.", {"SCR": "Sleep Coaching and Rest"}),
        ("the 6-minute walk test (6MWT) was used", {"6MWT": "6-minute walk test"}),
        ("selective serotonin reuptake inhibitors (SSRIs)", {"SSRIs": "selective serotonin reuptake inhibitors"}),
        ("treatment as usual (TAU; n = 40)", {"TAU": "treatment as usual"}),
        ("odds ratio (OR) and the men (group A)", {}),
        ("the pills were blue (CBT)", {}),
        ("health-related quality of life (HRQoL)", {"HRQoL": "health-related quality of life"}),
    ],
)
def test_abbreviations(text: str, expected: dict[str, str]) -> None:
    assert abbreviations(text) == expected
