"""A simulator on loopback whose time passes quickly, and a client that speaks just enough to test it."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest

from mwdesk.protocol.commands import Command, Login
from mwdesk.protocol.frames import SocketWire
from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer

from .raw import ACCOUNT, LIMIT_S, PASSWORD, Raw, login

NOW = datetime(2026, 11, 23, 2, 32, 5, tzinfo=UTC)


class Client:
    """One connection, one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self._replies = SocketWire()

    async def reply(self) -> bytes:
        """Return the next reply without its line end, or nothing once the connection has ended."""
        async with asyncio.timeout(LIMIT_S):
            while True:
                try:
                    data = await self.reader.read(4096)
                except ConnectionError:
                    return b""
                if not data:
                    return b""
                if (reply := self._replies.feed(data)) is not None:
                    return reply

    async def ask(self, command: Command) -> bytes:
        self.writer.write(command.encode())
        return await self.reply()

    async def close(self) -> None:
        self.writer.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()


Connect = Callable[..., Awaitable[Client]]


@pytest.fixture
def gateway() -> SimulatedGateway:
    accounts = {ACCOUNT: SimAccount(PASSWORD, left=10, used=5)}
    return SimulatedGateway(accounts, rng=random.Random(7), clock=lambda: NOW)


@pytest.fixture
async def server(gateway: SimulatedGateway) -> AsyncIterator[SimulatorServer]:
    running = SimulatorServer(gateway, speed=200.0)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def connect(server: SimulatorServer) -> AsyncIterator[Connect]:
    clients: list[Client] = []

    async def _connect(*, log_in: bool = True) -> Client:
        client = Client(*await asyncio.open_connection("127.0.0.1", server.port))
        clients.append(client)
        if log_in:
            assert await client.reply() == b"OK"
            assert await client.ask(Login(ACCOUNT, PASSWORD)) == b"OK"
        return client

    yield _connect
    for client in clients:
        await client.close()


Dial = Callable[..., Awaitable[Raw]]


@pytest.fixture(params=["socket", "http"])
def over_http(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "http")


@pytest.fixture
async def dial(server: SimulatorServer, over_http: bool) -> AsyncIterator[Dial]:
    """Open a connection on the transport under test, the greeting already read."""
    clients: list[Raw] = []

    async def _dial(*, log_in: bool = True) -> Raw:
        raw = await Raw.dial(server, over_http=over_http)
        clients.append(raw)
        if not over_http:
            assert await raw.line() == b"OK\r\n"
        if log_in:
            assert await raw.ask(login()) == b"OK\r\n"
        return raw

    yield _dial
    for raw in clients:
        await raw.close()
