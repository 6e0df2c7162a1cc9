"""Small named patterns that extraction rules are built from, each with examples, and functions that find them.

| brick | examples |
|---|---|
| NUMBER | 12; 0.61; .03; 0·93 (Lancet's middle dot); 1,234; −2.8 |
| PERCENT | 12%; 12.2 %; 40 percent; 12 per cent |
| interval | 95% CI 0.61-0.86; [95% CI, 0.61 to 0.86]; CI95 = 0.61; 0.86; 95% confidence interval (CI): 0.61–0.86 |
| P_VALUE | p<0.001; P = .03; p-value of 0.2; p ≤ 0.05; P=NS; P for interaction = 0.4 |
| PLUS_MINUS | 12.3 ± 4.5; 12.3+/-4.5; 12.3 (SD 4.5); 12.3 (4.5) |
| COUNT_OF_N | 12/98; 12 of 98; 12 out of 98; 12 of the 98; 12 (12.2%); 8 (57%) of 14 |
| N_EQUALS | n = 98; N=1,204; (n: 98) |
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

MINUS = r"\-−–‐‑"  # inside a character class
_DIGITS = r"(?:\d{1,3}(?:[,\u2009\u202f]\d{3})+(?!\d)(?:[.·∙]\d+)?|\d+(?:[.·∙]\d+|,\d{1,2}(?![\d%]))?|[.·∙]\d+)"
UNSIGNED = _DIGITS
NUMBER = rf"(?:(?<![\w.])[+{MINUS}] ?)?{_DIGITS}"
PERCENT = rf"{NUMBER}\s?(?:%|percent\b|per cent\b)"
PLUS_MINUS_SIGN = r"(?:±|\+\s?/\s?[-−–]|\+-|\(\s?±)"
PLUS_MINUS = rf"{NUMBER}\s?(?:{PLUS_MINUS_SIGN}\s?{UNSIGNED}|\(\s?(?:SD\s?[=:,]?\s?)?{UNSIGNED}\s?\))"
COUNT_OF_N = rf"(?:\d+\s?(?:/|of|out of|of the)\s?\d+|\d+ \({PERCENT}\)(?: of (?:the )?\d+)?)"
N_EQUALS = r"\b[nN]\s?[=:]\s?(\d{1,3}(?:[,\u2009\u202f ]\d{3})+(?!\d)|\d+)"

N_EQUALS_RE = re.compile(N_EQUALS)

_CI_WORD = (
    r"(?:[Cc][Oo][Nn][Ff][Ii][Dd]|[Cc][Rr][Ee][Dd][Ii]|[Cc][Oo][Mm][Pp][Aa][Tt][Ii])[A-Za-z]+\s+(?:[Ii]ntervals?"
    r"|INTERVALS?|[Ll]imits?)(?:\s*[\[(]\s?(?:95%\s?)?(?:CIs?|CrI|CL|C\.I\.)\s?[\])])?"
    r"|\b(?:CIs?(?=\b|\d{2}\b)|C\.I\.|CrIs?\b|IC(?=\s?(?:95|90|99)))"
)
# At most a unit may stand between a limit and what joins it to the next.
_UNIT = (
    r"(?:\s?%|\s?(?:percent(?:age)?(?: points?)?|points?|days?|weeks?|months?|years?|hours?|minutes?"
    r"|mm ?Hg|kg|g|mg|cm|mm|ml|mL|min|h)\b)?"
)
_JOIN = rf"\s?(?:to|and|through|,|;|[{MINUS}—~/]|\.\.\.?)\s?"
_LIMIT = rf"(?:[€$£]\s?)?(?:[+{MINUS}] ?)?{_DIGITS}"
_BOUNDS = rf"(?P<low>{_LIMIT}){_UNIT}{_JOIN}(?P<high>{_LIMIT}|∞|infinity){_UNIT}"
# An interval is anchored at its name: the level stands before ("95% CI") or behind ("CI95", "CI 95%"), limits follow.
CI_WORD_RE = re.compile(_CI_WORD)
_LEVEL_BEFORE_RE = re.compile(r"(?<![\d.])(\d{2}(?:[.·]\d+)?)\s?%?[-\s]{0,2}\(?$")
_LIMITS_BEHIND_RE = re.compile(
    rf"\s?\(?(?:(?P<after>\d{{2}})\s?%?(?=\s?[=:,\[(]|\s+[{MINUS}]?\d))?\s?[\])]?\s?"
    rf"(?:[=:,;]|of|from|between|was|is|ranging from|range)?\s?[=:]?\s?[\[({{]*\s?{_BOUNDS}"
)
# An interval in brackets behind its estimate: "0.78 [0.63-0.96]", "1.30 (1.25 to 1.37)".
_BRACKETED_RE = re.compile(rf"[\[(]\s?{_BOUNDS}\s?[\])]")
_ESTIMATE_BEFORE_RE = re.compile(rf"(?<![\w.])({NUMBER}){_UNIT}\s?$")

# Begins with one character class, which the regular-expression engine searches fast.
_P_WORD = r"[Pp](?<![A-Za-z0-9_-][Pp])(?:['’]?s?|[-\s]?(?:[Vv]alues?|[Vv]al\b)|(?<=p)robability)"
_P_OF = (
    r"(?:[\s_-]{0,2}\(?(?:for|of)?[\s_-]{0,2}(?P<of>interaction|trend|heterogeneity|non-?inferiority|equivalence"
    r"|superiority|difference|linear trend|int|het|adj|adjusted|corrected|log-?rank)\)?)?"
)
_P_OPERATOR = (
    r"(?P<op><\s?or\s?=|>\s?or\s?=|<\s?or\s?equal to|=\s?<|[<>]\s?=|[<>≤≥≦≧⩽⩾﹤＜=＝]|of(?=\s)"
    r"|less than or equal to|less than|greater than|more than|smaller than|:|,(?=\s?[0.·]))"
)
_P_EXPONENT = r"(?:\s?(?:[x×*]\s?10|[eE])\s?\^?\(?\s?(?P<exp>[-−–]\s?\d+)\)?)?"
_P_NUMBER = rf"(?P<value>(?:0?[.·∙,]\s?\d+|\d+(?:[.·]\d+)?){_P_EXPONENT}|10\s?\^?\(?(?P<exp10>[-−–]\s?\d+)\)?)"
P_VALUE = (
    rf"{_P_WORD}{_P_OF}\s?(?:(?:was|were|is|are|of|both|all|each)\s)?"
    rf"(?:{_P_OPERATOR}\s?(?:{_P_NUMBER}|(?P<ns>N\.?S\.?\b|n\.?s\.?\b|not significant))"
    r"|\s?(?P<bare>0[.·]\d{2,4})(?![\d%]))"
)
P_VALUE_RE = re.compile(P_VALUE)
# "interaction P = 0.02", "(trend p = 0.4", "test for heterogeneity, p = 0.3": what is tested stands before.
_OF_BEFORE_RE = re.compile(
    r"\b(?P<of>interaction|trend|heterogeneity|non-?inferiority|equivalence)(?: test)?\s?[,:(\[]?\s?$", re.I
)
_OF_BEHIND_RE = re.compile(
    r"\s(?:for|of)\s(?:the\s|test of\s)?(?P<of>interaction|trend|heterogeneity|non-?inferiority|equivalence|superiority)\b", re.I
)
NOT_SIGNIFICANT_RE = re.compile(r"\((?:[Pp]\s?[=:]\s?)?(?:NS|n\.s\.|N\.S\.|ns)\)")
_NOT_SIGNIFICANT_ENDS = ("NS)", ".s.)", ".S.)", "ns)")

_OPERATORS = {
    "<": "<", "＜": "<", "﹤": "<", "less than": "<", "smaller than": "<",
    ">": ">", "greater than": ">", "more than": ">",
    "=": "=", "＝": "=", ":": "=", ",": "=", "of": "=",
    "≤": "<=", "≦": "<=", "⩽": "<=", "<=": "<=", "=<": "<=", "<or=": "<=", "<orequalto": "<=",
    "less than or equal to": "<=", "≥": ">=", "≧": ">=", "⩾": ">=", ">=": ">=", ">or=": ">=",
}  # fmt: skip
_TO_ASCII = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "·": ".", "∙": ".", "\u2009": None, "\u202f": None,
                           "€": None, "$": None, "£": None, " ": None, "\xa0": None, "%": None})  # fmt: skip
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class PValue:
    """A printed p-value. operator: = | < | > | <= | >= | ns (printed as not significant: `value` is None).

    `of` tells a test that is not of the difference itself: interaction, trend, heterogeneity, noninferiority ...
    """

    start: int
    end: int
    operator: str
    value: float | None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A printed confidence (or credible) interval. `level` is None when not printed; high may be infinite.

    `estimate` is the number directly before a bracketed interval ("0.78 [0.63-0.96]"), with `estimate_start`.
    """

    start: int
    end: int
    level: float | None
    low: float
    high: float
    estimate: float | None = None
    estimate_start: int | None = None


