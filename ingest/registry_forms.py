"""Registry numbers of 27 schemes: what each looks like, how it is printed in the wild, and why a look-alike is none.

The table `SCHEMES` is in the order of preference in which a trial's number is chosen. Sources of the forms: the
registries' own pages, ICTRP's list of registries (its prefixes `JPRN-`, `EUCTR`, `CTIS`), and numbers as authors
print them (spaces, ':' or '#' after the prefix, dashes of all kinds, any case, line breaks inside).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Built = tuple[str, str | None, int]  # canonical value, reject reason, end of the number in the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One scheme of registry numbers.

    `address` is the record's page with {number}, or the registry's search page; `retired` says since when no new
    numbers are given out and where the records went; `no_registration` says what a number is that only looks like
    the registration of a trial; `anchors` are letters in lower case
    with which every printed form begins.
    """

    name: str
    registry: str
    canonical: re.Pattern[str]
    address: str
    printed: re.Pattern[str]
    build: Callable[[re.Match[str]], Built | None]
    anchors: tuple[str, ...]
    is_trial_registry: bool = True
    retired: str | None = None
    no_registration: str | None = None


# Between a prefix and its digits: punctuation, and words such as "registration number".
_SEPS = r"[\s:#=_.,;(\[*/°º№\-‐‑‒–—―−\u00ad\u200b]{0,4}"
_WORDS = (
    r"(?:(?:clinical|trials?|registration|registry|register|reg|identification|identifier|ident|id|numbers?|no|nr|num|n"
    r"|code|reference|ref)\b" + _SEPS + r"){0,4}"
)
_GAP = _SEPS + _WORDS
# Digits that a line break, a space or a hyphen may part.
_RUN = r"[0-9]+(?:[\s\u00ad\u200b\-‐‑–]{1,2}[0-9]+){0,5}"
_SLASH = r"\s?[/⁄∕\-‐‑–]\s?"
_CHUNK = re.compile(r"[0-9]+")
_WRITTEN_OUT = {"NO", "ID", "NR", "REG", "NUM"}


def _run(match: re.Match[str], sizes: tuple[int, ...], group: str = "d") -> tuple[str, int, str | None] | None:
    """Digits of a run that may be parted: (digits, end, reason). None when it is too far from a number to be meant.

    Chunks are joined only when together they have exactly the right size and none is a single digit.
    """
    chunks = [(m.group(), match.start(group) + m.end()) for m in _CHUNK.finditer(match.group(group))]
    first, end = chunks[0]
    if len(first) in sizes:
        return first, end, None
    joined = ""
    for digits, stop in chunks:
        joined += digits
        if len(digits) < 2 or len(joined) > max(sizes):
            break
        if len(joined) in sizes:
            return joined, stop, None
    if len(first) < 4:
        return None
    expected = " or ".join(str(size) for size in sizes) if len(sizes) < 4 else f"{sizes[0]} to {sizes[-1]}"
    much = "few" if len(first) < min(sizes) else "many"
    return first, end, f"too {much} digits: {len(first)} instead of {expected}"


def placeholder(digits: str) -> str | None:
    """Why digits can be no number that a registry gave out, or None."""
    if not digits.strip("0"):
        return "all zeros: a placeholder"
    if len(digits) >= 6 and (digits in "1234567890123456" or digits in "9876543210" or len(set(digits)) == 1):
        return "a placeholder, not a number that was given out"
    return None


def _plain(prefix: str, *sizes: int, starts: str = "", junk: bool = True) -> Callable[[re.Match[str]], Built | None]:
    """A builder for the schemes that are a prefix and a fixed number of digits."""

    def build(match: re.Match[str]) -> Built | None:
        read = _run(match, sizes)
        if read is None:
            return None
        digits, end, reason = read
        if reason is None and starts and not digits.startswith(starts):
            reason = f"does not begin with {prefix}{starts}"
        return prefix + digits, reason or (placeholder(digits) if junk else None), end

    return build


