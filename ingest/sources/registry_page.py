"""Registries' pages for people: ClinicalTrials.gov (until 2024), ISRCTN, and sponsors' own registers (GSK, Takeda).

Home: https://clinicaltrials.gov/   Terms: those of each site
Oddities seen (2026-11): all are lists of labels and values, in table rows, definition lists or a heading with a
paragraph; labels carry help texts; ClinicalTrials.gov writes "Label : value" in one cell, and a table's labels above
its one row; a sponsor's register names the trial by its NCT number, which is the record's own here. Error pages of
these sites are not claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import identifiers, registry_topics
from ingest import registry_words as words
from ingest.errors import PageChanged
from ingest.markup import block_text, clean, html_tree, text_of
from ingest.page import Page
from ingest.records import Parsed
from ingest.registry_record import RegistryRecord

KIND = "registry"
HOME = "https://clinicaltrials.gov/"
URL: re.Pattern[str] | None = re.compile(r"^https?://(?:www\.)?(?:clinicaltrials\.gov/(?:ct2/)?show/|isrctn\.com/ISRCTN)", re.I)
RANK = 10
RULE = "registry_page"

# The page's title -> publisher, and the address of a record.
_SITES = (
    (re.compile(r"(?:Full Text View|Tabular View|Study Results) - ClinicalTrials\.gov$"), "ClinicalTrials.gov"),
    (re.compile(r"^ISRCTN - ISRCTN\d{8}\b"), "ISRCTN registry"),
    (re.compile(r"^GSK Clinical Study Register - Study \S+"), "GSK Study Register"),
    (re.compile(r"\| Takeda Clinical Trials$"), "Takeda Clinical Trials"),
)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.S | re.I)
_NUMBERS = ("clinicaltrials.gov identifier", "nct number", "isrctn", "isrctn number")
_LABELS = {
    "title": ("brief title", "study title", "public title"),
    "official": ("official title", "scientific title", "detailed title"),
    "acronym": ("acronym",),
    "sponsor": ("sponsor", "study sponsor", "primary sponsor", "sponsor name"),
    "secondary": (
        "other study id numbers",
        "other trial ids",
        "secondary ids",
        "clinical study id",
        "eudract number",
        "eudract/ctis number",
        "clinicaltrials.gov number",
        "takeda trial id",
        "protocol serial number",
        "secondary identifying numbers",
        "protocol/serial number",
    ),
    "status": ("recruitment status", "study recruitment status", "overall trial status", "overall study status"),
    "phase": ("phase", "trial phase", "study phase"),
    "registered_on": ("first posted", "first received", "registration date", "date assigned", "date of registration"),
    "started_on": ("study start date", "actual study start date", "estimated study start date", "recruitment start date"),
    "completed_on": (
        "study completion date",
        "actual study completion date",
        "estimated study completion date",
        "overall study end date",
        "overall trial end date",
    ),
    "enrolled": ("actual enrollment", "total final enrolment", "actual enrolment"),
    "enrolled_planned": ("estimated enrollment", "target number of participants", "planned enrollment", "anticipated enrollment"),
    "allocation": ("allocation", "study design", "secondary study design"),
    "masking": ("masking", "study design"),
    "design": ("intervention model", "study design"),
    "kind": ("study type", "trial type", "primary study design"),
    "condition": (
        "condition",
        "conditions",
        "study indication",
        "condition or disease",
        "health condition(s) or problem(s) studied",
    ),
    "intervention": ("generic name", "compound", "drug/device/biological/vaccine name(s)", "drug names"),
}
_SUMMARY = {
    "brief summary": "Brief summary",
    "plain english summary": "Plain english summary",
    "detailed description": "Detailed description",
    "inclusion criteria": "Inclusion criteria",
    "eligibility criteria": "Eligibility criteria",
    "criteria": "Eligibility criteria",
}
# What a page shows in place of a part that is folded away.
_FOLDED = re.compile(r"^Click to view [\w/ ]*criteria\b:?\s*", re.I)
# ClinicalTrials.gov: blocks whose next block is the value, and what an intervention is called by.
_LABEL_BLOCK = re.compile(r"\b(?:ct-body3|ct-header3|tr-info-title)\b")
_TYPED = re.compile(
    r"^(?:Drug|Device|Behavioral|Procedure|Biological|Dietary Supplement|Other|Radiation|Genetic|Diagnostic Test|"
    r"Combination Product)\s*:\s*(?P<name>.+)"
)
_INLINE = re.compile(
    r"(?P<label>Recruitment Status|First Posted|Last Update Posted)\s*:\s*(?P<value>.{3,80}?)"
    r"(?=\s*(?:First Posted|Results First Posted|Last Update Posted|See Contacts|$))"
)
_PLACEBO = re.compile(r"(?:matching |matched )?(?:placebo|sham)\b", re.I)
_MAX_TITLE = 400
_NO_TITLE = re.compile(r"^(?:see\b|n/?a$|-$)", re.I)
_FRAMED = re.compile(
    r"(?P<name>[^\s\[].*?)\s*\[\s*Time Frame:\s*(?P<frame>[^\]]+)\](?:\s*\[\s*Designated as Safety Issue:[^\]]*\])?", re.I | re.S
)
_FRAME = re.compile(r"^(?P<name>.+?)\s*\[\s*Time Frame:\s*(?P<frame>[^\]]+)\]", re.S)


def recognizes(page: Page) -> bool:
    """The title of a record's page on one of the sites."""
    return _publisher(page) is not None


