"""Where the title of a reference ends and the journal begins: every possible break is scored by what stands behind it."""

from __future__ import annotations

import re

# Words and abbreviations (ISO 4) that are common in journals' names and rare at the ends of titles.
JOURNAL_WORDS = frozenset(
    """j journal jama bmj lancet bmc plos plosone n nejm am amer american ann annals arch archives br brit british can canad canadian clin
    clinical clinics curr current dev drug drugs environ epidemiol epidemiology eur european exp expert front frontiers gen gastroenterol
    gastroenterology gut health heart hepatol hepatology hypertens hypertension immunol infect int international intern inj injury
    invest investig ital jpn japanese korean lett letters math mayo med medicine medical medica metab metabolism microbiol mol nat nature
    natl national nephrol nephrology neurol neurology neurosci neuroscience neurosurg neuropsychol neuropsychopharmacol neuropsychologia nurs
    nursing nutr nutrition obes obesity obstet gynecol gynaecol oncol oncology ophthalmol ophthalmology orthop otolaryngol paediatr
    pathol pediatr pediatrics pharmacol pharmacology pharmacother pharmacotherapy phys physiol physiology physiother plast prev
    preventive proc proceedings prog psychiatr psychiatry psychiat psychol psychological psychology psychopharmacol psychopharmacology psychosom
    psychother public pulm qual qjm radiol radiology rehabil rehabilitation res research resp respir respiratory respirology rev review reviews
    rheum rheumatol rheumatology rheumatism scand sci science sciences sleep soc spine sport sports stat statistics stroke surg surgery
    surgical syst thorac thorax thromb trends trop trials transplant transplantation tuberc urol urology vasc vet virol vaccine world
    acta acad academy actas acs adv advances adv ageing aging aids aliment allergy allergol anaesth anaesthesia anesth anesthesiol
    anesthesiology angiology animal annu appl applied arthritis arthrosc assoc atherosclerosis aust australian behav behavior behavioral behaviour
    behavioural biochem biol biology biomed biomedical biomaterials bioinformatics blood bone bull bulletin cancer carcinog cardiac cardiol
    cardiology cardiovasc cell cells cephalalgia cereb cerebrovasc chem chemother chest chin chinese chronobiol circ circulation cns
    cochrane cogn cognition cognitive commun community compr comput contraception contemp control cortex cost crit critical cytokine database
    dent dental dentistry dermatol dermatology diabet diabetes diabetologia diabetol diagn diet dig digestion dis disord disorders
    dtsch econ edn educ electroencephalogr emerg emergency endocr endocrine endocrinol endocrinology endosc engl england ergonomics
    ethn eval evid evidence eye fam family fertil foot fund gait genet genetics genome genomics geriatr gerontol gerontology gynecologic haematol
    haemophilia hand hematol hum human hosp hospital imaging immun implant indian inflamm informatics inst
    instr intensive intellect intervent jacc joint kidney klin lab laryngoscope leuk leukemia life lipid lipidol liver lung magn malar mar
    maturitas mech menopause mens ment mental methods micro migraine milit minerva mov movement mult muscle musculoskelet neuroimage
    neuroreport neurorehabil neurobiol neuroradiol neurotherapeutics neurotrauma new nordic occup one oral orthopaedic ortho pain palliat parasitol
    patient peptides perspect pharmaceut pharm pharmacoecon philos phytother policy pract practice prenat prim prosthet prostate prev prosthodont
    psychoneuroendocrinology radiother radiol rand reg regen regul relat rep report reports reprod resuscitation retina rhinol roy royal saf
    safety schizophr schizophrenia scientific sem semin ser serv sex sleep social sociol spinal steroids stem steroid strahlenther struct
    subst suicide supp support swed swiss technol ther therapeutics therapy thyroid tissue tob tox toxicol trace traffic trauma traumatol travel
    turk ultrasound univ urban violence vis vision voice waste women womens wound yonsei zentralbl anat anatomical biochim biophys addiction addict
    addictive abnormal adolesc adolescent child children childhood abuse neglect age appetite archivos arq arzneimittelforschung auris nasus larynx bju bmi
    brachytherapy brain braz bras brazilian cad saude publica cancers cell clinica clinicoecon cmaj copd cortex counseling consulting consult custom
    dement dementia depress depression anxiety affect affective emotion personality process dyn ear ecol ecology elife embo encephale endod endodontics
    enferm epilepsia epilepsy ethics evolution exercise fitness food foods frontiers hear hearing hippocampus horm hormones implement infection
    influenza innov insights integr intl jaids jpen kardiol knee lancet learn mem memory lymphology management marketing mater matern
    medicina medline mil molecular mutagenesis nephron neonatology neonatal obesite oncologist oncotarget opin opinion pancreas pediatric percept
    periodontal periodontol periodontology perinat perinatal physio placenta pneumol podiatr poult prosthetics protein qualitative quality
    quarterly rheumatic salud schizophr sante scientificworldjournal scientometrics sensors sexual spectrosc speech stapp talanta telemed
    telemedicine thrombosis topics transfusion transl translational trans tumori vascular vital wellness wien wochenschr y zh zhonghua
    zhongguo eclinicalmedicine medrxiv biorxiv dialogues hemodial dial dialysis inquiry""".split()
)
_STOP = frozenset("of the and in for on to de la le des du et der die das und e y & a an del di with & part".split())
_TOKEN = re.compile(r"[^\s]+")
# A break: a full stop, question or exclamation mark (perhaps a closing quote) before a capital or a known word.
_BREAK = re.compile(r"[.?!…][\"'”’»)\]]*\s+(?=[\"“(\[]?\S)|[”»\"],?\s+(?=\S)|,[”\"]\s+")
_COMMA = re.compile(r",\s+(?=[A-Z])|\s+[-–—]\s+(?=[A-Z])")
_BLANK = re.compile(r"(?<=[a-z0-9)])\s+(?=[A-Z])")
# Kinds of break: pattern, least length of a title before it, what it costs against a full stop.
_BREAKS = ((_BREAK, 3, 0.0), (_COMMA, 12, 1.5), (_BLANK, 12, 2.2))
_LEAST_SCORE = -2.5
_LEAST_WEAK_SCORE = -0.8