def _nct(match: re.Match[str]) -> Built | None:
    # The letter O for the first zero is a common slip.
    slip = match.group("o") or ""
    read = _run(match, (8 - len(slip),))
    if read is None:
        return None
    digits, end, reason = read
    digits = "0" * len(slip) + digits
    if match.group("p").upper() != "NCT" and (reason or not digits.startswith("0")):
        return None
    return "NCT" + digits, reason or placeholder(digits), end


def _european(match: re.Match[str]) -> Built | None:
    year, middle, last = match.group()[:4], match.group("m"), match.group("c")
    value = f"{year}-{middle}-{last}"
    is_loose = match.group("loose") is not None or match.group("loose2") is not None
    is_labelled = EU_LABEL.search(match.string[max(0, match.start() - 80) : match.start()])
    if (is_loose or middle[0] not in "05") and not is_labelled:
        return None
    if middle[0] not in "05":
        return value, "the second part begins with neither 0 (EudraCT) nor 5 (CTIS)", match.end()
    reason = "all zeros: a placeholder" if not middle[1:].strip("0") else None
    return value, reason, match.end()


def _eudract(match: re.Match[str]) -> Built | None:
    return None if match.group("m")[0] == "5" else _european(match)


def _euct(match: re.Match[str]) -> Built | None:
    return _european(match) if match.group("m")[0] == "5" else None


def _actrn(match: re.Match[str]) -> Built | None:
    # Early numbers were printed with a zero before 126; the "p" of provisional records is no part of the identity.
    if match.group("d").startswith("0126"):
        read = _run(match, (15,))
        read = read and (read[0][1:], read[1], read[2])
    else:
        read = _run(match, (14,))
    if read is None:
        return None
    digits, end, reason = read
    if reason is None and not digits.startswith("126"):
        reason = "does not begin with ACTRN126"
    after = match.string[end : end + 2]
    if reason is None and re.fullmatch(r"[pP]\W?", after):
        end += 1
    return "ACTRN" + digits, reason, end


def _ctri(match: re.Match[str]) -> Built | None:
    year, month, serial = match.group("y", "m", "n")
    reason = None if len(serial) == 6 else f"{len(serial)} digits at the end instead of 6"
    return f"CTRI/{year}/{month.zfill(2)}/{serial}", reason or placeholder(serial), match.end()


def _chictr(match: re.Match[str]) -> Built | None:
    kind = (match.group("t") or "").upper()
    if kind in _WRITTEN_OUT:
        kind = ""
    read = _run(match, (8,) if kind else (10,))
    if read is None:
        return None
    digits, end, reason = read
    return (f"ChiCTR-{kind}-{digits}" if kind else f"ChiCTR{digits}"), reason or placeholder(digits), end


def _umin(match: re.Match[str]) -> Built | None:
    letter = (match.group("c") or "").upper()
    read = _run(match, (9,))
    if read is None:
        return None
    digits, end, reason = read
    if letter == "R" and reason is None:
        reason = "a receipt number of UMIN, not a trial's number"
    # The first 500 or so numbers were printed C000000123; the count went on with UMIN.
    return "UMIN" + digits, reason or placeholder(digits), end


def _jrct(match: re.Match[str]) -> Built | None:
    letter = (match.group("l") or "").lower()
    read = _run(match, (9,) if letter else (10,))
    if read is None:
        return None
    digits, end, reason = read
    return "jRCT" + letter + digits, reason or placeholder(digits), end


# Short numbers mean nothing without a word about trial registers near them.
_DUTCH = re.compile(
    r"trial\s?-?regist|registry|register|registration|trialregister|\bLTR\b|landelijk|nederlands|netherlands|dutch"
    r"|onderzoekmetmensen|ictrp|clinical\s?trial|\bNTR\b|\bNTR\d",
    re.I,
)
_NOT_A_NUMBER_AFTER = re.compile(r"[0-9]|[.,][0-9]|\s?%|\s?[A-Z]{2}\b(?![A-Za-z0-9])")


