"""The box an operator writes in: plain text on fixed lines, safe with input methods."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QVBoxLayout, QWidget

from mwdesk.domain.text import Unsendable, as_sent, clean, find_unsendable, places, split_positions
from mwdesk.gui.painting import hairline_width, ring_width
from mwdesk.gui.theme import Theme

_STYLE = "body"
_PADDING_X, _PADDING_Y = 12, 8
_HEIGHT_MIN, _LINES_MAX = 72, 8
_LOW_HEIGHT_MIN, _LOW_TEXT_MAX = 44, 88
_MARK = 2
_MARKS_MAX = 200
"""What is pasted may have very many; more are marked as these are settled, and writing stays fluent."""


def utf16_places(text: str) -> Sequence[int]:
    """Return where each character begins, and where the text ends, in Qt's positions, which count UTF-16 units."""
    if max(text, default="") <= "\uffff":
        return range(len(text) + 1)
    return list(accumulate((1 + (character > "\uffff") for character in text), initial=0))


class Mark(NamedTuple):
    """A range in Qt's positions and the state colour it is marked with."""

    start: int
    end: int
    color: str


def mark_unsendable(text: str) -> list[tuple[Unsendable, Mark]]:
    """Find what cannot go by SMS of a text, and where it stands in it."""
    found = find_unsendable(clean(text))
    if not found:
        return []
    begins, at = places(text), utf16_places(text)
    return [(each, Mark(at[begins[each.position]], at[begins[each.position + 1]], "warning")) for each in found]


