"""What the rules see around one outcome in one sentence, as numbers and as symbols for the direction model.

Two readings of the same marks: `dense` (a fixed list of numbers, `DENSE_NAMES`) for the trees, `symbols` (strings) for
the linear part. Both change sign when intervention and comparator change places, which is what training uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ingest.extract import finding_words as words
from ingest.extract.finding_arms import INTERVENTION, Mention
from ingest.extract.finding_match import Match
from ingest.extract.finding_tokens import Cue, Tokens

_SIGN = {words.UP: 1.0, words.DOWN: -1.0, words.SAME: 0.0, words.DIFF: 0.0}
_REFERENCE = frozenset(("than", "compared", "comparison", "relative", "versus", "vs", "over", "contrast", "against", "opposed",
                        "outperformed", "exceeded", "surpassed"))  # fmt: skip
_TO_BEHIND = frozenset(("superior", "inferior", "preferable", "noninferior", "equivalent", "similar", "comparable"))


@dataclass(slots=True)
class Reading:
    """One sentence read for one outcome and one pair of arms."""

    tokens: Tokens
    match: Match
    mentions: list[Mention]
    polarity: float  # +1 higher is better, -1 lower is better, 0 unclear
    named_change: frozenset[str]  # change words that are part of the outcome's name


def clause_of(tokens: Tokens, at: int) -> tuple[int, int]:
    """The clause (between breaks) that holds a token."""
    start, end = 0, len(tokens.words)
    for one in tokens.breaks:
        if one <= at:
            start = one
        else:
            end = one
            break
    return start, end


def sign_of(cue: Cue, polarity: float) -> float:
    """The sign of a cue: denied 0; better and worse through the outcome's polarity (half when unclear)."""
    if cue.negated and cue.sign != words.SAME:
        return 0.0
    if cue.sign == words.GOOD:
        return polarity if polarity else 0.5
    if cue.sign == words.BAD:
        return -polarity if polarity else -0.5
    return _SIGN[cue.sign]


def is_same(cue: Cue) -> bool:
    """Whether a cue says that there is no difference."""
    return (cue.sign == words.SAME) != cue.negated or (cue.sign == words.SAME and cue.word.startswith("not-"))


def orientation(reading: Reading, cue_at: int, low: int, high: int) -> tuple[float, str]:
    """+1 when the change is told of the intervention, -1 of the comparator, 0 unknown; with the rule that says so."""
    seen, mentions = reading.tokens.words, reading.mentions
    if 0 <= cue_at < len(seen) and seen[cue_at][:5] in ("favor", "favou", "advan"):
        behind = [m for m in mentions if cue_at < m.start <= cue_at + 8]
        if behind:
            return (1.0 if behind[0].arm == INTERVENTION else -1.0), "favour"
    if 0 <= cue_at < len(seen) and seen[cue_at] in ("<", ">"):
        behind = [m for m in mentions if cue_at < m.start <= cue_at + 3]
        if behind:
            return (-1.0 if behind[0].arm == INTERVENTION else 1.0), "reference-than"
    bracketed = reading.tokens.bracketed
    for at in range(max(low, 0), high):
        if (seen[at] in _REFERENCE or (at and seen[at] == "to" and seen[at - 1] in _TO_BEHIND)) and not (
            bracketed[at] and not bracketed[min(max(cue_at, low), high - 1)]
        ):
            behind = [m for m in mentions if at < m.start <= at + 12 and m.start < high]
            if behind and not (seen[at] in ("over", "versus", "vs") and at < cue_at - 12):
                first = _named_behind(seen, behind)
                told = -1.0 if first.arm == INTERVENTION else 1.0
                # "A versus B" names both sides: the first side is the one told of, and it stands before the mark.
                return told, "reference-" + ("than" if seen[at] == "than" else "compared")
    inside = [m for m in mentions if low <= m.start < high]
    if not inside:
        return 0.0, "none"
    behind_in = [m for m in inside if m.start > cue_at and _introduced(seen, m.start)]
    before = [m for m in inside if m.start < cue_at]
    if behind_in and not before:
        chosen, rule = behind_in[0], "in-arm"
    elif before and not behind_in:
        # The subject of the clause wins over a later name ("The laser group had a lower propofol dose").
        chosen, rule = before[0] if before[0].start < low + 6 else before[-1], "arm-before"
    elif before and behind_in:
        same = before[-1].arm == behind_in[0].arm
        chosen, rule = (before[-1], "arm-before") if same or before[-1].start < low + 6 else (behind_in[0], "in-arm")
    else:
        chosen, rule = inside[0], "arm-near"
    return (1.0 if chosen.arm == INTERVENTION else -1.0), rule


