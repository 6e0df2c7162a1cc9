"""Printed references: every common style, references in running text, hostile input."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.evaluate import evaluate
from ingest.extract.references import parse_reference, printed_references
from ingest.records import Document

TITLE = "Tablets against hiccups: a randomised trial in adults"
STYLES = {
    "vancouver": f"Roe AB, van der Poe C, Doe D. {TITLE}. J Small Ail Med. 2019;19(2):165–71.",
    "vancouver with month": f"Roe AB, van der Poe C, Doe D, et al. {TITLE}. J Small Ail Med. 2019 Feb 3;19(2):165-71. PMID: 1234",
    "no separators": f"Roe AB van der Poe C Doe D {TITLE} J Small Ail Med 2019 19 165 171",
    "apa": f"Roe, A. B., van der Poe, C., & Doe, D. (2019). {TITLE}. J Small Ail Med, 19(2), 165–171. https://doi.org/10.5555/x.1",
    "harvard": f"Roe, A.B., van der Poe, C. and Doe, D., 2019. {TITLE}. J Small Ail Med, 19(2), pp. 165-171.",
    "harvard with quotes": f"Roe, A.B., van der Poe, C. and Doe, D. (2019) ‘{TITLE}’, J Small Ail Med, 19(2), pp. 165-171.",
    "bmc": f"12. Roe AB, van der Poe C, Doe D: {TITLE}. J Small Ail Med 2019, 19(2):165-171.",
    "frontiers": f"Roe A. B. van der Poe C. Doe D. (2019). {TITLE}. J Small Ail Med 19, 165–171. doi: 10.5555/x.1",
    "elsevier": f"[3] A.B. Roe, C. van der Poe, D. Doe, {TITLE}, J Small Ail Med 19 (2019) 165–171.",
    "ieee": f"A. B. Roe, C. van der Poe and D. Doe, “{TITLE},” J Small Ail Med, vol. 19, no. 2, pp. 165–171, 2019.",
    "mla": f"Roe, A. B., et al. “{TITLE}.” J Small Ail Med, vol. 19, no. 2, 2019, pp. 165–171.",
    "capitals": f"ROE AB, VAN DER POE C, DOE D. {TITLE}. J Small Ail Med 2019; 19: 165-171.",
    "year at the end": f"Roe AB, van der Poe C, Doe D: {TITLE}. J Small Ail Med 19:165–171, 2019",
}


@pytest.mark.parametrize("style", STYLES)
def test_styles(style: str) -> None:
    read = parse_reference(STYLES[style])
    families = [(author.family or "").lower() for author in read.authors]
    assert families in (["roe", "van der poe", "doe"], ["roe"])
    assert (read.title, read.container_title) == (TITLE, "J Small Ail Med")
    assert (read.year, read.volume, read.first_page, read.last_page) == ("2019", "19", "165", "171")
    assert read.raw == STYLES[style]


# Reference -> first author, number of authors, year, title, journal, volume, issue, first and last page.
MORE_STYLES: list[tuple[str, tuple[str | int | None, ...]]] = [
    (
        "Roe, Ada, and Bob Doe. 2019. “Hiccups at Work.” Journal of Occupational Health 61 (2): 155–62.",
        ("Roe", 2, "2019", "Hiccups at Work", "Journal of Occupational Health", "61", "2", "155", "162"),
    ),
    (
        "[12] A. Roe, B. Doe, and C. Poe, “Sensing hiccups with a belt,” IEEE Trans. Biomed. Eng., vol. 66, no. 3, pp. 801–809, Mar. 2019, doi: 10.5555/TBME.2019.1",
        ("Roe", 3, "2019", "Sensing hiccups with a belt", "IEEE Trans. Biomed. Eng.", "66", "3", "801", "809"),
    ),
    (
        "Roe, A., Doe, B. & Poe, C. Hiccups in space. Nature 589, 123–127 (2021).",
        ("Roe", 3, "2021", "Hiccups in space", "Nature", "589", None, "123", "127"),
    ),
    (
        "Roe, A.B., Doe, C., and Poe, D. (2020). Hiccups and cells. Cell 181, 1016–1035.e19.",
        ("Roe", 3, "2020", "Hiccups and cells", "Cell", "181", None, "1016", "1035.e19"),
    ),
    (
        "Roe A, Doe B (2018) Hiccups in trauma care. Injury 49(Suppl 1):S12–S17",
        ("Roe", 2, "2018", "Hiccups in trauma care", "Injury", "49", "Suppl 1", "S12", "S17"),
    ),
    (
        "Li X, Wang Y, Kim S-H. Hiccup control in ageing. BMJ Open. 2022 Mar 3;12(3):e055555.",
        ("Li", 3, "2022", "Hiccup control in ageing", "BMJ Open", "12", "3", "e055555", None),
    ),
    (
        "van den Berg M, von Müller H, Ibn Saud A. Hiccups in Europe. Eur J Public Health. 2011;21:100–6.",
        ("van den Berg", 3, "2011", "Hiccups in Europe", "Eur J Public Health", "21", None, "100", "106"),
    ),
    (
        "A. Roe, C. Doe, Hiccups and heat, J. Therm. Biol. 88 (2020) 102512, https://doi.org/10.5555/j.2020.102512.",
        ("Roe", 2, "2020", "Hiccups and heat", "J. Therm. Biol.", "88", None, "102512", None),
    ),
    (
        "Roe, A.B. and Doe, C.D. (2015) 'Hiccups in adolescents' rooms', Journal of Youth, 12(3), pp. 44–59.",
        ("Roe", 2, "2015", "Hiccups in adolescents' rooms", "Journal of Youth", "12", "3", "44", "59"),
    ),
    (
        "Roe A, Doe B. Tablets for hiccups in hospital. J Hosp Med. In press 2023.",
        ("Roe", 2, "2023", "Tablets for hiccups in hospital", "J Hosp Med", None, None, None, None),
    ),
    (
        "Roe A, Doe B. Chapter 4: Hiccups. In: Poe C, editor. Textbook of small ailments. 3rd ed. Oxford: Oxford University Press; 2010. p. 101-20.",
        ("Roe", 2, "2010", "Chapter 4: Hiccups", "Textbook of small ailments", None, None, "101", None),
    ),
    (
        "Roe AB. Letter: hiccups. Lancet 1978;ii:1012.",
        ("Roe", 1, "1978", "Letter: hiccups", "Lancet", "ii", None, "1012", None),
    ),
    (
        "Roe A, Doe C, et al; LANTERN Study Group. Effect of tablets on hiccups. JAMA. 2018;319(5):444-455.",
        ("Roe", 3, "2018", "Effect of tablets on hiccups", "JAMA", "319", "5", "444", "455"),
    ),
]

MORE_STYLES += [
    (
        "E W, Kim J. Breath holding and hiccups. Chest. 2015;148(1):11-7.",
        ("E", 2, "2015", "Breath holding and hiccups", "Chest", "148", "1", "11", "17"),
    ),
    (
        "Wang Xiaoming, Li Hua, Zhang Wei. Acupuncture for hiccups. Chin J Integr Med 2016;22:301-305.",
        ("Wang", 3, "2016", "Acupuncture for hiccups", "Chin J Integr Med", "22", None, "301", "305"),
    ),
    (
        "Klöbner, H.; Müller, K. (2014): Kaltes Wasser gegen Schluckauf. In: Zeitschrift für Allgemeinmedizin 90 (3), S. 120–126.",
        ("Klöbner", 2, "2014", "Kaltes Wasser gegen Schluckauf", "Zeitschrift für Allgemeinmedizin", "90", "3", "120", "126"),
    ),
    (
        "Ivanov I.I., Petrova A.B. Cold water for hiccups // Klin. Med. – 2012. – Vol. 90, No. 4. – P. 33–38.",
        ("Ivanov", 2, "2012", "Cold water for hiccups", "Klin. Med", "90", "4", "33", "38"),
    ),
    (
        "Roe A, Doe B. Cold water and warm hearts [abstract]. J Clin Oncol. 2016;34(15 Suppl):Abstract 9001.",
        ("Roe", 2, "2016", "Cold water and warm hearts [abstract]", "J Clin Oncol", "34", "15 Suppl", "9001", None),
    ),
    (
        "Roe, A., Doe, B., Poe, C., … Zoe, Z. (2019). Belts and bells. PLOS ONE, 14(6), Article e0218000.",
        ("Roe", 4, "2019", "Belts and bells", "PLOS ONE", "14", "6", "e0218000", None),
    ),
    (
        "Roe, A. (2021, March 4). Cold water in schools. Journal of School Health. Advance online publication.",
        ("Roe", 1, "2021", "Cold water in schools", "Journal of School Health", None, None, None, None),
    ),
    (
        "Roe A, Doe B. Cold water or warm water. JAMA. Published online May 5, 2022. doi:10.5555/jama.2022.1",
        ("Roe", 2, "2022", "Cold water or warm water", "JAMA", None, None, None, None),
    ),
    (
        "Roe A, Doe B. Cold water for hiccups. medRxiv [Preprint]. 2021 Jan 5 [cited 2021 Feb 1].",
        ("Roe", 2, "2021", "Cold water for hiccups", "medRxiv", None, None, None, None),
    ),
    ("Roe A et al., Lancet 2018; 391: 1303.", ("Roe", 1, "2018", None, "Lancet", "391", None, "1303", None)),
    (
        "Roe, A., Doe, B., & Poe, C. (in press). Belts for hiccups. Journal of Clinical Nursing.",
        ("Roe", 3, None, "Belts for hiccups", "Journal of Clinical Nursing", None, None, None, None),
    ),
]


@pytest.mark.parametrize(("raw", "expected"), MORE_STYLES)
def test_more_styles(raw: str, expected: tuple[str | int | None, ...]) -> None:
    read = parse_reference(raw)
    printed = (read.title, (read.container_title or "").rstrip("."), read.volume, read.issue, read.first_page, read.last_page)
    *facts, title, journal, volume, issue, first, last = expected
    assert [read.authors[0].family, len(read.authors), read.year] == facts
    assert printed == (title, str(journal).rstrip("."), volume, issue, first, last)


def test_a_web_page_has_the_year_it_was_put_up_not_the_one_it_was_looked_at() -> None:
    read = parse_reference(
        "Roe A. Hiccups today [Internet]. Hiccup Society; 2020 [cited 2021 May 3]. Available from: https://x.example/"
    )
    assert read.year == "2020"


def test_given_names_and_identifiers() -> None:
    read = parse_reference("Roe AB, Doe C-D. Hiccups at night. Lancet. 2018;S1:e12. doi:10.5555/ABC.1 PMID: 12345678 PMC1234567")
    assert [(a.family, a.given) for a in read.authors] == [("Roe", "AB"), ("Doe", "C-D")]
    assert (read.doi, read.pmid, read.pmcid) == ("10.5555/abc.1", "12345678", "PMC1234567")


def test_abbreviations_with_full_stops_do_not_end_the_title() -> None:
    read = parse_reference("Roe, A. (2001). Hiccups in Rats. J. Neurol. Neurosurg. Psychiatr. 75, 14–16")
    assert (read.title, read.container_title) == ("Hiccups in Rats", "J. Neurol. Neurosurg. Psychiatr.")


def test_groups_are_authors_without_a_family_name() -> None:
    read = parse_reference("Roe A, Doe B; Hiccup Trial Investigators. Tablets at last. BMJ 2010;341:c12.")
    assert [a.literal for a in read.authors if a.literal] == ["Hiccup Trial Investigators"]
    assert read.title == "Tablets at last"


def test_a_groups_name_keeps_all_its_letters() -> None:
    read = parse_reference("Roe A, Doe B, for the West of Scotland Hiccup Study Group. Tablets at last. BMJ 2010;341:c12.")
    assert [a.literal for a in read.authors if a.literal] == ["West of Scotland Hiccup Study Group"]


def test_books_have_no_journal() -> None:
    read = parse_reference("Roe A. The book of hiccups. 2nd ed. New York: Springer; 2005. p. 10–20.")
    assert (read.title, read.container_title, read.year) == ("The book of hiccups", None, "2005")


def test_a_cochrane_review() -> None:
    read = parse_reference(
        "Roe A. Tablets for hiccups. Cochrane Database of Systematic Reviews 2019, Issue 3. Art. No.: CD012345."
    )
    assert (read.container_title, read.year, read.first_page) == ("Cochrane Database of Systematic Reviews", "2019", "CD012345")


@pytest.mark.parametrize("raw", ["", " ", "2019", "Roe", "10.5555/x", "((((", "et al."])
def test_what_is_hardly_a_reference(raw: str) -> None:
    assert parse_reference(raw).raw == raw


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert parse_reference(text).raw == text


@pytest.mark.parametrize("unit", ["(", "A.", "Aa ", "2009;", "A-", "The Group, ", "van de ", "1 ", ". "])
def test_hostile_text_is_quick(unit: str) -> None:
    begun = time.perf_counter()
    parse_reference(unit * 3000)
    printed_references(Document(text="Citation: " + (unit * 3000)[:2400]))
    assert time.perf_counter() - begun < 2


BLOG = """Tablets were praised last week.
Citation: Ada Berg Roe et al., (2019). Tablets against hiccups: one-year follow-up. Journal of Small Ailments. https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6371462/?report=classic
Journal Reference: Ada Roe, Bob J. Doe. Hiccups and sleep in adults. BMC Hiccups, 2019; 19 (1) DOI: 10.5555/s1-019
More information: A. Roe et al. Tablets against hiccups, Journal of Small Ailments (2019). DOI: 10.5555/x1
Citation: Tablets help (2019, March 3) retrieved 4 March 2019 from https://news.example.org/tablets
Source: Centers for Hiccup Control
Roe et al. (2019) found that tablets were good. doi:10.5555/abc
Source: The Lancet, 12 March 2019, doi 10.5555/s123"""


def test_references_in_a_blog() -> None:
    found = printed_references(Document(text=BLOG))
    assert [(r.title, r.container_title) for r in found] == [
        ("Tablets against hiccups: one-year follow-up", "Journal of Small Ailments"),
        ("Hiccups and sleep in adults", "BMC Hiccups"),
        ("Tablets against hiccups", "Journal of Small Ailments"),
        (None, "The Lancet"),
    ]
    assert found[0].pmcid == "PMC6371462"
    assert [(a.given, a.family) for a in found[0].authors] == [("Ada Berg", "Roe")]
    for reference in found:
        assert reference.span is not None
        assert BLOG[reference.span.start : reference.span.end] == reference.raw == reference.span.quote


def test_a_list_of_references_without_labels() -> None:
    text = "A story.\n\nReferences\nRoe A, Doe B. Tablets against hiccups. Lancet. 2019;393:123-130.\nSee also our other stories."
    found = printed_references(Document(text=text))
    assert [r.container_title for r in found] == ["Lancet"]


def test_gold(shared: Path) -> None:
    printed = evaluate("references", shared / "gold" / "references" / "dev.jsonl")
    figures = dict(part.split("=") for part in printed.split() if "=" in part)
    assert float(figures["whole"]) >= 0.94
    assert float(figures["macro_fieldF1"]) >= 0.98
