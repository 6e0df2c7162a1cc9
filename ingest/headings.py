"""What a heading means: the one table of section labels, for sources (XML labels, HTML headings) and for extraction."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBERING = re.compile(r"^[\s\d.()ivxIVX]{0,6}[.):]\s*|^\d+\s+|[\s.:]+$")
_WRAPPER = re.compile(r"^(?:structured )?(?:abstract|summary|plain language summary)\s*/\s*", re.IGNORECASE)
_SPACE = re.compile(r"[\s_/&,\-–—]+")

# First match wins. "mixed" labels name two parts at once and decide nothing.
_RULES = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("registration",
            r"\b(?:registration|registered|registry|isrctn|clinicaltrials?|clinical trials gov|prospero|eudract"
            r"|registrations?|trial (?:number|identifier|id|identification number|register))\b"),
        ("other",
            r"^(?:expected|anticipated|planned) (?:results?|findings|outcomes?)\b"
            r"|^(?:funding|limitations?|strengths and limitations|key ?words?|source of support|acknowledge?ments?"
            r"|copyright|trial status|level of evidence|levels of evidence|ethics.*|patient summary|abbreviations.*"
            r"|competing interests?|conflicts? of interests?|authors? contributions?|(?:electronic )?supplementa.*"
            r"|availability.*"
            r"|data availability.*)$"),
        ("mixed",
            r"\bmethods? (?:and )?(?:\w+ )?(?:results|findings)\b|\bresults (?:and |)?(?:discussions?|conclusions?"
            r"|interpretation)\b|\bbackground (?:and )?methods?\b|\bresults (?:and )?limitations?\b"),
        ("conclusions",
            r"\bconclu\w*|^interpretations?\b|^(?:clinical )?(?:implications?|relevance|significance|impact)\b"
            r"|\bimplications?$|^summary$|^take home|^perspectives?$|^key (?:points|messages?)$"
            r"|^what this study adds"),
        ("discussion", r"^(?:general )?discussions?\b|^comments?$"),
        ("results", r"\bresults?\b|^(?:main |key |principal )?findings?\b|^outcomes? and results"),
        ("methods",
            r"\bmethod\w*|\bdesigns?\b|\bsettings?\b|^(?:study )?(?:participants?|subjects|patients?|subjects?|population"
            r"|sample|animals?|volunteers)\b|\bparticipants$|\binterventions?\b|\boutcomes?\b|\bmeasure\w*"
            r"|\bmaterials?\b|\bprocedures?\b|\bdata (?:sources?|collection|extraction|synthesis|analysis)\b"
            r"|\banaly[sz]\w*|\beligib\w*|\brandomi[sz]\w*|\bend ?points?\b|\bstud(?:y|ies) selection|\bstatistic\w*"
            r"|\bpatients and\b|\bprotocol\b|\btreatments?\b|\bblinding\b|\bsample size\b|^experimental"
            r"|^exposures?\b|^assessments?\b|\bcriteria\b"),
        ("objective",
            r"\bobjectives?\b|\baims?\b|\bpurposes?\b|\bgoals?\b|\bhypothes[ei]s\b|^(?:research "
            r"|study )?questions?\b|^problem\b|^intent\b"),
        ("background",
            r"\bbackgroun?ds?\b|\bintroduction\b|^contexts?\b|^importance\b|\brationale\b|^introductory|^the problem$"
            r"|^state of the art|^overview$"),
    )
)  # fmt: skip
# Headings in the other languages of the portals and journals read here, whole and in lower case.
_IN_OTHER_LANGUAGES = {
    word: kind
    for kind, words in {
        "background": "baggrund|bakgrund|bakgrunn|hintergrund|einleitung|achtergrond|inleiding|contexte|introducción|antecedentes"
        "|introdução|contesto|premessa|indledning",
        "objective": "formål|mål|syfte|ziel|ziele|zielsetzung|fragestellung|doel|doelstelling|objectif|objectifs|but|objetivo"
        "|objetivos|obiettivo|obiettivi",
        "methods": "metode|metoder|metod|materiale og metode|materiale og metoder|material och metod|methode|methoden|methodik"
        "|material und methoden|patienten und methoden|opzet|méthode|méthodes|matériel et méthodes|patients et méthodes|método"
        "|métodos|pacientes y métodos|material y métodos|materiais e métodos|metodi|materiali e metodi",
        "results": "resultat|resultater|resultaten|ergebnis|ergebnisse|résultat|résultats|resultado|resultados|risultati|fund",
        "discussion": "diskussion|diskusjon|discussie|discusión|discussão|discussione",
        "conclusions": "konklusion|konklusioner|konklusjon|slutsats|slutsatser|schlussfolgerung|schlussfolgerungen|fazit"
        "|conclusie|conclusies|conclusión|conclusão|conclusões|conclusione|conclusioni|fortolkning",
        "registration": "forsøgsregistrering|studienregistrierung|trialregistratie|enregistrement de l'essai|registro del ensayo",
    }.items()
    for word in words.split("|")
}


@lru_cache(maxsize=4096)
def heading_kind(label: str) -> str | None:
    """background | objective | methods | results | discussion | conclusions | registration | other | mixed, or None.

    >>> heading_kind("2. Materials & Methods:"), heading_kind("AIMS"), heading_kind("Methods and Results")
    ('methods', 'objective', 'mixed')
    """
    plain = _SPACE.sub(" ", _NUMBERING.sub("", _WRAPPER.sub("", label.strip())).lower()).strip(" .:")
    if not plain or len(plain) > 80:
        return None
    return next((kind for kind, pattern in _RULES if pattern.search(plain)), _IN_OTHER_LANGUAGES.get(plain))


# "METHODSAll patients were", "AIMTo compare": a heading in capitals, printed without a space before its first word.
_GLUED = re.compile(
    r"(?P<label>(?:BACKGROUND|INTRODUCTION|OBJECTIVES?|AIMS?|PURPOSE|METHODS?|RESULTS?|FINDINGS|CONCLUSIONS?|DISCUSSION)"
    r"(?=[A-Z][A-Za-z]|A [a-z]|\d)"
    r"|[A-Z]{2}[A-Z/&,\- ]{0,40}?[A-Z](?=[A-Z][a-z]|A [a-z]|\d))"
)


def glued_heading(text: str, start: int = 0, end: int | None = None) -> str | None:
    """A known heading in capitals that opens `text[start:end]` and runs into the words behind it, or None.

    >>> glued_heading("METHODSAll patients were seen."), glued_heading("METHODS were alike.")
    ('METHODS', None)
    """
    match = _GLUED.match(text, start, len(text) if end is None else end)
    return match["label"] if match and heading_kind(match["label"]) else None


def section_kind(label: str | None, within: str = "abstract") -> str:
    """The `Section.kind` of a heading inside an abstract or a body ("abstract.methods", "body.introduction").

    A heading that is not known (or mixes two parts) gives ".other"; no heading at all gives the bare part.
    """
    if not label or not label.strip():
        return within
    kind = heading_kind(label)
    if kind is None or kind == "mixed":
        return f"{within}.other"
    if within == "abstract":
        kind = {"discussion": "conclusions"}.get(kind, kind)
    else:
        kind = {"background": "introduction", "objective": "introduction"}.get(kind, kind)
    return f"{within}.{kind}"