def _named_behind(seen: list[str], behind: list[Mention]) -> Mention:
    """Who stands behind "than": of "women in the control group" the part that names the arm more surely."""
    first = behind[0]
    if len(behind) > 1 and behind[1].strength > first.strength and behind[1].start - first.end <= 4:
        between = seen[first.end : behind[1].start]
        if all(word in _OF_WHOM for word in between):
            return behind[1]
    return first


_OF_WHOM = frozenset("in of the from a who group groups arm patients participants".split())


def _introduced(seen: list[str], at: int) -> bool:
    return not _INTRODUCING.isdisjoint(seen[max(0, at - 5) : at])


_INTRODUCING = frozenset("in with for by of among after following under to receiving on from at using".split())


def _distance(cue: Cue, match: Match) -> int:
    if match.start < 0:
        return 20
    if cue.at >= match.end:
        return cue.at - match.end + 1
    if cue.end <= match.start:
        return match.start - cue.end + 1
    return 0


def _against(cue: Cue, match: Match) -> int:
    """A penalty for a cue that reaches the other way."""
    if match.start < 0 or cue.forward is None:
        return 0
    if cue.forward:
        return _TURNED if cue.at >= match.end else 0
    return _TURNED // 2 if cue.end <= match.start else 0


_TURNED = 12
_SYMBOL = {words.UP: "+", words.DOWN: "-", words.GOOD: "g", words.BAD: "b", words.SAME: "=", words.DIFF: "d"}


def _cue_symbol(cue: Cue, polarity: float) -> str:
    if cue.sign in (words.GOOD, words.BAD) and polarity:
        up = (cue.sign == words.GOOD) == (polarity > 0)
        base = "+" if up else "-"
    else:
        base = _SYMBOL[cue.sign]
    if cue.negated and cue.sign != words.SAME:
        return "!" + ("d" if cue.sign == words.DIFF else "s")
    return base


def _turn(symbol: str, told: float) -> str:
    """The symbol of a cue seen from the intervention."""
    if told >= 0:
        return symbol
    return {"+": "-", "-": "+", "g": "b", "b": "g"}.get(symbol, symbol)


DENSE_NAMES = (
    "sign1", "sign2", "oriented1", "oriented2", "same1", "same2", "diff1", "distance1", "distance2", "comparative1",
    "significant1", "good1", "orientation", "orientation_sentence", "n_same_clause", "n_up_clause", "n_down_clause",
    "n_same_sentence", "n_up_sentence", "n_down_sentence", "oriented_sum", "p_low", "p_high", "p_near", "any_p",
    "ci_open", "ci_shut", "numbers_sign", "numbers_ratio", "n_first", "n_second", "coverage", "both", "between",
    "within", "negation", "hedge", "polarity", "named_change", "scale1", "oriented_scale1", "inside_cue", "length",
    "diff_any", "only_first", "only_second", "cue_before", "oriented_named", "attached_sign", "neg_clause",
    "ratio_sign", "ratio_turned", "difference_sign", "ratio_oriented", "attached_sentence", "numbers_sentence",
)  # fmt: skip


