"""The command palette: a field and what it finds, over the window (DESIGN, section 4.9)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from mwdesk.gui import painting
from mwdesk.gui.delegates.command_delegate import CommandDelegate
from mwdesk.gui.models.command_model import CommandModel, CommandRow, RowRole
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.choice_list import WALKING, ChoiceList
from mwdesk.gui.widgets.words import Run, Sentence

_WIDTH, _TOP = 520, 96
_FIELD, _FOOT, _NOTHING = 44, 30, 44
_MARGIN = 12
_RING_INSET = 4
_LIST_MAX, _LOW_BELOW = 420, 620


class _Field(QLineEdit):
    """Keeps the text; the keys that lead through the rows are the palette's."""

    walked = Signal(object)
    entered = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+K and the like to the window, which some systems would have delete text."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            lines = (QKeySequence.StandardKey.DeleteEndOfLine, QKeySequence.StandardKey.DeleteCompleteLine)
            if any(event.matches(key) for key in lines):
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open or leave."""
        key = Qt.Key(event.key())
        if key in WALKING:
            self.walked.emit(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave with the focus, unless it goes to another window or a menu of the field's own."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()


class CommandPalette(QFrame):
    """Field, rows and foot; whoever owns it fills in the rows for what is typed."""

    query_changed = Signal(str)
    chosen = Signal(object)
    """The target of the row that was opened; the palette is put away before."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._before: QWidget | None = None
        self.setProperty("role", "popup")
        self.setAccessibleName(self.tr("Go to or do"))
        self.field = _Field(self)
        self.field.setFrame(False)
        self.field.setFixedHeight(_FIELD)
        bare = f"border: none; background: transparent; padding: 0; min-height: {_FIELD}px;"
        self.field.setStyleSheet(f"QLineEdit, QLineEdit:focus {{ {bare} }}")
        self.field.setTextMargins(_MARGIN + theme.icon_size("small") + 10, 0, _MARGIN, 0)
        self.field.setPlaceholderText(self.tr("Name, initials, number, command or setting"))
        self.field.setAccessibleName(self.accessibleName())
        self.rows = CommandModel(self)
        self.delegate = CommandDelegate(theme, self, enter=True)
        self.view = ChoiceList(self.rows, self.delegate, self)
        self._nothing = Sentence(theme, "list", self)
        self._nothing.setContentsMargins(0, 0, 0, 0)
        self._nothing_row = self._band(self._nothing, _NOTHING)
        self._foot = Sentence(theme, "small", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.field)
        column.addWidget(self.view, 1)
        column.addWidget(self._nothing_row)
        column.addWidget(self._band(self._foot, _FOOT))
        self.field.textChanged.connect(self.query_changed)
        self.field.walked.connect(self.walk)
        self.field.entered.connect(self._on_field_entered)
        self.field.left.connect(self.close_palette)
        self.view.clicked.connect(self._on_view_clicked)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def _band(self, words: Sentence, height: int) -> QWidget:
        band = QWidget(self)
        band.setFixedHeight(height)
        layout = QHBoxLayout(band)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        layout.addWidget(words)
        return band

    def open_palette(self) -> None:
        """Come up empty, with the focus."""
        self._before = self._window.focusWidget()
        self.field.clear()
        self.query_changed.emit("")
        self._place()
        self.show()
        self.raise_()
        self._watch(True)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def close_palette(self) -> None:
        """Go away, and give the focus back to who had it, unless someone else has taken it."""
        if self.isHidden():
            return
        self._watch(False)
        held = self.field.hasFocus() or self._window.focusWidget() is None
        before, self._before = self._before, None
        self.hide()
        if held and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _watch(self, watch: bool) -> None:
        """See what happens in the window; only while the palette is open, since it costs something with each event."""
        app = QApplication.instance()
        if app is not None:
            (app.installEventFilter if watch else app.removeEventFilter)(self)

    def show_rows(self, rows: Sequence[CommandRow], *, keep: bool = False) -> None:
        """Show what was found, the best chosen; with ``keep`` the choice stays where the operator put it."""
        row = self.view.currentIndex().row()
        self.rows.set_rows(rows)
        self.view.setVisible(bool(rows))
        self._nothing_row.setVisible(not rows)
        if rows:
            self.view.scheduleDelayedItemsLayout()
            if keep:
                self.view.setCurrentIndex(self.rows.index(max(0, min(row, len(rows) - 1)), 0))
            else:
                self.view.choose(0)
        self._place()
        self._announce()

    @Slot(object)
    def walk(self, key: Qt.Key) -> None:
        """Move by an arrow or page key; arrows go round."""
        self.view.walk(key)
        self._announce()

    def _announce(self) -> None:
        index = self.view.currentIndex()
        words = index.data(Qt.ItemDataRole.AccessibleTextRole) if self.rows.rowCount() else self._nothing.text()
        if self.isVisible() and words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def _place(self) -> None:
        """Stand in the middle, below the top; as high as the rows and the window allow."""
        rows = sum(self.delegate.height_of(self.rows.row(number)) for number in range(self.rows.rowCount()))
        top = _TOP if self._window.height() >= _LOW_BELOW else _MARGIN
        frame = _FIELD + _FOOT + 2
        room = self._window.height() - top - _MARGIN - frame
        height = frame + (min(rows + 4, room, _LIST_MAX) if rows else _NOTHING)
        width = min(_WIDTH, self._window.width() - 2 * _MARGIN)
        self.setGeometry((self._window.width() - width) // 2, top, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the sign before the text, the field's ring, the lines below it and above the foot."""
        super().paintEvent(event)
        painter = QPainter(self)
        t = self._theme.tokens
        edge = self._theme.icon_size("small")
        top = 1 + (_FIELD - edge) / 2
        painting.draw_icon(painter, self._theme, "command", edge, t.text_secondary, 1 + _MARGIN, top)
        if self.field.hasFocus():
            field = QRectF(self.field.geometry()).adjusted(_RING_INSET, _RING_INSET, -_RING_INSET, -_RING_INSET)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painting.draw_ring(painter, field, self._theme.radius("field"), self._theme.size("focus_ring"), t.focus)
        for y in (1 + _FIELD, self.height() - _FOOT - 2):
            painting.draw_horizontal_hairline(painter, 1, self.width() - 1, y, t.border)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; go away when something else is clicked, also what takes no focus."""
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._place()
        elif event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            inside = watched is self or self.isAncestorOf(watched)
            if not inside:
                self.close_palette()
        return super().eventFilter(watched, event)

    def _open(self, index: QModelIndex) -> None:
        row: CommandRow | None = index.data(RowRole)
        if row is not None:
            self.close_palette()
            self.chosen.emit(row.target)

    @Slot()
    def _on_field_entered(self) -> None:
        self._open(self.view.currentIndex())

    @Slot(QModelIndex)
    def _on_view_clicked(self, index: QModelIndex) -> None:
        self._open(index)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.field.setFont(self._theme.font("body"))
        self._foot.say(Run(self.tr("↑↓ choose   Enter open   Esc close"), "text_secondary"))
        self._nothing.say(Run(self.tr("Nothing fits. Messages are found by the search."), "text_secondary"))
        self.view.scheduleDelayedItemsLayout()
        self.update()
