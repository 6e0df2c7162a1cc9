"""What every source of HTML, XML or text needs: decoding, trees, metadata blocks, and the one maker of documents."""

from __future__ import annotations

import codecs
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ingest.errors import EmptyPage, PageChanged, UnsafePage
from ingest.page import Page
from ingest.records import Document, Section, Span

# Bounds that keep hostile input within 2 s and 300 MB (see tests/test_hostile.py).
MAX_DEPTH = 500
MAX_PAGE_BYTES = 25_000_000
MAX_TAGS = 600_000
MAX_ATTRIBUTES = 1_000
# Characters and parts of one document: several times those of the longest article or protocol.
MAX_TEXT = 3_000_000
MAX_PARTS = 10_000

# All text below an element, put together by libxml2: several times as fast as `itertext`, twice as fast as an XPath.
ALL_TEXT: Any = partial(etree.tostring, method="text", encoding="unicode", with_tail=False)
_SPACE = re.compile(r"\s+")
# Characters that no page means and libxml2 stops at: control characters, and what is no character at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_BLOCKS = frozenset(
    "address article aside blockquote br caption dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first character of text in two or four bytes a character: "<" or "{" with its zero bytes.
_WIDE_STARTS = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"{\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9][A-Za-z0-9_.:-]{1,40})", re.I)
_SILENT = frozenset("script style noscript template iframe svg object".split())


def clean(text: str | None) -> str | None:
    """Collapse white space; None for nothing."""
    if not text:
        return None
    # Of all white space, only the blank is printable: what is printable and has no two of them needs no cutting up.
    if text.isprintable() and "  " not in text:
        return text.strip() or None
    return " ".join(text.split()) or None


def decode(page: Page) -> str:
    """The page's characters, as `_decoded` finds them; NUL, at which SQLite would stop counting, becomes U+FFFD."""
    return _decoded(page).replace("\0", "\ufffd")


def _decoded(page: Page) -> str:
    """The page's characters: by byte-order mark, then UTF-8, then the declared encoding, then Windows-1252.

    UTF-8 is tried before the declaration because a wrong declaration is common and valid UTF-8 by chance is not.
    Text of two or four bytes a character without a mark is told by its zero bytes. Raises EmptyPage for nothing.
    """
    body = page.body
    if not body.strip():
        raise EmptyPage("the page is empty")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for start, encoding in _WIDE_STARTS:
        if body.startswith(start):
            return body.decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_declared(body)


def _decode_declared(body: bytes) -> str:
    declared = [_codec(match.group(1).decode("ascii")) for match in _DECLARED.finditer(body[:4096])]
    for encoding in dict.fromkeys(e for e in (*declared[:3], "windows-1252") if e):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    # Nothing fits throughout: a UTF-8 page with a broken byte or two, or what it says it is.
    as_utf8 = body.decode("utf-8", "replace")
    if as_utf8.count("\ufffd") * 100 < len(as_utf8) or not any(declared):
        return as_utf8
    return body.decode(next(e for e in declared if e), "replace")


def _codec(name: str) -> str | None:
    """Python's name for an encoding that a page declares; Latin-1 means Windows-1252, as in browsers."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name in ("utf-8", "utf-16", "utf-32", "utf-7", "idna", "punycode"):
        return None
    return "windows-1252" if found.name in ("iso8859-1", "ascii") else found.name


@lru_cache(maxsize=2)
def html_tree(page: Page) -> lxml_html.HtmlElement:
    """The page's parsed HTML: one parse a page, whoever asks (the tree is shared: never change it)."""
    refuse_size(page.body)
    text = _CONTROL.sub(" ", decode(page))
    _refuse_attributes(text)
    # libxml2 stops without a word at depth 256; with huge_tree it goes on to 2,048 and so can be asked how deep it was.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise UnsafePage(f"the HTML cannot be parsed: {(str(error).splitlines() or ['no document'])[0]}") from None
    if tree is None:
        raise EmptyPage("no HTML on the page")
    if page.body.count(b"<") > MAX_DEPTH and _is_deeper(tree, MAX_DEPTH):
        raise UnsafePage(f"elements nested deeper than {MAX_DEPTH}")
    return tree


def refuse_size(body: bytes) -> None:
    """Raises UnsafePage for a page of HTML or XML with more bytes or tags than are read."""
    if len(body) > MAX_PAGE_BYTES:
        raise UnsafePage(f"{len(body):,} bytes on one page, more than {MAX_PAGE_BYTES:,}")
    if len(body) > MAX_TAGS and (tags := body.count(b"<")) > MAX_TAGS:  # there are no more tags than bytes
        raise UnsafePage(f"{tags:,} tags on one page, more than {MAX_TAGS:,}")


def _refuse_attributes(text: str) -> None:
    """libxml2 compares each attribute of a tag with all before it: thousands of them take minutes."""
    for match in _LONG_TAG.finditer(text):
        found = len(_QUOTED.sub("", match.group()).split())
        if found > MAX_ATTRIBUTES:
            raise UnsafePage(f"{found:,} attributes on one tag, more than {MAX_ATTRIBUTES:,}")


