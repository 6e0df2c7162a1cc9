"""How fast JATS becomes records, against a bare lxml parse of the same bytes: python -m benchmarks.bench_jats [FOLDER]

The parts that no reader in Python can do without are told beside it, each as what would be reached if there were
nothing else to do after the parse:

* all text of an article taken as one string by libxml2: one walk over the tree in C;
* every element looked at once from Python: its name, its text, and the text after it;
* the very records that are read, made again from their values.

Exit code 1 when the figure is below its floor.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.timing import best_seconds, held
from ingest.page import Page
from ingest.sources import jats

ARTICLES = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "jats"
# What has been reached (less what a busy machine takes), and never lowered.
FLOOR = 0.16

Recipe = tuple[type[Any], dict[str, Any]]


def recipes(record: Any) -> Iterator[Recipe]:
    """How a record, and each record in it, is made: its class and the values of its fields."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    for name, value in values.items():
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item) and name != "reference":  # which a link has in common with the article's list
                yield from recipes(item)
    yield type(record), values


def main(folder: Path) -> int:
    """Print the figures; 1 when it is below its floor."""
    if not folder.exists():
        print(f"no articles at {folder}: nothing measured")
        return 0
    pages = [Page.of(path.name, path.read_bytes()) for path in sorted(folder.glob("*.nxml"))]
    made = [recipe for page in pages for parsed in jats.parse(page) for recipe in recipes(parsed)]
    size = sum(len(page.body) for page in pages) / 1e6

    def parse() -> None:
        for page in pages:
            etree.fromstring(page.body)

    def text() -> None:
        for page in pages:
            etree.tostring(etree.fromstring(page.body), method="text", encoding="unicode")

    def look() -> None:
        for page in pages:
            for element in etree.fromstring(page.body).iter():
                _ = element.tag, element.text, element.tail

    def make() -> None:
        for kind, values in made:
            kind(**values)

    def read() -> None:
        for page in pages:
            for _ in jats.parse(page):
                pass

    seconds = best_seconds({"parse": parse, "text": text, "look": look, "make": make, "read": read}, rounds=3)
    bare, making = seconds["parse"], seconds["make"]
    print(f"JATS, {len(pages)} articles, {size:.1f} MB: {size / seconds['read']:.0f} MB/s to {len(made):,} records")
    good = held("of a bare lxml parse", bare / seconds["read"], FLOOR)
    held("  if all after the parse were its text in one string", bare / seconds["text"], None)
    held("  if all after the parse were a look at each element", bare / seconds["look"], None)
    held("  if all after the parse were making the records", bare / (bare + making), None)
    held("  if all after the parse were that look and the making", bare / (seconds["look"] + making), None)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES))
