"""Framing by content, records in both forms, and nothing that comes over the wire may break the reader."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwdesk.domain.message import DeliveryReport, IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import MwDeskError, RemoteProtocolError
from mwdesk.protocol import records, replies
from mwdesk.protocol.frames import RequestReader, SocketWire

NOW = datetime(2026, 11, 23, 2, 32, 5, tzinfo=UTC)
LOCAL = "2026-11-23 10:32:05"
gbk_text = st.text(st.characters(codec="gbk", exclude_categories=("Cc", "Cs")), max_size=68)


def test_a_line_end_may_be_bare_missing_or_late() -> None:
    reader = SocketWire()
    assert reader.feed(b"OK,1\n") == b"OK,1"
    assert reader.feed(b"OK,2") is None
    assert reader.settle() == b"OK,2"
    assert reader.feed(b"\r\n") is None
    assert reader.is_empty
    assert reader.feed(b"\r\nER,3\r\n") == b"ER,3"


def test_half_a_reply_is_never_settled() -> None:
    reader = SocketWire()
    assert reader.feed(b"O") is None
    assert reader.settle() is None
    assert reader.feed(b"ZZ000") is None or reader.settle() is None


def test_an_endless_line_is_refused() -> None:
    reader = SocketWire(max_bytes=1000)
    reader.feed(b"OK" * 500)
    with pytest.raises(RemoteProtocolError):
        reader.feed(b"OK")


@pytest.mark.parametrize("counted", [0, 2])
def test_the_length_may_count_the_line_end_or_not(counted: int) -> None:
    body = b"31,2,*,001,2026-11-23,10:32:05,13800138000,1065,*,C4FABAC3"
    frame = b"ZZ%06d," % (9 + len(body) + counted) + body + b"\r\n"
    reader = SocketWire()
    reply = None
    for index in range(len(frame)):
        reply = reply or reader.feed(frame[index : index + 1])
    assert reply is not None
    assert replies.parse_messages(reply, NOW).messages[0].text == "您好"
    assert reader.is_empty


@given(st.lists(gbk_text, max_size=5), st.integers(1, 50))
def test_messages_survive_the_wire(texts: list[str], size: int) -> None:
    batch = [IncomingMessage(PhoneNumber("13800138000"), text, NOW, LOCAL, "1065") for text in texts]
    data = replies.encode_messages(batch)
    reader = SocketWire()
    reply = None
    for start in range(0, len(data), size):
        reply = reply or reader.feed(data[start : start + size])
    assert reply is not None
    assert list(replies.parse_messages(reply, NOW).messages) == batch


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reply_reader(data: bytes) -> None:
    reader = SocketWire()
    reply = reader.feed(data) or reader.settle()
    if reply is not None:
        for parse in (lambda: replies.parse_messages(reply, NOW), lambda: replies.parse_reports(reply)):
            with contextlib.suppress(MwDeskError):
                parse()


@given(st.binary(max_size=300))
def test_no_record_is_lost_whatever_it_holds(data: bytes) -> None:
    assert records.parse_message(data, NOW) is not None
    records.parse_report(data)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_request_reader(data: bytes) -> None:
    with contextlib.suppress(RemoteProtocolError):
        RequestReader().feed(data)


def test_the_manuals_own_form_is_read_too() -> None:
    raw = "8,2005-09-16,10:31:25,13825230027,555522220844,*,测试,上行;信息".encode("gbk")
    message = records.parse_message(raw, NOW)
    assert message.text == "测试,上行;信息"
    assert message.received_at == datetime(2005, 9, 16, 2, 31, 25, tzinfo=UTC)
    report = records.parse_report(b"6,2005-10-09,14:58:34,1009145815027534,*,0,DELIVRD")
    assert report == DeliveryReport("1009145815027534", 0, "DELIVRD", "2005-10-09 14:58:34")


def test_unpadded_times_lower_case_hex_and_blanks_are_read() -> None:
    message = records.parse_message(b" 2006-05-9 , 12:23:6 , +8613534000342 ,91600,*, c4fabac3 ", NOW)
    assert (message.text, message.phone.digits) == ("您好", "13534000342")
    assert message.received_at == datetime(2006, 5, 9, 4, 23, 6, tzinfo=UTC)


def test_undecodable_text_is_kept_visibly() -> None:
    assert "\ufffd" in records.parse_message(b"2026-11-23,10:32:05,13800138000,1065,*,C4FAFF", NOW).text
