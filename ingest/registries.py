"""Registry numbers in running text and in fields: found, normalized, and refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.registry_forms import EU_LABEL, PREFERENCE, SCHEMES, Scheme, placeholder

__all__ = ["PREFERENCE", "SCHEMES", "Number", "Scheme", "find_registrations", "record_address", "registry_number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A registry number found in running text: canonical `value`, or the reason why it is none (value as written)."""

    scheme: str
    value: str
    as_written: str
    start: int
    end: int
    reject_reason: str | None = None


# One look decides whether a text can hold any number at all; then only schemes whose letters are there are tried.
_FIGURES = re.compile(r"[0-9]{3}")
_LETTERS = re.compile(r"x{4}|rbr", re.I)
_ANCHORS = tuple((anchor, name) for name, scheme in SCHEMES.items() for anchor in scheme.anchors)
_PLACEHOLDER = re.compile(
    r"\b(NCT|ISRCTN|ACTRN|DRKS|ChiCTR|UMIN|NTR|KCT|TCTR|PACTR|IRCT)[\s:#-]{0,2}[0-9]{0,6}X{3,}[0-9]{0,3}\b", re.I
)
_MISFIT = re.compile(r"Eudra[\s-]?CT[\s:#a-z.(]{0,20}(20[0-9]{2}[-‐‑–](?:[0-9]{3,5}|[0-9]{7,8})[-‐‑–][0-9]{1,3})(?![0-9])", re.I)
# Prefixes of one number that follow it without a prefix of their own: "NCT00123456 and 00123457".
_ELIDED = re.compile(r"(?:\s?(?:,|;|/|&|and)\s?){1,2}(0[0-9]{7})(?![0-9]|\.[0-9])")
_SAYS_NONE = re.compile(
    r"\W*(?:n\s?[./]?\s?a\b\.?|not[\s-]*(?:applicable|available|registered|yet|known|provided|assigned|stated|required|reported)"
    r"|none|nil|no\b|unknown|unregistered|pending|tba\b|tbd\b|to be |will be |null|nan\b|[-–—.?0x]+$)",
    re.I,
)


def find_registrations(text: str) -> Iterator[Number]:
    """Every registry number in a text in reading order, rejected ones with their reason.

    Numbers that look like registrations of trials but are none (PROSPERO, CENTRAL, WHO's UTN) come out as rejected.
    """
    if not _FIGURES.search(text) and not _LETTERS.search(text):
        return
    found = list(_candidates(text))
    found.sort(key=lambda n: (n.reject_reason is not None, n.start, -n.end))
    kept: list[Number] = []
    for number in found:
        if all(number.end <= other.start or number.start >= other.end for other in _around(kept, number)):
            kept.append(number)
    yield from sorted(kept, key=lambda n: n.start)


def _around(kept: list[Number], number: Number) -> list[Number]:
    return [other for other in kept if abs(other.start - number.start) < 200]


def _candidates(text: str) -> Iterator[Number]:
    lowered = text.lower()
    present = dict.fromkeys(name for anchor, name in _ANCHORS if anchor in lowered)
    for name in present:
        yield from _of_scheme(SCHEMES[name], text, lowered)
    if "xxx" in lowered:
        for match in _PLACEHOLDER.finditer(text):
            yield _rejected(match.group(1).lower(), match, 0, "letters X stand for digits: a placeholder")
    if "eudra" in lowered:
        for match in _MISFIT.finditer(text):
            yield _rejected("eudract", match, 1, "the middle part has not six digits")


def _rejected(scheme: str, match: re.Match[str], group: int, reason: str) -> Number:
    start, end = match.span(group)
    return Number(
        scheme=scheme,
        value=match.group(group),
        as_written=match.group(group),
        start=start,
        end=end,
        reject_reason=reason,
    )


def _matches(scheme: Scheme, text: str, lowered: str) -> Iterator[re.Match[str]]:
    """Matches of a scheme's printed form; `str.find` goes ahead because a caseless pattern searches slowly."""
    if not scheme.printed.flags & re.IGNORECASE or len(lowered) != len(text):
        yield from scheme.printed.finditer(text)
        return
    for anchor in scheme.anchors:
        place = lowered.find(anchor)
        while place >= 0:
            match = scheme.printed.match(text, place)
            if match:
                yield match
            place = lowered.find(anchor, match.end() if match else place + 1)


