"""Number of sites, and countries."""

from __future__ import annotations

import re

from ingest.extract.countries import adjectives_in, country_of, names_in
from ingest.extract.design_words import Hit
from ingest.extract.number_words import LOWER_COUNT, count_value
from ingest.extract.scope import Part, near, sentence_around
from ingest.extract.wording import Wording, lowered

_PLACES = (
    r"(?:centers?|centres?|sites|hospitals?|clinics?|institutions?|practices|medical schools|universities|icus"
    r"|surgeries"
    r"|pharmacies|(?:intensive care|critical care|stroke|neonatal|burn|cancer) units|emergency departments"
    r"|(?:health )?facilities)"
)
_FILLER = (
    r"(?:(?!(?:injection|surgical|painful|biopsy|tumou?r|disease|wound|patients?|days|anatomic\w*|metastatic|in|of"
    r"|and|or|to|for|with|from|at|per|years?|countries)\b)[\w./’'-]+\s+){0,5}?"
)
_SITES = Wording(
    rf"\b(?:in|at|from|across|among|through|by|of|involv\w+|including|within|via|attending|using)\s+(?:a total of "
    rf"|all |our |the )?(?P<n>{LOWER_COUNT})[\s-]+{_FILLER}{_PLACES}\b(?!-| days?| stay| visits?| admissions?)"
    rf"|\b(?P<m>{LOWER_COUNT})\s+{_FILLER}{_PLACES}\s+(?:in|across|throughout|located|participated|from)\b",
    "centers",
    "centres",
    "sites",
    "hospital",
    "clinics",
    "clinic ",
    "institution",
    "practices",
    "department",
    "medical schools",
    "universities",
    "units",
    "pharmacies",
    "facilities",
    "surgeries",
)
_SINGLE = Wording(
    r"\b(?:single[- ]|mono-?|one-)(?:cent(?:er|re)|site|institution|hospital)(?:al)?\b"
    r"|\b(?:at|in|from) one (?:\w+ ){0,2}(?:center|centre|hospital|institution)\b(?! per| of| and)"
    r"|\bat a single (?:\w+ ){0,3}(?:center|centre|hospital|institution|clinic|site)\b",
    "single",
    "one",
    "mono",
)
_MULTI = Wording(r"\bmulti-?\s?(?:center|centre|site|institution)\w*|\bmulticentric\b", "multi")
_SETTING = re.compile(
    r"\b(?:centers?|centres?|hospitals?|clinics?|sites?|recruit\w*|enrol\w*|conducted|performed|carried out"
    r"|randomi[sz]\w*|setting|settings|schools?"
    r"|villages?|communit\w+|universit\w+|practices?|participants|patients|trial|undertaken|residents|wards?"
    r"|departments?|took place|region|county|district)\b",
    re.I,
)
_NOT_SETTING = re.compile(
    r"\b(?:prevalence|leading cause|million|approved|guidelines?|burden|epidemic|registered (?:in|with|at)|registry"
    r"|funded|funding|sponsor\w*|grants?"
    r"|ministry|Food and Drug|National Institutes?|Inc\b|Ltd|GmbH|manufactur\w+|common|worldwide|countries such as"
    r"|version|license[ds]?)\b",
    re.I,
)
_BEFORE_NAME = re.compile(
    r"(?:\b(?:in|from|of|across|at|and|the|throughout|within|to|northern|southern|eastern|western|north|south|rural"
    r"|urban|central)\s+|[,(:]\s?|^)$",
    re.I,
)
_ADJECTIVE_PLACE = re.compile(
    r"\s+(?:[\w-]+\s+){0,4}?(?:centers?|centres?|hospitals?|clinics?|sites|practices|schools|municipalit\w+|villages"
    r"|primary care|health service|trial|study)\b",
    re.I,
)


def sites(text: str, parts: tuple[Part, ...]) -> Hit | None:
    """How many centres took part; silent when two statements of one kind differ."""
    found = []
    for part, match in near(_SITES, text, parts):
        if part.kind in ("conclusions", "background"):
            continue
        value = count_value(match["n"] or match["m"])
        if value and (value > 1 or re.match(r"(?i)one|single", match["n"] or "")) and value < 3000:
            found.append(Hit(value, match.start(), match.end(), "sites-count"))
    if len({hit.value for hit in found}) == 1:
        return found[0]
    if found:
        return None
    for part, match in near(_SINGLE, text, parts):
        if part.kind != "conclusions" and not _MULTI.search(lowered(text), part.start, part.end):
            return Hit(1, match.start(), match.end(), "single-site")
    return None


def countries(text: str, parts: tuple[Part, ...]) -> Hit | None:
    """Names of the countries the trial ran in, joined with "; "; names first, else what an adjective says of its sites."""
    found: dict[str, re.Match[str]] = {}
    own = [part for part in parts if part.kind not in ("background", "conclusions")]
    for part in own:
        for match in names_in(text, part.start, part.end):
            country = country_of(match.group())
            if country and country not in found and _is_setting(text, part, match):
                found[country] = match
    sites_of = _by_adjective(text, own)
    if found:
        first = next(iter(found.values()))
        names = dict.fromkeys([*found, *(hit.value for hit in sites_of if hit.rule == "country-sites")])
        return Hit("; ".join(map(str, names)), first.start(), first.end(), "country-name")
    return sites_of[0] if sites_of else None


def _by_adjective(text: str, parts: list[Part]) -> list[Hit]:
    """Countries by what an adjective says of sites ("Danish centres") or, weaker, of the trial ("the Swedish study")."""
    found = []
    for part in parts:
        for match in adjectives_in(text, part.start, part.end):
            place = _ADJECTIVE_PLACE.match(text, match.end(), part.end)
            if place:
                rule = "country-adjective" if place.group().endswith(("trial", "study")) else "country-sites"
                found.append(Hit(str(country_of(match.group())), match.start(), place.end(), rule))
    return found


def _is_setting(text: str, part: Part, match: re.Match[str]) -> bool:
    begin, end = sentence_around(text, part, match.start(), match.end())
    if not _BEFORE_NAME.search(text[max(begin, match.start() - 12) : match.start()]):
        return False
    if _NOT_SETTING.search(text, begin, end) or _is_maker(text[begin : match.start()]):
        return False
    return part.kind == "title" or bool(_SETTING.search(text, begin, end))


def _is_maker(before: str) -> bool:
    """ "(Acme, Springfield, USA)": a firm and where it sits."""
    opened = before.rfind("(")
    if opened <= before.rfind(")"):
        return False
    inside = before[opened:]
    return "," in inside and not _SETTING.search(inside)
