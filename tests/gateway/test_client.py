"""The client against the simulator over TCP on loopback, bare and through HTTP."""

from __future__ import annotations

import asyncio
import random
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from msgspec.structs import replace

from mwdesk.domain.account import Account, Route, SendCommand, Wiring
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import (
    ConnectError,
    GatewayError,
    GreetingTimeoutError,
    HttpStatusError,
    LinkLostError,
    LocalProtocolError,
    LoginTimeoutError,
    MwDeskError,
    NotConnectedError,
    RemoteProtocolError,
    ReplyTimeoutError,
)
from mwdesk.gateway.client import GatewayClient
from mwdesk.protocol import commands
from mwdesk.simulator.faults import Framing
from mwdesk.simulator.server import SimulatorServer

from .proxies import HOST, answering, listening

PHONE = PhoneNumber("13800138000")
Connect = Callable[..., Awaitable[GatewayClient]]


@pytest.fixture(params=list(Wiring), ids=lambda wiring: wiring.value)
def account(server: SimulatorServer, request: pytest.FixtureRequest) -> Account:
    port = server.http_port if request.param is Wiring.HTTP else server.port
    return Account("J00001", HOST, port, Route(request.param))


@pytest.fixture
async def connect(account: Account) -> AsyncIterator[Connect]:
    """Make a logged-in client, closed at the end."""
    clients: list[GatewayClient] = []

    async def make(timeout_s: float = 5.0, **changes: object) -> GatewayClient:
        client = await GatewayClient.connect(replace(account, **changes), timeout_s)  # type: ignore[arg-type]
        clients.append(client)
        await client.login("J00001", "123456")
        return client

    yield make
    for client in clients:
        await client.close()


async def _converse(client: GatewayClient, server: SimulatorServer) -> None:
    """Ask every question; the answers differ, so that one given to another question shows."""
    assert (await client.query_balance()).left == 100
    server.gateway.receive(PHONE, "收到，谢谢")
    first = await client.send(PHONE, "您好")
    many = await client.send_many([PHONE, PhoneNumber("13900139000")], "大家好")
    assert int(many[0]) + 1 == int(many[1])
    assert int(first) < int(many[0])
    assert int(await client.send_one_way(PHONE, "one-way")) > int(many[1])
    assert [message.text for message in (await client.fetch_messages()).messages] == ["收到，谢谢"]
    assert (await client.fetch_messages()).messages == ()
    await server.wait_until(lambda: len(server.gateway.accounts["J00001"].reports) >= 4, 30)
    assert {first, *many} <= {report.message_id for report in (await client.fetch_reports()).reports}
    server.gateway.receive_service_message(PHONE, "点播", link_id="L1")
    server.gateway.receive_service_message(PHONE, "ED,退订\n", link_id="L2")
    assert [message.link_id for message in (await client.fetch_service_messages()).messages] == ["L1", "L2"]
    assert (await client.fetch_service_messages()).messages == ()
    server.gateway.keywords = ("发票",)
    await client.check_keywords("您好")
    with pytest.raises(GatewayError) as caught:
        await client.check_keywords("代开发票")
    assert (caught.value.code, caught.value.detail) == (33, "发票")
    assert await client.test_connection()
    sent = await client.send_service_message("F1", "1066", "L1", "OP", [PHONE, PHONE], "ordered")
    assert int(sent[0]) + 1 == int(sent[1])
    await client.change_password("J00001", "123456", "654321")
    assert server.gateway.accounts["J00001"].password == "654321"
    assert (await client.query_balance()).left == 100 - 6


async def test_the_whole_conversation(server: SimulatorServer, connect: Connect) -> None:
    await _converse(await connect(), server)


@pytest.mark.parametrize("seed", range(6))
async def test_replies_cut_anywhere(server: SimulatorServer, connect: Connect, seed: int) -> None:
    dice = random.Random(seed)
    server.faults.segments = tuple(dice.randint(1, 9) for _ in range(50)) if seed else (1,)
    await _converse(await connect(), server)


async def test_line_ends_that_come_late(server: SimulatorServer, connect: Connect) -> None:
    server.faults.line_end_delay_s = 0.05
    await _converse(await connect(), server)


async def test_replies_without_line_ends(server: SimulatorServer, connect: Connect) -> None:
    server.faults.no_crlf = True
    client = await connect()
    server.gateway.receive(PHONE, "您好")
    assert len((await client.fetch_messages()).messages) == 1
    assert (await client.query_balance()).left == 100


