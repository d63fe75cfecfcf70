"""Through a proxy to the gateway: SOCKS by python-socks, HTTP CONNECT by h11."""

from __future__ import annotations

import asyncio
import base64
import socket
from typing import TYPE_CHECKING, cast

from mwdesk.domain.account import Proxy, ProxyKind
from mwdesk.errors import (
    FieldTooLongError,
    ForbiddenCharacterError,
    ProxyError,
    ProxyRefusedError,
    ProxyTargetError,
    ProxyUnreachableError,
)
from mwdesk.gateway.tcp import authority

if TYPE_CHECKING:
    import python_socks.async_.asyncio

_CHUNK_BYTES = 64 * 1024
_SOCKS_FIELD_LIMIT = 255
_SOCKS_REFUSALS = frozenset({0x02, 0x5C, 0x5D})
"""SOCKS5: not allowed by the rules; SOCKS4: the user id is not taken. Any other code is about the gateway."""


async def open_tunnel(
    connected: socket.socket, proxy: Proxy, password: str, host: str, port: int, timeout_s: float
) -> bytes:
    """Have the proxy connect to the gateway; return what the gateway has already sent behind the proxy's answer.

    Raises :class:`ProxyUnreachableError`, :class:`ProxyRefusedError`, :class:`ProxyTargetError`, and
    :class:`LocalProtocolError` for a user name or password the proxy's protocol cannot carry.
    """
    try:
        async with asyncio.timeout(timeout_s):
            if proxy.kind is ProxyKind.HTTP:
                return await _http_connect(connected, proxy, password, host, port)
            await _socks(connected, proxy, password, host, port, timeout_s)
            return b""  # read to the byte, so what follows is still in the socket
    except TimeoutError as error:
        # It took the connection: most often it is waiting for a gateway that swallows everything.
        raise ProxyTargetError(f"the proxy did not reach the gateway within {timeout_s:g} s") from error
    except OSError as error:
        raise _closed(proxy) from error


def basic_authorization(proxy: Proxy, password: str) -> str:
    """Return the value of ``Proxy-Authorization``; empty when the proxy has no user."""
    if not proxy.user:
        return ""
    return "Basic " + base64.b64encode(f"{proxy.user}:{password}".encode()).decode("ascii")


def refusal(status: int) -> ProxyError:
    """Name what an HTTP proxy's status, no 2xx, says."""
    if status in (401, 403, 407):
        return ProxyRefusedError(f"the proxy does not let us through (HTTP {status})")
    if status == 404 or status >= 500:
        return ProxyTargetError(f"the proxy cannot reach the gateway (HTTP {status})")
    return ProxyUnreachableError(f"what answers there is no HTTP proxy (HTTP {status})")


class _Connected:
    """Stands where python-socks takes a proxy to connect through, so that the connection is ours.

    Left alone it would resolve names in the default executor, try one address only, and not tell a proxy that is
    silent from one that cannot be connected to.
    """

    def __init__(self, connected: socket.socket) -> None:
        self._connected = connected

    async def connect(self, **_to: object) -> socket.socket:
        return self._connected


async def _socks(connected: socket.socket, proxy: Proxy, password: str, host: str, port: int, timeout_s: float) -> None:
    import python_socks.async_.asyncio  # 20 ms and more: only for those who need it

    for value in (proxy.user, password):
        if not value.isascii() or "\0" in value:
            raise ForbiddenCharacterError("a SOCKS user name or password holds ASCII characters only")
        if len(value) > _SOCKS_FIELD_LIMIT:
            raise FieldTooLongError(f"a SOCKS user name or password holds at most {_SOCKS_FIELD_LIMIT} bytes")
    version5 = proxy.kind is ProxyKind.SOCKS5
    socks = python_socks.async_.asyncio.Proxy(
        python_socks.ProxyType.SOCKS5 if version5 else python_socks.ProxyType.SOCKS4,
        proxy.host,
        proxy.port,
        proxy.user or None,
        password or None,
        rdns=True,  # for SOCKS4 the name has been resolved already
        forward=cast("python_socks.async_.asyncio.Proxy", _Connected(connected)),
    )
    try:
        await socks.connect(host, port, timeout_s)
    except python_socks.ProxyError as error:
        raise _socks_refusal(proxy, error) from error


def _socks_refusal(proxy: Proxy, error: python_socks.ProxyError) -> ProxyError:
    if error.error_code in _SOCKS_REFUSALS:
        return ProxyRefusedError(f"the proxy does not let us through: {error}")
    if error.error_code is not None:
        return ProxyTargetError(f"the proxy cannot reach the gateway: {error}")
    # WORKAROUND: without a code only the words tell a refused password from an answer that is no SOCKS at all.
    if "authentication" in str(error):
        return ProxyRefusedError(f"the proxy does not let us through: {error}")
    if "closed" in str(error):
        return _closed(proxy)
    return ProxyUnreachableError(f"what answers there is no {proxy.kind.name} proxy: {error}")


def _closed(proxy: Proxy) -> ProxyError:
    # Many proxies hang up on a wrong password instead of answering.
    if proxy.user:
        return ProxyRefusedError("the proxy closed the connection after the user name")
    return ProxyUnreachableError(f"what answers there closed the connection: no {proxy.kind.name} proxy, or not for us")


async def _http_connect(connected: socket.socket, proxy: Proxy, password: str, host: str, port: int) -> bytes:
    import h11

    loop = asyncio.get_running_loop()
    http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_CHUNK_BYTES)
    target = authority(host, port)
    headers = [("Host", target)]
    if authorization := basic_authorization(proxy, password):
        headers.append(("Proxy-Authorization", authorization))
    request = http.send(h11.Request(method="CONNECT", target=target, headers=headers)) or b""
    await loop.sock_sendall(connected, request + (http.send(h11.EndOfMessage()) or b""))
    while True:
        try:
            event = http.next_event()
        except h11.RemoteProtocolError as error:
            raise ProxyUnreachableError("what answers there is no HTTP proxy") from error
        if event is h11.NEED_DATA:
            data = await loop.sock_recv(connected, _CHUNK_BYTES)
            if not data:
                raise _closed(proxy)
            http.receive_data(data)
        elif isinstance(event, h11.Response):
            if not 200 <= event.status_code < 300:
                raise refusal(event.status_code)
            return http.trailing_data[0]
