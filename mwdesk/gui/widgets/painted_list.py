"""What the lists have in common whose rows our delegates paint."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from mwdesk.domain.message import Message
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.overlay_scroll_bar import OverlayScrollBar

_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class PaintedList(QListView):
    """A scroll bar that lies over the rows, and a focus ring only for who uses the keys."""

    delegate: Any
    """Paints the rows; has ``show_focus``."""

    def _prepare(self, theme: Theme, delegate: Any, background: QPalette.ColorRole = QPalette.ColorRole.Base) -> None:
        """Set the list up; from here on Qt may lay it out at any time."""
        self.delegate = delegate
        self._scroll_bar = OverlayScrollBar(self)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Roles, not palettes: an application style sheet takes palettes of widgets away.
        self.setBackgroundRole(background)
        self.setAutoFillBackground(True)
        self.viewport().setBackgroundRole(background)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        theme.changed.connect(self._on_theme_changed)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hide the focus ring: the pointer shows the place."""
        self._show_focus(False)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring when a key brought the focus."""
        self._show_focus(event.reason() in _BY_KEY)
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar at the edge."""
        super().resizeEvent(event)
        self._scroll_bar.place()

    def _show_focus(self, show: bool) -> None:
        if self.delegate.show_focus != show:
            self.delegate.show_focus = show
            self.viewport().update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


class LinkedList(PaintedList):
    """Rows of messages with links in them; the delegate has ``action_at`` and ``hovered``."""

    action_requested = Signal(str, object)
    """An action of a message: (name, :class:`Message`)."""

    _pressed: tuple[str, int] | None = None
    """The link that was pressed, and the row of its message."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the link under the pointer."""
        super().mousePressEvent(event)
        found = self._action_under(event.position().toPoint())
        self._pressed = None if found is None else (found[0], found[1].row_id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow the link that was pressed, if it still lies there.

        The second half of a double click presses nothing: what it would follow may be another message's by then, or be
        followed twice.
        """
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            found = self._action_under(event.position().toPoint())
            if found is not None and (found[0], found[1].row_id) == pressed:
                self._act(*found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Underline the link under the pointer."""
        found = self._action_under(event.position().toPoint())
        hovered = None if found is None else (found[1].row_id, found[0])
        if hovered != self.delegate.hovered:
            self.delegate.hovered = hovered
            shape = Qt.CursorShape.ArrowCursor if found is None else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.viewport().update()
        super().mouseMoveEvent(event)

    def _message_at(self, index: QModelIndex) -> Message | None:
        """Return the message of a row."""
        raise NotImplementedError

    def _act(self, action: str, message: Message) -> None:
        self.action_requested.emit(action, message)

    def _action_under(self, pos: QPoint) -> tuple[str, Message] | None:
        index = self.indexAt(pos)
        action = self.delegate.action_at(index, self.visualRect(index), pos.toPointF()) if index.isValid() else None
        message = self._message_at(index)
        return None if action is None or message is None else (action, message)
