"""What the words of outcome names mean: one line a concept, wordings of it behind the colon, and the instruments.

General medical English, written by hand. A wording is matched as a run of words after folding (see
`outcome_match.fold`), the longest run first; what it stands for is one or more concept words. A concept that holds
another ("systolic-pressure" is a "blood-pressure") is written with "+": both words count, so
that the parts still match. An indented line goes on with the one above.
"""

from __future__ import annotations

CONCEPTS = """
death: death | deaths | dead | die | died | dying | mortality | fatality | case fatality | survival | survive |
    survivor | overall survival | OS | all cause mortality | fatal
filter+lasting: filter survival | filter life | filter lifespan
circuit+lasting: circuit survival | circuit life | circuit lifespan
graft+lasting: graft survival | allograft survival
implant+lasting: implant survival
catheter+lasting: catheter survival
progression+free: progression free survival | PFS | time to progression | TTP | time to disease progression |
    progression free
disease+free: disease free survival | DFS | recurrence free survival | relapse free survival | RFS | event free
    survival | EFS | invasive disease free survival
hospitalisation: hospitalisation | hospital admission | admission to hospital | hospitalised | admitted to hospital |
    inpatient admission | rehospitalisation | readmission | hospital readmission
stay: length of stay | length of hospital stay | hospital stay | duration of hospital stay | LOS | hospital day |
    duration of hospitalisation | length of hospitalisation | bed day | days in hospital
emergency: emergency room visit | emergency department visit | ED visit | ER visit | emergency visit | casualty
    attendance
icu: intensive care unit | ICU | intensive care | critical care
blood-pressure: blood pressure | BP | arterial pressure | mean arterial pressure
blood-pressure+systolic: systolic blood pressure | SBP | systolic pressure | systolic BP
blood-pressure+diastolic: diastolic blood pressure | DBP | diastolic pressure | diastolic BP
systolic: systolic
diastolic: diastolic
hypertension: hypertension | hypertensive | high blood pressure
heart-rate: heart rate | HR | pulse rate | heart rates
hba1c: hba1c | hb a1c | hba 1c | hba | ghba1c | ghba 1c | glycated haemoglobin | glycosylated haemoglobin | glycated
    haemoglobin a1c | haemoglobin a1c | a1c | glycohaemoglobin | glycaemic control | glycaemia control | glucose
    control | diabetes control | glycated hb | glycosylated hb
glucose: glucose | blood glucose | plasma glucose | blood sugar | sugar level | FPG | FBG | fasting plasma glucose |
    fasting blood glucose | fasting glucose | glycaemia
cholesterol: cholesterol | total cholesterol
ldl: ldl cholesterol | ldl c | ldl | low density lipoprotein | low density lipoprotein cholesterol
hdl: hdl cholesterol | hdl c | hdl | high density lipoprotein | high density lipoprotein cholesterol
triglyceride: triglyceride | triacylglycerol | TG
creatinine: creatinine | SCr
gfr: glomerular filtration rate | egfr | gfr | estimated glomerular filtration rate
weight: weight | body weight | bodyweight | body mass | BW
bmi: bmi | body mass index
birth-weight: birth weight | birthweight
waist: waist circumference | WC | waist
fev1: fev1 | fev 1 | forced expiratory volume in 1 second | forced expiratory volume in one second | forced expiratory
    volume in 1 s | forced expiratory volume
fvc: fvc | forced vital capacity
pef: pef | pefr | peak expiratory flow | peak expiratory flow rate | peak flow
walk6: 6mwt | 6mwd | six minute walk | 6 minute walk | six minute walk test | 6 minute walk test | six minute walk
    distance | 6 minute walk distance | 6 min walk distance | 6 min walk test
bmd: bmd | bone mineral density | bone density | bone densitometry
lvef: lvef | left ventricular ejection fraction | ejection fraction
qtc: qtc | qtcf | qtcb | qt interval | corrected qt
iop: iop | intraocular pressure
icp: icp | intracranial pressure
visual-acuity: visual acuity | VA | BCVA | best corrected visual acuity | vision
range-motion: range of motion | ROM | range of movement
qol: quality of life | QoL | HRQoL | HRQL | health related quality of life
pain: pain | painful | ache | analgesia score
headache: headache | migraine | cephalalgia
pain+lumbar: low back pain | LBP | back pain | backache | lumbar pain
depression: depression | depressive | depressive symptom | depressed mood | depressed
anxiety: anxiety | anxious
ptsd: ptsd | post traumatic stress disorder | posttraumatic stress | post traumatic stress
fatigue: fatigue | tiredness
sleep: sleep | insomnia
cognition: cognition | cognitive | cognitive function | cognitive functioning | cognitive performance
physical-activity: physical activity | exercise level
nausea: nausea | PONV | nausea and vomiting | postoperative nausea and vomiting | vomiting | emesis
interleukin: interleukin | IL
gait-speed: gait speed | walking speed | gait velocity | walking velocity
haemorrhage: haemorrhage | bleeding | blood loss | bleed | haemorrhagic
haemorrhage+postpartum: postpartum haemorrhage | post partum haemorrhage | PPH
anaemia: anaemia | anaemic
haemoglobin: haemoglobin | hb | hgb | haemoglobin concentration
stroke: stroke | cerebrovascular accident | cerebral infarction | cerebrovascular event
myocardial-infarction: myocardial infarction | MI | heart attack | AMI
heart-failure: heart failure | CHF | cardiac failure
cardiovascular: cardiovascular | CVD | CV | cardiovascular disease | cardiac | heart disease
mace: mace | major adverse cardiovascular event | major adverse cardiac event | major cardiovascular event
embolism: venous thromboembolism | VTE | thromboembolism | deep vein thrombosis | DVT | pulmonary embolism |
    thrombosis | deep venous thrombosis
revascularisation: revascularisation | PCI | CABG | target vessel revascularisation
kidney-injury: acute kidney injury | AKI | acute renal failure | nephropathy
renal: renal | kidney
hepatic: hepatic | liver
pulmonary: pulmonary | lung | respiratory
caesarean: caesarean section | caesarean | caesarean delivery | caesarean birth | c section
preterm: preterm birth | preterm delivery | premature birth | premature delivery | prematurity | preterm labour |
    preterm
miscarriage: miscarriage | spontaneous abortion | pregnancy loss | fetal loss
stillbirth: stillbirth | fetal death | intrauterine death
live-birth: live birth
pregnancy: pregnancy | pregnant | conception | conceive
breast-feeding: breastfeeding | breast feeding | breastfed | breast fed | lactation
birth: birth | delivery of the infant | childbirth
infection: infection | infected | infective | sepsis
infection+wound: surgical site infection | SSI | wound infection
infection+bloodstream: bloodstream infection | blood stream infection | bacteraemia | CRBSI | CLABSI
pneumonia: pneumonia | VAP
malaria: malaria | malarial | falciparum malaria | P falciparum malaria | clinical malaria
parasitaemia: parasitaemia | parasite | parasitological
viral-load: viral load | hiv rna | hiv 1 rna | plasma hiv 1 rna | virological suppression | viral suppression
cd4: cd4 | cd4 count | cd4 cell count | cd4 cell
adverse: adverse event | adverse effect | AE | AEs | side effect | adverse reaction | adverse drug reaction | toxicity
    | safety | complication | tolerability | tolerated | safety profile
adverse+serious: serious adverse event | SAE | SAEs
relapse: relapse | recurrence | recurrent | recurred | relapsed
remission: remission | remit | remitted
response: response | responder | respond | responded | response rate | ORR | objective response rate | objective
    response
cure: cure | cured | clinical cure | cure rate
success: success | successful | successfully
failure: failure | fail | failed
healing: healing | heal | healed
recovery: recovery | recover | recovered | resolution | resolve | resolved | regain
exacerbation: exacerbation | flare | flare up
abstinence: abstinence | abstinent | smoking cessation | quit | quitting | quit rate | smoking abstinence | stopped
    smoking | cessation
smoking: smoking | smoke | smoker | cigarette | tobacco
alcohol: alcohol | drinking
adherence: adherence | compliance | adherent | compliant
retention: retention | retained
withdrawal: discontinuation | discontinue | dropout | drop out | dropped out
satisfaction: satisfaction | satisfied
knowledge: knowledge | knowledgeable
disability: disability | disabled
function: function | functioning | functional
cost: cost | costs | expenditure | expense
incidence: incidence | occurrence | new case | risk | likelihood | odds | probability
seroconversion: seroconversion | seroincidence | seroconverted
extubation: extubation | extubated
ventilation: ventilation | mechanical ventilation | ventilator | ventilated
vaccination: vaccination | vaccinated | immunisation | immunised | vaccine coverage
screening: screening | screened
attendance: attendance | attend | attended
sick-leave: sick leave | sickness absence | absenteeism | absence from work | sick day | work absence | absence from
    school | absentee
fall: falls | faller | falling
fracture: fracture | fractured
oocyte: oocyte | egg | ova
swelling: oedema | swelling
itch: pruritus | itch | itching
dyspnoea: dyspnoea | breathlessness | shortness of breath
fever: fever | febrile | pyrexia
temperature: temperature | body temperature
diarrhoea: diarrhoea | diarrhoeal
height: height | length for age | stature
psa: psa | prostate specific antigen
crp: crp | c reactive protein | hs crp | hscrp
urate: urate | uric acid | sua | serum uric acid | serum urate
phosphorus: phosphorus | phosphate
sodium: sodium | na
potassium: potassium
vitamin-d: 25 hydroxyvitamin d | 25ohd | 25 oh d | 25oh | 25 oh | vitamin d
transfusion: transfusion | transfused
mood: mood
self-efficacy: self efficacy
sexual: sexual | sexually | sex
opioid: opioid | opiate | morphine
analgesic: analgesic | NSAID | pain medication | painkiller
collect: retrieved | collected | harvested | retrieval
"""