def _near(match: re.Match[str], width: int = 150) -> bool:
    text, start, end = match.string, match.start(), match.end()
    return bool(_DUTCH.search(text[max(0, start - width) : start] + " " + text[end : end + width]))


def _is_whole(match: re.Match[str]) -> bool:
    return not match.string[: match.start()].strip() and not match.string[match.end() :].strip(" .;")


def _ntr(match: re.Match[str]) -> Built | None:
    digits, end = match.group("d"), match.end()
    if re.match(r"[.,]?[0-9]|\s?%", match.string[end:]) or len(digits) > 5:
        return None
    sure = len(digits) >= 4 or (len(digits) == 3 and not match.group("gap"))
    if not sure and not _is_whole(match) and not _near(match):
        return None
    return "NTR" + digits, placeholder(digits), end


def _nl(match: re.Match[str]) -> Built | None:
    digits, end = match.group("d"), match.end()
    rest = match.string[end : end + 12]
    ethics = re.match(r"\.[0-9]{3}\.[0-9]{2}", rest)
    if ethics:
        return (
            match.group() + ethics.group(),
            "an ethics committee's file number, not a registration",
            end + ethics.end(),
        )
    if len(digits) > 5 or _NOT_A_NUMBER_AFTER.match(rest):
        return None
    if not _is_whole(match) and not _near(match):
        return None
    return "NL" + digits, placeholder(digits), end


def _irct(match: re.Match[str]) -> Built | None:
    digits = re.sub(r"[^0-9]", "", match.group("d"))
    if not 11 <= len(digits) <= 14:
        if len(digits) < 6:
            return None
        much = "few" if len(digits) < 11 else "many"
        return match.group(), f"too {much} digits: {len(digits)} instead of 11 to 14", match.end()
    if not match.group("n"):
        return match.group(), "the trial's number (N1, N2, ...) is missing at the end", match.end()
    return f"IRCT{digits}N{int(match.group('n'))}", placeholder(digits), match.end()


def _slctr(match: re.Match[str]) -> Built | None:
    return f"SLCTR/{match.group('y')}/{match.group('n')}", None, match.end()


def _pactr(match: re.Match[str]) -> Built | None:
    read = _run(match, (15, 16))
    if read is None:
        return None
    digits, end, reason = read
    if reason is None and len(digits) == 15:
        # A parted number can stop short of its last digit.
        tail = re.match(r"[0-9](?![0-9])", match.string[end:])
        digits, end = (digits + tail.group(), end + 1) if tail else (digits, end)
    return "PACTR" + digits, reason or placeholder(digits), end


def _rbr(match: re.Match[str]) -> Built | None:
    code = match.group("d").lower()
    around = match.string[max(0, match.start() - 120) : match.end() + 60]
    is_named = match.group("dash") and re.search(r"rebec|ensaios|brazil|registr", around, re.I)
    if not any(c.isdigit() for c in code) and not is_named:
        return None
    return "RBR-" + code, None, match.end()


def _per(match: re.Match[str]) -> Built | None:
    # "20 per 100-20" is no number: without the registry's own way of printing it, the registry must be near.
    around = match.string[max(0, match.start() - 120) : match.end() + 60]
    if not re.match(r"PER\s?[-‐‑‒–—−]", match.group()) and not re.search(r"\bregist|\brepec\b|\bperu", around, re.I):
        return None
    return f"PER-{match.group(1)}-{match.group(2)}", placeholder(match.group(1) + match.group(2)), match.end()


def _parts(template: str) -> Callable[[re.Match[str]], Built | None]:
    def build(match: re.Match[str]) -> Built | None:
        digits = "".join(g for g in match.groups() if g)
        return template.format(*match.groups()), placeholder(digits), match.end()

    return build


