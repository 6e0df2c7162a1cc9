"""What an article's page shows of title, authors, DOI and keywords where its tags do not say; and what is no article."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from ingest.article_abstract import Abstract
from ingest.article_meta import ArticleMeta
from ingest.article_people import authors_of
from ingest.bibliographic_work import title_of
from ingest.errors import NotAPage, PageChanged
from ingest.html_blocks import Above, has_word, inline_text, is_furniture
from ingest.identifiers import doi, from_address
from ingest.lenient_xml import plain
from ingest.records import Author

_LETTERS = re.compile(r"[\W_]+")
_AUTHOR_NAMES = re.compile(
    r"(?:^|\s)(?:author-?names?|authorName|author__name|authors__name|authors-name|contrib-author|loa__author-name"
    r"|hlFld-ContribAuthor|highwire-citation-author"
    r"|author-list__item|c-article-author\w*|name)(?:$|\s)",
    re.I,
)
_ELSEWHERE = re.compile(r"related|recommend|(?:^|[\s_-])refs?(?:[\s_-]|$)|reference|bibliograph|cited|comment", re.I)
_AUTHOR_BOX = re.compile(r"author|contrib|byline|vcard", re.I)
_KEYWORD_BOX = re.compile(
    r"(?:^|[\s_-])(?:kwd-group|kwd-main|c-article-subject-list|keywords?|keyword-list|keywords-section|article-keywords|abstractkeywords)(?:$|[\s_-])",
    re.I,
)
_KEYWORD_LABEL = re.compile(r"^\W*(?:key ?words?|index terms|mots[- ]clés|palabras clave|schlüsselwörter|emneord)\W*", re.I)
_PAYWALL = re.compile(
    r"subscription required|(?:purchase|buy|rent) (?:this |full )?(?:article|access)|access through your institution|get"
    r" (?:full )?access"
    r"|log ?in to (?:view|read|access)",
    re.I,
)
_LISTED = re.compile(
    r"/doi/(?:abs/|full/|epdf/|pdf/)?10\.\d{4,9}/[^?#]+|/articles?/10\.\d{4,9}/[^?#]+|/content/\d+/\d+/[\w-]+"
    r"|/articles/[\w.-]{5,}|/science/article/(?:abs/)?pii/\w+",
    re.I,
)
_MANY = 6
_MOST_AUTHORS = 1_000
_SUBTITLE = re.compile(r"sub-?title", re.I)
_ISSUE = re.compile(
    r"(?:[^,;\d]{0,60}[,;:]?\s)?vol(?:ume|\.)?\s*(?P<volume>\d{1,4})\s*[,;:(]?\s*(?:issue|no|number"
    r"|nr)\.?\s*(?P<issue>\d{1,4}(?:[-–]\d{1,4})?)\)?.{0,40}",
    re.I,
)


def refuse_no_article(tree: Any, meta: ArticleMeta, abstract: Abstract) -> None:
    """Raise NotAPage for a page that stands where an article was looked for: a list of articles, or a paywall."""
    if "title" in meta.values or abstract.parts or meta.scholarly:
        return
    listed = {match.group().lower() for link in tree.iter("a") if (match := _LISTED.search(link.get("href") or ""))}
    if len(listed) >= _MANY:
        raise NotAPage(f"a list of {len(listed)} articles, not an article")
    words = next(
        (
            match.group()
            for node in tree.iter("h1", "h2", "h3", "h4", "p", "a", "button")
            if (match := _PAYWALL.search(inline_text(node) or ""))
        ),
        None,
    )
    if words:
        raise NotAPage(f"a paywall instead of the article: “{words}”")


def visible_title(tree: Any, stated: str | None) -> str:
    """The title of the tags, with the subtitle that only the page shows.

    Without tags, the heading that the window's title repeats.

    Raises PageChanged when there is neither.
    """
    window = _plain(plain(tree.findtext(".//title")) or "")
    shown = [text for node in tree.iter("h1", "h2", "h3") if (text := inline_text(node)) and len(text) > 12]
    if stated and (subtitle := _subtitle(tree, stated)):
        return title_of(stated, subtitle) or stated
    if stated:
        longer = (
            text for text in shown if len(text) > len(stated) and _plain(text).startswith(_plain(stated)) and len(text) < 400
        )
        return next(longer, stated)
    for text in sorted(shown, key=len, reverse=True):
        if len(text) < 400 and _plain(text) and _plain(text) in window:
            return text
    heading = next(
        (text for node in tree.iter("h1") if (text := inline_text(node)) and len(text) > 20 and not is_furniture(node)), None
    )
    if heading is None:
        raise PageChanged("no title of an article on the page")
    return heading


def _subtitle(tree: Any, stated: str) -> str | None:
    """What a page sets as the subtitle right after the title's heading or the box it stands in."""
    heading = next((node for node in tree.iter("h1") if _plain(inline_text(node) or "") == _plain(stated)), None)
    for node in (heading, heading.getparent()) if heading is not None else ():
        after = node.getnext()
        if after is not None and isinstance(after.tag, str) and _SUBTITLE.search(after.get("class") or ""):
            return inline_text(after)
    return None


