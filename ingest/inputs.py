"""What people name on the command line, as pages: files, folders, addresses, and `-` for standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import UsageError
from ingest.page import Page
from ingest.resources import SAMPLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something to read: a file by its path, or an address to fetch, or bytes that were piped in."""

    url: str
    path: Path | None = None
    body: bytes | None = None

    @property
    def is_address(self) -> bool:
        """True when it has to be fetched."""
        return self.path is None and self.body is None

    def page(self) -> Page:
        """The page of a file or of piped bytes. Raises UsageError when the file cannot be opened."""
        if self.body is not None:
            return Page.of(self.url, self.body)
        assert self.path is not None
        try:
            return Page.of_file(self.url, self.path)
        except OSError as error:
            raise UsageError(f"{self.path}: {error.strerror}") from None


def inputs(names: Sequence[str]) -> list[Input]:
    """Everything these names stand for, folders walked in order of name. Raises UsageError for a name that is nothing."""
    return [found for name in names for found in _input(name)]


def sample_inputs() -> list[Input]:
    """The sample pages that come with the project."""
    return [Input(url=f"sample:{path.name}", path=path) for path in sorted(SAMPLES.iterdir()) if _is_page(path)]


def _input(name: str) -> Iterator[Input]:
    if name == "-":
        body = sys.stdin.buffer.read()
        yield Input(url=f"stdin:{Page.of('stdin', body).sha256[:16]}", body=body)
        return
    if name.lower().startswith(("http://", "https://")):
        yield Input(url=name)
        return
    path = Path(name)
    if not path.exists():
        raise UsageError(f"{name}: no such file or folder (an address starts with http:// or https://)")
    for file in _files(path) if path.is_dir() else [path]:
        yield Input(url=file.resolve().as_uri(), path=file)


def _files(folder: Path) -> Iterator[Path]:
    """Files of a folder and its folders, in order of name; hidden ones are left out, links to folders not followed."""
    for here, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (path for name in sorted(names) if _is_page(path := Path(here, name)))


def _refuse(error: OSError) -> None:
    raise UsageError(f"{error.filename}: {error.strerror}") from None


def _is_page(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")
