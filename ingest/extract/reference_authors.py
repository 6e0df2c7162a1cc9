"""The author list at the head of a printed reference: names in the common orders, "et al.", groups."""

from __future__ import annotations

import re

from ingest.records import Author

_LETTERS = [chr(code) for code in (*range(0x41, 0x250), *range(0x386, 0x530), *range(0x1E00, 0x1F00))]
UPPER = "".join(re.escape(c) for c in _LETTERS if c.isupper())
LOWER = "".join(re.escape(c) for c in _LETTERS if c.islower())
_HYPHEN = r"\-‐‑–"
_APOSTROPHE = "'’ʼ`´"
_PARTICLE_WORDS = (
    "van von vander der den de del della dello degli di da dal dos das do du des la las le los ter ten te tot zu zur"
    " zum af av el al bin ibn abu mac st"
).split()
# Small or with a capital, never all capitals: "DE" after a name are initials.
_PARTICLE = (
    r"(?:(?:" + "|".join(f"{word}|{word.capitalize()}" for word in _PARTICLE_WORDS) + r"|[ty]|op|in|’t|'t)\.?[\s-]+"
    r"|[dDlLO][" + _APOSTROPHE + r"]\s?)"
)
_WORD = rf"[{UPPER}][{LOWER}{_APOSTROPHE}]*(?:[{UPPER}][{LOWER}{_APOSTROPHE}]+)*[{UPPER}]?"
# Two letters at least, so that an initial is no surname.
_SURNAME_WORD = (
    rf"(?=[{UPPER}](?:[{UPPER}{LOWER}{_APOSTROPHE}]|[{_HYPHEN}][{UPPER}][{LOWER}]))"
    rf"{_WORD}(?:[{_HYPHEN}]{_WORD}|[{_HYPHEN}][{LOWER}]+)*"
)
_LONG_CAPITALS = rf"[{UPPER}]{{4,}}(?:[{_HYPHEN}][{UPPER}]{{2,}})*"
_SURNAME = (
    rf"(?P<family>{_PARTICLE}{{0,3}}(?:{_LONG_CAPITALS}|{_SURNAME_WORD})"
    rf"(?:\s{_PARTICLE}{{0,2}}(?=[{UPPER}][{LOWER}{_APOSTROPHE}]|[{UPPER}]{{4}})"
    rf"(?:{_LONG_CAPITALS}|{_SURNAME_WORD})){{0,2}})"
)
_PLAIN_INITIALS = (
    rf"(?:[{UPPER}](?:\s[{UPPER}](?=\s?[{UPPER}]?\s?[,;.:(]|$)){{1,2}}"
    rf"|[{UPPER}]{{1,5}}(?:[{_HYPHEN}][{UPPER}]{{1,2}})?)"
)
_DOTTED_INITIALS = (
    rf"(?:[{UPPER}][{LOWER}]{{0,2}}\.(?:\s?[{_HYPHEN}]?\s?|[{_HYPHEN}](?=[{UPPER}]))"
    rf"(?=[{UPPER}]|[^{LOWER}]|$|v[ao]n\s|de[nr]?\s)){{1,5}}(?:[{UPPER}](?=[,;]))?"
)
_SUFFIX = r"(?:,?\s?(?:Jr|Sr|II|III|IV|2nd|3rd)\b\.?)?"
_END = rf"(?![{LOWER}0-9{_APOSTROPHE}])(?![{_HYPHEN}][{LOWER}0-9])"
# "Roe AB" and "Roe A. B."; "Roe, A. B." and "Roe, AB"; "A. B. Roe".
_STYLES = {
    "reversed-comma": re.compile(
        _SURNAME + rf",\s?(?P<given>{_DOTTED_INITIALS}|{_PLAIN_INITIALS}){_END}" + _SUFFIX + r"(?=\s?(?:[,;.&(:]|and\b|et\b|$))"
    ),
    "capitals": re.compile(
        rf"(?P<family>[{UPPER}][{UPPER}{_APOSTROPHE}{_HYPHEN}]+(?:\s[{UPPER}][{UPPER}{_APOSTROPHE}{_HYPHEN}]+){{0,3}})"
        rf",?\s(?P<given>[{UPPER}]{{1,4}}|{_DOTTED_INITIALS})(?=\s?(?:[,.;:(&]|and\b|et\b|$))"
    ),
    "initials-dotted": re.compile(_SURNAME + rf",?\s(?P<given>{_DOTTED_INITIALS})" + _SUFFIX),
    "initials": re.compile(_SURNAME + rf"\s(?P<given>{_PLAIN_INITIALS}){_END}" + _SUFFIX),
    "given-written-out": re.compile(
        _SURNAME + rf",\s(?P<given>[{UPPER}][{LOWER}]+(?:\s[{UPPER}]\.)*)(?=\s*(?:et al|\(|&|and\b|[,;.]))"
    ),
    "initials-first": re.compile(rf"(?P<given>{_DOTTED_INITIALS})\s?" + _SURNAME + _SUFFIX),
}
# ", ..." or ", …" stands for names that were left out; the last one follows.
_JOIN = re.compile(r"\s*(?P<mark>[,;]|\.(?=\s))?\s*(?:(?:\. ?\. ?\.|…),?\s*)?(?P<and>(?:and|und|&|et(?!\s+al))\s+)?", re.I)
# "Q J, ...": a surname of one letter is one only with initials and a comma behind it.
_ONE_LETTER = re.compile(rf"(?P<family>[{UPPER}])\s(?P<given>[{UPPER}]{{1,3}})(?=[,;]\s)")
_ET_AL = re.compile(r"[\s,;.…]*\b(?:et\.?\s*(?:al\b|coll\b)|and (?:others|colleagues)\b|\.\.\.)[\s.,:;]*", re.I)
_GROUP_WORDS = (
    r"(?:group|investigators?|collaborat(?:ors?|ion|ive)|committee|society|societies|consortium|network|team|association"
    r"|organi[sz]ation|task force|trialists|panel|council|foundation|institute|college|academy|board|project"
    r"|program(?:me)?|initiative|federation)"
)
_GROUP = re.compile(
    r"[\s,;.]*(?P<name>(?:(?:for|on behalf of|and)\s+)?(?:the\s+)?[^;:]{2,140}?\b" + _GROUP_WORDS + r"\b[^.;:,()]{0,60}?)"
    r"\s*(?P<stop>\.(?=\s)|[;:]|\((?=(?:19|20)\d\d))",
    re.I,
)
# A group that follows the last name without any mark: capitalised words up to a full stop.
_UNMARKED_GROUP = re.compile(
    rf"\s(?P<name>(?:(?:[{UPPER}][\w{_HYPHEN}/]*|of|for|the|on|and|in)\s){{1,9}}?(?i:"
    + _GROUP_WORDS
    + r"\b)(?:\s(?:of|for|on)\s[^.;:()]{3,50})?)\.\s"
)
_BEHALF = re.compile(r"[\s,;]*(?:for|on behalf of|and)\s+(?:the\s+)?", re.I)
_UNSTOPPED_BEHALF = re.compile(
    r"[\s,;]*(?:for|on behalf of)\s+(?P<name>(?:the\s+)?[^.;:()]{2,100}?\b(?i:" + _GROUP_WORDS + rf")\b)\s(?=[{UPPER}])"
)
# A group as the last name of a list: capitalised words up to a full stop, a bracket or a semicolon.
_LISTED_GROUP = re.compile(
    r",\s(?:and\s)?"
    + rf"(?P<name>(?:(?:[{UPPER}][\w{_HYPHEN}/]*|of|for|the|on|and|in)\s){{1,9}}?(?i:"
    + _GROUP_WORDS
    + r")\b)\s?(?:[.;]|(?=\())"
)
# A group that signs before the people: "The Hiccup Study Group, Roe A, Doe B."
_GROUP_FIRST = re.compile(
    rf"(?P<name>(?:(?:[{UPPER}][\w{_HYPHEN}/]*|of|for|the|on|and|in)\s){{1,12}}(?i:"
    + _GROUP_WORDS
    + r")\b),\s(?=\S+\s[A-Z]{1,4}[,.])"
)
_LEADING_GROUP = re.compile(
    r"(?P<name>[^.;:()]{2,90}?\b" + _GROUP_WORDS + r"\b[^.;:,()]{0,40}?)\s*(?=[.:]\s|\(\d{4}|,?\s\(\d{4})", re.I
)
# Words that look like a surname with an initial, but begin a title.
_TITLE_WORDS = frozenset(
    "vitamin hepatitis type group phase part study protein factor influenza interleukin helicobacter the in on of and"
    " or for with is are effect effects use role class grade stage botulinum coenzyme omega plan section appendix chapter".split()
)
_ROLE = re.compile(r"\s*\(?\b(?:eds?|editors?)\b\.?\)?[.,:]?", re.I)


