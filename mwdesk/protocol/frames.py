"""Frame writing and reading in both directions; a reader frames by content, never by TCP segment."""

from __future__ import annotations

import re
from typing import Protocol

from mwdesk.errors import LocalProtocolError, RemoteProtocolError

HEAD_BYTES = 8
"""Two letters and six digits that count the whole frame, themselves included."""
MAX_REQUEST_BYTES = 64 * 1024
MAX_REPLY_BYTES = 1024 * 1024
_LENGTH_SLACK = 2  # some gateways count the CRLF in the length and some do not
_HEAD = re.compile(rb"Z[ZDE](\d{6}),")


class Wire(Protocol):
    """How frames travel on a byte stream, seen from the client: one reply to the one request outstanding."""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing that could be a reply has come since the last one; else the stream is out of step."""

    def request(self, frame: bytes) -> bytes:
        """Return the bytes that carry a frame. Raises :class:`LocalProtocolError` when it cannot be carried."""

    def feed(self, data: bytes) -> bytes | None:
        """Take bytes; return the reply without its line end once it is whole.

        Raises :class:`RemoteProtocolError`, and over HTTP :class:`HttpStatusError`.
        """

    def settle(self) -> bytes | None:
        """Return what stands there as the reply, if it can be one: called when the line has gone quiet."""


def build(kind: bytes, *fields: bytes) -> bytes:
    """Join fields to a frame. Raises :class:`LocalProtocolError` when six digits cannot count it."""
    body = b",".join(fields)
    size = HEAD_BYTES + 1 + len(body)
    if size > 999_999:
        raise LocalProtocolError("a frame cannot be longer than 999999 bytes")
    return b"%s%06d,%s" % (kind, size, body)


class RequestReader:
    """Cut a client's byte stream into frames by their length: the server's half."""

    def __init__(self, max_bytes: int = MAX_REQUEST_BYTES) -> None:
        self._buffer = bytearray()
        self._max_bytes = max_bytes

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes and return the whole frames they complete. Raises :class:`RemoteProtocolError`."""
        self._buffer += data
        frames: list[bytes] = []
        while len(self._buffer) > HEAD_BYTES:
            head = _HEAD.match(self._buffer)
            if head is None:
                raise RemoteProtocolError("a request does not begin with a frame head")
            size = int(head[1])
            if not HEAD_BYTES < size <= self._max_bytes:
                raise RemoteProtocolError("a request's length is out of bounds")
            if len(self._buffer) < size:
                break
            frames.append(bytes(self._buffer[:size]))
            del self._buffer[:size]
        return frames


class SocketWire:
    """Bare frames: the client's half.

    A reply ends at its line end, or for a ``ZZ`` frame at its counted length. A gateway may leave the line end out or
    send it late, so two more rules hold: :meth:`settle` takes what has come once the line has been quiet for a moment,
    and line ends before a reply are skipped.
    """

    def __init__(self, max_bytes: int = MAX_REPLY_BYTES) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self._max_bytes = max_bytes

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing but line ends has come since the last reply; else the stream is out of step."""
        return not self._buffer.strip(b"\r\n")

    def request(self, frame: bytes) -> bytes:
        """Return the frame itself."""
        return frame

    def feed(self, data: bytes) -> bytes | None:
        """Take bytes; return the reply without its line end once it is whole. Raises :class:`RemoteProtocolError`."""
        self._buffer += data
        if not self._searched:
            self._buffer = self._buffer.lstrip(b"\r\n")
        if len(self._buffer) > self._max_bytes:
            raise RemoteProtocolError("a reply is longer than this client accepts")
        head = _HEAD.match(self._buffer)
        size = int(head[1]) if head is not None else None
        if size is not None and len(self._buffer) < size - _LENGTH_SLACK:
            self._searched = len(self._buffer)
            return None
        start = max(self._searched - 1, (size or 0) - _LENGTH_SLACK - 1, 0)
        end = self._buffer.find(b"\n", start)
        self._searched = len(self._buffer)
        if end >= 0:
            return self._take(end + 1)
        if size is not None and len(self._buffer) == size:
            return self._take(size)
        return None

    def settle(self) -> bytes | None:
        """Return what stands there as the reply, if it can be one: called when the line has gone quiet."""
        head = _HEAD.match(self._buffer)
        complete = (
            len(self._buffer) >= int(head[1]) - _LENGTH_SLACK
            if head is not None
            else bytes(self._buffer[:2]) in (b"OK", b"ER", b"ED")
        )
        return self._take(len(self._buffer)) if complete else None

    def _take(self, size: int) -> bytes:
        reply = bytes(self._buffer[:size]).rstrip(b"\r\n")
        del self._buffer[:size]
        self._searched = 0
        return reply
