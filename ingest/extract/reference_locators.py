"""Where a reference says volume, issue, pages and year: the usual printed forms, tried from the most telling one."""

from __future__ import annotations

import re
from dataclasses import dataclass

YEAR = r"(?:1[89]|20)[0-9]{2}"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|fall|winter)\.?"
)
_DATE_TAIL = (
    rf"(?:\s*,?\s*(?:{_MONTH}(?:\s?[-–/]\s?{_MONTH})?(?:\s[0-9]{{1,2}}(?:[-–][0-9]{{1,2}})?)?"
    r"|[0-9]{1,2}(?:\s[0-9]{1,2})?(?=\s?;)))?"
)
_VOLUME = r"(?:vol(?:ume)?[.:]?\s*)?(?P<volume>[A-Z]{0,3}[0-9]{1,4}[A-Z]?(?:[-–/][0-9]{1,3})?|[IVXLC]{1,7})(?![0-9])"
_SUPPLEMENT = r"(?:suppl(?:ement)?|supl|pt|part|spec(?:ial)?(?: issue| no)?|s)\.?\s*(?:[0-9A-Z]{0,4}|[ivx]{1,4})"
_ISSUE = (
    r"(?:\s*(?:\((?P<issue>[^()]{1,40})\)"
    r"|,?\s*(?:no|nr|issue|iss|number)[.:]?\s*(?P<issue2>[0-9]{1,4}(?:[-–/][0-9]{1,3})?)"
    rf"|[\s,]+(?P<issue3>{_SUPPLEMENT})|\s(?P<issue4>[0-9]{{1,3}})(?=:)))?"
)
_PAGE = r"(?:[A-Za-z]{1,5}[-.]?)?[0-9]{1,10}(?:\.[0-9]{1,4})*(?:\.e[0-9]+)?[A-Za-z]{0,3}[0-9]{0,3}|[ivxlc]{1,6}(?![a-z])"
_PAGES = (
    r"(?:pp?[.:]?\s*|pages?\s*|s\.\s+|abstr(?:act)?\.?\s*(?:no\.?\s*)?#?|art(?:icle)?[.:]?\s*(?:no[.:]?|id[.:]?|number)?\s*)?"
    rf"(?P<first>{_PAGE})(?:\s*(?:[-‐‑‒–—−]{{1,2}}|\s|to)\s*(?P<last>{_PAGE}))?"
)
_REST = r"(?:\s*,\s*(?:[A-Za-z]?[0-9]+(?:[-–][A-Za-z]?[0-9]+)?)|\s[0-9]{1,3}(?=[\s.]*$))*"
_END = r"(?=[\s.;,)\]]*$|[.;,]\s|\s?\[|\s\()"

