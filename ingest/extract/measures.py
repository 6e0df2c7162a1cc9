"""Names that effect measures are printed under; data for `effects`."""

from __future__ import annotations

import re

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


def measure_of(match: re.Match[str]) -> str:
    """The measure of a match of `LABEL_RE`: HR, OR, IRR, RR, PR, RD, SMD, WMD, MD, beta or percent-change."""
    name = next(n for n, value in match.groupdict().items() if value is not None and n != "abbreviation")
    return name.rpartition("_")[0].replace("_", "-")
