"""How fast pages become rows, end to end: python -m benchmarks.bench_ingest [CORPUS]

A fixed sample of the corpus (every few files of each kind) goes through `trialtrace ingest` into a new catalog and a new
archive in a temporary folder. Printed: pages and megabytes a second, where the time goes (reading apart from saving,
linking and checking), and the share of raw SQLite insert speed that is reached: the very rows that the run wrote, put
with bare `executemany` into the same tables of an empty catalog, against what the run took for them. Exit code 1 when a
figure is below its floor.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bench_corpus import CORPUS, files_of
from benchmarks.timing import held
from ingest.errors import TrialtraceError
from ingest.inputs import Input, inputs
from ingest.pipeline import pages_of, read
from ingest.session import ingest_inputs
from ingest.store import open_catalog

# Every so many files of each kind, so that the sample is mixed and takes about half a minute.
EVERY = {"jats": 12, "news": 4, "publisher": 4, "registry": 4, "pubmed": 4, "biblio_json": 8, "pure": 1}
# Floors: what has been reached (less what a busy machine takes), and never lowered.
FLOORS = {"pages": 15.0, "whole": 0.03, "saving": 0.07}


def sample(corpus: Path) -> list[Input]:
    """The files of the sample, in order."""
    paths = [path for kind, every in EVERY.items() for path in files_of(corpus / kind)[::every]]
    return inputs([str(path) for path in paths])


def seconds_of_reading(wanted: list[Input]) -> float:
    """Processor seconds to read all pages: recognize, parse and extract, nothing saved."""
    start = time.process_time()
    for item in wanted:
        try:
            for page in pages_of(item.page()):
                for _ in read(page)[1]:
                    pass
        except TrialtraceError:
            continue
    return time.process_time() - start


def raw_insert(filled: Path, empty: Path) -> tuple[int, float]:
    """Rows of a catalog's tables, and the processor seconds that bare inserts of them take in one transaction."""
    source = sqlite3.connect(filled)
    open_catalog(empty).close()
    target = sqlite3.connect(empty)
    target.execute("PRAGMA foreign_keys = OFF")
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' AND name NOT LIKE 'sqlite_%'"
    content = {
        name: source.execute(f'SELECT * FROM "{name}"').fetchall()
        for (name,) in source.execute(tables)
        if not name.startswith("search")
    }
    start = time.process_time()
    with target:
        for name, rows in content.items():
            if rows:
                target.executemany(f'INSERT OR IGNORE INTO "{name}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
    seconds = time.process_time() - start
    source.close()
    target.close()
    return sum(map(len, content.values())), seconds


def main(corpus: Path) -> int:
    """Print the figures; 1 when one is below its floor."""
    if not corpus.exists():
        print(f"no corpus at {corpus}: nothing measured")
        return 0
    wanted = sample(corpus)
    size = sum(item.path.stat().st_size for item in wanted if item.path) / 1e6
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalog = folder / "catalog.db"
        start = time.process_time()
        outcome, _ = ingest_inputs(wanted, catalog, folder / "archive.db", folder / "none.yml")
        whole = time.process_time() - start
        reading = seconds_of_reading(wanted)
        rows, raw = raw_insert(catalog, folder / "raw.db")
    counts = outcome.counts
    print(f"{len(wanted)} files, {size:.1f} MB: {counts['added']} pages added, {counts['failed']} refused, {rows:,} rows")
    print(f"  {size / whole:.2f} MB/s end to end; reading {reading:.1f} s, saving, linking and checking {whole - reading:.1f} s")
    good = [
        held("pages a second, end to end", len(wanted) / whole, FLOORS["pages"], ""),
        held("of raw SQLite insert speed, end to end", raw / whole, FLOORS["whole"]),
        held("of raw SQLite insert speed, saving, linking and checking", raw / (whole - reading), FLOORS["saving"]),
    ]
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS))
