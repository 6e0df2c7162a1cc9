"""Section labelling, 5-fold by article: python -m benchmarks.cross_validate_sections GOLD [--predictions FILE] [--split N]

Each fold's model is fitted, quantized and read exactly as the one that ships; no abstract is labelled by a model that
saw it. Prints accuracy, what is confused with what, and what a model costs; the file is in the scorer's format.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from benchmarks.section_data import further, gold
from benchmarks.timing import best_seconds
from benchmarks.train_sections import fit, prepared
from ingest.extract.section_model import LABELS, loaded
from ingest.extract.sections import labels_of

FOLDS = 5


def main() -> None:
    """Run the folds one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="the folder of judged data")
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--split", type=int, default=0, help="another number deals the articles to other folds")
    options = parser.parse_args()
    articles = gold(options.gold)
    random.Random(options.split).shuffle(articles)
    others = [prepared(abstract) for abstract in further(options.gold)]
    confused: Counter[tuple[str, str]] = Counter()
    lines = []
    for fold in range(FOLDS):
        seen = [prepared(abstract) for i, (_, abstract) in enumerate(articles) if i % FOLDS != fold]
        content = fit(seen + others)
        using = loaded(content)
        for key, (texts, labels) in articles[fold::FOLDS]:
            answers = [LABELS[label] for label in labels_of(texts, using)]
            confused.update(zip(labels, answers, strict=True))
            lines.append({"id": key, "labels": answers})
        right = sum(count for (label, answer), count in confused.items() if label == answer)
        print(f"fold {fold + 1}: accuracy so far {right / confused.total():.4f}", flush=True)
    for (label, answer), count in confused.most_common():
        if label != answer:
            print(f"{count:5} {label} read as {answer}")
    print(_cost(content, [texts for _, (texts, _) in articles]))
    if options.predictions:
        options.predictions.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def _cost(content: bytes, abstracts: list[list[str]]) -> str:
    """Processor time of reading the weights once and of labelling, in words."""
    using = loaded(content)
    best = best_seconds(
        {"read": lambda: loaded(content), "label": lambda: [labels_of(texts, using) for texts in abstracts]}, rounds=3
    )
    each = 1000 * best["label"] / len(abstracts)
    return f"weights: {len(content):,} bytes, read in {1000 * best['read']:.1f} ms; {each:.2f} ms an abstract"


if __name__ == "__main__":
    main()
