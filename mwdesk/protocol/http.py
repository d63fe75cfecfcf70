"""Frames inside HTTP requests, for networks that let nothing else out (PROTOCOL, section 6)."""

from __future__ import annotations

import re

import h11

from mwdesk import __version__
from mwdesk.errors import (
    ForbiddenCharacterError,
    HttpStatusError,
    LocalProtocolError,
    ProxyRefusedError,
    RemoteProtocolError,
)
from mwdesk.protocol.frames import MAX_REPLY_BYTES

PATH = "/kfhttpgate.asp"
_MAX_HEAD_BYTES = 128 * 1024
_TARGET = re.compile(rb"(?:http://[^/]*)?" + re.escape(PATH.encode("ascii")) + rb"\?kfline=(.+)", re.IGNORECASE)
_CARRIED = re.compile(rb"[!-~]+")
_REPLY_BEGIN = b"HTTP/1."
_RESULT_BEGIN = re.compile(rb"<resultline>", re.IGNORECASE)
_RESULT = re.compile(rb"<resultline>(.*?)</resultline>", re.DOTALL | re.IGNORECASE)
_PAGE_END = re.compile(rb"</(?:kfsms-http|html)>", re.IGNORECASE)
_PAGE_END_BYTES = 13
_BYTE_AFTER_LINE = re.compile(rb"\r\n[^\r\n]\Z")
_BLANKS = b" \t\r\n\0"


