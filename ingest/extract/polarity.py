"""Whether more of a measured quantity is better for the patient: higher | lower | unclear.

A lexicon over stems: what is good to come soon ("time to healing") or late ("time to relapse") first, then what is needed
because things go badly, then what is good and bad by itself, the head of the phrase deciding. Says unclear when it does
not know, so that `favours` never rests on a guess.
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
    r"|vomit\w+|ponv|emesis|headaches?|migraine|seizures?|fractures?|falls|stroke(?! (?:volume|work|index))"
    r"|infarct\w*|thrombo\w+|embolism|failure"
    r"|toxicit\w+|hypoglyc[a]?emi\w+|hypotension|bradycardia|relapse|exacerbation\w*|burden|cost|costs|crp"
    r"|c-reactive|tnf\w*|il-6|il6|interleukin-6|ldl\w*|triglycerides?|total cholesterol|hba1c|a1c|glucose|blood pressure"
    r"|hypertension|sbp|dbp|bmi|body mass index|body weight|waist|fat mass|insulin resistance|homa\w*|proteinuria|albuminuria"
    r"|creatinine|viral load|parasit[a]?emi\w*|diarrh\w+|fever|incidence|prevalence|risk|events?|errors?"
    r"|length of stay|hospital stay|icu stay|stay|operative time|operation time|intubation time|time to (?:intubat\w+|heal\w*"
    r"|recover\w*|first flatus|flatus|extubat\w+|discharge|clearance|resolution|response|return)|duration of (?:symptoms?|surgery"
    r"|ventilation|mechanical|hospital\w*|illness|diarrh\w+|fever)|(?<!oxygen )consumption|analgesic requirement|rescue|morphine"
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
    r"|malondialdehyde|outpatient treatment|service use|craving|anemia|anaemia|outpatient visits?|visits"
    r"|transfus\w+|vasopressors?|inotrop\w+|re-?intubat\w+|(?:rate|risk|incidence) of intubation|intubation rate|dialysis"
    r"|dehiscence|perforation|necrosis|amputation|arrhythmias?|fibrillation|sepsis|septic|shock|pneumonia\w*|h[a]?ematomas?|seroma"
    r"|stenosis|injur(?:y|ies)|dysfunction|disturbances?|stillbirths?|fear|falling|loneliness|stigma|absenteeism|hypox\w+|desaturation"
    r"|hypothermia|hyperkal[a]?emia|hyperglyc[a]?emia|retinopathy|nephropathy|rash|alopecia|neutropenia|thrombocytopenia|dyspepsia"
    r"|reflux|heartburn|sleep (?:onset )?latency|(?:number of )?(?:passes|attempts)|re-?bleed\w*|wheez\w*|breathlessness|spasms?"
    r"|spasticity|tremor|burns?|blindness|crises|crisis|attacks?|contamination|defects?|non-?adherence|waiting|shedding"
    r"|loss to follow-up|return to (?:theatre|theater|the operating)"
    r"|(?:urinary|urine|fluid|water|sodium|co2) retention|ileus|dry mouth|xerostomia"
    r"|(?:hospital|icu|sick) days|days (?:in|of) hospital\w*)\b",
)
_HIGHER = Wording(
    r"\b(?:survival|quality[ -]of[ -]life|qol|hrqol|function|functioning|functional (?:status|capacity|ability"
    r"|outcomes?)|recovery|remission|response"
    r"|responders?|success|cure[ds]?|heal(?:ed|ing|s)?|adherence|compliance|satisfaction|self-efficacy|knowledge"
    r"|skills?|performance|strength"
    r"|mobility|range of motion|walk\w*|6mwt|6mwd|balance|fitness|vo2\w*|fev1?|fvc|lung function|ejection fraction|lvef|cognit\w+"
    r"|memory|attention|well-?being|hope|agency|empowerment|self-esteem|coping|resilience|social support"
    r"|pregnancy rates?|live births?"
    r"|implantation|fertili[sz]ation|breast-?feeding|hdl\w*|bone mineral density|bmd|bone density|visual acuity|bcva|vision"
    r"|egfr|glomerular|h[a]?emoglobin|albumin|abstinence|quit\w*|cessation|vaccinat\w+|immunogenicity"
    r"|seroconversion|seroprotection"
    r"|antibod\w+|titers?|titres?|retention|attendance|participation|employment|return to work|clearance"
    r"|eradication|patency|efficacy"
    r"|effectiveness|sleep quality|sleep efficiency|sleep time|physical activity|step count|steps|analgesia|block duration"
    r"|global assessment of functioning|gaf|karnofsky|kps|apgar|mmse|moca|sf-?36|sf-?12|eq-?5d|self-management|self-care"
    r"|personal recovery|independence|activities of daily living|adl|barthel|improvement|acceptance"
    r"|stability|oxygenation|spo2|sao2|pao2"
    r"|saturation|antioxidant|completion|uptake|screening|comfort|sexual function|confidence|disease-free|progression-free"
    r"|event-free|relapse-free|recurrence-free"
    r"|successful\w*|succeeded|weaning|t[im]*ici|timi|reperfusion|blush|recanali[sz]\w+|glyc[a]?emic control|tolerance"
    r"|pain threshold|time in (?:therapeutic )?range|healthy days|literacy|readiness|motivation|resolution|engagement"
    r"|self-?confidence|(?:mental|physical|general|generic) health|vitality|outcome scores?|koos|hoos"
    r"|(?:peak|maximal|maximum) oxygen (?:consumption|uptake))\b",
)
_TIMED = ("time", "day", "duration", "period", "latency", "free", "alive")
# What is good to reach soon, and what is good to come late or to last.
_MILESTONE = (
    r"(?:heal\w*|closure|union|recover\w*|extubat\w+|wean\w*|ambulat\w+|mobili[sz]\w+|walk\w*|discharge|clearance|resolution"
    r"|relief|response|remission|improvement|return|resumption|flatus|defecation|stool|bowel (?:movement|sounds|function)|feed\w*"
    r"|(?:oral |food |fluid )intake|awaken\w*|eye[- ]opening|emergence|orientation|conversion|conception|pregnancy|intubat\w+"
    r"|treatment|needle|balloon|reperfusion|recanali[sz]ation|engraftment|stabili[sz]ation|normali[sz]ation|disappearance|cessation"
    r"|onset of (?:\w+ )?(?:block\w*|action|effect|an[a]?esthesia|analgesia|relief))"
)
_SOON = Wording(
    rf"\btime (?:to|until|for|of) (?:the )?(?:\w+[- ]){{0,3}}?{_MILESTONE}\b"
    rf"|\b{_MILESTONE} (?:times?|periods?|durations?|latency)\b"
    rf"|\bdays to (?:\w+ ){{0,2}}?{_MILESTONE}\b"
    r"|\b(?:procedur\w+|operati\w+|surg\w+|fluoroscopy|insertion|bypass|clamp\w*|isch[a]?emi[ac]|waiting|pumping|bleeding|reaction"
    r"|ventilat\w+|onset|[a-z]+-to-[a-z]+) (?:times?|durations?)\b"
    r"|\bduration of (?:mechanical |invasive |post\w+ |hospital |icu )*(?:ventilation|hospital\w*|stay|surgery|illness"
    r"|symptoms?)\b"
)
_LATE = Wording(
    r"\b(?:time (?:to|until) (?:the )?(?:\w+[- ]){0,3}?(?:relapse|progression|death|events?|recurrence|exacerbations?|failure"
    r"|deterioration|worsening|hospitali[sz]ation|readmission|rescue\w*|discontinuation|fractures?|request|analges\w+|rejection"
    r"|stroke(?! (?:volume|work|index))"
    r"|infarction|dialysis|seizure|loss of \w+|onset of (?:symptoms|disease|diabetes|dementia))"
    r"|(?:disease|progression|event|relapse|recurrence|symptom|pain|seizure|ventilator)-free"
    r"|[a-z]+-free (?:days?|survival|interval|time|periods?|rates?|patients|status|remission|proportion|weeks|months)"
    r"|free of|freedom from|days alive|duration of (?:analgesia|remission|response|sensory|motor|block|pain relief))\b"
)
# What is asked for because things go badly.
_NEED = Wording(
    r"\b(?:need|needs|necessity) (?:for|of)\b"
    r"|\b(?:transfusion|analgesi[ac]|opioid|morphine|rescue|oxygen|insulin|vasopressor|inotrop\w+|ventilat\w+|steroid|dialysis)"
    r" (?:\w+ )?(?:requirements?|needs?|use|consumption)\b|\brequirements? (?:of|for) (?:\w+ ){0,2}(?:transfusion|analges\w+"
    r"|opioid|morphine|rescue|oxygen|insulin|vasopressor|inotrop\w+|ventilat\w+)",
    "need",
    "necessity",
    "requirement",
    "use",
    "consumption",
)
# "pain relief", "symptom control", "blood pressure reduction": what is bad goes away.
_GONE = Wording(r"\b(?:relief|reductions?|resolution|control|improvements?|remission|recovery|disappearance|prevention)"
                   r"(?: (?:rates?|scores?))?$")  # fmt: skip
# "loss of vision", "decline in FEV1", "worsening renal function": what is good goes away.
_SPOILT = Wording(r"\b(?:loss|decline|deterioration|impairment|worsening|impaired|poor|lack|absence)\b")
# The standing of a patient ("heart failure status") is rated in either direction.
_RATED = Wording(r"\b(?:status|class|state|grade)$")
# "cough resolved", "fever clearance": the end of something bad.
_OVERCOME = Wording(
    r"^(?!.*\b(?:time|days?|duration)\b).*\b(?:resolved|resolution|clearance|cessation|disappearance)$",
    "resolved", "resolution", "clearance", "cessation", "disappearance",
)  # fmt: skip
# "reduction in pain", "prevention of falls": more of it is the opposite.
_REVERSAL = Wording(r"\b(?:reductions?|decreases?|reduced|prevention|relief|absence|reversal|clearance|resolution|control"
                       r"|improvements?|improved|tolerance|tolerability|knowledge|awareness|efficacy|self-management)\b"
                       r"(?: \w+){0,2} (?:in|of|from|on|about|for)\b|\brelief\b|\bimprove")  # fmt: skip

_SEVERAL = re.compile(r", | and | or |/")
_HEAD_ENDS = re.compile(r"\b(?:of|in|for|at|after|during|with|due|from|on|to)\b")


@lru_cache(maxsize=8192)
def better(outcome: str) -> str:
    """higher | lower | unclear: which direction of this outcome is good for the patient.

    >>> better("hospital admissions"), better("Global Assessment of Functioning"), better("serum sodium")
    ('lower', 'higher', 'unclear')
    >>> better("time to wound healing"), better("time to relapse"), better("need for rescue analgesia"), better("pain relief")
    ('lower', 'higher', 'lower', 'higher')
    """
    words = lowered(outcome)
    if any(piece in words for piece in _TIMED):
        if _LATE.search(words):
            return HIGHER
        if _SOON.search(words):
            return LOWER
    if _OVERCOME.search(words):
        return HIGHER
    if _NEED.search(words):
        return LOWER
    high, low = list(_HIGHER.finditer(words)), list(_LOWER.finditer(words))
    if low and (_before(_REVERSAL.search(words), low[0]) or _behind(_GONE.search(words), low[-1])):
        return HIGHER
    if high and low:
        # Several outcomes in one phrase, of which some are good and some bad, have no direction in common.
        return UNCLEAR if _SEVERAL.search(outcome) else _by_head(outcome)
    if high and _before(_SPOILT.search(words), high[0]):
        return LOWER
    if low and _RATED.search(words):
        return UNCLEAR
    return HIGHER if high else LOWER if low else UNCLEAR


def _before(match: re.Match[str] | None, low: re.Match[str]) -> bool:
    return match is not None and match.start() <= low.start()


def _behind(match: re.Match[str] | None, low: re.Match[str]) -> bool:
    return match is not None and match.start() >= low.end()


def _by_head(outcome: str) -> str:
    """The head of an English noun phrase decides; it stands last, or before "of"; of two that end alike, the longer."""
    head = lowered(_HEAD_ENDS.split(outcome, maxsplit=1)[0])
    high = max(((m.end(), -m.start()) for m in _HIGHER.finditer(head)), default=(0, 0))
    low = max(((m.end(), -m.start()) for m in _LOWER.finditer(head)), default=(0, 0))
    if high[0] == low[0]:
        return UNCLEAR if high == low else HIGHER if high[1] > low[1] else LOWER
    return HIGHER if high > low else LOWER


def favours(outcome: str, change: str) -> str:
    """intervention | comparator | neither | unclear, from the change and from which direction is better."""
    if change == "no-difference":
        return "neither"
    direction = better(outcome)
    if direction == UNCLEAR or change not in ("increased", "decreased"):
        return "unclear"
    return "intervention" if (change == "increased") == (direction == HIGHER) else "comparator"
