"""Counts against percentages and group sizes, as they are printed in running text, and arms against the total."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.check.verdict import Verdict, shown
from ingest.extract.bricks import number
from ingest.extract.number_words import COUNT, count_value
from ingest.extract.sentences import sentences
from ingest.records import Row

_COUNT = r"(?<![\d.,·/–-])(?P<count>\d{1,3}(?:,\d{3})+|\d+)"
_TOTAL = r"(?P<total>\d{1,3}(?:,\d{3})+|\d+)(?![\d/·]|[.,]\d)"
_PERCENT = r"(?P<percent>\d{1,3}(?:[.·]\d+|,\d{1,2})?)\s?%"
_PEOPLE = (
    r"(?:\s(?:[a-z]+\s){0,2}(?:patients|participants|subjects|women|men|children|infants|people|persons|adults"
    r"|individuals|eyes))?"
)
# The percentage stands in brackets right behind its own fraction, or the fraction right behind its percentage.
_FORMS = (
    re.compile(rf"{_COUNT}\s?(?:/|of|out of|of the)\s?{_TOTAL}{_PEOPLE}\s?[\[(]\s?{_PERCENT}\s?(?=[\])]|[;,]\s?(?:95|p\b|P\b))"),
    re.compile(rf"(?<![\d.,·<>≤≥-]){_PERCENT}\s?[\[(]\s?{_COUNT}\s?(?:/|of|out of|of the)\s?{_TOTAL}{_PEOPLE}\s?[\])]"),
)
_RANDOMISED = re.compile(
    rf"(?P<total>{COUNT})\s+(?:[a-z-]+\s+){{0,3}}(?:patients|participants|subjects|women|men|children|infants|people|adults|individuals)"
    r"\s+(?:[a-z]+\s+){0,2}?(?:were|was)\s+(?:randomly\s+)?(?:randomi[sz]ed|allocated|assigned)\b"
    r"(?P<arms>(?:(?!\band \d)[^.;])*?\(n\s?=\s?\d[\d,]*[^()]{0,20}\)[^.;]{1,120}?\(n\s?=\s?\d[\d,]*[^()]{0,20}\))",
    re.I,
)
_LONGEST = 1500  # no sentence is longer; what is, is a table without stops
_SIZE = re.compile(r"\(n\s?=\s?(\d[\d,]*)")
_OVERLAPPING = re.compile(
    r"cross-?over|factorial|\bperiods?\b|sequence|\beyes?\b|re-?random|clusters?|practices|schools|villages", re.I
)


def check_percentages(text: str) -> Iterator[Verdict]:
    """Every "12 of 98 (12.2%)" of a text: does the count make the percentage? One verdict each.

    Right when the percentage is the count's, rounded or cut off at its last decimal.
    """
    for pattern in _FORMS:
        for match in pattern.finditer(text):
            count, total = (int(match[name].replace(",", "")) for name in ("count", "total"))
            percent = number(match["percent"])
            season = 1900 <= count <= 2100 and total == count + 1  # "2018/2019 (54%)"
            if total < 2 or count > total or percent > 100 or season:
                continue
            # No more than one unit of the last decimal off: rounded to the nearest, up, or down.
            places = len(re.split(r"[.,·]", match["percent"] + ".")[1])
            true = 100 * count / total
            right = abs(true - percent) < 10.0**-places + 1e-9
            words = f"“{' '.join(match.group().split())}”: {count} of {total} is {shown(round(true, places + 1))}%"
            yield Verdict("percent-against-count", "ok" if right else "fail", words)


def check_arm_sum(text: str) -> Iterator[Verdict]:
    """ "N patients were randomised to A (n = a) or B (n = b)": the arms against the total, where all arms are printed.

    More people in the arms than in all is a fail; fewer is a note (an arm may be named elsewhere).
    """
    if _OVERLAPPING.search(text):
        return
    for start, end in sentences(text):
        if end - start > _LONGEST or "(n" not in text[start:end]:
            continue
        for match in _RANDOMISED.finditer(text[start:end]):
            total = count_value(match["total"])
            sizes = [int(n.replace(",", "")) for n in _SIZE.findall(match["arms"])]
            rest = text[start + match.end() : end]
            sizes += [int(n.replace(",", "")) for n in _SIZE.findall(rest)]
            if not total or len(sizes) < 2:
                continue
            added = " + ".join(map(str, sizes))
            words = f"{total} randomised; arms {added} = {sum(sizes)}"
            if sum(sizes) == total:
                yield Verdict("arms-against-total", "ok", words)
            else:
                yield Verdict("arms-against-total", "fail" if len(sizes) == 2 and sum(sizes) > total else "note", words)


def check_events(finding: Row) -> Iterator[Verdict]:
    """No more participants with the event than participants."""
    for arm in ("intervention", "comparator"):
        events, n = finding[f"events_{arm}"], finding[f"n_{arm}"]
        if events is None or n is None:
            continue
        words = f"{events} of {n} in the {arm} arm"
        yield Verdict("events-within-size", "ok" if events <= n else "fail", words)


def check_enrolled(trial: Row, arms: list[Row]) -> Iterator[Verdict]:
    """The arms of a trial against its number of participants: a note, since sources count at different moments."""
    sizes = [arm["enrolled"] for arm in arms]
    if trial["enrolled"] is None or len(sizes) < 2 or None in sizes:
        return
    if set(sizes) == {trial["enrolled"]}:
        return  # everybody in every arm: a cross-over
    words = f"{trial['enrolled']} enrolled; arms {' + '.join(map(str, sizes))} = {sum(sizes)}"
    yield Verdict("arms-against-enrolled", "ok" if sum(sizes) == trial["enrolled"] else "note", words)
