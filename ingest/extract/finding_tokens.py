"""A sentence as tokens with marks: the one reading that arms, outcomes, directions and findings share.

`read(text)` cuts words, numbers, p-values and intervals, and marks change words (with negation scope and "greater
reduction" put together), comparison words and clause boundaries. Made once a sentence.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

from ingest.extract import finding_words as words
from ingest.extract.bricks import intervals, number, p_values

# Groups: 1 a word that begins with a letter, by far the most frequent, 2 a number, 3 a word that begins with a figure.
_TOKEN = re.compile(
    r"([^\W\d_][^\W_]*(?:['’][a-z]+)?)"
    r"|((?<![\w.])[+\-−–]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.·]\d+)?|[.·]\d+)(?=%|[^\w]|$|[a-zµ]))"
    r"|([^\W_]+(?:['’][a-z]+)?)|[,;:()\[\]%=±/<>+]|\.(?=\s|$)"
)
_NUMBER, _FIGURES = 2, 3
_P_LIMIT = 0.05


@dataclass(slots=True)
class Cue:
    """A word that tells a change or its absence. sign: UP DOWN GOOD BAD SAME DIFF (finding_words)."""

    at: int
    end: int
    sign: str
    word: str
    comparative: bool = False
    negated: bool = False
    significant: bool = False
    # For a change noun scaled by a comparative ("greater reduction"): the sign of the comparative alone.
    scale: str | None = None
    baseline: bool = False  # said of the state before treatment
    # Which way it reaches: forward to what follows ("reduced pain", "a fall in"), backward ("pain was lower in"), or both.
    forward: bool | None = None


@dataclass(slots=True)
class Tokens:
    """One sentence: parallel lists over tokens, cues, and numbers."""

    text: str
    words: list[str] = field(default_factory=list)
    stems: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)  # w word, n number, p p-value, c interval, x punctuation
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: dict[int, float] = field(default_factory=dict)
    p_low: dict[int, bool] = field(default_factory=dict)  # p-value token -> below .05
    limits: dict[int, tuple[float, float]] = field(default_factory=dict)  # interval token -> low, high
    cues: list[Cue] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)  # token indexes at which a new clause begins
    bracketed: list[bool] = field(default_factory=list)  # whether a token stands in brackets, the brackets included
    # What readers of several outcomes share, made by the first of them.
    references: list[int] | None = None  # places of "than" and the like (finding_orientation)
    results: list[tuple[int, float]] | None = None  # numbers that can be results (finding_compared_numbers)
    said: tuple[list[str], list[str]] | None = None  # words as the direction model names them (finding_symbols)
    marks: list[tuple[int, Cue | str]] | None = None  # change words, p-values, "than", denials (finding_symbols)


# Words come again and again: what was made of them is kept, up to so many.
_MOST_KEPT = 30_000
_STEM_CACHE: dict[str, str] = {}
_KNOWN: dict[str, tuple[str, str, str]] = {}  # as printed -> word, stem, kind
_SPELLING = (("aemia", "emia"), ("haem", "hem"), ("oedem", "edem"), ("oesoph", "esoph"), ("tumour", "tumor"),
             ("behaviour", "behavior"), ("anaesth", "anesth"), ("diarrhoe", "diarrhe"), ("paed", "ped"),
             ("leuk", "leuc"), ("faec", "fec"), ("caesar", "cesar"), ("oestr", "estr"), ("isation", "ization"),
             ("ischaem", "ischem"), ("orrhag", "orrhag"), ("colour", "color"), ("centre", "center"))  # fmt: skip


def stem(word: str) -> str:
    """A crude stem: lower case, American spelling, plural and endings off, seven letters at most."""
    known = _STEM_CACHE.get(word)
    if known is not None:
        return known
    made = word.lower()
    if len(made) > 4:
        for british, american in _SPELLING:
            if british in made:
                made = made.replace(british, american)
        if made.endswith("ies"):
            made = made[:-3] + "y"
        elif made.endswith("s") and not made.endswith(("ss", "us", "is")):
            made = made[:-1]
        for ending in ("ing", "ed"):
            if made.endswith(ending) and len(made) - len(ending) >= 4:
                made = made[: -len(ending)]
                break
        if len(made) > 4 and made[-1] in "ey":
            made = made[:-1]
    elif len(made) == 4 and made[-1] == "s" and made[-2] != "s":
        made = made[:-1]
    made = made[:7]
    if len(_STEM_CACHE) < _MOST_KEPT:
        _STEM_CACHE[word] = made
    return made


def read(text: str) -> Tokens:
    """Tokens, numbers and cues of one sentence."""
    return marked(cut(text))


def cut(text: str) -> Tokens:
    """Tokens and numbers of one sentence, without cues and clauses (see `marked`)."""
    tokens = Tokens(text=text)
    _cut(text, tokens)
    return tokens


def marked(tokens: Tokens) -> Tokens:
    """The same tokens with their cues and clauses."""
    _mark_breaks(tokens)
    _mark_cues(tokens)
    return tokens


def _cut(text: str, tokens: Tokens) -> None:
    blocks: list[tuple[int, int, str, bool | None]] = []
    limits: dict[int, tuple[float, float]] = {}
    if "p" in text or "P" in text or "NS" in text or "ns" in text:
        for p in p_values(text):
            if p.of in ("interaction", "trend", "heterogeneity"):
                low: bool | None = None
            elif p.value is None:
                low = False
            else:
                low = p.value < _P_LIMIT or (p.value <= _P_LIMIT and p.operator in ("<", "<=", "="))
                if p.operator in (">", ">="):
                    low = False
            blocks.append((p.start, p.end, "p", low))
    if "CI" in text or "nterval" in text:
        for interval in intervals(text):
            blocks.append((interval.start, interval.end, "c", None))
            limits[interval.start] = (interval.low, interval.high)
    blocks.sort(key=lambda block: block[:2])
    at = 0
    for start, end, kind, low in blocks:
        if start < at:
            continue
        _cut_plain(text, at, start, tokens)
        _add(tokens, text[start:end], kind, start, end)
        if kind == "p" and low is not None:
            tokens.p_low[len(tokens.words) - 1] = low
        if kind == "c" and start in limits:
            tokens.limits[len(tokens.words) - 1] = limits[start]
        at = end
    _cut_plain(text, at, len(text), tokens)


def _add(tokens: Tokens, word: str, kind: str, start: int, end: int) -> None:
    tokens.words.append(word)
    tokens.stems.append("" if kind in "xpc" else word)
    tokens.kinds.append(kind)
    tokens.starts.append(start)
    tokens.ends.append(end)


def _cut_plain(text: str, start: int, end: int, tokens: Tokens) -> None:
    """Words, numbers and marks of a stretch without p-values and intervals. Half of all reading is done here: no calls."""
    found = list(_TOKEN.finditer(text, start, end))
    if not found:
        return
    first = len(tokens.words)
    cut = [_KNOWN.get(match.group()) or _token(match) for match in found]
    words_cut, stems, kinds = zip(*cut, strict=True)
    tokens.words += words_cut
    tokens.stems += stems
    tokens.kinds += kinds
    tokens.starts += [match.start() for match in found]
    tokens.ends += [match.end() for match in found]
    if "n" in kinds:
        for at, match in enumerate(found):
            if kinds[at] == "n":
                with suppress(ValueError):
                    tokens.values[first + at] = number(match.group())


def _token(match: re.Match[str]) -> tuple[str, str, str]:
    """Word, stem and kind of a token; kept where the print alone tells what it is."""
    printed, group = match.group(), match.lastindex
    if group == _NUMBER:
        plain = printed.lstrip("+-−–").replace(",", "")
        return plain, plain, "n"
    if group is None:
        made = printed, "", "x"
    else:
        low = printed.lower()
        low = "n't" if low.endswith(("n't", "n’t")) else low
        made = low, stem(low), "w"
    if group != _FIGURES and len(_KNOWN) < _MOST_KEPT:
        _KNOWN[printed] = made
    return made


def _inserted(seen: list[str], at: int) -> int:
    """The comma that closes ", but not losartan," opened before `at` ("but"); -1 where nothing is so inserted."""
    if at and seen[at] == "but" and seen[at - 1] == "," and at + 2 < len(seen) and seen[at + 1] == "not":
        for further in range(at + 2, min(at + 7, len(seen))):
            if seen[further] == ",":
                return further
            if seen[further] in _VERBS or seen[further] in ("(", ";"):
                return -1
    return -1


_BREAKING = words.CONTRAST | frozenset(("(", "[", ")", "]", ";", ",", "and"))


def _mark_breaks(tokens: Tokens) -> None:
    seen, depth, opened = tokens.words, 0, 0
    tokens.bracketed = bracketed = [False] * len(seen)
    for at in [at for at, word in enumerate(seen) if word in _BREAKING]:
        word = seen[at]
        if word in ("(", "["):
            opened = opened if depth else at
            depth += 1
        elif word in (")", "]"):
            if depth == 1:
                bracketed[opened : at + 1] = [True] * (at + 1 - opened)
            depth = max(0, depth - 1)
        elif depth or (word == "but" and _inserted(seen, at) > 0):
            continue
        elif word == ",":
            if tokens.breaks == [0] and _ends_concession(seen, at):
                tokens.breaks.append(at)
        elif word != "and" or (at and seen[at - 1] in (",", ")") and _verb_follows(seen, at + 1)):
            tokens.breaks.append(at)
    if depth:
        bracketed[opened:] = [True] * (len(seen) - opened)


_VERBS = frozenset("was were is are had has have did does showed reduced increased decreased improved there no".split())


def _ends_concession(seen: list[str], at: int) -> bool:
    """ "Although pain was lower, nausea was not": the comma at which what is conceded ends."""
    told = seen[0] == "despite" or any(word in _VERBS for word in seen[1:at])
    return told and _verb_follows(seen, at + 1)


def _verb_follows(seen: list[str], at: int) -> bool:
    return any(word in _VERBS for word in seen[at : at + 7])


_STOPPING = frozenset(("but", "whereas", "while", "although", "than"))
_SCALED = frozenset(("gain", "gains", "loss", "losses", "fall", "falls"))
# All that can be a cue, deny one or end a denial; most words are none of these.
_MARKS = (frozenset(words.COMPARATIVES) | frozenset(words.CHANGES) | words.SAMES | words.DIFFERENCES | words.NEGATIONS
          | words.SIGNIFICANCE | _STOPPING | _SCALED | frozenset(("as", "<", ">", ";", ":", ",")))  # fmt: skip


def _mark_cues(tokens: Tokens) -> None:
    seen = tokens.words
    size = len(seen)
    denied_until, denied_from, significant_at, inserted_until = -1, -1, -9, -1
    done = 0
    for at in [at for at, word in enumerate(seen) if word in _MARKS]:
        if at < done:
            continue
        word = seen[at]
        if tokens.kinds[at] == "x":
            if (
                word in "<>"
                and 0 < at < size - 1
                and tokens.kinds[at - 1] == tokens.kinds[at + 1] == "w"
                and len(seen[at - 1]) > 1
            ):
                sign = words.UP if word == ">" else words.DOWN
                tokens.cues.append(Cue(at=at, end=at + 1, sign=sign, word=word, comparative=True))
            if word in ";:" or (word == "," and (at > denied_from + 4 or at == inserted_until)):
                denied_until = -1
            continue
        if word in words.NEGATIONS and not (at + 1 < size and seen[at + 1] in words.NOT_DENIED):
            denied_from, denied_until = at, at + 7
        elif word in _STOPPING:
            denied_until = -1
            inserted_until = max(inserted_until, _inserted(seen, at))
        elif word in words.SIGNIFICANCE:
            significant_at = at
            if at <= denied_until and _is_predicate(seen, at):
                tokens.cues.append(Cue(at=at, end=at + 1, sign=words.SAME, word="not-" + word, negated=True))
            elif word in ("significant", "significance", "significantly") and _is_predicate(seen, at):
                tokens.cues.append(Cue(at=at, end=at + 1, sign=words.DIFF, word=word, significant=True))
        else:
            start = tokens.starts[at]
            end = tokens.ends[at]
            # "pregnancy-induced", "low-density": half of a compound tells no change.
            compound = word not in words.SAMES and (
                (start > 0 and tokens.text[start - 1] in "-‐‑")
                or (end + 1 < len(tokens.text) and tokens.text[end] in "-‐‑" and tokens.text[end + 1].isalpha())
            )
            cue = None if compound else _cue_at(seen, at, size)
            if cue is not None:
                cue.forward = _reach(tokens, cue, size)
                _scale_verb(tokens, cue)
                cue.baseline = cue.sign in (words.SAME, words.DIFF) and _is_baseline(seen, at)
                cue.negated = at <= denied_until
                cue.significant = at - significant_at <= 4
                tokens.cues.append(cue)
                done = cue.end


_NOUNS_OF_CHANGE = (
    "tion",
    "ment",
    "ease",
    "eases",
    "tions",
    "ments",
    "fall",
    "rise",
    "gain",
    "drop",
    "decline",
    "benefit",
    "effect",
    "effects",
    "difference",
    "differences",
    "change",
    "changes",
    "impact",
    "benefits",
    "loss",
)
_AFTER_PREDICATE = frozenset("in with for at after on than compared versus vs by from among during following when as between"
                             " and but or to over within while whereas relative significantly , . ; ( )".split())  # fmt: skip


def _reach(tokens: Tokens, cue: Cue, size: int) -> bool | None:
    """Forward, backward, or (None) undecided, by the token behind the cue and the verb before it."""
    seen = tokens.words
    following = seen[cue.end] if cue.end < size else "."
    last = seen[cue.end - 1]
    passive = any(w in ("was", "were", "is", "are", "been", "remained") for w in seen[max(0, cue.at - 3) : cue.at])
    if last.endswith(_NOUNS_OF_CHANGE) and not passive:
        return True if following in ("in", "of", "on", "for", "between", "regarding", "with") else None
    if following in _AFTER_PREDICATE or tokens.kinds[min(cue.end, size - 1)] in "pcn":
        return False
    if following in ("the", "their", "a", "both", "all"):
        return True
    return None if passive else True


def _scale_verb(tokens: Tokens, cue: Cue) -> None:
    """ "reduced pain more than": the comparative scales the verb before it."""
    if cue.word not in ("more", "less", "faster", "greater", "better") or not tokens.cues:
        return
    seen = tokens.words
    following = seen[cue.end] if cue.end < len(seen) else "."
    verb = tokens.cues[-1]
    if verb.end != cue.at and following not in ("than", "in", "with", ",", ".", "after", "(", "compared", "for"):
        return
    if verb.comparative or verb.sign not in (words.UP, words.DOWN) or cue.at - verb.end > 8 or verb.negated:
        return
    if any(w in (",", ";", "and", "but", "(") for w in seen[verb.end : cue.at]):
        return
    scale = words.DOWN if cue.word == "less" else words.UP
    cue.sign, cue.scale, cue.comparative = _times(scale, verb.sign), scale, True


def _is_baseline(seen: list[str], at: int) -> bool:
    """ "not different before treatment", "similar at baseline", "no baseline differences"."""
    near = seen[max(0, at - 3) : at + 6]
    return any(w in ("baseline", "pretreatment", "preoperative", "pretest", "before", "demographic", "demographics")
               for w in near)  # fmt: skip


def _is_predicate(seen: list[str], at: int) -> bool:
    """ "were not significant", "reached statistical significance": nothing that it could qualify follows."""
    following = seen[at + 1] if at + 1 < len(seen) else "."
    if following in words.SIGNIFICANCE:
        return False
    return following in (".", ",", ";", "(", ")", "in", "for", "between", "at", "and", "but", "after", "among", "either",
                         "too", "with", "when", "on", "from", "by", "or", "during", "although", "however")  # fmt: skip


def _cue_at(seen: list[str], at: int, size: int) -> Cue | None:
    word = seen[at]
    if word == "as" and at + 2 < size and seen[at + 2] == "as" and seen[at + 1] not in ("long", "soon", "far", "much"):
        return Cue(at=at, end=at + 3, sign=words.SAME, word="as-as")
    if word in _SCALED and at + 1 < size:
        if seen[at + 1] not in ("in", "of", "by", "from") or seen[at - 1] in ("weight", "blood", "hearing", "bone"):
            return None
        return Cue(at=at, end=at + 1, sign=words.UP if word[0] == "g" else words.DOWN, word=word)
    sign = words.COMPARATIVES.get(word)
    if sign is not None and at and seen[at - 1] in ("at", "or") and word in ("least", "most", "best", "more", "less"):
        return None
    if sign is not None:
        if word in ("more", "less", "most", "least") and at + 1 < size:
            following = seen[at + 1]
            joined = words.CHANGES.get(following)
            if following in ("than", "or"):  # "more than 50%"
                if at + 2 < size and (seen[at + 2][:1].isdigit() or seen[at + 2] in ("half", "twice", "one", "two")):
                    return None
            elif joined is not None:
                turned = _times(sign, joined)
                return Cue(at=at, end=at + 2, sign=turned, word=word + " " + following, comparative=True, scale=sign)
        for further in range(at + 1, min(at + 4, size)):
            noun = words.CHANGES.get(seen[further])
            if seen[further] in (",", "(", ")", "than", "in", "of", "and"):
                break
            if noun is not None:
                turned = _times(sign, noun)
                return Cue(at=at, end=further + 1, sign=turned, word=word + " " + seen[further], comparative=True,
                           scale=sign)  # fmt: skip
        return Cue(at=at, end=at + 1, sign=sign, word=word, comparative=True)
    sign = words.CHANGES.get(word)
    if sign is not None:
        return Cue(at=at, end=at + 1, sign=sign, word=word)
    if word in words.SAMES:
        return Cue(at=at, end=at + 1, sign=words.SAME, word=word)
    if word in words.DIFFERENCES:
        return Cue(at=at, end=at + 1, sign=words.DIFF, word=word)
    return None


def _times(scale: str, noun: str) -> str:
    """The sign of a scaled change: a greater reduction is DOWN, a smaller reduction UP, less improvement BAD."""
    if scale in (words.UP, words.GOOD):
        return noun
    turned = {words.UP: words.DOWN, words.DOWN: words.UP, words.GOOD: words.BAD, words.BAD: words.GOOD}
    return turned[noun]
