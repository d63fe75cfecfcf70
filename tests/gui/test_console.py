"""The whole console: real window, real socket, real file, driven by input events."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from pytestqt.qtbot import QtBot

from mwdesk.app import Console
from mwdesk.domain.message import DeliveryState, IncomingMessage, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import StoreError
from mwdesk.gui.main_window import MainWindow
from mwdesk.protocol.commands import Login, Send
from mwdesk.store.store import Store
from tests.gui.stage import PHONE, Stage

OTHER = PhoneNumber("13900139000")


def _states(console: Console) -> list[DeliveryState | None]:
    model = console.window.messages
    return [model.message(row).state for row in range(model.rowCount())]


def test_an_operator_answers_a_customer(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        console = await stage.open(None)
        window = console.window
        dialog = window.account_desk.sign_in_dialog
        assert dialog is not None
        dialog.set_account(stage.account)
        qtbot.keyClicks(dialog.password_edit, "123456")
        qtbot.keyClick(dialog.password_edit, Qt.Key.Key_Return)
        await stage.until(lambda: window.account_desk.sign_in_dialog is None)

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

        window.account_desk.ask_to_change_password()
        change = window.account_desk.password_dialog
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
        assert console.window.account_desk.sign_in_dialog is None
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
        dialog = console.window.account_desk.sign_in_dialog
        assert dialog is not None
        dialog.set_account(stage.account)
        qtbot.keyClicks(dialog.password_edit, "nope")
        qtbot.keyClick(dialog.password_edit, Qt.Key.Key_Return)
        await stage.until(lambda: dialog.notice.isVisible())
        assert dialog.password_edit.text() == "nope"
        dialog.reject()

    stage.play(scene())


def test_what_comes_while_a_thread_is_being_read_is_shown(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window, read = console.window, console.service.thread
        stage.receive("first")
        await stage.until(lambda: window.conversations.rowCount() == 1)
        held, release = threading.Event(), threading.Event()

        async def thread(phone: PhoneNumber, before: int | None = None, limit: int = 50) -> list[Message]:
            page = await read(phone, before, limit)
            held.set()
            await asyncio.to_thread(release.wait, 5)
            return page

        monkeypatch.setattr(console.service, "thread", thread)
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(held.is_set)
        stage.receive("second")
        await stage.until(lambda: window.conversations.conversation(PHONE).last_text == "second")
        release.set()
        await stage.until(lambda: window.messages.rowCount() == 2)
        assert [window.messages.message(row).text for row in range(2)] == ["first", "second"]

    stage.play(scene())


def test_what_comes_behind_another_page_is_not_read(stage: Stage) -> None:
    async def scene() -> None:
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window = console.window
        window.activateWindow()
        await stage.until(window.isActiveWindow)
        stage.receive("first")
        await stage.until(lambda: window.conversations.rowCount() == 1)
        window.list_pane.view.activate_phone(PHONE)

        def unread() -> int:
            return window.conversations.conversation(PHONE).unread

        await stage.until(lambda: not unread())
        for away, back in (
            (lambda: window.list_pane.choose_filter("failed"), lambda: window.list_pane.choose_filter("all")),
            (window.usage_desk.toggle, window.usage_desk.toggle),
        ):
            away()
            stage.receive("second")
            await stage.until(unread, 3)
            await console.bridge.settle()
            assert unread() == 1, "nobody saw it"
            back()
            await stage.until(lambda: not unread(), 3)

    stage.play(scene())


class HeldPages:
    """Lets older and newer pages of a thread wait until they are let go; what is read first is read as ever."""

    def __init__(self, console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[PhoneNumber] = []
        self.fails = False
        self._release = threading.Event()
        read, read_after = console.service.thread, console.service.thread_after

        async def thread(phone: PhoneNumber, before: int | None = None, limit: int = 50) -> list[Message]:
            page = await read(phone, before, limit)
            if before is not None:
                await self._wait(phone)
            return page

        async def thread_after(phone: PhoneNumber, row_id: int, limit: int = 50) -> tuple[list[Message], bool]:
            page = await read_after(phone, row_id, limit)
            await self._wait(phone)
            return page

        monkeypatch.setattr(console.service, "thread", thread)
        monkeypatch.setattr(console.service, "thread_after", thread_after)

    async def _wait(self, phone: PhoneNumber) -> None:
        fails = self.fails
        self.asked.append(phone)
        await asyncio.to_thread(self._release.wait, 5)
        if fails:
            raise StoreError("the disk is away")

    def let_go(self) -> None:
        self._release.set()


def _long_threads(stage: Stage, *phones: PhoneNumber) -> None:
    now = datetime.now(UTC)
    with Store(stage.folder / "mwdesk.db") as store:
        for phone in phones:
            for n in range(400):
                at = now - timedelta(minutes=1000 - n)
                store.add_incoming([IncomingMessage(phone, f"line {n}", at, "")], at)
            store.mark_read(phone)


def _numbers(window: MainWindow) -> list[int]:
    rows = range(window.messages.rowCount())
    return [int(window.messages.message(row).text.removeprefix("line ")) for row in rows]


def test_an_older_page_that_comes_too_late_leaves_no_gap(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        _long_threads(stage, PHONE)
        console = await stage.open(None)
        window = console.window
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: window.thread_desk.view.at_end and window.messages.rowCount())
        pages = HeldPages(console, monkeypatch)
        view = window.thread_desk.view
        await stage.until(lambda: window.thread_desk.view.verticalScrollBar().maximum() > 0)
        view.verticalScrollBar().setValue(0)
        await stage.until(lambda: pages.asked)
        await window.thread_desk.show_around(PHONE, window.messages.newest.row_id - 300)
        pages.let_go()
        await console.bridge.settle()
        assert _numbers(window) == list(range(_numbers(window)[0], _numbers(window)[-1] + 1)), "nothing is left out"

        def read_back() -> bool:
            view.verticalScrollBar().setValue(0)
            return _numbers(window)[0] == 0

        await stage.until(read_back, 5)

    stage.play(scene())


def test_another_thread_can_be_scrolled_while_the_first_ones_page_is_read(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        other = PhoneNumber("13900139000")
        _long_threads(stage, PHONE, other)
        console = await stage.open(None)
        window = console.window
        view = window.thread_desk.view
        pages = HeldPages(console, monkeypatch)
        for phone in (PHONE, other):
            window.list_pane.view.activate_phone(phone)
            await stage.until(lambda: window.thread_desk.view.at_end and window.messages.rowCount())
            await stage.until(lambda: view.verticalScrollBar().maximum() > 0)
            first = window.messages.rowCount()
            view.verticalScrollBar().setValue(0)
            await stage.until(lambda phone=phone: phone in pages.asked, 3)
        pages.let_go()
        await stage.until(lambda: window.messages.rowCount() > first)

    stage.play(scene())


def test_an_older_page_that_failed_is_asked_for_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        _long_threads(stage, PHONE)
        console = await stage.open(None)
        window = console.window
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: window.thread_desk.view.at_end and window.messages.rowCount())
        first, pages = window.messages.rowCount(), HeldPages(console, monkeypatch)
        pages.fails = True
        bar = window.thread_desk.view.verticalScrollBar()
        await stage.until(lambda: bar.maximum() > 0)
        bar.setValue(0)
        await stage.until(lambda: pages.asked)
        pages.fails = False
        pages.let_go()
        await console.bridge.settle()
        bar.setValue(1)
        await stage.until(lambda: window.messages.rowCount() > first, 3)

    stage.play(scene())


def test_another_thread_is_painted_with_its_messages_unless_they_take_long(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Painted(QObject):
        """Notes how many messages there were at each paint."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                rows.append(desk.messages.rowCount())
            return False

    async def scene() -> None:
        nonlocal desk
        stage.credentials.write(stage.account.credential_key, "123456")
        console = await stage.open(stage.account)
        window, desk, read = console.window, console.window.thread_desk, console.service.thread
        for phone in (PHONE, OTHER):
            stage.receive("在吗？", phone)
        await stage.until(lambda: window.conversations.rowCount() == 2)
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: desk.messages.rowCount() == 1 and desk.updatesEnabled())
        painted = Painted()
        desk.view.viewport().installEventFilter(painted)
        window.list_pane.view.activate_phone(OTHER)
        await stage.until(lambda: bool(rows))
        assert set(rows) == {1}

        release = threading.Event()

        async def thread(phone: PhoneNumber, before: int | None = None, limit: int = 50) -> list[Message]:
            await asyncio.to_thread(release.wait, 5)
            return await read(phone, before, limit)

        monkeypatch.setattr(console.service, "thread", thread)
        rows.clear()
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: 0 in rows)
        release.set()
        await stage.until(lambda: 1 in rows)

    rows: list[int] = []
    desk: Any = None
    stage.play(scene())
