"""Effect estimates in running text: which measure, the estimate, its interval and its p-value.

A label ("hazard ratio", "aOR", "mean difference") is looked for first; the number that follows it is its estimate when
only words that may stand there come between. A further "number (low to high)" of the same sentence belongs to the last
label before it. Limits count only when the estimate lies between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract.bricks import MINUS, UNSIGNED, Interval, PValue, intervals, number, p_values
from ingest.extract.measures import RATIOS, labels_in, measure_of
from ingest.extract.sentences import sentences


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect estimate. measure: HR | OR | IRR | RR | PR | RD | MD | WMD | SMD | beta | percent-change.

    `start:end` covers label (or estimate) to the last number read; `estimate_start:estimate_end` the estimate alone.
    `unit` is "%" or another unit printed at the estimate.
    """

    measure: str
    estimate: float
    ci_level: float | None
    ci_low: float | None
    ci_high: float | None
    p_operator: str | None
    p_value: float | None
    start: int
    end: int
    estimate_start: int
    estimate_end: int
    unit: str | None = None


_SIGNED = rf"(?:(?:(?<![\w.])|(?<=[:=\]]))[+{MINUS}]\s?)?{UNSIGNED}"
_HEAD = (
    r"(?:\s?[\[({]\s?(?:\d\d(?:[.·]\d+)?\s?%?,?\s?(?:confidence intervals?|CIs?|credible intervals?"
    r"|CrI)?(?:[;,][^)\]]{0,30})?|CI\s?95\s?%?)\s?[\])}]|,\s?95% CI(?=\s?[:=]?\s?\d[.·]?\d*\s?[\[(]))"
)
# Right after the label: "HR 0.7", "HR = 0.7", "HR (95% CI): 0.7 (...)", "OR per 10 years 1.2", "HR for death, 0.7".
_DIRECT = re.compile(
    rf"{_HEAD}?\s?[\[(]?(?:\s?(?:[=:,;]|≈|~|was|were|is|of|at)){{0,3}}\s?(?:(?:about|approximately"
    rf"|only)\s)?[\[(]?\s?(?P<estimate>{_SIGNED})"
)
_PER = re.compile(
    rf"[,\s]+(?:per|for|of|in|by|between|among|comparing|with|at|favou?ring|vs\.?"
    rf"|versus)\b[^.;()\[\]]{{1,140}}?(?:\b(?:was|were|is|of|at)\b|[=:,;])\s?(?P<estimate>{_SIGNED})"
)
_AFTER_ESTIMATE = re.compile(
    r"\s?(?P<unit>%|percent(?:age points?)?|points?|kg|mm ?Hg|mg|cm|mm|ml|mL|days?|weeks?|months?|years?|hours?"
    r"|minutes?|min|g|mmol|beats|bpm|units?|L|letters)?(?![A-Za-z])"
)
_NO_ESTIMATE = re.compile(
    r"\s?(?:%?\s?(?:CI\b|C\.I\.|confidence|credible)|\s?(?:bpm|beats|/min|st\b|nd\b|th\b|patients|participants|women"
    r"|men|studies|trials))|\d|\s?[–—-]\s?\d"
)
_BARE_LIMITS = re.compile(
    rf"\s?(?:%|percent(?:age)?(?: points?)?|points?|mm ?Hg|kg|days?|letters|units?)?"
    rf"\s?(?:[\[(,;]\s?(?:range\s)?|\s)(?P<low>[+{MINUS}]?\s?{UNSIGNED})\s?%?\s?(?:to|[{MINUS}—~]"
    rf"|[,;])\s?(?P<high>[+{MINUS}]?\s?{UNSIGNED})\s?%?\s?(?P<close>[\])])?"
)
# What may stand between an estimate and its p-value besides brackets: the test's name, the standard error.
_TEST_NAME = re.compile(
    r"\b(?:stratified|log-?\s?rank|two-sided|2-sided|one-sided|nominal|adjusted|test|Wald|for superiority)\b"
    r"|[\[(]?\s?\b(?:SE|s\.e\.|SEM)\s?[=:]?\s?\d+(?:[.·]\d+)?\s?[\])]?"
)
_FURTHER = re.compile(rf"(?<![\w.·,{MINUS}])(?P<estimate>{_SIGNED})(?=\s?%?\s?[\[(;,])")
_P_OF_LABEL = re.compile(r"\bp[\s-]?values?\s(?:for|of)\s(?:the\s)?$", re.I)
_OTHER_MEASURE = re.compile(r"\b(?:ratios?|coefficients?|correlations?|kappa|sensitivity|specificity|AUC|ICC)\b")
_MAX_GAP = 75
# No sentence is longer; a "sentence" that is (a table without stops) is read in pieces of this size.
_LONGEST = 1500
# A label in capital letters only counts where one of these stands too.
_HINT = re.compile(
    r"ratio|odds|[Rr]isk|[Dd]iff|[Rr]ate |ffect size|ercent|oeffic|eta\b|β|ohen|edges|[A-Zac][DRS][Rsa]?s?\b"
    r"|\b[Bbdg] ?="
)
_FIGURE = re.compile(r"\d")


