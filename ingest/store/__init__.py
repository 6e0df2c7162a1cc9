"""The only room that writes the catalog: runs, pages, readings, and the rows that linking derives from them."""

from ingest.store.catalog import Catalog, open_catalog

__all__ = ["Catalog", "open_catalog"]
