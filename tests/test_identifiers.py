"""Identifiers: one table of printed forms, and properties that hold for any text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.identifiers import (
    PREFERENCE,
    SCHEMES,
    canonical_address,
    doi,
    find_registrations,
    from_address,
    issn,
    orcid,
    pmcid,
    pmid,
    record_address,
    registry_number,
)

# One number of each scheme in its canonical form.
CANONICAL = {
    "nct": "NCT01361698",
    "isrctn": "ISRCTN24681357",
    "eudract": "2011-023456-17",
    "euct": "2023-504321-11",
    "actrn": "ACTRN12615000123456",
    "drks": "DRKS00012345",
    "ctri": "CTRI/2018/05/013579",
    "chictr": "ChiCTR1900024680",
    "umin": "UMIN000024680",
    "jrct": "jRCTs032190123",
    "japic": "JapicCTI-132468",
    "jma": "JMA-IIA00246",
    "ntr": "NTR5033",
    "nl-omon": "NL-OMON24680",
    "nl": "NL4931",
    "kct": "KCT0004680",
    "tctr": "TCTR20190102003",
    "pactr": "PACTR201903123456789",
    "slctr": "SLCTR/2019/004",
    "irct": "IRCT20190203042468N2",
    "lbctr": "LBCTR2019012468",
    "rbr": "RBR-2x4y6z",
    "rpcec": "RPCEC00000246",
    "per": "PER-024-18",
    "utn": "U1111-1222-1333",
    "prospero": "CRD42019123456",
    "central": "CN-01987654",
}


def test_every_scheme_has_an_example() -> None:
    assert set(CANONICAL) == set(SCHEMES)


@pytest.mark.parametrize(("scheme", "number"), CANONICAL.items())
def test_canonical_numbers_are_read(scheme: str, number: str) -> None:
    assert SCHEMES[scheme].canonical.fullmatch(number)
    read = registry_number(number, scheme)
    assert read is not None
    assert (read.scheme, read.value, read.reject_reason) == (scheme, number, None)
    in_text = [n for n in find_registrations(f"Trial registration: {number}, on 3 May 2019.") if n.scheme == scheme]
    assert [n.as_written for n in in_text] == [number]
    assert bool(in_text[0].reject_reason) != SCHEMES[scheme].is_trial_registry
    assert record_address(scheme, number).startswith("https://")


# A number of each scheme cut where authors put a space, ':' or '#': behind the letters that name the registry.
CUT = {
    scheme: re.match(r"(?:JMA-IIA|NL-OMON|[A-Za-z]+)", number) for scheme, number in CANONICAL.items() if not number[0].isdigit()
}


@pytest.mark.parametrize("scheme", [scheme for scheme in CUT if scheme != "jrct"])
@pytest.mark.parametrize("mark", [" ", ": ", "#", " #", ""])
def test_a_space_or_sign_behind_the_prefix_and_any_case(scheme: str, mark: str) -> None:
    number, cut = CANONICAL[scheme], CUT[scheme]
    assert cut is not None
    written = cut.group() + mark + (number[cut.end() :].lstrip("-/") if mark else number[cut.end() :])
    for printed in (written, written.lower(), written.upper()):
        found = [
            n for n in find_registrations(f"Trial registration {printed} in the Dutch or another register") if n.scheme == scheme
        ]
        assert [n.value for n in found] == [number], printed
        assert found[0].reject_reason == SCHEMES[scheme].no_registration


PRINTED = [
    ("NCT 00902941", "NCT00902941"),
    ("NCT#00379470", "NCT00379470"),
    ("nct: 00379470", "NCT00379470"),
    ("NCT number 00379470", "NCT00379470"),
    ("NCT0037\n9470", "NCT00379470"),
    ("NCTO0379470", "NCT00379470"),
    ("registeredNCT00379470The", "NCT00379470"),
    ("10.1186/ISRCTN24681357", "ISRCTN24681357"),
    ("ISRCTN registry, registration number 24681357", "ISRCTN24681357"),
    ("ISCRTN24681357", "ISRCTN24681357"),
    ("EudraCT 2011–023456–17", "2011-023456-17"),
    ("EUCTR2011-023456-17-DE", "2011-023456-17"),
    ("EudraCT number: 201102345617", "2011-023456-17"),
    ("CTIS2023-504321-11-00", "2023-504321-11"),
    ("EU CT 2023-504321-11-02", "2023-504321-11"),
    ("ACTRN 126 1500 0123 456", "ACTRN12615000123456"),
    ("ANZCTR 12615000123456", "ACTRN12615000123456"),
    ("ACTRN12615000123456p", "ACTRN12615000123456"),
    ("ACTRN012605000123456", "ACTRN12605000123456"),
    ("DRKS-ID: 00012345", "DRKS00012345"),
    ("CTRI No. 2018/05/013579", "CTRI/2018/05/013579"),
    ("CHICTR‑IOR‑16024680", "ChiCTR-IOR-16024680"),
    ("ChiCTR-1900024680", "ChiCTR1900024680"),
    ("JPRN-UMIN000024680", "UMIN000024680"),
    ("UMIN-CTR ID: 000024680", "UMIN000024680"),
    ("JPRN-C000000246", "UMIN000000246"),
    ("Japic CTI 132468", "JapicCTI-132468"),
    ("Dutch Trial Register NTR 812", "NTR812"),
    ("NTR-ISRCTN24681357", "ISRCTN24681357"),
    ("ISRCTN: IRCT20190203042468N2", "IRCT20190203042468N2"),
    ("IRCT 20190203042468 N2", "IRCT20190203042468N2"),
    ("RBR-2X4Y6Z", "RBR-2x4y6z"),
]


@pytest.mark.parametrize(("text", "value"), PRINTED)
def test_printed_forms(text: str, value: str) -> None:
    assert [(n.value, n.reject_reason) for n in find_registrations(f"see {text}.")] == [(value, None)]


REJECTED = [
    ("ISRCTN00000000", "zeros"),
    ("ISRCTN12345678", "placeholder"),
    ("NCT99999999", "placeholder"),
    ("NCT0XXXXXXX", "placeholder"),
    ("NCT0136169", "too few digits: 7"),
    ("NCT013616981", "too many digits: 9"),
    ("EudraCT 2011-23456-17", "six digits"),
    ("NL24680.058.14", "ethics"),
    ("IRCT20190203042468", "missing"),
    ("UMIN-CTR R000024680", "receipt"),
    ("ChiCTR16024680", "too few"),
    ("CRD42019123456", "PROSPERO"),
    ("U1111-1222-1333", "universal"),
]


@pytest.mark.parametrize(("text", "reason"), REJECTED)
def test_rejected_numbers_say_why(text: str, reason: str) -> None:
    found = list(find_registrations(f"Registered as {text} there."))
    assert len(found) == 1
    assert reason in (found[0].reject_reason or "")


@pytest.mark.parametrize(
    "text",
    [
        "a distinct 12345678 items",
        "neurotrophin receptor p75NTR 75",
        "HCoV-NL63 is a virus",
        "Trial register, Postbus 1, NL-1081 HV Amsterdam",
        "RBR-related proteins",
        "12 per-100-20 units",
        "IRCT and NCT are registries",
        "phone 2011 023456 17",
    ],
)
def test_look_alikes_are_passed_over(text: str) -> None:
    assert list(find_registrations(text)) == []


def test_numbers_without_a_prefix_of_their_own() -> None:
    found = [n.value for n in find_registrations("NCT00123456, 00123457 and 00123458 (2010)")]
    assert found == ["NCT00123456", "NCT00123457", "NCT00123458"]


@pytest.mark.parametrize("text", ["not applicable", "N/A", "Nil", "not yet registered", "none", "Pending"])
def test_a_field_that_says_none_is_rejected(text: str) -> None:
    read = registry_number(text, "isrctn")
    assert read is not None
    assert text in (read.reject_reason or "")
    assert registry_number(text) is not None


def test_fields() -> None:
    bare = registry_number(" 01361698 ", "nct")
    assert bare is not None
    assert (bare.value, bare.as_written) == ("NCT01361698", "01361698")
    other = registry_number("NCT01361698", "isrctn")
    assert other is not None
    assert other.reject_reason
    assert registry_number("") is None
    assert registry_number("Protocol 77") is None


@given(st.text(alphabet="NCTISRUMEudra 0123456789-:#\n()", max_size=60))
def test_found_numbers_are_where_they_say_and_normal_forms_are_stable(text: str) -> None:
    last = 0
    for number in find_registrations(text):
        assert text[number.start : number.end] == number.as_written
        assert number.start >= last
        last = number.end
        if number.reject_reason is None:
            assert SCHEMES[number.scheme].canonical.fullmatch(number.value)
            again = registry_number(number.value, number.scheme)
            assert again is not None
            assert (again.value, again.reject_reason) == (number.value, None)


def test_preference_follows_the_table() -> None:
    assert sorted(PREFERENCE, key=PREFERENCE.__getitem__)[:3] == ["nct", "isrctn", "eudract"]


@pytest.mark.parametrize(
    "text",
    ["NCT" + "1 " * 40_000, "20" + "10-" * 40_000, "ACTRN" + "_" * 80_000, "UMIN no " * 20_000, "10.1234/" + "(" * 80_000],
)
def test_hostile_text_is_quick(text: str) -> None:
    begun = time.perf_counter()
    list(find_registrations(text))
    doi(text)
    assert time.perf_counter() - begun < 1


DOIS = [
    ("doi:10.1186/s12888-019-2048-0.", "10.1186/s12888-019-2048-0"),
    ("(10.1016/S0140-6736(03)13579-6)", "10.1016/s0140-6736(03)13579-6"),
    ("https://dx.doi.org/10.1186%2Fs12888-019-2048-0", "10.1186/s12888-019-2048-0"),
    (
        "10.1002/(SICI)1097-0258(19980815)17:15&lt;1661::AID-SIM968&gt;3.0.CO;2-2",
        "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
    ),
    (
        "https://doi.org/10.5555/1520-0469(1963)020%3C0130:ABC%3E2.0.CO;2",
        "10.5555/1520-0469(1963)020<0130:abc>2.0.co;2",
    ),
    ("https://www.frontiersin.org/articles/10.3389/fpsyt.2021.723435/full", "10.3389/fpsyt.2021.723435"),
    ("https://www.biorxiv.org/content/10.1101/2020.01.02.246810v2.full.pdf", "10.1101/2020.01.02.246810"),
    ('<a href="https://doi.org/10.5555/x-1">here', "10.5555/x-1"),
    ("10.5555/ab.c12.PMID: 123", "10.5555/ab.c12"),
    ("10.5555/ab.c12;doi:10.5555/other", "10.5555/ab.c12"),
    ("10.5555/ s12888-019", "10.5555/s12888-019"),
    ("10.5555/j.1600‐0447.x", "10.5555/j.1600-0447.x"),
    ("see 110.5555/x", None),
    ("10.5/x", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("text", "expected"), DOIS)
def test_doi(text: str | None, expected: str | None) -> None:
    assert doi(text) == expected


@given(st.text(alphabet="abcXYZ0189.-()[]/;:<>_", max_size=30))
def test_doi_is_idempotent(tail: str) -> None:
    found = doi("10.5555/" + tail)
    assert found is None or doi(found) == found


@pytest.mark.parametrize(
    ("text", "expected_pmid", "expected_pmcid"),
    [
        ("30744590", "30744590", None),
        ("PMID: 30744590.", "30744590", None),
        ("123456789", None, None),
        ("page 1234", None, None),
        ("https://pubmed.ncbi.nlm.nih.gov/30744590/", "30744590", None),
        ("http://www.ncbi.nlm.nih.gov/pubmed?term=30744590", "30744590", None),
        ("PMC6371462.1", None, "PMC6371462"),
        ("PMCID: 6371462", None, "PMC6371462"),
        ("0", None, None),
    ],
)
def test_pubmed_numbers(text: str, expected_pmid: str | None, expected_pmcid: str | None) -> None:
    assert (pmid(text), pmcid(text)) == (expected_pmid, expected_pmcid)


def test_check_digits() -> None:
    assert orcid("https://orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert orcid("0000-0002-1825-0098") is None
    assert orcid("0000-0000-0000-0000") is None
    assert issn("ISSN 0378-5955") == "0378-5955"
    assert issn("1471244X") == "1471-244X"
    assert issn("0378-5956") is None
    assert issn("0000-0000") is None


WRAPPED = [
    "https://doi-org.proxy.example.edu/10.1186/s12888-019-2048-0",
    "https://click.example.com/?url=https%3A%2F%2Fdoi.org%2F10.1186%252Fs12888-019-2048-0&utm_source=a",
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__doi.org_10.1186_s12888-2D019-2D2048-2D0&d=x",
    "https://urldefense.com/v3/__https://doi.org/10.1186/s12888-019-2048-0__;!!abc",
    "https://t.example.com/c/aHR0cHM6Ly9kb2kub3JnLzEwLjExODYvczEyODg4LTAxOS0yMDQ4LTA=",
    "https://bmcpsychiatry.biomedcentral.com/articles/10.1186/s12888-019-2048-0#Sec2",
]


@pytest.mark.parametrize("url", WRAPPED)
def test_wrapped_addresses(url: str) -> None:
    assert from_address(url)["doi"] == "10.1186/s12888-019-2048-0"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6371462/?report=classic", {"pmcid": "PMC6371462"}),
        ("https://www-ncbi-nlm-nih-gov.proxy.example.edu/pubmed/30744590", {"pmid": "30744590"}),
        ("https://www.ncbi.nlm.nih.gov/pubmed/?term=PMID%3A+30744590", {"pmid": "30744590"}),
        ("https://europepmc.org/article/MED/30744590", {"pmid": "30744590"}),
        ("https://clinicaltrials.gov/ct2/show/NCT01361698?term=x&rank=1", {"nct": "NCT01361698"}),
        ("https://doi.org/10.1186/ISRCTN24681357", {"doi": "10.1186/isrctn24681357", "isrctn": "ISRCTN24681357"}),
        ("https://www.trialregister.nl/trial/4931", {"nl": "NL4931"}),
        ("http://www.trialregister.nl/trialreg/admin/rctview.asp?TC=5033", {"ntr": "NTR5033"}),
        ("https://www.nature.com/articles/s41586-020-1357-2", {"doi": "10.1038/s41586-020-1357-2"}),
        ("https://example.org/news/2019/02/11/a-story", {}),
    ],
)
def test_addresses(url: str, expected: dict[str, str]) -> None:
    assert from_address(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Example.COM:80/a/b/?utm_source=x&b=2#part", "https://www.example.com/a/b?b=2"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/%7euser/%e2%82%ac/", "https://example.org/~user/%E2%82%AC"),
        ("https://example.org/a;jsessionid=0A1B?x=1&fbclid=zz", "https://example.org/a?x=1"),
        ("http://[::1", "http://[::1"),
        ("pages/a.html", "pages/a.html"),
    ],
)
def test_canonical_address(url: str, expected: str) -> None:
    assert canonical_address(url) == expected


@given(st.text(alphabet="abC%2fF0/?&=#:;.utm_x ", max_size=40))
def test_canonical_address_is_idempotent(tail: str) -> None:
    once = canonical_address("http://Example.org/" + tail)
    assert canonical_address(once) == once
