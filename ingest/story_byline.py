"""Who wrote a story and when, read from what stands visibly on its page: bylines, dates near them, datelines.

Only for what a page's metadata does not say. Boxes of other stories, comments and the page's foot are passed over:
their dates and names are somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ingest.bibliographic_work import in_two_parts, is_collective
from ingest.markup import clean, text_of
from ingest.printed_dates import printed_date, printed_month
from ingest.records import Author

_BY_WORDS = r"(?:by|von|par|por|door|af|av)"
_BY = re.compile(
    r"^\W*(?:(?:written|posted|published|reviewed|story|article|text|reported|erstellt|verfasst) )?"
    rf"(?:{_BY_WORDS}|autor(?:in)?|author|text)\b[\s:]*(?!the\b)",
    re.I,
)
_NO_NAME = re.compile(
    r"photo|image|credit|creative|media|verlag|zeitung|redaktion|news(?:room)?\b"
    r"|\b(?:staff|team|author|about|contributor|correspondent|reporter|editor|university|universität|geschichte|institut\w*)\b"
    r"|https?:|www\.|@|[{}<>]"
    r"|^(?:admin(?:istrator)?|webmaster|press office|guest|user|unknown|none|null|n/?a)$",
    re.I,
)
_DEGREE = re.compile(r"(?:Ph\.?D\.?|M\.?D\.?|M\.?Sc\.?|R\.?N\.?|Dr\.?|Prof\.?|M\.?P\.?H\.?|B\.?Sc\.?|dpa|AFP|Reuters)", re.I)
_PARTICLES = ("de", "van", "von", "der", "den", "la", "le", "di", "da", "bin", "al")
_MARKED = "@rel='author' or @itemprop='author' or contains(@class, 'author') or contains(@class, 'byline')"
_IN_BOX = (
    "ancestor-or-self::*[self::aside or self::footer or self::nav or contains(@class,'related')"
    " or contains(@class,'comment') or contains(@class,'teaser')]"
)
_DATED = "contains(@class,'date') or contains(@class,'published') or contains(@class,'time') or self::time"
# A line that dates the page: "Updated: 4 May 2020", "Stand - 12.11.2021", "Aktualisiert am 17.01.2021".
_DATE_LABEL = re.compile(
    r"^\W*(?:(?:first |last |originally )?(?:published|posted|updated|modified|reviewed)|date|stand"
    r"|(?:zuletzt )?(?:aktualisiert|geändert)|veröffentlicht|erschienen|publié|mis à jour|publicado|pubblicato"
    r"|udgivet|opdateret|publicerad|uppdaterad|gepubliceerd)\b\W*(?:on|am|le|el|il|den|op|at)?\W*(?=\d|[A-Z])",
    re.I,
)
# A place (or two) in front of a news story's first sentence, behind it the date.
_DATELINE = re.compile(
    r"^(?:[A-ZÄÖÜÅÆØÉ][\w.'’-]+(?: (?:am|an der|ob der|bei|upon|on|de|la) )?[ |/]{0,3}){1,6}\s*[,–—-]\s*(?=[\dA-Z])"
)
# How one of either begins, for a look that costs little.
_BEGINS = re.compile(
    rf"\W*(?:{_BY_WORDS}\b|written|posted|published|reviewed|story|article|text|reported|erstellt|verfasst|aut[ho]+r|first|last"
    r"|originally|updated|modified|date|stand|zuletzt|aktualisiert|geändert|veröff|erschienen|publi|mis |pubblic|udgivet|opdater"
    r"|uppdat|gepubl)",
    re.I,
)
_INLINE = ("a", "span", "b", "strong", "em", "i", "time")
_MOST_CHILDREN = 6
_SHORT = 120
_LOOKED_AT = 60


def visible_dates(tree: Any) -> Iterator[tuple[str | None, str]]:
    """(ISO date, where it was read) of each place that dates the story, the most telling kind of place first."""
    for node in tree.xpath(f"//*[@itemprop='datePublished' and not({_IN_BOX})]")[:3]:
        stated = node.get("content") or node.get("datetime") or node.get("title") or text_of(node)
        yield printed_date(stated), "//*[@itemprop='datePublished']"
    for node in tree.xpath(f"//time[@datetime and not({_IN_BOX})]")[:3]:
        yield printed_date(node.get("datetime")), "//time/@datetime"
    for node in tree.xpath(f"//body//*[{_DATED}][count(*) < 4][not({_IN_BOX})]")[:_LOOKED_AT]:
        text = text_of(node)
        yield (printed_date(text) if text and len(text) < 80 else None), "//*[@class~'date']"
    for text in _short_blocks(tree):
        if _BY.match(text):
            yield printed_date(text), "byline"
    yield _dateline(tree), "dateline"


def visible_revision(tree: Any) -> str | None:
    """The date behind a label such as "Updated" or "Stand", as ISO text."""
    dated = (printed_date(text[match.end() :]) for text in _short_blocks(tree) if (match := _DATE_LABEL.match(text)))
    return next((date for date in dated if date), None)


def visible_names(tree: Any) -> list[str]:
    """Names in the story's visible byline: an element marked as such, else a short line that begins with "By"."""
    for node in tree.xpath(f"//*[{_MARKED}][not({_IN_BOX})]")[:3]:
        text = text_of(node)
        names = [name for name in names_in(text) if _looks_whole(name) or node.get("rel") == "author"]
        if names and len(text or "") < _SHORT:
            return names
    for text in _short_blocks(tree):
        if re.match(rf"{_BY_WORDS} ", text, re.I):
            names = [name for name in names_in(text) if _looks_whole(name)]
            if names:
                return names
    return []