def _publisher(page: Page) -> str | None:
    found = _TITLE.search(page.body[:20_000])
    title = clean(found[1].decode("utf-8", "replace")) if found else None
    return next((name for pattern, name in _SITES if title and pattern.search(title)), None)


def parse(page: Page) -> Iterator[Parsed]:
    """Yield the record. Raises PageChanged when it names no registry number."""
    tree: Any = html_tree(page)
    pairs = dict(_pairs(tree))
    number = None
    for label in _NUMBERS:
        text, pointer = pairs.get(label, (None, ""))
        number = number or _own(text, pointer)
    title = text_of(tree.find(".//title")) or ""
    number = number or _own(title if title.startswith("ISRCTN") else None, "/html/head/title")
    if number is None:
        raise PageChanged("a registry's page without the number of the trial")
    found, pointer = number
    record = RegistryRecord(RULE, found.scheme, found.value)
    record.own(found.as_written, pointer)
    _fill(record, pairs, title)
    for rank in ("Primary", "Secondary"):
        _outcomes(record, tree, rank)
        for label in (
            f"{rank.lower()} outcome measure",
            f"{rank.lower()} outcome measures",
            f"{rank.lower()} outcome measure(s)",
        ):
            text, place = pairs.get(label, ("", ""))
            for name, frame in _listed(text):
                record.outcome(rank.lower(), name, frame, place)
    publisher = _publisher(page) or ""
    home = "https://clinicaltrials.gov/study/" if found.scheme == "nct" else "https://www.isrctn.com/"
    of_sponsor = page.url.startswith("http") and publisher not in ("ClinicalTrials.gov", "ISRCTN registry")
    yield record.build(publisher, page.url if of_sponsor else home + found.value)


def _listed(text: str) -> Iterator[tuple[str, str | None]]:
    """Name and time frame of each outcome of one cell: each closed by its time frame, or numbered."""
    framed = list(_FRAMED.finditer(text))
    if framed:
        yield from ((match["name"], match["frame"]) for match in framed)
    else:
        yield from ((name, None) for name in re.split(r"(?:^|\s)\d{1,2}[.)]\s+(?=[A-Z])", text))


def _own(text: str | None, pointer: str) -> tuple[identifiers.Number, str] | None:
    number = identifiers.registry_number(text)
    return (number, pointer) if number and not number.reject_reason and number.scheme in ("nct", "isrctn") else None


