"""What people name on the command line, as pages: files, folders, addresses, and `-` for standard input."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ingest.errors import UnsafePage, UsageError
from ingest.page import BULK_BYTES, MAX_HELD_BYTES, Page
from ingest.resources import SAMPLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something to read: a file by its path, or an address to fetch, or bytes that were piped in.

    Much that is piped in lies in a temporary file at `path`, which is gone as soon as nobody holds `spool`.
    """

    url: str
    path: Path | None = None
    body: bytes | None = None
    spool: Any = None

    @property
    def is_address(self) -> bool:
        """True when it has to be fetched."""
        return self.path is None and self.body is None

    @property
    def lasting(self) -> Path | None:
        """The file that can be read again later, so that an archive may point at it. Raises UnsafePage for piped bytes that
        are too many to be copied instead."""
        if self.spool is None:
            return self.path
        if (size := os.stat(self.spool.name).st_size) > MAX_HELD_BYTES:
            raise UnsafePage(
                f"{size:,} bytes were piped in, more than the {MAX_HELD_BYTES:,} that the archive copies: save them as a file"
            )
        return None

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
        yield _piped(sys.stdin.buffer)
        return
    if name.lower().startswith(("http://", "https://")):
        yield Input(url=name)
        return
    path = Path(name)
    if not path.exists():
        raise UsageError(f"{name}: no such file or folder (an address starts with http:// or https://)")
    if path.is_fifo():  # <(command) in a shell
        with path.open("rb") as stream:
            yield _piped(stream)
        return
    for file in _files(path) if path.is_dir() else [path]:
        yield Input(url=file.resolve().as_uri(), path=file)


def _piped(stream: IO[bytes]) -> Input:
    """All that a stream gives: held in memory as far as a page is, else in a temporary file."""
    body = stream.read(BULK_BYTES + 1)
    sha256 = hashlib.sha256(body)
    if len(body) <= BULK_BYTES:
        return Input(url=_piped_url(sha256.hexdigest()), body=body)
    spool = tempfile.NamedTemporaryFile(prefix="trialtrace-")  # noqa: SIM115 - it lives as long as the input
    while body:
        spool.write(body)
        body = stream.read(1 << 20)
        sha256.update(body)
    spool.flush()
    return Input(url=_piped_url(sha256.hexdigest()), path=Path(spool.name), spool=spool)


def _piped_url(sha256: str) -> str:
    return f"stdin:{sha256[:16]}"


def _files(folder: Path) -> Iterator[Path]:
    """Files of a folder and its folders, in order of name; hidden ones are left out, links to folders not followed."""
    for here, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (path for name in sorted(names) if _is_page(path := Path(here, name)))


def _refuse(error: OSError) -> None:
    raise UsageError(f"{error.filename}: {error.strerror}") from None


def _is_page(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")
