"""EU Clinical Trials Register: the protocol of one member state as HTML page, plain-text download or JSON (ctrdata).

Home: https://www.clinicaltrialsregister.eu/   Terms: https://www.clinicaltrialsregister.eu/disclaimer.html
Oddities seen (2026-11): fields are known by their codes (A.2, E.8.1.1), in all three forms; one record for each country
with the same EudraCT number; "NA" and "N/A" where nothing is known; numbers of other registries (A.5) are free text.
A search page names the protocols to read next.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ingest import ctgov_results, eudract_results, identifiers
from ingest import registry_words as words
from ingest.errors import NotAPage, PageChanged
from ingest.json_pages import json_head, text_at
from ingest.json_stream import Item, each_record
from ingest.markup import clean, decode, html_tree, text_of
from ingest.page import Page
from ingest.records import Entry, Parsed
from ingest.registry_record import RegistryRecord

KIND = "registry"
HOME = "https://www.clinicaltrialsregister.eu/"
URL: re.Pattern[str] | None = re.compile(r"^https?://(?:www\.)?clinicaltrialsregister\.eu/ctr-search/", re.I)
RANK = 10
STREAMS = True
RULE = "euctr"

Fields = dict[str, list[tuple[str, str]]]  # code without dots, lower case -> (value, pointer)
_CODE = re.compile(r"^\s*([A-HNP](?:\.\d{1,3})+)\.?\s")
_LINE = re.compile(r"^(?P<code>[A-HNP](?:\.\d{1,3})+)\s+(?P<label>[^:\n]{3,250}):[ \t]*(?P<value>.*)$")
_HEADER = (
    ("x5", re.compile(r"^\s*Trial Status:?\s*$|^Trial Status:\s*(?P<value>.+)$", re.I)),
    ("x6", re.compile(r"^\s*Date on which this record was first entered in the EudraCT database:?\s*(?P<value>.*)$", re.I)),
    ("pend", re.compile(r"^P\.\s+Date of the global end of the trial:?\s*(?P<value>.*)$", re.I)),
    ("pstatus", re.compile(r"^P\.\s+End of Trial Status:?\s*(?P<value>.*)$", re.I)),
)
_LANGUAGES = tuple(f"_{code}" for code in "bg cs da de el es et fi fr hu is it lt lv nl no pl pt ro sk sl sv".split())
_NOTHING = re.compile(r"^(?:n/?a|none|not applicable|-+)\.?$", re.I)
_PHASES = (("e71", "1"), ("e72", "2"), ("e73", "3"), ("e74", "4"))
_ITEM = re.compile(r"(?:^|\s)\d{1,2}\s?[.)/]\s+(?=[A-Z])")


def recognizes(page: Page) -> bool:
    """The register's own page, its text downor a record keyed by its codes."""
    head = json_head(page)
    if head:
        return b'"a2_eudract_number"' in page.body[:20_000] or b'"x4_clinical_trial_type"' in head
    start = page.body[:6000]
    if b"<html" in start.lower():
        return b"Clinical Trials Register" in page.body[:20_000] and b"EudraCT" in page.body
    return b"EudraCT Number:" in start and re.search(rb"^A\.[12] ", page.body[:20_000], re.M) is not None


def parse(page: Page) -> Iterator[Parsed]:
    """Yield each protocol, JSON streamed. Raises PageChanged without a EudraCT number, NotAPage for a search without results."""
    nothing = PageChanged("no protocol on this page of the EU Clinical Trials Register")
    if json_head(page):
        yield from each_record(page, (), _json_record, _read, nothing)
        return
    page = page.whole()
    if b"<html" in page.body[:6000].lower():
        records = [_from_html(page)]
        if not records[0].get("a2"):
            yield _search(page)
            return
    else:
        records = list(_from_text(decode(page)))
    if not records:
        raise nothing
    for position, fields in enumerate(records):
        yield _read(fields, None, position, several=len(records) > 1)


def _json_record(item: Item) -> tuple[Fields, tuple[dict[str, Any], str]] | None:
    """The protocol's fields, and the record that may hold results with its place."""
    if not isinstance(item.value, dict):
        return None
    return _from_json(item.value, item.pointer), (item.value, item.pointer)


