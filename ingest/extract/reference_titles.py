"""Where a reference's title ends and the journal begins: each possible break is scored by what stands behind it."""

from __future__ import annotations

import re

# Words and abbreviations (ISO 4) that are common in journals' names and rare at the ends of titles.
JOURNAL_WORDS = frozenset(
    """
    abnormal abuse acad academy acs acta actas addict addiction addictive adolesc adolescent adv advances affect
    affective age ageing aging aids aliment allergol allergy am amer american anaesth anaesthesia anat
    anatomical anesth anesthesiol anesthesiology angiology animal ann annals annu anxiety appetite appl applied
    arch archives archivos arq arthritis arthrosc arzneimittelforschung assoc atherosclerosis auris aust
    australian behav behavior behavioral behaviour behavioural biochem biochim bioinformatics biol biology
    biomaterials biomed biomedical biophys biorxiv bju blood bmc bmi bmj bone br brachytherapy brain bras braz
    brazilian brit british bull bulletin cad can canad canadian cancer cancers carcinog cardiac cardiol
    cardiology cardiovasc cell cells cephalalgia cereb cerebrovasc chem chemother chest child childhood children
    chin chinese chronobiol circ circulation clin clinica clinical clinicoecon clinics cmaj cns cochrane cogn
    cognition cognitive commun community compr comput consult consulting contemp contraception control copd
    cortex cost counseling crit critical curr current custom cytokine database dement dementia dent dental
    dentistry depress depression dermatol dermatology dev diabet diabetes diabetol diabetologia diagn dial
    dialogues dialysis diet dig digestion dis disord disorders drug drugs dtsch dyn ear eclinicalmedicine ecol
    ecology econ edn educ electroencephalogr elife embo emerg emergency emotion encephale endocr endocrine
    endocrinol endocrinology endod endodontics endosc enferm engl england environ epidemiol epidemiology
    epilepsia epilepsy ergonomics ethics ethn eur european eval evid evidence evolution exercise exp expert eye
    fam family fertil fitness food foods foot front frontiers fund gait gastroenterol gastroenterology gen genet
    genetics genome genomics geriatr gerontol gerontology gut gynaecol gynecol gynecologic haematol haemophilia
    hand health hear hearing heart hematol hemodial hepatol hepatology hippocampus horm hormones hosp hospital
    hum human hypertens hypertension imaging immun immunol implant implement indian infect infection inflamm
    influenza informatics inj injury innov inquiry insights inst instr int integr intellect intensive intern
    international intervent intl invest investig ital j jacc jaids jama japanese joint journal jpen jpn kardiol
    kidney klin knee korean lab lancet laryngoscope larynx learn lett letters leuk leukemia life lipid lipidol
    liver lung lymphology magn malar management mar marketing mater matern math maturitas mayo mech med medica
    medical medicina medicine medline medrxiv mem memory menopause mens ment mental metab metabolism methods
    micro microbiol migraine mil milit minerva mol molecular mov movement mult muscle musculoskelet mutagenesis
    n nasus nat national natl nature neglect nejm neonatal neonatology nephrol nephrology nephron neurobiol
    neuroimage neurol neurology neuropsychol neuropsychologia neuropsychopharmacol neuroradiol neurorehabil
    neuroreport neurosci neuroscience neurosurg neurotherapeutics neurotrauma new nordic nurs nursing nutr
    nutrition obes obesite obesity obstet occup oncol oncologist oncology oncotarget one ophthalmol
    ophthalmology opin opinion oral ortho orthop orthopaedic otolaryngol paediatr pain palliat pancreas
    parasitol pathol patient pediatr pediatric pediatrics peptides percept perinat perinatal periodontal
    periodontol periodontology personality perspect pharm pharmaceut pharmacoecon pharmacol pharmacology
    pharmacother pharmacotherapy philos phys physio physiol physiology physiother phytother placenta plast plos
    plosone pneumol podiatr policy poult pract practice prenat prev preventive prim proc proceedings process
    prog prostate prosthet prosthetics prosthodont protein psychiat psychiatr psychiatry psychol psychological
    psychology psychoneuroendocrinology psychopharmacol psychopharmacology psychosom psychother public publica
    pulm qjm qual qualitative quality quarterly radiol radiology radiother rand reg regen regul rehabil
    rehabilitation relat rep report reports reprod res research resp respir respiratory respirology
    resuscitation retina rev review reviews rheum rheumatic rheumatism rheumatol rheumatology rhinol roy royal
    saf safety salud sante saude scand schizophr schizophrenia sci science sciences scientific
    scientificworldjournal scientometrics sem semin sensors ser serv sex sexual sleep soc social sociol
    spectrosc speech spinal spine sport sports stapp stat statistics stem steroid steroids strahlenther stroke
    struct subst suicide supp support surg surgery surgical swed swiss syst talanta technol telemed telemedicine
    ther therapeutics therapy thorac thorax thromb thrombosis thyroid tissue tob topics tox toxicol trace
    traffic trans transfusion transl translational transplant transplantation trauma traumatol travel trends
    trials trop tuberc tumori turk ultrasound univ urban urol urology vaccine vasc vascular vet violence virol
    vis vision vital voice waste wellness wien wochenschr women womens world wound y yonsei zentralbl zh
    zhongguo zhonghua
    """.split()
)
_STOP = frozenset("of the and in for on to de la le des du et der die das und e y & a an del di with & part".split())
_TOKEN = re.compile(r"[^\s]+")
# A break: a full stop, question or exclamation mark (perhaps a closing quote) before a capital or a known word.
_BREAK = re.compile(r"[.?!…][\"'”’»)\]]*\s+(?=[\"“(\[]?\S)|[”»\"],?\s+(?=\S)|,[”\"]\s+")
_QUOTED = re.compile(
    r"[\"“‘«'](?P<title>.{8,}?)(?:[.,]?[\"”’»][.,]?|[.,]'|'[.,])\s+(?:in:?\s+)?(?P<journal>[^\"“”]{2,120})$", re.I | re.S
)
_COMMA = re.compile(r",\s+(?=[A-Z])|\s+[-–—]\s+(?=[A-Z])")
_BLANK = re.compile(r"(?<=[a-z0-9)])\s+(?=[A-Z])")
# Kinds of break: pattern, least length of a title before it, what it costs against a full stop.
_BREAKS = ((_BREAK, 3, 0.0), (_COMMA, 12, 1.5), (_BLANK, 12, 2.2))
# "..., J. Therm" in front of "Biol": the break is inside the journal's name.
_HALF_A_JOURNAL = re.compile(r",\s+(?:[A-Z][A-Za-z]{0,7}\.\s+)+[A-Z][A-Za-z]*\.?\s*$")
_ALL_CAPITALISED = re.compile(r"(?:(?:[^\Wa-z\d_][^\W\d_-]*|of|the|and|in|for|&)[\s-]?){1,6}\.?")
_LEAST_SCORE = -2.5
_LEAST_WEAK_SCORE = -0.8


