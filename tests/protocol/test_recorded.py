"""Our bytes and our reading beside recordings of the vendor's client library, on every transport.

An entry's ``request`` is the frame, or over HTTP the whole request line; ``reply`` is what the recording server
answered, after a ``greeting`` where there is one; ``means`` is what the answer says: ``ok``, fields, an error's
``code``, or null where nothing whole was answered. How the vendor's library takes replies that come late or split is
not imitated.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mwdesk.domain.account import SendCommand
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import (
    EmptyFieldError,
    FieldTooLongError,
    ForbiddenCharacterError,
    GatewayError,
    LocalProtocolError,
    ProxyRefusedError,
    RemoteProtocolError,
)
from mwdesk.protocol import commands, replies
from mwdesk.protocol.frames import SocketWire, Wire
from mwdesk.protocol.http import HttpWire

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SEGMENT_BYTES = [1, 2, 7, 100_000]
RECORDED: list[dict[str, Any]] = json.loads(Path(__file__).with_name("recorded.json").read_text(encoding="utf-8"))
RECORDED_CALLS = 351

REFUSED_BEFORE_SENDING: dict[str, type[LocalProtocolError]] = {
    "socket.send61.cn100": FieldTooLongError,  # more than 68 characters, which the vendor leaves to its caller
    "http.send61.cn100": FieldTooLongError,
    "socket.subport61.[]": EmptyFieldError,  # the vendor sends an empty field, we "*"
    "http.subport61.[]": EmptyFieldError,
    "socket.subport61.[-1]": ForbiddenCharacterError,
    "http.subport61.[-1]": ForbiddenCharacterError,
    "socket.chpwd.comma": ForbiddenCharacterError,  # would be read as one field more
    "http.chpwd.comma": ForbiddenCharacterError,
    "socket.oneway11.phone16": FieldTooLongError,
    "socket.oneway11.alpha": ForbiddenCharacterError,
    "socket.oneway11.empty": EmptyFieldError,
}
SENDS_NOTHING = {
    "socket.greeting.ok-lower": "the greeting is no gateway's",
    "socket.greeting.other": "the greeting is no gateway's",
    "socket.greeting.empty-close": "no greeting came",
    "socket.greeting.none": "no greeting came",
    "socket.greeting.bytewise": "the vendor gives up at the greeting's first byte, we read on",
    "socket.greeting.split1-3": "the vendor gives up at the greeting's first byte, we read on",
    "socket.balance.basic#2": "what is used came with the balance",
    "socket.balance.OKonly#2": "what is used came with the balance",
    "http.balance.basic#2": "what is used came with the balance",
    "http.balance.OKonly#2": "what is used came with the balance",
    "socket.session.sequence#6": "there is no logout frame",
    "http.session.sequence#6": "there is no logout frame",
    "socks4.refused-91": "the proxy refused",
    "socks5.auth-bad": "the proxy refused",
    "socks5.method-ff": "the proxy refused",
    "socks5.connect-refused": "the proxy could not reach the gateway",
}


def _entries() -> list[Any]:
    return [
        pytest.param(entry, id=entry["id"])
        for entry in RECORDED
        if entry["id"] not in REFUSED_BEFORE_SENDING and entry["id"] not in SENDS_NOTHING
    ]


def _phones(joined: str) -> tuple[PhoneNumber, ...]:
    return tuple(PhoneNumber(digits) for digits in joined.split(","))


def _command(entry: dict[str, Any]) -> commands.Command:
    fields = entry["fields"]
    match entry["command"]:
        case "login":
            return commands.Login(*fields)
        case "balance":
            return commands.QueryBalance()
        case "test":
            return commands.TestConnection()
        case "change_password":
            return commands.ChangePassword(*fields)
        case "keywords":
            return commands.CheckKeywords(*fields)
        case "send":
            phones, text, sub_port, form = fields
            form = SendCommand.OLDER if form == "older" else SendCommand.CURRENT
            return commands.Send(_phones(phones), text, sub_port, form)
        case "one_way":
            return commands.SendOneWay(PhoneNumber(fields[0]), fields[1])
        case "messages":
            return commands.FetchMessages()
        case "reports":
            return commands.FetchReports()
        case "service_messages":
            return commands.FetchServiceMessages()
        case "service_send":
            fee_code, service_number, link_id, operation, phones, text = fields
            return commands.SendServiceMessage(fee_code, service_number, link_id, operation, _phones(phones), text)
    raise AssertionError(entry["command"])


def _wire(entry: dict[str, Any]) -> Wire:
    match entry["transport"]:
        case "http":
            return HttpWire("127.0.0.1")
        case "httpproxy":
            return HttpWire("server1.example", absolute=True, authorization=entry.get("authorization", ""))
    return SocketWire()


def _read(wire: Wire, data: bytes, size: int) -> bytes | None:
    for start in range(0, len(data), size):
        reply = wire.feed(data[start : start + size])
        if reply is not None:
            return reply
    return None


def _meaning(command: commands.Command, reply: bytes) -> Any:
    try:
        match command:
            case commands.QueryBalance():
                balance = replies.parse_balance(reply)
                return {"left": balance.left, "used": balance.used}
            case commands.Send() | commands.SendOneWay() | commands.SendServiceMessage():
                return {"id": replies.parse_message_id(reply)}
            case commands.FetchMessages():
                return {"texts": [message.text for message in replies.parse_messages(reply, NOW).messages]}
            case commands.FetchServiceMessages():
                return {"texts": [message.text for message in replies.parse_service_messages(reply, NOW).messages]}
            case commands.FetchReports():
                found = replies.parse_reports(reply).reports
                return {"reports": [[report.message_id, report.state, report.code] for report in found]}
            case _:
                replies.expect_ok(reply)
                return "ok"
    except GatewayError as error:
        is_keyword_check = isinstance(command, commands.CheckKeywords)
        return {"code": error.code} | ({"detail": error.detail} if is_keyword_check else {})
    except RemoteProtocolError:
        return "not the protocol"


def test_every_recorded_call_is_compared_or_listed_with_its_reason() -> None:
    assert len({entry["id"] for entry in RECORDED}) == len(RECORDED) == RECORDED_CALLS
    assert len(_entries()) + len(REFUSED_BEFORE_SENDING) + len(SENDS_NOTHING) == RECORDED_CALLS
    assert {entry["id"] for entry in RECORDED if not entry["request"]} == SENDS_NOTHING.keys()


@pytest.mark.parametrize("entry", _entries())
def test_requests_are_the_vendors_byte_for_byte(entry: dict[str, Any]) -> None:
    written = _wire(entry).request(_command(entry).encode()).decode("latin-1")
    if not entry["transport"].startswith("http"):
        assert written == entry["request"]
        return
    line, *headers = written.split("\r\n")
    assert line == entry["request"]
    assert f"Host: {'127.0.0.1' if entry['transport'] == 'http' else 'server1.example'}" in headers
    assert "Connection: Keep-Alive" in headers
    authorization = [header for header in headers if header.startswith("Proxy-Authorization")]
    assert authorization == [f"Proxy-Authorization: {value}" for value in (entry.get("authorization"),) if value]


@pytest.mark.parametrize("entry", _entries())
def test_the_servers_half_reads_what_the_vendor_writes(entry: dict[str, Any]) -> None:
    frame = entry["request"]
    if entry["transport"].startswith("http"):
        frame = frame.split(" ")[1].split("?kfline=")[1]
    if entry["id"] not in ("socket.oneway11.cn69", "socket.oneway11.ascii137"):  # what is cut off cannot come back
        assert commands.parse_command(frame.encode("latin-1")) == _command(entry)


@pytest.mark.parametrize("entry_id", REFUSED_BEFORE_SENDING)
def test_what_the_gateway_cannot_read_is_refused_before_sending(entry_id: str) -> None:
    entry = next(entry for entry in RECORDED if entry["id"] == entry_id)
    with pytest.raises(REFUSED_BEFORE_SENDING[entry_id]):
        _command(entry).encode()


@pytest.mark.parametrize("size", SEGMENT_BYTES)
@pytest.mark.parametrize("entry", _entries())
def test_replies_mean_what_they_say_at_any_segmentation(entry: dict[str, Any], size: int) -> None:
    wire, command = _wire(entry), _command(entry)
    wire.request(command.encode())
    data = bytes.fromhex(entry["reply"])
    if entry["means"] == "the proxy refuses":
        with pytest.raises(ProxyRefusedError):
            _read(wire, data, size)
        return
    reply = _read(wire, data, size)
    if entry["means"] is None:
        assert reply is None
        return
    if reply is None:
        reply = wire.settle()
    assert reply is not None
    assert _meaning(command, reply) == entry["means"]
    assert wire.settle() is None


@pytest.mark.parametrize("size", SEGMENT_BYTES)
def test_greetings_are_told_from_what_is_none_at_any_segmentation(size: int) -> None:
    for entry in RECORDED:
        if entry["transport"].startswith("http") or entry["command"] != "login":
            continue
        wire = SocketWire()
        greeting = _read(wire, bytes.fromhex(entry["greeting"]), size) or wire.settle()
        greets = greeting is not None and replies.is_greeting(greeting)
        assert greets == bool(entry["request"]), entry["id"]


def test_a_send_names_the_id_it_was_given() -> None:
    assert replies.parse_message_id(b"OK,1009145815027534") == "1009145815027534"
    assert replies.parse_message_id(b"OK,-0012345678901234567") == "-0012345678901234567"
    assert replies.parse_message_id(b"OK") == ""
