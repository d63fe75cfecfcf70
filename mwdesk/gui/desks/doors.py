"""The doors to what is seldom needed: each room behind them is imported and made when its door is first opened."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from mwdesk.gui.bridge import Bridge
from mwdesk.gui.commands import Commands
from mwdesk.gui.desks.settings import SettingsDesk
from mwdesk.gui.desks.thread import ThreadDesk
from mwdesk.gui.models.conversation_list_model import ConversationListModel
from mwdesk.gui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from mwdesk.gui.desks.canned import CannedDesk
    from mwdesk.gui.desks.data import DataDesk
    from mwdesk.gui.desks.help import HelpDesk
    from mwdesk.gui.desks.palette import PaletteDesk
    from mwdesk.gui.desks.standby import StandbyDesk
    from mwdesk.messaging.service import MessagingService


class Doors(QObject):
    """Opens help, palette, settings, data, canned replies and the lock, and passes on what comes back from there."""

    noticed = Signal(str)
    wanted = Signal(object)
    """The window is wanted, and the conversation of a number if one is named."""
    phone_chosen = Signal(object)
    """A conversation was chosen in the palette."""
    number_chosen = Signal(object)
    """A number without a conversation was chosen there: write to it."""
    restored = Signal()
    """Other messages are there now; everything shown is to be read again."""

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        service: MessagingService,
        settings_desk: SettingsDesk,
        conversations: ConversationListModel,
        thread_desk: ThreadDesk,
        commands: Commands,
        menu: QMenu,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._bridge = bridge
        self._service = service
        self._settings_desk = settings_desk
        self._conversations = conversations
        self._thread_desk = thread_desk
        self._commands = commands
        self._menu = menu
        self._window = window
        settings_desk.changed.connect(self._on_settings_desk_changed)
        settings_desk.keys_requested.connect(self.open_keys)

    # The rooms

    @cached_property
    def help_desk(self) -> HelpDesk:
        """Shortcuts, keys and the guide."""
        from mwdesk.gui.desks.help import HelpDesk

        desk = HelpDesk(self._theme, self._commands, self._window)
        desk.keys_chosen.connect(self._on_help_desk_keys_chosen)
        return desk

    @cached_property
    def palette_desk(self) -> PaletteDesk:
        """The command palette."""
        from mwdesk.gui.desks.palette import PaletteDesk

        desk = PaletteDesk(self._theme, self._bridge, self._service, self._conversations, self._commands, self._window)
        desk.phone_chosen.connect(self.phone_chosen)
        desk.number_chosen.connect(self.number_chosen)
        desk.preferences_chosen.connect(self._settings_desk.choose)
        return desk

    @cached_property
    def data_desk(self) -> DataDesk:
        """Backups and exports."""
        from mwdesk.gui.desks.data import DataDesk

        desk = DataDesk(self._theme, self._bridge, self._service, self._window)
        desk.restored.connect(self.restored)
        desk.keep_days_chosen.connect(self._on_data_desk_keep_days_chosen)
        return desk

    @cached_property
    def canned_desk(self) -> CannedDesk:
        """The canned replies."""
        from mwdesk.gui.desks.canned import CannedDesk

        return CannedDesk(self._theme, self._bridge, self._service, self._window)

    @cached_property
    def standby(self) -> StandbyDesk:
        """What is done while nobody looks: alerts, tray and lock."""
        from mwdesk.gui.desks.standby import StandbyDesk

        desk = StandbyDesk(
            self._theme,
            self._bridge,
            self._service,
            self._settings_desk.settings,
            self._window,
            self._conversations,
            self._thread_desk,
            self._commands,
        )
        self._menu.insertMenu(self._commands.actions["lock"], desk.quiet_menu)
        desk.open_requested.connect(self.wanted)
        desk.settings_changed.connect(self._settings_desk.keep)
        desk.noticed.connect(self.noticed)
        return desk

    # The doors

    @Slot()
    def open_shortcuts(self) -> None:
        """Show every key."""
        self.help_desk.open_shortcuts(self._settings_desk.preferences)

    @Slot()
    def open_keys(self) -> None:
        """Open the dialog that gives commands other keys."""
        self.help_desk.open_keys(self._settings_desk.preferences)

    @Slot()
    def open_guide(self) -> None:
        """Open the operator's guide."""
        self.help_desk.open_guide()

    @Slot()
    def open_palette(self) -> None:
        """Open the command palette; asked for again, close it."""
        self.palette_desk.toggle(self._settings_desk.preferences)

    @Slot()
    def open_settings(self) -> None:
        """Open the settings dialog."""
        self._settings_desk.open(self.standby, self._commands)

    @Slot()
    def open_backups(self) -> None:
        """Open the dialog about backups, protection and how long messages are kept."""
        self.data_desk.open_backups(self._settings_desk.preferences.keep_days)

    @Slot()
    def open_export(self) -> None:
        """Open the export dialog, for the open conversation first."""
        phone = self._thread_desk.phone
        self.data_desk.open_export(None if phone is None else self._conversations.conversation(phone))

    @Slot()
    def open_canned(self) -> None:
        """Open the dialog of the canned replies."""
        self.canned_desk.open()

    @Slot()
    def lock(self) -> None:
        """Hide everything until the pass-phrase is typed."""
        self.standby.lock.lock()

    @Slot()
    def stand_by(self) -> None:
        """Begin to alert and to watch for idle hands; before the window is painted that would only delay it."""
        self.standby.apply_preferences()

    # Closing

    def stays_in_tray(self) -> bool:
        """Hide the window in place of closing it, if the operator wants that and there is a tray; tell whether."""
        if not self._is_made("standby") or not self.standby.hides_on_close:
            return False
        self.standby.hide()
        return True

    def close(self) -> None:
        """End what would go on without the window."""
        if self._is_made("standby"):
            self.standby.end()

    def stop_export(self) -> None:
        """End an export under way; nothing of it stays."""
        if self._is_made("data_desk"):
            self.data_desk.stop_export()

    def _is_made(self, room: str) -> bool:
        return room in vars(self)

    @Slot()
    def _on_settings_desk_changed(self) -> None:
        if self._is_made("standby"):
            self.standby.apply_preferences()

    @Slot(object)
    def _on_help_desk_keys_chosen(self, keys: dict[str, str]) -> None:
        self._settings_desk.change(keys=keys)

    @Slot(int)
    def _on_data_desk_keep_days_chosen(self, days: int) -> None:
        self._settings_desk.change(keep_days=days)
        self._bridge.send(self._service.keep_for(days))
