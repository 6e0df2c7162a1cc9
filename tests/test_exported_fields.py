"""What exported fields mean: names, dates, languages, LaTeX, source lines, and records of RIS, BibTeX and tables."""

from __future__ import annotations

import pytest

from ingest.bibtex_records import bibtex_entries, bibtex_names, bibtex_reference
from ingest.exported_dates import exported_date, first_date, language_code
from ingest.exported_reference import Reference, parsed_references
from ingest.latex_text import latex_text, plain_address
from ingest.listed_names import listed_person, split_names
from ingest.page import Page
from ingest.pubmed_relations import relation
from ingest.records import Parsed
from ingest.registry_references import registry_record_number
from ingest.ris_records import parsed_ris
from ingest.source_lines import source_parts
from ingest.sources import citation_csv, csl_json, name_of, recognize


@pytest.mark.parametrize(
    ("printed", "family", "given"),
    [
        ("Holm, Åse", "Holm", "Åse"),
        ("Holm Å.B.", "Holm", "Å.B."),
        ("Fanning E.", "Fanning", "E."),
        ("van der Berg JP Jr", "van der Berg", "JP Jr"),
        ("van der Berg, J. P., Jr.", "van der Berg", "J. P. Jr."),
        ("van der Berg, Jr, Jan Piet", "van der Berg", "Jan Piet Jr"),
        ("Jan van der Berg Jr", "van der Berg", "Jan Jr"),
        ("Ada Holm", "Holm", "Ada"),
        ("DAVID M. GANN", "GANN", "DAVID M."),
        ("Walsdorf, Neill B. [Inventor, Reprint Author]", "Walsdorf", "Neill B."),
        ("Shannon,Claude E.", "Shannon", "Claude E."),
        ("AHMED, Mughees.", "AHMED", "Mughees"),
    ],
)
def test_a_name_of_a_list(printed: str, family: str, given: str) -> None:
    found = listed_person(printed)
    assert found is not None
    assert (found.family, found.given) == (family, given)


@pytest.mark.parametrize(
    ("printed", "literal"), [("{WALK Study Group}", "WALK Study Group"), ("Safe Sleep Consortium.", "Safe Sleep Consortium")]
)
def test_a_group_is_one_name(printed: str, literal: str) -> None:
    found = listed_person(printed)
    assert found is not None
    assert (found.literal, found.family) == (literal, None)


@pytest.mark.parametrize("printed", ["et al.", "others", "Anonymous", "", None, " ;", "No authors listed"])
def test_nobody_is_no_author(printed: str | None) -> None:
    assert listed_person(printed) is None


def test_an_orcid_counts_only_with_a_right_check_digit() -> None:
    right, wrong = listed_person("Holm, Ada (0000-0002-1825-0097)"), listed_person("Holm, Ada (0000-0002-1825-0098)")
    assert right is not None
    assert wrong is not None
    assert (right.orcid, wrong.orcid) == ("0000-0002-1825-0097", None)
    assert wrong.given == "Ada"


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Holm, Ada; Berg, Carl", ["Holm, Ada", "Berg, Carl"]),
        ("Holm, Ada and Berg, Carl", ["Holm, Ada", "Berg, Carl"]),
        ("Holm A.B., Berg C.", ["Holm A.B.", "Berg C."]),
        ("Holm A, van der Berg JP; WALK Study Group.", ["Holm A", "van der Berg JP", "WALK Study Group."]),
        ("Holm, A., Berg, C.", ["Holm, A.", "Berg, C."]),
        ("Holm, Ada", ["Holm, Ada"]),
        ("Ada Holm, Carl Berg, Eva Lind", ["Ada Holm", "Carl Berg", "Eva Lind"]),
        ("Society for Sleep and Rest", ["Society for Sleep and Rest"]),
    ],
)
def test_names_in_one_field(field: str, names: list[str]) -> None:
    assert split_names(field) == names


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2014//", "2014"),
        ("2016/09//", "2016-09"),
        ("2013/02/15/received", "2013-02-15"),
        ("2001/00/00/", "2001"),
        ("1996 Jul 9", "1996-07-09"),
        ("DEC 16 2020", "2020-12-16"),
        ("January 1, 2013", "2013-01-01"),
        ("Sep-2015", "2015-09"),
        ("07 2006", "2006-07"),
        ("2010 January/February", "2010-01"),
        ("2013 Mar 5-12", "2013-03"),
        ("1998 Dec-1999 Jan", "1998-12"),
        ("2010 Spring", "2010"),
        ("20140102", "2014-01-02"),
        ("2012-10-25T10:00", "2012-10-25"),
        ("0000", None),
        ("n.d.", None),
        ("YEAR/MONTH/DAY/", None),
        (None, None),
    ],
)
def test_a_date_as_precise_as_it_is_certain(printed: str | None, iso: str | None) -> None:
    assert exported_date(printed) == iso


