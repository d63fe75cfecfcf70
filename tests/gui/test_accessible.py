"""Every screen: names for a screen reader, buttons that say what they do, words that were given to the translators."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.gui.theme import Theme
from tests.tools.walk import MARK, Findings, Inspector, made_up, untranslated


def test_the_walk_leads_through_all_screens(findings: Findings) -> None:
    # What is photographed is walked through; fewer screens than these would be a walk that broke off.
    assert len(findings.screens) == len(set(findings.screens)) >= 57


def test_every_control_has_a_name(findings: Findings) -> None:
    assert findings.unnamed == {}


def test_every_icon_button_says_what_it_does_and_can_be_hit(findings: Findings) -> None:
    assert findings.targets == {}


def test_every_word_is_translated(findings: Findings) -> None:
    assert findings.untranslated == {}


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


def test_the_application_icon_is_drawn_for_every_size(qapp: QApplication) -> None:
    icon = Theme().app_icon()
    wanted = [QSize(edge, edge) for edge in (16, 24, 32, 48, 64, 128, 256)]
    assert sorted(icon.availableSizes(), key=QSize.width) == wanted
    for size in wanted:
        picture = icon.pixmap(size, 1.0).toImage()
        assert picture.size() == size
        assert picture.pixelColor(size.width() // 2, size.height() // 2).alpha() == 255
        assert picture.pixelColor(0, 0).alpha() < 255  # round corners
