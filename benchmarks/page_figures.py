"""The figures of docs/sources.md: python -m benchmarks.page_figures ../shared/corpus

Compares what each kind of page is read as with records set by hand, and stores right / asked per kind and field in
page_figures.json, from which the document's tables are made. `--check` stores nothing and fails where they differ.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ingest.evaluate._pages import compared

STORED = Path(__file__).with_suffix(".json")

Figures = dict[str, dict[str, list[int]]]


def measured(corpus: Path) -> Figures:
    """Kind -> field -> [right, asked], now."""
    found: Figures = {}
    for (kind, field), counts in sorted(compared(corpus)[0].items()):
        found.setdefault(kind, {})[field] = counts
    return found


def stored() -> Figures:
    """The same, as last measured."""
    found: Figures = json.loads(STORED.read_text(encoding="utf-8"))
    return found


def write(figures: Figures) -> None:
    """Store figures, one kind a line, so that a change is seen in a diff."""
    lines = [f"  {json.dumps(kind)}: {json.dumps(fields)}" for kind, fields in figures.items()]
    STORED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main() -> None:
    """Measure and store, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder of pages with golds beside them")
    parser.add_argument("--check", action="store_true", help="store nothing, fail where a figure differs")
    options = parser.parse_args()
    now = measured(options.corpus)
    if options.check and now != stored():
        raise SystemExit("the figures of pages have changed: run python -m benchmarks.page_figures and read docs/sources.md")
    if not options.check:
        write(now)


if __name__ == "__main__":
    main()
