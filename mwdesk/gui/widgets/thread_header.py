"""The head of a thread: who it is, and how long they have waited (DESIGN, section 4.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from mwdesk.domain.message import Conversation
from mwdesk.domain.phone import Carrier
from mwdesk.gui import painting, wording
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.theme import Theme

_AVATAR_GAP = 12
_NAME_GAP = 8
_TIME_GAP = 20
_CLOCK_GAP = 3
_BUTTON_MARGIN = 12
_BUTTON_GAP = 12
_NARROW_BELOW = 480
_NARROW_MARGIN = 12
_WORDLESS_BELOW = 560
_MINUTE_S = 60
_HOUR_S = 3600
_DAY_S = 86400


class ThreadHeader(QWidget):
    """Avatar, name, number, carrier by prefix, waiting time by the second."""

    copy_requested = Signal()
    find_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._conversation: Conversation | None = None
        self.setFixedHeight(theme.size("header"))
        find, copy = self.tr("Find in this conversation"), self.tr("Copy the number")
        self.find_button = self._icon_button(find, find)
        self.find_button.clicked.connect(self.find_requested)
        self.copy_button = self._icon_button(copy, copy)
        self.copy_button.clicked.connect(self.copy_requested)
        self._ticker = QTimer(self)
        self._ticker.setInterval(theme.motion_ms("waiting_refresh_ms"))
        self._ticker.timeout.connect(self.update)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_conversation(self, conversation: Conversation) -> None:
        """Show who the thread is with."""
        self._conversation = conversation
        self.setAccessibleName(f"{painting.single_line(conversation.name)} {conversation.phone.grouped}".strip())
        if conversation.is_waiting:
            self._ticker.start()
        else:
            self._ticker.stop()
        self.update()

    def waiting_text(self) -> str:
        """Return how long the customer has waited, to the second; without the word where there is no room."""
        waited_s = self._waited_s()
        if waited_s is None:
            return ""
        text = clock_figures(waited_s)
        return text if self.width() < _WORDLESS_BELOW else wording.fill(self.tr("waiting %1"), text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the edge."""
        super().resizeEvent(event)
        x = self.width() - _BUTTON_MARGIN
        for button in (self.copy_button, self.find_button):
            x -= button.width()
            button.move(x, (self.height() - button.height()) // 2)
            x -= _BUTTON_GAP

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint from the right; the number is never elided, the name is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        painter.fillRect(self.rect(), t.surface)
        line = painting.hairline_width(self.devicePixelRatioF())
        painting.draw_horizontal_hairline(painter, 0, self.width(), self.height() - line, t.border)
        conversation = self._conversation
        if conversation is None:
            return
        edge = self._theme.size("avatar_header")
        left = _NARROW_MARGIN if self.width() < _NARROW_BELOW else self._theme.size("thread_margin")
        avatar = QRectF(left, (self.height() - edge) / 2, edge, edge)
        painting.draw_avatar(painter, self._theme, avatar, conversation.name, conversation.phone)
        line_1, line_2 = self._theme.line_height("title"), self._theme.line_height("small")
        right = self._paint_waiting(painter, float(self.find_button.x()))
        x = avatar.right() + _AVATAR_GAP
        first = QRectF(x, (self.height() - line_1 - line_2) / 2, right - x, line_1)
        second = QRectF(x, first.bottom(), right - x, line_2)

        number, body, title = conversation.phone.grouped, self._theme.font("body"), self._theme.font("title")
        number_width = QFontMetricsF(body).horizontalAdvance(number) + 1
        if name := painting.single_line(conversation.name):
            metrics = QFontMetricsF(title)
            name = painting.elided(name, metrics, first.width() - number_width - _NAME_GAP)
            painting.draw_text(painter, first, name, title, t.text_primary)
            first.setLeft(x + (metrics.horizontalAdvance(name) + _NAME_GAP if name else 0))
        first.setWidth(number_width)
        painting.draw_text(painter, first, number, body, t.text_primary)
        carrier = self._carrier_words(conversation.phone.carrier)
        words = wording.fill(self.tr("%1 · %2"), carrier, wording.count_words(conversation.message_count))
        painting.draw_text(painter, second, words, self._theme.font("small"), t.text_secondary)

    def _paint_waiting(self, painter: QPainter, right: float) -> float:
        """Paint clock and waiting time; return where the name must end."""
        waited_s = self._waited_s()
        if waited_s is None:
            return right - _NAME_GAP
        text = self.waiting_text()
        colour, font = painting.waiting_look(self._theme, waited_s)
        right -= _TIME_GAP
        left = right - QFontMetricsF(font).horizontalAdvance(text) - 1
        band = QRectF(left, 0, right - left, self.height())
        painting.draw_text(painter, band, text, font, colour, Qt.AlignmentFlag.AlignRight)
        px = self._theme.icon_size("tick")
        left -= _CLOCK_GAP + px
        painting.draw_icon(painter, self._theme, "clock", px, colour, left, (self.height() - px) / 2)
        return left - _TIME_GAP

    def _icon_button(self, name: str, tooltip: str) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "icon")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setFixedSize(self._theme.size("icon_button"), self._theme.size("icon_button"))
        button.setAccessibleName(name)
        button.setToolTip(tooltip)
        return button

    def _waited_s(self) -> float | None:
        since = self._conversation.waiting_since if self._conversation is not None else None
        return None if since is None else (self._now() - since).total_seconds()

    def _carrier_words(self, carrier: Carrier) -> str:
        return {
            Carrier.MOBILE: self.tr("Prefix: China Mobile"),
            Carrier.UNICOM: self.tr("Prefix: China Unicom"),
            Carrier.PHS: self.tr("Prefix: PHS"),
            Carrier.UNLISTED: self.tr("Prefix not in the carriers' table"),
        }[carrier]

    @Slot()
    def _on_theme_changed(self) -> None:
        px = self._theme.icon_size("action")
        for button, icon in ((self.copy_button, "copy"), (self.find_button, "search")):
            button.setIcon(self._theme.icon(icon, px))
            button.setIconSize(QSize(px, px))
        self.update()


def clock_figures(seconds: float) -> str:
    """Write a running time: minutes and seconds, from an hour on with the hours, from a day on in words."""
    whole = max(0, int(seconds))
    if whole >= _DAY_S:
        return wording.waiting_words(whole)
    hours, rest = divmod(whole, _HOUR_S)
    minutes, second = divmod(rest, _MINUTE_S)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes:02}:{second:02}"
