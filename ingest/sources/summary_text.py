"""A story about a study as plain text: a blog post or news item copied or printed from its page.

Home: any site. The text form of `summary_page`: no markup, so title, author and boilerplate are told by their place
and shape. Oddities seen (2026-11): the title printed twice, boxes ("apply", "sign up") before, after and twice after
the story, lines broken inside boxes, the reference as a line of its own, a signature of name, office and company.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.boilerplate import title_of, without_repeats
from ingest.errors import PageChanged, UnreadablePage
from ingest.identifiers import find_registrations
from ingest.markup import DocumentBuilder, clean, decode
from ingest.page import Page
from ingest.records import Author, Citation, Document, Parsed
from ingest.story_links import PRIMARY_LABEL, links, list_heading, text_mentions
from ingest.story_text import AUTHOR_NOTE

KIND = "blog"
HOME = "https://schema.org/BlogPosting"
URL: re.Pattern[str] | None = None
RANK = 95

_MAX = 400_000
_MARKUP = re.compile(r"\s*(?:<|\{|\[|@\w+\s*\{|%PDF|#data|\"?[\w ]+\"?[,;\t]\"?[\w ]+\"?[,;\t]\"?[\w ]+)")
_TAGGED = re.compile(r"^(?:TY  - |PMID- |%0 |FN |PT [A-Z]|AU  - |@\w+\{|User-agent:)", re.M | re.I)
# Fields of a portal's or database's record printed as text: a more precise source's business, or nobody's.
_RECORD = re.compile(
    r"^(?:Original language|Publication status|Pages \(from-to\)|Article number|Accession Number)"
    r"|\A\"?\w[\w ]*\"?(?:[,;\t]\"?\w[\w ]*\"?)+\r?\n",
    re.M,
)
_SIGN = re.compile(
    r"10\.[0-9]{4,9}/\S|pubmed|/pmc/articles/|clinicaltrials\.gov|\bPMID\b|\b(?:stud(?:y|ies)|trials?|randomi[sz]ed"
    r"|researchers|participants|meta-analysis"
    r"|studie|forscher|étude|estudio|undersøgelse|forsøg)\b",
    re.I,
)
_SENTENCE = re.compile(r"[a-zäöüåæøé]{2}[.!?…][\"”’')\]]*$")
_ROLE = (
    r"(?:president|ceo|founder|co-?founder|director|editor|author|owner|manager|head|chief[\w ]*|chair(?:man|woman)?"
    r"|vice[- ]president|lead|coordinator|principal"
    r"|therapist|psychologist|physician|clinician|dietitian|nutritionist|writer|journalist|correspondent|consultant|professor"
    r"|researcher)"
)
_NAME = r"[A-ZÀ-Þ][\w.'’-]+(?:\s(?:[A-ZÀ-Þ][\w.'’-]*|van|von|de|der|den|la|di)){1,3}"
_SIGNATURE = re.compile(
    rf"^(?P<name>{_NAME}),\s*(?P<role>(?:[\w&-]+\s){{0,3}}{_ROLE}(?:\s(?:and|&|of)\s[\w ]+)?)(?:,|\sat"
    rf"|\sof)\s+(?P<company>[A-Z][\w .&'’-]{{2,60}})$",
    re.I,
)
_BYLINE = re.compile(rf"^(?:written |posted |published )?by:?\s+(?P<name>{_NAME})(?:,.*)?$", re.I)
_DATE_LINE = re.compile(
    r"^(?:(?:published|posted|updated|date)(?: on)?:?\s*)?(?:(?P<iso>20[0-9]{2}-[01][0-9]-[0-3][0-9])"
    r"|(?P<month>[A-Z][a-z]+)\s(?P<day>[0-9]{1,2}),?\s(?P<year>20[0-9]{2})"
    r"|(?P<day2>[0-9]{1,2})\.?\s(?P<month2>[A-Z][a-z]+)\s(?P<year2>20[0-9]{2}))$",
    re.I,
)
_MONTHS = "january february march april may june july august september october november december".split()


def recognizes(page: Page) -> bool:
    """Prose without markup that has a sign of a study in it."""
    head = page.body[:4]
    if (
        len(page.body) > _MAX
        or head[:1] in b"<{["
        or head[:2] == b"\x1f\x8b"
        or b"\x00" in page.body[:1000].strip(b"\xff\xfe\x00")
    ):
        return False
    try:
        text = decode(page)
    except (UnreadablePage, LookupError):
        return False
    if _MARKUP.match(text) or _TAGGED.search(text[:5000]) or _RECORD.search(text) or "<html" in text[:3000].lower():
        return False
    prose = [line for line in text.splitlines() if len(line.split()) > 14 and _SENTENCE.search(line.strip())]
    if len(prose) < 2 or sum(map(len, prose)) < 0.5 * len(text):
        return False
    return bool(_SIGN.search(text) or find_registrations(text))


def parse(page: Page) -> Iterator[Parsed]:
    """The story as a summary. Raises PageChanged when nothing but boilerplate is there."""
    lines = [line for line in (clean(part) for part in decode(page).splitlines()) if line]
    title = title_of(lines)
    body = without_repeats(lines, title)
    if not body:
        raise PageChanged("no running text, only short repeated lines")
    name, company, signed = _signature(body)
    issued = next((date for line in body[:6] if (date := _date(line))), None)
    document = _document(title, body, signed)
    yield Parsed(
        citation=Citation(
            type="post-weblog",
            title=title,
            container_title=company,
            publisher=company,
            issued=issued,
            is_summary=True,
            authors=(_author(name),) if name else (),
        ),
        document=document,
        links=links(list(text_mentions(document)), title, issued, document.text),
    )


def _document(title: str | None, lines: list[str], signed: str | None) -> Document:
    builder = DocumentBuilder()
    builder.add("title", title)
    label, kind, held = "", "body", list[str]()
    for index, line in enumerate([*lines, ""]):
        heading = _is_heading(line, lines, index)
        own = _kind_of(line, kind, line == signed, heading)
        if heading or own != kind or not line:
            builder.add(kind, "\n".join(held), label=label)
            label, held = "", []
        kind = own
        if heading:
            label = line.rstrip(":")
        elif line:
            held.append(line)
    return builder.build()


def _kind_of(line: str, before: str, signed: bool, heading: bool) -> str:
    if AUTHOR_NOTE.match(line):
        return "author-note"
    if heading:
        return "references" if list_heading(line) else "body"
    if signed or _BYLINE.match(line):
        return "byline"
    if PRIMARY_LABEL.match(line) and len(line) > 40:
        return "references"
    if before == "references" and re.search(r"10\.[0-9]{4}|https?://|et al|\((?:19|20)[0-9]{2}\)", line):
        return "references"
    return "author-note" if before == "author-note" else "body"


def _is_heading(line: str, lines: list[str], index: int) -> bool:
    """A short line without a full stop, before a longer one."""
    if not line or len(line) > 90 or line.endswith((".", "!", ",", ";")) or index + 1 >= len(lines):
        return False
    return (
        len(lines[index + 1]) > len(line)
        and not _BYLINE.match(line)
        and not _SIGNATURE.match(line)
        and not _date(line)
        and ": " not in line
    )


def _signature(lines: list[str]) -> tuple[str | None, str | None, str | None]:
    """Author, company (by the shorter name that the page uses for it), and the line they were read from."""
    for line in lines:
        match = _SIGNATURE.match(line)
        if match:
            return match["name"], _short(match["company"].strip(" ."), match["role"], lines), line
        byline = _BYLINE.match(line)
        if byline:
            return byline["name"], None, line
    return None, None, None


def _short(company: str, role: str, lines: list[str]) -> str:
    """ "Acme Care Services" is called "Acme" where the page writes "Acme President" or "Acme's team"."""
    words = company.split()
    text = "\n".join(lines)
    for count in range(1, len(words)):
        start = " ".join(words[:count])
        if re.search(rf"\b{re.escape(start)}(?:\s{re.escape(role)}\b|['’]s\b)", text, re.I):
            return start
    return company


def _author(name: str) -> Author:
    given, _, family = name.rpartition(" ")
    return Author(family=family, given=given)


def _date(line: str) -> str | None:
    match = _DATE_LINE.match(line)
    if not match:
        return None
    if match["iso"]:
        return match["iso"]
    month, day, year = match["month"] or match["month2"], match["day"] or match["day2"], match["year"] or match["year2"]
    found = next((i for i, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()[:3]) and len(month) > 2), None)
    return f"{year}-{found:02}-{int(day):02}" if found else None
