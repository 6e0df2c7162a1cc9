# ruff: noqa: E501 (patterns are easier to read unbroken)
"""What a summary claims about a trial: effects, their absence, numbers, promises, advice; each with its words.

The title is read too: a promise there ("could change the way you ...") is a claim, although it names no outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.extract.claim_strength import strength
from ingest.extract.polarity import better
from ingest.extract.sentences import sentences
from ingest.records import Claim, Document, Section

RULE = "claim"
# Sections of a summary that speak for themselves; references, author notes and boilerplate do not.
SILENT = ("references", "author-note", "byline", "keywords", "other", "details")

PEOPLE = (
    r"participants?|patients?|people|persons?|adults?|children|teen(?:ager)?s|adolescents|students?|women|men|individuals|volunteers|subjects|families"
    r"|parents|infants|babies|veterans|users|residents|caregivers|carers|workers|nurses|girls|boys|couples|households|smokers|survivors"
)
_NUMBER = re.compile(
    rf"(?P<about>\b(?:(?:just|a little|slightly|well)\s+)?(?:nearly|almost|about|around|approximately|roughly|some|over|under|more than|less than|fewer than|close to|up to)\s+)?"
    rf"(?<![\d.,$€£-])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+)(?![\d.,]*\s*(?:%|percent|per cent|years?|months?|weeks?|days?|times|mg|ml|points?))"
    rf"\s+(?:[\w-]+\s+){{0,4}}?(?P<who>{PEOPLE})\b(?!\s+(?:per|a|each) )",
    re.I,
)
_STUDY = re.compile(
    r"\b(study|studies|trial|research(?:ers)?|randomi[sz]ed|participants|patients|involved|included|enrolled|recruited|assigned|followed|findings|results)\b",
    re.I,
)
_OTHERS = re.compile(
    r"\b(previous|earlier|other|prior|another|separate|existing) (study|studies|trials?|research|work)|\bworldwide\b|\bin the (US|U\.S|UK|world|country)\b"
    r"|\bmillions?\b|\beach year\b|\bevery year\b",
    re.I,
)
# What stands right before, or after, a number of people: the whole study, or a part of it.
_IN_ALL = re.compile(
    r"\b(?:involv(?:ed|ing)|includ(?:ed|ing)|enrol(?:l?ed|ling)|recruit(?:ed|ing)|randomi[sz]ed|followed|studied|(?:study|trial|total|sample) of|with a total of)\s+(?:a total of\s+)?$",
    re.I,
)
_IN_PART = re.compile(
    r"\s+(?:(?:per|in (?:the|one|each|either|both)) (?:[\w-]+ ){0,3}?(?:group|arm)s?\b|(?:assigned |randomi[sz]ed |allocated )?(?:to|given) |who (?:got|received|took|were given|dropped|completed))",
    re.I,
)
_NO_EFFECT = re.compile(
    r"\b(?:no|not any|neither|without(?: any)?|little(?: or no)?)\s+(?:statistically\s+|clinically\s+)?(?:significant(?:ly)?\s+|meaningful\s+|measurable\s+|real\s+"
    r"|major\s+|clear\s+|overall\s+)*(?:differences?|effects?|benefits?|impacts?|improvements?|changes?|reductions?|increases?|advantages?|association|evidence)\b"
    r"|\b(?:did|does|do|was|were|is|are|could|has|have|had)\s*(?:not|n['’]t)\s+(?:\w+\s+){0,2}?(?:differ\w*|improv\w*|reduc\w*|affect\w*|help\w*|lower\w*|increas\w*"
    r"|chang\w*|prevent\w*|decreas\w*|work\w*|make a difference|significant\w*|better|superior|effective)\b"
    r"|\bfailed to (?:show|improve|reduce|demonstrate|find|lower|prevent)\b|\bno (?:better|more effective|worse)(?: than)?\b"
    r"|\b(?:similar|comparable|equal)\b(?= (?:between|in both|across|for both|to))",
    re.I,
)
_EFFECT = re.compile(
    r"\b(?P<verb>improv\w+|reduc\w+|lower\w*|decreas\w+|increas\w+|rais\w+|boost\w*|cut(?:s|ting)?|prevent\w*|eas(?:es|ed|ing)|reliev\w+|enhanc\w+|worsen\w*|slow\w*"
    r"|halv\w+|doubl\w+|protect\w*|help\w*|fewer|less|more|better|greater|higher|worse|shorter|longer|effective|beneficial|harmful)\b",
    re.I,
)
_UP = re.compile(r"^(increas|rais|boost|doubl|more|greater|higher|longer)", re.I)
_DOWN = re.compile(r"^(reduc|lower|decreas|cut|prevent|eas|reliev|slow|halv|fewer|less|shorter)", re.I)
# Verbs that judge: which way the quantity went depends on which way is better.
_GOOD = re.compile(r"^(improv|better|enhanc|help|benefi|effective|protect)", re.I)
_BAD = re.compile(r"^(worse|harm)", re.I)
_TELLS_RESULTS = re.compile(r"\b(stud(?:y|ies)|trial|research\w*|found|show(?:ed|s|n)?|results?|findings?|compared)\b", re.I)
_CLAUSE = re.compile(
    r"[;:]\s|,?\s+(?:but|although|though|whereas|while|yet|however)\s+|,\s+and\s+(?=(?:it |they |he |she |the \w+ )?(?:did|had|was|were|does|do|no)\b)",
    re.I,
)
_TERMS = r"in terms of|with (?:regard|respect) to|in relation to|when it c(?:ame|omes) to|regarding"
_EXACT_TERMS = re.compile(rf"\b(?:{_TERMS})\s+(?P<what>[^.;:]+)", re.I)
_IN_TERMS = re.compile(rf"\b(?:{_TERMS}|for|in|on)\s+(?P<what>[^.;:]+)", re.I)
_OBJECT = re.compile(
    r"\b(?:improv\w*|reduc\w*|affect\w*|lower\w*|increas\w*|decreas\w*|chang\w*|prevent\w*|boost\w*|cut\w*|enhanc\w*|reliev\w*|eas\w*|rais\w*|slow\w*|worsen\w*|help(?:s|ed)?)"
    r"\s+(?P<what>[^.;:]+)",
    re.I,
)
_LIST_CUT = re.compile(r"\s*(?:,\s*(?:and|or|nor)\s+|,\s*|\s+(?:and|or|nor|as well as)\s+)\s*", re.I)
_TAIL = re.compile(
    rf"\s+(?:in|among|for) (?:the )?(?:[\w-]+ ){{0,2}}?(?:{PEOPLE})\b.*$|"
    r"\s+(?:between|compared|than|among(?:st)?|after|over|during|when|while|although|but|because|which|that|who|versus|vs\.?|relative to|at the|by \d|"
    r"for (?:everyone|everybody|anyone|all)|at (?:one|two|three|six|twelve|\d+)|according to|in (?:patients|people|adults|children|those|both|the (?:two|study|trial|treatment|control)))\b.*$",
    re.I,
)
_RELATED = re.compile(
    r"^(?:(?:in|on|for|of|with|to|the|their|your|its|his|her|overall|any|these|those|both|levels? of)\s+)+", re.I
)
# Words that open or end a phrase that is no outcome of a trial.
_NO_OUTCOME = re.compile(
    r"^(?:longer|shorter|than|more|less|one|them|it|this|that|how|who|what|you|us|we|they|effective|likely|possible)\b|^\W*$|\b(?:course|study|trial|researchers?|research)$",
    re.I,
)
_ONLY_PEOPLE = re.compile(rf"(?:[\w-]+ ){{0,2}}(?:{PEOPLE}|everyone|everybody|anyone)", re.I)
_GROUPS = re.compile(r"\b(groups?|arms?)\b", re.I)
_PROMISE = re.compile(
    r"\b(surprising|shocking|stunning|amazing|incredible|breakthrough|game[- ]chang\w+|revolution\w*|transform\w*|miracle|secret|powerful|life[- ]changing|remarkable"
    r"|could change|will change|change the way|changes everything|you need to know|new hope|holy grail|cure[sd]?|unlock\w*|discover how|proven)\b",
    re.I,
)
_ADVICE = re.compile(
    r"\b(should|must|ought to|(?:is|are) (?:advised|encouraged|recommended|urged)|we recommend|consider (?:using|adding|trying)|practitioners can|clinicians can|talk to your)\b",
    re.I,
)
_HEDGED = re.compile(r"\b(may|might|could|can|appears?|seems?|suggests?|possibly|potential(?:ly)?|likely)\b", re.I)
_HARM = re.compile(r"\b(side[- ]effects?|adverse|harm(?:s|ful)?|risks? of|safety|complications?)\b", re.I)
_OPEN_QUESTION = re.compile(
    r"^\s*(?:whether|if)\b|\b(?:open|unanswered) question\b|\bit is (?:un|not )(?:clear|known) whether\b", re.I
)
MAX_OUTCOME_WORDS = 9


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence with its place."""

    start: int
    end: int
    text: str
    in_title: bool


