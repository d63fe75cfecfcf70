"""One running MWDesk for each data folder: a second start brings the first one's window to the front."""

from __future__ import annotations

import logging
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

logger = logging.getLogger(__name__)

LOCK_NAME = "instance.lock"
_ANSWER = b"raised"
_ANSWER_WAIT_S = 5.0
"""The first one may have been started a moment ago and not listen yet."""
_STEP_MS = 200


class Instance(QObject):
    """Holds the folder for this process, and hears others who ask for it. Lives on the window's thread."""

    raise_requested = Signal()
    """Another start asks for the window."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock = QLockFile(str(folder / LOCK_NAME))
        # However long it runs: the lock is stale only when its process is gone.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    @property
    def _name(self) -> str:
        return server_name(self._folder)

    def hold(self) -> bool:
        """Take the folder; False when another process has it. A lock left by a killed one is taken over."""
        if self._lock.tryLock(0):
            return True
        if self._lock.error() is QLockFile.LockError.LockFailedError:
            return False
        logger.warning("the folder cannot be locked; other starts will not find this one")
        return True

    def call_the_other(self, wait_s: float = _ANSWER_WAIT_S) -> bool:
        """Ask the process that has the folder to show its window; False when it does not answer in time."""
        from PySide6.QtNetwork import QLocalSocket  # 10 ms that an ordinary start does without

        _allow_foreground()
        until = time.monotonic() + wait_s
        while True:
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            answered = socket.waitForConnected(_STEP_MS) and socket.waitForReadyRead(int(wait_s * 1000))
            if answered and bytes(socket.readAll().data()) == _ANSWER:
                return True
            if time.monotonic() >= until:
                return False
            time.sleep(_STEP_MS / 1000)

    def take_over(self) -> bool:
        """Take the folder from a process that is gone although it seems to run: its number was given to another.

        One that lives keeps it: the system refuses to remove a lock file in use.
        """
        return self._lock.removeStaleLockFile() and self._lock.tryLock(0)

    def listen(self) -> None:
        """Hear other starts of this user from now on."""
        from PySide6.QtNetwork import QLocalServer

        if self._server is not None or not self._lock.isLocked():
            return
        server = QLocalServer(self)
        # With rights of its own the socket also takes the place of one that a killed process left.
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(self._name):
            logger.warning("other starts will not find this one: %s", server.errorString())
        server.newConnection.connect(self._on_server_new_connection)
        self._server = server

    def release(self) -> None:
        """Let go of the folder."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        self._lock.unlock()

    @Slot()
    def _on_server_new_connection(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.write(_ANSWER)
            socket.disconnectFromServer()
            logger.info("another start asked for the window")
            self.raise_requested.emit()


def server_name(folder: Path) -> str:
    """Name the local socket of a data folder, however its path was written."""
    import hashlib  # not before the window is painted

    real = os.path.normcase(os.path.realpath(folder))
    return "mwdesk-" + hashlib.sha256(os.fsencode(real)).hexdigest()[:24]


def _allow_foreground() -> None:
    """Let the other process raise its window, which Windows grants only to whom the user just started."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