def split_title(text: str, has_locator: bool = True) -> tuple[str, str | None]:
    """(title, journal) of what stands between the authors and the volume; no journal is None.

    With a locator behind it there must be a journal, and less is asked of what looks like one.
    """
    text = text.strip(" ,;:")
    quoted = _QUOTED.match(text)
    if quoted:
        return _tidy_title(quoted.group("title")), _tidy_journal(quoted.group("journal"))
    scored = [
        (_score(text[: m.start() + 1], text[m.end() :]) - penalty, -m.start(), m)
        for pattern, least, penalty in _BREAKS
        for m in pattern.finditer(text)
        if m.start() > least
    ]
    if scored:
        score, _, best = max(scored, key=lambda entry: entry[:2])
        mark = best.group().strip()[:1]
        least = _LEAST_SCORE if mark and mark in ".?!…" else _LEAST_WEAK_SCORE
        if mark == "," and _ALL_CAPITALISED.fullmatch(text[best.end() :].strip()):
            least -= 0.8
        if score > (least if has_locator else least + 0.7):
            title = text[: best.start()] + (mark if mark in ("?", "!") else "")
            return _tidy_title(title), _tidy_journal(text[best.end() :])
    return _tidy_title(text), None


def is_journal(text: str) -> bool:
    """Does a short text read like the name of a journal and like nothing else?"""
    tokens = [token.strip(".,()&") for token in text.split()]
    named = [token for token in tokens if token.lower() in JOURNAL_WORDS]
    written = [token for token in tokens if token and token.lower() not in _STOP]
    return 0 < len(written) <= 6 and all(token[0].isupper() for token in written) and len(named) / len(written) >= 0.5


