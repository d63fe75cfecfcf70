"""The whole console: real window, real socket, real file, driven by input events."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from pytestqt.qtbot import QtBot

from mwdesk.app import Console
from mwdesk.domain.message import DeliveryState, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.protocol.commands import Login, Send
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
