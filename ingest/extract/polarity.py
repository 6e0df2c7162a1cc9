"""Whether more of a measured quantity is better for the patient: higher | lower | unclear.

A lexicon over stems, longest and last word first ("time to relapse" is time-to-event, "relapse" alone is harm); says
unclear when it does not know, so that `favours` never rests on a guess.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.extract.wording import Wording, lowered

HIGHER, LOWER, UNCLEAR = "higher", "lower", "unclear"

_LOWER = Wording(
    r"\b(?:pain|mortality|deaths?|died|fatalit\w+|adverse|side[- ]effects?|complications?|h[a]?emorrhag\w+|bleed\w*|blood loss"
    r"|infections?|relaps\w+|recurren\w+|readmission\w*|re-?hospitali\w+|hospitali[sz]ation\w*|hospital admissions?"
    r"|emergency (?:room|department)|admissions?|depress\w+|anxi\w+|stress|distress|fatigue"
    r"|symptoms?|severity|disabilit\w+|nausea"
    r"|vomit\w+|ponv|emesis|headaches?|migraine|seizures?|fractures?|falls|stroke|infarct\w*|thrombo\w+|embolism|failure"
    r"|toxicit\w+|hypoglyc[a]?emi\w+|hypotension|bradycardia|relapse|exacerbation\w*|burden|cost|costs|crp"
    r"|c-reactive|tnf\w*|il-6|il6|interleukin-6|ldl\w*|triglycerides?|total cholesterol|hba1c|a1c|glucose|blood pressure"
    r"|hypertension|sbp|dbp|bmi|body mass index|body weight|waist|fat mass|insulin resistance|homa\w*|proteinuria|albuminuria"
    r"|creatinine|viral load|parasit[a]?emi\w*|diarrh\w+|fever|incidence|prevalence|risk|events?|errors?"
    r"|length of stay|hospital stay|icu stay|stay|operative time|operation time|intubation time|time to (?:intubat\w+|heal\w*"
    r"|recover\w*|first flatus|flatus|extubat\w+|discharge|clearance|resolution|response|return)|duration of (?:symptoms?|surgery"
    r"|ventilation|mechanical|hospital\w*|illness|diarrh\w+|fever)|consumption|analgesic requirement|rescue|morphine"
    r"|opioid\w*|relaps\w+|craving|smoking|drinking|cigarettes?|alcohol|panss|madrs|hamd|ham-d|hdrs|bdi|phq\w*|gad-?7|vas|nrs"
    r"|womac|odi|bprs|brief psychiatric rating|dlqi|dermatology life quality|pasi|ipss|isi|psqi|ess|ndi"
    r"|osdi|tnss|acq|fiq|basdai|cdai|sledai|midas|hit-6|hit|dhi|dizziness handicap|vhi|audit|y-?bocs"
    r"|cgi(?:-[sb]p?)?|ymrs|adhd-rs|aberrant behavio\w+|cdrs\w*|pcl\w*|caps|ies\w*|pss|dass\w*|ghq\w*"
    r"|scl-?90"
    r"|k10|zung|roland\S*|oswestry|neck disability|constipation|roughness|wrinkles?|days? off|sick leave"
    r"|hungry|hunger|handicap|psychopathology|tension|anger|confusion|hostility|irritability|worry"
    r"|rumination|dryness|obsess\w+|compuls\w+|agitation|tics?|sneezing|congestion|drowsiness|sleepiness"
    r"|frailty|crowding|mucositis|neuropathy|hot flush\w*|cramps?|oxidative|disability index|haq\w*|das28"
    r"|updrs|edss|nihss|itch\w*|prurit\w+|erythema|edema|oedema|swelling|inflammation"
    r"|ulcers?|caries|plaque|gingiv\w+|caesarean|cesarean|preterm|pre-?eclampsia|miscarriage|abortion|apn[o]?ea|dyspn[o]?ea|cough"
    r"|insomnia|suicid\w+|self-harm|aggression|psychosis|psychotic|delirium|dementia|relapses?|progression|intraocular pressure"
    r"|iop|lesions?|tumou?r size|leak\w*|incontinence|discomfort|stiffness|impairment|problems?|dropout|drop-out|discontinuation"
    r"|withdrawal|restenosis|conversion|reoperation|revision|dizziness|sedation|shivering|sore throat"
    r"|hoarseness|oxidative stress|mda"
    r"|malondialdehyde|outpatient treatment|service use|craving|anemia|anaemia|outpatient visits?|visits)\b",
)
_HIGHER = Wording(
    r"\b(?:survival|quality[ -]of[ -]life|qol|hrqol|function|functioning|functional (?:status|capacity|ability"
    r"|outcomes?)|recovery|remission|response"
    r"|responders?|success|cure[ds]?|heal\w*|adherence|compliance|satisfaction|self-efficacy|knowledge"
    r"|skills?|performance|strength"
    r"|mobility|range of motion|walk\w*|6mwt|6mwd|balance|fitness|vo2\w*|fev1?|fvc|lung function|ejection fraction|lvef|cognit\w+"
    r"|memory|attention|well-?being|hope|agency|empowerment|self-esteem|coping|resilience|social support"
    r"|pregnancy rates?|live births?"
    r"|implantation|fertili[sz]ation|breast-?feeding|hdl\w*|bone mineral density|bmd|bone density|visual acuity|bcva|vision"
    r"|egfr|glomerular|h[a]?emoglobin|albumin|abstinence|quit\w*|cessation|vaccinat\w+|immunogenicity"
    r"|seroconversion|seroprotection"
    r"|antibod\w+|titers?|titres?|retention|attendance|participation|employment|return to work|clearance"
    r"|eradication|patency|efficacy"
    r"|effectiveness|sleep quality|sleep efficiency|physical activity|step count|steps|analgesia|block duration"
    r"|global assessment of functioning|gaf|karnofsky|kps|apgar|mmse|moca|sf-?36|sf-?12|eq-?5d|self-management|self-care"
    r"|personal recovery|independence|activities of daily living|adl|barthel|improvement|acceptance"
    r"|stability|oxygenation|spo2|sao2|pao2"
    r"|saturation|antioxidant|completion|uptake|screening|comfort|sexual function|confidence|disease-free|progression-free"
    r"|event-free|relapse-free|recurrence-free)\b",
)
_TIME_TO_EVENT = Wording(
    r"\b(?:time (?:to|until) (?:first |the first )?(?:\w+ )?(?:relapse|progression|death|event|recurrence|exacerbation|failure"
    r"|deterioration|worsening|hospitali[sz]ation|rescue\w*|treatment failure|discontinuation|fracture|request|analges\w+)"
    r"|(?:disease|progression|event|relapse|recurrence|symptom|pain|seizure)-free|free of|freedom from|duration of (?:analgesia"
    r"|remission|response|sensory|motor|block|pain relief))\b",
)
# "cough resolved", "fever clearance": the end of something bad.
_OVERCOME = Wording(
    r"^(?!.*\b(?:time|days?|duration)\b).*\b(?:resolved|resolution|clearance|cessation|disappearance)$",
    "resolved", "resolution", "clearance", "cessation", "disappearance",
)  # fmt: skip
# "reduction in pain", "prevention of falls": more of it is the opposite.
_REVERSAL = Wording(r"\b(?:reductions?|decreases?|reduced|prevention|relief|absence|reversal|clearance|resolution|control"
                       r"|improvements?|improved|tolerance|tolerability|knowledge|awareness|efficacy|self-management)\b"
                       r"(?: \w+){0,2} (?:in|of|from|on|about|for)\b|\brelief\b|\bimprove")  # fmt: skip

_HEAD_ENDS = re.compile(r"\b(?:of|in|for|at|after|during|with|due|from|on|to)\b")


@lru_cache(maxsize=8192)
def better(outcome: str) -> str:
    """higher | lower | unclear: which direction of this outcome is good for the patient.

    >>> better("hospital admissions"), better("Global Assessment of Functioning"), better("serum sodium")
    ('lower', 'higher', 'unclear')
    """
    words = lowered(outcome)
    if _TIME_TO_EVENT.search(words) or _OVERCOME.search(words):
        return HIGHER
    high, low = _HIGHER.search(words), _LOWER.search(words)
    if low:
        reversal = _REVERSAL.search(words)
        if reversal is not None and reversal.start() <= low.start():
            return HIGHER
    if high and low:
        # The head of an English noun phrase stands last, or before "of".
        head = lowered(_HEAD_ENDS.split(outcome, maxsplit=1)[0])
        in_head_high, in_head_low = _HIGHER.search(head), _LOWER.search(head)
        if in_head_high and not in_head_low:
            return HIGHER
        if in_head_low and not in_head_high:
            return LOWER
        return UNCLEAR
    if high:
        return HIGHER
    if low:
        return LOWER
    return UNCLEAR


def favours(outcome: str, change: str) -> str:
    """intervention | comparator | neither | unclear, from the change and from which direction is better."""
    if change == "no-difference":
        return "neither"
    direction = better(outcome)
    if direction == UNCLEAR or change not in ("increased", "decreased"):
        return "unclear"
    return "intervention" if (change == "increased") == (direction == HIGHER) else "comparator"
