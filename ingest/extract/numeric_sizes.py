"""How many people an arm holds: table headers "(n = 98)", rows of sizes, and what abstract and methods say.

`size_pairs` gives pairs for two arms, each with the features a ranker (or a reader) needs to choose: where it stands,
how well the labels fit, whether the words are of people randomised, analysed or only planned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract.number_words import COUNT, count_value
from ingest.extract.numeric_arms import glossary, label_words, likeness
from ingest.extract.sentences import sentences
from ingest.extract.tables import tables
from ingest.records import Document

_PEOPLE = (
    r"(?:(?:\w+(?:-\w+)? ){0,2}(?:patients|participants|subjects|women|men|children|infants|people|persons|adults"
    r"|individuals|students|volunteers"
    r"|girls|boys|cases|nurses|mothers|eyes|knees|teeth|residents|families|schools|practices|clinics|rats|mice|animals|dogs|pairs|neonates|newborns"
    r"|adolescents|athletes|players|consumers|outpatients|controls))"
)
_N_RE = re.compile(r"[(\[,]?\s*\b[nN]\s?[=:]\s?(?P<n>\d[\d,]*)\b[^()\[\]]{0,25}[)\]]?")
_TABLE_N_RE = re.compile(r"\b[nN]\s?[=:]?\s?(?P<n>\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)|\(\s?(?P<m>\d{1,5})\s?\)")
_COUNT_TO_RE = re.compile(
    rf"\b(?P<n>{COUNT})\s+(?:\(\s?\d+(?:\.\d+)?\s?%\s?\)\s+)?(?:of (?:the|them"
    rf"|whom) )?(?:{_PEOPLE}\s+)?(?:\(\d+(?:\.\d+)?%\)\s*)?"
    r"(?:(?:who|that|were|was|had|being|have|been|are|randomly|then|each)\s+){0,4}"
    r"(?:(?:allocated|assigned|randomi[sz]ed|received|receiving|given|treated with|in|to|on|into|fed|formed|completed"
    r"|underwent)\s+){1,3}(?=(?P<label>(?:[^\s.,;()]+\s*){1,9}))",
    re.IGNORECASE,
)
_GROUP_COUNT_RE = re.compile(
    rf"(?P<label>(?:[^\s.,;()]+\s+){{1,6}}(?:group|arm)s?)\s*[,(:]\s*(?:of |with |comprised "
    rf"|included )?(?P<n>{COUNT})\s+{_PEOPLE}",
    re.IGNORECASE,
)
_GROUP_HAS_RE = re.compile(
    rf"(?P<label>(?:[^\s.,;:()]+\s+){{1,5}})(?:consist\w*|compris\w*|includ\w*|contain\w*|had)\s+(?:of\s+)?(?P<n>{COUNT})\s+{_PEOPLE}"
    rf"|(?P<label2>(?:[^\s.,;:()]+\s+){{1,4}}(?:group|arm)s?)\s?[:,]\s*(?P<n2>\d+)\b(?![.·]\d|\s?%)",
    re.IGNORECASE,
)
_N_FOR_RE = re.compile(r"\b[nN]\s?=\s?(?P<n>\d[\d,]*)\s+(?:for|in|on|to|received|were)\s+(?=(?P<label>(?:[^\s.,;()]+\s*){1,6}))")
_BARE_RE = re.compile(
    r"(?:^|(?<=[(;,]\s)|(?<=\()|(?<=and\s))(?P<n>\d{1,5})\s+(?P<label>[A-Za-z][\w-]+(?:\s[A-Za-z-]+)?)(?=\s?[,;)]|\s+and\s+\d)"
)
_LIST_RE = re.compile(
    rf"(?P<ns>\b{COUNT}(?:\s?\([^)]*\))?(?:,\s+(?:and\s+)?{COUNT}(?:\s?\([^)]*\))?){{0,4}},?\s+and\s+{COUNT})(?:\s?\([^)]*\))?\s+(?:{_PEOPLE}\s+)?"
    r"(?:(?:who|were|randomly|was|had)\s+){0,3}(?:(?:allocated|assigned|randomi[sz]ed|received|given|in|to|on|into)\s+){1,3}(?P<labels>[^.;()]{3,160}?)(?:,?\s+respectively|\s+groups?\b)",
    re.IGNORECASE,
)
_LIST_BACK_RE = re.compile(
    rf"\b[Ii]n (?:the )?(?P<labels>[^.;()]{{3,90}}?) (?:groups?"
    rf"|arms?),\s+(?P<ns>{COUNT}(?:,\s+{COUNT}){{0,3}},?\s+and\s+{COUNT})\s+{_PEOPLE}"
)
_EACH_RE = re.compile(
    rf"\b(?P<n>{COUNT})\s+(?:{_PEOPLE}\s+)?(?:\w+\s+){{0,2}}(?:per|in (?:each|every|both|either)(?: of)?(?: the)?"
    rf"|for each|to each)\s+(?:\w+\s+){{0,2}}(?:group|arm|treatment|of)"
    rf"|(?:each|both|every|either) (?:\w+ )?(?:group|arm)s?\s*(?:\(|,)?\s*(?:consist\w*|compris\w*|includ\w*"
    rf"|contain\w*|had|with|of|has)?\s*(?:of )?\(?(?:n\s?=\s?)?(?P<m>{COUNT})\b"
    rf"|(?:two|three|four|five|six) (?:equal )?(?:\w+ )?groups? of (?P<k>{COUNT})\b",
    re.IGNORECASE,
)
_PLANNED_RE = re.compile(
    r"\b(?:sample size|power|required|needed|necessary|planned|calculated|would be|estimated|aim(?:ed)? to|assuming"
    r"|dropout rate)\b",
    re.IGNORECASE,
)
_LOST_RE = re.compile(r"\b(?:lost|withdr\w+|dropped|excluded|discontinued|died|adverse|failed|refused|declined)\b", re.IGNORECASE)
_ANALYSED_RE = re.compile(
    r"\b(?:analy[sz]ed|completed|evaluable|included in the (?:final )?analys|assessed|intention|ITT|available)\b", re.IGNORECASE
)
_RANDOMISED_RE = re.compile(r"\brandom|allocat|assigned|divided", re.IGNORECASE)
_CUT_RE = re.compile(r"\b(?:and|or|while|whereas|were|was|had|who|respectively|for|at|after|during|than|versus|vs)\b")


@dataclass(frozen=True, slots=True)
class Size:
    """One statement of a size. place: table | abstract | methods | results | caption | other; label None = each arm."""

    n: int
    label: str | None
    place: str
    table: int | None
    start: int
    end: int
    lost: bool = False
    planned: bool = False
    analysed: bool = False
    randomised: bool = False
    column: int | None = None


@dataclass(frozen=True, slots=True)
class SizePair:
    """Sizes for the two arms that belong together."""

    intervention: Size
    comparator: Size
    features: dict[str, float]


@lru_cache(maxsize=8)
def sizes(document: Document) -> tuple[Size, ...]:
    """Every statement of an arm's size, in order of the text."""
    return (*_table_sizes(document), *_text_sizes(document))


