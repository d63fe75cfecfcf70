"""Writing what exists nowhere else: it is tried until it is stored."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable

from mwdesk.errors import StoreError
from mwdesk.store.store import Changes

logger = logging.getLogger(__name__)

Write = Callable[[], Changes]


class Persistence:
    """Stores and publishes, in order. While the file cannot be written it says so once and keeps all in memory.

    It outlives sessions: what was received just before the link was lost is not lost with it.
    """

    def __init__(
        self,
        publish: Callable[[Changes], None],
        trouble: Callable[[StoreError | None], None],
        retry_s: float,
    ) -> None:
        self._publish = publish
        self._report = trouble
        self._retry_s = retry_s
        self._troubled = False
        self._backlog: deque[Write] = deque()
        self._retrying: asyncio.Task[None] | None = None

    @property
    def unsaved(self) -> int:
        """Count the writes that wait in memory."""
        return len(self._backlog)

    def put(self, write: Write) -> None:
        """Store now, or as soon as it is possible."""
        self._backlog.append(write)
        if self._retrying is None and not self._drain():
            self._retrying = asyncio.create_task(self._retry(), name="store again")

    async def keep(self, write: Write) -> None:
        """Store, and return only once it is on disk; cancelled, the write still happens."""
        self.put(write)
        if self._retrying is not None:
            await asyncio.shield(self._retrying)

    async def pause(self, error: StoreError) -> None:
        """Say that the file cannot be written, and wait before the next attempt at something that can wait."""
        self._begin_trouble(error)
        await asyncio.sleep(self._retry_s)

    async def close(self) -> int:
        """Try a last time; return how many writes are lost with the program."""
        if self._retrying is not None:
            self._retrying.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._retrying
            self._drain()
        return self.unsaved

    async def _retry(self) -> None:
        try:
            while True:
                await asyncio.sleep(self._retry_s)
                if self._drain():
                    return
        finally:
            self._retrying = None

    def _drain(self) -> bool:
        try:
            while self._backlog:
                changes = self._backlog[0]()
                self._backlog.popleft()
                self._publish(changes)
        except StoreError as error:
            self._begin_trouble(error)
            return False
        if self._troubled:
            self._troubled = False
            self._report(None)
        return True

    def _begin_trouble(self, error: StoreError) -> None:
        if not self._troubled:
            logger.error("the local database cannot be written: %s", error)
            self._troubled = True
            self._report(error)
