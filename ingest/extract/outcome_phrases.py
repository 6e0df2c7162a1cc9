"""Phrases of a sentence that can name an outcome: noun phrases cut at verbs, change words, arms and punctuation.

`candidates(tokens, blocked)` gives them all, in order, lists taken apart ("no difference in pain, nausea, or length
of stay" gives three); which of them names a reported outcome is judged by `finding_candidates`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.extract import finding_words as words
from ingest.extract import outcome_phrase_words as vocabulary
from ingest.extract.finding_tokens import Tokens


@dataclass(slots=True)
class Candidate:
    """Tokens `start:end` that may name an outcome. `link`: how it hangs on the sentence (see `_link`)."""

    start: int
    end: int
    text: str
    listed: bool  # stands behind another phrase of the same list


def candidates(tokens: Tokens, blocked: set[int]) -> list[Candidate]:
    """Noun phrases in order. `blocked`: tokens that name arms."""
    seen, kinds, size = tokens.words, tokens.kinds, len(tokens.words)
    cues = {at for c in tokens.cues for at in range(c.at, c.end)}
    found: list[Candidate] = []
    blocked, stops = blocked | _covariates(seen) | _causes(seen) | _of_whom(tokens), _stopping(tokens)
    at = 0
    while at < size:
        if not _can_begin(seen, kinds, at, cues, blocked, stops):
            at += 1
            continue
        end = _extend(tokens, at, cues, blocked, stops)
        start, stop = _trimmed(seen, at, end)
        if stop - start == 1 and (len(seen[start]) < 2 or _is_adjective(seen, start, stop)):
            stop = start
        if stop > start and not _is_no_measure(seen, start, stop) and not _says_nothing(tokens, start, stop):
            start -= _named_by_number(tokens, start)
            found.append(Candidate(start, stop, tokens.text[tokens.starts[start] : tokens.ends[stop - 1]],
                                   start > 0 and seen[start - 1] in (",", "and", "or", "nor", "&")))  # fmt: skip
        at = max(end, at + 1)
    return found


_UNITS_OF_TIME = frozenset("day days week weeks month months year years hour hours h hr".split())


def _named_by_number(tokens: Tokens, start: int) -> bool:
    """ "5-HIAA", "6-minute walk distance": the figure before a hyphen belongs to the name; that of a time does not."""
    if not start or tokens.kinds[start - 1] != "n" or tokens.words[start] in _UNITS_OF_TIME:
        return False
    return tokens.text[tokens.ends[start - 1] : tokens.starts[start]] in _HYPHENS


def _says_nothing(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether all words of a phrase stand beside any outcome ("mean change from baseline")."""
    for at in range(start, stop):
        word = tokens.words[at]
        if word not in vocabulary.EMPTY and word not in words.STOP and tokens.kinds[at] != "n":
            return False
    return True


def _is_no_measure(seen: list[str], start: int, stop: int) -> bool:
    """Who was measured, or by which statistical method."""
    head = seen[stop - 1]
    if head in vocabulary.NO_HEADS or seen[start] in vocabulary.WHO:
        return True
    return head in ("test", "tests") and not vocabulary.STATISTICAL_TESTS.isdisjoint(seen[start:stop])


_ADJECTIVE = re.compile(r"(?:al|ic|ive|ary|ous|ar|ory)$")
_NOUNS_LIKE_ADJECTIVES = frozenset(
    "survival withdrawal removal referral arousal retrieval denial panic colic clinic memory sugar calories history"
    " mortality accuracy recall appraisal rehearsal potential interval referrals topic additive motive fibular"
    " inventory refusal disposal approval dismissal relapse".split()
)


def _is_adjective(seen: list[str], start: int, stop: int) -> bool:
    """A lone adjective is no outcome, unless it shares the head of the next phrase ("systolic and diastolic pressure")."""
    word = seen[start]
    if not _ADJECTIVE.search(word) or word in _NOUNS_LIKE_ADJECTIVES or len(word) < 5:
        return False
    return not (stop < len(seen) and seen[stop] in ("and", "or", ","))


def goes_on(tokens: Tokens, at: int) -> bool:
    """Whether a noun follows that words before it only describe: "weight LOSS" of a weight programme, "intubation TIME"."""
    if at >= len(tokens.words) or tokens.kinds[at] != "w" or any(c.at <= at < c.end for c in tokens.cues):
        return False
    word = tokens.words[at]
    return word not in _NO_NOUNS


_GIVEN = frozenset("condition conditions treatment treatments therapy therapies regimen regimens programme program programmes"
                   " programs alone tablets capsules injection injections dose doses administration supplementation"
                   " supplement supplements diet use diets exercise training".split())  # fmt: skip
