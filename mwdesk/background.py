"""The background thread and its asyncio loop, which owns the gateway link and the store."""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import sys
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

_SWITCH_INTERVAL_S = 0.001 if sys.platform == "win32" else 0.0005
"""With Python's default of 5 ms a busy background thread holds the window up for 87 ms at a time; with this for 8.

On Windows Python waits for whole milliseconds: with less than one a waiting thread would not wait but spin.
"""
_STOP_TIMEOUT_S = 5.0

logger = logging.getLogger(__name__)
T = TypeVar("T")


class BackgroundLoop:
    """A plain asyncio loop on a thread of its own. Start and stop from the thread that made it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="mwdesk-background", daemon=True)

    def start(self) -> None:
        """Start the thread and return at once; work can be submitted right away."""
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        if not self._thread.is_alive():
            self._thread.start()

    def submit(self, work: Coroutine[Any, Any, T]) -> concurrent.futures.Future[T]:
        """Run a coroutine there. The caller must look at the future, or its exception is lost."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def stop(self) -> None:
        """Cancel what still runs there, end the thread and close the loop; waits at most five seconds."""
        if not self._thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STOP_TIMEOUT_S)
        if self._thread.is_alive():
            logger.error("the background thread did not end in time")

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            if tasks:
                self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()
