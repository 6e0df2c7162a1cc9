"""What a sentence compares: the arms with each other, an arm with itself, a part of the patients, or no arms at all.

Only a stated contrast of the arms makes a finding "between-group". "Both groups improved" and "fell from baseline" tell of
each arm alone (within-group); that patients with some trait fared otherwise than those without tells of no arm
(`tells_of_no_arm`: no finding); a result for a part of the patients names them (`population_of`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.extract.finding_arms import INTERVENTION, Mention, content_stems
from ingest.extract.finding_tokens import Tokens, stem
from ingest.extract.wording import Lower, Wording, lowered

ArmAt = tuple[int, bool]  # where a sentence names an arm (offset in its text), and whether that is the intervention


def arm_places(mentions: Sequence[Mention], tokens: Tokens) -> tuple[ArmAt, ...]:
    """Mentions of arms as places in the sentence's text."""
    return tuple((tokens.starts[m.start], m.arm == INTERVENTION) for m in mentions)


_INTERACTION = Wording(
    r"\b(?:interaction (?:between|of|effect|term|was)|p for interaction|subgroup interaction|by-treatment interaction)",
    "interaction",
)
_SUBGROUP = Wording(
    r"\b(?:subgroups?|sub-?population|subset|post hoc|stratified analys[ei]s|sub-?analysis|responders)\b",
    "subgroup", "sub-population", "subpopulation", "subset", "post hoc", "stratified", "sub-analys", "subanalys", "responders",
)  # fmt: skip
_BASELINE = Wording(r"\b(?:from|over|compared (?:with|to)|relative to|versus|vs\.?|than) (?:the |that |those |values? "
    r"|levels? )*(?:baseline|pre-?\w*|before|initial|day 0|d0|t0)\b|\bfrom \d[\d.,]*[^.;()]{0,30} to"
    r" \d[\d.,]*\b|\bbefore and after\b|\bpre-?(?:test|treatment)\b|\bwithin[- ](?:the )?groups?\b|\bover"
    r" time\b", "baseline", "pre", "before", "initial", "day 0", "d0", "t0", "from ", "within", "over time")  # fmt: skip
_AGAINST_BEFORE = Wording(
    r"\b(?:compared (?:with|to)|relative to|versus|vs\.?|than) (?:the |that |those |values? |levels? )*(?:baseline|before)\b",
    "baseline",
    "before",
)
# Words that set one group against another, once comparisons with the state before are taken out.
_CONTRAST = Wording(
    r"\b(?:between|among|than|versus|vs\.?|compared|comparison|relative to|differ\w*|inter-?group|respectively|whereas|while"
    r"|but not|similar\w*|comparab\w+|equal\w*|equivalen\w*|same|(?:low|high|great|small|long|short)est"
    r"|superior\w*|inferior\w*|non-?inferior\w*|favou?r\w*)\b"
)
_CONTROL = Wording(r"\b(?:control|placebo)\b", "control", "placebo")
COMPARATIVE = Wording(
    r"\b(?:more|less|fewer|greater|higher|lower|better|worse|larger|smaller|longer|shorter|faster|slower|earlier|later|rarer|milder"
    r"|commoner|safer|stronger|weaker)\b"
)
_COUNTED = r"(?:two |three |four |study |treatment |treated |patient |active |of the |the |these |investigated )*"
_TREATMENT = (
    r"(?:group|arm|cohort|treatment|drug|agent|medication|therapy|therapie|intervention|diet|condition|technique|method"
    r"|procedure|programm?e?|product|formulation|preparation)"
)
# "both groups", "in all three arms", "neither drug", "in either group", "both lumatol and placebo".
_EACH = Wording(
    rf"\b(?:both|all) {_COUNTED}(?:\w+ )?{_TREATMENT}s\b|\b(?:each|either|neither) (?:of )?{_COUNTED}(?:\w+ )?{_TREATMENT}s?\b"
    r"|\bneither (?:of them |(?:\w+ ){1,2})(?!nor\b)(?:\w+ly )?"
    r"(?:affect|chang|improv|influenc|reduc|increas|alter|had|produc|caus)\w*\b"
    r"|\b(?:all|both) (?:patients|participants|subjects|individuals|children|women|men|animals|volunteers)\b",
    "both ",
    "all ",
    "each ",
    "either ",
    "neither ",
)
_ONE_GROUP = re.compile(r"\b[Gg]roup (?:[A-Z]|\d)\b|\bonly (?:the |in the )?(?:[\w/-]+ ){1,4}(?:group|arm)\b")
_BOTH_NAMED = Wording(r"\b(?:both|neither)\b[^.;,]{1,70}?\b(?:and|nor)\b(?:\W+\w+){1,4}", "both", "neither")
_DURING = Wording(
    r"\b(?:during|under|on|while (?:on|receiving)) (?:the )?(?:\w+ ){0,2}(?:placebo|sham|control|wash-?out)\b",
    "placebo",
    "sham",
    "control",
    "wash",
)
# The change of one arm alone: what it did by itself, not what was done to it ("fell in the placebo group").
_ALONE = Wording(r"\b(?:in|for|within) the (?:\w+[- ]){1,4}(?:group|arm|cohort)\b", " the ")
_MOVED = Wording(
    r"(?P<passive>\b(?:was|were|been|being|is|are) (?:\w+ )?)?\b(?:(?:did not (?:\w+ )?|remained )"
    r"(?:change\w*|improve|decrease|increase|worsen|stable|unchanged|constant)"
    r"|decreased|increased|improved|declined|fell|rose|dropped|worsened|deteriorated)\b")  # fmt: skip
