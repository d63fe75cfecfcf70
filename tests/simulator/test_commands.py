"""Every command on both transports, byte for byte."""

from __future__ import annotations

import pytest

from mwdesk.domain.account import SendCommand
from mwdesk.domain.message_ids import nth_message_id
from mwdesk.domain.phone import PhoneNumber
from mwdesk.protocol.commands import SendOneWay, parse_command
from mwdesk.simulator.gateway import Fate, IdForm, Outcome
from mwdesk.simulator.server import SimulatorServer
from mwdesk.simulator.writing import RecordForm

from .conftest import ACCOUNT, PASSWORD, Dial
from .raw import BALANCE, MESSAGES, REPORTS, SERVICE, TEST, frame, login, send

PHONE = PhoneNumber("13800138000")
OTHERS = [f"1380013800{index}" for index in range(1, 5)]
HELLO = "C4FABAC3A3ACCAC0BDE7"  # 您好，世界
STAMP = "2026-11-23,10:32:05"


async def test_a_whole_session(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    assert await raw.ask(TEST) == b"OK\r\n"
    assert await raw.ask(BALANCE) == b"OK,10,5\r\n"
    assert await raw.ask(MESSAGES) == b"OK,0\r\n"
    assert await raw.ask(REPORTS) == b"OK,0\r\n"
    assert await raw.ask(SERVICE) == b"OK,0\r\n"
    assert server.gateway.accounts[ACCOUNT].logins == 1
    await raw.close()
    await server.wait_until(lambda: server.gateway.accounts[ACCOUNT].logins == 0)


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        (login("wrong"), b"ER,1\r\n"),
        (login(account="J99999"), b"ER,1\r\n"),
        (login(login_type="25"), b"OK\r\n"),
        (login(login_type="19"), b"OK\r\n"),
        (login(login_type="24"), b"OK\r\n"),
        (login(login_type="20"), b"ER,8\r\n"),
    ],
)
async def test_login(dial: Dial, request_: bytes, reply: bytes) -> None:
    raw = await dial(log_in=False)
    assert await raw.ask(request_) == reply
    assert await raw.ask(login()) == b"OK\r\n"


async def test_an_account_may_need_one_login_type(dial: Dial, server: SimulatorServer) -> None:
    server.gateway.accounts[ACCOUNT].login_type = "24"
    raw = await dial(log_in=False)
    assert await raw.ask(login()) == b"ER,8\r\n"
    assert await raw.ask(login(login_type="24")) == b"OK\r\n"


async def test_too_many_logins(dial: Dial, server: SimulatorServer) -> None:
    server.gateway.accounts[ACCOUNT].max_logins = 1
    first = await dial()
    # A second login on the same connection takes no second place.
    assert await first.ask(login()) == b"OK\r\n"
    second = await dial(log_in=False)
    assert await second.ask(login()) == b"ER,43\r\n"
    await first.close()
    await server.wait_until(lambda: server.open_connections == 1)
    assert await second.ask(login()) == b"OK\r\n"


async def test_without_login_a_request_ends_the_connection(dial: Dial) -> None:
    raw = await dial(log_in=False)
    assert await raw.ask(BALANCE) == b"ER,1\r\n"
    assert await raw.rest() == b""


async def test_a_failed_login_ends_the_one_before(dial: Dial) -> None:
    raw = await dial()
    assert await raw.ask(login("wrong")) == b"ER,1\r\n"
    assert await raw.ask(BALANCE) == b"ER,1\r\n"


async def test_change_password(dial: Dial) -> None:
    raw = await dial()
    assert await raw.ask(frame("29", "*", "*", ACCOUNT, "000000", "654321")) == b"ER,47\r\n"
    assert await raw.ask(frame("29", "*", "*", ACCOUNT, PASSWORD, "654321")) == b"OK\r\n"
    assert await raw.ask(login()) == b"ER,1\r\n"
    assert await raw.ask(login("654321")) == b"OK\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        send("您好", PHONE.digits),
        send("您好", PHONE.digits, sub_port="01"),
        send("您好", PHONE.digits, command="23"),
        frame("11", "*", "*", "*", "1", "5", "a,b;c", PHONE.digits),
        frame("121336", "91601858", "36482612", "00********", "1", "2", "OK", PHONE.digits, kind="ZE"),
        frame("121336", "91601858", "", "00********", "1", "2", "OK", PHONE.digits, kind="ZE"),
    ],
)
async def test_a_send_is_answered_by_its_id_and_reported(dial: Dial, server: SimulatorServer, request_: bytes) -> None:
    server.gateway.set_outcome(PHONE, Outcome(Fate.DELIVERED))
    raw = await dial()
    reply = await raw.ask(request_)
    assert reply.startswith(b"OK,1123103205")
    message_id = reply[3:].strip()
    assert len(message_id) == 16
    assert await raw.ask(BALANCE) == b"OK,9,6\r\n"
    await server.wait_until(lambda: len(server.gateway.accounts[ACCOUNT].reports) == 1)
    body = b"33,1,*,001,%s,%s,*,0,DELIVRD" % (STAMP.encode(), message_id)
    assert await raw.ask(REPORTS) == b"ZZ%06d,%s\r\n" % (9 + len(body), body)
    assert await raw.ask(REPORTS) == b"OK,0\r\n"