def split_title(text: str, has_locator: bool = True) -> tuple[str, str | None]:
    """(title, journal) of what stands between the authors and the volume; no journal is None.

    With a locator behind it there must be a journal, and less is asked of what looks like one.
    """
    text = text.strip(" ,;:")
    quoted = re.match(r"[\"“‘«'](?P<title>.{8,}?)[.,]?[\"”’»'][.,]?\s+(?:in:?\s+)?(?P<journal>[^\"“”]{2,120})$", text, re.I)
    if quoted and text[0] != "'":
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
        if score > (least if has_locator else least + 0.7):
            title = text[: best.start()] + (mark if mark in ("?", "!") else "")
            return _tidy_title(title), _tidy_journal(text[best.end() :])
    return _tidy_title(text), None


def _score(title: str, journal: str) -> float:
    """How much the tail looks like a journal's name, and the head like a whole title."""
    tokens = _TOKEN.findall(journal)
    if not tokens or len(tokens) > 16:
        return -9.0
    score = 0.0
    for place, token in enumerate(tokens):
        score += _token_score(token, is_last=place == len(tokens) - 1)
    score /= max(1.0, len(tokens) ** 0.6)
    if re.search(r"\b(?!(?:of|and|the|for|in|on|de|et|und|der|des|du|la|le)\b)[a-z]{3,}\s+[A-Z]", journal):
        # A small word and then a capital again: the end of a title stands before the journal.
        score -= 1.5
    last = title.rstrip(".?! ").rsplit(None, 1)[-1] if title.strip(".?! ") else ""
    if title.endswith("."):
        if re.fullmatch(r"[A-Z]|vs|cf|St|No|Dr|sp|spp|al", last) or ("." in last and len(last) < 5):
            score -= 2.0
        elif last.lower().strip("(") in JOURNAL_WORDS and last[:1].isupper() and _is_abbreviation(last):
            score -= 1.2
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


def _is_abbreviation(word: str) -> bool:
    """Abbreviations of ISO 4 end in a consonant (or are a letter); whole English words often do not."""
    plain = word.strip(".").lower()
    return len(plain) <= 2 or (
        plain[-1] not in "aeouy" and not plain.endswith(("tion", "ing", "ness", "ism", "ients", "ents", "ed", "ers", "ial"))
    )


def _tidy_title(title: str) -> str:
    title = re.sub(r"\s*\[(?:article in \w+|internet|online|review|in \w+)\]", "", title, flags=re.I)
    return title.strip(' .,;:"“”«»').strip()


def _tidy_journal(journal: str) -> str | None:
    journal = re.sub(r"^(?:in|published in|from)[:\s]+(?=[A-Z])", "", journal.strip(), flags=re.I)
    journal = re.sub(r"\s*\[(?:internet|online|serial online|electronic resource)\]", "", journal, flags=re.I)
    journal = re.sub(r"\s*[\[(](?:Epub|in press|ahead).*$", "", journal, flags=re.I)
    return journal.strip(' ,;:"“”«»([') or None
