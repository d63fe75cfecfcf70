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
_SERVICE_HEAD = re.compile(rb"ZD(\d{6}),")
_AFTER_RECORD = re.compile(rb"[\r\n]*(ZD\d{6},|ED)")
_AFTER_RECORD_BEGUN = re.compile(rb"[\r\n]*(?:Z(?:D\d{0,6})?|E)?")
_LINE_AFTER_RECORD = re.compile(rb"\n(ZD\d{6},|ED)")


class Wire(Protocol):
    """How frames travel on a byte stream, seen from the client: one reply to the one request outstanding."""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing that could be a reply has come since the last one; else the stream is out of step."""

    @property
    def is_ending(self) -> bool:
        """Tell whether the last reply announced that the connection closes after it: ask nothing more on it."""

    def request(self, frame: bytes) -> bytes:
        """Return the bytes that carry a frame. Raises :class:`LocalProtocolError` when it cannot be carried."""

    def feed(self, data: bytes) -> bytes | None:
        """Take bytes; return the reply without its line end once it is whole.

        Raises :class:`RemoteProtocolError`, and over HTTP :class:`HttpStatusError`.
        """

    def settle(self, *, is_ended: bool = False) -> bytes | None:
        """Return what stands there as the reply, if it can be one: called when the line has gone quiet.

        ``is_ended`` when no more bytes can come, so that it may have been cut anywhere.
        """


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


def split_service_frames(reply: bytes) -> list[bytes]:
    """Cut the answer to ``ZD`` into its records, each without head and line end."""
    records: list[bytes] = []
    start = 0
    while _SERVICE_HEAD.match(reply, start) is not None:
        following = _after_service_frame(reply, start, is_all=True)
        end = following if following is not None else len(reply)
        record = reply[start + HEAD_BYTES + 1 : end]
        records.append(record.removesuffix(b"\n").removesuffix(b"\r") if record.endswith(b"\n") else record)
        start = end
    return records


def _after_service_frame(buffer: bytes | bytearray, start: int, *, is_all: bool) -> int | None:
    """Find where the next ``ZD`` frame or the ``ED`` marker begins; None while it cannot be told.

    The raw text may hold anything, so the counted length leads. It may count the line end or not, and only when nothing
    fits it (``is_all``: no more bytes will come) is the next line that looks like a frame believed.
    """
    body = start + HEAD_BYTES + 1
    end = start + int(buffer[start + 2 : start + HEAD_BYTES])
    for uncounted in range(_LENGTH_SLACK + 1):
        position = max(end - uncounted, body)
        if (found := _AFTER_RECORD.match(buffer, position)) is not None:
            return found.start(1)
        if not is_all and _AFTER_RECORD_BEGUN.fullmatch(buffer, position):
            return None
    found = _LINE_AFTER_RECORD.search(buffer, body)
    return found.start(1) if found is not None else None


class SocketWire:
    """Bare frames: the client's half.

    A reply ends at its line end, for a ``ZZ`` frame at the first one its length allows; ``ZD`` frames end with the line
    of their ``ED`` marker, and are one reply together. A gateway may leave the line end out or send it late. So what
    has come is taken once the line has been quiet for a moment (:meth:`settle`), and line ends before a reply are
    skipped. ``ZD`` frames without their marker are never settled, since more of them may follow.
    """

    def __init__(self, max_bytes: int = MAX_REPLY_BYTES) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self._service_frame = 0  # where the last ZD frame that has begun stands
        self._ends_lines = False
        self._max_bytes = max_bytes

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing but line ends has come since the last reply; else the stream is out of step."""
        return not self._buffer.strip(b"\r\n")

    @property
    def is_ending(self) -> bool:
        """A bare line announces nothing."""
        return False

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
        if _SERVICE_HEAD.match(self._buffer):
            return self._take_service_frames(is_all=False)
        end = self._buffer.find(b"\n", max(self._searched, self._least_bytes))
        self._searched = len(self._buffer)
        return self._take(end + 1) if end >= 0 else None

    def settle(self, *, is_ended: bool = False) -> bytes | None:
        """Return what stands there as the reply, if it can be one: called when the line has gone quiet."""
        if is_ended and self._ends_lines and self._buffer.startswith(b"OK"):
            # Half a message id is none, and this gateway would have ended the line.
            return None
        if _SERVICE_HEAD.match(self._buffer):
            return self._take_service_frames(is_all=True)
        if self._buffer.startswith((b"OK", b"ER", b"ED")):
            return self._take(len(self._buffer))
        least = self._least_bytes
        is_whole = least > 0 and (len(self._buffer) >= least or self._buffer.endswith(b"\n"))
        return self._take(len(self._buffer)) if is_whole else None

    @property
    def _least_bytes(self) -> int:
        """What a frame's head promises, line end apart; 0 while there is no head."""
        head = _HEAD.match(self._buffer)
        return max(int(head[1]) - _LENGTH_SLACK, HEAD_BYTES) if head is not None else 0

    def _take_service_frames(self, *, is_all: bool) -> bytes | None:
        self._searched = len(self._buffer)
        while _SERVICE_HEAD.match(self._buffer, self._service_frame):
            following = _after_service_frame(self._buffer, self._service_frame, is_all=is_all)
            if following is None:
                return None
            self._service_frame = following
        end = self._buffer.find(b"\n", self._service_frame) + 1
        if not end and not is_all:
            return None
        return self._take(end or len(self._buffer))

    def _take(self, size: int) -> bytes:
        line = bytes(self._buffer[:size])
        self._ends_lines |= line.endswith(b"\n")
        reply = line.rstrip(b"\r\n")
        del self._buffer[:size]
        self._searched = self._service_frame = 0
        return reply
