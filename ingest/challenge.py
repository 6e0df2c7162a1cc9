"""Tell what is no page at all before any source looks at it: nothing, no text, a bomb, an error page, a bot challenge.

One cheap look at the first bytes. What might be a container (gzip, WARC) or a feed passes: its source knows better.
"""

from __future__ import annotations

import codecs
import html
import json
import re

from ingest.errors import BinaryPage, EmptyPage, NotAPage, UnsafePage
from ingest.json_pages import error_line
from ingest.markup import refuse_size
from ingest.page import Page

_LOOK = 60_000
_CONTAINERS = (b"\x1f\x8b", b"WARC/", b"filedesc:")
_BINARY = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"wOF", "a font"),
    (b"ID3", "a media file"),
    (b"OggS", "a media file"),
)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = re.compile(rb"(?:[\t\r\n -~]\x00{1,3}){3}|(?:\x00{1,3}[\t\r\n -~]){3}")

# Entities of a document type: one that names another, a parameter entity, one from outside, or a very long one.
_ENTITY = re.compile(
    rb"<!ENTITY\s+(?P<parameter>%\s*)?[^\s>]+\s+(?:(?P<outside>SYSTEM|PUBLIC)\b|\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')"
)
_LONG_ENTITY = 2_000

_HIDDEN = re.compile(r"<(script|style|noscript|template|svg|head)\b|<!--", re.I)
_TAG = re.compile(r"<[^<>]{0,5000}>")
_CHALLENGE_TITLE = re.compile(
    r"just a moment|attention required|checking your browser|please wait|one moment,? please|are you (?:a )?(?:robot|human)"
    r"|(?:robot|bot|browser|human|security) (?:check|verification)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|pardon our interruption"
    r"|ddos-guard|access (?:to this page )?(?:has been )?(?:denied|blocked)|request (?:rejected|unsuccessful|blocked)|captcha"
    r"|client challenge|validate user|please enable (?:javascript|cookies)|you have been blocked|radware|unusual traffic"
    r"|nur einen moment|un instant|sicherheits(?:abfrage|überprüfung)|cookies? (?:required|absent|disabled)",
    re.I,
)
_CHALLENGE_MARK = re.compile(
    r"_cf_chl|cf-chl-|challenge-platform|cf-browser-verification|_Incapsula_Resource|px-captcha|captcha-delivery\.com"
    r"|geo\.captcha"
    r"|awswaf|AwsWafIntegration|_abck_challenge|distil_r_captcha|h-captcha|g-recaptcha|recaptcha/api|sec-if-cpt|/_sec/verify"
    r"|anubis_challenge"
    r"|validate\.perfdrive\.com|ak_bmsc_challenge|turnstile",
    re.I,
)
_ERROR_TITLE = re.compile(
    r"\W*(?:error\W*)?(?:http\W*)?(?:status\W*)?(?:400|401|403|404|405|406|408|410|418|429|451|500|502|503|504|52[0-9])\b"
    r"(?:\W*(?:error|-|–|:|\||not found|page|forbidden|bad |gone|unauthorized|service|gateway|internal|too many|temporar"
    r"|access|server|file|seite|nicht|"
    r"sidan|siden|ikke|introuvable|pagina|página|we |sorry|this |the |oops)|\W*$)"
    r"|.{0,60}\b(?:page|document|article|file|record|item|resource|url)\b.{0,25}\b(?:not found|cannot be found|can.t be found"
    r"|could not be found|couldn.t be found"
    r"|does not exist|doesn.t exist|no longer (?:exists|available)|not available|unavailable)\b"
    r"|\W*(?:not found|forbidden|bad request|bad gateway|gateway time-?out|service (?:temporarily )?unavailable"
    r"|internal server error|server error|error|"
    r"an error occurred.*|too many requests|rate limit exceeded|site maintenance|(?:down|under"
    r"|scheduled) (?:for )?maintenance|oops!?|maintenance(?: mode)?"
    r"|application error|unauthorized|method not allowed|unknown error|invalid request)\W*(?:$|[|–—-])"
    r"|.{0,40}(?:seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|siden (?:blev "
    r"|ble )?ikke funne?t"
    r"|sidan (?:kunde inte hittas|hittades inte)|pagina niet gevonden|pagina non trovata|strona nie znaleziona|sivua ei löyty)",
    re.I,
)
_LOGIN_TITLE = re.compile(
    r"\W*(?:please )?(?:log[ -]?in|sign[ -]?in|login required|authentication required|shibboleth|single sign-on|anmelden"
    r"|anmeldung|connexion"
    r"|log på|logga in|logg inn|iniciar sesión)\b",
    re.I,
)
_PASSWORD = re.compile(r"<input[^>]{0,300}type\s*=\s*[\"']?password", re.I)
_ERROR_LINE = re.compile(
    r"\W*(?:error\W*)?(?:[45][0-9]{2}\b\W*)?(?:(?:resource|page|file|document|record|route|url)?\s*not found|forbidden"
    r"|access denied|too many requests"
    r"|rate limit|bad (?:request|gateway)|internal server error|service unavailable|gateway time-?out|unauthorized"
    r"|api rate limit|api key)",
    re.I,
)

# A page with this much running text is no error page, whatever it is called.
_SHORT = 2_500
_VERY_SHORT = 900


