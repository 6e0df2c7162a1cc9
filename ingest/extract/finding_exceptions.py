"""Exceptions: in "no differences in any scale except the pain score" the pain score is what did differ.

A sentence is read twice, once for what the exception names and once for the rest; each reading sees its own words only.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.extract.wording import Lower, Wording, lowered

_MARK = Wording(
    r"\b(?:except(?:ing)?(?: for| that| in| on)?|with (?:the |one |a )?(?:(?:sole|only|single|possible|notable) )?exception of"
    r"|(?:apart|aside) from|other than|besides|save for)\b",
    "except",
    "apart",
    "aside",
    "other than",
    "besides",
    "save for",
)
# What ends an exception inside a sentence, and what the rule after an exception at its beginning starts with.
_END = re.compile(r";|,? (?:but|whereas|while|although)\b|, (?:and|with) (?:there|no)\b")
_RULE = re.compile(
    r", (?:(?:there|all|both|neither|none|no|nor|the|other|most|groups?|we|it|any)\b|[^,]{0,60}\b(?:did|was|were|had)\b)", re.I
)
_DENIED = Wording(
    r"\b(?:no|not|nor|none|neither|never|without|fail\w*|similar\w*|comparable|same|equal\w*|unchanged|unaffected)\b|n't\b"
)


def own_words(text: str, at: int) -> tuple[str, bool]:
    """The sentence with what does not speak of the outcome at offset `at` blanked out (offsets stay), and whether the
    outcome is an exception to the sentence's rule of no difference.

    >>> own_words("No scale differed except pain (p = .01).", 25)
    ('                  except pain (p = .01).', True)
    """
    found = _exception(text)
    if found is None:
        return text, False
    start, end = found
    if start <= at < end:
        return " " * start + text[start:end] + " " * (len(text) - end), True
    return text[:start] + " " * (end - start) + text[end:], False


@lru_cache(maxsize=16)
def _exception(text: str) -> tuple[int, int] | None:
    """Where an exception to a rule of no difference stands; None where there is no such rule."""
    low = lowered(text)
    mark = _MARK.search(low)
    if mark is None:
        return None
    if mark.start() <= _OPENING:
        rule = _RULE.search(text, mark.end())
        end = rule.start() if rule else -1
    else:
        closing = _END.search(text, mark.end())
        end = closing.start() if closing else len(text)
    if end < 0 or not _DENIED.search(Lower(low[: mark.start()] + low[end:])):
        return None
    return mark.start(), end


# "Overall, with the exception of ..." still stands at the beginning.
_OPENING = 12
