"""The search field of the list: an icon before the text, the key that leads here behind it."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from mwdesk.gui import painting
from mwdesk.gui.theme import Theme

_ICON_ROOM = 19
_FIELD_PADDING = 6
_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class SearchField(QLineEdit):
    """A line edit with an icon and, while it is empty, a keycap. The cross clears it, Escape leaves it besides."""

    walked = Signal(object)
    """An arrow or page key was pressed, for what was found: its :class:`Qt.Key`."""
    entered = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = ""
        self.setFixedHeight(theme.size("control"))
        self._clear = QToolButton(self)
        self._clear.setAccessibleName(self.tr("Clear search"))
        self._clear.setToolTip(f"{self._clear.accessibleName()} (Esc)")
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        # Out of the tab order: Escape does the same.
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.hide()
        self._clear.clicked.connect(self.clear)
        self.textChanged.connect(self._on_text_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_keys(self, keys: str) -> None:
        """Show which keys lead here; an empty text shows none."""
        self._keys = keys
        self._keep_margins()
        self.update()

    def _keycap_width(self) -> int:
        return ceil(painting.keycap_width(self._theme, self._keys)) if self._keys else 0

    @Slot()
    def _on_text_changed(self) -> None:
        self._clear.setVisible(bool(self.text()))
        self._keep_margins()

    def _keep_margins(self) -> None:
        """Leave room for the icon, and for what stands behind the text."""
        behind = self._clear.width() - _FIELD_PADDING if self.text() else self._keycap_width() + 4
        self.setTextMargins(_ICON_ROOM, 0, behind, 0)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font("list"))
        px = self._theme.icon_size("small")
        self._clear.setIcon(self._theme.icon("close"))
        self._clear.setIconSize(QSize(px, px))
        self._keep_margins()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross at the right edge."""
        super().resizeEvent(event)
        edge = self.height()
        self._clear.setGeometry(self.width() - edge, 0, edge, edge)
        self._keep_margins()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through what was found, open it, or leave."""
        key = Qt.Key(event.key())
        if key in _WALKING:
            self.walked.emit(key)
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        if key == Qt.Key.Key_Escape and self.text():
            self.left.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, then icon and keycap over it."""
        super().paintEvent(event)
        painter = QPainter(self)
        tokens = self._theme.tokens
        px = self._theme.icon_size("small")
        painting.draw_icon(painter, self._theme, "search", px, tokens.text_secondary, 10, (self.height() - px) / 2)
        if self.text() or not self._keys:
            return
        width = self._keycap_width()
        cap = QRectF(self.width() - 8 - width, (self.height() - 18) / 2, width, 18)
        painting.draw_keycap(painter, self._theme, cap, self._keys)
