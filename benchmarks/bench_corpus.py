"""Read every file of a folder, each in a process of its own: python -m benchmarks.bench_corpus [FOLDER]

Prints the slowest and the largest, the failures grouped by message, and what is over the limits. Exit code 1 when a
file takes more than 2 s (a bulk file: 5 ms a record) or 300 MB, or fails with anything but an error raised on purpose.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from benchmarks.apart import Reading, read_apart

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
SECONDS = 2.0
# A bulk file may take longer, as long as each of its records does not.
A_RECORD = 0.005
MEGABYTES = 300.0
_SHOWN = 10


def files_of(folder: Path) -> list[Path]:
    """Every file below that is a page: no manifest, no gold, no note about the folder."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and not is_about_the_folder(p))


def is_about_the_folder(path: Path) -> bool:
    """Whether a file was laid there by the collectors: readings made by hand, lists of origin."""
    return path.name.endswith(".gold.json") or path.name in ("MANIFEST.tsv", "CITES.tsv", "README.md")


def grouped(readings: list[Reading]) -> dict[str, list[str]]:
    """Messages, with numbers and quotes taken out, and the files that gave them; commonest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for reading in readings:
        for error in reading.errors:
            found[re.sub(r"“.*?”|'.*?'|\d[\d,.]*", "…", error)[:140]].append(reading.path)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def main(folder: Path) -> int:
    """Print the figures; 1 when a file is over a limit or met a bug."""
    if not folder.exists():
        print(f"no files at {folder}: nothing measured")
        return 0
    folder = folder.resolve()  # as the paths that are read
    readings = read_apart(files_of(folder), timeout=3600)
    total = sum(reading.seconds for reading in readings)
    print(f"{len(readings)} files in {total:.1f} processor seconds, {sum(r.records for r in readings)} records")
    for name, count in Counter(r.source or "(none)" for r in readings).most_common():
        print(f"  {count:5} {name}")
    print("slowest:")
    for reading in sorted(readings, key=lambda r: -r.seconds)[:_SHOWN]:
        print(f"  {reading.seconds:7.2f} s {reading.megabytes:6.0f} MB {Path(reading.path).relative_to(folder)}")
    print("largest:")
    for reading in sorted(readings, key=lambda r: -r.megabytes)[:_SHOWN]:
        print(f"  {reading.seconds:7.2f} s {reading.megabytes:6.0f} MB {Path(reading.path).relative_to(folder)}")
    print("failures:")
    for message, paths in grouped(readings).items():
        print(f"  {len(paths):5} {message}  e.g. {Path(paths[0]).relative_to(folder)}")
    bugs = [r for r in readings if any(e.startswith("BUG") for e in r.errors)]
    over = [r for r in readings if r.seconds > max(SECONDS, r.records * A_RECORD) or r.megabytes > MEGABYTES]
    print(f"{len(over)} files over {SECONDS:.0f} s or {MEGABYTES:.0f} MB; {len(bugs)} met a bug")
    return int(bool(bugs or over))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS))
