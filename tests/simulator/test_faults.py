"""Every fault on both transports, seen byte by byte."""

from __future__ import annotations

import asyncio
import gzip
import random
import re
import ssl
import time
import tracemalloc
from collections.abc import Callable
from typing import cast

import pytest
import trustme

from mwdesk.domain.phone import PhoneNumber
from mwdesk.simulator.faults import JUNK, MAX_PLANNED, FaultKind, Faults, Framing
from mwdesk.simulator.gateway import MAX_QUEUE, SimAccount, SimulatedGateway
from mwdesk.simulator.server import MAX_CONNECTIONS, SimulatorServer

from .conftest import ACCOUNT, NOW, Dial
from .raw import BALANCE, MESSAGES, PAGE_END, REPORTS, SERVICE, TEST, Raw, login, send

PHONE = PhoneNumber("13800138000")
SEND = send("您好", PHONE.digits)
REPLY = b"OK,10,5\r\n"
HELLO = "C4FABAC3"


def _is_sent(server: SimulatorServer) -> bool:
    return server.gateway.accounts[ACCOUNT].left == 9


async def test_refuse(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.faults.refuse(61, 37, times=2)
    assert await raw.ask(TEST) == b"OK\r\n"
    assert [await raw.ask(SEND) for _ in range(2)] == [b"ER,37\r\n"] * 2
    assert await raw.ask(BALANCE) == REPLY


@pytest.mark.parametrize(
    ("name", "request_"), [("ZD", SERVICE), (25, send("您好", PHONE.digits, PHONE.digits, command="25"))]
)
async def test_a_fault_fits_one_command(dial: Dial, server: SimulatorServer, name: int | str, request_: bytes) -> None:
    raw = await dial()
    server.faults.refuse(name, 9)
    assert await raw.ask(BALANCE) == REPLY
    assert await raw.ask(request_) == b"ER,9\r\n"


async def test_drop_before_reply(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.faults.drop_before_reply(61)
    raw.send(SEND)
    assert await raw.rest() == b""
    assert _is_sent(server)


async def test_drop_after_reply(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.faults.drop_after_reply()
    assert await raw.ask(BALANCE) == REPLY
    assert (await raw.rest()).strip() == b""


@pytest.mark.parametrize("size", [None, 0, 1, 5])
async def test_drop_mid_reply(dial: Dial, server: SimulatorServer, size: int | None) -> None:
    raw = await dial()
    whole = len(REPLY)
    if raw.over_http:
        await raw.ask(BALANCE)
        whole = len(raw.seen) - raw.seen.rindex(b"HTTP/1.1")
    server.faults.drop_mid_reply(size=size)
    raw.send(BALANCE)
    assert len(await raw.rest()) == (whole // 2 if size is None else size)


async def test_no_reply(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.faults.no_reply(61)
    raw.send(SEND)
    assert await raw.ask(BALANCE) == b"OK,9,6\r\n"


async def test_half_open(dial: Dial, server: SimulatorServer) -> None:
    raw, other = await dial(), await dial()
    server.faults.half_open(61)
    raw.send(SEND)
    raw.send(TEST)
    await server.wait_until(lambda: _is_sent(server))
    assert await raw.is_quiet()
    assert [cast(asyncio.Transport, w.transport).is_reading() for w in server._sessions.values()] == [False, True]
    assert await other.ask(BALANCE) == b"OK,9,6\r\n"
    await raw.close()
    await other.close()
    await server.wait_until(lambda: server.open_connections == 1)
    assert server.drop_connections() == 1
    await server.wait_until(lambda: server.open_connections == 0)


async def test_delay(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.faults.delay_s = 0.05
    started = time.monotonic()
    assert await raw.ask(BALANCE) == REPLY
    assert time.monotonic() - started >= 0.045


@pytest.mark.parametrize("segments", [(1,), (2, 5, 1), (1000,)])
async def test_segments(dial: Dial, server: SimulatorServer, segments: tuple[int, ...]) -> None:
    raw = await dial()
    server.faults.segments = segments
    server.faults.segment_pause_s = 0.002
    raw.send(TEST)
    sizes = [len(await raw.more())]
    whole = 2 * len(b"OK\r\n") + len(b"OK\r\n") if not raw.over_http else 2 * len(raw.seen[: -sizes[0]])
    while len(raw.seen) < whole:
        sizes.append(len(await raw.more()))
    assert (len(sizes) > 1) is (segments != (1000,))


@pytest.mark.parametrize("line_end", [b"", b"\n", b"\r\n"])
async def test_line_end(dial: Dial, server: SimulatorServer, line_end: bytes) -> None:
    raw = await dial()
    server.faults.line_end = line_end
    server.faults.drop_after_reply()
    raw.send(BALANCE)
    seen = await raw.rest()
    if raw.over_http:
        assert b"<resultline>OK,10,5" + line_end + b"\n</resultline>" in seen
    else:
        assert seen == b"OK,10,5" + line_end


async def test_late_line_end(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.faults.line_end_delay_s = 0.05
    started = time.monotonic()
    raw.send(BALANCE)
    await raw.until(b"OK,10,5")
    assert raw.seen.endswith(b"OK,10,5")
    assert (await raw.until(b"\r\n")) == b"\r\n"
    assert time.monotonic() - started >= 0.045


@pytest.mark.parametrize("over_http", [False])
@pytest.mark.parametrize("greeting", [b"HELLO\r\n", b"OK", b"OK,MWGate 3.0\r\n", b"\xff\x00"])
async def test_greeting(server: SimulatorServer, over_http: bool, greeting: bytes) -> None:
    server.faults.greeting = greeting
    server.faults.greeting_delay_s = 0.05
    raw = await Raw.dial(server, over_http=over_http)
    assert await raw.until(greeting) == greeting
    await raw.close()


@pytest.mark.parametrize("over_http", [False])
async def test_silent_greeting(server: SimulatorServer, over_http: bool) -> None:
    server.faults.silent_greeting = True
    raw = await Raw.dial(server, over_http=over_http)
    assert await raw.ask(login("wrong")) == b"ER,1\r\n"
    await raw.close()


async def test_flood(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.gateway.flood(1001)
    counts = [(await raw.ask(MESSAGES)).split(b",", 5)[4:5] for _ in range(3)]
    assert counts == [[b"500"], [b"500"], [b"001"]]
    server.gateway.flood(MAX_QUEUE)
    server.gateway.flood(10)
    assert len(server.gateway.accounts[ACCOUNT].messages) == MAX_QUEUE


async def test_poll_interval(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.faults.poll_interval = 5
    assert [await raw.ask(request) for request in (MESSAGES, REPORTS, SERVICE)] == [b"OK,0,5\r\n"] * 3
    server.faults.clear()
    assert await raw.ask(MESSAGES) == b"OK,0\r\n"


async def test_junk(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.faults.junk_before_reply()
    server.faults.junk_after_reply(data=b"ZZ")
    raw.send(BALANCE)
    before = len(raw.seen)
    assert await raw.until(JUNK) == raw.seen[before:][: len(JUNK)] == JUNK
    assert await raw.line() == REPLY
    raw.send(BALANCE)
    assert await raw.line() == REPLY
    assert await raw.until(b"ZZ") == b"ZZ"


async def test_unasked_bytes(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    assert server.send_unasked(b"OK,late\r\n") == 1
    assert await raw.until(b"late\r\n") == b"OK,late\r\n"


async def test_unasked_bytes_do_not_pile_up(dial: Dial, server: SimulatorServer) -> None:
    await dial()
    sent = 0
    while server.send_unasked(b"x" * 1_000_000):
        sent += 1
        assert sent < 100


@pytest.mark.parametrize("framing", Framing)
async def test_endless_line(dial: Dial, server: SimulatorServer, framing: Framing) -> None:
    raw, other = await dial(), await dial()
    server.faults.framing = framing
    server.faults.endless_line()
    raw.send(BALANCE)
    tracemalloc.start()
    read = 0
    while read < 16_000_000:
        read += len(await raw.more())
        raw.seen = b""
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()
    server.faults.clear()
    assert await other.ask(TEST) == b"OK\r\n", "others go on meanwhile"
    await raw.close()
    await server.wait_until(lambda: server.open_connections == 1)


async def test_oversize_frame(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.faults.oversize_frame(31, size=1_500_000)
    raw.send(MESSAGES)
    line = await raw.line()
    assert line.startswith(b"ZZ999999,31,2,*,001,0000")
    assert len(line) == len(b"ZZ999999,31,2,*,001,") + 1_500_000 + 2
    assert await raw.ask(TEST) == b"OK\r\n"


async def test_wrong_length(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    for _ in range(3):
        server.gateway.receive(PHONE, "您好")
    server.faults.max_records = 1
    right = await raw.ask(MESSAGES)
    size = len(right) - 2
    assert right.startswith(b"ZZ%06d," % size)
    server.faults.wrong_length(31)
    server.faults.wrong_length(31, size=-size - 5)
    assert (await raw.ask(MESSAGES))[:9] == b"ZZ%06d," % (size + 7)
    assert (await raw.ask(MESSAGES))[:9] == b"ZZ000000,"
    server.faults.wrong_length()
    assert await raw.ask(BALANCE) == REPLY, "a line has no length"


RECORD = f"2026-11-23,10:32:05,13800138000,10690000,*,{HELLO}"


@pytest.mark.parametrize(
    ("attribute", "value", "body"),
    [
        ("unpadded_seconds", True, f"001,{RECORD.replace(':05', ':5')}"),
        ("wrong_count", True, f"002,{RECORD}"),
        ("count_digits", 1, f"1,{RECORD}"),
        ("count_digits", 4, f"0001,{RECORD}"),
        ("trailing_semicolon", True, f"001,{RECORD};"),
        ("lower_hex", True, f"001,{RECORD.replace(HELLO, HELLO.lower())}"),
        ("undecodable_text", True, f"001,{RECORD}FF"),
    ],
)
async def test_how_records_are_written(
    dial: Dial, server: SimulatorServer, attribute: str, value: object, body: str
) -> None:
    setattr(server.faults, attribute, value)
    server.gateway.receive(PHONE, "您好")
    raw = await dial()
    assert await raw.ask(MESSAGES) == f"ZZ{20 - 4 + len(body):06d},31,2,*,{body}\r\n".encode()


async def test_the_length_may_count_the_line_end(dial: Dial, server: SimulatorServer) -> None:
    server.faults.length_counts_crlf = True
    server.gateway.receive(PHONE, "您好")
    raw = await dial()
    reply = await raw.ask(MESSAGES)
    assert reply.startswith(b"ZZ%06d," % len(reply))


async def test_an_empty_list(dial: Dial, server: SimulatorServer) -> None:
    server.faults.empty_list = True
    raw = await dial()
    assert await raw.ask(REPORTS) == b"ZZ000020,33,1,*,000,\r\n"


async def test_refused_connections(server: SimulatorServer, dial: Dial, over_http: bool) -> None:
    open_already = await dial()
    server.stop_listening()
    with pytest.raises(OSError, match=r".+"):
        await Raw.dial(server, over_http=over_http)
    assert await open_already.ask(TEST) == b"OK\r\n"
    await server.listen()
    assert await (await dial()).ask(TEST) == b"OK\r\n"


async def test_restart(server: SimulatorServer, dial: Dial) -> None:
    raw = await dial()
    server.gateway.receive(PHONE, "您好")
    ports = server.port, server.http_port
    await server.restart()
    assert await raw.rest() == b""
    assert (server.port, server.http_port, server.open_connections) == (*ports, 0)
    assert server.gateway.accounts[ACCOUNT].logins == 0
    again = await dial(log_in=False)
    assert await again.ask(BALANCE) == b"ER,1\r\n", "a new connection needs a new login"
    assert (await (await dial()).ask(MESSAGES)).startswith(b"ZZ")


async def test_too_many_connections(
    server: SimulatorServer, dial: Dial, over_http: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_CONNECTIONS >= 100
    monkeypatch.setattr("mwdesk.simulator.server.MAX_CONNECTIONS", 1)
    raw = await dial()
    late = await Raw.dial(server, over_http=over_http)
    assert await late.rest() == b""
    assert await raw.ask(TEST) == b"OK\r\n"
    await late.close()


async def test_a_taken_port_leaves_neither_listener(gateway: SimulatedGateway, server: SimulatorServer) -> None:
    second = SimulatorServer(gateway, http_port=server.http_port)
    with pytest.raises(OSError, match=r".+"):
        await second.start()
    assert not second.is_listening
    await second.stop()


async def test_recorded_commands_are_bounded(
    dial: Dial, server: SimulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mwdesk.simulator.server.RECORDED_PHONES", 5)
    monkeypatch.setattr("mwdesk.simulator.server.RECORDED_COMMANDS", 4)
    raw = await dial()
    for _ in range(2):
        await raw.ask(send("您好", *["13800138000"] * 3))
    assert len(server.commands) == 1
    for _ in range(9):
        await raw.ask(TEST)
    assert len(server.commands) == 4
    server.commands.clear()
    await raw.ask(send("您好", *["13800138000"] * 3))
    assert len(server.commands) == 1


@pytest.mark.parametrize("over_http", [True])
class TestPages:
    """What only the HTTP tunnel can do."""

    async def test_the_page_as_recorded(self, dial: Dial) -> None:
        raw = await dial()
        raw.send(TEST)
        head, _, page = (await raw.until(PAGE_END)).rpartition(b"\r\n\r\n")
        assert page == b"<html><body><kfsms-http><resultline>OK\r\n\n</resultline></kfsms-http></body></html>"
        assert head.endswith(b"\r\nContent-Length: 81")
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b"\r\nConnection: Keep-Alive\r\n" in head

    @pytest.mark.parametrize(
        "target",
        [
            b"http://gateway/kfhttpgate.asp?kfline=%s",
            b"http://gateway:80/kfhttpgate.asp?kfline=%s",
            b"/KFHttpGate.asp?kfline=%s",
        ],
    )
    async def test_targets(self, dial: Dial, target: bytes) -> None:
        raw = await dial()
        raw.writer.write(b"POST %s HTTP/1.1\r\nHost: gateway\r\n\r\n" % (target % BALANCE))
        assert await raw.line() == REPLY

    @pytest.mark.parametrize(
        ("request_", "status", "stays"),
        [
            (b"POST / HTTP/1.1\r\nHost: x\r\n\r\n", b"404", True),
            (b"POST /kfhttpgate.asp?line=ZZ000011,28 HTTP/1.1\r\nHost: x\r\n\r\n", b"404", True),
            (b"GET /kfhttpgate.asp?kfline=ZZ000011,28 HTTP/1.1\r\nHost: x\r\n\r\n", b"405", True),
            (b"ZZ000011,28\r\n\r\n", b"400", False),
            (b"POST /kfhttpgate.asp?kfline=ZZ 28 HTTP/1.1\r\nHost: x\r\n\r\n", b"400", False),
            (b"POST /" + b"x" * 100_000, b"400", False),
        ],
    )
    async def test_requests_that_are_none(self, dial: Dial, request_: bytes, status: bytes, stays: bool) -> None:
        raw = await dial()
        raw.writer.write(request_)
        assert (await raw.until(b"</html>")).startswith(b"HTTP/1.1 " + status)
        if stays:
            assert await raw.ask(TEST) == b"OK\r\n"
        else:
            assert await raw.rest() == b""

    @pytest.mark.parametrize("line", [b"", b"ZZ", b"ZZ000012,28", b"ZZ000011,28ZZ000011,28", b"ZZ000010,28", b"hello"])
    async def test_a_frame_that_does_not_count_itself_is_refused(self, dial: Dial, line: bytes) -> None:
        raw = await dial()
        assert await raw.ask(line) == b"ER,2\r\n"

    async def test_a_request_line_of_64_kib(self, dial: Dial, server: SimulatorServer) -> None:
        raw = await dial()
        # 1000 phones of 15 digits and the longest text are 16 KiB; four times that still has to come through.
        phones = ["138001380001234"] * 4000
        request = raw.request(send("字" * 68, *phones))
        for start in range(0, len(request), 5000):
            raw.writer.write(request[start : start + 5000])
            await raw.writer.drain()
            await asyncio.sleep(0)
        assert await raw.line() == b"ER,4\r\n"

    async def test_a_body_is_passed_over(self, dial: Dial) -> None:
        raw = await dial()
        raw.writer.write(
            b"POST /kfhttpgate.asp?kfline=ZZ000011,28 HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nZZ000011,28"
        )
        assert await raw.line() == REPLY
        assert await raw.ask(TEST) == b"OK\r\n"

    @pytest.mark.parametrize("version_and_header", [b"HTTP/1.0\r\n", b"HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"])
    async def test_a_client_may_close(self, dial: Dial, version_and_header: bytes) -> None:
        raw = await dial()
        raw.writer.write(b"POST /kfhttpgate.asp?kfline=ZZ000011,28 %s\r\n" % version_and_header)
        assert await raw.line() == REPLY
        assert b"\r\nConnection: close\r\n" in raw.seen
        assert await raw.rest() == b""

    async def test_chunked(self, dial: Dial, server: SimulatorServer) -> None:
        raw = await dial()
        server.faults.framing = Framing.CHUNKED
        raw.send(BALANCE)
        head, _, body = (await raw.until(b"\r\n0\r\n\r\n")).partition(b"\r\n\r\n")
        assert b"Transfer-Encoding: chunked" in head
        assert b"Content-Length" not in head
        page = b""
        while not body.startswith(b"0\r\n"):
            size, _, body = body.partition(b"\r\n")
            page, body = page + body[: int(size, 16)], body[int(size, 16) + 2 :]
        assert page.endswith(b"<resultline>OK,10,5\r\n\n</resultline></kfsms-http></body></html>")

    async def test_no_framing(self, dial: Dial, server: SimulatorServer) -> None:
        raw = await dial()
        server.faults.framing = Framing.NONE
        mark = len(raw.seen)
        assert await raw.ask(BALANCE) == REPLY
        assert await raw.ask(TEST) == b"OK\r\n"
        assert b"Content-Length" not in raw.seen[mark:]

    async def test_the_head_in_a_segment_of_its_own(self, dial: Dial, server: SimulatorServer) -> None:
        raw = await dial()
        server.faults.separate_head = True
        raw.send(BALANCE)
        assert (await raw.more()).endswith(b"\r\n\r\n")
        assert await raw.line() == REPLY

    async def test_hundred_continue_long_headers_and_text_before(self, dial: Dial, server: SimulatorServer) -> None:
        raw = await dial()
        server.faults.hundred_continue = True
        server.faults.header_bytes = 12_345
        server.faults.text_before_tag = b"<!-- OK,1,1 -->"
        raw.send(BALANCE)
        seen = await raw.until(PAGE_END)
        assert seen.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
        assert seen.count(b"x") >= 12_345
        assert b"\r\n\r\n<!-- OK,1,1 --><html>" in seen
        assert _length_is_right(seen)

    async def test_gzip(self, dial: Dial, server: SimulatorServer) -> None:
        raw = await dial()
        server.faults.gzip = True
        server.faults.drop_after_reply()
        raw.send(BALANCE)
        head, _, body = (await raw.rest()).partition(b"\r\n\r\n")
        assert b"\r\nContent-Encoding: gzip\r\n" in head
        assert b"<resultline>OK,10,5\r\n" in gzip.decompress(body)

    @pytest.mark.parametrize(("error", "length"), [(5, 91), (-5, 81), (-1000, 0)])
    async def test_a_wrong_content_length(self, dial: Dial, server: SimulatorServer, error: int, length: int) -> None:
        raw = await dial()
        server.faults.content_length_error = error
        raw.send(BALANCE)
        assert b"Content-Length: %d\r\n" % length in await raw.until(PAGE_END)

    @pytest.mark.parametrize(
        ("plan", "expected"),
        [
            (lambda faults: faults.http_status(503), b"HTTP/1.1 503 Service Unavailable\r\n"),
            (lambda faults: faults.http_status(599), b"HTTP/1.1 599 Unknown\r\n"),
            (lambda faults: faults.http_status(204), b"HTTP/1.1 204 No Content\r\n"),
            (lambda faults: faults.redirect(), b"\r\nLocation: http://portal.invalid/\r\n"),
            (lambda faults: faults.foreign_page(), b"Please sign in"),
        ],
    )
    async def test_somebody_elses_page(
        self, dial: Dial, server: SimulatorServer, plan: Callable[[Faults], None], expected: bytes
    ) -> None:
        raw = await dial()
        plan(server.faults)
        raw.send(SEND)
        raw.send(BALANCE)
        seen = await raw.until(PAGE_END)
        assert expected in seen
        assert seen.count(b"<resultline>") == 1
        assert b"<resultline>OK,10,5\r\n" in seen, "the send took no effect"

    async def test_connection_close(self, dial: Dial, server: SimulatorServer) -> None:
        raw = await dial()
        server.faults.connection_close()
        assert await raw.ask(BALANCE) == REPLY
        assert b"\r\nConnection: close\r\n" in raw.seen
        assert await raw.rest() == b""


def _length_is_right(page: bytes) -> bool:
    head, _, body = page.rpartition(b"\r\n\r\n")
    return b"\r\nContent-Length: %d" % len(body) in head


@pytest.mark.parametrize("over_http", [False])
async def test_a_fault_of_the_tunnel_waits_for_the_tunnel(dial: Dial, server: SimulatorServer) -> None:
    raw = await dial()
    server.faults.http_status(503)
    assert await raw.ask(BALANCE) == REPLY
    assert len(server.faults.planned) == 1


def test_clearing_brings_everything_back() -> None:
    faults = Faults()
    for kind in FaultKind:
        faults.plan(kind)
    faults.segments, faults.line_end, faults.framing, faults.lower_hex = (3,), b"", Framing.NONE, True
    faults.clear()
    assert faults == Faults()
    assert faults.planned is not Faults().planned


def test_plans_are_bounded() -> None:
    faults = Faults()
    with pytest.raises(ValueError, match="once"):
        faults.refuse(None, 1, times=0)
    faults.planned = [*[None] * MAX_PLANNED]  # type: ignore[list-item]
    with pytest.raises(ValueError, match="planned"):
        faults.no_reply()


async def test_a_seed_repeats_ids_and_fates(over_http: bool) -> None:
    async def run(seed: int) -> list[bytes]:
        gateway = SimulatedGateway({ACCOUNT: SimAccount("123456")}, rng=random.Random(seed), clock=lambda: NOW)
        server = SimulatorServer(gateway)
        await server.start()
        raw = await Raw.dial(server, over_http=over_http)
        try:
            for request in (login(), *[send(f"第{index}条", PHONE.digits) for index in range(20)]):
                raw.send(request)
            await server.wait_until(lambda: len(server.commands) == 21)
            gateway.advance(1e6)
            server.faults.drop_after_reply(33)
            raw.send(REPORTS)
            # In what order reports fall due depends on the moments the requests came in, and those are real.
            return sorted(re.findall(rb"OK,\d+|\d{16},\*,\d,[\w:]+", await raw.rest()))
        finally:
            await raw.close()
            await server.stop()

    first = await run(5)
    assert len(first) >= 40
    assert first == await run(5)
    assert first != await run(6)


async def test_stopping_ends_what_is_half_open_and_endless(gateway: SimulatedGateway, over_http: bool) -> None:
    before = asyncio.all_tasks()
    server = SimulatorServer(gateway)
    await server.start()
    raws = [await Raw.dial(server, over_http=over_http) for _ in range(2)]
    server.faults.half_open()
    server.faults.endless_line()
    for raw in raws:
        raw.send(login())
    await server.wait_until(lambda: len(server.commands) == 2)
    await server.stop()
    for raw in raws:
        await raw.close()
    assert asyncio.all_tasks() == before
    assert gateway.accounts[ACCOUNT].logins == 0


async def test_tls_on_both_ports(gateway: SimulatedGateway, over_http: bool) -> None:
    authority = trustme.CA()
    of_server, of_client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(of_server)
    authority.configure_trust(of_client)
    server = SimulatorServer(gateway, tls=of_server)
    await server.start()
    port = server.http_port if over_http else server.port
    raw = Raw(*await asyncio.open_connection("127.0.0.1", port, ssl=of_client), over_http=over_http)
    try:
        if not over_http:
            assert await raw.line() == b"OK\r\n"
        assert await raw.ask(login()) == b"OK\r\n"
        server.faults.half_open()
        raw.send(TEST)
        assert await raw.is_quiet()
    finally:
        await server.stop()
        await raw.close()
