"""Fields of whole findings: exceptions, subgroups, times and figures as they come out of a document."""

from ingest.extract.finding_exceptions import own_words
from tests.test_findings import found


def by_name(results: str) -> dict[str, tuple[str, str]]:
    return {f.outcome_name.lower(): (f.change, f.significance) for f in found(results)}


def test_an_exception_is_not_read_as_no_difference() -> None:
    told = by_name("Lumatol and placebo did not differ in cough severity, nausea or days off work, except for sleep quality.")
    assert told["cough severity"][0] == told["nausea"][0] == "no-difference"
    assert told.get("sleep quality", ("unclear",))[0] == "unclear"
    told = by_name("With the exception of nausea, no outcomes differed between lumatol and placebo.")
    assert told.get("nausea", ("unclear",))[0] == "unclear"


def test_an_exceptions_p_value_is_not_the_rules() -> None:
    results = "There were no differences between groups in cough severity or sleep quality, except in nausea (p = 0.02)."
    p_values = {f.outcome_name.lower(): f.p_value for f in found(results)}
    assert p_values["cough severity"] is None
    assert p_values.get("nausea", 0.02) == 0.02


def test_an_exception_is_cut_out_of_the_sentence() -> None:
    text = "Apart from fatigue, adverse events did not differ between groups."
    assert own_words(text, text.index("fatigue")) == ("Apart from fatigue" + " " * (len(text) - 18), True)
    rest, excepted = own_words(text, text.index("adverse"))
    assert (rest.strip(), excepted, len(rest)) == (", adverse events did not differ between groups.", False, len(text))
    told = "All patients except two completed the trial."
    assert own_words(told, told.index("two")) == (told, False)  # no rule of no difference, so no exception to one


def test_two_subgroups_keep_their_findings_apart() -> None:
    results = (
        "Among smokers, nausea was less frequent with lumatol than with placebo (p = 0.01)."
        " Among former smokers, nausea was more frequent with lumatol than with placebo (p = 0.04)."
    )
    told = {(f.population, f.comparison, f.change) for f in found(results) if f.outcome_name.lower() == "nausea"}
    assert told == {("smokers", "subgroup", "decreased"), ("former smokers", "subgroup", "increased")}


def test_figures_alone_tell_the_direction() -> None:
    (one,) = found("Nausea occurred in 12 (16%) of 75 lumatol patients versus 21 (32%) of 66 placebo patients (p = 0.03).")
    assert (one.change, one.favours, one.events_intervention, one.n_comparator) == ("decreased", "intervention", 12, 66)


def test_a_group_against_itself_has_no_figures_of_two_arms() -> None:
    for one in found("In the placebo group, cough severity fell from baseline to week 4 (5.1 ± 1.0 and 3.2 ± 1.1, p = 0.01)."):
        assert (one.comparison, one.mean_intervention, one.favours) == ("within-group", None, "unclear")


def test_more_improvement_of_what_is_bad_favours_nobody_wrongly() -> None:
    (one,) = found("Cough severity improved significantly more with lumatol than with placebo (p = 0.01).")
    assert one.favours in ("intervention", "unclear")


def test_what_happened_before_the_trial_is_no_result() -> None:
    names = [f.outcome_name for f in found("Previous admissions were fewer with lumatol than with placebo (p = 0.01).")]
    assert not [n for n in names if n.lower().startswith("previous")]


def test_more_of_what_is_good_going_away_favours_nobody_wrongly() -> None:
    for one in found("Worsening lung function was more frequent with lumatol than with placebo (p = 0.01)."):
        assert one.favours in ("comparator", "unclear")
