"""The simulator over real loopback sockets."""

from __future__ import annotations

import asyncio
import random
import time

import pytest

from mwdesk.domain.phone import PhoneNumber
from mwdesk.protocol.commands import FetchMessages, FetchReports, Login, QueryBalance, Send, TestConnection
from mwdesk.protocol.replies import parse_message_id, parse_messages, parse_reports
from mwdesk.simulator.customers import Customers, Story
from mwdesk.simulator.gateway import Fate, Outcome, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer

from .conftest import ACCOUNT, NOW, PASSWORD, Client, Connect

PHONE = PhoneNumber("13800138000")


async def test_login(connect: Connect, server: SimulatorServer) -> None:
    client = await connect(log_in=False)
    assert await client.reply() == b"OK"
    assert await client.ask(Login(ACCOUNT, "wrong")) == b"ER,1"
    assert await client.ask(Login("J99999", PASSWORD)) == b"ER,1"
    assert await client.ask(Login(ACCOUNT, PASSWORD)) == b"OK"
    assert await client.ask(TestConnection()) == b"OK"
    assert [type(command) for command in server.commands] == [Login, Login, Login, TestConnection]
    assert server.accepted == 1


async def test_without_login_a_request_ends_the_connection(connect: Connect) -> None:
    client = await connect(log_in=False)
    assert await client.reply() == b"OK"
    assert await client.ask(QueryBalance()) == b"ER,1"
    assert await client.reply() == b""


async def test_a_message_costs_one_and_is_reported_delivered(connect: Connect, server: SimulatorServer) -> None:
    server.gateway.set_outcome(PHONE, Outcome(Fate.DELIVERED))
    client = await connect()
    message_id = parse_message_id(await client.ask(Send((PHONE,), "您好，世界")))
    assert await client.ask(QueryBalance()) == b"OK,9,6"
    await server.wait_until(lambda: len(server.gateway.accounts[ACCOUNT].reports) == 1)
    (report,) = parse_reports(await client.ask(FetchReports())).reports
    assert (report.message_id, report.state, report.code) == (message_id, 0, "DELIVRD")
    assert await client.ask(FetchReports()) == b"OK,0"


async def test_a_customers_message_is_fetched_once(connect: Connect, server: SimulatorServer) -> None:
    client = await connect()
    server.gateway.receive(PHONE, "你好，相册好了吗？")
    (message,) = parse_messages(await client.ask(FetchMessages()), NOW).messages
    assert (message.phone, message.text, message.received_at) == (PHONE, "你好，相册好了吗？", NOW)
    assert message.gateway_time == "2026-11-23 10:32:05"
    assert await client.ask(FetchMessages()) == b"OK,0"


async def test_customers_write_first_and_answer_a_delivered_message(gateway: SimulatedGateway) -> None:
    story = Story(PHONE, "还有位置吗？", ("那就十点",))
    gateway.set_outcome(PHONE, Outcome(Fate.DELIVERED))
    server = SimulatorServer(gateway, customers=Customers(random.Random(1), [story]), speed=500.0)
    await server.start()
    client = Client(*await asyncio.open_connection("127.0.0.1", server.port))
    try:
        queue = gateway.accounts[ACCOUNT].messages
        await server.wait_until(lambda: any(m.text == "还有位置吗？" for m in queue))
        assert await client.reply() == b"OK"
        assert await client.ask(Login(ACCOUNT, PASSWORD)) == b"OK"
        assert (await client.ask(Send((PHONE,), "有的"))).startswith(b"OK,")
        await server.wait_until(lambda: any(m.text == "那就十点" for m in queue))
    finally:
        await client.close()
        await server.stop()


async def test_refuse(connect: Connect, server: SimulatorServer) -> None:
    client = await connect()
    server.faults.refuse(28, 42, times=2)
    assert await client.ask(TestConnection()) == b"OK"
    assert [await client.ask(QueryBalance()) for _ in range(3)] == [b"ER,42", b"ER,42", b"OK,10,5"]


async def test_drop_before_reply_leaves_the_request_in_effect(connect: Connect, server: SimulatorServer) -> None:
    client = await connect()
    server.faults.drop_before_reply(61)
    assert await client.ask(Send((PHONE,), "您好")) == b""
    again = await connect()
    assert await again.ask(QueryBalance()) == b"OK,9,6"