def number(text: str) -> float:
    """The value of a printed number: unicode minus, middle dot, thousands separators, decimal comma, percent sign.

    >>> number("−1,234.5"), number("0·93"), number("0,61"), number(".03")
    (-1234.5, 0.93, 0.61, 0.03)

    Raises ValueError when it is no number.
    """
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text)
    plain = text.strip().translate(_TO_ASCII)
    if plain in ("∞", "infinity"):
        return float("inf")
    if _GROUPED.match(plain) and not plain.lstrip("+-").startswith("0,"):
        plain = plain.replace(",", "")
    return float(plain.replace(",", "."))


def p_values(text: str) -> list[PValue]:
    """All printed p-values, in order; numbers above 1 are none."""
    return list(_p_values(text))


@lru_cache(maxsize=64)  # a sentence is asked by several readers
def _p_values(text: str) -> tuple[PValue, ...]:
    found: list[PValue] = []
    for match in P_VALUE_RE.finditer(text):
        read = _read_p(match)
        if read is not None and read.of is None:
            named = _OF_BEFORE_RE.search(text, max(0, read.start - 40), read.start) or _OF_BEHIND_RE.match(text, read.end)
            read = replace(read, of=named["of"].lower().replace("-", "")) if named else read
        if read is not None:
            found.append(read)
    for match in NOT_SIGNIFICANT_RE.finditer(text) if any(end in text for end in _NOT_SIGNIFICANT_ENDS) else ():
        if not any(p.start < match.end() and match.start() < p.end for p in found):
            found.append(PValue(match.start(), match.end(), "ns", None))
    return tuple(sorted(found, key=lambda p: p.start))