def read_authors(text: str) -> tuple[list[Author], int]:
    """The authors at the head of a reference and the offset at which they end; nothing read is ([], 0)."""
    best: tuple[list[Author], int] = ([], 0)
    for name, style in _STYLES.items():
        found = _of_style(text, name, style)
        if len(found[0]) > len(best[0]) or (len(found[0]) == len(best[0]) and found[1] > best[1]):
            best = found
    group = _GROUP_FIRST.match(text) if not best[0] else None
    if group:
        authors, end = read_authors(text[group.end() :])
        return [Author(literal=group.group("name")), *authors], group.end() + end
    if not best[0]:
        best = _full_names(text)
    if not best[0]:
        group = _LEADING_GROUP.match(text)
        return ([Author(literal=group.group("name").strip(" ,"))], group.end()) if group else ([], 0)
    return _tail(text, *best)


def _of_style(text: str, name: str, style: re.Pattern[str]) -> tuple[list[Author], int]:
    authors: list[Author] = []
    place, separator, mark = 0, None, ""
    while len(authors) < 200:
        start = place
        if authors:
            join = _JOIN.match(text, place)
            if join is None or (join.end() == place and text[place - 1] != "."):
                break
            mark = "and" if join.group("and") else (join.group("mark") or " ")
            if separator is None:
                separator = mark if mark != "and" else None
            elif mark not in (separator, "and"):
                break
            if mark == "." and text[place - 1] != ".":
                break
            start = join.end()
        match = style.match(text, start) or (_ONE_LETTER.match(text, start) if name == "initials" else None)
        if match is None and authors and name == "reversed-comma":
            # "Roe, A. B., C. D. Doe, and E. Poe": only the first name is turned round.
            match = _STYLES["initials-first"].match(text, start)
        if match is None and authors and name == "given-written-out":
            # "Roe, Ada, and Bob Doe": only the first name is turned round.
            match = _FULL.match(text, start)
        if match is None or (name == "initials" and match.group("family").split()[0].lower() in _TITLE_WORDS):
            break
        authors.append(Author(family=_clean(match.group("family")), given=match.group("given").strip()))
        place = start + len(text[start : match.end()].rstrip())
        if name == "initials-first" and separator == "," and text[place : place + 1] == "," and mark == "and":
            break  # "A. Roe, B. Doe and C. Poe, Int. J. Sci.": what follows the last name is the journal
    return authors, place