_APART = re.compile(r"\b(?:and|or|nor|vs|versus|than|to|in|with|by|from|for|was|were)\b|[,;:]")
_UNCONTROLLED = Wording(
    r"\b(?:single[- ]arm|single[- ]group|one[- ]arm|uncontrolled (?:\w+[- ]){0,3}(?:trial|study|pilot|design)"
    r"|(?:without|no) (?:a )?(?:control|comparison) (?:group|arm)|non-?controlled|before[- ]and[- ]after (?:study|design)"
    r"|pre-?(?:/|-)?\s?post(?:-?test)? (?:study|design))\b", 
    "single", "one-arm", "one arm", "control", "comparison", "before", "pre")  # fmt: skip
_RANDOM = Wording(r"\brandom(?!-effects)", "random")
_ANOTHER_ARM = Wording(
    r"\b(?:random\w*|placebo|controls?|controlled|sham|versus|vs|compar\w+|groups?|arms?|cohorts?|either|usual|standard|than|alone|differ\w*"
    r"|conventional|without|cross-?over|untreated|alternat\w+|between)\b"
)
_FEWEST = 4


def comparison_kind(text: str, arms: Sequence[ArmAt] = (), population: str | None = None) -> str:
    """between-group | within-group | subgroup | interaction: what the sentence says it compares.

    `arms`: where it names the arms; `population`: the part of the patients that it speaks of, as `population_of` gives it.
    """
    low = lowered(text)
    if _INTERACTION.search(low):
        return "interaction"
    if _tells_of_each_arm(text, low, tuple(arms)):
        return "within-group"
    part = population and not _PER_PROTOCOL.search(lowered(population))
    return "subgroup" if part or _SUBGROUP.search(low) else "between-group"


@lru_cache(maxsize=16)
def _tells_of_each_arm(text: str, low: Lower, arms: tuple[ArmAt, ...]) -> bool:
    rest = _BASELINE.removed(low)
    if _CONTRAST.search(rest):
        return False
    each = _EACH.search(low) or _both_named(low, arms)
    if each is not None:
        outside = text[: each.start()] + " " + text[each.end() + _GROUPS_BEHIND :]
        apart = any(not each.start() <= at < each.end() + _GROUPS_BEHIND for at, _ in arms)
        return not (_ONE_GROUP.search(outside) or (apart and COMPARATIVE.search(rest)))
    if _AGAINST_BEFORE.search(low):
        return True
    if rest != low and not (_names_both(text, arms) or (not arms and _CONTROL.search(rest))):
        return True
    if COMPARATIVE.search(rest):
        return False
    if _DURING.search(low):
        return True
    if len({arm for _, arm in arms}) != 1 or not _ALONE.search(low):
        return False
    return any(not m["passive"] for m in _MOVED.finditer(low))


