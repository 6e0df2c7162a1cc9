"""What the rules see around one outcome in one sentence, as numbers and as symbols for the direction model.

Two readings of the same marks: a fixed list of numbers (`DENSE_NAMES`) for the trees, and strings (finding_symbols) for
the linear part. Both change sign when intervention and comparator change places, which is what training uses.
"""

from __future__ import annotations

from ingest.extract import finding_words as words
from ingest.extract.finding_arms import INTERVENTION
from ingest.extract.finding_compared_numbers import attached_to_arms, set_against
from ingest.extract.finding_match import Match
from ingest.extract.finding_orientation import orientation
from ingest.extract.finding_reading import Reading, clause_of, scope_of
from ingest.extract.finding_statistics import estimates_of, intervals_of, p_values_of
from ingest.extract.finding_symbols import symbols
from ingest.extract.finding_tokens import Cue

_SIGN = {words.UP: 1.0, words.DOWN: -1.0, words.SAME: 0.0, words.DIFF: 0.0}


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
    whole = low == 0 and high == size
    clause = [c for c in tokens.cues if low <= c.at < high]
    scope_low, scope_high = of_scope = scope_of(tokens, match)
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
    told_sentence = told if whole else orientation(reading, first.at if first else match.start, 0, size)[0]
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
    p_near, p_low, p_high = p_values_of(tokens, match, low, high, of_scope)
    number_sign, ratio = set_against(reading, low, high)
    attached = attached_to_arms(reading, low, high)
    named = 1.0 if reading.named_change else 0.0
    firsts = sum(m.arm == INTERVENTION for m in mentions)
    seconds = len(mentions) - firsts
    oriented_sum = 0.0
    for cue in clause:
        if sign := sign_of(cue, polarity):
            oriented_sum += sign * (told if cue is first else orientation(reading, cue.at, low, high)[0])
    seen, own = tokens.words, tokens.words[scope_low:scope_high]
    ratio_sign, difference_sign = estimates_of(tokens, match, low)
    dense = [
        sign1, sign2, sign1 * told_any, sign2 * told_any, float(first is not None and is_same(first)),
        float(second is not None and is_same(second)), float(first is not None and first.sign == words.DIFF),
        float(_distance(first, match)) if first else 30.0, float(_distance(second, match)) if second else 30.0,
        float(first is not None and first.comparative), float(first is not None and first.significant),
        float(first is not None and first.sign in (words.GOOD, words.BAD)), told, told_sentence,
        *_counted(clause, polarity), *_counted(scope, polarity), oriented_sum,
        float(p_low), float(p_high), p_near,
        float("p" in tokens.kinds[scope_low:scope_high]), *intervals_of(tokens, match), number_sign, ratio, float(firsts),
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
        attached or (0.0 if whole else attached_to_arms(reading, 0, size)),
        number_sign or (0.0 if high == size else set_against(reading, low, size)[0]),
    ]  # fmt: skip
    named_as = symbols(reading, (low, high), of_scope, first, told_any, rule, p_near, number_sign, attached)
    return dense, named_as, rule


def _counted(cues: list[Cue], polarity: float) -> tuple[float, float, float]:
    """How many change words tell of no difference, of more and of less."""
    same = up = down = 0.0
    for cue in cues:
        same += is_same(cue)
        sign = sign_of(cue, polarity)
        up += sign > 0
        down += sign < 0
    return same, up, down


def _scale(cue: Cue | None) -> float:
    if cue is None or cue.scale is None:
        return 0.0
    return 1.0 if cue.scale in (words.UP, words.GOOD) else -1.0


def _is_name(cue: Cue, match: Match, reading: Reading) -> bool:
    """A change word inside the outcome's own name ("weight loss") is no statement about it."""
    return match.start <= cue.at < match.end and cue.word[:5] in reading.named_change
