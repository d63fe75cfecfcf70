"""Work on the background loop that the operator may end."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
from collections.abc import Coroutine
from typing import Any, TypeVar

from mwdesk.errors import MwDeskError

T = TypeVar("T")
Stop = concurrent.futures.Future[None]
"""Set from the window's thread to end work on the background's."""


class StoppedError(MwDeskError):
    """The operator ended the work."""


async def stoppable(work: Coroutine[Any, Any, T], stop: Stop) -> T:
    """Do a work until it ends or is to stop; either way it is over when this returns. Raises :class:`StoppedError`."""
    task = asyncio.ensure_future(work)
    stopping = asyncio.wrap_future(stop)
    try:
        await asyncio.wait((task, stopping), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
            await asyncio.wait((task,))
    finally:
        task.cancel()
        stopping.cancel()
    if task.cancelled():
        raise StoppedError("stopped by the operator")
    return task.result()


def stop_now(stop: Stop | None) -> None:
    """End what goes by this stop, if it has not ended by itself."""
    if stop is not None:
        with contextlib.suppress(concurrent.futures.InvalidStateError):
            stop.set_result(None)
