"""Tables of a document: header paths over columns, label paths before rows, and cells with their spans.

A source writes a table into the text as one line a row, cells joined by " | ", spanning cells repeated, header rows
first (sections of kind "table"); its caption and footnotes are the sections of kind "caption" beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.extract.numeric_cells import P_CELL_RE, Value, read_cell
from ingest.records import Document

_JOINER = " | "
# Header cells that hold figures all the same: sizes, time points, doses.
_HEADER_FIGURE_RE = re.compile(
    r"\(?\s?[nN]\s?[=:]\s?\d[\d, ]*\)?|\b(?:day|week|month|year|visit|session|hour|min|time|T|phase|period|group|grade"
    r"|dose|model)s?\s?\d[\d.–-]*"
    r"|\d+(?:\.\d+)?[- ]?(?:days?|weeks?|months?|years?|h|hours?|min(?:utes)?|mg|g|ml|µg|IU|wk|yr)\b|95\s?%|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_TIME_COLUMN_RE = re.compile(r"(?:time|week|day|month|year|visit)s?(?: ?points?)?(?: ?\(\w+\))?", re.IGNORECASE)
_MAX_CELLS = 6000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its text and its range in the document."""

    text: str
    start: int
    end: int
    value: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table. `header[c]` is the path of header texts over column c, `labels[r]` the path of labels of row r.

    `rows` are the body rows (header and group rows are folded into the paths); `label_columns` is the number of
    leading columns that hold labels; `caption` is caption, title and footnotes joined.
    """

    caption: str
    start: int
    end: int
    header: tuple[tuple[str, ...], ...]
    labels: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    label_columns: int
    position: int


@lru_cache(maxsize=4)
def tables(document: Document) -> tuple[Table, ...]:
    """The document's tables in order; those that hold no figures are left out."""
    found: list[Table] = []
    sections = document.sections
    for i, section in enumerate(sections):
        if section.kind != "table":
            continue
        beside = [s for s in (sections[i - 1 : i] + sections[i + 1 : i + 2]) if s.kind == "caption"]
        if not any(s.end <= section.start for s in beside) and i >= 2 and sections[i - 1].kind == "table":
            beside += [s for s in sections[max(0, i - 3) : i] if s.kind == "caption"][-1:]
        caption = " ".join([section.label, *(document.text[s.start : s.end] for s in beside)])
        table = _table(document.text, section.start, section.end, caption, len(found))
        if table:
            found.append(table)
    return tuple(found)


def _table(text: str, start: int, end: int, caption: str, position: int) -> Table | None:
    grid = _grid(text, start, end)
    if len(grid) < 2 or sum(map(len, grid)) > _MAX_CELLS:
        return None
    width = max(map(len, grid))
    if width < 2:
        return None
    n_header = _header_rows(grid)
    body = grid[n_header:]
    if not body:
        return None
    label_columns = _label_columns(grid[:n_header], body, width)
    header = tuple(_path(row[c].text for row in grid[:n_header] if c < len(row)) for c in range(width))
    labels, rows = _label_rows(body, label_columns)
    if not rows:
        return None
    return Table(caption=caption.strip(), start=start, end=end, header=header, labels=labels, rows=rows,
                 label_columns=label_columns, position=position)  # fmt: skip


def _grid(text: str, start: int, end: int) -> list[tuple[Cell, ...]]:
    rows, at = [], start
    for line in text[start:end].split("\n"):
        cells, here = [], at
        # A line that begins or ends with an empty cell may have lost its outer space.
        for part in re.split(r"(?:^| )\|(?: |$)", line):
            cells.append(Cell(text=part.strip(), start=here, end=here + len(part), value=read_cell(part)))
            here = here + len(part) + len(_JOINER)
        rows.append(tuple(_placed(text, cells, at, at + len(line))))
        at += len(line) + 1
    return rows


def _placed(text: str, cells: list[Cell], start: int, end: int) -> list[Cell]:
    """The cells with their exact ranges: each searched from where the one before ended."""
    placed, at = [], start
    for cell in cells:
        found = text.find(cell.text, at, end) if cell.text else -1
        begin = found if found >= 0 else at
        placed.append(Cell(text=cell.text, start=begin, end=begin + len(cell.text), value=cell.value))
        at = begin + len(cell.text)
    return placed


def _is_header_row(row: tuple[Cell, ...]) -> bool:
    for cell in row[1:]:
        if cell.value is None and not P_CELL_RE.match(cell.text):
            continue
        if not _HEADER_FIGURE_RE.fullmatch(cell.text.strip()):
            return False
    return True


def _header_rows(grid: list[tuple[Cell, ...]]) -> int:
    n = 0
    while n < len(grid) - 1 and n < 6 and (_is_header_row(grid[n]) or (n > 0 and _continues(grid[n - 1], grid[n]))):
        # A row of one label and nothing else that stands below a real header begins the body.
        filled = {c.text for c in grid[n] if c.text}
        if n > 0 and len(filled) == 1 and grid[n][0].text and any(len({c.text for c in r if c.text}) > 1 for r in grid[:n]):
            break
        n += 1
    return max(n, 1)


def _continues(above: tuple[Cell, ...], row: tuple[Cell, ...]) -> bool:
    """A row below a heading that spans columns, whose first cell spans both rows: doses and times that are figures."""
    spans = any(a.text and a.text == b.text for a, b in pairwise(above[1:]))
    return spans and bool(row[0].text) and row[0].text == above[0].text


def _label_columns(head: list[tuple[Cell, ...]], body: list[tuple[Cell, ...]], width: int) -> int:
    """The number of leading columns whose cells are mostly words, or that number time points."""
    n = 1
    while n < min(5, width - 1):
        if any(n < len(row) and _TIME_COLUMN_RE.fullmatch(row[n].text) for row in head):
            n += 1
            continue
        cells = [row[n] for row in body if n < len(row) and row[n].text]
        figures = sum(c.value is not None or bool(P_CELL_RE.match(c.text)) for c in cells)
        if not cells or figures > 0.3 * len(cells) or not any(any(ch.isalpha() for ch in c.text) for c in cells):
            break
        n += 1
    return n


def _path(texts: object) -> tuple[str, ...]:
    path: list[str] = []
    for text in texts:  # type: ignore[attr-defined]
        if text and (not path or path[-1] != text):
            path.append(text)
    return tuple(path)


def _label_rows(
    body: list[tuple[Cell, ...]], label_columns: int
) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[Cell, ...], ...]]:
    labels: list[tuple[str, ...]] = []
    rows: list[tuple[Cell, ...]] = []
    group = ""
    last: list[str] = [""] * label_columns
    for row in body:
        figures = any(c.value is not None or P_CELL_RE.match(c.text) for c in row[label_columns:])
        texts = [c.text for c in row[:label_columns]]
        if not figures:
            words = [c.text for c in row if c.text]
            if words and (len(set(words)) == 1 or not any(c.text for c in row[1:])):
                group = words[0]
                last = [""] * label_columns
            continue
        # An empty label goes on with the one above when a further label tells the rows apart.
        if label_columns > 1 and not texts[0] and any(texts[1:]):
            texts[0] = last[0]
        last = texts
        labels.append(_path([group, *texts]))
        rows.append(row)
    return tuple(labels), tuple(rows)
