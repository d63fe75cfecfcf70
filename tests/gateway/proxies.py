"""Proxies for tests: a program written by others, and a tiny one that does what that cannot be made to do."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from mwdesk.domain.account import Proxy, ProxyKind

USER = "operator"
PASSWORD = "proxy secret"
HOST = "127.0.0.1"

_PPROXY = f"""
import asyncio, json, pproxy
async def main():
    ports = {{}}
    for scheme in ("socks4", "socks5", "http"):
        for credentials in ("", "{USER}" if scheme == "socks4" else "{USER}:{PASSWORD}"):
            server = pproxy.Server(f"{{scheme}}://{HOST}:0" + (f"#{{credentials}}" if credentials else ""))
            listening = await server.start_server({{"rserver": [], "authtime": -1}})
            ports[scheme + ("+" if credentials else "")] = listening.sockets[0].getsockname()[1]
    print(json.dumps(ports), flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


@contextlib.contextmanager
def pproxy() -> Iterator[dict[str, int]]:
    """Run pproxy; yield its ports by scheme, with a ``+`` behind those that want a password."""
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", _PPROXY], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def listening(converse: Conversation) -> AsyncIterator[int]:
    """Serve each connection with ``converse``, then close it; yield the port."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await converse(reader, writer)
        finally:
            writer.close()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.create_task(serve(reader, writer)))

    server = await asyncio.start_server(accept, HOST, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


def answering(*answers: bytes, stays: bool = False) -> Conversation:
    """Answer whatever comes with one of these after another; then hang up, or stay and say nothing."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await reader.read(4096)
            writer.write(answer)
            await writer.drain()
        while stays and await reader.read(4096):
            pass

    return converse


def closed_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server((HOST, 0)) as free:
        return int(free.getsockname()[1])


@dataclass
class TinyProxy:
    """A proxy that passes on byte by byte, or waits for the gateway's first bytes and glues them to its own answer."""

    kind: ProxyKind
    bytewise: bool = False
    glued: bool = False
    smuggled: bytes = b""
    """Put behind its answer as if it came from the gateway."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once a connection has ended."""
    targets: list[str] = field(default_factory=list)
    """The hosts asked for."""

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[Proxy]:
        """Serve; yield where."""
        async with listening(self._converse) as port:
            yield Proxy(self.kind, HOST, port)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        shake = {ProxyKind.SOCKS5: self._socks5, ProxyKind.HTTP: self._connect}.get(self.kind, self._socks4)
        host, port, answer = await shake(reader, writer)
        self.targets.append(host)
        from_gateway, to_gateway = await asyncio.open_connection(host, port)
        try:
            glue = await from_gateway.read(4096) if self.glued else b""
            await self._write(writer, answer + self.smuggled + glue)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._pump(reader, to_gateway))
                tasks.create_task(self._pump(from_gateway, writer))
        finally:
            to_gateway.close()
            self.ended.set()

    async def _socks4(self, reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> tuple[str, int, bytes]:
        head = await reader.readexactly(8)
        await reader.readuntil(b"\0")
        host = socket.inet_ntoa(head[4:])
        if host.startswith("0.0.0."):
            assert self.kind is ProxyKind.SOCKS4A
            host = (await reader.readuntil(b"\0"))[:-1].decode()
        return host, int.from_bytes(head[2:4], "big"), b"\0\x5a" + bytes(6)

    async def _socks5(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int, bytes]:
        _version, count = await reader.readexactly(2)
        await reader.readexactly(count)
        await self._write(writer, b"\x05\x00")
        kind = (await reader.readexactly(4))[3]
        assert kind in (1, 3)
        size = 4 if kind == 1 else (await reader.readexactly(1))[0]
        raw = await reader.readexactly(size)
        port = int.from_bytes(await reader.readexactly(2), "big")
        bound = b"\x03\x09localhost" if self.bytewise else b"\x01\x7f\0\0\x01"  # both forms are seen
        return socket.inet_ntoa(raw) if kind == 1 else raw.decode(), port, b"\x05\0\0" + bound + b"\x12\x34"

    async def _connect(self, reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> tuple[str, int, bytes]:
        head = await reader.readuntil(b"\r\n\r\n")
        host, port = head.split(b" ")[1].decode().rsplit(":", 1)
        return host, int(port), b"HTTP/1.0 200 Connection established\r\nProxy-Agent: tiny\r\n\r\n"

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(4096):
            await self._write(writer, data)
        writer.close()

    async def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        size = 1 if self.bytewise else max(len(data), 1)
        for start in range(0, len(data), size):
            writer.write(data[start : start + size])
            await writer.drain()
            await asyncio.sleep(0)
