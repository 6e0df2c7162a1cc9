"""Every reported result of a document: outcome x comparison x time point, with direction, significance and the words.

Sentences that may report a comparison are found, outcome phrases cut from them (lists taken apart), judged, and read
for direction. The rule that tied the change to an arm stays on the finding; `VERSION` rises with the rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.extract import finding_words as words
from ingest.extract.bricks import p_values
from ingest.extract.comparison_proposals import UNNAMED
from ingest.extract.direction import phrase_reading, read_direction
from ingest.extract.finding_anaphora import stand_ins
from ingest.extract.finding_arms import INTERVENTION, Mention, content_stems
from ingest.extract.finding_build import VERSION, Around, built
from ingest.extract.finding_candidates import sentence_symbols, symbols
from ingest.extract.finding_comparison import Comparison
from ingest.extract.finding_document import Abstract, abstract_of
from ingest.extract.finding_domains import domain_of, domains
from ingest.extract.finding_duplicates import deduplicated, without_summaries
from ingest.extract.finding_groups import lists_several
from ingest.extract.finding_kind import arm_places, contrasts_others, tells_of_no_arm
from ingest.extract.finding_model import model
from ingest.extract.finding_no_result import tells_no_result
from ingest.extract.finding_times import listed_times, time_around
from ingest.extract.finding_tokens import Tokens
from ingest.extract.outcome_phrases import Candidate, candidates, goes_on, spelled_out
from ingest.extract.scope import is_review, parts_of
from ingest.records import Document, Finding, OutcomeSpec

__all__ = ["VERSION", "Context", "Reported", "candidates_of", "findings", "findings_of", "reported"]

# A phrase is kept from this likelihood on; the rest of a list whose head is kept, from a part of it.
KEPT = 0.17
_LIST_SHARE = 0.3
# Of findings in the body of an article with a likelihood of .26 to .35 about one in four was right when read, of those of
# .35 to .5 not half, of those above .5 about three in four (48 sentences of 60 articles, read by hand in November 2026).
_KEPT_IN_BODY = 0.45
# Conclusions repeat in general words what results told; of less likely phrases in them hardly one was a finding of its own.
_KEPT_IN_CONCLUSIONS = 0.3
# Of comparisons read with a likelihood of .3 to .4 (cross-validated, 714 judged abstracts) both sides were right in 16 of 42
# and one in 15 more; below, in 19 of 107 and 47 more.
_SHOWN = 0.3
# A plain statement of no effect is taken for a result at least as surely as this.
_NULL_STATED = 0.7
_REACH = 7
NO_DIFFERENCE = "no-difference"
_MAX_SENTENCES = 500
_OF_BEFORE = re.compile(r"(?:baseline|initial|pre-?treatment|pre-?operative)\b|.*\b(?:previous|history of|pre-?existing)\b", re.I)
_ADJECTIVE = re.compile(r"(?:al|ic|ive|ary|ous|ar|ory|ional|ent|able|oral|left|right|upper|lower|early|late)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known of the document from elsewhere."""

    title: str | None = None
    intervention: str | None = None
    comparator: str | None = None
    outcomes: tuple[OutcomeSpec, ...] = ()


@dataclass(slots=True)
class Reported:
    """An outcome phrase that a sentence reports on: where, its name, how likely, and the direction read."""

    place: int
    candidate: Candidate
    name: str
    score: float
    change: str
    probability: float
    rule: str
    next_start: int | None = None
    pair: tuple[str, str] | None = None  # the arms compared, where they are not the document's own comparison


def candidates_of(abstract: Abstract, place: int) -> list[Candidate]:
    """Phrases of one sentence that can name an outcome."""
    return phrases_of(abstract, abstract.sentences[place].tokens, abstract.mentions(place))


def phrases_of(abstract: Abstract, tokens: Tokens, mentions: list[Mention]) -> list[Candidate]:
    """Phrases that can name an outcome; words that name arms cannot, where it is likely that they do."""
    if abstract.compared.likelihood < _SHOWN:
        return candidates(tokens, set())
    blocked = {at for m in naming(abstract, tokens, mentions) if not goes_on(tokens, m.end) for at in range(m.start, m.end)}
    return candidates(tokens, blocked - _of_specified(tokens, abstract.specified))


def _of_specified(tokens: Tokens, specified: tuple[str, ...]) -> set[int]:
    """Tokens of outcomes that the document specified, word for word: "illness management" is an outcome of a course called so."""
    return {n for low, high in _places(tokens.text, specified) for n, start in enumerate(tokens.starts) if low <= start < high}


def _specified_around(tokens: Tokens, phrase: Candidate, specified: tuple[str, ...]) -> str | None:
    """The specified outcome that a phrase is a part of, as the sentence words it: "self-rated coping" for "coping"."""
    start, end = tokens.starts[phrase.start], tokens.ends[phrase.end - 1]
    return next((tokens.text[low:high] for low, high in _places(tokens.text, specified) if low <= start and end <= high), None)


