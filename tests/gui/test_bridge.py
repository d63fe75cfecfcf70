"""The crossing between the two threads: what is under way at the end is waited for, and nothing begins after it."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Iterator

import pytest

from mwdesk.background import BackgroundLoop
from mwdesk.errors import StoreError
from mwdesk.gui.bridge import Bridge


@pytest.fixture
def background() -> Iterator[BackgroundLoop]:
    loop = BackgroundLoop()
    loop.start()
    yield loop
    loop.stop()


async def test_a_call_runs_on_the_other_thread(background: BackgroundLoop) -> None:
    async def where() -> int:
        return threading.get_ident()

    assert await Bridge(background.submit).call(where()) != threading.get_ident()


async def test_an_expected_error_is_told(background: BackgroundLoop) -> None:
    async def fail() -> None:
        raise StoreError("full")

    bridge, told = Bridge(background.submit), []
    bridge.call_failed.connect(told.append)
    bridge.send(fail())
    await bridge.finish()
    assert [str(error) for error in told] == ["full"]


async def test_what_is_under_way_is_waited_for_and_what_it_begins(background: BackgroundLoop) -> None:
    going_on, done = threading.Event(), []

    async def work() -> None:
        await asyncio.to_thread(going_on.wait)
        done.append("work")

    async def begin_another() -> None:
        await bridge.call(work())
        bridge.send(work())

    bridge = Bridge(background.submit)
    bridge.start(begin_another())
    ending = asyncio.ensure_future(bridge.finish())
    await asyncio.sleep(0)
    going_on.set()
    await ending
    assert done == ["work", "work"]


async def test_nothing_begins_after_the_end(background: BackgroundLoop) -> None:
    begun = []

    async def work() -> None:
        begun.append("work")

    bridge = Bridge(background.submit)
    await bridge.finish()
    background.stop()
    assert bridge.start(work()) is None
    bridge.send(work())
    await asyncio.sleep(0)
    assert not begun


async def test_a_task_cancelled_before_it_began_leaves_nothing_lying(background: BackgroundLoop) -> None:
    async def work() -> None:
        raise AssertionError("it was cancelled")

    begun = work()
    task = Bridge(background.submit).start(begun)
    assert task is not None
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)
    assert inspect.getcoroutinestate(begun) == inspect.CORO_CLOSED
