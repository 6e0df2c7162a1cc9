"""One pure function per identifier scheme: normalize, validate, and say why not.

Registry numbers are in `registries` (re-exported here); this file has the identifiers of works and people, and what
an address carries. DOIs: ISO 26324, compared in lower case; ORCID: ISO 7064 MOD 11-2; ISSN: ISO 3297, mod 11.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from ingest.registries import (
    PREFERENCE,
    SCHEMES,
    Number,
    Scheme,
    find_registrations,
    record_address,
    registry_number,
)

__all__ = [
    "PREFERENCE",
    "SCHEMES",
    "Number",
    "Scheme",
    "canonical_address",
    "doi",
    "find_registrations",
    "from_address",
    "issn",
    "orcid",
    "pmcid",
    "pmid",
    "record_address",
    "registry_number",
]

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–−", "-") | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""))
_DOI = re.compile(
    r"(?<![0-9.])10\.[0-9]{4,9}(?:\.[0-9]+)*\s?/\s?(?:(?:\(SICI\)|[0-9]{4}-[0-9]{3}[0-9X]\([0-9]{4}\))[^\s\"]{1,200}|[^\s\"'<>{}|\\^`?#&\[\]“”‘’«»]{1,200})",
    re.I,
)
_RESOLVER = re.compile(r"(?:^|//|[./])(?:dx\.)?doi\.org/$")
_SLASHES = re.compile(r"/{2,}")
_WHOLE_DOI = re.compile(r"10\.[0-9.]+/.*\w.*")
_GLUED = re.compile(
    r"[.,;:)\]]+(?:PMID|PMCID|PMC[0-9]|PubMed|Epub|Available|Accessed|Published|Retrieved|ISSN|https?:|www\.|doi[:.]|10\.[0-9]{4,5}/).*$"
    r"|__;.*$|</.*$|(?:https?://|www\.|doi:).*$",
    re.I | re.S,
)
# Words that publishers' addresses have after a DOI: a view of the article, not a part of its name.
_VIEW = re.compile(
    r"(?:/(?:abstract|summary|full|fulltext|full-text|full\.pdf|pdf|epdf|pdfdirect|epub|html|xml|meta|references|citedby"
    r"|related|figures?|tables?|metrics|suppl_file|supplemental?|asset|download|reader|tab-[a-z-]+|issuetoc|standard|e?toc)"
    r"|v[0-9]{1,2}(?:\.(?:full|abstract|article-info|supplementary-material))*(?:-text)?"
    r"|\.(?:full|abstract|pdf|html?|xml|short|long|extract|epub)(?:\.pdf)?)+/?$",
    re.I,
)
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


def doi(text: str | None) -> str | None:
    """The first DOI in a text, lower case, without trailing punctuation, unbalanced brackets or an address's tail."""
    if not text or "10." not in text:
        return None
    plain = html.unescape(text).translate(_DASHES)
    if "%2" in plain or "%3" in plain or "%28" in plain:
        plain = unquote(plain)
    match = _DOI.search(plain)
    if not match:
        return None
    found = "".join(match.group().split())
    found = _trimmed("10." + _GLUED.sub("", found[3:]))
    if _in_address(plain, match.start()):
        found = _trimmed(_VIEW.sub("", found))
    found = _SLASHES.sub("/", found, count=1)
    return found.lower() if _WHOLE_DOI.fullmatch(found) else None


def _in_address(text: str, start: int) -> bool:
    head = text[max(0, start - 200) : start]
    head = head[max(head.rfind(" "), head.rfind("\n")) + 1 :]
    return ("://" in head or "www." in head or "/" in head) and not _RESOLVER.search(head)


def _trimmed(found: str) -> str:
    """Trailing punctuation off, and closing brackets that were never opened."""
    while found:
        last = found[-1]
        if last == "-" and "co;2-" in found.lower():
            break
        unopened = last in _PAIRS and found.count(last) > found.count(_PAIRS[last])
        if not unopened and last not in ".,;:'\"*…·•†‡”’/-([{<":
            break
        found = found[:-1]
    return found


