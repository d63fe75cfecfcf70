"""Ends snoozes on time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime

from mwdesk.errors import StoreError
from mwdesk.store.store import Changes, Store

_LOOK_EVERY_S = 60.0
"""A sleep is no longer: timers stand still while the computer sleeps, and a restored file has snoozes of its own."""


class Alarm:
    """Waits for the next snooze to be over, and publishes the conversations that are back."""

    def __init__(
        self, store: Callable[[], Store], publish: Callable[[Changes], None], look_every_s: float = _LOOK_EVERY_S
    ) -> None:
        self._store = store
        self._publish = publish
        self._look_every_s = look_every_s
        self._snoozed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; a second call does nothing."""
        if self._task is None:
            self._task = asyncio.create_task(self._watch(), name="alarm")

    def look(self) -> None:
        """Look again at once, since a snooze began or ended."""
        self._snoozed.set()

    async def stop(self) -> None:
        """End at once."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _watch(self) -> None:
        while True:
            self._snoozed.clear()
            delay_s = self._look_every_s
            # Closed for a restore, or in trouble that others report: later, then.
            with contextlib.suppress(StoreError):
                delay_s = min(delay_s, self._wake())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._snoozed.wait(), delay_s)

    def _wake(self) -> float:
        """End what is over and return how many seconds it is to the next one."""
        store = self._store()
        due, now = store.next_wake(), datetime.now(UTC)
        if due is not None and due <= now:
            self._publish(store.wake_snoozed(now))
            due = store.next_wake()
        return self._look_every_s if due is None else max((due - now).total_seconds(), 0.0)
