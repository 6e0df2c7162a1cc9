"""News and blog pages against golds: title, author, date, site, main text, and the study that a page is about.

Three makers of golds: readability's expected pages, the article-extraction benchmark's bodies (both give the whole main
text: asked is that its token F1 is no worse than trafilatura's own, less one hundredth), and trafilatura's evaluation
data (passages that must and must not be there, each asked as one field). `CITES.tsv` beside the pages tells the studies.
Dates are compared by year and month: those golds mix first publication and last change.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import html as lxml_html

from ingest.evaluate._pages import Field, normal
from ingest.records import Citation, Link, Parsed


def golds(folder: Path) -> Iterator[tuple[Path, Any]]:
    """Every page: which study it is about is known of all of them (`CITES.tsv`), its fields only where a gold lies beside."""
    for path in sorted(folder.rglob("*.html")):
        gold = path.with_name(path.name + ".gold.json")
        yield path, json.loads(gold.read_text(encoding="utf-8")) if gold.exists() else {}


def compare(gold: Any, parsed: list[Parsed], path: Path) -> Iterator[Field]:
    """Fields of one gold."""
    record = parsed[0] if parsed else Parsed()
    citation = record.citation or Citation(type="webpage")
    text = record.document.text if record.document else ""
    sections = record.document.sections if record.document else ()
    body = "\n".join(f"{s.label} {text[s.start : s.end]}" for s in sections if s.kind not in ("title", "byline"))
    meta = gold.get("metadata") or gold
    yield from _fields(meta, citation)
    whole = gold.get("articleBody") or _text_of_html(gold.get("content_html"))
    if whole:
        ours, theirs = token_f1(whole, body), token_f1(whole, _alone(path))
        yield Field(name="text_no_worse", expected=f"trafilatura {theirs:.3f}", got=f"{ours:.3f}", right=ours >= theirs - 0.01)
    for name, wanted in (("must_contain", True), ("must_not_contain", False)):
        for passage in gold.get(name) or []:
            held = _letters(passage) in _letters(text)
            yield Field(name=name, expected=passage, got=held, right=held == wanted)
    yield from _studies(path, record)


def _fields(meta: dict[str, Any], citation: Citation) -> Iterator[Field]:
    title, author = meta.get("title"), meta.get("author") or meta.get("byline")
    date, site = meta.get("date") or meta.get("publishedTime"), meta.get("sitename") or meta.get("siteName")
    if title:
        yield Field(name="title", expected=title, got=citation.title, right=_same(title, citation.title))
    if author:
        named = [a.family or a.literal or "" for a in citation.authors]
        yield Field(
            name="author", expected=author, got=named, right=bool(named) and all(_letters(n) in _letters(author) for n in named)
        )
    if date:
        yield Field(
            name="month",
            expected=date[:7],
            got=citation.issued,
            right=(citation.issued or citation.revised or "")[:7] == date[:7],
        )
    if site:
        yield Field(name="site", expected=site, got=citation.publisher, right=_same(site, citation.publisher))
    if meta.get("lang"):
        yield Field(
            name="language", expected=meta["lang"], got=citation.language, right=normal(citation.language) == normal(meta["lang"])
        )


def _same(expected: str, got: str | None) -> bool:
    """Equal letters, or one without the kicker, section or site name that stands before or after it."""
    wanted, read = _letters(expected), _letters(got or "")
    return bool(read) and (wanted == read or (min(len(wanted), len(read)) > 12 and (wanted in read or read in wanted)))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def token_f1(expected: str, got: str) -> float:
    """F1 of the words of two texts, counted."""
    wanted, read = Counter(re.findall(r"\w+", expected.lower())), Counter(re.findall(r"\w+", got.lower()))
    shared = sum((wanted & read).values())
    return 2 * shared / (sum(wanted.values()) + sum(read.values())) if shared else 0.0


def _text_of_html(markup: str | None) -> str | None:
    return "\n".join(map(str, lxml_html.fromstring(markup).itertext())) if markup else None


@cache
def _alone(path: Path) -> str:
    from trafilatura import extract

    return extract(path.read_bytes(), include_comments=False) or ""


@cache
def _cited(table: Path) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    if table.exists():
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                rows.setdefault(row["page"], []).append(row)
    return rows


def _studies(path: Path, record: Parsed) -> Iterator[Field]:
    rows = _cited(path.parent.parent / "CITES.tsv").get(path.name, [])
    yield study_field(rows, record)


def study_field(rows: list[dict[str, str]], record: Parsed) -> Field:
    """The study a page is about: the hand-set one where there is one, none where the page cites none or only in passing."""
    about = [link for link in record.links if link.relation == "summarizes"]
    told = [sorted(keys_of_link(link)) for link in about]
    if any(row["role"] == "primary_text_only" for row in rows):
        return Field(name="study_named_only", expected="nothing, or the study named in the text", got=told, right=len(about) <= 1)
    wanted = [row for row in rows if row["role"] == "primary"]
    if wanted:
        keys = set().union(*map(keys_of_row, wanted))
        return Field(name="study", expected=sorted(keys), got=told, right=any(keys_of_link(link) & keys for link in about))
    return Field(name="no_study" if not rows else "only_cited", expected=[], got=told, right=not about)


def keys_of_row(row: dict[str, str]) -> set[str]:
    """Everything by which a row of CITES.tsv names a study."""
    other = row["other_id"].replace(" (derived)", "")
    arxiv = re.sub(r"^arXiv:", "10.48550/arxiv.", other)
    return {key.lower() for key in (row["doi"], row["pmid"], row["pmcid"], other, arxiv, row["url"].split("?")[0])} - {""}


def keys_of_link(link: Link) -> set[str]:
    """Everything by which a link names its study."""
    url = unquote(link.url or "")
    pii = re.findall(r"/pii/(\w+)", url)
    return {key.lower() for key in (link.doi or "", link.pmid or "", link.pmcid or "", url.split("?")[0], *pii)} - {""}
