"""Tables of JATS: at the back of the article, in appendices, with lines and paragraphs inside cells."""

from __future__ import annotations

import pytest

from ingest.extract.tables import tables
from ingest.page import Page
from ingest.records import Document
from ingest.sources import jats

_TABLE = """<table-wrap><label>Table {n}</label><caption><p>{caption}</p></caption><table>
<thead><tr><th>Measure</th><th>Yoga (n = 20)</th><th>Waiting (n = 21)</th></tr></thead>
<tbody><tr><td>Pain</td><td>{cell}</td><td>5.1 (1.9)</td></tr></tbody></table></table-wrap>"""


def document(body: str, back: str) -> Document:
    xml = f"""<article><front><journal-meta><journal-title>J</journal-title></journal-meta><article-meta>
    <title-group><article-title>Yoga for pain</article-title></title-group></article-meta></front>
    <body>{body}</body><back>{back}</back></article>"""
    found = next(iter(jats.parse(Page.of("https://example.org/a.nxml", xml.encode(), "application/xml")))).document
    assert found is not None
    return found


def table(n: int, caption: str, cell: str = "3.2 (1.7)") -> str:
    return _TABLE.format(n=n, caption=caption, cell=cell)


def test_tables_behind_the_text_are_tables() -> None:
    back = f"<sec><title>Figures and Tables</title>{table(1, 'Outcomes at week 12')}</sec>"
    back += f"<app-group><app><title>Appendix</title><p>Further figures {table(2, 'Adherence')} follow.</p></app></app-group>"
    found = document("<sec><title>Results</title><p>Pain fell.</p></sec>", back)
    assert [t.caption for t in tables(found)] == ["Table 1 Outcomes at week 12", "Table 2 Adherence"]
    assert found.text.count("Outcomes at week 12") == 1, "a caption is not told a second time as running text"
    assert "Further figures" in found.text


def test_lines_and_paragraphs_of_a_cell_do_not_run_together() -> None:
    found = document(table(1, "Outcomes", "3.2 (1.7)<break/>4.0 (1.2)") + table(2, "More", "<p>3.2</p><p>4.0</p>"), "")
    texts = [found.text[t.start : t.end] for t in tables(found)] or [found.text]
    assert "3.2 (1.7) 4.0 (1.2)" in found.text, texts
    assert "3.2 4.0" in found.text


def test_figures_set_into_a_paragraph_stand_behind_it_alone_or_in_a_group() -> None:
    figure = "<fig><label>Figure {n}</label><caption><p>Flow of {n}.</p></caption></fig>"
    group = f"<fig-group>{figure.format(n=2)}{figure.format(n=3)}</fig-group>"
    found = document(f"<sec><title>Results</title><p>Pain {figure.format(n=1)}fell.</p><p>All {group}agreed.</p></sec>", "")
    assert found.text.split("\n\n")[1:] == [
        "Results: Pain fell.\nAll agreed.",
        "Figure 1: Flow of 1.",
        "Figure 2: Flow of 2.",
        "Figure 3: Flow of 3.",
    ]


def test_figures_set_into_one_paragraph_keep_their_order() -> None:
    figure = "<fig><label>Figure {n}</label><caption><p>Flow of {n}.</p></caption></fig>"
    body = f"<p>Pain {figure.format(n=1)}fell{figure.format(n=2)}, sleep {table(3, 'Sleep')}did not.</p><p>All agreed.</p>"
    told = document(f"<sec><title>Results</title>{body}</sec>", "").text.split("\n\n")
    assert told[1] == "Results: Pain fell, sleep did not.\nAll agreed."
    assert [part.partition(":")[0] for part in told[2:5]] == ["Figure 1", "Figure 2", "Table 3"]


@pytest.mark.parametrize(
    ("span", "row"), [("2", "a | a | b"), ("1", "a | b"), ("0", "a | b"), ("x", "a | b"), ("9" * 5000, "a | b")]
)
def test_a_cell_stands_in_each_column_it_spans(span: str, row: str) -> None:
    cells = f"<table-wrap><table><tr><td colspan='{span}' rowspan='1'>a</td><td>b</td></tr></table></table-wrap>"
    assert document(f"<sec><title>Results</title>{cells}</sec>", "").text.endswith(f"\n\n{row}")
