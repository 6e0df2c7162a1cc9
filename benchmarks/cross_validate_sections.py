"""Section labelling, 5-fold by article: python -m benchmarks.cross_validate_sections GOLD_FOLDER [--predictions FILE]

Each fold's model is fitted, quantized and read exactly as the one that ships; no abstract is labelled by a model that
saw it. Prints accuracy and what is confused with what; the file is in the scorer's format.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from benchmarks.section_data import further, gold
from benchmarks.train_sections import fit, prepared
from ingest.extract.section_features import features
from ingest.extract.section_model import LABELS, loaded, posteriors

FOLDS = 5


def main() -> None:
    """Run the folds one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="the folder of judged data")
    parser.add_argument("--predictions", type=Path)
    options = parser.parse_args()
    articles = gold(options.gold)
    random.Random(0).shuffle(articles)
    others = [prepared(abstract) for abstract in further(options.gold)]
    confused: Counter[tuple[str, str]] = Counter()
    lines = []
    for fold in range(FOLDS):
        seen = [prepared(abstract) for i, (_, abstract) in enumerate(articles) if i % FOLDS != fold]
        using = loaded(fit(seen + others))
        for key, (texts, labels) in articles[fold::FOLDS]:
            rows = posteriors(features(texts), using)
            answers = [LABELS[max(range(len(LABELS)), key=row.__getitem__)] for row in rows]
            confused.update(zip(labels, answers, strict=True))
            lines.append({"id": key, "labels": answers})
        right = sum(count for (label, answer), count in confused.items() if label == answer)
        print(f"fold {fold + 1}: accuracy so far {right / confused.total():.4f}", flush=True)
    for (label, answer), count in confused.most_common():
        if label != answer:
            print(f"{count:5} {label} read as {answer}")
    if options.predictions:
        options.predictions.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