def test_a_second_date_makes_the_first_more_precise_but_does_not_change_it() -> None:
    assert first_date(["2019", "2019-03-05"]) == "2019-03-05"
    assert first_date(["2019", "2018-12-20"]) == "2019"
    assert first_date([None, "soon"]) is None


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("English.", "en"),
        ("eng", "en"),
        ("ger", "de"),
        ("dan", "da"),
        ("en-GB", "en"),
        ("ENGLISH", "en"),
        ("Language", None),
        ("", None),
    ],
)
def test_languages(printed: str, code: str | None) -> None:
    assert language_code(printed) == code


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"P\"{a}ckert, {\'E}mile, Bj{\o}rn, \AA{}se, Stra{\ss}e", "Päckert, Émile, Bjørn, Åse, Straße"),
        (r"Garc{\'\i}a \c{c}a \v{S}koda", "García ça Škoda"),
        (r"{\textless}5\% {\&} $\alpha$-blockers", "<5% & α-blockers"),
        (r"CO$_2$ and 10$^{-3}$", "CO2 and 10-3"),
        ("cost $5 to $7 a day", "cost $5 to $7 a day"),
        (r"\textit{in vitro} \emph{and} {\bf bold}", "in vitro and bold"),
        (r"see \href{https://example.org}{Example} and \url{https://example.org}", "see Example and https://example.org"),
        ("pages 1--9, a---b, ``quoted''", "pages 1–9, a—b, “quoted”"),
        (r"braces \{kept\}, \unknown gone", "braces {kept}, gone"),
    ],
)
def test_latex_as_plain_text(latex: str, text: str) -> None:
    assert latex_text(latex) == text


def test_addresses_lose_their_escapes_only() -> None:
    assert plain_address(r"\url{https://example.org/a\_b\%20c}") == "https://example.org/a_b%20c"


def test_names_of_bibtex() -> None:
    value = r"Holm, {\AA}se AND {WALK and Study Group} and Jean {de la Fontaine} and {given=Iben, family=Lund} and others"
    assert bibtex_names(value) == ["Holm, Åse", "{WALK and Study Group}", "de la Fontaine, Jean", "Lund, Iben"]


@pytest.mark.parametrize(
    ("field", "terms"),
    [
        ("sleep, evening walks,tea", ["sleep", "evening walks", "tea"]),
        ("sleep; depression, postpartum", ["sleep", "depression, postpartum"]),
        ("sleep, {tea, green}, {Alzheimer}'s disease", ["sleep", "tea, green", "Alzheimer's disease"]),
        (r"caf{\'e}, {\"o}l, tea", ["café", "öl", "tea"]),
    ],
)
def test_keywords_of_bibtex_stand_between_semicolons_or_else_commas(field: str, terms: list[str]) -> None:
    (entry,) = bibtex_entries([f"@article{{a, title = {{Tea}}, keywords = {{{field}}}}}"])
    (found,) = parsed_references([("record", bibtex_reference(entry))], "a file")
    assert found.citation is not None
    assert [word.term for word in found.citation.keywords] == terms


