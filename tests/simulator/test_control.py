"""The control port, and the program as a whole."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest

from mwdesk.domain.phone import PhoneNumber
from mwdesk.protocol.commands import FetchMessages, Login, QueryBalance, Send, TestConnection
from mwdesk.protocol.replies import parse_messages
from mwdesk.simulator.control import LINE_LIMIT, ControlServer
from mwdesk.simulator.gateway import Fate, Outcome
from mwdesk.simulator.server import SimulatorServer

from .conftest import ACCOUNT, LIMIT_S, NOW, Client, Connect
from .raw import Raw, login

PHONE = PhoneNumber("13800138000")


class Remote:
    """One control connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    async def line(self, line: bytes) -> dict[str, Any]:
        self.writer.write(line)
        async with asyncio.timeout(LIMIT_S):
            answer = json.loads(await self._reader.readline())
        assert isinstance(answer, dict)
        return answer

    async def do(self, **request: Any) -> dict[str, Any]:
        return await self.line(json.dumps(request).encode() + b"\n")


@pytest.fixture
async def remote(server: SimulatorServer) -> AsyncIterator[Remote]:
    control = ControlServer(server)
    await control.start()
    connection = Remote(*await asyncio.open_connection("127.0.0.1", control.port))
    yield connection
    connection.writer.close()
    await connection.writer.wait_closed()
    await control.stop()


async def test_a_message_and_a_flood(remote: Remote, connect: Connect) -> None:
    client = await connect()
    assert await remote.do(do="mo", phone="138 0013 8000", text="想改期") == {"ok": True}
    assert await remote.do(do="flood", count=3) == {"ok": True}
    messages = parse_messages(await client.ask(FetchMessages()), NOW).messages
    assert (messages[0].phone, messages[0].text, len(messages)) == (PHONE, "想改期", 4)


async def test_accounts(remote: Remote, connect: Connect) -> None:
    assert await remote.do(do="account", name="J00002", password="777777", left=3) == {"ok": True}
    assert await remote.do(do="account", name=ACCOUNT, left=0) == {"ok": True}
    client = await connect()
    assert await client.ask(Send((PHONE,), "您好")) == b"ER,3"
    assert await client.ask(Login("J00002", "777777")) == b"OK"
    assert (await client.ask(QueryBalance())).startswith(b"OK,3,")


async def test_state_and_drop(remote: Remote, connect: Connect, server: SimulatorServer) -> None:
    client = await connect()
    state = await remote.do(do="state")
    assert state["connections"] == 1
    assert state["listening"] is True
    waiting = {"messages": 0, "reports": 0, "service_messages": 0}
    assert state["accounts"] == {ACCOUNT: {"left": 10, "used": 5, "logins": 1, **waiting}}
    assert await remote.do(do="drop") == {"ok": True, "dropped": 1}
    assert await client.reply() == b""
    await server.wait_until(lambda: server.open_connections == 0)


async def test_listening_off_and_on(remote: Remote, server: SimulatorServer, connect: Connect) -> None:
    assert await remote.do(do="listen", on=False) == {"ok": True, "listening": False}
    with pytest.raises(OSError, match=r".+"):
        await asyncio.open_connection("127.0.0.1", server.port)
    assert await remote.do(do="listen", on=True) == {"ok": True, "listening": True}
    assert await (await connect()).ask(TestConnection()) == b"OK"


async def test_two_who_listen_at_once(server: SimulatorServer, connect: Connect) -> None:
    control = ControlServer(server)
    server.stop_listening()
    answers = await asyncio.gather(*[control.handle(b'{"do":"listen","on":true}') for _ in range(2)])
    assert answers == [{"ok": True, "listening": True}] * 2
    assert await (await connect()).ask(TestConnection()) == b"OK"


async def test_outcome(remote: Remote, server: SimulatorServer) -> None:
    assert (await remote.do(do="outcome", phone=PHONE.digits, state="failed", code="EXPIRED"))["ok"]
    assert server.gateway.outcomes == {PHONE: Outcome(Fate.FAILED, "EXPIRED")}
    assert (await remote.do(do="outcome", phone=PHONE.digits))["ok"]
    assert server.gateway.outcomes == {}


