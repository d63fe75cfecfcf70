"""A short run of what `dev.py soak` does for half an hour: two desks, real sockets, one fault after another."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.tools.soak import soak


async def test_two_desks_live_through_faults(tmp_path: Path) -> None:
    said: list[str] = []
    result = await soak(tmp_path, 1.5, 0.3, 7, said.append, asyncio.Event())
    assert not result.complaints, result.complaints
    assert result.faults > 0
    assert said == ["settling"]
