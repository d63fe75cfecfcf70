"""The byte stream to a gateway, whatever lies between. Foreign exceptions end here, see :mod:`mwdesk.errors`."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from dataclasses import dataclass, field
from typing import cast

from mwdesk.domain.account import Account, Proxy, ProxyKind, Route, Wiring
from mwdesk.errors import (
    ConnectError,
    LinkLostError,
    LocalSocketError,
    NameResolutionError,
    ProxyTargetError,
    ProxyUnreachableError,
    TlsError,
)
from mwdesk.gateway import proxies, tcp
from mwdesk.gateway.steps import Progress, Step, unwatched

_READ_AHEAD_BYTES = 256 * 1024
"""What may wait unread before the sender is held back."""


class ByteStream(asyncio.Protocol):
    """A connection with everything unread in sight: bytes nobody asked for must not become the next answer."""

    def __init__(self, early: bytes = b"") -> None:
        self._unread = bytearray(early)
        self._ended = False
        self._error: Exception | None = None
        self._paused = False
        self._reader: asyncio.Future[None] | None = None
        self._gone = asyncio.Event()
        self._transport: asyncio.Transport

    @classmethod
    async def over(cls, connected: socket.socket, early: bytes = b"") -> ByteStream:
        """Take over a connected socket; ``early`` is what has been read from it and belongs to the stream."""
        stream = cls(early)
        await asyncio.get_running_loop().create_connection(lambda: stream, sock=connected)
        return stream

    async def start_tls(self, context: ssl.SSLContext, server_name: str, timeout_s: float) -> None:
        """Go on encrypted once the certificate is proved. Raises :class:`TlsError`; abort then."""
        if self._unread or self._ended:
            raise TlsError("what answers there does not wait for TLS")
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout_s):
                encrypted = await loop.start_tls(self._transport, self, context, server_hostname=server_name)
        except ssl.SSLCertVerificationError as error:
            raise TlsError(f"the certificate is not valid for {server_name}: {error.verify_message}") from error
        except TimeoutError as error:
            raise TlsError(f"what answers there did not agree on TLS within {timeout_s:g} s") from error
        except OSError as error:
            raise TlsError(f"what answers there does not speak TLS: {error}") from error
        if encrypted is None:
            raise TlsError("the connection ended as soon as it was encrypted")
        self._transport = encrypted

    @property
    def is_open(self) -> bool:
        """Tell whether neither side has ended the connection, as far as is known here."""
        return not self._ended

    def write(self, data: bytes) -> None:
        """Write without waiting: one request at a time stays far below what the system buffers."""
        self._transport.write(data)

    async def read(self, deadline: float) -> bytes | None:
        """Return what has come; nothing at the regular end of the stream, None when ``deadline`` (loop time) passes.

        Raises :class:`LinkLostError` when the connection broke.
        """
        if not self._unread and not self._ended:
            loop = asyncio.get_running_loop()
            self._reader = loop.create_future()
            timer = loop.call_at(deadline, self._wake)
            try:
                await self._reader
            finally:
                timer.cancel()
            if not self._unread and not self._ended:
                return None
        return self.take()

    def take(self) -> bytes:
        """Return what has come so far, perhaps nothing. Raises :class:`LinkLostError`."""
        if not self._unread and self._error is not None:
            raise LinkLostError("the connection broke") from self._error
        data = bytes(self._unread)
        self._unread.clear()
        if self._paused:
            self._paused = False
            self._transport.resume_reading()
        return data

    def abort(self) -> None:
        """Close at once rather than linger: there is no logout frame, and nothing written may still go out."""
        self._ended = True
        # WORKAROUND: early releases of Python 3.11 stumble over aborting TLS that has ended already.
        with contextlib.suppress(AttributeError):
            self._transport.abort()

    async def wait_closed(self) -> None:
        """Wait until the socket is gone; never raises."""
        await self._gone.wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport: called by the loop."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Keep what came: called by the loop."""
        self._unread += data
        if len(self._unread) > _READ_AHEAD_BYTES and not self._paused:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """Note the end, upon which the transport closes itself: called by the loop."""
        self._ended = True
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        """Note the end: called by the loop."""
        self._ended = True
        self._error = error
        self._wake()
        self._gone.set()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)


@dataclass(frozen=True, slots=True)
class Way:
    """The way to one gateway, ready to be gone; each wait on it takes at most ``timeout_s``."""

    account: Account
    timeout_s: float
    proxy_password: str = field(default="", repr=False)
    tls_context: ssl.SSLContext | None = None
    progress: Progress = unwatched

    async def open(self) -> ByteStream:
        """Connect.

        Raises :class:`NameResolutionError`, :class:`ConnectError`, :class:`LocalSocketError`, one of
        :class:`ProxyError`, :class:`TlsError`, or :class:`LocalProtocolError` when the proxy's user cannot be carried.
        """
        proxy = self.account.route.proxy
        host = tcp.ascii_name(self.account.host)
        if proxy is None:
            connected = await tcp.connect(host, self.account.port, self.timeout_s, self.progress, Step.CONNECT)
            return await self._over(connected, host)
        targets = [host]
        if proxy.kind is ProxyKind.SOCKS4:  # it takes numbers only
            found = await tcp.resolve(host, self.account.port, self.timeout_s, self.progress, socket.AF_INET)
            targets = [address.host for address in found]
        failure = ProxyTargetError("the gateway has no address")
        for target in targets:
            try:
                return await self._through(proxy, target, host)
            except ProxyTargetError as error:
                failure = error
        raise failure

    async def _through(self, proxy: Proxy, target: str, host: str) -> ByteStream:
        try:
            connected = await tcp.connect(proxy.host, proxy.port, self.timeout_s, self.progress, Step.PROXY)
        except LocalSocketError:
            raise
        except (NameResolutionError, ConnectError) as error:
            raise ProxyUnreachableError(f"the proxy cannot be reached: {error}") from error
        if takes_requests(self.account.route):
            return await self._over(connected, host)
        port = self.account.port
        try:
            self.progress(Step.CONNECT, tcp.authority(target, port))
            early = await proxies.open_tunnel(connected, proxy, self.proxy_password, target, port, self.timeout_s)
        except BaseException:
            connected.close()
            raise
        return await self._over(connected, host, early)

    async def _over(self, connected: socket.socket, host: str, early: bytes = b"") -> ByteStream:
        stream = await ByteStream.over(connected, early)
        if self.account.route.tls:
            try:
                self.progress(Step.TLS, host)
                await stream.start_tls(self.tls_context or ssl.create_default_context(), host, self.timeout_s)
            except BaseException:
                stream.abort()
                raise
        return stream


def takes_requests(route: Route) -> bool:
    """Tell whether a proxy takes the HTTP requests themselves, so that no tunnel through it is needed."""
    return (
        route.proxy is not None and route.proxy.kind is ProxyKind.HTTP and route.wiring is Wiring.HTTP and not route.tls
    )