_GROUPS_BEHIND = 15


def _names_both(text: str, arms: Sequence[ArmAt]) -> bool:
    """Whether both arms are named as two ("lumatol and placebo"), not as words of one name ("sham stimulation")."""
    return any(one[1] != other[1] and _APART.search(text, one[0], other[0]) for one, other in pairwise(arms))


def _both_named(low: Lower, arms: Sequence[ArmAt]) -> re.Match[str] | None:
    """ "both lumatol and placebo": the arms themselves, by name."""
    match = _BOTH_NAMED.search(low)
    if match is None or len({arm for at, arm in arms if match.start() <= at < match.end()}) < 2:
        return None
    return match


def is_uncontrolled(texts: Sequence[str]) -> bool:
    """Whether title and sentences of an abstract tell of a study without a control: nothing in it compares groups.

    It says so, or (of a whole abstract) no word in it tells of anyone that the treated could be held against.
    """
    low = [lowered(t) for t in texts]
    if len(low) >= _FEWEST and not any(_ANOTHER_ARM.search(t) for t in low):
        return True
    return not any(_RANDOM.search(t) for t in low) and any(_UNCONTROLLED.search(t) for t in low)


_PEOPLE = (
    r"(?:patients|participants|subjects|individuals|persons|people|those|adults|children|infants|neonates|adolescents|women|men"
    r"|females|males|boys|girls|animals|dogs|cats|eyes|recipients)"
)
_KIND_OF_PEOPLE = (
    r"(?:women|men|females|males|boys|girls|(?:non-?|ex-|current |former )?smokers|(?:non-?)?diabetics|nulliparae|primiparae"
    r"|multiparae|adolescents)"
)
_WHOSE = r"(?:with(?:out)?|who|whose|aged|having|under|over|older|younger|at)"
_TRAIT = rf"(?:{_KIND_OF_PEOPLE}|(?:[\w-]+ ){{0,3}}?{_PEOPLE} {_WHOSE}\b[^.;,()]{{2,70}}?|(?:[\w-]+ ){{1,3}}?{_PEOPLE})"
_LED = r"(?:in|among|amongst|for|within) (?:the )?(?:sub-?groups? of |subset of |sub-?population of )?"
# "In women, ...", "Among patients with diabetes, ..."; "... in smokers but not in non-smokers".
_OPENED = Wording(rf"(?:\w+,? )?{_LED}(?P<who>{_TRAIT})\s?(?:\([^()]{{1,40}}\))?,")
_SET_APART = Wording(rf"\b(?:only )?{_LED}(?P<who>{_TRAIT})(?= ?(?:\([^()]*\) ?)?,? (?:but|and) not (?:in|among|for) )")
_SUBGROUP_OF = Wording(
    r"\b(?:sub-?group|subset|sub-?population) of (?P<who>(?:[\w-]+ ){0,5}?[\w-]+)(?=[,.;(]| (?:who|was|were|had|showed)\b)",
    "group of",
    "subset of",
    "population of",
)
_PER_PROTOCOL = Wording(r"\bper[- ]protocol (?:population|analys[ei]s|set|cohort|sample)\b", "protocol")
_TO_TREAT = Wording(r"\b(?:intention|intent)[- ]to[- ]treat\b|\bitt\b", "treat", "itt")
# Everybody, or those that an arm's name stands for: no part of the patients.
_NO_PART = Wording(
    r"\b(?:all|both|each|every|these|our|the (?:remaining|other)|randomi[sz]ed|assigned|allocated|enrol+ed|included|evaluable"
    r"|given|treated|receiving|received|taking|undergoing|available|group|groups|arm|placebo|control|follow-?up|analy[sz]\w+|assess\w+|study|data)\b"
)


