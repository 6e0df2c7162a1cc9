"""Phrases of a sentence that can name an outcome: noun phrases cut at verbs, change words, arms and punctuation.

`candidates(tokens, blocked)` gives them all, in order, lists taken apart ("no difference in pain, nausea, or length
of stay" gives three); which of them names a reported outcome is judged by `finding_candidates`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.extract import finding_words as words
from ingest.extract.finding_tokens import Tokens

# Verbs and function words at which a noun phrase ends.
_STOPS = frozenset(
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
_LINKS = frozenset("of".split())
_LEADING = frozenset(
    "mean median average absolute relative adjusted unadjusted crude estimated observed corresponding"
    " respective individual different statistical primary secondary following additional further subsequent"
    " significant clinical-significant self any all other no percent number-of".split()
)
_NEEDING = frozenset("need needs requirement requirements request requests demand".split())
_PREPOSITIONS = frozenset("in for on at to with".split())
_TRAILING = frozenset("in for on at to with of and or as were was the a by from score-of than respectively values".split())
_EMPTY = frozenset(
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


_PEOPLE = frozenset("patients participants subjects women men children infants adults people persons individuals cases".split())
_HAVING = frozenset("with achieving experiencing having reporting developing requiring reaching".split())

# A phrase that ends with one of these names people, arms or times.
_NO_HEADS = frozenset(
    "group groups arm arms patients participants subjects women men children infants adults individuals controls"
    " weeks months days years hours minutes baseline week month day year enrollment randomization randomisation"
    " treatments intervention interventions period periods phase trial study studies cohort"
    " analysis analyses model models covariates completion users recipients volunteers persons people students nurses"
    " physicians families dogs cats mice rats rabbits pigs piglets horses cows calves sheep animals"
    " regression anova ancova manova correction bias estimate estimates algorithm randomness".split()
)
_WHO = frozenset("of group groups arm arms subgroup subgroups subset cohort sample population".split())
# "Fisher's exact test" measures nothing; "six-minute walk test" does.
_STATISTICAL_TESTS = frozenset("exact rank log-rank chi square squared wilcoxon whitney student t mcnemar kruskal wallis"
                               " friedman tukey post-hoc fisher u".split())  # fmt: skip


@dataclass(slots=True)
class Candidate:
    """Tokens `start:end` that may name an outcome. `link`: how it hangs on the sentence (see `_link`)."""

    start: int
    end: int
    text: str
    listed: bool  # stands behind another phrase of the same list


def candidates(tokens: Tokens, blocked: set[int]) -> list[Candidate]:
    """Noun phrases in order. `blocked`: tokens that name arms."""
    seen, kinds, size = tokens.words, tokens.kinds, len(tokens.words)
    cues = {at for c in tokens.cues for at in range(c.at, c.end)}
    found: list[Candidate] = []
    blocked, stops = blocked | _covariates(seen) | _causes(seen) | _of_whom(tokens), _stopping(tokens)
    at = 0
    while at < size:
        if not _can_begin(seen, kinds, at, cues, blocked, stops):
            at += 1
            continue
        end = _extend(tokens, at, cues, blocked, stops)
        start, stop = _trimmed(seen, at, end)
        if stop - start == 1 and (len(seen[start]) < 2 or _is_adjective(seen, start, stop)):
            stop = start
        if stop > start and not _is_no_measure(seen, start, stop) and not all(w in _EMPTY or w in words.STOP or kinds[i] == "n"
                                    for i, w in enumerate(seen[start:stop], start)):  # fmt: skip
            start -= _named_by_number(tokens, start)
            found.append(Candidate(start, stop, tokens.text[tokens.starts[start] : tokens.ends[stop - 1]],
                                   start > 0 and seen[start - 1] in (",", "and", "or", "nor", "&")))  # fmt: skip
        at = max(end, at + 1)
    return found


_UNITS_OF_TIME = frozenset("day days week weeks month months year years hour hours h hr".split())


def _named_by_number(tokens: Tokens, start: int) -> bool:
    """ "5-HIAA", "6-minute walk distance": the figure before a hyphen belongs to the name; that of a time does not."""
    if not start or tokens.kinds[start - 1] != "n" or tokens.words[start] in _UNITS_OF_TIME:
        return False
    return tokens.text[tokens.ends[start - 1] : tokens.starts[start]] in _HYPHENS


def _is_no_measure(seen: list[str], start: int, stop: int) -> bool:
    """Who was measured, or by which statistical method."""
    head = seen[stop - 1]
    if head in _NO_HEADS or seen[start] in _WHO:
        return True
    return head in ("test", "tests") and not _STATISTICAL_TESTS.isdisjoint(seen[start:stop])


_ADJECTIVE = re.compile(r"(?:al|ic|ive|ary|ous|ar|ory)$")
_NOUNS_LIKE_ADJECTIVES = frozenset(
    "survival withdrawal removal referral arousal retrieval denial panic colic clinic memory sugar calories history"
    " mortality accuracy recall appraisal rehearsal potential interval referrals topic additive motive fibular"
    " inventory refusal disposal approval dismissal relapse".split()
)


def _is_adjective(seen: list[str], start: int, stop: int) -> bool:
    """A lone adjective is no outcome, unless it shares the head of the next phrase ("systolic and diastolic pressure")."""
    word = seen[start]
    if not _ADJECTIVE.search(word) or word in _NOUNS_LIKE_ADJECTIVES or len(word) < 5:
        return False
    return not (stop < len(seen) and seen[stop] in ("and", "or", ","))


def goes_on(tokens: Tokens, at: int) -> bool:
    """Whether a noun follows that words before it only describe: "weight LOSS" of a weight programme, "intubation TIME"."""
    if at >= len(tokens.words) or tokens.kinds[at] != "w" or any(c.at <= at < c.end for c in tokens.cues):
        return False
    word = tokens.words[at]
    return word not in _NO_NOUNS


_GIVEN = frozenset("condition conditions treatment treatments therapy therapies regimen regimens programme program programmes"
                   " programs alone tablets capsules injection injections dose doses administration supplementation"
                   " supplement supplements diet use diets exercise training".split())  # fmt: skip
_NO_NOUNS = _STOPS | _PREPOSITIONS | _NO_HEADS | _GIVEN | frozenset(("and", "or", "nor", "of", "n't"))


_CAUSING = frozenset(("due", "owing", "attributable", "secondary"))


def _causes(seen: list[str]) -> set[int]:
    """Tokens of "due to adverse events", "because of nausea": why something happened is not what was measured."""
    found: set[int] = set()
    for at, word in enumerate(seen[:-1]):
        if (word in _CAUSING and seen[at + 1] == "to") or (word == "because" and seen[at + 1] == "of"):
            end = at + 2
            while end < len(seen) and end - at < 7 and seen[end] not in _ENDING_CAUSES:
                end += 1
            found.update(range(at, end))
    return found


_ENDING_CAUSES = frozenset(", ; . ( ) was were is are did had and or but than in with".split())


def _of_whom(tokens: Tokens) -> set[int]:
    """Tokens of "higher in women aged 55 years or with a high body mass index": in whom it was higher, not what."""
    seen = tokens.words
    comparative = min((c.at for c in tokens.cues if c.comparative), default=len(seen))
    for at in range(comparative + 1, len(seen) - 2):
        if seen[at] in ("in", "among") and seen[at + 1] in _PEOPLE and seen[at + 2] in ("aged", "with", "who", "having"):
            stop = next((n for n in range(at, len(seen)) if seen[n] in _ENDING_PEOPLE), len(seen))
            return set(range(at, stop))
    return set()


_ENDING_PEOPLE = frozenset("; than compared versus vs was were but whereas while".split())
_ADJUSTING = frozenset("adjusted adjusting adjustment controlling controlled accounting corrected correcting correction".split())
_REGARDLESS = frozenset("regardless irrespective independent independently".split())


def _covariates(seen: list[str]) -> set[int]:
    """Tokens of "adjusted for age, sex and education" and "regardless of sex": they name no outcome."""
    found: set[int] = set()
    for at, word in enumerate(seen[:-1]):
        if (word in _ADJUSTING and seen[at + 1] == "for") or (word in _REGARDLESS and seen[at + 1] == "of"):
            end = at + 2
            while end < len(seen) and seen[end] not in (";", ".", ")", "the") and end - at < 22:
                end += 1
            found.update(range(at, end))
    return found


_HYPHENS = frozenset(("-", "‐", "‑", "–"))
# Compounds of these tell how an analysis was made, not what was measured.
_OF_ANALYSES = frozenset("per intention intent non up protocol significant statistically".split())


def _stopping(tokens: Tokens) -> set[int]:
    """Places of verbs and function words at which a phrase ends; within "well-being" and "self-reported" they do not."""
    seen = tokens.words
    found = {at for at, word in enumerate(seen) if word in _STOPS}
    if "ET" in tokens.text:
        found -= {at for at in found if seen[at] == "et" and tokens.text[tokens.starts[at]] == "E"}
    for at in range(1, len(seen)):
        if tokens.text[tokens.ends[at - 1] : tokens.starts[at]] in _HYPHENS and tokens.kinds[at - 1] == tokens.kinds[at] == "w":
            pair = {at - 1, at}
            if (
                seen[at - 1] == "well"
                or (seen[at - 1] == "non" and not seen[at].startswith(("signif", "statist", "infer")))
                or (pair - found and not _OF_ANALYSES & {seen[at - 1], seen[at]})
            ):
                found -= pair
    return found


def _can_begin(seen: list[str], kinds: list[str], at: int, cues: set[int], blocked: set[int], stops: set[int]) -> bool:
    if seen[at] in ("low", "high") and at + 1 < len(seen) and seen[at + 1] in ("density", "sensitivity", "grade", "frequency"):
        return True
    return (kinds[at] == "w" and at not in cues and at not in blocked and at not in stops
            and seen[at] not in _PREPOSITIONS and seen[at] not in ("and", "or", "of", "n't"))  # fmt: skip


def _extend(tokens: Tokens, at: int, cues: set[int], blocked: set[int], stops: set[int]) -> int:
    seen, kinds, size = tokens.words, tokens.kinds, len(tokens.words)
    end = at + 1
    while end < size and end - at < 14:
        word = seen[end]
        if kinds[end] == "x":
            # "IL-6" and "TNF/IL" lose nothing; "(HbA1c)" in brackets closes the phrase with its abbreviation.
            if word in "/+" and end + 1 < size and kinds[end + 1] in "wn":
                end += 1
                continue
            break
        if kinds[end] in "pc" or (end in cues and not _names_on(tokens, end)) or end in blocked:
            break
        if word in _LINKS:
            further = end + 1
            while further < size and seen[further] in ("the", "a", "an", "their", "any"):
                further += 1
            if further + 1 < size and seen[further] in _PEOPLE and seen[further + 1] in _HAVING:
                # "proportion of patients with a relapse": what they have is the outcome.
                end = further + 2
                while end < size and seen[end] in ("the", "a", "an", "any", "at", "least", "one"):
                    end += 1
                continue
            if (
                further < size
                and kinds[further] in "wn"
                and further not in blocked
                and (further not in stops or seen[further] == "first")
            ):
                end = further + 1
                continue
            break
        if word == "to" and seen[end - 1] in ("time", "adherence", "response", "return", "days", "ratio", "door", "satisfaction"):
            further = end + 1
            while further < size and seen[further] in _ARTICLES:
                further += 1
            if further < size and seen[further] in _REACHING:
                # "time to reach the target dose": what was reached belongs to the name.
                further += 1
                while further < size and (seen[further] in _ARTICLES or kinds[further] == "n" or seen[further] == "%"):
                    further += 1
            end = min(size, further + 1)
            continue
        if word == "under" and seen[end - 1] == "area":
            end += 2 if end + 1 < size and seen[end + 1] in _ARTICLES else 1
            continue
        if word == "from" and seen[end - 1] in ("time", "interval") and (further := _to_behind(seen, end)):
            end = further
            continue
        if word == "for" and seen[end - 1] in _NEEDING and end + 1 < size and kinds[end + 1] == "w" and end + 1 not in stops:
            end += 2
            continue
        if end in stops or word in _PREPOSITIONS or word in ("and", "or", "nor", "n't"):
            break
        if kinds[end] == "n" and not _glued(tokens, end) and not (end + 1 < size and _named_by_number(tokens, end + 1)):
            break
        end += 1
    return end


_ARTICLES = frozenset(("the", "a", "first", "an"))
_REACHING = frozenset("reach achieve obtain attain complete return".split())


def _to_behind(seen: list[str], at: int) -> int:
    """Behind the "to" of "time from admission to discharge"; 0 where there is none near."""
    for further in range(at + 2, min(len(seen) - 1, at + 8)):
        if seen[further] == "to":
            return further + (3 if seen[further + 1] in _ARTICLES else 2)
        if seen[further] in (",", ";", "(", "and", "or") or seen[further] in _STOPS - _ARTICLES:
            return 0
    return 0


def _names_on(tokens: Tokens, at: int) -> bool:
    """A change noun that is the head of a name: "weight loss", "pain relief", "disease progression"."""
    return (
        tokens.words[at]
        in (
            "loss",
            "gain",
            "change",
            "changes",
            "effects",
            "effect",
            "improvement",
            "reduction",
            "increase",
            "decline",
            "impairment",
            "progress",
            "impact",
        )
        and tokens.kinds[at - 1] == "w"
    )


def _glued(tokens: Tokens, at: int) -> bool:
    """A figure that belongs to a name: "IL-6", "SF-36", "type 2"."""
    gap = tokens.text[tokens.ends[at - 1] : tokens.starts[at]]
    return gap in ("-", "‐", "–") or tokens.words[at - 1] in (
        "type",
        "grade",
        "grades",
        "vitamin",
        "stage",
        "day",
        "il",
        "sf",
        "ca",
    )


def _trimmed(seen: list[str], start: int, end: int) -> tuple[int, int]:
    while start < end and seen[start] in _LEADING:
        start += 1
    while end > start and seen[end - 1] in _TRAILING:
        end -= 1
    return start, end


def spelled_out(phrase: str, forms: dict[str, str]) -> str:
    """The phrase with the abbreviations that the text defines written out: "IDS" -> "Intubation Difficulty Scale (IDS)"."""
    if not forms:
        return phrase
    made = []
    for word in phrase.split():
        bare = word.strip("(),;:")
        long_form = forms.get(bare) or forms.get(bare.rstrip("s"))
        if long_form and (long_form.count("(") != long_form.count(")") or len(long_form) > 90):
            long_form = None
        if long_form and bare and long_form.lower() not in phrase.lower():
            word = word.replace(bare, f"{long_form} ({bare})")
        made.append(word)
    return " ".join(made)