def _clean(family: str) -> str:
    return re.sub(r"\s+", " ", family).strip()


_EASTERN_SURNAMES = frozenset(
    """Ahn An Bai Bae Cai Cao Chang Chen Cheng Cho Choi Cui Dai Deng Ding Dong Du Duan Fan Fang Feng Fu Gao Gong Gu Guo Han Hao
    He Hong Hou Hu Huang Jang Jeong Jia Jiang Jin Jung Kang Kim Kong Kwon Lai Lee Lei Li Liang Liao Lim Lin Ling Liu Long Lu Luo
    Ma Mao Meng Mo Pan Park Peng Qian Qin Qiu Ren Shao Shen Shi Shin Song Su Sun Tan Tang Tao Tian Wan Wang Wei Wen Wu Xia Xiang
    Xiao Xie Xiong Xu Xue Yan Yang Yao Ye Yi Yin Yoo Yoon You Yu Yuan Zeng Zhang Zhao Zheng Zhong Zhou Zhu Zou""".split()
)
_FULL = re.compile(
    rf"(?P<given>[{UPPER}][{LOWER}]+(?:[\s{_HYPHEN}](?:[{UPPER}]\.|[{UPPER}][{LOWER}]+))*?)"
    rf"\s(?P<family>(?:{_PARTICLE})*{_SURNAME_WORD})(?=\s*(?:,|;|\(|and\b|&|et al|\.\s|:))"
)
_FULL_NAME = (
    rf"[{UPPER}][{LOWER}{_APOSTROPHE}{_HYPHEN}]+"
    rf"(?:\s(?:[{UPPER}]\.?|{_PARTICLE}?[{UPPER}][\w{_APOSTROPHE}{_HYPHEN}]+)){{1,3}}"
)
_FULL_MARK = re.compile(r"[^().:?!]{3,400}?(?:,?\s*et\.? al\b|,?\s*\(?(?:19|20)\d\d[a-z]?\)?[.,:])")
_FULL_LIST = re.compile(rf"{_FULL_NAME}(?:,\s(?:and\s|&\s)?{_FULL_NAME}){{1,60}}(?:,?\s(?:and|&)\s{_FULL_NAME})?\.\s")


