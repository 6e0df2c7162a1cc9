"""A document as findings see it: sentences with their kind of section, tokens made once, who is compared with whom.

An `Abstract` is made from a document (`abstract_of`) or from sentences already cut (`of_sentences`); ranking, direction
and the cutting of outcomes all read it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.extract.abbreviations import abbreviations
from ingest.extract.finding_arm_figures import tells_errors
from ingest.extract.finding_arms import Arms, Mention, content_stems
from ingest.extract.finding_candidates import Setting
from ingest.extract.finding_comparison import Comparison, comparison
from ingest.extract.finding_groups import (
    Group,
    are_several,
    coded_groups,
    compared_groups,
    compared_names,
    label,
    named_groups,
    sides_of,
)
from ingest.extract.finding_kind import is_uncontrolled
from ingest.extract.finding_match import short_forms
from ingest.extract.finding_tokens import Tokens, cut, marked, stem
from ingest.extract.sections import sections_of
from ingest.extract.sentences import sentences
from ingest.extract.wording import lowered
from ingest.records import Document

_WORDS = re.compile(r"\w+")
_NAMING = ("outcome", "endpoint", "end point", "measured", "assessed", "end-point")
_GIVING = ("random", "assigned", "allocated", "received", "group", "versus", "compared", " arm")
_KINDS = {"results": "results", "conclusions": "conclusions", "methods": "methods", "background": "background",
          "objective": "background", "discussion": "conclusions", "introduction": "background"}  # fmt: skip
_BODY_READ = 40
_PRINTED_LABEL = re.compile(r"(?P<label>[A-Z][A-Za-z]{3,12}(?: [A-Za-z]+){0,3}):\s")


@dataclass(slots=True)
class Sentence:
    """One sentence: place in the document's text, words, and kind of section ('' when unknown)."""

    start: int
    end: int
    text: str
    kind: str
    in_body: bool = False
    _cut: Tokens | None = None
    _is_marked: bool = False

    @property
    def tokens(self) -> Tokens:
        """Tokens and marks, made on first use."""
        made = self._words()
        if not self._is_marked:
            self._is_marked = True
            marked(made)
        return made

    @property
    def stems(self) -> list[str]:
        """Stems of the tokens, for which no marks are made."""
        return self._words().stems

    def _words(self) -> Tokens:
        if self._cut is None:
            self._cut = cut(self.text)
        return self._cut