_PMID = re.compile(r"\s*([1-9][0-9]{0,7})\s*")
_PMID_ADDRESS = re.compile(
    r"(?:pubmed[.-]ncbi[.-]nlm[.-]nih[.-]gov[^/\s]*/(?:m/|pubmed/)?|/(?:m/)?pubmed/(?:\?term=)?|/pubmed/?\?[^\s#]*?\b(?:term|list_uids|id|uid)=(?:PMID:?[+\s]*)?"
    r"|europepmc[.-]org[^/\s]*/(?:abstract|article)/med/|[?&](?:list_uids|pmid)=|/pmid/|info:pmid/|\?term=(?=[0-9]+(?:\[|%5b|\b)))"
    r"([1-9][0-9]{0,7})(?![0-9])",
    re.I,
)
_PMID_LABEL = re.compile(
    r"\b(?:PMID|PubMed\s?(?:PMID|ID|Id)|pm\s?id|PubMed)\s?[:#=.]?\s*(?:PMID\s?:?\s*)?([1-9][0-9]{0,7})(?![0-9])(?!\.[0-9])",
    re.I,
)


def pmid(text: str | None) -> str | None:
    """A PubMed id from a bare number, or from running text when it has its label or stands in an address."""
    if not text:
        return None
    match = _PMID.fullmatch(text) or _PMID_ADDRESS.search(text) or _PMID_LABEL.search(text)
    return match.group(1) if match else None


_PMCID = re.compile(
    r"(?<![A-Za-z0-9])PMC\s?-?:?\s?(?:PMC)?([1-9][0-9]{0,7})(?![0-9])|\bPMC\s?ID\s?[:#=]?\s*(?:PMC\s?)?([1-9][0-9]{0,7})(?![0-9])"
    r"|/pmc/articles/(?:pmid/)?(?<!pmid/)([1-9][0-9]{0,7})(?![0-9])|/article/pmc/([1-9][0-9]{0,7})(?![0-9])",
    re.I,
)


def pmcid(text: str | None) -> str | None:
    """A PubMed Central id, version suffix off: "PMC6371462.1" -> "PMC6371462"."""
    match = _PMCID.search(text or "")
    return f"PMC{next(g for g in match.groups() if g)}" if match else None


def orcid(text: str | None) -> str | None:
    """An ORCID iD with a right check digit, as 0000-0000-0000-0000."""
    plain = (text or "").translate(_DASHES)
    for match in re.finditer(
        r"(?<![0-9])([0-9]{4})[-\s]?([0-9]{4})[-\s]?([0-9]{4})[-\s]?([0-9]{3}[0-9X])(?![0-9A-Za-z])", plain, re.I
    ):
        digits = "".join(match.groups()).upper()
        if digits.strip("0") and orcid_check_digit(digits[:15]) == digits[15] and digits[:15].strip("0"):
            return "-".join(match.groups()).upper()
    return None


def orcid_check_digit(first15: str) -> str:
    """ISO 7064 MOD 11-2 over fifteen digits."""
    total = 0
    for digit in first15:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "X" if check == 10 else str(check)


def issn(text: str | None) -> str | None:
    """An ISSN with a right check digit, as 1234-567X."""
    plain = (text or "").translate(_DASHES)
    for match in re.finditer(r"(?<![0-9A-Za-z-])([0-9]{4})-?\s?([0-9]{3}[0-9X])(?![0-9A-Za-z-])", plain, re.I):
        digits = "".join(match.groups()).upper()
        if digits.strip("0") and issn_check_digit(digits[:7]) == digits[7]:
            return f"{digits[:4]}-{digits[4:]}"
    return None


def issn_check_digit(first7: str) -> str:
    """Weighted sum, weights 8 to 2, mod 11 (ISO 3297)."""
    check = -sum(int(digit) * weight for digit, weight in zip(first7, range(8, 1, -1), strict=True)) % 11
    return "X" if check == 10 else str(check)


def from_address(url: str) -> dict[str, str]:
    """Identifiers that an address carries: keys doi, pmid, pmcid, or a registry scheme.

    Also inside redirect, proxy, tracking and percent-encoded addresses, and for a few publishers whose addresses
    have the DOI in a shorter form.
    """
    found: dict[str, str] = {}
    for layer in _layers(url):
        for scheme, value in _carried(layer).items():
            found.setdefault(scheme, value)
    return found


def _carried(url: str) -> dict[str, str]:
    named = {"doi": doi(url) or _publisher_doi(url), "pmid": _address_pmid(url), "pmcid": pmcid(url)}
    found = {scheme: value for scheme, value in named.items() if value}
    for number in find_registrations(url):
        if number.reject_reason is None:
            found.setdefault(number.scheme, number.value)
    dutch = re.search(
        r"trialregister[.-]nl[^/]*/(?:trial/([0-9]{1,5})\b|trialreg/admin/rctview\.asp\?TC=([0-9]{1,5})\b)", url, re.I
    )
    if dutch:
        scheme = "nl" if dutch.group(1) else "ntr"
        found.setdefault(scheme, scheme.upper() + (dutch.group(1) or dutch.group(2)))
    return found