def refuse(page: Page) -> None:
    """Raise the fitting error when the bytes cannot be a page; return for everything that a source should look at.

    Raises EmptyPage, BinaryPage, UnsafePage (a document type that grows or reaches outside, HTML past the limits) or
    NotAPage.
    """
    body = page.body
    if not body.strip(b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf\xfe\xff"):
        raise EmptyPage("the page is empty")
    if body.startswith(_CONTAINERS):
        return
    _refuse_binary(body)
    head = body[:_LOOK]
    start = head.lstrip(b" \t\r\n\xef\xbb\xbf")
    if start.startswith(b"<"):
        _refuse_entities(body)
        if _is_html(start):
            refuse_size(body)
            _refuse_html(body[: 4 * _LOOK].decode("utf-8", "replace"))
        elif re.match(rb"(?:<\?xml[^>]*\?>\s*)?<Error>\s*<Code>", start):
            raise NotAPage("an error answer of a file store instead of the page")
    elif start.startswith(b"{"):
        _refuse_json(body)
    elif len(body) < 400 and _ERROR_LINE.match(body.decode("utf-8", "replace")):
        raise NotAPage(f"an error message instead of the page: {_line(body.decode('utf-8', 'replace'))}")


def _refuse_binary(body: bytes) -> None:
    for magic, name in _BINARY:
        if body.startswith(magic):
            raise BinaryPage(f"{name}, not text")
    head = body[:8192]
    if head.startswith(_MARKS) or _WIDE.match(head.lstrip(b"\xff\xfe")[:64]):
        return
    found = len(_CONTROL.findall(head))
    if found > max(2, len(head) * 0.02):
        raise BinaryPage(f"{found} control characters in the first {len(head):,} bytes: not text")


def _refuse_entities(body: bytes) -> None:
    """A document type may name characters (&nbsp;); one that nests, reaches outside or is very long is refused."""
    head = body[:200_000]
    if b"<!ENTITY" not in head:
        return
    for match in _ENTITY.finditer(head):
        if match["outside"]:
            raise UnsafePage("the XML declares an entity to be fetched from outside; nothing is fetched")
        value = match["double"] or match["single"] or b""
        if match["parameter"] or re.search(rb"[&%](?!#)[^\s;&%]{1,80};", value) or b"&#37;" in value or b"&#38;" in value:
            raise UnsafePage("the XML declares entities made of entities; they are not expanded")
        if len(value) > _LONG_ENTITY:
            raise UnsafePage(f"the XML declares an entity of {len(value):,} bytes; it is not expanded")


def _is_html(start: bytes) -> bool:
    return bool(re.search(rb"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", start[:3000], re.I))


def _title(text: str) -> str:
    """The first title, found without going back: a page of unclosed titles costs no more than any other."""
    start = re.search(r"<title[^<>]{0,500}>", text, re.I)
    if start is None:
        return ""
    end = text.find("</", start.end(), start.end() + 1000)
    return " ".join(html.unescape(text[start.end() : end if end >= 0 else start.end() + 200]).split())


def _visible_length(text: str) -> int:
    """Characters of running text outside scripts, styles, comments and the head."""
    lowered, kept, at = text.lower(), list[str](), 0
    while match := _HIDDEN.search(text, at):
        kept.append(text[at : match.start()])
        end = lowered.find(f"</{match.group(1).lower()}" if match.group(1) else "-->", match.end())
        if end < 0:
            at = len(text)
            break
        at = end + 3
    kept.append(text[at:])
    return len(" ".join(_TAG.sub(" ", " ".join(kept)).split()))


def _refuse_html(text: str) -> None:
    title, words = _title(text), _visible_length(text)
    if words > 2 * _SHORT:
        return
    marked = bool(_CHALLENGE_MARK.search(text))
    if _CHALLENGE_TITLE.search(title) and (words < _VERY_SHORT or (marked and words < _SHORT)):
        raise NotAPage(f"a bot challenge instead of the page: “{_line(title)}”")
    if words < _VERY_SHORT and marked and not re.search(r"\bcitation_(?:title|doi)\b", text):
        raise NotAPage(f"a bot challenge instead of the page{f': “{_line(title)}”' if title else ''}")
    if words < _SHORT and _ERROR_TITLE.match(title):
        raise NotAPage(f"an error page: “{_line(title)}”")
    if words < _SHORT and _LOGIN_TITLE.match(title) and _PASSWORD.search(text):
        raise NotAPage(f"a log-in wall instead of the page: “{_line(title)}”")


def _refuse_json(body: bytes) -> None:
    """An API's error answer: a small object that says little more than what went wrong."""
    if len(body) > 2_000:
        return
    try:
        loaded = json.loads(body)
    except (ValueError, RecursionError):
        return
    if not isinstance(loaded, dict) or len(loaded) > 8:
        return
    named = {key.lower(): value for key, value in loaded.items()}
    status = named.get("status", named.get("statuscode", named.get("code")))
    wrong = str(status) in {"400", "401", "403", "404", "410", "429", "500", "502", "503", "error", "failed"}
    if named.get("error") or named.get("errors") or named.get("errmsg") or (wrong and ("message" in named or "detail" in named)):
        said = named.get("message") or named.get("detail") or named.get("error") or named.get("errors") or named.get("errmsg")
        raise NotAPage(f"an error answer instead of the record: {error_line(said)}")


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else line[:99] + "…"
