"""Own registration numbers told from mentioned ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.evaluate import evaluate, registry
from ingest.extract.registration_wording import is_registration_line, stance
from ingest.extract.registrations import registrations
from ingest.markup import DocumentBuilder

OWN = [
    "The trial was registered at ClinicalTrials.gov (NCT02468135).",
    "ClinicalTrials.gov Identifier: NCT02468135",
    "NCT02468135; registered 3 May 2016.",
    "Our study was approved by the ethics committee of the hospital (DRKS00024681).",
    "This was a double-blind, randomised, placebo-controlled trial (ISRCTN24681357).",
    "Netherlands Trial Register NTR5033, prospectively registered.",
    "LANTERN was a phase 3, open-label trial done at 40 sites (NCT02468135).",
    "We registered the protocol in DRKS (DRKS00024681) after the first patient had been enrolled.",
    "Funded by the Foundation for Hiccups; ISRCTN registry number ISRCTN24681357.",
    "The present analysis uses data of the LANTERN trial (NCT02468135), whose main results have been published.",
    "Die Studie wurde im Deutschen Register Klinischer Studien registriert (DRKS00024681).",
]
MENTIONED = [
    "A large trial of the same tablet is ongoing (NCT02468135).",
    "Two other trials are currently recruiting children (NCT02468135, ISRCTN24681357).",
    "Whether a lower dose is enough is being investigated in a trial in the north (NCT02468135).",
    "The PLUME study (NCT02468135) will help to answer this question.",
    "Smith et al. compared the two doses in adults (NCT02468135).",
    "Results of the GLOW trial (NCT02468135) are expected in 2026.",
    "In contrast to our findings, the GLOW trial found no benefit of tablets (NCT02468135).",
    "The efficacy of tablets has been shown in the SPARK and FLAME studies (NCT02468135 and NCT01357924).",
    "Two large trials, one in Europe (ISRCTN24681357) and one in Asia, have been completed recently.",
    "A phase 2 trial of tablets and syrup is recruiting (NCT02468135).",
    "We are now conducting a larger trial to confirm these results (NCT02468135).",
    "Previously, a pilot study by our group (NCT02468135) had shown that tablets are feasible.",
    "Participants had previously completed one of two parent studies (NCT02468135, NCT01357924).",
    "To date, only one other randomised trial has been registered (NCT02468135).",
    "A similar trial is registered at ClinicalTrials.gov (NCT02468135) but has not started.",
]


@pytest.mark.parametrize(("sentence", "own"), [(s, True) for s in OWN] + [(s, False) for s in MENTIONED])
def test_wording_alone(sentence: str, own: bool) -> None:
    assert stance(sentence).is_own is own


# Place, how many numbers the document has, sentence: wordings that stand where the place alone would say the opposite.
OWN_IN_PLACE = [
    ("body.introduction", 2, "Here we report the primary outcome of LANTERN (NCT02468135)."),
    ("body.introduction", 1, "In this paper we describe the protocol of the HIC-UP trial (DRKS00024681)."),
    ("body.discussion", 2, "As prespecified at ClinicalTrials.gov (NCT02468135), we did not adjust for multiple testing."),
    ("body.discussion", 2, "The outcome order in the registry entry (NCT02468135) differs from that in our protocol."),
    ("body.discussion", 1, "A limitation is that the trial was registered (NCT02468135) after enrolment had begun."),
    ("abstract.conclusions", 1, "Trial registered with Current Controlled Trials, number ISRCTN24681357."),
    ("abstract.conclusions", 2, "(Funded by Hiccup Pharma; LANTERN ClinicalTrials.gov number, NCT02468135.)"),
    ("abstract.background", 1, "We assessed tablets in the randomised LANTERN trial (NCT02468135)."),
    ("body.methods", 2, "This process evaluation ran alongside the LANTERN trial (ISRCTN24681357)."),
    ("body.methods", 3, "The main trial (NCT02468135) had 400 adults; the present paper concerns the 120 who wore a belt."),
    ("caption", 1, "Flow of participants in LANTERN (NCT02468135)."),
]
MENTIONED_IN_PLACE = [
    ("abstract.conclusions", 2, "This was confirmed in a trial from the Nordic Hiccup group (NCT02468135)."),
    ("abstract.conclusions", 2, "Data from the LANTERN trial suggest that lower doses may suffice (NCT02468135)."),
    ("abstract.conclusions", 1, "A confirmatory phase 3 trial has been initiated (NCT02468135)."),
    ("abstract.conclusions", 2, "These results led to a larger randomised study, which is registered as NCT02468135."),
    ("abstract", 2, "Based on these findings, the REBOUND study (NCT02468135) was launched in 2021."),
    ("abstract.background", 2, "In the pivotal BEACON trial (NCT02468135), tablets halved the number of attacks."),
    ("body.methods", 3, "The sample size was based on the standard deviation reported in the GLOW trial (NCT01357924)."),
    ("body.methods", 2, "The training manual was adapted from the one used in PLUME (ISRCTN24681357)."),
    ("body.methods", 2, "Eligibility criteria were identical to those of the FLAME study (NCT01357924)."),
    ("body.methods", 3, "As in our earlier crossover trial [NCT01357924], attacks were counted with a belt sensor."),
    ("body.methods", 2, "We excluded people who had taken part in the GLOW study (NCT01357924)."),
    ("body.methods", 2, "Patients who were already enrolled in GLOW (NCT01357924) were not eligible."),
    ("body.discussion", 3, "The FLAME trial, registered under NCT01357924, used a different comparator."),
    ("body.discussion", 2, "This question is addressed by the successor trial LANTERN-2 (NCT01357924)."),
    ("back", 2, "Dr Roe is principal investigator of the GLOW trial (NCT01357924) and has received fees."),
    (None, 1, "We read with interest the report of the LANTERN trial (NCT02468135)."),
]


@pytest.mark.parametrize(("place", "n_ids", "sentence"), OWN_IN_PLACE)
def test_own_by_wording_whatever_the_place(place: str, n_ids: int, sentence: str) -> None:
    assert stance(sentence, place, n_ids).is_own


@pytest.mark.parametrize(("place", "n_ids", "sentence"), MENTIONED_IN_PLACE)
def test_somebody_elses_by_wording_whatever_the_place(place: str | None, n_ids: int, sentence: str) -> None:
    assert not stance(sentence, place, n_ids).is_own


def test_place_decides_where_wording_is_silent() -> None:
    sentence = "The tablets were given to adults (NCT02468135)."
    assert stance(sentence, "body.methods").is_own
    assert not stance(sentence, "body.discussion").is_own
    assert not stance(sentence, "references").is_own


def test_registration_lines() -> None:
    assert is_registration_line("Trial registration number: ISRCTN24681357 (3 May 2016).")
    assert not is_registration_line("Patients of the PLUME cohort (NCT02468135) took part.")


def _article() -> DocumentBuilder:
    builder = DocumentBuilder()
    builder.add("title", "Tablets against hiccups: a randomised trial")
    builder.add("abstract.results", "Hiccups ended sooner with tablets.", label="RESULTS")
    builder.add("abstract.registration", "ClinicalTrials.gov NCT02468135.", label="TRIAL REGISTRATION")
    builder.add("body.methods", "Doses were taken from the PLUME study (NCT01357924).", label="Methods")
    builder.add("body.discussion", "A trial in children is ongoing (ISRCTN24681357).", label="Discussion")
    builder.add("table", "Name\tNumber\nPLUME\tNCT01357924\nDOWN\tNCT01357933")
    builder.add("references", "1. Roe A. Protocol. ClinicalTrials.gov NCT02468000.")
    return builder


def test_a_document() -> None:
    document = _article().build()
    found = {r.number: r.status for r in registrations(document)}
    assert found == {
        "NCT02468135": "valid",
        "NCT01357924": "mention",
        "ISRCTN24681357": "mention",
        "NCT01357933": "mention",
        "NCT02468000": "mention",
    }


def test_a_number_said_to_be_registered_silences_one_that_merely_stands_there() -> None:
    builder = DocumentBuilder()
    builder.add("body.methods", "This trial was registered at ClinicalTrials.gov (NCT02468135).", label="Methods")
    builder.add("body.methods", "Some men had taken tablets before [NCT01357924 (3)].", label="Methods")
    found = {r.number: r.status for r in registrations(builder.build())}
    assert found == {"NCT02468135": "valid", "NCT01357924": "mention"}


def test_spans_and_rules() -> None:
    document = _article().build()
    for registration in registrations(document):
        assert registration.span is not None
        assert document.text[registration.span.start : registration.span.end] == registration.as_written
        assert registration.rule


def test_rejected_numbers_are_kept_with_the_reason() -> None:
    builder = DocumentBuilder()
    builder.add("abstract", "Registered as ISRCTN00000000. PROSPERO CRD42019123456. Again ISRCTN00000000.")
    found = registrations(builder.build())
    assert [(r.status, r.number, bool(r.reject_reason)) for r in found] == [
        ("rejected", "ISRCTN00000000", True),
        ("rejected", "CRD42019123456", True),
    ]


def test_a_review_owns_none_of_the_trials_it_lists() -> None:
    builder = DocumentBuilder()
    builder.add("abstract", "We included three trials (NCT02468135, NCT01357924 and ISRCTN24681357).")
    statuses = {r.status for r in registrations(builder.build(), title="Tablets for hiccups: a systematic review")}
    assert statuses == {"mention"}


def test_several_numbers_of_one_trial_are_all_its_own() -> None:
    builder = DocumentBuilder()
    builder.add("abstract.registration", "NTR5033 and EudraCT 2011-023456-17", label="Trial registration")
    assert [r.status for r in registrations(builder.build())] == ["valid", "valid"]


def test_nothing_in_nothing() -> None:
    assert registrations(DocumentBuilder().build()) == ()


@pytest.mark.parametrize("without", [(), ("where",), ("where", "n_ids_in_article")])
def test_gold(shared: Path, tmp_path: Path, without: tuple[str, ...]) -> None:
    gold = shared / "gold" / "registry" / "dev.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    asked = [{k: v for k, v in row.items() if k not in (*without, "label", "why")} for row in rows]
    answers = {a["id"]: a for a in registry.predict(asked, None)}
    right = sum(answers[row["id"]]["label"] == row["label"] for row in rows)
    assert right / len(rows) > 0.97


def test_evaluate_prints_the_scorer_s_figures(shared: Path) -> None:
    printed = evaluate("registry", shared / "gold" / "registry" / "dev.jsonl")
    assert "id_recall=1.000" in printed
    assert float(printed.rsplit("macroF1=", 1)[1]) >= 0.95
