"""The gateway as an object: connect, log in, ask one thing at a time.

No request number exists on this wire, so a late reply would be read as the answer to the next request. Therefore any
timeout, error or cancellation inside a request closes the connection for good (PROTOCOL, section 1).
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import socket
import ssl
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from mwdesk.domain.account import Account, Balance, Wiring
from mwdesk.domain.message_ids import nth_message_id
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import (
    GatewayError,
    GreetingError,
    GreetingTimeoutError,
    HttpStatusError,
    LinkLostError,
    LoginTimeoutError,
    NotConnectedError,
    RemoteProtocolError,
    ReplyTimeoutError,
)
from mwdesk.gateway import proxies, tcp
from mwdesk.gateway.steps import Progress, Step, unwatched
from mwdesk.gateway.transport import ByteStream, Way, takes_requests
from mwdesk.protocol import commands, replies
from mwdesk.protocol.frames import MAX_REPLY_BYTES, SocketWire, Wire

DEFAULT_TIMEOUT_S = 45.0
"""The component manual's wait for each answer."""
QUIET_S = 0.3
"""How long a line without its end must be still before it counts as whole."""
_HTTP_PORT = 80
_STATUSES_OF_PROXIES = frozenset({403, 502, 503, 504})
"""What a proxy says in its own name where the gateway's pages are expected; 407 the wire knows by itself."""
T = TypeVar("T")


