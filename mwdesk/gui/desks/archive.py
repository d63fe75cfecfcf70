"""The archive's rows, read page by page as one scrolls, and how many conversations the file holds of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from mwdesk.domain.message import Conversation
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.widgets.list_pane import ListPane

if TYPE_CHECKING:
    from mwdesk.messaging.service import MessagingService

_COUNT_AFTER_MS = 150
"""Changes come in swarms; the counts follow soon, not with each."""
_NEAR_END = 0.8
"""The part of the list seen from which more is read."""


class ArchiveDesk(QObject):
    """Between the list and what the background holds beyond it."""

    def __init__(self, bridge: Bridge, service: MessagingService, list_pane: ListPane, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._service = service
        self._pane = list_pane
        self._model = list_pane.view.conversations
        self._last: Conversation | None = None
        self._is_complete = False
        self._is_reading = False
        self._count_timer = QTimer(self)
        self._count_timer.setSingleShot(True)
        self._count_timer.setInterval(_COUNT_AFTER_MS)
        self._count_timer.timeout.connect(self._on_count_timer_timeout)
        list_pane.filter_changed.connect(self._on_list_pane_filter_changed)
        list_pane.view.verticalScrollBar().valueChanged.connect(self._on_scroll_bar_value_changed)

    @Slot()
    def read_again(self) -> None:
        """Forget what was read of the archive: the list begins anew."""
        self._last, self._is_complete = None, False
        self._count_timer.start()
        if self._model.filter == "archived":
            self._read()

    @Slot()
    def follow(self) -> None:
        """Count again soon."""
        if not self._count_timer.isActive():
            self._count_timer.start()

    @Slot()
    def _on_count_timer_timeout(self) -> None:
        self._bridge.start(self._count())

    async def _count(self) -> None:
        self._model.set_totals(await self._bridge.call(self._service.list_counts()))
        self._pane.refresh()

    @Slot(str)
    def _on_list_pane_filter_changed(self, name: str) -> None:
        if name == "archived" and self._last is None:
            self._read()

    @Slot()
    def _on_scroll_bar_value_changed(self) -> None:
        bar = self._pane.view.verticalScrollBar()
        if self._model.filter == "archived" and bar.value() >= bar.maximum() * _NEAR_END:
            self._read()

    def _read(self) -> None:
        if not self._is_reading and not self._is_complete:
            self._is_reading = True
            self._bridge.start(self._load())

    async def _load(self) -> None:
        last = self._last
        try:
            page = await self._bridge.call(self._service.archived_conversations(last))
            if last is not self._last:  # the list began anew meanwhile
                return
            self._is_complete = not page
            if page:
                self._last = page[-1]
                self._model.apply(page)
        finally:
            self._is_reading = False