@pytest.mark.parametrize("command", ["61", "25"])
@pytest.mark.parametrize("id_form", IdForm)
async def test_several_phones_get_one_id_and_a_report_each(
    dial: Dial, server: SimulatorServer, command: str, id_form: IdForm
) -> None:
    server.gateway.id_form = id_form
    for phone in OTHERS:
        server.gateway.set_outcome(PhoneNumber(phone), Outcome(Fate.DELIVERED))
    raw = await dial()
    first = (await raw.ask(send("您好", *OTHERS, command=command)))[3:].strip().decode()
    assert (int(first) < 0) is (id_form is IdForm.SIGNED), "in November a 64-bit id is negative"
    reports = server.gateway.accounts[ACCOUNT].reports
    await server.wait_until(lambda: len(reports) == len(OTHERS))
    assert {report.message_id for report in reports} == {nth_message_id(first, index) for index in range(4)}
    assert {int(report.message_id) for report in reports} == {int(first) + index for index in range(4)}


def test_the_parts_of_a_64_bit_id(server: SimulatorServer) -> None:
    server.gateway.id_form = IdForm.SIGNED
    gateway = server.gateway
    reply = gateway.execute(ACCOUNT, parse_command(send("您好", PHONE.digits)), 0.0)
    bits = int(reply[3:]) + (1 << 64)
    parts = [(bits >> shift) & ((1 << size) - 1) for shift, size in ((60, 4), (55, 5), (50, 5), (44, 6), (38, 6))]
    assert parts == [11, 23, 10, 32, 5]


@pytest.mark.parametrize("over_http", [False])
async def test_a_raw_text_may_hold_anything(server: SimulatorServer, dial: Dial) -> None:
    raw = await dial()
    text = "您好, 世界;\r\nZZ000011,28"
    size = str(len(text.encode("gbk")))
    assert (await raw.ask(frame("11", "*", "*", "*", "1", size, text, PHONE.digits))).startswith(b"OK,")
    assert server.commands[-1] == SendOneWay(PHONE, text)


async def test_what_an_account_may_not(dial: Dial, server: SimulatorServer) -> None:
    account = server.gateway.accounts[ACCOUNT]
    raw = await dial()
    account.has_sub_ports = False
    assert await raw.ask(send("您好", PHONE.digits, sub_port="01")) == b"ER,44\r\n"
    account.send_command = SendCommand.OLDER
    assert await raw.ask(send("您好", PHONE.digits)) == b"ER,8\r\n"
    account.send_command = SendCommand.CURRENT
    assert await raw.ask(send("您好", PHONE.digits, command="23")) == b"ER,8\r\n"
    assert await raw.ask(BALANCE) == b"OK,10,5\r\n"


async def test_keywords(dial: Dial, server: SimulatorServer) -> None:
    server.gateway.keywords = ("世界", "发票")
    raw = await dial()
    clean = "C4FABAC3"
    assert await raw.ask(frame("57", "*", "*", "*", "20", HELLO)) == b"ER,33,CAC0BDE7\r\n"
    assert await raw.ask(frame("27", "*", "*", "*", "20", HELLO)) == b"ER,33\r\n"
    assert await raw.ask(frame("57", "*", "*", "*", "8", clean)) == b"OK\r\n"
    assert await raw.ask(frame("27", "*", "*", "*", "8", clean)) == b"OK\r\n"
    assert await raw.ask(send("开发票吗", PHONE.digits)) == b"ER,33\r\n"
    assert await raw.ask(BALANCE) == b"OK,10,5\r\n"


