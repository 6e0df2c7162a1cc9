"""WHO's ICTRP: records of all registries in one export, as XML or CSV.

Home: https://trialsearch.who.int/   Terms: https://www.who.int/clinical-trials-registry-platform
Oddities seen (2026-11): lists are joined by ";" without a space; line breaks stand as `<br>`; numbers carry prefixes
(EUCTR...-DE, CTIS..., JPRN-UMIN...); dates of registration as dd/mm/yyyy and again as yyyymmdd (the safe one); design and
phase of EU records are lists of yes and no; a country may stand many times. The CSV has two spellings of its columns
and may lack its first line.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from ingest import identifiers, registry_topics
from ingest import registry_words as words
from ingest.errors import PageChanged, UnsafePage
from ingest.markup import clean
from ingest.page import Page
from ingest.records import Parsed
from ingest.registry_record import RegistryRecord
from ingest.text_stream import lines_of

KIND = "registry"
HOME = "https://trialsearch.who.int/"
URL: re.Pattern[str] | None = re.compile(r"^https?://(?:trialsearch\.who\.int|apps\.who\.int/trialsearch)/", re.I)
RANK = 10
STREAMS = True
RULE = "ictrp"

_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<Trials_downloaded_from_ICTRP\b", re.I)
_CSV = re.compile(rb'^(?:\xef\xbb\xbf)?"?TrialID"?\s*[,;\t]', re.I)
_TYPE = re.compile(
    r"^(?:Drug|Device|Biological|Procedure|Behaviou?ral|Other|Dietary Supplement|Radiation|Diagnostic Test|Genetic"
    r"|Combination Product)\s*:\s*",
    re.I,
)
_GROUP = re.compile(r"^Group \d+\s*:\s*", re.I)
_FRAME = re.compile(r"\s*\[(?:Time Frame:\s*)?([^\[\]]{2,200})\]\s*\.?\s*$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record of an export: values by column name in lower-case letters only, and where they stand."""

    values: dict[str, str]
    place: str
    names: dict[str, str]

    def get(self, *columns: str) -> str | None:
        """The first of the columns that has a value."""
        return next((self.values[column] for column in columns if self.values.get(column)), None)

    def pointer(self, *columns: str) -> str:
        """Where that value stands."""
        column = next((column for column in columns if self.values.get(column)), columns[0])
        return f"{self.place}/{self.names.get(column, column)}"


