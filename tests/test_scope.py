"""Reviews of others' trials, and a few trials of one's own put together."""

import pytest

from ingest.extract.scope import is_review, parts_of
from ingest.records import Document, Section


def judged(title: str, text: str) -> bool:
    whole = f"{title}\n{text}"
    sections = (Section(label="", kind="title", start=0, end=len(title)),
                Section(label="", kind="abstract", start=len(title) + 1, end=len(whole)))  # fmt: skip
    document = Document(text=whole, sections=sections)
    return is_review(document, parts_of(document))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Pooled analysis of two randomised trials of lumatol", "Both included trials were double-blind."),
        ("Patient-level meta-analysis of the CALMA 1 and 2 studies", "Adults got lumatol or placebo."),
        ("Lumatol for cough", "Integrated data of three phase 3 trials were used. Trials were included if completed."),
    ],
)
def test_trials_of_ones_own_put_together_are_no_review(title: str, text: str) -> None:
    assert not judged(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Lumatol for cough: individual patient data meta-analysis", "We searched PubMed. Pooled data of four trials were used."),
        ("Lumatol: a meta-analysis of randomised trials", "Four trials were included."),
        ("A systematic review and pooled analysis of two trials", "Nothing else was found."),
        ("Pooled analysis of 12 trials", "Trials were identified in Embase; pooled results of four trials are given."),
    ],
)
def test_reviews_stay_reviews(title: str, text: str) -> None:
    assert judged(title, text)
