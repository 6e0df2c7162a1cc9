"""Every record that travels between the steps.

Frozen, slotted, keyword-only dataclasses. They are only ever written out (to rows, to goldens), so nothing is
validated or coerced here. `None` means that the page does not say. Dates are ISO text only as precise as the page
("2019", "2019-02", "2019-02-11"). Where a record mirrors a table, its fields are named like the table's columns;
columns that only the link step can know (ids of trials, citations, outcomes) are not fields here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.document import Document as Document
from ingest.document import Section as Section
from ingest.document import Span as Span

# Rows of the catalog on their way there: table -> primary key -> column -> value.
Row = dict[str, Any]
Rows = dict[str, dict[tuple[Any, ...], Row]]

NO_POINTERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One author in printed order. A collective author has only `literal`."""

    family: str | None = None
    given: str | None = None
    literal: str | None = None
    orcid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A subject term. `scheme`: author | mesh | publication-type | research-area | tag; `ui` is the term's own id."""

    scheme: str
    term: str
    ui: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One citable work as one page states it (CSL-JSON names and types).

    Types used: article-journal | article (preprint) | book | chapter | thesis | dataset | report | paper-conference |
    post-weblog | article-newspaper | article-magazine | webpage | registration (a registry record) | document.
    """

    type: str
    title: str | None = None
    original_title: str | None = None
    container_title: str | None = None
    container_title_short: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    number: str | None = None
    issued: str | None = None
    revised: str | None = None
    publisher: str | None = None
    language: str | None = None
    abstract: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    issn: str | None = None
    url: str | None = None
    is_summary: bool = False
    authors: tuple[Author, ...] = ()
    keywords: tuple[Keyword, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One scalar that a page states about the trial (or the citation), with the place it was read from.

    entity: trial | citation; field: a column of that table; `span` for running text, `pointer` (JSON pointer or
    XPath inside the record) for fields.
    """

    entity: str
    field: str
    value: str | int
    rule: str
    span: Span | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A printed reference, read into fields. `raw` is the string as printed."""

    raw: str
    authors: tuple[Author, ...] = ()
    year: str | None = None
    title: str | None = None
    container_title: str | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    last_page: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    span: Span | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One page points at another work.

    relation: summarizes | cites | same-work | version-of | corrects | retracts | related. The target is known by one
    or more of: identifiers, an address, a title, a parsed reference. `rule` says how the link was read.
    """

    relation: str
    rule: str
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    registration: str | None = None
    url: str | None = None
    title: str | None = None
    reference: Reference | None = None
    span: Span | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice on a work. kind: retraction | expression-of-concern | correction | erratum | withdrawal | reinstatement.

    The target is the work that the notice is about: its own fields when the page is the noticed article itself
    (`target_*` all None), else the identifiers given. `notice_doi` is the notice's own DOI.
    """

    kind: str
    asserted_by: str
    notice_doi: str | None = None
    noticed_on: str | None = None
    target_doi: str | None = None
    target_pmid: str | None = None
    target_pmcid: str | None = None
    span: Span | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A trial registration number as a page gives it.

    status: valid (the document's own) | alias | retired | mention | rejected. `registry` is a scheme of
    `identifiers`, `number` its canonical form (for rejected ones: as written).
    """

    registry: str
    number: str
    as_written: str
    status: str
    rule: str
    reject_reason: str | None = None
    span: Span | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """An arm. role: intervention | comparator | active-comparator | placebo | no-intervention | other."""

    label: str
    role: str | None = None
    description: str | None = None
    enrolled: int | None = None
    rule: str
    span: Span | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A condition, intervention, comparator, population or setting named by the page."""

    role: str
    label: str
    mesh_ui: str | None = None
    rule: str
    span: Span | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeSpec:
    """An outcome as a page specifies it (Zarin 2011).

    rank: primary | secondary | other; better: higher | lower | unclear.
    """

    name: str
    domain: str | None = None
    measure: str | None = None
    metric: str | None = None
    better: str = "unclear"
    rank: str | None = None
    time_frame: str | None = None
    time_days: int | None = None
    version: str | None = None
    rule: str
    span: Span | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reported result: outcome x comparison x time point. Vocabularies as in schema/tables.sql."""

    outcome_name: str
    domain: str | None = None
    comparison: str = "between-group"
    intervention: str | None = None
    comparator: str | None = None
    time_point: str | None = None
    time_days: int | None = None
    population: str | None = None
    change: str = "unclear"
    significance: str = "not-reported"
    favours: str = "unclear"
    effect_measure: str | None = None
    estimate: float | None = None
    unit: str | None = None
    ci_level: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p_operator: str | None = None
    p_value: float | None = None
    n_intervention: int | None = None
    n_comparator: int | None = None
    events_intervention: int | None = None
    events_comparator: int | None = None
    mean_intervention: float | None = None
    mean_comparator: float | None = None
    sd_intervention: float | None = None
    sd_comparator: float | None = None
    completeness: str = "direction-only"
    confidence: float | None = None
    rule: str
    rule_version: str
    span: Span | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of a summary that can be held against the trial. Vocabularies as in schema/tables.sql."""

    position: int
    in_title: bool
    kind: str
    outcome_text: str | None = None
    change: str | None = None
    strength: str | None = None
    number_text: str | None = None
    rule: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something a feed, sitemap, list or archive names to be read next."""

    url: str
    title: str | None = None
    published: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One work (or feed, or registry record) as one page gives it: what a source's `parse` yields.

    key: None when the page holds one record; else a key that tells this record from the others of the same page
    ("pmid:123"). pointers: for fields of `citation` read from fields: field name -> JSON pointer or XPath.
    Sources fill what stands in the page's *fields*; what is read from running text is added by `extract`.
    deleted: the page says that this record was withdrawn from its source (PubMed's DeleteCitation).
    """

    key: str | None = None
    citation: Citation | None = None
    document: Document | None = None
    pointers: Mapping[str, str] = field(default_factory=lambda: NO_POINTERS)
    stated: tuple[Stated, ...] = ()
    registrations: tuple[Registration, ...] = ()
    links: tuple[Link, ...] = ()
    references: tuple[Reference, ...] = ()
    notices: tuple[Notice, ...] = ()
    arms: tuple[Arm, ...] = ()
    topics: tuple[Topic, ...] = ()
    outcomes: tuple[OutcomeSpec, ...] = ()
    findings: tuple[Finding, ...] = ()
    claims: tuple[Claim, ...] = ()
    entries: tuple[Entry, ...] = ()
    deleted: bool = False