def features(reading: Reading) -> tuple[list[float], list[str], str]:
    """Dense numbers, symbols, and the name of the rule that the nearest cue follows."""
    tokens, match, mentions = reading.tokens, reading.match, reading.mentions
    size = len(tokens.words)
    low, high = clause_of(tokens, match.start) if match.start >= 0 else (0, size)
    clause = [c for c in tokens.cues if low <= c.at < high]
    scope_low, scope_high = scope_of(tokens, match)
    scope = [c for c in tokens.cues if scope_low <= c.at < scope_high]
    usable = [c for c in clause if not _is_name(c, match, reading) and not c.baseline] or clause
    if not [c for c in usable if c.sign != words.DIFF or c.negated]:
        usable = usable + [c for c in tokens.cues if c not in usable and c.sign != words.DIFF]
    bracketed = tokens.bracketed
    outside = match.start < 0 or not bracketed[match.start]
    ranked = sorted(
        usable,
        key=lambda c: (
            _distance(c, match)
            + _against(c, match)
            + (15 if outside and bracketed[c.at] else 0)
            + (8 if c.sign == words.DIFF and not c.negated else 0)
            + (0 if low <= c.at < high else 30)
            - (3 if c.comparative else 0)
        ),
    )
    first = ranked[0] if ranked else None
    second = ranked[1] if len(ranked) > 1 else None
    told, rule = orientation(reading, first.at if first else match.start, low, high)
    told_sentence, _ = orientation(reading, first.at if first else match.start, 0, size)
    told_any = told or told_sentence
    polarity = reading.polarity

    def signed(cue: Cue | None) -> float:
        if cue is None:
            return 0.0
        if reading.named_change and cue.scale is not None and cue.word.split()[-1][:5] in reading.named_change:
            return 1.0 if cue.scale in (words.UP, words.GOOD) else -1.0
        return sign_of(cue, polarity)

    sign1, sign2 = signed(first), signed(second)
    if first is not None and sign1 == 0.0 and first.sign == words.DIFF and not first.negated and reading.named_change:
        # The change that the outcome is named by took place: "a significant reduction in aggression".
        sign1 = float(any(_is_name(c, match, reading) and not c.negated for c in clause))
    p_near, p_low, p_high = _p_values(tokens, match, first, low, high)
    number_sign, ratio = _numbers(reading, low, high)
    attached = _attached(reading, low, high)
    named = 1.0 if reading.named_change else 0.0
    firsts = sum(m.arm == INTERVENTION for m in mentions)
    seconds = len(mentions) - firsts
    signs = [sign_of(c, polarity) for c in clause]
    scope_signs = [sign_of(c, polarity) for c in scope]
    oriented_sum = 0.0
    for cue, sign in zip(clause, signs, strict=True):
        if sign:
            oriented_sum += sign * orientation(reading, cue.at, low, high)[0]
    seen, own = tokens.words, tokens.words[scope_low:scope_high]
    ratio_sign, difference_sign = _estimates(tokens, match, low)
    dense = [
        sign1, sign2, sign1 * told_any, sign2 * told_any, float(first is not None and is_same(first)),
        float(second is not None and is_same(second)), float(first is not None and first.sign == words.DIFF),
        float(_distance(first, match)) if first else 30.0, float(_distance(second, match)) if second else 30.0,
        float(first is not None and first.comparative), float(first is not None and first.significant),
        float(first is not None and first.sign in (words.GOOD, words.BAD)), told, told_sentence,
        float(sum(is_same(c) for c in clause)), float(sum(sign > 0 for sign in signs)),
        float(sum(sign < 0 for sign in signs)), float(sum(is_same(c) for c in scope)),
        float(sum(sign > 0 for sign in scope_signs)), float(sum(sign < 0 for sign in scope_signs)), oriented_sum,
        float(p_low), float(p_high), p_near,
        float("p" in tokens.kinds[scope_low:scope_high]), *_intervals(tokens, match), number_sign, ratio, float(firsts),
        float(seconds), match.coverage, float("both" in own), float("between" in own or "among" in own),
        float(not words.WITHIN_WORDS.isdisjoint(own)), float(not words.NEGATIONS.isdisjoint(own)),
        float(not words.HEDGES.isdisjoint(seen[low:high])), polarity, named,
        _scale(first), _scale(first) * told_any,
        float(any(match.start <= c.at < match.end for c in tokens.cues)), float(size),
        float(any(c.sign == words.DIFF and not c.negated for c in tokens.cues)),
        float(bool(firsts) and not seconds), float(bool(seconds) and not firsts),
        float(first is not None and first.at < match.start), named * sign1 * told_any, attached,
        float(not words.NEGATIONS.isdisjoint(seen[low:high])),
        ratio_sign, -ratio_sign if polarity > 0 else ratio_sign, difference_sign,
        (-ratio_sign if polarity > 0 else ratio_sign) * (told_any or 1.0),
        attached or _attached(reading, 0, size), number_sign or _numbers(reading, low, size)[0],
    ]  # fmt: skip
    return dense, _symbols(reading, low, high, first, told_any, rule, p_near, number_sign, attached), rule


