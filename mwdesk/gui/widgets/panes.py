"""List and thread side by side, and what becomes of them in a narrow window (DESIGN, section 6)."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from mwdesk.gui.delegates.conversation_delegate import collapsed_list_width, least_list_width
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.list_pane import ListPane

_LINE = 1
_OPEN_LEAVES = 64
"""What an opened list leaves of the thread at least, to show that it lies over it."""


class _Slot(QWidget):
    """The splitter's place for the list, which itself stands free so that it can lie over the thread."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the panes."""
        super().resizeEvent(event)
        self.resized.emit()


class _Edge(QWidget):
    """The line right of a list that lies over the thread."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        QPainter(self).fillRect(self.rect(), self._theme.tokens.border)


class Panes(QWidget):
    """The list, draggable to a width; in a narrow window a column of avatars that opens over the thread."""

    list_closed = Signal()
    """The opened list was left by Escape."""

    def __init__(self, theme: Theme, list_pane: ListPane, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = list_pane
        self._narrow = False
        self._opened = False
        self._width = theme.size("list_width")
        self._slot = _Slot(self)
        self._slot.resized.connect(self._place_list)
        content.setMinimumWidth(theme.size("thread_min"))
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setHandleWidth(_LINE)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._slot)
        self._splitter.addWidget(content)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        theme.changed.connect(self._on_theme_changed)
        self._limit_slot()
        list_pane.setParent(self)
        self._edge = _Edge(theme, self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def list_width(self) -> int:
        """The width chosen for the list, also while the window is too narrow for it."""
        return self._width

    def set_list_width(self, width: int) -> None:
        """Choose the list's width with its line."""
        self._width = max(self._theme.size("list_min"), min(self._theme.size("list_max"), width))
        self._share_width()

    def open_list(self) -> None:
        """Lay the list over the thread where it is collapsed."""
        if self._narrow and not self._opened:
            self._opened = True
            self._list.set_collapsed(False)
            self._place_list()

    @Slot()
    def close_list(self) -> None:
        """Collapse a list that was opened over the thread."""
        if self._opened:
            self._opened = False
            self._list.set_collapsed(True)
            self._place_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Collapse or open the list by the window's width."""
        super().resizeEvent(event)
        self._choose_list()
        self._splitter.setGeometry(self.rect())
        self._share_width()
        self._place_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the opened list."""
        if event.key() == Qt.Key.Key_Escape and self._opened:
            self.close_list()
            self.list_closed.emit()
            return
        super().keyPressEvent(event)

    def _choose_list(self) -> None:
        """Collapse the list, or open it again; large text needs more width for both list and thread."""
        theme = self._theme
        beside = least_list_width(theme) + theme.size("thread_min")
        narrow = self.width() < max(theme.breakpoint("list_collapsed_below"), beside)
        if narrow != self._narrow:
            self._narrow = narrow
            self._opened = False
            self._limit_slot()
            self._list.set_collapsed(narrow)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._choose_list()
        self._limit_slot()
        self._share_width()

    def _limit_slot(self) -> None:
        least, most = least_list_width(self._theme), self._theme.size("list_max")
        if self._narrow:
            least = most = collapsed_list_width(self._theme)
        self._slot.setMinimumWidth(least - _LINE)
        self._slot.setMaximumWidth(most - _LINE)
        self._splitter.handle(1).setEnabled(not self._narrow)

    def _share_width(self) -> None:
        width = collapsed_list_width(self._theme) if self._narrow else self._width
        self._splitter.setSizes([width - _LINE, max(1, self.width() - width)])

    @Slot()
    def _place_list(self) -> None:
        place = QRect(0, 0, self._slot.width(), self.height())
        if self._opened:
            place.setWidth(min(self._theme.size("list_width"), self.width() - _OPEN_LEAVES))
        self._list.setGeometry(place)
        self._list.raise_()
        self._edge.setVisible(self._opened)
        self._edge.setGeometry(place.width(), 0, _LINE, self.height())
        self._edge.raise_()

    @Slot()
    def _on_splitter_moved(self) -> None:
        self._width = self._slot.width() + _LINE

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _left: QWidget | None, entered: QWidget | None) -> None:
        if self._opened and entered is not None and entered.window() is self.window():
            inside = entered is self._list or self._list.isAncestorOf(entered)
            if not inside:
                self.close_list()
