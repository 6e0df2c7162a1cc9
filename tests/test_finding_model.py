"""Sums of packed weights are those of the weights, class by class."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.extract.finding_model import dumped, loaded

_ROWS = st.dictionaries(
    st.text("abc ", min_size=1, max_size=4), st.tuples(*[st.integers(-1000, 1000)] * 3), min_size=1, max_size=60
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=_ROWS, data=st.data())
def test_three_classes(rows: dict[str, tuple[int, int, int]], data: st.DataObject) -> None:
    part = {"names": "\n".join(rows), "columns": list(zip(*rows.values(), strict=True)), "step": 0.5, "bias": [1.0, 2.0, 3.0]}
    linear = loaded(dumped({"direction": part}, {}, [])).linear["direction"]
    asked = data.draw(st.lists(st.sampled_from([*rows, "unknown name"])))
    sums = [sum(rows[name][at] for name in set(asked) if name in rows) for at in range(3)]
    assert linear.scores(asked) == [bias + 0.5 * total for bias, total in zip([1.0, 2.0, 3.0], sums, strict=True)]


def test_one_class() -> None:
    part = {"names": "near\nfar", "columns": [[-7, 4]], "step": 0.25, "bias": [0.5]}
    linear = loaded(dumped({"sentence": part}, {}, [])).linear["sentence"]
    assert linear.scores(["near", "near", "elsewhere"]) == [0.5 - 1.75]
    assert linear.scores(["near", "far"]) == [0.5 - 0.75]
