"""References that are a registry's own record, as CENTRAL and Embase list them among reports of trials.

Cochrane's CENTRAL says so in the type of work ("Journal article; Trial registry record") and gives the registry's address as
the journal; such a reference must not be taken for a report with results.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.identifiers import find_registrations, from_address
from ingest.registries import SCHEMES, Number

_RECORD = re.compile(
    r"\btrial registry (?:record|entry)\b|\bclinical trial regist(?:ry|ration) record\b|^clinical trial registration$", re.I
)
_ADDRESS = re.compile(r"^\s*(?:https?://)?[\w.-]+\.[a-z]{2,}/\S*$", re.I)


def registry_record_number(genres: Iterable[str], container: str | None, others: Iterable[str]) -> Number | None:
    """The one registration number of a reference that is a registry's record; None for all other references.

    It is one when its type of work says so, or when a registry's address with a number stands where the journal should.
    `others` are fields in which the number may stand besides (links, notes); two different numbers give None.
    """
    journal = container or ""
    carried = {*from_address(journal)} & set(SCHEMES) if _ADDRESS.match(journal) else set()
    if not carried and not any(_RECORD.search(genre) for genre in genres):
        return None
    found = {n.value: n for text in (journal, *others) for n in find_registrations(text) if not n.reject_reason}
    return next(iter(found.values())) if len(found) == 1 else None
