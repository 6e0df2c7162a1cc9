"""Which label of a table or sentence means which arm: phrases, abbreviations, letters of groups, roles.

`likeness(phrase, label)` is 0 to 1. Labels are cleaned of sizes and units; both sides are widened by the document's own
abbreviations and by what its methods say "group A" is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract.outcome_match import fold
from ingest.records import Document

_WORD_RE = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?")
_TERM_RE = re.compile(r"[A-Za-z][\w/-]*")
_SIZE_RE = re.compile(r"[\[(]?\s?\b[nN]\s?[=:]?\s?\d[\d, ]*[\])]?|\(\s?\d+\s?\)|\d+\s?(?:patients|subjects|participants)")
_EMPTY = frozenset(
    "a an the of in on at to for with and or as by group groups arm arms patients patient participants subjects who were"
    " was received receive receiving treated given therapy treatment n mean sd se median p value values mg day daily"
    " from per plus only alone i e which that their one two women men children score scores versus vs cases week weeks"
    " month months baseline after before post pre results change".split()
)
_CONTROL_WORDS = frozenset(
    fold(w) for w in "control controls placebo sham usual standard conventional comparison comparator routine untreated"
    " vehicle saline waiting waitlist wait tau attention dummy no without none never delayed nil observation".split()
)  # fmt: skip
_ACTIVE_WORDS = frozenset(fold(w) for w in "intervention treatment experimental active test treated study case verum".split())
_SHORT_RE = re.compile(r"\(\s*([A-Za-z][\w/+-]{0,14})(?:\s*[;,][^)]{0,40})?\s*\)")
_ROLE_RE = re.compile(
    r"(?P<control>C|CG|CON|Ctrl|Cont|CTL|Con|P|PL|PLA|PBO|Pla)(?: group)?\.?|(?:I|IG|INT|Int|EG|E|TG|Exp|EXP|T|Tx)(?: group)?\.?"
)
_LEGEND_RE = re.compile(
    r"(?<![\w-])(?P<short>[A-Za-z0-9]{0,3}[A-Z][\w/.-]{0,9})\s?(?::|=|,)\s?(?P<long>[a-zA-Z][A-Za-z -]{4,60}?)(?=\s?[;,.(\d]|$)"
)
_GROUP_RE = re.compile(r"\b(?:group|arm)s?\s+([A-Z]\d?|[IV]{1,4}|\d{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Glossary:
    """What a document's abbreviations and group letters stand for: folded key -> folded words."""

    meanings: dict[str, frozenset[str]]


@lru_cache(maxsize=8)
def glossary(document: Document) -> Glossary:
    """Abbreviations in brackets behind their long form, and "group A: ..." as abstract and methods put them."""
    meanings: dict[str, frozenset[str]] = {}
    for section in document.sections:
        if section.kind.startswith(("abstract", "body.methods", "title", "body.intro", "body.other", "caption")):
            text = document.text[section.start : section.end]
            for key, words in [*_abbreviations(text), *_groups(text), *_legend(text, section.kind)]:
                meanings.setdefault(key, frozenset(words))
    return Glossary(meanings)


def _abbreviations(text: str) -> Iterable[tuple[str, list[str]]]:
    for match in _SHORT_RE.finditer(text):
        short = match[1]
        if not any(c.isupper() for c in short) and len(short) > 4:
            continue
        letters = [c.lower() for c in short if c.isalnum()]
        before = _WORD_RE.findall(text[max(0, match.start() - 120) : match.start()])[-2 * len(letters) - 3 :]
        for start in range(len(before) - 1, -1, -1):
            if before[start][0].lower() == letters[0] and _spells("".join(letters), before[start:]):
                yield short.lower(), [fold(w) for w in before[start:]]
                break


def _legend(text: str, kind: str) -> Iterable[tuple[str, list[str]]]:
    """ "CAL: clinical attachment level; PPD, probing depth" below tables and figures."""
    if kind != "caption":
        return
    for match in _LEGEND_RE.finditer(text):
        yield match["short"].lower(), [fold(w) for w in _WORD_RE.findall(match["long"])]


