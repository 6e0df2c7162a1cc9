"""All of the team's pages in twenty shuffled orders: python -m benchmarks.shuffle_corpus [CORPUS] [--orders 20]

The test suite does this with a sample; this takes everything, one batch or many a time. Exit code 1 when an order gave
other rows than the first.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.link.corpus import readings, shuffled_orders

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"


def main(corpus: Path, orders: int) -> int:
    """Print each order's outcome; 1 when one differed."""
    if not corpus.exists():
        print(f"no pages at {corpus}: nothing shuffled")
        return 0
    begun = time.perf_counter()
    pages = readings(corpus)
    print(f"{len(pages)} readings in {time.perf_counter() - begun:.0f} s")
    differing = 0
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        for n, difference in enumerate(shuffled_orders(pages, orders, Path(folder))):
            differing += bool(difference)
            print(f"  order {n}: {difference or 'the same rows'} ({time.perf_counter() - begun:.0f} s)", flush=True)
            begun = time.perf_counter()
    print(f"{orders} orders, {differing} with other rows, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return int(differing > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--orders", type=int, default=20)
    given = parser.parse_args()
    sys.exit(main(given.corpus, given.orders))
