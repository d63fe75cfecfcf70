"""Marks of conversations in the window: by keys, on the whole console."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.domain.message import Conversation, DeliveryState, Direction, IncomingMessage, ListCounts, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import day, marks_words
from mwdesk.gui.dialogs.question import Question
from mwdesk.gui.dialogs.snooze_time import SnoozeTimeDialog
from mwdesk.gui.main_window import MainWindow
from mwdesk.gui.models.conversation_list_model import ConversationListModel
from mwdesk.gui.wording import unbroken
from mwdesk.messaging import service, today
from mwdesk.protocol.commands import Send
from mwdesk.store.store import Store
from tests.gui.stage import PHONE, Stage

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

BEN, CARA = PhoneNumber("13900139002"), PhoneNumber("13700137003")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key


# --- the list -----------------------------------------------------------------------------------------------------


@pytest.fixture
def model() -> ConversationListModel:
    model = ConversationListModel(now=lambda: NOW)
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return model


def row(digits: int, **marks: object) -> Conversation:
    """The greater the number, the newer its last message."""
    return Conversation(PhoneNumber(f"1380000000{digits}"), last_at=NOW + timedelta(minutes=digits), **marks)


def shown(model: ConversationListModel) -> list[str]:
    return [model.index(i, 0).data(Qt.ItemDataRole.DisplayRole)[-1] for i in range(model.rowCount())]


def test_each_filter_shows_what_belongs_to_it(qapp: QApplication, model: ConversationListModel) -> None:
    model.reset(
        [
            row(1, waiting_since=NOW),
            row(2, waiting_since=NOW - timedelta(minutes=1), pinned=True),
            row(3),
            row(4, pinned=True),
            row(5, snoozed_until=NOW),
            row(6, blocked=True),
            row(7, archived=True),
            row(8, archived=True, marked_unread=True, unread=2),
            row(9, marked_unread=True),
        ]
    )
    assert shown(model) == ["2", "1", "4", "9", "3"], "no pin stands before who waits longer"
    model.set_filter("all")
    assert shown(model) == ["4", "2", "1", "9", "6", "5", "3"]
    model.set_filter("unread")
    assert shown(model) == ["9"]
    model.set_filter("archived")
    assert shown(model) == ["8", "7"]
    assert model.counts() == {"waiting": 2, "unread": 1, "all": 7, "failed": 0, "archived": 2}
    model.set_totals(ListCounts(archived=340))
    assert model.counts()["archived"] == 340
    model.apply([row(7, waiting_since=NOW)])
    assert shown(model) == ["8"]
    model.set_filter("waiting")
    assert shown(model)[:3] == ["2", "1", "7"]


def test_a_screen_reader_hears_the_marks(qapp: QApplication, model: ConversationListModel) -> None:
    model.reset([row(3, pinned=True, resolved_at=NOW, marked_unread=True)])
    assert "marked as unread, pinned, Resolved" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_keys_are_told_apart(stage: Stage) -> None:
    async def scene() -> None:
        window = (await stage.open(None)).window
        keys = [key.toString() for action in window.actions() for key in action.shortcuts() if not key.isEmpty()]
        assert len(keys) == len(set(keys))
        assert set(marks_words.KEYS.values()) <= set(keys)

    stage.play(scene())


# --- times --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "days_and_hours"),
    [
        (datetime(2026, 11, 23, 10, 0), [(23, 11), (23, 14), (24, 9), (30, 9)]),
        (datetime(2026, 11, 23, 16, 0), [(23, 17), (24, 9), (30, 9)]),
        (datetime(2026, 11, 29, 16, 0), [(29, 17), (30, 9)]),
    ],
)
def test_only_times_ahead_are_offered(qapp: QApplication, at: datetime, days_and_hours: list[tuple[int, int]]) -> None:
    rests = marks_words.rests(at.astimezone())
    assert [(rest.until.day, rest.until.hour) for rest in rests] == days_and_hours


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("14:30", datetime(2026, 11, 23, 14, 30)),
        ("9:00", datetime(2026, 11, 24, 9)),
        ("12-01 8:05", datetime(2026, 12, 1, 8, 5)),
        ("1/2 8:05", datetime(2027, 1, 2, 8, 5)),
        ("2026-11-22 09:00", datetime(2026, 11, 22, 9)),
        ("2026-02-30 09:00", None),
        ("25:00", None),
        ("9999-12-31 23:59", datetime(9999, 12, 31, 23, 59)),
        ("tomorrow", None),
    ],
)
def test_a_time_is_read_however_it_is_written(text: str, wanted: datetime | None) -> None:
    read = marks_words.parse_moment(text, datetime(2026, 11, 23, 10, 0).astimezone())
    if read is not None:
        read = read.replace(tzinfo=None)
    if wanted is None or wanted.year < 9999:
        assert read == wanted
    else:
        assert read in (None, wanted)


# --- the whole console ----------------------------------------------------------------------------------------------


def fill(stage: Stage) -> None:
    """Three customers wait: ours the longest, then Ben, then Cara."""
    now = datetime.now(UTC)
    with Store(stage.folder / "mwdesk.db") as store:
        for minutes, phone in ((30, PHONE), (20, BEN), (10, CARA)):
            at = now - timedelta(minutes=minutes)
            store.add_incoming([IncomingMessage(phone, f"{minutes} minutes", at, "")], now)


async def opened(stage: Stage, phone: PhoneNumber = PHONE) -> MainWindow:
    """Open the console connected, with a thread in it that has been read."""
    fill(stage)
    stage.credentials.write(stage.account.credential_key, "123456")
    window = (await stage.open(stage.account)).window
    window.activateWindow()
    await stage.until(window.isActiveWindow)
    await stage.until(lambda: window.conversations.rowCount() == 3)
    window.list_pane.view.activate_phone(phone)
    await stage.until(window.messages.rowCount)
    await stage.until(lambda: not of(window, phone).unread)
    await stage.until(window.composer.editor.hasFocus)
    return window


def of(window: MainWindow, phone: PhoneNumber = PHONE) -> Conversation:
    conversation = window.conversations.conversation(phone)
    assert conversation is not None
    return conversation


def press(qtbot: QtBot, window: MainWindow, key: Key, modifiers: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(window.focusWidget() or window, key, modifiers)


async def menu_of(stage: Stage, window: MainWindow) -> QMenu:
    await stage.until(lambda: window.marks_desk.menu is not None and window.marks_desk.menu.isVisible())
    menu = window.marks_desk.menu
    assert menu is not None
    return menu


def entry(menu: QMenu, what: str) -> QAction:
    return next(a for a in menu.actions() if isinstance(a.data(), tuple) and a.data()[0] == what)


async def question_of(stage: Stage, window: MainWindow) -> Question:
    await stage.until(lambda: window.findChild(Question) is not None)
    question = window.findChild(Question)
    assert question is not None
    await stage.until(question.no_button.hasFocus)
    return question


def test_resolving_and_reopening(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        header = window.thread_desk.header
        press(qtbot, window, Key.Key_D, CTRL)
        await stage.until(lambda: of(window).resolved_at is not None)
        assert window.conversations.counts()["waiting"] == 2
        assert header.waiting_text() == ""
        assert header.resolve_button.accessibleName() == "Reopen"
        await stage.until(window.marks_desk.done.isVisible)
        press(qtbot, window, Key.Key_Z, ALT)
        await stage.until(lambda: of(window).is_waiting)
        assert window.marks_desk.done.isHidden()
        header.resolve_button.click()
        await stage.until(lambda: of(window).resolved_at is not None)
        press(qtbot, window, Key.Key_D, CTRL)
        await stage.until(lambda: of(window).is_waiting)
        press(qtbot, window, Key.Key_D, CTRL | SHIFT)
        await stage.until(lambda: window.thread_desk.phone == BEN)
        assert of(window).resolved_at is not None
        stage.receive("noch etwas")
        await stage.until(lambda: of(window).is_waiting)

    stage.play(scene())


def test_an_empty_queue_tells_who_was_answered_today(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        window = await opened(stage)
        pane, composer = window.list_pane, window.composer

        async def answer(phone: PhoneNumber) -> None:
            window.open_phone(phone)
            await stage.until(lambda: composer.recipient == phone and composer.editor.isEnabled())
            qtbot.keyClicks(composer.editor, "hello")
            qtbot.keyClick(composer.editor, Key.Key_Return, CTRL)
            await stage.until(lambda: of(window, phone).last_direction is Direction.OUT)

        window.marks_desk.snooze(CARA, datetime.now(UTC) + timedelta(hours=1))
        await answer(PHONE)
        await answer(BEN)
        assert not pane.praises, "Ben's row is still open"
        pane.choose_filter("all")
        pane.choose_filter("waiting")
        await stage.until(lambda: pane.empty.sentence.text() == "2 customer(s) answered today")
        assert pane.empty.detail.text().startswith("Average wait: 25 min ")
        await answer(CARA)
        await stage.until(lambda: pane.empty.sentence.text() == "3 customer(s) answered today")
        assert pane.empty.detail.text().startswith("Average wait: 20 min ")
        begun = datetime.now(UTC)
        for module in (service, today):
            monkeypatch.setattr(module, "midnight", lambda: begun)
        monkeypatch.setattr(day, "date", SimpleNamespace(today=lambda: date.max))
        assert window.status_bar.today.text() != "Today 0 sent, 0 received"
        floating_date = window.thread_desk.view.floating_date
        floating_date.show()
        window.day.look()
        assert not floating_date.isVisible(), "it names a day as today that is none any more"
        await stage.until(lambda: window.status_bar.today.text() == "Today 0 sent, 0 received")
        await stage.until(lambda: pane.empty.sentence.text() == "Answered conversations are under All")

    stage.play(scene())


def test_snoozing_until_the_customer_writes(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        press(qtbot, window, Key.Key_H, CTRL)
        menu = await menu_of(stage, window)
        qtbot.keyClick(menu, Key.Key_Return)
        await stage.until(lambda: of(window).snoozed_until is not None)
        left = of(window).snoozed_until - datetime.now(UTC)
        assert timedelta(minutes=58) < left <= timedelta(minutes=60)
        window.list_pane.view.activate_phone(BEN)
        await stage.until(lambda: window.conversations.row_of(PHONE) == -1)
        stage.receive("ich bin wieder da")
        await stage.until(lambda: window.conversations.row_of(PHONE) == 0)
        assert of(window).is_waiting

    stage.play(scene())


def test_an_open_conversation_that_comes_into_the_list_is_chosen_there(stage: Stage) -> None:
    async def scene() -> None:
        window = await opened(stage)
        window.marks_desk.snooze(BEN, datetime.now(UTC) + timedelta(hours=1))
        await stage.until(lambda: window.conversations.row_of(BEN) == -1)
        window.open_phone(BEN)
        view = window.list_pane.view
        assert not view.currentIndex().isValid()
        window.marks_desk.act("wake", BEN)
        await stage.until(lambda: window.conversations.row_of(BEN) >= 0)
        assert view.currentIndex() == window.conversations.index_of(BEN)
        assert view.selectionModel().isSelected(view.currentIndex())

    stage.play(scene())


def test_a_chosen_time_must_lie_ahead_and_the_alarm_ends_it(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        press(qtbot, window, Key.Key_H, CTRL)
        entry(await menu_of(stage, window), "choose").trigger()
        await stage.until(lambda: window.findChild(SnoozeTimeDialog) is not None)
        dialog = window.findChild(SnoozeTimeDialog)
        assert dialog is not None
        await stage.until(dialog.moment.hasFocus)
        for text in ("2020-01-01 09:00", "soon"):
            dialog.moment.setText(text)
            qtbot.keyClick(dialog.moment, Key.Key_Return)
            assert dialog.field.error
            assert of(window).snoozed_until is None
        soon = (datetime.now() + timedelta(days=40)).date()
        dialog.calendar.choose(soon)
        assert dialog.moment.text() == f"{soon:%Y-%m-%d} 09:00", "what was no moment has a time now"
        assert dialog.field.error == ""
        dialog.moment.setText(f"{soon:%Y-%m-%d} 17:45")
        qtbot.keyClick(dialog.calendar.view, Key.Key_Right)
        later = soon + timedelta(days=1)
        assert dialog.moment.text() == f"{later:%Y-%m-%d} 17:45", "the time stays"
        dialog.moment.setText(f"{soon:%Y-%m-%d} 8:00")
        assert dialog.calendar.day == soon
        assert dialog.moment.text().endswith(" 8:00"), "what is being typed stays as it is"
        dialog.moment.setText("2099-01-01 09:00")
        qtbot.keyClick(dialog.moment, Key.Key_Return)
        await stage.until(lambda: of(window).snoozed_until is not None)
        window.marks_desk.snooze(PHONE, datetime.now(UTC) + timedelta(seconds=0.3))
        await stage.until(lambda: of(window).snoozed_until is None)
        assert of(window).marked_unread
        assert of(window).is_waiting

    stage.play(scene())


def test_the_rows_reach_the_foot_until_there_is_something_to_undo(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        view, strip = window.list_pane.view, window.marks_desk.done

        def foot() -> int:
            return window.list_pane.height() - view.mapTo(window.list_pane, view.rect().bottomLeft()).y() - 1

        assert foot() == 0
        press(qtbot, window, Key.Key_T, CTRL | SHIFT)
        await stage.until(lambda: foot() == strip.height() == 50)
        assert strip.body.geometry() == strip.rect().adjusted(8, 0, -8, -8)

    stage.play(scene())


def test_what_was_done_is_said_whole_at_any_size_of_text(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        press(qtbot, window, Key.Key_T, CTRL | SHIFT)
        strip = window.marks_desk.done
        await stage.until(strip.isVisible)
        for size, key in ((14, "Alt+Z"), (20, ""), (14, "Alt+Z")):
            window._theme.set_text_size(size)
            await stage.until(lambda key=key: strip.undo_button._key == key)
            await stage.until(lambda: strip.sentence.width() > 100)
            *_, done = strip.sentence._shown(strip.sentence.width())
            assert done.text == "pinned"
            assert strip.sentence._width(done) < strip.sentence.width()
            assert strip.undo_button.toolTip() == "Alt+Z"

    stage.play(scene())


def test_keys_faster_than_the_database_are_taken_in_turn(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        press(qtbot, window, Key.Key_T, CTRL | SHIFT)
        await stage.until(lambda: of(window).pinned)
        await stage.until(window.marks_desk.done.isVisible)
        press(qtbot, window, Key.Key_D, CTRL)
        press(qtbot, window, Key.Key_Z, ALT)
        await console_settled(stage)
        assert of(window).is_waiting, "the last mark is undone"
        assert of(window).pinned, "and not the one before"
        press(qtbot, window, Key.Key_D, CTRL)
        press(qtbot, window, Key.Key_D, CTRL)
        await console_settled(stage)
        assert of(window).resolved_at is None, "resolved and opened again"

    stage.play(scene())


@pytest.mark.parametrize("put_away", ["archive", "snooze", "resolve"])
def test_undoing_does_not_put_away_who_wrote_meanwhile(stage: Stage, put_away: str) -> None:
    async def scene() -> None:
        window = await opened(stage)
        marks = window.marks_desk
        if put_away == "snooze":
            marks.snooze(PHONE, datetime.now(UTC) + timedelta(hours=1))
            back = "wake"
        else:
            marks.act(put_away, PHONE)
            back = put_away
        await stage.until(lambda: not of(window).is_waiting)
        marks.act(back, PHONE)
        await console_settled(stage)
        assert of(window).is_waiting
        stage.receive("eine Frage noch")
        await stage.until(lambda: of(window).last_text == "eine Frage noch")
        marks.undo()
        await console_settled(stage)
        assert of(window).is_waiting, "what came after it would have brought it back, too"

    stage.play(scene())


async def console_settled(stage: Stage) -> None:
    assert stage.console is not None
    await stage.console.bridge.settle()


def test_archiving_and_coming_back(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        press(qtbot, window, Key.Key_T, CTRL | SHIFT)
        await stage.until(lambda: of(window).pinned)
        press(qtbot, window, Key.Key_A, CTRL | SHIFT)
        await stage.until(lambda: "archived" in window.marks_desk.done.accessibleName())
        press(qtbot, window, Key.Key_Z, ALT)
        await stage.until(lambda: of(window).pinned and not of(window).archived)
        press(qtbot, window, Key.Key_A, CTRL | SHIFT)
        await stage.until(lambda: of(window).archived)
        window.list_pane.view.activate_phone(BEN)
        assert window.conversations.row_of(PHONE) == -1
        await stage.until(lambda: window.conversations.counts()["archived"] == 1)
        window.list_pane.choose_filter("archived")
        assert window.conversations.row_of(PHONE) == 0
        stage.receive("noch eine Frage")
        await stage.until(lambda: not of(window).archived)
        assert window.conversations.row_of(PHONE) == -1
        await stage.until(lambda: window.conversations.counts()["archived"] == 0)
        assert window.list_pane.empty.isVisible()

    stage.play(scene())


def test_the_archive_is_read_page_by_page_and_searched(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        await stage.until(lambda: True)
        now = datetime.now(UTC)
        with Store(stage.folder / "mwdesk.db") as store:
            for number in range(230):
                phone = PhoneNumber(f"1390000{number:04}")
                at = now - timedelta(days=30, minutes=number)
                store.add_incoming([IncomingMessage(phone, f"Frage {number}", at, "")], now)
                store.archive(phone)
        window = await opened(stage)
        await stage.until(lambda: window.conversations.counts()["archived"] == 230)
        window.list_pane.choose_filter("archived")
        await stage.until(lambda: window.conversations.rowCount() == 200)
        bar = window.list_pane.view.verticalScrollBar()
        await stage.until(lambda: bar.maximum() > 0)
        qtbot.keyClick(window.list_pane.view, Key.Key_End)
        bar.setValue(bar.maximum())
        await stage.until(lambda: window.conversations.rowCount() == 230)
        await stage.close()

        window = (await stage.open(stage.account)).window
        search = window.list_pane.search
        search.setFocus()
        qtbot.keyClicks(search, "13900000229")
        await stage.until(window.list_pane.results.findings.rowCount)
        qtbot.keyClick(search, Key.Key_Down)
        qtbot.keyClick(search, Key.Key_Return)
        await stage.until(lambda: window.thread_desk.phone == PhoneNumber("13900000229"))
        await stage.until(window.messages.rowCount)
        assert of(window, PhoneNumber("13900000229")).archived

    stage.play(scene())


def test_marking_unread_lasts_until_it_is_opened_again(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        press(qtbot, window, Key.Key_U, CTRL | SHIFT)
        await stage.until(lambda: of(window).marked_unread)
        window.thread_desk.mark_read()
        window.list_pane.view.activate_phone(BEN)
        await stage.until(lambda: not of(window, BEN).unread)
        assert of(window).is_unread
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: not of(window).is_unread)

    stage.play(scene())


def test_blocking_asks_and_so_does_writing_to_the_blocked(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    resent: list[int] = []

    async def resend(_service: service.MessagingService, row_id: int) -> None:
        resent.append(row_id)

    monkeypatch.setattr(service.MessagingService, "resend", resend)

    async def scene() -> None:
        window = await opened(stage)
        desk, composer = window.marks_desk, window.composer
        press(qtbot, window, Key.Key_B, CTRL | SHIFT)
        question = await question_of(stage, window)
        assert unbroken(PHONE.grouped) in question.what.text()
        qtbot.keyClick(question.no_button, Key.Key_Return)
        await stage.until(lambda: window.findChild(Question) is None)
        assert not of(window).blocked
        press(qtbot, window, Key.Key_B, CTRL | SHIFT)
        (await question_of(stage, window)).yes_button.click()
        await stage.until(desk.blocked.isVisible)
        await stage.until(lambda: window.findChild(Question) is None)
        qtbot.keyClicks(composer.editor, "hello")
        qtbot.keyClick(composer.editor, Key.Key_Return, CTRL)
        qtbot.keyClick((await question_of(stage, window)).no_button, Key.Key_Return)
        await stage.until(lambda: window.findChild(Question) is None)
        assert composer.text == "hello"
        qtbot.keyClick(composer.editor, Key.Key_Return, CTRL)
        (await question_of(stage, window)).yes_button.click()
        await stage.until(lambda: [c.text for c in stage.server.commands if isinstance(c, Send)] == ["hello"])
        await stage.until(lambda: window.findChild(Question) is None)
        await stage.until(lambda: composer.text == "")
        stage.receive("unsolicited")
        await stage.until(lambda: of(window).message_count == 3)
        assert not of(window).is_waiting
        for row_id in (1, 2):  # sent again, it is a message like any other
            window.thread_desk.act("resend", Message(row_id, PHONE, Direction.OUT, "x", NOW, DeliveryState.FAILED))
            question = await question_of(stage, window)
            assert question.windowTitle() == "The number is blocked"
            (question.no_button if row_id == 1 else question.yes_button).click()
            await stage.until(lambda: window.findChild(Question) is None)
        assert resent == [2]
        qtbot.keyClicks(composer.editor, "bye")
        qtbot.keyClick(composer.editor, Key.Key_Return, CTRL | SHIFT)
        (await question_of(stage, window)).yes_button.click()
        await stage.until(lambda: window.thread_desk.phone not in (PHONE, None))
        window.open_phone(PHONE)
        await stage.until(lambda: composer.text == "" and desk.blocked.isVisible())
        desk.blocked.unblock_button.click()
        await stage.until(lambda: not of(window).blocked)
        assert desk.blocked.isHidden()

    stage.play(scene())


def test_a_rows_menu_works_on_that_row(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = await opened(stage)
        view = window.list_pane.view
        place = view.visualRect(window.conversations.index_of(CARA)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=place)
        assert window.thread_desk.phone == PHONE, "the thread stays"
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place))
        QApplication.sendEvent(view.viewport(), event)
        menu = await menu_of(stage, window)
        entry(menu, "pin").trigger()
        await stage.until(lambda: of(window, CARA).pinned)
        menu.close()
        QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
        menu = await menu_of(stage, window)
        assert [a.data()[1] for a in menu.actions() if isinstance(a.data(), tuple)] == [PHONE] * 7
        entry(menu, "copy_number").trigger()
        assert QApplication.clipboard().text() == PHONE.digits
        menu.close()
        window.thread_desk.header.more_button.click()
        menu = await menu_of(stage, window)
        for key in (Key.Key_Down, Key.Key_Down, Key.Key_Right):
            qtbot.keyClick(menu, key)
        snoozes = next(action.menu() for action in menu.actions() if action.menu() is not None)
        await stage.until(snoozes.isVisible)
        qtbot.keyClick(snoozes, Key.Key_Return)
        await stage.until(lambda: of(window).snoozed_until is not None)

    stage.play(scene())


def test_a_narrow_header_keeps_the_rest_in_its_menu(stage: Stage) -> None:
    async def scene() -> None:
        window = await opened(stage)
        header = window.thread_desk.header
        wide: list[QWidget] = [header.snooze_button, header.find_button]
        assert all(button.isVisible() for button in wide)
        window.resize(760, 600)
        await stage.until(lambda: header.width() < 560)
        assert not any(button.isVisible() for button in wide)
        header.more_button.click()
        menu = await menu_of(stage, window)
        entry(menu, "find").trigger()
        menu.close()
        assert window.thread_desk.find_bar.isVisible()
        asked: list[bool] = []
        header.card_requested.connect(asked.append)
        header.card_button.click()
        header.set_card_open(False)
        assert asked == [True]

    stage.play(scene())


def test_a_failure_can_be_dismissed(stage: Stage) -> None:
    async def scene() -> None:
        with Store(stage.folder / "mwdesk.db") as store:
            now = datetime.now(UTC)
            message = store.add_outgoing(CARA, ["gone wrong"], now).added[0]
            store.mark_sending(message.row_id, now)
            store.mark_failed(message.row_id, "ER:33", now)
        window = (await stage.open(None)).window
        await stage.until(lambda: window.conversations.counts()["failed"] == 1)
        window.list_pane.choose_filter("failed")
        page = window.trouble_desk.page
        await stage.until(page.model.rowCount)
        menu = page.view.make_menu(page.model.index(0, 0).data(Qt.ItemDataRole.UserRole + 1).message)
        next(action for action in menu.actions() if action.data()[0] == "dismiss").trigger()
        menu.close()
        await stage.until(lambda: window.conversations.counts()["failed"] == 0)
        await stage.until(lambda: not page.model.rowCount())
        thread = await console_thread(stage, window)
        assert thread == [DeliveryState.FAILED], "its state stays"

    stage.play(scene())


async def console_thread(stage: Stage, window: MainWindow) -> list[DeliveryState | None]:
    window.list_pane.choose_filter("all")
    window.list_pane.view.activate_phone(CARA)
    await stage.until(window.messages.rowCount)
    return [window.messages.message(row).state for row in range(window.messages.rowCount())]


def test_the_list_goes_on_beyond_what_it_begins_with(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        now = datetime.now(UTC)
        oldest = PhoneNumber("13900000229")
        with Store(stage.folder / "mwdesk.db") as store:
            for number in range(230):
                phone = PhoneNumber(f"1390000{number:04}")
                at = now - timedelta(days=3, minutes=number)
                row_id = store.add_outgoing(phone, ["gone wrong"], at).added[0].row_id
                if phone == oldest:
                    store.mark_sending(row_id, at)
                    store.mark_failed(row_id, "ER:33", at)
        window = (await stage.open(None)).window
        await stage.until(lambda: window.conversations.counts()["failed"] == 1, 3)
        window.list_pane.choose_filter("failed")
        await stage.until(lambda: window.conversations.row_of(oldest) >= 0, 3)
        window.list_pane.choose_filter("all")
        assert window.conversations.rowCount() < 230
        view = window.list_pane.view

        def read_on() -> bool:
            view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
            return window.conversations.rowCount() == 230

        await stage.until(read_on, 3)

    stage.play(scene())
