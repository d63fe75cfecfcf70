"""The one crossing between the window's thread and the background's."""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from mwdesk.domain.events import Event
from mwdesk.errors import MwDeskError

logger = logging.getLogger(__name__)
T = TypeVar("T")
Submit = Callable[[Coroutine[Any, Any, Any]], "concurrent.futures.Future[Any]"]


class Bridge(QObject):
    """Events come out of the background as one queued signal; awaited calls go in."""

    event_published = Signal(object)
    call_failed = Signal(object)

    def __init__(self, submit: Submit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._submit = submit
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_finished = False

    def publish(self, event: Event) -> None:
        """Hand an event to the window; called on the background thread."""
        self.event_published.emit(event)

    def call(self, work: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        """Begin a coroutine on the background loop at once and await its result; called on the window's thread."""
        return asyncio.wrap_future(self._submit(work))

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any] | None:
        """Run a coroutine of the window's own loop; an expected error becomes ``call_failed``, a defect the loop's.

        Once the bridge is finished nothing is run: a timer may still ask for what nobody will see.
        """
        if self._is_finished:
            work.close()
            return None
        task = self._watch(work)
        # Cancelled before its first step, it would be left lying about unawaited.
        task.add_done_callback(lambda _: work.close())
        return task

    def _watch(self, work: Awaitable[Any]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(self._guard(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def send(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run a coroutine on the background loop and care only whether it fails."""
        if self._is_finished:
            work.close()
        else:
            self._watch(self.call(work))

    async def settle(self) -> None:
        """Wait for every call under way, and for what they begin in turn."""
        while pending := [task for task in self._tasks if task is not asyncio.current_task()]:
            await asyncio.gather(*pending, return_exceptions=True)

    async def finish(self) -> None:
        """Settle, and after that begin nothing."""
        await self.settle()
        self._is_finished = True

    async def _guard(self, work: Awaitable[Any]) -> None:
        try:
            await work
        except MwDeskError as error:
            logger.info("a call failed: %s", type(error).__name__)
            self.call_failed.emit(error)
