"""The list's rows beyond those it begins with, read page by page as one scrolls, and how many the file holds."""

from __future__ import annotations

from datetime import UTC, datetime
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
_SHELF_OF = {"waiting": "all", "all": "all", "failed": "failed", "archived": "archived"}
"""By filter, what is read page by page: below those who wait stand all others. Who is unread is all in the list."""

_NEVER = datetime.min.replace(tzinfo=UTC)


class _Shelf:
    """How far one kind of conversations has been read, newest first."""

    def __init__(self) -> None:
        self.last: Conversation | None = None
        self.is_complete = False
        self.is_reading = False


class ListingDesk(QObject):
    """Between the list and what the background holds beyond it."""

    def __init__(self, bridge: Bridge, service: MessagingService, list_pane: ListPane, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._service = service
        self._pane = list_pane
        self._model = list_pane.view.conversations
        self._shelves = {name: _Shelf() for name in _SHELF_OF.values()}
        self._count_timer = QTimer(self)
        self._count_timer.setSingleShot(True)
        self._count_timer.setInterval(_COUNT_AFTER_MS)
        self._count_timer.timeout.connect(self._on_count_timer_timeout)
        list_pane.filter_changed.connect(self._on_list_pane_filter_changed)
        list_pane.view.verticalScrollBar().valueChanged.connect(self._on_scroll_bar_value_changed)

    @Slot()
    def read_again(self) -> None:
        """Forget what was read besides: the list begins anew."""
        self._shelves = {name: _Shelf() for name in self._shelves}
        # From the newest on, so that nobody need know here how many the list begins with.
        listed = [each for each in self._model.every() if not each.archived and each.last_at is not None]
        self._shelves["all"].last = max(listed, key=lambda each: each.last_at or _NEVER, default=None)
        self._count_timer.start()
        self._begin(self._model.filter)

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
        self._begin(name)

    def _begin(self, name: str) -> None:
        """Read the first page of what the list does not begin with."""
        if name in ("failed", "archived") and self._shelves[name].last is None:
            self._read(name)

    @Slot()
    def _on_scroll_bar_value_changed(self) -> None:
        bar = self._pane.view.verticalScrollBar()
        name = _SHELF_OF.get(self._model.filter)
        if name is not None and bar.maximum() and bar.value() >= bar.maximum() * _NEAR_END:
            self._read(name)

    def _read(self, name: str) -> None:
        shelf = self._shelves[name]
        if not shelf.is_reading and not shelf.is_complete:
            shelf.is_reading = True
            self._bridge.start(self._load(name, shelf))

    async def _load(self, name: str, shelf: _Shelf) -> None:
        pages = {
            "all": self._service.conversations_after,
            "failed": self._service.failed_conversations,
            "archived": self._service.archived_conversations,
        }
        try:
            found = False
            while not (found or shelf.is_complete):
                page = await self._bridge.call(pages[name](shelf.last))
                if shelf is not self._shelves[name]:  # the list began anew meanwhile
                    return
                found = any(self._model.conversation(each.phone) is None for each in page)
                shelf.is_complete = not page
                if page:
                    shelf.last = page[-1]
                    # What is listed already is newer there: an event may be on its way.
                    self._model.apply([each for each in page if self._model.conversation(each.phone) is None])
        finally:
            shelf.is_reading = False
