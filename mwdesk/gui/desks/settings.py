"""The settings' side of the window: what is in force, what the file keeps, and the dialog that changes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from mwdesk.config import Preferences, Settings
from mwdesk.errors import SettingsError
from mwdesk.gui import wording
from mwdesk.gui.theme import Theme

if TYPE_CHECKING:
    from mwdesk.gui.commands import Commands
    from mwdesk.gui.desks.standby import StandbyDesk


class SettingsDesk(QObject):
    """Holds the settings for the whole window. A file that cannot be written is told; what was chosen is in force."""

    changed = Signal()
    """Other preferences are in force."""
    keys_requested = Signal()
    noticed = Signal(str)

    def __init__(self, theme: Theme, settings: Settings, save: Callable[[], None], window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._save = save
        self._window = window
        self.settings = settings
        """All there is in the file; whoever changes it calls :meth:`keep`."""

    @property
    def preferences(self) -> Preferences:
        """What the operator chose."""
        return self.settings.preferences

    @Slot(object)
    def choose(self, preferences: Preferences) -> None:
        """Put these in force, and keep them."""
        self.settings.preferences = preferences
        self.changed.emit()
        self.keep()

    def change(self, **chosen: Any) -> None:
        """Choose some preferences by name; the others stay."""
        self.choose(replace(self.preferences, **chosen))

    @Slot()
    def keep(self) -> None:
        """Write the file."""
        try:
            self._save()
        except SettingsError as error:
            self.noticed.emit(wording.error_words(error))

    def open(self, standby: StandbyDesk, commands: Commands) -> None:
        """Open the dialog; ``standby`` shows samples of notices and asks for the lock's pass-phrase."""
        from mwdesk.gui.dialogs.settings import SettingsDialog

        dialog = SettingsDialog(
            self._theme, self.preferences, self._window, lambda: bool(self.settings.lock), commands.way_to
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(self.choose)
        dialog.keys_requested.connect(self.keys_requested)
        dialog.sample_requested.connect(standby.alerts.show_sample)
        lock = standby.lock
        dialog.phrase_requested.connect(lock.ask_for_phrase)
        lock.changed.connect(dialog.refresh_lock)
        dialog.open()
