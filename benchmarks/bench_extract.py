"""Speed of extraction: abstracts per second on one core, end to end, findings and the learned part apart, and memory.

python -m benchmarks.bench_extract [ARTICLES_FILE] [--rounds N]: ARTICLES_FILE is JSON lines with title and abstract_sections
(the articles file of the findings task; an abstract that stands there twice is read once); without it a made-up abstract
is used. All that is remembered of documents is forgotten before each round, so that no abstract is met again.

A machine that others use is slower at some times than at others: next to the seconds stands how often the bare cutting of
the same texts into words (one regular expression) could have been done in that time, measured in the same round.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.timing import best_seconds
from ingest.extract import finding_model, section_model, sections
from ingest.extract.abbreviations import abbreviations
from ingest.extract.design import design
from ingest.extract.effects import effects
from ingest.extract.finding_document import abstract_of
from ingest.extract.findings import findings
from ingest.extract.registrations import registrations
from ingest.extract.sample_size import sample_sizes
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
    found = [document(r["title"] or "", [(s["label"] or "", s["text"]) for s in r["abstract_sections"]]) for r in rows]
    return list(dict.fromkeys(found))


def everything(one: Document) -> None:
    """All that is extracted from one abstract."""
    sections_of(one)
    abbreviations(one.text)
    effects(one.text)
    design(one)
    registrations(one)
    findings(one)


_WORD = re.compile(r"\w+")
READERS: dict[str, Callable[[Document], object]] = {
    "bare words": lambda one: _WORD.findall(one.text),
    "sections and sentences": abstract_of,
    "design": design,
    "sample sizes": sample_sizes,
    "findings": findings,
    "everything": everything,
}


def forget() -> None:
    """Empty every bounded cache of the package; the models, which are read once, stay."""
    for module in [m for name, m in sys.modules.items() if name.startswith("ingest.")]:
        for made in vars(module).values():
            if hasattr(made, "cache_clear") and made.cache_parameters()["maxsize"]:
                made.cache_clear()


def over(read: Callable[[Document], object], abstracts: Iterable[Document]) -> Callable[[], None]:
    """The work of reading all abstracts, each for the first time."""

    def work() -> None:
        forget()
        for one in abstracts:
            read(one)

    return work


Asked = list[tuple[Any, ...]]


@contextmanager
def overheard(place: Any, name: str) -> Iterator[Asked]:
    """What a function or method is called with while this is open; a list of arguments that can be used again."""
    asked: Asked = []
    real = getattr(place, name)

    def told(*arguments: Any) -> Any:
        kept = tuple(list(one) if isinstance(one, Iterator) else one for one in arguments)
        asked.append(kept)
        return real(*kept)

    setattr(place, name, told)
    try:
        yield asked
    finally:
        setattr(place, name, real)


def learned(abstracts: Sequence[Document]) -> Callable[[], None]:
    """The work of the learned parts alone: all that weights and trees are asked while everything is read."""
    with (
        overheard(finding_model.Linear, "scores") as sums,
        overheard(finding_model.Boosted, "scores") as walks,
        overheard(sections, "posteriors") as chains,
    ):
        over(everything, abstracts)()

    def work() -> None:
        for asked in sums:
            finding_model.Linear.scores(*asked)
        for asked in walks:
            finding_model.Boosted.scores(*asked)
        for asked in chains:
            section_model.posteriors(*asked)

    return work


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    abstracts = documents(options.articles)
    begin = time.process_time()
    finding_model.model()
    section_model.model()
    print(f"models loaded in {1000 * (time.process_time() - begin):.0f} ms; {len(abstracts)} abstracts")
    over(everything, abstracts)()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = best_seconds({name: over(read, abstracts) for name, read in READERS.items()}, options.rounds)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    for name in READERS:
        rate, times = len(abstracts) / seconds[name], seconds[name] / seconds["bare words"]
        print(f"{name}: {rate:.0f} abstracts a second ({1000 / rate:.2f} ms each), {times:.0f} x bare words", end="")
        print(f", {rate / FLOOR:.2f} of the floor" if name in ("findings", "everything") else "")
    print(f"memory: {before // 1024} MB, grown by {grown // 1024} MB over {options.rounds} rounds")
    apart = best_seconds({"everything": over(everything, abstracts), "learned": learned(abstracts)}, options.rounds)
    each, share = 1e6 * apart["learned"] / len(abstracts), apart["learned"] / apart["everything"]
    print(f"learned part (weights, trees, chain of sections): {each:.0f} microseconds an abstract, {share:.1%} of everything")


if __name__ == "__main__":
    main()
