"""A box with a soft fill that says what happened in a form."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mwdesk.gui import announcing
from mwdesk.gui.painting import draw_edge
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.words import Words


class NoticeBox(QWidget):
    """An icon, one bold line, and a second text with what is still true and what to do."""

    _ICONS: ClassVar[dict[str, str]] = {
        "danger": "tick-failed",
        "unknown": "tick-unknown",
        "success": "resolve",
        "info": "info",
    }

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, icon: bool = True) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = "danger"
        self._icon = QLabel(self)
        self._icon.setContentsMargins(0, 2, 0, 0)  # On the centre of the first line.
        self._icon.setVisible(icon)
        self._first = Words(theme, style="list", color="text_primary", parent=self, strong=True)
        self._second = Words(theme, color="text_primary", parent=self)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._first)
        texts.addWidget(self._second)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(8)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        self.hide()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def kind(self) -> str:
        """The state colour the box wears."""
        return self._kind

    @property
    def words(self) -> tuple[str, str]:
        """Both texts."""
        return self._first.text(), self._second.text()

    def show_notice(self, kind: str, first: str, second: str = "") -> None:
        """Fill the box, show it and read it out; ``kind`` is danger, unknown, success or info."""
        self._kind = kind
        self._first.setText(first)
        self._second.setText(second)
        self._second.setVisible(bool(second))
        self.setAccessibleName(first)
        self.setAccessibleDescription(second)
        self._on_theme_changed()
        self.show()
        announcing.announce(self, f"{first}\n{second}".strip())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the soft fill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(f"{self._kind}_soft"))
        radius = self._theme.radius("popup")
        painter.drawRoundedRect(self.rect(), radius, radius)
        draw_edge(painter, self._theme, QRectF(self.rect()), radius)

    @Slot()
    def _on_theme_changed(self) -> None:
        color = self._theme.colour(self._kind)
        edge = self._theme.icon_size("small")
        self._icon.setPixmap(self._theme.pixmap(self._ICONS[self._kind], edge, color, self.devicePixelRatioF()))
        self.update()
