"""Notice that the computer slept or its clock was set: timers say nothing of either."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

_TICK_S = 5.0
_SLACK_S = 10.0
"""More than a busy machine is ever late."""

Clocks = Callable[[], tuple[float, float]]


def _clocks() -> tuple[float, float]:
    return time.time(), time.monotonic()


async def watch_sleep(woke: Callable[[], None], clocks: Clocks = _clocks, tick_s: float = _TICK_S) -> None:
    """Call ``woke`` after each gap, until cancelled.

    While a computer sleeps the steady clock stands still on Linux and macOS and runs on under Windows; the wall clock
    always jumps. Either one is enough.
    """
    before = clocks()
    while True:
        await asyncio.sleep(tick_s)
        now = clocks()
        if any(abs(later - earlier - tick_s) > _SLACK_S for later, earlier in zip(now, before, strict=True)):
            woke()
        before = now
