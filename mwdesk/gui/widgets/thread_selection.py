"""What is chosen in a thread to be copied: characters of one bubble, or whole messages."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtWidgets import QApplication, QListView

from mwdesk.domain.message import Message
from mwdesk.gui.delegates.message_delegate import SelectedText
from mwdesk.gui.models.thread_model import MessageRole

_SCROLL_EVERY_MS = 30
_SCROLL_MOST = 40
_REPLACE = QItemSelectionModel.SelectionFlag.ClearAndSelect


class ThreadSelection(QObject):
    """Follows the pointer and the keys; what it finds, the view's selection model and its delegate know."""

    def __init__(self, view: QListView, delegate: Any) -> None:
        super().__init__(view)
        self._view = view
        self._delegate = delegate
        self._anchor: QPersistentModelIndex | None = None
        self._anchor_place: int | None = None
        """Where in the anchor's text the pointer went down; None beside its bubble."""
        self._pressed_at: QPoint | None = None
        self._pointer = QPoint()
        self.dragging = False
        """Whether the pointer has moved since it went down."""
        self._scroll_timer = QTimer(self)
        self._scroll_timer.setInterval(_SCROLL_EVERY_MS)
        self._scroll_timer.timeout.connect(self._on_scroll_timer_timeout)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is chosen."""
        return self._delegate.selected_text is None and not self._view.selectionModel().hasSelection()

    def messages(self) -> list[Message]:
        """Return the messages chosen whole, in their order."""
        rows = sorted(index.row() for index in self._view.selectionModel().selectedIndexes())
        model = self._view.model()
        return [model.index(row, 0).data(MessageRole) for row in rows]

    def text(self) -> str:
        """Return the characters chosen in one bubble."""
        chosen: SelectedText | None = self._delegate.selected_text
        if chosen is None:
            return ""
        for row in range(self._view.model().rowCount()):
            index = self._view.model().index(row, 0)
            if index.data(MessageRole).row_id == chosen.row_id:
                bubble, _ = self._delegate.text_of(index, self._view.visualRect(index), QPoint().toPointF())
                return str(bubble.between(chosen.start, chosen.end))
        return ""

    def clear(self) -> None:
        """Choose nothing."""
        self._anchor = None
        self._view.selectionModel().clearSelection()
        self._choose_text(None)

    def choose_all(self) -> None:
        """Choose every message that is loaded."""
        model = self._view.model()
        if model.rowCount():
            self._choose_rows(model.index(0, 0), model.index(model.rowCount() - 1, 0))

    def extend(self, index: QModelIndex) -> None:
        """Choose the messages from where the choice began, or the current one, to this one."""
        if self._anchor is None or not self._anchor.isValid() or not self._view.selectionModel().hasSelection():
            self._anchor = QPersistentModelIndex(self._view.currentIndex())
        self._choose_rows(self._as_index(self._anchor), index)

    def press(self, pos: QPoint) -> None:
        """Begin anew where the pointer went down."""
        self.clear()
        index = self.index_near(pos)
        self._pressed_at, self._pointer, self.dragging = pos, pos, False
        self._anchor = QPersistentModelIndex(index)
        found = self._delegate.text_at(index, self._view.visualRect(index), pos.toPointF()) if index.isValid() else None
        self._anchor_place = None if found is None else found[0].position_at(found[1])

    def drag(self, pos: QPoint) -> None:
        """Choose up to the pointer: characters while it stays in the row, then whole messages."""
        if self._pressed_at is None or self._anchor is None or not self._anchor.isValid():
            return
        self._pointer = pos
        if not self.dragging and (pos - self._pressed_at).manhattanLength() < QApplication.startDragDistance():
            return
        self.dragging = True
        outside = not 0 <= pos.y() < self._view.viewport().height()
        if outside and not self._scroll_timer.isActive():
            self._scroll_timer.start()
        elif not outside:
            self._scroll_timer.stop()
        anchor, index = self._as_index(self._anchor), self.index_near(pos)
        if index == anchor and self._anchor_place is not None:
            self._view.selectionModel().clearSelection()
            bubble, point = self._delegate.text_of(index, self._view.visualRect(index), pos.toPointF())
            place = bubble.position_at(point)
            self._choose_between(index, self._anchor_place, place)
        else:
            self._choose_rows(anchor, index)

    def release(self) -> bool:
        """Keep what is chosen; tell whether the pointer had moved."""
        self._scroll_timer.stop()
        self._pressed_at = None
        dragged, self.dragging = self.dragging, False
        return dragged

    def choose_word(self, pos: QPoint) -> None:
        """Choose the word at a point."""
        index = self._view.indexAt(pos)
        found = self._delegate.text_at(index, self._view.visualRect(index), pos.toPointF()) if index.isValid() else None
        if found is not None:
            self._choose_between(index, *found[0].word_at(found[0].position_at(found[1])))

    def _choose_between(self, index: QModelIndex, one: int, other: int) -> None:
        start, end = sorted((one, other))
        self._choose_text(SelectedText(index.data(MessageRole).row_id, start, end) if start < end else None)

    def _choose_text(self, chosen: SelectedText | None) -> None:
        if chosen != self._delegate.selected_text:
            self._delegate.selected_text = chosen
            self._view.viewport().update()

    def _choose_rows(self, one: QModelIndex, other: QModelIndex) -> None:
        self._choose_text(None)
        first, last = sorted((one.row(), other.row()))
        model = self._view.model()
        self._view.selectionModel().select(QItemSelection(model.index(first, 0), model.index(last, 0)), _REPLACE)

    def index_near(self, pos: QPoint) -> QModelIndex:
        """Return the row at a height: the first one above all, the last one below."""
        height = self._view.viewport().height()
        index = self._view.indexAt(QPoint(self._view.viewport().width() // 2, max(0, min(pos.y(), height - 1))))
        if index.isValid():
            return index
        model = self._view.model()
        first = model.index(0, 0)
        return first if pos.y() < self._view.visualRect(first).top() else model.index(model.rowCount() - 1, 0)

    def _as_index(self, index: QPersistentModelIndex) -> QModelIndex:
        return self._view.model().index(index.row(), 0)

    @Slot()
    def _on_scroll_timer_timeout(self) -> None:
        """Move on while the pointer is held beyond an edge, the faster the farther."""
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._scroll_timer.stop()
            return
        below = self._pointer.y() - self._view.viewport().height()
        step = min(below, _SCROLL_MOST) if below > 0 else max(self._pointer.y(), -_SCROLL_MOST)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + step)
        self.drag(self._pointer)
