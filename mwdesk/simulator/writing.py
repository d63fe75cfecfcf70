"""How the simulated gateway writes its replies: plainly, or with the freedoms gateways take (PROTOCOL, section 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from mwdesk.domain.message import DeliveryReport, IncomingMessage, ServiceMessage
from mwdesk.protocol import frames, replies
from mwdesk.protocol.records import encode_service_message

MAX_RECORDS = 500
"""Records in one reply."""
MAX_BODY_BYTES = 900_000
"""Bytes of records in one reply; six digits must be able to count the frame."""
SERVICE_END = b"ED000008"
_LINE_END_BYTES = 2
_UNDECODABLE = b"\xff"


class RecordForm(Enum):
    """How records are laid out."""

    WIRE = "wire"
    """Texts in hex."""
    MANUAL = "manual"
    """As the component manual shows them: a type in front, texts plain."""


@dataclass(slots=True)
class ReplyStyle:
    """What one gateway does and another does not; a client has to read them all."""

    record_form: RecordForm = RecordForm.WIRE
    length_counts_crlf: bool = False
    unpadded_seconds: bool = False
    """Times such as ``12:23:6``."""
    count_digits: int = 3
    wrong_count: bool = False
    """The count before the records is one too high."""
    trailing_semicolon: bool = False
    lower_hex: bool = False
    undecodable_text: bool = False
    """Every text ends in a byte GBK does not have."""
    empty_list: bool = False
    """A frame without records says that there is nothing, not ``OK,0``."""
    poll_interval: int | None = None
    """The seconds told after ``OK,0``."""
    max_records: int = MAX_RECORDS


def message_record(message: IncomingMessage, style: ReplyStyle) -> bytes:
    """Write a customer's SMS."""
    date, clock = _date_and_time(message.gateway_time, style)
    text = message.text.encode("gbk", "replace") + (_UNDECODABLE if style.undecodable_text else b"")
    head = f"{date},{clock},{message.phone.digits},{message.service_number},*,".encode("ascii")
    if style.record_form is RecordForm.MANUAL:
        return b"8," + head + text
    digits = text.hex()
    return head + (digits if style.lower_hex else digits.upper()).encode("ascii")


def report_record(report: DeliveryReport, style: ReplyStyle) -> bytes:
    """Write a status report."""
    date, clock = _date_and_time(report.gateway_time, style)
    kind = "6," if style.record_form is RecordForm.MANUAL else ""
    return f"{kind}{date},{clock},{report.message_id},*,{report.state},{report.code}".encode("ascii")


def service_record(message: ServiceMessage, style: ReplyStyle) -> bytes:
    """Write a value-added SMS as a frame of its own, whose length counts its line feed."""
    date, clock = _date_and_time(message.gateway_time, style)
    body = encode_service_message(message).split(b",", 2)[2] + (_UNDECODABLE if style.undecodable_text else b"")
    return frames.build(b"ZD", f"{date},{clock}".encode("ascii"), body + b"\n")


def list_reply(command: bytes, kind: bytes, records: Sequence[bytes], style: ReplyStyle) -> bytes:
    """Write the answer to 31 or 33."""
    if not records and not style.empty_list:
        return nothing(style)
    count = len(records) + (1 if style.wrong_count else 0)
    body = b";".join(records) + (b";" if records and style.trailing_semicolon else b"")
    frame = frames.build(b"ZZ", command, kind, b"*", str(count).zfill(style.count_digits).encode("ascii"), body)
    return (shift_length(frame, _LINE_END_BYTES) if style.length_counts_crlf else frame) + b"\r\n"


def service_reply(records: Sequence[bytes], style: ReplyStyle) -> bytes:
    """Write the answer to ``ZD``: one frame after another, then the end marker."""
    return b"".join(records) + SERVICE_END + b"\r\n" if records else nothing(style)


def nothing(style: ReplyStyle) -> bytes:
    """Write that nothing waits."""
    return replies.encode_ok("0") if style.poll_interval is None else replies.encode_ok("0", str(style.poll_interval))


def shift_length(line: bytes, excess: int) -> bytes:
    """Count ``excess`` bytes more in a frame's length; a line that is no frame stays as it is."""
    head = re.match(rb"(Z[ZD])(\d{6}),", line)
    if head is None:
        return line
    return b"%s%06d" % (head[1], min(max(0, int(head[2]) + excess), 999_999)) + line[frames.HEAD_BYTES :]


def _date_and_time(gateway_time: str, style: ReplyStyle) -> tuple[str, str]:
    date, clock = gateway_time.split(" ")
    if style.unpadded_seconds:
        hour, minute, second = clock.split(":")
        clock = f"{hour}:{minute}:{int(second)}"
    return date, clock
