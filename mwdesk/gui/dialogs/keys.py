"""The dialog that gives commands other keys."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mwdesk.domain.keys import Unusable, problem
from mwdesk.gui.commands import Command, Commands, group_words, shown
from mwdesk.gui.delegates.command_delegate import CommandDelegate
from mwdesk.gui.dialogs.form import COLUMN_GAP
from mwdesk.gui.dialogs.roomy import RoomyDialog
from mwdesk.gui.models.command_model import CommandModel, CommandRow, RowRole
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import LabelledField
from mwdesk.gui.widgets.focus_ring import ListEdge
from mwdesk.gui.widgets.key_field import KeyField
from mwdesk.gui.widgets.notice_box import NoticeBox
from mwdesk.gui.widgets.painted_list import PaintedList
from mwdesk.gui.wording import fill

_SIZE = QSize(600, 640)
_FIELD_WIDTH = 220


class _CommandList(PaintedList):
    """The commands; Enter or a double click goes on to the field."""

    entered_row = Signal()

    def __init__(self, theme: Theme, model: CommandModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._prepare(theme, CommandDelegate(theme, self))
        self.setModel(model)
        self.doubleClicked.connect(self.entered_row)
        self._edge = ListEdge(theme, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the place once keys are used."""
        self._show_focus(True)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class KeysDialog(RoomyDialog):
    """Commands with their keys above, the field for another combination below. Every choice holds at once."""

    chosen = Signal(object)
    """All chosen combinations by command, for the settings."""

    def __init__(self, theme: Theme, commands: Commands, keys: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(theme, "", _SIZE, parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAccessibleName(self.windowTitle())
        self._commands = commands
        self._keys = dict(keys)
        self._asked = ""
        """The combination that another command has, while the operator is asked about it."""
        self.rows = CommandModel(self)
        self.view = _CommandList(theme, self.rows, self)
        self.view.setAccessibleName(self.tr("Commands"))
        self.view.setMinimumHeight(72)
        self.add_contents(self.view)

        self.field = KeyField(theme, self)
        self.field.setMinimumWidth(_FIELD_WIDTH)
        self.labelled = LabelledField(theme, self.tr("Keys"), self.field)
        self.body.addWidget(self.labelled)
        self.conflict = NoticeBox(theme, self)
        self.body.addWidget(self.conflict)
        self.take_button = QPushButton(self.tr("Take it over"), self)
        self.leave_button = QPushButton(self.tr("Leave it"), self)
        self.default_button = QPushButton(self.tr("Default"), self)
        self.none_button = QPushButton(self.tr("No keys"), self)
        acts = QHBoxLayout()
        acts.setSpacing(COLUMN_GAP)
        for button in (self.default_button, self.none_button, self.take_button, self.leave_button):
            button.setAutoDefault(False)
            acts.addWidget(button)
        acts.addStretch(1)
        self.body.addLayout(acts)

        self.reset_button = QPushButton(self.tr("Reset all"), self)
        self.reset_button.setAutoDefault(False)
        self.reset_button.setMinimumHeight(theme.size("control"))
        self.foot.insertWidget(0, self.reset_button)
        self.close_button = self.add_button(self.tr("Close"))
        self.close_button.clicked.connect(self.accept)
        self.reset_button.clicked.connect(self._on_reset_button_clicked)
        self.default_button.clicked.connect(self._on_default_button_clicked)
        self.none_button.clicked.connect(self._on_none_button_clicked)
        self.take_button.clicked.connect(self._on_take_button_clicked)
        self.leave_button.clicked.connect(self._settle)
        self.field.captured.connect(self._on_field_captured)
        self.field.left.connect(self._on_field_left)
        self.view.entered_row.connect(self._on_view_entered_row)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        commands.changed.connect(self._refresh)
        self._refresh()

    @property
    def command(self) -> Command:
        """The command the field is for."""
        row: CommandRow = self.view.currentIndex().data(RowRole)
        return self._commands.command(str(row.target))

    def choose(self, name: str) -> None:
        """Go to a command."""
        for number in range(self.rows.rowCount()):
            if self.rows.row(number).target == name:
                self.view.setCurrentIndex(self.rows.index(number, 0))

    @Slot()
    def _refresh(self) -> None:
        group = ""
        rows = []
        for command in self._commands:
            head = group_words(command.group) if command.group != group else ""
            group = command.group
            changed = self.tr("changed") if command.keys != command.default_keys else ""
            row = CommandRow(command.name, command.words, command.icon, changed, shown(command.keys), head=head)
            rows.append(row)
        current = max(0, self.view.currentIndex().row())
        self.rows.set_rows(rows)
        self.view.setCurrentIndex(self.rows.index(current, 0))
        self.reset_button.setEnabled(bool(self._keys))
        self._settle()

    @Slot()
    def _settle(self) -> None:
        """Show the chosen command's keys, with nothing asked."""
        command = self.command
        asked, self._asked = self._asked, ""
        self.labelled.set_label(fill(self.tr("Keys for “%1”"), command.words))
        self.labelled.set_error("")
        self.field.show_keys(command.keys)
        self.conflict.hide()
        self._show_question(asked=False)
        self.default_button.setEnabled(command.keys != command.default_keys)
        self.default_button.setToolTip(shown(command.default_keys))
        self.none_button.setEnabled(bool(command.keys))
        if asked:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_question(self, *, asked: bool) -> None:
        for button in (self.take_button, self.leave_button):
            button.setVisible(asked)
        for button in (self.default_button, self.none_button):
            button.setVisible(not asked)

    def _bind(self, name: str, keys: str) -> None:
        """Choose keys for a command, or ask first if another has them."""
        owner = self._commands.owner_of(keys)
        if owner is not None and owner.name != name:
            self._asked = keys
            self.field.show_keys(keys)
            self.labelled.set_error("")
            first = fill(self.tr("%1 belongs to “%2”."), shown(keys), owner.words)
            words = self.command.words
            second = fill(self.tr("Taken over, it is for “%1”, and “%2” has no keys."), words, owner.words)
            self.conflict.show_notice("info", first, second)
            self._show_question(asked=True)
            return
        self._choose({name: keys})

    def _choose(self, changes: Mapping[str, str]) -> None:
        chosen = {**self._keys, **changes}
        # What is as designed is not kept: should the design change, it follows.
        self._keys = {name: keys for name, keys in chosen.items() if keys != self._commands.command(name).default_keys}
        self.chosen.emit(dict(self._keys))
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the list."""
        super().showEvent(event)
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(QModelIndex)
    def _on_current_changed(self) -> None:
        if self.view.currentIndex().isValid():
            self._settle()

    @Slot()
    def _on_view_entered_row(self) -> None:
        self.field.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_field_left(self) -> None:
        self._settle()
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(str)
    def _on_field_captured(self, keys: str) -> None:
        unusable = problem(keys)
        if unusable is None:
            self._asked = ""
            self.conflict.hide()
            self._bind(self.command.name, keys)
            return
        self._settle()
        self.labelled.set_error(
            {
                Unusable.UNKNOWN: self.tr("This key cannot be used. Choose another one."),
                Unusable.WRITES: self.tr("This key writes or moves. Press it with Ctrl or Alt, or take F1 to F12."),
                Unusable.SENDS: self.tr("Enter is for sending and opening. Choose another key."),
                Unusable.TAKEN: self.tr("Text fields, canned replies or the system need these keys. Choose others."),
            }[unusable]
        )

    @Slot()
    def _on_take_button_clicked(self) -> None:
        keys, self._asked = self._asked, ""
        owner = self._commands.owner_of(keys)
        self._choose({self.command.name: keys} if owner is None else {owner.name: "", self.command.name: keys})
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_default_button_clicked(self) -> None:
        self._bind(self.command.name, self.command.default_keys)

    @Slot()
    def _on_none_button_clicked(self) -> None:
        self._choose({self.command.name: ""})

    @Slot()
    def _on_reset_button_clicked(self) -> None:
        self._keys = {}
        self.chosen.emit({})
        self._refresh()