async def test_drop_after_reply(connect: Connect, server: SimulatorServer) -> None:
    client = await connect()
    server.faults.drop_after_reply()
    assert await client.ask(QueryBalance()) == b"OK,10,5"
    assert await client.reply() == b""


async def test_no_reply_keeps_the_connection_open(connect: Connect, server: SimulatorServer) -> None:
    client = await connect()
    server.faults.no_reply(61)
    client.writer.write(Send((PHONE,), "您好").encode())
    assert await client.ask(QueryBalance()) == b"OK,9,6"


async def test_delay(connect: Connect, server: SimulatorServer) -> None:
    client = await connect()
    server.faults.delay_s = 0.05
    started = time.monotonic()
    assert await client.ask(QueryBalance()) == b"OK,10,5"
    assert time.monotonic() - started >= 0.04


async def test_one_byte_at_a_time(connect: Connect, server: SimulatorServer) -> None:
    client = await connect()
    server.faults.split_bytes = True
    server.gateway.receive(PHONE, "您好")
    (message,) = parse_messages(await client.ask(FetchMessages()), NOW).messages
    assert message.text == "您好"


async def test_no_line_end(connect: Connect, server: SimulatorServer) -> None:
    client = await connect()
    server.faults.no_crlf = True
    server.faults.drop_after_reply()
    client.writer.write(QueryBalance().encode())
    assert await client.reader.read() == b"OK,10,5"


async def test_poll_interval(connect: Connect, server: SimulatorServer) -> None:
    client = await connect()
    server.faults.poll_interval = 5
    assert await client.ask(FetchMessages()) == b"OK,0,5"
    assert await client.ask(FetchReports()) == b"OK,0,5"
    server.faults.clear()
    assert await client.ask(FetchMessages()) == b"OK,0"


async def test_silent_greeting(connect: Connect, server: SimulatorServer) -> None:
    server.faults.silent_greeting = True
    client = await connect(log_in=False)
    # The answer to the login is the first line: nothing came before it.
    assert await client.ask(Login(ACCOUNT, "wrong")) == b"ER,1"


async def test_junk_ends_the_connection_and_nothing_else(connect: Connect, server: SimulatorServer) -> None:
    client, other = await connect(), await connect()
    client.writer.write(b"GET / HTTP/1.1\r\n\r\n")
    assert await client.reply() == b""
    assert await other.ask(TestConnection()) == b"OK"


async def test_an_unknown_frame_is_refused(connect: Connect) -> None:
    client = await connect()
    client.writer.write(b"ZZ000011,77")
    assert await client.reply() == b"ER,99"
    assert await client.ask(TestConnection()) == b"OK"


async def test_dropped_connections_and_a_closed_port(connect: Connect, server: SimulatorServer) -> None:
    client = await connect()
    assert server.drop_connections() == 1
    assert await client.reply() == b""
    await server.wait_until(lambda: server.open_connections == 0)
    port = server.port
    server.stop_listening()
    with pytest.raises(OSError, match=r".+"):
        await asyncio.open_connection("127.0.0.1", port)
    await server.listen()
    assert server.port == port
    assert await (await connect()).ask(TestConnection()) == b"OK"


async def test_stopping_is_quick_and_leaves_no_task(gateway: SimulatedGateway) -> None:
    before = asyncio.all_tasks()
    server = SimulatorServer(gateway)
    await server.start()
    clients = [Client(*await asyncio.open_connection("127.0.0.1", server.port)) for _ in range(3)]
    server.faults.delay_s = 60.0
    for client in clients:
        assert await client.reply() == b"OK"
        client.writer.write(Login(ACCOUNT, PASSWORD).encode())
    await server.wait_until(lambda: len(server.commands) == 3)
    started = time.monotonic()
    await server.stop()
    assert time.monotonic() - started < 1.0
    assert [await client.reply() for client in clients] == [b"", b"", b""]
    for client in clients:
        await client.close()
    assert asyncio.all_tasks() == before
    assert server.open_connections == 0
    await server.stop()
