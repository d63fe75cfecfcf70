"""What the gateway answers, read tolerantly, and for the server's half written strictly (PROTOCOL, section 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from mwdesk.domain.account import Balance
from mwdesk.domain.message import DeliveryReport, IncomingMessage, ServiceMessage
from mwdesk.errors import GatewayError, RemoteProtocolError
from mwdesk.protocol import frames, records
from mwdesk.protocol.codes import Code

_ERROR = re.compile(rb"ER\s*(?:,\s*0*(\d{0,9})\s*(?:,(.*))?.*)?", re.DOTALL)
_INTERVAL = re.compile(rb"[^,]*,\s*(\d{1,6})\s*(?:,.*)?", re.DOTALL)
_SERVICE_END = b"ED000008\n"


class FetchedMessages(Struct, frozen=True):
    """The answer to command 31. ``poll_interval_s`` is the least the gateway asks for, None when it does not say."""

    messages: tuple[IncomingMessage, ...] = ()
    poll_interval_s: int | None = None


class FetchedReports(Struct, frozen=True):
    """The answer to command 33. ``poll_interval_s`` is the least the gateway asks for, None when it does not say."""

    reports: tuple[DeliveryReport, ...] = ()
    poll_interval_s: int | None = None


class FetchedServiceMessages(Struct, frozen=True):
    """The answer to ``ZD``. ``poll_interval_s`` is the least the gateway asks for, None when it does not say."""

    messages: tuple[ServiceMessage, ...] = ()
    poll_interval_s: int | None = None


def is_greeting(reply: bytes) -> bool:
    """Tell whether the first line of a connection is a gateway's."""
    return reply.startswith(b"OK")


def expect_ok(reply: bytes) -> bytes:
    """Return what follows ``OK``. Raises :class:`GatewayError` on ``ER,n``, else :class:`RemoteProtocolError`.

    A refusal that names no number has code 0; what follows the number is the error's ``detail``, for a forbidden
    keyword the words themselves.
    """
    if reply.startswith(b"OK"):
        return reply[2:].strip().removeprefix(b",").strip()
    if (refusal := _ERROR.fullmatch(reply)) is not None:
        code, detail = int(refusal[1] or 0), (refusal[2] or b"").strip()
        is_hex = code == Code.FORBIDDEN_KEYWORD
        raise GatewayError(code, records.decode_hex_or_plain(detail) if is_hex else records.decode(detail))
    raise RemoteProtocolError("a reply is neither OK nor ER")


def parse_balance(reply: bytes) -> Balance:
    """Read ``OK,<left>,<used>``; further fields are ignored."""
    fields = expect_ok(reply).split(b",")
    try:
        return Balance(left=int(fields[0]), used=int(fields[1]))
    except (ValueError, IndexError) as error:
        raise RemoteProtocolError("a balance cannot be read") from error


def parse_message_id(reply: bytes) -> str:
    """Read ``OK,<message id>``; ids are text, and empty when the gateway took the message without naming one."""
    return expect_ok(reply).decode("ascii", "replace").strip()


def parse_messages(reply: bytes, now: datetime) -> FetchedMessages:
    """Read the answer to 31; ``now`` (UTC) stands in for a time that cannot be read."""
    if not reply.startswith(b"ZZ"):
        return FetchedMessages(poll_interval_s=_interval(reply))
    return FetchedMessages(tuple(records.parse_message(raw, now) for raw in records.split(reply, b"31")))


def parse_reports(reply: bytes) -> FetchedReports:
    """Read the answer to 33; a record that is no report is dropped, since it names nothing it could belong to."""
    if not reply.startswith(b"ZZ"):
        return FetchedReports(poll_interval_s=_interval(reply))
    parsed = (records.parse_report(raw) for raw in records.split(reply, b"33"))
    return FetchedReports(tuple(report for report in parsed if report is not None))


def parse_service_messages(reply: bytes, now: datetime) -> FetchedServiceMessages:
    """Read the answer to ``ZD``; ``now`` (UTC) stands in for a time that cannot be read."""
    if reply.startswith(b"ED"):
        return FetchedServiceMessages()
    if not reply.startswith(b"ZD"):
        return FetchedServiceMessages(poll_interval_s=_interval(reply))
    parsed = (records.parse_service_message(raw, now) for raw in frames.split_service_frames(reply) if raw.strip())
    return FetchedServiceMessages(tuple(parsed))


def _interval(reply: bytes) -> int | None:
    found = _INTERVAL.fullmatch(expect_ok(reply))
    return int(found[1]) if found is not None else None


def encode_ok(*fields: str) -> bytes:
    """Write ``OK`` with its fields: the server's half."""
    return ",".join(("OK", *fields)).encode("ascii") + b"\r\n"


def encode_error(code: int, words: str = "") -> bytes:
    """Write ``ER,<code>``, with the forbidden words as 57 names them if given: the server's half."""
    detail = b",%s" % words.encode("gbk", "replace").hex().upper().encode("ascii") if words else b""
    return b"ER,%d%s\r\n" % (code, detail)


def encode_messages(batch: Sequence[IncomingMessage]) -> bytes:
    """Write the answer to 31: the server's half."""
    body = b";".join(records.encode_message(message) for message in batch)
    return frames.build(b"ZZ", b"31", b"2", b"*", b"%03d" % len(batch), body) + b"\r\n"


def encode_reports(batch: Sequence[DeliveryReport]) -> bytes:
    """Write the answer to 33: the server's half."""
    body = b";".join(records.encode_report(report) for report in batch)
    return frames.build(b"ZZ", b"33", b"1", b"*", b"%03d" % len(batch), body) + b"\r\n"


def encode_service_messages(batch: Sequence[ServiceMessage]) -> bytes:
    """Write the answer to ``ZD``, each length counting its line feed: the server's half."""
    written = (frames.build(b"ZD", records.encode_service_message(message) + b"\n") for message in batch)
    return b"".join(written) + _SERVICE_END
