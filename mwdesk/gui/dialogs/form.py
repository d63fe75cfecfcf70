"""The frame every form shares."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mwdesk.domain.account import forbidden_character
from mwdesk.gui.painting import draw_horizontal_hairline
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.focus_ring import make_primary
from mwdesk.gui.widgets.notice_box import NoticeBox

MARGINS = (24, 20, 24, 20)
FIELD_GAP = 14
COLUMN_GAP = 12
LABEL_GAP = 4
COLUMN_WIDTH = 420
_BUTTON_GAP = 8
_FOOT_PADDING = 14


def whole_number(text: str, lowest: int, highest: int) -> int | None:
    """Read a number in plain digits; None if it is none or out of range."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(highest))):
        return None
    number = int(text)
    return number if lowest <= number <= highest else None


class _Hairline(QWidget):
    """The line above the foot."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_horizontal_hairline(QPainter(self), 0, self.width(), 0, self._theme.tokens.border)


class FormDialog(QDialog):
    """A notice box, a body of fields, and a foot with buttons, the primary one last."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setMinimumWidth(COLUMN_WIDTH)
        self.notice = NoticeBox(theme, self)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(*MARGINS)
        self.body.setSpacing(FIELD_GAP)
        self.body.addWidget(self.notice)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(MARGINS[0], _FOOT_PADDING - 1, MARGINS[2], _FOOT_PADDING)
        self.foot.setSpacing(_BUTTON_GAP)
        self.foot.addStretch(1)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addLayout(self.body)
        self._outer.addStretch(1)
        self._outer.addWidget(_Hairline(theme, self))
        self._outer.addLayout(self.foot)

    def add_button(self, text: str, role: str = "") -> QPushButton:
        """Add a button to the foot."""
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setMinimumHeight(self.theme.size("control"))
        if role == "primary":
            make_primary(self.theme, button)
        elif role:
            button.setProperty("role", role)
        self.foot.addWidget(button)
        return button

    def forbidden_words(self, value: str) -> str:
        """Say which character of an account or password the gateway cannot take, by its place; empty if none."""
        found = forbidden_character(value)
        if found is None:
            return ""
        place, character = found[0] + 1, found[1]
        if character == ",":
            return self.tr("Character {place} is a comma, which the gateway cannot take.").format(place=place)
        if character == ";":
            return self.tr("Character {place} is a semicolon, which the gateway cannot take.").format(place=place)
        if character.isspace():
            return self.tr("Character {place} is a blank, which the gateway cannot take.").format(place=place)
        if not character.isprintable():
            return self.tr("Character {place} is invisible; the gateway cannot take it.").format(place=place)
        words = self.tr("Character {place} is “{character}”; only English letters, digits and signs can be used.")
        return words.format(place=place, character=character)

    def fit(self) -> None:
        """Take the height the contents ask for, at the present width."""
        layout = self._outer
        for child in self.findChildren(QWidget):
            child.updateGeometry()  # Wrapped texts inside fields ask for more height only with the next event.
        layout.activate()
        shown = self.isVisible()  # Until it is shown, a dialog has a width nobody chose.
        width = max(self.width() if shown else 0, self.minimumWidth(), layout.minimumSize().width())
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        self.resize(width, height)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the contents: Qt's own first size takes no account of wrapped texts."""
        self.fit()
        super().showEvent(event)