def recognizes(page: Page) -> bool:
    """The export's root element, or a first line that starts with the column TrialID."""
    return bool(_XML.match(page.body[:400]) or _CSV.match(page.body[:400]))


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each trial, streamed. Raises PageChanged when there is none or a row has no number."""
    rows = _xml_rows(page) if _XML.match(page.body[:400]) else _csv_rows(page)
    first = list(itertools.islice(rows, 2))
    if not first:
        raise PageChanged("no trial in this ICTRP export")
    if len(first) == 1:  # an only child's path has no number
        first = [replace(first[0], place=first[0].place.removesuffix("[1]"))]
    for row in itertools.chain(first, rows):
        yield _read(row, several=len(first) > 1)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _tidy(text: str | None) -> str:
    """Text without line-break tags."""
    return clean(re.sub(r"<br\s*/?>|\r", " ", text or "", flags=re.I)) or ""


def _xml_rows(page: Page) -> Iterator[Row]:
    if b"<!ENTITY" in page.body[:100_000]:
        raise UnsafePage("the XML declares entities of its own; they are not expanded")
    count: Counter[str] = Counter()
    try:
        with page.open() as stream:
            stream.seek(len(page.body) - len(page.body.lstrip()))
            for _, trial in etree.iterparse(
                stream, tag=("Trial", "trial"), no_network=True, load_dtd=False, resolve_entities=False
            ):
                count[trial.tag] += 1
                children = [child for child in trial if isinstance(child.tag, str)]
                values = {_plain(child.tag): (child.text or "").strip() for child in children}
                place = f"/{trial.getroottree().getroot().tag}/{trial.tag}[{count[trial.tag]}]"
                yield Row(values=values, place=place, names={_plain(child.tag): child.tag for child in children})
                trial.clear()
                while trial.getprevious() is not None:
                    del trial.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise PageChanged(f"broken XML: {str(error).splitlines()[0]}") from None


def _csv_rows(page: Page) -> Iterator[Row]:
    csv.field_size_limit(10_000_000)
    lines = lines_of(page)
    first = next(lines, "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader((line + "\n" for line in itertools.chain([first], lines)), delimiter=delimiter)
    try:
        columns = [name.strip() for name in next(reader)]
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                pairs = dict(zip(columns, cells, strict=False))
                yield Row(
                    values={_plain(name): cell.strip() for name, cell in pairs.items()},
                    place=f"row {number}",
                    names={_plain(name): name for name in columns},
                )
    except csv.Error as error:
        raise PageChanged(f"broken CSV: {error}") from None


def _read(row: Row, several: bool) -> Parsed:
    written = clean(row.get("trialid"))
    found = identifiers.registry_number(written)
    if not written:
        raise PageChanged("a row of this ICTRP export has no TrialID")
    if found is None or found.reject_reason:
        record = RegistryRecord(RULE, "unknown", written)
        record.unknown(written, found.reject_reason if found else None, row.pointer("trialid"))
    else:
        record = RegistryRecord(RULE, found.scheme, found.value)
        record.own(written, row.pointer("trialid"))
    _identity(record, row)
    _design(record, row)
    _subjects(record, row)
    url = clean(row.get("webaddress", "url"))
    key = f"{record.scheme}:{written}" if several else None
    return record.build(
        clean(row.get("sourceregister")) or "WHO International Clinical Trials Registry Platform",
        url if url and url.startswith("http") else f"https://trialsearch.who.int/Trial2.aspx?TrialID={written}",
        key,
    )


def _identity(record: RegistryRecord, row: Row) -> None:
    public, scientific = _tidy(row.get("publictitle")), _tidy(row.get("scientifictitle"))
    column = "publictitle" if public else "scientifictitle"
    record.say("title", public or scientific, row.pointer(column))
    record.cite("title", public or scientific, row.pointer(column))
    record.also("title", scientific, row.pointer("scientifictitle"))
    record.say("framework", words.framework(scientific), row.pointer("scientifictitle"))
    record.say("acronym", _tidy(row.get("acronym")) or None, row.pointer("acronym"))
    record.sponsor(_tidy(row.get("primarysponsor")), row.pointer("primarysponsor"))
    for number in re.split(r"\s*;\s*", _tidy(row.get("secondaryid", "secondaryids"))):
        record.secondary(number, row.pointer("secondaryid", "secondaryids"))
    for field in ("registered_on", "issued"):
        columns = ("dateregistration3", "dateregistration")
        when = words.iso_date(row.get(*columns))
        if field == "issued":
            record.cite(field, when, row.pointer(*columns))
        else:
            record.say(field, when, row.pointer(*columns))
    record.say("started_on", words.iso_date(row.get("dateenrollement", "dateenrollment")), row.pointer("dateenrollement"))
    record.say("completed_on", words.iso_date(row.get("resultsdatecompleted")), row.pointer("resultsdatecompleted"))
    record.cite("revised", words.iso_date(row.get("lastrefreshedon")), row.pointer("lastrefreshedon"))
    record.say("status", _tidy(row.get("recruitmentstatus")) or None, row.pointer("recruitmentstatus"))
    record.text("Title", public, "title")
    record.text("Scientific title", scientific, "title")


def _design(record: RegistryRecord, row: Row) -> None:
    kind, design = _tidy(row.get("studytype")), _tidy(row.get("studydesign"))
    record.keyword("study-type", kind)
    if kind.lower().startswith("observational"):
        record.say("design", "observational", row.pointer("studytype"))
    pointer = row.pointer("studydesign")
    record.say("design", words.design(design), pointer)
    record.say("allocation", words.allocation(design), pointer)
    record.say("masking", words.masking(_masked(design)), pointer)
    record.say("phase", _phase(_tidy(row.get("phase"))), row.pointer("phase"))
    record.say("enrolled_planned", words.whole(row.get("targetsize")), row.pointer("targetsize"))
    record.say("enrolled", words.whole(row.get("resultsactualenrollment")), row.pointer("resultsactualenrollment"))
    countries = re.split(r"\s*;\s*", _tidy(row.get("countries")))
    record.countries(countries, row.pointer("countries"))


def _masked(design: str) -> str:
    """The masking of a design line: what stands after "Masking:", when it has such a part."""
    match = re.search(r"\b(?:Masking|Blinding)\s*:\s*([^;.]*)", design, re.I)
    return match[1] if match else design


def _phase(text: str) -> str | None:
    """EU records list every phase with yes or no."""
    listed = re.findall(r"\(Phase (IV|III|II|I)\)\s*:\s*(yes|no)", text, re.I)
    if listed:
        return words.phase([number for number, answer in listed if answer.lower() == "yes"])
    return words.phase([text])


def _raw_parts(text: str | None) -> list[str]:
    """The items of a list as written: joined by ";" without a space after it."""
    return [part for part in re.split(r";(?=\S)", text or "") if part.strip()]


def _parts(text: str | None) -> list[str]:
    """The items of a list, tidied."""
    return [part for part in map(_tidy, _raw_parts(text)) if part]


def _listed(text: str | None, observed: bool) -> Iterator[tuple[str, str]]:
    """(role, name) of each intervention of a plain list. "Group 1: ..." of a study that only observes is none."""
    for part in _raw_parts(text):
        for line in registry_topics.lines(part):
            label = _GROUP.sub("", _TYPE.sub("", line))
            if registry_topics.is_name(label) and not (observed and _GROUP.match(line)):
                placebo = re.match(r"(?:matching )?(?:placebo|sham)\b", label, re.I)
                yield "comparator" if placebo else "intervention", label


def _subjects(record: RegistryRecord, row: Row) -> None:
    for part in _raw_parts(row.get("condition", "conditions")):
        record.condition(part, row.pointer("condition", "conditions"))
    written, pointer = row.get("intervention", "interventions"), row.pointer("intervention", "interventions")
    observed = record.value("design") == "observational"
    for role, name in registry_topics.interventions(written) or _listed(written, observed):
        record.topic(role, name, pointer)
    for rank, columns in (
        ("primary", ("primaryoutcome", "primaryoutcomes")),
        ("secondary", ("secondaryoutcome", "secondaryoutcomes")),
    ):
        for part in _parts(row.get(*columns)):
            frame = _FRAME.search(part)
            name = part[: frame.start()] if frame else part
            record.outcome(rank, name or part, frame[1] if frame and name else None, row.pointer(*columns))
    record.reference("results-page", None, None, clean(row.get("resultsurllink")), None, row.pointer("resultsurllink"))
    record.text("Study design", _tidy(row.get("studydesign")))
    record.text("Condition", _tidy(row.get("condition", "conditions")))
    record.text("Intervention", _tidy(written))
    record.text("Inclusion criteria", _tidy(row.get("inclusioncriteria")))
    record.text("Exclusion criteria", _tidy(row.get("exclusioncriteria")))
