"""Serve the catalog with Datasette, its metadata, templates, plugins and static files."""

from __future__ import annotations

from pathlib import Path

from datasette.cli import cli as datasette

from ingest.resources import resource


def serve_arguments(catalog: Path, host: str, port: int) -> list[str]:
    """The command line of `datasette` for this catalog."""
    here = resource("catalog")
    settings = {"default_page_size": 50, "sql_time_limit_ms": 5000, "max_returned_rows": 5000, "facet_time_limit_ms": 1000}
    return [
        "serve",
        str(catalog),
        *("--metadata", str(resource("metadata.yml"))),
        *("--template-dir", str(here / "templates")),
        *("--plugins-dir", str(here / "plugins")),
        *("--static", f"assets:{here / 'static'}"),
        *(part for name, value in settings.items() for part in ("--setting", name, str(value))),
        *("--host", host, "--port", str(port)),
    ]


def serve(catalog: Path, host: str, port: int) -> None:
    """Serve until interrupted."""
    datasette.main(args=serve_arguments(catalog, host, port), prog_name="datasette", standalone_mode=False)
