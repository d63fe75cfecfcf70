"""Sleep and set clocks are noticed; ordinary time is not."""

from __future__ import annotations

import asyncio

import pytest

from mwdesk.messaging.wakefulness import watch_sleep

TICK_S = 0.001


@pytest.mark.parametrize(
    ("wall", "steady", "gaps"),
    [
        ([TICK_S] * 4, [TICK_S] * 4, 0),
        ([TICK_S, 3600, TICK_S, TICK_S], [TICK_S] * 4, 1),
        ([TICK_S, -3600, TICK_S, TICK_S], [TICK_S] * 4, 1),
        ([TICK_S, 3600, TICK_S, 60], [TICK_S, 3600, TICK_S, 60], 2),
        ([TICK_S, 5, TICK_S, TICK_S], [TICK_S, 5, TICK_S, TICK_S], 0),
    ],
    ids=["awake", "slept, steady clock stood", "clock set back", "slept twice, steady clock ran", "busy machine"],
)
async def test_each_gap_is_told_once(wall: list[float], steady: list[float], gaps: int) -> None:
    ended = asyncio.Event()
    told = 0
    passed = [0.0, 0.0]
    moments = iter([(0.0, 0.0), *zip(wall, steady, strict=True)])

    def clocks() -> tuple[float, float]:
        step = next(moments, None)
        if step is None:
            ended.set()
            step = (TICK_S, TICK_S)
        passed[0] += step[0]
        passed[1] += step[1]
        return passed[0], passed[1]

    def woke() -> None:
        nonlocal told
        told += 1

    watch = asyncio.create_task(watch_sleep(woke, clocks, TICK_S))
    await ended.wait()
    watch.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watch
    assert told == gaps