def effects(text: str) -> list[Effect]:
    """All effect estimates of a text, in order."""
    found: list[Effect] = []
    for begin, stop in sentences(text):
        for start in range(begin, stop, _LONGEST):
            end = min(stop, start + _LONGEST)
            if _FIGURE.search(text, start, end):
                found += [_moved(effect, start) for effect in _in_sentence(text[start:end])]
    return found


@lru_cache(maxsize=64)  # a sentence is asked by several readers
def _in_sentence(sentence: str) -> tuple[Effect, ...]:
    labels = labels_in(sentence)
    if not labels or not _HINT.search(sentence):
        return ()
    named, ps = intervals(sentence), p_values(sentence)
    found: list[Effect] = []
    for i, label in enumerate(labels):
        limit = labels[i + 1].start() if i + 1 < len(labels) else len(sentence)
        effect = _labelled(sentence, label, limit, named, ps)
        if effect is not None:
            found.append(effect)
        found += _series(sentence, label, limit, named, ps, effect)
    return tuple(found)


def _moved(e: Effect, by: int) -> Effect:
    return Effect(
        e.measure, e.estimate, e.ci_level, e.ci_low, e.ci_high, e.p_operator, e.p_value,
        e.start + by, e.end + by, e.estimate_start + by, e.estimate_end + by, e.unit,
    )  # fmt: skip


def _labelled(sentence: str, label: re.Match[str], limit: int, named: list[Interval], ps: list[PValue]) -> Effect | None:
    """The estimate that follows a label."""
    if _P_OF_LABEL.search(sentence, 0, label.start()):
        return None
    measure = measure_of(label)
    direct = _DIRECT.match(sentence, label.end(), limit)
    match = direct or _PER.match(sentence, label.end(), limit)
    if match is None:
        return None
    start, end = match.span("estimate")
    if _NO_ESTIMATE.match(sentence, end) or any(p.start <= start < p.end for p in ps):
        return None
    effect = _complete(sentence, measure, label.start(), (start, end), limit, named, ps)
    if effect is None or (effect.ci_low is None and not _plausible_alone(measure, label, effect, direct is not None)):
        return None
    return effect


def _plausible_alone(measure: str, label: re.Match[str], effect: Effect, direct: bool) -> bool:
    """Whether a number without an interval is an estimate: heart rates and counts are not."""
    spelled = label.group()[:1].islower() or len(label.group()) > 5
    if measure in RATIOS:
        text = repr(effect.estimate)
        return (
            effect.unit is None
            and effect.estimate < (1000 if spelled else 20)
            and (not text.endswith(".0") or effect.p_operator is not None)
        )
    if measure in ("MD", "RD", "percent-change", "WMD"):
        return direct
    return direct and abs(effect.estimate) < 100


