"""Dialogs by the keyboard alone: the Tab key goes as one reads, Enter and Escape do what they promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.config import Preferences
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import DamagedStoreError
from mwdesk.gui.dialogs.backups import BackupsDialog, ProtectDialog
from mwdesk.gui.dialogs.canned_replies import CannedRepliesDialog
from mwdesk.gui.dialogs.change_password import ChangePasswordDialog
from mwdesk.gui.dialogs.export import ExportDialog
from mwdesk.gui.dialogs.import_names import ImportNamesDialog
from mwdesk.gui.dialogs.lock_phrase import LockPhraseDialog
from mwdesk.gui.dialogs.lock_window import LockWindow
from mwdesk.gui.dialogs.new_number import NewNumberDialog
from mwdesk.gui.dialogs.settings import SettingsDialog
from mwdesk.gui.dialogs.sign_in import SignInDialog
from mwdesk.gui.dialogs.snooze_time import SnoozeTimeDialog
from mwdesk.gui.dialogs.unlock import UnlockDialog
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.messaging.archive import Protection
from tests.tools.shots.acting import press
from tests.tools.walk import takes_tab

Key = Qt.Key
PHONE = PhoneNumber("13800138000")


def backups(theme: Theme) -> QDialog:
    dialog = BackupsDialog(theme, 0)
    dialog.show_protection(Protection(True, True, True))
    dialog.set_busy(False)
    return dialog


def days(theme: Theme) -> QDialog:
    dialog = BackupsDialog(theme, 30)
    dialog.set_busy(False)
    dialog.days_edit.setText("40")
    return dialog


def damaged(theme: Theme) -> QDialog:
    dialog = UnlockDialog(theme, Path("data"))
    dialog.show_error(DamagedStoreError())
    return dialog


def settings(page: str) -> Callable[[Theme], QDialog]:
    def make(theme: Theme) -> QDialog:
        dialog = SettingsDialog(theme, Preferences())
        dialog.choose_page(page)
        return dialog

    return make


DIALOGS: dict[str, Callable[[Theme], QDialog]] = {
    "backups": backups,
    "backups, with days": days,
    "canned replies": CannedRepliesDialog,
    "damaged": damaged,
    "export": lambda theme: ExportDialog(theme, None),
    "lock": lambda theme: LockPhraseDialog(theme, True),
    "names": ImportNamesDialog,
    "number": NewNumberDialog,
    "password": lambda theme: ChangePasswordDialog(theme, "J00001"),
    "protection": lambda theme: ProtectDialog(theme, Protection(False, False, True)),
    "settings": settings("general"),
    "settings: computer": settings("habits"),
    "settings: notifications": settings("alerts"),
    "settings: safety": settings("safety"),
    "sign-in": SignInDialog,
    "snooze": lambda theme: SnoozeTimeDialog(theme, "138", datetime.now().astimezone(), PHONE),
}


def stops(dialog: QWidget) -> list[QWidget]:
    """Go through a dialog by the Tab key from where it begins."""
    found: list[QWidget] = []
    while (focused := dialog.focusWidget()) is not None and focused not in found:
        found.append(focused)
        press(focused, Key.Key_Tab)
    return found


def place(dialog: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(dialog, QPoint(0, 0)), widget.size())


def comes_before(one: QRect, other: QRect) -> bool:
    """Tell whether one reads what lies at one place before what lies at another: above it, left of it, or in a column
    of its own.
    """
    above, beside = one.bottom() < other.top(), one.right() < other.left()
    return above or beside


@pytest.mark.parametrize("name", DIALOGS)
def test_the_tab_key_goes_as_one_reads(name: str, qtbot: QtBot) -> None:
    dialog = DIALOGS[name](Theme("en", "light"))
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    found = stops(dialog)
    first = min(range(len(found)), key=lambda at: (place(dialog, found[at]).top(), place(dialog, found[at]).left()))
    order = [place(dialog, widget) for widget in (*found[first:], *found[:first])]
    wanted = [widget for widget in dialog.findChildren(QWidget) if takes_tab(widget, dialog, dialog)]
    assert [each for each in wanted if each not in found] == []
    for one, other in pairwise(order):
        assert comes_before(one, other), f"{one} {other}"


@pytest.mark.parametrize("name", DIALOGS)
def test_escape_closes_and_accepts_nothing(name: str, qtbot: QtBot) -> None:
    dialog = DIALOGS[name](Theme("en", "light"))
    qtbot.addWidget(dialog)
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    focused = dialog.focusWidget()
    assert focused is not None
    press(focused, Key.Key_Escape)
    assert ended == [QDialog.DialogCode.Rejected.value]


def test_what_does_not_hold_keeps_the_settings_open_until_one_leaves(qtbot: QtBot) -> None:
    dialog = SettingsDialog(Theme("en", "light"), Preferences())
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    dialog.undo_edit.setFocus()
    dialog.undo_edit.selectAll()
    qtbot.keyClicks(dialog.undo_edit, "soon")
    assert "0 to 10" in dialog.undo_field.error
    dialog.choose_page("habits")
    qtbot.keyClick(dialog, Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.undo_edit.hasFocus()
    assert dialog.undo_edit.selectedText() == "soon", "what was typed is there still"
    asked: list[bool] = []
    dialog.keys_requested.connect(lambda: asked.append(True))
    dialog.keys_button.click()
    assert asked == []
    qtbot.keyClicks(dialog.undo_edit, "3")
    qtbot.keyClick(dialog.undo_edit, Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.preferences.undo_s == 3


def test_a_name_with_something_invisible_is_taken_without_it(qtbot: QtBot) -> None:
    dialog = SettingsDialog(Theme("en", "light"), Preferences())
    qtbot.addWidget(dialog)
    dialog.name_edit.setText("小\u200b吴")
    dialog.name_edit.textEdited.emit(dialog.name_edit.text())
    assert dialog.preferences.operator_name == "小吴"


def test_what_was_left_has_the_focus_again_after_work(qtbot: QtBot) -> None:
    dialog = BackupsDialog(Theme("en", "light"), 0)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    dialog.set_busy(False)
    assert dialog.backups.hasFocus(), "not what decides how long messages are kept"
    dialog.back_up_button.setFocus()
    dialog.set_busy(True)
    assert not dialog.back_up_button.hasFocus()
    dialog.show_done("A backup was made")
    assert dialog.back_up_button.hasFocus()


def test_a_wrong_field_shows_it_also_with_the_focus(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme("en", "light")
    theme.apply(qapp)
    dialog = NewNumberDialog(theme)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()

    def edge() -> list[str]:
        shown = dialog.number.grab().toImage()
        return [shown.pixelColor(at, shown.height() // 2).name() for at in range(6)]

    t = theme.tokens
    focus, danger, ground = t.focus.name(), t.danger.name(), t.surface.name()
    assert edge() == [focus, focus, *[ground] * 4]
    qtbot.keyClicks(dialog.number, "138x")
    qtbot.keyClick(dialog.number, Key.Key_Return)
    assert dialog.field.error
    assert edge() == [focus, focus, ground, danger, danger, ground]
    dialog.cancel_button.setFocus()
    assert edge() == [danger, danger, *[ground] * 4]
    dialog.number.setFocus()
    dialog.number.clear()
    assert edge()[:3] == [focus, focus, ground]
    assert danger not in edge()


def test_an_example_of_a_number_stays_on_one_line(qtbot: QtBot) -> None:
    dialog = NewNumberDialog(Theme("en", "light"))
    qtbot.addWidget(dialog)
    dialog.write.click()
    assert "138\u00a00013\u00a08000" in dialog.field.error


@pytest.mark.parametrize("role", ["", "primary"])
def test_a_small_button_keeps_its_size_with_the_focus(qtbot: QtBot, qapp: QApplication, role: str) -> None:
    theme = Theme("en", "light")
    theme.apply(qapp)
    window = QWidget()
    window.resize(300, 100)
    qtbot.addWidget(window)
    button = SmallButton(theme, "Resend", role, window)
    button.move(20, 20)
    button.resize(button.sizeHint())
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    size = button.sizeHint()
    button.setFocus()
    assert button.sizeHint() == size
    shown = window.grab().toImage()
    outside = [shown.pixelColor(20 - off, 33).name() for off in (2, 3)]
    # A ring on a filled button would have its colour.
    assert (outside == [theme.tokens.focus.name()] * 2) is (role == "primary")
    button.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChildren(QWidget) == [], "the ring goes with its button"


def test_the_lock_page_stays_where_it_is(qtbot: QtBot) -> None:
    cover = LockWindow(Theme("en", "light"), "J00001")
    qtbot.addWidget(cover)
    cover.resize(1100, 720)
    cover.show()
    places = []
    for act in (lambda: None, lambda: cover.refuse(5), lambda: cover.refuse(0, "It could not be told. " * 6)):
        act()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        places.append((place(cover, cover.edit).top(), place(cover, cover.unlock_button).top()))
    assert places[1] == places[0], "nor does the button move"
    assert places[2][0] == places[0][0], "more than a line pushes what is below it"


def test_the_ring_of_a_filled_button_lies_a_pixel_off_it(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme("en", "light")
    theme.apply(qapp)
    dialog = SnoozeTimeDialog(theme, "138", datetime.now().astimezone(), PHONE)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    button = dialog.snooze_button
    button.setFocus()
    ringed = dialog.grab().toImage()
    row = button.geometry().center().y()
    colours = [ringed.pixelColor(button.geometry().left() - off, row).name() for off in (-1, 1, 2, 3, 4)]
    accent, ground, ring = (getattr(theme.tokens, name).name() for name in ("accent", "raised", "focus"))
    assert colours == [accent, ground, ring, ring, ground]
    dialog.moment.setFocus()
    plain = dialog.grab().toImage()
    assert plain.pixelColor(button.geometry().left() - 2, row).name() == ground, "it goes with the focus"
    dialog.resize(dialog.width() + 60, dialog.height())
    button.setFocus()
    ringed = dialog.grab().toImage()
    assert ringed.pixelColor(button.geometry().left() - 2, row).name() == ring, "and follows the button"
