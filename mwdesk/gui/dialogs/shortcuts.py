"""The sheet of all keys, group by group."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mwdesk.domain.keys import caps
from mwdesk.gui.commands import Commands, group_words, shown
from mwdesk.gui.dialogs.roomy import RoomyDialog
from mwdesk.gui.fixed_keys import fixed_keys
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.empty_state import Keycap
from mwdesk.gui.widgets.focus_ring import FocusRing
from mwdesk.gui.widgets.overlay_scroll_bar import OverlayScrollBar
from mwdesk.gui.widgets.words import Words

_SIZE = QSize(860, 640)
_TWO_COLUMNS_FROM = 700
_COLUMN_GAP, _GROUP_GAP, _ROW_GAP, _CAP_GAP = 40, 20, 6, 4
_KEYS_WIDTH = 150

Group = tuple[str, list[tuple[tuple[str, ...], str]]]
"""A name, and rows of key combinations with what they do."""


class _Sheet(QScrollArea):
    """The groups in two columns, or in one where there is no room; the arrow and page keys scroll."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = 0
        self._groups: list[Group] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self._scroll_bar = OverlayScrollBar(self)
        self._ring = FocusRing(theme, self)

    @property
    def groups(self) -> list[Group]:
        """What is shown."""
        return self._groups

    def show_groups(self, groups: list[Group]) -> None:
        """Show these."""
        self._groups = groups
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one or two columns."""
        super().resizeEvent(event)
        self._scroll_bar.place()
        if self._wanted_columns() != self._columns:
            self._lay_out()

    def _wanted_columns(self) -> int:
        return 2 if self.width() >= _TWO_COLUMNS_FROM else 1

    def _lay_out(self) -> None:
        self._columns = self._wanted_columns()
        content = QWidget(self)
        row = QHBoxLayout(content)
        row.setContentsMargins(8, 8, 16, 8)
        row.setSpacing(_COLUMN_GAP)
        heights = [0] * self._columns
        columns = [QVBoxLayout() for _ in heights]
        total = sum(len(rows) + 2 for _, rows in self._groups)
        for name, rows in self._groups:
            # In reading order: a column is full once it holds its share.
            place = next((i for i in range(self._columns) if heights[i] * self._columns < total - 2), -1)
            heights[place] += len(rows) + 2
            columns[place].addLayout(self._group(content, name, rows))
        for column in columns:
            column.setSpacing(_GROUP_GAP)
            column.addStretch(1)
            row.addLayout(column, 1)
        self.setWidget(content)  # which deletes what was there
        content.setAutoFillBackground(False)

    def _group(self, content: QWidget, name: str, rows: list[tuple[tuple[str, ...], str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(_ROW_GAP)
        grid.setHorizontalSpacing(12)
        grid.setColumnMinimumWidth(0, _KEYS_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Words(self._theme, name, "title", "text_primary", content), 0, 0, 1, 2)
        for place, (combinations, words) in enumerate(rows, 1):
            keys = QHBoxLayout()
            keys.setSpacing(_CAP_GAP)
            for number, combination in enumerate(combinations):
                if number:
                    keys.addWidget(Words(self._theme, "/", "list", "text_secondary", content))
                for cap in caps(combination):
                    keys.addWidget(Keycap(self._theme, cap, content))
            keys.addStretch(1)
            grid.addLayout(keys, place, 0)
            label = Words(self._theme, words, "list", "text_primary", content)
            label.setAccessibleName(f"{words}: {' / '.join(combinations)}")
            grid.addWidget(label, place, 1)
        return grid


class ShortcutsDialog(RoomyDialog):
    """Every key that does something, the changeable ones first."""

    keys_requested = Signal()
    guide_requested = Signal()

    def __init__(self, theme: Theme, commands: Commands, send_key: str, parent: QWidget) -> None:
        super().__init__(theme, "", _SIZE, parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAccessibleName(self.windowTitle())
        self._commands = commands
        self._send_key = send_key
        self.sheet = _Sheet(theme, self)
        self.sheet.setAccessibleName(self.windowTitle())
        self.add_contents(self.sheet)
        self.keys_button = self.add_button(self.tr("Change keys…"))
        self.guide_button = self.add_button(self.tr("Guide"))
        self.close_button = self.add_button(self.tr("Close"))
        self.close_button.setDefault(True)
        self._again = QShortcut(self)
        self._again.activated.connect(self.guide_requested)
        self.keys_button.clicked.connect(self.keys_requested)
        self.guide_button.clicked.connect(self.guide_requested)
        self.close_button.clicked.connect(self.accept)
        commands.changed.connect(self._refresh)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        keys = self._commands.command("shortcuts").keys
        self._again.setKey(QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText))
        self.guide_button.setToolTip(shown(keys))
        groups: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for command in self._commands:
            if command.keys:
                groups.setdefault(group_words(command.group), []).append(((shown(command.keys),), command.words))
        fixed = [(name, [(each.keys, each.words) for each in rows]) for name, rows in fixed_keys(self._send_key)]
        self.sheet.show_groups([*groups.items(), *fixed])

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the top, where the keys scroll."""
        super().showEvent(event)
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)