def _table_sizes(document: Document) -> Iterator[Size]:
    for table in tables(document):
        for c in range(table.label_columns, len(table.header)):
            path = table.header[c]
            for i, part in enumerate(path):
                match = _TABLE_N_RE.search(part)
                if match is None:
                    continue
                n = count_value(match["n"] or match["m"])
                rest = " ".join(p for j, p in enumerate(path) if j != i)
                label = " ".join(filter(None, (rest, part[: match.start()] + " " + part[match.end() :]))).strip()
                at = document.text.find(part, table.start, table.end)
                if n and at >= 0:
                    yield Size(n, label, "table", table.position, at, at + len(part), column=c)
        for labels, row in zip(table.labels, table.rows, strict=True):
            yield from _label_size(document, table.position, labels, row)
            if labels and re.fullmatch(
                r"\W*(?:n|no\.?(?: of \w+)?|number(?: of \w+)?|sample size|total|patients|participants|subjects"
                r"|N)\W*(?:\(n\))?(?:, n)?(?:\s?\(%\))?",
                labels[-1],
                re.IGNORECASE,
            ):
                for c in range(table.label_columns, min(len(row), len(table.header))):
                    value = row[c].value
                    number = value and (value.first if value.first is not None else value.count)
                    if number and number == int(number) and table.header[c]:
                        yield Size(
                            int(number), " ".join(table.header[c]), "table", table.position, row[c].start, row[c].end, column=c
                        )
        for match in _N_RE.finditer(table.caption):
            label = re.split(r"[.;,]|\band\b", table.caption[max(0, match.start() - 70) : match.start()])[-1]
            at = document.text.find(match.group().strip())
            if at >= 0 and len(label.split()) <= 8:
                yield Size(count_value(match["n"]) or 0, label, "table", table.position, at, at + len(match.group().strip()))