_HYPHEN = r"\s?[-‐‑‒–—−]\s?"
_EU = (
    r"20[0-9]{2}(?:" + _HYPHEN + r"|(?P<loose>[\s_/]{0,2}))(?P<m>[0-9]{6})"
    r"(?:" + _HYPHEN + r"|(?P<loose2>[\s_/]{0,2}))(?P<c>[0-9]{2})(?![0-9])"
    r"(?:[-‐‑–](?:[0-9]{2}(?![0-9])|[A-Z]{2}(?![A-Za-z0-9])|3rd\b|Outside[\s-]EU/EEA))?"
)
EU_LABEL = re.compile(r"(?:Eudra[\s-]?CT|EUCTR|EU[\s-]?CT|CTIS)" + _GAP + r"$", re.I)
"""A label that ends where a European number begins."""


def _scheme(
    name: str,
    registry: str,
    canonical: str,
    address: str,
    printed: str,
    build: Callable[[re.Match[str]], Built | None],
    anchors: str,
    *,
    flags: int = re.I,
    retired: str | None = None,
    no_registration: str | None = None,
) -> Scheme:
    return Scheme(
        name=name,
        registry=registry,
        canonical=re.compile(canonical),
        address=address,
        printed=re.compile(printed, flags),
        build=build,
        anchors=tuple(anchor.replace("_", " ") for anchor in anchors.split()),
        is_trial_registry=no_registration is None,
        retired=retired,
        no_registration=no_registration,
    )


_DUTCH_RETIRED = "since 2022 the records are at onderzoekmetmensen.nl under NL-OMON numbers"

