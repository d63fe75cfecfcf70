"""Byte streams to a gateway. Foreign exceptions end here: callers see only :mod:`mwdesk.errors`."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Protocol

from mwdesk.errors import ConnectError, LinkLostError, NameResolutionError


class Transport(Protocol):
    """What the client needs of a connection, whatever lies between it and the gateway."""

    async def write(self, data: bytes) -> None:
        """Write everything. Raises :class:`LinkLostError`."""

    async def read(self) -> bytes:
        """Return what has come, at least one byte. Raises :class:`LinkLostError` at the end of the stream."""

    async def close(self) -> None:
        """Close at once; never raises."""


class SocketTransport:
    """A plain TCP connection."""

    _CHUNK_BYTES = 64 * 1024

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def connect(cls, host: str, port: int, timeout_s: float) -> SocketTransport:
        """Open a connection. Raises :class:`NameResolutionError` or :class:`ConnectError`."""
        try:
            async with asyncio.timeout(timeout_s):
                reader, writer = await asyncio.open_connection(host, port)
        except socket.gaierror as error:
            raise NameResolutionError(f"the name {host} cannot be resolved") from error
        except TimeoutError as error:
            raise ConnectError(f"{host}:{port} did not answer within {timeout_s:g} s") from error
        except OSError as error:
            raise ConnectError(f"{host}:{port} refused the connection") from error
        return cls(reader, writer)

    async def write(self, data: bytes) -> None:
        """Write everything. Raises :class:`LinkLostError`."""
        try:
            self._writer.write(data)
            await self._writer.drain()
        except OSError as error:
            raise LinkLostError("the connection ended while writing") from error

    async def read(self) -> bytes:
        """Return what has come. Raises :class:`LinkLostError` at the end of the stream."""
        try:
            data = await self._reader.read(self._CHUNK_BYTES)
        except OSError as error:
            raise LinkLostError("the connection ended while reading") from error
        if not data:
            raise LinkLostError("the gateway closed the connection")
        return data

    async def close(self) -> None:
        """Abort rather than linger: there is no logout frame, and nothing written may still go out."""
        self._writer.transport.abort()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
