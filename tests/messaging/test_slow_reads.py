"""Reads beside the loop: whom an interruption may meet, and what becomes of a read when the file is closed."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from mwdesk.domain.finding import Findings, Query
from mwdesk.errors import StoreError
from mwdesk.messaging import lookups
from mwdesk.messaging.slow_reads import SlowReads
from mwdesk.store.reader import Reader
from mwdesk.store.store import Store
from tests.messaging.conftest import Desk

COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def reads(tmp_path: Path) -> SlowReads:
    path = tmp_path / "mwdesk.db"
    Store(path).close()
    return SlowReads(path, None)


class Endless:
    """A read that only an interruption ends."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.begun = asyncio.Event()

    def __call__(self, reader: Reader) -> None:
        self._loop.call_soon_threadsafe(self.begun.set)
        with reader._db.reading() as connection:
            connection.execute(COUNT).fetchone()


def interrupt_late(monkeypatch: pytest.MonkeyPatch, reads: SlowReads, told: Callable[[], None]) -> None:
    """Interrupt as an unlucky moment has it: once more after the reader's thread has done all it was given."""
    interrupt = Reader.interrupt

    def twice(reader: Reader) -> None:
        idle = reads._thread.submit(lambda: None)
        interrupt(reader)
        while concurrent.futures.wait([idle], 0.01).not_done:  # an interruption before the statement is lost
            interrupt(reader)
        told()
        interrupt(reader)

    monkeypatch.setattr(Reader, "interrupt", twice)


async def test_closing_interrupts_no_reader_that_is_closed(reads: SlowReads, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Endless()
    reading = asyncio.create_task(reads.read(endless))
    async with asyncio.timeout(5):
        await endless.begun.wait()
        interrupt_late(monkeypatch, reads, lambda: None)
        await reads.close()
        with pytest.raises(StoreError, match="interrupted"):
            await reading


async def test_a_cancelled_read_takes_no_other_with_it(reads: SlowReads, monkeypatch: pytest.MonkeyPatch) -> None:
    endless, steps = Endless(), []
    async with asyncio.timeout(5):
        cancelled = asyncio.create_task(reads.read(endless))
        await endless.begun.wait()
        other = asyncio.create_task(reads.read(lambda _reader: steps.append("read")))
        interrupt_late(monkeypatch, reads, lambda: steps.append("interrupted"))
        cancelled.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cancelled
        await other
        assert steps[-1] == "read", "begun where the interruption of the one before could meet it"
        await reads.close()


async def test_what_waits_its_turn_is_not_read_after_closing(reads: SlowReads) -> None:
    endless = Endless()
    async with asyncio.timeout(5):
        reading = asyncio.create_task(reads.read(endless))
        await endless.begun.wait()
        waiting = asyncio.create_task(reads.read(endless))
        closing = asyncio.create_task(reads.close())
        late = asyncio.create_task(reads.read(endless))
        await closing
        for read in (reading, waiting, late):
            with pytest.raises(StoreError):
                await read
    with pytest.raises(StoreError):
        await reads.read(endless)


async def test_closing_ends_a_search(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(reader: Reader, _query: Query, _before: int | None) -> Findings:
        endless(reader)
        raise AssertionError("it ended by itself")

    monkeypatch.setattr(lookups, "find", find)
    for dropped in (False, True) * 10:
        endless = Endless()
        search = asyncio.create_task(desk.service.find(Query("相册")))
        async with asyncio.timeout(5):
            await endless.begun.wait()
            if dropped:  # as when one types on
                search.cancel()
            await desk.service.archive.close()
            with pytest.raises((StoreError, asyncio.CancelledError)) as ended:
                await search
        assert ended.type is (asyncio.CancelledError if dropped else StoreError)
        assert not any(thread.name.startswith("mwdesk-reader") for thread in threading.enumerate())
        await desk.service.archive.open()