def test_bibtex_values_are_joined_and_parents_fill_what_is_missing() -> None:
    text = """@string(jij = "J Inv Joints")
@inproceedings{child, title = "A" # { part}, journal = jij, crossref = {parent}}
@proceedings{parent, title = {Meeting}, year = 2018, publisher = {Press}, pages = {1--99}}"""
    child, parent = bibtex_entries(text.split("\n"))
    found = bibtex_reference(child, parent)
    assert (found.first("title"), found.first("container"), found.first("date")) == ("A part", "J Inv Joints", "2018")
    assert found.first("publisher") == "Press"
    assert found.first("pages") is None, "the pages of the whole are not those of its part"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Stroke Inv. 2019 Mar;50(3):697-704. doi: 10.1", ("Stroke Inv", "2019 Mar", "50", "3", "697-704")),
        ("Inv Psychotherapy. Vol.43(5), Sep 2015, pp. 623-634. ", ("Inv Psychotherapy", "Sep 2015", "43", "5", "623-634")),
        ("Endoscopy Inv (2014) 3:3 (152-160). Date of Publication: 2014", ("Endoscopy Inv", "2014", "3", "3", "152-160")),
        ("Endoscopy Inv. 3 (3) (pp 152-160), 2014.", ("Endoscopy Inv", "2014", "3", "3", "152-160")),
        (
            "Forest Inv & Letters. 201(2-3):327-334, November 15, 2004.",
            ("Forest Inv & Letters", "November 15, 2004", "201", "2-3", "327-334"),
        ),
        ("Front Inv Res. 1975;3:94-104.", ("Front Inv Res", "1975", "3", None, "94-104")),
        ("Journal of Letters 12, Winter 2007: 7-14.", ("Journal of Letters", "Winter 2007", "12", None, "7-14")),
        ("A remark without numbers.", (None, None, None, None, None)),
    ],
)
def test_a_source_line_in_parts(line: str, parts: tuple[str | None, ...]) -> None:
    found = source_parts(line)
    assert tuple(found.get(name) for name in ("title", "date", "volume", "issue", "pages")) == parts


def ris(*lines: str) -> list[Parsed]:
    return list(parsed_ris(lines))


def test_a_lost_end_starts_a_new_record_only_where_a_work_follows() -> None:
    lost = ris("TY  - JOUR", "TI  - One", "TY  - BOOK", "TI  - Two", "ER  - ")
    assert [p.citation.title for p in lost if p.citation] == ["One", "Two"]
    (said_twice,) = ris("TY  - JOUR", "TI  - One", "AU  - Holm, A", "TY  - THES", "PB  - School", "ER  - ")
    assert said_twice.citation is not None
    assert (said_twice.citation.type, said_twice.citation.publisher) == ("thesis", "School")


def test_a_second_title_is_a_subtitle_only_beside_two_equal_journals() -> None:
    (portal,) = ris("TY  - JOUR", "T1  - Rowing", "T2  - a trial", "JO  - Nights", "JF  - Nights", "ER  - ")
    (elsewhere,) = ris("TY  - JOUR", "T1  - Rowing", "T2  - Journal of Nights", "JO  - J Nights", "ER  - ")
    assert portal.citation is not None
    assert elsewhere.citation is not None
    assert (portal.citation.title, portal.citation.container_title) == ("Rowing: a trial", "Nights")
    assert (elsewhere.citation.title, elsewhere.citation.container_title) == ("Rowing", "Journal of Nights")


def test_a_wrapped_line_that_looks_like_a_tag_is_text() -> None:
    (found,) = ris("TY  - JOUR", "TI  - One", "AB  - Given to", "PS - those who slept", "ER  - ")
    assert found.citation is not None
    assert found.citation.abstract == "Given to PS - those who slept"


def test_numbers_of_a_patent_are_no_volume() -> None:
    (found,) = ris("TY  - PAT", "TI  - A shoe", "VL  - 877609", "IS  - 4,904,581", "ER  - ")
    assert found.citation is not None
    assert (found.citation.volume, found.citation.issue) == (None, None)


def test_registrations_of_notes_need_words_of_registration() -> None:
    (told,) = ris("TY  - JOUR", "TI  - One", "N1  - ClinicalTrials.gov/NCT01234567; J Inv", "ER  - ")
    (compared,) = ris("TY  - JOUR", "TI  - One", "N1  - compare with Smith 2010 (NCT01234567)", "ER  - ")
    assert [r.number for r in told.registrations] == ["NCT01234567"]
    assert compared.registrations == ()
    assert compared.document is not None
    assert "NCT" not in compared.document.text


def test_keys_stay_when_records_come_before_and_twins_are_told_apart() -> None:
    def keys(*titles: str) -> list[str | None]:
        references = []
        for number, title in enumerate(titles):
            reference = Reference()
            reference.add("title", title, "TI")
            references.append((f"record {number}", reference))
        return [parsed.key for parsed in parsed_references(references, "a file")]

    before, after = keys("One", "Two"), keys("Zero", "One", "Two", "Two")
    assert after[1:3] == before
    assert after[3] == f"{before[1]}~2"
    assert keys("One") == [None]


def table(text: str) -> list[Parsed]:
    page = Page.of("file:table", text.encode())
    assert name_of(recognize(page)) == "citation_csv"
    return list(citation_csv.parse(page))


