"""What messages look like in the theme and type in force."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mwdesk.gui.painting import draw_text, plain_tooltip
from mwdesk.gui.theme import Theme

_PADDING = 12
_WIDTH = 372


class Preview(QWidget):
    """A customer's bubble and ours."""

    def __init__(self, theme: Theme, incoming: str, outgoing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts = (incoming, outgoing)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    @property
    def _bubble_height(self) -> int:
        return self._theme.line_height("body") + 2 * self._theme.size("bubble_pad_y")

    def sizeHint(self) -> QSize:
        """Fit two bubbles of one line."""
        metrics = QFontMetricsF(self._theme.font("body"))
        widest = max(metrics.horizontalAdvance(text) for text in self._texts)
        width = ceil(widest) + 1 + 2 * (self._theme.size("bubble_pad_x") + _PADDING)
        return QSize(max(_WIDTH, width), 2 * self._bubble_height + 3 * _PADDING)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the texts where a small screen cuts them."""
        super().resizeEvent(event)
        self.setToolTip(plain_tooltip("\n".join(self._texts)) if self.width() < self.sizeHint().width() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background and the bubbles."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.border, 1))
        painter.setBrush(tokens.window)
        panel = self._theme.radius("popup")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), panel, panel)
        font, radius, pad = self._theme.font("body"), self._theme.radius("bubble"), self._theme.size("bubble_pad_x")
        metrics = QFontMetricsF(font)
        for number, text in enumerate(self._texts):
            width = min(metrics.horizontalAdvance(text) + 2 * pad + 1, self.width() - 2 * _PADDING)
            left = _PADDING if number == 0 else self.width() - _PADDING - width
            top = _PADDING + number * (self._bubble_height + _PADDING)
            box = QRectF(left, top, width, self._bubble_height)
            painter.setPen(QPen(tokens.bubble_out_border if number else tokens.bubble_in_border, 1))
            painter.setBrush(tokens.bubble_out if number else tokens.bubble_in)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            band = box.adjusted(pad, 0, -pad, 0)
            draw_text(painter, band, text, font, tokens.text_primary, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
