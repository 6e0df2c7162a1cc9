"""What one printed cell (or a bracketed group in running text) says: numbers and how they stand to each other.

45                 plain                12.3 ± 4.5         spread
45 (12.3)          bracket              45 (12.3%)         count-percent
45/98 (46%)        fraction             12.3 (10.1-14.5)   interval
46%                percent              46% (45/98)        fraction
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.extract.bricks import number

_NUMBER = (
    r"[-−–+]?\s?(?:(?!0,)\d{1,3}(?:[,\u2009\u202f ]\d{3})+(?!\d)(?:[.·]\d+)?|\d+[.·]\d+|\d+,\d{1,2}(?!\d)|0,\d+|\d+|[.·]\d+)"
)
_MARKS = r"(?:\s?[*†‡§¶#^]+|\s?\(?\b[a-mA-F](?:\s?,\s?[a-m])*\)?(?=\s|$)|(?<=[\d)])[a-mA-F](?:\s?,\s?[a-m])*(?=\s|$|\())*"
_SPACE = r"\s*"
_TO = r"(?:\s*(?:to|[-–—−‒]|;|,(?!\d{1,2}\s?%)|:|~)\s*)"
_RANGE = rf"(?:\s?[\[(]\s?(?:range:?\s?)?{_NUMBER}{_TO}{_NUMBER}\s?[)\]])?"
_UNIT = r"\s?(?:%|mm ?Hg|mg(?:/d[lL])?|kg(?:/m2)?|cm|mm|ml|mL|g|days?|months?|weeks?|min(?:utes)?|hours?|h|s|years?|points?)?"

_FORMS = (
    ("fraction", rf"(?P<count>\d[\d,]*)\s?(?:/|of"
        rf"|out of)\s?(?P<total>\d[\d,]*)(?:{_SPACE}[\[(]?\s?(?P<percent>{_NUMBER})\s?%?\s?[)\]]?)?"),
    ("fraction", rf"(?P<percent>{_NUMBER})\s?%?{_SPACE}[\[(]\s?(?P<count>\d[\d,]*)\s?(?:/|of)\s?(?P<total>\d[\d,]*)\s?[)\]]"),
    ("spread", rf"(?P<first>{_NUMBER})\s?%?{_UNIT}{_MARKS}{_SPACE}(?:[\[(]\s?)?(?:±|\+/-|\+/−|\+-|∓"
        rf"|\+\\-)\s?(?P<second>{_NUMBER})\s?%?\s?[)\]]?{_MARKS}{_RANGE}"),
    ("interval", rf"(?P<first>{_NUMBER})\s?%?{_UNIT}{_MARKS}{_SPACE}[\[({{]\s?"
        rf"(?:95\s?%\s?CI[:,;]?\s?|IQR[:,]?\s?|range[:,]?\s?|CI[:,]?\s?)?(?P<low>{_NUMBER})\s?%?{_TO}(?P<high>{_NUMBER})\s?%?\s?[)\]}}]"),
    ("interval", rf"(?P<first>{_NUMBER})\s?[,;]?\s?95\s?%\s?CI[:,;=]?\s?(?P<low>{_NUMBER}){_TO}(?P<high>{_NUMBER})"),
    ("count-percent", rf"(?P<count>\d[\d,]*){_MARKS}{_SPACE}[\[(]\s?(?:%\s?(?P<percent>{_NUMBER})"
        rf"|(?P<percent2>{_NUMBER})\s?%)\s?[)\]]"),
    ("count-percent", rf"(?P<percent>{_NUMBER})\s?%{_SPACE}[\[(]\s?(?:n\s?=\s?)?(?P<count>\d[\d,]*)\s?[)\]]"),
    ("bracket", rf"(?P<first>{_NUMBER}){_UNIT}{_MARKS}{_SPACE}[\[(]\s?(?:SD|SE|SEM|s\.d\."
        rf"|sd)?\s?[=:,]?\s?(?P<second>{_NUMBER})\s?[)\]]"),
    ("pair", rf"[\[(]\s?(?:95\s?%\s?CI[:,;]?\s?)?(?P<low>{_NUMBER}){_TO}(?P<high>{_NUMBER})\s?[)\]]"),
    ("pair", rf"(?P<low>{_NUMBER})(?:\s+to\s+|\s?;\s?|\s?,\s+)(?P<high>{_NUMBER})"),
    ("second", rf"(?:±|\+/-)\s?(?P<second>{_NUMBER})|[\[(]\s?(?P<percent>{_NUMBER})\s?%?\s?[)\]]"),
    ("percent", rf"(?P<percent>{_NUMBER})\s?%"),
    ("plain", rf"(?P<first>{_NUMBER}){_UNIT}(?:\s?\(n\))?"),
)  # fmt: skip
_FORM_RES = tuple((form, re.compile(rf"\s*{pattern}{_MARKS}\s*[;,]?\s*$")) for form, pattern in _FORMS)
_EMPTY_RE = re.compile(r"[\s\-–—−.·/]*|n\.?/?a\.?|n\.?[rsd]\.?|ref(?:erence)?\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The numbers of one cell. `form` says which fields are filled (see the module's docstring)."""

    form: str
    first: float | None = None
    second: float | None = None
    low: float | None = None
    high: float | None = None
    count: int | None = None
    total: int | None = None
    percent: float | None = None
    decimals: int = 0


def read_cell(text: str) -> Value | None:
    """The numbers of a cell that holds nothing else, or None."""
    text = text.strip()
    if not text or len(text) > 60 or _EMPTY_RE.fullmatch(text) or not any(c.isdigit() for c in text):
        return None
    for form, pattern in _FORM_RES:
        match = pattern.match(text)
        if match:
            return _value(form, match.groupdict())
    return None


def _value(form: str, groups: dict[str, str | None]) -> Value:
    def real(name: str) -> float | None:
        text = groups.get(name)
        return number(text) if text else None

    def whole(name: str) -> int | None:
        text = groups.get(name)
        return int(text.replace(",", "")) if text else None

    low, high = real("low"), real("high")
    if low is not None and high is not None and high < low and (groups["high"] or "").strip()[:1] not in "-−–":
        # "3.2 (-1.0-4.5)": what was read as a minus of the upper limit was the dash.
        low, high = min(low, high), max(low, high)
    printed = groups.get("first") or groups.get("percent") or ""
    point = re.search(r"[.·](\d+)|,(\d{1,2})$|(?:^|\D)0,(\d+)$", printed)
    decimals = len(point[1] or point[2] or point[3]) if point else 0
    percent = real("percent" if groups.get("percent") else "percent2")
    return Value(form=form, first=real("first"), second=real("second"), low=low, high=high, count=whole("count"),
                 total=whole("total"), percent=percent, decimals=decimals)  # fmt: skip


P_CELL_RE = re.compile(
    r"\s*(?:[Pp]\s?)?(?P<op>[<>=≤≥]?)\s?(?P<value>0?[.·]\d+|1\.0+|0|1)\s*[*†‡§a-d]*\s*$|\s*(?P<ns>NS|ns|n\.s\.|N\.S\.)\s*$"
)
