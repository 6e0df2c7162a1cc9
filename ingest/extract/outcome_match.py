"""Do two wordings name the same outcome? Rules and a hand-written lexicon only; no fitted weights.

A wording is cut into components ("attitudes, knowledge and skills" are three outcomes), each a bag of weighted words:
what was measured counts fully, how it was counted ("mean change in the number of") not at all. Words are folded
(British spelling, endings), runs of words become concepts ("hospital admissions" = "hospitalization"), instruments
also stand for what they measure, abbreviations match the initials of the other wording. A wording of several outcomes
is not the same as one of its parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract.outcome_kinds import kinds_differ
from ingest.extract.outcome_lexicon import CONCEPTS, EMPTY, INSTRUMENTS, NEVER_MEASURED, WEAK, WEAK_CONCEPTS

SAME = 0.6
"""From this score on, two wordings are taken to name one outcome."""

_WORD_RE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿα-ωΑ-Ω]+|\d+(?:\.\d+)?")
_BRACKET_RE = re.compile(r"\s+[(\[]([^()\[\]]*)[)\]]?")
_NUMBERING_RE = re.compile(r"(?:^|(?<=[\s;,]))\(?(?:\d{1,2}|[a-e]|i{1,3}v?|vi{0,3})\)\s+")
# Where the name ends and its definition, time point or population begins.
_TAIL_RE = re.compile(
    r"\s*,?\s*\b(?:(?:as )?(?:measured|assessed|evaluated|rated|determined|indicated|recorded|estimated|quantified"
    r"|scored|monitored|confirmed|verified|calculated|based|judged|graded)\b|defined as\b|expressed as\b"
    r"|according to\b|using\b|on the\b(?= [A-Z])|relative to|(?:compared|comparison) (?:with|to)"
    r"|from (?:baseline|randomi[sz]ation|the|pre|week|day|month|onset|enrol)|between baseline"
    r"|after\b|during\b|following\b|throughout\b|over (?:the|a|an|time|\d)"
    r"|at (?:\d|one|two|three|four|six|twelve|week|month|day|year|the (?:end|final|subsequent)|baseline|final|discharge"
    r"|follow|hospital|end)|(?:with)?in (?:the (?:previous|last|past|first)|\d)|up to\b"
    r"|by (?:day|week|month|the end)|in (?:patients|children|women|men|adults|infants|pregnant)"
    r"|(?:for|in) the \S+ (?:and \S+ )?(?:populations?|groups?|phase)|before and\b|prior to\b)",
)  # fmt: skip
_LEADING_TIME_RE = re.compile(
    r"\b(?:between baseline and|from baseline to|from baseline) (?:(?:week|month|day|year)s? )?\S+ "
    r"(?:weeks?|months?|days?|years?)?"
)
_SPLIT_RE = re.compile(r"\s*(?:[;,]|,?\s+and(?:/or)?|,?\s+or|\s\+|,?\s+as well as|\s+plus)\s+")
_ABBREVIATION_RE = re.compile(r"[A-Za-z]{0,2}[A-Z][A-Za-z]{0,2}[A-Z][A-Za-z0-9]{0,4}")
_ENDINGS = ("ational", "ations", "ation", "ness", "ings", "ing", "ions", "ion", "ies", "ied", "ity", "ence", "ance",
            "ical", "ally", "ment", "ous", "ive", "ent", "ant", "al", "ic", "ed", "es", "er", "ly", "s", "e",
            "y")  # fmt: skip


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without case, British spelling and endings: "Haemorrhages" -> "hemorrhag"."""
    word = word.lower().replace("ae", "e").replace("oe", "e").replace("our", "or").replace("ys", "yz")
    word = re.sub(r"is(?=(?:ation|ations|ed|es|e|ing)$)", "iz", word) if len(word) > 6 else word
    for _ in range(2):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                word = word[: -len(ending)]
                break
        else:
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@dataclass(frozen=True, slots=True)
class Component:
    """One outcome named by a wording: folded words and concepts with their weights, and weaker words of its tail."""

    weights: dict[str, float]
    tail: frozenset[str]
    abbreviations: frozenset[str]
    alias: frozenset[str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    means: tuple[str, ...]
    needs_capitals: bool
    instrument: bool


def _lines(table: str) -> list[str]:
    return re.sub(r"\n +", " ", table.strip()).splitlines()


def _phrases() -> dict[str, list[_Phrase]]:
    found: dict[str, list[_Phrase]] = {}

    def add(wording: str, means: tuple[str, ...], capitals: bool, instrument: bool) -> None:
        words = tuple(fold(w) for w in _WORD_RE.findall(wording))
        if words:
            found.setdefault(words[0], []).append(_Phrase(words, means, capitals, instrument))

    concepts: set[str] = set()
    for line in _lines(CONCEPTS):
        concepts.update(line.partition(":")[0].split("+"))
    for line in _lines(CONCEPTS):
        concept, _, wordings = line.partition(":")
        for wording in (w.strip() for w in wordings.split("|")):
            add(wording, tuple("=" + c for c in concept.split("+")), wording.isupper() and len(wording) < 6, False)
    for line in _lines(INSTRUMENTS):
        names, _, construct = line.partition("=")
        # A construct without wordings of its own ("asthma") is met by its plain word.
        means = tuple("=" + c if c in concepts else fold(c) for c in construct.split())
        for name in (n.strip() for n in names.split("|")):
            own = "@" + fold(names.split("|")[0].strip())
            add(name, (own, *means), " " not in name, True)
    for phrases in found.values():
        phrases.sort(key=lambda p: -len(p.words))
    return found


_PHRASES = _phrases()
_EMPTY = EMPTY
_COUNTED_AS = {  # ways of counting that exclude each other
    **dict.fromkeys((fold(w) for w in ("duration", "length")), "duration"),
    **dict.fromkeys((fold(w) for w in ("frequency", "incidence", "=incidence")), "frequency"),
    **dict.fromkeys((fold(w) for w in ("severity", "intensity")), "severity"),
}
_WEAK = frozenset(fold(w) for w in WEAK)


@lru_cache(maxsize=20_000)
def components(text: str) -> tuple[Component, ...]:
    """The outcomes that a wording names, in order; an empty tuple when it names none."""
    text = text.replace("'", " ").replace("’", " ").replace("–", "-").replace("‐", "-")
    abbreviations: list[str] = []
    inside: list[str] = []
    for match in _BRACKET_RE.finditer(" " + text):
        content = match[1].strip()
        (abbreviations if _ABBREVIATION_RE.fullmatch(content.replace("-", "")) else inside).append(content)
    plain = _NUMBERING_RE.sub(" ; ", _BRACKET_RE.sub(" ", " " + text)).strip()
    plain = _LEADING_TIME_RE.sub(" ", plain)
    if not _core(plain):
        plain = text
    name, tail = _cut(plain)
    parts = _parts(name)
    tail_words = frozenset(weigh(tail + " " + " ".join(inside)))
    found = []
    for part in parts:
        weights = weigh(part)
        if weights:
            alias = frozenset(abbreviations) if len(parts) == 1 else frozenset()
            shorts = frozenset(_ABBREVIATION_RE.findall(part)) | alias
            words = tuple(w.lower() for w in _WORD_RE.findall(part))
            found.append(Component(weights, tail_words if len(parts) == 1 else frozenset(), shorts, alias, words))
    return tuple(found)


def _cut(text: str) -> tuple[str, str]:
    """Name and tail. A tail that stands before a further outcome ("X at week 4, and Y") is cut out alone."""
    names, tails = [], []
    for piece in re.split(r"(;|,? and (?=(?:the|change|number|rate|time|proportion|mean)\b))", text):
        cut = _TAIL_RE.search(piece, 3)
        names.append(piece[: cut.start()] if cut else piece)
        tails.append(piece[cut.start() :] if cut else "")
    name = "".join(names)
    return (name, " ".join(tails)) if _core(name) else (text, "")


def _core(text: str) -> bool:
    return any(w >= 1.0 for w in weigh(text).values())


def _parts(name: str) -> list[str]:
    """Split at "and", "," ... where both sides name something; adjectives before the last noun stay with it."""
    parts: list[str] = []
    pending = ""
    pieces = _SPLIT_RE.split(name)
    for i, piece in enumerate(pieces):
        joined = f"{pending} {piece}".strip()
        # A capitalized title holds its "and" ("Shoulder Pain and Disability Index").
        title = i + 1 < len(pieces) and joined[-1:] and _in_title(joined, pieces[i + 1])
        if title or not _core(piece):
            pending = joined
            continue
        parts.append(joined)
        pending = ""
    if pending:
        if parts and not _core(pending):
            parts[-1] += " " + pending
        else:
            parts.append(pending)
    return parts


def _in_title(left: str, right: str) -> bool:
    last, first = left.split()[-1], (right.split() or [""])[0]
    return last[:1].isupper() and first[:1].isupper() and last[1:].islower() and first[1:].islower()


@lru_cache(maxsize=20_000)
def weigh(text: str) -> dict[str, float]:
    """Folded words and concepts of a text with their weights; words without weight are left out."""
    raw = [w for w in _WORD_RE.findall(text) if w.lower() not in NEVER_MEASURED]
    words = [fold(w) for w in raw]
    weights: dict[str, float] = {}
    at = 0
    while at < len(words):
        phrase = _phrase_at(raw, words, at)
        if phrase:
            for token in phrase.means:
                weights[token] = max(weights.get(token, 0), WEAK_CONCEPTS.get(token, 1.0))
            at += len(phrase.words)
            continue
        word, lower = words[at], raw[at].lower()
        at += 1
        if lower in _EMPTY or word[0].isdigit() or (len(word) == 1 and not raw[at - 1].isupper()):
            continue
        weights.setdefault(word, 0.3 if word in _WEAK else 1.0)
    return weights


def _phrase_at(raw: list[str], words: list[str], at: int) -> _Phrase | None:
    for phrase in _PHRASES.get(words[at], ()):
        if tuple(words[at : at + len(phrase.words)]) != phrase.words:
            continue
        if phrase.needs_capitals and not any(c.isupper() for c in "".join(raw[at : at + len(phrase.words)])):
            continue
        return phrase
    return None


def same_outcome(a: str, b: str) -> float:
    """How surely two wordings name the same outcome: 0 to 1, `SAME` and more is yes. Symmetric."""
    if _plain(a) == _plain(b):
        return 1.0
    left, right = components(a), components(b)
    if not left or not right:
        return 0.0
    score = _score(left, right)
    return min(score, SAME - 0.1) if score >= SAME and kinds_differ(a, b) else score


def _score(left: tuple[Component, ...], right: tuple[Component, ...]) -> float:
    if len(left) == 1 and len(right) == 1:
        return _alike(left[0], right[0])
    best_left = [max(_alike(x, y) for y in right) for x in left]
    best_right = [max(_alike(x, y) for x in left) for y in right]
    whole = (sum(best_left) / len(left) + sum(best_right) / len(right)) / 2
    unmatched = sum(s < SAME for s in best_left) + sum(s < SAME for s in best_right)
    return whole if unmatched == 0 else min(whole, SAME - 0.1)


def is_same_outcome(a: str, b: str) -> bool:
    """Whether two wordings name the same outcome."""
    return same_outcome(a, b) >= SAME


def _plain(text: str) -> str:
    return " ".join(w.lower() for w in _WORD_RE.findall(text) if w.lower() not in ("the", "a", "an"))


def _alike(a: Component, b: Component) -> float:
    extra_a, extra_b = _spelled_out(a, b), _spelled_out(b, a)
    covered_a = _coverage(a, b, extra_a)
    covered_b = _coverage(b, a, extra_b)
    low, high = sorted((covered_a, covered_b))
    score = 0.5 * low + 0.5 * high if high >= 0.75 else 0.5 * high
    return score if _counted_alike(a, b) else min(score, SAME - 0.1)


def _counted_alike(a: Component, b: Component) -> bool:
    """Not so where one is a duration and the other a frequency, or the like."""
    ways_a = {_COUNTED_AS[w] for w in a.weights if w in _COUNTED_AS}
    ways_b = {_COUNTED_AS[w] for w in b.weights if w in _COUNTED_AS}
    return not ways_a or not ways_b or bool(ways_a & ways_b)


def _coverage(a: Component, b: Component, spelled: frozenset[str]) -> float:
    """The share of a's weight that b holds too."""
    total = sum(a.weights.values())
    held = 0.0
    for word, weight in a.weights.items():
        if word in b.weights or word in spelled or _prefixed(word, b.weights):
            held += weight
        elif word in b.tail:
            held += 0.8 * weight
        elif word[0] == "@" and any(w in b.weights for w in a.weights if w[0] == "="):
            held += weight
    return held / total if total else 0.0


def _prefixed(word: str, others: dict[str, float]) -> bool:
    return len(word) >= 6 and word[0] not in "=@" and any(o[:6] == word[:6] for o in others if len(o) >= 6)


def _spelled_out(a: Component, b: Component) -> frozenset[str]:
    """Words of a that are matched by initials: an abbreviation of b spelled out in a, or one of a spelled out in b."""
    found: set[str] = set()
    for short in b.abbreviations:
        if short in a.alias and short not in a.words:
            return frozenset(a.weights)
        run = initials_run(short, a.words)
        if run:
            found.update(weigh(" ".join(a.words[run[0] : run[1]])))
    for short in a.abbreviations:
        if short in b.abbreviations or initials_run(short, b.words):
            found.update(weigh(short))
    return frozenset(found)


def initials_run(short: str, words: tuple[str, ...]) -> tuple[int, int] | None:
    """Where a run of words has the letters of an abbreviation as initials (small words may be passed over)."""
    letters = [c.lower() for c in short if c.isalpha()]
    letters = letters[:-1] if len(letters) > 2 and short[-1] == "s" else letters
    if len(letters) < 2:
        return None
    for start, word in enumerate(words):
        if word[0] != letters[0]:
            continue
        at = 1
        for end in range(start + 1, min(len(words), start + 2 * len(letters))):
            if at < len(letters) and words[end][0] == letters[at]:
                at += 1
                if at == len(letters):
                    return start, end + 1
            elif words[end] not in _EMPTY:
                break
    return None
