"""Words and pairs of words that hint at a part: conclusions (C), results (R), methods (M), background (B), an aim (A).

Lower case; a number is written 0; a pair is written with a low line. The section model counts them and weighs the counts.
"""

from __future__ import annotations

_WORDS = {
    "C": "conclude concludes concluded conclusion conclusions suggest suggests suggested suggesting should could appear appears"
    " warranted effective needed recommend recommends recommended recommendation recommendations potential potentially might"
    " implication implications these_results these_findings these_data our_results our_findings our_data our_study may_be can_be"
    " further_research further_studies further_study further_investigation further_trials in_summary is_safe is_feasible"
    " is_associated is_superior is_not the_results the_findings",
    "R": "ci sd significant significantly increased decreased improved higher lower greater reduced showed found observed did_not"
    " there_was there_were were_similar were_included were_enrolled were_randomized were_randomised compared_with compared_to"
    " respectively completed p_< p_> p_= p_≤ 0_% ± n_=",
    "M": "randomly randomized randomised randomization randomisation randomizing randomising questionnaire questionnaires trial"
    " baseline inclusion eligible received analyses analysis aged years double-blind will outcome_measure outcome_measures"
    " outcome_was outcome_were outcomes_were primary_outcome primary_endpoint primary_end was_carried was_defined"
    " were_invited were_assigned were_allocated were_recruited were_collected were_calculated was_calculated"
    + "".join(
        f" was_{v} were_{v}"
        for v in "measured assessed performed used evaluated conducted analyzed analysed obtained".split()
    ),
    "B": "has_been have_been little_is however remain remains few lack limited evidence it_is unknown unclear controversial"
    " been_shown previous previously common important major leading"
    + "".join(f" is_{w}" for w in "a an one the common associated known often unclear unknown".split())
    + "".join(f" are_{w}" for w in "common often associated known at".split()),
    "A": "aim aims aimed objective objectives purpose goal hypothesis hypothesised hypothesized hypotheses hypothesise"
    " hypothesize sought"
    + "".join(
        f" we_{v}"
        for v in "investigated examined assessed evaluated compared tested studied conducted report explored determined performed"
        " describe analyzed analysed presented present".split()
    )
    + "".join(
        f" to_{v}"
        for v in "investigate examine assess evaluate compare determine test study explore describe estimate identify"
        " establish".split()
    )
    + "".join(f" this_{w}" for w in "study trial paper article work report pilot analysis".split())
    + " present_study current_study",
}  # fmt: skip
# Where a word is listed twice the first part counts.
CUES = {word: letter for letter, words in reversed(_WORDS.items()) for word in words.split()}
VERBS = frozenset("was were is are had has have did will can may be".split())
PRESENT = frozenset("is are has have may can should could might".split())
PAST = frozenset("was were had did".split())
