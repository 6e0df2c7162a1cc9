"""The figures of docs/sources.md: stored, shown and measured are the same, and the aims are reached."""

from pathlib import Path

import pytest

from benchmarks.page_figures import measured, stored
from docs.show import kinds_of_pages, page_figures

DOCUMENT = Path(__file__).parent.parent / "docs" / "sources.md"
AIMS = {"pubmed": 0.99, "pure": 0.97, "publisher": 0.95, "reference_managers": 0.95, "registry": 0.97}


def test_the_document_shows_every_source_and_figure() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert kinds_of_pages().strip() in text
    assert page_figures().strip() in text


@pytest.mark.parametrize(("kind", "aim"), AIMS.items())
def test_aims_are_reached(kind: str, aim: float) -> None:
    right, asked = (sum(counts[at] for counts in stored()[kind].values()) for at in (0, 1))
    assert right / asked >= aim


def test_registries_reach_their_own_aims() -> None:
    aims = {"ctgov": 0.99, "isrctn": 0.97, "ictrp": 0.97}
    for start, aim in aims.items():
        counts = [c for field, c in stored()["registry"].items() if field.startswith(start)]
        assert sum(c[0] for c in counts) / sum(c[1] for c in counts) >= aim, start


def test_news_studies_are_found_and_none_is_made_up() -> None:
    news = stored()["news"]
    assert news["study"][0] + news["only_cited"][0] >= 21
    assert news["no_study"][0] == news["no_study"][1]
    assert news["text_no_worse"][0] == news["text_no_worse"][1]


def test_the_figures_are_those_of_today(shared: Path) -> None:
    assert measured(shared / "corpus") == stored()
