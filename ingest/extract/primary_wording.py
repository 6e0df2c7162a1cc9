"""Patterns for `primary_endpoint`: how abstracts name a primary endpoint and say whether it was met."""

from __future__ import annotations

import re

_END = (
    r"(?:end[- ]?points?|outcomes?(?: measures?)?|objectives?|(?:efficacy )?(?:measures?|variables?|parameters?)"
    r"|aims?|goals?|hypothes[ie]s|analys[ie]s)"
)
_I = re.IGNORECASE

PRIMARY_IS_RE = re.compile(
    rf"\b(?:co-?)?(?:primary|main|principal)\s+(?:efficacy |study |clinical |non-?inferiority |\(\w+\) )*{_END}"
    rf"(?:\s+(?:of|for|in|measure)\s+(?:this|the|our)?\s*[\w-]+(?:\s[\w-]+)?(?:\s+(?:study|trial|part))?)?"
    rf"\s*(?:was|were|is|are|included|will be|:|,|-|–|—|\()\s*(?:to (?:compare|determine|assess|evaluate|test"
    rf"|demonstrate|show|investigate)\s)?(?:whether\s)?"
    rf"(?P<name>[^.;]{{2,160}})",
    _I,
)
PRIMARY_OF_RE = re.compile(
    rf"(?P<name>(?:[\w-]+(?: [\w-]+){{0,5}}(?: \([A-Z]+\))?))\s*(?:,|was|were|as|being|\()\s*(?:the |a "
    rf"|our )*(?:co-?)?primary\s+(?:efficacy )?{_END}",
    _I,
)

NEXT_ENDPOINT_RE = re.compile(r"[,;(]?\s*\b(?:and |with |the |key )*secondary\b", _I)
# A result in some of the patients only.
PART_RE = re.compile(r"\W*(?:Among|In|For) (?:the )?(?:patients|those|women|men|participants) (?:who|with|without|whose|not)\b")

_MEET = r"(?:met|meet|reach(?:ed)?|achiev(?:e|ed)|attain(?:ed)?)"
NOT_MET_RE = re.compile(
    rf"\b(?:did not|didn't|failed to|fails to|has not|not)\s+{_MEET}\s+(?:its|the|their|this|our|either"
    rf"|any)?\s*(?:of (?:its|the) )?(?:co-?|predefined |prespecified |dual )*primary"
    rf"|primary\s+(?:efficacy )?{_END}[^.;]{{0,80}}?\b(?:was|were|is|has|had)\s+not\s+(?:been )?(?:{_MEET}"
    rf"|significant|demonstrated|improved|statistically)"
    rf"|primary {_END} (?:was|were) negative|negative (?:study|trial)\b|failure to meet",
    _I,
)
MET_RE = re.compile(
    rf"(?<!not )(?<!to )\b(?:met|reached|achieved|meets)\s+(?:its|the|their|both|this|our)\s*(?:of (?:its"
    rf"|the) )?(?:co-?|predefined |prespecified |dual )*primary"
    rf"|primary\s+(?:efficacy )?{_END}[^.;,]{{0,60}}?\b(?:was|were|has been)\s+(?:successfully )?(?:met|reached"
    rf"|achieved)\b"
    rf"|(?:crossed|passed|reached|met|exceeded) (?:the|a|an) [^.;]{{0,40}}(?:boundary|efficacy"
    rf"|significance)[^.;]{{0,30}}",
    _I,
)
FUTILE_RE = re.compile(
    r"\bfutility|\bfutile|(?:closed|stopped|terminated|halted) (?:after|at) (?:the )?(?:first stage|stage (?:1|I|one))\b"
    r"|did not (?:proceed|advance) to (?:the )?(?:second stage|stage (?:2|II|two))|stopped (?:early )?(?:because of"
    r"|due to|for) (?:lack of|poor efficacy|inefficacy)",
    _I,
)

