"""The simulated gateway as a real server on loopback: sockets, faults, and the passing of time."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable

from mwdesk.errors import RemoteProtocolError
from mwdesk.protocol import replies
from mwdesk.protocol.commands import (
    ChangePassword,
    Command,
    FetchMessages,
    FetchReports,
    Login,
    QueryBalance,
    Send,
    TestConnection,
    parse_command,
)
from mwdesk.protocol.frames import RequestReader
from mwdesk.simulator.customers import Customers
from mwdesk.simulator.faults import FaultKind, Faults
from mwdesk.simulator.gateway import WRONG_LOGIN, SimulatedGateway

UNKNOWN_COMMAND = 99
RECORDED_COMMANDS = 10_000
_READ_SIZE = 64 * 1024
_NUMBERS: dict[type[Command], int] = {
    Login: 20,
    QueryBalance: 28,
    ChangePassword: 29,
    FetchMessages: 31,
    FetchReports: 33,
    Send: 61,
    TestConnection: 100,
}


class SimulatorServer:
    """Serves one simulated gateway; ``speed`` says how much faster than the loop's clock its time passes."""

    def __init__(
        self,
        gateway: SimulatedGateway,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        customers: Customers | None = None,
        faults: Faults | None = None,
        speed: float = 1.0,
    ) -> None:
        if speed <= 0:
            raise ValueError("time does not stand still or run backwards")
        self.gateway = gateway
        self.faults = faults if faults is not None else Faults()
        self.commands: deque[Command] = deque(maxlen=RECORDED_COMMANDS)
        self.accepted = 0
        """Connections accepted since the start."""
        self._customers = customers
        self._host = host
        self._port = port
        self._speed = speed
        self._origin = 0.0
        self._server: asyncio.Server | None = None
        self._driver: asyncio.Task[None] | None = None
        self._sessions: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._wake = asyncio.Event()
        self._changed: asyncio.Future[None] | None = None

    @property
    def port(self) -> int:
        """The port listened on; before the start, the one asked for."""
        return self._port

    @property
    def is_listening(self) -> bool:
        """Tell whether new connections are taken."""
        return self._server is not None

    @property
    def open_connections(self) -> int:
        """Count the connections being served."""
        return len(self._sessions)

    async def start(self) -> None:
        """Listen and let time run."""
        if self._driver is not None:
            raise RuntimeError("the simulator runs already")
        await self.listen()
        loop = asyncio.get_running_loop()
        self._origin = loop.time()
        if self._customers is not None:
            self._customers.open(0.0)
        self._driver = loop.create_task(self._drive())

    async def stop(self) -> None:
        """Stop listening, end every connection and the passing of time; harmless when not running."""
        server = self._server
        self.stop_listening()
        tasks = list(self._sessions)
        self.drop_connections()
        if self._driver is not None:
            tasks.append(self._driver)
            self._driver.cancel()
            self._driver = None
        await asyncio.gather(*tasks, return_exceptions=True)
        if server is not None:
            await server.wait_closed()

    async def listen(self) -> None:
        """Take new connections, after :meth:`stop_listening` on the same port as before."""
        if self._server is None:
            self._server = await asyncio.start_server(self._accept, self._host, self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    def stop_listening(self) -> None:
        """Refuse new connections; those open go on."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def drop_connections(self) -> int:
        """End every open connection at once and tell how many there were."""
        sessions = list(self._sessions.items())
        for task, writer in sessions:
            # Aborting spares waiting for a client that does not read.
            writer.transport.abort()
            task.cancel()
        return len(sessions)

    def wake(self) -> None:
        """Look at the clock and at waiting callers again, after a change from outside."""
        self._wake.set()
        self._notify()

    async def wait_until(self, holds: Callable[[], bool], timeout_s: float = 5.0) -> None:
        """Wait until something about the simulator holds; looked at again after every request, report and message."""
        async with asyncio.timeout(timeout_s):
            while not holds():
                if self._changed is None:
                    self._changed = asyncio.get_running_loop().create_future()
                # Shielded: one caller giving up must not take the others' wait away.
                await asyncio.shield(self._changed)

    def _now(self) -> float:
        return (asyncio.get_running_loop().time() - self._origin) * self._speed

    def _notify(self) -> None:
        changed, self._changed = self._changed, None
        if changed is not None and not changed.done():
            changed.set_result(None)

    async def _drive(self) -> None:
        while True:
            self._wake.clear()
            at = self._now()
            for delivered in self.gateway.advance(at):
                if self._customers is not None:
                    self._customers.on_delivered(delivered.account, delivered.phone, at)
            if self._customers is not None:
                for written in self._customers.take_due(at):
                    self.gateway.receive(written.phone, written.text, written.account)
            self._notify()
            dues = [self.gateway.next_due(), self._customers.next_due() if self._customers is not None else None]
            upcoming = [due for due in dues if due is not None]
            pause = max(0.0, min(upcoming) - self._now()) / self._speed if upcoming else None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A plain callable: the tasks are ours, so that stopping can end them and none is left behind.
        if self._server is None:
            writer.transport.abort()
            return
        self.accepted += 1
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._sessions[task] = writer
        task.add_done_callback(self._end_session)
        self._notify()

    def _end_session(self, task: asyncio.Task[None]) -> None:
        writer = self._sessions.pop(task, None)
        if writer is not None:
            # A task cancelled before its first step never reached its own clean-up.
            writer.close()
        self._notify()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if not self.faults.silent_greeting:
                await self._write(writer, self.faults.greeting)
            await self._converse(reader, writer)
        except (OSError, RemoteProtocolError):
            # A lost client, or bytes that are no frame: a gateway hangs up and goes on.
            pass
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests = RequestReader()
        account = ""
        while data := await reader.read(_READ_SIZE):
            for frame in requests.feed(data):
                try:
                    command = parse_command(frame)
                except RemoteProtocolError:
                    await self._write(writer, replies.encode_error(UNKNOWN_COMMAND))
                    continue
                self.commands.append(command)
                fault = self.faults.take(_NUMBERS[type(command)])
                stays = True
                if fault is not None and fault.kind is FaultKind.REFUSE:
                    reply = replies.encode_error(fault.code)
                elif isinstance(command, Login):
                    accepted = self.gateway.log_in(command)
                    account = command.account if accepted else ""
                    reply = replies.encode_ok() if accepted else replies.encode_error(WRONG_LOGIN)
                elif not account:
                    reply, stays = replies.encode_error(WRONG_LOGIN), False
                else:
                    self.gateway.poll_interval = self.faults.poll_interval
                    reply = self.gateway.execute(account, command, self._now())
                self.wake()
                if fault is not None and fault.kind is FaultKind.DROP_BEFORE_REPLY:
                    return
                if fault is None or fault.kind is not FaultKind.NO_REPLY:
                    if self.faults.delay_s > 0:
                        await asyncio.sleep(self.faults.delay_s)
                    await self._write(writer, reply)
                if not stays or (fault is not None and fault.kind is FaultKind.DROP_AFTER_REPLY):
                    return

    async def _write(self, writer: asyncio.StreamWriter, reply: bytes) -> None:
        if self.faults.no_crlf:
            reply = reply.removesuffix(b"\r\n")
        if not self.faults.split_bytes:
            writer.write(reply)
            await writer.drain()
            return
        for index in range(len(reply)):
            writer.write(reply[index : index + 1])
            await writer.drain()
            # Lets the client read each byte by itself.
            await asyncio.sleep(0)