class GatewayClient:
    """One logged-in connection. Use from one event loop; requests queue behind each other."""

    def __init__(self, stream: ByteStream, wire: Wire, account: Account, timeout_s: float = DEFAULT_TIMEOUT_S) -> None:
        self._stream = stream
        self._wire = wire
        self._account = account
        self._timeout_s = timeout_s
        self._turn = asyncio.Lock()
        self._is_winding_down = False
        self._answered_at = asyncio.get_running_loop().time()

    @classmethod
    async def connect(
        cls,
        account: Account,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        proxy_password: str = "",
        tls_context: ssl.SSLContext | None = None,
        progress: Progress | None = None,
        max_reply_bytes: int = MAX_REPLY_BYTES,
    ) -> GatewayClient:
        """Connect the way the account says and wait for the greeting, if that way has one.

        ``tls_context`` replaces the system's trusted certificates. Each wait takes at most ``timeout_s``. Raises
        :class:`TransportError` of the kind that tells what failed, and :class:`LocalProtocolError` when a proxy's user
        or password cannot be carried.
        """
        watched = progress or unwatched
        wire = _wire(account, proxy_password, max_reply_bytes)
        stream = await Way(account, timeout_s, proxy_password, tls_context, watched).open()
        client = cls(stream, wire, account, timeout_s)
        if account.route.wiring is Wiring.SOCKET:
            try:
                watched(Step.GREETING, "")
                await client._await_greeting()
            except BaseException:
                stream.abort()
                raise
        return client

    @classmethod
    async def adopt(
        cls,
        connected: socket.socket,
        account: Account,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        max_reply_bytes: int = MAX_REPLY_BYTES,
    ) -> GatewayClient:
        """Take over a connection somebody else has made and logged in on (the manual's 14); it is ours from now on."""
        return cls(await ByteStream.over(connected), _wire(account, "", max_reply_bytes), account, timeout_s)

    @property
    def is_open(self) -> bool:
        """Tell whether requests can still be made on this connection."""
        return self._stream.is_open

    @property
    def idle_s(self) -> float:
        """Return the seconds since the gateway last answered."""
        return asyncio.get_running_loop().time() - self._answered_at

    async def login(self, account: str, password: str) -> None:
        """Log in: the first request. Raises :class:`GatewayError` when refused, :class:`LoginTimeoutError`."""
        try:
            await self._request(commands.Login(account, password, self._account.login_type), replies.expect_ok)
        except ReplyTimeoutError as error:
            raise LoginTimeoutError(f"the login was not answered within {self._timeout_s:g} s") from error

    async def query_balance(self) -> Balance:
        """Return messages left and used."""
        return await self._request(commands.QueryBalance(), replies.parse_balance)

    async def test_connection(self) -> bool:
        """Ask whether the session holds; no more often than every 30 s. False when the gateway says it does not."""
        try:
            await self._request(commands.TestConnection(), replies.expect_ok)
        except GatewayError:
            return False
        return True

    async def change_password(self, account: str, old: str, new: str) -> None:
        """Change the account's password. A :class:`TransportError` leaves open which one holds."""
        await self._request(commands.ChangePassword(account, old, new), replies.expect_ok)

    async def send(self, phone: PhoneNumber, text: str, before_write: Callable[[], None] | None = None) -> str:
        """Hand one SMS to the gateway and return its message id.

        ``before_write`` runs when it is this request's turn, just before the first byte goes out, so that the store can
        say "sending" neither too early nor too late; what it raises stops the request and leaves the connection whole.

        :class:`GatewayError`, :class:`LocalProtocolError` and :class:`NotConnectedError` mean it was not taken;
        other :class:`TransportError` and :class:`RemoteProtocolError` mean nobody knows.
        """
        return await self._send((phone,), text, before_write)

    async def send_many(self, phones: Sequence[PhoneNumber], text: str) -> tuple[str, ...]:
        """Hand one text for 1 to 1000 phones to the gateway; return the message id of each, in their order.

        Raises as :meth:`send` does.
        """
        return _ids(await self._send(tuple(phones), text), phones)

    async def send_one_way(self, phone: PhoneNumber, text: str) -> str:
        """Hand one SMS over by the older one-way command, which cuts it at 136 bytes; return its message id."""
        return await self._request(commands.SendOneWay(phone, text), replies.parse_message_id)

    async def check_keywords(self, text: str) -> None:
        """Return if a text is clean; else raise :class:`GatewayError` with code 33 and the words as its detail."""
        await self._request(commands.CheckKeywords(text), replies.expect_ok)

    async def fetch_messages(self) -> replies.FetchedMessages:
        """Fetch customers' messages; store them before anything else, they cannot be fetched again."""
        return await self._request(
            commands.FetchMessages(), lambda reply: replies.parse_messages(reply, datetime.now(UTC))
        )

    async def fetch_reports(self) -> replies.FetchedReports:
        """Fetch status reports; store them before anything else, they cannot be fetched again."""
        return await self._request(commands.FetchReports(), replies.parse_reports)

    async def fetch_service_messages(self) -> replies.FetchedServiceMessages:
        """Fetch messages to value-added services; store them before anything else, they cannot be fetched again."""
        return await self._request(
            commands.FetchServiceMessages(), lambda reply: replies.parse_service_messages(reply, datetime.now(UTC))
        )

    async def send_service_message(
        self,
        fee_code: str,
        service_number: str,
        link_id: str,
        operation: str,
        phones: Sequence[PhoneNumber],
        text: str,
    ) -> tuple[str, ...]:
        """Hand a value-added service's message over; return the message id of each phone, in their order.

        ``link_id`` is the one of the customer's message. Raises as :meth:`send` does, and over HTTP
        :class:`LocalProtocolError` for a text that is not ASCII.
        """
        command = commands.SendServiceMessage(fee_code, service_number, link_id, operation, tuple(phones), text)
        return _ids(await self._request(command, replies.parse_message_id), phones)

    async def wait_closed(self) -> None:
        """Wait until the connection is gone, whoever ended it; never raises."""
        await self._stream.wait_closed()

    async def wind_down(self, timeout_s: float) -> None:
        """Ask nothing more, and let the request under way end in this time: what it fetches exists nowhere else."""
        self._is_winding_down = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s), self._turn:
                pass

    async def close(self) -> None:
        """Close the connection, which is the only way to log out; never raises."""
        self._stream.abort()
        await self._stream.wait_closed()

    async def _send(
        self, phones: tuple[PhoneNumber, ...], text: str, before_write: Callable[[], None] | None = None
    ) -> str:
        sub_port = self._account.sub_port or "*"
        command = commands.Send(phones, text, sub_port, self._account.send_command)
        return await self._request(command, replies.parse_message_id, before_write)

    async def _await_greeting(self) -> None:
        try:
            greeting = await self._read_reply()
        except (ReplyTimeoutError, LinkLostError, RemoteProtocolError) as error:
            if isinstance(error, ReplyTimeoutError) and self._wire.is_empty:
                raise GreetingTimeoutError(f"nothing greeted within {self._timeout_s:g} s") from error
            raise GreetingError("what answers there does not greet like a gateway") from error
        if not replies.is_greeting(greeting):
            raise GreetingError("what answers there does not greet like a gateway")

    async def _request(
        self, command: commands.Command, read: Callable[[bytes], T], before_write: Callable[[], None] | None = None
    ) -> T:
        frame = command.encode()
        async with self._turn:
            if self._is_winding_down or not self._stream.is_open or not self._is_in_step():
                self._stream.abort()
                raise NotConnectedError("the connection is closed")
            request = self._wire.request(frame)
            if before_write is not None:
                before_write()
            try:
                self._stream.write(request)
                reply = await self._read_reply()
            except HttpStatusError as error:
                self._stream.abort()
                if takes_requests(self._account.route) and error.status in _STATUSES_OF_PROXIES:
                    raise proxies.refusal(error.status) from error
                raise
            except BaseException:
                self._stream.abort()
                raise
            self._answered_at = asyncio.get_running_loop().time()
            if self._wire.is_ending:
                self._stream.abort()
            try:
                return read(reply)
            except RemoteProtocolError:
                # Within this turn: the next request must not go out to somebody who talks of something else.
                self._stream.abort()
                raise

    def _is_in_step(self) -> bool:
        # Bytes that no request asked for: the next answer could not be told from them.
        try:
            unasked = self._stream.take()
            return (not unasked or self._wire.feed(unasked) is None) and self._wire.is_empty
        except (LinkLostError, RemoteProtocolError):
            return False

    async def _read_reply(self) -> bytes:
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._timeout_s
        while True:
            quiet_at = math.inf if self._wire.is_empty else clock() + QUIET_S
            data = await self._stream.read(min(quiet_at, deadline))
            if data is None and quiet_at > deadline:
                raise ReplyTimeoutError(f"no answer within {self._timeout_s:g} s")
            reply = self._wire.feed(data) if data else self._wire.settle(is_ended=data is not None)
            if reply is not None:
                return reply
            if data == b"":
                raise LinkLostError("the gateway closed the connection")


def _wire(account: Account, proxy_password: str, max_reply_bytes: int) -> Wire:
    if account.route.wiring is Wiring.SOCKET:
        return SocketWire(max_reply_bytes)
    from mwdesk.protocol.http import HttpWire  # h11: 10 ms and more, only for those who need it

    proxy = account.route.proxy
    host = tcp.ascii_name(account.host)
    if proxy is None or not takes_requests(account.route):
        return HttpWire(host, max_bytes=max_reply_bytes)
    if account.port != _HTTP_PORT:
        host = tcp.authority(host, account.port)
    return HttpWire(host, True, proxies.basic_authorization(proxy, proxy_password), max_reply_bytes)


def _ids(first: str, phones: Sequence[PhoneNumber]) -> tuple[str, ...]:
    return tuple(nth_message_id(first, index) for index in range(len(phones)))
