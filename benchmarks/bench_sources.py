"""How fast each kind of page is read, as ratios taken in one run: python -m benchmarks.bench_sources [CORPUS]

* MEDLINE XML to full records, against a bare lxml.iterparse over the same bytes (nothing but walking: every element, or
  only the records, which is the harder measure), against pubmed_parser told to read the authors and the abstract's
  sections, as ours does (both from one gzip file, which is all that it opens, stored without compression); and where
  only trials are wanted against all records;
* JATS to records, against a bare lxml parse of the same bytes;
* stories in HTML, against trafilatura alone (benchmarks/bench_pages.py);
* peak memory while a MEDLINE file and one of ten times its size are streamed, each in a process of its own.

The input is put together from the corpus in a temporary folder: every PubMed record there of ordinary size (below
40,000 bytes; a baseline file's average is about 8,000), repeated. For the search of trials, records without a sign of
one are repeated until one in sixteen has it, about what all of PubMed has. Exit code 1 when a figure is below its floor.
"""

from __future__ import annotations

import gzip
import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from benchmarks import bench_pages
from benchmarks.timing import best_seconds, held
from ingest.records import Page
from ingest.sources import jats
from ingest.sources.pubmed_xml import may_be_trial, records

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
MEGABYTES = 10
LONGEST_RECORD = 40_000
ONE_IN = 16
# Floors: what has been reached (less what a busy machine takes), and never lowered.
FLOORS = {"walk": 0.6, "records": 0.38, "pubmed_parser": 1.9, "trials": 3.0, "jats": 0.12}
FLAT = 1.1
_RECORD = re.compile(rb"<PubmedArticle>.*?</PubmedArticle>", re.S)


def record_pieces(folder: Path) -> Iterator[bytes]:
    """Each whole PubMed record of ordinary size below a folder, as its bytes."""
    for path in sorted(folder.rglob("*.xml")):
        for match in _RECORD.finditer(path.read_bytes()):
            piece = match.group()
            try:
                whole = etree.fromstring(piece).find("MedlineCitation/Article/Journal") is not None
            except etree.XMLSyntaxError:
                continue
            if whole and len(piece) < LONGEST_RECORD:
                yield piece


def as_set(pieces: list[bytes], megabytes: float) -> bytes:
    """A PubmedArticleSet of about so many megabytes, the pieces repeated in their order."""
    times = max(1, round(megabytes * 1e6 / sum(map(len, pieces))))
    return b'<?xml version="1.0"?>\n<PubmedArticleSet>\n' + b"\n".join(pieces * times) + b"\n</PubmedArticleSet>\n"


def with_few_trials(pieces: list[bytes]) -> list[bytes]:
    """The pieces mixed so that one in `ONE_IN` has a sign of a trial."""
    signed = [piece for piece in pieces if may_be_trial(piece)]
    others = [piece for piece in pieces if not may_be_trial(piece)]
    return signed + [others[n % len(others)] for n in range(len(signed) * (ONE_IN - 1))]


def walk(body: bytes, tag: str | None) -> None:
    """A bare iterparse: every element seen (or each record only), and let go."""
    for _, element in etree.iterparse(io.BytesIO(body), tag=tag):
        if element.tag == "PubmedArticle":
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def bench_medline(pieces: list[bytes], folder: Path) -> bool:
    """MEDLINE XML: ratios of speed."""
    from pubmed_parser import parse_medline_xml

    body, few = as_set(pieces, MEGABYTES), as_set(with_few_trials(pieces), MEGABYTES)
    packed = folder / "medline.xml.gz"
    packed.write_bytes(gzip.compress(body, 0))

    def ours_packed() -> None:
        with gzip.open(packed) as stream:
            exhaust(records(stream))

    seconds = best_seconds(
        {
            "walk": lambda: walk(body, None),
            "walk records": lambda: walk(body, "PubmedArticle"),
            "records": lambda: exhaust(records(io.BytesIO(body))),
            "packed": ours_packed,
            "pubmed_parser": lambda: exhaust(parse_medline_xml(str(packed), author_list=True, nlm_category=True)),
            "few": lambda: exhaust(records(io.BytesIO(few))),
            "few trials": lambda: exhaust(records(io.BytesIO(few), trials_only=True)),
        }
    )
    print(f"MEDLINE XML, {len(body) / 1e6:.1f} MB: {len(body) / 1e6 / seconds['records']:.0f} MB/s to full records")
    return all(
        [
            held("of a bare iterparse over every element", seconds["walk"] / seconds["records"], FLOORS["walk"]),
            held("of a bare iterparse over the records", seconds["walk records"] / seconds["records"], FLOORS["records"]),
            held("of pubmed_parser", seconds["pubmed_parser"] / seconds["packed"], FLOORS["pubmed_parser"]),
            held("trials only, of all records", seconds["few"] / seconds["few trials"], FLOORS["trials"]),
        ]
    )


def exhaust(items: object) -> None:
    """Run an iterator to its end, keeping nothing."""
    for _ in items:  # type: ignore[attr-defined]
        pass


def bench_jats(folder: Path) -> bool:
    """JATS: the ratio to a bare parse of the same bytes."""
    pages = [Page.of(path.name, path.read_bytes()) for path in sorted(folder.glob("*.nxml"))]
    size = sum(len(page.body) for page in pages) / 1e6

    def bare() -> None:
        for page in pages:
            etree.fromstring(page.body)

    def ours() -> None:
        for page in pages:
            exhaust(jats.parse(page))

    seconds = best_seconds({"bare": bare, "ours": ours}, rounds=3)
    print(f"JATS, {len(pages)} articles, {size:.1f} MB: {size / seconds['ours']:.0f} MB/s to records")
    return held("of a bare lxml parse", seconds["bare"] / seconds["ours"], FLOORS["jats"])


# Run apart: streams a file and prints what this process has held at most, in MB.
_STREAM = """
import sys
from benchmarks.apart import peak_megabytes
from ingest.sources.pubmed_xml import records
with open(sys.argv[1], "rb") as stream:
    count = sum(1 for _ in records(stream))
print(peak_megabytes())
"""


def bench_memory(pieces: list[bytes], folder: Path) -> bool:
    """Peak memory over a file and over one ten times as large."""
    peaks = []
    for times in (1, 10):
        path = folder / f"medline{times}.xml"
        path.write_bytes(as_set(pieces, MEGABYTES * times))
        done = subprocess.run([sys.executable, "-c", _STREAM, str(path)], capture_output=True, text=True, cwd=ROOT, check=True)
        peaks.append(float(done.stdout))
        path.unlink()
    print(f"memory, streamed: {peaks[0]:.0f} MB for {MEGABYTES} MB, {peaks[1]:.0f} MB for {10 * MEGABYTES} MB")
    return peaks[1] <= FLAT * peaks[0]


def main(corpus: Path) -> int:
    """Print all figures; 1 when one is below its floor."""
    if not corpus.exists():
        print(f"no corpus at {corpus}: nothing measured")
        return 0
    pieces = list(record_pieces(corpus / "pubmed"))
    with tempfile.TemporaryDirectory() as folder:
        good = [bench_medline(pieces, Path(folder)), bench_memory(pieces, Path(folder))]
    good.append(bench_jats(corpus / "jats"))
    print("stories in HTML:")
    good.append(bench_pages.main(corpus / "news" / "page") == 0)
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS))
