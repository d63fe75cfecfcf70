"""Going to a day of a conversation, by keys and by its date."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.domain.message import IncomingMessage
from mwdesk.gui import wording
from mwdesk.gui.models.thread_model import MessageRole
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.date_jump import DateJump
from mwdesk.store.store import Store
from tests.gui.stage import PHONE, Stage


@pytest.mark.parametrize(("language", "gap"), [("zh_CN", 4), ("en", 4)])
@pytest.mark.parametrize("month", [1, 9, 12])
def test_the_head_is_one_pair_of_words(qtbot: QtBot, qapp: QApplication, language: str, gap: int, month: int) -> None:
    theme = Theme(language, "light")
    theme.apply(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    jump = DateJump(theme, window, date(2020, 1, 1), date(2026, 12, 31))
    qtbot.addWidget(jump)
    jump.calendar.choose(date(2026, month, 11))
    jump.show()
    font = theme.font("small")
    font.setBold(True)
    buttons = [jump.findChild(QToolButton, f"qt_calendar_{name}button") for name in ("year", "month")]
    first, second = sorted((button for button in buttons if button is not None), key=lambda button: button.x())
    assert first.text() == ("2026年" if language == "zh_CN" else first.text())
    ends = []
    for button in (first, second):
        words = QFontMetrics(font).horizontalAdvance(button.text())
        assert button.width() >= words
        ends += [button.geometry().center().x() - words / 2, button.geometry().center().x() + words / 2]
    assert ends[2] - ends[1] == pytest.approx(gap, abs=1)


def noon(days_ago: int) -> datetime:
    return datetime.now().astimezone().replace(hour=12, minute=0) - timedelta(days=days_ago)


def history(path: Path, days: list[int], each: int = 60) -> None:
    with Store(path) as store:
        for day in days:
            at = noon(day)
            batch = [
                IncomingMessage(PHONE, f"{day} days ago, no. {n}", at.astimezone(UTC) + timedelta(seconds=n), "")
                for n in range(each)
            ]
            store.add_incoming(batch, at.astimezone(UTC))
        store.mark_read(PHONE)


def top_text(stage: Stage) -> str:
    assert stage.console is not None
    view = stage.console.window.thread_desk.view
    index = view.indexAt(QPoint(view.viewport().width() // 2, 60))
    return str(index.data(MessageRole).text)


async def calendar_of(stage: Stage) -> DateJump:
    assert stage.console is not None
    window = stage.console.window
    await stage.until(lambda: any(child.isVisible() for child in window.findChildren(DateJump)))
    return next(child for child in window.findChildren(DateJump) if child.isVisible())


def key(stage: Stage, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target: QWidget | None = QApplication.activePopupWidget() or QApplication.focusWidget()
    if isinstance(target, DateJump):
        target = target.focusWidget()
    assert target is not None
    stage.qtbot.keyClick(target, key, modifiers)


def test_keys_alone_lead_to_a_day(stage: Stage) -> None:
    history(stage.folder / "mwdesk.db", [40, 20, 6, 2, 0])

    async def scene() -> None:
        console = await stage.open(None)
        window, desk = console.window, console.window.thread_desk
        if window.account_desk.sign_in_dialog is not None:
            window.account_desk.sign_in_dialog.reject()
        window.open_phone(PHONE)
        await stage.until(lambda: desk.messages.rowCount())
        stage.qtbot.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        jump = await calendar_of(stage)
        assert jump.calendar.minimumDate() == QDate(*noon(40).timetuple()[:3])
        busy = tuple(noon(2).timetuple()[:3])
        await stage.until(lambda: busy in jump.calendar.busy)
        assert tuple(noon(3).timetuple()[:3]) not in jump.calendar.busy
        for _ in range(6):
            key(stage, Qt.Key.Key_Left)
        assert jump.calendar.selectedDate() == QDate(*noon(6).timetuple()[:3])
        key(stage, Qt.Key.Key_Return)
        await stage.until(lambda: top_text(stage) == "6 days ago, no. 0")
        assert desk.view.hasFocus()
        assert not desk.view.at_end

        stage.qtbot.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        await calendar_of(stage)
        key(stage, Qt.Key.Key_Escape)
        await asyncio.sleep(0)
        assert QApplication.activePopupWidget() is None
        assert top_text(stage) == "6 days ago, no. 0"

    stage.play(scene())


def test_a_click_on_the_date_opens_the_calendar_and_a_day_without_messages_leads_to_the_next(stage: Stage) -> None:
    history(stage.folder / "mwdesk.db", [40, 20])
    history(stage.folder / "mwdesk.db", [6], each=4)

    async def scene() -> None:
        console = await stage.open(None)
        window, desk = console.window, console.window.thread_desk
        if window.account_desk.sign_in_dialog is not None:
            window.account_desk.sign_in_dialog.reject()
        window.open_phone(PHONE)
        await stage.until(lambda: desk.messages.rowCount() == 30)
        view = desk.view
        view.executeDelayedItemsLayout()
        index = view.thread_model.index(26, 0)
        rect = view.visualRect(index)
        place = QPoint(rect.center().x(), rect.top() + 18)
        assert view.delegate.date_at(index, rect, place.toPointF()) is not None
        assert view.delegate.date_at(index, rect, rect.bottomLeft().toPointF()) is None
        stage.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        jump = await calendar_of(stage)
        told: list[str] = []
        desk.noticed.connect(told.append)
        jump.calendar.setSelectedDate(QDate(*noon(30).timetuple()[:3]))
        key(stage, Qt.Key.Key_Return)
        await stage.until(lambda: top_text(stage) == "20 days ago, no. 0")
        today = datetime.now().astimezone().date()
        asked, shown = (wording.date_words(noon(days).date(), today) for days in (30, 20))
        await stage.until(lambda: told == [f"Nothing was written on {asked}. Shown is {shown}."], 2)

    stage.play(scene())


@pytest.mark.parametrize(("language", "head"), [("zh_CN", ["2026年", "2月"]), ("en", ["February", "2026"])])
def test_the_month_is_written_in_the_order_of_the_language(
    qtbot: QtBot, qapp: QApplication, language: str, head: list[str]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    theme = Theme(language, "light")
    theme.setParent(window)
    calendar = DateJump(theme, window, date(2024, 5, 1), date(2026, 3, 9))
    calendar.show_at(window.rect())
    qtbot.keyClick(calendar.calendar.view, Qt.Key.Key_PageUp)
    names = ("qt_calendar_yearbutton", "qt_calendar_monthbutton")
    buttons = [button for button in calendar.findChildren(QToolButton) if button.objectName() in names]
    assert [button.text() for button in sorted(buttons, key=lambda button: button.x())] == head
