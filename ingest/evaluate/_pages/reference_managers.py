"""Files of reference managers against the records that their makers expect (Zotero's items, JabRef's entries)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.bibtex_records import bibtex_entries
from ingest.evaluate._expected_references import compare_entries, compare_items
from ingest.evaluate._pages import Field
from ingest.records import Parsed


def golds(folder: Path) -> Iterator[tuple[Path, Any]]:
    """Each file with its expected records: X.zotero.json beside X, or X.bib beside X.ris, X.xml, ... of JabRef's tests."""
    for expected in sorted(folder.rglob("*.zotero.json")):
        yield expected.with_name(expected.name.removesuffix(".zotero.json")), json.loads(expected.read_text(encoding="utf-8"))
    for expected in sorted((folder / "jabref").glob("*.bib")):
        for path in sorted(p for p in expected.parent.glob(f"{expected.stem}.*") if p.suffix != ".bib"):
            yield path, list(bibtex_entries(expected.read_text(encoding="utf-8").split("\n")))


def compare(gold: Any, parsed: list[Parsed], path: Path) -> Iterator[Field]:
    """Number of records, and the fields of each."""
    yield from compare_items(gold, parsed) if gold and isinstance(gold[0], dict) else compare_entries(gold, parsed)