_NO_NOUNS = (
    vocabulary.STOPS | vocabulary.PREPOSITIONS | vocabulary.NO_HEADS | _GIVEN | frozenset(("and", "or", "nor", "of", "n't"))
)


_CAUSING = frozenset(("due", "owing", "attributable", "secondary"))


def _causes(seen: list[str]) -> set[int]:
    """Tokens of "due to adverse events", "because of nausea": why something happened is not what was measured."""
    found: set[int] = set()
    for at, word in enumerate(seen[:-1]):
        if (word in _CAUSING and seen[at + 1] == "to") or (word == "because" and seen[at + 1] == "of"):
            end = at + 2
            while end < len(seen) and end - at < 7 and seen[end] not in _ENDING_CAUSES:
                end += 1
            found.update(range(at, end))
    return found


_ENDING_CAUSES = frozenset(", ; . ( ) was were is are did had and or but than in with".split())


def _of_whom(tokens: Tokens) -> set[int]:
    """Tokens of "higher in women aged 55 years or with a high body mass index": in whom it was higher, not what."""
    seen = tokens.words
    comparative = min((c.at for c in tokens.cues if c.comparative), default=len(seen))
    for at in range(comparative + 1, len(seen) - 2):
        if (
            seen[at] in ("in", "among")
            and seen[at + 1] in vocabulary.PEOPLE
            and seen[at + 2] in ("aged", "with", "who", "having")
        ):
            stop = next((n for n in range(at, len(seen)) if seen[n] in _ENDING_PEOPLE), len(seen))
            return set(range(at, stop))
    return set()


_ENDING_PEOPLE = frozenset("; than compared versus vs was were but whereas while".split())
_ADJUSTING = frozenset("adjusted adjusting adjustment controlling controlled accounting corrected correcting correction".split())
_REGARDLESS = frozenset("regardless irrespective independent independently".split())


def _covariates(seen: list[str]) -> set[int]:
    """Tokens of "adjusted for age, sex and education" and "regardless of sex": they name no outcome."""
    found: set[int] = set()
    for at, word in enumerate(seen[:-1]):
        if (word in _ADJUSTING and seen[at + 1] == "for") or (word in _REGARDLESS and seen[at + 1] == "of"):
            end = at + 2
            while end < len(seen) and seen[end] not in (";", ".", ")", "the") and end - at < 22:
                end += 1
            found.update(range(at, end))
    return found


_HYPHENS = frozenset(("-", "‐", "‑", "–"))
# Compounds of these tell how an analysis was made, not what was measured.
_OF_ANALYSES = frozenset("per intention intent non up protocol significant statistically".split())


def _stopping(tokens: Tokens) -> set[int]:
    """Places of verbs and function words at which a phrase ends; within "well-being" and "self-reported" they do not."""
    seen = tokens.words
    found = {at for at, word in enumerate(seen) if word in vocabulary.STOPS}
    if "ET" in tokens.text:
        found -= {at for at in found if seen[at] == "et" and tokens.text[tokens.starts[at]] == "E"}
    for at in range(1, len(seen)):
        if tokens.text[tokens.ends[at - 1] : tokens.starts[at]] in _HYPHENS and tokens.kinds[at - 1] == tokens.kinds[at] == "w":
            pair = {at - 1, at}
            if (
                seen[at - 1] == "well"
                or (seen[at - 1] == "non" and not seen[at].startswith(("signif", "statist", "infer")))
                or (pair - found and not _OF_ANALYSES & {seen[at - 1], seen[at]})
            ):
                found -= pair
    return found


def _can_begin(seen: list[str], kinds: list[str], at: int, cues: set[int], blocked: set[int], stops: set[int]) -> bool:
    if seen[at] in ("low", "high") and at + 1 < len(seen) and seen[at + 1] in ("density", "sensitivity", "grade", "frequency"):
        return True
    return (kinds[at] == "w" and at not in cues and at not in blocked and at not in stops
            and seen[at] not in vocabulary.PREPOSITIONS and seen[at] not in ("and", "or", "of", "n't"))  # fmt: skip


