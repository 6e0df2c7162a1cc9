"""Which words of a sentence name the intervention and which the comparator.

`Arms.of(intervention, comparator, texts)` learns from the two phrases and from the abstract what names them: their
own words, abbreviations printed beside them ("transcutaneous acupuncture (TEA)"), group codes ("group B received
..."), and the words any trial uses ("control group"). `mentions(tokens)` gives the places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.extract import finding_words as words
from ingest.extract.finding_tokens import Tokens, stem

INTERVENTION, COMPARATOR = "I", "C"
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+")
_ABBREVIATED = re.compile(r"\(\s?([A-Z][A-Za-z0-9/+\-]{0,11}|[a-z][A-Z][A-Za-z0-9\-]{1,9})(?:\s+(?:group|arm))?\s?[),;:]")
_PLAIN_CODE = re.compile(r"\b[Gg]roups?\s\(?([A-Z]\d?|\d|I{1,3}|IV)\b")
_GROUP_CODE = re.compile(
    r"\b(?:(?:[Gg]roups?|[Aa]rms?|GROUP)\s(?:\(?\s?)?([A-Z]{1,6}\d?|\d|[IV]{1,3})\b|([A-Z][A-Z0-9]{0,6}(?:[-+/][A-Z0-9]{1,5})?)\s(?:group|arm)\b)"
)
_ORDINAL = re.compile(r"\b([Ff]irst|[Ss]econd)\s(?:group|arm)\b")


def content_stems(phrase: str) -> list[str]:
    """Stems of the words of a phrase that say something, in order."""
    return list(_content_stems(phrase))


@lru_cache(maxsize=512)
def _content_stems(phrase: str) -> tuple[str, ...]:
    found = []
    for word in _WORD.findall(phrase):
        low = word.lower()
        if low not in words.STOP:
            found.append(low.replace(",", "") if low[0].isdigit() else stem(low))
    return tuple(found)


@dataclass(slots=True)
class Mention:
    """A run of tokens that names an arm."""

    start: int
    end: int
    arm: str
    strength: float


@dataclass(slots=True)
class Arms:
    """Weights of stems for either arm."""

    weights: dict[str, dict[str, float]] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    negated: frozenset[str] = frozenset()  # stems whose absence names the other arm ("without tourniquet")
    codes: dict[str, str] = field(default_factory=dict)  # "a" in "group A" -> arm
    plain_arm: str | None = None  # the arm that has no word of its own ("laser" against "laser with plasma")
    _last: tuple[Tokens, list[Mention]] | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, intervention: str, comparator: str, texts: Iterable[str] = ()) -> Arms:
        """Learn what names the arms. `texts`: title and sentences of the abstract."""
        first, second = set(content_stems(intervention)), set(content_stems(comparator))
        arms = cls(weights={INTERVENTION: dict.fromkeys(first - second, 1.0),
                            COMPARATOR: dict.fromkeys(second - first, 1.0)},
                   shared=frozenset(first & second))  # fmt: skip
        arms._without_given(intervention, comparator)
        arms._control_words(intervention, comparator)
        arms._absences(intervention, comparator)
        if not first - second and second - first:
            arms.plain_arm = INTERVENTION
        elif first - second and not second - first:
            arms.plain_arm = COMPARATOR
        arms._combination_words()
        printed = list(texts)
        arms._abbreviations([intervention, comparator, *printed])
        arms._own_codes(intervention, INTERVENTION)
        arms._own_codes(comparator, COMPARATOR)
        for text in printed:
            arms._group_codes(text)
        arms._other_code(printed)
        return arms

    def _without_given(self, intervention: str, comparator: str) -> None:
        """ "no intervention", "no additional treatment" are not named by the word that they deny."""
        for phrase, arm in ((intervention, INTERVENTION), (comparator, COMPARATOR)):
            if _NOTHING_GIVEN.match(phrase):
                for key in _GIVEN_STEMS:
                    self.weights[arm].pop(key, None)

    def _control_words(self, intervention: str, comparator: str) -> None:
        """ "control", "usual care", "placebo" name whichever arm is the control; "intervention" the other."""
        first = any(w in words.CONTROL_WORDS for w in _WORD.findall(intervention.lower()))
        second = any(w in words.CONTROL_WORDS for w in _WORD.findall(comparator.lower()))
        if first == second:
            first, second = _is_weak_control(intervention), _is_weak_control(comparator)
        control, weight = COMPARATOR, 0.5
        if first and not second:
            control = INTERVENTION
        elif first == second:
            weight = 0.3
        other = INTERVENTION if control == COMPARATOR else COMPARATOR
        for word in ("control", "placebo", "sham", "usual", "standar", "convent", "conventi", "untreat", "routin",
                     "waitlis", "comparator", "traditional"):  # fmt: skip
            key = stem(word)
            if key not in self.weights[other]:
                self.weights[control].setdefault(key, weight)
        for word in ("intervention", "experimental", "treated", "active", "study", "trial"):
            key = stem(word)
            if key not in self.weights[control]:
                self.weights[other].setdefault(key, 0.4 * (1 if weight > 0.3 else 0.8))
        if "treatme" not in self.weights[control]:
            self.weights[other].setdefault("treatme", 0.25)

    def _combination_words(self) -> None:
        """Of "belorin with lumatol" and "belorin", the first is "the combination", the second "monotherapy"."""
        if self.plain_arm is not None:
            added = COMPARATOR if self.plain_arm == INTERVENTION else INTERVENTION
            for arm, names in ((added, ("combination", "combined")), (self.plain_arm, ("monotherapy", "alone"))):
                for name in names:
                    if stem(name) not in self.shared:
                        self.weights[arm].setdefault(stem(name), 0.7)

    def _absences(self, intervention: str, comparator: str) -> None:
        for phrase, arm in ((intervention, INTERVENTION), (comparator, COMPARATOR)):
            for match in re.finditer(r"\b(?:without|no|non|not)[\s-]+(?:any |an? |receive |receiving )?([^\W\d_]{3,})",
                                     phrase.lower()):  # fmt: skip
                key = stem(match.group(1))
                if key not in self.weights[INTERVENTION if arm == COMPARATOR else COMPARATOR] and key not in self.shared:
                    continue
                other = INTERVENTION if arm == COMPARATOR else COMPARATOR
                self.negated |= {key}
                self.weights[other].setdefault(key, 1.0)

    def _score(self, stems: Iterable[str]) -> float:
        """Above nought for the intervention, below for the comparator."""
        seen = set(stems)
        return sum(self.weights[INTERVENTION].get(s, 0) for s in seen) - sum(self.weights[COMPARATOR].get(s, 0) for s in seen)

    def _abbreviations(self, texts: list[str]) -> None:
        for text in texts:
            for match in _ABBREVIATED.finditer(text) if "(" in text else ():
                short = match.group(1)
                key = stem(short)
                if short in _STATISTICS:
                    continue
                if key in self.weights[INTERVENTION] or key in self.weights[COMPARATOR] or key in self.shared:
                    continue
                before = _WORD.findall(text[max(0, match.start() - 80) : match.start()])[-max(2, len(short)) :]
                meant = content_stems(" ".join(_long_form(before, short)))
                if not meant:
                    continue
                first = sum(s in self.weights[INTERVENTION] for s in meant)
                second = sum(s in self.weights[COMPARATOR] for s in meant)
                if first and first >= 0.5 * len(meant) and not second:
                    self.weights[INTERVENTION][key] = 0.9
                elif second and second >= 0.5 * len(meant) and not first:
                    self.weights[COMPARATOR][key] = 0.9
                elif self.plain_arm and meant and all(s in self.shared for s in meant):
                    self.shared |= {key}

    def _own_codes(self, phrase: str, arm: str) -> None:
        for match in _GROUP_CODE.finditer(phrase):
            self.codes.setdefault((match.group(1) or match.group(2)).lower(), arm)
        if lettered := re.match(r"([A-Z])\s?[-:–]\s", phrase):
            self.codes.setdefault(lettered.group(1).lower(), arm)

    def _group_codes(self, text: str) -> None:
        """ "Group A received sevoflurane; group B propofol": the words behind (or before, in brackets) tell the arm."""
        if "roup" not in text and "arm" not in text and "Arm" not in text and "GROUP" not in text:
            return
        found = list(_GROUP_CODE.finditer(text))
        if "rst group" in text or "ond group" in text:
            found = sorted([*found, *_ORDINAL.finditer(text)], key=re.Match.start)
        scores: dict[str, float] = {}
        for place, match in enumerate(found):
            code = (match.group(1) or match.group(2)).lower()
            if code in self.codes:
                continue
            if match.re is _GROUP_CODE and match.group(2) and (self._is_known(code) or not _GIVEN.match(text, match.end())):
                # "compared with the SHE group, the MBB group ...": what follows is no description of it.
                continue
            stop = found[place + 1].start() if place + 1 < len(found) else match.end() + 160
            behind = self._score(content_stems(text[match.end() : min(stop, match.end() + 160)]))
            start = found[place - 1].end() if place else max(0, match.start() - 120)
            bracketed = text[max(0, match.start() - 2) : match.start()].strip() == "("
            before = self._score(content_stems(text[max(start, match.start() - 120) : match.start()])) if bracketed else 0
            scores[code] = scores.get(code, 0) + (before if bracketed else behind)
        for code, score in scores.items():
            if abs(score) >= 0.8:
                self.codes.setdefault(code, INTERVENTION if score > 0 else COMPARATOR)

    def _other_code(self, texts: list[str]) -> None:
        """Of two codes in all, of which one is known, the other names the other arm."""
        printed = {code.lower() for text in texts if "roup" in text for code in _PLAIN_CODE.findall(text)}
        known = printed & self.codes.keys()
        if len(printed) == 2 and len(known) == 1:
            arm = self.codes[next(iter(known))]
            self.codes[next(iter(printed - known))] = COMPARATOR if arm == INTERVENTION else INTERVENTION

    def _is_known(self, code: str) -> bool:
        """Whether an abbreviation names an arm, or both, already."""
        key = stem(code)
        return key in self.shared or any(side.get(key, 0.0) >= 0.9 for side in self.weights.values())

    def mentions(self, tokens: Tokens, outcome: Iterable[str] = ()) -> list[Mention]:
        """Runs of tokens that name an arm, in order; of shared words only where one arm has no word of its own.

        `outcome`: stems of the outcome's name, which name no arm ("disease control rate").
        """
        first, second = self.weights[INTERVENTION], self.weights[COMPARATOR]
        if any(key in first or key in second for key in outcome):
            return self._mentions(tokens, outcome)
        # An outcome of other words changes nothing: all outcomes of a sentence share what was found.
        if self._last is None or self._last[0] is not tokens:
            self._last = tokens, self._mentions(tokens, ())
        return self._last[1]

    def _mentions(self, tokens: Tokens, outcome: Iterable[str]) -> list[Mention]:
        found: list[Mention] = []
        first, second = self.weights[INTERVENTION], self.weights[COMPARATOR]
        run_start, run_end, score, plain = -1, -1, 0.0, False
        seen: set[str] = set()
        naming = first.keys() | second.keys() | (self.shared if self.plain_arm is not None else frozenset())
        for at, key in enumerate(tokens.stems):
            if not key or (key not in naming and tokens.words[at] not in self.codes):
                continue
            value = first.get(key, 0.0) - second.get(key, 0.0)
            if value and (key in outcome or _is_small(tokens, at) or not _names(tokens, at, run_end)):
                value = 0.0
            value += self._code_value(tokens, at)
            if value and at and (tokens.words[at - 1] in ("non", "without") or _is_denied(tokens, at, key in self.negated)):
                value = -value
            is_plain = not value and self.plain_arm is not None and key in self.shared
            if not value and not is_plain:
                continue
            if run_start >= 0 and at - run_end <= 2 and score * value >= 0 and not _breaks(tokens, run_end, at):
                run_end = at + 1
                score += 0 if key in seen else value
                plain = plain and is_plain
            else:
                self._close(found, run_start, run_end, score)
                run_start, run_end, score, plain = at, at + 1, value, is_plain
                seen = set()
            seen.add(key)
        self._close(found, run_start, run_end, score)
        return self._absorbed(found, tokens)

    def _absorbed(self, found: list[Mention], tokens: Tokens) -> list[Mention]:
        """ "plasma and laser" names the arm that has plasma, though "laser" alone names the other."""
        if self.plain_arm is None:
            return found
        kept: list[Mention] = []
        for place, mention in enumerate(found):
            if mention.strength == 0.6 and mention.arm == self.plain_arm:
                near = [*found[place + 1 : place + 2], *kept[-1:]]
                if any(n.arm != self.plain_arm and _joined(tokens, mention, n) for n in near):
                    continue
            kept.append(mention)
        return kept

    def swapped(self) -> Arms:
        """The same with intervention and comparator exchanged."""
        turn = {INTERVENTION: COMPARATOR, COMPARATOR: INTERVENTION}
        return Arms(weights={INTERVENTION: self.weights[COMPARATOR], COMPARATOR: self.weights[INTERVENTION]},
                    shared=self.shared, negated=self.negated, codes={k: turn[v] for k, v in self.codes.items()},
                    plain_arm=turn[self.plain_arm] if self.plain_arm else None)  # fmt: skip

    def _code_value(self, tokens: Tokens, at: int) -> float:
        word = tokens.words[at]
        arm = self.codes.get(word)
        if arm is None:
            return 0.0
        near = tokens.words[max(0, at - 2) : at] + tokens.words[at + 1 : at + 2]
        if word in _ORDINALS and not any(w in ("group", "arm") for w in near[-1:]):
            return 0.0
        single = len(word) == 1
        if (
            single
            and not any(w.startswith(("group", "arm")) for w in near)
            and not tokens.text[tokens.starts[at] : tokens.ends[at]].isupper()
        ):
            return 0.0
        if single and word in ("i", "a") and not any(w.startswith(("group", "arm")) for w in near):
            return 0.0
        if single and word.isdigit() and not any(w.startswith(("group", "arm", "and")) for w in near):
            return 0.0
        return 1.0 if arm == INTERVENTION else -1.0

    def _close(self, found: list[Mention], start: int, end: int, score: float) -> None:
        if start < 0:
            return
        if score:
            arm = INTERVENTION if score > 0 else COMPARATOR
            found.append(Mention(start, end, arm, abs(score)))
        elif self.plain_arm is not None:
            found.append(Mention(start, end, self.plain_arm, 0.6))


_ORDINALS = ("first", "second")
_NOTHING_GIVEN = re.compile(r"\W*(?:no|without|non|not)\b(?:\W+\w+){0,2}?\W*(?:intervention|treatment|therapy|active)", re.I)
_GIVEN_STEMS = tuple(stem(word) for word in ("intervention", "treatment", "active", "treated"))


def _is_weak_control(phrase: str) -> bool:
    """Whether a word such as "standard" stands at the head of a phrase, not somewhere in a description."""
    return any(word in words.WEAK_CONTROL_WORDS for word in _WORD.findall(phrase.lower())[:4])


_STATISTICS = frozenset("OR HR RR CI SD SE SEM IQR NS MD SMD ES ITT PP AUC ORR DCR PFS OS QOL VAS BMI".split())


def _joined(tokens: Tokens, first: Mention, second: Mention) -> bool:
    start, end = min(first.end, second.end), max(first.start, second.start)
    return end - start <= 3 and all(w in ("and", "plus", "+", "with", "or", "/", "added", "to", "combined", "in")
                                    for w in tokens.words[start:end])  # fmt: skip


_UNITS = frozenset("mg mcg µg μg g ml iu u gy hz % kg mm cm j ppm mmol ug l mhz khz nm w".split())
_CONTROLLED = frozenset("disease pain glycemic glucose weight tumor tumour local pressure inhibitory quality motor cost"
                        " birth infection symptom asthma glycaemic postural self impulse metabolic seizure".split())  # fmt: skip


_GIVEN = re.compile(r"\W{0,3}(?:\(n\s?=\s?\d+\)\s?)?(?:(?:patients|participants|subjects|who|that|which|was|were)\s){0,3}"
                    r"(?:receiv|given|got|treated|underwent|consist|administered|took|used)", re.I)  # fmt: skip


def _is_small(tokens: Tokens, at: int) -> bool:
    """A word that names nobody ("parents") though it shares its stem with one that does; "SHE" in capitals may."""
    return tokens.words[at] in words.STOP and not tokens.text[tokens.starts[at] : tokens.ends[at]].isupper()


def _names(tokens: Tokens, at: int, run_end: int) -> bool:
    """Whether a word that can name an arm does so here: "study" only before "group", figures only as doses."""
    word = tokens.words[at]
    following = tokens.words[at + 1] if at + 1 < len(tokens.words) else ""
    if tokens.kinds[at] == "n" or word.isdigit():
        return following in _UNITS or (run_end == at and following not in ("weeks", "days", "months", "minutes", "min"))
    if word in ("study", "treatment", "active", "treated", "trial"):
        return following in words.GROUP_WORDS and not (word == "treated" and following == "with")
    if word.startswith("standard") and (word != "standard" or following in ("deviation", "error", "deviations")):
        return False
    if word == "control":
        return not (at and tokens.words[at - 1] in _CONTROLLED)
    return True


def _is_denied(tokens: Tokens, at: int, expected: bool) -> bool:
    """ "no tourniquet", "without any tourniquet", where one arm is named by what it lacks."""
    return expected and any(w in ("non", "without", "no", "not") for w in tokens.words[max(0, at - 2) : at])


def _breaks(tokens: Tokens, start: int, end: int) -> bool:
    return any(tokens.words[at] in ("and", "or", "than", "versus", "vs", "compared", ",", "to") for at in range(start, end))


def _long_form(before: list[str], short: str) -> list[str]:
    """The words before the bracket that the abbreviation can stand for: from its first letter on."""
    letters = [c.lower() for c in short if c.isalpha()]
    if not letters:
        return before[-2:]
    limit = min(len(before), len(letters) + 2)
    for size in range(limit, 0, -1):
        candidate = before[-size:]
        if candidate[0][:1].lower() == letters[0] and size >= min(2, len(letters) - 1):
            return candidate
    return before[-2:]
