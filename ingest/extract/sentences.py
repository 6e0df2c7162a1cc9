"""Where sentences begin and end: rules over candidate boundaries, for clinical English.

A full stop, question or exclamation mark followed by white space and by something a sentence can begin with is a
candidate; it is refused after abbreviations, initials, species names and list numbers. Blank lines always separate;
a single line break separates unless it looks like a wrapped line.
"""

from __future__ import annotations

import re

# Never the end of a sentence, whatever follows.
_NEVER = frozenset(
    "vs v e.g eg i.e ie cf viz dr drs prof mr mrs ms st fig figs eq eqs ref refs approx ca resp vol nos incl suppl"
    " tab sec ch ed eds nr art subsp ssp var cv aff".split()
)
# The end of a sentence only when a usual sentence opener follows.
_SELDOM = frozenset(
    "al etc u.s u.k u.s.a usa inc ltd co corp sp spp a.m p.m i.v i.m s.c p.o b.i.d t.i.d q.i.d q.d ph.d m.d jr sr dept"
    " univ jan feb mar apr jun jul aug sept sep oct nov dec spec gmbh w.h.o".split()
)
# Abbreviations only before a figure ("No. 5", "p. 12", "Table. 2").
_BEFORE_FIGURE = frozenset("no p pp n table box appendix part version study".split())
# Words after which a single capital letter is a name of a kind, not an initial ("vitamin D.", "group A.").
_LETTERED = frozenset(
    "vitamin vitamins group groups hepatitis type class arm arms grade factor cohort level influenza regimen treatment"
    " schedule phase part plan protein score stage toxin botulinum and or versus vs drug diet product formula"
    " sequence period center site hospital sequence category criterion immunoglobulin amphotericin condition".split()
)
_OPENERS = frozenset(
    "The In We Patients This These There Of A An At After All Both Our It Results To No Compared Conclusion"
    " Conclusions Although However For Participants Subjects One Two Three Four Five Six Seven Eight Nine Ten Twenty"
    " During When While With As By From On Further Moreover Thus Therefore Mean Median Overall Treatment Methods"
    " Objective Background Data Each Among Because Since If Women Men Children Adults Serum Significant Outcomes"
    " Outcome Primary Secondary Randomized Randomised Using Here Its Only They That Those Most Some Such Similar"
    " Neither Fifty Thirty Forty Sixty Between Follow Main Analysis Setting Design".split()
)

# Begins with one character class, which the regular-expression engine searches fast.
_CANDIDATE = re.compile(
    r"""
    [\n.!?…](?:
        (?<=\n)(?P<line>\s*)
      | (?P<close>["'”’)\]]{0,3})
        (?P<refs>(?:\[[\d,;\s–-]{1,20}\]|(?<!\d\.)\d{1,3}(?:[,–-]\d{1,3}){0,4}(?=\s+[A-Z]))?)      # reference marks
        (?P<gap>[^\S\n]+)
        (?=["'“‘(\[]*(?:[A-Z0-9À-ÖØ-Þ<>≥≤±−+~∼α-ωΑ-Ω-]|[a-z]{1,3}[A-Z]|[a-z]\d{2}))
      | (?P<glued>)(?<=[a-z)%]{2}\.)(?=[A-Z][a-z]+[ ,]|[A-Z]{5,}[A-Z ][a-z])      # "in both groups.Patients were"
    )
    """,
    re.VERBOSE,
)
_TO_LAST_TOKEN = re.compile(r".*[\s(\[“\"'/,;=]", re.S)
_NEXT_WORD = re.compile(r"[\"'“‘(\[]*([A-Za-z]+|\d)")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Ranges (code points of `text`) of the sentences of `text[start:end]`, without surrounding white space."""
    end = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    begin = start
    for match in _CANDIDATE.finditer(text, start, end):
        if match["line"] is not None:
            if "\n" not in match["line"] and _is_wrapped(text, match.start(), match.end(), begin):
                continue
            stop = match.start()
        elif match["glued"] is not None:
            stop = match.end()
        elif _ends_sentence(text, begin, match):
            stop = match.start("gap")
        else:
            continue
        _keep(text, begin, stop, found)
        begin = match.end()
    _keep(text, begin, end, found)
    return found


def _keep(text: str, begin: int, stop: int, found: list[tuple[int, int]]) -> None:
    while begin < stop and text[begin].isspace():
        begin += 1
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    if begin < stop:
        found.append((begin, stop))


def _is_wrapped(text: str, stop: int, following: int, begin: int) -> bool:
    """A line break inside running text: no stop before it, and the next line goes on in lower case."""
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    if following >= len(text) or stop <= begin:
        return False
    return text[stop - 1] not in ".!?:" and text[following].islower()


def _ends_sentence(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the stop ends a sentence, given the word before it and the word after it."""
    stop = match.start()
    if text[stop] != "." or match["close"] or match["refs"]:
        return text[stop] != "." or not _is_inner(text, begin, match)
    token = _last_token(text, begin, stop)
    word = token.lower()
    if not word:
        return stop > begin and not text[stop - 1].isspace()
    if word[-1] in "<>=≤≥":
        return False
    follower = _NEXT_WORD.match(text, match.end())
    next_word = follower.group(1) if follower else ""
    if _is_own_abbreviation(token, next_word):
        return True
    if word in _NEVER:
        return False
    if word in _SELDOM:
        return next_word in _OPENERS
    if word in _BEFORE_FIGURE and next_word.isdigit():
        return False
    if _is_list_number(text, begin, stop, word):
        return False
    if len(word) == 1 and text[stop - 1].isupper():
        return _letter_ends(text, begin, stop - 1, next_word)
    return True


def _last_token(text: str, begin: int, stop: int) -> str:
    """What stands right before a stop, back to white space or an opening mark; at most its last thirty characters."""
    low = max(begin, stop - 30)
    ahead = _TO_LAST_TOKEN.match(text, low, stop)
    return text[ahead.end() if ahead else low : stop]


def _is_own_abbreviation(token: str, next_word: str) -> bool:
    """ "MR. Pain fell": an abbreviation in capitals that the text itself made is no title, unless all is in capitals."""
    goes_on = next_word[1:].islower() or next_word == "A"
    return goes_on and len(token) > 1 and token.isalpha() and token.isupper() and token not in _CAPITALS


# Print in capitals of what is followed by more of the sentence.
_CAPITALS = frozenset("VS FIG FIGS REF REFS EQ EQS TAB AL ETC CF VIZ INC LTD DR".split())


def _is_inner(text: str, begin: int, match: re.Match[str]) -> bool:
    """ "(i.e.)", "et al.)" and the like: a stop that belongs to an abbreviation inside brackets."""
    word = _last_token(text, begin, match.start()).lower()
    return (word in _NEVER or word in _SELDOM) and not match["refs"] and text[match.end()].islower()


def _is_list_number(text: str, begin: int, stop: int, word: str) -> bool:
    """ "1. Pain" at the beginning of a sentence or after a colon."""
    if not _LIST_NUMBER.fullmatch(word):
        return False
    before = text[begin : stop - len(word)].rstrip(" (")
    return not before or before[-1] in ":;"


def _letter_ends(text: str, begin: int, letter: int, next_word: str) -> bool:
    """ "E. coli", "J. Smith" go on; "vitamin D. Patients" ends."""
    before = text[max(begin, letter - 20) : letter].rstrip()
    previous = before.rpartition(" ")[2].lower()
    return previous in _LETTERED or (next_word in _OPENERS and bool(before))
