"""Which direction of an outcome is good for the patient."""

import pytest

from ingest.extract.polarity import better, favours

WORDED = {
    "lower": (
        "time to wound healing|healing time|time to extubation|recovery time|length of ICU stay|time to hospital discharge"
        "|time to first bowel movement|time to onset of block|duration of mechanical ventilation|need for rescue analgesia"
        "|transfusion requirement|units of red cells transfused|reintubation|wound dehiscence|wound healing complications"
        "|treatment discontinuation|urinary retention|sleep disturbance|cognitive impairment|procedure time|viral shedding"
        "|loss of vision|decline in FEV1|worsening renal function|reaction time|return to theatre|fear of falling|number of hospital days|cough symptoms"
    ),
    "higher": (
        "time to relapse|time to disease progression|time to first rescue analgesia|time to treatment failure|time to first seizure"
        "|time to loss of response|ventilator-free days|symptom-free days|days alive and out of hospital|reperfusion grade"
        "|complete recanalization|pain relief|pain control|blood pressure reduction|improvement in pain|pain threshold"
        "|duration of remission|first-attempt success rate|intubation success|quality of life|graft survival|healing rate"
    ),
    "unclear": (
        "serum potassium|heart rate|urine output|dose of propofol|gestational age at delivery|health services use|plasma volume"
        "|heart failure status|stroke volume|duration of labour"
    ),
}


@pytest.mark.parametrize(("expected", "outcome"), [(k, o) for k, listed in WORDED.items() for o in listed.split("|")])
def test_which_direction_is_better(expected: str, outcome: str) -> None:
    assert better(outcome) == expected


def test_whom_a_change_favours() -> None:
    assert favours("healing time", "decreased") == "intervention"
    assert favours("time to relapse", "decreased") == "comparator"
    assert favours("serum potassium", "decreased") == "unclear"
    assert favours("healing time", "no-difference") == "neither"