def visible_issue(tree: Any) -> tuple[str | None, str | None]:
    """(volume, issue) as "Volume 12, Issue 3" in a link or short line; (None, None) unless the page shows just one such pair."""
    found = {
        (match["volume"], match["issue"])
        for node in tree.iter("a", "span", "div", "p", "li", "h2", "h3")
        if len(node) <= 3 and not is_furniture(node) and (match := _ISSUE.fullmatch((inline_text(node) or "")[:120]))
    }
    return found.pop() if len(found) == 1 else (None, None)


def _plain(text: str) -> str:
    return _LETTERS.sub("", text.lower())


def visible_authors(tree: Any) -> tuple[Author, ...]:
    """Authors from elements that are each named as one author."""
    for names in (_split_names(tree), _named(tree)):
        found = authors_of(names)
        if found:
            return found
    return ()


def _split_names(tree: Any) -> list[str]:
    """Names whose parts have elements of their own: "Family, Given"."""
    elsewhere = Above(_is_elsewhere)
    found: dict[str, None] = {}
    for family in tree.xpath("//*[contains(concat(' ',@class,' '),' surname ') or contains(@class,'nlm-surname')]"):
        if elsewhere(family):
            continue
        beside = (near for near in (family.getprevious(), family.getnext()) if near is not None)
        given = next((near for near in beside if "given-name" in (near.get("class") or "")), None)
        found[f"{inline_text(family)}, {inline_text(given)}" if given is not None else inline_text(family) or ""] = None
        if len(found) >= _MOST_AUTHORS:
            break
    return list(found)


def _named(tree: Any) -> list[str]:
    """Names in elements that are each marked as one author's."""
    elsewhere, in_author_box = Above(_is_elsewhere), Above(_is_author_box)
    found: dict[str, None] = {}
    for node in tree.iter("a", "span", "li", "meta"):
        words = node.get("class") or ""
        is_name = node.get("rel") == "author" or node.get("itemprop") == "author" or bool(_AUTHOR_NAMES.search(words))
        if not is_name or elsewhere(node) or (words.strip() == "name" and not in_author_box(node)):
            continue
        text = (inline_text(node) or "").strip(" ,;")
        if 3 < len(text) < 60 and not any(character.isdigit() for character in text):
            found[text] = None
        if len(found) >= _MOST_AUTHORS:
            break
    return list(found)


def _is_author_box(node: Any) -> bool:
    return bool(_AUTHOR_BOX.search(f"{node.get('class') or ''} {node.get('itemprop') or ''}"))


def _is_elsewhere(node: Any) -> bool:
    """Menus, boxes about other articles, reference lists. Not buttons: names may be set as such."""
    return node.tag in ("nav", "aside", "footer") or (node.tag not in ("body", "html") and has_word(node, _ELSEWHERE))


def visible_doi(tree: Any, apart: Collection[Any]) -> str | None:
    """The DOI that the page shows of itself: in an element named so, else the one that stands before the abstract."""
    named = {
        found
        for node in tree.xpath("//*[contains(@class,'doi') or contains(@class,'DOI') or @id='doi']")
        if not _listed(node) and (found := _doi_in(node))
    }
    if len(named) == 1:
        return named.pop()
    before = set(_dois_before(tree, apart))
    return before.pop() if len(before) == 1 else None


def _doi_in(node: Any) -> str | None:
    return from_address(node.get("href") or "").get("doi") or doi(inline_text(node))


def _listed(node: Any) -> bool:
    return any(
        a.tag in ("ol", "nav", "aside") or (a.tag == "li" and "ref" in (a.get("class") or "")) for a in node.iterancestors()
    )


def _dois_before(tree: Any, apart: Collection[Any]) -> Iterator[str]:
    """DOIs in links and short paragraphs from the page's start to its abstract (to its first heading of rank 2 without one)."""
    for node in tree.iter("a", "p", "span", "div", "dd", "td", "h2"):
        if node in apart or (not apart and node.tag == "h2"):
            return
        text = node.text or ""
        found = (
            from_address(node.get("href") or "").get("doi") if node.tag == "a" else doi(text) if "doi" in text.lower() else None
        )
        if found and not _listed(node):
            yield found


def visible_keywords(tree: Any) -> tuple[str, ...]:
    """Keywords in a list or line that is named or labelled so."""
    for node in tree.iter("div", "section", "ul", "p", "dl"):
        if not (_KEYWORD_BOX.search(f"{node.get('class') or ''} {node.get('id') or ''}")) or is_furniture(node):
            continue
        items = [
            text
            for item in node.iter("li", "a", "span", "dd")
            if len(item) == 0 and (text := inline_text(item)) and len(text) < 80
        ]
        text = _KEYWORD_LABEL.sub("", inline_text(node) or "")
        words = items if len(items) > 1 else re.split(r"\s*[;|•·]\s*" if re.search(r"[;|•·]", text) else r"\s*,\s*", text)
        found = tuple(
            dict.fromkeys(word.strip(" ,;.") for word in words if word.strip(" ,;.") and not _KEYWORD_LABEL.fullmatch(word))
        )
        if 1 < len(found) <= 40 and all(len(word) < 80 for word in found):
            return found
    return ()
