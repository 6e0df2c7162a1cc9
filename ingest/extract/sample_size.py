"""How many people a trial enrolled: candidates by number, each judged by the words around it; the best one wins.

Weights are set by hand from reading abstracts; they order kinds of statements (randomised before enrolled before
analysed before screened) and are no fitted model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.extract import sample_size_words as words
from ingest.extract.bricks import N_EQUALS_RE
from ingest.extract.number_words import count_value, counts_in
from ingest.extract.participants import PEOPLE_STEMS
from ingest.extract.scope import is_review, parts_of
from ingest.extract.sentences import sentences
from ingest.records import Document, Stated

ENOUGH = 1
_FIGURE = re.compile(r"\d")
_MAX_SENTENCES = 60


@dataclass(frozen=True, slots=True)
class Count:
    """A count of participants: where it stands, how strong the words around it are, and what they are."""

    value: int
    start: int
    end: int
    score: int
    rule: str
    planned: bool = False


def counts(text: str, start: int = 0, end: int | None = None) -> list[Count]:
    """Every count of participants that may be a total, in order of the text."""
    found: list[Count] = []
    figures: list[tuple[int, int]] = []
    for index, (begin, stop) in enumerate(sentences(text, start, end)[:_MAX_SENTENCES]):
        sentence = text[begin:stop]
        numbers = counts_in(sentence)
        tells = (numbers or _FIGURE.search(sentence)) and _may_count(sentence)
        for match in numbers:
            value = count_value(match.group())
            # A leading nought makes it a name ("study 0307").
            if value is None or value < 2 or match.group()[0] == "0":
                continue
            if not words.BAD_UNIT.match(sentence, match.end()):
                figures.append((begin + match.start(), value))
            if tells:
                found += _judge(sentence, match, value, begin, index)
        if tells:
            found += _arm_sum(sentence, begin)
    whole = _wholes(figures)
    return [replace(c, score=c.score + 4) if c.start in whole and c.value > 9 else c for c in found]


def _arm_sum(sentence: str, offset: int) -> Iterator[Count]:
    """ "... assigned to drug (n = 27) or placebo (n = 26)": the sum of the arms, where no better total is told."""
    named = list(words.ARM_SIZE.finditer(sentence)) if "(" in sentence else []
    arms = named if any(m["people"] for m in named) else list(N_EQUALS_RE.finditer(sentence))
    groups = words.GROUPS_OF.search(sentence) if "groups" in sentence or "arms" in sentence else None
    if groups and words.DIVIDED.search(sentence, 0, groups.end()):
        many = count_value(groups["groups"] or groups["of_groups"])
        size = count_value(groups["of"] or groups["each"] or groups["many"])
        if many and size:
            score = 6 if groups["many"] else 2
            yield Count(
                many * size,
                offset + groups.start(),
                offset + groups.end(),
                score,
                "groups-of",
                _is_plan(sentence, groups.start()),
            )
    assigned = words.ASSIGNED.search(sentence) if len(arms) > 1 else None
    if assigned is None:
        return
    if assigned.start() > arms[0].start() and not all(
        words.LABELLED_ARM.search(sentence[: m.start()].rstrip(" (")) for m in arms
    ):
        return
    values = [count_value(next(filter(None, m.groups()))) or 0 for m in arms]
    value = values[0] if values[0] == sum(values[1:]) else sum(values)
    # Where people stand in the brackets, each arm also looks like a count of participants.
    score = 6 if arms is named else 2
    yield Count(
        value, offset + arms[0].start(), offset + arms[-1].end(), score, "sum-of-arms", _is_plan(sentence, arms[0].start())
    )


def _is_plan(sentence: str, end: int) -> bool:
    return words.FUTURE.search(sentence, 0, end) is not None


def _may_count(sentence: str) -> bool:
    """A cheap look that spares most sentences the rules."""
    lower = sentence.lower()
    return any(cue in lower for cue in _CUES)


_CUES = tuple(sorted((*words.CUES, *PEOPLE_STEMS), key=lambda cue: cue != "patient"))  # by far the most frequent first


def _wholes(figures: list[tuple[int, int]]) -> set[int]:
    """Where a figure stands that is the sum of the two or three behind it: a total is often printed before its arms."""
    found = set()
    for i, (start, value) in enumerate(figures):
        after = [v for _, v in figures[i + 1 : i + 5]]
        if value in (sum(after[:2]), sum(after[:3]), sum(after[1:3]), sum(after[:4])) and len(after) > 1:
            found.add(start)
    return found


def total(text: str, start: int = 0, end: int | None = None) -> Count | None:
    """The best statement of how many took part (or, where only a plan is told, will take part); None when unclear."""
    found = counts(text, start, end)
    return best(c for c in found if not c.planned) or best(iter(found))


def best(candidates: Iterator[Count]) -> Count | None:
    """The strongest count that is strong enough; of equals the earliest."""
    strong = [count for count in candidates if count.score >= ENOUGH]
    return max(strong, key=lambda c: (c.score, -c.start), default=None)


def _judge(sentence: str, match: re.Match[str], value: int, offset: int, index: int) -> Iterator[Count]:
    before, after = sentence[: match.start()], sentence[match.end() :]
    twice = words.SAID_TWICE.match(after)
    if twice and count_value(twice["again"]) == value:
        after = after[twice.end() :]
    read = _kind(before, after, value)
    if read is None:
        return
    rule, score, rest = read
    for pattern, weight in words.BEFORE:
        if pattern.search(before[-70:]):
            score += weight
            break
    stop = words.NEXT_COUNT.search(rest)
    rest_here = rest[: stop.start()] if stop else rest
    verb = _verb(rest_here[:160])
    score += words.VERB_WEIGHT.get(verb or "", 0)
    if words.WHOLE_OF.search(before[-40:]):
        score -= 3
    if words.ONE_ARM.match(rest_here):
        score -= 5
    if words.DESCRIBED.match(rest):
        score += 1
    if words.SOME_OF.search(before[-12:]) and words.TAKEN_OF_THEM.match(rest[:300]):
        score -= 6
    if verb not in ("randomized", "enrolled") and "andomi" in rest[:300] and words.TAKEN_LATER.search(rest[:300]):
        score -= 4
    if words.ONE_SEX_BEFORE.search(before[-40:]):
        score -= 4
    if value < 10:
        score -= 3
    if index == 0:
        score -= 1
    start = offset + match.start()
    planned = bool(words.FUTURE.search(before[-60:] + " " + rest_here[:60]))
    split = words.SPLIT.match(rest) if verb in ("randomized", "enrolled", None) else None
    split = split or (words.SPLIT_IN.match(rest) if rule == "participants" else None)
    if split:
        other = count_value(split["other"])
        if other:
            end = offset + len(sentence) - len(rest) + split.end("other")
            yield Count(value + other, start, end, min(score, 7), "sum-of-arms", planned)
        score -= 4
    sexes = words.OTHER_SEX.match(after)
    if sexes:
        other = count_value(sexes["women"] or sexes["men"])
        if other:
            end = offset + len(sentence) - len(after) + sexes.end()
            yield Count(value + other, start, end, score, "men-and-women", planned)
        score -= 4
    yield Count(value, start, offset + match.end(), score, rule, planned)


def _verb(rest: str) -> str | None:
    """What happened to the counted people: randomised wins over enrolled, else the first that is told.

    What befell them before ("31 patients fell ill, which included ...") wins, unless it only describes ("who had ...").
    """
    first = None
    enrolled = False
    for match in words.VERBS.finditer(rest):
        kind = str(match.lastgroup)
        if kind == "randomized":
            return kind
        if kind == "fate" and first is None and not words.RELATIVE.search(rest, 0, match.start()):
            return kind
        enrolled = enrolled or kind == "enrolled"
        first = first or kind
    return "enrolled" if enrolled else first


def _kind(before: str, after: str, value: int) -> tuple[str, int, str] | None:
    """Which pattern makes the number a count of people: rule, base score, and the text behind the counted noun."""
    if words.N_BEFORE.search(before[-8:]):
        taken = words.N_TAKEN.match(after) is not None
        if words.ARM_FIGURE.search(after[:120]) and not taken:
            return None
        if (taken or words.N_OWNER.search(before[-130:])) and not words.GROUP_BEFORE.search(before[-60:]):
            return "n-of-participants", 4, after
        noun = words.NOUN_FOLLOWS.match(after)
        if noun and not words.GROUP_BEFORE.search(before[-60:]) and not noun["filler"]:
            return "n-of-participants", 3, after[noun.end() :]
        return None
    if words.BAD_UNIT.match(after) or words.BAD_BEFORE.search(before[-20:]):
        return None
    if 1900 <= value <= 2035 and words.YEAR_BEFORE.search(before[-20:]):
        return None
    part = words.PART_OF.match(after)
    if part:
        rest = after[part.end() :]
        return ("part-of-eligible", 3, rest) if _verb(rest[:40]) in ("randomized", "enrolled") else None
    noun = words.NOUN_FOLLOWS.match(after)
    if noun:
        bonus = 2 if re.search(r"\b(?:consecutive|healthy|eligible)\b", noun["filler"], re.I) else 0
        bonus = 5 if re.search(r"\b(?:randomi[sz]ed|enrolled|recruited)\b", noun["filler"], re.I) else bonus
        return "participants", 3 + bonus, after[noun.end() :]
    bare = words.BARE_VERB.match(after)
    if bare and not words.CLUSTER.search(bare.group()):
        return "were-randomized", 2, after
    if words.TAKEN_BEFORE.search(before[-60:]) and words.NOTHING_COUNTED.match(after):
        return "were-randomized", 2, after
    return None


def sample_sizes(document: Document) -> tuple[Stated, ...]:
    """The number enrolled (`enrolled`) and the number planned (`enrolled_planned`), as title and abstract state them.

    A review of others' trials gives none.
    """
    parts = parts_of(document)
    if is_review(document, parts):
        return ()
    found = [count for part in parts if part.kind != "conclusions" for count in counts(document.text, part.start, part.end)]
    stated = []
    for name, planned in (("enrolled", False), ("enrolled_planned", True)):
        count = best(c for c in found if c.planned is planned)
        if count is not None:
            span = document.span(count.start, count.end)
            rule = f"sample-size:{count.rule}"
            stated.append(Stated(entity="trial", field=name, value=count.value, rule=rule, span=span))
    return tuple(stated)