@pytest.mark.parametrize("framing", list(Framing))
async def test_pages_of_every_framing(server: SimulatorServer, connect: Connect, framing: Framing) -> None:
    server.faults.framing = framing
    server.faults.header_bytes = 20_000
    server.faults.separate_head = server.faults.hundred_continue = True
    client = await connect()
    assert (await client.query_balance()).left == 100
    assert await client.send(PHONE, "您好")


async def test_the_account_says_how_to_send(server: SimulatorServer, connect: Connect) -> None:
    client = await connect(send_command=SendCommand.OLDER, sub_port="01", login_type="24")
    await client.send(PHONE, "您好")
    login, sent = server.commands
    assert isinstance(login, commands.Login)
    assert login.login_type == "24"
    assert sent == commands.Send((PHONE,), "您好", "01", SendCommand.OLDER)


async def test_a_wrong_password_is_told_apart(account: Account) -> None:
    client = await GatewayClient.connect(account, 5)
    with pytest.raises(GatewayError) as caught:
        await client.login("J00001", "wrong")
    assert caught.value.code == 1
    await client.close()


async def test_a_session_the_gateway_no_longer_knows(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    server.faults.refuse(100, 25)
    assert await client.test_connection() is False
    assert await client.test_connection() is True


async def test_a_login_that_is_not_answered(server: SimulatorServer, account: Account) -> None:
    server.faults.no_reply(20)
    client = await GatewayClient.connect(account, 0.2)
    with pytest.raises(LoginTimeoutError):
        await client.login("J00001", "123456")
    assert not client.is_open


async def test_a_closed_port_is_a_connect_error(server: SimulatorServer, account: Account) -> None:
    await server.stop()
    with pytest.raises(ConnectError):
        await GatewayClient.connect(account, 5)


async def test_silence_instead_of_a_greeting(server: SimulatorServer) -> None:
    server.faults.silent_greeting = True
    with pytest.raises(GreetingTimeoutError):
        await GatewayClient.connect(Account("J00001", HOST, server.port), 0.2)


async def test_a_timeout_closes_the_connection(server: SimulatorServer, connect: Connect) -> None:
    client = await connect(0.3)
    server.faults.no_reply(28)
    with pytest.raises(ReplyTimeoutError):
        await client.query_balance()
    assert not client.is_open
    with pytest.raises(NotConnectedError):
        await client.query_balance()


async def test_a_half_open_link_is_found_by_the_timeout(server: SimulatorServer, connect: Connect) -> None:
    client = await connect(0.3)
    server.faults.half_open(28)
    with pytest.raises(ReplyTimeoutError):
        await client.query_balance()


async def test_a_cancelled_request_closes_the_connection(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    server.faults.no_reply(28)
    request = asyncio.create_task(client.query_balance())
    await server.wait_until(lambda: len(server.commands) == 2)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert not client.is_open


async def test_a_request_cancelled_in_the_queue_harms_nobody(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    server.faults.delay_s = 0.1
    first, second = (asyncio.create_task(client.query_balance()) for _ in range(2))
    await server.wait_until(lambda: len(server.commands) == 2)
    second.cancel()
    assert (await first).left == 100
    assert await client.test_connection()
    assert len(server.commands) == 3


async def test_close_ends_the_request_under_way(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    server.faults.no_reply(28)
    request = asyncio.create_task(client.query_balance())
    waiting = asyncio.create_task(client.send(PHONE, "您好"))
    await server.wait_until(lambda: len(server.commands) == 2)
    await client.close()
    with pytest.raises(LinkLostError):
        await request
    with pytest.raises(NotConnectedError):
        await waiting


async def test_a_dropped_connection_is_a_lost_link(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    server.faults.drop_before_reply(61)
    written = []
    with pytest.raises(LinkLostError):
        await client.send(PHONE, "您好", lambda: written.append(True))
    assert written


async def test_a_connection_dropped_inside_an_answer(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    server.gateway.receive(PHONE, "您好")
    server.faults.drop_mid_reply(31)
    with pytest.raises(LinkLostError):
        await client.fetch_messages()


async def test_an_answer_before_the_end_is_delivered(server: SimulatorServer, connect: Connect) -> None:
    server.faults.no_crlf = True
    client = await connect()
    server.faults.drop_after_reply(28)
    assert (await client.query_balance()).left == 100
    await _until(lambda: not client.is_open)


async def test_nothing_is_asked_after_an_answer_that_is_none(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    server.faults.delay_s = 0.05
    server.faults.foreign_page(28)
    server.faults.junk_before_reply(28, data=b"<html>")
    asking, waiting = asyncio.create_task(client.query_balance()), asyncio.create_task(client.send(PHONE, "您好"))
    with pytest.raises(RemoteProtocolError):
        await asking
    with pytest.raises(NotConnectedError):
        await waiting
    assert not client.is_open
    assert len(server.commands) == 2


@pytest.mark.parametrize("size", [2, 3, 4, 10, 18])
async def test_half_a_message_id_is_no_message_id(server: SimulatorServer, connect: Connect, size: int) -> None:
    client = await connect()
    server.faults.drop_mid_reply(61, size=size)
    with pytest.raises(LinkLostError):
        await client.send(PHONE, "您好")


async def test_winding_down_lets_the_request_under_way_end(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    server.gateway.receive(PHONE, "您好")
    server.faults.delay_s = 0.05
    fetching, waiting = asyncio.create_task(client.fetch_messages()), asyncio.create_task(client.query_balance())
    await server.wait_until(lambda: len(server.commands) == 2)
    await client.wind_down(5)
    assert len((await fetching).messages) == 1
    with pytest.raises(NotConnectedError):
        await waiting
    assert len(server.commands) == 2


async def test_winding_down_takes_no_longer_than_told(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    server.faults.no_reply(31)
    fetching = asyncio.create_task(client.fetch_messages())
    await server.wait_until(lambda: len(server.commands) == 2)
    await client.wind_down(0.05)
    assert not fetching.done()
    await client.close()
    with pytest.raises(LinkLostError):
        await fetching


async def test_a_connection_the_gateway_closed_meanwhile_takes_no_request(
    server: SimulatorServer, connect: Connect
) -> None:
    client = await connect()
    server.drop_connections()
    await _until(lambda: not client.is_open)
    written: list[bool] = []
    with pytest.raises(NotConnectedError):
        await client.send(PHONE, "您好", lambda: written.append(True))
    assert not written


async def test_the_end_can_be_awaited(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    ended = asyncio.create_task(client.wait_closed())
    assert await client.test_connection()
    assert not ended.done()
    server.drop_connections()
    async with asyncio.timeout(5):
        await ended


async def test_what_is_not_written_is_not_marked(connect: Connect) -> None:
    client = await connect()
    await client.close()
    written: list[bool] = []
    with pytest.raises(NotConnectedError):
        await client.send(PHONE, "您好", lambda: written.append(True))
    assert not written


async def test_a_text_taken_back_in_time_leaves_the_connection_whole(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()

    def take_back() -> None:
        raise MwDeskError("taken back")

    with pytest.raises(MwDeskError, match="taken back"):
        await client.send(PHONE, "您好", take_back)
    with pytest.raises(LocalProtocolError):
        await client.send(PHONE, "x" * 69)
    assert (await client.query_balance()).left == 100
    assert len(server.commands) == 2


async def test_chinese_in_a_raw_frame_cannot_go_over_http(account: Account, connect: Connect) -> None:
    client = await connect()
    if account.route.wiring is Wiring.HTTP:
        with pytest.raises(LocalProtocolError):
            await client.send_one_way(PHONE, "您好")
    else:
        assert await client.send_one_way(PHONE, "您好")
    assert await client.test_connection()


@pytest.mark.parametrize("junk", [b"OK,999,1\r\n", b"junk", b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 600_000])
async def test_bytes_nobody_asked_for_close_the_connection(
    server: SimulatorServer, connect: Connect, junk: bytes
) -> None:
    client = await connect()
    assert (await client.query_balance()).left == 100
    server.send_unasked(junk)
    await _until(lambda: len(client._stream._unread) >= min(len(junk), 200_000))
    if client._account.route.wiring is Wiring.HTTP and not junk.startswith(b"HTTP/1."):
        assert (await client.query_balance()).left == 100  # no reply can be in it, it may be the rest of a page
        return
    with pytest.raises(NotConnectedError):
        await client.query_balance()
    assert not client.is_open


async def test_line_ends_nobody_asked_for_are_nothing(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    server.send_unasked(b"\r\n")
    await _until(lambda: bool(client._stream._unread))
    assert (await client.query_balance()).left == 100


async def test_junk_right_behind_an_answer(server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    server.faults.junk_after_reply(61, data=b"\nOK,777\r\nHTTP/1.1 200 OK\r\n\r\n")
    server.gateway.receive(PHONE, "您好")
    assert await client.send(PHONE, "您好") != "777"
    with pytest.raises(NotConnectedError):
        await client.fetch_messages()
    assert len(server.gateway.accounts["J00001"].messages) == 1


async def test_an_endless_line_is_bounded(server: SimulatorServer, connect: Connect) -> None:
    client = await connect(20)
    server.faults.endless_line(28)
    with pytest.raises(RemoteProtocolError, match="longer"):
        await client.query_balance()
    assert not client.is_open


async def test_the_bound_can_be_set(server: SimulatorServer, account: Account) -> None:
    server.gateway.flood(100)
    for limit, fits in ((2_000, False), (100_000, True)):
        client = await GatewayClient.connect(account, 5, max_reply_bytes=limit)
        await client.login("J00001", "123456")
        if fits:
            server.gateway.flood(100)
            assert len((await client.fetch_messages()).messages) == 100
        else:
            with pytest.raises(RemoteProtocolError, match="longer"):
                await client.fetch_messages()
        await client.close()


async def test_a_page_that_ends_the_connection(server: SimulatorServer) -> None:
    client = await GatewayClient.connect(Account("J00001", HOST, server.http_port, Route(Wiring.HTTP)), 5)
    server.faults.connection_close(20)
    await client.login("J00001", "123456")
    assert not client.is_open
    with pytest.raises(NotConnectedError):
        await client.query_balance()


async def test_a_page_of_failure(server: SimulatorServer) -> None:
    client = await GatewayClient.connect(Account("J00001", HOST, server.http_port, Route(Wiring.HTTP)), 5)
    server.faults.http_status(503)
    with pytest.raises(HttpStatusError) as caught:
        await client.login("J00001", "123456")
    assert caught.value.status == 503
    assert not client.is_open


async def test_a_connection_logged_in_by_somebody_else(account: Account, server: SimulatorServer) -> None:
    made = socket.create_connection((account.host, account.port))
    made.settimeout(5)
    loop = asyncio.get_running_loop()
    made.setblocking(False)
    if account.route.wiring is Wiring.SOCKET:
        assert (await loop.sock_recv(made, 100)).startswith(b"OK")
        await loop.sock_sendall(made, commands.Login("J00001", "123456").encode())
        assert (await loop.sock_recv(made, 100)).startswith(b"OK")
        client = await GatewayClient.adopt(made, account, 5)
    else:
        client = await GatewayClient.adopt(made, account, 5)
        await client.login("J00001", "123456")
    assert (await client.query_balance()).left == 100
    assert server.accepted == 1
    await client.close()


async def test_the_time_since_the_last_answer(connect: Connect) -> None:
    client = await connect()
    assert client.idle_s < 1
    client._answered_at -= 100
    assert client.idle_s > 99
    await client.query_balance()
    assert client.idle_s < 1


@pytest.mark.parametrize("answer", [b"OK,12", b"ER,4"])
async def test_an_answer_cut_by_a_broken_link_is_no_answer(answer: bytes) -> None:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"OK\r\n")
        await reader.read(100)
        writer.write(answer)
        await writer.drain()
        await asyncio.sleep(0.05)
        made = writer.get_extra_info("socket")
        made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        writer.transport.abort()

    async with listening(converse) as port:
        client = await GatewayClient.connect(Account("J00001", HOST, port), 5)
        with pytest.raises(LinkLostError):
            await client.query_balance()


async def test_closing_never_lingers(account: Account, server: SimulatorServer) -> None:
    server.faults.half_open(28)
    client = await GatewayClient.connect(account, 30)
    await client.login("J00001", "123456")
    request = asyncio.create_task(client.query_balance())
    await server.wait_until(lambda: len(server.commands) == 2)
    started = time.monotonic()
    await client.close()
    await asyncio.gather(request, return_exceptions=True)
    await client.close()
    assert time.monotonic() - started < 1


async def test_a_server_that_answers_one_thing_only() -> None:
    async with listening(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")) as port:
        client = await GatewayClient.connect(Account("J00001", HOST, port, Route(Wiring.HTTP)), 5)
        with pytest.raises(RemoteProtocolError):
            await client.login("J00001", "123456")
        assert not client.is_open


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - what the loop does next has no event of its own
            await asyncio.sleep(0)