async def test_messages(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.gateway.receive(PHONE, "您好，世界")
    body = f"31,2,*,001,{STAMP},13800138000,10690000,*,{HELLO}"
    assert await raw.ask(MESSAGES) == f"ZZ{9 + len(body):06d},{body}\r\n".encode()
    assert await raw.ask(MESSAGES) == b"OK,0\r\n"


async def test_service_messages(dial: Dial, server: SimulatorServer) -> None:
    server.gateway.receive_service_message(PHONE, "梦网", service_number="91601858", link_id="36482612")
    server.gateway.receive_service_message(PHONE, "测试，上行", business_code="7", link_id="1")
    raw = await dial()
    raw.send(SERVICE)
    reply = await raw.until(b"ED000008\r\n")
    reply = reply[reply.index(b"ZD") :]
    first = f"ZD000066,{STAMP},13800138000,91601858,0,36482612,梦网\n".encode("gbk")
    assert len(first) == 66
    assert reply.startswith(first + b"ZD000065,")
    assert reply.endswith("7,1,测试，上行\nED000008\r\n".encode("gbk"))
    assert not server.gateway.accounts[ACCOUNT].service_messages


async def test_the_manuals_records(dial: Dial, server: SimulatorServer) -> None:
    server.faults.record_form = RecordForm.MANUAL
    server.gateway.set_outcome(PHONE, Outcome(Fate.FAILED, "MK:0012"))
    server.gateway.receive(PHONE, "好, 谢谢")
    raw = await dial()
    assert f"8,{STAMP},13800138000,10690000,*,好, 谢谢\r\n".encode("gbk") in await raw.ask(MESSAGES)
    message_id = (await raw.ask(send("您好", PHONE.digits)))[3:].strip()
    await server.wait_until(lambda: len(server.gateway.accounts[ACCOUNT].reports) == 1)
    assert b",6,%s,%s,*,2,MK:0012\r\n" % (STAMP.encode(), message_id) in await raw.ask(REPORTS)


async def test_polling_too_fast(dial: Dial, server: SimulatorServer) -> None:
    # Only with time as good as standing still can two polls be sure to come too fast.
    server.gateway.accounts[ACCOUNT].min_poll_s = 3600 * 200.0
    raw = await dial()
    assert await raw.ask(MESSAGES) == b"OK,0\r\n"
    assert await raw.ask(REPORTS) == b"OK,0\r\n"
    assert await raw.ask(SERVICE) == b"OK,0\r\n"
    server.gateway.receive(PHONE, "您好")
    assert await raw.ask(MESSAGES) == b"ER,41\r\n"
    assert await raw.ask(REPORTS) == b"ER,42\r\n"
    assert await raw.ask(SERVICE) == b"ER,41\r\n"
    server.gateway.accounts[ACCOUNT].min_poll_s = 0.0
    assert (await raw.ask(MESSAGES)).startswith(b"ZZ"), "a refused poll takes nothing"


@pytest.mark.parametrize("request_", [frame("77"), frame("61", "x"), frame("20"), b"ZZ000010,x", b"ZE000010,x"])
async def test_an_unknown_frame_is_refused(dial: Dial, request_: bytes) -> None:
    raw = await dial()
    assert await raw.ask(request_) == b"ER,99\r\n"
    assert await raw.ask(TEST) == b"OK\r\n"


async def test_several_frames_in_one_segment(dial: Dial) -> None:
    raw = await dial()
    raw.writer.write(raw.request(BALANCE) + raw.request(TEST) + raw.request(MESSAGES))
    assert [await raw.line() for _ in range(3)] == [b"OK,10,5\r\n", b"OK\r\n", b"OK,0\r\n"]


async def test_a_request_byte_by_byte(dial: Dial) -> None:
    raw = await dial()
    for byte in raw.request(BALANCE):
        raw.writer.write(bytes([byte]))
        await raw.writer.drain()
    assert await raw.line() == b"OK,10,5\r\n"


async def test_a_thousand_phones(dial: Dial, server: SimulatorServer) -> None:
    server.gateway.accounts[ACCOUNT].left = 1000
    raw = await dial()
    assert (await raw.ask(send("字" * 68, *[f"1390001{index:04d}" for index in range(1000)]))).startswith(b"OK,")
    assert await raw.ask(BALANCE) == b"OK,0,1005\r\n"
