"""Own or mentioned: what the words around a registration number say, as rules that are data.

Each cue has a name, a weight (positive: the document's own registration; negative: somebody else's trial) and a
pattern. The weights were set by hand after reading how articles write their own numbers and those of other trials;
the cue that weighs most is named in the result, so that a link can be explained.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.identifiers import find_registrations


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """Whether a number is the document's own, with the score (> 0: own) and the rule that weighed most."""

    is_own: bool
    score: float
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One wording that speaks for or against."""

    name: str
    weight: float
    pattern: re.Pattern[str]


# Where a number stands decides most (section kinds of records.Section; the shorter words are those of plain lists).
PLACES = {
    "registration": 6.0,
    "abstract.registration": 6.0,
    "body.registration": 6.0,
    "details": 3.0,
    "title": 3.0,
    "article-meta": 3.0,
    "byline": 2.5,
    "abstract": 3.0,
    # Before its methods and after its results an abstract speaks of other trials as often as of its own.
    "abstract.background": -0.5,
    "abstract.conclusions": -0.5,
    "author-note": 1.5,
    "funding": 1.0,
    "notice": 1.0,
    "back": 1.5,
    "body.methods": 2.0,
    "body.results": 0.5,
    "body.introduction": -2.0,
    "body.discussion": -2.0,
    "body.conclusions": -2.0,
    "table": -1.0,
    "caption": -1.0,
    "references": -8.0,
}
NO_PLACE = 0.5

_STUDY = r"(?:trial|study|studies|trials|protocol|rct|investigation|research|project|experiment|registry)"
_ADJECTIVES = r"(?:[\w-]+[ ,]+){0,6}?"
# "This was confirmed in a trial", "our findings, the ... trial" and "our earlier trial" do not speak of this trial.
_NEAR = (
    r"(?:(?!(?:was|were|is|are|has|have|had|findings?|results?|data|previous|prior|earlier|preceding|recent|larger|next)\b)"
    r"[\w-]+[ ,]+){0,6}?"
)


def _cue(name: str, weight: float, pattern: str, flags: int = re.I) -> Cue:
    return Cue(name=name, weight=weight, pattern=re.compile(pattern, flags))


CUES = (
    _cue("registered", 3.0, r"\b(?:pre-?|retrospectively |prospectively )?regist(?:ered|ration)\b"),
    _cue("registered", 2.0, r"\b(?:listed|posted|recorded|deposited|entered)\s+(?:on|at|in|with)\b|\btraceable as\b"),
    _cue("this-study", 1.5, r"\b(?:this|our|present|current)\s+" + _NEAR + _STUDY + r"\b(?! in progress)"),
    _cue("was-assigned", 1.5, r"\bassigned\b.{0,30}\bnumber|\b(?:clinical )?trial (?:id(?:entifier)?|number|no)\b"),
    _cue("registry-and-number", 1.5, r"\bclinicaltrials?\.gov,? (?:registration )?(?:number|no\b|id\b|identifier)"),
    _cue("we-report", 3.0,
         r"\bwe\s+(?:now |here |hereby )*(?:report|present|describe)\b(?! (?:that|on a patient))"
         r"|\b(?:this|the present) (?:article|paper|report|manuscript|analysis)\b"),
    _cue("prespecified", 3.0, r"\bpre-?specified (?:at|on|in)\b|\b(?:in|of) (?:the|our) regist(?:ry|ration) (?:entry|record)"),
    _cue("ethics", 1.5,
         r"\bethic(?:s|al)\b|\binformed consent\b|\binstitutional review board\b|\bhelsinki\b|\bapproved by\b"),
    _cue("design", 1.5,
         r"\b(?:was|were)\s+(?:a |an )?" + _ADJECTIVES + r"(?:random|double|open|phase|prospective|conducted|carried)"),
    _cue("design", 1.0,
         r"\bis a\s+" + _ADJECTIVES + r"(?:randomi[sz]ed|controlled|prospective|rct)\b|\bconsort\b|\bspirit\b"
         r"|\bflow (?:of|diagram|chart)\b"),
    _cue("source-of-data", 1.5,
         r"\bdata (?:were|was|are|come|came|obtained)\b|\bdata from\b(?!.{0,80}\b(?:suggest|show|indicat|demonstrat|support))"
         r"|\bpost[- ]?hoc\b|\bpooled\b|\bsample was obtained\b"),
    _cue("described-elsewhere", 1.0,
         r"\b(?:described|reported|published)\s+(?:previously|elsewhere|in detail)\b|\bdetails of the\b"),
    _cue("ongoing", -4.5,
         r"\bongoing\b|\bunder\s?way\b|\bin progress\b|\bnot yet (?:completed|reported|published)\b"),
    _cue("ongoing", -3.5,
         r"\b(?:is|are)\s+(?:\w+ly |now |also |still )*being\s+\w+|\bundergoing\b|\bawait(?:s|ed|ing)?\b"),
    _cue("ongoing", -3.5,
         r"\bcurrently\s+(?:under|being|in |recruit|enrol|investigat|evaluat|assess|test|explor|examin|conduct)"),
    _cue("ongoing", -3.5,
         r"\b(?:is|are)\s+(?:now |also |still )*(?:recruiting|enrolling|testing|evaluating|investigating|assessing|examining)\b"),
    _cue("ongoing", -3.5,
         r"\bwe are\s+(?:now |also |currently )*(?:conducting|running|planning|undertaking|recruiting|preparing)\b"),
    _cue("planned", -3.0,
         r"\b(?:is|are|has been|have been)\s+(?:\w+ly |also )*planned\b|\bhas (?:just )?(?:started|begun)\b"
         r"|\bhas\s+(?:since |now |just |already |recently |also )*been (?:initiated|launched|funded|started)\b"),
    _cue("planned", -4.0, r"\bbased on (?:these|our|the present) (?:findings|results|data)\b|\btaken forward\b"),
    _cue("promise", -1.5,
         r"\b(?:will|may|might|should|could)\s+(?:\w+ly |also )*"
         r"(?:provide|help|answer|clarify|determine|shed|address|elucidate|show)\b"),
    _cue("promise", -1.5,
         r"\bfurther (?:data|evidence|information)\b|\bfuture (?:trials|studies)\b|\bresults are eagerly\b"),
    _cue("promise", -3.0,
         r"\bresults?\b.{0,60}\b(?:is|are)\s+(?:\w+ly )?(?:expected|awaited|anticipated)\b"),
    _cue("another-study", -3.0, r"\b(?:an)?other\s+" + _ADJECTIVES + _STUDY + r"\b|\bsimilar (?:trial|study)\b"),
    _cue("another-study", -3.0,
         r"\b(?:larger|confirmatory|definitive|subsequent|follow-on|successor|future|next)\s+" + _ADJECTIVES + _STUDY + r"\b"),
    _cue("borrowed", -2.5,
         r"\b(?:adapted from|identical to|modell?ed on|the same as|(?:reported|described|used|observed|seen|validated|licensed"
         r"|established|introduced|adopted) (?:\w+ ){0,2}?(?:in|for|by|after)|(?<!\bsuch )as (?:in|for))\s+"
         r"(?:(?!this\b|our (?:trial|study)\b|the (?:trial|study|protocol)\b)[\w-]+ ){0,7}?[\[(]*"
         r"(?:" + _STUDY + r"\b|(?-i:(?=[A-Z]{4,}\b)))"),
    _cue("took-part-before", -2.5,
         r"\b(?:excluded?|ineligible|not eligible)\b.*\b(?:taken part|participated|enrolled|completed)\b"
         r"|\b(?:taken part|participated|enrolled|completed)\b.*\b(?:excluded|ineligible|not eligible)\b"),
    _cue("comment", -3.0,
         r"\bdeserves?\b|\bwe read\b|\bcongratulat\w+|\bcommend(?:ed|able)?\b|\bin this issue\b"
         r"|\baccompanying (?:article|paper)\b"),
    _cue("interests", -3.0,
         r"\b(?:principal investigator|monitoring (?:committee|board)|advisory board|steering committee"
         r"|receive[sd]? (?:funding|fees|grants))\s+(?:of|for|on|from)\b"),
    _cue("another-study", -2.0,
         r"\b(?:several|multiple|numerous|two|three|four|five|some|various)\s+"
         + _ADJECTIVES + r"(?:trials|studies)\b.{0,120}\b(?:are|have been (?:completed|published|reported|started))\b"),
    _cue("somebody-else", -2.0, r"\bet al\b|\band colleagues\b|\bco-?workers\b"),
    _cue("somebody-else", -1.5, r"\b(?:previous|prior|earlier|recent|recently)\s+" + _ADJECTIVES + _STUDY + r"\b"),
    _cue("somebody-else", -1.5,
         r"\b(?:has|have|had)\s+(?:\w+ly )?(?:been\s+)?(?:\w+ly )?(?:shown|demonstrated|found|established|suggested)\b"),
    _cue("somebody-else", -1.5, r"\bparent (?:trial|study|studies|trials)\b"),
    _cue("tested-by-others", -1.5, r"\b(?:compares|compared|tested|showed|demonstrated|found|reported)\b"),
    _cue("as-follows-elsewhere", -1.5, r"\bsee also\b|\be\.?g\.?,?\s|\bfor example\b|\bsuch as\b|\bincluding\b"),
)  # fmt: skip

# "The ... trial, registered as ..., used": an aside on whichever trial the sentence is about.
_ASIDE = re.compile(r"\b" + _STUDY + r",\s+(?:which (?:is|was)\s+)?(?:\w+ly\s+)?registered\b", re.I)
# Words of a line that holds nothing but numbers, names of registries, labels and dates.
_LINE_WORDS = frozenset(
    """a and as at date in is no nr of on post pre s st nd rd th the this to under with www http https
    clinicaltrials clinicaltrial trials trial gov org com net identifier identifiers ident id ids number numbers name
    clinical controlled current registration registry registries register registered reg database identification code
    isrctn eudract eudra ct umin ctr actrn anzctr ntr nl drks chictr pactr irct nct utn ctri kct tctr jrct who ictrp nih
    australia australian new zealand netherlands dutch german germany chinese china iranian iran japan japanese pan
    african india thai thailand korea korean brazil brazilian european union eu europe us usa uk international standard
    randomised randomized study studies center centre prospectively retrospectively retroactively result results
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sept sep oct nov dec university hospital medical information network""".split()
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")


def stance(sentence: str, place: str | None = None, n_ids: int | None = None) -> Stance:
    """Judge the numbers of one sentence (they are told from each other by where they stand, not by the sentence).

    `place` is a section kind (see PLACES; unknown ones count by their first part), `n_ids` how many different numbers
    the whole document has. Both may be unknown.
    """
    votes = [_place_vote(place), *_wording_votes(sentence, place)]
    votes += _count_votes(sentence, n_ids)
    score = sum(weight for _, weight in votes)
    is_own = score > 0
    agreeing = [vote for vote in votes if (vote[1] > 0) == is_own]
    rule, _ = max(agreeing, key=lambda vote: abs(vote[1]), default=("weighed", 0.0))
    return Stance(is_own=is_own, score=score, rule=rule)


def _place_vote(place: str | None) -> tuple[str, float]:
    if not place:
        return "no-place", NO_PLACE
    weight = PLACES.get(place, PLACES.get(place.split(".")[0], NO_PLACE))
    return f"place:{place}", weight


def _wording_votes(sentence: str, place: str | None) -> list[tuple[str, float]]:
    if place not in ("table", "references") and is_registration_line(sentence):
        return [("registration-line", 4.0)]
    best: dict[str, float] = {}
    for cue in CUES:
        if cue.pattern.search(sentence) and abs(cue.weight) > abs(best.get(cue.name, 0.0)):
            best[cue.name] = cue.weight
    if "ongoing" in best and re.search(r"\bregist(?:ered|ration)\b", sentence, re.I) is None:
        # "this ongoing trial" is still somebody's promise; only its own registration makes it the document's.
        best.pop("this-study", None)
    if "registered" in best and _ASIDE.search(sentence):
        best["registered"] = 1.5
    if "another-study" in best and "this-study" not in best:
        # "only one other trial is registered": the registration is that trial's.
        best.pop("registered", None)
    if best.keys() & {"registered", "this-study", "design", "described-elsewhere"}:
        best.pop("tested-by-others", None)
    return list(best.items())


def _count_votes(sentence: str, n_ids: int | None) -> list[tuple[str, float]]:
    votes = []
    here = len({n.value for n in find_registrations(sentence) if n.reject_reason is None})
    if here >= 3 and not re.search(r"\bregist(?:er|ry)|\bdata\b", sentence, re.I):
        votes.append(("many-numbers-in-sentence", -1.0))
    if n_ids == 1:
        votes.append(("only-number", 1.0))
    elif n_ids is not None and n_ids >= 4:
        votes.append(("many-numbers", -0.5))
    return votes


def is_registration_line(sentence: str) -> bool:
    """True for a line that holds only numbers, names of registries, labels and dates."""
    rest = list(sentence)
    for number in find_registrations(sentence):
        rest[number.start : number.end] = " " * (number.end - number.start)
    words = re.findall(r"[^\W\d_]{2,}", _ADDRESS.sub(" ", "".join(rest)).lower())
    return sum(word not in _LINE_WORDS for word in words) <= 1
