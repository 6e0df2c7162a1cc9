# ruff: noqa: E501 (patterns are easier to read unbroken)
"""How strongly a sentence claims that one thing acts on another: none | correlational | conditional-causal | causal.

The four steps are those of Sumner et al. (BMJ 2014;349:g7015), as used for press releases and conclusions: a statement
of association, a hedged and an unhedged statement of cause, and everything that states no relation at all.
"""

from __future__ import annotations

import re

_CAUSAL = re.compile(
    r"\b(?:caus(?:e|es|ed|ing)|improv(?:e|es|ed|ing|ements?)|reduc(?:e|es|ed|ing|tions?)|lower(?:s|ed|ing)?|decreas(?:e|es|ed|ing)|increas(?:e|es|ed|ing)|rais(?:es|ed|ing)"
    r"|boost(?:s|ed|ing)?|cuts?|cutting|prevent(?:s|ed|ing|ion)?|protect(?:s|ed|ing|ive|ion)?|enhanc(?:e|es|ed|ing)|worsen(?:s|ed|ing)?|slow(?:s|ed|ing)?|halv(?:es|ed)|doubl(?:es|ed)"
    r"|eas(?:es|ed)|reliev(?:e|es|ed|ing)|alleviat(?:e|es|ed|ing)|help(?:s|ed|ing)?|effective(?:ly|ness)?|ineffective|efficac(?:y|ious)|benefi(?:ts?|cial|ted)|harmful|harms"
    r"|led to|leads? to|leading to|results? in|resulted in|resulting in|contribut(?:e|es|ed|ing) to|affect(?:s|ed|ing)?|influenc(?:e|es|ed|ing)|impact(?:s|ed|ing)?|effects? (?:of|on)"
    r"|induc(?:e|es|ed|ing)|promot(?:e|es|ed|ing)|facilitat(?:e|es|ed|ing)|trigger(?:s|ed|ing)?|driv(?:es|en|ing)|due to|because of|responsible for|superior|inhibit(?:s|ed|ing)?"
    r"|suppress(?:es|ed|ing)?|produc(?:es|ed|ing)|provid(?:e|es|ed|ing)|delay(?:s|ed|ing)?|makes?|trumps?|saves?|saving|fights?|treats?|changes? (?:how|the way))\b",
    re.I,
)
_CORRELATIONAL = re.compile(
    r"\b(?:associat(?:ed|ions?|es?)|link(?:s|ed)?|correlat(?:e|es|ed|ions?|ing)|tied|relat(?:ed|ionships?) (?:to|between|with)|relationships?|connect(?:ed|ions?)|predict(?:s|ed|ors?|ive|ing)?|risk factors?|risk of|at (?:higher|greater|increased|lower|reduced|elevated) risk|markers?|indicators?"
    r"|(?:more|less|most) (?:likely|common|prevalent|frequent(?:ly)?)|(?:higher|lower|greater|more|fewer|less|better|worse|poorer) (?:[\w-]+ ){0,6}?(?:than|in (?:patients|women|men|those|the)|among)|compared (?:with|to)|differ(?:s|ed|ences?)? (?:between|in|by|from)|likelihood|odds|prognostic|(?:increased|lower|decreased|reduced|elevated|higher) (?:[\w-]+ )?(?:risks?|levels?|rates?|mortality|odds|likelihood|prevalence|incidence|chances?|survival)|(?:similar|comparable|common)|independent(?:ly)?|dependent on|depends? on|vary|varied)\b",
    re.I,
)
_HEDGED = re.compile(
    r"\b(?:may|might|could|would|appears?|appeared|seems?|seemed|suggest(?:s|ed|ing|ive)?|possibl[ey]|potential(?:ly)?|likely to|probably|perhaps|promis(?:e|ing)|feasible|tends?|hypothes\w+)\b",
    re.I,
)
# What is asked for, planned or not shown is no statement of a relation.
_UNSTATED = re.compile(
    r"\b(?:(?:further|future|more|additional|larger|prospective) (?:[\w-]+ ){0,4}?(?:research|studies|study|trials?|investigations?|work|evaluation)\b.{0,60}\b(?:needed|required|warranted|necessary|should)"
    r"|(?:is|are|was|were|remains?) (?:needed|warranted|required|unknown|unclear|uncertain)|should (?:be|not)|(?:was|were|is|are) (?:well tolerated|safe|feasible|rare)"
    r"|should|need to|non-?inferior(?:ity)?|we (?:recommend|describe|present|developed)|aims? to|to (?:determine|evaluate|assess) )",
    re.I,
)


def strength(sentence: str) -> str:
    """The step that the wording reaches: none | correlational | conditional-causal | causal."""
    if _UNSTATED.search(sentence):
        return "none"
    related, causal = _CORRELATIONAL.search(sentence), _CAUSAL.search(sentence)
    if related is not None and (causal is None or related.start() < causal.start() or _of_relation(related.group())):
        return "correlational"
    if causal is None:
        return "none"
    return "conditional-causal" if _HEDGED.search(sentence) else "causal"


def _of_relation(words: str) -> bool:
    """Words of association outweigh a causal verb elsewhere in the sentence ("linked to reduced risk")."""
    return re.match(r"(?:associat|link|correlat|relat|tied|predict)", words, re.I) is not None