def _score(title: str, journal: str) -> float:
    """How much the tail looks like a journal's name, and the head like a whole title."""
    tokens = _TOKEN.findall(journal)
    if not tokens or len(tokens) > 16:
        return -9.0
    score = 0.0
    for place, token in enumerate(tokens):
        score += _token_score(token, is_last=place == len(tokens) - 1)
    score /= float(len(tokens) ** 0.6)
    if re.search(r"\b(?!(?:of|and|the|for|in|on|de|et|und|der|des|du|la|le)\b)[a-z]{3,}\s+[A-Z]", journal):
        # A small word and then a capital again: the end of a title stands before the journal.
        score -= 1.5
    last = title.rstrip(".?! ").rsplit(None, 1)[-1] if title.strip(".?! ") else ""
    if title.endswith("."):
        if re.fullmatch(r"[A-Z]|vs|cf|St|No|Dr|sp|spp|al", last) or ("." in last and len(last) < 5):
            score -= 2.0
        elif last.lower().strip("(") in JOURNAL_WORDS and last[:1].isupper() and _is_abbreviation(last):
            score -= 1.2
    elif last[:1].isupper() and title[-1].isspace():
        # No mark between: a title seldom ends in a capital, a journal's name is full of them.
        score -= 1.5 if last.lower() in JOURNAL_WORDS else 0.5
    if _HALF_A_JOURNAL.search(title):
        score -= 2.0
    if len(title.split()) < 2:
        score -= 0.7
    return score


def _token_score(token: str, is_last: bool) -> float:
    plain = token.strip(".,;:()[]&'’\"“”").lower()
    dotted = token.endswith(".") and not is_last
    if plain in _STOP or not plain:
        return 0.0
    is_upper = token.lstrip('(["“')[:1].isupper()
    if plain in JOURNAL_WORDS or all(part in JOURNAL_WORDS for part in re.split(r"[-/]", plain)):
        score = 1.6 if is_upper else 0.3
        return score if not dotted or _is_abbreviation(plain) else score - 1.6
    if any(c.isdigit() for c in plain):
        return -1.5
    if token[-1] in "?!" or (token.endswith(":") and not is_last):
        return -1.5
    if dotted:
        return 0.3 if is_upper and _is_abbreviation(plain) and len(plain) <= 9 else -2.5
    return 0.1 if is_upper else -1.5


_WHOLE_WORD_ENDS = ("tion", "ing", "ness", "ism", "ients", "ents", "ed", "ers", "ial")


def _is_abbreviation(word: str) -> bool:
    """Abbreviations of ISO 4 end in a consonant (or are a letter); whole English words often do not."""
    plain = word.strip(".").lower()
    return len(plain) <= 2 or (plain[-1] not in "aeouy" and not plain.endswith(_WHOLE_WORD_ENDS))


def _tidy_title(title: str) -> str:
    title = re.sub(r"\s*\[(?:article in \w+|internet|online|review|in \w+)\]", "", title, flags=re.I)
    return title.strip(' .,;:"“”«»').strip()


def _tidy_journal(journal: str) -> str | None:
    journal = re.sub(r"^(?:in|published in|from)[:\s]+(?=[A-Z])", "", journal.strip(), flags=re.I)
    journal = re.sub(r"\s*\[(?:internet|online|serial online|electronic resource|preprint)\]", "", journal, flags=re.I)
    journal = re.sub(r"\s*[\[(](?:Epub|in press|ahead).*$", "", journal, flags=re.I)
    journal = journal.strip(' ,;:"“”«»([')
    # The full stop after a name is punctuation, unless the name is printed in abbreviations with full stops.
    if journal.count(".") == 1 and journal.endswith("."):
        journal = journal[:-1]
    return journal or None
