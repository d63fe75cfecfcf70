"""A gateway on a loop of its own and, in front of it, the console."""

from __future__ import annotations

import asyncio
import concurrent.futures
import gc
import random
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mwdesk import config
from mwdesk.app import Console, SessionCredentials
from mwdesk.background import BackgroundLoop
from mwdesk.domain.account import Account
from mwdesk.domain.phone import PhoneNumber
from mwdesk.messaging.timings import Timings
from mwdesk.simulator.gateway import Fate, Outcome, SimAccount, SimulatedGateway
from mwdesk.simulator.server import SimulatorServer

PHONE = PhoneNumber("13800138000")
FAST = Timings(request_timeout_s=2, poll_s=0.05, balance_s=30, retry_first_s=0.05, retry_limit_s=0.2)


class Stage:
    """A gateway on a loop of its own and, in front of it, the console."""

    def __init__(self, app: QApplication, folder: Path, qtbot: QtBot) -> None:
        import qasync

        self.app = app
        app.setQuitOnLastWindowClosed(False)
        self.folder = folder
        self.qtbot = qtbot
        self.credentials = SessionCredentials()
        self.outside = BackgroundLoop()
        self.outside.start()
        gateway = SimulatedGateway({"J00001": SimAccount("123456", 100, 5)}, rng=random.Random(1))
        gateway.set_outcome(PHONE, Outcome(Fate.DELIVERED))
        self.server = SimulatorServer(gateway, speed=20)
        self.on_server(self.server.start())
        self.loop = qasync.QEventLoop(app)
        asyncio.set_event_loop(self.loop)
        self.console: Console | None = None
        self.undo_s = 0

    @property
    def account(self) -> Account:
        return Account("J00001", "127.0.0.1", self.server.port)

    def on_server(self, work: object) -> object:
        future: concurrent.futures.Future[object] = self.outside.submit(work)  # type: ignore[arg-type]
        return future.result(5)

    def receive(self, text: str, phone: PhoneNumber = PHONE) -> None:
        async def receive() -> None:
            self.server.gateway.receive(phone, text)

        self.on_server(receive())

    async def until(self, holds: Callable[[], object], timeout_s: float = 10) -> None:
        """Wait until the window or the gateway shows it; both are other threads' work, so they are looked at."""
        async with asyncio.timeout(timeout_s):
            while not holds():  # noqa: ASYNC110 - what is awaited has no event of its own
                await asyncio.sleep(0.01)

    async def open(self, account: Account | None) -> Console:
        settings = config.load(self.folder / "settings.json")
        settings.preferences = replace(settings.preferences, undo_s=self.undo_s)
        self.console = Console(self.app, self.folder, settings, "zh_CN", self.credentials, FAST)
        await self.console.start(account)
        await self.until(self.console.window.isVisible)
        return self.console

    async def close(self) -> None:
        if self.console is not None:
            console, self.console = self.console, None
            console.window.close()
            await console.window.closed.wait()
            await console.stop()
            console.window.deleteLater()
            # Now, on this thread: else the collector may find it first, on the next console's other one.
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def play(self, scene: Coroutine[Any, Any, None]) -> None:
        async def whole() -> None:
            try:
                await scene
            finally:
                await self.close()

        self.loop.run_until_complete(whole())

    def end(self) -> None:
        self.on_server(self.server.stop())
        self.outside.stop()
        self.loop.close()
        asyncio.set_event_loop(None)
        # What holds timers must end on this thread, not wherever the collector runs next.
        del self.loop
        gc.collect()
