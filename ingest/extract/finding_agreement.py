"""Holds the direction that was read against what the sentence itself prints: its words of no difference, p and interval.

Precision before recall: where the direction and the figures contradict each other the direction is `unclear`, and "no
difference" needs somebody who says so (words, a p-value, an interval that holds the null value).
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.extract.finding_numbers import Numbers
from ingest.extract.wording import Wording, lowered

_RATIOS = frozenset({"HR", "OR", "RR", "IRR", "PR"})
# Words by which no difference is stated.
_NONE = Wording(
    r"\b(?:no|not|nor|neither|none|never|without|cannot|fail(?:s|ed)?|lack\w*|similar\w*|comparab\w+|same|equal\w*|equivalen\w+"
    r"|identical\w*|unchanged|unaffected|unaltered|stable|constant|indistinguishable|insignificant\w*|negligible|little|minimal"
    r"|non-?\s?inferior\w*|non-?\s?significan\w+|n\.?s\.?|alike|balanced|regardless|irrespective|ineffective|disappear\w*)\b|n't\b",
)
# Words that tell a direction of their own.
_CHANGE = Wording(
    r"\b(?:less|more|lower|higher|fewer|greater|smaller|larger|longer|shorter|better|worse|superior|inferior|faster|slower"
    r"|earlier|later|(?:re-?duc|increas|decreas|improv|worsen|lower|rais|ris|declin|fall|fell|drop|prolong|shorten|prevent"
    r"|protect|enhanc|diminish|attenuat)\w*|exceed\w*|favou?r\w*)\b",
)
# A ratio about these counts the event that ends them, so that less than one means more of them.
_ENDED = Wording(r"\b(?:surviv\w+|time (?:to|until|without)|duration|free(?:dom)?|-free|remission|retention|pfs|os|dfs|efs)\b")


# A difference or an effect is named, without which way it went.
_DIFFERS = re.compile(r"\b(?:differ\w*|effects?|affect\w*|influenc\w+|chang\w+|associat\w+|alter\w*)\b", re.I)
_P_VALUE = re.compile(
    r"\bp\b[\s-]*(?:values?)?\s?[=<>≤≥]+\s?[\d.·]+|\b\d+\s?(?:weeks?|months?|days?|years?|h|hours?|min\w*)\b", re.I
)
_PEOPLE = r"(?:patients?|participants?|subjects?|(?:wo)?men)"
_FIGURE = re.compile(rf"\d+(?:[.·]\d+)?|\b(?:no|one|two|three|four|five|six|seven|eight|nine|ten) {_PEOPLE}\b", re.I)


@lru_cache(maxsize=32)
def tells_change(text: str) -> bool:
    """Whether the words tell a direction of their own ("a lower score")."""
    return bool(_CHANGE.search(lowered(text)))


@lru_cache(maxsize=32)
def _tells_none(text: str) -> bool:
    """Whether the words state that there is no difference."""
    return bool(_NONE.search(lowered(text)))


def settled(text: str, outcome: str, change: str, found: Numbers) -> str:
    """The direction that may stand beside the sentence's words and figures: `change` itself, the estimate's, or unclear.

    A ratio whose interval excludes 1 speaks where nothing else does (intervention against comparator is how trials print
    it), and so do both arms' own counts or means.
    """
    if change == "no-difference":
        if found.p_below is False or found.excludes_null is False:
            return change
        if found.p_below is None and found.excludes_null is None:
            return change if _tells_none(text) else "unclear"
        return change if _tells_none(text) and not found.excludes_null else _by_ratio(outcome, found) or "unclear"
    if change not in ("increased", "decreased"):
        return change
    worded = tells_change(text)
    told = _by_ratio(outcome, found) or (None if worded else _by_arms(found) or _by_difference(found))
    if told is None and _tells_no_way(text, outcome):
        return "unclear"
    if told is not None and told != change:
        return "unclear" if worded else told
    if _by_difference(found) == _OPPOSITE[change]:
        return "unclear"
    return change


_OPPOSITE = {"increased": "decreased", "decreased": "increased"}


def _by_difference(found: Numbers) -> str | None:
    """The direction of a mean difference whose interval excludes 0, as trials print it: intervention less comparator."""
    estimate = found.fields.get("estimate")
    if not found.excludes_null or estimate is None or found.fields.get("effect_measure") not in ("MD", "SMD", "WMD", "RD"):
        return None
    return "decreased" if estimate < 0 else "increased"


def _by_arms(found: Numbers) -> str | None:
    """The direction of both arms' own figures; None where they are not known or equal."""
    ours, theirs = _share(found, "intervention"), _share(found, "comparator")
    if ours is None or theirs is None or ours == theirs:
        return None
    return "increased" if ours > theirs else "decreased"


def _share(found: Numbers, side: str) -> float | None:
    events, size, mean = (found.fields.get(f"{name}_{side}") for name in ("events", "n", "mean"))
    return events / size if events is not None and size else mean


def _tells_no_way(text: str, outcome: str) -> bool:
    """ "There were significant differences in pain (p = 0.02)": no word of more or less, and no figures to compare."""
    if tells_change(text) or not _DIFFERS.search(text.replace(outcome, " ")):
        return False
    return len(_FIGURE.findall(_P_VALUE.sub(" ", text))) < 2


def _by_ratio(outcome: str, found: Numbers) -> str | None:
    """The direction of a ratio whose interval excludes 1; None for all else.

    A hazard ratio about survival counts the deaths that end it: above 1, survival is the shorter.
    """
    estimate, measure = found.fields.get("estimate"), found.fields.get("effect_measure")
    if not found.excludes_null or estimate is None or measure not in _RATIOS:
        return None
    ended = _ENDED.search(lowered(outcome)) is not None
    if ended and measure != "HR":
        return None
    return "increased" if (estimate > 1) != ended else "decreased"
