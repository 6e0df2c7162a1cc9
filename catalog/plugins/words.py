"""How values are told to people: the filters and functions that templates use."""

import re
from datetime import datetime

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

CATALOG = "trialtrace"
# What a change and its significance mean in plain words.
SIGNIFICANCE = {
    "significant": "statistically significant",
    "not-significant": "not statistically significant",
    "non-inferior": "shown to be non-inferior",
    "equivalent": "shown to be equivalent",
    "not-tested": "not tested",
    "not-reported": "significance not reported",
}
CHANGE = {
    "increased": "increased",
    "decreased": "decreased",
    "no-difference": "no difference shown",
    "mixed": "mixed",
    "unclear": "direction unclear",
}
# How a finding is marked: (mark, words, style). Style is never the only sign.
FAVOURS = {
    "intervention": ("▲", "favours intervention", "for"),
    "comparator": ("▼", "favours comparator", "against"),
    "neither": ("●", "no difference shown", "null"),
    "unclear": ("○", "not known whom it favours", "unclear"),
}
# No difference shown is one thing; what a test of equivalence or non-inferiority showed is another.
EQUIVALENCE = ("equivalent", "non-inferior")
WAYS = {
    "increased": ("↑", "increased"),
    "decreased": ("↓", "decreased"),
    "no-difference": ("○", CHANGE["no-difference"]),
    "mixed": ("○", "mixed"),
}
VERDICT = {
    "supported": ("✓", "good"),
    "overstated": ("!", "bad"),
    "contradicted": ("✗", "bad"),
    "number-mismatch": ("≠", "bad"),
    "outcome-switched": ("⇄", "bad"),
    "population-extended": ("!", "bad"),
    "omits-null-result": ("!", "bad"),
    "not-found": ("–", "open"),
    "not-checkable": ("–", "open"),
}
# Ratios and standardized differences have no unit; what is given is that of the outcome.
WITHOUT_UNIT = {"HR", "OR", "RR", "IRR", "SMD"}
MARKED = re.compile("\x02([^\x02\x03]*)\x03")


def row_url(table, key):
    """Address of a row's page."""
    return f"/{CATALOG}/{table}/{tilde_encode(str(key))}"


def place_url(row):
    """Address of the words that a fact was read from: the document with its span marked. None for a fact from a field."""
    if not row.get("document") or row.get("span_start") is None:
        return None
    return f"{row_url('documents', row['document'])}?start={row['span_start']}&end={row['span_end']}#span"


def web_url(url):
    """The address if it is one of the web; None for anything else (files, javascript:, ...)."""
    return url if isinstance(url, str) and re.match(r"https?://[^\s\"'<>]+$", url) else None


def figure(value):
    """A number without a needless tail: 0.50 -> 0.5, 12.0 -> 12."""
    return f"{value:.6g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def percent(share):
    """A share of 1 as a whole percentage: 0.877 -> 88%."""
    return f"{share * 100:.0f}%"


def effect(finding):
    """Effect, interval and P value as one phrase; empty when the report gives none."""
    parts = []
    if finding["estimate"] is not None:
        unit = f" {finding['unit']}" if finding.get("unit") and finding["effect_measure"] not in WITHOUT_UNIT else ""
        parts.append(f"{finding['effect_measure'] or 'effect'} {figure(finding['estimate'])}{unit}")
    if finding["ci_low"] is not None and finding["ci_high"] is not None:
        level = f"{figure(finding['ci_level'])}% " if finding["ci_level"] else ""
        parts.append(f"{level}CI {figure(finding['ci_low'])} to {figure(finding['ci_high'])}")
    if finding["p_value"] is not None:
        parts.append(f"P {finding['p_operator'] or '='} {figure(finding['p_value'])}")
    return "; ".join(parts)


def arms_figures(finding):
    """Rows (label, intervention, comparator) of the figures that the report gives for both or one of its arms."""
    rows = []
    for label, name in (("mean", "mean"), ("SD", "sd"), ("events", "events"), ("analysed", "n")):
        pair = finding[f"{name}_intervention"], finding[f"{name}_comparator"]
        if pair != (None, None):
            rows.append((label, *("" if value is None else figure(value) for value in pair)))
    return rows


def change_words(finding):
    """What a finding says, in words: the change, then whether it was significant."""
    if finding["change"] == "no-difference" and finding["significance"] in EQUIVALENCE:
        return SIGNIFICANCE[finding["significance"]]
    return f"{CHANGE[finding['change']]}, {SIGNIFICANCE[finding['significance']]}"


def sign(finding):
    """(mark, words, style) for whom a finding favours; where that is not known, which way the quantity went."""
    mark, words, style = FAVOURS[finding["favours"]]
    if finding["favours"] == "neither" and finding.get("significance") in EQUIVALENCE:
        words = SIGNIFICANCE[finding["significance"]]
    if finding["favours"] == "unclear" and finding.get("change") in WAYS:
        mark, words = WAYS[finding["change"]]
    return mark, words, style


def beside_sign(finding):
    """What a finding says that its sign does not say already."""
    words = sign(finding)[1]
    told = (CHANGE[finding["change"]], SIGNIFICANCE[finding["significance"]])
    return ", ".join(
        part for part in told if part != words and not (part == CHANGE["no-difference"] and finding["favours"] == "neither")
    )


def moment(at):
    """A UTC time for people: 2026-01-31T09:30:00Z -> 31 January 2026, 09:30 UTC. Other text as it is."""
    try:
        return f"{datetime.fromisoformat(at.removesuffix('Z')):%-d %B %Y, %H:%M} UTC"
    except (AttributeError, ValueError):
        return at or ""


def marked(text):
    """A snippet whose matches stand between \\x02 and \\x03, escaped, with its matches in <mark>."""
    safe = MARKED.sub(lambda match: f"<mark>{match.group(1)}</mark>", str(escape(text or "")))
    return Markup(safe.replace("\x02", "").replace("\x03", ""))


def listed(text):
    """Parts that stand between bars, without the empty ones."""
    return " · ".join(part for part in (part.strip() for part in (text or "").split("|")) if part)


def spanned(text, start, end):
    """(before, marked, after) of a document for a span in code points; the span is cut to the text."""
    start = max(0, min(int(start), len(text)))
    end = max(start, min(int(end), len(text)))
    return text[:start], text[start:end], text[end:]


def whole(value):
    """A non-negative whole number from an address, or None."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else None


@hookimpl
def prepare_jinja2_environment(env):
    env.filters |= {
        "figure": figure,
        "percent": percent,
        "effect": effect,
        "change_words": change_words,
        "marked": marked,
        "web_url": web_url,
        "moment": moment,
        "listed": listed,
        "beside_sign": beside_sign,
    }
    env.globals |= {
        "row_url": row_url,
        "place_url": place_url,
        "arms_figures": arms_figures,
        "spanned": spanned,
        "whole": whole,
        "FAVOURS": FAVOURS,
        "sign": sign,
        "SIGNIFICANCE": SIGNIFICANCE,
        "VERDICT": VERDICT,
    }