_NI = r"non[- ]?inferior(?:ity)?"
NONINFERIOR_DESIGN_RE = re.compile(rf"\b{_NI}\b|\bequivalence (?:trial|study|margin)|not inferior", _I)
EQUIVALENT_DESIGN_RE = re.compile(r"\bequivalent\b|de-?escalation", _I)
NONINFERIOR_FAILED_RE = re.compile(
    rf"\b{_NI}\b[^.;]{{0,80}}?\b(?:was|were|could|can|is|has|had|did|criteri\w+ were)\s*(?:not|n't)\b(?! inferior)"
    rf"|\b(?:not|failed to|fail to|cannot|could not|no) (?:be )?(?:(?:statistically|show|shown|demonstrate"
    rf"|demonstrated|establish|prove|proven|conclude|meet|confirm|confirmed|met|to be|considered|the|criteria for"
    rf"|margin for|prespecified|criterion)\s)*{_NI}"
    rf"|\b(?:exceed(?:ed|s)|crossed|above|greater than|higher than|surpassed) the (?:\w+[- ]){{0,3}}(?:margin"
    rf"|{_NI})(?! of the upper)"
    rf"|\b{_NI} (?:was )?(?:inconclusive|not)",
    _I,
)
NONINFERIOR_SHOWN_RE = re.compile(
    rf"\b(?:was|were|is|are|be|proved|as|statistically|shown to be|showed|shows|demonstrated|confirmed"
    rf"|establish\w*|met the criteria for|meeting)\s+(?:also |clinically |statistically |at least "
    rf"|the )*(?:{_NI}\b(?! (?:trial|study|margin|design|phase|random|comparison|would|hypothesis|test))"
    rf"|not inferior|equivalent to)"
    rf"|\b{_NI}\b[^.;]{{0,50}}?\b(?:was|has been|were) (?:shown|demonstrated|met|established|confirmed|achieved"
    rf"|proven|observed)"
    rf"|cannot be considered inferior|p\s?(?:for|_?) ?{_NI}\s?[<=]\s?0?[.·]0"
    rf"|p\s?[<=]\s?0?[.·]0\d* for {_NI}|\bp ?(?:value)?[<=] ?0?[.·]0[0-4]\d*[^.;()]{{0,12}}{_NI}"
    rf"|(?:lower than|below|within|less than|did not (?:cross|exceed)"
    rf"|not exceed\w*) the (?:\w+[- ]){{0,3}}(?:{_NI} )?margin",
    _I,
)

NULLED_RE = re.compile(
    r"\b(?:inferior|worse|shorter|poorer)\b(?<!noninferior)(?<!non-inferior)[^.;]{0,60}\b(?:experimental"
    r"|combination|investigational|new)\b"
    r"|\bdetrimental\b|\bharmful\b|\bfail(?:ed|s|ure) to (?:show|demonstrate|improve|prolong|reduce|confirm"
    r"|detect|increase)"
    r"|\b(?:did|does|do) not (?:\w+ly )?(?:improv|prolong|reduc|increas|support|result in|lead|translate|extend"
    r"|confer|provide|decreas|prevent|offer|benefit|enhance|delay|alter|affect|add|hasten|accelerat"
    r"|speed|slow|shorten|raise|lower|change|help)"
    r"|\bnot superior\b|\bno (?:\w+ ){0,3}(?:improvement|benefit|advantage|gain|role|superiority)\b"
    r"|\bnot (?:an? )?(?:effective|efficacious|active|beneficial)\b|\brisk of adverse\b"
    r"|\bincreas(?:ed|es|ing) (?:the )?(?:risks? of |rates? of |incidence of |number of )?(?:\w+ )?(?:deaths?|mortality|progress"
    r"|relapses?|recurrences?|events|failures?|complications|falls)\b"
    r"|^\W*(?:but|though|although|and|yet) not\b|\b(?:minimal|insufficient|no meaningful|little) (?:clinical "
    r"|antitumou?r )?activity\b"
    r"|\bnon[- ]?(?:statistically )?significant(?:ly)? (?:improv|increas|reduc|longer|better)|\bborderline"
    r"|\btrend (?:toward|for)"
    r"|\b(?:cannot|should not|not) be recommended\b|\bnot support\b|\bwithout (?:\w+ ){0,3}(?:improvement|benefit"
    r"|improving)\b",
    _I,
)
NULL_RE = re.compile(
    r"\bno (?:\w+[ -]){0,5}(?:differences?|effect|evidence|increase|decrease|reduction|impact)\b"
    r"|\b(?:did|does|do|was|were|is|are) not (?:\w+ ){0,3}(?:differ|different|significant|significantly"
    r"|associated|longer|better|higher|lower|improved|reduced|statistically|show|demonstrate|shown|reach)"
    r"|\bnot (?:statistically )?(?:significant\w*|different|superior|better)\b|\bnonsignificant|\bnon-significant"
    r"|\b(?:was|were|is|are|had|produced|provides?|showed|with) (?:\w+ ){0,2}(?:similar|comparable|equivalent)\b"
    r"|\bneither\b|\black of\b"
    r"|\bcould not be (?:shown|demonstrated|established)|\bas effective as\b|\bno (?:more|better)\b",
    _I,
)
FAVOURABLE_RE = re.compile(
    r"\b(?:significant(?:ly)?|statistically|marked(?:ly)?|substantial(?:ly)?|meaningful(?:ly)?)\b[^.;]{0,60}?"
    r"\b(?:improv|long|prolong|increas|high|great|better|reduc|low|decreas|superior|few|exten|delay|less|benefit"
    r"|advantage|favou?r|difference|reduction|more)"
    r"|\b(?:improv(?:ed|es|ing|ement|ements)|prolong(?:ed|s|ing|ation)|longer|superior(?:ity)?|better|benefits?"
    r"|advantage|outperform\w*|faster|sooner|hasten(?:ed|s)?|extend(?:ed|s))\b"
    r"|\b(?:reduc(?:ed|es|ing|tion)|lower(?:ed|s)?|decreas(?:ed|es)|increas(?:ed|es|ing)|higher|fewer|doubl(?:ed|es|ing)|tripl(?:ed|es|ing)|halv(?:ed|es)|delay(?:ed"
    r"|s)?|prevent(?:ed|s)?|lengthen(?:ed|s)?|favou?r(?:ed|s|ing)?)\b"
    r"|\b(?:more|highly|is|was|an?|and) (?:\w+ )?(?:effective|efficacious|active)\b|\befficacy\b",
    _I,
)
OPTION_RE = re.compile(
    r"\b(?:new|valid|potential|effective|reasonable|standard|attractive|preferred|first-line"
    r"|additional)\b[^.;]{0,30}\b(?:standard|option|treatment|therapy|care|choice|approach)\b"
    r"|\b(?:support|should be|could be|can be|may be|represents?|is)\b[^.;]{0,40}\b(?:considered|use of|used"
    r"|recommended|standard|option)\b",
    _I,
)
SECONDARY_RE = re.compile(r"\bsecondary (?:end|out|anal|eff)|\bexploratory\b|\bpost[- ]hoc\b", _I)
SUBGROUP_RE = re.compile(r"\bsub(?:group|set|population)s?\b|\bunplanned\b|\binteraction\b", _I)
RATIO_RE = re.compile(r"\bratio|\bHR\b|\bOR\b|\bRR\b")