def claims(document: Document) -> tuple[Claim, ...]:
    """All claims of a summary in reading order, numbered from 1."""
    found: list[Claim] = []
    for line in _lines(document):
        for claim in _in_line(document, line):
            found.append(_numbered(claim, len(found) + 1))
    return tuple(found)


def _numbered(claim: Claim, position: int) -> Claim:
    return replace(claim, position=position)


def _lines(document: Document) -> Iterator[_Line]:
    for section in document.sections:
        if section.kind.split(".")[0] not in SILENT:
            yield from _section_lines(document, section)


def _section_lines(document: Document, section: Section) -> Iterator[_Line]:
    if section.kind == "title":
        yield _Line(section.start, section.end, document.text[section.start : section.end], True)
        return
    for start, end in sentences(document.text, section.start, section.end):
        yield _Line(start, end, document.text[start:end], False)


def _in_line(document: Document, line: _Line) -> Iterator[Claim]:
    if not line.in_title and (line.text.rstrip().endswith("?") or _OPEN_QUESTION.search(line.text)):
        return
    yield from _numbers(document, line)
    effects = list(_effects(document, line))
    yield from effects
    if line.in_title and not effects and _PROMISE.search(line.text):
        strength = "conditional-causal" if _HEDGED.search(line.text) else "causal"
        yield _claim(
            document, line, "effect", (line.start, line.end), f"{RULE}:title-promise", change="unclear", strength=strength
        )
    elif not effects and _ADVICE.search(line.text):
        yield _claim(document, line, "recommendation", (line.start, line.end), f"{RULE}:advice")


