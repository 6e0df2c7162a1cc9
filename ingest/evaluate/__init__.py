"""Measure what ships against judged data: one file per task; this folder is the registry.

A task module `ingest/evaluate/<task_name>.py` (`trialtrace evaluate task-name GOLD`) defines

* a docstring whose first line says what is asked;
* `SCORER`: file name of the scorer in `<gold file>/../../scorers/`; `SCORER_OPTIONS`: its further arguments;
* `ASKED`: the fields of a row that it cannot do without, each with its type (a list of dicts with such fields is written
  as a list with one dict); a gold file that lacks one is refused with the line, before anything is predicted;
* optionally `gold_for_scorer(path) -> Path`: the file that the scorer reads, where it is not the gold file itself;
* `predict(rows, articles) -> Iterator[dict]`: gold rows in, predictions in the scorer's format out, by the shipped
  extraction only. `articles` is a folder of full texts or None. Only the *question* fields of a row may be looked at.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol, cast

from ingest.errors import UsageError


class Task(Protocol):
    """What a module in this folder offers."""

    SCORER: str
    SCORER_OPTIONS: list[str]

    def predict(self, rows: list[dict[str, Any]], articles: Path | None) -> Iterator[dict[str, Any]]: ...


def tasks() -> list[str]:
    """Names of the tasks, as the command line writes them."""
    return sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))


def evaluate(task: str, gold: Path, predictions: Path | None = None, articles: Path | None = None) -> str:
    """Predict, write the predictions if asked, and return what the scorer beside the gold data prints.

    Raises UsageError for an unknown task, a gold file that cannot be read, and a line of it that is no row of the task.
    """
    if task not in tasks():
        raise UsageError(f"no such task: {task} (there are: {', '.join(tasks())})")
    module = cast(Task, importlib.import_module(f"{__name__}.{task.replace('-', '_')}"))
    rows = read_rows(gold, getattr(module, "ASKED", {"id": object}))
    with tempfile.TemporaryDirectory() as folder:
        written = predictions or Path(folder) / "predictions.jsonl"
        with written.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in module.predict(rows, articles))
        gold_for_scorer = getattr(module, "gold_for_scorer", None)
        return _score(gold_for_scorer(gold) if gold_for_scorer else gold, written, module)


def read_rows(gold: Path, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file. Raises UsageError with the line that is no JSON object or lacks what is asked for."""
    try:
        lines = gold.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise UsageError(f"{gold}: {error}") from None
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{gold}, line {number}: no JSON ({error})") from None
        fault = _fault(row, asked)
        if fault:
            raise UsageError(f"{gold}, line {number}: {fault}")
        rows.append(row)
    if not rows:
        raise UsageError(f"{gold}: no rows")
    return rows


def _fault(row: Any, asked: dict[str, Any]) -> str | None:
    """What keeps a row from being one of the task, in words; None when nothing does."""
    if not isinstance(row, dict):
        return "not an object in braces"
    for name, kind in asked.items():
        if name not in row:
            return f"the field “{name}” is missing"
        value = row[name]
        if isinstance(kind, list):
            if not isinstance(value, list):
                return f"the field “{name}” is no list"
            for item in value:
                fault = _fault(item, kind[0]) if isinstance(kind[0], dict) else None
                if fault or (not isinstance(kind[0], dict) and not isinstance(item, kind[0])):
                    return f"in “{name}”: {fault or 'an item of another type'}"
        elif not isinstance(value, kind):
            return f"the field “{name}” is of another type ({type(value).__name__})"
    return None


def _score(gold: Path, predictions: Path, module: Task) -> str:
    scorer = gold.resolve().parent.parent / "scorers" / module.SCORER
    if not scorer.exists():
        return f"no scorer at {module.SCORER} beside the gold folder; predictions written only"
    command = [sys.executable, str(scorer), str(gold), str(predictions), *module.SCORER_OPTIONS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip()
