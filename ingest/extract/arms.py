"""Arms and topics of a trial as its report tells them: conditions, interventions, comparators."""

from __future__ import annotations

import re

from ingest.extract.abbreviations import abbreviations
from ingest.extract.arm_phrases import USUAL, Phrase, allocated, in_title, is_generic, usual_care
from ingest.extract.care_settings import care_settings
from ingest.extract.conditions import conditions, is_condition
from ingest.extract.scope import Part, is_review, parts_of
from ingest.extract.wording import lowered
from ingest.records import Arm, Citation, Document, Topic

VERSION = "1"
_ROLES = {"comparator": "comparator", "active-comparator": "active-comparator", "intervention": "intervention"}
_ABBREVIATION = re.compile(r"(?<![\w-])[A-Z0-9][A-Za-z0-9/-]*[A-Z0-9][A-Za-z0-9]*(?![\w-])")


def arms(document: Document) -> tuple[Arm, ...]:
    """The arms that an allocation clause names ("randomised to A (n = 40) or B"); none when it does not name them."""
    parts = parts_of(document)
    if is_review(document, parts):
        return ()
    long_forms = abbreviations(document.text[:20_000])
    return tuple(
        Arm(
            label=resolved(phrase.label, long_forms),
            role="placebo" if re.search(r"\bplacebo\b", phrase.label, re.I) else _ROLES[phrase.role],
            enrolled=phrase.enrolled,
            rule=f"arms:{phrase.rule}",
            span=document.span(phrase.start, phrase.end),
        )
        for phrase in allocated(document.text, parts)
    )


def topics(document: Document, citation: Citation | None = None) -> tuple[Topic, ...]:
    """Conditions, interventions, comparators and settings, abbreviations resolved ("Sleep Coaching (SC)").

    From the title's "A versus B", an allocation clause, the title's "effects of A", or an abbreviation that the title
    begins with; comparators also from care as usual that an allocation clause adds to the intervention.
    """
    text, parts = document.text, parts_of(document)
    if is_review(document, parts):
        return ()
    long_forms = abbreviations(text[:20_000])
    found: dict[tuple[str, str], Topic] = {}
    for name, start, end in conditions(text, parts):
        if name.isupper() and not is_condition(name) and not is_condition(long_forms.get(name, "")):
            continue
        _add(found, "condition", resolved(name, long_forms), "condition:with", document, start, end)
    for phrase in _named(document, parts):
        if not is_generic(phrase.label):
            role = "intervention" if phrase.role == "intervention" else "comparator"
            label = resolved(phrase.label, long_forms)
            start, end = phrase.start, phrase.end
            if role == "comparator" and USUAL.search(lowered(phrase.label)):
                label, start, end = _usual(text, parts, phrase)
            _add(found, role, label, f"{role}:{phrase.rule}", document, start, end)
    if not any(role == "intervention" for role, _ in found):
        _from_title(document, parts, long_forms, found)
    headings = tuple((section.label, section.start, section.end) for section in document.sections if section.label)
    for kind, start, end in care_settings(text, parts, headings):
        _add(found, "setting", kind, "setting:place", document, start, end)
    return tuple(found.values())


def _named(document: Document, parts: tuple[Part, ...]) -> list[Phrase]:
    """Arms by the most telling statement: an allocation clause with names, else the title."""
    clause = allocated(document.text, parts)
    named = [p for p in clause if not is_generic(p.label)]
    title = next((p for p in parts if p.kind == "title"), None)
    from_title = in_title(document.text[title.start : title.end], title.start) if title else []
    return named if len(named) > 1 or not from_title else from_title


def _usual(text: str, parts: tuple[Part, ...], phrase: Phrase) -> tuple[str, int, int]:
    """Care as usual in its plainest words: "only the usual intervention" is the "treatment as usual" named before."""
    for _, match in usual_care(text, parts):
        if match.start() < phrase.start and "as" in match.group().replace("-", " ").split():
            return text[match.start() : match.end()], match.start(), match.end()
    return phrase.label, phrase.start, phrase.end


def _from_title(
    document: Document, parts: tuple[Part, ...], long_forms: dict[str, str], found: dict[tuple[str, str], Topic]
) -> None:
    """An abbreviated thing that the title begins with, where the title goes on to say that this is a trial."""
    title = next((p for p in parts if p.kind == "title"), None)
    if title is None:
        return
    text = document.text[title.start : title.end]
    head, colon, rest = text.partition(":")
    if not colon or not re.search(r"\b(?:randomi[sz]ed|trial)\b", rest, re.I):
        return
    for short, long_form in long_forms.items():
        if head.strip().lower() == long_form.lower():
            label = f"{long_form} ({short})"
            _add(found, "intervention", label, "intervention:title-head", document, title.start, title.start + len(head))


def resolved(label: str, long_forms: dict[str, str]) -> str:
    """A label with its abbreviation spelled out: "group-based SC" -> "Sleep Coaching (SC)"."""
    for short, long_form in long_forms.items():
        if label.lower() == long_form.lower():
            return f"{label} ({short})"
    for match in _ABBREVIATION.finditer(label):
        short = match.group()
        if short not in long_forms:
            continue
        others = (label[: match.start()] + label[match.end() :]).split()
        full = f"{long_forms[short]} ({short})"
        if all("-" in word for word in others):
            return full
        return label[: match.start()] + full + label[match.end() :]
    return label


def _add(found: dict[tuple[str, str], Topic], role: str, label: str, rule: str, document: Document, start: int, end: int) -> None:
    key = (role, label.lower())
    if key not in found:
        found[key] = Topic(role=role, label=label, rule=rule, span=document.span(start, end))
