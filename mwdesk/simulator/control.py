"""The control port: one JSON object a line in, one JSON line out, so that a trainer or a test can steer a demo.

``docs/simulator.md`` lists the commands, each with an example.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from mwdesk.domain.account import ACCOUNT_LIMIT, SendCommand, forbidden_character
from mwdesk.domain.phone import PhoneNumber
from mwdesk.domain.text import can_encode
from mwdesk.errors import MwDeskError
from mwdesk.simulator.faults import JUNK, LINE_END, OVERSIZE_BYTES, FaultKind, Framing
from mwdesk.simulator.gateway import LOGIN_TYPES, SERVICE_NUMBER, Fate, IdForm, Outcome, SimAccount
from mwdesk.simulator.server import SimulatorServer
from mwdesk.simulator.writing import MAX_RECORDS, RecordForm

LINE_LIMIT = 64 * 1024
MAX_ACCOUNTS = 1000
MAX_OUTCOMES = 100_000
MAX_NUMBER = 1_000_000_000
MAX_HEADER_BYTES = 1024 * 1024
_T = TypeVar("_T")
_E = TypeVar("_E", bound=Enum)
_Reply = dict[str, Any]
_MISSING: Any = object()


class _Fields:
    """The fields of one request. Everything is read and :meth:`done` is called before anything is changed."""

    def __init__(self, values: dict[str, object]) -> None:
        self._values = values
        self._left = set(values)

    def get(self, key: str, read: Callable[[object], _T], default: _T = _MISSING) -> _T:
        """Read a field; without a default it must be there. Raises ``ValueError``."""
        self._left.discard(key)
        if key not in self._values:
            if default is _MISSING:
                raise ValueError(f"missing {key!r}")
            return default
        try:
            return read(self._values[key])
        except (ValueError, TypeError) as error:
            raise ValueError(f"{key}: {error}") from error

    def done(self) -> None:
        """Raise ``ValueError`` when a field is left that nobody asked for."""
        if self._left:
            raise ValueError(f"unknown field {min(self._left)!r}")


class ControlServer:
    """Listens on loopback and steers one simulator server."""

    def __init__(self, simulator: SimulatorServer, host: str = "127.0.0.1", port: int = 0) -> None:
        self._simulator = simulator
        self._host = host
        self._port = port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._actions: dict[str, Callable[[_Fields], _Reply]] = {
            "mo": self._mo,
            "service_mo": self._service_mo,
            "flood": self._flood,
            "account": self._account,
            "gateway": self._gateway,
            "outcome": self._outcome,
            "fault": self._fault,
            "unasked": self._unasked,
            "drop": self._drop,
            "state": self._state,
        }
        self._slow_actions = {"listen": self._listen, "restart": self._restart}
        # Two of them at once would fight for the ports.
        self._one_at_a_time = asyncio.Lock()

    @property
    def commands(self) -> frozenset[str]:
        """The values ``do`` may have."""
        return frozenset({*self._actions, *self._slow_actions})

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

    async def handle(self, line: bytes) -> _Reply:
        """Carry out one line and return the answer; a line that cannot be used changes nothing."""
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            return _failure("not JSON")
        if not isinstance(request, dict):
            return _failure("not a JSON object")
        fields = _Fields(request)
        try:
            do = fields.get("do", _text)
            if (slow_action := self._slow_actions.get(do)) is not None:
                async with self._one_at_a_time:
                    return await slow_action(fields)
            if (action := self._actions.get(do)) is not None:
                return action(fields)
        except (ValueError, MwDeskError) as error:
            return _failure(str(error))
        except OSError:
            return _failure("cannot listen")
        return _failure("unknown command")

    def _mo(self, fields: _Fields) -> _Reply:
        phone, text = fields.get("phone", _phone), fields.get("text", _text)
        account = fields.get("account", _optional(_text), None)
        fields.done()
        self._simulator.gateway.receive(phone, text, account)
        self._simulator.wake()
        return {"ok": True}

    def _service_mo(self, fields: _Fields) -> _Reply:
        phone, text = fields.get("phone", _phone), fields.get("text", _text)
        account = fields.get("account", _optional(_text), None)
        service_number = fields.get("service_number", _text, SERVICE_NUMBER)
        business_code, link_id = fields.get("business_code", _text, "0"), fields.get("link_id", _text, "")
        fields.done()
        self._simulator.gateway.receive_service_message(
            phone, text, account, service_number=service_number, business_code=business_code, link_id=link_id
        )
        self._simulator.wake()
        return {"ok": True}

    def _flood(self, fields: _Fields) -> _Reply:
        number, account = fields.get("count", _number), fields.get("account", _optional(_text), None)
        fields.done()
        self._simulator.gateway.flood(number, account)
        self._simulator.wake()
        return {"ok": True}

    def _account(self, fields: _Fields) -> _Reply:
        accounts = self._simulator.gateway.accounts
        name = fields.get("name", _credential)
        known = accounts.get(name)
        if known is None and len(accounts) >= MAX_ACCOUNTS:
            raise ValueError(f"there are {MAX_ACCOUNTS} accounts already")
        account = known if known is not None else SimAccount("")
        password = fields.get("password", _credential, _MISSING if known is None else account.password)
        left, used = fields.get("left", _number, account.left), fields.get("used", _number, account.used)
        login_type = fields.get("login_type", _optional(_login_type), account.login_type)
        send_command = fields.get("send_command", _optional(_one_of(SendCommand)), account.send_command)
        has_sub_ports = fields.get("sub_ports", _flag, account.has_sub_ports)
        max_logins = fields.get("max_logins", _optional(_number), account.max_logins)
        min_poll_s = fields.get("min_poll_s", _seconds, account.min_poll_s)
        fields.done()
        account.password, account.left, account.used = password, left, used
        account.login_type, account.send_command, account.has_sub_ports = login_type, send_command, has_sub_ports
        account.max_logins, account.min_poll_s = max_logins, min_poll_s
        accounts[name] = account
        self._simulator.wake()
        return {"ok": True}

    def _gateway(self, fields: _Fields) -> _Reply:
        gateway = self._simulator.gateway
        keywords = fields.get("keywords", _keywords, gateway.keywords)
        id_form = fields.get("id_form", _one_of(IdForm), gateway.id_form)
        redelivers = fields.get("redelivers", _flag, gateway.redelivers)
        fields.done()
        gateway.keywords, gateway.id_form, gateway.redelivers = keywords, id_form, redelivers
        return {"ok": True}

    def _outcome(self, fields: _Fields) -> _Reply:
        gateway = self._simulator.gateway
        phone, fate = fields.get("phone", _phone), fields.get("state", _optional(_one_of(Fate)), None)
        code = fields.get("code", _text, "")
        fields.done()
        outcome = None if fate is None else Outcome(fate, code)
        if phone not in gateway.outcomes and len(gateway.outcomes) >= MAX_OUTCOMES:
            raise ValueError(f"{MAX_OUTCOMES} outcomes are fixed already")
        gateway.set_outcome(phone, outcome)
        return {"ok": True}

    def _fault(self, fields: _Fields) -> _Reply:
        faults = self._simulator.faults
        kind = fields.get("kind", _text)
        if kind == "clear":
            fields.done()
            faults.clear()
        elif (switch := _SWITCHES.get(kind)) is not None:
            value = fields.get(switch.key, switch.read, switch.default)
            fields.done()
            setattr(faults, switch.attribute, value)
        elif kind in _PLANNED:
            command = fields.get("command", _optional(_command), None)
            times = fields.get("times", _whole(1), 1)
            details = {
                name: fields.get(key, read, default) for name, key, read, default in _DETAILS.get(FaultKind(kind), ())
            }
            fields.done()
            faults.plan(FaultKind(kind), command, times, **details)
        else:
            raise ValueError("unknown fault")
        return {"ok": True}

    def _unasked(self, fields: _Fields) -> _Reply:
        data = fields.get("text", _bytes)
        fields.done()
        return {"ok": True, "connections": self._simulator.send_unasked(data)}

    def _drop(self, fields: _Fields) -> _Reply:
        fields.done()
        return {"ok": True, "dropped": self._simulator.drop_connections()}

    def _state(self, fields: _Fields) -> _Reply:
        fields.done()
        simulator = self._simulator
        return {
            "ok": True,
            "port": simulator.port,
            "http_port": simulator.http_port,
            "listening": simulator.is_listening,
            "connections": simulator.open_connections,
            "accepted": simulator.accepted,
            "planned_faults": len(simulator.faults.planned),
            "accounts": {
                name: {
                    "left": account.left,
                    "used": account.used,
                    "logins": account.logins,
                    "messages": len(account.messages),
                    "reports": len(account.reports),
                    "service_messages": len(account.service_messages),
                }
                for name, account in simulator.gateway.accounts.items()
            },
        }

    async def _listen(self, fields: _Fields) -> _Reply:
        on = fields.get("on", _flag)
        fields.done()
        if on:
            await self._simulator.listen()
        else:
            self._simulator.stop_listening()
        return {"ok": True, "listening": self._simulator.is_listening}

    async def _restart(self, fields: _Fields) -> _Reply:
        fields.done()
        await self._simulator.restart()
        return {"ok": True, "listening": self._simulator.is_listening}


async def _answer(writer: asyncio.StreamWriter, reply: _Reply) -> None:
    writer.write(json.dumps(reply).encode() + b"\n")
    await writer.drain()


def _failure(reason: str) -> _Reply:
    return {"ok": False, "error": reason}


def _optional(read: Callable[[object], _T]) -> Callable[[object], _T | None]:
    return lambda value: None if value is None else read(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _one_of(kind: type[_E]) -> Callable[[object], _E]:
    def read(value: object) -> _E:
        try:
            return kind(value)
        except ValueError as error:
            raise ValueError(f"one of {', '.join(str(each.value) for each in kind)} was expected") from error

    return read


def _phone(value: object) -> PhoneNumber:
    return PhoneNumber.parse(_text(value))


def _whole(low: int = 0, high: int = MAX_NUMBER) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"a whole number from {low} to {high} was expected")
        return value

    return read


_number = _whole()


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false was expected")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise ValueError("seconds from 0 to 3600 were expected")
    return float(value)


def _bytes(value: object) -> bytes:
    try:
        return _text(value).encode("latin-1")
    except UnicodeEncodeError as error:
        raise ValueError("characters up to U+00FF were expected, one for each byte") from error


def _sizes(value: object) -> tuple[int, ...]:
    if not isinstance(value, list):
        raise TypeError("a list of sizes was expected")
    return tuple(_whole(1)(size) for size in value)


def _keywords(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("a list of words was expected")
    words = tuple(_text(word) for word in value)
    if not all(word and can_encode(word) for word in words):
        raise ValueError("words that GBK can carry were expected")
    return words


def _credential(value: object) -> str:
    text = _text(value)
    if not 1 <= len(text) <= ACCOUNT_LIMIT or forbidden_character(text) is not None:
        raise ValueError(f"1 to {ACCOUNT_LIMIT} printable ASCII characters without comma or semicolon were expected")
    return text


def _login_type(value: object) -> str:
    if value not in LOGIN_TYPES:
        raise ValueError(f"one of {', '.join(LOGIN_TYPES)} was expected")
    return _text(value)


def _command(value: object) -> int | str:
    return _text(value) if value in ("ZD", "ZE") else _number(value)


class _Switch(NamedTuple):
    """A lasting fault: the attribute it sets, and the field its value comes from."""

    attribute: str
    key: str
    read: Callable[[object], Any]
    default: Any = _MISSING


def _on(attribute: str, read: Callable[[object], Any] = _flag) -> _Switch:
    return _Switch(attribute, "on", read, read(True))


_SWITCHES = {
    "delay": _Switch("delay_s", "seconds", _seconds),
    "segments": _Switch("segments", "sizes", _sizes),
    "segment_pause": _Switch("segment_pause_s", "seconds", _seconds),
    "split_bytes": _on("split_bytes"),
    "no_crlf": _on("no_crlf"),
    "bare_lf": _on("line_end", lambda value: b"\n" if _flag(value) else LINE_END),
    "late_crlf": _Switch("line_end_delay_s", "seconds", _seconds),
    "silent_greeting": _on("silent_greeting"),
    "greeting": _Switch("greeting", "text", _bytes),
    "late_greeting": _Switch("greeting_delay_s", "seconds", _seconds),
    "poll_interval": _Switch("poll_interval", "seconds", _optional(_number), None),
    "record_form": _Switch("record_form", "form", _one_of(RecordForm)),
    "max_records": _Switch("max_records", "count", _whole(1, MAX_RECORDS)),
    "length_counts_crlf": _on("length_counts_crlf"),
    "unpadded_seconds": _on("unpadded_seconds"),
    "count_digits": _Switch("count_digits", "count", _whole(1, 4)),
    "wrong_count": _on("wrong_count"),
    "trailing_semicolon": _on("trailing_semicolon"),
    "lower_hex": _on("lower_hex"),
    "undecodable_text": _on("undecodable_text"),
    "empty_list": _on("empty_list"),
    "framing": _Switch("framing", "form", _one_of(Framing)),
    "separate_head": _on("separate_head"),
    "hundred_continue": _on("hundred_continue"),
    "text_before_tag": _Switch("text_before_tag", "text", _bytes),
    "long_headers": _Switch("header_bytes", "bytes", _whole(0, MAX_HEADER_BYTES)),
    "gzip": _on("gzip"),
    "wrong_content_length": _Switch("content_length_error", "bytes", _whole(-MAX_NUMBER)),
}
_PLANNED = frozenset(kind.value for kind in FaultKind)
# What a planned fault can be told besides the command and the times: argument, field, reading, default.
_DETAILS: dict[FaultKind, tuple[tuple[str, str, Callable[[object], Any], Any], ...]] = {
    FaultKind.REFUSE: (("code", "code", _whole(0, 999_999), _MISSING),),
    FaultKind.HTTP_STATUS: (("code", "status", _whole(200, 599), _MISSING),),
    FaultKind.DROP_MID_REPLY: (("size", "bytes", _number, None),),
    FaultKind.WRONG_LENGTH: (("size", "bytes", _whole(-999_999, 999_999), 7),),
    FaultKind.OVERSIZE_FRAME: (("size", "bytes", _number, OVERSIZE_BYTES),),
    FaultKind.JUNK_BEFORE_REPLY: (("data", "text", _bytes, JUNK),),
    FaultKind.JUNK_AFTER_REPLY: (("data", "text", _bytes, JUNK),),
}
FAULT_KINDS = frozenset({*_SWITCHES, *_PLANNED, "clear"})
"""The values ``kind`` may have."""
