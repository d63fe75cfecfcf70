"""The whole console: real window, real socket, real file, driven by input events."""

from __future__ import annotations

import asyncio
import concurrent.futures
import random
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mwdesk import config
from mwdesk.app import Console, SessionCredentials
from mwdesk.background import BackgroundLoop
from mwdesk.domain.account import Account
from mwdesk.domain.message import DeliveryState
from mwdesk.domain.phone import PhoneNumber
from mwdesk.messaging.timings import Timings
from mwdesk.protocol.commands import Login, Send
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

    @property
    def account(self) -> Account:
        return Account("J00001", "127.0.0.1", self.server.port)

    def on_server(self, work: object) -> object:
        future: concurrent.futures.Future[object] = self.outside.submit(work)  # type: ignore[arg-type]
        return future.result(5)

    def receive(self, text: str) -> None:
        async def receive() -> None:
            self.server.gateway.receive(PHONE, text)

        self.on_server(receive())

    async def until(self, holds: Callable[[], object], timeout_s: float = 10) -> None:
        """Wait until the window or the gateway shows it; both are other threads' work, so they are looked at."""
        async with asyncio.timeout(timeout_s):
            while not holds():  # noqa: ASYNC110 - what is awaited has no event of its own
                await asyncio.sleep(0.01)

    async def open(self, account: Account | None) -> Console:
        settings = config.load(self.folder / "settings.json")
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


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(qapp, tmp_path, qtbot)
    yield stage
    stage.end()


def _states(console: Console) -> list[DeliveryState | None]:
    model = console.window.messages
    return [model.message(row).state for row in range(model.rowCount())]


def test_an_operator_answers_a_customer(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        console = await stage.open(None)
        window = console.window
        dialog = window.sign_in_dialog
        assert dialog is not None
        dialog.set_account(stage.account)
        qtbot.keyClicks(dialog.password_edit, "123456")
        qtbot.keyClick(dialog.password_edit, Qt.Key.Key_Return)
        await stage.until(lambda: window.sign_in_dialog is None)

        stage.receive("周六还能约外景吗")
        await stage.until(lambda: window.conversations.rowCount() == 1)
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: window.messages.rowCount() == 1)
        assert window.messages.message(0).text == "周六还能约外景吗"

        editor = window.composer.editor
        qtbot.keyClicks(editor, "OK, 10:00")
        qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await stage.until(lambda: _states(console)[1:] in ([DeliveryState.SENT], [DeliveryState.DELIVERED]))
        await stage.until(lambda: window.composer.text == "")
        await stage.until(lambda: _states(console)[1:] == [DeliveryState.DELIVERED])
        assert [c.text for c in stage.server.commands if isinstance(c, Send)] == ["OK, 10:00"]
        await stage.until(lambda: "99" in window.status_bar.balance.accessibleName())
        assert "6" in window.status_bar.used.accessibleName()

        window.ask_to_change_password()
        change = window.password_dialog
        assert change is not None
        qtbot.keyClicks(change.old_edit, "123456")
        qtbot.keyClicks(change.new_edit, "654321")
        qtbot.keyClicks(change.repeat_edit, "654321")
        qtbot.keyClick(change.repeat_edit, Qt.Key.Key_Return)
        await stage.until(lambda: stage.credentials.read(stage.account.credential_key) == "654321")
        await stage.close()

        console = await stage.open(stage.account)
        logins = lambda: [c.password for c in stage.server.commands if isinstance(c, Login)]  # noqa: E731
        await stage.until(lambda: logins() == ["123456", "654321"])
        assert console.window.sign_in_dialog is None
        assert console.window.conversations.rowCount() == 1

    stage.play(scene())


def test_a_draft_survives_closing(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        stage.receive("您好")
        await stage.until(lambda: console.window.conversations.rowCount() == 1)
        console.window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: console.window.messages.rowCount() == 1)
        qtbot.keyClicks(console.window.composer.editor, "half an answer")
        await stage.close()
        console = await stage.open(stage.account)
        conversation = console.window.conversations.conversation(PHONE)
        assert conversation is not None
        assert conversation.draft == "half an answer"

    stage.play(scene())


def test_a_refused_login_says_so_where_it_was_typed(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        console = await stage.open(None)
        dialog = console.window.sign_in_dialog
        assert dialog is not None
        dialog.set_account(stage.account)
        qtbot.keyClicks(dialog.password_edit, "nope")
        qtbot.keyClick(dialog.password_edit, Qt.Key.Key_Return)
        await stage.until(lambda: dialog.notice.isVisible())
        assert dialog.password_edit.text() == "nope"
        dialog.reject()

    stage.play(scene())
