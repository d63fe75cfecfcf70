"""What the desks have in common."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mwdesk.gui.bridge import Bridge
from mwdesk.gui.theme import Theme
from mwdesk.messaging.service import MessagingService


class Desk(QObject):
    """Stands between the background and one part of the window: what is shown there, and what is asked for."""

    def __init__(self, theme: Theme, bridge: Bridge, service: MessagingService, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bridge = bridge
        self._service = service
