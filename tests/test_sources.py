"""Every source reads its examples to the golden beside them. A missing golden is written, then the test fails."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from ingest.page import Page
from ingest.sources import name_of, recognize, sources

EXAMPLES = Path(__file__).parent / "examples"


def plain(value: Any) -> Any:
    """A record as JSON values; fields that are empty are left out so that goldens stay readable."""
    if dataclasses.is_dataclass(value):
        pairs = ((f.name, plain(getattr(value, f.name))) for f in dataclasses.fields(value))
        return {name: item for name, item in pairs if item not in (None, [], {}, False)}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if hasattr(value, "items"):
        return {key: plain(item) for key, item in value.items()}
    return value


def examples() -> list[Path]:
    return sorted(p for p in EXAMPLES.glob("*/*") if p.is_file() and not p.name.endswith(".golden.json"))


@pytest.mark.parametrize("path", examples(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_example_reads_to_its_golden(path: Path) -> None:
    page = Page.of(f"file:{path.name}", path.read_bytes())
    source = recognize(page)
    assert name_of(source) == path.parent.name, "another source claims this page"
    read = json.loads(json.dumps([plain(parsed) for parsed in source.parse(page)], ensure_ascii=False))
    golden = path.with_name(path.name + ".golden.json")
    if not golden.exists():
        golden.write_text(json.dumps(read, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(f"{golden.name} was missing and has been written: read it, then run again")
    assert read == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("source", sources(), ids=name_of)
def test_every_source_has_an_example(source: Any) -> None:
    folder = EXAMPLES / name_of(source)
    assert [p for p in folder.glob("*") if not p.name.endswith(".golden.json")], f"no example in {folder}"