def _full_names(text: str) -> tuple[list[Author], int]:
    """Names written out ("Ada Roe, Bob Doe and Cy Poe (2019)"): only before "et al." or a year in brackets."""
    # Without a mark behind them, only a list of two or more names up to a full stop is taken for names.
    if not _FULL_MARK.match(text) and not _FULL_LIST.match(text):
        return [], 0
    authors: list[Author] = []
    place = 0
    while True:
        join = _JOIN.match(text, place) if authors else None
        match = _FULL.match(text, join.end() if join else place)
        if not match:
            break
        authors.append(Author(family=_clean(match.group("family")), given=match.group("given")))
        place = match.end()
    return _family_first(authors), place


def _family_first(authors: list[Author]) -> list[Author]:
    """ "Wang Xiaoming, Li Hua": in a list in which nearly every name begins with a surname of China or Korea, it does."""
    first = sum(author.given in _EASTERN_SURNAMES for author in authors)
    last = sum(author.family in _EASTERN_SURNAMES for author in authors)
    if first < 2 or first <= last or first / len(authors) < 0.6:
        return authors
    return [Author(family=author.given, given=author.family) for author in authors]


def _tail(text: str, authors: list[Author], place: int) -> tuple[list[Author], int]:
    """ "et al.", editors' marks and groups after the last name."""
    et_al = _ET_AL.match(text, place)
    if et_al:
        place = et_al.end()
    mark = text[place : place + 1]
    has_semicolon = mark == ";" or (et_al is not None and ";" in et_al.group().rsplit("l", 1)[-1])
    role = _ROLE.match(text, place)
    if role:
        place = role.end()
    unmarked = _UNMARKED_GROUP.match(text, place)
    if unmarked and unmarked.group("name")[:1].isupper():
        authors.append(Author(literal=unmarked.group("name")))
        return authors, unmarked.end()
    if mark == ",":
        listed = _LISTED_GROUP.match(text, place)
        if listed:
            authors.append(_group_of(listed.group("name")))
            return authors, listed.end()
    if has_semicolon or _BEHALF.match(text, place):
        return _groups(text, authors, place)
    colon_group = _GROUP.match(text, place + 1) if text[place : place + 1] == ":" else None
    if colon_group and colon_group.group("stop") == "." and len(colon_group.group("name").split()) <= 5:
        return _groups(text, authors, place + 1)
    return authors, place


def _group_of(name: str) -> Author:
    """A group without the words that only tie it to the people before it ("for the ...")."""
    name = name.strip()
    behalf = _BEHALF.match(name)
    return Author(literal=name[behalf.end() :] if behalf else name)


def _groups(text: str, authors: list[Author], place: int) -> tuple[list[Author], int]:
    group = _GROUP.match(text, place)
    while group and text[place : place + 1] != ".":
        authors.append(_group_of(group.group("name")))
        stop = group.group("stop")
        place = group.end() - (stop == "(")
        group = _GROUP.match(text, place) if stop == ";" else None
    behalf = _UNSTOPPED_BEHALF.match(text, place)
    if behalf:
        authors.append(Author(literal=behalf.group("name")))
        place = behalf.end()
    return authors, place
