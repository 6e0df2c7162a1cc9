"""Peak memory over a bulk file and over a larger one: python -m benchmarks.bench_memory [CORPUS]

* a MEDLINE file and one of ten times its size, read to records and nothing kept;
* a MEDLINE file of 15 MB and one of 60 MB brought into a new catalog by `trialtrace ingest`, every record of them a work
  of its own (the larger one takes some minutes). The catalog's page cache, 64 MB, fills on the way from the one to the
  other; a file of 100 MB takes no more than one of 60 MB.

Each runs in a process of its own. Exit code 1 when the larger file takes more than so many times the smaller one's peak.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.made_up_medline import as_set, record_pieces, renumbered
from benchmarks.timing import held

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
STREAMED = (10, 100)
INGESTED = (15, 60)
# Peak over the smaller file as a share of that over the larger one: 1 is flat.
FLOORS = {"streamed": 0.91, "ingested": 0.66}

# Run apart, with the file's path and a folder's; the last line printed is what the process has held at most, in MB.
_STREAM = """
import sys
from benchmarks.apart import peak_megabytes
from ingest.sources.pubmed_xml import records
with open(sys.argv[1], "rb") as stream:
    count = sum(1 for _ in records(stream))
print(peak_megabytes())
"""
_INGEST = """
import sys
from benchmarks.apart import peak_megabytes
from ingest.cli import main
main(["ingest", "--db", f"{sys.argv[2]}/catalog.db", sys.argv[1]], standalone_mode=False)
print(peak_megabytes())
"""


def peak(script: str, body: bytes) -> float:
    """What a script run over a file holds at most, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "medline.xml")
        path.write_bytes(body)
        command = [sys.executable, "-c", script, str(path), folder]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
        return float(done.stdout.split()[-1])


def all_different(pieces: Sequence[bytes], megabytes: float) -> bytes:
    """A PubmedArticleSet of about so many megabytes, in which no record is of the same work as another."""
    copies = max(1, round(megabytes * 1e6 / sum(map(len, pieces))))
    return as_set([renumbered(piece, copy) for copy in range(copies) for piece in pieces], 0)


def flat(name: str, sizes: tuple[int, int], peaks: Sequence[float]) -> bool:
    """Print two peaks and their ratio; False when the larger file takes too much more."""
    print(f"memory, {name}: {peaks[0]:.0f} MB for {sizes[0]} MB, {peaks[1]:.0f} MB for {sizes[1]} MB")
    return held("peak over the smaller file, of that over the larger", peaks[0] / peaks[1], FLOORS[name])


def main(pieces: list[bytes]) -> int:
    """Print the figures; 1 when one is below its floor."""
    streamed = [peak(_STREAM, as_set(pieces, megabytes)) for megabytes in STREAMED]
    ingested = [peak(_INGEST, all_different(pieces, megabytes)) for megabytes in INGESTED]
    return int(not all([flat("streamed", STREAMED, streamed), flat("ingested", INGESTED, ingested)]))


if __name__ == "__main__":
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    if not corpus.exists():
        print(f"no corpus at {corpus}: nothing measured")
    else:
        sys.exit(main(list(record_pieces(corpus / "pubmed"))))
