"""The gateway as an object: connect, log in, ask one thing at a time.

No request number exists on this wire, so a late reply would be read as the answer to the next request. Therefore any
timeout, error or cancellation inside a request closes the connection for good (PROTOCOL, section 1).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from mwdesk.domain.account import Account, Balance
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import GreetingError, LinkLostError, NotConnectedError, RemoteProtocolError, ReplyTimeoutError
from mwdesk.gateway.transport import SocketTransport, Transport
from mwdesk.protocol import commands, replies
from mwdesk.protocol.frames import SocketWire

DEFAULT_TIMEOUT_S = 45.0
"""The component manual's wait for each answer."""
QUIET_S = 0.3
"""How long a line without its end must be still before it counts as whole."""


class GatewayClient:
    """One logged-in connection. Use from one event loop; requests queue behind each other."""

    def __init__(self, transport: Transport, timeout_s: float = DEFAULT_TIMEOUT_S) -> None:
        self._transport = transport
        self._timeout_s = timeout_s
        self._replies = SocketWire()
        self._turn = asyncio.Lock()
        self._open = True

    @classmethod
    async def connect(cls, account: Account, timeout_s: float = DEFAULT_TIMEOUT_S) -> GatewayClient:
        """Connect and wait for the greeting.

        Raises :class:`NameResolutionError`, :class:`ConnectError` or :class:`GreetingError`.
        """
        transport = await SocketTransport.connect(account.host, account.port, timeout_s)
        client = cls(transport, timeout_s)
        try:
            greeting = await client._read_reply()
        except (ReplyTimeoutError, LinkLostError, RemoteProtocolError) as error:
            await client.close()
            raise GreetingError("what answers there does not greet like a gateway") from error
        except BaseException:
            await client.close()
            raise
        if not replies.is_greeting(greeting):
            await client.close()
            raise GreetingError("what answers there does not greet like a gateway")
        return client

    @property
    def is_open(self) -> bool:
        """Tell whether requests can still be made on this connection."""
        return self._open

    async def login(self, account: str, password: str) -> None:
        """Log in: the first request. Raises :class:`GatewayError` when refused."""
        replies.expect_ok(await self._request(commands.Login(account, password)))

    async def query_balance(self) -> Balance:
        """Return messages left and used."""
        return replies.parse_balance(await self._request(commands.QueryBalance()))

    async def test_connection(self) -> None:
        """Ask whether the session holds; no more often than every 30 s."""
        replies.expect_ok(await self._request(commands.TestConnection()))

    async def change_password(self, account: str, old: str, new: str) -> None:
        """Change the account's password. A :class:`TransportError` leaves open which one holds."""
        replies.expect_ok(await self._request(commands.ChangePassword(account, old, new)))

    async def send(self, phone: PhoneNumber, text: str, before_write: Callable[[], None] | None = None) -> str:
        """Hand one SMS to the gateway and return its message id.

        ``before_write`` runs when it is this request's turn, just before the first byte goes out, so that the store can
        say "sending" neither too early nor too late; what it raises stops the request and leaves the connection whole.

        :class:`GatewayError`, :class:`LocalProtocolError` and :class:`NotConnectedError` mean it was not taken;
        :class:`ReplyTimeoutError`, :class:`LinkLostError` and :class:`RemoteProtocolError` mean nobody knows.
        """
        return replies.parse_message_id(await self._request(commands.Send((phone,), text), before_write))

    async def fetch_messages(self) -> replies.FetchedMessages:
        """Fetch customers' messages; store them before anything else, they cannot be fetched again."""
        reply = await self._request(commands.FetchMessages())
        return replies.parse_messages(reply, datetime.now(UTC))

    async def fetch_reports(self) -> replies.FetchedReports:
        """Fetch status reports; store them before anything else, they cannot be fetched again."""
        return replies.parse_reports(await self._request(commands.FetchReports()))

    async def close(self) -> None:
        """Close the connection, which is the only way to log out; never raises."""
        self._open = False
        await self._transport.close()

    async def _request(self, command: commands.Command, before_write: Callable[[], None] | None = None) -> bytes:
        frame = command.encode()
        async with self._turn:
            if self._open and not self._replies.is_empty:
                await self.close()  # bytes came that no request asked for: the next answer could not be told from them
            if not self._open:
                raise NotConnectedError("the connection is closed")
            if before_write is not None:
                before_write()
            try:
                await self._transport.write(frame)
                return await self._read_reply()
            except BaseException:
                await asyncio.shield(self.close())
                raise

    async def _read_reply(self) -> bytes:
        try:
            async with asyncio.timeout(self._timeout_s):
                while True:
                    try:
                        wait_s = QUIET_S if not self._replies.is_empty else None
                        async with asyncio.timeout(wait_s) as quiet:
                            data = await self._transport.read()
                    except TimeoutError:
                        if not quiet.expired():
                            raise
                        reply = self._replies.settle()
                        if reply is None:
                            data = await self._transport.read()
                        else:
                            return reply
                    if (reply := self._replies.feed(data)) is not None:
                        return reply
        except TimeoutError as error:
            raise ReplyTimeoutError(f"no answer within {self._timeout_s:g} s") from error
