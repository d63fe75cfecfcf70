"""The line above the conversations: who waits, and in which order they stand (DESIGN, section 4.2)."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.words import Run, Sentence

_MARGIN, _BETWEEN, _ICON_GAP = 12, 12, 4


class SummaryLine(QWidget):
    """A sentence at the left, the order at the right; where both do not fit, the order gives way."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words = Sentence(theme, "small", self)
        self._icon = QLabel(self)
        self.order = Sentence(theme, "small", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        row.setSpacing(_ICON_GAP)
        row.addWidget(self.words, 1)
        row.addWidget(self._icon)
        row.addWidget(self.order)
        self.setFixedHeight(theme.size("summary_line"))
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def say(self, words: str, order: str) -> None:
        """Show who waits and what stands first."""
        self.words.say(Run(words, "text_secondary"))
        self.order.say(Run(order, "text_secondary"))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        order = self._theme.icon_size("tick") + _ICON_GAP + self.order.natural_width
        fits = self.words.natural_width + _BETWEEN + order <= self.width() - 2 * _MARGIN
        self._icon.setVisible(fits)
        self.order.setVisible(fits)

    @Slot()
    def _on_theme_changed(self) -> None:
        px, colour = self._theme.icon_size("tick"), self._theme.tokens.text_secondary
        self._icon.setPixmap(self._theme.pixmap("sort", px, colour, self.devicePixelRatioF()))
        self._fit()
