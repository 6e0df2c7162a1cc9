"""A made-up collection of pages about trials, of any size, always the same: what `bench_relink` builds catalogs from.

Of ten works one is a registry record, one a protocol, four are reports (half of them of a registered trial), one is in
a portal too, one has no identifier at all, two are blog posts. Works cite works, posts point at reports.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.markup import DocumentBuilder
from ingest.records import Author, Citation, Finding, Keyword, Link, OutcomeSpec, Parsed, Reference, Registration, Stated

Made = tuple[str, str, Parsed]
"""Address, source, reading."""

NOUNS = "knee back hip sleep mood fear pain gait grip speech memory hearing balance weight asthma eczema".split()
DEEDS = "walking singing coaching splinting gardening knitting swimming reading cycling mentoring dancing stretching".split()
FAMILIES = "Berg Holm Lund Dahl Vik Moe Ruud Bakke Hagen Lie Strand Sand Foss Nygaard Eide Haug Tangen Moen".split()
HUB_REPORTS = 300
HUB_NUMBERS = 300
HUB_STORIES = 1000
HUB_RECORDS = 300
HUB_CITING = 5000
HUB_TITLES = 2000
EVERYDAY_TITLE = "Response to the letter to the editor by our colleagues"


def number(n: int) -> str:
    """The registration number of the n-th trial."""
    return f"NCT{10_000_000 + n}"


def doi(n: int) -> str:
    """The DOI of the n-th work."""
    return f"10.5555/work.{n}"


def title(n: int) -> str:
    """A title of its own for each work."""
    noun, deed = NOUNS[n % len(NOUNS)], DEEDS[n // len(NOUNS) % len(DEEDS)]
    return f"{deed.capitalize()} for adults with {noun} complaints in region {n}: a randomised trial"


def registration(value: str, rule: str = "registry-record") -> Registration:
    """A number that the page calls its own."""
    return Registration(registry="nct", number=value, as_written=value, status="valid", rule=rule, pointer="/id")


def _citation(n: int, **fields: str | bool | None) -> Citation:
    plain = {
        "type": "article-journal",
        "title": title(n),
        "container_title": f"Journal of {NOUNS[n % 16]}",
        "volume": str(n % 40),
    }
    authors = (Author(family=FAMILIES[n % 18], given="A"), Author(family=FAMILIES[n // 18 % 18], given="B"))
    words = (Keyword(scheme="publication-type", term="Randomized Controlled Trial"),)
    return Citation(authors=authors, keywords=words, **(plain | {"issued": str(1990 + n % 35)} | fields))  # type: ignore[arg-type]


def work(n: int, address: str | None = None, source: str = "pubmed_xml", **more: object) -> Made:
    """The page of the n-th work as a report; `more` are fields of the reading, or of its citation under `citation`."""
    fields = dict(more.pop("citation", {}) or {})  # type: ignore[call-overload]
    citation = _citation(n, **({"doi": doi(n), "pmid": str(1_000_000 + n)} | fields))
    builder = DocumentBuilder()
    builder.add("title", citation.title or "")
    builder.add("abstract", f"We compared two ways of {DEEDS[n % 12]}. " * 8)
    cites = tuple(
        Link(relation="cites", rule="reference-list", doi=doi((n * 7919 + place * 104_729) % max(n, 1)), pointer=f"/r/{place}")
        for place in range(3)
    )
    links = (*cites, *more.pop("links", ()))  # type: ignore[misc]
    reading = Parsed(citation=citation, document=builder.build(), links=links, **more)  # type: ignore[arg-type]
    return address or f"https://works.example/{n}", source, reading


def report(n: int, trial: str, **more: object) -> Made:
    """A report that gives its trial's number, with an outcome and a finding."""
    outcome = f"{NOUNS[n % 16]} severity score"
    return work(
        n,
        registrations=(registration(trial, "data-bank-list"),),
        stated=(Stated(entity="trial", field="enrolled", value=100 + n % 400, rule="sample-size", pointer="/n"),),
        outcomes=(OutcomeSpec(name=outcome, rank="primary", rule="outcome", pointer="/o"),),
        findings=(Finding(outcome_name=outcome, change="no-difference", rule="f", rule_version="1", pointer="/f"),),
        **more,
    )


def record(trial: str, n: int, links: tuple[Link, ...] = ()) -> Made:
    """A registry's record of a trial."""
    citation = Citation(type="registration", title=title(n), url=f"https://registry.example/{trial}", issued="2011-05-01")
    outcomes = (OutcomeSpec(name=f"{NOUNS[n % 16]} severity", rank="primary", rule="registry-outcome", pointer="/o"),)
    reading = Parsed(citation=citation, registrations=(registration(trial),), outcomes=outcomes, links=links)
    return f"https://registry.example/{trial}", "ctgov_json", reading


