"""The words that bound and fill the phrases which can name an outcome: data for `outcome_phrases`, not code."""

from __future__ import annotations

# Verbs and function words at which a noun phrase ends.
STOPS = frozenset(
    "was were is are be been being had has have having did does do done showed show shows shown demonstrated"
    " demonstrate revealed reveal found find observed seen noted reported report reports detected achieved achieve"
    " experienced experience received receive receiving developed occurred occur remained remain became become needed"
    " required resulted result results led produced produce caused cause gave given took made used using use obtained"
    " exhibited displayed presented recorded measured assessed compared comparing according associated scored"
    " the a an this that these those their its our his her there it they we who which whose what both all any some each"
    " either neither nor no not only also than then when where while whereas although though but however as so such"
    " because since if until by from into between among amongst within across against over under versus vs per via"
    " through throughout about above below without except including include included namely i.e ie eg may along"
    " besides consistent"
    " might could can would should"
    " will must significant significantly statistically statistical non nonsignificant respectively almost very much"
    " even still just too more most less least furthermore moreover additionally conversely similarly"
    " finally interestingly importantly therefore thus hence nevertheless meanwhile again"
    " regarding concerning terms respect regard favour favor relation comparison compared contrast relative"
    " began tended tend reached reach maintained persisted continued appeared seemed suggest suggests indicated"
    " indicate indicates evidence independently predicted provided provide provides offered affect affected either"
    " were was several various other another same ours themselves treated randomized randomised allocated assigned"
    " undergoing underwent completed one two three four five six seven eight nine ten first second third et al"
    " approximately nearly around up down least yes despite due after before following during until prior afterwards"
    " thereafter subsequently later post-treatment whether how why up greater had highly"
    " noticed obvious emerged disappeared strictly followed analyzed analysed adjusted adjusting controlling excluding"
    " successful unsuccessful good poor excellent acceptable satisfied tolerated likely unlikely similarly previously"
    " recently initially usually generally mainly specifically particularly especially considerably clearly"
    " left-sided lost got took mmhg kg mg ml iu cm mm kcal percent points point fold-change low high"
    " identified determined evaluated analysis revealed confirmed described established considered performed"
    " independent dependent respectively quickly rapidly slowly better worse well poorly together alone combined"
    " frequent frequently common pronounced safe feasible prevalent evident apparent effective"
    " exceeded surpassed suggesting indicating cannot"
    " favored favoured favoring favouring randomly per-protocol intention intent".split()
)
# Words that carry a phrase on: "incidence OF nausea", "time TO healing".
LINKS = frozenset("of".split())
LEADING = frozenset(
    "mean median average absolute relative adjusted unadjusted crude estimated observed corresponding"
    " respective individual different statistical primary secondary following additional further subsequent"
    " significant clinical-significant self any all other no percent number-of".split()
)
NEEDING = frozenset("need needs requirement requirements request requests demand".split())
PREPOSITIONS = frozenset("in for on at to with".split())
TRAILING = frozenset("in for on at to with of and or as were was the a by from score-of than respectively values".split())
EMPTY = frozenset(
    "group groups arm arms patients patient participants participant subjects subject women men children infants adults"
    " difference differences change changes effect effects baseline weeks week months month days day years year time"
    " times p ci trial trials study studies treatment treatments control controls intervention interventions placebo"
    " follow up end interval confidence value values level levels ratio hazard odds or rr hr vs group-by mg kg ml"
    " significance term terms respect regard addition contrast comparison result results data analysis analyses model"
    " outcome outcomes measure measures parameter parameters variable variables endpoint endpoints improvement"
    " reduction increase decrease minutes hours hour min h point points others most half n sd standard deviation mean"
    " median rate rates proportion percentage number incidence score scores evidence conclusion cohort population"
    " dose doses both two three eyes cases range iqr test tests period side interaction type types use number-of"
    " year-old safety-population phase therapy condition conditions way day-1 part extent degree amount none"
    " standard error squares square weighted covariance anova variance repeated regression probability significance"
    " tendency trend trends important factor factors slight distinct consumption-of parameter-of responders subgroup"
    " week-12 hand findings finding basis sample samples visit line case event-free mm cm"
    " proportions site sites need needs former latter area position positions rated rating status serum plasma"
    " presence estimate estimates fold mild moderate severe total overall main primary secondary risk risks"
    " frequency frequencies".split()
)  # fmt: skip


PEOPLE = frozenset("patients participants subjects women men children infants adults people persons individuals cases".split())
HAVING = frozenset("with achieving experiencing having reporting developing requiring reaching".split())

# A phrase that ends with one of these names people, arms or times.
NO_HEADS = frozenset(
    "group groups arm arms patients participants subjects women men children infants adults individuals controls"
    " weeks months days years hours minutes baseline week month day year enrollment randomization randomisation"
    " treatments intervention interventions period periods phase trial study studies cohort"
    " analysis analyses model models covariates completion users recipients volunteers persons people students nurses"
    " physicians families dogs cats mice rats rabbits pigs piglets horses cows calves sheep animals"
    " regression anova ancova manova correction bias estimate estimates algorithm randomness".split()
)
WHO = frozenset("of group groups arm arms subgroup subgroups subset cohort sample population".split())
# "Fisher's exact test" measures nothing; "six-minute walk test" does.
STATISTICAL_TESTS = frozenset("exact rank log-rank chi square squared wilcoxon whitney student t mcnemar kruskal wallis"
                               " friedman tukey post-hoc fisher u".split())  # fmt: skip
