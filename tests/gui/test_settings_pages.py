"""The settings beyond the first page: what each choice tells, what is refused where it was typed, and how it fits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.config import Habits, Preferences
from mwdesk.domain.alerting import AlertRules, QuietHours
from mwdesk.gui.dialogs.settings import SettingsDialog
from mwdesk.gui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
Told = list[Preferences]
Open = Callable[..., tuple[SettingsDialog, Told]]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme("en", "light")
    theme.apply(qapp)
    return theme


@pytest.fixture
def opened(theme: Theme, qtbot: QtBot) -> Open:
    def opened(
        page: str, preferences: Preferences | None = None, has_lock: bool = False
    ) -> tuple[SettingsDialog, Told]:
        dialog = SettingsDialog(theme, preferences or Preferences(), has_lock=lambda: has_lock)
        qtbot.addWidget(dialog)
        dialog.show()
        told: Told = []
        dialog.changed.connect(told.append)
        qtbot.mouseClick(dialog.page_segments.button(page), LEFT)
        return dialog, told

    return opened


def retype(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    qtbot.keyClicks(edit, text)


@pytest.mark.parametrize("page", ["alerts", "safety", "habits"])
def test_no_words_name_a_key_that_can_be_changed(opened: Open, page: str) -> None:
    dialog, _told = opened(page, has_lock=True)
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert shown
    assert not [words for words in shown if "Ctrl+" in words]


def test_notifications(opened: Open, qtbot: QtBot) -> None:
    dialog, told = opened("alerts")
    page = dialog.alerts_page
    assert page.isVisible()
    qtbot.mouseClick(page.toast_segments.button("system"), LEFT)
    qtbot.mouseClick(page.sound_box, LEFT)
    qtbot.mouseClick(page.private_box, LEFT)
    assert told[-1].alerts == AlertRules("system", sound=False, private=True)
    retype(qtbot, page.repeat_edit, "61")
    assert "0 to 60" in page.repeat_field.error
    assert told[-1].alerts.repeat_min == 6
    retype(qtbot, page.repeat_edit, "0")
    assert not page.repeat_field.error
    assert told[-1].alerts.repeat_min == 0


def test_quiet_hours_are_taken_whole_or_not_at_all(opened: Open, qtbot: QtBot) -> None:
    dialog, told = opened("alerts")
    page = dialog.alerts_page
    qtbot.keyClicks(page.begin_edit, "22:00")
    assert not told
    assert page.end_field.error
    qtbot.keyClicks(page.end_edit, "8:3")
    assert not told
    qtbot.keyClicks(page.end_edit, "0")
    assert told[-1].alerts.quiet == QuietHours(time(22), time(8, 30))
    assert not page.end_field.error
    retype(qtbot, page.end_edit, "22:00")
    assert "Another time" in page.end_field.error
    assert told[-1].alerts.quiet == QuietHours(time(22), time(8, 30))
    for edit in (page.begin_edit, page.end_edit):
        retype(qtbot, edit, "")
    assert told[-1].alerts.quiet is None
    assert not page.begin_field.error
    assert not page.end_field.error


def test_safety(opened: Open, qtbot: QtBot) -> None:
    dialog, told = opened("safety", has_lock=True)
    page = dialog.safety_page
    retype(qtbot, page.minutes_edit, "481")
    assert "0 to 480" in page.minutes_field.error
    retype(qtbot, page.minutes_edit, "10")
    assert told[-1].lock_after_min == 10
    retype(qtbot, page.minutes_edit, "")
    assert told[-1].lock_after_min == 0
    asked: list[bool] = []
    dialog.phrase_requested.connect(lambda: asked.append(True))
    qtbot.mouseClick(page.phrase_button, LEFT)
    assert asked


def test_nothing_locks_by_itself_before_there_is_a_phrase(opened: Open) -> None:
    dialog, _told = opened("safety")
    assert not dialog.safety_page.minutes_edit.isEnabled()


def test_the_computer(opened: Open, qtbot: QtBot) -> None:
    dialog, told = opened("habits")
    page = dialog.habits_page
    assert not page.hidden_box.isEnabled()
    qtbot.mouseClick(page.tray_box, LEFT)
    qtbot.mouseClick(page.autostart_box, LEFT)
    qtbot.mouseClick(page.hidden_box, LEFT)
    assert [p.habits for p in told] == [Habits(True), Habits(True, True), Habits(True, True, True)]


@pytest.mark.parametrize("page", ["general", "alerts", "safety", "habits"])
@pytest.mark.parametrize("size", [(560, 400), (840, 400), (840, 700)])
def test_every_control_can_be_brought_into_view(opened: Open, qtbot: QtBot, page: str, size: tuple[int, int]) -> None:
    dialog, _told = opened(page, has_lock=True)
    dialog.resize(*size)
    qtbot.waitUntil(lambda: (dialog.width(), dialog.height()) == size)
    for control in dialog.pages.findChildren(QWidget):
        if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
            dialog.pages.ensureWidgetVisible(control, 0, 0)
            place = QRect(control.mapTo(dialog, QPoint()), control.size())
            assert dialog.rect().contains(place), control.accessibleName()
    assert dialog.rect().contains(QRect(dialog.close_button.pos(), dialog.close_button.size()))


def test_choosing_a_page_moves_nothing_else(opened: Open, qtbot: QtBot) -> None:
    dialog, _told = opened("general")
    before = dialog.size(), dialog.close_button.pos()
    for page in ("alerts", "safety", "habits"):
        qtbot.mouseClick(dialog.page_segments.button(page), LEFT)
        qtbot.wait(20)
        assert not dialog.pages.verticalScrollBar().isVisible()
        assert (dialog.size(), dialog.close_button.pos()) == before
