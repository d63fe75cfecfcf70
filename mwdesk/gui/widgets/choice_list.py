"""Rows to choose from in a popup, led through by the keys of whoever has the focus."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from mwdesk.gui.widgets.overlay_scroll_bar import OverlayScrollBar

WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_PAGE = 6


class ChoiceList(QListView):
    """Never takes the focus; the popup's ground shows through."""

    def __init__(self, model: QAbstractItemModel, delegate: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._scroll_bar = OverlayScrollBar(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(parent.accessibleName())
        self.setItemDelegate(delegate)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # A palette of its own would be taken away by the application's style sheet.
        self.viewport().setBackgroundRole(QPalette.ColorRole.NoRole)
        self.viewport().setAutoFillBackground(False)

    def choose(self, row: int) -> None:
        """Choose a row; the first one stands at the top, with whatever is above it."""
        self.setCurrentIndex(self.model().index(row, 0))
        if not row:
            self.scrollToTop()

    def walk(self, key: Qt.Key) -> None:
        """Move by an arrow or page key; arrows go round."""
        count = self.model().rowCount()
        if not count:
            return
        row = self.currentIndex().row()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            row = (row + (1 if key == Qt.Key.Key_Down else -1)) % count
        else:
            row = max(0, min(count - 1, row + (_PAGE if key == Qt.Key.Key_PageDown else -_PAGE)))
        self.choose(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar at the edge."""
        super().resizeEvent(event)
        self._scroll_bar.place()
