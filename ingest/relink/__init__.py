"""Link the neighbourhood of what came, changed or went: load it, join it, compare with what is there, write the rest.

Everything that decides is in `link/` and pure; here is only what has to be loaded (`load`), which rows follow from it
(`rows`, `summaries`) and what has to be written (`write`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from ingest.link.corrections import Corrections
from ingest.records import Rows
from ingest.relink.load import load, pointing_pages
from ingest.relink.rows import trial_notices, trial_side, work_side
from ingest.relink.summaries import links, summaries
from ingest.relink.write import write
from ingest.store.catalog import Catalog

__all__ = ["Linked", "relink"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What was linked anew: citations and trials in the catalog now, and pages whose claims have to be held again."""

    citations: set[str]
    trials: set[str]
    summaries: set[str]


def relink(
    catalog: Catalog,
    keys: Iterable[str],
    pages: Collection[str],
    cause: str,
    corrections: Corrections,
    same_outcome: Callable[[str, str], bool] | None = None,
    more_rows: Callable[[Rows], None] | None = None,
) -> Linked:
    """Link the neighbourhood of these keys and pages anew. `more_rows` may add rows of `checks` to a finished set."""
    here = load(catalog, set(keys), list(pages), corrections)
    rows: Rows = {}
    work_side(rows, here, corrections)
    trial_side(rows, here, catalog, corrections, same_outcome)
    pointing = pointing_pages(catalog, here, rows)
    links(rows, here, catalog, pointing, corrections)
    summaries(rows, here, catalog)
    corrections.trial_links(rows, here.names, here.trials)
    trial_notices(rows, here)
    if more_rows is not None:
        more_rows(rows)
    write(catalog, here, rows, set(pointing.values()), list(pages), cause)
    now = {key[0] for key in rows.get("citations", {})}
    return Linked(citations=now, trials={key[0] for key in rows.get("trials", {})}, summaries=set(pointing.values()) | now)
