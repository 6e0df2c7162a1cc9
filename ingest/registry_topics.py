"""Conditions and interventions as registries write them, told from the codes, headings and prose beside them.

Registries of medicines put a dictionary's codes into the field of the condition (MedDRA, ICD-10, the register's own
"Therapeutic area") and a product's whole data sheet into the field of the intervention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest import registry_words as words
from ingest.markup import clean

# A name has fewer words than a sentence about it; longer texts stay in the record's text, for search.
MAX_WORDS = 25
# Where a line of a field ends: at a tag that breaks it, before a bullet, before a term of the dictionary.
_BREAK = re.compile(r"<(?:br|/?(?:p|li|ul|ol|div))\b[^>]*>|\n(?=\s*[-*•·]\s*\S)|(?=MedDRA version:)", re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BULLET = re.compile(r"^(?:[-*•·]+\s*|\(?\d{1,2}[.)]\s+)")
_AREA = re.compile(r"^Therapeutic area:\s*(?:[^\[\]]*\[[A-Z]\]\s*-\s*)?(?P<name>.+?)\s*(?:\[(?P<code>[A-Z]\d{2})\])?\s*$", re.I)
_MEDDRA = re.compile(
    r"^MedDRA version:.*?(?:Classification code:?\s*(?P<code>\d{8})\s*)?Term:?\s*(?P<term>.+?)\s*(?:System Organ Class:.*)?$",
    re.I,
)
_MEDDRA_CODE = re.compile(r"^10\d{6}$")
_ICD = re.compile(r"^[A-TV-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4})?[-+*!]?$")
_ELSEWHERE = re.compile(r"^(?:please )?(?:see|refer)\b", re.I)


@dataclass(slots=True)
class Conditions:
    """What one field says: names, and the terms and codes of dictionaries as (scheme, term, code)."""

    names: list[str] = field(default_factory=list)
    coded: list[tuple[str, str, str | None]] = field(default_factory=list)


def conditions(text: str | None) -> Conditions:
    """The conditions of one field, which may hold several lines with `<br>`, dictionary terms, codes and areas.

    Schemes: meddra | icd | research-area. Where the field names the condition only in prose, its MedDRA terms are the names.

    >>> conditions("Cough <br>MedDRA version: 20.0 Level: PT Classification code 10011224 Term: Cough").names
    ['Cough']
    """
    found = Conditions()
    for line in lines(text):
        if area := _AREA.match(line):
            found.coded.append(("research-area", area["name"], area["code"]))
        elif term := _MEDDRA.match(line):
            found.coded.append(("meddra", term["term"], term["code"]))
        elif _MEDDRA_CODE.match(line):
            found.coded.append(("meddra", line, line))
        elif _all_codes(line):
            found.coded += [("icd", code, code) for code in re.split(r"[\s,;]+", line) if code]
        elif is_name(line):
            found.names.append(re.sub(r"(?<=[\w)])\.$", "", line))
    if not found.names:
        found.names = [term for scheme, term, code in found.coded if scheme == "meddra" and term != code]
    found.names = list(dict.fromkeys(found.names))
    return found


def _all_codes(line: str) -> bool:
    return all(_ICD.match(part) for part in re.split(r"[\s,;]+", line) if part)


def lines(text: str | None) -> Iterator[str]:
    """The lines of a field as its tags break it, without tags and bullets."""
    for part in _BREAK.split(text or ""):
        line = _BULLET.sub("", clean(_TAG.sub(" ", part)) or "")
        if line:
            yield line


def is_name(text: str) -> bool:
    """Whether this can name a condition or an intervention: no sentence, no pointer to another document."""
    return len(text.split()) <= MAX_WORDS and not _ELSEWHERE.match(text)


# Interventions ------------------------------------------------------------------------------------------------------

_FIELD = re.compile(
    r"(?P<label>Trade Name|Product Name|Product Code|INN or Proposed INN|Pharmaceutical form of the placebo)\s*:[ \t]*"
    r"(?P<value>.*?)(?=<|\n|,\s*[A-Z][A-Za-z ]{3,40}:|$)",
    re.I,
)
_MATERIAL = re.compile(
    r"(?P<label>control material|INN of investigational material|Generic name etc)(?:\(s\))?\s*:?[ \t]*(?P<value>[^<\n]*)", re.I
)
_ARM = re.compile(
    r"(?:^|>|\n)\s*(?P<type>Experimental|Active Comparator|Placebo Comparator|Sham Comparator)\s*:\s*(?P<value>[^<\n]+)", re.I
)
# What a product is best known by comes first.
_BEST = ("inn or proposed inn", "product name", "trade name", "product code")
_NO_VALUE = re.compile(r"^(?:n/?a|none|not (?:applicable|available|yet assigned)|-*)\.?$", re.I)
_COMPARATOR_ARMS = frozenset(("active-comparator", "placebo"))


def interventions(text: str | None) -> list[tuple[str, str]]:
    """(role, name) for each product or arm of a data sheet in the field of the intervention; [] when it is none.

    Three forms are known: products of the EU's registers (labels such as "Product Name"), materials of Japan's, and arms
    named by their type. Each product is named once, by its international name where it has one.
    """
    text = text or ""
    found = _products(text) or _materials(text) or _arms(text)
    return list(dict.fromkeys((role, name) for role, name in found if is_name(name)))


def _products(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    product: dict[str, str] = {}
    for match in _FIELD.finditer(text):
        label, value = match["label"].lower(), clean(_TAG.sub(" ", match["value"])) or ""
        if label.endswith("placebo"):
            found.append(("comparator", "Placebo"))
            continue
        if label in product or (product and label == "trade name"):
            found += _named(product)
            product = {}
        product[label] = value
    return [*found, *_named(product)] if found or product else []


def _named(product: dict[str, str]) -> list[tuple[str, str]]:
    name = next((product[label] for label in _BEST if not _NO_VALUE.match(product.get(label, ""))), None)
    return [("intervention", name)] if name else []


def _materials(text: str) -> list[tuple[str, str]]:
    if not re.search(r"investigational material", text, re.I):
        return []
    names: dict[str, str] = {}
    role = "intervention"
    for match in _MATERIAL.finditer(text):
        value = clean(match["value"]) or ""
        if match["label"].lower() == "control material":
            role = "comparator"
        elif not _NO_VALUE.match(value):
            names[role] = value  # the international name stands after the generic one
    return list(names.items())


def _arms(text: str) -> list[tuple[str, str]]:
    found = [(words.arm_role(match["type"]), clean(match["value"]) or "") for match in _ARM.finditer(text)]
    return [("comparator" if role in _COMPARATOR_ARMS else "intervention", name) for role, name in found if name]
