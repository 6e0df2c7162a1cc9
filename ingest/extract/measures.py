"""Names that effect measures are printed under; data for `effects`."""

from __future__ import annotations

import re

from ingest.extract.wording import Wording, lowered

# Measure -> its spelled-out names (any case) and its abbreviations (this case). Longest names first.
_NAMES: dict[str, tuple[str, str]] = {
    "HR": (r"(?:sub-?(?:distribution )?|cause-specific )?hazards? ratios?|hazards? rate ratios?",
        r"[acsu]?HRs?|HRadj|adjHR|AHRs?|SHRs?|sdHR"),
    "OR": (r"odds?[- ]ratios?|relative odds", r"[ac]?ORs?|ORadj|adjOR|AORs?|mOR|cORs?|ORa"),
    "IRR": (r"(?:incidence |incident |event |mortality |hospitali[sz]ation )?(?:rate|density) ratios?|relative rates?",
        r"a?IRRs?|IDR"),
    "RR": (r"relative risks?(?! (?:reduc|increas|differ))|risk ratios?|cumulative incidence ratios?",
        r"[ac]?RRs?|RRadj|ARRs(?=\s?[=:])|aRRs"),
    "PR": (r"prevalence ratios?", r"a?PRs?"),
    "RD": (
        r"(?:absolute )?(?<!relative )(?:risk|rate) (?:differences?|reductions?)|absolute (?:differences?|risk reductions?)"
        r"|differences? in (?:proportions?|rates?|risks?)|percentage[- ]point differences?",
        r"a?RDs?|ARR|ARD",
    ),
    "SMD": (
        r"standardi[sz]ed (?:mean )?(?:mean )?differences?(?: in means?)?|cohen['’]?s d|hedges['’]? g|effect sizes?",
        r"SMDs?|ES|(?<=\()d(?=\s?=)|(?<=\()g(?=\s?=)",
    ),
    "WMD": (r"weighted mean differences?", r"WMDs?"),
    "MD": (
        r"(?:(?:adjusted|unadjusted|estimated|least[- ]squares?|between[- ]groups?|treatment|group|placebo-adjusted) )*"
        r"(?:mean )?(?:between[- ]group |treatment |group )?differences?(?: in (?:the )?means?)?",
        r"a?MDs?|LSMD|AMD(?=\s?[=:])",
    ),
    "beta": (r"(?:regression )?(?:beta[- ])?coefficients?"
        r"|(?<!interferon )(?<!ifn )(?<!-)\bbeta(?=\s?[=:]|\s?\([^)]{1,12}\)\s?[=:]|\s(?:was|were|is|of)\s?[-−–]?\d"
        r"|\s?[-−–]?\d?[.·]\d)", r"β|B(?=\s?=)|b(?=\s?=\s?[-−–]?\d?[.·])"),
    "percent-change": (r"(?:mean )?percent(?:age)? (?:changes?|reductions?|increases?|decreases?)", r""),
}  # fmt: skip
RATIOS = frozenset(("HR", "OR", "IRR", "RR", "PR"))

_LONG = "|".join(f"(?P<{m.replace('-', '_')}_long>{long})" for m, (long, _) in _NAMES.items())
_SHORT = "|".join(f"(?P<{m.replace('-', '_')}_short>{short})" for m, (_, short) in _NAMES.items() if short)
# An abbreviation may follow its name in brackets: "hazard ratio (HR)", "odds ratio [aOR]".
LABEL_RE = re.compile(
    rf"(?<![A-Za-z])(?:(?i:{_LONG})(?![a-z-])|(?<![\w-])(?:{_SHORT})(?![A-Za-z]|-[A-Z]))"
    r"(?:,?\s?[\[(]\s?(?P<abbreviation>[A-Za-z]{1,7})\s?[\])])?"
)


# Where a spelled-out name can begin, in lower case; and pieces one of which each name, or each abbreviation, holds.
_LONG_BEGINS = Wording(
    r"(?<![a-z])(?:sub-?(?:dist|haz)|cause-|hazard|odd|relative (?:odds|rate|risk)|inciden|event |mortality "
    r"|hospitali|rate |density ratio|risk |cumulative|prevalence|absolute (?:risk|rate|diff)|diff|percent"
    r"|standardi|cohen|hedges|effect size|weighted|adjusted|unadjusted|estimated|least|between|treatment|group|placebo-"
    r"|mean |regression|beta|coefficient)",
    "ratio", "odds", "risk", "rate", "diff", "percent", "effect size", "cohen", "hedges", "coefficient", "beta",
)  # fmt: skip
_SHORT_RE = re.compile(rf"(?<![\w-])(?:{_SHORT})")
_SHORT_PIECES = ("HR", "OR", "RR", "PR", "RD", "MD", "ES", "DR", "β", "=")


def labels_in(text: str) -> list[re.Match[str]]:
    """Every name of a measure in a text, in order: all matches of `LABEL_RE`, which is tried only where one can begin."""
    begins = {match.start() for match in _LONG_BEGINS.finditer(lowered(text))}
    if any(piece in text for piece in _SHORT_PIECES):
        begins.update(match.start() for match in _SHORT_RE.finditer(text))
    found, done = [], 0
    for at in sorted(begins):
        match = LABEL_RE.match(text, at) if at >= done else None
        if match is not None:
            found.append(match)
            done = match.end()
    return found


def measure_of(match: re.Match[str]) -> str:
    """The measure of a match of `LABEL_RE`: HR, OR, IRR, RR, PR, RD, SMD, WMD, MD, beta or percent-change."""
    name = next(n for n, value in match.groupdict().items() if value is not None and n != "abbreviation")
    return name.rpartition("_")[0].replace("_", "-")
