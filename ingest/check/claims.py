"""Claim against finding: is what a summary says what the trial says?

Precision before recall: a claim is called contradicted or overstated only when a finding on the same outcome says
otherwise in so many words; what cannot be matched is `not-found`, what cannot be judged is `not-checkable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.check.populations import wider_population
from ingest.extract.claims import PEOPLE
from ingest.extract.outcome_match import is_same_outcome
from ingest.link.outcomes import plain_outcome
from ingest.records import Row

NULL = ("not-significant", "non-inferior", "equivalent")
OPPOSITE = {"increased": "decreased", "decreased": "increased"}
# Rules of claims that judge instead of measure, and the side that they take.
SIDES = {"improves": "intervention", "worsens": "comparator"}


def check_claims(claims: Sequence[Row], targets: Sequence[Row]) -> list[Row]:
    """Verdict rows for the claims of one summary.

    `targets`: what it is about (see recheck), each with its trial, findings, stated values and documents.
    """
    verdicts = []
    for claim in claims:
        for target in targets:
            verdicts += list(_check(claim, target))
        if not targets:
            verdicts.append(_verdict(claim, None, "not-checkable", "the page is linked to no trial", "no-target"))
    return verdicts


def _check(claim: Row, target: Row) -> Iterator[Row]:
    if claim["kind"] == "number":
        yield _number(claim, target)
    elif claim["kind"] in ("effect", "no-effect", "harm"):
        yield from _effect(claim, target) if claim["outcome_text"] else [_promise(claim, target)]
    else:
        yield _verdict(claim, target, "not-checkable", f"a {claim['kind']} is no statement about the trial's results", "kind")


# Numbers -------------------------------------------------------------------------------------------------------------


def _number(claim: Row, target: Row) -> Row:
    """A number of people against the numbers the trial states."""
    number = str(claim["number_text"]).replace(",", "")
    stated = [row for row in target["stated"] if row["field"] in ("enrolled", "enrolled_planned")]
    for field, words in (("enrolled", "enrolled"), ("enrolled_planned", "planned")):
        equal = next((row for row in stated if row["value"] == number and row["field"] == field), None)
        if equal is not None:
            return _verdict(claim, target, "supported", f"the trial states {number} {words}", "number-enrolled", place=equal)
    printed = _printed(number, target)
    if printed is not None:
        return _verdict(claim, target, "supported", f"{number} stands in the trial's own text", "number-printed", place=printed)
    enrolled = target["trial"]["enrolled"]
    place = next((row for row in stated if row["value"] == str(enrolled)), None)
    if enrolled is not None and _is_rounded(claim, int(number), int(enrolled)):
        reason = f"the summary rounds: it says “{claim['quote']}”, the trial states {enrolled} enrolled"
        return _verdict(claim, target, "supported", reason, "number-rounded", place=place)
    # Only a number that is called that of the whole study is a mismatch; parts and subgroups are merely not found.
    if enrolled is not None and claim["rule"].endswith("people-in-all"):
        reason = f"the summary says {number}, the trial states {enrolled} enrolled and {number} nowhere"
        return _verdict(claim, target, "number-mismatch", reason, "number-enrolled", place=place)
    return _verdict(claim, target, "not-found", f"{number} was not found in what is read of the trial", "number-printed")


def _is_rounded(claim: Row, number: int, enrolled: int) -> bool:
    """ "nearly 200" for 198: a word that says so, and no more than a twentieth off, to the side that the word tells."""
    words = claim["quote"].lower()
    if re.match(r"(?:just |slightly |a little |well )?(?:over|more than)\b", words):
        return number <= enrolled <= number * 1.1
    if re.match(r"(?:just |slightly |a little |well )?(?:nearly|almost|under|less than|fewer than|up to|close to)\b", words):
        return number * 0.95 <= enrolled <= number
    return bool(re.match(r"(?:about|around|approximately|roughly|some)\b", words)) and abs(number - enrolled) * 20 <= enrolled


def _printed(number: str, target: Row) -> Row | None:
    """A place in the trial's text where the number counts people: before a word for them, or after "n =" or "of"."""
    written = rf"(?:{re.escape(number)}|{re.escape(f'{int(number):,}')})(?![\d%]|[.,]\d)"
    pattern = re.compile(
        rf"(?<![\d.,])(?:{written}\s+(?:[\w()/-]+\s+){{0,5}}?(?:{PEOPLE})\b|(?<=[nN]=){written}|(?<=[nN] = ){written})", re.I
    )
    for document in target["documents"]:
        found = pattern.search(document["text"])
        if found:
            start, end = _around(document["text"], found.start(), found.end())
            return {"document": document["id"], "span_start": start, "span_end": end, "quote": document["text"][start:end]}
    return None


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The words around a place, not more than a line."""
    left = max(text.rfind("\n", 0, start) + 1, start - 60)
    right = text.find("\n", end)
    return left, min(right if right >= 0 else len(text), end + 60)


# Effects -------------------------------------------------------------------------------------------------------------


def _effect(claim: Row, target: Row) -> Iterator[Row]:
    """A claim on a named outcome against every finding on that outcome."""
    told = [f for f in target["findings"] if f["comparison"] == "between-group" and _same(claim["outcome_text"], f)]
    if not told:
        yield _verdict(claim, target, "not-found", f"no finding on “{claim['outcome_text']}” was read from the trial", "outcome")
        return
    wider = wider_population(claim["quote"], target)
    if wider is not None:
        yield _verdict(claim, target, "population-extended", wider, "population", finding=told[0], place=told[0])
        return
    verdicts = [(_judge(claim, finding), finding) for finding in told]
    order = ("supported", "overstated", "contradicted", "not-checkable")
    best = min(verdicts, key=lambda item: (order.index(item[0][0]), item[1]["id"]))
    (name, reason), finding = best
    yield _verdict(claim, target, name, reason, "outcome-direction", finding=finding, place=finding)


def _same(outcome: str, finding: Row) -> bool:
    if is_same_outcome(outcome, finding["outcome_name"]):
        return True
    # A domain ("personal recovery") is a wider word: only the very same words mean it.
    return finding["domain"] is not None and plain_outcome(outcome) == plain_outcome(finding["domain"])


def _judge(claim: Row, finding: Row) -> tuple[str, str]:
    """Verdict and reason for one claim and one finding on the same outcome."""
    name, null = finding["outcome_name"], finding["change"] == "no-difference" or finding["significance"] in NULL
    shown = finding["significance"] == "significant" and finding["change"] in OPPOSITE
    if claim["change"] == "no-difference":
        if null:
            return "supported", f"the trial found no difference in {name}"
        if shown:
            return "contradicted", f"the trial found {name} significantly {finding['change']}"
        return "not-checkable", f"the trial's words on {name} do not say whether it differed"
    if null:
        said = f"says {claim['change']}" if claim["change"] in OPPOSITE else "speaks of an effect"
        return "overstated", f"the summary {said}; the trial found no difference in {name}"
    judged = claim["rule"].rpartition(":")[2]
    if judged in SIDES:
        return _judge_side(claim, finding, SIDES[judged], shown)
    if claim["change"] not in OPPOSITE:
        return "not-checkable", "the summary does not say which way the outcome changed"
    if finding["change"] == claim["change"]:
        return "supported", f"the trial found {name} {finding['change']}"
    if shown:
        return "contradicted", f"the summary says {claim['change']}; the trial found {name} {finding['change']}"
    return "not-checkable", f"the trial's words on {name} do not settle it"


def _judge_side(claim: Row, finding: Row, side: str, shown: bool) -> tuple[str, str]:
    """ "Improved" and "worsened" speak of a side, not of a quantity: less pain is an improvement, less sleep is none."""
    name = finding["outcome_name"]
    if finding["favours"] == side:
        return "supported", f"the trial found {name} {finding['change']}, in favour of the {side}"
    if shown and finding["favours"] in SIDES.values():
        reason = f"the trial found {name} {finding['change']}, in favour of the {finding['favours']}, not of the {side}"
        return "contradicted", reason
    return "not-checkable", f"whether the change in {name} that the trial found is an improvement is not known"


def _promise(claim: Row, target: Row) -> Row:
    """A promise that names no outcome, held against all between-group findings together."""
    told = [f for f in target["findings"] if f["comparison"] == "between-group"]
    null = [f for f in told if f["change"] == "no-difference" or f["significance"] in NULL]
    if told and len(null) == len(told):
        outcomes = ", ".join(sorted({f["outcome_name"] for f in null})[:6])
        reason = (
            f"promises change over a null result: no between-group finding read from the trial shows a difference ({outcomes})"
        )
        first = min(null, key=lambda f: (f["span_start"] or 0, f["id"]))
        return _verdict(claim, target, "omits-null-result", reason, "promise-over-null", finding=first, place=first)
    return _verdict(claim, target, "not-checkable", "names no outcome that could be held against a finding", "promise")


def _verdict(
    claim: Row,
    target: Row | None,
    verdict: str,
    explanation: str,
    rule: str,
    finding: Row | None = None,
    place: Row | None = None,
) -> Row:
    where = place if place is not None and place.get("quote") else {}
    return {
        "claim": claim["id"],
        "finding": finding["id"] if finding else None,
        "trial": target["trial"]["id"] if target else None,
        "verdict": verdict,
        "explanation": explanation,
        "rule": rule,
        "document": where.get("document"),
        "span_start": where.get("span_start"),
        "span_end": where.get("span_end"),
        "quote": where.get("quote"),
    }
