"""Fills the usage page, and keeps it fresh while it is looked at."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from mwdesk.gui.bridge import Bridge
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.usage_page import UsagePage, day_starts
from mwdesk.messaging.service import MessagingService

_REST_MS = 1000
"""Figures follow the messages once a second at most."""


class UsageDesk(QObject):
    """Between the page and the background."""

    def __init__(self, theme: Theme, bridge: Bridge, service: MessagingService, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._service = service
        self.page = UsagePage(theme, parent)
        self.page.period_chosen.connect(self.refresh)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Work the figures out anew."""
        self._bridge.start(self._load(self.page.day_count))

    def follow(self) -> None:
        """Work them out anew soon, if anybody looks at them."""
        if self.page.isVisible() and not self._rest.isActive():
            self._rest.start()

    async def _load(self, days: int) -> None:
        figures = await self._bridge.call(self._service.figures(day_starts(datetime.now(UTC), days)))
        if days == self.page.day_count:
            self.page.show_figures(figures)
