"""Elsevier Pure's XML of research outputs: answers of its web services, with or without renderings, and import files.

Home: https://www.elsevier.com/products/pure   Terms: those of the house that runs the portal
Oddities seen (2026-11): three generations of schemas with the same words in different nesting; an answer may hold whole
records (`content`, or elements such as `contributionToJournal`) or only renderings (`renderedItem`, `rendering`: HTML in
no namespace or escaped), among them printed references in Vancouver style whose commas stand inside the links; names of
persons as they are today beside those that the output prints; counts larger than the number of records sent (a page of a
longer answer); files of persons and organisations, which hold no output and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ingest.errors import NotAPage, PageChanged
from ingest.html_blocks import Above
from ingest.lenient_xml import below, local
from ingest.markup import xml_tree
from ingest.page import Page
from ingest.pure_output import output
from ingest.pure_record import OUTPUTS, record
from ingest.pure_rendering import printed_output
from ingest.records import Parsed

KIND = "portal"
HOME = "https://www.elsevier.com/products/pure"
URL: re.Pattern[str] | None = re.compile(r"/ws/(?:api|rest)/.*(?:research-outputs|publication)", re.I)
RANK = 10

_LOOK = 6_000
_OWN = re.compile(
    rb"atira\.dk|/ws/api/\d+/xsd/|<contributionTo(?:Journal|BookAnthology|Conference)\b|<renderings?>"
    rb"|renderedItem"
)


def recognizes(page: Page) -> bool:
    """XML with Pure's own namespaces or element names near its start."""
    head = page.body[:_LOOK].lstrip()
    if not head.startswith(b"<") or re.search(rb"<!doctype html|<html[\s>]", head[:500], re.I):
        return False
    return bool(_OWN.search(head)) and (
        head.startswith(b"<?xml") or bool(re.match(rb"<(?:[\w.-]+:)?(?:result|contribution\w+|Get\w+)\b", head))
    )


def parse(page: Page) -> Iterator[Parsed]:
    """One record for each output. Raises NotAPage when the file holds none."""
    root = xml_tree(page)
    found = 0
    keys: set[str] = set()
    for position, element in enumerate(_elements(root), 1):
        parsed = _read(element)
        if parsed is not None:
            found += 1
            key = _key(parsed, element, position)
            yield replace(parsed, key=key if key not in keys else f"{key}#{position}")
            keys.add(key)
    if not found:
        raise NotAPage(f"Pure's XML of “{local(root)}”, which holds no research output")


def _elements(root: Any) -> Iterator[Any]:
    """Elements that are one output each; parts of an output are none of their own."""
    inside = Above(lambda node: local(node) in OUTPUTS or (local(node) == "content" and node is not root))
    for node in root.iter():
        name = local(node)
        is_output = name == "rendereditem" or (name == "content" and "researchoutput" in _family(node)) or name in OUTPUTS
        if is_output and not (node.getparent() is not None and inside(node.getparent())):
            yield node


def _family(node: Any) -> str:
    """What kind of thing a `content` is: its own family element, or its xsi:type."""
    return " ".join([*(n.text or "" for n in node if local(n) in ("family", "type")), *map(str, node.attrib.values())]).lower()


def _read(element: Any) -> Parsed | None:
    """The record's own fields, else what its first rendering shows."""
    if local(element) == "rendereditem":
        kind, classification = element.get("type") or "", element.get("classification") or ""
        return _rendered(element, kind, classification)
    parsed = record(element)
    if parsed is not None:
        return parsed
    for rendering in below(element, "rendering"):
        markup = "".join(rendering.itertext())
        if "<" in markup and (shown := _rendered(lxml_html.fragment_fromstring(markup, create_parent="div"), local(element), "")):
            return shown
    return None


def _rendered(element: Any, kind: str, classification: str) -> Parsed | None:
    """A whole rendered output, or a printed reference."""
    shown = lxml_html.fragment_fromstring(etree.tostring(element, encoding="unicode", with_tail=False), create_parent="div")
    if shown.xpath("//h1 | //h2[contains(@class,'title')] | //h3[contains(@class,'title')]"):
        try:
            return output(shown)
        except PageChanged:
            return None
    return printed_output(shown, kind, classification)


def _key(parsed: Parsed, element: Any, position: int) -> str:
    """What tells this output from the others of its file: its DOI, else Pure's own number."""
    if parsed.citation and parsed.citation.doi:
        return f"doi:{parsed.citation.doi}"
    own = element.get("uuid") or element.get("renderedContentUUID") or element.get("pureId") or element.get("id")
    return f"pure:{own}" if own else f"record:{position}"
