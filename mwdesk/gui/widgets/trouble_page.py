"""The page of what failed, of unknown outcomes, and of what nothing was heard of (DESIGN, section 4.9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from mwdesk.domain.finding import Troubled
from mwdesk.domain.message import Message
from mwdesk.gui import painting
from mwdesk.gui.delegates.message_delegate import action_label
from mwdesk.gui.delegates.trouble_delegate import TroubleDelegate, trouble_actions
from mwdesk.gui.models.conversation_list_model import utc_now
from mwdesk.gui.models.trouble_model import KINDS, TroubledRole, TroubleEvidenceRole, TroubleModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.empty_state import EmptyState
from mwdesk.gui.widgets.painted_list import LinkedList
from mwdesk.gui.widgets.segments import Segments
from mwdesk.gui.widgets.words import Words

_MARGIN = 20


class TroubleView(LinkedList):
    """Rows with links; Enter shows the details, Ctrl+Enter the conversation, the menu key offers both and the rest."""

    def __init__(
        self, theme: Theme, model: TroubleModel, parent: QWidget | None = None, now: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._prepare(theme, TroubleDelegate(theme, self, now))
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("Failed and unknown messages"))

    def details_place(self, index: QModelIndex) -> QRect:
        """Return where a row stands in the window's coordinates."""
        rect = self.visualRect(index).intersected(self.viewport().rect())
        rect.setRight(rect.right() - _MARGIN)
        return QRect(self.viewport().mapTo(self.window(), rect.topLeft()), rect.size())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the details, or the conversation."""
        self._show_focus(True)
        troubled: Troubled | None = self.currentIndex().data(TroubledRole)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and troubled is not None:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self.action_requested.emit("open" if control else "details", troubled.message)
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the conversation, unless a link was meant."""
        troubled: Troubled | None = self.indexAt(event.position().toPoint()).data(TroubledRole)
        if troubled is not None and self._action_under(event.position().toPoint()) is None:
            self.action_requested.emit("open", troubled.message)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer a row's actions; the same by the menu key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        troubled: Troubled | None = index.data(TroubledRole)
        if troubled is None:
            return
        menu = self.make_menu(troubled.message)
        menu.popup(event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center()))

    def make_menu(self, message: Message) -> QMenu:
        """Build the menu of a row; it is gone once it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in (*trouble_actions(message), "open"):
            action = QAction(self.tr("Open the conversation") if name == "open" else action_label(name, message), menu)
            action.setData((name, message))
            menu.addAction(action)
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    def viewportEvent(self, event: QEvent) -> bool:
        """Offer the whole text and reason."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            troubled: Troubled | None = index.data(TroubledRole)
            text = "" if troubled is None else f"{troubled.message.text}\n{self.delegate.reason(index)}"
            QToolTip.showText(event.globalPos(), painting.plain_tooltip(text), self.viewport())
            return True
        return super().viewportEvent(event)

    def _message_at(self, index: QModelIndex) -> Message | None:
        troubled: Troubled | None = index.data(TroubledRole)
        return None if troubled is None else troubled.message

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.action_requested.emit(*action.data())


class PageHead(QWidget):
    """The head of a page: a surface with a hairline below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(theme.size("header"))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        self.row.setSpacing(12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and line."""
        t = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), t.surface)
        line = painting.hairline_width(self.devicePixelRatioF())
        painting.draw_horizontal_hairline(painter, 0, self.width(), self.height() - line, t.border)


class TroublePage(QWidget):
    """Head, kinds and rows."""

    action_requested = Signal(str, object)
    """An action of a message: (name, :class:`Message`)."""
    details_requested = Signal(object, object, object)
    """All that is known of a message is wanted: the message, its place in the window, its evidence or None."""

    def __init__(
        self, theme: Theme, silent_days: int, parent: QWidget | None = None, now: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind_words = {
            "all": self.tr("All"),
            "failed": self.tr("Failed"),
            "unknown": self.tr("Unknown"),
            "no_report": self.tr("No report"),
        }
        self.model = TroubleModel(self, now)
        self.kinds = Segments(theme, self.tr("Kind"), [(kind, self._kind_words[kind]) for kind in KINDS], self)
        self.kinds.set_value("all")
        self.kinds.chosen.connect(self._on_kinds_chosen)
        self._title = Words(theme, self.tr("Failed and unknown"), "heading", "text_primary", self)
        self._period = Words(theme, self.tr("No report: last %n days", "", silent_days), "list", "text_secondary", self)
        for words in (self._title, self._period):
            words.setWordWrap(False)
        self._head = PageHead(theme, self)
        self._head.row.addWidget(self._title)
        self._head.row.addWidget(self._period)
        self._head.row.addStretch(1)
        self._head.row.addWidget(self.kinds)
        self.kinds.setSizePolicy(self.kinds.sizePolicy().Policy.Fixed, self.kinds.sizePolicy().Policy.Fixed)
        self.view = TroubleView(theme, self.model, self, now)
        self.view.action_requested.connect(self._on_view_action_requested)
        self.empty = EmptyState(theme, "heading", parent=self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        self._refresh()

    def show_troubled(self, troubled: Sequence[Troubled]) -> None:
        """Show these messages; the row being looked at stays the chosen one."""
        held: Troubled | None = self.view.currentIndex().data(TroubledRole)
        place = self.view.verticalScrollBar().value()
        self.model.reset(troubled)
        if held is not None and (row := self.model.row_of(held.message.row_id)) >= 0:
            self.view.setCurrentIndex(self.model.index(row, 0))
        self.view.executeDelayedItemsLayout()
        self.view.verticalScrollBar().setValue(place)
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the period out where there is little room."""
        super().resizeEvent(event)
        taken = self._title.sizeHint().width() + self.kinds.sizeHint().width() + 4 * _MARGIN
        self._period.setVisible(self.width() - taken > self._period.sizeHint().width())

    def _refresh(self) -> None:
        counts = self.model.counts()
        for kind, words in self._kind_words.items():
            button = self.kinds.button(kind)
            button.setText(f"{words} {counts[kind]:,}")
            button.setAccessibleName(button.text())
        self.kinds.updateGeometry()
        self.kinds.update()
        nothing = self.model.rowCount() == 0
        if nothing:
            self.empty.show_words(
                "resolve",
                "success",
                self.tr("Nothing failed"),
                self.tr("Messages that were not delivered will appear here"),
            )
        self._stack.setCurrentWidget(self.empty if nothing else self.view)

    @Slot(str)
    def _on_kinds_chosen(self, kind: str) -> None:
        self.model.set_kind(kind)
        self._refresh()

    @Slot(str, object)
    def _on_view_action_requested(self, action: str, message: Message) -> None:
        row = self.model.row_of(message.row_id)
        if action != "details":
            self.action_requested.emit(action, message)
        elif row >= 0:
            index = self.model.index(row, 0)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
            self.details_requested.emit(message, self.view.details_place(index), index.data(TroubleEvidenceRole))