def _label_size(document: Document, position: int, labels: tuple[str, ...], row: object) -> Iterator[Size]:
    for part in labels[-2:]:
        match = re.search(r"\b[nN]\s?[=:]?\s?(?P<n>\d[\d,]*)", part)
        if match:
            at = document.text.find(part)
            n = count_value(match["n"])
            if n and at >= 0:
                yield Size(n, part[: match.start()] + " " + part[match.end() :], "table", position, at, at + len(part))


def _text_sizes(document: Document) -> Iterator[Size]:
    for section in document.sections:
        if not section.kind.startswith(("abstract", "body", "caption")) or section.kind.startswith("body.discussion"):
            continue
        place = section.kind.split(".")[-1] if section.kind.startswith("body") else section.kind.split(".")[0]
        for a, b in sentences(document.text, section.start, section.end):
            yield from _sentence_sizes(document.text, a, b, place)


def _sentence_sizes(text: str, a: int, b: int, place: str) -> Iterator[Size]:
    sentence = text[a:b]
    if not any(ch.isdigit() for ch in sentence) and not re.search(r"\b\w+(?:teen|ty|ve|en)\b", sentence):
        return
    flags = {
        "planned": bool(_PLANNED_RE.search(sentence)),
        "lost": bool(_LOST_RE.search(sentence)),
        "analysed": bool(_ANALYSED_RE.search(sentence)),
        "randomised": bool(_RANDOMISED_RE.search(sentence)),
    }

    def size(n: str, label: str | None, match: re.Match[str]) -> Iterator[Size]:
        value = count_value(n)
        if value and 2 <= value < 1_000_000:
            yield Size(value, label, place, None, a + match.start(), a + match.end(), **flags)

    behind_n = {m.start() for m in _N_FOR_RE.finditer(sentence)}
    for match in _N_RE.finditer(sentence):
        if any(match.start() <= at < match.end() for at in behind_n):
            continue
        before = re.split(
            r"[;:.(\[]|,\s|\)\s*(?:and|or|vs\.?|versus)?|\band (?:the )?(?=\S+ (?:group|arm))",
            sentence[max(0, match.start() - 110) : match.start()],
        )
        label = next((part for part in reversed(before) if label_words(part)), "")
        behind = re.match(r"\s*(?:group|arm)", sentence[match.end() :])
        if re.search(r"\b(?:two|three|four|both|each|per|equal)\b.{0,30}\b(?:groups?|arms?)\s*$", label):
            yield from size(match["n"], None, match)
            continue
        yield from size(match["n"], (label + " group") if behind else label[-80:], match)
    for match in _COUNT_TO_RE.finditer(sentence):
        label = _CUT_RE.split(match["label"])[0]
        if re.match(r"\s*\(?\s?[nN]\s?=", sentence[match.start("label") + len(label) :]):
            continue
        if re.match(r"(?:each|both|either|every)\b", label.strip()):
            continue
        yield from size(match["n"], label, match)
    for match in _GROUP_COUNT_RE.finditer(sentence):
        yield from size(match["n"], match["label"], match)
    for match in _GROUP_HAS_RE.finditer(sentence):
        yield from size(match["n"] or match["n2"], match["label"] or match["label2"], match)
    for match in _N_FOR_RE.finditer(sentence):
        yield from size(match["n"], _CUT_RE.split(match["label"])[0], match)
    for match in _BARE_RE.finditer(sentence):
        yield from size(match["n"], match["label"], match)
    for pattern in (_LIST_RE, _LIST_BACK_RE):
        for match in pattern.finditer(sentence):
            for n, label in _listed(match["ns"], match["labels"]):
                yield from size(n, label, match)
    for match in _EACH_RE.finditer(sentence):
        yield from size(match["n"] or match["m"] or match["k"], None, match)