def _from_json(item: dict[str, Any], base: str) -> Fields:
    fields: Fields = defaultdict(list)
    _gather(item, base, fields)
    for name, key in (("pend", "p_date_of_the_global_end_of_the_trial"), ("pstatus", "p_end_of_trial_status")):
        if value := text_at(item, key):
            fields[name].append((value, f"{base}/{key}"))
    return fields


def _gather(item: dict[str, Any], base: str, fields: Fields) -> None:
    for key, value in item.items():
        pointer = f"{base}/{key}"
        if isinstance(value, list):
            for position, inner in enumerate(value):
                if isinstance(inner, dict):
                    _gather(inner, f"{pointer}/{position}", fields)
        elif isinstance(value, dict):
            continue
        elif (match := re.match(r"([a-hx]\d+)_", key)) and not key.endswith(_LANGUAGES) and (text := text_at(item, key)):
            fields[match[1]].append((text, pointer))


def _from_html(page: Page) -> Fields:
    fields: Fields = defaultdict(list)
    tree: Any = html_tree(page)
    path = tree.getroottree().getpath
    for row in tree.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts = [text_of(cell) or "" for cell in cells]
        if len(cells) == 3 and (match := re.fullmatch(r"([A-HNP](?:\.\d{1,3})+)\.?", texts[0])):
            if texts[2]:
                fields[_plain(match[1])].append((texts[2], path(cells[2])))
        elif len(cells) >= 2:
            for name, pattern in _HEADER:
                if pattern.match(" ".join(texts[:-1]).strip()) and texts[-1]:
                    fields[name].append((texts[-1], path(cells[-1])))
    return fields


def _from_text(text: str) -> Iterator[Fields]:
    fields: Fields = defaultdict(list)
    current: str | None = None
    for position, line in enumerate(text.splitlines(), start=1):
        pointer = f"line {position}"
        if re.match(r"^\s*EudraCT Number:", line) and fields:
            yield fields
            fields = defaultdict(list)
        if match := _LINE.match(line):
            current = _plain(match["code"])
            fields[current].append((match["value"].strip(), pointer))
        elif header := next(((n, m) for n, p in _HEADER if (m := p.match(line)) and m["value"]), None):
            current = None
            fields[header[0]].append((header[1]["value"].strip(), pointer))
        elif current and line.strip() and not _CODE.match(line) and not re.match(r"^[A-Z]\.\s", line):
            value, where = fields[current][-1]
            fields[current][-1] = (f"{value}\n{line.strip()}".strip(), where)
    if fields:
        yield fields


def _plain(code: str) -> str:
    return code.replace(".", "").lower()


def _search(page: Page) -> Parsed:
    """The protocols that a search page names."""
    links = html_tree(page).xpath("//a[contains(@href, '/ctr-search/trial/')]/@href")
    found = [str(link) for link in links if re.search(r"/trial/\d{4}-\d{6}-\d{2}/[A-Z0-9]{2,3}$", str(link))]
    urls = [link if link.startswith("http") else f"https://www.clinicaltrialsregister.eu{link}" for link in found]
    if not urls:
        raise NotAPage("a search page of the EU Clinical Trials Register without results")
    return Parsed(entries=tuple(Entry(url=url) for url in dict.fromkeys(urls)))


def _first(fields: Fields, code: str) -> tuple[str | None, str]:
    for value, pointer in fields.get(code, ()):
        if not _NOTHING.match(value):
            return clean(value), pointer
    return None, ""


def _read(fields: Fields, results: tuple[dict[str, Any], str] | None, position: int, several: bool) -> Parsed:
    written, pointer = _first(fields, "a2")
    found = identifiers.registry_number(written)
    if found is None or found.reject_reason:
        raise PageChanged("a protocol of the EU Clinical Trials Register without its EudraCT number")
    record = RegistryRecord(RULE, "eudract", found.value)
    record.own(written, pointer)
    state, where = _first(fields, "a1")
    country = re.split(r"\s+-\s+", state)[0] if state else None
    record.countries([country], where)
    _identity(record, fields)
    _design(record, fields)
    _numbers_of_people(record, fields)
    _subjects(record, fields)
    if results:
        _add_results(record, *results)
    key = f"eudract:{found.value}:{country}" if several else None
    url = f"https://www.clinicaltrialsregister.eu/ctr-search/search?query={found.value}"
    return record.build("EU Clinical Trials Register", url, key)