def story(n: int, about: int, host: str = "blog") -> Made:
    """A blog post that links to a work."""
    citation = Citation(type="post-weblog", title=f"Story number {n}: what a study says on {NOUNS[n % 16]}", is_summary=True)
    builder = DocumentBuilder()
    builder.add("title", citation.title or "")
    builder.add("body", "A study was in the news. " * 6)
    link = Link(relation="summarizes", rule="study-link", doi=doi(about), url=f"https://doi.org/{doi(about)}", pointer="/a")
    return f"https://{host}.example/{n}", "summary_page", Parsed(citation=citation, document=builder.build(), links=(link,))


def nameless(n: int, name: str | None = None) -> Made:
    """A work without any identifier, as reference managers give it."""
    return work(n, source="pure_html", citation={"doi": None, "pmid": None} | ({"title": name} if name else {}))


def pages(size: int) -> Iterator[Made]:
    """Pages of about `size` works."""
    for n in range(size):
        trial = number(n // 10)
        match n % 10:
            case 0:
                yield record(trial, n)
            case 1 | 2 | 3:
                yield report(n, trial)
            case 4 | 5:
                yield work(n)
            case 6:
                yield work(n)
                yield work(n, f"https://portal.example/{n}", "pure_html", citation={"pmid": None})
            case 7:
                yield nameless(n)
            case _:
                yield story(n, n - n % 10 + 1)


def hubs(size: int) -> Iterator[Made]:
    """Pages around which everything could hang together, with numbers from `size` on."""
    at = size + 1_000_000
    trial = number(900_000)
    for n in range(HUB_REPORTS):
        yield report(at + n, trial)
    at += 100_000
    listed = tuple(registration(number(900_001 + n), "data-bank-list") for n in range(HUB_NUMBERS))
    yield work(at, registrations=listed)
    yield from (record(number(900_001 + n), at + 1 + n) for n in range(HUB_NUMBERS))
    at += 100_000
    yield work(at)
    yield from (story(at + n, at, "news") for n in range(HUB_STORIES))
    at += 100_000
    yield work(at)
    yield from (record(number(910_000 + n), at + 1 + n, links=(_names(at),)) for n in range(HUB_RECORDS))
    at += 100_000
    yield work(at)
    yield from (work(at + 1 + n, links=(_cites(at),)) for n in range(HUB_CITING))
    at += 100_000
    yield from (nameless(at + n, EVERYDAY_TITLE) for n in range(HUB_TITLES))


def _names(n: int) -> Link:
    return Link(relation="cites", rule="registry-derived-reference", pmid=str(1_000_000 + n), pointer="/derived")


def _cites(n: int) -> Link:
    return Link(relation="cites", rule="reference-list", doi=doi(n), pointer="/hub")


def beside_hubs(size: int, n: int) -> Iterator[tuple[str, Made]]:
    """One more page beside each hub, with what it is called."""
    at, new = size + 1_000_000, size + 3_000_000 + 100 * n
    yield f"a trial with {HUB_REPORTS} reports: one more report", report(new, number(900_000))
    yield f"a review with {HUB_NUMBERS} numbers: a report of one trial", report(new + 1, number(900_001 + n))
    yield f"{HUB_STORIES} stories about one work: one more story", story(new + 2, at + 200_000, "news")
    named = record(number(920_000 + n), new + 3, links=(_names(at + 300_000),))
    yield f"{HUB_RECORDS} records name one work: one more record", named
    yield f"{HUB_RECORDS} records name one work: a report of one trial", report(new + 4, number(910_000 + n))
    yield f"{HUB_CITING} works cite one: one more citing", work(new + 5, links=(_cites(at + 400_000),))
    again = work(at + 400_000, f"https://portal.example/{new}", "pure_html", citation={"pmid": None})
    yield f"{HUB_CITING} works cite one: its page in a portal", again
    yield f"{HUB_TITLES} works with one title: one more", nameless(new + 6, EVERYDAY_TITLE)


def one_more(size: int, n: int, version: int = 0) -> Iterator[tuple[str, Made]]:
    """One more page of each kind beside what there is, with what it is called; another `version` says something else."""
    new, old = size + 2_000_000 + 100 * n, (n * 1_237) % (size // 10) * 10
    later = {"volume": str(version)}
    yield "report of a known trial", report(new, number(old // 10), citation=later)
    yield "report of a new trial", report(new + 1, number(800_000 + n), citation=later)
    yield "record of a known trial", record(number(old // 10), new + 2 + version)
    yield "portal page of a known work", work(old + 4, f"https://portal.example/{new}", "pure_html", citation=later)
    yield "work without identifiers", nameless(new + 3, title(new + 4 + version))
    yield "story about a known work", story(new + 5, old + 1 + version)
    printed = Reference(raw=title(old + 5), title=title(old + 5), authors=(Author(family=FAMILIES[(old + 5) % 18]),))
    link = Link(relation="summarizes", rule="printed-reference", reference=printed, pointer="/p")
    address, source, reading = story(new + 6, old + 2)
    yield "story with a printed reference", (address, source, _with_links(reading, link))


def _with_links(reading: Parsed, *links: Link) -> Parsed:
    return Parsed(citation=reading.citation, document=reading.document, links=links)
