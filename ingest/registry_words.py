"""The words registries use, brought to one vocabulary: dates, design, allocation, masking, phase, status, numbers."""

from __future__ import annotations

import re

from ingest.markup import clean

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH_FIRST = re.compile(r"^([A-Za-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})$")
_ISO = re.compile(r"^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_SLASHED = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T].*)?$")
_MONTH_SLASHED = re.compile(r"^(\d{1,2})/(\d{4})$")


def iso_date(text: str | None) -> str | None:
    """A date as ISO text, as precise as written; day before month in slashed dates (as all registries print them).

    >>> [iso_date(t) for t in ("August 24, 1981", "October 2009", "08/04/2024", "20240408", "2016-09-01T00:00:00.000Z")]
    ['1981-08-24', '2009-10', '2024-04-08', '2024-04-08', '2016-09-01']
    """
    text = clean(text) or ""
    if match := _COMPACT.match(text):
        return _iso(match[1], match[2], match[3])
    if match := _ISO.match(text):
        return _iso(match[1], match[2], match[3])
    if match := _SLASHED.match(text):
        return _iso(match[3], match[2], match[1])
    if match := _MONTH_SLASHED.match(text):
        return _iso(match[2], match[1], None)
    if match := _MONTH_FIRST.match(text):
        return _iso(match[3], _month(match[1]), match[2])
    if match := _DAY_FIRST.match(text):
        return _iso(match[3], _month(match[2]), match[1])
    return None


def _month(name: str) -> str | None:
    short = name[:3].lower()
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else None


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    if not 1900 <= int(year) <= 2100:
        return None
    if not month or not 1 <= int(month) <= 12:
        return year if not month else None
    if not day or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}" if not day else None
    return f"{year}-{int(month):02}-{int(day):02}"


def timing(registered: str | None, started: str | None) -> str | None:
    """prospective or retrospective; None when a date is missing, or both fall in one month and a day is missing."""
    if not registered or not started or len(registered) < 7 or len(started) < 7:
        return None
    if len(registered) < 10 or len(started) < 10:
        registered, started = registered[:7], started[:7]
        if registered == started:
            return None
    return "prospective" if registered <= started else "retrospective"


def whole(text: str | int | None) -> int | None:
    """A whole number ("1,200 participants" -> 1200), or None."""
    match = re.match(r"\s*(\d{1,3}(?:,\d{3})+|\d+)(?![\d.,]*\d)", str(text)) if text is not None else None
    return int(match[1].replace(",", "")) if match else None


def _plain(text: str | None) -> str:
    return re.sub(r"[\s_/-]+", " ", text or "").strip().lower()


_DESIGNS = (
    ("crossover", r"(?<!\bcase )\bcross ?over\b"),
    ("factorial", r"\bfactorial\b"),
    ("cluster", r"\bcluster\b"),
    ("single-group", r"\bsingle (?:group|arm)\b|\bone arm\b"),
    ("sequential", r"\bsequential\b"),
    ("parallel", r"\bparallel\b"),
)


def design(text: str | None) -> str | None:
    """parallel | crossover | factorial | cluster | single-group | sequential from an assignment model or a phrase."""
    plain = re.sub(r"\b(?:cross over|parallel group|parallel)\s*:?\s*no\b", " ", _plain(text))
    return next((name for name, pattern in _DESIGNS if re.search(pattern, plain)), None)


def allocation(text: str | None) -> str | None:
    """randomised | non-randomised | quasi-randomised."""
    plain = _plain(text)
    if re.search(r"\bquasi randomi[sz]", plain):
        return "quasi-randomised"
    if re.search(r"\b(?:non|not) ?randomi[sz]|\bnrandomi[sz]|\brandomi[sz](?:ed|ation)\s*:?\s*no\b|\bunrandomi[sz]", plain):
        return "non-randomised"
    return "randomised" if re.search(r"\brandomi[sz](?:ed|ation)\b|\brct\b", plain) else None


_MASKINGS = (
    ("quadruple", r"^quadruple\b|\bquadruple (?:blind|mask)"),
    ("triple", r"^triple\b|\btriple (?:blind|mask)"),
    ("double", r"^double(?: \(|$)|\bdouble (?:blind|mask)"),
    ("single", r"^single(?: \(|$)|\bsingle (?:blind|mask)|\b(?:assessor|observer|investigator) (?:blind|mask)"),
    ("open", r"^none\b|\bopen(?: label)?\b|\bnot blinded\b|\bunblinded\b|\bnon blind|^no masking|\bunmasked\b"),
)


def masking(text: str | None) -> str | None:
    """open | single | double | triple | quadruple."""
    plain = re.sub(r"\b(?:open|single blind|double blind)\s*:?\s*no\b", " ", _plain(text))
    return next((name for name, pattern in _MASKINGS if re.search(pattern, plain)), None)


def framework(text: str | None) -> str | None:
    """superiority | non-inferiority | equivalence, where a title or design phrase says so."""
    plain = _plain(text)
    found = [
        name
        for name, pattern in (
            ("non-inferiority", r"\bnon ?inferiority\b"),
            ("equivalence", r"\b(?<!bio)equivalence (?:trial|study|design)\b"),
            ("superiority", r"\bsuperiority\b"),
        )
        if re.search(pattern, plain)
    ]
    return found[0] if len(found) == 1 else None


_ROMAN = {"iv": "4", "iii": "3", "ii": "2", "i": "1"}


def phase(texts: list[str]) -> str | None:
    """ "Phase 2/Phase 3" from PHASE2 + PHASE3, "Phase II/III", "Phase 2 / Phase 3"; None for not applicable."""
    plain = " ".join(texts).lower().replace("_", " ")
    plain = re.sub(r"\b(iv|iii|ii|i)(?=\b|[ab]\b)", lambda match: _ROMAN[match[1]], plain)
    if "early" in plain and "1" in plain:
        return "Early Phase 1"
    found = list(dict.fromkeys(re.findall(r"(?<!\d)([0-4])(?:\s?[ab])?(?!\d)", plain)))
    return "/".join(f"Phase {number}" for number in found) if found and len(found) <= 3 else None


def status(text: str | None) -> str | None:
    """A recruitment status in words: ACTIVE_NOT_RECRUITING -> "Active, not recruiting"."""
    text = clean(text)
    if not text:
        return None
    if text.isupper() and (len(text) > 3 or "_" in text):
        text = text.replace("_", " ").capitalize()
    return "Active, not recruiting" if _plain(text).replace(",", "") == "active not recruiting" else text


_ARM_ROLES = {
    "experimental": "intervention",
    "active comparator": "active-comparator",
    "placebo comparator": "placebo",
    "sham comparator": "placebo",
    "no intervention": "no-intervention",
    "other": "other",
}


def arm_role(text: str | None) -> str | None:
    """An arm type of ClinicalTrials.gov as our role."""
    return _ARM_ROLES.get(re.sub(r":.*", "", _plain(text)).strip())
