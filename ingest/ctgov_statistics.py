"""One statistical analysis of ClinicalTrials.gov: p-value, interval, effect measure, and what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.json_pages import at, text_at

_NUMBER = r"[-−]?(?:\d+(?:[.,]\d+)?|[.]\d+)(?:\s*(?:[eE]|[x×]\s*10\s*\^?)\s*[-−+]?\d{1,3})?"
_P = re.compile(rf"^\s*(?:p\s*(?:-?\s*value)?)?\s*(?P<operator><=|>=|=|<|>|≤|≥)?\s*=?\s*(?P<value>{_NUMBER})\s*$", re.I)
_OPERATORS = {"≤": "<=", "≥": ">="}
_ALPHA = re.compile(
    r"(?:alpha|α|significance level|level of significance|significance threshold)\D{0,30}?(0?\.\d+|\d(?:\.\d)?\s*%)", re.I
)
_ONE_SIDED = re.compile(r"\b(?:one|1)[\s-]?(?:sided|tailed)\b", re.I)
_RATIOS = frozenset(("HR", "OR", "RR", "IRR"))
_DIFFERENCES = frozenset(("RD", "MD", "SMD", "beta"))
_EFFECTS = (
    ("SMD", r"standardi[sz]ed mean difference|\bsmd\b|effect size|cohen"),
    ("HR", r"hazard|\bhr\b"),
    ("OR", r"odds ratio|\bor\b(?!\s*\w)"),
    ("IRR", r"(?:incidence )?rate ratio|\birr\b"),
    ("RR", r"risk ratio|relative risk|\brr\b|prevalence ratio"),
    (
        "RD",
        r"risk difference|difference in (?:the )?(?:percent|proportion|rate)|(?:percent|proportion|rate)\S* difference|\brd\b",
    ),
    (
        "MD",
        r"(?<!median )mean difference|difference in (?:\S+ ){0,3}means?\b|\bmeans? .*difference"
        r"|difference (?:of|between) (?:\S+ )?means",
    ),
    ("beta", r"\bbeta\b|regression coefficient|\bslope\b"),
)
_MEAN_KINDS = frozenset(("mean", "least squares mean"))
_SHARE = re.compile(r"%|percent|proportion|rate", re.I)
_MET = re.compile(
    r"\b(?P<what>non[\s-]?inferior(?:ity)?|equivalen(?:ce|t))\b[^.;]{0,80}\b(?:was|were|is|has been|had been)?\s*"
    r"(?:met|demonstrated|established|shown|achieved|confirmed|concluded|declared)\b"
    r"|\b(?:met|demonstrated|established|showed|achieved|confirmed)\b[^.;]{0,60}\b(?P<after>non[\s-]?inferior(?:ity)?|equivalen(?:ce|t))\b",
    re.I,
)
_HEDGED = re.compile(r"\b(?:not|if|would|will|to be|could|when|whether|provided|should|can|may|unless|in order|must)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """What one analysis says."""

    significance: str = "not-reported"
    effect_measure: str | None = None
    estimate: float | None = None
    ci_level: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p_operator: str | None = None
    p_value: float | None = None


def read_test(analysis: dict[str, Any], kind: str) -> Test:
    """Read an analysis of a measure whose values are of `kind` ("mean", "number", ...)."""
    operator, p = p_value(text_at(analysis, "pValue"))
    low, high = number(text_at(analysis, "ciLowerLimit")), number(text_at(analysis, "ciUpperLimit"))
    estimate = number(text_at(analysis, "paramValue"))
    level = number(text_at(analysis, "ciPctValue")) if low is not None or high is not None else None
    if low is not None and high is not None and low > high:
        low, high = high, low
    effect = effect_measure(text_at(analysis, "paramType"), kind) if estimate is not None else None
    if effect in _RATIOS and not estimate and high is None:
        effect = estimate = low = level = None  # a zero that stands for "not estimable"
    return Test(
        significance=_significance(analysis, operator, p, effect, low, high),
        effect_measure=effect,
        estimate=estimate,
        ci_level=level,
        ci_low=low,
        ci_high=high,
        p_operator=operator,
        p_value=p,
    )


def p_value(text: str | None) -> tuple[str | None, float | None]:
    """Operator and value of a p-value field: "<0.001" -> ("<", 0.001), ".03" -> ("=", 0.03); nothing for words."""
    match = _P.match(text or "")
    if not match:
        return None, None
    value = number(match["value"])
    if value is None or not 0 <= value <= 1:
        return None, None
    operator = match["operator"] or "="
    return _OPERATORS.get(operator, operator), value


def number(text: str | None) -> float | None:
    """A number as registries write it, with a decimal comma or a power of ten too."""
    text = re.sub(r"\s*[x×]\s*10\s*\^?\s*", "e", (text or "").strip()).replace("−", "-").replace(" ", "")
    text = text.replace(",", "." if re.fullmatch(r"-?\d+,(?!\d{3}$)\d+", text) else "")
    return float(text) if re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", text) else None


def effect_measure(text: str | None, kind: str) -> str | None:
    """HR, OR, RR, IRR, RD, MD, SMD or beta; another statistic by its own name, so that it is taken for none of them."""
    if not text:
        return None
    lowered = text.lower()
    if lowered.startswith(("log ", "ln", "median")) or "statistic" in lowered or re.search(r"\bratio of\b", lowered):
        return text
    for name, pattern in _EFFECTS:
        if re.search(pattern, lowered):
            return name
    if re.fullmatch(r"(?:estimated |adjusted |treatment |ls ?means? )*difference.{0,40}", lowered):
        if kind in _MEAN_KINDS:
            return "MD"
        if _SHARE.search(lowered):
            return "RD"
    return text


def _significance(
    analysis: dict[str, Any], operator: str | None, p: float | None, effect: str | None, low: float | None, high: float | None
) -> str:
    kind = (text_at(analysis, "nonInferiorityType") or "").upper().replace(" ", "_").replace("-", "_")
    if kind.startswith(("NON_INFERIORITY", "EQUIVALENCE", "NONINFERIORITY")) or (
        at(analysis, "testedNonInferiority") is True and not kind.startswith("SUPERIORITY")
    ):
        return _margin_met(analysis)
    alpha = _alpha(analysis)
    if p is not None:
        if operator in ("=", "<", "<=") and (p < alpha or (operator == "<" and p == alpha)):
            return "significant"
        return "not-significant" if operator in ("=", ">", ">=") and p >= alpha else "not-reported"
    if re.match(r"\s*(?:n\.?s\.?|not significant)\s*$", text_at(analysis, "pValue") or "", re.I):
        return "not-significant"
    null = 1.0 if effect in _RATIOS else 0.0 if effect in _DIFFERENCES else None
    if null is None or low is None or high is None:
        return "not-reported"
    return "not-significant" if low <= null <= high else "significant"


def _margin_met(analysis: dict[str, Any]) -> str:
    """A test against a margin: its p says nothing on superiority, so only words that it was met count."""
    for name in ("nonInferiorityComment", "pValueComment", "statisticalComment", "estimateComment", "groupDescription"):
        for sentence in re.split(r"[.;](?:\s|$)", text_at(analysis, name) or ""):
            match = _MET.search(sentence)
            if match and not _HEDGED.search(sentence):
                return "non-inferior" if (match["what"] or match["after"]).lower().startswith("non") else "equivalent"
    return "not-reported"


def _alpha(analysis: dict[str, Any]) -> float:
    words = " ".join(text_at(analysis, name) or "" for name in ("pValueComment", "statisticalComment", "groupDescription"))
    match = _ALPHA.search(words)
    if match:
        stated = match[1].replace(" ", "")
        value = float(stated[:-1]) / 100 if stated.endswith("%") else float(stated)
        if 0 < value <= 0.2:
            return value
    return 0.025 if _ONE_SIDED.search(words) else 0.05
