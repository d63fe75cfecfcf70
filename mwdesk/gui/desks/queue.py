"""Says who was answered today, once nobody waits any more."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from mwdesk.gui.bridge import Bridge
from mwdesk.gui.desks.desk import Desk
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.list_pane import ListPane
from mwdesk.messaging.service import MessagingService

_REST_MS = 1000
"""Who is answered without having stood in the queue is counted once a second at most."""


class QueueDesk(Desk):
    """Between the empty queue and the background, which is asked only while that is looked at."""

    def __init__(
        self, theme: Theme, bridge: Bridge, service: MessagingService, list_pane: ListPane, parent: QObject
    ) -> None:
        super().__init__(theme, bridge, service, parent)
        self._pane = list_pane
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)
        list_pane.answers_wanted.connect(self._ask)

    def follow(self) -> None:
        """Count anew soon, if anybody looks at it."""
        if not self._rest.isActive() and self._pane.praises:
            self._rest.start()

    @Slot()
    def _on_rest_timeout(self) -> None:
        if self._pane.praises:
            self._ask()

    @Slot()
    def _ask(self) -> None:
        self._bridge.start(self._load())

    async def _load(self) -> None:
        self._pane.show_answers(await self._bridge.call(self._service.answers_today()))
