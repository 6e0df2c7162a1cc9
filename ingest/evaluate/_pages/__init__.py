"""Compare what sources read with records that somebody set by hand: `trialtrace evaluate pages FOLDER`.

Beside a page X lies its right reading X.gold.json. One module here for each folder of such pages (pubmed, registry,
pure, publisher, news, ...) says which fields of a gold it asks for and what was read instead:

    compare(gold: dict, parsed: list[Parsed], path: Path) -> Iterator[Field]

and, where right readings lie elsewhere than in X.gold.json, where they are: `golds(folder) -> Iterator[(page, gold)]`.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import TrialtraceError
from ingest.page import Page
from ingest.pipeline import pages_of, read
from ingest.records import Author, Document, Parsed
from ingest.sources import name_of

OPENING_WORDS = 5
# (kind, field) -> [right, asked]
Tally = dict[tuple[str, str], list[int]]
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_QUOTES = {ord(a): b for a, b in zip("‘’‚‛“”„‟´`", "''''\"\"\"\"''", strict=True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One asked field: what was expected, what was read, and whether that is right."""

    name: str
    expected: Any
    got: Any
    right: bool


def equal(name: str, expected: Any, got: Any) -> Field:
    """A field that is right when both sides are equal after `normal`."""
    return Field(name=name, expected=expected, got=got, right=normal(expected) == normal(got))


def normal(value: Any) -> Any:
    """Case, white space, dash and quote variants, markup and a final full stop taken off; empty values are None."""
    if isinstance(value, list | tuple):
        return [normal(item) for item in value] or None
    if isinstance(value, dict):
        return {key: normal(item) for key, item in value.items()} or None
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFKC", re.sub(r"<[^>]{1,60}>", "", value))
    text = " ".join(text.translate(_DASHES).translate(_QUOTES).lower().split())
    return text.rstrip(".").strip() or None


def families(authors: Iterable[Author]) -> list[str]:
    """Family names in order; a collective author by its name."""
    return [name for author in authors if (name := author.family or author.literal)]


def year(text: str | None) -> int | None:
    """The year of an ISO date as a number."""
    match = re.match(r"\d{4}", text or "")
    return int(match.group()) if match else None


def abstract_sections(document: Document | None) -> list[list[str]]:
    """Label and opening words of each section of the abstract."""
    if document is None:
        return []
    sections = [s for s in document.of_kind("abstract") if s.kind != "abstract.other"]
    return [[s.label, opening(document.text[s.start : s.end])] for s in sections]


def opening(text: str) -> str:
    """The first words of a text."""
    return " ".join(text.split()[:OPENING_WORDS])


def same_sections(expected: list[list[str]], got: list[list[str]]) -> bool:
    """Equal labels in order, and each text opens with the same words."""

    def plain(sections: list[list[str]]) -> list[list[str]]:
        return [[(normal(label) or "").rstrip(":"), normal(opening(text)) or ""] for label, text in sections]

    return plain(expected) == plain(got)


def read_file(path: Path) -> tuple[str | None, list[Parsed], str | None]:
    """Source, records and error of one file, its containers unpacked."""
    page = Page.of(f"file:{path.name}", path.read_bytes())
    found: list[Parsed] = []
    name = None
    try:
        for inner in pages_of(page):
            source, records = read(inner)
            name = name_of(source)
            found += list(records)
    except TrialtraceError as error:
        return name, found, str(error)
    return name, found, None


def kinds() -> list[str]:
    """Folders of golds that can be compared."""
    return sorted(m.name for m in pkgutil.iter_modules(__path__))


def evaluate_pages(folder: Path, kind: str | None = None) -> str:
    """A table of kind x field with exact matches, and each miss."""
    tally, misses = compared(folder, kind)
    return "\n".join([*_table(tally), "", *misses])


def compared(folder: Path, kind: str | None = None) -> tuple[Tally, list[str]]:
    """(kind, field) -> [right, asked] over every gold below the folder (of one kind, if named), and a line for each miss."""
    tally: Tally = defaultdict(lambda: [0, 0])
    misses: list[str] = []
    for name in kinds():
        if kind in (None, name) and (folder / name).is_dir():
            _compare_kind(name, folder / name, tally, misses)
    if kind is None and folder.name in kinds():
        _compare_kind(folder.name, folder, tally, misses)
    return tally, misses


def _compare_kind(name: str, folder: Path, tally: Tally, misses: list[str]) -> None:
    module = importlib.import_module(f"{__name__}.{name}")
    for path, gold in getattr(module, "golds", _golds_beside)(folder):
        _, parsed, error = read_file(path)
        if error:
            misses.append(f"{name} {path.name}: {error}")
        for field in module.compare(gold, parsed, path):
            counts = tally[name, field.name]
            counts[0] += field.right
            counts[1] += 1
            if not field.right:
                misses.append(f"{name} {path.name} {field.name}: expected {_cut(field.expected)}, read {_cut(field.got)}")


def _golds_beside(folder: Path) -> Iterator[tuple[Path, Any]]:
    for gold in sorted(folder.rglob("*.gold.json")):
        yield gold.with_name(gold.name.removesuffix(".gold.json")), json.loads(gold.read_text(encoding="utf-8"))


def _cut(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 160 else text[:160] + "…"


def _table(tally: Tally) -> Iterator[str]:
    yield f"{'kind':<20} {'field':<24} {'right':>6} {'of':>6}  share"
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (kind, field), (right, asked) in sorted(tally.items()):
        totals[kind][0] += right
        totals[kind][1] += asked
        yield f"{kind:<20} {field:<24} {right:>6} {asked:>6}  {right / asked:.3f}"
    for kind, (right, asked) in sorted(totals.items()):
        yield f"{kind:<20} {'ALL':<24} {right:>6} {asked:>6}  {right / asked:.3f}"
