"""Fills the page of what failed, and keeps it fresh while it is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from mwdesk.domain.message import DeliveryState
from mwdesk.gui import wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.trouble_page import TroublePage
from mwdesk.messaging.service import MessagingService

DAYS = 30
_REST_MS = 200
"""Changes come in swarms; the page follows once they rest."""


class TroubleDesk(QObject):
    """Between the page and the background."""

    def __init__(self, theme: Theme, bridge: Bridge, service: MessagingService, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._service = service
        self.page = TroublePage(theme, DAYS, parent)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Read the page anew."""
        self._bridge.start(self._load())

    def follow(self) -> None:
        """Read the page anew soon, if anybody looks at it."""
        if self.page.isVisible():
            self._rest.start()

    async def _load(self) -> None:
        now = datetime.now(UTC)
        page = self.page
        page.show_troubled(
            await self._bridge.call(self._service.troubled(now - timedelta(days=DAYS), now - wording.NO_REPORT_AFTER))
        )
        for row_id in page.model.rows_in(DeliveryState.UNKNOWN):
            page.model.set_evidence(row_id, await self._bridge.call(self._service.evidence(row_id)))
