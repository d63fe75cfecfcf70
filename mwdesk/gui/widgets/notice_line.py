"""One sentence above the panes, for a few seconds."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QWidget

from mwdesk.gui import announcing
from mwdesk.gui.theme import Theme

_SHOWN_S = 8


class NoticeLine(QLabel):
    """Hidden unless there is something to say."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAutoFillBackground(True)
        self.setContentsMargins(16, 8, 16, 8)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def say(self, sentence: str, seconds: int = _SHOWN_S) -> None:
        """Show a sentence in place of the one before, and read it out."""
        self.setText(sentence)
        self.show()
        announcing.announce(self, sentence)
        self._timer.start(seconds * 1000)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font("list"))
        palette = self.palette()
        palette.setColor(self.backgroundRole(), self._theme.tokens.info_soft)
        self.setPalette(palette)
