"""The ids of a send's further phones, in both forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwdesk.domain.message_ids import nth_message_id

GREATEST = (1 << 63) - 1
stamps = st.builds(
    "{:02d}{:02d}{:02d}{:02d}{:02d}".format,
    st.integers(1, 12),
    st.integers(1, 31),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 59),
)


@pytest.mark.parametrize(
    ("first", "index", "expected"),
    [
        ("1009145815027534", 0, "1009145815027534"),
        ("1009145815027534", 1, "1009145815027535"),
        ("1009145815027534", 999, "1009145815028533"),
        ("0101000000000009", 1, "0101000000000010"),  # the leading zero stays
        ("1009145815999999", 1, "1009145815000000"),  # six digits wrap, the time before them stands
        ("1009145815999500", 999, "1009145815000499"),
        ("1009145815123999999", 1, "1009145815123000000"),  # a longer old form
        ("123456789012345678901234567890", 1, "123456789012345678901234567891"),  # too long for 64 bits
        ("9" * 19, 1, "9999999999999000000"),
        ("1399999999999999", 1, "1400000000000000"),  # no thirteenth month: a number
        ("1131999999999999", 1, "1132000000000000"),  # no hour 99
        ("1152921504606846975", 1, "1152921504606846976"),
        ("-6917529027641081857", 1, "-6917529027641081856"),
        ("-1", 1, "0"),
        (str(GREATEST), 1, str(-GREATEST - 1)),
        (str(-GREATEST - 1), 2, str(-GREATEST + 1)),
        ("-1000", 1, "-999"),
        ("5", 1, "6"),
        ("0099", 1, "0100"),
        ("", 0, ""),
        ("", 1, ""),
        ("ABC1", 0, "ABC1"),
        ("ABC1", 1, ""),
        ("1009145815027534,3,0", 1, ""),
    ],
)
def test_the_ith_phone_has_the_first_id_plus_i(first: str, index: int, expected: str) -> None:
    assert nth_message_id(first, index) == expected


@given(stamps, st.integers(0, 999_999), st.integers(0, 999))
def test_a_stamp_is_never_counted_into(stamp: str, sequence: int, index: int) -> None:
    found = nth_message_id(f"{stamp}{sequence:06d}", index)
    assert found == f"{stamp}{(sequence + index) % 1_000_000:06d}"


@given(st.integers(-GREATEST - 1, -1), st.integers(0, 999))
def test_a_negative_number_counts_up(first: int, index: int) -> None:
    assert int(nth_message_id(str(first), index)) == first + index


@given(st.text(max_size=30), st.integers(0, 999))
def test_any_text_is_taken(first: str, index: int) -> None:
    assert isinstance(nth_message_id(first, index), str)


@given(st.from_regex(r"-?[0-9]{1,40}", fullmatch=True))
def test_a_thousand_phones_have_a_thousand_ids(first: str) -> None:
    assert len({nth_message_id(first, index) for index in range(1000)}) == 1000
