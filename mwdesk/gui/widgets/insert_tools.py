"""What is put into a text at the cursor: canned replies with their blanks filled, and what fills blanks by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from mwdesk.domain.canned import CannedReply, fill
from mwdesk.gui.painting import single_line
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.canned_popup import CannedFinder
from mwdesk.gui.widgets.message_box import MessageBox, utf16_places

_GAP = 4


class InsertTools(QWidget):
    """Two icon buttons. What they insert is typed text like any other, and can be undone."""

    inserted = Signal()
    canned_used = Signal(object)

    def __init__(self, theme: Theme, box: MessageBox, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._editor = box.editor
        self.values: Callable[[], Mapping[str, str]] = dict
        """What blanks are filled with, by the English names of ``VARIABLES``."""
        self.canned = CannedFinder(theme, box.editor, box)
        self.canned_button = self._icon_button(self.tr("Canned replies (/)"))
        self.variable_button = self._icon_button(self.tr("Insert a name, number or time"))
        self.variable_menu = QMenu(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.canned_button)
        row.addWidget(self.variable_button)
        self.canned_button.clicked.connect(self.canned.open_at_cursor)
        self.canned.chosen.connect(self._on_canned_chosen)
        self.variable_button.clicked.connect(self._on_variable_button_clicked)
        self.variable_menu.triggered.connect(self._on_variable_menu_triggered)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _icon_button(self, words: str) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "icon")
        button.setAutoDefault(False)
        button.setFixedSize(self._theme.size("icon_button"), self._theme.size("icon_button"))
        button.setAccessibleName(words)
        button.setToolTip(words)
        return button

    @Slot(object, int, int)
    def _on_canned_chosen(self, reply: CannedReply, start: int, end: int) -> None:
        text, blanks = fill(reply.text, self.values())
        at = utf16_places(text)
        select = self._editor.select
        select(start, end).insertText(text)
        if blanks:  # Typing takes the first one's place.
            begin, stop = blanks[0].start, blanks[0].start + blanks[0].length
        else:
            begin = stop = len(text)
        self._editor.setTextCursor(select(start + at[begin], start + at[stop]))
        self._editor.ensureCursorVisible()
        self._editor.setFocus()
        self.inserted.emit()
        self.canned_used.emit(reply)

    @Slot()
    def _on_variable_button_clicked(self) -> None:
        self.variable_menu.clear()
        values = self.values()
        for name, words in (
            ("name", self.tr("Name")),
            ("number", self.tr("Number")),
            ("today", self.tr("Today's date")),
            ("time", self.tr("Time now")),
            ("me", self.tr("My name")),
        ):
            value = values.get(name, "")
            shown = single_line(value).replace("&", "&&") or self.tr("not known")
            action = self.variable_menu.addAction(f"{words}\t{shown}")
            action.setData(value)
            action.setEnabled(bool(value) and not self._editor.isReadOnly())
        corner = self.variable_button.mapToGlobal(QPoint(0, 0))
        self.variable_menu.popup(QPoint(corner.x(), corner.y() - self.variable_menu.sizeHint().height()))

    @Slot(QAction)
    def _on_variable_menu_triggered(self, action: QAction) -> None:
        self._editor.textCursor().insertText(action.data())
        self._editor.setFocus()
        self.inserted.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        edge = self._theme.icon_size("action")
        for button, name in ((self.canned_button, "canned"), (self.variable_button, "variable")):
            button.setIcon(self._theme.icon(name))
            button.setIconSize(QSize(edge, edge))
