"""Counts of participants: which number is the total."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from ingest.extract.number_words import count_value
from ingest.extract.sample_size import sample_sizes, total
from ingest.markup import DocumentBuilder


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A total of 198 participants were included.", 198),
        ("Twenty consecutive women took part.", 20),
        ("We randomly assigned 13 388 men to a drug or placebo.", 13388),
        ("Women (n = 235) were randomised.", 235),
        ("Of 410 patients screened, 120 were randomised: 60 to drug and 60 to placebo.", 120),
        ("Forty-one adults were randomised to coaching and 29 adults to reading.", 70),
        ("Adults were randomised to coaching (n = 27) or placebo (n = 26).", 53),
        ("Between June 2000 and May 2003, 1,009 children aged 5-9 years entered the trial.", 1009),
        ("One hundred and seventy-six nurses were enrolled; 170 completed.", 176),
    ],
)
def test_total(text: str, value: int) -> None:
    found = total("A trial of coaching. " + text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "text",
    [
        "The trial ran from 1995 to 2003.",
        "Doses of 20 mg were given for 12 weeks at 45 centres.",
        "Three patients died in the control group.",
        "It affects 5 million people.",
    ],
)
def test_no_total(text: str) -> None:
    assert total(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1,204", 1204), ("one hundred and six", 106), ("a thousand", 1000), ("Ninety-nine", 99), ("mice", None)]
)
def test_count_value(text: str, value: int | None) -> None:
    assert count_value(text) == value


def test_planned_and_enrolled_are_two_facts() -> None:
    builder = DocumentBuilder()
    builder.add("abstract.methods", "We planned to recruit 300 adults. In all, 198 adults were randomised.")
    document = builder.build()
    assert {s.field: s.value for s in sample_sizes(document)} == {"enrolled": 198, "enrolled_planned": 300}
    assert all(s.span and document.text[s.span.start : s.span.end] == s.span.quote for s in sample_sizes(document))


def test_judged_abstracts(shared: Path) -> None:
    """The scorer reads number words only up to twelve; here both sides are read in full."""
    rows = [json.loads(line) for line in (shared / "gold/pico_corpus/dev.jsonl").open(encoding="utf-8")]
    rows = [row for row in rows if row["total_participants"]]
    right = answered = 0
    for row in rows:
        found = total(row["text"])
        answered += found is not None
        right += found is not None and found.value in {count_value(t) for t in row["total_participants"]}
    precision, recall = right / answered, right / len(rows)
    assert 2 * precision * recall / (precision + recall) >= 0.89


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We screened 512 adults, of whom 198 were randomised.", 198),
        ("Of 512 screened, 198 were randomised.", 198),
        (
            "512 people were assessed for eligibility; 198 were randomly assigned to brief advice (n=99) or usual care (n=99).",
            198,
        ),
        ("Three hundred and twelve women were randomized in a 2:1 ratio to letrozole or placebo.", 312),
        ("Participants were 64 preterm infants born before 32 weeks' gestation.", 64),
        ("One hundred twenty eyes of 60 patients were randomized to lens A or lens B.", 60),
        ("We randomly allocated 24 general practices (1,846 patients) to training or no training.", 1846),
        ("Twenty-four villages were randomised; 3120 children took part.", 3120),
        ("In this crossover study, 18 healthy volunteers received each drug in random order.", 18),
        ("N: 54 participants.", 54),
        ("Patients (N=1,204) were randomised 1:1.", 1204),
        ("Adults with asthma (n = 88) were randomly assigned to one of two inhalers.", 88),
        ("Ninety-six (96) patients were enrolled.", 96),
        ("Between January 2010 and March 2012, 447 patients from 31 centres in 6 countries underwent randomisation.", 447),
        (
            "Group A (n=30) received ketamine, group B (n=31) received saline and group C (n=29) received nothing; patients were randomly allocated.",
            90,
        ),
        ("Forty patients were randomly divided into two equal groups of 20 each.", 40),
        ("Patients were randomly allocated into three groups of 25.", 75),
        ("Sixty patients scheduled for cataract surgery were divided into three groups (n = 20 each).", 60),
        ("Seventy-two nursing home residents were randomised; 65 completed the study and were analysed.", 72),
        ("The intention-to-treat population comprised 1002 patients.", 1002),
        ("We recruited 310 mother-infant pairs.", 310),
        ("Data from 1,876 participants (934 intervention, 942 control) were analysed.", 1876),
        ("The study included 150 patients: 75 in the exercise arm and 75 in the control arm.", 150),
        ("150 patients were randomized, 75 to exercise and 75 to control. Ten patients withdrew.", 150),
        ("A sample of 220 patients was needed to detect a difference of 10 points with 80% power. We randomised 187.", 187),
        ("We aim to recruit 400 patients from 20 hospitals.", 400),
        ("Four hundred participants will be recruited.", 400),
        ("Over 18 months, 83 women were recruited and 79 gave data at 6 weeks.", 83),
        ("Of the 1,023 patients who entered the run-in, 804 were randomly assigned treatment.", 804),
        ("A randomised trial in 12 hospitals. 5 678 women in labour were randomly assigned.", 5678),
        ("Thirty-four adolescents (mean age 15.2, SD 1.4) completed baseline and were randomized.", 34),
        ("Patients with stage III disease were randomized to arm A (148 patients) or arm B (151 patients).", 299),
        ("148 patients were assigned to chemotherapy and 151 to chemoradiotherapy.", 299),
        ("148 patients received chemotherapy and 151 patients received placebo.", 299),
        ("Participants (53% female; mean age 44 years) were 118 veterans with PTSD.", 118),
        ("We did a double-blind trial in 4447 patients with type 2 diabetes.", 4447),
        ("Mean age was 62 years and 45% were women.", None),
        ("The drug was given at 20 mg for 12 weeks.", None),
        ("Twelve patients died.", None),
        ("60 teeth in 30 patients were included in this split-mouth trial.", 30),
        ("40 patients (80 knees) undergoing bilateral replacement were enrolled.", 40),
        ("A total of n = 93 students participated.", 93),
        ("Subjects were 25 men and 31 women.", 56),
        ("25 men and 31 women were randomly assigned to a diet.", 56),
        ("In total, 1 034 patients were recruited (517 per group).", 1034),
        ("Overall, 36 of 40 enrolled patients completed the study.", 40),
        ("Of 80 patients enrolled, 76 completed treatment.", 80),
        ("Six hundred and one smokers called the quitline and were randomised to receive texts or not.", 601),
        ("Consecutive patients undergoing hip surgery (n=101) were randomised to spinal or general anaesthesia.", 101),
        ("Eligible patients (n=1 502) from 14 sites were randomly assigned in blocks of four.", 1502),
        ("Seven hundred and four infants were allocated: 352 to delayed clamping, 352 to immediate clamping.", 704),
        ("Participants (n = 44; 22 per group) trained three times a week for 8 weeks.", 44),
        ("Sixteen cyclists completed two trials in a counterbalanced order.", 16),
        ("The analysis included 9 trials with 2,310 patients.", None),
        ("We assigned 8,179 patients with raised triglycerides to receive 2 g of the drug or placebo twice daily.", 8179),
        ("From 34 clinics, 2,002 smokers were enrolled, of which 1,780 (89%) were followed up.", 2002),
        ("Students from six schools (N = 480) were assigned by school.", 480),
        ("Fifty-six participants, 28 in each group, were included.", 56),
        ("Fifty-six participants were included, with 28 in each group.", 56),
        ("20 participants were allocated to each of four groups.", 80),
        ("Each group comprised 24 patients.", None),
        ("A total of 70 postmenopausal women with osteoporosis participated in the trial and 64 completed it.", 70),
        ("215 patients were screened for eligibility and 120 were included.", 120),
        ("Of 90 women enrolled, 45 were randomised to acupuncture and 45 to sham.", 90),
        ("Thirty rats were randomised to three diets.", 30),
        ("The trial stopped early after 61 of the planned 200 patients had been randomised.", 61),
        ("The trial was terminated after enrolment of 61 patients (planned: 200).", 61),
        ("Twenty healthy men (age 20-30 years) ingested 30 g protein.", 20),
        ("Eight hundred women, 400 per arm, will be recruited from antenatal clinics.", 800),
        ("In 2016, 2016 adults were randomised.", 2016),
        ("A cluster trial in 40 care homes with 1,050 residents compared hip protectors with none.", 1050),
        ("One thousand and fifty residents of 40 care homes took part.", 1050),
    ],
)
def test_total_in_many_styles(text: str, value: int | None) -> None:
    """Clusters against people, screened against randomised, sums of arms, products of groups, both spellings."""
    found = total("A trial of coaching. " + text)
    assert (found.value if found else None) == value


@pytest.mark.parametrize("piece", ["of 12 ", "12 men and ", "(n = 1) ", "1 of ", "(12 patients) or ", "three groups of 25 "])
def test_text_without_stops_takes_no_more_than_a_moment(piece: str) -> None:
    """Twenty thousand characters of one sentence: time grows with the length, not with its square."""
    started = time.process_time()
    total(piece * (20_000 // len(piece)))
    assert time.process_time() - started < 2