async def test_faults(remote: Remote, server: SimulatorServer, connect: Connect) -> None:
    client = await connect()
    assert (await remote.do(do="fault", kind="refuse", command=28, code=41))["ok"]
    assert await client.ask(QueryBalance()) == b"ER,41"
    assert (await remote.do(do="fault", kind="poll_interval", seconds=2))["ok"]
    assert await client.ask(FetchMessages()) == b"OK,0,2"
    for kind in ("drop_before_reply", "drop_after_reply", "no_reply", "split_bytes", "no_crlf", "silent_greeting"):
        assert (await remote.do(do="fault", kind=kind))["ok"]
    assert (await remote.do(do="fault", kind="delay", seconds=0.5))["ok"]
    faults = server.faults
    assert [fault.kind.value for fault in faults.planned] == ["drop_before_reply", "drop_after_reply", "no_reply"]
    assert (faults.split_bytes, faults.no_crlf, faults.silent_greeting, faults.delay_s) == (True, True, True, 0.5)
    assert (await remote.do(do="fault", kind="clear"))["ok"]
    assert await client.ask(QueryBalance()) == b"OK,10,5"


@pytest.mark.parametrize(
    "line",
    [
        b"{\n",
        b"[]\n",
        b"\xff\n",
        b"[" * 50_000 + b"\n",
        b'{"do":"dance"}\n',
        b'{"do":["mo"]}\n',
        b'{"do":"mo","phone":"13800138000"}\n',
        b'{"do":"mo","phone":"nobody","text":"x"}\n',
        b'{"do":"mo","phone":"13800138000","text":"\\ud83d\\ude00"}\n',
        b'{"do":"mo","phone":"13800138000","text":"x","account":"J9"}\n',
        b'{"do":"account","name":"J9"}\n',
        b'{"do":"account","name":"J00001","left":-1}\n',
        b'{"do":"fault","kind":"rain"}\n',
        b'{"do":"fault","kind":"refuse","code":1,"times":0}\n',
        b'{"do":"fault","kind":"delay","seconds":NaN}\n',
        b'{"do":"outcome","phone":"13800138000","state":"lost"}\n',
        b'{"do":"outcome","phone":"13800138000","state":"failed","code":"A,B"}\n',
        b'{"do":"flood","count":1000000}\n',
        b'{"do":"listen"}\n',
        b'{"do":"account","name":"J 1","password":"123456"}\n',
        b'{"do":"account","name":"J00001","login_type":"20"}\n',
        b'{"do":"fault","kind":"http_status","status":100}\n',
        b'{"do":"fault","kind":"segments","sizes":[0]}\n',
        b'{"do":"fault","kind":"refuse","code":1,"command":"ZZ"}\n',
        b'{"do":"gateway","id_form":"roman"}\n',
        b'{"do":"gateway","keywords":["\\ud83d\\ude00"]}\n',
        b'{"do":"unasked","text":"\\u4f60"}\n',
        b'{"do":"restart","on":true}\n',
    ],
)
async def test_a_bad_line_is_answered_and_the_next_one_works(remote: Remote, line: bytes) -> None:
    answer = await remote.line(line)
    assert answer["ok"] is False
    assert answer["error"]
    assert (await remote.do(do="state"))["ok"]


async def test_a_line_too_long_ends_the_connection(remote: Remote) -> None:
    answer = await remote.line(b"x" * (LINE_LIMIT + 1000))
    assert answer == {"ok": False, "error": "line too long"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send these signals to one process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_program_tells_its_ports_and_stops_on_a_signal(number: signal.Signals) -> None:
    arguments = ["--port", "0", "--no-customers", "--seed", "1", "--left", "7", "--used", "2"]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "mwdesk.simulator",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(20):
            ready = json.loads(await process.stdout.readline())
            assert ready["control_port"] > 0
            client = Client(*await asyncio.open_connection("127.0.0.1", ready["port"]))
            assert await client.reply() == b"OK"
            assert await client.ask(Login("J00001", "123456")) == b"OK"
            assert await client.ask(QueryBalance()) == b"OK,7,2"
            tunnel = Raw(*await asyncio.open_connection("127.0.0.1", ready["http_port"]), over_http=True)
            assert await tunnel.ask(login()) == b"OK\r\n"
            process.send_signal(number)
            _, errors = await process.communicate()
        await client.close()
        await tunnel.close()
        assert (process.returncode, errors) == (0, b"")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
