"""Figures for direction, 5-fold by article: python -m benchmarks.cross_validate_findings GOLD_FOLDER

They are printed by the scorer beside the gold.
Each question is answered by a model that has not seen its article. Findings without prompts need no folds: their gold
(`exhaustive_dev`) trains nothing; `trialtrace evaluate findings` measures them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from benchmarks.finding_data import question_rows, rows_of
from benchmarks.train_findings import comparisons_right, cross_validated
from ingest.extract.finding_model import CLASSES


def main() -> None:
    """Print what the scorer says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--comparison", action="store_true", help="only: who is compared with whom")
    options = parser.parse_args()
    if options.comparison:
        right, articles = comparisons_right(options.gold)
        print(f"both sides of the comparison right in {right} of {articles} articles: {right / articles:.3f}")
        return
    path = options.gold / "evidence_inference" / "dev.jsonl"
    rows: dict[str, list] = {"rank": [], "direction": []}
    for part, row in question_rows(rows_of(path)):
        rows[part].append(row)
    found = cross_validated(rows)
    with tempfile.TemporaryDirectory() as folder:
        written = options.predictions or Path(folder) / "predictions.jsonl"
        with written.open("w", encoding="utf-8") as out:
            for question, (places, told, _) in found.items():
                label = CLASSES[max(range(3), key=told.__getitem__)].replace("-", "_")
                out.write(json.dumps({"id": question, "label": label, "sentence_ids": places[:1]}) + "\n")
        command = [sys.executable, str(options.gold / "scorers" / "score_direction.py"), str(path), str(written), "--in-abstract"]
        print(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
    print("right by likelihood of the direction: " + ", ".join(reliability(found)))


def reliability(found: dict[str, tuple[list[int], list[float], int]]) -> list[str]:
    """Share of right answers among those told with a likelihood of .33 to .5, ... .9 to 1, each with their number."""
    limits = (0.33, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
    told = [(max(p), max(range(3), key=p.__getitem__) == y) for _, p, y in found.values()]
    bands = [[right for likely, right in told if low <= likely < high] for low, high in pairwise(limits)]
    return [f"{low:.2f}-{min(1, high):.2f} {sum(band) / len(band):.2f} ({len(band)})"
            for (low, high), band in zip(pairwise(limits), bands, strict=True) if band]  # fmt: skip


if __name__ == "__main__":
    main()