def _series(
    sentence: str, label: re.Match[str], limit: int, named: list[Interval], ps: list[PValue], first: Effect | None
) -> list[Effect]:
    """Further estimates with an interval that no other label claims: "... 1.68 (0.84-3.36) and 0.59 (0.26-1.34)"."""
    found: list[Effect] = []
    position = first.end if first else label.end()
    measure = measure_of(label)
    if measure == "MD" and first is None:
        return found
    for match in _FURTHER.finditer(sentence[:limit]):
        start, end = match.span("estimate")
        if start < position or (start and sentence[start - 1] not in "(,:=" and not sentence[start - 1].isspace()):
            continue
        if _OTHER_MEASURE.search(sentence, max(position, start - 40), start):
            break  # "kappa ratio 0.8 (0.7-0.9)": a measure without a name here
        effect = _complete(sentence, measure, start, (start, end), limit, named, ps)
        if effect is not None and effect.ci_low is not None:
            found.append(effect)
            position = effect.end
    return found


def _complete(
    sentence: str, measure: str, begin: int, where: tuple[int, int], limit: int, named: list[Interval], ps: list[PValue]
) -> Effect | None:
    start, end = where
    try:
        estimate = number(sentence[start:end])
    except ValueError:
        return None
    if measure in RATIOS and estimate <= 0:
        return None
    after = _AFTER_ESTIMATE.match(sentence, end)
    unit = after["unit"] if after else None
    interval = _limits(sentence, estimate, end, limit, named)
    stop = interval[3] if interval else end
    p = _p(sentence, begin, end, stop, limit, ps)
    if p is not None and p.start >= end:
        stop = max(stop, p.end)
    level, low, high = interval[:3] if interval else (None, None, None)
    return Effect(
        measure, estimate, level, low, high,
        p.operator if p else None, p.value if p else None, begin, stop, start, end, unit,
    )  # fmt: skip


def _limits(
    sentence: str, estimate: float, end: int, limit: int, named: list[Interval]
) -> tuple[float | None, float, float, int] | None:
    """(level, low, high, end) of the interval that belongs to an estimate ending at `end`."""
    level = next((i.level for i in named if i.level), None) or (95.0 if re.search(r"95\s?%", sentence) else None)
    bare = _BARE_LIMITS.match(sentence, end)
    if bare and bare.end() <= limit + 1:
        low, high = number(bare["low"]), number(bare["high"])
        if high < low < 0:
            low, high = high, low
        if low <= estimate <= high and low < high and (bare["close"] or "." in bare.group()):
            return level, low, high, bare.end()
    for interval in named:
        if not end <= interval.start <= min(limit, end + _MAX_GAP) or interval.end > limit + 1:
            continue
        between = sentence[end : interval.start]
        if sum(c.isdigit() for c in between) > 8 or between.count("(") - between.count(")") > 2:
            return None
        slack = 0.011 * max(1.0, abs(estimate))
        inside = interval.low - slack <= estimate <= interval.high + slack
        return (interval.level, interval.low, interval.high, interval.end) if inside else None
    return None


def _p(sentence: str, begin: int, end: int, stop: int, limit: int, ps: list[PValue]) -> PValue | None:
    """The p-value printed behind an estimate (before the next label), or in the same brackets before its label."""
    for p in ps:
        if p.of in ("interaction", "trend", "heterogeneity", "noninferiority", "equivalence"):
            continue  # of another test than that of no effect
        gap = sentence[stop : p.start] if p.start >= stop else sentence[end : p.start]
        gap = _TEST_NAME.sub("", gap)
        if end <= p.start < limit and len(gap) <= 40 and not re.search(r"\d[.·]\d|\band\b|;.*[a-z]{4}", gap):
            return p
    for p in reversed(ps):
        if p.end <= begin and re.fullmatch(r"[\s;,]*(?:\w+ ){0,2}[\s;,]*", sentence[p.end : begin]):
            return p
    return None
