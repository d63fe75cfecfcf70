"""The requests of value-added services (增值业务): ``ZD`` and ``ZE`` frames (PROTOCOL, section 2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import RemoteProtocolError
from mwdesk.protocol import fields, frames

FIELD_LIMIT = 32
"""Bytes we let a code of the platform hold; no limit is documented."""
_SEND = re.compile(rb"ZE\d{6},([^,]+),([^,]+),([^,]*),([^,]+),(\d{1,4}),(\d{1,6}),(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FetchServiceMessages:
    """Frame ``ZD``: what customers of value-added services have sent. A fetched record cannot be fetched again."""

    def encode(self) -> bytes:
        """Return the frame."""
        return frames.build(b"ZD", b"0")


@dataclass(frozen=True, slots=True)
class SendServiceMessage:
    """Frame ``ZE``: one text of a value-added service to 1 to 1000 phones, answered by one message id.

    ``link_id`` is the one that came with the customer's message; it may be empty, the other codes may not.
    """

    fee_code: str
    service_number: str
    link_id: str
    operation: str
    phones: tuple[PhoneNumber, ...]
    text: str = field(repr=False)

    def encode(self) -> bytes:
        """Return the frame; its raw text is delimited by the byte count alone. Raises :class:`LocalProtocolError`."""
        raw = fields.text(self.text)
        return frames.build(
            b"ZE",
            fields.word(self.fee_code, "fee code", FIELD_LIMIT),
            fields.word(self.service_number, "service number", FIELD_LIMIT),
            fields.word(self.link_id, "link id", FIELD_LIMIT) if self.link_id else b"",
            fields.word(self.operation, "operation code", FIELD_LIMIT),
            b"%d" % len(self.phones),
            b"%d" % len(raw),
            raw,
            fields.phones(self.phones),
        )


def parse_send(frame: bytes) -> SendServiceMessage:
    """Read a ``ZE`` frame: the server's half. Raises :class:`RemoteProtocolError`."""
    found = _SEND.fullmatch(frame)
    if found is None:
        raise RemoteProtocolError("a value-added send cannot be read")
    *codes, count, size, rest = found.groups()
    text, phones = split_raw(rest, int(size))
    if len(phones) != int(count):
        raise RemoteProtocolError("a value-added send counts its phones wrongly")
    fee_code, service_number, link_id, operation = (code.decode("latin-1") for code in codes)
    return SendServiceMessage(fee_code, service_number, link_id, operation, phones, text)


def split_raw(rest: bytes, size: int) -> tuple[str, tuple[PhoneNumber, ...]]:
    """Cut ``<raw GBK text>,<phones>`` by the text's byte count. Raises :class:`RemoteProtocolError`."""
    if rest[size : size + 1] != b",":
        raise RemoteProtocolError("a text does not end where its length says")
    try:
        text = rest[:size].decode("gbk")
    except UnicodeDecodeError as error:
        raise RemoteProtocolError("a text is not GBK") from error
    return text, tuple(PhoneNumber(phone) for phone in rest[size + 1 :].decode("latin-1").split(","))
