"""The messages of the open conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QAbstractSlider, QListView, QToolTip, QWidget

from mwdesk.domain.links import Link
from mwdesk.domain.message import Direction, Message
from mwdesk.gui import wording
from mwdesk.gui.delegates.message_delegate import MessageDelegate
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.models.thread_model import DateRole, LayoutRole, MessageRole, ReasonRole, ThreadModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.transcript import transcript
from mwdesk.gui.widgets.details_popover import WIDTH as DETAILS_WIDTH
from mwdesk.gui.widgets.message_menu import MessageMenu
from mwdesk.gui.widgets.painted_list import LinkedList
from mwdesk.gui.widgets.thread_overlays import FloatingDate, JumpButton
from mwdesk.gui.widgets.thread_selection import ThreadSelection

_END_TOLERANCE = 4
_SCROLL_STEP = 22
_PILL_ROOM = 8


class ThreadView(LinkedList):
    """Stays at the end when it is there, and keeps what is being read in place when it is not."""

    older_requested = Signal()
    """The reader comes near the beginning: older messages are wanted.

    Once until some came, :meth:`take_no_page` said that none will, or the thread changed.
    """
    newer_requested = Signal()
    """The reader comes to an open end: the page that follows is wanted. Once, as with ``older_requested``."""
    newest_requested = Signal()
    """The reader wants the newest message, which is not known here."""
    end_reached = Signal()
    """The newest message is in view."""
    link_requested = Signal(object)
    """A :class:`Link` was clicked: it may be opened once the operator has seen where it leads."""
    date_requested = Signal(object)
    """Another day is wanted; carries the date pill's place in the window's coordinates."""
    copied = Signal(int)
    """So many messages were put on the clipboard."""

    def __init__(
        self,
        theme: Theme,
        model: ThreadModel | None = None,
        parent: QWidget | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._at_end = True
        self._older_pending = False
        self._newer_pending = False
        self._restoring = False
        self._is_layout_due = False
        self._anchor: tuple[QPersistentModelIndex, int] | None = None
        self.customer = ""
        """How the customer is called in what is copied."""
        self.thread_model = model if model is not None else ThreadModel(self, now)
        self.jump_button = JumpButton(theme, self)
        self.jump_button.hide()
        self.jump_button.clicked.connect(self.jump_to_newest)
        self.floating_date = FloatingDate(theme, self)
        self._end_timer = QTimer(self)
        self._end_timer.setSingleShot(True)
        self._end_timer.setInterval(0)
        self._end_timer.timeout.connect(self._on_end_timer_timeout)
        self._older_timer = QTimer(self)
        self._older_timer.setSingleShot(True)
        self._older_timer.setInterval(0)
        self._older_timer.timeout.connect(self._on_older_timer_timeout)
        self._prepare(theme, MessageDelegate(theme, self, now), QPalette.ColorRole.Window)
        self.verticalScrollBar().setSingleStep(_SCROLL_STEP)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAutoScroll(False)
        self.setAccessibleName(wording.thread_word())

        m = self.thread_model
        # Before the view itself hears of it: the place being read is taken while it still is there.
        m.rowsAboutToBeInserted.connect(self._on_rows_about_to_change)
        m.rowsAboutToBeRemoved.connect(self._on_rows_about_to_change)
        self.setModel(m)
        self.selection = ThreadSelection(self, self.delegate)
        m.rowsInserted.connect(self._on_rows_inserted)
        m.modelAboutToBeReset.connect(self._on_model_about_to_be_reset)
        m.modelReset.connect(self._on_model_reset)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._on_scroll_bar_value_changed)
        bar.rangeChanged.connect(self._on_scroll_bar_range_changed)
        for slider in (bar, self._scroll_bar):
            # Only a person triggers actions; queued, since they are told before the value moves.
            slider.actionTriggered.connect(self._on_slider_action_triggered, Qt.ConnectionType.QueuedConnection)

    @property
    def at_end(self) -> bool:
        """Tell whether the newest message is in view."""
        return self._at_end and not self.thread_model.has_later

    def scroll_to_message(self, row_id: int) -> bool:
        """Bring a message to the middle; tell whether it is in the window."""
        row = self.thread_model.row_of.get(row_id)
        if row is None:
            return False
        self.executeDelayedItemsLayout()
        index = self.thread_model.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def top_row(self) -> int | None:
        """Return the id of the message at the top, None at the end of the thread: where a reader can be led back."""
        index = self.indexAt(QPoint(self.viewport().width() // 2, 0))
        return None if self.at_end or not index.isValid() else self.thread_model.message(index.row()).row_id

    def count_unseen(self, messages: Sequence[Message]) -> None:
        """Count what came beyond the window, on the button that leads there."""
        came = sum(message.direction is Direction.IN for message in messages)
        self.jump_button.set_count(self.jump_button.count + came)

    def details_place(self, index: QModelIndex) -> QRect:
        """Return where a message stands, with the row below it, in the window's coordinates: to be left free."""
        rect = self.visualRect(index).intersected(self.viewport().rect())
        bubble = self.delegate.bubble_rect(index, self.visualRect(index)).toAlignedRect()
        rect.setTop(max(rect.top(), bubble.top()))
        incoming = index.data(MessageRole).direction is Direction.IN
        margin = self._theme.size("thread_margin")
        if incoming:  # below its left edge, as the bubble stands
            rect.setRight(min(rect.right() - margin, bubble.left() + DETAILS_WIDTH - 1))
        else:
            rect.setRight(rect.right() - margin)
        return QRect(self.viewport().mapTo(self.window(), rect.topLeft()), rect.size())

    @Slot()
    def name_days(self) -> None:
        """Name the days anew: another one has begun, and what was today is yesterday."""
        self.floating_date.hide()
        self.viewport().update()

    def take_no_page(self) -> None:
        """Ask again when the reader moves on: a page that was wanted could not be read, or has no place any more."""
        self._older_pending = self._newer_pending = False

    def put_at_top(self, row_id: int) -> None:
        """Bring a message to the top, if it is in the window."""
        row = self.thread_model.row_of.get(row_id)
        if row is not None:
            self.executeDelayedItemsLayout()
            self.scrollTo(self.thread_model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def set_search(self, text: str, current_hit: int | None = None) -> None:
        """Mark a text in all bubbles, and one message as the hit being looked at."""
        self.delegate.set_search(text)
        self.delegate.current_hit = current_hit
        self.viewport().update()

    @Slot()
    def jump_to_newest(self) -> None:
        """Go to the end of the thread."""
        if self.thread_model.open_end:
            self.newest_requested.emit()
            return
        self.thread_model.show_newest()
        self._at_end = True
        self._anchor = None
        self.executeDelayedItemsLayout()
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._settle()

    def dataChanged(
        self,
        topLeft: QModelIndex | QPersistentModelIndex,
        bottomRight: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Repaint the rows; measure again only if a height may have changed."""
        if self._is_layout_due:  # all will be measured and painted; to ask where a row stands would do it twice
            return
        if not roles or LayoutRole in roles:
            self._keep_place()
            super().dataChanged(topLeft, bottomRight, list(roles))
            return
        for row in range(topLeft.row(), bottomRight.row() + 1):
            self.viewport().update(self.visualRect(self.thread_model.index(row, 0)))

    def doItemsLayout(self) -> None:
        """Lay out, then put what is being read back where it was."""
        self._is_layout_due = False
        self.delegate.view_width = self.viewport().width()
        anchor, self._anchor = self._anchor, None
        stick, restoring = self._at_end, self._restoring
        self._restoring = True
        bar = self.verticalScrollBar()
        value = bar.value()
        try:
            super().doItemsLayout()
            if stick:
                bar.setValue(bar.maximum())
            elif anchor is not None and anchor[0].isValid():
                bar.setValue(value + self._depth(self.thread_model.index(anchor[0].row(), 0)) - anchor[1])
        finally:
            self._restoring = restoring
        self._at_end = stick or self._is_at_end()
        self._settle()

    def verticalOffset(self) -> int:
        """Let a thread that does not fill the view stand at its foot, beside the composer."""
        return super().verticalOffset() - max(0, self.viewport().height() - self.contentsSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew for the width; a change of height keeps the distance from the end."""
        wraps = event.size().width() != event.oldSize().width()
        if wraps:
            self._keep_place()
        bar = self.verticalScrollBar()
        distance = bar.maximum() - bar.value()
        self._restoring = True
        try:
            super().resizeEvent(event)
            if wraps:
                self.scheduleDelayedItemsLayout()  # QListView itself measures anew only when it wraps items
            self.executeDelayedItemsLayout()  # it would take its time, and the end be cut off so long
            if not wraps and not self._at_end:
                bar.setValue(bar.maximum() - distance)
        finally:
            self._restoring = False
        self._at_end = self._at_end or self._is_at_end()
        self._settle()
        self._scroll_bar.place()
        self.jump_button.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the newest message is in view again."""
        super().showEvent(event)
        self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the ends, turn pages, choose, copy, or show details."""
        self._show_focus(True)
        index, key = self.currentIndex(), event.key()
        message: Message | None = index.data(MessageRole)
        chooses = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy(message)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selection.choose_all()
        elif key == Qt.Key.Key_Escape and not self.selection.is_empty:
            self.selection.clear()
        elif chooses and key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and message:
            self._choose_next(index.row() + (1 if key == Qt.Key.Key_Down else -1))
        elif key == Qt.Key.Key_End:
            self.jump_to_newest()
            if self.thread_model.rowCount():
                self.setCurrentIndex(self.thread_model.index(self.thread_model.rowCount() - 1, 0))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn_page(down=key == Qt.Key.Key_PageDown)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and message:
            self._act("details", message)
        else:
            super().keyPressEvent(event)
            if self.currentIndex() != index:
                self.selection.clear()
                self.scrollTo(self.currentIndex())
                self._show_floating_date()
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to choose, or choose up to here."""
        extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and self.currentIndex().isValid()
        pos = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and extends:
            self.selection.extend(self.indexAt(pos))
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self.selection.press(pos)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose what the pointer is drawn over, or show what lies under it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.selection.drag(event.position().toPoint())
            return
        super().mouseMoveEvent(event)
        self.viewport().setCursor(self._cursor_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow what was clicked, unless something was chosen."""
        pos = event.position().toPoint()
        index, rect = self.indexAt(pos), self.visualRect(self.indexAt(pos))
        if self.selection.release() or event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            QListView.mouseReleaseEvent(self, event)
            return
        link = self.delegate.link_at(index, rect, pos.toPointF())
        pill = self.delegate.date_at(index, rect, pos.toPointF())
        if link is not None:
            self.link_requested.emit(link)
        elif pill is not None:
            place = pill.toAlignedRect()
            self.date_requested.emit(QRect(self.viewport().mapTo(self.window(), place.topLeft()), place.size()))
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose a word."""
        self.selection.choose_word(event.position().toPoint())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at a bubble that can be seen."""
        if not self.visualRect(self.currentIndex()).intersects(self.viewport().rect()):
            self._choose_row_at(self.viewport().height() - 1)
        super().focusInEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer a message's actions; the same by the menu key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        message: Message | None = index.data(MessageRole)
        if message is None:
            return
        menu = MessageMenu(self)
        link = self.delegate.link_at(index, self.visualRect(index), event.pos().toPointF()) if by_mouse else None
        for each in [link] if link is not None else [] if by_mouse else self.delegate.links_of(index):
            menu.offer_link(each)
        chosen = self.selection.messages()
        if len(chosen) > 1 and message in chosen:
            menu.offer_chosen_messages(len(chosen))
        else:
            if self.selection.text():
                menu.offer_chosen_text()
            offline, folded = bool(index.data(ReasonRole)), self.delegate.is_folded(index)
            menu.offer_message(message, offline_row=offline, folded=folded)
        menu.chosen.connect(self._on_menu_chosen)
        menu.popup(event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Name state and times at the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            text = self.delegate.tooltip(index) if index.isValid() else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def _turn_page(self, *, down: bool) -> None:
        """Move the text, not only the place in it."""
        actions = QAbstractSlider.SliderAction
        self.verticalScrollBar().triggerAction(actions.SliderPageStepAdd if down else actions.SliderPageStepSub)
        self._choose_row_at(self.viewport().height() - 1 if down else 0)

    def _choose_row_at(self, y: int) -> None:
        """Take the row at a height, or the nearest one, for the keys to go on from."""
        self.setCurrentIndex(self.selection.index_near(QPoint(0, y)))

    def _message_at(self, index: QModelIndex) -> Message | None:
        message: Message | None = index.data(MessageRole)
        return message

    def _choose_next(self, row: int) -> None:
        """Choose one message more, or one less."""
        if 0 <= row < self.thread_model.rowCount():
            index = self.thread_model.index(row, 0)
            self.selection.extend(index)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _copy(self, current: Message | None) -> None:
        """Copy the characters chosen, else the messages chosen, else the current one's text."""
        messages = self.selection.messages() or ([current] if current is not None else [])
        text = self.selection.text()
        if not text and messages:
            text = messages[0].text if len(messages) == 1 else transcript(messages, self.customer)
            self.copied.emit(len(messages))
        if text:
            QGuiApplication.clipboard().setText(text)

    def _cursor_at(self, pos: QPoint) -> Qt.CursorShape:
        index, rect = self.indexAt(pos), self.visualRect(self.indexAt(pos))
        if not index.isValid():
            return Qt.CursorShape.ArrowCursor
        if self.delegate.hovered is not None or self.delegate.date_at(index, rect, pos.toPointF()) is not None:
            return Qt.CursorShape.PointingHandCursor
        in_text = self.delegate.text_at(index, rect, pos.toPointF()) is not None
        return Qt.CursorShape.IBeamCursor if in_text else Qt.CursorShape.ArrowCursor

    def _keep_place(self) -> None:
        """Remember how deep the topmost row ends (a date may leave its top), until the next layout.

        Depth, not height on the screen: who scrolls on before that must not be taken back.
        """
        if self._at_end or self._anchor is not None or self._restoring:
            return
        index = self.indexAt(QPoint(self.viewport().width() // 2, 0))
        if index.isValid():
            self._anchor = QPersistentModelIndex(index), self._depth(index)

    def _depth(self, index: QModelIndex) -> int:
        """Return how far below the beginning of the thread a row ends."""
        return self.visualRect(index).bottom() + self.verticalScrollBar().value()

    def _is_at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - _END_TOLERANCE

    def _settle(self) -> None:
        """Show what follows from the place: the jump button, the call for more."""
        at_end = self.at_end
        self.jump_button.setVisible(not at_end)
        if at_end:
            self.jump_button.set_count(0)
        if at_end or self._at_end:
            self._end_timer.start()
        bar = self.verticalScrollBar()
        near_start = bar.value() < self.viewport().height() // 2
        if near_start and not self._older_pending and self.thread_model.rowCount():
            self._older_timer.start()

    def _show_floating_date(self) -> None:
        """Name the day of the topmost row, unless its own pill says so already."""
        index = self.indexAt(QPoint(self.viewport().width() // 2, 0))
        named = index.data(DateRole) is not None and self.visualRect(index).top() > -_PILL_ROOM
        if self.at_end or not index.isValid() or named:
            self.floating_date.hide()
        else:
            self.floating_date.show_day(self.thread_model.day(index.row()), self._now().astimezone().date())

    @Slot(int)
    def _on_scroll_bar_value_changed(self, value: int) -> None:
        if self._restoring:
            return
        self._at_end = self._is_at_end()
        if self._is_layout_due:  # what the bar says is of rows that are not all measured
            return
        self._settle()

    @Slot(int)
    def _on_slider_action_triggered(self, _action: int) -> None:
        self._show_floating_date()

    @Slot(int, int)
    def _on_scroll_bar_range_changed(self, minimum: int, maximum: int) -> None:
        if self._at_end and not self._restoring:
            self.verticalScrollBar().setValue(maximum)

    @Slot()
    def _on_rows_about_to_change(self) -> None:
        self._keep_place()
        self._is_layout_due = True

    @Slot(QModelIndex, int, int)
    def _on_rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        if first == 0:
            self._older_pending = False
            return
        self._newer_pending = False
        if not self._at_end:
            self.count_unseen([self.thread_model.message(row) for row in range(first, last + 1)])

    @Slot()
    def _on_model_about_to_be_reset(self) -> None:
        self._anchor = None
        self._at_end = True

    @Slot()
    def _on_model_reset(self) -> None:
        self._older_pending = False
        self._newer_pending = False
        self.delegate.hovered = None
        self.selection.clear()
        self.jump_button.set_count(0)

    @Slot()
    def _on_end_timer_timeout(self) -> None:
        if not self._at_end:
            return
        if self.thread_model.has_later:
            # What comes below must not be jumped over: read on from here.
            self._at_end = False
            if not self.thread_model.show_more() and not self._newer_pending:
                self._newer_pending = True
                self.newer_requested.emit()
            return
        if self.isVisible() and self.thread_model.rowCount():
            self.end_reached.emit()

    @Slot()
    def _on_older_timer_timeout(self) -> None:
        if not self._older_pending:
            self._older_pending = True
            self.older_requested.emit()

    @Slot(str, object)
    def _on_menu_chosen(self, name: str, of: Message | Link | None) -> None:
        clipboard = QGuiApplication.clipboard()
        if isinstance(of, Link):
            if name == "link":
                self.link_requested.emit(of)
            else:
                clipboard.setText(of.address)
        elif name == "choose_all":
            self.selection.choose_all()
        elif of is None:
            self._copy(None)
        elif name == "copy":
            clipboard.setText(of.text)
        elif name == "copy_with_time":
            clipboard.setText(transcript([of], self.customer))
        else:
            self._act(name, of)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._keep_place()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
