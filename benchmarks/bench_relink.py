"""What one page costs in a small and in a large catalog: python -m benchmarks.bench_relink [--sizes 20000 200000]

A made-up collection of trials (records, protocols, reports, portal copies, blogs; every report cites others) is built
by bulk means, then pages are added, changed and taken away one by one, each from saving its reading to the commit.
Held to: a median added page under 50 ms in the largest catalog, and less than twice the median of the smallest one.
Then the hubs, around which a neighbourhood could explode (see `made_up_catalog.hubs`): one page more beside each.
Exit code 1 when a ceiling is passed. --keep FOLDER keeps the catalogs, so that a second run need not build them.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.made_up_catalog import Made, beside_hubs, hubs, one_more, pages
from ingest.check.rows import check_rows
from ingest.extract.outcome_match import is_same_outcome
from ingest.link.corrections import Corrections
from ingest.link.keys import reading_keys
from ingest.recheck import recheck
from ingest.relink import relink
from ingest.store import Catalog, open_catalog

CEILING_MS = 50.0
CEILING_RATIO = 2.0
HUB_CEILING_MS = 1000.0
BATCH = 500
ROUNDS = 40
HUB_ROUNDS = 3


def save(catalog: Catalog, batch: Iterable[Made]) -> None:
    """One batch of pages from their readings to the commit."""
    with catalog.database.atomic():
        keys: set[str] = set()
        urls = []
        for url, source, parsed in batch:
            catalog.save_page(url, url, source, None, parsed)
            keys |= catalog.save_reading(url, source, parsed, reading_keys(url, source, parsed))
            urls.append(url)
        _link(catalog, keys, urls, "source-new")


def drop(catalog: Catalog, made: Made) -> None:
    """One page that is gone."""
    with catalog.database.atomic():
        _link(catalog, catalog.drop_reading(made[0], "2026-01-02"), [made[0]], "source-gone")


def _link(catalog: Catalog, keys: set[str], urls: list[str], cause: str) -> None:
    linked = relink(catalog, keys, urls, cause, Corrections(), is_same_outcome, check_rows)
    recheck(catalog, linked.summaries, cause)


def opened(path: Path, size: int) -> Catalog:
    """A catalog of about `size` citations and the hubs; built when it is not there."""
    is_new = not path.exists()
    catalog = open_catalog(path)
    catalog.start_run("2026-01-01T00:00:00Z")
    if is_new:
        _build(catalog, size)
    return catalog


def _build(catalog: Catalog, size: int) -> None:
    for source in ("ctgov_json", "pubmed_xml", "pure_html", "summary_page"):
        catalog.know_source({"id": source, "name": source, "kind": "file", "home_url": None, "terms_url": None})
    catalog.defer_search()
    for made in (pages(size), hubs(size)):
        for batch in _batches(made):
            save(catalog, batch)
    catalog.build_search()


def _batches(made: Iterator[Made]) -> Iterator[list[Made]]:
    batch: list[Made] = []
    for page in made:
        batch.append(page)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def milliseconds(work: Callable[[], None]) -> float:
    """What the work took."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def measure(catalog: Catalog, size: int) -> dict[str, list[float]]:
    """Milliseconds of each step by kind; the catalog is left with the rows it had."""
    spent: dict[str, list[float]] = {}
    for n in range(ROUNDS):
        for version, deed in enumerate(("add", "change")):
            for kind, made in one_more(size, n, version):
                spent.setdefault(f"{deed} {kind}", []).append(milliseconds(lambda made=made: save(catalog, [made])))  # type: ignore[misc]
        for kind, made in one_more(size, n):
            spent.setdefault(f"remove {kind}", []).append(milliseconds(lambda made=made: drop(catalog, made)))  # type: ignore[misc]
    return spent


def measure_hubs(catalog: Catalog, size: int) -> dict[str, list[float]]:
    """Milliseconds of one more page beside each hub."""
    spent: dict[str, list[float]] = {}
    for n in range(HUB_ROUNDS):
        for kind, made in beside_hubs(size, n):
            spent.setdefault(kind, []).append(milliseconds(lambda made=made: save(catalog, [made])))  # type: ignore[misc]
            drop(catalog, made)
    return spent


def main(sizes: list[int], folder: Path) -> int:
    """Print the figures; 1 when a ceiling is passed."""
    middle: dict[int, float] = {}
    worst_hub = 0.0
    for size in sizes:
        begun = time.perf_counter()
        catalog = opened(folder / f"made-up-{size}.db", size)
        citations = catalog.counts(["citations"])["citations"]
        print(f"\n{size}: {citations} citations, {time.perf_counter() - begun:.0f} s, {_megabytes():.0f} MB at most")
        spent = measure(catalog, size)
        for kind, times in spent.items():
            print(f"  {median(times):8.1f} ms  {max(times):8.1f} at most  {kind}")
        middle[size] = median(t for kind, times in spent.items() if kind.startswith("add") for t in times)
        for kind, times in measure_hubs(catalog, size).items():
            worst_hub = max(worst_hub, median(times))
            print(f"  {median(times):8.1f} ms  {max(times):8.1f} at most  hub: {kind}")
        catalog.close()
    ratio = middle[sizes[-1]] / middle[sizes[0]]
    print(f"\nadded page: {', '.join(f'{ms:.1f} ms at {size}' for size, ms in middle.items())} (ceiling {CEILING_MS:.0f});")
    print(f"ratio {ratio:.2f} (ceiling {CEILING_RATIO}); worst hub {worst_hub:.0f} ms (ceiling {HUB_CEILING_MS:.0f})")
    return int(middle[sizes[-1]] > CEILING_MS or ratio > CEILING_RATIO or worst_hub > HUB_CEILING_MS)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        sys.exit(main(given.sizes, given.keep))
    with tempfile.TemporaryDirectory() as scratch:
        sys.exit(main(given.sizes, Path(scratch)))