class Editor(QTextEdit):
    """Plain text with a fixed line height; knows whether an input method is composing."""

    send_pressed = Signal(bool)
    """The send key was pressed; with Ctrl or not."""
    next_pressed = Signal()
    """The key for sending and going on was pressed."""
    undo_pressed = Signal()
    """Undo was pressed where nothing typed is left to undo."""
    escape_pressed = Signal()
    typed = Signal(str)
    """The operator changed the text, by this key's text or what an input method made."""
    focus_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._preedit = ""
        self.send_on_enter = False
        self.wants_escape = False
        self._bars: Sequence[int] = ()
        self._marks: Sequence[Mark] = ()
        self._line_height = 0
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.set_text("")

    @property
    def is_composing(self) -> bool:
        """Tell whether preedit text stands in the box."""
        return bool(self._preedit)

    @property
    def bars(self) -> Sequence[int]:
        """Where a text that is too long breaks."""
        return self._bars

    def set_text(self, text: str) -> None:
        """Replace everything, with nothing left to undo, and the line height set again."""
        self._preedit = ""
        document = self.document()
        document.setUndoRedoEnabled(False)
        self.setPlainText(text)
        self._apply_line_height()
        document.setUndoRedoEnabled(True)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def select(self, start: int, end: int) -> QTextCursor:
        """Return a cursor over a range in Qt's units."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def commit_composition(self) -> None:
        """Take what an input method is composing into the text, before the text is replaced."""
        if self.is_composing:
            QGuiApplication.inputMethod().commit()
        if self.is_composing:  # It was not answered, and what is composed would be gone.
            commit = QInputMethodEvent()
            commit.setCommitString(self._preedit)
            QApplication.sendEvent(self, commit)
            QGuiApplication.inputMethod().reset()

    def show_breaks(self, show: bool) -> None:
        """Show where the text breaks into messages, and take Esc for going back from that; or neither."""
        self.wants_escape = show
        self._bars = ()
        if show:
            text = self.toPlainText()
            begins, at = places(text), utf16_places(text)
            self._bars = [at[begins[cut]] for cut in split_positions(as_sent(text))]
        self.viewport().update()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Mark what cannot be sent; marks never enter the text or what can be undone."""
        self._marks = marks[:_MARKS_MAX]
        selections = []
        for mark in self._marks:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self.select(mark.start, mark.end)
            looks = QTextCharFormat()
            looks.setBackground(self._theme.colour(f"{mark.color}_soft"))
            selection.format = looks
            selections.append(selection)
        self.setExtraSelections(selections)
        self.viewport().update()

    def _apply_line_height(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block_format = QTextBlockFormat()
        block_format.setLineHeight(self._line_height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.mergeBlockFormat(block_format)

    def event(self, event: QEvent) -> bool:
        """Keep the send keys from becoming someone's shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send on the chosen key, never while an input method composes and never by a key held down."""
        if _is_enter(event) and self._press_enter(event):
            event.accept()
            return
        if event.key() == Qt.Key.Key_Escape and self.wants_escape and not self.is_composing:
            self.escape_pressed.emit()
            return
        if event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
            self.undo_pressed.emit()
            return
        revision = self.document().revision()
        if _is_enter(event):
            if not self.isReadOnly():
                self.textCursor().insertText("\n")
                self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)
        if self.document().revision() != revision:
            self.typed.emit(event.text())

    def _press_enter(self, event: QKeyEvent) -> bool:
        """Do what the key means beyond a new line; False if it is one."""
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        sends = modifiers == control or (self.send_on_enter and modifiers == Qt.KeyboardModifier.NoModifier)
        goes_on = modifiers == control | shift
        if not (self.is_composing or event.isAutoRepeat()):
            if sends:
                self.send_pressed.emit(modifiers == control)
            elif goes_on:
                self.next_pressed.emit()
        return self.is_composing or sends or goes_on

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether something is being composed, before anybody hears of what was."""
        self._preedit = "" if self.isReadOnly() else event.preeditString()
        super().inputMethodEvent(event)
        if event.commitString() and not self.isReadOnly():
            self.typed.emit(event.commitString())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text only."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste what is seen: composed, without what is invisible."""
        if source.hasText() and not self.isReadOnly():
            self.textCursor().insertText(clean(source.text()))
            self.ensureCursorVisible()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint over the text where it breaks, and the line under what cannot be sent."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for position in self._bars:
            place = self._place(position)
            painter.fillRect(QRect(place.left() - 1, place.top(), _MARK, place.height()), self._theme.tokens.warning)
        for mark in self._marks:
            left, right = self._place(mark.start), self._place(mark.end)
            width = right.left() - left.left() if right.top() == left.top() else self.viewport().width() - left.left()
            bottom = min(left.bottom() + 1, self.viewport().height())
            line = QRect(left.left(), bottom - _MARK, width, _MARK)
            painter.fillRect(line, self._theme.colour(mark.color))

    def _place(self, position: int) -> QRect:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        return self.cursorRect(cursor)

    @Slot()
    def _on_theme_changed(self) -> None:
        tokens = self._theme.tokens
        font = self._theme.font(_STYLE)
        self.setFont(font)
        self.viewport().setFont(font)  # The placeholder's; it does not follow by itself.
        palette = self.palette()
        for role, color in (
            (QPalette.ColorRole.Base, QColor(0, 0, 0, 0)),
            (QPalette.ColorRole.Text, tokens.text_primary),
            (QPalette.ColorRole.PlaceholderText, tokens.text_disabled),
            (QPalette.ColorRole.Highlight, tokens.selection),
            (QPalette.ColorRole.HighlightedText, tokens.selection_text),
        ):
            palette.setColor(role, color)
        self.setPalette(palette)
        line_height = self._theme.line_height(_STYLE)
        if line_height != self._line_height:  # Only then: what can be undone is lost with it.
            self._line_height = line_height
            blocked = self.blockSignals(True)
            self.document().setUndoRedoEnabled(False)
            self._apply_line_height()
            self.document().setUndoRedoEnabled(True)
            self.blockSignals(blocked)
        self.show_marks(self._marks)


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MessageBox(QWidget):
    """The edge and ring around the editor; it grows with the text up to a limit."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._low = False
        self.editor = Editor(theme, self)
        self.setFocusProxy(self.editor)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self.editor)
        self.editor.focus_changed.connect(self.update)
        self.editor.document().documentLayout().documentSizeChanged.connect(self._on_document_size_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_document_size_changed()

    def set_low(self, low: bool) -> None:
        """Begin with one line where there is little height."""
        if low != self._low:
            self._low = low
            self._on_document_size_changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint fill and edge."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dpr = self.devicePixelRatioF()
        focused = self.editor.hasFocus()
        width = ring_width(self._theme.size("focus_ring"), dpr) if focused else hairline_width(dpr)
        painter.setPen(QPen(tokens.focus if focused else tokens.border_control, width))
        painter.setBrush(tokens.window if self.editor.isReadOnly() else tokens.surface)
        edge, radius = width / 2, self._theme.radius("popup")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), radius, radius)

    @Slot()
    def _on_document_size_changed(self) -> None:
        line = self._theme.line_height(_STYLE)
        # Where there is little height, large text gets fewer lines.
        least, most = (_LOW_HEIGHT_MIN, max(1, _LOW_TEXT_MAX // line)) if self._low else (_HEIGHT_MIN, _LINES_MAX)
        padding = max(0, least - line) // 2 if self._low else _PADDING_Y
        self._layout.setContentsMargins(_PADDING_X, padding, _PADDING_X, padding)
        wanted = round(self.editor.document().size().height())
        self.setFixedHeight(max(least, min(wanted, most * line) + 2 * padding))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._on_document_size_changed()
        self.update()