# Printed names of instruments, and what they measure. "name | other name = construct words".
INSTRUMENTS = """
ham-d | hamd | hdrs | hrsd | hamilton depression rating scale | hamilton rating scale for depression = depression
bdi | bdi-ii | beck depression inventory = depression
madrs | montgomery asberg depression rating scale = depression
phq-9 | phq9 | patient health questionnaire = depression
ces-d | cesd | center for epidemiologic studies depression scale = depression
epds | edinburgh postnatal depression scale = depression
gds | geriatric depression scale = depression
hads | hospital anxiety and depression scale = anxiety depression
ham-a | hama | hamilton anxiety rating scale = anxiety
stai | state trait anxiety inventory = anxiety
gad-7 | gad7 = anxiety
y-bocs | ybocs | yale brown obsessive compulsive scale = obsessive-compulsive
panss | positive and negative syndrome scale = psychosis
bprs | brief psychiatric rating scale = psychosis
ymrs | young mania rating scale = mania
gaf | global assessment of functioning = function
caps | clinician administered ptsd scale | pcl = ptsd
aims | abnormal involuntary movement scale = dyskinesia
adas-cog | adas cog | adascog = cognition
mmse | mini mental state examination | moca | montreal cognitive assessment = cognition
qol-ad = qol
sf-36 | sf36 | short form 36 | sf-12 | sf12 | eq-5d | eq5d | euroqol | whoqol | whoqol-bref | eortc qlq-c30 | qlq-c30
    | fact-g = qol
dlqi | dermatology life quality index = qol dermatology
aqlq | asthma quality of life questionnaire = qol asthma
sgrq | st george respiratory questionnaire = qol respiratory
act | asthma control test | acq | asthma control questionnaire = asthma control
pasi | pasi 75 | pasi75 = psoriasis
scorad | easi = eczema
vas | visual analogue scale | visual analog scale = vas
nrs | numeric rating scale | numerical rating scale | vrs | verbal rating scale = nrs
womac | western ontario and mcmaster universities |
    western ontario and mcmaster universities osteoarthritis index = osteoarthritis
koos = knee
odi | oswestry disability index | rmdq | roland morris disability questionnaire = disability lumbar
ndi | neck disability index = disability neck
dash | quickdash = disability arm
spadi | shoulder pain and disability index = shoulder pain disability
haq | haq-di | health assessment questionnaire = disability function
das28 | das 28 | disease activity score = disease activity
acr20 | acr 20 | acr50 | acr 50 | acr70 | acr 70 | american college of rheumatology = acr
basfi | bath ankylosing spondylitis functional index = ankylosing function
basdai = ankylosing activity
hit-6 | hit6 | headache impact test | midas = headache
psqi | pittsburgh sleep quality index | isi | insomnia severity index = sleep
ess | epworth sleepiness scale = sleepiness
updrs | mds-updrs | unified parkinson disease rating scale = parkinson
edss | expanded disability status scale = disability
nihss | mrs | modified rankin scale | barthel index = stroke function
ipss | international prostate symptom score = urinary
iief | international index of erectile function = erectile
ipaq = physical-activity
audit | alcohol use disorders identification test = alcohol
ftnd | fagerstrom test for nicotine dependence = nicotine
conners | adhd rating scale | adhd-rs = adhd
pss | perceived stress scale = stress
das | dyadic adjustment scale = relationship
cgi | clinical global impression = cgi
fss | fatigue severity scale | facit-fatigue | facit-f = fatigue
pcs-pain | pain catastrophizing scale = pain catastrophizing
iqol | i-qol = qol incontinence
cdr | clinical dementia rating = dementia
"""

