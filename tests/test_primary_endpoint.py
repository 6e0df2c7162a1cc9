"""Was the primary endpoint met? Small abstracts of our own wording, and the judged ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.evaluate.primary_endpoint import predict
from ingest.extract.primary_endpoint import primary_endpoint
from ingest.markup import DocumentBuilder
from ingest.records import Document

METHODS = "Patients were randomly assigned to alfamab or placebo. The primary end point was progression-free survival (PFS)."
CASES = [
    ("Median PFS was 9.1 v 5.2 months (hazard ratio, 0.61; 95% CI, 0.48 to 0.77; P < .001).", "Alfamab prolonged PFS.", True),
    ("Median PFS was 6.1 v 5.9 months (hazard ratio, 0.97; 95% CI, 0.80 to 1.18; P = .74).",
     "Alfamab was well tolerated.", False),
    ("PFS did not differ between the arms. Overall survival was longer with alfamab (P = .03).",
     "Alfamab did not improve PFS but improved overall survival.", False),
    ("The trial did not meet its primary end point. Response rates were higher with alfamab (P = .01).",
     "Alfamab showed activity.", False),
    ("The primary end point was met (P = .002).", "Alfamab is an option.", True),
    ("The trial was stopped for futility at the first interim analysis.", "No benefit was seen.", False),
]  # fmt: skip


def abstract(methods: str, results: str, conclusions: str) -> Document:
    builder = DocumentBuilder()
    builder.add("abstract.methods", methods, "METHODS")
    builder.add("abstract.results", results, "RESULTS")
    builder.add("abstract.conclusions", conclusions, "CONCLUSION")
    return builder.build()


@pytest.mark.parametrize(("results", "conclusions", "met"), CASES)
def test_verdict(results: str, conclusions: str, met: bool) -> None:
    document = abstract(METHODS, results, conclusions)
    verdict = primary_endpoint(document)
    assert verdict.met is met, verdict
    assert (verdict.name or "").startswith("progression-free survival")
    assert verdict.span is not None
    assert document.text[verdict.span.start : verdict.span.end] == verdict.span.quote


def test_noninferiority_that_is_shown_and_that_is_not() -> None:
    methods = "In this noninferiority trial the primary outcome was disease-free survival."
    shown = abstract(methods, "Disease-free survival was 81% v 80% (P = .004 for noninferiority).", "It was noninferior.")
    missed = abstract(methods, "The upper limit exceeded the noninferiority margin.", "Noninferiority was not shown.")
    assert primary_endpoint(shown).met is True
    assert primary_endpoint(missed).met is False


def test_says_nothing_when_nothing_is_said() -> None:
    assert primary_endpoint(Document(text="")).met is None
    assert primary_endpoint(abstract(METHODS, "Follow-up is ongoing.", "Results are awaited.")).met is None


def test_judged_abstracts(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold/primary_endpoint/dev.jsonl").read_text("utf-8").splitlines()]
    said = {p["id"]: p["label"] for p in predict(rows, None)}
    assert sum(said[r["id"]] == r["label"] for r in rows) / len(rows) >= 0.92


STYLES = [
    ("Adults were randomised to yoga or usual care. The primary outcome was pain at 12 weeks.",
     "Pain at 12 weeks was lower with yoga (mean difference −1.1, 95% CI −1.8 to −0.4; p=0.002).",
     "Yoga reduces pain.", True),
    ("Adults were randomised to yoga or usual care. The primary outcome was pain at 12 weeks.",
     "Pain at 12 weeks was similar in both groups (mean difference −0.1, 95% CI −0.8 to 0.6).",
     "Yoga did not reduce pain more than usual care.", False),
    ("Adults were randomised to yoga or usual care. The primary outcome was pain at 12 weeks.",
     "There was no significant between-group difference in pain at 12 weeks (P = 0.41). Sleep improved with yoga (P = 0.02).",
     "Yoga improved sleep but not pain.", False),
    ("Patients received drug A plus chemotherapy or chemotherapy alone. The primary endpoint was overall survival (OS); secondary endpoints were progression-free survival (PFS) and safety.",
     "Median OS was 12.1 months with drug A and 11.4 months without (HR 0.92, 95% CI 0.78–1.09; p=0.33). PFS was longer with drug A (HR 0.71, 0.6–0.85; p<0.001).",
     "Adding drug A prolonged PFS but not OS.", False),
    ("Patients received drug A plus chemotherapy or chemotherapy alone. The primary endpoint was overall survival (OS); secondary endpoints were progression-free survival (PFS) and safety.",
     "Median OS was 15.2 versus 11.4 months (HR 0.74; 95% CI 0.61-0.90; p=0.002).",
     "Drug A plus chemotherapy significantly improved survival.", True),
    ("Patients received drug A plus chemotherapy or chemotherapy alone. The primary endpoint was overall survival (OS); secondary endpoints were progression-free survival (PFS) and safety.",
     "At the planned interim analysis the boundary for efficacy was crossed: OS hazard ratio 0.68 (p=0.0004).",
     "Drug A improves OS and should be considered a new standard.", True),
    ("Patients were assigned to drug A or placebo. Primary endpoint: investigator-assessed progression-free survival.",
     "Progression-free survival was 7.4 months v 7.1 months (hazard ratio 1.02, 95% CI 0.85 to 1.22).",
     "Drug A cannot be recommended.", False),
    ("Patients were assigned to drug A or placebo. Primary endpoint: investigator-assessed progression-free survival.",
     "Progression-free survival favoured drug A (11.0 vs 5.6 months; stratified HR 0.48, 95% CI 0.36-0.65).",
     "Drug A is a new option.", True),
    ("The primary end point was objective response rate (ORR).",
     "The ORR was 41% with the doublet and 22% with monotherapy (P = .003).",
     "The doublet is active.", True),
    ("The primary end point was objective response rate (ORR).",
     "ORR was 24% vs 22% (P = .71).",
     "No advantage of the doublet was observed.", False),
    ("The primary end point was objective response rate (ORR).",
     "Of 30 patients, 12 responded (ORR 40%; 95% CI, 23% to 59%), exceeding the prespecified threshold of 20%.",
     "The regimen is active and merits further study.", True),
    ("The primary end point was objective response rate (ORR).",
     "Only 2 of 30 patients responded and the study was closed after the first stage.",
     "The regimen has minimal activity.", False),
    ("This non-inferiority trial compared short with long courses. The primary endpoint was treatment failure; the margin was 10 percentage points.",
     "Failure occurred in 8% and 9% (difference 1.0 percentage points, 95% CI −3.1 to 5.1).",
     "Short treatment was non-inferior to long treatment.", True),
    ("This non-inferiority trial compared short with long courses. The primary endpoint was treatment failure; the margin was 10 percentage points.",
     "Failure occurred in 18% and 9% (difference 9.0 percentage points, 95% CI 3.1 to 14.9).",
     "Non-inferiority of short treatment was not shown.", False),
    ("This non-inferiority trial compared short with long courses. The primary endpoint was treatment failure; the margin was 10 percentage points.",
     "The upper bound of the 95% CI (4.2) was below the prespecified margin.",
     "Short courses suffice.", True),
    ("The primary efficacy endpoint was change in HbA1c from baseline to week 26.",
     "HbA1c fell by 1.2% with drug A and by 0.4% with placebo (treatment difference −0.8%, P<0.001).",
     "Drug A improved glycaemic control.", True),
    ("The primary efficacy endpoint was change in HbA1c from baseline to week 26.",
     "Change in HbA1c did not differ (−0.5% v −0.4%, P=0.29), although body weight fell more with drug A (P<0.001).",
     "Drug A had no effect on glycaemia.", False),
    ("The primary composite outcome was death from cardiovascular causes, myocardial infarction, or stroke.",
     "A primary outcome event occurred in 10.2% and 12.4% (hazard ratio, 0.81; 95% CI, 0.70 to 0.93).",
     "Drug A lowered cardiovascular risk.", True),
    ("The primary composite outcome was death from cardiovascular causes, myocardial infarction, or stroke.",
     "A primary outcome event occurred in 11.9% and 12.4% (hazard ratio, 0.96; 95% CI, 0.83 to 1.10; P=0.55).",
     "Drug A did not lower cardiovascular risk.", False),
    ("The primary composite outcome was death from cardiovascular causes, myocardial infarction, or stroke.",
     "The primary outcome occurred more often with drug A (hazard ratio, 1.34; 95% CI, 1.10 to 1.63; P=0.003).",
     "Drug A increased cardiovascular events.", False),
    ("The primary composite outcome was death from cardiovascular causes, myocardial infarction, or stroke.",
     "The trial was stopped early for benefit. The primary outcome occurred in 4.1% and 6.8% (P=0.001).",
     "Drug A reduced events.", True),
    ("The primary composite outcome was death from cardiovascular causes, myocardial infarction, or stroke.",
     "The data and safety monitoring board recommended stopping because of futility.",
     "Drug A conferred no benefit.", False),
    ("The co-primary endpoints were PFS and OS.",
     "PFS was improved (HR 0.70, P < .001). OS data are immature.",
     "Drug A significantly prolonged PFS.", True),
    ("Primary endpoints were remission at week 8 and at week 52.",
     "Remission was more frequent with drug A at week 8 (32% v 14%) and week 52 (41% v 19%; both p<0.001).",
     "Drug A was superior to placebo for induction and maintenance.", True),
    ("The main outcome measure was the number of falls.",
     "Falls were not reduced (rate ratio 0.97, 95% CI 0.81 to 1.16).",
     "The programme did not prevent falls.", False),
    ("The primary outcome measure was smoking cessation at 6 months.",
     "Abstinence was 23% in the text group and 13% in the control group (relative risk 1.77, 1.29 to 2.42).",
     "Texts doubled quit rates.", True),
    ("The study's primary aim was to compare disease-free survival (DFS).",
     "Five-year DFS was 76.1% and 74.9% (log-rank p = 0.62).",
     "DFS was comparable; toxicity was lower with the shorter schedule.", False),
    ("The primary objective was to demonstrate superiority in pathological complete response (pCR).",
     "pCR was achieved by 45.8% v 29.0% of patients (difference 16.8 points; P=.014).",
     "Dual blockade increased pCR.", True),
    ("Adults were randomised to yoga or usual care. The primary outcome was pain at 12 weeks.",
     "Pain scores decreased in both groups, with no difference between them.",
     "Both treatments relieve pain.", False),
    ("Patients were assigned to drug A or placebo. Primary endpoint: investigator-assessed progression-free survival.",
     "The study met its primary endpoint, with a 42% reduction in the risk of progression.",
     "Drug A has meaningful activity.", True),
    ("Patients were assigned to drug A or placebo. Primary endpoint: investigator-assessed progression-free survival.",
     "Although the primary endpoint of progression-free survival was not met, OS was numerically longer.",
     "Results support further study in selected patients.", False),
    ("Patients were assigned to drug A or placebo. Primary endpoint: investigator-assessed progression-free survival.",
     "Accrual is complete; results will be presented.",
     "Results are awaited.", None),
    ("The primary outcome was change in UPDRS part III at 6 months.",
     "UPDRS III worsened by 3.1 points with the drug and by 3.4 points with placebo (P=0.74).",
     "The drug does not slow Parkinson's disease.", False),
    ("Primary outcome: functional independence (mRS 0-2) at 90 days.",
     "Functional independence was more frequent after thrombectomy (46% v 26%; adjusted OR 2.5, 95% CI 1.7-3.6).",
     "Thrombectomy benefits most patients with large-vessel stroke.", True),
    ("The primary endpoint was the annualised relapse rate.",
     "The annualised relapse rate was 0.17 with the antibody and 0.36 with placebo (rate ratio 0.47; P<0.001).",
     "The antibody reduced relapses.", True),
    ("We assessed surgical site infection within 30 days as primary outcome.",
     "Infection occurred in 9% v 9% (risk ratio 1.01, 95% CI 0.7 to 1.4).",
     "The dressing had no effect on infection.", False),
    ("The primary outcome was live birth.",
     "Live birth occurred in 38.6% and 31.2% (P=0.01); miscarriage did not differ.",
     "Frozen transfer raises the live birth rate.", True),
    ("The primary outcome was time to wound healing.",
     "Median time to healing was 64 days and 70 days (HR 1.12, 95% CI 0.94 to 1.33; p=0.21).",
     "Honey dressings do not hasten healing.", False),
    ("The primary outcome was time to wound healing.",
     "Ulcers healed faster with compression (HR 1.38, 95% CI 1.12 to 1.70; p=0.002).",
     "Compression hastens healing.", True),
    ("The primary end point was FEV1 at week 12.",
     "At week 12, FEV1 had increased by 190 ml with the drug and 60 ml with placebo (difference 130 ml; 95% CI 60 to 200; P<0.001).",
     "The drug improved lung function.", True),
    ("The primary outcome was PANSS total score.",
     "PANSS total score improved in both arms; the difference did not reach significance (p=0.08).",
     "The adjunct was not superior to placebo.", False),
    ("The primary endpoint was 28-day mortality.",
     "Mortality was 22.9% and 25.7% (rate ratio 0.83; 95% CI 0.75-0.93; P<0.001).",
     "The steroid lowered 28-day mortality.", True),
    ("The primary endpoint was 28-day mortality.",
     "Mortality was 27.0% and 25.0% (rate ratio 1.09; 95% CI 0.97-1.23; P=0.15).",
     "Hydroxychloroquine did not reduce mortality.", False),
    ("This equivalence trial's primary outcome was recurrence at 2 years.",
     "Recurrence was 7.0% and 6.8%; the 90% CI of the difference lay within the equivalence margin.",
     "Laparoscopic and open repair are equivalent.", True),
    ("The primary outcome was depressive symptoms (PHQ-9) at 4 months.",
     "Compared with usual care, the app group had lower PHQ-9 scores (adjusted mean difference -2.0; 95% CI -3.1 to -0.9).",
     "An app with support reduces depression.", True),
    ("The primary outcome was infant weight at 12 months.",
     "Weights did not differ. Mothers' satisfaction was greater.",
     "The intervention did not affect infant growth.", False),
    ("Primary outcome was complete cure at week 52.",
     "Complete cure rates were 17.8% v 3.3% (P<.001).",
     "The topical solution was more effective than vehicle.", True),
]  # fmt: skip


@pytest.mark.parametrize(("methods", "results", "conclusions", "met"), STYLES)
def test_verdict_in_many_fields_and_styles(methods: str, results: str, conclusions: str, met: bool | None) -> None:
    """The same verdict from a labelled abstract and from one without labels."""
    builder = DocumentBuilder()
    builder.add("abstract", " ".join((methods, results, conclusions)))
    assert primary_endpoint(abstract(methods, results, conclusions)).met is met
    assert primary_endpoint(builder.build()).met is met
