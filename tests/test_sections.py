"""Headings, headings printed in the text, and sentences labelled by the model."""

from __future__ import annotations

from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import section_data
from ingest.extract.section_cues import CUES
from ingest.extract.section_features import places, read
from ingest.extract.section_model import LABEL_OF, LABELS, STATES, Model, Tree, dumped, loaded, model, posteriors
from ingest.extract.section_review import Review, in_order, reviewed
from ingest.extract.sections import classify_sentences, labels_of, sections_of
from ingest.headings import heading_kind, section_kind
from ingest.records import Document, Section

SENTENCES = [
    "Insomnia is common among nurses, but little is known about its treatment.",
    "We aimed to evaluate whether sleep coaching improves sleep.",
    "In this randomised trial, 240 nurses were assigned to coaching or usual care.",
    "The primary outcome was sleep efficiency at six months.",
    "Sleep efficiency was higher with coaching (mean difference 4.1; 95% CI 1.2 to 7.0; P = .006).",
    "Adverse events did not differ between groups (12% vs 11%).",
    "These results suggest that sleep coaching may be effective and should be offered to nurses.",
]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("2. Materials & Methods:", "methods"),
        ("AIMS", "objective"),
        ("Methods and Results", "mixed"),
        ("Interpretation", "conclusions"),
        ("Trial registration", "registration"),
        ("Design, Setting, and Participants", "methods"),
        ("Abstract / Results", "results"),
        ("Acknowledgements", "other"),
        ("Vitamin D", None),
    ],
)
def test_heading_kind(label: str, kind: str | None) -> None:
    assert heading_kind(label) == kind


def test_section_kind_depends_on_where_the_heading_stands() -> None:
    assert section_kind("Background") == "abstract.background"
    assert section_kind("Background", "body") == "body.introduction"
    assert section_kind("Discussion") == "abstract.conclusions"
    assert section_kind("Discussion", "body") == "body.discussion"
    assert section_kind("") == "abstract"
    assert section_kind("Vitamin D") == "abstract.other"


def test_sentences_are_labelled() -> None:
    labels = classify_sentences(SENTENCES)
    assert labels[0] == "BACKGROUND"
    assert labels[1] in ("BACKGROUND", "OBJECTIVE")
    assert labels[2:] == ["METHODS", "METHODS", "RESULTS", "RESULTS", "CONCLUSIONS"]
    assert classify_sentences([]) == []


def test_an_abstract_without_headings_is_cut() -> None:
    text = "A title\n\n" + " ".join(SENTENCES)
    document = Document(
        text=text,
        sections=(Section(label="", kind="title", start=0, end=7), Section(label="", kind="abstract", start=9, end=len(text))),
    )
    found = sections_of(document)
    assert found[0].kind == "title"
    assert [s.kind for s in found[-3:]] == ["abstract.methods", "abstract.results", "abstract.conclusions"]
    assert text[found[-1].start : found[-1].end] == SENTENCES[-1]


def test_headings_printed_in_the_text_are_believed() -> None:
    text = "AIM: To test coaching. METHODS: We asked nurses. They slept. RESULTS: Nothing differed. CONCLUSION: No."
    document = Document(text=text, sections=(Section(label="", kind="abstract", start=0, end=len(text)),))
    found = sections_of(document)
    assert [(s.label, s.kind, text[s.start : s.end]) for s in found] == [
        ("AIM", "abstract.objective", "To test coaching."),
        ("METHODS", "abstract.methods", "We asked nurses. They slept."),
        ("RESULTS", "abstract.results", "Nothing differed."),
        ("CONCLUSION", "abstract.conclusions", "No."),
    ]


def test_labelled_abstracts_stay_as_they_are() -> None:
    document = Document(text="One. Two. Three.", sections=(Section(label="A", kind="abstract.methods", start=0, end=16),))
    assert sections_of(document) == document.sections


def _head(**more: object) -> dict[str, object]:
    n = len(STATES)
    chain: dict[str, object] = {"step": 0.1, "first": [0.0] * n, "last": [0.0] * n, "moves": [[0.0] * n] * n}
    return chain | {"trees": [], "start": []} | more


def _row(**weights: int) -> list[int]:
    """One number a state, by the label's first letter; the same for all states of a label."""
    return [weights.get(state[0], 0) for state in STATES]


NOTHING = _row()


def _labels(texts: list[str], using: Model) -> list[str]:
    return [LABELS[label] for label in labels_of(texts, using)]


def test_a_small_model_is_written_and_read() -> None:
    words = {"know": _row(B=100, C=-128) + NOTHING * 2, "assigned": _row(M=127) + NOTHING * 2}
    using = loaded(dumped(words, {"@bias": _row(R=3)}, _head()))
    texts = [read("We know."), read("They were assigned, unseen."), read("Else.")]
    found = posteriors(texts, [["@bias", "@unknown"]] * 3, using)
    assert [LABELS[LABEL_OF[max(range(len(STATES)), key=row.__getitem__)]] for row in found] == [
        "BACKGROUND", "METHODS", "RESULTS",
    ]  # fmt: skip
    assert all(abs(sum(row) - 1) < 1e-9 for row in found)


def test_a_word_weighs_for_the_sentence_after_it_and_the_one_before() -> None:
    onward = loaded(dumped({"hence": NOTHING + _row(C=120) + NOTHING}, {"@bias": _row(M=60)}, _head()))
    assert _labels(["One.", "Hence.", "Three."], onward) == ["METHODS", "METHODS", "CONCLUSIONS"]
    back = loaded(dumped({"hence": NOTHING * 2 + _row(B=120)}, {"@bias": _row(M=60)}, _head()))
    assert _labels(["One.", "Hence.", "Three."], back) == ["BACKGROUND", "METHODS", "METHODS"]


