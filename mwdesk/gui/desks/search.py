"""Searching as one types: asks the background, drops what comes too late, opens what was found."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from mwdesk.domain.finding import FoundCustomer, Query
from mwdesk.errors import MwDeskError
from mwdesk.gui.bridge import Bridge
from mwdesk.gui.desks.thread import Place, ThreadDesk
from mwdesk.gui.widgets.list_pane import ListPane

if TYPE_CHECKING:
    from mwdesk.messaging.service import MessagingService

TYPING_PAUSE_MS = 120
_LOADING_AFTER_MS = 300


class SearchDesk(QObject):
    """Between the list's search field, the background and the thread."""

    thread_opened = Signal()
    """A result was opened in the thread."""
    returned = Signal()
    """The search was left by Escape, and what was open before is open again."""

    def __init__(
        self,
        bridge: Bridge,
        service: MessagingService,
        list_pane: ListPane,
        thread_desk: ThreadDesk,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._service = service
        self._pane = list_pane
        self._thread = thread_desk
        self._query: Query | None = None
        self._task: asyncio.Task[Any] | None = None
        self._place: Place | None = None
        self._opened = False
        self._delay = self._timer(TYPING_PAUSE_MS)
        self._delay.timeout.connect(self._on_delay_timeout)
        self._loading = self._timer(_LOADING_AFTER_MS)
        self._loading.timeout.connect(list_pane.show_loading)
        list_pane.query_changed.connect(self._on_query_changed)
        list_pane.found_activated.connect(self._on_found_activated)
        list_pane.search_left.connect(self._on_search_left)
        list_pane.more_requested.connect(self._on_more_requested)

    def _timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        return timer

    @Slot(object)
    def _on_query_changed(self, query: Query | None) -> None:
        if query == self._query:
            return
        if self._query is None:
            self._place, self._opened = self._thread.place(), False
        self._query = query
        self._drop()
        if query is None:
            self._thread.close_find()
            self._pane.results.findings.clear()
        else:
            self._delay.start()

    def _drop(self) -> None:
        """Forget the search under way; the background breaks it off."""
        self._delay.stop()
        self._loading.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    @Slot()
    def _on_delay_timeout(self) -> None:
        if self._query is not None:
            self._loading.start()
            self._task = self._bridge.start(self._find(self._query, None))

    @Slot(int)
    def _on_more_requested(self, before_row_id: int) -> None:
        if self._query is not None:
            self._task = self._bridge.start(self._find(self._query, before_row_id))

    async def _find(self, query: Query, before_row_id: int | None) -> None:
        try:
            findings = await self._bridge.call(self._service.find(query, before_row_id))
        except MwDeskError:
            self._pane.show_search_failed()
            raise
        finally:
            self._loading.stop()
        if before_row_id is None:
            self._pane.show_findings(findings)
        else:
            self._pane.results.findings.append(findings)

    @Slot(object)
    def _on_found_activated(self, found: Any) -> None:
        if self._query is None:
            return
        self._opened = True
        if isinstance(found, FoundCustomer):
            self._thread.open_found(found.conversation.phone, self._query.text, None)
        else:
            self._thread.open_found(found.message.phone, self._query.text, found.message.row_id)
        self.thread_opened.emit()

    @Slot()
    def _on_search_left(self) -> None:
        """Go back to where the operator was before he searched."""
        place, opened = self._place, self._opened
        self._pane.clear_search()
        if opened and place is not None:
            self._thread.return_to(place)
        self.returned.emit()
