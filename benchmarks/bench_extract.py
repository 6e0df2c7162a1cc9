"""Speed of extraction: abstracts per second on one core, end to end, findings apart, and memory over many rounds.

python -m benchmarks.bench_extract [ARTICLES_FILE] [--rounds N]: ARTICLES_FILE is JSON lines with title and abstract_sections
(the articles file of the findings task); without it a made-up abstract is used.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

from ingest.extract.abbreviations import abbreviations
from ingest.extract.design import design
from ingest.extract.effects import effects
from ingest.extract.finding_document import abstract_of
from ingest.extract.finding_model import model
from ingest.extract.findings import findings
from ingest.extract.registrations import registrations
from ingest.extract.sections import sections_of
from ingest.headings import section_kind
from ingest.records import Document, Section

FLOOR = 300.0
_MADE_UP = (
    ("Background", "Falls are common in old age. We tested whether balance classes reduce them."),
    ("Methods", "In this trial, 240 people aged over 70 were randomised to balance classes or usual advice for 12 weeks."),
    ("Results", "At 12 months, falls were fewer in the class group than in the advice group (1.1 ± 0.9 vs 1.6 ± 1.2, p = 0.01)."
     " There was no significant difference in fractures, hospital admissions, or quality of life. Fear of falling was lower"
     " with classes (mean difference -2.1, 95% CI -3.4 to -0.8)."),
    ("Conclusions", "Balance classes reduced falls but not fractures."),
)  # fmt: skip


def document(title: str, parts: list[tuple[str, str]]) -> Document:
    """A document of a title and labelled parts."""
    text, sections = title, [Section(label="", kind="title", start=0, end=len(title))] if title else []
    for label, body in parts:
        if not body:
            continue
        text += "\n"
        sections.append(Section(label=label, kind=section_kind(label), start=len(text), end=len(text) + len(body)))
        text += body
    return Document(text=text, sections=tuple(sections))


def documents(path: Path | None) -> list[Document]:
    """The abstracts to read."""
    if path is None:
        return [document("Balance classes and falls: a randomised trial", list(_MADE_UP))] * 100
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [document(r["title"] or "", [(s["label"] or "", s["text"]) for s in r["abstract_sections"]]) for r in rows]


def everything(one: Document) -> None:
    """All that is extracted from one abstract."""
    sections_of(one)
    abbreviations(one.text)
    effects(one.text)
    design(one)
    registrations(one)
    findings(one)


def rate(read: Callable[[Document], object], abstracts: list[Document], rounds: int) -> float:
    """Abstracts a second of processor time, the best round."""
    best = 0.0
    for _ in range(rounds):
        begin = time.process_time()
        for one in abstracts:
            read(one)
        best = max(best, len(abstracts) / (time.process_time() - begin))
    return best


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    abstracts = documents(options.articles)
    begin = time.process_time()
    model()
    print(f"model loaded in {1000 * (time.process_time() - begin):.0f} ms")
    rate(everything, abstracts, 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, read in (("sections and sentences", abstract_of), ("findings", findings), ("everything", everything)):
        found = rate(read, abstracts, options.rounds)
        print(f"{name}: {found:.0f} abstracts a second ({1000 / found:.2f} ms each), {found / FLOOR:.2f} of the floor")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"memory: {before // 1024} MB, grown by {grown // 1024} MB over {options.rounds} rounds")


if __name__ == "__main__":
    main()