def test_a_table_of_identifiers_is_one_of_references() -> None:
    first, second = table(
        "doi,pmid,label_included\nhttps://doi.org/10.5555/A.1,,1\n,https://pubmed.ncbi.nlm.nih.gov/39000001,0\n"
    )
    assert first.citation is not None
    assert second.citation is not None
    assert (first.citation.doi, second.citation.pmid) == ("10.5555/a.1", "39000001")


@pytest.mark.parametrize(
    ("field", "terms"),
    [
        (
            "['Sleep', \"Alzheimer's disease\", 'Depression, postpartum']",
            ["Sleep", "Alzheimer's disease", "Depression, postpartum"],
        ),
        ("['Sleep']", ["Sleep"]),
        ("Sleep; Walking / therapy", ["Sleep", "Walking", "therapy"]),
        ("[Sleep, in old age]", ["[Sleep, in old age]"]),
        ("Depression, postpartum", ["Depression, postpartum"]),
    ],
)
def test_terms_of_one_field(field: str, terms: list[str]) -> None:
    reference = Reference()
    reference.add("title", "A trial of tea", "T")
    reference.add("keyword", field, "K")
    (found,) = parsed_references([("record", reference)], "a file")
    assert found.citation is not None
    assert [word.term for word in found.citation.keywords] == terms


@pytest.mark.parametrize(
    "head",
    [
        "title,url\n",
        "NCT Number,Title,Authors,Abstract\n",
        "Record ID,Title,Subject,Institution,Journal,RetractionDOI,OriginalPaperDOI\n",
        "name,year\n",
        "A sentence, with a title, an abstract, and a year in it\n",
    ],
)
def test_other_tables_and_prose_are_not_claimed(head: str) -> None:
    assert not citation_csv.recognizes(Page.of("file:x", (head + "a,b,c,d\n").encode()))


def test_types_of_csl_count_only_as_an_items_own() -> None:
    def claims(text: str) -> bool:
        return csl_json.recognizes(Page.of("file:x", text.encode()))

    assert claims('{"items": [{"id": "a", "author": [{"family": "Holm"}], "type": "book", "DOI": "10.5555/a"}]}')
    assert not claims('[{"key": "a", "citation": {"type": "book", "DOI": "10.5555/a"}}]')
    assert not claims('{"type": "FeatureCollection", "issued": "2019"}')


@pytest.mark.parametrize(
    ("genres", "container", "others", "number"),
    [
        (["Trial registry record"], "https://clinicaltrials.gov/show/NCT01234567", ["CTgov NCT01234567"], "NCT01234567"),
        (["Journal article"], "https://trialsearch.who.int/Trial2.aspx?TrialID=ISRCTN12345679", [], "ISRCTN12345679"),
        (["Trial registry record"], None, ["NCT01234567"], "NCT01234567"),
        (["Trial registry record"], None, ["NCT01234567", "NCT07654321"], None),
        (["Trial registry record"], None, [], None),
        (["Journal article"], "Journal of invented joints", ["ClinicalTrials.gov/NCT01234567"], None),
        (["Journal article"], "https://example.org/journal", ["NCT01234567"], None),
    ],
)
def test_a_registrys_own_record_among_references(
    genres: list[str], container: str | None, others: list[str], number: str | None
) -> None:
    found = registry_record_number(genres, container, others)
    assert (found.value if found else None) == number


@pytest.mark.parametrize(
    ("kind", "pmid", "doi", "relation_read", "notice"),
    [
        ("RetractionIn", "1", "10.5/a", "related", "retraction"),
        ("RetractionIn", None, None, None, "retraction"),
        ("RetractionOf", None, "10.5/a", "retracts", "retraction"),
        ("RetractionOf", None, None, None, None),
        ("CommentIn", "1", None, "related", None),
        ("UpdateOf", None, "10.5/a", "version-of", None),
    ],
)
def test_what_a_correction_says(
    kind: str, pmid: str | None, doi: str | None, relation_read: str | None, notice: str | None
) -> None:
    link, told = relation(kind, pmid, doi, "here")
    assert (link.relation if link else None) == relation_read
    assert (told.kind if told else None) == notice
    if told and kind == "RetractionOf":
        assert told.target_doi == doi, "the notice is on the other record"
    elif told:
        assert (told.target_doi, told.target_pmid, told.notice_doi) == (None, None, doi)
