"""What is read comes back as it was packed."""

import pytest

from ingest.codec import pack, unpack
from ingest.records import Document, Parsed, Section


@pytest.mark.parametrize(
    "document",
    [
        None,
        Document(text="words"),
        Document(text=""),
        Document(text="words", language="da"),
        Document(text="one two", sections=(Section(label="One", kind="other", start=0, end=3),)),
    ],
)
def test_a_record_comes_back_with_its_text(document: Document | None) -> None:
    """A document without sections has nothing to pack but its text, which is kept elsewhere."""
    parsed = Parsed(document=document)
    assert unpack(pack(parsed), document.text if document else None) == parsed
