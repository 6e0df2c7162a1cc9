"""Every figure of docs/extraction.md, from the commands that print them: python -m benchmarks.figures ../shared [TASK ...]

Runs the commands below (all, or the named tasks), and writes what they print to benchmarks/figures.json, from which the
document's tables are made. Without the shared data there is nothing to run; the stored figures stay. A cross-validated
figure is on articles that its weights have not seen; a figure "on dev" is of rules without fitted weights, whose author
has read the judged rows' errors. `--check` runs the quick ones and fails where one has fallen.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

STORED = Path(__file__).with_suffix(".json")
# How far a figure may fall before the check fails: rounding, no more.
SLACK = 0.0015


@dataclass(frozen=True, slots=True)
class Task:
    """One command and the figures in what it prints. `quick`: seconds and not minutes; `reach`: figure -> aim."""

    heading: str
    what: str
    command: str
    figures: dict[str, str]
    reach: dict[str, float]
    how: str = "rules, on dev"
    quick: bool = True


_LABELS = r"F1\[{}\]=([.\d]+)"
TASKS = {
    "direction": Task(
        "Findings", "direction of a result, question given", "python -m benchmarks.cross_validate_findings {gold}",
        {"macro F1": r"macroF1=([.\d]+)", "sentence hit rate": r"sent_hit=([.\d]+)"},
        {"macro F1": 0.82, "sentence hit rate": 0.87}, "5-fold by article", quick=False,
    ),
    "findings": Task(
        "Findings", "findings of an abstract, nothing given",
        "trialtrace evaluate findings {gold}/evidence_inference/exhaustive_dev_articles.jsonl",
        {"precision": r" P=([.\d]+)", "recall": r" R=([.\d]+)", "direction macro F1": r"direction .*?macroF1=([.\d]+)"},
        {"precision": 0.5, "recall": 0.5, "direction macro F1": 0.8}, "no weights fitted on these rows, the bar chosen on them",
    ),
    "comparison": Task(
        "Findings", "who is compared with whom, nothing given",
        "python -m benchmarks.cross_validate_findings {gold} --comparison",
        {"both sides right": r"articles: ([.\d]+)"}, {}, "5-fold by article", quick=False,
    ),
    "numeric": Task(
        "Numbers", "figures of both arms, outcome given: all exact",
        "python -m benchmarks.train_numeric {gold}/numeric_results/dev.jsonl {corpus}/jats",
        {"binary": r"binary n=\d+ exact=([.\d]+)", "continuous": r"continuous n=\d+ exact=([.\d]+)"},
        {"binary": 0.45, "continuous": 0.35}, "5-fold by article", quick=False,
    ),
    "effect-ratio": Task(
        "Numbers", "hazard, odds and risk ratios: type and value",
        "trialtrace evaluate effect-ratio {gold}/effect_ratio_clerx/dev.jsonl",
        {"F1": r"type\+value .*?F1=([.\d]+)"}, {"F1": 0.95},
    ),
    "sample-size": Task(
        "Design and sample size", "number of participants", "trialtrace evaluate sample-size {gold}/pico_corpus/dev.jsonl",
        {"precision": r"precision=([.\d]+)", "recall": r"recall=([.\d]+)"}, {"F1": 0.92},
    ),
    "sections": Task(
        "Sections", "sentences of an abstract, five labels", "python -m benchmarks.cross_validate_sections {gold}",
        {"accuracy": r"fold 5: accuracy so far ([.\d]+)"}, {"accuracy": 0.93}, "5-fold by article", quick=False,
    ),
    "primary-endpoint": Task(
        "Outcomes", "primary endpoint met or not", "trialtrace evaluate primary-endpoint {gold}/primary_endpoint/dev.jsonl",
        {"macro F1": r"macroF1=([.\d]+)"}, {"macro F1": 0.88},
    ),
    "outcome-match": Task(
        "Outcomes", "two wordings, one outcome", "trialtrace evaluate outcome-match {gold}/outcome_match/dev.jsonl",
        {"F1": _LABELS.format(1)}, {"F1": 0.80},
    ),
}  # fmt: skip

Stored = dict[str, dict[str, float]]


def stored() -> Stored:
    """The figures as they were last measured: task -> figure -> value."""
    found: Stored = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    return found


def measured(task: Task, shared: Path) -> dict[str, float]:
    """The figures of one task, by running its command. Raises RuntimeError when one is not printed."""
    printed = _printed(task.command.format(gold=shared / "gold", corpus=shared / "corpus"))
    found = {}
    for name, pattern in task.figures.items():
        match = re.search(pattern, printed)
        if match is None:
            raise RuntimeError(f"{task.command}: no “{name}” in what it prints:\n{printed[-1000:]}")
        found[name] = round(float(match[1]), 3)
    if {"precision", "recall"} <= found.keys():
        found["F1"] = round(2 * found["precision"] * found["recall"] / (found["precision"] + found["recall"]), 3)
    return found


def _printed(command: str) -> str:
    program, *arguments = command.split()
    beside = [sys.executable] if program == "python" else [str(Path(sys.executable).parent / program)]
    done = subprocess.run([*beside, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr.strip()[-1000:]}")
    return done.stdout


def fallen(task: str, now: dict[str, float], before: dict[str, float]) -> list[str]:
    """In words: which figures of a task are lower than those stored."""
    return [
        f"{task}: {name} is {now.get(name)}, the document says {value}"
        for name, value in before.items()
        if now.get(name, 0.0) < value - SLACK
    ]


def table(heading: str) -> str:
    """The figures of one chapter as a Markdown table, from the stored ones (for cog)."""
    lines = ["| asked | how measured | figures | to reach | command |", "|---|---|---|---|---|"]
    told = stored()
    for name, task in TASKS.items():
        if task.heading == heading and name in told:
            figures = ", ".join(f"{figure} {value:.3f}" for figure, value in told[name].items())
            reach = ", ".join(f"{figure} {value:.2f}" for figure, value in task.reach.items())
            command = task.command.format(gold="../shared/gold", corpus="../shared/corpus")
            lines.append(f"| {task.what} | {task.how} | {figures} | {reach} | `{command}` |")
    return "\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Measure and store; or check the quick ones against what is stored."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder with gold and corpus")
    parser.add_argument("tasks", nargs="*", choices=[*TASKS, []], help="only these")
    parser.add_argument("--check", action="store_true", help="measure the quick ones, store nothing, fail where one has fallen")
    options = parser.parse_args()
    chosen = options.tasks or [name for name, task in TASKS.items() if task.quick or not options.check]
    faults = []
    for name in chosen:
        now = measured(TASKS[name], options.shared)
        print(name, now, flush=True)
        if options.check:
            faults += fallen(name, now, stored().get(name, {}))
        else:
            told = stored() | {name: now}
            ordered = {key: told[key] for key in TASKS if key in told}
            STORED.write_text(json.dumps(ordered, indent=2) + "\n", encoding="utf-8")
    if faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":
    main()
