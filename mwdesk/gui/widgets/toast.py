"""Our own notice of a new message, at the bottom right of the screen (DESIGN, section 4.9)."""

from __future__ import annotations

import sys

from msgspec import Struct
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QEnterEvent,
    QFontMetricsF,
    QGuiApplication,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QScreen,
    QTextLayout,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import wording
from mwdesk.gui.painting import draw_avatar, draw_text, elided, hairline_width
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.words import Words

_WIDTH = 368
_MARGIN = 16
_PADDING = 12
_GAP = 8
_AVATAR_GAP = 12
_LINES = 2
_LOGO = 16
_NUMBER_GAP = 6
_ICON_ROOM = 8
"""Between the close button's edge and its icon, which is what stands in line with the rest."""
_SHOWN_MS = 15_000
# Elsewhere nothing tells whether the corners would be transparent or black.
_ROUNDED = sys.platform in ("win32", "darwin")


class Notice(Struct, frozen=True):
    """What a toast says. ``sender`` is whose avatar stands beside it, None for several senders or in private."""

    title: str
    text: str
    at: str
    number: str = ""
    sender: PhoneNumber | None = None
    name: str = ""
    several: bool = False


class _Said(QWidget):
    """Avatar, name, number and the beginning of the text."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notice = Notice("", "", "")
        self._lines: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, notice: Notice) -> None:
        self._notice = notice
        self.setAccessibleName(wording.listing((notice.title, notice.number, notice.text)))
        self._lines = self._broken(notice.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        text = self._theme.line_height("body") + len(self._lines) * self._theme.line_height("list")
        return QSize(_WIDTH - 2 * _PADDING, max(text, self._avatar if self._notice.sender else 0))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        notice, tokens = self._notice, self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if notice.sender is not None:
            draw_avatar(painter, self._theme, QRectF(0, 0, self._avatar, self._avatar), notice.name, notice.sender)
        band = QRectF(self._left, 0, self.width() - self._left, self._theme.line_height("body"))
        bold, plain = self._theme.font("body_strong"), self._theme.font("list")
        number_width = QFontMetricsF(plain).horizontalAdvance(notice.number)
        room = band.width() - (number_width + _NUMBER_GAP if notice.number else 0)
        title = elided(notice.title, QFontMetricsF(bold), room)
        draw_text(painter, band, title, bold, tokens.text_primary)
        if notice.number:
            band.setLeft(band.left() + QFontMetricsF(bold).horizontalAdvance(title) + _NUMBER_GAP)
            draw_text(painter, band, notice.number, plain, tokens.text_secondary)
        line = QRectF(self._left, band.bottom(), self.width() - self._left, self._theme.line_height("list"))
        for text in self._lines:
            draw_text(painter, line, text, plain, tokens.text_primary)
            line.translate(0, line.height())

    @property
    def _avatar(self) -> int:
        return self._theme.size("avatar_list")

    @property
    def _left(self) -> int:
        return self._avatar + _AVATAR_GAP if self._notice.sender is not None else 0

    def _broken(self, text: str) -> list[str]:
        """Break a text into lines; the last one that is shown ends in an ellipsis where more follows."""
        font = self._theme.font("list")
        width = _WIDTH - 2 * _PADDING - self._left
        text = " ".join(text.split())
        layout = QTextLayout(text, font)
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) <= _LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            starts.append(line.textStart())
        layout.endLayout()
        ends = [*starts[1:], len(text)]
        lines = [text[start:end] for start, end in zip(starts[: _LINES - 1], ends, strict=False)]
        if len(starts) >= _LINES:
            lines.append(elided(text[starts[_LINES - 1] :], QFontMetricsF(font), width))
        return lines


class Toast(QWidget):
    """A window of its own that never takes the focus; it goes by itself, but not from under the pointer."""

    opened = Signal()
    put_off = Signal()
    """It shall come again later."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, _ROUNDED)
        self.setWindowTitle("MWDesk")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._at = Words(theme, parent=self)
        self._at.setWordWrap(False)
        self._said = _Said(theme, self)
        self.close_button = QPushButton(self)
        self.close_button.setProperty("role", "icon")
        self.close_button.setAccessibleName(self.tr("Close"))
        self.close_button.setToolTip(self.tr("Close"))
        self.open_button = SmallButton(theme, parent=self)
        self.later_button = SmallButton(theme, self.tr("Remind in 10 minutes"), parent=self)
        for button in (self.close_button, self.open_button, self.later_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setCursor(Qt.CursorShape.ArrowCursor)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.close_button.clicked.connect(self.hide)
        self.open_button.clicked.connect(self._on_open_button_clicked)
        self.later_button.clicked.connect(self._on_later_button_clicked)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_LOGO + _GAP, 0, 0, 0)
        head.setSpacing(_GAP)
        head.addWidget(Words(self._theme, "MWDesk", parent=self))
        head.addStretch(1)
        head.addWidget(self._at)
        head.addWidget(self.close_button)
        said = QHBoxLayout()
        said.setContentsMargins(0, 0, _ICON_ROOM, 0)
        said.addWidget(self._said)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, _ICON_ROOM, 0)
        buttons.setSpacing(_GAP)
        for button in (self.open_button, self.later_button):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button, 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, _PADDING - 6, _PADDING - _ICON_ROOM, _PADDING)
        column.setSpacing(_GAP)
        column.addLayout(head)
        column.addLayout(said)
        column.addSpacing(_PADDING - _GAP)
        column.addLayout(buttons)
        self.setFixedWidth(_WIDTH)

    def present(self, notice: Notice, screen: QScreen | None = None) -> None:
        """Say it at the bottom right of a screen, by default the first one."""
        self._at.setText(notice.at)
        self._said.say(notice)
        self.open_button.setText(self.tr("Open the first") if notice.several else self.tr("Open"))
        self._column.activate()
        room = (screen or QGuiApplication.primaryScreen()).availableGeometry()
        height = self.sizeHint().height()
        self.setGeometry(room.right() + 1 - _MARGIN - _WIDTH, room.bottom() + 1 - _MARGIN - height, _WIDTH, height)
        self.show()
        if not self.underMouse():
            self._timer.start()

    @property
    def words(self) -> str:
        """Everything it says."""
        return self._said.accessibleName()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while it is being read."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go again after a while."""
        super().leaveEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep nothing of what was said: screen readers are offered hidden windows too."""
        super().hideEvent(event)
        self._said.say(Notice("", "", ""))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click anywhere for its main button."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._on_open_button_clicked()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, its edge and the program's sign."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = hairline_width(self.devicePixelRatioF()) / 2
        painter.setPen(QPen(tokens.border_control, 2 * half))
        painter.setBrush(tokens.raised)
        radius = self._theme.radius("popup") if _ROUNDED else 0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        top = self.close_button.geometry().center().y() - _LOGO / 2 + 0.5
        self._sign.paint(painter, _PADDING, round(top), _LOGO, _LOGO)

    @Slot()
    def _on_open_button_clicked(self) -> None:
        self.hide()
        self.opened.emit()

    @Slot()
    def _on_later_button_clicked(self) -> None:
        self.hide()
        self.put_off.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        px = self._theme.icon_size("small")
        self.close_button.setIcon(self._theme.icon("close"))
        self.close_button.setIconSize(QSize(px, px))
        self._sign = self._theme.app_icon()
        self.update()
