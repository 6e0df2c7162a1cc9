"""Words around a number of participants: patterns that `sample_size` judges it by; data, in the order in which they are used."""

from __future__ import annotations

import re

from ingest.extract.number_words import COUNT
from ingest.extract.participants import PEOPLE

# What may stand between the number and its noun: adjectives, diagnoses, "or", but no verb, preposition, stop, figure.
FILLER = (
    r"(?:(?!(?:of|were|was|had|have|has|in|to|with|for|by|at|on|from|weeks?|days?|months?|years?|hours?|mg|mcg|ml|kg"
    r"|mm|cm"
    r"|g|per|times|than|vs|versus|percent|points?|received|sites?|centers?|centres?|trials?|studies|groups?|arms?"
    r"|doses?"
    r"|minutes?|countries|h|min|that|which|who|is|are|reported|different|cycles|courses|questions?|items?|year|month"
    r"|week|day|jan\w*|feb\w*|march|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b|\w*\d\w)"
    r"[\w/’'+.-]*\w,?\s+(?:\((?!n\s?=)[^()\d]{1,40}\)\s+)?)"
)
NOUN_FOLLOWS = re.compile(rf"[\s-]+(?:of\s+(?:the|these|our|all)\s+)?(?P<filler>{FILLER}{{0,8}}?)(?P<noun>{PEOPLE})\b(?!-)", re.I)
# "31 of 322 eligible women": the first number is part of the second.
PART_OF = re.compile(
    rf"\s+(?:\(\s?\d+(?:[.·]\d+)?\s?%\s?\)\s*)?(?:of|out of|/)\s*(?:(?:the|these|our|all|a total of|planned|initial"
    rf"|randomi[sz]ed|eligible|first)\s+)*\d[\d,]*"
    rf"(?P<rest>(?:\s+(?P<filler>{FILLER}{{0,8}}?)(?P<noun>{PEOPLE})\b)?)",
    re.I,
)
WHOLE_OF = re.compile(r"\b(?:\d+|[a-z-]+)\s+(?:\([^)]{1,12}\)\s*)?(?:of|out of)\s+(?:the\s+)?$", re.I)
BAD_UNIT = re.compile(
    r"\s?(?:%|percent|per cent|°|℃|[x×]\s?\d|±|/\d|:\d|-?(?:years?|yrs?|months?|weeks?|wks?|days?|hours?|hrs?"
    r"|minutes?|min|h"
    r"|mg|g|kg|mcg|µg|μg|ug|ml|mL|l|L|mm|cm|m|IU|U|units?|mmol|pmol|nmol|mol|kcal|kJ|Gy|cGy|mm ?Hg|Hz|kPa|dl|times|fold"
    r"|points?|items?|sessions?|visits?|cycles|doses|tablets|capsules|centers?|centres?|sites?|countries|hospitals"
    r"|clinics|trials|studies|groups|arms|st|nd|rd|th|lb|MHz|ppm|copies|cells|deaths|events|episodes|steps|meters"
    r"|metres|weekly|daily|ng|pg|meq|mEq|mosm|cal|calories)\b)"
)
BAD_BEFORE = re.compile(
    r"(?:±|[<>≤≥=~]\s?|\d\s+in\s+|\bp\s?=\s?|\d\s?[-–/:]\s?|\b(?:phase|grade|stage|type|weeks?|days?|months?|years?"
    r"|age|aged|visit"
    r"|version|table|fig(?:ure)?|level|score|at least|dose|class|group|step|part|cohort|category|study|trial|experiment"
    r"|criteria|items|icd|dsm|scale|CI|to|median|mean|up to|less than|more than|over|under|ratio|number|registered"
    r"|every|per|first)\s+)$",
    re.I,
)
MONTH = r"(?:jan\w*|feb\w*|march|mar|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*)"
YEAR_BEFORE = re.compile(
    rf"(?:\b{MONTH}\.?(?:\s\d{{1,2}})?,?|\b(?:in|since|from|between|until|to|through|during|and|years?|of)|[–-])\s*$", re.I
)
# "(N = 228) were randomly assigned to ...": the number of those who were, whatever they are called.
N_TAKEN = re.compile(
    r"\s*[\])],?\s(?:[\w-]+\s){0,6}?(?:were|was)\s(?:\w+ly\s)?(?:randomi[sz]ed|assigned|allocated|recruited|enrolled"
    r"|included)\b",
    re.I,
)
RANDOM = r"(?:randomi[sz]ed|enrolled|recruited)"
ARM_FIGURE = re.compile(r"\b[nN]\s?[=:]\s?\d")
N_BEFORE = re.compile(r"\b[Nn]\s?[=:]\s?$")
N_OWNER = re.compile(
    rf"\b(?:{PEOPLE}|{RANDOM}|survivors|study|trial)\b[^()\[;]{{0,110}}[\[(](?:total\s|final\s|sample size,?\s"
    rf"|[^()=]{{1,25}};\s?)?[Nn]\s?[=:]\s?$",
    re.I,
)
GROUP_BEFORE = re.compile(
    r"\b(?:groups?|arms?|controls?|placebo|cohorts?|intervention|each|either|sham|accepting|declining)\b[^.;]{0,25}$", re.I
)
RANDOMIZED = r"(?:random(?:ly|i[sz]ed|i[sz]ation|i[sz]e)?|assigned|allocated)"
ENROLLED = (
    r"(?:enrol+e?d|recruited|included|entered|participat\w+|registered|accrued|studied|selected|took part|volunteered"
    r"|investigated|consented|involv\w+|were examined|inclusion|enrol?lment|accrual|recruitment)"
)
SCREENED = (
    r"(?:screened|assessed for eligibility|approached|invited|contacted|identified|eligible|considered|referred"
    r"|met (?:the )?(?:inclusion|eligib)\w*)"
)
FATE = (
    r"(?:withdr[ea]w\w*|dropped|drop-?outs?|excluded|lost|discontinued|died|declined|refused|remain\w+|failed|did not"
    r"|relapsed|developed|experienced|reported|achieved|improved|responded|had(?! been)|showed|progressed|missed|returned"
    r"|chose|presented|recovered|survived|stopped|needed|required|suffered|agreed|preferred)"
)
ANALYSED = r"(?:analy[sz]ed|analys[ie]s|evaluable|assess?able|available|evaluated|complet\w+|finished)"
VERBS = re.compile(
    rf"\b(?:(?P<randomized>{RANDOMIZED})|(?P<screened>{SCREENED})|(?P<analysed>{ANALYSED})|(?P<enrolled>{ENROLLED})"
    rf"|(?P<fate>{FATE}))\b",
    re.I,
)
RELATIVE = re.compile(r"\b(?:who|that|with|whose|having)\b")
VERB_WEIGHT = {"randomized": 5, "enrolled": 4, "analysed": -1, "screened": -3, "fate": -4}
# Where the words about this number end: at the next count in the sentence, or at a semicolon.
NEXT_COUNT = re.compile(
    r"(?:;|(?:,|\band|\bwith|\bof (?:whom|which|these)|\bwhile)\s+(?:the (?:other|remaining) )?\d+\b(?!\s?(?:%"
    r"|[.,]\d|years?|weeks?|mg)))"
)
ONE_ARM = re.compile(
    r"[^.;]{0,60}?\b(?:in|to|into|on|from|allocated to|assigned to)\s+(?:each|the\s[\w\s-]{1,40}?(?:group|arm)\b"
    r"|(?:control|placebo|group)\b)"
    r"|\s+(?:\w+\s+){0,5}(?:per|in each|in both)\b"
    r"|\s+(?:\w+\s+){0,2}\(\s?\d+(?:[.·]\d+)?\s?%\)",
    re.I,
)
# "41 patients were randomized to arm A and 29 patients to arm B": two arms, no total.
SPLIT = re.compile(
    rf"\s*(?:were|was)?\s*(?:\w+ly\s)?(?:{RANDOMIZED}|received)\s[^.;\d(]{{2,70}}?,?\s(?:and|while|versus|vs\.?)\s"
    rf"(?:the (?:other|remaining)\s)?(?P<other>{COUNT})\s(?:{PEOPLE}\s)?(?:were\s)?(?:{RANDOMIZED}\s)?(?:to"
    rf"|received)\b",
    re.I,
)
# "40 patients in the yoga group and 42 in the control group".
SPLIT_IN = re.compile(
    rf"\s*(?:were\s)?in (?:the\s)?[^.;\d(]{{0,40}}?\s?(?:group|arm)(?:\s(?:[A-Z]|I{{1,3}}))?,?\s(?:and|versus"
    rf"|vs\.?)\s(?:the other\s)?"
    rf"(?P<other>{COUNT})\s(?:{PEOPLE}\s)?(?:were\s)?in\b"
)
DESCRIBED = re.compile(
    r"\s+(?:with|aged|who|undergoing|having|suffering|diagnosed|scheduled|between|older|over|treated|affected|from"
    r"|at (?:high )?risk)\b|\s*\(",
    re.I,
)
BEFORE = [
    (re.compile(
        r"\b(?:total(?: (?:sample|population|number))?(?: size)? of|totally|altogether|in all|sample of|cohort of"
        r"|overall,?|in total,?|sample size (?:was|of)|population of)\s+(?:about\s+|approximately\s+)?(?:the\s+)?$", re.I), 5),
    (re.compile(
        rf"\b(?:random(?:ly)? (?:assigned|allocated|divided)|randomi[sz]ed|randomi[sz]e|(?:we|who|trial|study"
        rf"|investigators?)\s+(?:\w+ )?(?:{ENROLLED}|assigned|allocated))\s+(?:a total of |all |approximately )?$", re.I), 5),
    # A review counts other trials' people; a group's size is not the trial's.
    (re.compile(r"\b(?:trials|studies|RCTs)\s+(?:with|including|involving|of|and|\()\s*(?:a total of )?$", re.I), -9),
    (re.compile(r"\b(?:each|both|either|every)\s(?:\w+\s)?(?:group|arm)s?\s(?:\w+\s){1,2}?(?:of\s)?$", re.I), -9),
    (re.compile(r"\b(?:group|arm)s?(?:\s(?:\w|I{1,3}))?\s?[\[(]$", re.I), -6),
    (re.compile(rf"\b{ENROLLED}\s+(?:of |about |approximately )?$", re.I), 2),
    (re.compile(
        r"(?:^Of\s(?:the\s)?|\b(?:conducted (?:with|among|in|on)|comprising|comprised|consisted of|consisting of"
        r"|involving|data (?:from|on|of)|there were|participants were|subjects were|patients were)\s+(?:the )?)$", re.I), 2),
    (re.compile(r"\b(?:in|of|among|from|for|on)\s+(?:these|those|the)\s+$", re.I), -3),
    (re.compile(r"\b(?:among|in|on|of|with)\s+(?:all |our )?$", re.I), 1),
    (re.compile(
        r"\b(?:remaining|another|additional|other|further|only|subgroup of|subset of|subsample of|last|sub-?study"
        r"|of whom|of which|and)\s+(?:the )?$", re.I), -2),
    (re.compile(r"\b(?:screen\w+|approached|invited|previous (?:study|trial))\s+(?:a total of )?$", re.I), -5),
]  # fmt: skip
FUTURE = re.compile(
    r"\b(?:will|to be (?:recruited|enrol\w+|included|randomi\w+)|we (?:aim|plan|intend)|plan(?:ned|s)? (?:to|total"
    r"|sample|initially)"
    r"|(?:are|is|were|was) (?:required|needed|planned)|would be|target|power|aims? to (?:recruit|include|enrol)"
    r"|estimated sample"
    r"|sample size (?:calculation|estimate|required|needed)|been planned)\b",
    re.I,
)
BARE_VERB = re.compile(
    rf"\s+(?:(?!of\b|%)[\w-]*[A-Za-z][\w/-]*\s+){{0,4}}(?:\([^)]{{1,120}}\)\s+)?(?:were|was|had been"
    rf"|have been)\s+(?:\w+ly\s+)?(?:{RANDOMIZED}|{ENROLLED})\b",
    re.I,
)
# Clusters are randomised, people are counted.
CLUSTER = re.compile(
    r"\b(?:clusters?|practices|villages|schools|classes|classrooms|wards|communities|households|districts|towns|homes|churches"
    r"|pharmacies|neighbou?rhoods|municipalities|worksites|facilities|units|teams|surgeries|prisons|islands)\b",
    re.I,
)
# "Ninety-six (96) patients", "96 (ninety-six) patients": one number, said twice.
SAID_TWICE = re.compile(rf"\s?\(\s?(?P<again>{COUNT})\s?\)")
# "We randomised 187.", "randomly assigned 1,204 to the diet": counted without a noun.
TAKEN_BEFORE = re.compile(
    r"\b(?:we|who|trial|study|investigators?)\s(?:\w+ )?(?:randomi[sz]ed|enrol+ed|recruited|randomly (?:assigned|allocated))"
    r"\s(?:a total of )?$",
    re.I,
)
NOTHING_COUNTED = re.compile(r"\s?(?:[.,;]|$|\(|(?:to|into|and|between|over|across)\b)")
# "25 men and 31 women": the total is their sum.
OTHER_SEX = re.compile(
    rf"\s+(?:\([^)]{{1,12}}\)\s)?(?:(?:men|males?|boys)(?: \w+)?,?\s(?:and|or)\s(?P<women>{COUNT})\s(?:women|females?|girls)"
    rf"|(?:women|females?|girls)(?: \w+)?,?\s(?:and|or)\s(?P<men>{COUNT})\s(?:men|males?|boys))\b",
    re.I,
)
ONE_SEX_BEFORE = re.compile(r"\d\s(?:men|males?|boys|women|females?|girls)(?: \w+)?,?\s(?:and|or)\s$", re.I)
# "Of 512 people who came, 198 were randomised": the second number is the trial's.
SOME_OF = re.compile(r"\bof\s(?:the\s|these\s|all\s)?$", re.I)
TAKEN_OF_THEM = re.compile(
    rf"[^.;]{{0,90}},\s(?:only\s)?(?:{COUNT})\s(?:\([^)]{{1,12}}\)\s)?(?:\w+\s){{0,2}}(?:were|was|underwent)\s(?:\w+ly\s)?"
    r"(?:randomi[sz]|assigned|allocated)(?![^.;]*\b(?:and|while|,)\s\d)",
    re.I,
)
TAKEN_LATER = re.compile(
    rf"(?:,|\band)\s{COUNT}\s(?:\([^)]{{1,12}}\)\s)?were\s(?:\w+ly\s)?randomi[sz]ed\b(?!\s(?:to|into)\b)", re.I
)
# "into three groups of 25", "to two arms (n = 40 each)": number of groups times their size.
GROUPS_OF = re.compile(
    rf"\b(?:into|to|in|between)\s(?P<groups>two|three|four|five|six|[2-6])\s(?:(?:equal|parallel|treatment|study|different|matched)\s)*"
    rf"(?:groups|arms)(?:\s(?:of|with|comprising|consisting of|containing)\s(?P<of>{COUNT})|,?\s\(?\s?[nN]\s?=\s?(?P<each>\d+)"
    rf"\s(?:each|per (?:group|arm)|in each))"
    rf"|\b(?P<many>{COUNT})\s(?:{PEOPLE}\s)?(?:were\s)?(?:\w+ly\s)?(?:{RANDOMIZED}\s)?(?:to|in)\seach of (?:the\s)?"
    rf"(?P<of_groups>two|three|four|five|six|[2-6])\s(?:\w+\s)?(?:groups|arms)",
    re.I,
)
DIVIDED = re.compile(rf"\b(?:{RANDOMIZED}|divided|split)\b", re.I)
# "arm A (148 patients) or arm B (151 patients)", "group 1 (n = 30) ... group 2 (n = 31)".
ARM_SIZE = re.compile(rf"\(\s?(?:[nN]\s?[=:]\s?(?P<n>\d[\d,]*)\b[^()]{{0,25}}|(?P<people>\d[\d,]*)\s(?:{PEOPLE}))\s?\)", re.I)
LABELLED_ARM = re.compile(r"\b(?:groups?|arms?)(?:\s(?:[A-Z]|\d|[IV]{1,3}))?\s?$", re.I)
ASSIGNED = re.compile(rf"\b{RANDOMIZED}\b", re.I)
CUES = ("random", "n =", "n=", "enrol", "recruit", "includ", "n:", "assigned", "allocated", "entered", "accrued", "stud")