def _read_p(match: re.Match[str]) -> PValue | None:
    of = match["of"].lower().replace("-", "") if match["of"] else None
    of = {"int": "interaction", "het": "heterogeneity", "adj": None, "adjusted": None, "corrected": None,
          "logrank": None, "difference": None, "linear trend": "trend"}.get(of, of) if of else None  # fmt: skip
    if match["ns"]:
        return PValue(match.start(), match.end(), "ns", None, of)
    if match["bare"]:
        return PValue(match.start(), match.end(), "=", number(match["bare"]), of)
    raw = match["op"].lower()
    operator = _OPERATORS.get(raw) or _OPERATORS.get(raw.replace(" ", ""), "=")
    value = _p_number(match)
    if value is None or value > 1:
        return None
    return PValue(match.start(), match.end(), operator, value, of)


def _p_number(match: re.Match[str]) -> float | None:
    if match["exp10"]:
        return float(10.0 ** number(match["exp10"]))
    mantissa = re.match(r"[\d.·∙,\s]+", match["value"])
    if mantissa is None:
        return None
    try:
        value = number(mantissa.group().strip().rstrip("."))
    except ValueError:
        return None
    if match["exp"]:
        # Written out so that 1.2 x 10-5 is the float that 1.2e-05 is.
        return float(f"{value!r}e{int(number(match['exp']))}") if "e" not in repr(value) else None
    return value


def intervals(text: str) -> list[Interval]:
    """Confidence intervals in order: those printed with their name, and bracketed ones behind an estimate.

    A bracketed pair counts only where the text names a confidence interval and the estimate lies inside the pair.
    """
    found: list[Interval] = []
    level_named: float | None = None
    named = False
    for mention in CI_WORD_RE.finditer(text):
        named = True
        before = _LEVEL_BEFORE_RE.search(text, max(0, mention.start() - 9), mention.start())
        behind = _LIMITS_BEHIND_RE.match(text, mention.end())
        printed = before.group(1) if before else behind["after"] if behind else None
        level = number(printed) if printed else None
        level_named = level_named or level
        if behind is None:
            continue
        low, high = _in_order(number(behind["low"]), number(behind["high"]))
        if low <= high:
            start = before.start() if before else mention.start()
            found.append(Interval(start, behind.end(), level, low, high))
    if named:
        found += _bracketed(text, level_named, [(i.start, i.end) for i in found])
    return sorted(found, key=lambda i: i.start)


def _bracketed(text: str, level: float | None, taken: list[tuple[int, int]]) -> list[Interval]:
    found = []
    for match in _BRACKETED_RE.finditer(text):
        before = _ESTIMATE_BEFORE_RE.search(text, max(0, match.start() - 30), match.start())
        if before is None or any(start < match.end() and match.start() < end for start, end in taken):
            continue
        low, high = _in_order(number(match["low"]), number(match["high"]))
        estimate = number(before.group(1))
        if low <= estimate <= high and low < high:
            found.append(Interval(match.start(), match.end(), level, low, high, estimate, before.start(1)))
    return found


def _in_order(low: float, high: float) -> tuple[float, float]:
    """Limits of one sign below nought that stand in falling order ("-0.2 to -0.8") are turned round."""
    return (high, low) if high < low < 0 else (low, high)