def _spells(letters: str, words: list[str]) -> bool:
    """The letters occur in order, most of them at the beginnings of words."""
    initials = "".join(w[0].lower() for w in words)
    at = 0
    missed = 0
    for c in letters:
        found = initials.find(c, at)
        if found < 0:
            missed += 1
        else:
            at = found + 1
    return missed == 0 or (missed <= len(letters) // 2 and _within(letters, "".join(words).lower()))


def _within(letters: str, text: str) -> bool:
    at = -1
    for c in letters:
        at = text.find(c, at + 1)
        if at < 0:
            return False
    return True


def _groups(text: str) -> Iterable[tuple[str, list[str]]]:
    marks = list(_GROUP_RE.finditer(text))
    for match, following in zip(marks, [*marks[1:], None], strict=False):
        stop = min(match.end() + 110, following.start() if following else len(text))
        behind = re.split(r"[;.]|\b(?:while|whereas|and the)\b", text[match.end() : stop])[0]
        words = [fold(w) for w in _WORD_RE.findall(behind) if w.lower() not in _EMPTY]
        if words:
            yield "group " + match[1].lower(), words[:10]
        before = re.search(r"([^.;()]{3,80})\(\s*(?:the )?$", text[max(0, match.start() - 90) : match.start()])
        if before:
            yield "group " + match[1].lower(), [fold(w) for w in _WORD_RE.findall(before[1])[-6:]]


@lru_cache(maxsize=20_000)
def label_words(label: str) -> frozenset[str]:
    """The folded words of an arm's label that can tell it from another arm's."""
    plain = _SIZE_RE.sub(" ", label)
    words = [w for w in _WORD_RE.findall(plain) if w.lower() not in _EMPTY]
    found = {fold(w) for w in words if len(w) > 1 or w.isdigit()}
    role = _ROLE_RE.fullmatch(plain.strip())
    if role:
        found.add("control" if role["control"] else "intervention")
    for match in _GROUP_RE.finditer(plain):
        found.add("group " + match[1].lower())
    return frozenset(found)


def spelled_out(text: str, terms: Glossary) -> str:
    """A label with what its abbreviations stand for behind it."""
    found = [
        " ".join(sorted(terms.meanings[t.lower()])) for t in dict.fromkeys(_TERM_RE.findall(text)) if t.lower() in terms.meanings
    ]
    return " ".join([text, *found])


def is_control(words: Iterable[str]) -> bool:
    """Whether a label's words are those of a control group."""
    return any(w in _CONTROL_WORDS for w in words)


@lru_cache(maxsize=20_000)
def widened(label: str, terms: Glossary) -> frozenset[str]:
    """A label's words and what they stand for in this document."""
    words = label_words(label)
    found = set(words)
    for raw in {*_WORD_RE.findall(label), *_TERM_RE.findall(label)}:
        found |= terms.meanings.get(raw.lower(), frozenset())
    for word in words:
        if word.startswith("group "):
            found |= terms.meanings.get(word, frozenset())
    return frozenset(found - _EMPTY)


@lru_cache(maxsize=50_000)
def likeness(phrase: str, label: str, terms: Glossary) -> float:
    """How much a label looks like the arm that the phrase describes, 0 to 1."""
    plain_label = _SIZE_RE.sub(" ", label).strip()
    if not plain_label:
        return 0.0
    if plain_label.lower() == phrase.strip().lower():
        return 1.0
    own, other = label_words(label), label_words(phrase)
    wide_own, wide_other = widened(label, terms), widened(phrase, terms)
    if not wide_own or not wide_other:
        return 0.0
    best = max(_overlap(own, other), 0.9 * _overlap(wide_own, wide_other), 0.95 * _overlap(own, wide_other))
    if best < 0.5:
        label_control, phrase_control = is_control(own), is_control(other)
        if label_control and phrase_control:
            best = max(best, 0.6)
        elif not label_control and not phrase_control and own & _ACTIVE_WORDS:
            best = max(best, 0.45)
        elif label_control != phrase_control:
            best *= 0.5
    return best


def _overlap(own: frozenset[str], other: frozenset[str]) -> float:
    """The share of the label's words that the phrase holds, tempered by the share of the phrase's."""
    if not own or not other:
        return 0.0
    held = sum(1.0 for w in own if w in other or any(_alike(w, o) for o in other))
    precision = held / len(own)
    recall = min(1.0, held / len(other))
    return 0.7 * precision + 0.3 * recall if held else 0.0


def _alike(a: str, b: str) -> bool:
    """One beginning, or two neighbouring letters swapped."""
    if len(a) < 5 or len(b) < 5 or a[0] != b[0]:
        return False
    return a[:5] == b[:5] or (len(a) == len(b) and sorted(a) == sorted(b))