def _address_pmid(url: str) -> str | None:
    match = _PMID_ADDRESS.search(url)
    return match.group(1) if match else None


_PII = r"(S[0-9]{4}-?[0-9]{3}[0-9X]\([0-9]{2}\)[0-9]{5}-[0-9X])"
_SHORT_FORMS = tuple(
    (re.compile(pattern, re.I), form)
    for pattern, form in (
        (r"nature\.com/articles/(s?[0-9a-z]+(?:-[0-9a-z]+)*)(?=[/?#.]|$)", "10.1038/{}"),
        (r"elifesciences\.org/(?:articles|content)/(?:[0-9]+/e)?([0-9]{5,6})(?=[/?#v]|$)", "10.7554/elife.{}"),
        (r"(?:thelancet|cell|jpeds|jacionline|ajog)\w*\.(?:com|org)/\S*?/(?:PII)?" + _PII, "10.1016/{}"),
        (r"peerj\.com/articles/([0-9]{1,6})(?=[/?#]|$)", "10.7717/peerj.{}"),
    )
)


def _publisher_doi(url: str) -> str | None:
    for pattern, form in _SHORT_FORMS:
        match = pattern.search(unquote(url))
        if match and any(c.isdigit() for c in match.group(1)):
            return form.format(match.group(1)).lower()
    return None


def _layers(url: str) -> list[str]:
    """The address, and every address wrapped in it: percent-encoded, base64 or in the way of mail gateways."""
    layers = [url]
    for layer in layers:
        if len(layers) > 8:
            break
        for inner in (_unquoted(layer), _proofpoint(layer), _unbased(layer)):
            if inner and inner not in layers:
                layers.append(inner)
    return layers


def _unquoted(url: str) -> str | None:
    plain = unquote(html.unescape(url))
    return plain if plain != url else None


def _proofpoint(url: str) -> str | None:
    """urldefense version 2 writes '-3A' for ':' and '_' for '/'."""
    match = re.search(r"urldefense\.proofpoint\.com/v2/url\?u=([^&]+)", url)
    if not match:
        return None
    return unquote(match.group(1).replace("_", "/").replace("-", "%"))


def _unbased(url: str) -> str | None:
    match = re.search(r"aHR0c[A-Za-z0-9+/_-]{12,2000}", url)
    if not match:
        return None
    raw = match.group().replace("+", "-").replace("/", "_")
    try:
        plain = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return None
    return plain.decode("utf-8", "replace")


_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi"
    r"|hsctatracking|_ga|_gl|_openstat|vero_id|oly_enc_id|oly_anon_id|ref_src|ref_url|spm|s_cid|ncid|cmpid|wt\.mc_id|xtor|at_\w+"
    r"|jsessionid|phpsessid|sessionid|rss|smid|guccounter|guce_\w+|__twitter_impression|ssrc|trk|trkcampaign)$",
    re.I,
)


def canonical_address(url: str) -> str:
    """The address that stands for a page: https, host in lower case, no fragment, tracking or slash at the end.

    The order of the remaining parameters is kept. What is no http address (a file's path) comes back as it is.
    """
    url = url.strip().replace(" ", "%20")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or not host:
        return url
    netloc = f"[{host}]" if ":" in host else host.rstrip(".")
    if port and port not in (80, 443):
        netloc += f":{port}"
    path = re.sub(r";jsessionid=[^/?#]*", "", parts.path, flags=re.I)
    path = re.sub(r"%[0-9a-f]{2}", lambda m: _tidy_escape(m.group()), path, flags=re.I)
    path = path.rstrip("/") or "/"
    return urlunsplit(("https", netloc, path, _kept_parameters(parts.query), ""))


def _tidy_escape(escape: str) -> str:
    character = chr(int(escape[1:], 16))
    return character if re.fullmatch(r"[A-Za-z0-9._~-]", character) else escape.upper()


def _kept_parameters(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    if not any(_TRACKING.match(name) for name, _ in pairs):
        return query
    return urlencode([(name, value) for name, value in pairs if not _TRACKING.match(name)])
