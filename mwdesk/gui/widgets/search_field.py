"""The search field of the list: an icon before the text, the key that leads here behind it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from mwdesk.gui import painting
from mwdesk.gui.theme import Theme

_KEYS = "Ctrl+F"


class SearchField(QLineEdit):
    """A line edit with an icon and, while it is empty, a keycap. Escape clears it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(theme.size("control"))
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _keycap_width(self) -> int:
        return round(painting.badge_width(self._theme, _KEYS)) + 2

    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font("list"))
        self.setTextMargins(24, 0, self._keycap_width() + 4, 0)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear on Escape."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, then icon and keycap over it."""
        super().paintEvent(event)
        painter = QPainter(self)
        tokens = self._theme.tokens
        px = self._theme.icon_size("small")
        painting.draw_icon(painter, self._theme, "search", px, tokens.text_secondary, 10, (self.height() - px) / 2)
        if self.text():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("caption"))
        width = self._keycap_width()
        cap = QRectF(self.width() - 8 - width + 0.5, (self.height() - 18) / 2 + 0.5, width - 1, 17)
        painter.setPen(QPen(tokens.border_control, 1))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(tokens.text_secondary)
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), _KEYS)
