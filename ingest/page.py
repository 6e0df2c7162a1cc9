"""A page: the bytes that were received, and the address they came from. A bulk file is left where it is."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ingest.errors import UnsafePage

# Of a file larger than the first, a page holds only the second: its head.
BULK_BYTES = 25_000_000
HEAD_BYTES = 1_000_000
# The largest page that is held in memory as a whole, for a source that does not stream.
MAX_HELD_BYTES = 150_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Bytes as they were received, and the address they came from. Hashable by content and address.

    Of a bulk file, `body` is only the head, enough to recognize it by, and `file` says where all of it is: sources that
    stream read it through `open`, the others are given `whole`.
    """

    url: str
    body: bytes
    media_type: str | None = None
    sha256: str
    file: Path | None = None

    @classmethod
    def of_file(cls, url: str, path: Path, media_type: str | None = None) -> Page:
        """The page of a file; a bulk file is hashed in blocks and left where it is. Raises OSError."""
        if path.stat().st_size <= BULK_BYTES:  # also a pipe, which has no size and is read once
            return cls.of(url, path.read_bytes(), media_type)
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            head = stream.read(HEAD_BYTES)
        return cls(url=url, body=head, media_type=media_type, sha256=sha256, file=path)

    def open(self) -> IO[bytes]:
        """All bytes of the page, to be read once from their start and closed. Raises OSError for a bulk file that is gone."""
        return self.file.open("rb") if self.file else io.BytesIO(self.body)

    def whole(self) -> Page:
        """The page with all its bytes in memory. Raises UnsafePage for a very large one, OSError for a bulk file that is gone."""
        if self.file is None:
            return self
        if self.n_bytes > MAX_HELD_BYTES:
            raise UnsafePage(
                f"{self.n_bytes:,} bytes, more than the {MAX_HELD_BYTES:,} that this kind is held in memory for: split the file"
            )
        return Page(url=self.url, body=self.file.read_bytes(), media_type=self.media_type, sha256=self.sha256)

    @property
    def n_bytes(self) -> int:
        """How many bytes the page has. Raises OSError for a bulk file that is gone."""
        return self.file.stat().st_size if self.file else len(self.body)

    @classmethod
    def of(cls, url: str, body: bytes, media_type: str | None = None) -> Page:
        """Make a page; the content hash is computed here."""
        return cls(url=url, body=body, media_type=media_type, sha256=hashlib.sha256(body).hexdigest())

    def __hash__(self) -> int:
        return hash((self.url, self.sha256))
