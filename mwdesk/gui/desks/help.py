"""Help's side of the window: the sheet of keys, the dialog that changes them, and the guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from mwdesk.config import Preferences
from mwdesk.gui.commands import Commands
from mwdesk.gui.theme import Theme

if TYPE_CHECKING:
    from mwdesk.gui.dialogs.guide import GuideWindow
    from mwdesk.gui.dialogs.keys import KeysDialog
    from mwdesk.gui.dialogs.shortcuts import ShortcutsDialog


class HelpDesk(QObject):
    """Opens each of them, one at most."""

    keys_chosen = Signal(object)
    """All chosen key combinations by command."""

    def __init__(self, theme: Theme, commands: Commands, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._commands = commands
        self._window = window
        self._preferences = Preferences()
        self.sheet: ShortcutsDialog | None = None
        self.keys: KeysDialog | None = None
        self.guide: GuideWindow | None = None

    def open_shortcuts(self, preferences: Preferences) -> None:
        """Show every key."""
        from mwdesk.gui.dialogs.shortcuts import ShortcutsDialog

        if self.sheet is not None:
            return
        self._preferences = preferences
        self.sheet = ShortcutsDialog(self._theme, self._commands, preferences.send_key, self._window)
        self.sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sheet.keys_requested.connect(self._on_sheet_keys_requested)
        self.sheet.guide_requested.connect(self._on_sheet_guide_requested)
        self.sheet.finished.connect(self._on_sheet_finished)
        self.sheet.open()

    def open_keys(self, preferences: Preferences) -> None:
        """Let the operator choose other keys."""
        from mwdesk.gui.dialogs.keys import KeysDialog

        if self.keys is not None:
            return
        self.keys = KeysDialog(self._theme, self._commands, preferences.keys, self._window)
        self.keys.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.keys.chosen.connect(self.keys_chosen)
        self.keys.finished.connect(self._on_keys_finished)
        self.keys.open()

    def open_guide(self) -> None:
        """Show the guide beside the window, or raise it."""
        from mwdesk.gui.dialogs.guide import GuideWindow

        if self.guide is None:
            self.guide = GuideWindow(self._theme, self._window)
            self.guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.guide.finished.connect(self._on_guide_finished)
        self.guide.show()
        self.guide.activateWindow()  # which raises it, too

    @Slot()
    def _on_sheet_keys_requested(self) -> None:
        if self.sheet is not None:
            self.sheet.accept()
        self.open_keys(self._preferences)

    @Slot()
    def _on_sheet_guide_requested(self) -> None:
        if self.sheet is not None:
            self.sheet.accept()
        self.open_guide()

    @Slot()
    def _on_sheet_finished(self) -> None:
        self.sheet = None

    @Slot()
    def _on_keys_finished(self) -> None:
        self.keys = None

    @Slot()
    def _on_guide_finished(self) -> None:
        self.guide = None
