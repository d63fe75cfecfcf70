"""The head of a thread: who it is, and how long they have waited (DESIGN, section 4.3)."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mwdesk.domain.message import Conversation
from mwdesk.domain.phone import Carrier
from mwdesk.domain.text import for_display
from mwdesk.gui import painting, wording
from mwdesk.gui.theme import Theme


class ThreadHeader(QWidget):
    """Avatar, name, number, carrier by prefix, waiting time by the second."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._conversation: Conversation | None = None
        self.setFixedHeight(theme.size("header"))
        theme.changed.connect(self.update)
        self._ticker = QTimer(self)
        self._ticker.setInterval(1000)
        self._ticker.timeout.connect(self.update)

    def show_conversation(self, conversation: Conversation) -> None:
        """Show who the thread is with."""
        self._conversation = conversation
        self.setAccessibleName(f"{for_display(conversation.name)} {conversation.phone.grouped}")
        if conversation.is_waiting:
            self._ticker.start()
        else:
            self._ticker.stop()
        self.update()

    def _carrier_words(self, carrier: Carrier) -> str:
        return {
            Carrier.MOBILE: self.tr("Prefix: China Mobile"),
            Carrier.UNICOM: self.tr("Prefix: China Unicom"),
            Carrier.PHS: self.tr("Prefix: PHS"),
            Carrier.UNLISTED: self.tr("Prefix not in the carriers' table"),
        }[carrier]

    @Slot()
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the head; the number is never elided, the name is."""
        painter = QPainter(self)
        tokens = self._theme.tokens
        painter.fillRect(self.rect(), tokens.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.border)
        conversation = self._conversation
        if conversation is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = self._theme.size("avatar_header")
        avatar = QRectF(20, (self.height() - size) / 2, size, size)
        painting.draw_avatar(painter, self._theme, avatar, conversation.name, conversation.phone)
        left = 20 + size + 12
        right = self.width() - 20
        if conversation.waiting_since is not None:
            waited_s = (datetime.now(UTC) - conversation.waiting_since).total_seconds()
            text = wording.waited_words(waited_s)
            painter.setFont(self._theme.font("small"))
            painter.setPen(tokens.text_secondary)
            width = painter.fontMetrics().horizontalAdvance(text)
            right -= width
            painter.drawText(QRectF(right, 0, width + 2, self.height()), int(Qt.AlignmentFlag.AlignVCenter), text)
            right -= 16
        number = conversation.phone.grouped
        painter.setFont(self._theme.font("body"))
        number_width = painter.fontMetrics().horizontalAdvance(number)
        painter.setFont(self._theme.font("title"))
        name = painter.fontMetrics().elidedText(
            for_display(conversation.name), Qt.TextElideMode.ElideRight, max(0, right - left - number_width - 12)
        )
        painter.setPen(tokens.text_primary)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        if name:
            painter.drawText(QRectF(left, 8, right - left, 22), flags, name)
            left_of_number = left + painter.fontMetrics().horizontalAdvance(name) + 8
        else:
            left_of_number = left
        painter.setFont(self._theme.font("body"))
        painter.drawText(QRectF(left_of_number, 8, number_width + 2, 22), flags, number)
        painter.setFont(self._theme.font("small"))
        painter.setPen(tokens.text_secondary)
        count = wording.count_words(conversation.message_count)
        line = wording.fill("%1 · %2", self._carrier_words(conversation.phone.carrier), count)
        painter.drawText(QRectF(left, 30, right - left, 18), flags, line)
