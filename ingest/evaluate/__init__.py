"""Measure what ships against judged data: one file per task; this folder is the registry.

A task module `ingest/evaluate/<task_name>.py` (`trialtrace evaluate task-name GOLD`) defines

* a docstring whose first line says what is asked;
* `SCORER`: file name of the scorer in `<gold file>/../../scorers/`; `SCORER_OPTIONS`: its further arguments;
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

    Raises UsageError for an unknown task or a gold file that cannot be read.
    """
    if task not in tasks():
        raise UsageError(f"no such task: {task} (there are: {', '.join(tasks())})")
    module = cast(Task, importlib.import_module(f"{__name__}.{task.replace('-', '_')}"))
    try:
        rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").split("\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise UsageError(f"{gold}: {error}") from None
    with tempfile.TemporaryDirectory() as folder:
        written = predictions or Path(folder) / "predictions.jsonl"
        with written.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in module.predict(rows, articles))
        gold_for_scorer = getattr(module, "gold_for_scorer", None)
        return _score(gold_for_scorer(gold) if gold_for_scorer else gold, written, module)


def _score(gold: Path, predictions: Path, module: Task) -> str:
    scorer = gold.resolve().parent.parent / "scorers" / module.SCORER
    if not scorer.exists():
        return f"no scorer at {module.SCORER} beside the gold folder; predictions written only"
    command = [sys.executable, str(scorer), str(gold), str(predictions), *module.SCORER_OPTIONS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip()
