"""Fills the page of what failed, and keeps it fresh while it is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from mwdesk.domain.message import DeliveryState
from mwdesk.gui import wording
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.desks.desk import Desk
from mwdesk.gui.theme import Theme

if TYPE_CHECKING:
    from mwdesk.gui.widgets.trouble_page import TroublePage
    from mwdesk.messaging.service import MessagingService

SILENT_DAYS = 30
"""How far back a message without a report is worth showing; what failed stays until it is dealt with."""
_REST_MS = 200
"""Changes come in swarms; the page follows once they rest."""


class TroubleDesk(Desk):
    """Between the page and the background. The page is made when it is first shown."""

    action_requested = Signal(str, object)
    details_requested = Signal(object, object, object)
    """As the page's own."""

    def __init__(self, theme: Theme, bridge: Bridge, service: MessagingService, pages: QStackedWidget) -> None:
        super().__init__(theme, bridge, service, pages)
        self._pages = pages
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.refresh)

    @cached_property
    def page(self) -> TroublePage:
        """The page itself."""
        from mwdesk.gui.widgets.trouble_page import TroublePage

        page = TroublePage(self._theme, SILENT_DAYS, self._pages)
        page.action_requested.connect(self.action_requested)
        page.details_requested.connect(self.details_requested)
        self._pages.addWidget(page)
        return page

    @property
    def is_shown(self) -> bool:
        """Tell whether the page stands in the thread's place."""
        return "page" in vars(self) and self._pages.currentWidget() is self.page

    def show(self) -> None:
        """Put the page in the thread's place, and read it anew."""
        self._pages.setCurrentWidget(self.page)
        self.refresh()

    def areas(self) -> list[QWidget]:
        """Return where F6 stops."""
        return [self.page.view] if self.is_shown else []

    @Slot()
    def refresh(self) -> None:
        """Read the page anew."""
        self._bridge.start(self._load())

    @Slot()
    def follow(self) -> None:
        """Read the page anew soon, if anybody looks at it."""
        if self.is_shown and self.page.isVisible():
            self._rest.start()

    async def _load(self) -> None:
        now = datetime.now(UTC)
        page = self.page
        silent = now - timedelta(days=SILENT_DAYS), now - wording.NO_REPORT_AFTER
        page.show_troubled(await self._bridge.call(self._service.troubled(*silent)))
        for row_id in page.model.rows_in(DeliveryState.UNKNOWN):
            page.model.set_evidence(row_id, await self._bridge.call(self._service.evidence(row_id)))
