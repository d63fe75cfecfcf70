"""Frames in an HTTP tunnel: one POST each, answered by a page that holds the reply (PROTOCOL, section 6).

h11 reads the requests. The pages are put together by hand, since most of what a gateway may do wrong with one, a
well-behaved library would not.
"""

from __future__ import annotations

import asyncio
import gzip
import http
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import h11

from mwdesk.errors import RemoteProtocolError
from mwdesk.protocol import replies
from mwdesk.protocol.frames import MAX_REQUEST_BYTES, RequestReader
from mwdesk.simulator.faults import Fault, FaultKind, Faults, Framing
from mwdesk.simulator.outlet import Outlet, Piece, answer_pieces
from mwdesk.simulator.sessions import Answer, Session

WRONG_FORMAT = 2
HEAD_BYTES = 16 * 1024
"""Headers a request may bring besides its line."""
_READ_SIZE = 64 * 1024
_SEPARATE_S = 0.02
_PAD_BYTES = 1000
_TARGET = re.compile(rb"(?:https?://[^/?#]*)?/kfhttpgate\.asp\?kfline=(.*)", re.IGNORECASE)
_BODILESS = (204, 304)
_BEFORE = b"<html><body><kfsms-http><resultline>"
_AFTER = b"\n</resultline></kfsms-http></body></html>"
_FOREIGN = b"<html><head><title>Wi-Fi</title></head><body>Please sign in to use this network.</body></html>"


@dataclass(frozen=True, slots=True)
class TunnelRequest:
    """One request: its frame, or the status that says why it has none; and whether the client goes on after it."""

    frame: bytes
    status: int
    stays: bool


class TunnelReader:
    """Cut a client's byte stream into requests."""

    def __init__(self) -> None:
        self._http = self._fresh()
        self._request: h11.Request | None = None

    def feed(self, data: bytes) -> Iterator[TunnelRequest]:
        """Take bytes and return the requests they complete. Raises :class:`RemoteProtocolError`."""
        try:
            self._http.receive_data(data)
            while True:
                match self._http.next_event():
                    case h11.Request() as request:
                        self._request = request
                    case h11.Data():
                        # A body says nothing here.
                        pass
                    case h11.EndOfMessage():
                        stays, rest = self._http.their_state is h11.DONE, self._http.trailing_data[0]
                        if self._request is not None:
                            yield _tunnelled(self._request, stays=stays)
                        if not stays:
                            return
                        # A fresh one each time: our pages are not h11's, so it would not see a cycle end.
                        self._http = self._fresh()
                        if rest:
                            self._http.receive_data(rest)
                    case _:
                        return
        except h11.RemoteProtocolError as error:
            raise RemoteProtocolError("a request is not HTTP") from error

    @staticmethod
    def _fresh() -> h11.Connection:
        return h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_REQUEST_BYTES + HEAD_BYTES)


async def serve(session: Session, reader: asyncio.StreamReader, outlet: Outlet) -> None:
    """Serve one connection to its end. Raises ``OSError`` when it is lost."""
    requests = TunnelReader()
    try:
        while data := await reader.read(_READ_SIZE):
            for request in requests.feed(data):
                if not await _reply(request, session, outlet):
                    return
    except RemoteProtocolError:
        await outlet.send(_plain_page(400, stays=False))


async def _reply(request: TunnelRequest, session: Session, outlet: Outlet) -> bool:
    if request.status != http.HTTPStatus.OK:
        await outlet.send(_plain_page(request.status, stays=request.stays))
        return request.stays

    answer = _answer(request.frame, session)
    closes = answer.fault is not None and answer.fault.kind is FaultKind.CONNECTION_CLOSE
    stays = request.stays and answer.stays and not closes

    def pack(answer: Answer) -> Iterable[Piece]:
        return _page(answer, outlet.faults, stays=stays)

    return await outlet.convey(answer, pack) and stays


def _answer(frame: bytes, session: Session) -> Answer:
    try:
        whole = RequestReader().feed(frame)
    except RemoteProtocolError:
        whole = []
    if whole != [frame]:
        return Answer(replies.encode_error(WRONG_FORMAT).removesuffix(b"\r\n"))
    return session.answer(frame)


def _tunnelled(request: h11.Request, *, stays: bool) -> TunnelRequest:
    target = _TARGET.fullmatch(request.target)
    if target is None:
        return TunnelRequest(b"", 404, stays)
    if request.method != b"POST":
        return TunnelRequest(b"", 405, stays)
    return TunnelRequest(target[1], 200, stays)


def _page(answer: Answer, faults: Faults, *, stays: bool) -> Iterable[Piece]:
    match answer.fault:
        case Fault(kind=FaultKind.HTTP_STATUS, code=status):
            return _plain_page(status, stays=stays)
        case Fault(kind=FaultKind.REDIRECT):
            return _plain_page(302, b"Location: http://portal.invalid/\r\n", stays=stays)
        case Fault(kind=FaultKind.FOREIGN_PAGE):
            return _whole(_head(200, stays=stays), _FOREIGN)
    end = faults.line_end
    size = len(faults.text_before_tag + _BEFORE + answer.line) + answer.filler_bytes + len(end + _AFTER)
    body: Iterable[Piece] = chain(
        [Piece(0.0, faults.text_before_tag + _BEFORE)], answer_pieces(answer, faults), [Piece(0.0, _AFTER)]
    )
    head = _head(200, stays=stays)
    if faults.gzip and not answer.filler_bytes:
        packed = gzip.compress(b"".join(piece.data for piece in body), mtime=0)
        body, size, head = [Piece(0.0, packed)], len(packed), head + b"Content-Encoding: gzip\r\n"
    head += _padding(faults.header_bytes)
    match faults.framing:
        case Framing.CONTENT_LENGTH:
            head += b"Content-Length: %d\r\n" % max(0, size + faults.content_length_error)
        case Framing.CHUNKED:
            head, body = head + b"Transfer-Encoding: chunked\r\n", _chunks(body)
    before = b"HTTP/1.1 100 Continue\r\n\r\n" if faults.hundred_continue else b""
    gap = Piece(_SEPARATE_S if faults.separate_head else 0.0, b"")
    return chain([Piece(0.0, before + head + b"\r\n"), gap], body)


def _chunks(body: Iterable[Piece]) -> Iterator[Piece]:
    for pause_s, data in body:
        yield Piece(pause_s, b"%x\r\n%s\r\n" % (len(data), data) if data else b"")
    yield Piece(0.0, b"0\r\n\r\n")


def _plain_page(status: int, headers: bytes = b"", *, stays: bool) -> list[Piece]:
    body = f"<html><body>{status} {_reason(status)}</body></html>".encode("ascii")
    return _whole(_head(status, stays=stays) + headers, b"" if status in _BODILESS else body)


def _whole(head: bytes, body: bytes) -> list[Piece]:
    return [Piece(0.0, b"%sContent-Length: %d\r\n\r\n%s" % (head, len(body), body))]


def _head(status: int, *, stays: bool) -> bytes:
    return (
        f"HTTP/1.1 {status} {_reason(status)}\r\nServer: Microsoft-IIS/6.0\r\nContent-Type: text/html\r\n"
        f"Connection: {'Keep-Alive' if stays else 'close'}\r\n"
    ).encode("ascii")


def _reason(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _padding(size: int) -> bytes:
    lines = (b"X-Padding: %s\r\n" % (b"x" * min(_PAD_BYTES, size - start)) for start in range(0, size, _PAD_BYTES))
    return b"".join(lines)
