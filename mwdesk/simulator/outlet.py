"""How bytes leave the simulator: in pieces, with pauses, cut anywhere, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, cycle
from typing import NamedTuple

from mwdesk.simulator.faults import FaultKind, Faults
from mwdesk.simulator.sessions import Answer

_BLOCK = b"0" * (64 * 1024)
_UNREADABLE = frozenset({FaultKind.JUNK_BEFORE_REPLY, FaultKind.OVERSIZE_FRAME, FaultKind.ENDLESS_LINE})
"""Faults that let nothing of an answer be read, though it goes out to its end."""


class Piece(NamedTuple):
    """Bytes to send after a pause; without one they join the bytes before."""

    pause_s: float
    data: bytes


def answer_pieces(answer: Answer, faults: Faults) -> Iterator[Piece]:
    """Return an answer's line with its line end, made only as fast as it is sent."""
    yield Piece(0.0, answer.line)
    left = answer.filler_bytes
    while left > 0:
        yield Piece(0.0, _BLOCK[:left])
        left -= len(_BLOCK)
    yield Piece(faults.line_end_delay_s, faults.line_end)


class Outlet:
    """One connection's way out."""

    def __init__(self, writer: asyncio.StreamWriter, faults: Faults) -> None:
        self.faults = faults
        self._writer = writer
        # So that waiting for the writer means that nothing is left to be thrown away with the connection.
        writer.transport.set_write_buffer_limits(high=0)

    async def send(self, pieces: Iterable[Piece]) -> None:
        """Send pieces in order, in the segments that are in force. Raises ``OSError`` when the client is gone."""
        waiting = b""
        for pause_s, data in pieces:
            if pause_s > 0 or len(waiting) >= len(_BLOCK):
                await self._write(waiting)
                waiting = b""
                await asyncio.sleep(pause_s)
            waiting += data
        await self._write(waiting)

    async def convey(self, answer: Answer, pack: Callable[[Answer], Iterable[Piece]]) -> bool:
        """Send an answer as its fault has it, and tell whether the connection goes on."""
        fault, kind = answer.fault, answer.fault.kind if answer.fault is not None else None
        if kind is FaultKind.DROP_BEFORE_REPLY:
            return False
        if kind is FaultKind.HALF_OPEN:
            await self._go_dead()
        if kind is FaultKind.NO_REPLY:
            return answer.stays
        if self.faults.delay_s > 0:
            await asyncio.sleep(self.faults.delay_s)
        pieces = pack(answer)
        if fault is not None:
            match kind:
                case FaultKind.DROP_MID_REPLY:
                    await self.send([_beginning(pieces, fault.size)])
                    return False
                case FaultKind.JUNK_BEFORE_REPLY:
                    pieces = chain([Piece(0.0, fault.data)], pieces)
                case FaultKind.JUNK_AFTER_REPLY:
                    pieces = chain(pieces, [Piece(0.0, fault.data)])
        await self.send(pieces)
        if kind not in _UNREADABLE:
            answer.conveyed()
        return answer.stays and kind is not FaultKind.DROP_AFTER_REPLY

    async def _write(self, data: bytes) -> None:
        if not data:
            return
        sizes = cycle(self.faults.segments or (len(data),))
        start = 0
        while start < len(data):
            end = start + max(1, next(sizes))
            self._writer.write(data[start:end])
            start = end
            await self._writer.drain()
            # Lets the client read each segment by itself, and the others live while one is flooded.
            await asyncio.sleep(self.faults.segment_pause_s if self.faults.segments else 0.0)

    async def _go_dead(self) -> None:
        if isinstance(transport := self._writer.transport, asyncio.Transport):
            transport.pause_reading()
        await asyncio.get_running_loop().create_future()


def _beginning(pieces: Iterable[Piece], size: int | None) -> Piece:
    data = b"".join(piece.data for piece in pieces)
    return Piece(0.0, data[: len(data) // 2 if size is None else size])
