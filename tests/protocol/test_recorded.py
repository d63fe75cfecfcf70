"""Our bytes and our reading beside recordings of the vendor's client library."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import GatewayError, LocalProtocolError, RemoteProtocolError
from mwdesk.protocol import commands, replies
from mwdesk.protocol.frames import SocketWire

NOW = datetime(2026, 11, 23, tzinfo=UTC)
RECORDED: list[dict[str, Any]] = json.loads(Path(__file__).with_name("recorded.json").read_text(encoding="utf-8"))


def _named(*prefixes: str) -> list[Any]:
    # The byte-wise recordings end where the vendor's library gave up, so they hold no whole reply.
    chosen = [e for e in RECORDED if e["name"].startswith(prefixes) and not e["name"].endswith("bytewise")]
    return [pytest.param(entry, id=entry["name"]) for entry in chosen]


def _command(frame: str) -> commands.Command:
    return commands.parse_command(frame.encode("latin-1"))


def _read(data: bytes, size: int) -> bytes | None:
    reader = SocketWire()
    for start in range(0, len(data), size):
        reply = reader.feed(data[start : start + size])
        if reply is not None:
            return reply
    return reader.settle()


@pytest.mark.parametrize("entry", RECORDED, ids=lambda entry: entry["name"])
def test_frames_are_the_vendors_byte_for_byte(entry: dict[str, Any]) -> None:
    frame = entry["frame"]
    try:
        written = _command(frame).encode()
    except LocalProtocolError:
        fields = frame.split(",")
        too_long = fields[1] == "61" and int(fields[8]) > 68 * 2
        unusable = "," in "".join(str(entry["arguments"][1:4])) or fields[5:6] in ([""], ["-1"])
        assert too_long or unusable, frame
    except RemoteProtocolError:
        assert entry["name"].startswith(("socket.chpwd", "socket.send61", "socket.subport61")), frame
    else:
        assert written == frame.encode("latin-1")


@pytest.mark.parametrize("size", [1, 2, 7, 10_000])
@pytest.mark.parametrize("entry", _named("socket.mo."))
def test_messages_are_read_at_any_segmentation(entry: dict[str, Any], size: int) -> None:
    data = bytes.fromhex(entry["reply_hex"])
    reply = _read(data, size)
    assert reply is not None
    fetched = replies.parse_messages(reply, NOW)
    expected = 0 if "emptyframe" in entry["name"] else entry["result"]
    assert len(fetched.messages) == expected
    assert all(message.text and "\ufffd" not in message.text for message in fetched.messages)


@pytest.mark.parametrize("size", [1, 2, 7, 10_000])
@pytest.mark.parametrize("entry", _named("socket.status."))
def test_reports_are_read_at_any_segmentation(entry: dict[str, Any], size: int) -> None:
    reply = _read(bytes.fromhex(entry["reply_hex"]), size)
    assert reply is not None
    expected = 0 if "emptyframe" in entry["name"] else entry["result"]
    assert len(replies.parse_reports(reply).reports) == expected


def test_a_send_names_the_id_it_was_given() -> None:
    assert replies.parse_message_id(b"OK,1009145815027534") == "1009145815027534"
    assert replies.parse_message_id(b"OK,-0012345678901234567") == "-0012345678901234567"
    assert replies.parse_message_id(b"OK") == ""


def test_a_refusal_carries_its_code() -> None:
    with pytest.raises(GatewayError) as caught:
        replies.parse_message_id(b"ER, 0033,C4FA")
    assert caught.value.code == 33


@pytest.mark.parametrize("password", ["", "a,b", "a b", "1234567", "密码"])
def test_a_new_password_the_wire_cannot_carry_is_refused_before_sending(password: str) -> None:
    with pytest.raises(LocalProtocolError):
        commands.ChangePassword("J00001", "123456", password).encode()


def test_the_phone_list_has_no_comma_at_its_end() -> None:
    phones = (PhoneNumber("13500000000"), PhoneNumber("13600000001"))
    assert commands.Send(phones, "您好").encode().endswith(b",13500000000,13600000001")
