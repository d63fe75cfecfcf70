"""The list of conversations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from mwdesk.domain.message import Conversation
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import painting, wording
from mwdesk.gui.delegates.conversation_delegate import ConversationDelegate
from mwdesk.gui.models.conversation_list_model import (
    WORDS_REFRESH_MS,
    ConversationListModel,
    ConversationRole,
    SectionRole,
    display_name,
    utc_now,
)
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.painted_list import PaintedList


class ConversationListView(PaintedList):
    """Opens a conversation by click or key and keeps its waiting times going."""

    phone_activated = Signal(object)
    """The operator opened a conversation: its :class:`PhoneNumber`."""
    menu_requested = Signal(object, object)
    """A row's menu is wanted: its :class:`PhoneNumber`, and where on the screen."""

    def __init__(
        self,
        theme: Theme,
        model: ConversationListModel | None = None,
        parent: QWidget | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.conversations = model if model is not None else ConversationListModel(self, now)
        self._prepare(theme, ConversationDelegate(theme, self, now))
        self.setModel(self.conversations)
        self.setAccessibleName(wording.conversation_list_word())
        self.clicked.connect(self._on_clicked)
        self.conversations.modelReset.connect(self._on_model_reset)
        self.conversations.rowsInserted.connect(self._choose_current)
        self._entering = False
        self._timer = QTimer(self)
        self._timer.setInterval(WORDS_REFRESH_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def led_by_keys(self) -> bool:
        """Tell whether the operator walks through the rows by keys, which then belong to the list; Enter ends it."""
        return self.hasFocus() and self.delegate.show_focus and not self._entering

    def select_phone(self, phone: PhoneNumber | None) -> bool:
        """Choose a row without opening it again; tell whether it is shown."""
        self.conversations.set_current(phone)
        index = self.conversations.index_of(phone) if phone is not None else QModelIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        return index.isValid()

    def activate_phone(self, phone: PhoneNumber) -> None:
        """Choose a row and open it."""
        if self.conversations.current == phone and self.currentIndex() == self.conversations.index_of(phone):
            return
        self.select_phone(phone)
        self.phone_activated.emit(phone)

    def set_compact(self, compact: bool) -> None:
        """Choose the lower rows."""
        self.delegate.set_compact(compact)
        self.scheduleDelayedItemsLayout()

    def dataChanged(
        self,
        topLeft: QModelIndex | QPersistentModelIndex,
        bottomRight: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Repaint the rows; measure again only if a section head came or went."""
        if not roles or SectionRole in roles:
            super().dataChanged(topLeft, bottomRight, list(roles))
            return
        if topLeft.row() == bottomRight.row():
            self.viewport().update(self.visualRect(self.conversations.index(topLeft.row(), 0)))
        else:
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open where the arrows go."""
        unmarked = not self.delegate.show_focus and self.conversations.current is None
        self._show_focus(True)
        if unmarked and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.currentIndex().isValid():
            # Qt has made the first row the current one, unseen; it must not be skipped.
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._open(self.currentIndex())
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._entering = True
            self._open(self.currentIndex(), again=True)
            self._entering = False
            event.accept()
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self._open(self.currentIndex())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Open what a screen reader or voice control chooses; a pointer opens when it is released."""
        super().selectionChanged(selected, deselected)
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton and selected.indexes():
            self._open(selected.indexes()[0])

    def showEvent(self, event: QShowEvent) -> None:
        """Let the waiting times go on."""
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing to refresh while nobody sees it."""
        self._timer.stop()
        super().hideEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a conversation; the same by the menu key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        conversation: Conversation | None = index.data(ConversationRole)
        if conversation is not None:
            place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_requested.emit(conversation.phone, place)

    def viewportEvent(self, event: QEvent) -> bool:
        """Name the conversation where the list is too narrow for it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            conversation: Conversation | None = self.indexAt(event.pos()).data(ConversationRole)
            text = ""
            if conversation is not None:
                text = f"{display_name(conversation)}\n{conversation.phone.grouped}\n{conversation.last_text}"
            QToolTip.showText(event.globalPos(), painting.plain_tooltip(text), self.viewport())
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave the choice alone where only the menu of another row is wanted."""
        if event.button() != Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def _open(self, index: QModelIndex, *, again: bool = False) -> None:
        conversation: Conversation | None = index.data(ConversationRole)
        if conversation is None or (conversation.phone == self.conversations.current and not again):
            return
        self.conversations.set_current(conversation.phone)
        self.phone_activated.emit(conversation.phone)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._open(index, again=True)

    @Slot()
    def _on_model_reset(self) -> None:
        self.delegate.painted_times.clear()
        self._choose_current()

    @Slot()
    def _choose_current(self) -> None:
        """Choose the row of what is open, once there is one."""
        current = self.conversations.current
        index = self.conversations.index_of(current) if current is not None else QModelIndex()
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    @Slot()
    def _on_timer_timeout(self) -> None:
        """Repaint the times that read differently now."""
        bottom = self.viewport().height()
        index = self.indexAt(self.viewport().rect().topLeft())
        while index.isValid():
            rect = self.visualRect(index)
            if rect.top() > bottom:
                break
            conversation: Conversation = index.data(ConversationRole)
            if self.delegate.time_text(conversation) != self.delegate.painted_times.get(conversation.phone):
                self.viewport().update(self.delegate.time_rect(rect, conversation))
            index = self.conversations.index(index.row() + 1, 0)
