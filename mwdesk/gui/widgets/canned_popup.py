"""The canned replies over the text box: ``/`` or the tool button opens them, the keys of the box lead through them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mwdesk.domain.canned import CannedReply
from mwdesk.gui import announcing, painting, wording
from mwdesk.gui.delegates.canned_delegate import CannedDelegate
from mwdesk.gui.models.canned_model import CannedModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.choice_list import WALKING, ChoiceList
from mwdesk.gui.widgets.message_box import Editor
from mwdesk.gui.widgets.words import Run, Sentence

SIGN = "/"
_WIDTH, _BAND = 440, 30
_ROWS_MAX = 6
_ABOVE, _MARGIN = 6, 12
_WIDE = 0x2E80
"""From here on characters are East Asian; behind their punctuation nobody writes a blank."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def opens(before: str) -> bool:
    """Tell whether a sign typed behind this opens the replies: not inside a word, a fraction or an address."""
    if not before or before[-1].isspace():
        return True
    return ord(before[-1]) >= _WIDE and unicodedata.category(before[-1]).startswith("P")


class CannedPopup(QFrame):
    """A head, the rows and a foot; it never takes the focus."""

    picked = Signal(object)
    manage_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "popup")
        self.setAccessibleName(self.tr("Canned replies"))
        self.replies = CannedModel(self)
        self.delegate = CannedDelegate(theme, self, keys=True)
        self.view = ChoiceList(self.replies, self.delegate, self)
        self.view.setUniformItemSizes(True)
        self._head = Sentence(theme, "small", self)
        self._count = Sentence(theme, "small", self)
        self._none = Sentence(theme, "small", self)
        self._none_row = self._band(self._none)
        self._foot = Sentence(theme, "small", self)
        self.manage_button = SmallButton(theme, self.tr("Manage canned replies"), "link", self)
        self.manage_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._band(self._head, self._count))
        column.addWidget(self.view)
        column.addWidget(self._none_row)
        column.addWidget(self._band(self._foot, self.manage_button))
        self.view.clicked.connect(self._on_view_clicked)
        self.manage_button.clicked.connect(self.manage_requested)
        theme.changed.connect(self._on_theme_changed)
        self.hide()

    def _band(self, left: Sentence, right: QWidget | None = None) -> QWidget:
        band = QWidget(self)
        band.setFixedHeight(_BAND)
        layout = QHBoxLayout(band)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        layout.addWidget(left, 1)
        if right is not None:
            layout.addWidget(right)
        return band

    @property
    def current(self) -> CannedReply | None:
        """The chosen reply."""
        index = self.view.currentIndex()
        return self.replies.reply(index.row()) if index.isValid() else None

    @property
    def words(self) -> tuple[str, str, str]:
        """What head and empty row say."""
        return self._head.text(), self._count.text(), "" if self._none_row.isHidden() else self._none.text()

    def refresh(self) -> None:
        """Say what was found, choose the best, and take the height for it."""
        count = self.replies.rowCount()
        query = self.replies.query
        self._head.say(Run(self.tr("Canned replies"), "text_secondary"))
        found = self.tr("%n fit(s) “{query}”", "canned replies", count).replace("{query}", painting.single_line(query))
        self._count.say(Run(found if query else wording.number_words(count), "text_secondary"))
        keys = self.tr("↑↓ choose   Enter insert   Esc close")
        self._foot.say(Run(keys, "text_secondary"))
        none = self.tr("There are none yet.") if self.replies.is_empty else self.tr("None fits.")
        self._none.say(Run(none, "text_secondary"))
        self._none_row.setVisible(not count)
        self.view.setVisible(bool(count))
        if count:
            self.view.choose(0)

    def place_above(self, box: QWidget) -> None:
        """Stand over a box, as high as the window allows."""
        window = box.window()
        corner = box.mapTo(window, QPoint(0, 0))
        row = self.delegate.row_height
        room = (corner.y() - _ABOVE - 2 * _BAND - 2) // row
        rows = max(1, min(_ROWS_MAX, self.replies.rowCount(), room))
        self.view.setFixedHeight(rows * row)
        self._none_row.setFixedHeight(row)
        height = 2 * _BAND + rows * row + 2
        width = min(_WIDTH, window.width() - corner.x() - _MARGIN)
        self.setGeometry(corner.x(), corner.y() - _ABOVE - height, width, height)

    def position_words(self) -> str:
        """Say which reply is chosen, for who cannot see it."""
        reply = self.current
        if reply is None:
            return self._none.text()
        place = f"{self.view.currentIndex().row() + 1}/{self.replies.rowCount()}"
        return wording.listing((reply.title, place, painting.single_line(reply.text)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground with its edge, and the lines below the head and above the foot."""
        super().paintEvent(event)
        painter = QPainter(self)
        for y in (1 + _BAND, self.height() - _BAND - 2):
            painting.draw_horizontal_hairline(painter, 1, self.width() - 1, y, self._theme.tokens.border)

    @Slot(QModelIndex)
    def _on_view_clicked(self, index: QModelIndex) -> None:
        self.picked.emit(self.replies.reply(index.row()))

    @Slot()
    def _on_theme_changed(self) -> None:
        self.view.viewport().update()
        self.update()


class CannedFinder(QObject):
    """Follows what is typed behind the sign. While an input method composes, it does nothing."""

    opened = Signal()
    """The replies are on view; whoever has newer ones hands them in."""
    chosen = Signal(object, int, int)
    """A reply, and the range of the text it stands for in Qt's units."""
    manage_requested = Signal()

    def __init__(self, theme: Theme, editor: Editor, box: QWidget) -> None:
        super().__init__(box)
        self._editor = editor
        self._box = box
        self._start = self._query_from = 0
        self.popup = CannedPopup(theme, box)
        self.popup.picked.connect(self._choose)
        self.popup.manage_requested.connect(self._on_popup_manage_requested)
        editor.typed.connect(self._on_editor_typed)
        editor.cursorPositionChanged.connect(self._follow)
        for moved in (box, box.parentWidget()):
            if moved is not None:
                moved.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Tell whether the replies are on view."""
        return not self.popup.isHidden()

    def set_replies(self, replies: Sequence[CannedReply]) -> None:
        """Take what there is now; the reply that was chosen by the keys stays so."""
        chosen = self.popup.current if self.popup.view.currentIndex().row() > 0 else None
        self.popup.replies.set_replies(replies)
        if self.is_open:
            self._show()
            row = self.popup.replies.row_of(chosen.row_id) if chosen is not None else -1
            if row >= 0:
                self.popup.view.choose(row)
                self._announce()

    @Slot()
    def open_at_cursor(self) -> None:
        """Open where the cursor stands, without a sign; asked for again, close."""
        self._editor.setFocus()
        if self.is_open:
            self.close()
        elif not (self._editor.isReadOnly() or self._editor.is_composing):
            self._open(self._editor.textCursor().position(), 0)

    @Slot()
    def close(self) -> None:
        """Put the replies away; what was typed stays."""
        if self.is_open:
            self._editor.removeEventFilter(self)
            self.popup.hide()

    def _open(self, start: int, sign_length: int) -> None:
        self._start, self._query_from = start, start + sign_length
        self.popup.replies.set_query("")
        # Over everything else in the window, but inside it: a window of its own would take the focus on some systems.
        self.popup.setParent(self._box.window())
        self._show()
        self._editor.installEventFilter(self)
        self.opened.emit()

    def _show(self) -> None:
        self.popup.refresh()
        self.popup.place_above(self._box)
        self.popup.show()
        self.popup.raise_()
        self._announce()

    def _typed_since(self) -> str | None:
        """Return what stands between the sign and the cursor; None where it is no query any more."""
        cursor = self._editor.textCursor()
        end = cursor.position()
        if cursor.hasSelection() or end < self._query_from:
            return None
        sign = self._editor.select(self._start, self._query_from).selectedText()
        query = self._editor.select(self._query_from, end).selectedText()
        if sign not in ("", SIGN) or len(sign) != self._query_from - self._start:
            return None
        return None if any(character.isspace() for character in query) else query

    @Slot(str)
    def _on_editor_typed(self, typed: str) -> None:
        if self.is_open:
            self._follow()
            return
        cursor = self._editor.textCursor()
        if typed != SIGN or self._editor.is_composing or cursor.hasSelection():
            return
        line = QTextCursor(cursor)
        line.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
        text = line.selectedText()
        if text.endswith(SIGN) and opens(text[: -len(SIGN)]):
            self._open(cursor.position() - len(SIGN), len(SIGN))

    @Slot()
    def _follow(self) -> None:
        if not self.is_open or self._editor.is_composing:
            return
        query = self._typed_since()
        if query is None:
            self.close()
        elif query != self.popup.replies.query:
            self.popup.replies.set_query(query)
            self._show()

    @Slot(object)
    def _choose(self, reply: CannedReply) -> None:
        end = self._editor.textCursor().position()
        self.close()
        self.chosen.emit(reply, self._start, end)

    @Slot()
    def _on_popup_manage_requested(self) -> None:
        self.close()
        self.manage_requested.emit()

    def _announce(self) -> None:
        announcing.announce(self._editor, self.popup.position_words())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that lead through the rows, the others are the text's; stay above the box when it moves."""
        if watched is not self._editor:
            if self.is_open and event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
                self.popup.place_above(self._box)
        elif event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close()
        elif isinstance(event, QKeyEvent) and self._means(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                if not self._editor.is_composing:  # Then the key was the input method's.
                    self._obey(event)
                return True
        return super().eventFilter(watched, event)

    def _means(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = modifiers == Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER:  # With Ctrl, too: what stands in the box is still a search, not a message.
            return self.popup.current is not None and modifiers in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.ControlModifier,
            )
        if control:
            return 0 <= event.key() - Qt.Key.Key_1 < 9
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        if event.key() == Qt.Key.Key_Tab:
            return self.popup.current is not None
        return event.key() == Qt.Key.Key_Escape or event.key() in WALKING

    def _obey(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        row = event.key() - Qt.Key.Key_1
        current = self.popup.current
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in WALKING:
            self.popup.view.walk(key)
            self._announce()
        elif key in (*_ENTER, Qt.Key.Key_Tab):
            if current is not None and not event.isAutoRepeat():
                self._choose(current)
        elif row < self.popup.replies.rowCount():
            self._choose(self.popup.replies.reply(row))
