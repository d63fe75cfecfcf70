"""What floats over a thread: the way to its end, and the day being read (DESIGN, section 4.3)."""

from __future__ import annotations

from datetime import date
from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from mwdesk.gui import painting, wording
from mwdesk.gui.theme import Theme

_BADGE_OUT = 8
_JUMP_RIGHT = 20
_JUMP_BOTTOM = 16
_JUMP_DISC = 36
_DATE_TOP = 8
_DATE_STAYS_MS = 1000


class JumpButton(QAbstractButton):
    """A disc that goes to the newest message, with the number that came meanwhile."""

    def __init__(self, theme: Theme, thread: QWidget) -> None:
        super().__init__(thread)
        self._theme = theme
        self._thread = thread
        self._count = 0
        self.setFixedSize(self.sizeHint())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(wording.jump_words())
        self.setToolTip(wording.jump_words())

    @property
    def count(self) -> int:
        """How many messages came while the end was out of view."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show a number, or none for 0."""
        if count != self._count:
            self._count = count
            self.update()

    def place(self) -> None:
        """Take the lower right corner of the thread, the badge outside."""
        right, bottom = self._thread.width() - _JUMP_RIGHT + _BADGE_OUT, self._thread.height() - _JUMP_BOTTOM
        self.move(right - self.width(), bottom - self.height())
        self.raise_()

    def sizeHint(self) -> QSize:
        """Return the disc and the room its badge needs."""
        return QSize(_JUMP_DISC + 2 * _BADGE_OUT, _JUMP_DISC + _BADGE_OUT)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint for the pointer."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Repaint without the pointer."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint disc, arrow and badge."""
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(_BADGE_OUT, _BADGE_OUT, _JUMP_DISC, _JUMP_DISC)
        painter.setPen(QPen(t.border_control, 1))
        painter.setBrush(t.pressed if self.isDown() else t.list_hover if self.underMouse() else t.raised)
        painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))
        px = self._theme.icon_size("action")
        offset = (_JUMP_DISC - px) / 2
        painting.draw_icon(
            painter, self._theme, "arrow-down", px, t.text_secondary, disc.left() + offset, disc.top() + offset
        )
        if self.hasFocus():
            painting.draw_ring(painter, disc, _JUMP_DISC / 2, self._theme.size("focus_ring"), t.focus)
        if self._count:
            text = wording.badge_words(self._count)
            painting.draw_badge(painter, self._theme, self.width(), self._theme.size("badge") / 2, text)
        painter.end()


class FloatingDate(QWidget):
    """The day being read, while the thread moves and a little longer."""

    def __init__(self, theme: Theme, thread: QWidget) -> None:
        super().__init__(thread)
        self._theme = theme
        self._thread = thread
        self.text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DATE_STAYS_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_day(self, day: date, today: date) -> None:
        """Name a day for the next second."""
        self.text = wording.day_pill_words(day, today)
        self.resize(ceil(painting.pill_width(self._theme, self.text)), painting.PILL_HEIGHT)
        self.move((self._thread.width() - self.width()) // 2, _DATE_TOP)
        self._timer.start()
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill."""
        painter = QPainter(self)
        tokens = self._theme.tokens
        painting.draw_pill(painter, self._theme, QRectF(self.rect()), self.text, tokens.raised, tokens.border)
