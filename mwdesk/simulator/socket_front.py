"""Bare frames on a socket: a greeting first, then a reply for every frame (PROTOCOL, sections 1 to 3)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from mwdesk.protocol.frames import RequestReader
from mwdesk.simulator.faults import LINE_END, Faults
from mwdesk.simulator.outlet import Outlet, Piece, answer_pieces
from mwdesk.simulator.sessions import Answer, Session

_READ_SIZE = 64 * 1024


async def serve(session: Session, reader: asyncio.StreamReader, outlet: Outlet) -> None:
    """Serve one connection to its end. Raises :class:`RemoteProtocolError` on bytes that are no frame, ``OSError``."""
    faults = outlet.faults

    def pack(answer: Answer) -> Iterator[Piece]:
        return answer_pieces(answer, faults)

    if not faults.silent_greeting:
        await outlet.send([Piece(faults.greeting_delay_s, _greeting(faults))])
    requests = RequestReader()
    while data := await reader.read(_READ_SIZE):
        for frame in requests.feed(data):
            if not await outlet.convey(session.answer(frame), pack):
                return


def _greeting(faults: Faults) -> bytes:
    if faults.greeting.endswith(LINE_END):
        return faults.greeting.removesuffix(LINE_END) + faults.line_end
    return faults.greeting