@dataclass(slots=True)
class Abstract:
    """All that is shared by the sentences of one document."""

    title: str
    sentences: list[Sentence]
    labelled: bool
    specified: tuple[str, ...] = ()  # names of the outcomes that the document says it measured, lower case
    primary: tuple[str, ...] = ()  # names of its primary outcomes
    _compared: Comparison | None = None
    _arms: Arms | None = None
    _mentions: dict[int, list[Mention]] = field(default_factory=dict)
    _forms: dict[str, str] | None = None
    _frequencies: Counter[str] | None = None
    _short: dict[str, tuple[str, ...]] | None = None
    _setting: Setting | None = None
    _groups: dict[str, str] | None = None
    _named: tuple[Group, ...] = ()
    _parts: frozenset[str] | None = None
    _uncontrolled: bool | None = None
    _errors: bool | None = None
    _pair_arms: dict[tuple[str, str], Arms] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        """Title and sentences."""
        return [self.title, *(s.text for s in self.sentences if not s.in_body)]

    @property
    def compared(self) -> Comparison:
        """Who is compared with whom, read on first use from title and abstract (from the body where there is no abstract)."""
        if self._compared is None:
            told = [s for s in self.sentences if not s.in_body] or self.sentences[:_BODY_READ]
            results = [s.kind in ("results", "conclusions") for s in told]
            self._compared = comparison(self.title, [s.text for s in told], results)
        return self._compared

    @compared.setter
    def compared(self, known: Comparison) -> None:
        self._compared = known

    @property
    def arms(self) -> Arms:
        """What names the arms of the document's own comparison."""
        if self._arms is None:
            self._arms = Arms.of(self.compared.intervention, self.compared.comparator, self.texts)
        return self._arms

    def mentions(self, place: int) -> list[Mention]:
        """Mentions of the document's own arms in one sentence."""
        found = self._mentions.get(place)
        if found is None:
            found = self._mentions[place] = self.arms.mentions(self.sentences[place].tokens)
        return found

    @property
    def parts_of_names(self) -> frozenset[str]:
        """Stems of the arms' names that an abbreviation in brackets stands for."""
        if self._parts is None:
            found: set[str] = set()
            for side in (self.compared.intervention, self.compared.comparator):
                printed = [form for form in self.forms.values() if form.lower() in side.lower()]
                for long_form in (*abbreviations(side).values(), *printed):
                    found.update(content_stems(long_form))
            self._parts = frozenset(found)
        return self._parts

    def pairs(self, place: int) -> list[tuple[str, str]]:
        """Names of the arms that a sentence of a trial with three and more arms compares; nothing where it does not tell."""
        if self._groups is None:
            self._groups = coded_groups(self.texts[1:])
            if not self._groups and (are_several(self.texts) or len(sides_of(self.compared)) > 2):
                own = [s for s in self.sentences if not s.in_body]
                telling = [s.tokens for s in own if s.kind not in ("methods", "background")]
                listing = [self.title, *(s.text for s in own if s.kind not in ("results", "conclusions"))]
                self._named = named_groups(listing, telling, self.compared, self.texts)
        if self._groups:
            codes = compared_groups(self.sentences[place].text, self._groups)
            return [(label(first, self._groups), label(second, self._groups)) for first, second in codes]
        return compared_names(self.sentences[place].tokens, self._named) if self._named else []

    def arms_of(self, pair: tuple[str, str] | None) -> Arms:
        """What names the two arms of a pair; without a pair, of the document's own comparison."""
        if pair is None:
            return self.arms
        found = self._pair_arms.get(pair)
        if found is None:
            found = self._pair_arms[pair] = Arms.of(*pair, self.texts)
        return found

    @property
    def uncontrolled(self) -> bool:
        """Whether the study had no second arm."""
        if self._uncontrolled is None:
            self._uncontrolled = is_uncontrolled(self.texts)
        return self._uncontrolled

    @property
    def errors(self) -> bool:
        """Whether figures are given with standard errors."""
        if self._errors is None:
            self._errors = any(tells_errors(text) for text in self.texts)
        return self._errors

    @property
    def forms(self) -> dict[str, str]:
        """Abbreviations that the text defines."""
        if self._forms is None:
            self._forms = abbreviations(". ".join(self.texts))
        return self._forms

    @property
    def frequencies(self) -> Counter[str]:
        """In how many sentences each stem stands."""
        if self._frequencies is None:
            self._frequencies = Counter(s for one in self.sentences for s in set(one.stems))
        return self._frequencies

    @property
    def short(self) -> dict[str, tuple[str, ...]]:
        """Stems of abbreviations to stems of what they stand for."""
        if self._short is None:
            self._short = short_forms(self.texts)
        return self._short

    @property
    def setting(self) -> Setting:
        """Stems of the title and of the sentences that name outcomes."""
        if self._setting is None:
            named: set[str] = set()
            given: set[str] = set()
            for one in self.sentences:
                if one.in_body:
                    continue
                low = lowered(one.text)
                if one.kind not in ("results", "conclusions") and any(word in low for word in _GIVING):
                    given.update(one.stems)
                if any(word in low for word in _NAMING):
                    named.update(one.stems)
            title = frozenset(stem(w.lower()) for w in _WORDS.findall(self.title))
            self._setting = Setting(title, frozenset(named), frozenset(given))
        return self._setting


def of_sentences(title: str, texts: Sequence[str], kinds: Sequence[str], labelled: bool) -> Abstract:
    """An abstract whose sentences are cut and labelled already; offsets as if they were joined by line breaks."""
    made, at = [], 0
    for text, kind in zip(texts, kinds, strict=True):
        made.append(Sentence(at, at + len(text), text, _relabelled(text, kind)))
        at += len(text) + 1
    return Abstract(title, made, labelled)


def _relabelled(text: str, kind: str) -> str:
    """A heading printed at the beginning of the sentence itself wins: "Results: the mean ..."."""
    match = _PRINTED_LABEL.match(text)
    if match is None:
        return kind
    from ingest.headings import heading_kind

    return _KINDS.get(heading_kind(match["label"]) or "", kind)


def abstract_of(document: Document, title: str | None = None, with_body: bool = True) -> Abstract:
    """The sentences of the abstract, and of the article's own results; the whole text where it has no sections."""
    text = document.text
    sections = sections_of(document)
    if title is None:
        titles = [s for s in sections if s.kind == "title"]
        title = text[titles[0].start : titles[0].end] if titles else ""
    made: list[Sentence] = []
    labelled = False
    for section in sections:
        top, _, below = section.kind.partition(".")
        if top == "abstract":
            kind = _KINDS.get(below, "")
            labelled = labelled or bool(section.label)
            if below in ("registration", "other"):
                continue
        elif with_body and section.kind.startswith("body.results"):
            kind = "results"
        else:
            continue
        for start, end in sentences(text, section.start, section.end):
            made.append(Sentence(start, end, text[start:end], kind, in_body=top == "body"))
    if not made and not document.sections:
        made = [Sentence(a, b, text[a:b], "") for a, b in sentences(text)[:60]]
    return Abstract(title, made, labelled)
