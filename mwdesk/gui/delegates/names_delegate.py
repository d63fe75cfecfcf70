"""Paints the rows of an import of names."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mwdesk.gui import painting
from mwdesk.gui.models.names_model import ErrorRole
from mwdesk.gui.theme import Theme

_MARGIN = 10
_ROW_HEIGHT = 28


class NamesDelegate(QStyledItemDelegate):
    """Plain cells in one line; what is left out says so in the colour of failures."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    @property
    def row_height(self) -> int:
        """The height of a row."""
        return max(_ROW_HEIGHT, self._theme.line_height("list") + 8)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a cell's size."""
        return QSize(60, self.row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a cell."""
        t = self._theme.tokens
        painter.save()
        cell = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, t.list_selected if option.widget.isActiveWindow() else t.list_selected_inactive)
        band = cell.adjusted(_MARGIN, 0, -_MARGIN, 0)
        if index.column() == 0:
            align, colour = Qt.AlignmentFlag.AlignRight, t.text_secondary
        else:
            align = Qt.AlignmentFlag.AlignLeft
            last = index.column() == 3
            colour = t.text_secondary if last else t.text_primary
            if last and index.data(ErrorRole):
                colour = t.danger
        text = str(index.data() or "")
        painting.draw_text(painter, band, text, self._theme.font("list"), colour, align)
        painter.restore()
