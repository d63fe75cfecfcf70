"""Every screen: names for a screen reader, buttons that say what they do, words that were given to the translators."""

from __future__ import annotations

from operator import attrgetter

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.gui.theme import Theme
from tests.gui.stage import PHONE, Stage
from tests.tools.made_up import MARK, made_up, untranslated
from tests.tools.shots.acting import press, type_text
from tests.tools.walk import Findings, Inspector

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


def test_the_walk_leads_through_all_screens(findings: Findings) -> None:
    # What is photographed is walked through; fewer screens than these would be a walk that broke off.
    assert len(findings.screens) == len(set(findings.screens)) >= 57


def test_every_control_has_a_name(findings: Findings) -> None:
    assert findings.unnamed == {}


def test_every_icon_button_says_what_it_does_and_can_be_hit(findings: Findings) -> None:
    assert findings.targets == {}


def test_every_word_is_translated(findings: Findings) -> None:
    assert findings.untranslated == {}


def test_the_tab_key_comes_everywhere_and_back(findings: Findings) -> None:
    assert findings.unreached == {}


def test_the_focus_is_seen_wherever_it_is(findings: Findings) -> None:
    assert findings.unmarked == {}


def test_the_made_up_language() -> None:
    assert made_up("Send to {number} in %n s") == f"{MARK * 2}Send {MARK}to {{number}} {MARK}in %n {MARK}s"
    assert untranslated(made_up("Send again") + " Ctrl+Enter 张女士") == []
    assert untranslated("Send " + made_up("again")) == ["Send"]


def test_what_is_wrong_is_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    picture = QPixmap(16, 16)
    picture.fill()
    button = QPushButton(QIcon(picture), "", window)
    button.setFixedSize(24, 24)
    label = QLabel("Hello", window)
    label.setFixedWidth(8)
    layout = QVBoxLayout(window)
    for widget in (button, label, QLineEdit(window)):
        layout.addWidget(widget)
    with qtbot.waitExposed(window):
        window.show()
    inspector = Inspector()
    inspector.inspect(window, "wrong")
    found = inspector.findings
    assert set(found.unnamed) == {"QPushButton", "QLineEdit"}
    assert len(found.targets) == 2  # no tooltip, too small
    assert set(found.untranslated) == {"Hello"}
    assert len(found.clipped) == 1


def test_a_trap_and_an_unseen_focus_are_found(qtbot: QtBot) -> None:
    class Trap(QPushButton):
        def event(self, event: QEvent) -> bool:
            return event.type() == QEvent.Type.KeyPress or super().event(event)

    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    unseen, trap, beyond = QPushButton("Unseen", window), Trap("Trap", window), QPushButton("Beyond", window)
    unseen.setStyleSheet("QPushButton, QPushButton:focus { border: 1px solid black; outline: none; }")
    for widget in (unseen, trap, beyond):
        layout.addWidget(widget)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    unseen.setFocus()
    inspector = Inspector()
    inspector.step_through(window, "trap")
    assert list(inspector.findings.unmarked) == ["QPushButton 'Unseen'"]
    assert list(inspector.findings.unreached) == ["no way out of Trap", "QPushButton 'Beyond'"]


AREAS = ("list_pane.search", "list_pane.tabs", "list_pane.view", "thread_desk.view", "composer.editor", "composer.send")


def test_the_tab_key_goes_as_one_reads(stage: Stage) -> None:
    async def scene() -> None:
        window = (await stage.open(stage.account)).window
        stage.receive("在吗")
        await stage.until(window.conversations.rowCount)
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(window.messages.rowCount)
        type_text(window.composer.editor, "在的")
        areas = [*(attrgetter(path)(window) for path in AREAS), window.status_bar]
        areas[0].setFocus()
        visited = []
        for _ in range(20):
            focused = window.focusWidget()
            area = next((each for each in areas if each is focused or each.isAncestorOf(focused)), None)
            if area is not None and area not in visited[-1:]:
                visited.append(area)
            press(focused, Qt.Key.Key_Tab)
        assert visited[: len(areas)] == areas
        assert visited[len(areas)] is areas[0]

        areas[0].setFocus()
        for area in (areas[2], areas[3], window.composer, window.status_bar, areas[0]):
            stage.qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F6)
            assert area is window.focusWidget() or area.isAncestorOf(window.focusWidget())

    stage.credentials.write(stage.account.credential_key, "123456")
    stage.play(scene())


def test_the_application_icon_is_drawn_for_every_size(qapp: QApplication) -> None:
    icon = Theme().app_icon()
    wanted = [QSize(edge, edge) for edge in (16, 24, 32, 48, 64, 128, 256)]
    assert sorted(icon.availableSizes(), key=QSize.width) == wanted
    for size in wanted:
        picture = icon.pixmap(size, 1.0).toImage()
        assert picture.size() == size
        assert picture.pixelColor(size.width() // 2, size.height() // 2).alpha() == 255
        assert picture.pixelColor(0, 0).alpha() < 255  # round corners
        if size.width() <= 32:
            # Drawn for this size: the speech bubble's edges lie between pixels, none is smeared over two.
            column = [picture.pixelColor(size.width() * 3 // 5, y) for y in range(size.height() * 4 // 5 + 1)]
            white = [y for y, colour in enumerate(column) if colour == QColor("white")]
            smeared = [y for y in (white[0] - 1, white[-1] + 1) if column[y] != QColor("#1D5FBF")]
            assert smeared == []
