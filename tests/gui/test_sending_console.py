"""Sending in the whole console: what the store and the gateway are told, and what becomes of it in the window."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mwdesk.domain.message import DeliveryState
from mwdesk.gui.models.conversation_list_model import HeldRole
from mwdesk.gui.widgets.composer import Composer
from mwdesk.protocol.commands import Send
from mwdesk.simulator.gateway import Fate, Outcome
from mwdesk.store.store import Changes
from tests.gui.stage import PHONE, Stage
from tests.gui.test_composer import BEN, CTRL, press
from tests.gui.test_sending import CARA, ENTER, LEFT, SHIFT, send, write

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


async def _answering(stage: Stage, undo_s: int = 10) -> Composer:
    stage.undo_s = undo_s
    stage.credentials.write(stage.account.credential_key, "123456")
    console = await stage.open(stage.account)
    stage.receive("您好")
    await stage.until(lambda: console.window.conversations.rowCount() == 1)
    console.window.list_pane.view.activate_phone(PHONE)
    await stage.until(lambda: console.window.messages.rowCount() == 1)
    return console.window.composer


def _sent(stage: Stage) -> list[str]:
    return [command.text for command in stage.server.commands if isinstance(command, Send)]


def test_nothing_is_stored_before_the_time_is_over(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        composer = await _answering(stage)
        console = stage.console
        assert console is not None
        window = console.window
        send(qtbot, composer, "hello")
        conversation = window.conversations.conversation
        await stage.until(lambda: (found := conversation(PHONE)) is not None and found.draft == "hello")
        assert window.messages.rowCount() == 1
        assert _sent(stage) == []
        row = window.conversations.index_of(PHONE)
        assert row.data(HeldRole) == "hello"
        said = row.data(Qt.ItemDataRole.AccessibleTextRole)
        assert "Draft" not in said
        assert "草稿" not in said
        composer.take_back()
        assert row.data(HeldRole) == "", "a draft again"
        press(qtbot, composer, ENTER)
        assert row.data(HeldRole) == "hello"
        qtbot.mouseClick(composer.undo_strip.now_button, LEFT)
        assert row.data(HeldRole) == "hello", "no draft flashes up while it is stored"
        await stage.until(lambda: _sent(stage) == ["hello"])
        await stage.until(lambda: window.messages.rowCount() == 2)
        assert window.messages.message(1).state is not DeliveryState.FAILED
        await stage.until(lambda: (found := conversation(PHONE)) is not None and not found.draft)
        assert window.conversations.index_of(PHONE).data(HeldRole) == ""

    stage.play(scene())


def test_the_line_above_what_is_new_goes_with_the_answer(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        composer = await _answering(stage, undo_s=0)
        assert stage.console is not None
        messages = stage.console.window.messages
        assert messages.shape(0).new_messages == 1
        send(qtbot, composer, "hello")
        await stage.until(lambda: messages.rowCount() == 2)
        await stage.console.bridge.settle()
        assert messages.shape(0).new_messages == 0

    stage.play(scene())


def test_closing_the_window_sends_what_waits_and_keeps_the_rest(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        composer = await _answering(stage)
        send(qtbot, composer, "hello")
        write(qtbot, composer, "more")
        await stage.close()
        console = await stage.open(stage.account)
        await stage.until(lambda: _sent(stage) == ["hello"])
        conversation = console.window.conversations.conversation(PHONE)
        assert conversation is not None
        assert conversation.draft == "more"

    stage.play(scene())


def test_going_on_opens_who_waits_longest(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        composer = await _answering(stage)
        console = stage.console
        assert console is not None
        window = console.window
        told: list[str] = []
        window.thread_desk.noticed.connect(told.append)
        send(qtbot, composer, "hello")
        press(qtbot, composer, ENTER)
        assert window.thread_desk.phone == PHONE
        assert told == ["Nobody else is waiting."] or len(told) == 1
        composer.take_back()

        async def receive() -> None:
            stage.server.gateway.receive(BEN, "在吗")

        stage.on_server(receive())
        await stage.until(lambda: window.conversations.rowCount() == 2)
        await stage.until(lambda: not composer.is_hasty)
        press(qtbot, composer, ENTER, CTRL | SHIFT)
        await stage.until(lambda: window.thread_desk.phone == BEN)
        assert composer.recipient == BEN
        assert window.list_pane.view.currentIndex() == window.conversations.index_of(BEN)
        assert not composer.owner_strip.isVisible()
        press(qtbot, composer, Qt.Key.Key_Z)
        assert window.thread_desk.phone == PHONE
        assert composer.text == "hello"
        assert _sent(stage) == []

    stage.play(scene())


def test_going_on_leads_to_nobody_who_is_being_answered(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        composer = await _answering(stage)
        assert stage.console is not None
        window = stage.console.window

        async def receive() -> None:
            for phone in (BEN, CARA):
                stage.server.gateway.receive(phone, "在吗")

        stage.on_server(receive())
        await stage.until(lambda: window.conversations.rowCount() == 3)
        write(qtbot, composer, "first")
        press(qtbot, composer, ENTER, CTRL | SHIFT)
        second = window.thread_desk.phone
        assert second in (BEN, CARA)
        await stage.until(lambda: not composer.is_hasty)
        write(qtbot, composer, "second")
        press(qtbot, composer, ENTER, CTRL | SHIFT)  # lets the first one go, which is not stored yet
        assert window.thread_desk.phone in {BEN, CARA} - {second}, "an answered customer is not asked to be answered"
        await stage.until(lambda: _sent(stage) == ["first"])
        window.thread_desk.go_to_longest_waiting(window.thread_desk.phone)
        assert window.thread_desk.phone in {BEN, CARA} - {second}, "nor one whose answer can still be taken back"

    stage.play(scene())


def test_a_click_into_the_list_is_on_purpose(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        composer = await _answering(stage)
        console = stage.console
        assert console is not None
        window = console.window

        async def receive() -> None:
            stage.server.gateway.receive(BEN, "在吗")

        stage.on_server(receive())
        await stage.until(lambda: window.conversations.rowCount() == 2)
        window.activateWindow()
        composer.setFocus()
        write(qtbot, composer, "for the first")
        view = window.list_pane.view
        place = view.visualRect(window.conversations.index_of(BEN)).center()
        qtbot.mouseClick(view.viewport(), LEFT, pos=place)
        assert window.thread_desk.phone == BEN
        assert not composer.owner_strip.isVisible()
        assert composer.text == ""

    stage.play(scene())


def test_a_strip_leaves_the_end_of_the_thread_in_view(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        composer = await _answering(stage)
        console = stage.console
        assert console is not None
        window = console.window
        window.resize(800, 500)
        for number in range(12):
            stage.receive(f"第 {number} 条")
        await stage.until(lambda: window.messages.rowCount() == 13)
        bar = window.thread_desk.view.verticalScrollBar()
        await stage.until(lambda: bar.maximum() > 40 and bar.value() == bar.maximum())
        for strip_, distance in ((composer.undo_strip, 0), (composer.owner_strip, 40)):
            bar.setValue(bar.maximum() - distance)
            heights: list[int] = []
            strip_._motion.valueChanged.connect(heights.append)
            strip_.open()
            await stage.until(lambda heights=heights: heights and heights[-1] == 50)
            await stage.until(lambda strip_=strip_: strip_.height() == 50)
            assert len(heights) > 2
            assert bar.maximum() - bar.value() == distance

    stage.play(scene())


def test_settings_reach_the_composer(stage: Stage) -> None:
    async def scene() -> None:
        composer = await _answering(stage, 3)
        console = stage.console
        assert console is not None
        window = console.window
        window.settings_desk.choose(replace(window.settings_desk.settings.preferences, undo_s=7, price_milliyuan=45))
        assert composer._undo_s == 7
        assert composer.strip.price_milliyuan == 45

    stage.play(scene())


def test_what_is_written_besides_is_stored_with_the_message(stage: Stage, qtbot: QtBot) -> None:
    """A program that ends right after it finds neither the message nor the rest missing, nor twice."""

    async def scene() -> None:
        composer = await _answering(stage)
        console = stage.console
        assert console is not None
        store, drafts = console.service.archive.store, []
        add = store.add_outgoing

        def add_and_look(*arguments: Any) -> Changes:
            changes = add(*arguments)
            drafts.extend(conversation.draft for conversation in changes.conversations)
            return changes

        store.add_outgoing = add_and_look  # type: ignore[method-assign]
        send(qtbot, composer, "first")
        write(qtbot, composer, "second")
        composer.let_go()
        await stage.until(lambda: drafts == ["second"])

    stage.play(scene())


def test_a_failed_message_sent_again_leaves_the_draft(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        composer = await _answering(stage)
        console = stage.console
        assert console is not None
        window = console.window
        conversation = window.conversations.conversation
        stage.server.gateway.set_outcome(PHONE, Outcome(Fate.FAILED, "EXPIRED"))
        send(qtbot, composer, "gone wrong")
        composer.let_go()
        await stage.until(lambda: window.messages.rowCount() == 2)
        await stage.until(lambda: window.messages.message(1).state is DeliveryState.FAILED)
        write(qtbot, composer, "half")
        composer.flush_draft()
        await stage.until(lambda: (found := conversation(PHONE)) is not None and found.draft == "half")
        window.thread_desk.act("resend", window.messages.message(1))
        await stage.until(lambda: window.messages.rowCount() == 3)
        await console.bridge.settle()
        found = conversation(PHONE)
        assert found is not None
        assert found.draft == "half"

    stage.play(scene())


@pytest.mark.parametrize("page", ["usage", "failed"])
def test_a_page_over_the_thread_leaves_what_is_held_within_reach(stage: Stage, qtbot: QtBot, page: str) -> None:
    async def scene() -> None:
        composer = await _answering(stage)
        assert stage.console is not None
        window = stage.console.window
        qtbot.keyClicks(composer.editor, "hello")
        qtbot.keyClick(composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert composer.held is not None
        if page == "usage":
            window.usage_desk.toggle()
        else:
            window.list_pane.choose_filter("failed")
        assert not composer.isVisible()
        assert window._notice.isVisible()
        assert window._notice.text().startswith("What you wrote to 138\u00a00013\u00a08000 goes out in ")
        assert window._notice.text().endswith("Ctrl+Z takes it back.")
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert composer.held is None
        assert composer.isVisible(), "back where it can be changed"
        assert composer.text == "hello"
        assert not window._notice.isVisible()

    stage.play(scene())
