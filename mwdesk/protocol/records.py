"""Records inside replies, in the wire's form and in the component manual's (PROTOCOL, section 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from mwdesk.domain.message import DeliveryReport, IncomingMessage, ServiceMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import RemoteProtocolError

GATEWAY_ZONE = timezone(timedelta(hours=8), "UTC+8")
"""The gateway's clock, wherever the operator sits."""
# A semicolon ends a record only where another one begins: the manual's form carries plain text that may hold some.
_BETWEEN = re.compile(rb";(?=\s*(?:[68]\s*,\s*)?\d{4}-\d{1,2}-\d{1,2}\s*,)")
_WIRE_RECORD = re.compile(rb"(?:[^,;]*,){5}\s*(?:[0-9A-Fa-f]{2})*\s*")
_BODY = re.compile(rb"ZZ\d{6},\s*(\d+)\s*,[^,]*,[^,]*,\s*\d*\s*(?:,(.*))?", re.DOTALL)
_TYPE = re.compile(rb"\s*8\s*,")
_HEX = re.compile(rb"[0-9A-Fa-f]*")
_TIME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})")
_STATE = re.compile(r"\d{1,3}", re.ASCII)


def split(reply: bytes, command: bytes) -> list[bytes]:
    """Cut a reply frame into its records; the count before them is not trusted.

    Raises :class:`RemoteProtocolError` when it does not answer ``command``.
    """
    body = _BODY.fullmatch(reply)
    if body is None or body[1] != command:
        raise RemoteProtocolError("a frame is not the answer to what was asked")
    pieces = _BETWEEN.split((body[2] or b"").strip(b"\r\n; "))
    cut = (_cut_after_hex(piece) if b";" in piece else (piece,) for piece in pieces)
    return [record for records in cut for record in records if record.strip()]


def parse_message(record: bytes, now: datetime) -> IncomingMessage:
    """Read one customer's SMS; an unreadable time becomes ``now``, an unreadable record its own text: none is lost."""
    typed = _TYPE.match(record)
    fields = record[typed.end() if typed else 0 :].split(b",", 5)
    if len(fields) < 6:
        return IncomingMessage(PhoneNumber("0"), decode(record), now, "")
    text = fields.pop()
    date, clock, phone, service, reserved = map(str.strip, b",".join(fields).decode("ascii", "replace").split(","))
    if typed is None and reserved != "*" and b"," in text:
        return parse_service_message(record, now)
    gateway_time = f"{date} {clock}"
    return IncomingMessage(
        _phone(phone),
        _decode_plain_or_hex(text) if typed else decode_hex_or_plain(text),
        _utc(gateway_time) or now,
        gateway_time,
        service,
    )


def parse_service_message(record: bytes, now: datetime) -> ServiceMessage:
    """Read one value-added record, by its own form or as :func:`parse_message` does: none is lost."""
    fields = record.split(b",", 6)
    if len(fields) < 7 or _TYPE.match(record) or fields[4].strip() == b"*":
        plain = parse_message(record, now)
        return ServiceMessage(plain.phone, plain.text, plain.received_at, plain.gateway_time, plain.service_number)
    date, clock, phone, port, business_code, link_id, text = fields
    gateway_time = f"{_ascii(date)} {_ascii(clock)}"
    return ServiceMessage(
        _phone(_ascii(phone)),
        _decode_plain_or_hex(text),
        _utc(gateway_time) or now,
        gateway_time,
        _ascii(port),
        _ascii(business_code),
        _ascii(link_id),
    )


def parse_report(record: bytes) -> DeliveryReport | None:
    """Read one status report; None when it names no message or no state."""
    fields = [field.strip() for field in record.decode("ascii", "replace").split(",")]
    if fields[0] == "6" and len(fields) >= 7:
        fields = fields[1:]
    if len(fields) < 5 or not fields[2] or _STATE.fullmatch(fields[4]) is None:
        return None
    code = fields[5] if len(fields) > 5 else ""
    return DeliveryReport(fields[2], int(fields[4]), code, f"{fields[0]} {fields[1]}")


def encode_message(message: IncomingMessage) -> bytes:
    """Write one customer's SMS in the wire's form: the server's half."""
    digits = message.text.encode("gbk", "replace").hex().upper()
    date, clock = message.gateway_time.split(" ")
    return f"{date},{clock},{message.phone.digits},{message.service_number},*,{digits}".encode("ascii")


def encode_service_message(message: ServiceMessage) -> bytes:
    """Write one value-added record with its raw text: the server's half."""
    date, clock = message.gateway_time.split(" ")
    codes = f"{message.phone.digits},{message.service_number},{message.business_code},{message.link_id}"
    return f"{date},{clock},{codes},".encode("ascii") + message.text.encode("gbk", "replace")


def encode_report(report: DeliveryReport) -> bytes:
    """Write one status report in the wire's form: the server's half."""
    date, clock = report.gateway_time.split(" ")
    return f"{date},{clock},{report.message_id},*,{report.state},{report.code}".encode("ascii")


def decode(raw: bytes) -> str:
    """Read a text: GBK, else GB18030, else GBK with replacement characters for what is neither."""
    for codec in ("gbk", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("gbk", "replace")


def decode_hex_or_plain(field: bytes) -> str:
    """Read a text that should be the hex of its bytes; half a byte at its end stays visible as a replacement."""
    digits = field.strip()
    if _HEX.fullmatch(digits) is None:
        return decode(field)
    whole, half = divmod(len(digits), 2)
    return decode(bytes.fromhex(digits[: 2 * whole].decode("ascii"))) + "\ufffd" * half


def _cut_after_hex(piece: bytes) -> Iterator[bytes]:
    # A record in the wire's form holds no semicolon, so what follows one is a record whatever it looks like.
    parts = piece.split(b";")
    first = 0
    while first < len(parts) - 1 and (not parts[first].strip() or _WIRE_RECORD.fullmatch(parts[first])):
        yield parts[first]
        first += 1
    yield b";".join(parts[first:])


def _ascii(field: bytes) -> str:
    return field.decode("ascii", "replace").strip()


def _decode_plain_or_hex(field: bytes) -> str:
    # The manual's form carries plain text; hex is believed only where it spells Chinese, so "1234" stays "1234".
    digits = field.strip()
    if _HEX.fullmatch(digits) and len(digits) % 2 == 0:
        try:
            text = bytes.fromhex(digits.decode("ascii")).decode("gbk")
        except UnicodeDecodeError:
            return decode(field)
        if text.isprintable() and any(character > "\u2e7f" for character in text):
            return text
    return decode(field)


@lru_cache(maxsize=1024)  # and many share their numbers
def _phone(written: str) -> PhoneNumber:
    with suppress(ValueError):
        return PhoneNumber.parse(written)
    digits = "".join(c for c in written if c in "0123456789")
    with suppress(ValueError):
        return PhoneNumber.parse(digits)
    return PhoneNumber(digits[:32] or "0")


@lru_cache(maxsize=256)  # the records of a burst share their seconds
def _utc(gateway_time: str) -> datetime | None:
    parts = _TIME.fullmatch(gateway_time)
    if parts is None:
        return None
    try:
        year, month, day, hour, minute, second = map(int, parts.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=GATEWAY_ZONE).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
