"""Text of a block on an Elsevier Pure page, cut into lines where its markup breaks them."""

from __future__ import annotations

from typing import Any

from lxml import etree

_BREAKING = frozenset({"br", "p", "div", "li", "tr", "h3", "h4"})


def lines_of(block: Any, own_breaks: bool = False) -> list[str]:
    """The lines of a block that are not blank; with `own_breaks` its text's own line breaks count too (in `pre`)."""
    parts: list[str] = []
    for event, node in etree.iterwalk(block, events=("start", "end")):
        breaks = node is not block and node.tag in _BREAKING
        text = (node.text if event == "start" else node.tail if node is not block else None) or ""
        if breaks and (event == "start" or node.tag != "br"):
            parts.append("\n")
        parts.append(text if own_breaks else text.replace("\r", " ").replace("\n", " "))
    return [line for part in "".join(parts).split("\n") if (line := " ".join(part.split()))]
