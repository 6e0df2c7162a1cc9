"""How fast each kind of page is read, as ratios taken in one run: python -m benchmarks.bench_sources [CORPUS]

* MEDLINE XML to full records, against a bare lxml.iterparse over the same bytes (nothing but walking: every element, or
  only the records, which is the harder measure), against pubmed_parser told to read the authors and the abstract's
  sections, as ours does (both from one gzip file, which is all that it opens, stored without compression); and where
  only trials are wanted against all records;
* JATS to records, against a bare lxml parse of the same bytes (benchmarks/bench_jats.py);
* stories in HTML, against trafilatura alone (benchmarks/bench_pages.py);
* peak memory over a MEDLINE file and one several times its size (benchmarks/bench_memory.py).

The input is put together from the corpus in a temporary folder: every PubMed record there of ordinary size (below
40,000 bytes; a baseline file's average is about 8,000), repeated. For the search of trials, records without a sign of
one are repeated until one in sixteen has it, about what all of PubMed has. Exit code 1 when a figure is below its floor.
"""

from __future__ import annotations

import gzip
import io
import sys
import tempfile
from pathlib import Path

from lxml import etree

from benchmarks import bench_jats, bench_memory, bench_pages
from benchmarks.made_up_medline import as_set, record_pieces
from benchmarks.timing import best_seconds, held
from ingest.sources.pubmed_xml import may_be_trial, records

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
MEGABYTES = 10
ONE_IN = 16
# Floors: what has been reached (less what a busy machine takes), and never lowered.
FLOORS = {"walk": 0.6, "records": 0.38, "pubmed_parser": 1.9, "trials": 3.0}


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


def main(corpus: Path) -> int:
    """Print all figures; 1 when one is below its floor."""
    if not corpus.exists():
        print(f"no corpus at {corpus}: nothing measured")
        return 0
    pieces = list(record_pieces(corpus / "pubmed"))
    with tempfile.TemporaryDirectory() as folder:
        good = [bench_medline(pieces, Path(folder))]
    good.append(bench_jats.main(corpus / "jats") == 0)
    print("stories in HTML:")
    good.append(bench_pages.main(corpus / "news" / "page") == 0)
    good.append(bench_memory.main(pieces) == 0)
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS))
