"""The export blocks of an Elsevier Pure page (#cite-RIS, #cite-BIBTEX): what they know that the page does not show.

Pure puts a subtitle into RIS's T2 and the journal into JO and JF alike; `ris_records` knows that.
"""

from __future__ import annotations

import re
from typing import Any

from ingest.bibtex_records import bibtex_entries, bibtex_reference
from ingest.errors import PageChanged
from ingest.exported_reference import Reference, parsed_reference
from ingest.pure_lines import lines_of
from ingest.records import Citation
from ingest.ris_records import ris_records, ris_reference

# HTML makes one blank of the two after a tag.
_GLUED = re.compile(r"[ \t]+(?=(?:T[12]|A[1-4U]|JO|JF|VL|IS|SP|EP|DO|SN|PY|Y1|DA|UR|N2|AB|KW|ER|LA|PB|M3)[ ]{1,2}-[ ])")
_TAG = re.compile(r"^([A-Z][A-Z0-9])\s*-(?:\s|$)")


def exported(tree: Any) -> Citation | None:
    """The citation of the page's RIS block, else of its BibTeX block; None when it has neither."""
    for block, read in (("cite-RIS", _ris), ("cite-BIBTEX", _bibtex)):
        for node in tree.xpath(f"//*[@id='{block}']"):
            reference = read([_TAG.sub(r"\1  - ", line) for line in _lines(node)])
            if reference and reference.first("title"):
                try:
                    return parsed_reference(reference, f"//*[@id='{block}']", None).citation
                except PageChanged:
                    continue
    return None


def _lines(block: Any) -> list[str]:
    return [line for part in lines_of(block, own_breaks=True) for line in _GLUED.sub("\n", part).split("\n")]


def _ris(lines: list[str]) -> Reference | None:
    record = next(iter(ris_records(lines)), None)
    return ris_reference(record) if record else None


def _bibtex(lines: list[str]) -> Reference | None:
    entry = next(iter(bibtex_entries(lines)), None)
    return bibtex_reference(entry) if entry else None
