"""Frames inside HTTP: the request as recorded, and pages however they are framed, cut or glued."""

from __future__ import annotations

import contextlib
import itertools

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import (
    HttpStatusError,
    LocalProtocolError,
    MwDeskError,
    ProxyRefusedError,
    RemoteProtocolError,
)
from mwdesk.protocol import http
from mwdesk.protocol.commands import Login, QueryBalance, Send
from mwdesk.protocol.http import HttpWire

FRAME = QueryBalance().encode()
BALANCE = b"OK,1245,38678"
PAGE = http.encode_page(BALANCE + b"\r\n")
LENGTH = b"Content-Length: %d\r\n" % len(PAGE)


def answer(page: bytes = PAGE, headers: bytes = LENGTH, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 " + status + b"\r\n" + headers + b"\r\n" + page


def chunked(page: bytes, size: int = 10) -> bytes:
    parts = [page[start : start + size] for start in range(0, len(page), size)]
    return b"".join(b"%X;note=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def asked(wire: HttpWire | None = None) -> HttpWire:
    wire = wire or HttpWire("gateway.example")
    wire.request(FRAME)
    return wire


def read(wire: HttpWire, data: bytes, size: int = 100_000) -> bytes | None:
    reply = None
    for start in range(0, len(data), size):
        found = wire.feed(data[start : start + size])
        assert reply is None or found is None, "one request has one reply"
        reply = reply if found is None else found
    return reply


GOOD = {
    "counted": answer(),
    "chunked": answer(chunked(PAGE), b"Transfer-Encoding: chunked\r\n"),
    "neither": answer(headers=b""),
    "neither, without html": answer(b"<kfsms-http><resultline>" + BALANCE + b"</resultline></kfsms-http>", b""),
    "text before the tag": answer(b"<!-- page -->" + PAGE, b""),
    "upper-case tags": answer(PAGE.replace(b"resultline", b"RESULTLINE").replace(b"kfsms-http", b"KFSMS-HTTP")),
    "long headers": answer(headers=b"X-Long: " + b"x" * 64 * 1024 + b"\r\n" + LENGTH),
    "bare line feeds": answer().replace(b"\r\n", b"\n").replace(LENGTH[:-2], b"Content-Length: %d" % (len(PAGE) - 1)),
    "100 Continue": b"HTTP/1.1 100 Continue\r\n\r\n" + answer(),
    "one more byte of any kind": answer(http.encode_page(BALANCE + b"\r\nx").replace(b"x\n<", b"x<"), b""),
    "a failure with a result line": answer(status=b"500 Internal Server Error"),
    "closing": answer(headers=b"Connection: close\r\n" + LENGTH),
    "too short a length": answer(headers=b"Content-Length: 45\r\n"),
    "old version": answer().replace(b"HTTP/1.1", b"HTTP/1.0"),
}


@pytest.mark.parametrize("size", [1, 2, 7, 100_000])
@pytest.mark.parametrize("data", GOOD.values(), ids=GOOD.keys())
def test_a_page_is_read_however_it_is_framed_and_cut(data: bytes, size: int) -> None:
    wire = asked()
    assert read(wire, data, size) == BALANCE
    assert wire.is_empty
    wire.request(FRAME)
    assert read(wire, answer(), size) == BALANCE, "the next exchange is in step"


def test_a_request_holds_what_the_gateway_expects_and_no_more() -> None:
    request = HttpWire("gateway.example").request(FRAME)
    line, *headers = request.removesuffix(b"\r\n\r\n").split(b"\r\n")
    assert line == b"POST /kfhttpgate.asp?kfline=ZZ000011,28 HTTP/1.1"
    names = {header.split(b":")[0] for header in headers}
    assert names == {b"Accept", b"Accept-Language", b"User-Agent", b"Host", b"Connection"}
    assert b"Connection: Keep-Alive" in headers


def test_a_request_line_of_a_thousand_phones_is_carried_unescaped() -> None:
    phones = tuple(PhoneNumber(str(13_500_000_000 + index)) for index in range(1000))
    frame = Send(phones, "您好").encode()
    request = HttpWire("gateway.example").request(frame)
    assert len(request) > 12_000
    server = h11.Connection(h11.SERVER)
    server.receive_data(request)
    received = server.next_event()
    assert isinstance(received, h11.Request)
    assert http.parse_target(received.target) == frame


def test_a_proxy_takes_the_absolute_address_and_its_password() -> None:
    wire = HttpWire("gateway.example", absolute=True, authorization="Basic cHVzZXI6cHBhc3M=")
    request = wire.request(FRAME)
    assert request.startswith(b"POST http://gateway.example/kfhttpgate.asp?kfline=ZZ000011,28 HTTP/1.1\r\n")
    assert b"\r\nProxy-Authorization: Basic cHVzZXI6cHBhc3M=\r\n" in request
    assert http.parse_target(request.split(b" ")[1]) == FRAME


@pytest.mark.parametrize(
    ("host", "field"),
    [
        ("10.0.0.1", b"10.0.0.1"),
        ("::1", b"[::1]"),
        ("[::1]:81", b"[::1]:81"),
        ("a.example:81", b"a.example:81"),
        ("网关.example", "网关.example".encode("idna")),
    ],
)
def test_a_host_is_named_as_given(host: str, field: bytes) -> None:
    assert b"\r\nHost: " + field + b"\r\n" in HttpWire(host).request(FRAME)


@pytest.mark.parametrize("frame", [b"ZZ000012,a b", b"ZZ000012,a\r\nb", b"", "ZZ000012,您".encode("gbk"), b"a\x7f"])
def test_a_frame_that_would_break_the_request_line_is_refused(frame: bytes) -> None:
    with pytest.raises(LocalProtocolError):
        HttpWire("gateway.example").request(frame)


@pytest.mark.parametrize("host", ["", "a b", "a\r\nX: 1", "a" * 64 + "网"])
def test_a_host_that_would_break_the_request_is_refused(host: str) -> None:
    with pytest.raises(LocalProtocolError):
        HttpWire(host)


def test_a_proxy_password_that_would_break_the_request_is_refused() -> None:
    with pytest.raises(LocalProtocolError):
        HttpWire("gateway.example", authorization="Basic x\r\nX: 1")


def test_a_page_that_ends_late_is_read_at_its_tag_and_its_rest_skipped() -> None:
    data = answer(PAGE.replace(b"</body></html>", b"") + b" " * 200, b"")
    wire = asked()
    end = data.index(b"</kfsms-http>") + len(b"</kfsms-http>")
    assert wire.feed(data[: end - 1]) is None
    assert not wire.is_empty
    assert wire.feed(data[end - 1 : end]) == BALANCE
    assert wire.feed(data[end:]) is None
    assert wire.feed(b"</body>") is None
    assert wire.is_empty
    wire.request(FRAME)
    assert wire.feed(b"</html>") is None
    assert wire.is_empty, "the rest of a page is no reply that has begun"
    assert wire.feed(answer()) == BALANCE


def test_too_long_a_length_is_settled_once_the_line_is_quiet() -> None:
    page = PAGE.replace(b"</kfsms-http></body></html>", b"")
    wire = asked()
    assert wire.feed(answer(page[:-3], b"Content-Length: 500\r\n")) is None
    assert wire.settle() is None
    assert wire.feed(page[-3:]) is None
    assert wire.settle() == BALANCE
    wire.request(FRAME)
    assert wire.feed(b"</kfsms-http></body></html>" + answer()) == BALANCE


def test_a_reply_nobody_asked_for_is_noticed() -> None:
    wire = asked()
    assert wire.feed(answer() + answer(headers=b"")) == BALANCE
    assert not wire.is_empty


def test_a_gateway_that_speaks_first_is_noticed() -> None:
    wire = HttpWire("gateway.example")
    assert wire.feed(b"OK\r\n") is None
    assert not wire.is_empty
    wire.request(FRAME)
    with pytest.raises(RemoteProtocolError):
        wire.feed(b"OK\r\n")


@pytest.mark.parametrize("closes", [True, False])
def test_a_reply_that_ends_the_connection_says_so(closes: bool) -> None:
    wire = asked()
    wire.feed(answer(headers=(b"Connection: Close\r\n" if closes else b"Connection: Keep-Alive\r\n") + LENGTH))
    assert wire.is_ending is closes


@pytest.mark.parametrize("status", [301, 404, 500, 502])
@pytest.mark.parametrize("headers", [b"Content-Length: 23\r\n", b""])
def test_a_page_of_failure_names_its_status(status: int, headers: bytes) -> None:
    with pytest.raises(HttpStatusError) as caught:
        asked().feed(answer(b"<html>no gateway</html>", headers, b"%d Nope" % status))
    assert caught.value.status == status


def test_a_page_of_failure_without_an_end_is_settled() -> None:
    wire = asked()
    assert wire.feed(answer(b"Service Unavailable", b"", b"503 Busy")) is None
    with pytest.raises(HttpStatusError):
        wire.settle()
    assert wire.settle() is None


@pytest.mark.parametrize("headers", [b"Content-Length: 0\r\n", b'Proxy-Authenticate: Basic realm="x"\r\n'])
def test_a_proxy_that_asks_for_a_password_has_refused(headers: bytes) -> None:
    with pytest.raises(ProxyRefusedError):
        asked().feed(answer(b"", headers, b"407 Proxy Authentication Required"))


@pytest.mark.parametrize(
    "data",
    [
        answer(b"<html><body>Welcome to the hotel</body></html>", b""),
        answer(b"Hello", b"Content-Length: 5\r\n"),
        answer(b"", b"", b"204 No Content"),
        answer(PAGE, LENGTH + b"Content-Encoding: gzip\r\n"),
        answer(b"", b"Transfer-Encoding: gzip, chunked\r\n"),
        answer(b"", b"Content-Length: " + b"9" * 5000 + b"\r\n"),
        answer(b"zz\r\n", b"Transfer-Encoding: chunked\r\n"),
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"OK\r\n",
        b"OK\r\n" + answer(),
    ],
)
def test_what_is_no_page_of_a_gateway_is_refused(data: bytes) -> None:
    with pytest.raises(RemoteProtocolError):
        asked().feed(data)


@pytest.mark.parametrize(
    "endless",
    [
        answer(b"x" * 10_000, b""),
        answer(b"<resultline>" + b"x" * 10_000, b""),
        b"HTTP/1.1 100 Continue\r\n\r\n" * 400,
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 10_000,
    ],
)
def test_an_endless_page_is_refused(endless: bytes) -> None:
    with pytest.raises(RemoteProtocolError):
        read(asked(HttpWire("gateway.example", max_bytes=5000)), endless, 100)


def test_endless_bytes_between_pages_are_refused() -> None:
    wire = asked(HttpWire("gateway.example", max_bytes=5000))
    assert read(wire, answer()) == BALANCE
    with pytest.raises(RemoteProtocolError):
        read(wire, b" " * 10_000, 100)


@given(st.sampled_from(list(GOOD.values())), st.lists(st.integers(0, 400), max_size=8))
def test_any_segmentation_reads_the_same(data: bytes, cuts: list[int]) -> None:
    wire = asked()
    bounds = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    found = [wire.feed(data[a:b]) for a, b in itertools.pairwise(bounds)]
    assert [reply for reply in found if reply is not None] == [BALANCE]


@given(st.lists(st.binary(max_size=200) | st.sampled_from([*GOOD.values(), PAGE, b"HTTP/1.1 200 OK\r\n\r\n"])))
def test_no_bytes_break_the_wire(pieces: list[bytes]) -> None:
    wire = HttpWire("gateway.example", max_bytes=20_000)
    with contextlib.suppress(MwDeskError):
        wire.request(Login("J00001", "123456").encode())
        for piece in pieces:
            if wire.feed(piece) is not None or wire.settle() is not None:
                wire.request(FRAME)


@given(st.binary(max_size=60))
def test_no_bytes_break_the_servers_half(target: bytes) -> None:
    with contextlib.suppress(RemoteProtocolError):
        http.parse_target(b"/kfhttpgate.asp?kfline=" + target)
        http.parse_target(target)