def _extend(tokens: Tokens, at: int, cues: set[int], blocked: set[int], stops: set[int]) -> int:
    seen, kinds, size = tokens.words, tokens.kinds, len(tokens.words)
    end = at + 1
    while end < size and end - at < 14:
        word = seen[end]
        if kinds[end] == "x":
            # "IL-6" and "TNF/IL" lose nothing; "(HbA1c)" in brackets closes the phrase with its abbreviation.
            if word in "/+" and end + 1 < size and kinds[end + 1] in "wn":
                end += 1
                continue
            break
        if kinds[end] in "pc" or (end in cues and not _names_on(tokens, end)) or end in blocked:
            break
        if word in vocabulary.LINKS:
            further = end + 1
            while further < size and seen[further] in ("the", "a", "an", "their", "any"):
                further += 1
            if further + 1 < size and seen[further] in vocabulary.PEOPLE and seen[further + 1] in vocabulary.HAVING:
                # "proportion of patients with a relapse": what they have is the outcome.
                end = further + 2
                while end < size and seen[end] in ("the", "a", "an", "any", "at", "least", "one"):
                    end += 1
                continue
            if (
                further < size
                and kinds[further] in "wn"
                and further not in blocked
                and (further not in stops or seen[further] == "first")
            ):
                end = further + 1
                continue
            break
        if word == "to" and seen[end - 1] in ("time", "adherence", "response", "return", "days", "ratio", "door", "satisfaction"):
            further = end + 1
            while further < size and seen[further] in _ARTICLES:
                further += 1
            if further < size and seen[further] in _REACHING:
                # "time to reach the target dose": what was reached belongs to the name.
                further += 1
                while further < size and (seen[further] in _ARTICLES or kinds[further] == "n" or seen[further] == "%"):
                    further += 1
            end = min(size, further + 1)
            continue
        if word == "under" and seen[end - 1] == "area":
            end += 2 if end + 1 < size and seen[end + 1] in _ARTICLES else 1
            continue
        if word == "from" and seen[end - 1] in ("time", "interval") and (further := _to_behind(seen, end)):
            end = further
            continue
        if (
            word == "for"
            and seen[end - 1] in vocabulary.NEEDING
            and end + 1 < size
            and kinds[end + 1] == "w"
            and end + 1 not in stops
        ):
            end += 2
            continue
        if end in stops or word in vocabulary.PREPOSITIONS or word in ("and", "or", "nor", "n't"):
            break
        if kinds[end] == "n" and not _glued(tokens, end) and not (end + 1 < size and _named_by_number(tokens, end + 1)):
            break
        end += 1
    return end


_ARTICLES = frozenset(("the", "a", "first", "an"))
_REACHING = frozenset("reach achieve obtain attain complete return".split())


def _to_behind(seen: list[str], at: int) -> int:
    """Behind the "to" of "time from admission to discharge"; 0 where there is none near."""
    for further in range(at + 2, min(len(seen) - 1, at + 8)):
        if seen[further] == "to":
            return further + (3 if seen[further + 1] in _ARTICLES else 2)
        if seen[further] in (",", ";", "(", "and", "or") or seen[further] in vocabulary.STOPS - _ARTICLES:
            return 0
    return 0


def _names_on(tokens: Tokens, at: int) -> bool:
    """A change noun that is the head of a name: "weight loss", "pain relief", "disease progression"."""
    return (
        tokens.words[at]
        in (
            "loss",
            "gain",
            "change",
            "changes",
            "effects",
            "effect",
            "improvement",
            "reduction",
            "increase",
            "decline",
            "impairment",
            "progress",
            "impact",
        )
        and tokens.kinds[at - 1] == "w"
    )


def _glued(tokens: Tokens, at: int) -> bool:
    """A figure that belongs to a name: "IL-6", "SF-36", "type 2"."""
    gap = tokens.text[tokens.ends[at - 1] : tokens.starts[at]]
    return gap in ("-", "‐", "–") or tokens.words[at - 1] in (
        "type",
        "grade",
        "grades",
        "vitamin",
        "stage",
        "day",
        "il",
        "sf",
        "ca",
    )


def _trimmed(seen: list[str], start: int, end: int) -> tuple[int, int]:
    while start < end and seen[start] in vocabulary.LEADING:
        start += 1
    while end > start and seen[end - 1] in vocabulary.TRAILING:
        end -= 1
    return start, end


def spelled_out(phrase: str, forms: dict[str, str]) -> str:
    """The phrase with the abbreviations that the text defines written out: "IDS" -> "Intubation Difficulty Scale (IDS)"."""
    if not forms:
        return phrase
    made = []
    for word in phrase.split():
        bare = word.strip("(),;:")
        long_form = forms.get(bare) or forms.get(bare.rstrip("s"))
        if long_form and (long_form.count("(") != long_form.count(")") or len(long_form) > 90):
            long_form = None
        if long_form and bare and long_form.lower() not in phrase.lower():
            word = word.replace(bare, f"{long_form} ({bare})")
        made.append(word)
    return " ".join(made)
