"""The list of what a search found, and what stands there while it takes long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from mwdesk.domain.finding import FoundMessage
from mwdesk.gui import painting
from mwdesk.gui.delegates.search_delegate import SearchDelegate
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.models.search_model import FoundRole, SearchModel, SearchSectionRole
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.painted_list import PaintedList

_LOADING_ROWS = 3
_BARS = (96, 200)
_BAR_HEIGHT = 12


class SearchResults(PaintedList):
    """Walked through by arrow keys, from the search field as well; Enter or a click opens a row."""

    opened = Signal(object)
    """A row was opened: a :class:`FoundCustomer` or :class:`FoundMessage`."""
    left = Signal()
    """Escape was pressed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self.findings = SearchModel(self, now)
        self._prepare(theme, SearchDelegate(theme, self, now))
        self.setModel(self.findings)
        self.setAccessibleName(self.tr("Search results"))
        self.clicked.connect(self._on_clicked)

    def walk(self, key: Qt.Key) -> None:
        """Move by an arrow or page key; the first key takes the first row."""
        count = self.findings.rowCount()
        if not count:
            return
        current = self.currentIndex().row()
        page = max(1, self.viewport().height() // self.delegate.row_height - 1)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}.get(key, 1)
        row = 0 if current < 0 else max(0, min(count - 1, current + step))
        self.setCurrentIndex(self.findings.index(row, 0))
        self.scrollTo(self.currentIndex())
        if row == count - 1:
            self.findings.fetchMore(QModelIndex())

    @Slot()
    def open_current(self) -> None:
        """Open the row the arrows have reached, or the first one."""
        if not self.currentIndex().isValid():
            self.walk(Qt.Key.Key_Down)
        self._on_clicked(self.currentIndex())

    def dataChanged(
        self,
        topLeft: QModelIndex | QPersistentModelIndex,
        bottomRight: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Repaint; only a new section head would change a height, and rows are never given one."""
        if SearchSectionRole in roles:
            self.viewport().update()
            return
        super().dataChanged(topLeft, bottomRight, list(roles))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row."""
        super().focusInEvent(event)
        if self.delegate.show_focus and not self.currentIndex().isValid():
            self.walk(Qt.Key.Key_Down)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, leave by Escape."""
        self._show_focus(True)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Offer the whole text of a message."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.indexAt(event.pos()).data(FoundRole)
            text = found.message.text if isinstance(found, FoundMessage) else ""
            QToolTip.showText(event.globalPos(), painting.plain_tooltip(text), self.viewport())
            return True
        return super().viewportEvent(event)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        found = index.data(FoundRole)
        if found is not None:
            self.opened.emit(found)


class LoadingRows(QWidget):
    """Three grey rows, for what takes longer than a blink; they do not move (DESIGN, section 4.9)."""

    def __init__(self, theme: Theme, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row_height = row_height
        self.setAccessibleName(self.tr("Searching"))
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a disc and two bars for each row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.tokens.surface)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tokens.list_hover)
        edge, radius = self._theme.size("avatar_list"), self._theme.radius("tight")
        for row in range(_LOADING_ROWS):
            top = row * self._row_height + (self._row_height - edge) / 2
            painter.drawEllipse(QRectF(12, top, edge, edge))
            for number, width in enumerate(_BARS):
                bar = QRectF(edge + 24, top + 4 + number * 22, min(width, self.width() - edge - 36), _BAR_HEIGHT)
                painter.drawRoundedRect(bar, radius, radius)