def _add_results(record: RegistryRecord, item: dict[str, Any], base: str) -> None:
    place = f"{base}/subjectDisposition/postAssignmentPeriods/postAssignmentPeriod/arms"
    for label, role, description, started in eudract_results.arms(item):
        record.arm(label, role, description, started, place)
    study, locate = eudract_results.study(item, base)
    roles = {arm.label: arm.role for arm in record.arms}
    record.findings += ctgov_results.findings(study, roles, RULE, locate)


def _identity(record: RegistryRecord, fields: Fields) -> None:
    public, there = _first(fields, "a31")
    full, place = _first(fields, "a3")
    record.say("title", full or public, place or there)
    record.cite("title", full or public, place or there)
    record.also("title", public, there)
    record.say("acronym", *_first(fields, "a32"))
    record.say("framework", words.framework(full), place)
    for code in ("a51", "a52", "a53", "a54", "a41"):
        text, where = _first(fields, code)
        record.secondary(text, where, registry_field=code in ("a51", "a52"), domain="ISRCTN" if code == "a51" else None)
    record.sponsor(*_first(fields, "b11"))
    record.say("status", *_first(fields, "x5"))
    record.say("status", *_first(fields, "pstatus"))
    entered, where = _first(fields, "x6")
    record.say("registered_on", words.iso_date(entered), where)
    record.cite("issued", words.iso_date(entered), where)
    ended, where = _first(fields, "pend")
    record.say("completed_on", words.iso_date(ended), where)
    record.text("Title", full, "title")
    record.text("Title for lay people", public, "title")


def _yes(fields: Fields, code: str) -> bool:
    return (_first(fields, code)[0] or "").lower() == "yes"


def _design(record: RegistryRecord, fields: Fields) -> None:
    for code, field, yes, no in (
        ("e811", "allocation", "randomised", "non-randomised"),
        ("e814", "masking", "double", None),
        ("e813", "masking", "single", None),
        ("e812", "masking", "open", None),
        ("e816", "design", "crossover", None),
        ("e815", "design", "parallel", None),
    ):
        answer, where = _first(fields, code)
        record.say(field, yes if _yes(fields, code) else no if (answer or "").lower() == "no" else None, where)
    found = [f"Phase {number}" for code, number in _PHASES if _yes(fields, code)]
    record.say("phase", "/".join(found) or None, next((_first(fields, c)[1] for c, _ in _PHASES if _yes(fields, c)), ""))
    arms, where = _first(fields, "e824")
    record.say("arms", words.whole(arms), where)
    for code in ("e851", "e841"):
        sites, where = _first(fields, code)
        record.say("sites", words.whole(sites), where)
    if _yes(fields, "e83") and "sites" not in record.said:
        record.say("sites", 1, _first(fields, "e83")[1])


def _numbers_of_people(record: RegistryRecord, fields: Fields) -> None:
    """The whole trial's number; the member state's only when the trial runs nowhere else."""
    whole, where = _first(fields, "f422")
    record.say("enrolled_planned", words.whole(whole), where)
    if (_first(fields, "e85")[0] or "").lower() == "no":
        own, where = _first(fields, "f41")
        record.say("enrolled_planned", words.whole(own), where)


def _subjects(record: RegistryRecord, fields: Fields) -> None:
    for code in ("e11", "e111"):  # where the condition is put in prose, its name for lay people
        if not any(role == "condition" for role, _ in record.topics):
            text, where = _first(fields, code)
            record.condition(text, where)
    names: list[tuple[str, str]] = fields.get("d38") or fields.get("d31") or fields.get("d2111") or []
    for name, where in names:
        record.topic("intervention", name, where)
    for rank, code, when in (("primary", "e51", "e511"), ("secondary", "e52", "e521")):
        text, where = _first(fields, code)
        frame = _first(fields, when)[0]
        items = [item.strip() for item in _ITEM.split(text or "") if item.strip()]
        for item in items if len(items) > 1 else [text]:
            record.outcome(rank, item, frame, where)
    for label, code in (("Main objective", "e21"), ("Inclusion criteria", "e3"), ("Exclusion criteria", "e4")):
        record.text(label, _first(fields, code)[0])