def population_of(text: str, arms: Sequence[ArmAt], known: frozenset[str]) -> str | None:
    """The part of the patients that a sentence's results are told of, as printed: "women", "patients with diabetes".

    `known`: stems of the title; a phrase that says no more than these names the trial's own patients.
    """
    low = lowered(text)
    per_protocol = _PER_PROTOCOL.search(low)
    if per_protocol and not _TO_TREAT.search(low):
        return text[slice(*per_protocol.span())]
    for match in (_OPENED.match(low), _SET_APART.search(low) if " not " in low else None, _SUBGROUP_OF.search(low)):
        if match is None:
            continue
        start, end = match.span("who")
        who = text[start:end].strip()
        if _NO_PART.search(lowered(who)) or any(start <= place < end for place, _ in arms):
            continue
        said = {s for s in content_stems(who) if s.isalpha()} - _PEOPLE_STEMS
        said = (
            said
            or {stem(w) for w in who.lower().split() if w in _ALWAYS_A_PART}
            or {w for w in who.split() if w[:1].isdigit() and "aged" in who}
        )
        if said and not said <= known:
            return who
    return None


_PEOPLE_STEMS = frozenset(
    content_stems("patients participants subjects persons people animals eyes recipients who whose aged having")
)
_ALWAYS_A_PART = frozenset("women men females males boys girls adolescents infants".split())

# Relations to an outcome that no arm takes part in.
_ASSOCIATED = Wording(
    r"\b(?:(?:in)?dependently |significantly |strongly |positively |negatively |inversely |also |not )*"
    r"(?:associated|related|linked) (?:with|to)\b|\brisk factors? for\b",
    "associated ", "related ", "linked ", "risk factor",
)  # fmt: skip
_GIVEN = Wording(
    r"\b(?:treat\w*|therap\w+|interventions?|programm?e?s?|use|using|addition|groups?|arms?|randomi[sz]\w*|strateg\w+|administ\w+"
    r"|supplement\w*|receiv\w*|this|these|it|which|participat\w+|exposure|allocation|assign\w*|dos(?:e|es|ing)|training|surgery)\b"
)
_TRAIT_FIRST = Wording(
    r"(?:^|[,;] )(?:(?:a|an|the) )?(?:higher|lower|elevated|greater|increas\w+|decreas\w+|older|younger"
    r"|baseline|pre-?treatment|pre-?operative|longer|shorter|reductions?|changes?|improvements?|worse|better|being|having|history|advanced|male|female"
    r"|low|high)\b")  # fmt: skip
# "responders ... than non-responders", "users versus non-users".
_AND_NOT = Wording(r"\b(?P<who>\w{2,}(?:ers|ors|ants?|ents?|ics))\b[^.;]{1,120}\bnon-?\s?(?P=who)", "non")
_THOSE = rf"(?:{_PEOPLE}|such)"
_AGAINST = r"(?:than|versus|vs\.?|compared (?:with|to)|as opposed to|relative to)"
_WITH_AND_WITHOUT = Wording(
    rf"\b{_AGAINST} (?:in |the |that in )*(?:[\w-]+ ){{0,2}}?{_THOSE} (?:without|not|who (?:did|were|had) not"
    r"|with (?:no|low\w*|high\w*|less|more|fewer|normal|poor\w*|good))\b", " without", " not", " with ")  # fmt: skip
_OTHER_PEOPLE = Wording(
    rf"\b{_AGAINST} (?:in |the |those |that in |who were )*(?:{_KIND_OF_PEOPLE}"
    r"|(?:older|younger|elderly|male|female|obese|lean|healthy|normal\w*"
    rf"|white|black|thin|tall|short|married|single|educated|employed)(?:[ -]\w+)? {_PEOPLE})\b",
    "than", "versus", "vs", "compared", "opposed to", "relative to",
)  # fmt: skip
_BY_DEGREE = Wording(
    rf"\b{_PEOPLE} (?:with|who had|having) (?:a )?(?:higher|lower|greater|more|less|better|worse|poor|good|elevated|high|low)\b",
    " with ",
    " had ",
    " having ",
)
_COMMONEST = Wording(r"\bmost (?:common\w*|frequent\w*|prevalent)\b", "most ")
_EXPECTED = Wording(
    r"\bwe (?:\w+ )?(?:anticipate|expect|hypothesi[sz]e|predict)\b|\bit is (?:expected|anticipated|hypothesi[sz]ed)\b"
    r"|\b(?:is|are) (?:expected|anticipated|hypothesi[sz]ed|predicted|planned) (?:to|that)\b"
    r"|\bwill (?:be|have|show|result|reduce|improve|increase|decrease|lead|not)\b",
    "we ", "expected", "anticipated", "hypothes", "predicted", "planned", "will ",
)  # fmt: skip
_AT_OUTSET = re.compile(
    r"(?:Before|Prior to|At) (?:the )?(?:intervention|treatment|therapy|training|education|study|trial|baseline)\b"
    r"(?!.*\b(?:after|but|whereas|while|post\w*|follow\w*|end|weeks?|months?|later)\b)",
    re.I,
)


