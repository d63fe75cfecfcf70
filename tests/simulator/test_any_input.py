"""Whatever comes in, the simulator goes on."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mwdesk.errors import RemoteProtocolError
from mwdesk.simulator.control import FAULT_KINDS, ControlServer
from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
from mwdesk.simulator.http_front import TunnelReader, TunnelRequest
from mwdesk.simulator.server import SimulatorServer

from .conftest import NOW
from .raw import ACCOUNT, BALANCE, MESSAGES, PASSWORD, REPORTS, SERVICE, TEST, Raw, frame, login, send

PHONE = "13800138000"
FRAMES = (
    login(),
    BALANCE,
    TEST,
    MESSAGES,
    REPORTS,
    SERVICE,
    send("您好", PHONE),
    send("您好", PHONE, PHONE, command="25"),
    frame("11", "*", "*", "*", "1", "4", "您好", PHONE),
    frame("57", "*", "*", "*", "8", "C4FABAC3"),
    frame("1", "2", "3", "4", "1", "4", "您好", PHONE, kind="ZE"),
    b"POST /kfhttpgate.asp?kfline=%s HTTP/1.1\r\nHost: x\r\n\r\n" % BALANCE,
    b"POST http://x/kfhttpgate.asp?kfline=%s HTTP/1.1\r\nHost: x\r\n\r\n" % login(),
    b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nExpect: 100-continue\r\n\r\n",
)


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(FRAMES)))
    for _ in range(draw(st.integers(0, 3))):
        where = draw(st.integers(0, len(data) - 1))
        data[where : where + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
        data = data or bytearray(b"Z")
    return bytes(data)


ANY = st.lists(_damaged() | st.binary(max_size=30), max_size=5)


class _Scene:
    """A server on a loop of its own, with one session that has to go on; what reaches the loop's handler fails."""

    def __init__(self) -> None:
        self.complaints: list[dict[str, Any]] = []
        gateway = SimulatedGateway({ACCOUNT: SimAccount(PASSWORD)}, rng=random.Random(1), clock=lambda: NOW)
        self.server = SimulatorServer(gateway)
        self.control = ControlServer(self.server)
        self.runner = asyncio.Runner()
        self.runner.run(self._start())

    async def _start(self) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: self.complaints.append(context))
        await self.server.start()
        self.witness = await Raw.dial(self.server, over_http=True)
        assert await self.witness.ask(login()) == b"OK\r\n"

    async def _stop(self) -> None:
        await self.witness.close()
        await self.server.stop()

    def close(self) -> None:
        self.runner.run(self._stop())
        self.runner.close()

    async def throw(self, parts: list[bytes], *, over_http: bool) -> None:
        raw = await Raw.dial(self.server, over_http=over_http)
        for part in parts:
            raw.writer.write(part)
            await asyncio.sleep(0)
        with contextlib.suppress(OSError):
            raw.writer.write_eof()
        await raw.rest()
        await raw.close()
        self.witness.seen, self.witness._taken = b"", 0
        assert await self.witness.ask(TEST) == b"OK\r\n"
        await self.server.wait_until(lambda: self.server.open_connections == 1)
        gc.collect(0)
        assert not self.complaints, self.complaints


@pytest.fixture(scope="module")
def scene() -> Iterator[_Scene]:
    running = _Scene()
    yield running
    running.close()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=ANY, over_http=st.booleans())
@example(parts=[login(), BALANCE, b"ZZ000009,"], over_http=False)
@example(parts=[b"POST /\xff HTTP/1.1\r\n\r\n"], over_http=True)
def test_any_bytes_leave_the_others_alone(scene: _Scene, parts: list[bytes], over_http: bool) -> None:
    scene.runner.run(scene.throw(parts, over_http=over_http))


def _read(parts: list[bytes]) -> list[TunnelRequest | str]:
    reader = TunnelReader()
    read: list[TunnelRequest | str] = []
    for part in parts:
        try:
            for request in reader.feed(part):
                read.append(request)
                if not request.stays:
                    return read
        except RemoteProtocolError:
            return [*read, "not HTTP"]
    return read


@settings(max_examples=300, deadline=None)
@given(data=ANY.map(b"".join), cuts=st.lists(st.integers(0, 400), max_size=6))
def test_requests_are_cut_the_same_however_they_come(data: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    parts = [data[start:end] for start, end in itertools.pairwise(edges) if start < end]
    assert _read(parts) == _read([data] if data else [])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from((PHONE, ACCOUNT)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
KEYS = (
    "kind",
    "phone",
    "text",
    "seconds",
    "count",
    "code",
    "on",
    "name",
    "password",
    "left",
    "times",
    "command",
    "form",
)
COMMANDS = ("mo", "service_mo", "account", "gateway", "outcome", "fault", "unasked", "state", "flood", "dance")


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    do=st.sampled_from(COMMANDS) | VALUES,
    fields=st.dictionaries(st.sampled_from(KEYS), VALUES | st.sampled_from(sorted(FAULT_KINDS)), max_size=5),
)
def test_the_control_port_answers_anything(scene: _Scene, do: object, fields: dict[str, object]) -> None:
    answer = scene.runner.run(scene.control.handle(json.dumps({**fields, "do": do}).encode()))
    assert answer["ok"] is True or answer["error"]
    scene.server.faults.clear()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.binary(max_size=60))
def test_the_control_port_answers_any_bytes(scene: _Scene, line: bytes) -> None:
    answer = scene.runner.run(scene.control.handle(line))
    assert answer["ok"] is True or answer["error"]
