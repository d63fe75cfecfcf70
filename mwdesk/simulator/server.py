"""The simulated gateway as a real server on loopback: its two listeners, its connections and the passing of time."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from mwdesk.errors import RemoteProtocolError
from mwdesk.protocol.commands import Command, Send, SendServiceMessage
from mwdesk.simulator import http_front, socket_front
from mwdesk.simulator.customers import Customers
from mwdesk.simulator.faults import Faults
from mwdesk.simulator.gateway import SimulatedGateway
from mwdesk.simulator.outlet import Outlet
from mwdesk.simulator.sessions import Session

RECORDED_COMMANDS = 10_000
RECORDED_PHONES = 200_000
MAX_CONNECTIONS = 1000
MAX_UNREAD_BYTES = 1024 * 1024
"""What may pile up unasked for a client that does not read."""
Front = Callable[[Session, asyncio.StreamReader, Outlet], Awaitable[None]]


@dataclass(slots=True)
class _Listener:
    """One port and what speaks behind it; ``server`` is None while it takes no connections."""

    front: Front
    port: int
    server: asyncio.Server | None = None


class SimulatorServer:
    """Serves one simulated gateway, on a socket and through an HTTP tunnel.

    ``speed`` says how much faster than the loop's clock the gateway's time passes. With ``tls`` both ports speak TLS.
    """

    def __init__(
        self,
        gateway: SimulatedGateway,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        http_port: int = 0,
        tls: ssl.SSLContext | None = None,
        customers: Customers | None = None,
        faults: Faults | None = None,
        speed: float = 1.0,
    ) -> None:
        if speed <= 0:
            raise ValueError("time does not stand still or run backwards")
        self.gateway = gateway
        self.faults = faults if faults is not None else Faults()
        self.commands: deque[Command] = deque()
        """The commands understood, the oldest forgotten first."""
        self.accepted = 0
        """Connections accepted since the start."""
        self._recorded_phones = 0
        self._customers = customers
        self._host = host
        self._tls = tls
        self._socket = _Listener(socket_front.serve, port)
        self._http = _Listener(http_front.serve, http_port)
        self._speed = speed
        self._origin = 0.0
        self._driver: asyncio.Task[None] | None = None
        self._sessions: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._wake = asyncio.Event()
        self._changed: asyncio.Future[None] | None = None

    @property
    def port(self) -> int:
        """The port for bare frames; before the start, the one asked for."""
        return self._socket.port

    @property
    def http_port(self) -> int:
        """The port of the HTTP tunnel; before the start, the one asked for."""
        return self._http.port

    @property
    def is_listening(self) -> bool:
        """Tell whether new connections are taken."""
        return self._socket.server is not None

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
        servers = [listener.server for listener in (self._socket, self._http)]
        self.stop_listening()
        tasks = list(self._sessions)
        self.drop_connections()
        if self._driver is not None:
            tasks.append(self._driver)
            self._driver.cancel()
            self._driver = None
        await asyncio.gather(*tasks, return_exceptions=True)
        for server in servers:
            if server is not None:
                await server.wait_closed()

    async def listen(self) -> None:
        """Take new connections, after :meth:`stop_listening` on the same ports as before. Raises ``OSError``."""
        try:
            for listener in (self._socket, self._http):
                if listener.server is None:
                    listener.server = await asyncio.start_server(
                        self._acceptor(listener), self._host, listener.port, ssl=self._tls
                    )
                    listener.port = listener.server.sockets[0].getsockname()[1]
        except OSError:
            self.stop_listening()
            raise

    def stop_listening(self) -> None:
        """Refuse new connections; those open go on."""
        for listener in (self._socket, self._http):
            if listener.server is not None:
                listener.server.close()
                listener.server = None

    async def restart(self) -> None:
        """End every connection and listen again on the same ports; the queues stay. Raises ``OSError``."""
        self.stop_listening()
        tasks = list(self._sessions)
        self.drop_connections()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.listen()

    def drop_connections(self) -> int:
        """End every open connection at once and tell how many there were."""
        sessions = list(self._sessions.items())
        for task, writer in sessions:
            # Aborting spares waiting for a client that does not read.
            # WORKAROUND: early releases of Python 3.11 stumble over aborting TLS that has ended already.
            with contextlib.suppress(AttributeError):
                writer.transport.abort()
            task.cancel()
        return len(sessions)

    def send_unasked(self, data: bytes) -> int:
        """Send bytes nobody asked for on every open connection that is read, and tell how many there were."""
        reading = [w for w in self._sessions.values() if w.transport.get_write_buffer_size() < MAX_UNREAD_BYTES]
        for writer in reading:
            writer.write(data)
        return len(reading)

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

    def _acceptor(self, listener: _Listener) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]:
        # A plain callable: the tasks are ours, so that stopping can end them and none is left behind.
        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if listener.server is None or len(self._sessions) >= MAX_CONNECTIONS:
                writer.transport.abort()
                return
            self.accepted += 1
            task = asyncio.get_running_loop().create_task(self._serve(listener.front, reader, writer))
            self._sessions[task] = writer
            task.add_done_callback(self._end_session)
            self._notify()

        return accept

    def _end_session(self, task: asyncio.Task[None]) -> None:
        writer = self._sessions.pop(task, None)
        if writer is not None:
            # A task cancelled before its first step never reached its own clean-up.
            writer.close()
        self._notify()

    async def _serve(self, front: Front, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        over_http = front is http_front.serve
        session = Session(self.gateway, self.faults, self._now, self._heard, over_http=over_http)
        try:
            await front(session, reader, Outlet(writer, self.faults))
        except (OSError, RemoteProtocolError):
            # A lost client, or bytes that are no frame: a gateway hangs up and goes on.
            pass
        finally:
            session.end()
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def _heard(self, command: Command) -> None:
        if not self.commands:
            # The first, or somebody cleared them.
            self._recorded_phones = 0
        self.commands.append(command)
        self._recorded_phones += _phones(command)
        # Phones count as well: ten thousand sends to a thousand each would fill the memory.
        while len(self.commands) > RECORDED_COMMANDS or self._recorded_phones > RECORDED_PHONES:
            self._recorded_phones -= _phones(self.commands.popleft())
        self.wake()


def _phones(command: Command) -> int:
    return len(command.phones) if isinstance(command, Send | SendServiceMessage) else 0
