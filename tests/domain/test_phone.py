"""The component manual's table 2 at its boundaries, and one number however it is written."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwdesk.domain.phone import Carrier, PhoneNumber, number_fragment


@pytest.mark.parametrize(
    ("digits", "carrier"),
    [
        ("12999999999", Carrier.UNLISTED),
        ("13000000000", Carrier.UNICOM),
        ("13399999999", Carrier.UNICOM),
        ("13400000000", Carrier.MOBILE),
        ("13489999999", Carrier.MOBILE),
        ("13490000000", Carrier.UNLISTED),
        ("13499999999", Carrier.UNLISTED),
        ("13500000000", Carrier.MOBILE),
        ("13999999999", Carrier.MOBILE),
        ("14000000000", Carrier.UNLISTED),
        ("15899999999", Carrier.UNLISTED),
        ("15900000000", Carrier.MOBILE),
        ("15999999999", Carrier.MOBILE),
        ("16000000000", Carrier.UNLISTED),
        ("1350000000", Carrier.UNLISTED),
        ("135000000000", Carrier.UNLISTED),
        ("1180000000000", Carrier.UNLISTED),  # 13 digits: PHS is longer
        ("11800000000000", Carrier.PHS),
        ("11899999999999", Carrier.PHS),
        ("11600000000000", Carrier.PHS),
        ("11699999999999", Carrier.PHS),
        ("118000000000000", Carrier.UNLISTED),  # 15 digits: PHS is shorter
        ("11700000000000", Carrier.UNLISTED),
        ("11500000000000", Carrier.UNLISTED),
        ("11900000000000", Carrier.UNLISTED),
    ],
)
def test_the_table_holds_at_its_boundaries(digits: str, carrier: Carrier) -> None:
    assert PhoneNumber(digits).carrier is carrier


@pytest.mark.parametrize(
    ("digits", "is_plausible"),
    [
        ("13800138000", True),
        ("13490000000", True),
        ("14700000000", True),
        ("19912345678", True),
        ("11800000000000", True),
        ("12000000000", False),
        ("1069", False),
        ("1234567890", False),
        ("118000000000000", False),
    ],
)
def test_an_unknown_prefix_is_worth_a_warning(digits: str, is_plausible: bool) -> None:
    assert PhoneNumber(digits).is_plausible is is_plausible


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "138\u20130013\u22128000",
        "+8613800138000",
        "+86 138 0013 8000",
        "+86-138-0013-8000",
        "(+86) 138.0013.8000",
        "008613800138000",
        "0086 138 0013 8000",
        "8613800138000",
        "１３８００１３８０００",
        "＋８６　１３８００１３８０００",
        "\u202d138\u00a00013\u200b8000\u202c",
    ],
)
def test_one_number_is_one_conversation_however_it_is_written(written: str) -> None:
    assert PhoneNumber.parse(written) == PhoneNumber("13800138000")


@pytest.mark.parametrize("written", ["", " ", "+", "+86", "abc", "138a", "1" * 16, "13800138000,", "٠١٢", "13*0"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="phone number"):
        PhoneNumber.parse(written)


@given(st.text(max_size=24))
def test_whatever_is_written_becomes_a_number_or_an_error(written: str) -> None:
    with contextlib.suppress(ValueError):
        number = PhoneNumber.parse(written)
        assert number.digits.isascii()
        assert number.digits.isdigit()
        assert 1 <= len(number.digits) <= 15
        assert "****" in number.masked or set(number.masked) == {"*"}
        assert number.grouped.replace(" ", "") == number.digits


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_normalised_number_stays_as_it_is(digits: str) -> None:
    assert PhoneNumber.parse(digits).digits == digits
    assert PhoneNumber.parse(f"+86{digits}").digits == digits


@pytest.mark.parametrize("written", ["+86 0086 13800138000", "0086 86 13800138000", "00860086 138 0013 8000"])
def test_prefixes_gained_twice_go(written: str) -> None:
    assert PhoneNumber.parse(written).digits == "13800138000"


@given(st.from_regex(r"\+?(0086|86)?[0-9]{1,15}", fullmatch=True))
def test_what_is_parsed_stays_as_it_is(written: str) -> None:
    try:
        phone = PhoneNumber.parse(written)
    except ValueError:
        return
    assert PhoneNumber.parse(phone.digits) == phone


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("138 0013", "1380013"),
        ("+86 138", "138"),
        ("+8613800138000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("0086", "0086"),
        ("86138", "86138"),
        ("(010) 6552-1234", "01065521234"),
        ("１３８", "138"),
        ("1069 0000 1234 5678 9012", "10690000123456789012"),
        ("3.5", ""),
        ("album 2", ""),
        ("", ""),
    ],
)
def test_a_piece_of_a_number_is_found_as_people_write_it(written: str, digits: str) -> None:
    assert number_fragment(written) == digits
