"""Whom a claim speaks of, and whom the trial enrolled: a wider or another population is told, with both words.

Only plain cases are judged: two groups of one axis that exclude each other, of which the trial's whole text names one
and never the other; or everybody, where the trial names the condition that its participants had.
"""

from __future__ import annotations

import re

from ingest.records import Row

# Groups that exclude each other, axis by axis: name -> the words for it.
AXES: tuple[dict[str, str], ...] = (
    {
        "children": r"child(?:ren)?|kids?|toddlers?|infants?|bab(?:y|ies)|newborns?|teens?|teenagers?|adolescents?|pa?ediatric"
        r"|youths?|boys|girls|school-?(?:aged?|children)",
        "adults": r"adults?|older (?:people|persons)|elderly|seniors|middle-aged|(?:aged|over) (?:1[89]|[2-9]\d)\b",
    },
    {"women": r"wom[ae]n|females?|mothers?|girls", "men": r"m[ae]n|males?|fathers?|boys"},
    {
        "people": r"people|persons?|patients?|humans?|participants?|adults?|child(?:ren)?|wom[ae]n|men|volunteers?",
        "animals": r"mice|mouse|rats?|rabbits?|monkeys?|macaques?|zebrafish|pigs?|piglets?|dogs?|rodents?",
    },
)
_EVERYBODY = re.compile(r"\b(everyone|everybody|anyone|anybody|all of us|each of us|all people)\b", re.I)


def wider_population(claim: str, target: Row) -> str | None:
    """The reason why a claim's people are not those of the trial; None when nothing says so."""
    text = "\n".join(document["text"] for document in target["documents"])
    if not text:
        return None
    for axis in AXES:
        reason = _other_group(axis, claim, text)
        if reason is not None:
            return reason
    everybody = _EVERYBODY.search(claim)
    if everybody is not None and target["conditions"]:
        return f"the summary speaks of {everybody.group().lower()}, the trial enrolled people with {target['conditions'][0]}"
    return None


def _other_group(axis: dict[str, str], claim: str, text: str) -> str | None:
    """The reason when, on one axis, the claim names only groups that the trial's text never names, and the text others."""
    said = {group: found for group, words in axis.items() if (found := re.search(rf"\b(?:{words})\b", claim, re.I))}
    read = {group: found for group, words in axis.items() if (found := re.search(rf"\b(?:{words})\b", text, re.I))}
    if not said or not read or said.keys() & read.keys():
        return None
    group, words = next(iter(said.items()))
    there = next(iter(read.values())).group().lower()
    return f"the summary speaks of {words.group().lower()}, the trial of {there} and nowhere of {group}"
