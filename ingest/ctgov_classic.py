"""The classic "full studies" API of ClinicalTrials.gov (until 2024), brought to the shape of version 2.

Its names follow from version 2's by rule: PascalCase, each field prefixed with the name of what it belongs to, and
`XList: {X: [...]}` for a list. Where each value stood is kept, so that facts point into the page as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_PLURALS = (("analysis", "analyses"), ("class", "classes"), ("category", "categories"), ("alias", "aliases"), ("mesh", "meshes"))
# What the names inside an object may start with, beside the object's own name.
_PREFIXES = {
    "ParticipantFlowModule": ("Flow",),
    "ConditionBrowseModule": ("Condition",),
    "InterventionBrowseModule": ("Intervention",),
    "DesignInfo": ("Design",),
}
# An object's main value bears the object's name alone.
_MAIN = {"SecondaryIdInfo": "id", "OrgStudyIdInfo": "id", "DesignMaskingInfo": "masking"}


def study(written: Any, pointer: str) -> tuple[dict[str, Any], Callable[[str], str]] | None:
    """A study in version 2's shape, with a function from its pointers to those of the page; None for what is no object."""
    places: dict[str, str] = {}
    found = _object(written, "Study", "", pointer, places)
    return (found, _locator(places, pointer)) if isinstance(found, dict) else None


def _locator(places: dict[str, str], default: str) -> Callable[[str], str]:
    def locate(pointer: str) -> str:
        while pointer and pointer not in places:
            pointer = pointer.rpartition("/")[0]
        return places.get(pointer, default)

    return locate


def _object(value: Any, name: str, here: str, there: str, places: dict[str, str]) -> Any:
    places[here] = there
    if isinstance(value, list):
        return [_object(v, name, f"{here}/{i}", f"{there}/{i}", places) for i, v in enumerate(value)]
    if not isinstance(value, dict):
        return re.sub(r"^D0000(?=\d{5}$)", "D0", value) if name == "id" and isinstance(value, str) else value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        short = _short(key, name)
        if key.endswith("List") and isinstance(inner, dict) and len(inner) == 1:
            item, content = next(iter(inner.items()))
            short = _plural(_camel(short.removesuffix("List")))
            found[short] = _object(content, item, f"{here}/{short}", f"{there}/{key}/{item}", places)
        else:
            short = _camel(short)
            within = key if isinstance(inner, dict) else short
            found[short] = _object(inner, within, f"{here}/{short}", f"{there}/{key}", places)
    return found


def _short(key: str, name: str) -> str:
    """A field's name without the name of what it belongs to."""
    bare = re.sub(r"(?:Info|Struct)$", "", name)
    if key == bare:
        return _MAIN.get(name, "date" if name.endswith("Struct") else key)
    for prefix in (name, bare, *_PREFIXES.get(name, ()), *_family(name)):
        if key.startswith(prefix) and len(key) > len(prefix) and key[len(prefix)].isupper():
            return key[len(prefix) :]
    return key


def _family(name: str) -> tuple[str, ...]:
    return tuple(p for p in ("Outcome", "Flow") if name.startswith(p) and not name.endswith("Module"))


def _camel(name: str) -> str:
    if re.fullmatch(r"[A-Z]+", name):
        return name.lower()
    return re.sub(r"^[A-Z]+(?=[A-Z][a-z])|^[A-Z]", lambda match: match[0].lower(), name)


def _plural(name: str) -> str:
    for one, many in _PLURALS:
        if name.lower().endswith(one):
            return name[: -len(one)] + (many if name[-len(one)].islower() else many.capitalize())
    return name + "s"
