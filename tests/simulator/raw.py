"""A client that knows just enough of the wire to see every byte the simulator sends, on either transport."""

from __future__ import annotations

import asyncio
import contextlib

from mwdesk.simulator.server import SimulatorServer

ACCOUNT, PASSWORD = "J00001", "123456"
LIMIT_S = 5.0
QUIET_S = 0.1
OPENING, CLOSING = b"<resultline>", b"</resultline>"
PAGE_END = b"</kfsms-http></body></html>"


def frame(*fields: str, kind: str = "ZZ") -> bytes:
    """Return a frame with these fields, texts in GBK."""
    body = ",".join(fields).encode("gbk")
    return b"%s%06d,%s" % (kind.encode(), 9 + len(body), body)


def login(password: str = PASSWORD, login_type: str = "25", account: str = ACCOUNT) -> bytes:
    return frame("20", "*", "*", "*", login_type, "0300", "WIN2K", account, password)


def send(text: str, *phones: str, command: str = "61", sub_port: str = "*") -> bytes:
    digits = text.encode("gbk").hex().upper()
    return frame(command, "*", "*", "*", sub_port, "0", str(len(phones)), str(len(digits)), digits, *phones)


BALANCE = frame("28")
TEST = frame("100", "*", "*", "*")
MESSAGES = frame("31", "2", "*", "*", "*")
REPORTS = frame("33", "1", "*", "*", "*")
SERVICE = frame("0", kind="ZD")


class Raw:
    """One connection. ``seen`` holds every byte read; ``over_http`` tells how frames travel."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, over_http: bool) -> None:
        self.writer = writer
        self.over_http = over_http
        self.seen = b""
        self._reader = reader
        self._taken = 0

    @classmethod
    async def dial(cls, server: SimulatorServer, *, over_http: bool) -> Raw:
        port = server.http_port if over_http else server.port
        return cls(*await asyncio.open_connection("127.0.0.1", port), over_http=over_http)

    def request(self, frame: bytes) -> bytes:
        """Return the bytes that carry a frame."""
        if not self.over_http:
            return frame
        return b"POST /kfhttpgate.asp?kfline=%s HTTP/1.1\r\nHost: gateway\r\nConnection: Keep-Alive\r\n\r\n" % frame

    def send(self, frame: bytes) -> None:
        self.writer.write(self.request(frame))

    async def ask(self, frame: bytes) -> bytes:
        """Send a frame and return its line with the line end, or what came before the connection closed."""
        self.send(frame)
        return await self.line()

    async def line(self) -> bytes:
        """Return the next reply's line with its line end; over HTTP without the byte after it."""
        if not self.over_http:
            return await self.until(b"\n")
        page = await self.until(PAGE_END)
        return page[page.index(OPENING) + len(OPENING) : page.index(CLOSING) - 1] if OPENING in page else page

    async def until(self, end: bytes) -> bytes:
        """Return what comes up to and with ``end``, or all there is when the connection closes first."""
        async with asyncio.timeout(LIMIT_S):
            while (found := self.seen.find(end, self._taken)) < 0 and await self.more():
                pass
        start, self._taken = self._taken, found + len(end) if found >= 0 else len(self.seen)
        return self.seen[start : self._taken]

    async def more(self) -> bytes:
        """Return what comes next, nothing once the connection has closed."""
        async with asyncio.timeout(LIMIT_S):
            try:
                data = await self._reader.read(64 * 1024)
            except ConnectionError:
                return b""
        self.seen += data
        return data

    async def rest(self) -> bytes:
        """Return everything up to the close."""
        while await self.more():
            pass
        start, self._taken = self._taken, len(self.seen)
        return self.seen[start:]

    async def is_quiet(self) -> bool:
        """Tell whether the connection stays open and says nothing for a moment."""
        try:
            async with asyncio.timeout(QUIET_S):
                await self._reader.read(1)
        except TimeoutError:
            return True
        except ConnectionError:
            pass
        return False

    async def close(self) -> None:
        self.writer.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()
