"""Whether the notices of a Linux desktop have anybody behind them who still answers."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

_SERVER, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_LIMIT_MS = 2000


class NoticeServer(QObject):
    """Asks the server for its name, which costs it nothing (Desktop Notifications Specification 1.2).

    WORKAROUND: Qt hands a notice over and waits for the answer, the whole program with it: 25 s where the server hangs.
    """

    answered = Signal()
    silent = Signal()
    """There is none, or it hangs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: QDBusPendingCallWatcher | None = None

    @Slot()
    def ask(self) -> None:
        """Ask, unless an answer is still awaited."""
        if self._asked is None:
            question = QDBusMessage.createMethodCall(_SERVER, _PATH, _SERVER, "GetServerInformation")
            call = QDBusConnection.sessionBus().asyncCall(question, _LIMIT_MS)
            self._asked = QDBusPendingCallWatcher(call, self)
            self._asked.finished.connect(self._on_asked_finished)

    @Slot(QDBusPendingCallWatcher)
    def _on_asked_finished(self, asked: QDBusPendingCallWatcher) -> None:
        self._asked = None
        asked.deleteLater()
        (self.silent if asked.isError() else self.answered).emit()
