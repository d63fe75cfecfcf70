"""Locks the window, at once or after a while without a hand on keys and mouse (PRODUCT, point 22)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mwdesk.config import WRONG_TRIES_MAX, Settings
from mwdesk.errors import MwDeskError
from mwdesk.gui import desktop, wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.commands import Commands
from mwdesk.gui.desks.desk import Desk
from mwdesk.gui.theme import Theme
from mwdesk.messaging import app_lock

if TYPE_CHECKING:
    # Imported when they open; most desks never lock.
    from mwdesk.gui.dialogs.lock_phrase import LockPhraseDialog
    from mwdesk.gui.dialogs.lock_window import LockWindow
    from mwdesk.messaging.service import MessagingService

_LOOK_MS = 5000
_HANDS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)


class LockDesk(Desk):
    """Hides the window and everything over it behind a window that knows nothing of what they show.

    Covering the contents would leave them to the keyboard and to screen readers; hidden windows are reached by neither.
    """

    changed = Signal()
    """It was locked or unlocked, or has a pass-phrase now, or has none any more."""
    settings_changed = Signal()
    """The settings are to be written."""
    noticed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        service: MessagingService,
        settings: Settings,
        window: QWidget,
        commands: Commands,
        always_shown: Callable[[], QWidget],
    ) -> None:
        super().__init__(theme, bridge, service, window)
        self._settings = settings
        self._window = window
        self._commands = commands
        self._always_shown = always_shown
        self.clock: Callable[[], float] = time.monotonic
        self.idle_s: Callable[[], float | None] = desktop.idle_s
        self.cover: LockWindow | None = None
        """What stands in the window's place while it is locked."""
        self._dialog: LockPhraseDialog | None = None
        self._hidden: list[QWidget] = []
        self._focused: QWidget | None = None
        self._touched_at = self.clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_locked(self) -> bool:
        """Tell whether the contents are hidden."""
        return self.cover is not None

    # The pass-phrase

    @Slot()
    def ask_for_phrase(self) -> None:
        """Let the operator set, change or remove the pass-phrase."""
        from mwdesk.gui.dialogs.lock_phrase import LockPhraseDialog

        over = QApplication.activeModalWidget() or self._window
        dialog = LockPhraseDialog(self._theme, bool(self._settings.lock), over)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.submitted.connect(self._on_dialog_submitted)
        dialog.finished.connect(self._on_dialog_finished)
        self._dialog = dialog
        dialog.open()

    @Slot(str, str)
    def _on_dialog_submitted(self, present: str, new: str) -> None:
        if self._dialog is not None:
            self._bridge.start(self._set_phrase(self._dialog, present, new))

    @Slot()
    def _on_dialog_finished(self) -> None:
        self._dialog = None

    async def _set_phrase(self, dialog: LockPhraseDialog, present: str, new: str) -> None:
        if self._settings.lock and not await self._bridge.call(app_lock.opens(present, self._settings.lock)):
            if self._dialog is dialog:
                dialog.refuse()
            return
        self._settings.lock = await self._bridge.call(app_lock.seal(new)) if new else ""
        self._settings.wrong_tries = 0
        self.settings_changed.emit()
        if self._dialog is dialog:
            dialog.accept()
        self.watch()
        self.changed.emit()
        locks = wording.fill(self.tr("%1 locks the window.", "keys"), self._commands.way_to("lock"))
        self.noticed.emit(locks if new else self.tr("The lock was removed."))

    # Locking

    @Slot()
    def watch(self) -> None:
        """Lock by itself from now on, as the settings say."""
        wanted = bool(self._settings.lock) and self._settings.preferences.lock_after_min > 0
        if wanted and not self._timer.isActive():
            self._touched_at = self.clock()
            self._timer.start()
        elif not wanted:
            self._timer.stop()
        self._listen()

    @Slot()
    def look(self) -> None:
        """Lock if nobody has been here for as long as was chosen."""
        idle_s = self.idle_s()
        if idle_s is None:
            idle_s = self.clock() - self._touched_at
        if not self.is_locked and idle_s >= self._settings.preferences.lock_after_min * 60:
            self.lock()

    @Slot()
    def lock(self) -> None:
        """Hide everything; without a pass-phrase ask for one first."""
        if not self._settings.lock:
            self.ask_for_phrase()
            return
        if self.is_locked:
            return
        from mwdesk.gui.dialogs.lock_window import LockWindow

        account = self._settings.account
        cover = self.cover = LockWindow(self._theme, "" if account is None else account.name)
        cover.tried.connect(self._on_cover_tried)
        cover.close_requested.connect(self._window.close)
        if wait_s := app_lock.wait_after(self._settings.wrong_tries):
            cover.hold_off(wait_s)
        cover.restoreGeometry(self._window.saveGeometry())
        shown = self._window.isVisible()
        self._focused = self._window.focusWidget()
        if shown:
            cover.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowActive)
            cover.show()
        self._hidden = [widget for widget in QApplication.topLevelWidgets() if self._is_to_hide(widget)]
        for widget in self._hidden:
            _put_away(widget)
        self._hidden = [widget for widget in self._hidden if widget.windowType() not in _PASSING]
        self._listen()
        if shown:
            self.show()
        self.changed.emit()

    def show(self) -> None:
        """Bring the locked window to the front."""
        if self.cover is not None:
            self.cover.setWindowState(self.cover.windowState() & ~Qt.WindowState.WindowMinimized)
            self.cover.show()
            self.cover.raise_()
            self.cover.activateWindow()

    def _is_to_hide(self, widget: QWidget) -> bool:
        if widget in (self.cover, self._always_shown()) or not widget.isWindow() or not widget.isVisible():
            return False
        return not (self.cover is not None and self.cover.isAncestorOf(widget))

    def _unlock(self) -> None:
        cover = self.cover
        if cover is None:
            return
        self.cover = None
        self._count_wrong(0)
        self._touched_at = self.clock()
        self._listen()
        self._window.restoreGeometry(cover.saveGeometry())
        self._window.show()
        cover.hide()
        cover.deleteLater()
        for widget in self._hidden:
            if widget is not self._window:
                widget.show()
        self._hidden = []
        top = QApplication.activeModalWidget() or self._window
        top.raise_()
        top.activateWindow()
        if top is self._window and self._focused is not None:
            self._focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focused = None
        self.changed.emit()

    @Slot(str, bool)
    def _on_cover_tried(self, typed: str, by_password: bool) -> None:
        self._bridge.start(self._try(typed, by_password))

    async def _try(self, typed: str, by_password: bool) -> None:
        try:
            right = await (self._knows_account(typed) if by_password else self._knows_phrase(typed))
        except MwDeskError as error:
            if self.cover is not None:
                self.cover.refuse(0, wording.error_words(error))
            return
        if not right:
            self._count_wrong(self._settings.wrong_tries + 1)
            if self.cover is not None:
                self.cover.refuse(app_lock.wait_after(self._settings.wrong_tries))
            return
        if by_password:
            self._settings.lock = ""
            self.settings_changed.emit()
            self.watch()
        self._unlock()
        if by_password:
            self.noticed.emit(self.tr("The forgotten pass-phrase was removed; set a new one in the settings."))

    def _count_wrong(self, tries: int) -> None:
        """Keep how often it was wrong: ending the program does not end the wait, which begins anew with it.

        The wait itself is not kept, so no clock that is set forward or back can shorten it.
        """
        tries = min(tries, WRONG_TRIES_MAX)
        if tries != self._settings.wrong_tries:
            self._settings.wrong_tries = tries
            self.settings_changed.emit()

    async def _knows_phrase(self, phrase: str) -> bool:
        return await self._bridge.call(app_lock.opens(phrase, self._settings.lock))

    async def _knows_account(self, password: str) -> bool:
        account = self._settings.account
        return account is not None and await self._bridge.call(self._service.owns(account, password))

    # What happens meanwhile

    def _listen(self) -> None:
        """Look at the application's events only while something depends on them: each costs a call."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            if self.is_locked or (self._timer.isActive() and self.idle_s() is None):
                application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice hands at work; and keep hidden what opens itself while the window is locked."""
        kind = event.type()
        if kind in _HANDS:
            self._touched_at = self.clock()
        elif kind == QEvent.Type.Show and self.is_locked and isinstance(watched, QWidget) and watched.isWindow():
            belongs = watched is self._window or isinstance(watched, QDialog)
            if belongs and self._is_to_hide(watched):
                # The event comes before the window does.
                watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
                if watched not in self._hidden:
                    self._hidden.append(watched)
                QTimer.singleShot(0, watched, lambda: _put_away(watched))
        return False

    def end(self) -> None:
        """Stop watching; the program ends."""
        self._timer.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        if self.cover is not None:
            self.cover.hide()
            self.cover.deleteLater()
            self.cover = None


def _put_away(widget: QWidget) -> None:
    """Hide a window, and let go of what stands for it in the system: screen readers are offered hidden ones too."""
    widget.hide()
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
    widget.destroy()