# Words that say how an outcome was counted, not what it is: of no weight.
EMPTY = frozenset(
    "a an the of in on at to for from by with and or as is are was were be been being this that these those its"
    " their his her which who whom whether not no than then each per both between among within during after before"
    " over until up across into any all other mean median average averages means score scores scale scales"
    " subscale index level levels value values number numbers count counts rate rates proportion percentage"
    " percent percentages prevalence change changes changed difference differences reduction reductions reduce"
    " reduced increase increased increases improvement improvements improved improve decrease decreased decreases"
    " decline gain gains loss lower higher greater less more fewer effect effects effective impact primary"
    " secondary main outcome outcomes endpoint endpoints end point points measure measures measured measurement"
    " measurements assessed assessment result results total overall global study trial patient patients"
    " participant participants subject subjects people person persons women woman men children child infant"
    " infants adults group groups treatment intervention baseline follow followup week weeks month months year"
    " years day days hour hours minute minutes min h d wk visit final first second one two three post pre absolute"
    " relative least squares adjusted unadjusted corrected uncorrected sd se sem ci ls analysis analyses data"
    " report reported self achieving achieve achieved showing meeting reaching reached having had has have test"
    " tests questionnaire inventory survey item items status extent degree way use used using obtained observed"
    " recorded sign significant significantly s t only likely development develop developed developing experienced"
    " experiencing experience terms new case cases episodes episode control controlled uncontrolled begin"
    " beginning start started starts period time-point timepoint long short term profile rated markers parameters"
    " variables".split()
)
# Words whose stem is measured in other places ("weight"): they only say how something was averaged.
NEVER_MEASURED = frozenset({"weighted"})
# Words that qualify an outcome: they count, but less than what they qualify.
WEAK = frozenset(
    "time duration length incidence severity frequency intensity total daily serum plasma urine urinary blood"
    " concentration clinical peak trough maximum minimum onset first severe mild moderate acute chronic early late"
    " complete completely general overall event events symptom symptoms amount volume area ratio cumulative annual"
    " morning evening night office postoperative perioperative intraoperative spontaneous body disease related"
    " specific health activity performance quality success average home absolute medication drug".split()
)

# Concepts that say how something was counted.
WEAK_CONCEPTS = {"=incidence": 0.3}
