"""What a report says about its trial's design, each with the words it was read from."""

from __future__ import annotations

from collections.abc import Callable

from ingest.extract import design_places, design_time, design_words
from ingest.extract.design_words import Hit
from ingest.extract.scope import Part, is_review, methods_of, parts_of
from ingest.records import Document, Stated

VERSION = "1"
# Column of `trials` -> reader, and whether the article's methods are read when title and abstract are silent.
_FIELDS: tuple[tuple[str, Callable[[str, tuple[Part, ...]], Hit | None], bool], ...] = (
    ("allocation", design_words.allocation, True),
    ("masking", design_words.masking, True),
    ("framework", design_words.framework, False),
    ("design", design_words.design, True),
    ("arms", design_words.arms, False),
    ("sites", design_places.sites, False),
    ("countries", design_places.countries, False),
    ("follow_up", design_time.follow_up, False),
)


def design(document: Document) -> tuple[Stated, ...]:
    """Trial facts (allocation, masking, framework, design, arms, sites, countries, follow_up).

    A review of others' trials gives none. Numbers of participants are `sample_size.sample_sizes`.
    """
    parts = parts_of(document)
    if is_review(document, parts):
        return ()
    stated = []
    methods: tuple[Part, ...] | None = None
    for name, reader, in_methods in _FIELDS:
        hit = reader(document.text, parts)
        if hit is None and in_methods:
            methods = methods_of(document) if methods is None else methods
            hit = reader(document.text, methods) if methods else None
        if hit is not None:
            span = document.span(hit.start, hit.end)
            stated.append(Stated(entity="trial", field=name, value=hit.value, rule=f"design:{hit.rule}", span=span))
    return tuple(stated)
