"""Text of elements: white space collapsed, whatever kind of it, and comments left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ingest.markup import clean, refuse_size, text_of

_SPACES = st.sampled_from(" \t\n\r\x0b\x0c\x1c\x85\xa0\u2009\u2028\u202f\u3000")
_TEXTS = st.text(st.characters() | _SPACES | st.sampled_from("ab "))


@given(_TEXTS)
def test_clean_leaves_single_blanks_between_words(text: str) -> None:
    assert clean(text) == (" ".join(text.split()) or None)


@given(st.text(st.sampled_from("aé \t\n\xa0\u2009")), st.text(st.sampled_from("b  \n\u3000")))
def test_text_of_an_element_is_all_text_below_it_cleaned(first: str, second: str) -> None:
    element = etree.Element("p")
    element.text = first
    assert text_of(element) == clean(first)
    etree.SubElement(element, "italic").text = second
    element.append(etree.Comment("not said"))
    element[-1].tail = first
    assert text_of(element) == clean(first + second + first)
    assert text_of(element[0]) == clean(second), "what follows an element is not in it"
    assert text_of(None) is None


def test_many_bytes_without_many_tags_are_read() -> None:
    refuse_size(b"<p>" + b"a" * 1_000_000 + b"</p>")
