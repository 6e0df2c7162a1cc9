"""From table cells to the figures of one arm: which columns belong together, and what a bracketed number means."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.extract.numeric_cells import Value
from ingest.extract.tables import Cell, Table

_I = re.IGNORECASE
_P_RE = re.compile(r"^\W*(?:adj\w*\.? )?p(?:[- ]?values?)?\b(?!re|la|at|os|ain)|^sig(?:nificance)?\b|p[- ]value", _I)
_DIFFERENCE_RE = re.compile(
    r"\bdiff(?:erence)?s?\b|\beffect\b|\bratio\b|\b(?:OR|RR|HR|aOR|aHR|SMD|MD|NNT|ARR)\b|\bβ|\bbeta\b|\bcoefficient|\bestimates?\b"
    r"|\bbetween|\b(?:vs|versus)\b|\bcohen|(?-i:^[tFz] ?(?:\(|value|$))|\bχ2|\bchi|\bη|\bstatistic|\binteraction"
    r"|\bICC\b|^df$|\bES\b",
    _I,
)
_TOTAL_RE = re.compile(r"^(?:total|all|overall|combined|whole|both groups)\b", _I)
_N_RE = re.compile(r"^\W*(?:n|no\.?|number|count|events?|cases|frequency)(?: ?\(?n\)?)?\W*$", _I)
_SD_RE = re.compile(r"^\W*(?:s\.?\s?d\.?|std\.?(?: dev\w*\.?)?|standard deviations?)\W*$", _I)
_SE_RE = re.compile(r"^\W*(?:s\.?\s?e\.?(?:\s?m\.?)?|standard errors?)\W*$", _I)
_CI_RE = re.compile(r"^\W*(?:95\s?%?\s?)?(?:ci|confidence interval)s?\W*(?:95\s?%)?\W*$", _I)
_PCT_RE = re.compile(r"^\W*(?:%|percent(?:age)?)\W*$", _I)

_HINTS = (
    ("se", re.compile(r"\bS\.?E\.?M?\.?\b|standard errors?|\bsem\b|\bs\.e\.m?\b")),
    ("sd", re.compile(r"\bS\.?D\b\.?|standard deviations?|\bsd\b|\bs\.d\b|st\.? ?dev", _I)),
    ("ci", re.compile(r"\bCI\b|confidence intervals?|\bCIs\b|\bc\.i\.")),
    ("iqr", re.compile(r"\bIQR\b|interquartile|\bquartiles?\b|25th|\bQ1\b|\bIR\b", _I)),
    ("range", re.compile(r"\brange\b|min[-–/ ]max", _I)),
    ("percent", re.compile(r"%|\bpercent|\bproportion\b", _I)),
    ("median", re.compile(r"\bmedian", _I)),
    ("mean", re.compile(r"\bmeans?\b|\baverage\b|χ̄|x̄|\bLSM", _I)),
    (
        "people",
        re.compile(
            r"\b(?:[nN]umbers?|[nN]o\.?|n) of (?:\w+ )?(?:patients|subjects|participants|women|men|children|infants"
            r"|people|adults)\b"
        ),
    ),
    ("count", re.compile(r"\b[nN]\b(?!\s?[=:]\s?\d)|\bNo\b\.?(?! \d)|[nN]umbers? of|\b[cC]ounts?\b|\b[fF]requenc|\bevents\b")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The figures printed for one arm in one place. `center` is a mean unless `median` is set."""

    center: float | None = None
    sd: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    median: bool = False
    events: int | None = None
    percent: float | None = None
    total: int | None = None
    decimals: int = 0
    start: int
    end: int


def hints(text: str) -> frozenset[str]:
    """Which statistics a header, label or caption names: sd, se, ci, iqr, range, percent, median, mean, people, count."""
    return frozenset(name for name, pattern in _HINTS if pattern.search(text))


def column_role(path: tuple[str, ...]) -> str:
    """What the cells of a column hold: value | n | sd | se | ci | percent | p | difference | total."""
    leaf = path[-1] if path else ""
    if any(_P_RE.search(p) for p in path):
        return "p"
    for name, pattern in (("sd", _SD_RE), ("se", _SE_RE), ("ci", _CI_RE), ("percent", _PCT_RE), ("n", _N_RE)):
        if pattern.match(leaf):
            return name
    if any(_DIFFERENCE_RE.search(p) for p in path):
        return "difference"
    if path and _TOTAL_RE.match(path[0]):
        return "total"
    return "value"


def column_groups(table: Table) -> list[tuple[tuple[str, ...], list[tuple[int, str]]]]:
    """Columns that together describe one arm (at one time): their common path, and (column, role) of each.

    "Mean | SD" below one heading are one group; a lone column is its own group.
    """
    groups: list[tuple[tuple[str, ...], list[tuple[int, str]]]] = []
    for c in range(table.label_columns, len(table.header)):
        path = table.header[c]
        role = column_role(path)
        if role in ("p", "difference"):
            continue
        parent = path[:-1] if len(path) > 1 and (role in _BESIDE or _STATISTIC_RE.fullmatch(path[-1])) else path
        last = groups[-1] if groups else None
        near = last is not None and last[1][-1][0] >= c - 2
        goes_on = last and last[0] == parent and _fits(role, [r for _, r in last[1]])
        if last and near and (goes_on or (role in _BESIDE - {"n"} and len(path) == 1)):
            last[1].append((c, role))
        else:
            groups.append((parent, [(c, role)]))
    return groups


_BESIDE = {"sd", "se", "ci", "percent", "n"}
_STATISTIC_RE = re.compile(
    r"\W*(?:(?:LS|adjusted|least squares?) )?(?:means?|median|average|χ|x)?\W*(?:(?:SD|SE|SEM|s\.d\.|s\.e\.m?|IQR"
    r"|range|95% ?CI|n|N|%|±|\(|\)|,|and|or|/|±)\W*)*",
    re.IGNORECASE,
)