def test_moves_never_seen_are_not_made() -> None:
    n = len(STATES)
    stay: list[list[float | None]] = [[0.0 if i == j else None for j in range(n)] for i in range(n)]
    words = {"know": _row(B=60) + NOTHING * 2, "assigned": _row(M=100) + NOTHING * 2}
    using = loaded(dumped(words, {"@bias": NOTHING}, _head(moves=stay)))
    assert _labels(["We know.", "We assigned."], using) == ["METHODS", "METHODS"]


def test_long_sentences_do_not_overflow_the_packed_sums() -> None:
    words = [f"word{i}" for i in "abcdefghijklmnopqrstuvwxyz"]
    rows = {a + b: _row(M=127, B=-128) * 3 for a in words for b in words}
    using = loaded(dumped(rows, {"@bias": NOTHING}, _head(step=0.001)))
    long = read(" ".join(rows))
    assert len([word for word in long.words if word in rows]) > 600
    for row in posteriors([long] * 3, [["@bias"]] * 3, using):
        assert abs(sum(row) - 1) < 1e-9
        assert LABEL_OF[max(range(len(STATES)), key=row.__getitem__)] == LABELS.index("METHODS")


def test_only_unsure_sentences_are_looked_at_again() -> None:
    # The one tree says conclusions, whatever it sees.
    trees = {"trees": [[0.0], [0.0], [0.0], [9.0]], "start": [0.0] * 4}
    words = {"assigned": _row(M=127) + NOTHING * 2, "maybe": _row(M=3) + NOTHING * 2}
    using = loaded(dumped(words, {"@bias": NOTHING}, _head(**trees)))
    assert _labels(["We assigned.", "It was maybe so."], using) == ["METHODS", "CONCLUSIONS"]


def test_the_second_look_leaves_background_and_objective_to_the_chain() -> None:
    trees = {"trees": [[9.0], [0.0], [0.0], [0.0]], "start": [0.0] * 4}
    using = loaded(dumped({"sought": _row(O=15, B=5, M=15) + NOTHING * 2}, {"@bias": NOTHING}, _head(**trees)))
    assert _labels(["We sought."], using) == ["OBJECTIVE"]


def test_every_sentence_has_the_same_count_of_numbers() -> None:
    sentences = [read(text) for text in SENTENCES]
    for n in (1, 2, len(sentences)):
        part = sentences[:n]
        review = Review(part, posteriors(part, places(part), model()))
        assert len({len(review.values(i)) for i in range(n)}) == 1
        assert all(abs(sum(row) - 1) < 1e-9 for row in reviewed(review, model()))


def test_trees_look_only_at_numbers_there_are() -> None:
    part = [read(SENTENCES[0])]
    width = len(Review(part, posteriors(part, places(part), model())).values(0))

    def widest(tree: Tree) -> int:
        return max(tree[0], widest(tree[2]), widest(tree[3])) if isinstance(tree, list) else -1

    assert 0 < max(widest(tree) for trees in model().trees for tree in trees) < width


@given(st.lists(st.lists(st.integers(0, 50), min_size=5, max_size=5), min_size=1, max_size=5))
def test_labels_never_go_back_and_no_other_order_expects_more(rows: list[list[int]]) -> None:
    probabilities = [[float(x) for x in row] for row in rows]
    found = in_order(probabilities)
    assert found == sorted(found)
    reached = [
        sum(row[i] for row, i in zip(rows, way, strict=True)) for way in combinations_with_replacement(range(5), len(rows))
    ]
    assert sum(row[i] for row, i in zip(rows, found, strict=True)) == max(reached)


@pytest.mark.parametrize("cue", sorted(CUES))
def test_every_cue_is_written_as_sentences_are_read(cue: str) -> None:
    assert cue in read(cue.replace("_", " ").replace("0", "7")).words


def test_numbers_decimals_and_cues_are_counted() -> None:
    found = read("Pain decreased by 2.5 points (P < 0.01) in 40 patients.")
    assert (found.numbers, found.decimals, found.verb, found.past, found.aim) == (3, 2, True, False, False)
    assert found.cues[1] == 2, "decreased, P <"
    assert {"p_<", "~decre", "^pain"} <= set(found.words)


@pytest.mark.parametrize(
    ("heading", "label"),
    [("Background", "BACKGROUND"), ("Aims", "OBJECTIVE"), ("Background and aims", None), ("Methods and Findings", None),
     ("Aim and design", None), ("Main outcomes and measures", "METHODS"), ("Findings", "RESULTS")],
)  # fmt: skip
def test_headings_that_name_two_parts_are_not_learned_from(heading: str, label: str | None) -> None:
    rest = [("Methods", "We asked."), ("Results", "They slept."), ("Conclusion", "It helps.")]
    found = section_data._labelled([(heading, "One sentence."), *rest])
    assert (found and found[1][0]) == label


def test_the_editors_summary_after_an_abstract_is_not_learned_from() -> None:
    parts = [("Methods", "We asked."), ("Results", "They slept."), ("Conclusions", "It helps."), ("Background", "Sleep is good.")]
    assert section_data._labelled(parts) == (["We asked.", "They slept.", "It helps."], ["METHODS", "RESULTS", "CONCLUSIONS"])


def test_no_further_abstract_is_a_judged_one(shared: Path) -> None:
    judged = {text for _, (texts, _) in section_data.gold(shared / "gold") for text in texts if len(text) > 60}
    further = section_data.further(shared / "gold")
    assert len(further) > 600
    assert not [texts[0] for texts, _ in further if texts[0] in judged or texts[-1] in judged]
