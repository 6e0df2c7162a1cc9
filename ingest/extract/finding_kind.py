"""What a sentence compares: the arms with each other, an arm with itself, a part of the patients, or no arms at all.

Only a stated contrast of the arms makes a finding "between-group". "Both groups improved" and "fell from baseline" tell of
each arm alone (within-group); that patients with some trait fared otherwise than those without tells of no arm
(`tells_of_no_arm`: no finding); a result for a part of the patients names them (`population_of`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.extract.finding_arms import INTERVENTION, Mention, content_stems
from ingest.extract.finding_tokens import Tokens, stem
from ingest.extract.wording import Wording, lowered

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
_BASELINE = re.compile(r"\b(?:from|over|compared (?:with|to)|relative to|versus|vs\.?|than) (?:the |that |those |values? "
    r"|levels? )*(?:baseline|pre-?\w*|before|initial|day 0|D0|T0)\b|\bfrom \d[\d.,]*[^.;()]{0,30} to"
    r" \d[\d.,]*\b|\bbefore and after\b|\bpre-?(?:test|treatment)\b|\bwithin[- ](?:the )?groups?\b|\bover"
    r" time\b", re.I)  # fmt: skip
_AGAINST_BEFORE = re.compile(
    r"\b(?:compared (?:with|to)|relative to|versus|vs\.?|than) (?:the |that |those |values? |levels? )*(?:baseline|before)\b",
    re.I,
)
# Words that set one group against another, once comparisons with the state before are taken out.
_CONTRAST = re.compile(
    r"\b(?:between|among|than|versus|vs\.?|compared|comparison|relative to|differ\w*|inter-?group|respectively|whereas|while"
    r"|but not|similar\w*|comparab\w+|equal\w*|equivalen\w*|same|(?:low|high|great|small|long|short)est"
    r"|superior\w*|inferior\w*|non-?inferior\w*|favou?r\w*)\b",
    re.I,
)
_CONTROL = re.compile(r"\b(?:control|placebo)\b", re.I)
COMPARATIVE = re.compile(
    r"\b(?:more|less|fewer|greater|higher|lower|better|worse|larger|smaller|longer|shorter|faster|slower|earlier|later|rarer|milder"
    r"|commoner|safer|stronger|weaker)\b",
    re.I,
)
_COUNTED = r"(?:two |three |four |study |treatment |treated |patient |active |of the |the |these |investigated )*"
_TREATMENT = (
    r"(?:group|arm|cohort|treatment|drug|agent|medication|therapy|therapie|intervention|diet|condition|technique|method"
    r"|procedure|programm?e?|product|formulation|preparation)"
)
# "both groups", "in all three arms", "neither drug", "in either group", "both lumatol and placebo".
_EACH = re.compile(
    rf"\b(?:both|all) {_COUNTED}(?:\w+ )?{_TREATMENT}s\b|\b(?:each|either|neither) (?:of )?{_COUNTED}(?:\w+ )?{_TREATMENT}s?\b"
    r"|\bneither (?:of them |(?:\w+ ){1,2})(?!nor\b)(?:\w+ly )?"
    r"(?:affect|chang|improv|influenc|reduc|increas|alter|had|produc|caus)\w*\b"
    r"|\b(?:all|both) (?:patients|participants|subjects|individuals|children|women|men|animals|volunteers)\b",
    re.I,
)
_ONE_GROUP = re.compile(r"\b[Gg]roup (?:[A-Z]|\d)\b|\bonly (?:the |in the )?(?:[\w/-]+ ){1,4}(?:group|arm)\b")
_BOTH_NAMED = re.compile(r"\b(?:both|neither)\b[^.;,]{1,70}?\b(?:and|nor)\b(?:\W+\w+){1,4}", re.I)
_DURING = re.compile(
    r"\b(?:during|under|on|while (?:on|receiving)) (?:the )?(?:\w+ ){0,2}(?:placebo|sham|control|wash-?out)\b", re.I
)
# The change of one arm alone: what it did by itself, not what was done to it ("fell in the placebo group").
_ALONE = re.compile(r"\b(?:in|for|within) the (?:\w+[- ]){1,4}(?:group|arm|cohort)\b", re.I)
_MOVED = re.compile(
    r"(?P<passive>\b(?:was|were|been|being|is|are) (?:\w+ )?)?\b(?:(?:did not (?:\w+ )?|remained )"
    r"(?:change\w*|improve|decrease|increase|worsen|stable|unchanged|constant)"
    r"|decreased|increased|improved|declined|fell|rose|dropped|worsened|deteriorated)\b", re.I)  # fmt: skip
_APART = re.compile(r"\b(?:and|or|nor|vs|versus|than|to|in|with|by|from|for|was|were)\b|[,;:]")
_UNCONTROLLED = re.compile(
    r"\b(?:single[- ]arm|single[- ]group|one[- ]arm|uncontrolled (?:\w+[- ]){0,3}(?:trial|study|pilot|design)"
    r"|(?:without|no) (?:a )?(?:control|comparison) (?:group|arm)|non-?controlled|before[- ]and[- ]after (?:study|design)"
    r"|pre-?(?:/|-)?\s?post(?:-?test)? (?:study|design))\b", re.I)  # fmt: skip
_RANDOM = re.compile(r"\brandom(?!-effects)", re.I)
_ANOTHER_ARM = re.compile(
    r"\b(?:random\w*|placebo|controls?|controlled|sham|versus|vs|compar\w+|groups?|arms?|cohorts?|either|usual|standard|than|alone|differ\w*"
    r"|conventional|without|cross-?over|untreated|alternat\w+|between)\b",
    re.I,
)
_FEWEST = 4


def comparison_kind(text: str, arms: Sequence[ArmAt] = (), population: str | None = None) -> str:
    """between-group | within-group | subgroup | interaction: what the sentence says it compares.

    `arms`: where it names the arms; `population`: the part of the patients that it speaks of, as `population_of` gives it.
    """
    if _INTERACTION.search(lowered(text)):
        return "interaction"
    if _tells_of_each_arm(text, arms):
        return "within-group"
    part = population and not _PER_PROTOCOL.search(lowered(population))
    return "subgroup" if part or _SUBGROUP.search(lowered(text)) else "between-group"


def _tells_of_each_arm(text: str, arms: Sequence[ArmAt]) -> bool:
    rest = _BASELINE.sub(" ", text)
    if _CONTRAST.search(rest):
        return False
    each = _EACH.search(text) or _both_named(text, arms)
    if each is not None:
        outside = text[: each.start()] + " " + text[each.end() + _GROUPS_BEHIND :]
        apart = any(not each.start() <= at < each.end() + _GROUPS_BEHIND for at, _ in arms)
        return not (_ONE_GROUP.search(outside) or (apart and COMPARATIVE.search(rest)))
    if _AGAINST_BEFORE.search(text):
        return True
    if rest != text and not (_names_both(text, arms) or (not arms and _CONTROL.search(rest))):
        return True
    if _DURING.search(text) and not COMPARATIVE.search(rest):
        return True
    moved = any(not m["passive"] for m in _MOVED.finditer(text))
    return moved and len({arm for _, arm in arms}) == 1 and bool(_ALONE.search(text)) and not COMPARATIVE.search(rest)


_GROUPS_BEHIND = 15


def _names_both(text: str, arms: Sequence[ArmAt]) -> bool:
    """Whether both arms are named as two ("lumatol and placebo"), not as words of one name ("sham stimulation")."""
    return any(one[1] != other[1] and _APART.search(text, one[0], other[0]) for one, other in pairwise(arms))


def _both_named(text: str, arms: Sequence[ArmAt]) -> re.Match[str] | None:
    """ "both lumatol and placebo": the arms themselves, by name."""
    match = _BOTH_NAMED.search(text)
    if match is None or len({arm for at, arm in arms if match.start() <= at < match.end()}) < 2:
        return None
    return match


def is_uncontrolled(texts: Sequence[str]) -> bool:
    """Whether title and sentences of an abstract tell of a study without a control: nothing in it compares groups.

    It says so, or (of a whole abstract) no word in it tells of anyone that the treated could be held against.
    """
    if len(texts) >= _FEWEST and not any(_ANOTHER_ARM.search(t) for t in texts):
        return True
    return any(_UNCONTROLLED.search(t) for t in texts) and not any(_RANDOM.search(t) for t in texts)


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
_OPENED = re.compile(rf"(?:\w+,? )?{_LED}(?P<who>{_TRAIT})\s?(?:\([^()]{{1,40}}\))?,", re.I)
_SET_APART = re.compile(rf"\b(?:only )?{_LED}(?P<who>{_TRAIT})(?= ?(?:\([^()]*\) ?)?,? (?:but|and) not (?:in|among|for) )", re.I)
_SUBGROUP_OF = re.compile(
    r"\b(?:sub-?group|subset|sub-?population) of (?P<who>(?:[\w-]+ ){0,5}?[\w-]+)(?=[,.;(]| (?:who|was|were|had|showed)\b)",
    re.I,
)
_PER_PROTOCOL = Wording(r"\bper[- ]protocol (?:population|analys[ei]s|set|cohort|sample)\b", "protocol")
_TO_TREAT = re.compile(r"\b(?:intention|intent)[- ]to[- ]treat\b|\bITT\b", re.I)
# Everybody, or those that an arm's name stands for: no part of the patients.
_NO_PART = re.compile(
    r"\b(?:all|both|each|every|these|our|the (?:remaining|other)|randomi[sz]ed|assigned|allocated|enrol+ed|included|evaluable"
    r"|given|treated|receiving|received|taking|undergoing|available|group|groups|arm|placebo|control|follow-?up|analy[sz]\w+|assess\w+|study|data)\b",
    re.I,
)


def population_of(text: str, arms: Sequence[ArmAt], known: frozenset[str]) -> str | None:
    """The part of the patients that a sentence's results are told of, as printed: "women", "patients with diabetes".

    `known`: stems of the title; a phrase that says no more than these names the trial's own patients.
    """
    per_protocol = _PER_PROTOCOL.search(lowered(text))
    if per_protocol and not _TO_TREAT.search(text):
        return text[slice(*per_protocol.span())]
    for match in (_OPENED.match(text), _SET_APART.search(text), _SUBGROUP_OF.search(text)):
        if match is None:
            continue
        who, (start, end) = match["who"].strip(), match.span("who")
        if _NO_PART.search(who) or any(start <= place < end for place, _ in arms):
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
_GIVEN = re.compile(
    r"\b(?:treat\w*|therap\w+|interventions?|programm?e?s?|use|using|addition|groups?|arms?|randomi[sz]\w*|strateg\w+|administ\w+"
    r"|supplement\w*|receiv\w*|this|these|it|which|participat\w+|exposure|allocation|assign\w*|dos(?:e|es|ing)|training|surgery)\b",
    re.I,
)
_TRAIT_FIRST = re.compile(
    r"(?:^|[,;] )(?:(?:a|an|the) )?(?:higher|lower|elevated|greater|increas\w+|decreas\w+|older|younger"
    r"|baseline|pre-?treatment|pre-?operative|longer|shorter|reductions?|changes?|improvements?|worse|better|being|having|history|advanced|male|female"
    r"|low|high)\b", re.I)  # fmt: skip
# "responders ... than non-responders", "users versus non-users".
_AND_NOT = re.compile(r"\b(?P<who>\w{2,}(?:ers|ors|ants?|ents?|ics))\b[^.;]{1,120}\bnon-?\s?(?P=who)", re.I)
_THOSE = rf"(?:{_PEOPLE}|such)"
_AGAINST = r"(?:than|versus|vs\.?|compared (?:with|to)|as opposed to|relative to)"
_WITH_AND_WITHOUT = re.compile(
    rf"\b{_AGAINST} (?:in |the |that in )*(?:[\w-]+ ){{0,2}}?{_THOSE} (?:without|not|who (?:did|were|had) not"
    r"|with (?:no|low\w*|high\w*|less|more|fewer|normal|poor\w*|good))\b", re.I)  # fmt: skip
_OTHER_PEOPLE = re.compile(
    rf"\b{_AGAINST} (?:in |the |those |that in |who were )*(?:{_KIND_OF_PEOPLE}"
    r"|(?:older|younger|elderly|male|female|obese|lean|healthy|normal\w*"
    rf"|white|black|thin|tall|short|married|single|educated|employed)(?:[ -]\w+)? {_PEOPLE})\b",
    re.I,
)
_BY_DEGREE = re.compile(
    rf"\b{_PEOPLE} (?:with|who had|having) (?:a )?(?:higher|lower|greater|more|less|better|worse|poor|good|elevated|high|low)\b",
    re.I,
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
_FACTORS = re.compile(
    r"\b(?:multi|uni)varia(?:te|ble)\b|\bindependent(?:ly)? (?:risk|associated|predict\w+|prognostic|detrimental|effects? on)"
    r"|\bprognostic (?:value|information|factors?|significance)|\brisk factors?\b", re.I)  # fmt: skip
_RATIO = re.compile(r"\b(?:OR|HR|RR|odds ratio|hazard ratio|relative risk)s?\b[\s,=:]*\d", re.I)
_FEWEST_FACTORS = 3
# A sentence's own contrast: "between P and Q", "P and non-P".
_BETWEEN = re.compile(
    r"\bbetween (?:the )?(?P<pair>[^\W\d][\w-]+(?: [\w-]+){0,3}? and (?:the )?[^\W\d][\w-]+(?: [\w-]+){0,3}?)"
    r"(?=[.,;()]| (?:in|for|with|at|was|were|on|of|after|during|regarding)\b)"
    r"|\b(?P<word>[\w-]{3,}) and non-?\s?(?P=word)\b", re.I)  # fmt: skip
_ANY_ARMS = re.compile(
    r"\b(?:groups?|arms?|treatments?|interventions?|conditions?|therap(?:y|ies)|drugs?|regimens?|methods?|techniques?|control|placebo"
    r"|baseline|visits?|weeks?|months?|days?|periods?|times?|two|both|three|four|them|each|these|before|after|pre\w*|post\w*"
    r"|end|start|study|studies|sites?|cent(?:er|re)s?|assessments?|measurements?|phases?)\b", re.I)  # fmt: skip


def contrasts_others(text: str, arms: Sequence[ArmAt]) -> bool:
    """Whether a sentence sets others than the arms against each other: "similar in smokers and non-smokers"."""
    if arms:
        return False
    match = _BETWEEN.search(text)
    return match is not None and not _ANY_ARMS.search(match["pair"] or match["word"])


def tells_of_no_arm(text: str, arms: Sequence[ArmAt]) -> bool:
    """Whether a sentence tells no result of the arms: what is expected, who fared better by a trait, or what was commonest."""
    if _EXPECTED.search(lowered(text)) or _AT_OUTSET.match(text):
        return True
    if _COMMONEST.search(lowered(text)) and not _CONTRAST.search(text) and len({arm for _, arm in arms}) < 2:
        return True
    if _is_association(text, arms) or (not arms and _FACTORS.search(text)):
        return True
    if _ASSOCIATED.search(lowered(text)) and len(_RATIO.findall(text)) >= _FEWEST_FACTORS:
        return True
    if arms:
        return False
    return bool(_AND_NOT.search(text) or _WITH_AND_WITHOUT.search(text) or _OTHER_PEOPLE.search(text) or _BY_DEGREE.search(text))


def _is_association(text: str, arms: Sequence[ArmAt]) -> bool:
    """ "Higher X was associated with Y": what is associated is a trait or a measurement, no arm and no treatment."""
    match = _ASSOCIATED.search(lowered(text))
    if match is None:
        return False
    begin = max(text.rfind(";", 0, match.start()), text.rfind(". ", 0, match.start())) + 1
    subject = text[begin : match.start()]
    if not _TRAIT_FIRST.search(subject):
        return False
    return not any(begin <= at < match.start() for at, _ in arms) and not _GIVEN.search(subject)