def _listed(numbers: str, labels: str) -> list[tuple[str, str]]:
    """Numbers and labels of "50, 49 and 50 patients in groups A, B and C, respectively", paired when equally many."""
    ns = [n for n in re.split(r",\s+(?:and\s+)?|\s+and\s+", re.sub(r"\([^)]*\)", "", numbers)) if n.strip()]
    grouped = re.match(r"(?:the )?(groups?|arms?)\s", labels)
    names = [
        re.sub(r"^(?:the|groups?|arms?)\s", "", n)
        for n in re.split(r",\s+(?:and\s+)?|\s+and\s+(?:to\s+|in\s+)?", labels)
        if n.strip()
    ]
    if len(ns) != len(names) or len(ns) < 2:
        return []
    return [(n, f"group {name}" if grouped else name) for n, name in zip(ns, names, strict=True)]


def size_pairs(document: Document, intervention: str, comparator: str, labels: tuple[str, str] | None = None) -> list[SizePair]:
    """Pairs of sizes for two arms. `labels` are the arms' labels in the table the figures come from, if known."""
    terms = glossary(document)
    found: list[SizePair] = []
    stated = sizes(document)
    scored = []
    for size in stated:
        if size.label is None:
            found.append(SizePair(size, size, _features(size, size, 0.5, 0.5, same=True)))
            continue
        own = likeness(intervention, size.label, terms)
        other = likeness(comparator, size.label, terms)
        if labels:
            own = max(own, 0.9 * likeness(labels[0], size.label, terms)) if labels[0] else own
            other = max(other, 0.9 * likeness(labels[1], size.label, terms)) if labels[1] else other
        scored.append((size, own, other))
    for i, (first, own, against) in enumerate(scored):
        if own <= 0.3 or own <= against:
            continue
        for j, (second, other_own, other) in enumerate(scored):
            if i == j or other <= 0.3 or other <= other_own or (first.table != second.table):
                continue
            if first.table is None and abs(first.start - second.start) > 400:
                continue
            if first.column is not None and second.column is not None and not _parallel(first, second):
                continue
            found.append(SizePair(first, second, _features(first, second, own, other, same=False)))
    return found


def _parallel(first: Size, second: Size) -> bool:
    """Two header labels that differ in the arm and in nothing else ("12 m Intervention", "12 m Control")."""
    a, b = set((first.label or "").lower().split()), set((second.label or "").lower().split())
    numbers_a = {w for w in a if any(c.isdigit() for c in w)}
    numbers_b = {w for w in b if any(c.isdigit() for c in w)}
    return numbers_a == numbers_b


def _features(first: Size, second: Size, own: float, other: float, same: bool) -> dict[str, float]:
    small, large = sorted((first.n, second.n))
    features = {
        "like": min(own, other),
        "like_sum": own + other,
        "each": float(same),
        "planned": float(first.planned),
        "lost": float(first.lost),
        "analysed": float(first.analysed),
        "randomised": float(first.randomised),
        "balance": small / large,
        "tiny": float(small < 5),
        "distance": min(1.0, abs(first.start - second.start) / 400),
    }
    for place in ("table", "abstract", "methods", "results", "caption"):
        features[f"in_{place}"] = float(first.place == place)
    return features