_IN_YEAR = rf"(?<![0-9])(?P<open>\()?(?P<year>{YEAR})[a-z]?(?(open)\)){_DATE_TAIL}"
_BEFORE = r"(?<![0-9(])\b"
_FORMS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # 2019, Issue 3. Art. No.: CD012345
        rf"{_IN_YEAR}\s*,?\s*(?:issue|no\.?)\s*(?P<issue>[0-9]{{1,2}})[.,:]*\s*(?:art(?:icle)?\.?\s*no\.?[.:]*\s*)?"
        rf"(?P<first>CD[0-9]{{6}}(?:\.pub[0-9]+)?){_END}",
        # 2019;S0140-6736(19)30723-8: an item number in place of volume and pages
        rf"{_IN_YEAR}\s*[;:]\s*(?:pii:?\s*)?S[0-9]{{4}}-[0-9X]{{4}}\([0-9]{{2}}\)[0-9]{{5}}-[0-9X]",
        # 2007;47(2):1812-22 and 2007 Feb 3;47:12 and 2009;(3):CD000123
        rf"{_IN_YEAR}\s*[;:]\s*(?:{_VOLUME}|(?=\())?{_ISSUE}\s*[:;,]\s*{_PAGES}{_REST}{_END}",
        # 2003, 26(1): 139-151
        rf"{_IN_YEAR}\s*[,.]\s*{_VOLUME}{_ISSUE}\s*[:,]\s*{_PAGES}{_REST}{_END}",
        # 2017 96:e6524 and (2010) 81(1):306-25
        rf"{_IN_YEAR}\s+{_VOLUME}{_ISSUE}\s*[:,]\s*{_PAGES}{_REST}{_END}",
        # 2009 18 652 60
        rf"(?<=\s)\(?(?P<year>{YEAR})\)?\s(?P<volume>[0-9]{{1,4}})\s(?P<first>[A-Z]?[0-9]{{1,7}})"
        r"(?:[\s–-](?P<last>[A-Z]?[0-9]{1,7}))?[\s.;,]*$",
        # 31:569-576, 2011 and 31(2), 569-576 (2011) and vol. 31, no. 2, pp. 569-576, Mar. 2011
        rf"{_BEFORE}{_VOLUME}{_ISSUE}\s*[:,]\s*{_PAGES}{_REST}\s*[,;.]?\s*(?:{_MONTH}\s*)?\(?(?P<year>{YEAR})\)?\s*\.?\s*$",
        # vol. 31, no. 2, 2011, pp. 569-576
        rf"{_BEFORE}{_VOLUME}{_ISSUE}\s*,\s*(?:{_MONTH}\s*)?(?P<year>{YEAR})\s*,\s*(?=p){_PAGES}{_REST}{_END}",
        # 31 (2011) 569-576
        rf"{_BEFORE}{_VOLUME}{_ISSUE}[\s,]*\((?:{_MONTH}\s*)?(?P<year>{YEAR})\)\s*[:,]?\s*{_PAGES}{_REST}{_END}",
        # 74(3): 393-399 at the end
        rf"(?<![0-9(:.])\b{_VOLUME}{_ISSUE}\s*[:,]\s*{_PAGES}{_REST}[\s.;,]*$",
        # 64 (12) 393-399
        rf"(?<![0-9(:.])\b(?P<volume>[0-9]{{1,4}})\s?\((?P<issue>[^()]{{1,30}})\)\s*{_PAGES}{_REST}[\s.;,]*$",
        # 111 48-61 and 37 Suppl 2 48-61 and 42 e9
        rf"(?<=[A-Za-z.,]\s)(?P<volume>[0-9]{{1,4}})(?:[\s,]+(?P<issue>{_SUPPLEMENT}))?\s"
        r"(?:(?P<first>[A-Z]{0,2}[0-9]{1,7})[-–—‐](?P<last>[A-Z]{0,2}[0-9]{1,7})|(?P<only>[a-z][0-9]+))[\s.;,]*$",
        # 74: 393-399, then something
        rf"(?<![0-9(:.])\b{_VOLUME}{_ISSUE}\s*:\s*{_PAGES}{_REST}{_END}",
        # 2015;14 and 2015; without pages, and 2021. 1
        rf"{_IN_YEAR}\s*;\s*(?:{_VOLUME}{_ISSUE})?[\s.:;,]*$",
        rf"{_IN_YEAR}\s*[.,]\s*(?P<volume>[0-9]{{1,3}}){_ISSUE}[\s.:;,]*$",
        # vol 12, pages missing
        rf"(?<=[,\s])(?:vol(?:ume)?\.?\s*)(?P<volume>[0-9]{{1,4}}){_ISSUE}[\s.;,]*$",
    )
)
_YEAR_AT_END = re.compile(rf"[\s,.;(](?P<year>{YEAR})[a-z]?\)?{_DATE_TAIL}[\s.;,)]*$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """What a reference says on volume, issue, pages and year, and the range in which it says so."""

    start: int
    end: int
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    last_page: str | None = None


def find_locator(text: str) -> Locator | None:
    """The last place that reads like a locator, by the first form that fits; or a year at the end; or None."""
    for form in _FORMS:
        matches = [m for m in form.finditer(text) if m.start() > 0]
        if matches:
            return _locator(matches[-1])
    match = _YEAR_AT_END.search(text)
    if match:
        return Locator(start=match.start(), end=match.end(), year=match.group("year"))
    return None


def _locator(match: re.Match[str]) -> Locator:
    groups = match.groupdict()
    issue = groups.get("issue") or groups.get("issue2") or groups.get("issue3") or groups.get("issue4")
    first, last = groups.get("first") or groups.get("only"), groups.get("last")
    return Locator(
        start=match.start(),
        end=match.end(),
        year=groups.get("year"),
        volume=groups.get("volume"),
        issue=issue.strip(" .") if issue else None,
        first_page=first,
        last_page=_expanded(first, last),
    )


def _expanded(first: str | None, last: str | None) -> str | None:
    """ "1092", "7" gives "1097"; pages that are not plain shortened numbers stay as printed."""
    if not first or not last or not (first.isdigit() and last.isdigit()) or len(last) >= len(first):
        return last
    whole = first[: len(first) - len(last)] + last
    return whole if int(whole) >= int(first) else last
