"""Text of two or four bytes a character (UTF-16, UTF-32), told by its mark or by its zero bytes, brought to UTF-8.

Sources tell their pages by bytes that stand in them; no page of this kind would be told by anyone otherwise.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from ingest.page import Page

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that are looked at; space and markup in them have zero bytes whatever the language.
_SAMPLE = 400
# What stands in pictures and programs, which have zero bytes too.
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_XML = re.compile(r"\s*<\?xml", re.I)


def wide_encoding(head: bytes) -> str | None:
    """The encoding of text of two or four bytes a character; None for all others."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    sample = head[:_SAMPLE]
    if len(sample) < 20:
        return None
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if first + second > len(sample) * 0.7:
        return "utf-32-le" if sample[0::4].count(0) < len(sample) / 8 else "utf-32-be"
    return "utf-16-le" if second > len(sample) * 0.4 else "utf-16-be" if first > len(sample) * 0.4 else None


def in_utf8(page: Page) -> Page:
    """The page with its text in UTF-8 when it is wide; any other page, XML (which declares what it is) and a bulk file as is.

    The bytes decide. What the server or the page itself names as its encoding is wrong too often, and says no more.
    """
    encoding = wide_encoding(page.body) if page.file is None else None
    if encoding is None:
        return page
    text = page.body.decode(encoding, "replace").removeprefix("\ufeff")
    is_text = not _NOT_TEXT.search(text, 0, _SAMPLE)
    return (
        page if not is_text or _XML.match(text) else replace(page, body=text.replace("\0", "\ufffd").encode("utf-8", "replace"))
    )
