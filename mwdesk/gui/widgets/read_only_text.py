"""A box of text that can be read, chosen and copied."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from mwdesk.gui.theme import Theme


class ReadOnlyText(QPlainTextEdit):
    """Plain text only; the tab key leads on."""

    def __init__(self, theme: Theme, text: str, style: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._style = style
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setPlainText(text)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        t, radius = self._theme.tokens, self._theme.radius("control")
        self.setFont(self._theme.font(self._style))
        self.setStyleSheet(
            f"QPlainTextEdit {{ background: {t.window.name()}; color: {t.text_primary.name()}; padding: 3px 7px;"
            f" border: 1px solid {t.border_control.name()}; border-radius: {radius}px;"
            f" selection-background-color: {t.selection.name()}; selection-color: {t.selection_text.name()}; }}"
            f"QPlainTextEdit:focus {{ border: 2px solid {t.focus.name()}; padding: 2px 6px; }}"
        )