def _numbers(document: Document, line: _Line) -> Iterator[Claim]:
    """Numbers of people in a sentence that speaks of the study."""
    if not (line.in_title or _STUDY.search(line.text)) or _OTHERS.search(line.text):
        return
    for match in _NUMBER.finditer(line.text):
        at = (line.start + match.start(), line.start + match.end())
        rule = f"{RULE}:{'people-in-all' if _is_total(line.text, match) else 'people'}"
        yield _claim(document, line, "number", at, rule, number_text=match["number"])


def _is_total(sentence: str, match: re.Match[str]) -> bool:
    """Whether the sentence calls the number that of the whole study ("the trial involved 198 participants")."""
    return bool(_IN_ALL.search(sentence[: match.start()])) and not _IN_PART.match(sentence, match.end())


def _effects(document: Document, line: _Line) -> Iterator[Claim]:
    """Claims of an effect or of none, one for each outcome of a list; each clause says its own."""
    if _OTHERS.search(line.text) and not line.in_title:
        return
    tells_results = line.in_title or bool(_TELLS_RESULTS.search(line.text))
    for clause in _CLAUSE.split(line.text):
        yield from _in_clause(document, line, clause, tells_results)


def _in_clause(document: Document, line: _Line, clause: str, tells_results: bool) -> Iterator[Claim]:
    at = (line.start, line.end)
    none = _NO_EFFECT.search(clause)
    if none is not None:
        for name in _outcome_names(clause, none.start(), none.end()):
            yield _claim(document, line, "no-effect", at, f"{RULE}:no-effect", name, "no-difference", strength(clause))
        return
    verb = _EFFECT.search(clause)
    if verb is None or not tells_results:
        return
    kind = "harm" if _HARM.search(clause) else "effect"
    for name in _outcome_names(clause, verb.start(), verb.end()):
        change, rule = _change(verb["verb"], name)
        yield _claim(document, line, kind, at, f"{RULE}:{rule}", name, change, strength(clause))


def _change(verb: str, outcome: str) -> tuple[str, str]:
    """The claimed change of the measured quantity, and the rule: "improved pain" means less of it, "improved sleep" more."""
    for pattern, rule, good in ((_GOOD, "improves", True), (_BAD, "worsens", False)):
        if pattern.match(verb):
            wanted = better(outcome)
            if wanted == "unclear":
                return "unclear", rule
            return ("increased" if (wanted == "higher") == good else "decreased"), rule
    return ("increased" if _UP.match(verb) else "decreased" if _DOWN.match(verb) else "unclear"), "effect"


def _outcome_names(sentence: str, start: int, end: int) -> list[str]:
    """The outcomes named after a change word: "... in terms of symptoms, admissions, or recovery" gives three."""
    changed = _OBJECT.search(sentence, start)
    # What is changed stands right behind the word for change; "in terms of ..." says more exactly what is meant.
    exact = _EXACT_TERMS.search(sentence, end)
    for match in [m for m in (exact, changed) if m is not None] + list(_IN_TERMS.finditer(sentence, end)):
        what = _TAIL.sub("", match["what"])
        names = [_RELATED.sub("", part.strip(" ,.;:!?\"”“'")) for part in _LIST_CUT.split(what)]
        kept = [name for name in names if _is_outcome(name)]
        if kept:
            return kept
    return []


def _is_outcome(name: str) -> bool:
    words = name.split()
    return (
        bool(words)
        and len(words) <= MAX_OUTCOME_WORDS
        and len(name) >= 4
        and not _GROUPS.search(name)
        and not _NO_OUTCOME.search(name)
        and not _ONLY_PEOPLE.fullmatch(name)
        and name[0].isalpha()
    )


def _claim(
    document: Document,
    line: _Line,
    kind: str,
    at: tuple[int, int],
    rule: str,
    outcome_text: str | None = None,
    change: str | None = None,
    strength: str | None = None,
    number_text: str | None = None,
) -> Claim:
    return Claim(
        position=0,
        in_title=line.in_title,
        kind=kind,
        outcome_text=outcome_text,
        change=change,
        strength=strength,
        number_text=number_text,
        rule=rule,
        span=document.span(*at),
    )
