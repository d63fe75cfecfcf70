"""Records inside the replies to 31 and 33, in the wire's form and in the component manual's (PROTOCOL, section 3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from mwdesk.domain.message import DeliveryReport, IncomingMessage
from mwdesk.domain.phone import PhoneNumber

GATEWAY_ZONE = timezone(timedelta(hours=8), "UTC+8")
"""The gateway's clock, wherever the operator sits."""
# A semicolon ends a record only where another one begins: the manual's form carries plain text that may hold some.
_BETWEEN = re.compile(rb";(?=\s*(?:[68]\s*,\s*)?\d{4}-\d{1,2}-\d{1,2}\s*,)")
_BODY = re.compile(rb"ZZ\d{6},\s*(\d+)\s*,[^,]*,[^,]*,\s*\d*\s*(?:,(.*))?", re.DOTALL)
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2})*")
_TIME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})")


def split(reply: bytes, command: bytes) -> list[bytes]:
    """Cut a reply frame into its records; the count before them is not trusted."""
    body = _BODY.fullmatch(reply)
    if body is None or body[1] != command or not body[2]:
        return []
    return [record for record in _BETWEEN.split(body[2].strip(b"\r\n; ")) if record.strip()]


def parse_message(record: bytes, now: datetime) -> IncomingMessage:
    """Read one customer's SMS; an unreadable time becomes ``now``, an unreadable record its own text: none is lost."""
    typed = re.match(rb"\s*8\s*,", record) is not None
    fields = (record.split(b",", 1)[1] if typed else record).split(b",", 5)
    if len(fields) < 6:
        return IncomingMessage(PhoneNumber("0"), _decode(record), now, "")
    date, clock, phone, service, _reserved, text = fields
    gateway_time = f"{_ascii(date)} {_ascii(clock)}"
    return IncomingMessage(
        _phone(_ascii(phone)),
        _decode_plain_or_hex(text) if typed else _decode_hex_or_plain(text),
        _utc(gateway_time) or now,
        gateway_time,
        _ascii(service),
    )


def parse_report(record: bytes) -> DeliveryReport | None:
    """Read one status report; None when it names no message or no state."""
    fields = [_ascii(field) for field in record.split(b",")]
    if fields[0] == "6" and len(fields) >= 7:
        fields = fields[1:]
    if len(fields) < 5 or not fields[2] or not fields[4].isdigit():
        return None
    code = fields[5] if len(fields) > 5 else ""
    return DeliveryReport(fields[2], int(fields[4]), code, f"{fields[0]} {fields[1]}")


def encode_message(message: IncomingMessage) -> bytes:
    """Write one customer's SMS in the wire's form: the server's half."""
    digits = message.text.encode("gbk", "replace").hex().upper()
    date, clock = message.gateway_time.split(" ")
    return f"{date},{clock},{message.phone.digits},{message.service_number},*,{digits}".encode("ascii")


def encode_report(report: DeliveryReport) -> bytes:
    """Write one status report in the wire's form: the server's half."""
    date, clock = report.gateway_time.split(" ")
    return f"{date},{clock},{report.message_id},*,{report.state},{report.code}".encode("ascii")


def _ascii(field: bytes) -> str:
    return field.decode("ascii", "replace").strip()


def _decode(raw: bytes) -> str:
    return raw.decode("gbk", "replace")


def _decode_hex_or_plain(field: bytes) -> str:
    stripped = field.strip()
    return _decode(bytes.fromhex(stripped.decode("ascii"))) if _HEX.fullmatch(stripped) else _decode(field)


def _decode_plain_or_hex(field: bytes) -> str:
    # The manual's form carries plain text; hex is believed only where it spells Chinese, so "1234" stays "1234".
    if _HEX.fullmatch(field.strip()):
        try:
            text = bytes.fromhex(field.strip().decode("ascii")).decode("gbk")
        except UnicodeDecodeError:
            return _decode(field)
        if text.isprintable() and any(character > "\u2e7f" for character in text):
            return text
    return _decode(field)


def _phone(written: str) -> PhoneNumber:
    try:
        return PhoneNumber.parse(written)
    except ValueError:
        return PhoneNumber("".join(c for c in written if c in "0123456789")[:32] or "0")


def _utc(gateway_time: str) -> datetime | None:
    parts = _TIME.fullmatch(gateway_time)
    if parts is None:
        return None
    try:
        year, month, day, hour, minute, second = map(int, parts.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=GATEWAY_ZONE).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
