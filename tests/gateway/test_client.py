"""The client against the simulator over TCP on loopback."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from mwdesk.domain.account import Account
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import (
    ConnectError,
    GatewayError,
    GreetingError,
    LinkLostError,
    NotConnectedError,
    ReplyTimeoutError,
)
from mwdesk.gateway.client import GatewayClient
from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer

PHONE = PhoneNumber("13800138000")


@pytest.fixture
async def server() -> AsyncIterator[SimulatorServer]:
    gateway = SimulatedGateway({"J00001": SimAccount("123456", 100, 5)}, rng=random.Random(1))
    server = SimulatorServer(gateway, speed=100)
    await server.start()
    yield server
    await server.stop()


async def _logged_in(server: SimulatorServer, timeout_s: float = 5.0) -> GatewayClient:
    client = await GatewayClient.connect(Account("J00001", "127.0.0.1", server.port), timeout_s)
    await client.login("J00001", "123456")
    return client


async def test_the_whole_conversation(server: SimulatorServer) -> None:
    client = await _logged_in(server)
    assert (await client.query_balance()).left == 100
    assert await client.send(PHONE, "您好")
    assert (await client.query_balance()).left == 99
    server.gateway.receive(PHONE, "收到，谢谢")
    assert [message.text for message in (await client.fetch_messages()).messages] == ["收到，谢谢"]
    assert (await client.fetch_messages()).messages == ()
    await client.test_connection()
    await client.change_password("J00001", "123456", "654321")
    assert server.gateway.accounts["J00001"].password == "654321"
    await client.close()


@pytest.mark.parametrize("switch", ["split_bytes", "no_crlf"])
async def test_replies_byte_by_byte_or_without_line_ends(server: SimulatorServer, switch: str) -> None:
    setattr(server.faults, switch, True)
    client = await _logged_in(server)
    server.gateway.receive(PHONE, "您好")
    assert len((await client.fetch_messages()).messages) == 1
    assert (await client.query_balance()).left == 100
    await client.close()


async def test_a_wrong_password_is_told_apart(server: SimulatorServer) -> None:
    client = await GatewayClient.connect(Account("J00001", "127.0.0.1", server.port), 5)
    with pytest.raises(GatewayError) as caught:
        await client.login("J00001", "wrong")
    assert caught.value.code == 1
    await client.close()


async def test_a_closed_port_is_a_connect_error(server: SimulatorServer) -> None:
    port = server.port
    await server.stop()
    with pytest.raises(ConnectError):
        await GatewayClient.connect(Account("J00001", "127.0.0.1", port), 5)


async def test_silence_instead_of_a_greeting(server: SimulatorServer) -> None:
    server.faults.silent_greeting = True
    with pytest.raises(GreetingError):
        await GatewayClient.connect(Account("J00001", "127.0.0.1", server.port), 0.2)


async def test_a_timeout_closes_the_connection(server: SimulatorServer) -> None:
    client = await _logged_in(server, timeout_s=0.3)
    server.faults.no_reply(28)
    with pytest.raises(ReplyTimeoutError):
        await client.query_balance()
    assert not client.is_open
    with pytest.raises(NotConnectedError):
        await client.query_balance()


async def test_a_cancelled_request_closes_the_connection(server: SimulatorServer) -> None:
    client = await _logged_in(server)
    server.faults.no_reply(28)
    request = asyncio.create_task(client.query_balance())
    await server.wait_until(lambda: len(server.commands) == 2)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert not client.is_open


async def test_a_dropped_connection_is_a_lost_link(server: SimulatorServer) -> None:
    client = await _logged_in(server)
    server.faults.drop_before_reply(61)
    written = []
    with pytest.raises(LinkLostError):
        await client.send(PHONE, "您好", lambda: written.append(True))
    assert written


async def test_what_is_not_written_is_not_marked(server: SimulatorServer) -> None:
    client = await _logged_in(server)
    await client.close()
    written: list[bool] = []
    with pytest.raises(NotConnectedError):
        await client.send(PHONE, "您好", lambda: written.append(True))
    assert not written