def _of_scheme(scheme: Scheme, text: str, lowered: str) -> Iterator[Number]:
    for match in _matches(scheme, text, lowered):
        if not _begins(text, match):
            continue
        built = scheme.build(match)
        if built is None:
            continue
        value, reason, end = built
        if reason is None and not scheme.canonical.fullmatch(value):
            reason = f"not of the form of {scheme.registry}"
        reason = reason or scheme.no_registration
        written = text[match.start() : end]
        yield Number(
            scheme=scheme.name,
            value=written if reason and not scheme.no_registration else value,
            as_written=written,
            start=match.start(),
            end=end,
            reject_reason=reason,
        )
        if scheme.name == "nct" and reason is None:
            yield from _elided(text, end)


def _elided(text: str, end: int) -> Iterator[Number]:
    while match := _ELIDED.match(text, end):
        digits = match.group(1)
        reason = placeholder(digits)
        yield Number(
            scheme="nct",
            value=digits if reason else f"NCT{digits}",
            as_written=digits,
            start=match.start(1),
            end=match.end(1),
            reject_reason=reason,
        )
        end = match.end()


def _begins(text: str, match: re.Match[str]) -> bool:
    """True when a number can begin here: not inside a word, but glued text ("registeredNCT01...") is let through."""
    before = text[match.start() - 1] if match.start() else " "
    if not before.isalnum():
        return True
    if match.group()[0].isdigit():
        return bool(EU_LABEL.search(text[max(0, match.start() - 12) : match.start()]))
    prefix = match.group()[:3]
    return before.islower() and len(prefix) == 3 and prefix.isupper() and prefix.isalpha()


def registry_number(text: str | None, scheme: str | None = None) -> Number | None:
    """The registry number that a field holds (not running text), or None when the field is empty or holds no number.

    With `scheme` the field is known to be one of that scheme: the prefix may be missing ("01361698"), and what is
    no number of it ("not applicable") comes back rejected with the reason.
    """
    text = (text or "").strip()
    if not text:
        return None
    found = [_as_asked(number, scheme) for number in find_registrations(text)]
    fitting = [n for n in found if scheme is None or n.scheme == scheme]
    for number in fitting:
        if number.reject_reason is None:
            return number
    if scheme and not fitting:
        bare = _with_prefix(text, SCHEMES[scheme])
        if bare:
            return bare
    if fitting or (found and scheme is None):
        return (fitting or found)[0]
    if scheme is None:
        return _refused(text, "unknown", f"says “{text[:40]}”") if _SAYS_NONE.match(text) else None
    reason = f"says “{text[:40]}”" if _SAYS_NONE.match(text) else f"not a number of {SCHEMES[scheme].registry}"
    return _refused(text, scheme, reason)


def _as_asked(number: Number, scheme: str | None) -> Number:
    """A number of a scheme that is no registry is right when that scheme was asked for."""
    if scheme != number.scheme or number.reject_reason != SCHEMES[number.scheme].no_registration:
        return number
    return Number(scheme=number.scheme, value=number.value, as_written=number.as_written, start=number.start, end=number.end)


def _with_prefix(text: str, scheme: Scheme) -> Number | None:
    prefix = re.match(r"[A-Za-z]+(?:-[A-Z]+)?", scheme.canonical.pattern)
    if not prefix or not re.match(r"[0-9/]", text):
        return None
    first = next(_of_scheme(scheme, prefix.group() + text, (prefix.group() + text).lower()), None)
    if first is None or first.end < len(prefix.group() + text) - 1:
        return None
    reason = first.reject_reason if first.reject_reason != scheme.no_registration else None
    return Number(
        scheme=scheme.name,
        value=text if reason else first.value,
        as_written=text,
        start=0,
        end=len(text),
        reject_reason=reason,
    )


def _refused(text: str, scheme: str, reason: str) -> Number:
    return Number(scheme=scheme, value=text, as_written=text, start=0, end=len(text), reject_reason=reason)


def record_address(scheme: str, number: str) -> str:
    """The address of a number's record, or of the registry's search page where records have no address by number."""
    return SCHEMES[scheme].address.format(number=number)
