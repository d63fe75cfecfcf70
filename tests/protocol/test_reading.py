"""Framing by content, records in both forms, and nothing that comes over the wire may break the reader."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwdesk.domain.message import DeliveryReport, IncomingMessage, ServiceMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import GatewayError, MwDeskError, RemoteProtocolError
from mwdesk.protocol import frames, records, replies
from mwdesk.protocol.frames import RequestReader, SocketWire

NOW = datetime(2026, 11, 23, 2, 32, 5, tzinfo=UTC)
LOCAL = "2026-11-23 10:32:05"
PHONE = PhoneNumber("13800138000")
gbk_text = st.text(st.characters(codec="gbk", exclude_categories=("Cc", "Cs")), max_size=68)
any_gbk_text = st.text(st.characters(codec="gbk"), max_size=68)
codes = st.from_regex(r"[0-9A-Za-z*]{0,12}", fullmatch=True)
reports = st.builds(
    DeliveryReport,
    st.from_regex(r"-?[0-9]{1,40}", fullmatch=True),
    st.integers(0, 9),
    st.from_regex(r"[A-Z0-9:]{0,10}", fullmatch=True),
    st.just(LOCAL),
)
service_messages = st.builds(
    ServiceMessage,
    st.just(PHONE),
    # Text that is nothing but hex could as well be meant as hex, and blanks around it are the line's.
    any_gbk_text.map(lambda text: f"好{text}好"),
    st.just(NOW),
    st.just(LOCAL),
    codes,
    codes.filter(lambda code: code != "*"),
    codes,
)


def read(data: bytes, size: int = 100_000) -> bytes | None:
    """Feed a reply in segments; all of it must be used up by one reply."""
    wire = SocketWire()
    reply = None
    for start in range(0, len(data), size):
        found = wire.feed(data[start : start + size])
        assert reply is None or found is None
        reply = reply if found is None else found
    if reply is None:
        reply = wire.settle()
    assert reply is None or wire.is_empty
    return reply


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


@pytest.mark.parametrize(("counted", "end"), [(0, b"\r\n"), (0, b""), (2, b""), (-9, b"\r\n"), (40, b"\r\n")])
@pytest.mark.parametrize("size", [1, 1000])
def test_a_wrong_length_or_no_line_end_delays_a_frame_and_no_more(counted: int, end: bytes, size: int) -> None:
    body = b"31,2,*,001,2026-11-23,10:32:05,13800138000,1065,*,C4FABAC3"
    reply = read(b"ZZ%06d," % (9 + len(body) + counted) + body + end, size)
    assert reply is not None
    assert replies.parse_messages(reply, NOW).messages[0].text == "您好"


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


@given(st.lists(reports, max_size=5), st.integers(1, 50))
def test_reports_survive_the_wire(batch: list[DeliveryReport], size: int) -> None:
    reply = read(replies.encode_reports(batch), size)
    assert reply is not None
    assert list(replies.parse_reports(reply).reports) == batch


@given(st.lists(service_messages, min_size=1, max_size=4), st.integers(1, 50))
def test_service_messages_survive_the_wire_whatever_their_text_holds(batch: list[ServiceMessage], size: int) -> None:
    reply = read(replies.encode_service_messages(batch), size)
    assert reply is not None
    assert list(replies.parse_service_messages(reply, NOW).messages) == batch


wire_pieces = st.binary(max_size=80) | st.sampled_from(
    [
        b"ZD000000,",
        b"ZD000012,ab\n",
        b"ED000008\n",
        b"ED",
        b"ZZ000010,",
        b"ZZ000019,31,2,*,*,*\r\n",
        b"OK,0,5\r\n",
        b"\n",
    ]
)


@given(st.lists(wire_pieces, max_size=12))
def test_no_bytes_break_the_reply_reader(pieces: list[bytes]) -> None:
    reader = SocketWire(max_bytes=300)
    with contextlib.suppress(RemoteProtocolError):
        for piece in pieces:
            reply = reader.feed(piece) or reader.settle()
            for parse in (replies.parse_messages, replies.parse_service_messages):
                with contextlib.suppress(MwDeskError):
                    parse(reply or b"", NOW)
            for read_line in (replies.parse_reports, replies.parse_balance, replies.parse_message_id):
                with contextlib.suppress(MwDeskError):
                    read_line(reply or b"")


@given(st.lists(wire_pieces, max_size=8).map(b"".join), st.integers(1, 30))
def test_any_segmentation_reads_the_same(data: bytes, size: int) -> None:
    whole, cut = SocketWire(), SocketWire()
    first = whole.feed(data)
    found = None
    for start in range(0, len(data), size):
        found = found or cut.feed(data[start : start + size])
    assert found == first


@given(st.binary(max_size=300))
def test_no_record_is_lost_whatever_it_holds(data: bytes) -> None:
    assert records.parse_message(data, NOW) is not None
    assert records.parse_service_message(data, NOW) is not None
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


@pytest.mark.parametrize(
    ("counted", "end"), [(0, b"\n"), (0, b"\r\n"), (1, b"\n"), (2, b"\r\n"), (2, b"\n"), (2, b""), (0, b""), (1, b"")]
)
@pytest.mark.parametrize("text", ["梦网", "RED", "ZD000009,", "1\n2\r\nED\nZD3", "结束ED", "a,b;c"])
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_service_frames_are_cut_by_length_whatever_the_length_counts(
    counted: int, end: bytes, text: str, size: int
) -> None:
    body = b"2008-10-09,11:30:33,13164724370,91601858,0,36482612," + text.encode("gbk")
    frame = b"ZD%06d," % (9 + len(body) + counted) + body + end
    reply = read(frame * 3 + b"ED000008\n", size)
    assert reply is not None
    found = replies.parse_service_messages(reply, NOW).messages
    assert [message.text for message in found] == [text] * 3
    assert (found[0].business_code, found[0].link_id, found[0].service_number) == ("0", "36482612", "91601858")


@pytest.mark.parametrize("count", [0, 12, 40, 400])
def test_a_service_frame_with_a_wrong_length_is_read_by_its_lines(count: int) -> None:
    frame = b"ZD%06d,2008-10-09,11:30:33,13164724370,91601858,0,36482612," % count + "梦网".encode("gbk") + b"\n"
    reply = read(frame * 2 + b"ED000008\n")
    assert reply is not None
    assert [message.text for message in replies.parse_service_messages(reply, NOW).messages] == ["梦网"] * 2


def test_service_frames_wait_for_their_marker() -> None:
    data = replies.encode_service_messages([ServiceMessage(PHONE, "好", NOW, LOCAL, "9160", "0", "1")])
    wire = SocketWire()
    assert wire.feed(data.removesuffix(b"ED000008\n")) is None
    assert wire.settle() is None
    assert wire.feed(b"ED000010,") is None
    assert wire.settle() is not None


def test_one_wire_reads_one_reply_after_another() -> None:
    data = replies.encode_service_messages([ServiceMessage(PHONE, "好", NOW, LOCAL, "9160", "0", "1")] * 2)
    wire = SocketWire()
    for size in (len(data), 1, 7):
        found = [wire.feed(data[start : start + size]) for start in range(0, len(data), size)]
        assert [reply for reply in found if reply is not None] == [data.strip()]
        assert wire.feed(b"OK,0\r\n") == b"OK,0"


@pytest.mark.parametrize("size", [1, 1000])
def test_a_plain_text_may_hold_line_ends(size: int) -> None:
    record = "8,2026-11-23,10:32:05,13800138000,1065,*,一\r\n二\n三".encode("gbk")
    reply = read(frames.build(b"ZZ", b"31", b"2", b"*", b"001", record) + b"\r\n", size)
    assert reply is not None
    assert [message.text for message in replies.parse_messages(reply, NOW).messages] == ["一\r\n二\n三"]


def test_a_value_added_record_is_read_in_every_form() -> None:
    own = "2006-05-09,12:23:6,13534000342,91600,0,12145678,测试,上行;信息".encode("gbk")
    for message in (records.parse_service_message(own, NOW), records.parse_message(own, NOW)):
        assert isinstance(message, ServiceMessage)
        assert (message.text, message.service_number) == ("测试,上行;信息", "91600")
        assert (message.business_code, message.link_id) == ("0", "12145678")
    in_wire_form = records.parse_service_message(b"2006-05-09,12:23:6,13534000342,91600,*,B2E2CAD4", NOW)
    assert (in_wire_form.text, in_wire_form.link_id) == ("测试", "")
    typed = records.parse_service_message("8,2006-05-09,12:23:6,13534000342,91600,*,a,测试".encode("gbk"), NOW)
    assert typed.text == "a,测试"
    untyped = records.parse_service_message("2006-05-09,12:23:6,13534000342,91600,*,a,测试".encode("gbk"), NOW)
    assert (untyped.text, untyped.link_id) == ("a,测试", "")


def test_a_batch_survives_whatever_stands_between_its_records() -> None:
    good = b"2026-11-23,10:32:05,13800138000,1065,*,C4FABAC3"
    body = b";;".join([good, b"no record at all", good]) + b"; ;" + b" 8, 2026-11-23,10:32:05,13800138000,1065,*,a;b;"
    frame = frames.build(b"ZZ", b"31", b"2", b"*", b"9999", body) + b"\r\n"
    reply = read(frame)
    assert reply is not None
    found = [message.text for message in replies.parse_messages(reply, NOW).messages]
    assert found == ["您好", "no record at all;", "您好", "a;b"]


def test_a_frame_that_answers_something_else_is_refused() -> None:
    with pytest.raises(RemoteProtocolError):
        replies.parse_messages(b"ZZ000022,33,1,*,000,", NOW)
    with pytest.raises(RemoteProtocolError):
        replies.parse_reports(b"ZZ000022,31,2,*,000,")


@pytest.mark.parametrize(
    ("reply", "code", "detail"),
    [
        (b"ER,3", 3, ""),
        (b"ER, 0033", 33, ""),
        (b"ER,0000000000043,max logins", 43, "max logins"),
        (b"ER,33,C4FABAC3", 33, "您好"),
        (b"ER,33, c4fa ", 33, "您"),
        (b"ER,33," + "您好".encode("gbk"), 33, "您好"),
        (b"ER,9,C4FA", 9, "C4FA"),
        (b"ER", 0, ""),
        (b"ER,abc", 0, ""),
    ],
)
def test_a_refusal_carries_its_code_and_what_it_says_more(reply: bytes, code: int, detail: str) -> None:
    with pytest.raises(GatewayError) as caught:
        replies.expect_ok(reply)
    assert (caught.value.code, caught.value.detail) == (code, detail)


def test_a_refusal_is_written_as_it_is_read() -> None:
    with pytest.raises(GatewayError) as caught:
        replies.expect_ok(replies.encode_error(33, "违禁").strip())
    assert (caught.value.code, caught.value.detail) == (33, "违禁")


@pytest.mark.parametrize("reply", [b"", b"ok", b"ERROR", b"XXOK,77", b"??", b"O"])
def test_what_is_neither_ok_nor_a_refusal_is_not_the_protocol(reply: bytes) -> None:
    with pytest.raises(RemoteProtocolError):
        replies.expect_ok(reply)


@pytest.mark.parametrize(
    ("reply", "interval_s"),
    [
        (b"OK,0,5", 5),
        (b"OK,0, 5 ,9", 5),
        (b"OK,0", None),
        (b"OK", None),
        (b"OK,0,x", None),
        (b"OK,0," + b"9" * 5000, None),
    ],
)
def test_an_empty_answer_may_ask_for_an_interval(reply: bytes, interval_s: int | None) -> None:
    assert replies.parse_messages(reply, NOW) == replies.FetchedMessages(poll_interval_s=interval_s)
    assert replies.parse_reports(reply) == replies.FetchedReports(poll_interval_s=interval_s)
    assert replies.parse_service_messages(reply, NOW) == replies.FetchedServiceMessages(poll_interval_s=interval_s)


def test_figures_beyond_all_bounds_are_no_balance_and_no_state() -> None:
    with pytest.raises(RemoteProtocolError):
        replies.parse_balance(b"OK," + b"9" * 5000 + b",1")
    assert records.parse_report(b"2026-11-23,10:32:05,1,*," + b"9" * 5000 + b",DELIVRD") is None


def test_half_a_byte_and_four_byte_characters_stay_readable() -> None:
    record = b"2026-11-23,10:32:05,13800138000,1065,*,"
    assert records.parse_message(record + b"C4FAB", NOW).text == "您\ufffd"
    assert records.parse_message(record + "𠮷".encode("gb18030").hex().encode(), NOW).text == "𠮷"


@pytest.mark.parametrize(
    "written", [b"8613800138000", b"tel:8613800138000", b"+86-138\x000013 8000", b"13800138000\x01"]
)
def test_a_number_with_strange_marks_is_the_same_number(written: bytes) -> None:
    record = b"2026-11-23,10:32:05,%s,10690000,*,C4FA" % written
    assert records.parse_message(record, NOW).phone == PHONE


def test_the_beginning_of_a_line_is_no_reply_where_lines_have_ends() -> None:
    wire = SocketWire()
    assert wire.feed(b"OK,1123") is None
    assert wire.settle(is_ended=True) == b"OK,1123"
    assert wire.feed(b"OK\r\n") == b"OK"
    assert wire.feed(b"OK,1123") is None
    assert wire.settle(is_ended=True) is None
    assert wire.settle() == b"OK,1123"