def _is_deeper(tree: Any, limit: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False


def xml_parser(**options: Any) -> etree.XMLParser:
    """An lxml parser that fetches nothing and expands no entity of the document's own."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, **options)


@lru_cache(maxsize=2)
def xml_tree(page: Page) -> etree._Element:
    """The page's root element, shared: never change it. Raises UnsafePage for entities, PageChanged for broken XML."""
    return own_xml_tree(page)


def own_xml_tree(page: Page) -> etree._Element:
    """The page's root element, parsed for the caller alone, who may change it. Raises as `xml_tree` does."""
    if page.body.find(b"<!ENTITY", 0, 100_000) >= 0:
        raise UnsafePage("the XML declares entities of its own; they are not expanded")
    try:
        return etree.fromstring(page.body.lstrip(), parser=xml_parser())
    except etree.XMLSyntaxError as error:
        raise PageChanged(f"broken XML: {error}") from None


def text_of(element: Any) -> str | None:
    """All text below an element on one line, comments left out; None when there is no element or no text."""
    if element is None:
        return None
    text = ALL_TEXT(element) if len(element) else element.text
    if not text:
        return None
    if text.isprintable() and "  " not in text:  # as `clean`, whose call would cost as much as its work
        return text.strip() or None
    return " ".join(text.split()) or None


def one(element: Any, path: str) -> Any:
    """The first match of an XPath. Raises PageChanged when there is none."""
    found = maybe(element, path)
    if found is None:
        raise PageChanged(f"nothing at {path}")
    return found


def maybe(element: Any, path: str) -> Any:
    """The first match of an XPath, or None."""
    found = element.xpath(path)
    return found[0] if found else None


def local_path(element: Any) -> str:
    """Where an XML element stands, as an XPath of local names (namespaces left out, so that people can read it)."""
    steps = []
    while element is not None:
        parent, name = element.getparent(), etree.QName(element).localname
        same = [] if parent is None else [c for c in parent if isinstance(c.tag, str) and etree.QName(c).localname == name]
        steps.append(f"{name}[{same.index(element) + 1}]" if len(same) > 1 else name)
        element = parent
    return "/" + "/".join(reversed(steps))


def block_text(element: Any) -> str:
    """Text below an HTML element with a line break at every block boundary and no script, style or template."""
    parts: list[str] = []
    _collect(element, parts)
    lines = (clean(line) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(element: Any, parts: list[str]) -> None:
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        if event == "start":
            if node.tag in _BLOCKS:
                parts.append("\n")
            if node.text and not _is_silent(node, element):
                parts.append(_SPACE.sub(" ", node.text))
        else:
            if node.tag in _BLOCKS:
                parts.append("\n")
            if node is not element and node.tail and not _is_silent(node.getparent(), element):
                parts.append(_SPACE.sub(" ", node.tail))


def _is_silent(node: Any, top: Any) -> bool:
    while node is not None:
        if node.tag in _SILENT:
            return True
        if node is top:
            return False
        node = node.getparent()
    return False


def meta_tags(tree: Any) -> dict[str, list[str]]:
    """`meta` elements of a page: lower-cased name or property -> contents in page order, empty ones left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for tag in tree.iter("meta"):
        name = tag.get("name") or tag.get("property") or tag.get("itemprop")
        content = clean(tag.get("content"))
        if name and content:
            found[name.strip().lower()].append(content)
    return dict(found)


def json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """Every JSON-LD object of a page, `@graph` unfolded; blocks that are no JSON are passed over."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            loaded = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(loaded)


def _objects(loaded: Any) -> Iterator[dict[str, Any]]:
    for item in loaded if isinstance(loaded, list) else [loaded]:
        if not isinstance(item, dict):
            continue
        graph = item.get("@graph")
        if isinstance(graph, list):
            yield from _objects(graph)
        else:
            yield item


class DocumentBuilder:
    """Makes a document's text, once: parts separated by blank lines, each remembered as a section.

    >>> builder = DocumentBuilder()
    >>> builder.add("title", "A trial")
    >>> builder.add("abstract.results", "Nothing differed.", label="RESULTS")
    >>> builder.build().text
    'A trial\\n\\nRESULTS: Nothing differed.'
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._sections: list[Section] = []
        self._length = 0

    def add(self, kind: str, text: str | None, label: str = "", show_label: bool = True) -> tuple[int, int] | None:
        """Add a part; returns its code-point range in the document, None when there is no text.

        A label is printed before the text ("RESULTS: ...") unless `show_label` is false. Raises UnsafePage when the
        document grows past the limit.
        """
        text = text.strip() if text else ""
        if not text:
            return None
        head = ("\n\n" if self._parts else "") + (f"{label}: " if label and show_label else "")
        start = self._length + len(head)
        end = start + len(text)
        if end > MAX_TEXT or len(self._sections) >= MAX_PARTS:
            raise UnsafePage(f"a text of more than {MAX_TEXT:,} characters or {MAX_PARTS:,} parts")
        self._parts += [head, text]
        self._length = end
        self._sections.append(Section(label=label, kind=kind, start=start, end=end))
        return start, end

    def add_quoted(self, kind: str, text: str | None) -> Span | None:
        """Add a part without a label, as `add` does; returns its range with the words that stand there."""
        at = self.add(kind, text)
        return Span(start=at[0], end=at[1], quote=self._parts[-1]) if at else None

    def build(self, language: str | None = None) -> Document:
        """The finished document."""
        return Document(text="".join(self._parts), sections=tuple(self._sections), language=language)