def _pairs(tree: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    """Labels and values, later ones first, so that a dictionary keeps the first of each."""
    found: list[tuple[str, str, Any]] = []
    for row in tree.iter("tr", "dt", "p", "h3", "h4"):
        if row.tag == "tr":
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            if len(cells) == 2:
                found.append((text_of(cells[0]) or "", _value(cells[1]), cells[1]))
        elif row.tag != "p" or "bold" in (row.get("class") or ""):
            value: Any = row.getnext()
            if value is not None and value.tag in ("dd", "p", "div", "ul"):
                found.append((text_of(row) or "", _value(value), value))
    found += _blocks(tree)
    for table in tree.iter("table"):
        found += _columns(table)
    for box in tree.xpath("//*[contains(@class, 'tr-status')]"):
        found += [(match["label"], match["value"], box) for match in _INLINE.finditer(text_of(box) or "")]
    path = tree.getroottree().getpath
    for label, value, element in reversed(found):
        if value and len(label) < 80:
            yield re.sub(r"\s*:?\s*$", "", label).lower(), (value, path(element))


def _blocks(tree: Any) -> Iterator[tuple[str, str, Any]]:
    """Labels of ClinicalTrials.gov that are a block of their own, with the block that follows."""
    for block in tree.iter("div"):
        value = block.getnext()
        if _LABEL_BLOCK.search(block.get("class") or "") and value is not None and value.tag == "div":
            yield text_of(block) or "", _value(value), value


def _columns(table: Any) -> Iterator[tuple[str, str, Any]]:
    """Labels above the cells of a table's one row; what stands in blocks of a cell is broken by `<br>`, as in data fields."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if len(rows) == 2 and len(rows[0]) == len(rows[1]) and all(cell.tag == "th" for cell in rows[0]):
        for label, cell in zip(*rows, strict=True):
            parts = [part for child in cell if (part := text_of(child))]
            yield text_of(label) or "", "<br>".join(parts) or _value(cell), cell


def _value(element: Any) -> str:
    """Text on one line, a space where a line breaks."""
    return clean(block_text(element)) or ""


def _fill(record: RegistryRecord, pairs: dict[str, tuple[str, str]], page_title: str) -> None:
    def first(field: str) -> tuple[str | None, str]:
        return next((pairs[label] for label in _LABELS[field] if label in pairs), (None, ""))

    public, place = first("title")
    official, there = first("official")
    if not public or _NO_TITLE.match(public):
        named = _from_title(page_title)
        described, where = pairs.get("detailed description", (None, ""))
        fallback = (described, where) if described and len(described) <= _MAX_TITLE else (None, "")
        public, place = (named, "/html/head/title") if named else (official, there) if official else fallback
    record.say("title", public, place)
    record.cite("title", public, place)
    record.also("title", official, there)
    record.say("acronym", *first("acronym"))
    text, where = pairs.get("doi", (None, ""))
    record.cite("doi", identifiers.doi(text), where)
    record.sponsor(*first("sponsor"))
    status, where = first("status")
    record.say("status", words.status(status), where)
    for field in ("registered_on", "started_on", "completed_on"):
        text, where = first(field)
        record.say(field, words.iso_date(text), where)
    text, where = first("registered_on")
    record.cite("issued", words.iso_date(text), where)
    for field in ("enrolled", "enrolled_planned"):
        text, where = first(field)
        record.say(field, words.whole(text), where)
    _design(record, first)
    for label in _LABELS["secondary"]:
        for item in re.split(r"\s*[;,]\s+|\s{2,}", pairs.get(label, ("", ""))[0]):
            if len(item) <= 40:
                record.secondary(item, pairs.get(label, ("", ""))[1])
    record.condition(*first("condition"))
    text, where = first("intervention")
    if text and registry_topics.is_name(text):
        record.topic("intervention", text, where)
    text, where = pairs.get("intervention/treatment", ("", ""))
    for line in registry_topics.lines(text):
        if (typed := _TYPED.match(line)) and registry_topics.is_name(typed["name"]):
            record.topic("comparator" if _PLACEBO.match(typed["name"]) else "intervention", typed["name"], where)
    record.text("Title", public, "title")
    for label, heading in _SUMMARY.items():
        if label in pairs:
            record.text(heading, _FOLDED.sub("", pairs[label][0]))


def _design(record: RegistryRecord, first: Any) -> None:
    kind, where = first("kind")
    record.keyword("study-type", (kind or "").split("(")[0])
    if (kind or "").lower().startswith("observational"):
        record.say("design", "observational", where)
    for field, read in (("design", words.design), ("allocation", words.allocation), ("masking", words.masking)):
        text, where = first(field)
        record.say(field, read(text), where)
    text, where = first("phase")
    record.say("phase", words.phase([text or ""]), where)


def _from_title(title: str) -> str | None:
    """The trial's title out of the page's."""
    bare = re.sub(r"\s+-\s+(?:Full Text View|Tabular View|Study Results) - ClinicalTrials\.gov$", "", title)
    bare = re.sub(r"^ISRCTN - ISRCTN\d{8}:\s*", "", bare)
    return clean(bare) if bare != title else None


def _outcomes(record: RegistryRecord, tree: Any, rank: str) -> None:
    """The numbered list under "Primary Outcome Measures" of ClinicalTrials.gov."""
    for heading in tree.xpath(f"//*[@data-term='{rank} outcome measure' or @data-term='{rank} Outcome Measure']")[:1]:
        for item in heading.xpath("following::ol[1]/li"):
            match = _FRAME.match(text_of(item) or "")
            if match:
                pointer = item.getroottree().getpath(item)
                record.outcome(rank.lower(), match["name"], match["frame"], pointer)
