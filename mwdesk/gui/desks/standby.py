"""What MWDesk does while nobody looks at it: alerts, the tray, the lock. Made once the window has been painted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from mwdesk.config import Habits, Preferences, Settings
from mwdesk.domain.events import Event, MessagesChanged
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import desktop, wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.commands import Commands
from mwdesk.gui.desks.alert import FOREVER, AlertDesk
from mwdesk.gui.desks.lock import LockDesk
from mwdesk.gui.desks.thread import ThreadDesk
from mwdesk.gui.desks.tray import TrayDesk
from mwdesk.gui.models.conversation_list_model import ConversationListModel
from mwdesk.gui.theme import Theme

if TYPE_CHECKING:
    from mwdesk.messaging.service import MessagingService

_NOTHING = timedelta()

_REST_MS = 200
"""Title and tray follow a flood this often: the system is asked for each of them, and takes its time."""


class StandbyDesk(QObject):
    """Joins the three to the window they stand in for."""

    open_requested = Signal(object)
    """The window is wanted, and the conversation of a number if one is named."""
    settings_changed = Signal()
    noticed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        service: MessagingService,
        settings: Settings,
        window: QWidget,
        conversations: ConversationListModel,
        thread_desk: ThreadDesk,
        commands: Commands,
    ) -> None:
        super().__init__(window)
        self._has_ended = False
        actions = commands.actions
        self._settings = settings
        self._window = window
        self._conversations = conversations
        self._thread_desk = thread_desk
        settings.preferences = _with_autostart(settings.preferences, desktop.autostart_command())
        self._habits = settings.preferences.habits
        self._wanted: PhoneNumber | None = None
        """Whose notice was clicked while the window was locked."""
        self.alerts = AlertDesk(theme, conversations, self._in_view, self)
        self.quiet_menu = self._make_quiet_menu(window)
        tray_actions = [actions[name] for name in ("lock", "sign_in", "settings")]
        self.tray = TrayDesk(theme, self.quiet_menu.menuAction(), tray_actions, actions["quit"], self)
        self.lock = LockDesk(theme, bridge, service, settings, window, commands, lambda: self.alerts.toast)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)
        self._is_behind = False
        bridge.event_published.connect(self._on_event_published)
        self.alerts.open_requested.connect(self._on_alerts_open_requested)
        self.alerts.quiet_changed.connect(self._refresh)
        self.alerts.system_wanted.connect(self.tray.make_ready)
        self.tray.ready.connect(self._on_tray_ready)
        self.tray.silent.connect(self.alerts.show_toast)
        self.tray.open_requested.connect(self._on_tray_open_requested)
        self.tray.message_clicked.connect(self.alerts.open_told)
        self.lock.changed.connect(self._on_lock_changed)
        self.lock.settings_changed.connect(self.settings_changed)
        self.lock.noticed.connect(self.noticed)
        self.lock.watch()
        self.apply_preferences()
        self.read_again()
        self._refresh()

    def _make_quiet_menu(self, window: QWidget) -> QMenu:
        menu = QMenu(window)
        self._quiet_group = QActionGroup(self)
        for words, length in (
            (self.tr("Off"), _NOTHING),
            (self.tr("For 30 minutes"), timedelta(minutes=30)),
            (self.tr("For 1 hour"), timedelta(hours=1)),
            (self.tr("For 4 hours"), timedelta(hours=4)),
            (self.tr("Until I turn it off"), None),
        ):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setData(length)
            self._quiet_group.addAction(action)
        self._quiet_group.actions()[0].setChecked(True)
        self._quiet_group.triggered.connect(self._on_quiet_group_triggered)
        return menu

    @property
    def hides_on_close(self) -> bool:
        """Tell whether closing the window is to leave it in the tray; not when the system ends the session."""
        application = QGuiApplication.instance()
        ending = isinstance(application, QGuiApplication) and application.isSavingSession()
        return self._settings.preferences.habits.close_to_tray and self.tray.is_available and not ending

    def read_again(self) -> None:
        """Begin to tell of what is unread in the list as it is now."""
        self.alerts.take_over(self._conversations.every(), seen=self._window.isActiveWindow())

    def apply_preferences(self) -> None:
        """Follow the settings."""
        preferences = self._settings.preferences
        self.alerts.system_usable = self.tray.can_tell
        self.alerts.set_rules(preferences.alerts)
        self.lock.watch()
        if preferences.habits != self._habits:
            self._take_habits(preferences.habits)

    def _take_habits(self, habits: Habits) -> None:
        before, self._habits = self._habits, habits
        if (before.autostart, before.start_in_tray) != (habits.autostart, habits.start_in_tray):
            command = desktop.start_command(in_tray=habits.start_in_tray) if habits.autostart else None
            try:
                desktop.set_autostart(command)
            except OSError as error:
                told = self.tr("The system did not take the change of the automatic start (%1); it starts as before.")
                self.noticed.emit(wording.fill(told, error.strerror or ""))

    def show(self, *, in_tray: bool = False) -> None:
        """Bring the window to the front, or what stands in its place; at the start it may stay in the tray."""
        if in_tray and self.tray.is_available:
            return
        if self.lock.is_locked:
            self.lock.show()
            return
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def hide(self) -> None:
        """Leave the window, or what stands in its place, in the tray."""
        (self.lock.cover or self._window).hide()

    def end(self) -> None:
        """Take away everything that is not part of the window; what still comes is nobody's to be told."""
        self._has_ended = True
        self._rest.stop()
        self.alerts.end()
        self.tray.end()
        self.lock.end()

    def _in_view(self, phone: PhoneNumber) -> bool:
        """Tell whether the end of a conversation is before the operator's eyes."""
        view = self._thread_desk.view
        return self._thread_desk.phone == phone and view.isVisible() and view.isActiveWindow() and view.at_end

    def _quiet_words(self) -> str:
        if not self.alerts.is_quiet:
            return ""
        until = self.alerts.quiet_until
        if until is None or until == FOREVER or until <= self.alerts.now():
            return self.tr("Do not disturb")
        return wording.fill(self.tr("Do not disturb until %1"), f"{until:%H:%M}")

    @Slot(object)
    def _on_event_published(self, event: Event) -> None:
        if self._has_ended:
            return
        self.alerts.on_event(event)
        if isinstance(event, MessagesChanged) and event.conversations:
            self._is_behind = True
            if not self._rest.isActive():
                self._on_rest_timeout()

    @Slot()
    def _on_rest_timeout(self) -> None:
        if self._is_behind:
            self._is_behind = False
            self._rest.start()
            self._refresh()

    @Slot()
    def _refresh(self) -> None:
        counts = self._conversations.counts()
        quiet = self._quiet_words()
        self.tray.show_counts(counts["unread"], counts["waiting"], quiet)
        title = f"({counts['unread']}) MWDesk" if counts["unread"] else "MWDesk"
        self._window.setWindowTitle(f"{title} - {quiet}" if quiet else title)
        self.quiet_menu.setTitle(quiet or self.tr("Do not disturb"))
        if self.alerts.quiet_until is None or self.alerts.quiet_until <= self.alerts.now():
            self._quiet_group.actions()[0].setChecked(True)

    @Slot(QAction)
    def _on_quiet_group_triggered(self, action: QAction) -> None:
        self.alerts.be_quiet(action.data())
        self._refresh()

    @Slot(object)
    def _on_alerts_open_requested(self, phone: PhoneNumber) -> None:
        if self.lock.is_locked:
            self._wanted = phone
        self.open_requested.emit(phone)

    @Slot()
    def _on_tray_open_requested(self) -> None:
        self.open_requested.emit(None)

    @Slot()
    def _on_tray_ready(self) -> None:
        words = self.alerts.take_system_words()
        if words is not None:
            self.tray.show_message(*words)

    @Slot()
    def _on_lock_changed(self) -> None:
        locked = self.lock.is_locked
        self.alerts.hide_contents(locked)
        self.tray.set_locked(locked)
        if not locked and self._wanted is not None:
            phone, self._wanted = self._wanted, None
            self.open_requested.emit(phone)


def _with_autostart(preferences: Preferences, command: str) -> Preferences:
    """Say of the automatic start what the system says: the setup, or the user, may have changed it there."""
    if not command:
        return replace(preferences, habits=replace(preferences.habits, autostart=False))
    in_tray = "--in-tray" in command
    return replace(preferences, habits=replace(preferences.habits, autostart=True, start_in_tray=in_tray))