SCHEMES: dict[str, Scheme] = {
    scheme.name: scheme
    for scheme in (
        _scheme("nct", "ClinicalTrials.gov", r"NCT\d{8}", "https://clinicaltrials.gov/study/{number}",
                r"(?P<p>NCT|NTC)s?" + _GAP + r"(?P<o>[Oo](?=[0-9]))?(?P<d>" + _RUN + r")", _nct, "nct ntc"),
        _scheme("isrctn", "ISRCTN registry", r"ISRCTN\d{8}", "https://www.isrctn.com/{number}",
                r"(?:ISRCT\s?N|ISCRTN|ISRTCN|IRSCTN)s?" + _GAP + r"(?P<d>" + _RUN + r")", _plain("ISRCTN", 8),
                "isrct iscrtn isrtcn irsctn"),
        _scheme("eudract", "EU Clinical Trials Register", r"20\d{2}-0\d{5}-\d{2}",
                "https://www.clinicaltrialsregister.eu/ctr-search/search?query={number}", _EU, _eudract, "20", flags=0,
                retired="since 2023 new trials of the EU are registered in CTIS"),
        _scheme("euct", "EU Clinical Trials Information System", r"20\d{2}-5\d{5}-\d{2}",
                "https://euclinicaltrials.eu/ctis-public/view/{number}", _EU, _euct, "20", flags=0),
        _scheme("actrn", "Australian New Zealand Clinical Trials Registry", r"ACTRN126\d{11}",
                "https://www.anzctr.org.au/{number}.aspx",
                r"(?:ANZCTRN?|ANZCTN|ACTRN?|ACTN)" + _GAP + r"(?:N(?=[0-9]))?(?P<d>" + _RUN + r")", _actrn,
                "actr anzct actn"),
        _scheme("drks", "German Clinical Trials Register", r"DRKS\d{8}", "https://drks.de/search/en/trial/{number}",
                r"DRKS" + _GAP + r"(?P<d>" + _RUN + r")", _plain("DRKS", 8), "drks"),
        _scheme("ctri", "Clinical Trials Registry - India", r"CTRI/20\d{2}/\d{2,3}/\d{6}",
                "https://ctri.nic.in/Clinicaltrials/advancesearchmain.php",
                r"CTRI" + _GAP + r"(?P<y>20[0-9]{2})" + _SLASH + r"(?P<m>[0-9]{1,3})" + _SLASH + r"(?P<n>[0-9]{3,8})",
                _ctri, "ctri"),
        _scheme("chictr", "Chinese Clinical Trial Registry", r"ChiCTR(?:\d{10}|-[A-Z]{2,5}-\d{8})",
                "https://www.chictr.org.cn/searchprojEN.html",
                r"Chi[\s_‐‑-]?CTR" + _SEPS + r"(?:(?P<t>[A-Z]{2,5})" + _SEPS + r")?" + _WORDS + r"(?P<d>" + _RUN + r")",
                _chictr, "chictr chi-ctr chi_ctr chi‑ctr"),
        _scheme("umin", "UMIN Clinical Trials Registry", r"UMIN\d{9}", "https://center6.umin.ac.jp/cgi-open-bin/ctr_e/",
                r"(?:(?:JPRN[\s-]?)?UMIN(?:[\s-]?CTR)?" + _GAP + r"(?:UMIN" + _SEPS + r")?(?P<c>[CR](?=\s?[0-9]))?\s?"
                r"|JPRN[\s-]?(?P<j>C))(?P<d>" + _RUN + r")", _umin, "umin jprn"),
        _scheme("jrct", "Japan Registry of Clinical Trials", r"jRCT[0-9a-z]\d{9}", 
                "https://jrct.niph.go.jp/latest-detail/{number}",
                r"(?:JPRN[\s-]?)?jRCT" + _GAP + r"(?P<l>[a-z](?=[\s-]?[0-9]))?[\s-]?(?P<d>" + _RUN + r")",
                _jrct, "jrct jprn"),
        _scheme("japic", "JapicCTI", r"JapicCTI-\d{6}", "https://jrct.niph.go.jp/",
                r"(?:JPRN[\s-]?)?Japic[\s-]?CTI" + _GAP + r"(?P<d>" + _RUN + r")", _plain("JapicCTI-", 6), "japic jprn",
                retired="since 2018 its trials are registered in jRCT"),
        _scheme("jma", "Japan Medical Association Center for Clinical Trials", r"JMA-IIA\d{5}", "https://jrct.niph.go.jp/",
                r"(?:JPRN[\s-]?)?JMA[\s-]?IIA" + _GAP + r"(?P<d>" + _RUN + r")", _plain("JMA-IIA", 5), "jma jprn",
                retired="since 2018 its trials are registered in jRCT"),
        _scheme("ntr", "Netherlands Trial Register", r"NTR\d{1,5}", "https://onderzoekmetmensen.nl/en/trial/{number}",
                r"NTR(?P<gap>" + _GAP + r")(?:TC[\s=:-]{0,2})?(?P<d>[0-9]+)", _ntr, "ntr", retired=_DUTCH_RETIRED),
        _scheme("nl-omon", "Overview of Medical Research in the Netherlands", r"NL-OMON\d{1,6}",
                "https://onderzoekmetmensen.nl/en/trial/{number}",
                r"NL[\s-]?OMON" + _GAP + r"(?P<d>[0-9]{1,6})(?![0-9])", _parts("NL-OMON{0}"), "nl-omon nl_omon nlomon"),
        _scheme("nl", "Netherlands Trial Register", r"NL\d{1,5}", "https://onderzoekmetmensen.nl/en/trial/{number}",
                r"NL[\s:#-]{0,2}(?P<d>[0-9]+)", _nl, "nl", retired=_DUTCH_RETIRED),
        _scheme("kct", "Clinical Research Information Service, Korea", r"KCT\d{7}",
                "https://cris.nih.go.kr/cris/search/detailSearch.do?searchWord={number}",
                r"KCT" + _GAP + r"(?P<d>" + _RUN + r")", _plain("KCT", 7), "kct"),
        _scheme("tctr", "Thai Clinical Trials Registry", r"TCTR\d{11}", "https://www.thaiclinicaltrials.org/show/{number}",
                r"TCTR" + _GAP + r"(?P<d>" + _RUN + r")", _plain("TCTR", 11), "tctr"),
        _scheme("pactr", "Pan African Clinical Trials Registry", r"PACTR\d{15,16}", "https://pactr.samrc.ac.za/Search.aspx",
                r"PACTR" + _GAP + r"(?P<d>" + _RUN + r")", _pactr, "pactr"),
        _scheme("slctr", "Sri Lanka Clinical Trials Registry", r"SLCTR/20\d{2}/\d{3}", "https://slctr.lk/trials/",
                r"SLCTR" + _GAP + r"(?P<y>20[0-9]{2})" + _SLASH + r"(?P<n>[0-9]{3})(?![0-9])", _slctr, "slctr"),
        _scheme("irct", "Iranian Registry of Clinical Trials", r"IRCT\d{11,14}N\d{1,3}", "https://irct.behdasht.gov.ir/",
                r"IRCT(?:\s?ID)?" + _GAP + r"(?:IRCT" + _SEPS + r")?(?P<d>" + _RUN + r")"
                r"(?:[\s.\-‐‑–]{0,2}N\s?(?P<n>[0-9]{1,3})(?![0-9]))?",
                _irct, "irct"),
        _scheme("lbctr", "Lebanon Clinical Trials Registry", r"LBCTR20\d{8}", "https://lbctr.moph.gov.lb/",
                r"LBCTR" + _GAP + r"(?P<d>" + _RUN + r")", _plain("LBCTR", 10, starts="20"), "lbctr"),
        _scheme("rbr", "Brazilian Registry of Clinical Trials", r"RBR-[0-9a-z]{6,7}",
                "https://ensaiosclinicos.gov.br/rg/{number}",
                r"RBR(?:(?P<dash>\s?[-‐‑‒–—−]\s?)|[\s:#]{1,3})(?P<d>[0-9a-z]{6,7})(?![0-9A-Za-z])", _rbr, "rbr"),
        _scheme("rpcec", "Cuban Public Registry of Clinical Trials", r"RPCEC\d{8}", "https://rpcec.sld.cu/trials/{number}-En",
                r"RPCEC" + _GAP + r"(?P<d>" + _RUN + r")", _plain("RPCEC", 8), "rpcec"),
        _scheme("per", "Peruvian Clinical Trial Registry", r"PER-\d{3}-\d{2}",
                "https://ensayosclinicos-repec.ins.gob.pe/",
                r"PER[\s:#\-‐‑‒–—−]{1,3}([0-9]{3})\s?[-‐‑‒–—−]\s?([0-9]{2})(?![0-9])",
                _per, "per"),
        _scheme("utn", "WHO Universal Trial Number", r"U\d{4}-\d{4}-\d{4}", "https://trialsearch.who.int/",
                r"U[\s:#-]{0,2}([0-9]{4})\s?[-‐‑‒–—−]\s?([0-9]{4})\s?[-‐‑‒–—−]\s?([0-9]{4})(?![0-9])",
                _parts("U{0}-{1}-{2}"), "u1 u_1 u:1 u#1 u-1 u:_1 u_#1",
                no_registration="WHO's universal trial number, not a registration"),
        _scheme("prospero", "PROSPERO", r"CRD\d{8,14}", "https://www.crd.york.ac.uk/PROSPERO/view/{number}",
                r"CRD" + _GAP + r"(?P<d>" + _RUN + r")", _plain("CRD", 8, 9, 10, 11, 12, 13, 14), "crd",
                no_registration="a PROSPERO number: a review's registration, not a trial's"),
        _scheme("central", "Cochrane CENTRAL", r"CN-\d{8}", "https://www.cochranelibrary.com/central/doi/10.1002/central/{number}",
                r"CN[\s:#\-‐‑‒–—−]{1,3}([0-9]{8})(?![0-9])", _parts("CN-{0}"), "cn",
                no_registration="a record of Cochrane CENTRAL, not a registration"),
    )
}  # fmt: skip

PREFERENCE = {name: place for place, name in enumerate(SCHEMES)}
"""Place of a scheme in the order in which a trial's own number is chosen; lower is preferred."""
