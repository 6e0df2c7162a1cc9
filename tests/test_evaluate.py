"""`trialtrace evaluate`: every task refuses what is no row of it, with the line, and writes what its scorer reads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import UsageError
from ingest.evaluate import evaluate, read_rows, tasks

ROWS: dict[str, dict[str, Any]] = {
    "sample-size": {"id": 1, "text": "We randomised 198 adults."},
    "effect-ratio": {"id": 1, "sentence": "The hazard ratio was 0.75 (95% CI 0.60 to 0.93)."},
    "sections": {"id": 1, "sentences": [{"text": "We aimed to test yoga."}, {"text": "Pain fell."}]},
    "numeric": {"id": 1, "pmcid": "PMC1", "outcome": "pain", "intervention": "yoga", "comparator": "control"},
    "primary-endpoint": {"id": 1, "abstract": "The primary endpoint was met."},
    "outcome-match": {"id": 1, "primary": "pain", "reported": "pain score"},
    "direction": {
        "id": 1,
        "abstract_sentences": ["Pain was lower with yoga than control."],
        "outcome": "pain",
        "intervention": "yoga",
        "comparator": "control",
    },
    "findings": {"pmcid": "PMC1", "abstract_sentences": ["Pain was lower with yoga than control (P = 0.01)."]},
    "registry": {"id": 1, "sentence": "Registered as NCT01361698."},
    "references": {"id": 1, "raw": "Doe J. A trial. J Trials. 2019;12:1-9."},
}


def test_the_tasks_are_there() -> None:
    assert set(ROWS) <= set(tasks())


@pytest.mark.parametrize("task", sorted(ROWS))
def test_one_prediction_a_row(task: str, tmp_path: Path) -> None:
    gold, out = tmp_path / "gold.jsonl", tmp_path / "predictions.jsonl"
    gold.write_text(json.dumps(ROWS[task]) + "\n\n" + json.dumps(ROWS[task]) + "\n", encoding="utf-8")
    assert "no scorer" in evaluate(task, gold, out)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 2
    assert all(("id" in line or "pmcid" in line) for line in lines)


@pytest.mark.parametrize("task", sorted(ROWS))
@pytest.mark.parametrize("bad", ["not json", "[1, 2]", '"text"', "{}"])
def test_a_bad_line_is_named(task: str, bad: str, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(ROWS[task]) + "\n" + bad + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"gold\.jsonl, line 2: "):
        evaluate(task, gold, tmp_path / "out")
    assert not (tmp_path / "out").exists(), "nothing is predicted from a file that is refused"


@pytest.mark.parametrize("task", sorted(ROWS))
def test_a_missing_or_ill_typed_field_is_named(task: str, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    for name, value in ROWS[task].items():
        without = {k: v for k, v in ROWS[task].items() if k != name}
        gold.write_text(json.dumps(without), encoding="utf-8")
        with pytest.raises(UsageError, match=f"line 1: the field “{name}” is missing"):
            evaluate(task, gold)
        if isinstance(value, str | list):
            gold.write_text(json.dumps(ROWS[task] | {name: None}), encoding="utf-8")
            with pytest.raises(UsageError, match=f"line 1: the field “{name}” is"):
                evaluate(task, gold)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    empty, binary = tmp_path / "empty.jsonl", tmp_path / "binary.jsonl"
    empty.write_text("\n", encoding="utf-8")
    binary.write_bytes(b"\xff\xfe\x00")
    for path, words in ((empty, "no rows"), (binary, "codec"), (tmp_path / "none.jsonl", "No such file")):
        with pytest.raises(UsageError, match=words):
            read_rows(path, {"id": object})
    with pytest.raises(UsageError, match="no such task: weather"):
        evaluate("weather", empty)


def test_an_item_of_a_list_is_looked_into(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": 1, "sentences": [{"text": "a"}, {"txt": "b"}]}', encoding="utf-8")
    with pytest.raises(UsageError, match="line 1: in “sentences”: the field “text” is missing"):
        evaluate("sections", gold)


@pytest.mark.parametrize(
    ("task", "folder", "options"),
    [
        ("sample-size", "pico_corpus", []),
        ("effect-ratio", "effect_ratio_clerx", []),
        ("outcome-match", "outcome_match", []),
        ("primary-endpoint", "primary_endpoint", []),
    ],
)
def test_the_scorer_accepts_the_predictions_by_hand(
    task: str, folder: str, options: list[str], shared: Path, tmp_path: Path
) -> None:
    """What `evaluate` prints is what the scorer prints when it is run on the written file."""
    import importlib

    gold, out = shared / "gold" / folder / "dev.jsonl", tmp_path / "out.jsonl"
    printed = evaluate(task, gold, out)
    module = importlib.import_module("ingest.evaluate." + task.replace("-", "_"))
    scorer = shared / "gold" / "scorers" / module.SCORER
    command = [sys.executable, str(scorer), str(gold), str(out), *options]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == printed
