"""Sending from the composer: taking back, going on, and a number that changes under the hands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.domain.message import DeliveryState
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets import strip
from mwdesk.gui.widgets.composer import Composer
from mwdesk.protocol.commands import Send
from tests.gui.stage import PHONE, Stage
from tests.gui.test_composer import ANNA, BEN, CTRL, Heard, paste, press

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

CARA = PhoneNumber("13700137000")
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
ENTER = Qt.Key.Key_Return


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[Composer]:
    theme = Theme("en", "light")
    window = QWidget()
    column = QVBoxLayout(window)
    column.addStretch(1)
    widget = Composer(theme, window)
    column.addWidget(widget)
    qtbot.addWidget(window)
    window.resize(800, 600)
    widget.set_recipient(ANNA, "")
    widget.set_undo(5)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    widget.editor.setFocus()
    yield widget
    theme.deleteLater()


@pytest.fixture
def heard(composer: Composer) -> Heard:
    return Heard(composer)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: words.append(event.message()))
    return words


def write(qtbot: QtBot, composer: Composer, text: str) -> None:
    qtbot.keyClicks(composer.editor, text)


def send(qtbot: QtBot, composer: Composer, text: str) -> None:
    write(qtbot, composer, text)
    press(qtbot, composer, ENTER)


def second(composer: Composer) -> None:
    """Let a second of the countdown pass."""
    composer.undo_strip._on_timer_timeout()


def leave(composer: Composer, phone: PhoneNumber, draft: str = "") -> None:
    """Open another number as a click into the list does."""
    composer.editor.clearFocus()
    composer.set_recipient(phone, draft)


# --- taking back ------------------------------------------------------------------------------------------------------


def test_a_send_waits_and_is_a_draft_so_long(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "hello")
    assert heard.sent == []
    assert heard.drafts[-1] == (ANNA, "hello")
    assert composer.text == ""
    assert composer.undo_strip.isVisible()
    assert composer.undo_strip.sentence.text() == "Goes to 138 0013 8000 in 5 s: “hello”"
    for left in (4, 3, 2, 1):
        second(composer)
        assert composer.undo_strip.left_s == left
        assert heard.sent == []
    second(composer)
    assert heard.sent == [(ANNA, ("hello",))]
    assert not composer.undo_strip.isVisible()
    assert heard.drafts[-1] == (ANNA, "hello")
    composer.accepted(ANNA)
    assert heard.drafts[-1] == (ANNA, "")


def test_the_time_runs_by_itself(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    composer.set_undo(1)
    send(qtbot, composer, "hello")
    qtbot.waitUntil(lambda: heard.sent == [(ANNA, ("hello",))], timeout=3000)


def test_without_the_setting_nothing_waits(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    composer.set_undo(0)
    send(qtbot, composer, "hello")
    assert heard.sent == [(ANNA, ("hello",))]
    assert not composer.undo_strip.isVisible()


@pytest.mark.parametrize("way", ["key", "button", "elsewhere"])
def test_taking_back(qtbot: QtBot, composer: Composer, heard: Heard, way: str) -> None:
    send(qtbot, composer, "hello")
    if way == "key":
        press(qtbot, composer, Qt.Key.Key_Z)
    elif way == "button":
        qtbot.mouseClick(composer.undo_strip.undo_button, LEFT)
    else:
        composer.send.chevron.setFocus()
        qtbot.keyClick(composer.canned_button, Qt.Key.Key_Z, CTRL)
    assert composer.text == "hello"
    assert heard.drafts[-1] == (ANNA, "hello")
    assert not composer.undo_strip.isVisible()
    assert heard.sent == []
    composer.let_go()
    assert heard.sent == []


def test_undo_undoes_what_came_last(qtbot: QtBot, composer: Composer) -> None:
    send(qtbot, composer, "hello")
    write(qtbot, composer, "more")
    press(qtbot, composer, Qt.Key.Key_Z)
    assert composer.text == ""
    assert composer.held is not None
    press(qtbot, composer, Qt.Key.Key_Z)
    assert composer.text == "hello"
    assert composer.held is None


def test_send_now(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "hello")
    qtbot.mouseClick(composer.undo_strip.now_button, LEFT)
    assert heard.sent == [(ANNA, ("hello",))]


def test_strips_do_not_pile_up(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "one")
    send(qtbot, composer, "two")
    assert heard.sent == [(ANNA, ("one",))]
    assert composer.held is not None
    assert composer.held.raw == "two"
    composer.accepted(ANNA)
    assert heard.drafts[-1] == (ANNA, "two")
    leave(composer, BEN)
    send(qtbot, composer, "three")
    assert heard.sent[1:] == [(ANNA, ("two",))]
    assert "139 0013 9000" in composer.undo_strip.sentence.text()


def test_the_countdown_goes_on_elsewhere_and_undo_leads_back(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    wanted: list[PhoneNumber] = []
    composer.open_requested.connect(wanted.append)
    send(qtbot, composer, "hello")
    leave(composer, BEN, "for Ben")
    assert composer.undo_strip.isVisible()
    press(qtbot, composer, Qt.Key.Key_Z)
    assert wanted == [ANNA]
    assert heard.drafts[-1] == (ANNA, "hello")
    composer.set_recipient(ANNA, "hello")
    assert composer.text == "hello"
    assert heard.sent == []


def test_what_is_written_meanwhile_is_kept(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "first")
    write(qtbot, composer, "second")
    composer.flush_draft()
    assert heard.drafts[-1] == (ANNA, "first\nsecond")  # what a kill would leave
    leave(composer, BEN)
    composer.let_go()
    composer.accepted(ANNA)
    assert heard.drafts[-1] == (ANNA, "second")
    leave(composer, ANNA, "stale")
    assert composer.text == "second"


def test_a_store_that_fails_gives_the_text_back(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "first")
    write(qtbot, composer, "second")
    composer.let_go()
    composer.restore(ANNA, ("first",))
    assert composer.text == "first\nsecond"
    send(qtbot, composer, "")
    leave(composer, BEN, "for Ben")
    composer.let_go()
    composer.restore(ANNA, ("first\nsecond",))
    assert composer.text == "for Ben"
    assert heard.drafts[-1] == (ANNA, "first\nsecond")
    leave(composer, ANNA, "")
    assert composer.text == "first\nsecond"


def test_closing_sends_at_once(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    send(qtbot, composer, "hello")
    write(qtbot, composer, "more")
    composer.settle()
    assert heard.sent == [(ANNA, ("hello",))]
    assert heard.drafts[-1] == (ANNA, "more")


def test_the_countdown_is_announced_once(qtbot: QtBot, composer: Composer, said: list[str]) -> None:
    send(qtbot, composer, "hello")
    second(composer)
    second(composer)
    assert said == ["Goes to 138 0013 8000 in 5 s: “hello”"]


def test_the_counter_is_announced_at_its_limits(composer: Composer, said: list[str]) -> None:
    def announced(text: str) -> list[str]:
        del said[:]
        composer.editor.setPlainText(text)
        return said

    assert announced("字" * 59) == []
    assert announced("字" * 60) == ["60/68"]
    assert announced("字" * 61) == []
    assert announced("字" * 68) == ["68/68"]
    assert announced("字" * 69) == ["69/68 · 2 msg"]
    assert announced("字" * 70) == []
    assert announced("字") == []
    assert announced("字" * 100) == ["100/68 · 2 msg"]


# --- sending and going on ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("undo_s", [0, 5])
@pytest.mark.parametrize("way", ["twice", "key", "menu"])
def test_send_and_go_on(qtbot: QtBot, composer: Composer, heard: Heard, way: str, undo_s: int) -> None:
    composer.set_undo(undo_s)
    wanted: list[PhoneNumber] = []
    composer.next_requested.connect(wanted.append)
    write(qtbot, composer, "hello")
    if way == "twice":
        press(qtbot, composer, ENTER)
        assert wanted == []
        press(qtbot, composer, ENTER)
    elif way == "key":
        press(qtbot, composer, ENTER, CTRL | SHIFT)
    else:
        composer.send.next_action.trigger()
    assert wanted == [ANNA]
    assert len(heard.sent) == (0 if undo_s else 1)
    # A third press belongs to the same hand: it must not send what stands in the next box.
    leave(composer, BEN, "a draft")
    composer.editor.setFocus()
    press(qtbot, composer, ENTER)
    assert composer.text == "a draft"
    assert composer.held is None or composer.held.phone == ANNA
    assert wanted == [ANNA]


def test_nothing_to_send_goes_nowhere(qtbot: QtBot, composer: Composer) -> None:
    wanted: list[PhoneNumber] = []
    composer.next_requested.connect(wanted.append)
    press(qtbot, composer, ENTER, CTRL | SHIFT)
    paste(composer, "😀")
    press(qtbot, composer, ENTER, CTRL | SHIFT)
    press(qtbot, composer, ENTER)
    assert wanted == []
    press(qtbot, composer, Qt.Key.Key_Backspace, PLAIN)
    send(qtbot, composer, "x")
    write(qtbot, composer, "y")
    press(qtbot, composer, ENTER)
    assert wanted == []  # Something was typed between: that was no double press.


def test_going_on_waits_for_the_question(qtbot: QtBot, composer: Composer) -> None:
    wanted: list[PhoneNumber] = []
    composer.next_requested.connect(wanted.append)
    paste(composer, "字" * 69)
    press(qtbot, composer, ENTER, CTRL | SHIFT)
    assert composer.is_asking
    press(qtbot, composer, Qt.Key.Key_Escape, PLAIN)
    press(qtbot, composer, ENTER)
    qtbot.waitUntil(lambda: not composer.is_hasty)
    press(qtbot, composer, ENTER)
    assert wanted == []
    press(qtbot, composer, Qt.Key.Key_Z)
    press(qtbot, composer, ENTER, CTRL | SHIFT)
    qtbot.mouseClick(composer.strip.confirm_button, LEFT)
    assert wanted == [ANNA]


# --- the number changes under the hands -------------------------------------------------------------------------------


def test_a_number_opened_under_the_hands_gets_nothing(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    write(qtbot, composer, "for An")
    composer.set_recipient(BEN, "for Ben")
    write(qtbot, composer, "na")
    assert composer.owner_strip.isVisible()
    words = composer.owner_strip.sentence.text()
    assert words == "Begun for 138 0013 8000, but 139 0013 9000 is open now"
    assert composer.recipient == ANNA
    assert composer.text == "for Anna"
    assert not composer.send.isEnabled()
    press(qtbot, composer, ENTER)
    press(qtbot, composer, ENTER, CTRL | SHIFT)
    assert heard.sent == []
    assert composer.held is None
    composer.flush_draft()
    assert heard.drafts[-1] == (ANNA, "for Anna")


@pytest.mark.parametrize("undo_s", [0, 5])
def test_send_to_the_first_number(qtbot: QtBot, composer: Composer, heard: Heard, undo_s: int) -> None:
    composer.set_undo(undo_s)
    write(qtbot, composer, "for Anna")
    composer.set_recipient(BEN, "for Ben")
    qtbot.mouseClick(composer.owner_strip.send_button, LEFT)
    composer.let_go()
    assert heard.sent == [(ANNA, ("for Anna",))]
    assert composer.text == "for Ben"
    assert composer.recipient == BEN
    assert not composer.owner_strip.isVisible()
    composer.accepted(ANNA)
    assert composer.text == "for Ben"
    assert heard.drafts[-1] == (ANNA, "")


def test_keep_as_the_first_numbers_draft(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    write(qtbot, composer, "for Anna")
    composer.set_recipient(BEN, "for Ben")
    composer.restore(BEN, ("again",))  # What comes back for the open number meanwhile is not lost.
    qtbot.mouseClick(composer.owner_strip.keep_button, LEFT)
    assert (ANNA, "for Anna") in heard.drafts
    assert composer.text == "again\nfor Ben"
    assert heard.sent == []


def test_going_back_to_the_first_number_settles_it(qtbot: QtBot, composer: Composer) -> None:
    write(qtbot, composer, "for Anna")
    composer.set_recipient(BEN, "for Ben")
    composer.set_recipient(CARA, "")
    assert "137 0013 7000" in composer.owner_strip.sentence.text()
    composer.set_recipient(ANNA, "stale")
    assert composer.text == "for Anna"
    assert not composer.owner_strip.isVisible()
    assert composer.send.isEnabled()


def test_a_long_text_is_asked_about_before_it_goes_to_the_first_number(
    qtbot: QtBot, composer: Composer, heard: Heard
) -> None:
    composer.set_undo(0)
    paste(composer, "字" * 68)
    write(qtbot, composer, "x")
    composer.set_recipient(BEN, "")
    qtbot.mouseClick(composer.owner_strip.send_button, LEFT)
    assert composer.strip.isVisible()
    assert heard.sent == []
    qtbot.mouseClick(composer.strip.confirm_button, LEFT)
    assert heard.sent == [(ANNA, ("字" * 68, "x"))]


def test_who_is_composing_keeps_the_number(composer: Composer) -> None:
    QApplication.sendEvent(composer.editor, QInputMethodEvent("nihao", []))
    composer.set_recipient(BEN, "for Ben")
    commit = QInputMethodEvent("", [])
    commit.setCommitString("你好")
    QApplication.sendEvent(composer.editor, commit)
    assert composer.recipient == ANNA
    assert composer.text == "你好"


def test_opening_another_number_on_purpose_asks_nothing(qtbot: QtBot, composer: Composer, heard: Heard) -> None:
    write(qtbot, composer, "for Anna")
    leave(composer, BEN, "for Ben")
    assert not composer.owner_strip.isVisible()
    assert composer.text == "for Ben"
    assert heard.drafts[-1] == (ANNA, "for Anna")


def test_neither_number_is_cut(qtbot: QtBot, composer: Composer) -> None:
    write(qtbot, composer, "x")
    composer.set_recipient(BEN, "")
    for width in range(900, 515, -25):
        composer.window().resize(width, 600)
        QApplication.processEvents()
        sentence = composer.owner_strip.sentence
        assert "138 0013 8000" in sentence.text()
        assert "139 0013 9000" in sentence.text()
        assert sentence.natural_width <= sentence.width()


# --- price and motion -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("price", "words"), [(50, "0.15"), (45, "0.135"), (1000, "3.00")])
def test_the_price(qtbot: QtBot, composer: Composer, price: int, words: str) -> None:
    composer.set_price(price)
    paste(composer, "字" * 154)
    press(qtbot, composer, ENTER)
    assert composer.strip.first.text().endswith(f", charged as 3, about {words} yuan")
    assert "from the settings" in composer.strip.second.text()


def test_a_strip_opens_with_motion_and_goes_at_once(qtbot: QtBot, composer: Composer) -> None:
    heights: list[int] = []
    composer.undo_strip._motion.valueChanged.connect(heights.append)
    send(qtbot, composer, "hello")
    qtbot.waitUntil(lambda: composer.undo_strip.height() == 50)
    assert composer.undo_strip._motion.duration() == 140
    assert heights == sorted(heights)
    composer.let_go()
    assert not composer.undo_strip.isVisible()


def test_nothing_moves_where_the_system_wants_it_so(
    qtbot: QtBot, composer: Composer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strip, "may_move", lambda _widget: False)
    send(qtbot, composer, "hello")
    assert composer.undo_strip.maximumHeight() == 50


# --- the whole console ------------------------------------------------------------------------------------------------


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
        qtbot.mouseClick(composer.undo_strip.now_button, LEFT)
        await stage.until(lambda: _sent(stage) == ["hello"])
        await stage.until(lambda: window.messages.rowCount() == 2)
        assert window.messages.message(1).state is not DeliveryState.FAILED
        await stage.until(lambda: (found := conversation(PHONE)) is not None and not found.draft)

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
        assert composer._price_milliyuan == 45

    stage.play(scene())


def test_a_text_given_back_right_after_a_send_is_sent_by_the_next_key(
    qtbot: QtBot, composer: Composer, heard: Heard
) -> None:
    composer.set_undo(0)
    send(qtbot, composer, "first")
    composer.accepted(ANNA)
    composer.restore(ANNA, ("failed before",))
    press(qtbot, composer, ENTER)
    assert [texts for _, texts in heard.sent] == [("first",), ("failed before",)]
