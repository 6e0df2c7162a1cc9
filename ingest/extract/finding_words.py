"""The words findings are told with: change words and their sign, denials, comparison words, group words.

Data, not code: every table is read by `finding_tokens`, which turns a sentence into marks. Signs: +1 the measured
quantity is more, -1 it is less, `GOOD` / `BAD` it is better or worse (what that means depends on the outcome, see
`polarity`).
"""

from __future__ import annotations

UP, DOWN, GOOD, BAD, SAME, DIFF = "UP", "DOWN", "GOOD", "BAD", "SAME", "DIFF"

# Comparatives: they compare two things by themselves ("higher", "fewer"), and they scale a change noun behind them
# ("a greater reduction", "less improvement").
COMPARATIVES: dict[str, str] = {
    **dict.fromkeys(
        "higher greater more longer larger bigger highest greatest most longest largest elevated wider stronger heavier"
        " deeper steeper thicker taller exceeded exceed exceeds exceeding surpassed outweighed".split(),
        UP,
    ),
    **dict.fromkeys(
        "lower less fewer shorter smaller lowest least fewest shortest smallest lesser lower-than milder faster"
        " quicker earlier sooner weaker rarer thinner narrower quickest fastest earliest minimal milder slighter"
        " rapidly".split(),
        DOWN,
    ),
    **dict.fromkeys(
        "better superior best outperformed outperform outperforms superiority preferable safer happier favourable"
        " favorable easier smoother".split(),
        GOOD,
    ),
    **dict.fromkeys("worse poorer inferior worst inferiority slower harder".split(), BAD),
}

# Verbs and nouns of change.
CHANGES: dict[str, str] = {
    **dict.fromkeys(
        "increase increased increases increasing increment increments rise rises rose risen rising raised raise raises"
        " raising elevate elevates elevation elevations prolong prolonged prolongs prolonging prolongation extended"
        " extend extends lengthened lengthen enhanced enhance enhances enhancing enhancement gained grew"
        " growth boosted boost boosts doubled tripled augmented augment augments augmentation accelerated stimulated"
        " accelerate elicited induced induce induces promoted promote promotes upregulated intensified"
        " climbed heightened peaked delayed delay delays maximized raises tended-up exacerbated strengthened"
        " potentiated potentiates".split(),
        UP,
    ),
    **dict.fromkeys(
        "decrease decreased decreases decreasing decrement decrements reduce reduced reduces reducing reduction"
        " reductions lowered lowering lowers decline declined declines declining drop dropped drops fell"
        " fallen falling diminished diminish diminishes diminution attenuated attenuate attenuates attenuation"
        " suppressed suppress suppresses suppression inhibited inhibit inhibits inhibition prevented prevent prevents"
        " preventing alleviated alleviate alleviates alleviation alleviating shortened shorten shortens"
        " shortening minimized minimised minimizes lessened lessen curtailed blunted blunt abolished abolish"
        " downregulated depleted halved mitigated mitigate eliminated eliminate decelerated slowed"
        " slows relieved relieve relieves blocked abated weakened protect protected protects ameliorated"
        " ameliorate ameliorates amelioration hastened reversed sparing decreases averted".split(),
        DOWN,
    ),
    **dict.fromkeys(
        "improve improved improves improving improvement improvements benefit benefits benefited beneficial benefitted"
        " recovered favored favoured favors favours favoring favouring favor favour advantage"
        " advantages advantageous superiorly effective effectively efficacious optimized restored progress"
        " success successfully".split(),
        GOOD,
    ),
    **dict.fromkeys(
        "worsen worsened worsens worsening deteriorated deterioration deteriorate impaired impairs impair impairment"
        " detrimental harmful compromised aggravated aggravate adverse-effect disadvantage".split(),
        BAD,
    ),
}

# Words that say that there is no difference without a negation before them.
SAMES = frozenset(
    "similar similarly comparable comparably equivalent equal equally same identical identically nonsignificant"
    " insignificant insignificantly nonsignificantly unchanged unaffected noninferior noninferiority equivalence"
    " indistinguishable unaltered comparability equivalently similarity similarities negligible ns".split()
)
# Words that say that there is one, without its direction.
DIFFERENCES = frozenset(
    "difference differences different differ differed differs differing differently differentially affected affect"
    " affects affecting effect effects impact impacts influence influenced influences change changed changes"
    " changing association associated altered alter alters interaction correlation varied vary modify modified".split()
)

NEGATIONS = frozenset(
    "no not nor neither without never cannot none n't non failed fail fails failing lack lacked lacking absence"
    " unable didn't wasn't doesn't isn't nothing hardly little".split()
)
# "not only", "no later than", "no fewer" do not deny what follows.
NOT_DENIED = frozenset("only merely just later known yet".split())
SIGNIFICANCE = frozenset(
    "significant significantly significance statistical statistically marked markedly substantial substantially"
    " clinically meaningful meaningfully considerable considerably notable notably".split()
)
HEDGES = frozenset("trend trends tended tendency tend numerically borderline slightly slight marginally may might"
                   " could possibly suggest suggests suggested appears".split())  # fmt: skip

THAN = frozenset("than".split())
COMPARED = frozenset("compared comparison comparing relative versus vs against opposed contrast over from".split())
CONTRAST = frozenset("but whereas while although however though whilst despite except unlike yet".split())
WITHIN_WORDS = frozenset("baseline before prior within pretreatment pretest initial initially".split())

CONTROL_WORDS = frozenset(
    "control controls placebo usual sham untreated waiting waitlist waitinglist nonintervention comparator no without"
    " none nothing dummy not".split()
)
# They name a control where the other phrase has none of them.
WEAK_CONTROL_WORDS = frozenset(
    "standard conventional routine saline vehicle traditional normal comparison only alone attention regular typical".split()
)
GROUP_WORDS = frozenset("group groups arm arms cohort patients participants subjects women men children infants"
                        " condition treatment therapy treated eyes recipients users limb side regimen".split())  # fmt: skip

STOP = frozenset(
    "the of and in a an to with for on at by from or as is was were are be been that this these those which who its"
    " their after during per each both all between among within over under into than then not no nor but it they we"
    " had has have having did does do done also more less most least using used use via through group groups arm arms"
    " level levels score scores rate rates mean median total number amount value values patients participants"
    " subjects treatment therapy received receiving receive given plus s one two three four i ii iii n first second"
    " day days week weeks month months year years mg ml kg g h hr hours hour min minutes daily dose doses followed"
    " other any either such same only alone including include included lt gt amp nbsp incidence frequency occurrence"
    " proportion percentage measured assessed change changes difference differences time times prevalence"
    " administered before when where who whom there were iu dl mmol l u mcg ug kg gy oral orally intravenous iv im per"
    " parents students physicians mothers children nurses residents teachers women men adults infants people individuals"
    " caregivers workers girls boys eyes adolescents families users pupils volunteers persons"
    " once twice three four weekly his her done firstly versus vs compared".split()
)
