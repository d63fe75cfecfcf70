"""The control port: one JSON object a line in, one JSON line out, so that a trainer or a test can steer a demo."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

from mwdesk.domain.phone import PhoneNumber
from mwdesk.simulator.gateway import Fate, Outcome, SimAccount
from mwdesk.simulator.server import SimulatorServer

LINE_LIMIT = 64 * 1024
_Request = dict[str, Any]


class ControlServer:
    """Listens on loopback and steers one simulator server."""

    def __init__(self, simulator: SimulatorServer, host: str = "127.0.0.1", port: int = 0) -> None:
        self._simulator = simulator
        self._host = host
        self._port = port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._actions: dict[str, Callable[[_Request], _Request]] = {
            "mo": self._mo,
            "account": self._account,
            "fault": self._fault,
            "outcome": self._outcome,
            "state": self._state,
            "drop": self._drop,
            "flood": self._flood,
        }

    @property
    def port(self) -> int:
        """The port listened on; before the start, the one asked for."""
        return self._port

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._accept, self._host, self._port, limit=LINE_LIMIT)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and end every connection."""
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._server is None:
            writer.transport.abort()
            return
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                try:
                    line = await reader.readuntil(b"\n")
                except asyncio.LimitOverrunError:
                    # What is left of such a line could be taken for commands, so the connection ends.
                    await _answer(writer, _failure("line too long"))
                    return
                await _answer(writer, await self.handle(line))
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def handle(self, line: bytes) -> _Request:
        """Carry out one line and return the answer."""
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            return _failure("not JSON")
        if not isinstance(request, dict):
            return _failure("not a JSON object")
        try:
            if request.get("do") == "listen":
                return await self._listen(request)
            action = self._actions.get(str(request.get("do")))
            return action(request) if action is not None else _failure("unknown command")
        except KeyError as error:
            return _failure(f"missing {error}")
        except (ValueError, TypeError, OverflowError) as error:
            return _failure(str(error))
        except OSError:
            return _failure("cannot listen")

    def _mo(self, request: _Request) -> _Request:
        account = request.get("account")
        phone = PhoneNumber.parse(_text(request["phone"]))
        self._simulator.gateway.receive(phone, _text(request["text"]), None if account is None else _text(account))
        self._simulator.wake()
        return {"ok": True}

    def _account(self, request: _Request) -> _Request:
        name = _text(request["name"])
        known = self._simulator.gateway.accounts.get(name)
        account = known if known is not None else SimAccount(_text(request["password"]))
        password = _text(request.get("password", account.password))
        left, used = _number(request.get("left", account.left)), _number(request.get("used", account.used))
        account.password, account.left, account.used = password, left, used
        self._simulator.gateway.accounts[name] = account
        self._simulator.wake()
        return {"ok": True}

    def _fault(self, request: _Request) -> _Request:
        faults = self._simulator.faults
        command = None if request.get("command") is None else _number(request["command"])
        times = _number(request.get("times", 1))
        match request["kind"]:
            case "refuse":
                faults.refuse(command, _number(request["code"]), times)
            case "drop_before_reply":
                faults.drop_before_reply(command, times)
            case "drop_after_reply":
                faults.drop_after_reply(command, times)
            case "no_reply":
                faults.no_reply(command, times)
            case "delay":
                faults.delay_s = _seconds(request["seconds"])
            case "split_bytes":
                faults.split_bytes = bool(request.get("on", True))
            case "no_crlf":
                faults.no_crlf = bool(request.get("on", True))
            case "silent_greeting":
                faults.silent_greeting = bool(request.get("on", True))
            case "poll_interval":
                faults.poll_interval = None if request.get("seconds") is None else _number(request["seconds"])
            case "clear":
                faults.clear()
            case _:
                return _failure("unknown fault")
        return {"ok": True}

    def _outcome(self, request: _Request) -> _Request:
        state = request.get("state")
        outcome = None if state is None else Outcome(Fate(state), _text(request.get("code", "")))
        self._simulator.gateway.set_outcome(PhoneNumber.parse(_text(request["phone"])), outcome)
        return {"ok": True}

    def _state(self, _request: _Request) -> _Request:
        simulator = self._simulator
        return {
            "ok": True,
            "listening": simulator.is_listening,
            "connections": simulator.open_connections,
            "accepted": simulator.accepted,
            "accounts": {
                name: {
                    "left": account.left,
                    "used": account.used,
                    "messages": len(account.messages),
                    "reports": len(account.reports),
                }
                for name, account in simulator.gateway.accounts.items()
            },
        }

    def _drop(self, _request: _Request) -> _Request:
        return {"ok": True, "dropped": self._simulator.drop_connections()}

    def _flood(self, request: _Request) -> _Request:
        account = request.get("account")
        self._simulator.gateway.flood(_number(request["count"]), None if account is None else _text(account))
        self._simulator.wake()
        return {"ok": True}

    async def _listen(self, request: _Request) -> _Request:
        if bool(request["on"]):
            await self._simulator.listen()
        else:
            self._simulator.stop_listening()
        return {"ok": True, "listening": self._simulator.is_listening}


async def _answer(writer: asyncio.StreamWriter, reply: _Request) -> None:
    writer.write(json.dumps(reply).encode() + b"\n")
    await writer.drain()


def _failure(reason: str) -> _Request:
    return {"ok": False, "error": reason}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError("a whole number from 0 was expected")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 3600:
        raise TypeError("seconds from 0 to 3600 were expected")
    return float(value)
