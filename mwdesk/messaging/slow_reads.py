"""Reads that would hold the loop up: on a thread and a connection of their own."""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mwdesk.errors import StoreError
from mwdesk.store.crypt import Key
from mwdesk.store.reader import Reader

_INTERRUPT_EVERY_S = 0.01
T = TypeVar("T")


class SlowReads:
    """One reader at work at a time, in the order asked.

    An interruption meets whatever the reader does just then. So the next read, and closing the file, are given to the
    thread only when nothing is being interrupted any more.
    """

    def __init__(self, path: Path, key: Key | None) -> None:
        self._path = path
        self._key = key
        self._reader: Reader | None = None
        self._thread = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="mwdesk-reader")
        self._turn = asyncio.Lock()
        self._closing = False

    async def read(self, work: Callable[[Reader], T]) -> T:
        """Run ``work`` there and return what it returns. Cancelled, it is interrupted. Raises :class:`StoreError`."""
        async with self._turn:
            if self._closing:
                raise StoreError("the local database is being closed")
            job = self._thread.submit(self._run, work)
            try:
                return await asyncio.wrap_future(job)
            except asyncio.CancelledError:
                await self._interrupt_until(job.done)
                raise

    async def close(self) -> None:
        """End what is being read, and the thread; what waits for its turn is not read any more."""
        self._closing = True
        await self._interrupt_until(self._thread.submit(_nothing).done)
        await asyncio.wrap_future(self._thread.submit(self._close_reader))
        self._thread.shutdown()

    def _run(self, work: Callable[[Reader], T]) -> T:
        if self._reader is None:  # made where it is used: a connection belongs to its thread
            self._reader = Reader(self._path, self._key)
        return work(self._reader)

    async def _interrupt_until(self, ended: Callable[[], bool]) -> None:
        # More than once: an interruption between two statements of a read is lost.
        while not ended():
            if self._reader is not None:
                self._reader.interrupt()
            await asyncio.sleep(_INTERRUPT_EVERY_S)

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()


def _nothing() -> None:
    """Come to an end once all that was asked before has."""
