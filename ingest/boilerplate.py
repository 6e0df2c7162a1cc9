"""Lines of a page that are no part of its story: calls to sign up, apply, follow; buttons; blocks printed again and again."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

# How a call to action begins or what it is all about, in a short line.
_CALL = re.compile(
    r"^\W*(?:(?:please )?(?:sign[ -]?up|subscribe|register|apply|join|book|request|schedule|download|get|start|try|follow"
    r"|like|share|tweet|pin|donate|contact|call|click"
    r"|learn more|read more|find out more|shop|buy|order|log ?in|enter your email|stay (?:up to date|updated|informed"
    r"|connected|tuned))\b"
    r".{0,60}\b(?:today|now|here|us|demo|newsletter|updates?|inbox|list|free|trial period|account|team|quote|consultation"
    r"|appointment|mailing list|facebook|twitter"
    r"|instagram|linkedin|youtube|whatsapp|e-?mails?)\b"
    r"|(?:sign[ -]?up|subscribe|apply|apply now|join now|register now|get started|book now|read more|learn more|click here"
    r"|share|tweet|print|email|donate)"
    r"|(?:our|the|a|your|get our|get the)?\W*(?:free |weekly |daily |monthly )*newsletter\b.{0,60}"
    r"|(?:jetzt |hier )?(?:abonnieren|anmelden|bewerben|spenden|weiterlesen)\b.{0,40}|newsletter (?:abonnieren"
    r"|bestellen).{0,40})\W*$",
    re.I,
)
# What a site says about itself under its stories: rights, how to reach it, its apps and editions.
_NOTICE = re.compile(
    r"^\W*(?:.{0,80}\b(?:is the copyrighted property of|all rights reserved|alle rechte vorbehalten)\b"
    r"|(?:written )?permission must be obtained\b"
    r"|.{0,60}\b(?:may|must) not be (?:published|reproduced|reprinted|redistributed|broadcast)\b"
    r"|(?:contact|e-?mail|call) us at \S+@\S+"
    r"|(?:for .{0,80})?\b(?:download|get) (?:the|our) .{0,40}\bapps?\b"
    r"|subscribe (?:now )?to (?:our|the) .{0,40}\b(?:edition|newspaper|magazine|channel|podcast)\b"
    r"|(?:werbung|anzeige|advertisement|sponsored)\b[.:*]|(?:video|audio) (?:verfügbar|available) (?:bis|until)\b)",
    re.I,
)
# A line that holds nothing but the day of the last change.
_CHANGED = re.compile(
    r"^\W*(?:(?:last )?(?:updated|modified|reviewed)(?: on)?|(?:zuletzt )?(?:aktualisiert|geändert)(?: am)?)\W*"
    r"(?:[\w.]+\s){0,2}[\w.,/-]*(?:19|20)[0-9]{2}\W*$",
    re.I,
)
# Headings over lists of other stories.
_OTHERS = re.compile(
    r"^\W*(?:(?:related|recommended|more|similar|other|latest|popular|trending|top|recent)\s(?:\w+\s)?(?:articles?|stor(?:y|ies)"
    r"|posts?|news|reading|content|topics|headlines)|you (?:may|might) (?:also )?(?:like|enjoy).{0,30}|read (?:next|also|more)"
    r"|up next|more (?:from|on|about|in) .{1,40}|most (?:read|popular|viewed)"
    r"|(?:empfohlene|ähnliche|weitere|verwandte|neue(?:ste)?|aktuelle|beliebte)\s(?:\w+\s)?(?:beiträge|artikel|themen|meldungen|nachrichten)"
    r"|top-?themen.{0,40}|mehr zum thema|das könnte (?:sie|dich|ihnen) auch .{0,30}|lesen sie auch|auch interessant|meistgelesen"
    r"|à lire aussi|sur le même sujet|lee también|noticias relacionadas|læs også|läs också|lees ook)\W*$",
    re.I,
)
_BUTTON = re.compile(r"^[A-Z][A-Z '’&!+-]{1,30}$")
_LONG = 120
_SHORT = 70


def is_call(line: str) -> bool:
    """A short line that asks the reader to do something that has nothing to do with the story."""
    return len(line) < 90 and bool(_CALL.match(line))


def is_notice(line: str) -> bool:
    """A line by which a site speaks of itself: its rights, its address, its apps, the day it was changed."""
    return len(line) < 300 and bool(_NOTICE.match(line) or _CHANGED.match(line))


def is_heading_of_others(line: str) -> bool:
    """A heading over links to other stories."""
    return len(line) < 60 and bool(_OTHERS.match(line))


def is_button(line: str) -> bool:
    """One to four words in capitals, as buttons are labelled; a heading in capitals is longer or stands alone."""
    return bool(_BUTTON.match(line)) and len(line.split()) <= 4


def without_calls(lines: Sequence[str], heads: frozenset[str] = frozenset()) -> list[str]:
    """Lines without calls, notices and other stories; what stands below a heading of such goes with it, while short."""
    kept: list[str] = []
    inside = False
    for line in lines:
        if is_call(line) or is_notice(line) or is_heading_of_others(line):
            inside = line in heads
            continue
        if inside and line not in heads and len(line) < 160:
            continue
        inside = False
        kept.append(line)
    return kept


def without_repeats(lines: Sequence[str], title: str | None) -> list[str]:
    """A page's plain lines without its title, blocks printed more than once, and runs of short lines around a button."""
    counted = Counter(_bare(line) for line in lines)
    once = [
        line if counted[_bare(line)] == 1 or len(line) >= _LONG or _bare(line) == _bare(title or "") else "" for line in lines
    ]
    out: list[str] = []
    run: list[str] = []
    for line in [*once, ""]:
        if line and len(line) < _SHORT and not line.endswith((".", ":", "?")):
            run.append(line)
            continue
        out += _without_buttons(run)
        run = []
        if line and _bare(line) != _bare(title or "") and not is_call(line):
            out.append(line)
    return [line for line in out if _bare(line) != _bare(title or "")]


def _without_buttons(run: list[str]) -> list[str]:
    """A run of short lines is a box when a button or a call stands in it; a single short line is a heading."""
    marked = any(is_button(line) or is_call(line) for line in run)
    if marked and (len(run) > 1 or is_call(run[0])):
        return []
    return run


def title_of(lines: Sequence[str]) -> str | None:
    """A page's title: a line printed twice in a row, else the first line that is no button or call and is not repeated."""
    for one, next_one in itertools.pairwise(lines):
        if _bare(one) == _bare(next_one) and len(one.split()) > 3:
            return one
    counted = Counter(_bare(line) for line in lines)
    kept = [line for line in without_repeats(lines, None) if not is_button(line) and counted[_bare(line)] == 1]
    return next((line for line in kept if len(line.split()) > 2), None) if kept and len(kept[0]) < 250 else None


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