def _scale(cue: Cue | None) -> float:
    if cue is None or cue.scale is None:
        return 0.0
    return 1.0 if cue.scale in (words.UP, words.GOOD) else -1.0


def _is_name(cue: Cue, match: Match, reading: Reading) -> bool:
    """A change word inside the outcome's own name ("weight loss") is no statement about it."""
    return match.start <= cue.at < match.end and cue.word[:5] in reading.named_change


def _p_values(tokens: Tokens, match: Match, cue: Cue | None, low: int, high: int) -> tuple[float, int, int]:
    """The p-value that belongs to the outcome (first behind it): -1 high, +1 low, 0 none; and both counts."""
    inside = [at for at in tokens.p_low if low <= at < high]
    lows = sum(tokens.p_low[at] for at in inside)
    behind = [at for at in inside if at >= match.start] or inside
    near = 0.0
    if behind:
        near = 1.0 if tokens.p_low[behind[0]] else -1.0
    else:
        start, end = scope_of(tokens, match)
        usable = [at for at in sorted(tokens.p_low) if start <= at < end]
        if usable:
            at = next((at for at in usable if at > match.start), usable[-1])
            near = 0.5 if tokens.p_low[at] else -0.5
    return near, lows, len(inside) - lows


def scope_of(tokens: Tokens, match: Match) -> tuple[int, int]:
    """The stretch whose words can speak of the outcome: the sentence, cut at "but" and the like where these go on to another."""
    start, end, seen = 0, len(tokens.words), tokens.words
    if match.start < 0:
        return start, end
    for at in tokens.breaks:
        if (seen[at] == "," or seen[at] in words.CONTRAST) and not _resumes(seen, at + 1):
            if at <= match.start:
                start = at
            elif at >= match.end:
                return start, at
    return start, end


def _resumes(seen: list[str], at: int) -> bool:
    """ "..., although this difference was not significant" goes on about the same outcome; "however, no difference was
    found in ..." does not."""
    if _RESUMING.isdisjoint(seen[at : at + 5]):
        return False
    return not ("no" in seen[at : at + 3] and not _ABOUT.isdisjoint(seen[at + 3 : at + 14]))


_ABOUT = frozenset("in regarding concerning for with of on".split())
_RESUMING = frozenset("this these it they difference differences effect effects trend statistical significance both".split())


def _intervals(tokens: Tokens, match: Match) -> tuple[float, float]:
    """Intervals behind the outcome that hold 0 in their limits' signs (open) or do not (shut)."""
    if "c" not in tokens.kinds:
        return 0.0, 0.0
    opened = shut = 0.0
    for at, kind in enumerate(tokens.kinds):
        if kind == "c" and at >= match.start:
            spans = _null_inside(tokens.limits.get(at))
            if spans is None:
                continue
            opened += spans
            shut += not spans
    return opened, shut


_RATIOS = frozenset("hr or rr irr ratio aor ahr arr lpr prr ratios".split())


