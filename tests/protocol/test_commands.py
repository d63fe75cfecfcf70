"""Requests: what goes out comes back, and what the wire cannot carry is refused by name."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwdesk.domain.account import SendCommand
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import length
from mwdesk.errors import (
    EmptyFieldError,
    FieldTooLongError,
    ForbiddenCharacterError,
    LocalProtocolError,
    RemoteProtocolError,
)
from mwdesk.protocol import frames
from mwdesk.protocol.commands import (
    MAX_PHONES,
    ONE_WAY_BYTES,
    ChangePassword,
    CheckKeywords,
    Command,
    FetchMessages,
    FetchReports,
    FetchServiceMessages,
    Login,
    QueryBalance,
    Send,
    SendOneWay,
    SendServiceMessage,
    TestConnection,
    parse_command,
)
from mwdesk.protocol.frames import RequestReader

PHONE = PhoneNumber("13500000000")
TWO_PHONES = (PHONE, PhoneNumber("13600000001"))

phones = st.from_regex(r"[0-9]{1,15}", fullmatch=True).map(PhoneNumber)
phone_lists = st.lists(phones, min_size=1, max_size=5).map(tuple)
texts = st.text(st.characters(codec="gbk"), min_size=1, max_size=68).filter(lambda text: length(text) <= 68)
sub_ports = st.just("*") | st.from_regex(r"[0-9]{1,20}", fullmatch=True)


def words(limit: int, least: int = 1) -> st.SearchStrategy[str]:
    characters = st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters=",;")
    return st.text(characters, min_size=least, max_size=limit)


older_sends = st.builds(Send, phone_lists, texts, sub_ports, st.just(SendCommand.OLDER))
all_commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(Login, words(32), words(32), st.sampled_from(["25", "19", "24"])),
    st.builds(ChangePassword, words(32), words(6), words(6)),
    st.builds(Send, phone_lists, texts, sub_ports),
    older_sends,
    st.builds(SendOneWay, phones, texts.filter(lambda text: len(text.encode("gbk")) <= ONE_WAY_BYTES)),
    st.builds(CheckKeywords, texts, st.booleans()),
    st.builds(SendServiceMessage, words(32), words(32), words(32, 0), words(32), phone_lists, texts),
    st.sampled_from([QueryBalance(), TestConnection(), FetchMessages(), FetchReports(), FetchServiceMessages()]),
)


@given(all_commands)
def test_the_servers_half_reads_every_command_as_it_was(command: Command) -> None:
    frame = command.encode()
    assert int(frame[2:8]) == len(frame)
    assert parse_command(frame) == command


@given(st.lists(all_commands, max_size=4), st.integers(1, 60))
def test_requests_are_cut_by_their_length_at_any_segmentation(batch: list[Command], size: int) -> None:
    data = b"".join(command.encode() for command in batch)
    reader = RequestReader()
    found = [frame for start in range(0, len(data), size) for frame in reader.feed(data[start : start + size])]
    assert [parse_command(frame) for frame in found] == batch


@given(st.binary(max_size=120), st.sampled_from([b"ZZ", b"ZD", b"ZE"]), st.sampled_from([b"", b"11,*,*,*,1,3,"]))
def test_no_frame_breaks_the_servers_half(body: bytes, kind: bytes, number: bytes) -> None:
    with contextlib.suppress(RemoteProtocolError):
        parse_command(frames.build(kind, number + body))
    with contextlib.suppress(RemoteProtocolError):
        parse_command(body)


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (Login("", "123456"), EmptyFieldError),
        (Login("J00001", ""), EmptyFieldError),
        (Login("J00001", "123456", ""), EmptyFieldError),
        (Login("J" * 33, "123456"), FieldTooLongError),
        (Login("J00001", "1" * 33), FieldTooLongError),
        (Login("J00001", "a,b"), ForbiddenCharacterError),
        (Login("J00001", "a b"), ForbiddenCharacterError),
        (Login("J00001", "a\r\nb"), ForbiddenCharacterError),
        (Login("J;0001", "123456"), ForbiddenCharacterError),
        (Login("J00001", "密码"), ForbiddenCharacterError),
        (Login("J00001", "123456", "ab"), ForbiddenCharacterError),
        (ChangePassword("J00001", "123456", ""), EmptyFieldError),
        (ChangePassword("J00001", "", "123456"), EmptyFieldError),
        (ChangePassword("J00001", "123456", "1234567"), FieldTooLongError),
        (ChangePassword("J00001", "1234567", "123456"), FieldTooLongError),
        (ChangePassword("J00001", "123456", "a;b"), ForbiddenCharacterError),
        (Send((), "您好"), EmptyFieldError),
        (Send((PHONE,), ""), EmptyFieldError),
        (Send((PhoneNumber(""),), "您好"), EmptyFieldError),
        (Send((PHONE,), "您好", ""), EmptyFieldError),
        (Send((PHONE,) * (MAX_PHONES + 1), "您好"), FieldTooLongError),
        (Send((PHONE,), "好" * 69), FieldTooLongError),
        (Send((PhoneNumber("1" * 16),), "您好"), FieldTooLongError),
        (Send((PHONE,), "您好", "1" * 21), FieldTooLongError),
        (Send((PHONE,), "😀"), ForbiddenCharacterError),
        (Send((PhoneNumber("1a"),), "您好"), ForbiddenCharacterError),
        (Send((PHONE,), "您好", "1,2"), ForbiddenCharacterError),
        (Send((PHONE,), "您好", "٣"), ForbiddenCharacterError),
        (SendOneWay(PHONE, ""), EmptyFieldError),
        (SendOneWay(PhoneNumber(""), "您好"), EmptyFieldError),
        (SendOneWay(PhoneNumber("1" * 16), "您好"), FieldTooLongError),
        (SendOneWay(PHONE, "€"), ForbiddenCharacterError),
        (CheckKeywords(""), EmptyFieldError),
        (CheckKeywords("好" * 69), FieldTooLongError),
        (CheckKeywords("𠮷"), ForbiddenCharacterError),
        (SendServiceMessage("", "9160", "", "0", (PHONE,), "您好"), EmptyFieldError),
        (SendServiceMessage("1", "", "", "0", (PHONE,), "您好"), EmptyFieldError),
        (SendServiceMessage("1", "9160", "", "", (PHONE,), "您好"), EmptyFieldError),
        (SendServiceMessage("1", "9160", "", "0", (), "您好"), EmptyFieldError),
        (SendServiceMessage("1", "9160", "", "0", (PHONE,), ""), EmptyFieldError),
        (SendServiceMessage("1" * 33, "9160", "", "0", (PHONE,), "您好"), FieldTooLongError),
        (SendServiceMessage("1", "9160", "", "0", (PHONE,), "好" * 69), FieldTooLongError),
        (SendServiceMessage("1", "9160", "a,b", "0", (PHONE,), "您好"), ForbiddenCharacterError),
    ],
)
def test_a_field_the_wire_cannot_carry_is_refused_by_name(command: Command, error: type[LocalProtocolError]) -> None:
    with pytest.raises(error):
        command.encode()


def test_no_error_tells_a_password_or_a_text() -> None:
    service = SendServiceMessage("1", "9160", "", "0", (PHONE,), "secret word😀")
    sends = [
        Send((PHONE,), "secret word😀"),
        SendOneWay(PHONE, "secret word😀"),
        CheckKeywords("secret word😀"),
        service,
    ]
    for command in (Login("J00001", "secret word"), ChangePassword("J00001", "secret w", "secret w"), *sends):
        with pytest.raises(LocalProtocolError) as caught:
            command.encode()
        assert "secret" not in str(caught.value)
        assert "secret" not in repr(command)


def test_the_limits_themselves_are_taken() -> None:
    Login("J" * 32, "1" * 32).encode()
    ChangePassword("J" * 32, "1" * 6, "2" * 6).encode()
    frame = Send((PhoneNumber("1" * 15),) * MAX_PHONES, "好" * 68, "1" * 20).encode()
    assert int(frame[2:8]) == len(frame)


def test_older_accounts_send_by_two_commands() -> None:
    assert Send((PHONE,), "您好", command=SendCommand.OLDER).encode()[9:11] == b"23"
    assert Send(TWO_PHONES, "您好", command=SendCommand.OLDER).encode()[9:11] == b"25"
    assert Send(TWO_PHONES, "您好").encode()[9:11] == b"61"


def test_the_phone_list_has_no_comma_at_its_end() -> None:
    assert Send(TWO_PHONES, "您好").encode().endswith(b",13500000000,13600000001")


@pytest.mark.parametrize(
    ("text", "carried"),
    [("好" * 69, "好" * 68), ("a" + "好" * 68, "a" + "好" * 67), ("a" * 137, "a" * 136), ("a" * 135 + "好", "a" * 135)],
)
def test_a_one_way_text_is_cut_without_halving_a_character(text: str, carried: str) -> None:
    assert parse_command(SendOneWay(PHONE, text).encode()) == SendOneWay(PHONE, carried)


def test_a_raw_text_may_hold_what_separates_fields() -> None:
    text = "1,2;3\r\n,13500000000"
    assert parse_command(SendOneWay(PHONE, text).encode()) == SendOneWay(PHONE, text)
    service = SendServiceMessage("121336", "91601858", "", "00", TWO_PHONES, text)
    assert parse_command(service.encode()) == service


@pytest.mark.parametrize(
    "frame",
    [
        b"ZZ000059,61,*,*,*,*,0,2,20,C4FABAC3A3ACCAC0BDE7,13500000000",  # one phone fewer than counted
        b"ZZ000059,61,*,*,*,*,0,1,18,C4FABAC3A3ACCAC0BDE7,13500000000",
        b"ZZ000059,61,*,*,*,*,0,1,20,C4FABAC3A3ACCAC0BDXX,13500000000",
        b"ZZ000071,23,*,*,*,*,0,2,20,C4FABAC3A3ACCAC0BDE7,13500000000,13500000001",
        b"ZZ000059,25,*,*,*,*,0,1,20,C4FABAC3A3ACCAC0BDE7,13500000000",
        b"ZZ000045,11,*,*,*,1,99,hello,13500000000",
        b"ZE000045,1,2,3,4,2,5,hello,13500000000",
        b"ZE000045,1,2,3,4,1,5",
        b"ZZ000011,77",
        b"",
    ],
)
def test_a_request_that_contradicts_itself_is_not_read(frame: bytes) -> None:
    with pytest.raises(RemoteProtocolError):
        parse_command(frame)
