"""Fills the usage page, and keeps it fresh while it is looked at."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from mwdesk.gui.bridge import Bridge
from mwdesk.gui.desks.desk import Desk
from mwdesk.gui.theme import Theme

if TYPE_CHECKING:
    from mwdesk.gui.widgets.usage_page import UsagePage
    from mwdesk.messaging.service import MessagingService

_REST_MS = 1000
"""Figures follow the messages once a second at most."""


class UsageDesk(Desk):
    """Between the page and the background. The page is made when it is first shown, in place of all panes."""

    left = Signal()
    """The page was left, and what had the focus before cannot have it any more."""

    def __init__(self, theme: Theme, bridge: Bridge, service: MessagingService, whole: QStackedWidget) -> None:
        super().__init__(theme, bridge, service, whole)
        self._whole = whole
        self._low_balance = 0
        self._before: QWidget | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.refresh)

    @cached_property
    def page(self) -> UsagePage:
        """The page itself."""
        from mwdesk.gui.widgets.usage_page import UsagePage

        page = UsagePage(self._theme, self._whole)
        page.set_low_balance(self._low_balance)
        page.period_chosen.connect(self.refresh)
        page.left.connect(self.leave)
        self._whole.addWidget(page)
        return page

    @property
    def is_shown(self) -> bool:
        """Tell whether the page stands in place of the panes."""
        return "page" in vars(self) and self._whole.currentWidget() is self.page

    def set_low_balance(self, limit: int) -> None:
        """Set the balance at which the page warns."""
        self._low_balance = limit
        if "page" in vars(self):
            self.page.set_low_balance(limit)

    @Slot()
    def toggle(self) -> None:
        """Show the page; asked for again, leave it."""
        if self.is_shown:
            self.leave()
            return
        self._before = self._whole.window().focusWidget()
        self._whole.setCurrentWidget(self.page)
        self.refresh()
        self.page.period.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def leave(self) -> None:
        """Show the panes again; the focus goes back to where it was."""
        self._whole.setCurrentIndex(0)
        back, self._before = self._before, None
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def areas(self) -> list[QWidget]:
        """Return where F6 stops."""
        return [self.page.period, self.page.days, self.page.hours] if self.is_shown else []

    @Slot()
    def refresh(self) -> None:
        """Work the figures out anew."""
        self._bridge.start(self._load(self.page.day_count))

    @Slot()
    def follow(self) -> None:
        """Work them out anew soon, if anybody looks at them."""
        if self.is_shown and self.page.isVisible() and not self._rest.isActive():
            self._rest.start()

    async def _load(self, days: int) -> None:
        from mwdesk.gui.widgets.usage_page import day_starts

        figures = await self._bridge.call(self._service.figures(day_starts(datetime.now(UTC), days)))
        if days == self.page.day_count:
            self.page.show_figures(figures)
