"""Do two wordings name one outcome? Pairs of our own wording, properties, and the judged pairs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.evaluate.outcome_match import predict
from ingest.extract.outcome_match import (
    SAME,
    components,
    fold,
    initials_run,
    is_same_outcome,
    same_outcome,
)

SAME_PAIRS = [
    ("hospital admissions", "the number of hospitalisations"),
    ("all-cause mortality at 90 days", "deaths from any cause"),
    ("change from baseline in systolic blood pressure", "mean SBP"),
    ("length of hospital stay", "days in hospital"),
    ("HbA1c after 12 months", "glycosylated haemoglobin"),
    ("Hamilton Depression Rating Scale score at week 8", "HAM-D"),
    ("postpartum haemorrhage", "Postpartum hemorrhage"),
    ("forced expiratory volume in one second (FEV1)", "trough FEV 1"),
    ("incremental shuttle walk distance (ISWD)", "ISWD"),
    ("time to extubation", "successfully extubated"),
    ("severity of pain measured on a visual analogue scale", "levels of pain"),
    ("the proportion of children vaccinated", "vaccination rate"),
    ("Serum 25(OH)D at week 12", "25(OH)D levels"),
]
OTHER_PAIRS = [
    ("pain and stiffness", "stiffness"),
    ("foot pain", "foot function"),
    ("caesarean birth", "instrumental birth"),
    ("overall survival", "progression-free survival"),
    ("knowledge, attitudes and skills", "a knowledge score"),
    ("body weight", "body composition"),
    ("duration of exacerbations", "frequency of exacerbations"),
    ("patient satisfaction", "patient comfort"),
    ("LDL cholesterol", "HDL cholesterol"),
    ("filter survival time", "mortality at 28 days"),
    ("graft survival", "overall survival"),
    ("body weight", "24-hour weighted mean FEV1"),
    ("time", "score"),
    ("", "pain"),
]


@pytest.mark.parametrize(("a", "b"), SAME_PAIRS)
def test_same(a: str, b: str) -> None:
    assert is_same_outcome(a, b), same_outcome(a, b)


@pytest.mark.parametrize(("a", "b"), OTHER_PAIRS)
def test_other(a: str, b: str) -> None:
    assert not is_same_outcome(a, b), same_outcome(a, b)


@given(st.text(max_size=60), st.text(max_size=60))
def test_symmetric_and_bounded(a: str, b: str) -> None:
    score = same_outcome(a, b)
    assert 0.0 <= score <= 1.0
    assert score == pytest.approx(same_outcome(b, a))
    assert same_outcome(a, a) == 1.0


def test_a_list_is_cut_but_a_title_is_not() -> None:
    assert len(components("knowledge, attitudes and skills")) == 3
    assert len(components("the Neck Pain and Disability Index")) == 1
    assert len(components("moderate and severe hypoglycaemia")) == 1


def test_folding_and_initials() -> None:
    assert fold("haemorrhages") == fold("hemorrhage")
    assert initials_run("ROM", ("knee", "range", "of", "motion")) == (1, 4)
    assert initials_run("XYZ", ("knee", "range", "of", "motion")) is None


def test_judged_pairs(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold/outcome_match/dev.jsonl").read_text("utf-8").splitlines()]
    said = {p["id"]: p["label"] for p in predict(rows, None)}
    hit = sum(said[r["id"]] == r["label"] == 1 for r in rows)
    wrong = sum(said[r["id"]] != r["label"] for r in rows)
    assert 2 * hit / (2 * hit + wrong) >= 0.82
    assert 0.5 < SAME < 0.7


SAME_IN_MANY_FIELDS = [
    ("Overall survival", "OS"),
    ("Pain intensity", "pain score"),
    ("Pain intensity at 12 weeks", "pain at 3 months"),
    ("systolic blood pressure", "SBP"),
    ("HbA1c", "glycated haemoglobin"),
    ("glycosylated hemoglobin A1c", "change in HbA1c from baseline to week 26"),
    ("depressive symptoms", "Beck Depression Inventory"),
    ("BDI-II", "Beck Depression Inventory-II total score"),
    ("Hamilton Depression Rating Scale (HAM-D)", "HDRS"),
    ("all-cause mortality", "death from any cause"),
    ("hospital admission", "hospitalisation"),
    ("length of hospital stay", "duration of hospitalisation"),
    ("body mass index", "BMI"),
    ("quality of life", "SF-36"),
    ("quality of life", "EQ-5D"),
    ("6-minute walk distance", "six-minute walk test"),
    ("falls", "fall rate"),
    ("adverse events", "side effects"),
    ("postoperative nausea and vomiting", "PONV"),
    ("birth weight", "birthweight"),
    ("preterm birth", "preterm delivery"),
    ("smoking cessation", "abstinence from smoking at 6 months"),
    ("LDL cholesterol", "low-density lipoprotein cholesterol"),
    ("myocardial infarction", "heart attack"),
    ("visual acuity", "best-corrected visual acuity"),
    ("intraocular pressure", "IOP"),
    ("FEV1", "forced expiratory volume in 1 second"),
    ("symptom severity", "severity of symptoms"),
    ("functioning at one year", "functioning at 2 years"),
    ("global functioning", "Global Assessment of Functioning"),
    ("emergency room visits", "emergency department visits"),
    ("number of hospital admissions", "hospital admissions"),
    ("oedema", "edema"),
    ("duration of diarrhoea", "diarrhea duration"),
    ("fasting plasma glucose", "fasting blood glucose"),
    ("sleep quality", "Pittsburgh Sleep Quality Index"),
    ("treatment adherence", "medication compliance"),
    ("objective response rate", "ORR"),
    ("disease-free survival", "DFS"),
    ("wound infection", "surgical site infection"),
    ("caesarean section", "cesarean delivery"),
    ("cognitive function", "Mini-Mental State Examination"),
    ("satisfaction with care", "patient satisfaction"),
    ("anxiety", "State-Trait Anxiety Inventory"),
    ("fatigue", "tiredness"),
    ("dyspnoea", "shortness of breath"),
    ("HOMA-IR", "insulin resistance"),
    ("C-reactive protein", "CRP"),
    ("IL-6", "interleukin 6"),
    ("Number of falls in one year", "incidence of falls"),
    ("PHQ-9 score at 4 months", "depressive symptoms (PHQ-9)"),
    ("GAD-7", "generalised anxiety symptoms"),
    ("eGFR", "estimated glomerular filtration rate"),
    ("CD4 cell count", "CD4+ T-cell count"),
    ("viral load", "HIV-1 RNA level"),
    ("urinary tract infection", "UTI"),
    ("postpartum haemorrhage", "PPH"),
    ("left ventricular ejection fraction", "LVEF"),
    ("triglycerides", "triglyceride levels"),
    ("asthma control", "Asthma Control Questionnaire score"),
    ("opioid consumption", "morphine consumption in the first 24 h"),
    ("parental stress", "Parenting Stress Index"),
    ("alcohol consumption", "drinks per day"),
    ("gait speed", "walking speed"),
    ("balance", "Berg Balance Scale"),
]
OTHER_IN_MANY_FIELDS = [
    ("systolic blood pressure", "diastolic blood pressure"),
    ("depression", "anxiety"),
    ("all-cause mortality", "cardiovascular mortality"),
    ("length of hospital stay", "hospital readmission"),
    ("falls", "fear of falling"),
    ("serious adverse events", "adverse events"),
    ("nausea", "vomiting"),
    ("LDL cholesterol", "HDL cholesterol"),
    ("stroke", "ischaemic stroke"),
    ("myocardial infarction", "stroke"),
    ("major bleeding", "any bleeding"),
    ("FEV1", "FVC"),
    ("duration of diarrhoea", "frequency of diarrhoea"),
    ("fasting glucose", "postprandial glucose"),
    ("urinary incontinence", "faecal incontinence"),
    ("time to first exacerbation", "exacerbation rate"),
    ("complete response", "overall response rate"),
    ("overall survival", "disease-free survival"),
    ("knee pain", "shoulder pain"),
    ("knee function", "knee pain"),
    ("infection", "surgical site infection"),
    ("plaque index", "gingival index"),
    ("relapse", "relapse-free survival"),
    ("insulin sensitivity", "insulin resistance"),
    ("interleukin-6", "interleukin-10"),
    ("hip fracture", "vertebral fracture"),
    ("PHQ-9", "PHQ-2"),
    ("WOMAC pain", "WOMAC stiffness"),
    ("CD4 count", "CD8 count"),
    ("upper respiratory tract infection", "lower respiratory tract infection"),
    ("neonatal mortality", "maternal mortality"),
    ("left ventricular mass", "right ventricular mass"),
    ("waist circumference", "hip circumference"),
    ("total cholesterol", "LDL cholesterol"),
    ("pain at rest", "pain on movement"),
    ("time to first rescue analgesia", "rescue analgesic consumption"),
    ("self-efficacy", "self-esteem"),
    ("working memory", "verbal memory"),
    ("bone mineral density of the hip", "bone mineral density of the lumbar spine"),
]


@pytest.mark.parametrize(("a", "b"), SAME_IN_MANY_FIELDS)
def test_same_across_specialties_and_spellings(a: str, b: str) -> None:
    assert is_same_outcome(a, b), same_outcome(a, b)


@pytest.mark.parametrize(("a", "b"), OTHER_IN_MANY_FIELDS)
def test_narrower_opposite_and_neighbouring_outcomes_are_others(a: str, b: str) -> None:
    """A name that holds the other, or differs from it by one word or number, is not the other."""
    assert not is_same_outcome(a, b), same_outcome(a, b)
    assert same_outcome(a, b) == same_outcome(b, a)
