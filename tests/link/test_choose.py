"""The order of sources names sources that exist: a misspelt one would silently rank as unknown."""

from ingest.link.choose import AUTHORITY, TITLE_FIRST
from ingest.sources import name_of, sources


def test_every_ranked_source_is_a_source() -> None:
    assert {*AUTHORITY, *TITLE_FIRST} <= {name_of(source) for source in sources()}