# What goes with an outcome, weighed one factor beside the other.
_FACTORS = Wording(
    r"\b(?:multi|uni)varia(?:te|ble)\b|\bindependent(?:ly)? (?:risk|associated|predict\w+|prognostic|detrimental|effects? on)"
    r"|\bprognostic (?:value|information|factors?|significance)|\brisk factors?\b",
    "variate", "variable", "independent", "prognostic", "risk factor")  # fmt: skip
_RATIO = Wording(r"\b(?:or|hr|rr|odds ratio|hazard ratio|relative risk)s?\b[\s,=:]*\d")
_FEWEST_FACTORS = 3
# A sentence's own contrast: "between P and Q", "P and non-P".
_BETWEEN = Wording(
    r"\bbetween (?:the )?(?P<pair>[^\W\d][\w-]+(?: [\w-]+){0,3}? and (?:the )?[^\W\d][\w-]+(?: [\w-]+){0,3}?)"
    r"(?=[.,;()]| (?:in|for|with|at|was|were|on|of|after|during|regarding)\b)"
    r"|\b(?P<word>[\w-]{3,}) and non-?\s?(?P=word)\b", "between", "non")  # fmt: skip
_ANY_ARMS = Wording(
    r"\b(?:groups?|arms?|treatments?|interventions?|conditions?|therap(?:y|ies)|drugs?|regimens?|methods?|techniques?|control|placebo"
    r"|baseline|visits?|weeks?|months?|days?|periods?|times?|two|both|three|four|them|each|these|before|after|pre\w*|post\w*"
    r"|end|start|study|studies|sites?|cent(?:er|re)s?|assessments?|measurements?|phases?)\b")  # fmt: skip


def contrasts_others(text: str, arms: Sequence[ArmAt]) -> bool:
    """Whether a sentence sets others than the arms against each other: "similar in smokers and non-smokers"."""
    if arms:
        return False
    match = _BETWEEN.search(lowered(text))
    return match is not None and not _ANY_ARMS.search(Lower(match["pair"] or match["word"]))


def tells_of_no_arm(text: str, arms: Sequence[ArmAt]) -> bool:
    """Whether a sentence tells no result of the arms: what is expected, who fared better by a trait, or what was commonest."""
    low = lowered(text)
    if _EXPECTED.search(low) or _AT_OUTSET.match(text):
        return True
    if _COMMONEST.search(low) and not _CONTRAST.search(low) and len({arm for _, arm in arms}) < 2:
        return True
    if _is_association(low, arms) or (not arms and _FACTORS.search(low)):
        return True
    if _ASSOCIATED.search(low) and len(list(_RATIO.finditer(low))) >= _FEWEST_FACTORS:
        return True
    if arms:
        return False
    return bool(_AND_NOT.search(low) or _WITH_AND_WITHOUT.search(low) or _OTHER_PEOPLE.search(low) or _BY_DEGREE.search(low))


def _is_association(low: Lower, arms: Sequence[ArmAt]) -> bool:
    """ "Higher X was associated with Y": what is associated is a trait or a measurement, no arm and no treatment."""
    match = _ASSOCIATED.search(low)
    if match is None:
        return False
    begin = max(low.rfind(";", 0, match.start()), low.rfind(". ", 0, match.start())) + 1
    subject = Lower(low[begin : match.start()])
    if not _TRAIT_FIRST.search(subject):
        return False
    return not any(begin <= at < match.start() for at, _ in arms) and not _GIVEN.search(subject)
