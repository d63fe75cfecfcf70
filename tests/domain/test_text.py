"""Where the characters of a cleaned text stand in the text it was cleaned from."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mwdesk.domain.text import clean, places

# What merges, vanishes, is put into another order, or stays as it is.
TRICKY = st.text("ae\u0301\u0323\u200b\u00a0\r\n中😀\u1100\u1161\u11a8\uac00\u09c7\u09be\u0344", max_size=12)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("", [0]),
        ("a中😀", [0, 1, 2, 3]),
        ("e\u0301x", [0, 2, 3]),
        ("a\r\nb", [0, 1, 3, 4]),
        ("\u200ba\u200bb", [1, 3, 4]),
        ("e\u200b\u0301😀", [0, 3, 4]),
        ("x\u030c\u200b", [0, 0, 3]),
    ],
)
def test_places(text: str, begins: list[int]) -> None:
    assert list(places(text)) == begins


@given(TRICKY)
@example("e\u1161\u0301\u0301\u0323")
def test_a_text_cut_at_a_place_is_the_cleaned_text_cut_there(text: str) -> None:
    cleaned, found = clean(text), places(text)
    assert len(found) == len(cleaned) + 1
    assert list(found) == sorted(found)
    assert found[-1] == len(text)
    for position, place in enumerate(found[:-1]):
        if position == 0 or place != found[position - 1]:
            assert clean(text[:place]) == cleaned[:position]
