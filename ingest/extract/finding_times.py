"""The time points of a finding: which of a sentence's lengths of time tell when an outcome was measured.

A length of time is a time point only where the words say so ("at 12 weeks", "day 28", "12-month mortality", "3 days
after surgery"). What an arm took ("21 min vs 37 min"), its spread ("30 ± 4 minutes"), a gain ("shorter by 2 days"), an
age and the length of a course are none. A time that opens a sentence ("At 12 months, ...") holds for the next one only
where that one clearly goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ingest.durations import time_days
from ingest.extract.finding_document import Sentence
from ingest.extract.wording import Wording, lowered

_COUNT = (
    r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty-four|twenty|thirty"
    r"|sixty|ninety)"
)
_UNIT = r"(?:minute|min|hour|hr|h|day|week|wk|month|year|yr)s?"
_NAMED = r"(?:PODs?|post-?\s?op(?:erative)?\s(?:days?|weeks?|months?)|weeks?|months?|days?|years?)"
TIME_POINT = re.compile(
    r"\b(?P<lead>(?:(?:from )?baseline to|at|after|by|until|through|within|over|following|during|for|in|on)\s(?:the\s|a\s)?"
    r"(?:end of (?:the\s)?|(?:median |mean |average )?follow-?\s?up (?:period |time |duration )?of )?)?(?:"
    rf"(?P<length>{_COUNT}(?P<join>[\s-]){_UNIT})(?P<tail>\s(?:of\s)?(?:follow[- ]?up|post(?:[- ]?\w+)?"
    r"|after(?:wards)?\b(?:\s(?:the\s)?\w+)?|later|treatment|intervention))?"
    rf"|(?P<named>(?:{_NAMED}\s|PODs?)\d{{1,3}}(?![\d.]*%)))\b",
    re.I,
)
_IN_LOWER_CASE = Wording(TIME_POINT.pattern.replace("POD", "pod"))
# Several figures that share a unit: "at 3, 6 and 12 months"; "on PODs 1, 3 and 7", "at week 4 and week 8".
_MORE = r"(?:\s?(?:,\s?(?:and\s)?|and\s|&\s|or\s)"
_LISTED_TIMES = re.compile(
    rf"\b(?:at|after|on|by)\s(?P<values>\d+(?:\.\d+)?(?:(?:\s?[-–]?(?:{_UNIT}))?\s?(?:,\s?(?:and\s)?|and\s|&\s|or\s)\d+(?:\.\d+)?){{1,7}})[\s-]?(?P<unit>{_UNIT})\b"
    rf"|\b(?P<operated>POD|post-?\s?op(?:erative)? days?)s?\s?(?P<after>\d+{_MORE}(?:PODs?\s?)?\d+){{1,7}})(?![\d.]*[%\d])"
    rf"|\b(?P<before>week|month|day|year)s?\s(?P<numbers>\d+{_MORE}(?:(?:week|month|day|year)s?\s)?\d+){{1,7}})(?![\d.]*[%\d])",
    re.I,
)
# What every list of times holds, and every time point: only sentences with these are searched for them.
_JOINED_FIGURES = Wording(
    rf"\d(?:\s?[-–]?(?:{_UNIT}))?\s?(?:,\s?(?:and\s)?|and\s|&\s|or\s)(?:pods?\s?|(?:week|month|day|year)s?\s)?\d"
)
_LENGTH = Wording(
    rf"[\s-]{_UNIT}\b|(?:week|month|day|year)s?\s\d|pods?\s?\d",
    "min", "h", "day", "week", "wk", "month", "y", "pod",
)  # fmt: skip
_VALUE = re.compile(r"\d+(?:\.\d+)?")
_NO_POINT = re.compile(r"^(?:for|in|over|within|during)\b", re.I)
_SPREAD_BEFORE = re.compile(r"(?:±|\+\s?/?\s?[-−–]|\b(?:SD|SE|SEM|IQR|of|age|aged)\b\s?[=:,(\[]?|\d\s?[-–−])\s?$", re.I)
_SPREAD_BEHIND = re.compile(
    r"\s?(?:±|\+\s?/?\s?[-−–]|[(\[,]?\s?(?:SD|SE|SEM|IQR|range|interquartile|\d{2}\s?%\s?CI)\b"
    r"|[\s-](?:olds?|of age|intervals?|or (?:older|younger|over|under|more|less)|longer|shorter|earlier|sooner)\b)",
    re.I,
)
_AGAINST = re.compile(
    rf"\)?[\s,;]*(?:vs\.?|versus|v|compared (?:with|to)|than|and)\s(?:\w+\s){{0,3}}?{_COUNT}[\s-]{_UNIT}\b", re.I
)
# "a 12-week programme" is a course; "12-week mortality" is measured at 12 weeks.
_COURSE = re.compile(
    r"\s(?:\w+\s){0,2}?(?:programmes?|programs?|courses?|trials?|stud(?:y|ies)|regimens?|interventions?|treatments?|therapy"
    r"|training|periods?|phase|washout|intervals?|supplementation|administration|infusions?|olds?)\b", re.I)  # fmt: skip
_MEASURED = re.compile(
    r"\s(?:mortality|survival|follow|outcomes?|rates?|visit|assessment|post|after|later|from|of (?:age|life))", re.I
)
_CHANGED_BY = re.compile(
    r"\b(?:reduc\w+|shorten\w*|prolong\w*|short(?:er)?|longer|increas\w+|decreas\w+|lower\w*|delay\w*|extend\w*|differ\w*"
    r"|earlier|later)\b[^.;]{0,40}$", re.I)  # fmt: skip
_DURATION = re.compile(r"\b(?:times?|durations?|length|stay|interval|period|latency|delay|onset|lasted)\b", re.I)
_IN_COURSE = re.compile(r"\s(?:of\s)?(?:treatment|intervention)", re.I)


def time_point(text: str, at: int = 0, outcome: str = "", stop: int | None = None) -> str | None:
    """The time point that a sentence names for an outcome at `at`: the nearest of one or two, None for none or more.

    `stop`: where the sentence's next outcome begins (default: none follows); a time that hangs on another outcome of a list
    is that one's alone ("nausea, pain and mortality at 28 days did not differ").
    """
    stop = len(text) if stop is None else stop
    found = [m for m in _time_points(text) if not (_is_gain(text, m, outcome) or _is_anothers(text, m, at, stop))]
    if not found or len({time_days(m.group()) for m in found}) > 2:
        return None
    return min(found, key=lambda m: (abs(m.start() - at), m.start())).group()


def _is_anothers(text: str, m: re.Match[str], at: int, stop: int) -> bool:
    """Whether a time hangs on another outcome, or stands in another clause, than the outcome at `at`."""
    if m["join"] == "-" and not m["lead"]:  # "6-month mortality and length of stay"
        low, high = (m.end(), at) if m.end() <= at else (at, m.start())
        return bool(_LIST_MARK.search(text, low, max(low, high)))
    if m.start() >= stop:
        return not _VERB.search(text, stop, m.start()) or bool(_VERB.search(text, at, stop))
    if m.end() > at or m.start() <= _FRONT or text[: m.start()].rstrip().endswith(","):
        return False
    return bool(_NEXT_IN_LIST.match(text, m.end())) or any(at < own.start() < stop for own in TIME_POINT.finditer(text))


_FRONT = 3
_LIST_MARK = re.compile(r"[,;()]|\b(?:and|or)\b")
_NEXT_IN_LIST = re.compile(r"\s?(?:\([^()]*\)|\[[^\]]*\])?\s?(?:[,;]|and\b|or\b)")
_VERB = re.compile(
    r"\b(?:was|were|is|are|did|had|has|have|remained|showed|occurred|differ\w*|decreased|increased|improved|fell|rose|declined)\b",
    re.I,
)


def listed_times(text: str, start: int, stop: int) -> tuple[str, ...]:
    """Time points listed in a stretch, or at the sentence's beginning.

    >>> listed_times("lower at 3, 6 and 12 months", 0, 27), listed_times("lower on POD 1 and 3", 0, 20)
    (('3 months', '6 months', '12 months'), ('POD 1', 'POD 3'))
    """
    if not _joins_figures(text):
        return ()
    match = _LISTED_TIMES.search(text, start, stop) or _LISTED_TIMES.match(text) or _shared_list(text, start)
    if match is None or re.match(r"\s?(?:±|\+\s?/)", text[match.end() :]):
        return ()
    if match["operated"]:
        return tuple(f"{match['operated'].rstrip('s')} {value}" for value in _VALUE.findall(match["after"]))
    unit = match["unit"] or match["before"].rstrip("s") + "s"
    return tuple(f"{value} {unit}" for value in _VALUE.findall(match["values"] or match["numbers"]))


@lru_cache(maxsize=32)
def _joins_figures(text: str) -> bool:
    """Whether figures are listed in a sentence."""
    return bool(_JOINED_FIGURES.search(lowered(text)))


def _shared_list(text: str, start: int) -> re.Match[str] | None:
    """The one list of times behind several outcomes of a clause: "pain and stiffness were lower at 2 and 4 weeks"."""
    match = _LISTED_TIMES.search(text, start)
    if match is None or _CLAUSE_ENDS.search(text, start, match.start()):
        return None
    return None if _time_points(text) else match


_CLAUSE_ENDS = re.compile(r";|\b(?:but|whereas|while|although|however)\b", re.I)


@lru_cache(maxsize=32)
def _time_points(text: str) -> tuple[re.Match[str], ...]:
    if not _LENGTH.search(lowered(text)):
        return ()
    listed = [m.span() for m in _LISTED_TIMES.finditer(text)] if _joins_figures(text) else []
    return tuple(
        m for m in _printed(text)
        if _is_point(text, m) and not any(start < m.end() and m.start() < end for start, end in listed)
    )  # fmt: skip


def _printed(text: str) -> Iterator[re.Match[str]]:
    """All matches of `TIME_POINT`: found in lower case, read as printed."""
    for found in _IN_LOWER_CASE.finditer(lowered(text)):
        if match := TIME_POINT.match(text, found.start()):
            yield match


def _is_point(text: str, m: re.Match[str]) -> bool:
    """Whether the words make a length of time a point at which something was measured."""
    if _NO_POINT.match(m.group()) and not m["named"]:
        return False
    if m["named"]:
        return True
    before, behind = text[max(0, m.start() - 12) : m.start()], text[m.end() : m.end() + 60]
    if _SPREAD_BEHIND.match(behind) or _AGAINST.match(behind) or _SPREAD_BEFORE.search(before):
        return False
    if m["lead"]:
        return True
    if m["join"] == "-":
        return not _COURSE.match(behind) and not _IN_COURSE.match(m["tail"] or "")
    return (bool(m["tail"]) and not _IN_COURSE.match(m["tail"])) or bool(_MEASURED.match(behind))


def _is_gain(text: str, m: re.Match[str], outcome: str) -> bool:
    """ "shorter by 2 days", and whatever an outcome that is itself a length of time took."""
    lead = (m["lead"] or "").strip().lower()
    if lead == "by" and not m["named"] and _CHANGED_BY.search(text, 0, m.start()):
        return True
    return bool(_DURATION.search(outcome)) and not (lead or m["named"] or m["tail"])


_OPENING = re.compile(r"(?:At|After|By|On|Following)\s")
_SEEN = re.compile(
    r"\b(?:available|complet\w+|analy[sz]ed|assessed|evaluated|examined|followed|remained|lost|attended|returned|data|retention)\b"
)
_OTHER_TIME = re.compile(
    r"\b(?:baseline|overall|total|through(?:out)?|entire|during|long-term|(?:end|completion) of|at all|time points?|discharge)\b",
    re.I,
)
_OWN_TIME = re.compile(
    rf"{_OTHER_TIME.pattern}|\b(?:{_COUNT}[\s-]{_UNIT}\b|(?:week|month|day|year|POD)s?\s\d|follow-?up\b)", re.I
)
_GOES_ON = re.compile(
    r"(?:(?:Also|Similarly|Likewise|Moreover|Furthermore|Additionally|In addition|However|In contrast|Conversely),?\s"
    r"|(?:No|Neither|Nor)\s|There (?:was|were) (?:also )?no\s|[^.;,]{0,60}\b(?:also|likewise|similarly)\b)"
)


def time_around(sentences: Sequence[Sentence], place: int, title: str) -> str | None:
    """The time of an outcome whose sentence names none for it: of the sentence before, where this one goes on about that,
    else the title's, unless the sentence names another.

    >>> time_around([], 0, "Lumatol for cough: one-year follow-up of a randomised trial")
    'one-year follow-up'
    """
    text = sentences[place].text if sentences else ""
    carried = _carried(sentences, place)
    if carried and not _OWN_TIME.search(text):
        return carried
    told = _of_title(title)
    if told is None or _OTHER_TIME.search(text):
        return None
    return None if {time_days(m.group()) for m in _time_points(text)} - {time_days(told), None} else told


def _carried(sentences: Sequence[Sentence], place: int) -> str | None:
    """The time that the sentence just before opens with, where this one clearly goes on.

    It goes on where the sentence before only told who was seen ("After one year, 180 were available."), or where this one
    says so itself ("Similarly, ...", "... was also ...", "No differences were found in ...").
    """
    if place == 0 or sentences[place - 1].kind != sentences[place].kind:
        return None
    before = sentences[place - 1]
    opened = TIME_POINT.match(before.text) if _OPENING.match(before.text) else None
    if opened is None or not re.match(r"[^,:]{0,40}[,:]", before.text[opened.end() :]):
        return None
    if len({time_days(m.group()) for m in _time_points(before.text)} - {None}) > 1:
        return None
    only_seen = bool(_SEEN.search(before.text)) and not before.tokens.p_low and not before.tokens.cues
    return opened.group() if only_seen or _GOES_ON.match(sentences[place].text) else None


def _of_title(title: str) -> str | None:
    """The follow-up that a title names."""
    if "follow" not in title.lower():
        return None
    found = (m for m in TIME_POINT.finditer(title) if _FOLLOW_UP.search(title[m.start() : m.end() + _TITLE_REACH]))
    return next((m.group() for m in found), None)


_FOLLOW_UP = re.compile(r"\bfollow[- ]?ups?\b", re.I)
_TITLE_REACH = 12