def _estimates(tokens: Tokens, match: Match, low: int) -> tuple[float, float]:
    """Signs of the first ratio (against 1) and of the first difference (against 0) behind the outcome."""
    ratio = difference = 0.0
    named = -99
    for at in range(max(low, match.start), len(tokens.words)):
        word = tokens.words[at]
        if word in _RATIOS and not (word == "or" and tokens.text[tokens.starts[at] : tokens.ends[at]] != "OR"):
            named = at
        elif at in tokens.values and not ratio and at - named <= 8:
            value = tokens.values[at]
            if 0 < value < 20 and value != 1 and value not in (95.0, 90.0, 99.0):
                ratio = 1.0 if value > 1 else -1.0
        elif tokens.kinds[at] == "c" and not difference:
            limits = tokens.limits.get(at)
            if limits is not None and limits[0] * limits[1] > 0 and at - named > 14:
                difference = 1.0 if limits[0] > 0 else -1.0
    return ratio, difference


def _null_inside(limits: tuple[float, float] | None) -> bool | None:
    """Whether an interval holds "no effect": 0 when a limit is negative, else 1 (of a ratio)."""
    if limits is None:
        return None
    low, high = limits
    if low < 0:
        return high > 0
    return low < 1 < high and high < 20


_COUNTED = {word: float(n) for n, word in enumerate("no one two three four five six seven eight nine ten eleven twelve".split())}
_COUNTED["none"] = 0.0
_PEOPLE = frozenset("patients patient participants participant subjects subject women men children infants adults eyes cases"
                    " case".split())  # fmt: skip


def _counts_people(seen: list[str], at: int) -> bool:
    """ "three patients", "none of the 40", "no patient"; in "no one" the first word counts."""
    following = seen[at + 1] if at + 1 < len(seen) else ""
    if seen[at] in ("no", "none", "one"):
        return (seen[at] == "no" and following in _PEOPLE | {"one"}) or (seen[at] == "none" and following in ("of", "in"))
    return following in _PEOPLE


_MEASURED = frozenset("months month weeks week years year day mg groups patients ml point µg mcg".split())
_NUMBERING = frozenset("week month day grade group type year".split())


def _plain_numbers(tokens: Tokens, low: int, high: int) -> list[tuple[int, float]]:
    """Numbers that can be results: not "n = 30", not "95 %" of an interval, not behind ±, no years."""
    found = []
    seen = tokens.words
    for at in range(low, high):
        if seen[at] in _COUNTED and _counts_people(seen, at):
            found.append((at, _COUNTED[seen[at]]))
            continue
        if at not in tokens.values or tokens.kinds[at] != "n":
            continue
        before = seen[at - 1] if at else ""
        two = seen[at - 2] if at > 1 else ""
        if before == "±" or (before == "=" and two == "n") or (before in ("(", "[") and two.replace(".", "").isdigit()):
            continue
        following = seen[at + 1] if at + 1 < len(seen) else ""
        if following not in _MEASURED and before not in _NUMBERING:
            found.append((at, tokens.values[at]))
    return found


_AGAINST = frozenset("vs versus compared and than against".split())


def _numbers(reading: Reading, low: int, high: int) -> tuple[float, float]:
    """ "12 vs 20" behind the outcome: the sign of the intervention's against the comparator's number."""
    tokens = reading.tokens
    numbers = _plain_numbers(tokens, max(low, reading.match.start), high)
    for (a, x), (b, y) in pairwise(numbers):
        between = tokens.words[a + 1 : b]
        if len(between) > 12 or _AGAINST.isdisjoint(between):
            continue
        arms = [m for m in reading.mentions if m.start < high]
        own = [m for m in arms if a - 6 <= m.start <= b + 8 and m.start >= a - 6]
        order = own or [m for m in arms if m.start < a] or arms
        if not order:
            return 0.0, 0.0
        told = 1.0 if order[0].arm == INTERVENTION else -1.0
        sign = (x > y) - (x < y)
        return told * sign, (min(x, y) / max(x, y) if x > 0 and y > 0 else 0.0)
    return 0.0, 0.0


