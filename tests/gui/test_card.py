"""The contact card: what it shows and changes, by keyboard, and where it stands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.app import Console
from mwdesk.domain.card import NOTE_LIMIT, Card, Note, Reach
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import card_words
from mwdesk.gui.dialogs.question import Question
from mwdesk.gui.main_window import MainWindow
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.card_panel import CardPanel
from mwdesk.gui.widgets.card_side import Mode
from mwdesk.gui.widgets.strip import may_move
from tests.gui.stage import PHONE, Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OTHER = PhoneNumber("13900139000")
HOSTILE = "<b>王</b>\u202e\u0007&amp;"


def note(row_id: int, text: str, author: str = "小吴") -> Note:
    return Note(row_id, PHONE, text, author, NOW)


@pytest.fixture
def panel(qtbot: QtBot) -> CardPanel:
    theme = Theme("zh_CN", "light")
    widget = CardPanel(theme, now=lambda: NOW)
    theme.setParent(widget)
    qtbot.addWidget(widget)
    widget.resize(280, 700)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


async def opened(stage: Stage) -> Console:
    stage.credentials.write(stage.account.credential_key, "123456")
    console = await stage.open(stage.account)
    stage.receive("您好")
    window = console.window
    await stage.until(lambda: window.conversations.rowCount() == 1)
    window.list_pane.view.activate_phone(PHONE)
    await stage.until(lambda: window.messages.rowCount() == 1)
    window.activateWindow()
    await stage.until(window.isActiveWindow)
    return console


async def with_card(stage: Stage, qtbot: QtBot) -> tuple[MainWindow, CardPanel]:
    window = (await opened(stage)).window
    qtbot.keyClick(window, KEY.Key_I, CTRL)
    panel = window.card_desk.panel
    await stage.until(lambda: panel.isVisible() and panel.card is not None)
    return window, panel


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


# --- the words ------------------------------------------------------------------------------------------------------


def test_the_sentence_names_what_there_was_and_nothing_else() -> None:
    words = card_words.reach_sentence(Reach(delivered=9, deferred=1, failed=1, unknown=1))
    assert words.startswith("12 ")
    assert all(part.replace(" ", "\u00a0") in words for part in ("delivered 9", "deferred 1", "failed 1", "unknown 1"))
    assert "report" not in words
    assert "0" not in card_words.reach_sentence(Reach())


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59.9, "59 s"), (260, "4 min 20 s"), (3900, "1 h 05"), (-3, "0 s")]
)
def test_durations(seconds: float, words: str) -> None:
    assert card_words.duration_words(timedelta(seconds=seconds)) == words


def test_an_edited_note_names_who_changed_it() -> None:
    edited = Note(1, PHONE, "x", "小吴", NOW - timedelta(days=1), "小李", NOW)
    assert "小李" in card_words.note_foot(edited, NOW)
    assert "小吴" not in card_words.note_foot(edited, NOW)
    assert card_words.note_foot(note(1, "x", ""), NOW).startswith("Today")


# --- the panel alone ------------------------------------------------------------------------------------------------


def test_hostile_words_are_shown_as_they_are(panel: CardPanel) -> None:
    panel.show_card(Card(PHONE, HOSTILE, (HOSTILE,), (note(1, HOSTILE, HOSTILE),)))
    plain = "<b>王</b>\ufffd&amp;"
    assert panel.name.text() == plain
    assert panel.tags.chips[0].text() == plain
    box = panel.notes.boxes[0]
    assert box.text.toPlainText() == plain
    assert plain in box.foot.text()
    labels = panel.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if label.text())


def test_long_words_stay_inside_the_card(qtbot: QtBot, panel: CardPanel) -> None:
    wide = "W" * 4000
    panel.show_card(Card(PHONE, wide[:40], tuple(wide[:12] + str(i) for i in range(9)), (note(1, wide),)))
    QApplication.processEvents()
    assert panel.minimumSizeHint().width() <= 280
    box = panel.notes.boxes[0]
    qtbot.waitUntil(lambda: box.text.height() == 6 * 20)
    assert box.text.width() < 280
    assert box.more_button.isVisible()
    box.more_button.click()
    qtbot.waitUntil(lambda: box.text.height() > 24 * 20)
    assert box.text.toPlainText() == wide
    assert panel.name.toolTip()


def test_many_notes_come_in_parts(panel: CardPanel) -> None:
    panel.show_card(Card(PHONE, notes=tuple(note(row, str(row)) for row in range(30, 0, -1))))
    assert len(panel.notes.boxes) == 10
    panel.notes.rest_button.click()
    assert len(panel.notes.boxes) == 30
    assert panel.notes.rest_button.isHidden()


def test_a_note_being_written_outlives_a_refresh_and_is_kept_on_leaving(qtbot: QtBot, panel: CardPanel) -> None:
    kept: list[tuple[PhoneNumber, str]] = []
    panel.notes.added.connect(lambda phone, text: kept.append((phone, text)))
    panel.show_card(Card(PHONE))
    panel.notes.write_button.click()
    qtbot.keyClicks(focused(), "half a note")
    panel.show_card(Card(PHONE, "王女士", ("x",), (note(1, "neighbour"),)))
    assert panel.notes.editor is not None
    assert panel.notes.editor.text == "half a note"
    assert panel.notes.editor.editor.hasFocus()
    panel.show_card(Card(OTHER))
    assert kept == [(PHONE, "half a note")]
    assert panel.notes.editor is None


def test_a_note_too_long_says_so_and_is_not_kept(qtbot: QtBot, panel: CardPanel) -> None:
    panel.show_card(Card(PHONE))
    panel.notes.write()
    editor = panel.notes.editor
    assert editor is not None
    editor.editor.setPlainText("x" * (NOTE_LIMIT + 1))
    assert editor.words.isVisible()
    assert not editor.keep_button.isEnabled()
    qtbot.keyClick(editor.editor, KEY.Key_Return, CTRL)
    assert panel.notes.editor is editor
    qtbot.keyClick(editor.editor, KEY.Key_Delete)
    assert editor.keep_button.isEnabled()
    assert not editor.words.isVisible()


def test_tab_goes_from_top_to_bottom(qtbot: QtBot, panel: CardPanel) -> None:
    panel.show_card(Card(PHONE, "王女士", ("a", "b"), (note(2, "second"), note(1, "first"))))
    panel.show_card(Card(PHONE, "王女士", ("a", "b", "c"), (note(3, "third"), note(1, "first"))))
    panel.notes.write()
    editor, boxes = panel.notes.editor, panel.notes.boxes
    assert editor is not None
    editor.editor.setPlainText("x")
    stops = [panel.name, panel.edit_button, panel.copy_button, *panel.tags.chips, panel.tags.add_button]
    stops += [panel.notes.write_button, editor.editor, editor.drop_button, editor.keep_button]
    for box in boxes:
        stops += [box, box.edit_button, box.delete_button]
    stops += [panel.resolve_button, panel.snooze_button]
    stops[0].setFocus()
    for stop in stops[1:]:
        qtbot.keyClick(focused(), KEY.Key_Tab)
        assert focused() is stop


def test_a_folded_note_does_not_turn_under_the_wheel(panel: CardPanel) -> None:
    panel.show_card(Card(PHONE, notes=(note(1, "line\n" * 40),)))
    QApplication.processEvents()
    text = panel.notes.boxes[0].text
    at = QPointF(text.rect().center())
    nothing, down = QPoint(), QPoint(0, -240)
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, at, nothing, down, buttons, Qt.KeyboardModifier.NoModifier, phase, False)
    QApplication.sendEvent(text.viewport(), event)
    assert text.verticalScrollBar().value() == 0


def test_escape_drops_a_name_and_leaving_keeps_it(qtbot: QtBot, panel: CardPanel) -> None:
    chosen: list[str] = []
    panel.name_chosen.connect(lambda _phone, name: chosen.append(name))
    panel.show_card(Card(PHONE, "王女士"))
    panel.name.setFocus()
    qtbot.keyClick(panel.name, KEY.Key_F2)
    assert panel.name_field.hasFocus()
    qtbot.keyClicks(panel.name_field, "Anna")
    qtbot.keyClick(panel.name_field, KEY.Key_Escape)
    assert chosen == []
    assert panel.name.hasFocus()
    qtbot.mouseDClick(panel.name, Qt.MouseButton.LeftButton)
    panel.name_field.setText("  Anna \u200b B ")
    panel.copy_button.setFocus()
    assert chosen == ["Anna B"]
    assert panel.name.text() == "Anna B"
    assert panel.name_field.isHidden()


# --- the whole console ----------------------------------------------------------------------------------------------


def test_a_customer_is_named_by_keyboard(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = (await opened(stage)).window
        qtbot.keyClick(window.composer.editor, KEY.Key_F2)
        panel = window.card_desk.panel
        await stage.until(panel.name_field.hasFocus)
        qtbot.keyClicks(panel.name_field, "Anna")
        qtbot.keyClick(panel.name_field, KEY.Key_Return)
        await stage.until(lambda: window.conversations.conversation(PHONE).name == "Anna")
        await stage.until(lambda: panel.card is not None and panel.card.name == "Anna")
        assert panel.name.hasFocus()

    stage.play(scene())


def test_tags_are_added_completed_and_removed_by_keyboard(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        _window, panel = await with_card(stage, qtbot)
        console = stage.console
        assert console is not None
        await console.bridge.call(console.service.set_tags(OTHER, ["regular"]))
        tags = panel.tags
        tags.add_button.setFocus()
        qtbot.keyClick(tags.add_button, KEY.Key_Space)
        assert tags.field.hasFocus()
        qtbot.keyClicks(tags.field, "vip")
        qtbot.keyClick(tags.field, KEY.Key_Return)
        await stage.until(lambda: tags.tags == ("vip",))
        await stage.until(lambda: tags.completer.model().rowCount() == 1)
        qtbot.keyClicks(tags.field, "gul")
        popup = tags.completer.popup()
        await stage.until(popup.isVisible)
        qtbot.keyClick(popup, KEY.Key_Down)
        qtbot.keyClick(popup, KEY.Key_Return)
        await stage.until(lambda: tags.tags == ("regular", "vip"))
        qtbot.keyClick(tags.field, KEY.Key_Escape)
        assert tags.add_button.hasFocus()
        tags.chips[0].setFocus()
        qtbot.keyClick(tags.chips[0], KEY.Key_Delete)
        await stage.until(lambda: tags.tags == ("vip",))
        assert tags.chips[0].hasFocus()
        assert await console.bridge.call(console.service.card(PHONE)) == panel.card

    stage.play(scene())


def test_notes_are_written_changed_and_deleted_by_keyboard(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window, panel = await with_card(stage, qtbot)
        window.thread_desk.operator_name = "小吴"
        notes = panel.notes
        texts: Callable[[], list[str]] = lambda: [box.note.text for box in notes.boxes]  # noqa: E731
        for text in ("first", "second"):
            notes.write_button.setFocus()
            qtbot.keyClick(notes.write_button, KEY.Key_Space)
            qtbot.keyClicks(focused(), text)
            qtbot.keyClick(focused(), KEY.Key_Return, CTRL)
            await stage.until(lambda text=text: text in texts())
        assert texts() == ["second", "first"]
        assert "小吴" in notes.boxes[0].foot.text()

        window.thread_desk.operator_name = "小李"
        notes.boxes[1].setFocus()
        qtbot.keyClick(notes.boxes[1], KEY.Key_Return)
        qtbot.keyClicks(focused(), " draft")
        qtbot.keyClick(focused(), KEY.Key_Return, CTRL)
        await stage.until(lambda: texts() == ["second", "first draft"])
        assert "小李" in notes.boxes[1].foot.text()

        notes.boxes[0].setFocus()
        qtbot.keyClick(notes.boxes[0], KEY.Key_Delete)
        question = window.findChild(Question)
        assert question is not None
        assert question.no_button.hasFocus() or question.no_button.isDefault()
        question.yes_button.click()
        await stage.until(lambda: texts() == ["first draft"])

    stage.play(scene())


def test_the_card_follows_messages_and_the_open_number(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window, panel = await with_card(stage, qtbot)
        assert panel.card is not None
        assert panel.card.received == 1
        stage.receive("还有一句")
        await stage.until(lambda: panel.card is not None and panel.card.received == 2)
        console = stage.console
        assert console is not None
        await console.bridge.call(console.service.open_number(OTHER))
        await stage.until(lambda: window.conversations.conversation(OTHER) is not None)
        window.open_phone(OTHER)
        await stage.until(lambda: panel.card is not None and panel.card.phone == OTHER)
        assert panel.card is not None
        assert (panel.card.received, panel.card.first_at) == (0, None)

    stage.play(scene())


def test_done_and_reminded(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window, panel = await with_card(stage, qtbot)
        conversation = lambda: window.conversations.conversation(PHONE)  # noqa: E731
        before = panel.resolve_button.text()
        panel.resolve_button.click()
        await stage.until(lambda: conversation().resolved_at is not None)
        await stage.until(lambda: panel.resolve_button.text() != before)
        panel.snooze_button.click()
        menu = QApplication.activePopupWidget()
        assert menu is not None
        qtbot.keyClick(menu, KEY.Key_Down)
        qtbot.keyClick(menu, KEY.Key_Return)
        await stage.until(lambda: conversation().snoozed_until is not None)
        panel.snooze_button.click()
        await stage.until(lambda: conversation().snoozed_until is None)

    stage.play(scene())


def test_what_is_being_written_survives_closing(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        _window, panel = await with_card(stage, qtbot)
        panel.notes.write()
        qtbot.keyClicks(focused(), "half a note")
        await stage.close()
        console = await stage.open(stage.account)
        console.window.open_phone(PHONE)
        card = await console.bridge.call(console.service.card(PHONE))
        assert [each.text for each in card.notes] == ["half a note"]
        # It was open, and is again.
        console.window.resize(1360, 860)
        await stage.until(console.window.card_desk.panel.isVisible)

    stage.play(scene())


def test_it_slides_in_and_the_thread_is_laid_out_once(stage: Stage, qtbot: QtBot) -> None:
    class Widths(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[int] = []

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QResizeEvent):
                self.seen.append(event.size().width())
            return False

    async def scene() -> None:
        window = (await opened(stage)).window
        window.resize(1360, 860)
        await stage.until(lambda: window.width() == 1360)
        side, widths = window.card_desk.side, Widths()
        before = window.thread_desk.width()
        window.thread_desk.installEventFilter(widths)
        qtbot.keyClick(window, KEY.Key_I, CTRL)
        assert side.panel.x() > side.width() - 280 or not may_move(side)
        places = [side.panel.x()]
        await stage.until(lambda: places.append(side.panel.x()) or not side.is_moving)
        assert places == sorted(places, reverse=True)
        assert places[-1] == side.width() - 280
        assert widths.seen == [before - 280]
        qtbot.keyClick(window, KEY.Key_I, CTRL)
        await stage.until(lambda: not side.panel.isVisible())
        assert widths.seen == [before - 280, before]

    stage.play(scene())


def test_its_place_follows_the_width(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window, panel = await with_card(stage, qtbot)
        side, thread = window.card_desk.side, window.thread_desk

        def resized(width: int, mode: Mode) -> Callable[[], bool]:
            window.resize(QSize(width, 640))
            return lambda: window.width() == width and side.mode is mode

        await stage.until(resized(1020, Mode.BESIDE))
        window.panes.set_list_width(420)  # more than there is room for beside thread and card
        await stage.until(lambda: panel.width() == 280 and thread.width() >= 420)
        assert thread.mapTo(window, thread.rect().topRight()).x() + 1 == panel.mapTo(window, panel.rect().topLeft()).x()
        await stage.until(resized(1000, Mode.OVER))
        await stage.until(lambda: panel.geometry().right() == thread.parentWidget().geometry().right())
        assert thread.width() > 420
        button = thread.header.card_button
        assert panel.mapTo(window, QPoint(0, 0)).y() == button.mapTo(window, QPoint(0, 44)).y(), "below the head"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        await stage.until(lambda: not panel.isVisible())
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        await stage.until(lambda: panel.isVisible() and not side.is_moving)
        panel.name.setFocus()
        qtbot.keyClick(panel.name, KEY.Key_Escape)
        await stage.until(lambda: not panel.isVisible())
        assert window.composer.editor.hasFocus()
        await stage.until(resized(860, Mode.DIALOG))
        qtbot.keyClick(window, KEY.Key_I, CTRL)
        dialog = side.dialog
        assert dialog is not None
        await stage.until(panel.isVisible)
        assert dialog.isAncestorOf(panel)
        qtbot.keyClick(dialog, KEY.Key_Escape)
        await stage.until(lambda: side.dialog is None)
        assert not panel.isVisible()
        await stage.until(resized(1200, Mode.BESIDE))
        assert not panel.isVisible()  # as it was closed in the window

    stage.play(scene())


def test_a_name_is_not_typed_for_whoever_was_open_before(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        window, panel = await with_card(stage, qtbot)
        await window.card_desk._bridge.call(window.card_desk._service.open_number(OTHER))
        edited: list[PhoneNumber] = []
        monkeypatch.setattr(panel, "edit_name", lambda: edited.append(panel.card.phone if panel.card else PHONE))
        window.card_desk.edit_name()
        await asyncio.sleep(0)  # the card is being read
        window.thread_desk.open_phone(OTHER, take_focus=False)
        await stage.until(lambda: panel.card is not None and panel.card.phone == OTHER)
        window.card_desk.edit_name()
        await stage.until(lambda: edited)
        assert edited == [OTHER]

    stage.play(scene())
