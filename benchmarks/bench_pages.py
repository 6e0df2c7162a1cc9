"""How long a story's page takes against trafilatura alone: python benchmarks/bench_pages.py [FOLDER]

Both read the same pages in one run, each page by both before the next, best of three. trafilatura's part is
`trafilatura.extract(bytes)`: parse and main text. Ours is from bytes to records: the same, and title, authors,
dates, study links with spans. The ratio must not pass 1.5 (exit code 1 when it does).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from trafilatura import extract

from ingest.markup import html_tree
from ingest.page import Page
from ingest.sources import summary_page

PAGES = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "news" / "page"
CEILING = 1.5
ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """The best of some rounds: the least disturbed one."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def ours(page: Page) -> None:
    """One page from its bytes to its records, the tree parsed anew."""
    html_tree.cache_clear()
    list(summary_page.parse(page))


def main(folder: Path) -> int:
    """Print the figures; 1 when the ratio is above its ceiling."""
    if not folder.exists():
        print(f"no pages at {folder}: nothing measured")
        return 0
    alone = whole = size = 0.0
    paths = sorted(folder.glob("*.html"))
    for path in paths:
        body = path.read_bytes()
        page = Page.of(path.name, body)
        alone += seconds(lambda body=body: extract(body, include_comments=False))  # type: ignore[misc]
        whole += seconds(lambda page=page: ours(page))  # type: ignore[misc]
        size += len(body)
    html_tree.cache_clear()
    list(summary_page.parse(page))
    parses = html_tree.cache_info().misses
    ratio = whole / alone
    print(f"{len(paths)} pages, {size / 1e6:.1f} MB: {len(paths) / whole:.0f} pages/s, {size / 1e6 / whole:.1f} MB/s")
    print(f"ratio to trafilatura alone {ratio:.2f} (ceiling {CEILING}); parses a page {parses}")
    return int(ratio > CEILING or parses != 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