class HttpWire:
    """Each frame in a POST of its own on one kept-alive connection: the client's half.

    A page counts as whole at its closing tag, whatever its length says; what is left of it when the next reply comes is
    skipped. Every exchange is parsed by itself, since to HTTP a page without a length would end the connection.
    """

    def __init__(
        self, host: str, absolute: bool = False, authorization: str = "", max_bytes: int = MAX_REPLY_BYTES
    ) -> None:
        """Prepare for a gateway's host; ``absolute`` when a proxy takes the requests, the only case for a port in it.

        ``authorization`` is the whole value of ``Proxy-Authorization``. Raises :class:`LocalProtocolError`.
        """
        self._host = _host_field(host)
        if not (authorization.isascii() and authorization.isprintable()):
            raise ForbiddenCharacterError("the proxy's user name or password cannot be carried")
        self._authorization = authorization.encode("ascii")
        self._prefix = b"http://" + self._host if absolute else b""
        self._max_bytes = max_bytes
        self._exchange: h11.Connection | None = None
        self._length: int | None = None  # of the page by its own account, once that much has come
        self._status = 0
        self._is_framed = True
        self._is_ending = False
        self._is_first = True
        self._received = 0
        self._between = bytearray()  # what has come since the last page and before the next reply
        self._body = bytearray()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing but the rest of a page has come since the last reply."""
        if self._received:
            return False
        return not self._between.strip(_BLANKS) if self._is_first else _REPLY_BEGIN not in self._between

    @property
    def is_ending(self) -> bool:
        """Tell whether the last reply said ``Connection: close``."""
        return self._is_ending

    def request(self, frame: bytes) -> bytes:
        """Return a frame's request. Raises :class:`LocalProtocolError` when a request line cannot carry the frame."""
        if _CARRIED.fullmatch(frame) is None:
            raise ForbiddenCharacterError("a request line carries no blank, control character or raw Chinese")
        target = self._prefix + PATH.encode("ascii") + b"?kfline=" + frame
        headers = [
            (b"Accept", b"*/*"),
            (b"Accept-Language", b"zh-cn"),
            (b"User-Agent", b"MWDesk/" + __version__.encode("ascii")),
            (b"Host", self._host),
            (b"Connection", b"Keep-Alive"),
        ]
        if self._authorization:
            headers.append((b"Proxy-Authorization", self._authorization))
        exchange = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MAX_HEAD_BYTES)
        try:
            head = exchange.send(h11.Request(method=b"POST", target=target, headers=headers))
            exchange.send(h11.EndOfMessage())
        except h11.LocalProtocolError as error:
            raise LocalProtocolError("the request is not HTTP") from error
        self._exchange = exchange
        self._length = None
        self._status = 0
        self._received = 0
        self._body.clear()
        assert head is not None  # noqa: S101 - only a closed connection has no bytes
        return head

    def feed(self, data: bytes) -> bytes | None:
        """Take bytes; return the trimmed result line once its page is whole.

        Raises :class:`RemoteProtocolError` for what is no page of a gateway, :class:`ProxyRefusedError` for status 407
        and :class:`HttpStatusError` for other pages of failure without a result line.
        """
        if not self._received:
            self._between += data
            data = self._skip_to_reply() if self._exchange is not None else b""
        if len(self._between) > self._max_bytes or self._received + len(data) > self._max_bytes:
            raise RemoteProtocolError("a reply is longer than this client accepts")
        if not data or self._exchange is None:
            return None
        self._received += len(data)
        searched = max(len(self._body) - _PAGE_END_BYTES, 0)
        self._parse(self._exchange, data)
        if (end := _PAGE_END.search(self._body, searched)) is not None:
            return self._finish(end.end())
        if self._length is None:
            return None
        result = _RESULT.search(self._body)
        if result is None and _RESULT_BEGIN.search(self._body):
            return None
        return self._finish(max(self._length, result.end() if result is not None else 0))

    def settle(self, *, is_ended: bool = False) -> bytes | None:
        """Return the result line if it stands there whole, though its page does not end as it should.

        Raises :class:`HttpStatusError` for a page of failure that has no length.
        """
        if _RESULT.search(self._body) or (self._status >= 300 and not self._is_framed):
            return self._finish(len(self._body))
        return None

    def _skip_to_reply(self) -> bytes:
        begin = self._between.find(_REPLY_BEGIN)
        if self._is_first:
            self._between = self._between.lstrip(b"\r\n")
            begin = 0 if self._between.startswith(_REPLY_BEGIN) else -1
            if begin and not _REPLY_BEGIN.startswith(bytes(self._between)):
                raise RemoteProtocolError("what answers there does not speak HTTP")
        if begin < 0:
            return b""
        reply = bytes(self._between[begin:])
        self._between.clear()
        return reply

    def _parse(self, exchange: h11.Connection, data: bytes) -> None:
        if self._length is not None:
            self._body += data
            return
        try:
            exchange.receive_data(data)
            while True:
                event = exchange.next_event()
                match event:
                    case h11.Response():
                        self._begin_page(event)
                    case h11.Data():
                        self._body += event.data
                    case h11.EndOfMessage():
                        # What follows may be the page's end all the same, behind a length too short.
                        self._length = len(self._body)
                        self._body += exchange.trailing_data[0]
                        return
                    case h11.InformationalResponse():
                        pass
                    case _:
                        return
        except h11.RemoteProtocolError as error:
            raise RemoteProtocolError("a reply is not HTTP") from error

    def _begin_page(self, response: h11.Response) -> None:
        headers = dict(response.headers)
        if response.status_code == 407:
            raise ProxyRefusedError("the proxy asks for another user name or password")
        if headers.get(b"content-encoding", b"identity").lower() != b"identity":
            raise RemoteProtocolError("a reply is compressed though this client never offers it")
        self._status = response.status_code
        self._is_framed = b"content-length" in headers or b"transfer-encoding" in headers
        self._is_ending = b"close" in headers.get(b"connection", b"").lower()

    def _finish(self, end: int) -> bytes:
        result = _RESULT.search(bytes(self._body[:end]))
        self._exchange = None
        self._between += self._body[end:]
        self._body.clear()
        self._received = 0
        self._is_first = False
        status, self._status = self._status, 0
        if result is not None:
            return _BYTE_AFTER_LINE.sub(b"", result[1]).strip(_BLANKS)
        if not 200 <= status < 300:
            raise HttpStatusError(status)
        raise RemoteProtocolError("a page is not the gateway's")


def parse_target(target: bytes) -> bytes:
    """Return the frame inside a request's target: the server's half. Raises :class:`RemoteProtocolError`."""
    found = _TARGET.fullmatch(target)
    if found is None:
        raise RemoteProtocolError("a request is not for the gateway's page")
    return found[1]


def encode_page(reply: bytes) -> bytes:
    """Write the page around a reply with its line end: the server's half."""
    return b"<html><body><kfsms-http><resultline>" + reply + b"\n</resultline></kfsms-http></body></html>"


def _host_field(host: str) -> bytes:
    try:
        field = host.encode("ascii") if host.isascii() else host.encode("idna")
    except UnicodeError as error:
        raise ForbiddenCharacterError("the host name holds a character that cannot be carried") from error
    if _CARRIED.fullmatch(field) is None:
        raise LocalProtocolError("the host name cannot be carried")
    is_bare_ipv6 = field.count(b":") > 1 and not field.startswith(b"[")
    return b"[" + field + b"]" if is_bare_ipv6 else field