# Against the intervention, where a ratio above 1 is significant.
MORE_OFTEN_RE = re.compile(
    r"\bmore (?:often|frequent(?:ly)?|common(?:ly)?|likely)\b|\bhigher\b|\bworse\b|\bshorter\b|\bincreased\b", _I
)
GOOD_EVENT_RE = re.compile(
    r"\b(?:respon[sd]\w*|remission|cure[sd]?|recover\w+|heal(?:ed|ing)|cessation|abstinen\w+|quit|success\w*|surviv\w+|discharge"
    r"|pregnan\w+|live births?|clearance|eradicat\w+|resol\w+|control(?:led)? of|adherence|uptake|completion|attendance)\b",
    _I,
)

# Names of endpoints: what tells one in the definition, and what then counts as a mention.
ENDPOINT_NAMES = (
    (
        r"progression[- ]free|\bPFS|time to (?:disease |tumou?r )?progression|\bTTP\b",
        r"progression[- ]free|\b\w?PFS\d?\b|time to (?:disease |tumou?r )?progression|\bTTP\b|disease progression"),
    (
        r"overall survival|\bOS\b|^survival|(?<!free )survival (?:time|at|rate)|mortality|death from any",
        r"overall survival|\bOS\b|(?<!free )\bsurvival\b(?! without)|\bdeaths?\b|mortality|\blived longer\b"),
    (
        r"disease[- ]free|\bi?DFS\b|recurrence[- ]free|relapse[- ]free|\bRFS\b|failure[- ]free|\bFFS\b"
        r"|event[- ]free|\bEFS\b|metastas[ie]s[- ]free|\bMFS\b",
        r"disease[- ]free|\bi?DFS\b|recurrence[- ]free|relapse[- ]free|\bRFS\b|failure[- ]free|\bFFS\b"
        r"|event[- ]free|\bEFS\b|metastas[ie]s[- ]free|\bMFS\b|recurrence\b|relapse\b"),
    (
        r"pathologic(?:al)? complete|\bpCR\b", r"pathologic(?:al)? complete|\bpCR\b"),
    (
        r"response rate|objective response|\bORR\b|overall response|tumou?r response|\bRR\b|complete response|\bCR\b",
        r"(?<!duration of )(?<!duration of objective )\brespon[sd]\w+|\bORR\b|\bRR\b|\bCRs?\b|remission"),
    (
        r"quality of life|\bQo?L\b|\bHRQo?L\b", r"quality of life|\b(?:HR)?Qo?L\b"),
    (
        r"smoking cessation|abstinence|quit(?:ting)?\b", r"cessation|abstinen\w+|\bquit\w*"),
    (
        r"local(?:regional)? (?:control|recurrence|failure)|locoregional", r"local(?:ly)?\b|locoregional"
        r"|local-regional|recurrence"),
)  # fmt: skip
