"""The only room that writes the catalog: runs, pages, readings, and the rows that linking derives from them."""

from ingest.store.catalog import Catalog
from ingest.store.opening import decisions_kept, open_catalog, open_to_ask

__all__ = ["Catalog", "decisions_kept", "open_catalog", "open_to_ask"]
