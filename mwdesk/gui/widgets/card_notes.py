"""The notes of a customer: read, written, changed and deleted in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from mwdesk.domain.card import NOTE_LIMIT, Note
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.buttons import SmallButton
from mwdesk.gui.widgets.note_box import NoteBox, NoteEditor
from mwdesk.gui.widgets.words import Words

_GAP = 8
_SHOWN = 10


class Notes(QWidget):
    """All notes of a customer, newest first, and the one being written."""

    added = Signal(object, str)
    """A note is to be kept: (:class:`PhoneNumber`, text)."""
    edited = Signal(object, str)
    """A note is to be changed: (:class:`Note`, text)."""
    delete_requested = Signal(object)
    refilled = Signal()
    """Other widgets stand there now."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._phone: PhoneNumber | None = None
        self._notes: Sequence[Note] = ()
        self._shown = _SHOWN
        self._edited: Note | None = None
        self.boxes: list[NoteBox] = []
        self.editor: NoteEditor | None = None
        self.write_button = SmallButton(theme, self.tr("Write a note"), "link", self)
        self.write_button.clicked.connect(self.write)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(Words(theme, self.tr("Notes"), parent=self), 1)
        head.addWidget(self.write_button)
        self.rest_button = SmallButton(theme, "", "link", self)
        self.rest_button.clicked.connect(self._on_rest_button_clicked)
        self._column = QVBoxLayout()
        self._column.setSpacing(_GAP)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(head)
        whole.addLayout(self._column)
        whole.addWidget(self.rest_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_notes(self, phone: PhoneNumber, notes: Sequence[Note]) -> None:
        """Show a customer's notes; the one being written stays."""
        if phone != self._phone:
            self.settle()
            self._phone, self._shown = phone, _SHOWN
        elif tuple(notes) == tuple(self._notes):
            return
        self._notes = notes
        self._fill()

    def stops(self) -> list[QWidget]:
        """List what Tab goes through, from top to bottom."""
        items = (self._column.itemAt(row) for row in range(self._column.count()))
        rows = [item.widget() for item in items if item is not None]
        inner = [stop for row in rows if isinstance(row, NoteBox | NoteEditor) for stop in row.stops()]
        return [self.write_button, *inner, self.rest_button]

    @Slot()
    def write(self) -> None:
        """Open the editor for a new note, or return to the one being written."""
        if self.editor is None:
            self._open(None)
        else:
            self.editor.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Keep what was written when the customer is left: nothing typed is lost."""
        if self.editor is not None:
            text = self.editor.text[:NOTE_LIMIT]
            if text and (self._edited is None or text != self._edited.text):
                self._keep(text)
            self._close()

    def _open(self, note: Note | None) -> None:
        self.settle()
        self._edited = note
        self.editor = NoteEditor(self._theme, "" if note is None else note.text, self)
        self.editor.kept.connect(self._on_editor_kept)
        self.editor.dropped.connect(self._on_editor_dropped)
        self._fill()
        self.editor.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        editor, self.editor, self._edited = self.editor, None, None
        if editor is not None:
            if editor.isAncestorOf(QApplication.focusWidget() or self):
                self.write_button.setFocus(Qt.FocusReason.OtherFocusReason)
            editor.hide()
            editor.deleteLater()

    def _keep(self, text: str) -> None:
        if self._edited is not None:
            self.edited.emit(self._edited, text)
        elif self._phone is not None:
            self.added.emit(self._phone, text)

    def _fill(self) -> None:
        """Show the newest notes, the one being changed as its editor."""
        focused = next((box.note.row_id for box in self.boxes if box.hasFocus()), None)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.editor:
                widget.hide()
                widget.deleteLater()
        self.boxes = []
        now, shown = self._now(), self._notes[: self._shown]
        edited = 0 if self._edited is None else self._edited.row_id
        if self.editor is not None and all(note.row_id != edited for note in shown):
            self._column.addWidget(self.editor)
        for note in shown:
            if self.editor is not None and note.row_id == edited:
                self._column.addWidget(self.editor)
                continue
            box = NoteBox(self._theme, note, now, self)
            box.edit_requested.connect(self._open)
            box.delete_requested.connect(self.delete_requested)
            self._column.addWidget(box)
            box.show()
            self.boxes.append(box)
            if note.row_id == focused:
                box.setFocus(Qt.FocusReason.OtherFocusReason)
        rest = max(0, len(self._notes) - self._shown)
        self.rest_button.setText(self.tr("%n more note(s)", "", rest))
        self.rest_button.setVisible(bool(rest))
        if self.editor is not None:
            self.editor.show()
        self.refilled.emit()

    @Slot(str)
    def _on_editor_kept(self, text: str) -> None:
        if self._edited is None or text != self._edited.text:
            self._keep(text)
        self._close()
        self._fill()

    @Slot()
    def _on_editor_dropped(self) -> None:
        self._close()
        self._fill()

    @Slot()
    def _on_rest_button_clicked(self) -> None:
        self._shown = len(self._notes)
        self._fill()
