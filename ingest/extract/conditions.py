"""The conditions a trial's participants have: "patients with schizophrenia or bipolar disorders" names two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.participants import PEOPLE
from ingest.extract.scope import Part, near, sentence_around
from ingest.extract.wording import Wording

# Last words of a condition: where both sides of "or" / "and" end in one, they are two conditions.
_HEAD = re.compile(
    r"(?:\w*(?:itis|osis|oses|emia|aemia|omas?|phrenia|pathy|plegia|paresis|algia|uria|rhoea|rrhea|asthma|epsy"
    r"|trophy|penia|mania)"
    r"|disorders?|diseases?|syndromes?|diabetes|cancers?|pain|failure|stroke|depression|anxiety|hypertension"
    r"|infections?|injur(?:y|ies)"
    r"|infarction|obesity|fibrillation|fractures?|malaria|HIV|AIDS|COPD|ADHD|PTSD|headaches?|migraines?|psychosis"
    r"|dementia|insomnia"
    r"|autism|epilepsy|eczema|rhinitis|apnea|apnoea|ulcers?|fibrosis|impairments?|deficiency|dependence|addiction"
    r"|symptoms|tumou?rs?"
    r"|hypotension|bleeding|stenosis|angina|pneumonia|sepsis|influenza|incontinence|constipation|dyspepsia|acne"
    r"|psoriasis|lupus"
    r"|gout|glaucoma|cataracts?|amblyopia|myopia|caries|lymphoma|leuk[a]?emia|myeloma|melanoma|metastas[ei]s"
    r"|problems|difficulties"
    r"|overweight|delirium|mellitus|shock|trauma|tuberculosis|hepatitis|cirrhosis|endometriosis|infertility"
    r"|preeclampsia|fatigue)$",
    re.I,
)
_WITH = Wording(
    rf"\b(?:{PEOPLE})\s+(?:\(?aged?[^,.;()]{{1,30}}\)?\s+)?(?:with|who (?:have|had)|suffering from|diagnosed (?:with"
    rf"|as having)|having|affected by)\s+"
    r"(?P<condition>[a-zß-ÿ][^.;:()\[\]\n]{2,90})",
    "with ",
    "having ",
    "suffering",
    "affected by",
    "had ",
    "have ",
)
# What ends the condition's name.
_STOP = re.compile(
    r",?\s+(?:(?:who|that|which|were|was|are|is|will|would|have|had|aged|undergoing|receiving|treated|requiring"
    r"|randomi[sz]ed|randomly|assigned"
    r"|from|in|at|on|after|before|during|by|to|for|between|under|using|participat\w+|attending|referred|scheduled"
    r"|recruited|enrolled"
    r"|admitted|presenting|living|eligible|completed|received|underwent|compared|versus|vs|without|despite|treatment"
    r"|completing|taking"
    r"|with|within|as|not|than|whose|when|while|over|older|younger|across|visiting|hospitali[sz]ed|selected|based"
    r"|through|defined|prior"
    r"|may|can|could|should|might|did|do|does|often|commonly|showed|reported|the|experienced?)\b.*|(?:a"
    r"|an) (?:randomi|double|pilot|multi|single|placebo|phase).*)"
    r"|\s+[-–—]\s.*|,\s.*(?<!x)$|\s*[\[(].*|(?<!type)(?<!stage)\s\d.*|\s[<>≥≤].*",
    re.I | re.S,
)
_LEADING = re.compile(
    r"^(?:(?:a|an|the|either|both|their|some|at least|current|clinically?|known|established|documented"
    r"|newly[- ]diagnosed|newly|recently|recent"
    r"|diagnosed|previously|confirmed|suspected|proven|biopsy-proven|histologically|radiographic\w*|untreated"
    r"|clinical|diagnos[ei]s of"
    r"|(?:prior |past |recent |personal )?history of|symptoms of|signs of|risk (?:factors )?(?:for|of)"
    r"|first[- ]episode of|stable|histolog\w+)\s+)+",
    re.I,
)
_NO_CONDITION = re.compile(
    r"^(?:or|and|no|high|low|higher|lower|more|less|good|poor|normal|mean|median|age|bmi|body mass|complete"
    r"|available|valid|one|two|three|respect"
    r"|regard|placebo|both|different|access|children|an? |informed|evaluable|previous|prior|data|written|similar"
    r"|severe$|mild$|moderate$"
    r"|or without|and without|active$|this|these|such|those|only|all|each|other|early$|advanced$|chronic$|acute$"
    r"|significant|increased|baseline)\b",
    re.I,
)
_SINGULAR = re.compile(
    r"\b(disorder|disease|carcinoma|adenoma|lymphoma|syndrome|cancer|infection|tumou?r|ulcer|fracture|headache"
    r"|migraine)s$",
    re.I,
)
_AND_NO = re.compile(r",?\s+(?:and|but) (?:no|not|without)\b.*$", re.I | re.S)
_JOIN = re.compile(r",?\s+(?:and/or|or|and)\s+|,\s+")
_TITLE_CONDITION = re.compile(
    r"\b(?:in|for|(?:treatment|management|prevention|therapy) (?:of|for))\s+(?:the (?:treatment|prevention"
    r"|management|relief) of\s+)?(?:adults? |children |patients |women |men )?(?:with )?"
    r"(?P<condition>(?!the\b|patients|a\b|an\b|adults|children)[A-Za-z][\w'’-]*(?:\s(?!in\b|for\b|of\b|with\b|on\b"
    r"|after\b|among\b|during\b|to\b)[A-Za-z][\w'’-]*){0,5}?)"
    r"(?=[:.,;?]|$|\s(?:despite|after|with|in|treated|patients|among|during|using|following|who|a|an|by|at|results"
    r"|from|and its|[-–—])\b)",
    re.I | re.M,
)
_NO_PLAIN = re.compile(
    rf"\b(?:{PEOPLE}|an(?:a)?esthesia|analgesia|therapy|treatment|surgery|access|catheters?|ventilation|devices?"
    r"|levels?|scores?|care|use|diet|status)\b",
    re.I,
)
_PLAIN = re.compile(r"[A-Za-z'’ -]+")
_RECRUITING = re.compile(r"\b(?:recruit\w*|enrol\w*|randomi[sz]\w*|randomly|assigned|allocated|were included|eligible)\b", re.I)
# So many mentions of "people with" are looked at; no abstract has more.
_MOST = 100
_MAX_WORDS = 7


def conditions(text: str, parts: tuple[Part, ...]) -> Iterator[tuple[str, int, int]]:
    """(name, start, end) of every condition that the title or the methods say the participants have, each name once."""
    seen: set[str] = set()
    looked = 0
    for part, match in near(_WITH, text, parts):
        looked += 1
        if looked > _MOST:
            return
        if part.kind in ("conclusions", "other"):
            continue
        if part.kind == "background" and seen:
            continue
        if part.kind == "plain" and not _is_recruiting(text, part, match):
            continue
        start, end = match.span("condition")
        phrase = _AND_NO.sub("", _STOP.sub("", text[start:end])).rstrip(" ,-–")
        for name, at in _split(phrase, in_title=part.kind == "title"):
            if name.lower() not in seen:
                seen.add(name.lower())
                yield _shown(name), start + at, start + at + len(name)
        if seen:
            return
    for part in parts:
        if part.kind == "title" and not seen:
            yield from _of_title(text, part)


def _of_title(text: str, part: Part) -> Iterator[tuple[str, int, int]]:
    """ "... in active rheumatoid arthritis", "for the treatment of X": the last such words of the title."""
    found = None
    for match in _TITLE_CONDITION.finditer(text, part.start, part.end):
        start = match.start("condition")
        pieces = list(_split(match["condition"]))
        if pieces:
            found = [(_shown(name), start + at, start + at + len(name)) for name, at in pieces]
    yield from found or []


def _is_recruiting(text: str, part: Part, match: re.Match[str]) -> bool:
    """Whether the sentence tells of taking people into the trial (pages without sections name other works too)."""
    begin, end = sentence_around(text, part, match.start(), match.end())
    return _RECRUITING.search(text, begin, end) is not None


def _split(phrase: str, in_title: bool = False) -> Iterator[tuple[str, int]]:
    """The single conditions of a phrase, with their places in it."""
    lead = _LEADING.match(phrase)
    begin = lead.end() if lead else 0
    pieces: list[tuple[str, int]] = []
    position = begin
    for join in [*_JOIN.finditer(phrase, begin), None]:
        stop = join.start() if join else len(phrase)
        pieces.append((phrase[position:stop], position))
        position = join.end() if join else stop
    whole = phrase[begin:]
    if len(pieces) > 1 and all(_HEAD.search(piece) for piece, _ in pieces):
        for piece, at in pieces:
            inner = _LEADING.match(piece)
            offset = inner.end() if inner else 0
            if _is_name(piece[offset:]):
                yield piece[offset:], at + offset
    elif _is_name(whole) or (in_title and len(pieces) == 1 and _is_plain(whole)):
        yield whole, begin


def _is_plain(name: str) -> bool:
    """A title's "in patients with X" names a condition, whatever its last word."""
    if _NO_PLAIN.search(name):
        return False
    return 1 < len(name.split()) < 6 and _PLAIN.fullmatch(name) is not None and not _NO_CONDITION.match(name)


def _is_name(name: str) -> bool:
    """Whether a phrase is a condition's name: short, no measure of something, ends in a word conditions end in."""
    words = name.split()
    if not 1 <= len(words) <= _MAX_WORDS or _NO_CONDITION.match(name):
        return False
    return bool(_HEAD.search(name)) or (len(words) == 1 and name.isupper() and 2 < len(name) < 7)


def is_condition(name: str) -> bool:
    """Whether a name ends as conditions do; for what a capital-letter abbreviation stands for."""
    return _HEAD.search(name) is not None


def _shown(name: str) -> str:
    return _SINGULAR.sub(r"\1", name)
