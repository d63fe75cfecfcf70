"""TCP connections by name: every address in turn, and a resolver that nobody has to wait for."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import socket
import threading
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from mwdesk.errors import ConnectError, LocalSocketError, NameResolutionError
from mwdesk.gateway.steps import Progress, Step

_OUT_OF_SOCKETS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_NAME_LIMIT = 253


class Address(Struct, frozen=True):
    """A numeric address as a socket takes it."""

    family: int
    parts: tuple[Any, ...]

    @property
    def host(self) -> str:
        """Return the address without its port."""
        return str(self.parts[0])

    def __str__(self) -> str:
        return authority(self.host, self.parts[1])


def authority(host: str, port: int) -> str:
    """Write host and port as one word, an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def ascii_name(host: str) -> str:
    """Return a host name as it is looked up, whoever does so. Raises :class:`NameResolutionError` for what is none."""
    try:
        name = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NameResolutionError(f"the name {host} cannot be resolved") from error
    if not 0 < len(name) <= _NAME_LIMIT or not all("!" <= character <= "~" for character in name):
        raise NameResolutionError(f"{host!r} is no name")
    return name


async def resolve(
    host: str, port: int, timeout_s: float, progress: Progress, family: int = socket.AF_UNSPEC
) -> list[Address]:
    """Return a host's addresses, at least one, in the system's order. Raises :class:`NameResolutionError`."""
    numeric = _numeric(host, port)
    if numeric is not None and family in (socket.AF_UNSPEC, numeric.family):
        return [numeric]
    progress(Step.RESOLVE, host)
    try:
        async with asyncio.timeout(timeout_s):
            found = await _in_daemon_thread(lambda: socket.getaddrinfo(host, port, family, socket.SOCK_STREAM))
    except TimeoutError as error:
        raise NameResolutionError(f"the name {host} was not resolved within {timeout_s:g} s") from error
    except (OSError, ValueError) as error:  # a name no resolver would take is a ValueError
        raise NameResolutionError(f"the name {host} cannot be resolved") from error
    return [Address(info[0], info[4]) for info in found]


async def connect(host: str, port: int, timeout_s: float, progress: Progress, step: Step) -> socket.socket:
    """Return a connected, non-blocking socket; ``step`` is what ``progress`` is told of each address tried.

    Raises :class:`NameResolutionError`, :class:`ConnectError` or :class:`LocalSocketError`.
    """
    addresses = await resolve(host, port, timeout_s, progress)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout_s
    failure = ConnectError(f"{host} has no address")
    for tried, address in enumerate(addresses):
        progress(step, str(address))
        # An address that swallows everything must leave time for those behind it.
        share_s = (deadline - loop.time()) / (len(addresses) - tried)
        try:
            async with asyncio.timeout(share_s):
                return await _connect(address)
        except TimeoutError as error:
            failure = ConnectError(f"{address} did not answer within {timeout_s:g} s")
            failure.__cause__ = error
        except OSError as error:
            if error.errno in _OUT_OF_SOCKETS:
                raise LocalSocketError(f"this computer cannot make a socket: {error.strerror}") from error
            failure = ConnectError(f"{address} did not take the connection: {error.strerror}")
            failure.__cause__ = error
    raise failure


async def _connect(address: Address) -> socket.socket:
    connected = socket.socket(address.family, socket.SOCK_STREAM)
    try:
        connected.setblocking(False)
        await asyncio.get_running_loop().sock_connect(connected, address.parts)
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        connected.close()
        raise
    return connected


def _numeric(host: str, port: int) -> Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return Address(socket.AF_INET, (host, port))
    return None if address.scope_id else Address(socket.AF_INET6, (host, port, 0, 0))


async def _in_daemon_thread(look_up: Callable[[], list[Any]]) -> list[Any]:
    # asyncio's own getaddrinfo runs in the default executor, for which a loop waits at its end: a resolver that hangs
    # would hold up the program's end.
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Any]] = loop.create_future()

    def settle(found: list[Any], error: Exception | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(error)

    def run() -> None:
        found: list[Any] = []
        failure: Exception | None = None
        try:
            found = look_up()
        except (OSError, ValueError) as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop has ended, nobody waits
            loop.call_soon_threadsafe(settle, found, failure)

    threading.Thread(target=run, name="resolver", daemon=True).start()
    return await answer