def _looks_whole(name: str) -> bool:
    """Two words or more, each set as in a name."""
    words = name.split()
    return len(words) > 1 and all(word[0].isupper() or word.lower() in _PARTICLES for word in words)


@lru_cache(maxsize=1)
def _short_blocks(tree: Any) -> tuple[str, ...]:
    """Texts of short elements outside boxes that begin like a byline or a date's label, in page order."""
    found = []
    for node in tree.iter("p", "div", "span", "li", "em", "small", "address", "td"):
        start = (node.text or "")[:_SHORT]
        if not start or len(node) > _MOST_CHILDREN:
            continue
        if _BEGINS.match(start) or (not start.strip() and len(node) and node[0].tag in _INLINE):
            text = _begun(node)
            if text and (_BY.match(text) or _DATE_LABEL.match(text)) and not node.xpath(_IN_BOX):
                found.append(text)
    return tuple(found)


def _begun(node: Any) -> str | None:
    """The text of an element that is short, None for a longer one (which is not read to its end)."""
    parts, length = [], 0
    for part in node.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > _SHORT:
            return None
    return clean("".join(parts))


def _dateline(tree: Any) -> str | None:
    """The date in front of the story's first sentence: "Hofheim, 11. November 2021", "Darmstadt - Januar 2021."."""
    for node in tree.xpath("//p")[:_LOOKED_AT]:
        text = (text_of(node) or "")[:_SHORT]
        match = _DATELINE.match(text)
        if match:
            rest = text[match.end() : match.end() + 30]
            found = printed_date(rest) or printed_month(rest)
            if found:
                return found
    return None


def names_in(value: str | None) -> list[str]:
    """Names out of a byline; what is no name (an address, "admin", a sentence) is left out."""
    text = clean(value)
    if not text:
        return []
    text = re.sub(r"\s*[|•·].*$", "", _BY.sub("", text))
    text = re.sub(r"\s+(?:on|am|le)\s+(?:[A-Z][a-z]+ )?[0-9].*$|,?\s*(?:updated|published|posted)\b.*$", "", text, flags=re.I)
    parts = re.split(r"\s*(?:,|;|/|&|\band\b|\bund\b|\bet\b|\by\b|\bog\b|\boch\b|\ben\b(?= [A-Z]))\s*", text)
    names = [part for part in parts if part and not _DEGREE.fullmatch(part)]
    return [n for n in names if not _NO_NAME.search(n) and 1 < len(n) < 60 and len(n.split()) <= 5 and not re.search(r"[0-9]", n)]


def person(name: str) -> Author:
    """A person's name in two parts when it looks like one, else as it stands."""
    words = name.split()
    is_name = 2 <= len(words) <= 4 and all(w[0].isupper() or w.lower() in _PARTICLES for w in words)
    return in_two_parts(words) if is_name and not is_collective(name) else Author(literal=name)