def _attached(reading: Reading, low: int, high: int) -> float:
    """Numbers that stand right behind (or before) each arm's name: sign of the difference."""
    tokens = reading.tokens
    numbers = _plain_numbers(tokens, low, high)
    if len(numbers) < 2:
        return 0.0
    inside = [m for m in reading.mentions if low <= m.start < high and m.end > reading.match.start - 25]
    behind, before, edge = [], [], low
    for place, mention in enumerate(inside):
        stop = min(inside[place + 1].start if place + 1 < len(inside) else high, mention.end + 8)
        behind.append([(v, at - mention.end) for at, v in numbers if mention.end <= at < stop][:1])
        first = max(edge, mention.start - 12)
        before.append([(v, mention.start - at) for at, v in numbers if first <= at < mention.start][-1:])
        edge = mention.end
    best: tuple[float, float] | None = None
    for nearest in (behind, before, [_joined(tokens, *one) for one in zip(inside, behind, before, strict=True)]):
        values: dict[str, tuple[float, int]] = {}
        for mention, near in zip(inside, nearest, strict=True):
            if near and mention.arm not in values:
                values[mention.arm] = near[0]
        if len(values) == 2:
            (first_value, far), (second_value, farther) = values[INTERVENTION], values["C"]
            found = (float(far + farther), float((first_value > second_value) - (first_value < second_value)))
            if best is None or found[0] < best[0]:
                best = found
    return best[1] if best else 0.0


def _joined(tokens: Tokens, mention: Mention, behind: list[tuple[float, int]], before: list[tuple[float, int]]
            ) -> list[tuple[float, int]]:  # fmt: skip
    """The number before a name where a preposition joins the two ("20 in the drug group"), else the one behind."""
    joined = before and not _JOINING.isdisjoint(tokens.words[mention.start - 3 : mention.start])
    return before if joined and before[0][1] <= 5 else behind


_JOINING = frozenset(("in", "for", "with", "on"))


def _symbols(reading: Reading, low: int, high: int, cue: Cue | None, told: float, rule: str, p_near: float,
             number_sign: float, attached: float) -> list[str]:  # fmt: skip
    tokens, match = reading.tokens, reading.match
    found: list[str] = []
    sequence: list[str] = []
    starts = {m.start: m for m in reading.mentions}
    cues = {c.at: c for c in tokens.cues}
    outcome_done = False
    for at in range(low, high):
        word = tokens.words[at]
        if at in starts:
            sequence.append(starts[at].arm)
        elif not outcome_done and at >= match.start >= 0:
            sequence.append("O")
            outcome_done = True
        if at in cues:
            sequence.append(_cue_symbol(cues[at], reading.polarity))
        elif tokens.kinds[at] == "p":
            if at in tokens.p_low:
                sequence.append("p" if tokens.p_low[at] else "P")
        elif word in _REFERENCE:
            sequence.append("T")
        elif word in words.NEGATIONS:
            sequence.append("N")
        elif word in ("between", "among", "groups", "both"):
            sequence.append(word[:3])
    for size in (1, 2, 3):
        for at in range(len(sequence) - size + 1):
            found.append("q" + " ".join(sequence[at : at + size]))
    key = _cue_symbol(cue, reading.polarity) if cue else "0"
    turned = _turn(key, told)
    found += [
        "k" + key,
        "t" + turned + str(int(told)),
        "r" + turned + rule,
        f"x{turned}{p_near:.0f}",
        f"y{turned}{number_sign:.0f}",
        f"z{turned}{attached:.0f}{p_near:.0f}",
        f"v{turned}{number_sign:.0f}{p_near:.0f}",
    ]
    if cue is not None:
        found.append(f"w{cue.word}|{int(told)}")
        found.append(f"W{cue.word}")
        if match.start >= 0:
            between = tokens.words[min(cue.end, match.end) : max(cue.at, match.start)]
            found.append(f"d{turned}" + ("<" if cue.at < match.start else ">") + str(min(4, len(between) // 3)))
    start, end = scope_of(tokens, match)
    near = range(max(start, match.start - 8), min(end, match.end + 12)) if match.start >= 0 else ()
    for at in near:
        if tokens.kinds[at] == "w":
            found.append("u" + tokens.words[at])
            found.append(f"U{tokens.words[at]}|{int(told)}")
    found += ["s" + w for w in tokens.words[start:end] if w.isalpha()]
    return found
