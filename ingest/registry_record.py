"""What every registry record gives, collected field by field with the place each was read from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ingest import identifiers, registry_topics, registry_words
from ingest.durations import time_days
from ingest.markup import DocumentBuilder, clean
from ingest.records import (
    Arm,
    Author,
    Citation,
    Finding,
    Keyword,
    Link,
    OutcomeSpec,
    Parsed,
    Registration,
    Stated,
    Topic,
)

# Schemes that number reviews, protocols or sites but no trial registration.
_NO_REGISTRATION = frozenset(("utn", "prospero", "central"))
_PREFIX = re.compile(r"\b(?:ISRCTN|DRKS|NTR|UMIN|ACTRN|PACTR|TCTR|RPCEC|KCT)\b", re.I)
_NOTHING = re.compile(
    r"^(?:nil(?: known)?|n/?a|none?|not (?:applicable|available|known|provided|yet .*)|unknown|-+|\.+|0+)$", re.I
)


class RegistryRecord:
    """Collects one registry record; `build` makes the `Parsed`. `rule` is the source's name."""

    def __init__(self, rule: str, scheme: str, number: str) -> None:
        self.rule = rule
        self.scheme = scheme
        self.number = number
        self.said: dict[str, Stated] = {}
        self.numbers: dict[tuple[str, str], Registration] = {}
        self.keywords: dict[tuple[str, str], Keyword] = {}
        self.topics: dict[tuple[str, str], Topic] = {}
        self.outcomes: list[OutcomeSpec] = []
        self.arms: list[Arm] = []
        self.links: list[Link] = []
        self.findings: list[Finding] = []
        self.document = DocumentBuilder()
        self.authors: list[Author] = []
        self.fields: dict[str, Any] = {}
        self.pointers: dict[str, str] = {}
        self.knows_timing = True

    def own(self, as_written: str | None, pointer: str) -> None:
        """The number of the record itself."""
        self._number(self.scheme, self.number, as_written or self.number, "valid", "registry-record", pointer)

    def unknown(self, text: str, reason: str | None, pointer: str) -> None:
        """The record's own number, when it is none of a known registry."""
        self._reject(text, reason or "not a registry number", pointer)

    def alias(self, text: str | None, pointer: str) -> None:
        """A number that now redirects to this record."""
        found = identifiers.registry_number(text)
        if found and not found.reject_reason and found.value != self.number:
            self._number(found.scheme, found.value, found.as_written, "alias", "registry-alias", pointer)

    def secondary(self, text: str | None, pointer: str, registry_field: bool = False, domain: str | None = None) -> None:
        """Another number of the study: a registration when a registry gives such numbers, else a study id.

        Another number of the *same* registry is a related record, never this one. In a field made for a registry's
        number (`registry_field`), what is none is kept as rejected. `domain` names who gives the number: bare digits
        given by a registry are its number ("24000001" of "ISRCTN").
        """
        text = clean(text)
        if not text:
            return
        if domain and text.isdigit() and (prefix := _PREFIX.search(domain)):
            text = f"{prefix[0].upper()}{text}"
        found = identifiers.registry_number(text)
        if found is None or found.scheme in _NO_REGISTRATION:
            if registry_field and found is None:
                self._reject(text, "not a registry number", pointer)
            elif not _NOTHING.match(text):
                self.keyword("study-id", text)
        elif found.scheme == "unknown" and not registry_field:
            pass  # "not applicable" where a sponsor's own number may stand
        elif found.reject_reason:
            self._reject(found.as_written, found.reject_reason, pointer)
        elif found.scheme != self.scheme:
            self._number(found.scheme, found.value, found.as_written, "valid", "secondary-id", pointer)
        elif found.value != self.number:
            self._number(found.scheme, found.value, found.as_written, "mention", "secondary-id", pointer)

    def _reject(self, text: str, reason: str, pointer: str) -> None:
        self._number("unknown", text, text, "rejected", "secondary-id", pointer, reason)

    def _number(
        self, scheme: str, number: str, written: str, status: str, rule: str, pointer: str, reason: str | None = None
    ) -> None:
        self.numbers.setdefault(
            (scheme, number),
            Registration(
                registry=scheme,
                number=number,
                as_written=written,
                status=status,
                rule=rule,
                reject_reason=reason,
                pointer=pointer,
            ),
        )

    def say(self, field: str, value: str | int | None, pointer: str) -> None:
        """State a value of a trial column; the first one said stays."""
        if isinstance(value, str):
            value = _something(value)
        if value is not None:
            self.said.setdefault(field, Stated(entity="trial", field=field, value=value, rule=self.rule, pointer=pointer))

    def also(self, field: str, value: str | None, pointer: str) -> None:
        """State a further value of a column beside the first one (an official title beside the public one)."""
        value = clean(value)
        said = [kept.value for kept in self.said.values() if kept.field == field]
        if value and value not in said:
            self.said[f"{field} {len(said) + 1}"] = Stated(
                entity="trial", field=field, value=value, rule=self.rule, pointer=pointer
            )

    def value(self, field: str) -> str | None:
        """What was said of a column, as text."""
        said = self.said.get(field)
        return str(said.value) if said else None

    def cite(self, field: str, value: str | None, pointer: str) -> None:
        """Set a field of the citation with its pointer; the first value stays."""
        value = _something(value)
        if value and field not in self.fields:
            self.fields[field] = value
            self.pointers[field] = pointer

    def sponsor(self, name: str | None, pointer: str) -> None:
        """Who stands behind the record: its author, as registry records are cited."""
        name = clean(name)
        if name and not self.authors:
            self.authors.append(Author(literal=name))
            self.pointers["authors"] = pointer

    def keyword(self, scheme: str, term: str | None, ui: str | None = None) -> None:
        """A subject term or a study id."""
        term = clean(term)
        if term:
            self.keywords.setdefault((scheme, term), Keyword(scheme=scheme, term=term, ui=ui))

    def arm(self, label: str, role: str | None, description: str | None, enrolled: int | None, pointer: str) -> None:
        """An arm as registered."""
        self.arms.append(Arm(label=label, role=role, description=description, enrolled=enrolled, rule=self.rule, pointer=pointer))

    def topic(self, role: str, label: str | None, pointer: str) -> None:
        """A condition, intervention, comparator, population or setting."""
        label = clean(label)
        if label and not _NOTHING.match(label):
            self.topics.setdefault((role, label), Topic(role=role, label=label, rule=self.rule, pointer=pointer))

    def condition(self, text: str | None, pointer: str) -> None:
        """What a field of conditions names; a dictionary's terms and codes in it become keywords of that scheme."""
        found = registry_topics.conditions(text)
        for name in found.names:
            self.topic("condition", name, pointer)
        for scheme, term, code in found.coded:
            self.keyword(scheme, term, code)

    def outcome(self, rank: str, name: str | None, frame: str | None, pointer: str, measure: str | None = None) -> None:
        """An outcome as planned."""
        name, frame = clean(name), clean(frame)
        if not name or _NOTHING.match(name):
            return
        self.outcomes.append(
            OutcomeSpec(
                name=name,
                measure=measure,
                metric=_metric(name),
                rank=rank,
                time_frame=frame,
                time_days=time_days(frame),
                rule=self.rule,
                pointer=pointer,
            )
        )

    def reference(
        self, kind: str | None, pmid: str | None, doi: str | None, url: str | None, title: str | None, pointer: str
    ) -> None:
        """A publication that the record names; the rule tells what the registry calls it."""
        if pmid or doi or url or title:
            rule = f"registry-{kind}-reference" if kind else "registry-reference"
            self.links.append(Link(relation="cites", rule=rule, pmid=pmid, doi=doi, url=url, title=clean(title), pointer=pointer))

    def text(self, label: str, text: str | None, kind: str = "details") -> None:
        """A part of the record's text, for search. Never an abstract: numbers in it are not the record's own."""
        self.document.add(kind, clean(text), label=label)

    def countries(self, names: Sequence[str | None], pointer: str) -> None:
        """Countries once each, in the record's order."""
        kept = list(dict.fromkeys(name for name in map(clean, names) if name))
        self.say("countries", "; ".join(kept) or None, pointer)

    def build(self, publisher: str, url: str, key: str | None = None) -> Parsed:
        """The finished record."""
        registered, started = self.value("registered_on"), self.value("started_on")
        when = registry_words.timing(registered, started) if self.knows_timing else None
        if when:
            self.say("registration_timing", when, self.said["registered_on"].pointer or "")
        title = self.fields.pop("title", None) or self.value("title")
        citation = Citation(
            type="registration",
            title=title,
            publisher=publisher,
            url=url,
            number=self.number,
            authors=tuple(self.authors),
            keywords=tuple(self.keywords.values()),
            **self.fields,
        )
        return Parsed(
            key=key,
            citation=citation,
            document=self.document.build(self.fields.get("language")),
            pointers=self.pointers,
            stated=tuple(self.said.values()),
            registrations=tuple(self.numbers.values()),
            links=tuple(self.links),
            arms=tuple(self.arms),
            topics=tuple(self.topics.values()),
            outcomes=tuple(self.outcomes),
            findings=tuple(self.findings),
        )


def _something(text: str | None) -> str | None:
    """The text, or None when it only says that there is none ("Not available" for a title)."""
    text = clean(text)
    return None if not text or re.match(r"^(?:nil known|n/a|not (?:applicable|available|provided))$", text, re.I) else text


def _metric(name: str) -> str | None:
    lowered = name.lower()
    if re.search(r"\bchange (?:in .{1,80} )?from (?:the )?baseline\b|\bchange from\b", lowered):
        return "change from baseline"
    return "time to event" if re.search(r"\btime (?:from .{1,60} )?(?:to|until)\b|\bsurvival\b", lowered) else None