def _fits(role: str, roles: list[str]) -> bool:
    """Whether a column goes on with a group: each role once, and a value only behind a lone size."""
    if role in roles:
        return False
    return role in _BESIDE or roles == ["n"]


def slots(table: Table, row: int, group: tuple[tuple[str, ...], list[tuple[int, str]]]) -> list[Slot]:
    """Readings of one row in one group of columns, the likelier first (a plain whole number may be a count or a mean)."""
    cells = table.rows[row]
    main: Cell | None = None
    extra: dict[str, Value] = {}
    main_path: tuple[str, ...] = ()
    for c, role in group[1]:
        if c >= len(cells) or cells[c].value is None:
            continue
        value = cells[c].value
        assert value is not None
        if role in ("value", "total") and main is None:
            main, main_path = cells[c], table.header[c]
        elif role not in extra:
            extra[role] = value
            if main is None and role in ("n", "percent") and len(group[1]) <= 2:
                main, main_path = cells[c], table.header[c]
    if main is None or main.value is None:
        return []
    near = hints(" ".join((*table.labels[row], *main_path)))
    far = hints(table.caption)
    found = [_joined(slot, extra) for slot in _read(main.value, near, far, main.start, main.end)]
    size = _SIZE_RE.search(" ".join(main_path))
    if size is None:
        return found
    return [slot if slot.total else replace(slot, total=int(size[1].replace(",", ""))) for slot in found]


_SIZE_RE = re.compile(r"\b[nN]\s?[=:]\s?(\d[\d,]*)\b")


def read_value(value: Value, around: str, start: int, end: int) -> list[Slot]:
    """Readings of figures in running text, given the words around them."""
    said = hints(around)
    return _read(value, said, frozenset(), start, end)


def _joined(slot: Slot, extra: dict[str, Value]) -> Slot:
    """A slot with what the columns beside it add."""
    if "sd" in extra:
        slot = replace(slot, sd=_any(extra["sd"]), events=None)
    if "se" in extra:
        slot = replace(slot, se=_any(extra["se"]), events=None)
    if "ci" in extra and extra["ci"].low is not None and slot.sd is None:
        slot = replace(slot, ci_low=extra["ci"].low, ci_high=extra["ci"].high)
    if "percent" in extra and slot.percent is None and slot.events is not None:
        slot = replace(slot, percent=_any(extra["percent"]))
    size = extra.get("n")
    if size is not None and size.first is not None and slot.events is None and slot.center is not None:
        slot = replace(slot, total=int(size.first))
    return slot


def _any(value: Value) -> float | None:
    return next((v for v in (value.first, value.second, value.percent) if v is not None), None)


def _read(value: Value, near: frozenset[str], far: frozenset[str], start: int, end: int) -> list[Slot]:
    """Readings of a cell's numbers, given the statistics named near it and in the caption."""
    said = near if near & {"sd", "se", "ci", "iqr", "range", "percent", "median", "mean", "count"} else far
    median = "median" in near or ("median" in far and "mean" not in far and "mean" not in near)
    blank = Slot(start=start, end=end, decimals=value.decimals)
    if value.form in ("fraction", "count-percent"):
        return [replace(blank, events=value.count, total=value.total, percent=value.percent)]
    if value.form == "spread":
        return [_spread(replace(blank, center=value.first, median=median), value.second, near, far)]
    if value.form == "interval":
        if (said & {"iqr", "range"} and "ci" not in said) or median:
            return [replace(blank, center=value.first, median=True)]
        return [replace(blank, center=value.first, ci_low=value.low, ci_high=value.high)]
    if value.form == "bracket":
        counted = replace(blank, events=_whole(value.first), percent=value.second)
        measured = _spread(replace(blank, center=value.first, median=median), value.second, near, far)
        if _whole(value.first) is None or value.decimals or (value.second or 0) > 100:
            return [measured]
        if "percent" in near or (near <= {"count"} and "percent" in far and not far & {"sd", "se"}):
            return [counted]
        return [measured] if near & {"mean", "median", "sd", "se", "iqr"} else [counted, measured]
    if value.form == "percent":
        return [replace(blank, percent=value.percent), replace(blank, center=value.percent)]
    if value.form == "plain" and value.first is not None:
        return _plain(replace(blank, median=median), value.first, near, far)
    return []


def _plain(blank: Slot, number: float, near: frozenset[str], far: frozenset[str]) -> list[Slot]:
    """Readings of a lone number: a percentage where only that is named, a count where it is whole, a mean."""
    measured = replace(blank, center=number)
    if near & {"mean", "median", "sd"}:
        return [measured]
    if "percent" in near and "count" not in near and number <= 100:
        return [replace(blank, percent=number, median=False), measured]
    if _whole(number) is None or blank.decimals:
        return [measured]
    counted = replace(blank, events=_whole(number), median=False)
    # "Number of patients reporting ..." over a table: its whole numbers are counts and nothing else.
    surely = "people" in near | far and not (near | far) & {"mean", "median", "sd", "se"}
    return [counted] if surely else [counted, measured]


def _spread(slot: Slot, second: float | None, near: frozenset[str], far: frozenset[str]) -> Slot:
    if near & {"iqr", "range"} and not near & {"sd", "se"}:
        return replace(slot, median=True)  # one number for a range: its width, not a standard deviation
    kinds = near & {"sd", "se"} or far & {"sd", "se"}
    if kinds == {"se"}:
        return replace(slot, se=second)
    return replace(slot, sd=second)


def _whole(number: float | None) -> int | None:
    return int(number) if number is not None and number >= 0 and number == int(number) else None
