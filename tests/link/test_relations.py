"""Which works stand for a trial without a registration number: randomised, and of people."""

import pytest

from ingest.link.relations import reports_trial
from ingest.records import Citation, Keyword


def work(title: str, *genres: str) -> Citation:
    words = tuple(Keyword(scheme="publication-type", term=genre) for genre in genres)
    return Citation(type="article-journal", title=title, keywords=words)


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Group singing for low mood", "We randomised 90 adults to two groups.", True),
        ("Mulch under vines: a randomised block trial", "Plots were randomised to straw or bark.", False),
        ("Two diets in dogs with itching", "Dogs of 40 owners were randomised; adults and puppies took part.", False),
        ("Therapy dogs for children in hospital", "Children were randomised to visits or none.", True),
        ("Creep of steel rods under random load", "Rods were randomised to two loads.", False),
    ],
)
def test_randomised_people_make_a_trial(title: str, text: str, expected: bool) -> None:
    assert reports_trial(work(title), True, text) is expected


def test_a_bibliographys_word_is_enough() -> None:
    assert reports_trial(work("Two diets", "Randomized Controlled Trial"), False, "")
    assert not reports_trial(work("Two diets"), False, "Adults ate.")