def _places(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    lower = text.lower()
    for name in names:
        at = lower.find(name)
        if at >= 0:
            yield at, at + len(name)


def naming(abstract: Abstract, tokens: Tokens, mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions that name an arm indeed. A single word of a long name names nobody where the name has an abbreviation: the
    "Learning" of "Joint Learning and Play (JLP)" in "JLP did not affect learning"."""
    parts = abstract.parts_of_names
    return [m for m in mentions if m.end - m.start > 1 or tokens.stems[m.start] not in parts]


def _states_null(tokens: Tokens, mentions: list[Mention]) -> bool:
    """ "The programme did not affect X", "had no effect on X": the intervention, then a denied change, then what."""
    subject = next((m.end for m in mentions if m.arm == INTERVENTION), None)
    if subject is None:
        return False
    return any(c.negated and subject <= c.at <= subject + _REACH and c.end < len(tokens.words) - 1 and not c.baseline
               for c in tokens.cues if c.sign not in (words.SAME,))  # fmt: skip


def reported(abstract: Abstract) -> list[Reported]:
    """All outcomes that the sentences report on, in order, before duplicates are taken out."""
    found: list[Reported] = []
    weights = model()
    total = sum(not s.in_body for s in abstract.sentences)
    for place, sentence in enumerate(abstract.sentences[:_MAX_SENTENCES]):
        # What needs no tokens is asked first: half of all sentences end here.
        quiet = sentence.kind in ("methods", "background")
        if (quiet and not p_values(sentence.text)) or tells_no_result(sentence.text):
            continue
        tokens = sentence.tokens
        if quiet and not tokens.p_low:
            continue
        mentions = abstract.mentions(place)
        if tells_of_no_arm(sentence.text, arm_places(mentions, tokens)):
            continue
        if not tokens.cues and not tokens.p_low and (len(tokens.values) < 2 or len({m.arm for m in mentions}) < 2):
            continue
        previous = abstract.sentences[place - 1].kind if place else ""
        at, size = (7, 10) if sentence.in_body else (place, total)
        likely = weights.sentence(sentence_symbols(tokens, mentions, at, size, sentence.kind, previous)) ** 0.5
        limit = _KEPT_IN_BODY if sentence.in_body else _KEPT_IN_CONCLUSIONS if sentence.kind == "conclusions" else KEPT
        if not sentence.in_body and _states_null(tokens, mentions):
            likely, limit = max(likely, _NULL_STATED), KEPT
        if likely < limit:
            continue
        named = list(_of_sentence(abstract, place, likely, limit))
        found += named or _of_stand_ins(abstract, place, likely, [one for one in found if one.place == place - 1])
    return found


def _of_stand_ins(abstract: Abstract, place: int, likely: float, before: list[Reported]) -> Iterator[Reported]:
    """What a sentence without an outcome's name tells of one that was named before, or of the primary one.

    "This difference" keeps the direction that the sentence before told, unless it was lost.
    """
    tokens = abstract.sentences[place].tokens
    told = {one.name: one.change for one in before}
    for phrase, name in stand_ins(tokens, list(told), abstract.primary):
        for pair in abstract.pairs(place) or (None,):
            read = _read(abstract, place, phrase, name, likely, None, pair)
            if read.change != NO_DIFFERENCE and told.get(name, NO_DIFFERENCE) != NO_DIFFERENCE:
                read.change = told[name]
            yield read


def _read(abstract: Abstract, place: int, phrase: Candidate, name: str, score: float, following: int | None,
          pair: tuple[str, str] | None) -> Reported:  # fmt: skip
    tokens = abstract.sentences[place].tokens
    direction = read_direction(phrase_reading(tokens, phrase.start, phrase.end, abstract.arms_of(pair), name))
    return Reported(place, phrase, name, score, direction.change, max(direction.probabilities), direction.rule, following, pair)


def _of_sentence(abstract: Abstract, place: int, likely: float, limit: float) -> Iterator[Reported]:
    sentence = abstract.sentences[place]
    tokens, weights = sentence.tokens, model()
    named = naming(abstract, tokens, abstract.mentions(place))
    phrases = candidates_of(abstract, place)
    kept: list[tuple[int, float]] = []
    for at, phrase in enumerate(phrases):
        if kept and _is_bracketed_behind(tokens, phrase, phrases[kept[-1][0]]):
            continue
        score = likely * weights.candidate(symbols(tokens, phrase, named, sentence.kind, abstract.setting))
        listed = bool(kept) and kept[-1][0] == at - 1 and phrase.listed
        if score >= limit or (listed and score >= limit * _LIST_SHARE):
            kept.append((at, score))
    for order, (at, score) in enumerate(kept):
        phrase = phrases[at]
        worded = _specified_around(tokens, phrase, abstract.specified) or _completed(tokens, phrases, at)
        name = spelled_out(worded, abstract.forms)
        if (_names_arm(name, abstract) and name.lower() not in abstract.specified) or _OF_BEFORE.match(name):
            continue
        following = phrases[kept[order + 1][0]].start if order + 1 < len(kept) else None
        for pair in abstract.pairs(place) or (None,):
            yield _read(abstract, place, phrase, name, score, following, pair)


def _is_bracketed_behind(tokens: Tokens, phrase: Candidate, last: Candidate) -> bool:
    """ "quality of life (SF-36)": what stands in brackets right behind an outcome is that outcome again."""
    return tokens.bracketed[phrase.start] and last.end == phrase.start - 1 and tokens.words[last.end] in ("(", "[")


def _names_arm(name: str, abstract: Abstract) -> bool:
    """Whether a phrase says no more than who got what: "regular insulin", "LR3 stimulation"."""
    stems = set(content_stems(name))
    if not stems or stems & abstract.setting.named:
        return False
    sides = [set(content_stems(side)) for side in (abstract.compared.intervention, abstract.compared.comparator)]
    return any(stems <= side for side in sides) or (
        stems <= sides[0] | sides[1] | abstract.setting.given and bool(stems & (sides[0] | sides[1]))
    )


def _completed(tokens: Tokens, phrases: list[Candidate], at: int) -> str:
    """ "systolic and diastolic pressure": the first part takes its head from the second."""
    phrase = phrases[at]
    if phrase.end - phrase.start != 1 or at + 1 >= len(phrases) or not _ADJECTIVE.search(tokens.words[phrase.start]):
        return phrase.text
    following = phrases[at + 1]
    joined = tokens.words[phrase.end : following.start]
    if joined not in (["and"], ["or"], [",", "and"]) or following.end - following.start < 2:
        return phrase.text
    head = tokens.text[tokens.starts[following.start + 1] : tokens.ends[following.end - 1]]
    return f"{phrase.text} {head}"


def findings(document: Document, context: Context | None = None) -> tuple[Finding, ...]:
    """The document's findings in reading order, one for an outcome, comparison and time point (the fullest kept).

    A review of others' trials gives none.
    """
    context = context or Context()
    if is_review(document, parts_of(document)):
        return ()
    abstract = abstract_of(document, context.title)
    specify(abstract, context.outcomes)
    if context.intervention and context.comparator:
        abstract.compared = Comparison(context.intervention, context.comparator, "given")
    return findings_of(document, abstract)


def specify(abstract: Abstract, outcomes: Sequence[OutcomeSpec]) -> None:
    """Tell an abstract which outcomes the document specifies: names of several words are searched for in its sentences."""
    abstract.specified = tuple(sorted({one.name.lower() for one in outcomes if " " in one.name}))
    abstract.primary = tuple(dict.fromkeys(one.name for one in outcomes if one.rank == "primary"))


def findings_of(document: Document, abstract: Abstract) -> tuple[Finding, ...]:
    """The findings of an abstract whose sentences are cut already."""
    found = reported(abstract)
    phrases = Counter(place for place, _ in {(one.place, one.candidate.start) for one in found})
    made = [finding for one in found for finding in _findings(document, abstract, one, phrases[one.place] == 1)]
    groups = domains([s.text for s in abstract.sentences])
    return tuple(without_summaries(deduplicated(_with_domains(made, groups)), groups))


def _findings(document: Document, abstract: Abstract, one: Reported, alone: bool) -> Iterator[Finding]:
    """One finding, or one for each of the time points that are listed behind the outcome."""
    sentence = abstract.sentences[one.place]
    tokens = sentence.tokens
    intervention, comparator = one.pair or _shown(abstract)
    at = tokens.starts[one.candidate.start]
    stop = tokens.starts[one.next_start] if one.next_start is not None else len(sentence.text)
    around = Around(
        arms=arm_places(abstract.arms_of(one.pair).mentions(tokens), tokens),
        time=time_around(abstract.sentences, one.place, abstract.title),
        known=abstract.setting.title, uncontrolled=abstract.uncontrolled, alone=alone, errors=abstract.errors,
    )  # fmt: skip
    if one.pair is None and contrasts_others(sentence.text, around.arms):
        intervention = comparator = None
    for time in listed_times(sentence.text, at, stop) or (None,):
        yield built(
            document, sentence, one.name, one.change, round(_usable(one.score) * model().calibrated(one.probability), 3),
            intervention, comparator, f"finding:{one.rule}", at=at, stop=stop, around=around, time=time,
        )  # fmt: skip


def _usable(score: float) -> float:
    """How many outcome phrases of this likelihood named what was measured.

    Of 431 that were read row by row (104 abstracts, November 2026; docs/extraction.md says by whom).
    """
    return next(share for least, share in _READ_BY_HAND if score >= least)


_READ_BY_HAND = ((0.5, 0.94), (0.35, 0.79), (0.0, 0.53))


def _shown(abstract: Abstract) -> tuple[str | None, str | None]:
    """The two sides as a finding names them, where they are likely enough to be the ones compared, and printed."""
    compared = abstract.compared
    if compared.likelihood < _SHOWN or lists_several(compared.intervention) or lists_several(compared.comparator):
        return None, None
    named = compared.comparator != UNNAMED or any(UNNAMED in text.lower() for text in abstract.texts)
    return compared.intervention, compared.comparator if named else None


def _with_domains(found: list[Finding], groups: list[tuple[str, list[frozenset[str]]]]) -> list[Finding]:
    if not groups:
        return found
    return [replace(f, domain=domain_of(f.outcome_name, groups)) for f in found]
