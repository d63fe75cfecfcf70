"""A service on the test's own loop, with a simulator on loopback and a keyring in memory."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from mwdesk.app import SessionCredentials
from mwdesk.domain.account import Account
from mwdesk.domain.events import Event
from mwdesk.messaging.service import MessagingService
from mwdesk.messaging.timings import Timings
from mwdesk.simulator.gateway import SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer

FAST = Timings(
    request_timeout_s=0.6,
    poll_s=0.02,
    balance_s=30,
    retry_first_s=0.02,
    retry_limit_s=0.1,
    busy_first_s=0.02,
    store_retry_s=0.02,
    gather_s=0.0,
)


class Desk:
    """The service with everything it said."""

    def __init__(self, path: Path, server: SimulatorServer, timings: Timings = FAST) -> None:
        self.server = server
        self.credentials = SessionCredentials()
        self.events: list[Event] = []
        self._news = asyncio.Event()
        self.service = MessagingService(path, self.credentials, self._publish, timings)
        self.path = path

    @property
    def account(self) -> Account:
        return Account("J00001", "127.0.0.1", self.server.port)

    def _publish(self, event: Event) -> None:
        self.events.append(event)
        self._news.set()

    async def until(self, holds: Callable[[], object], timeout_s: float = 5.0) -> None:
        """Wait until a condition over the events holds."""
        async with asyncio.timeout(timeout_s):
            while not holds():
                self._news.clear()
                await self._news.wait()

    def saw(self, kind: type, **fields: object) -> list[Event]:
        """Return the events of a kind whose fields have these values."""
        return [e for e in self.events if isinstance(e, kind) and all(getattr(e, k) == v for k, v in fields.items())]


@pytest.fixture
async def server() -> AsyncIterator[SimulatorServer]:
    gateway = SimulatedGateway({"J00001": SimAccount("123456", 100, 5)}, rng=random.Random(1))
    server = SimulatorServer(gateway, speed=200)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def desk(tmp_path: Path, server: SimulatorServer) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path / "mwdesk.db", server)
    await desk.service.start()
    yield desk
    await desk.service.stop()
