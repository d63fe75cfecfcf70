"""The counts of the operator's day, kept up from what changes: counting anew takes longer with each message of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from mwdesk.domain.message import DayCounts, DeliveryState, Direction, Message
from mwdesk.store.store import Store


class Today:
    """Knows which rows count, so that a change told twice, or after it was read from the file, counts once."""

    def __init__(self) -> None:
        self._store: Store | None = None
        self._start: datetime | None = None
        self._sent: set[int] = set()
        self._received: set[int] = set()
        self._pending: set[int] = set()

    def counts(self, store: Store, *changes: Iterable[Message]) -> DayCounts:
        """Count after these changes; the file is asked only when a day begins, or when it is another file.

        Raises :class:`StoreError`.
        """
        start = midnight()
        if store is not self._store or start != self._start:
            self._sent, self._received, self._pending = store.day_rows(start)
            self._store, self._start = store, start
        for messages in changes:
            for message in messages:
                self._follow(message, start)
        return DayCounts(len(self._sent), len(self._received), len(self._pending))

    def _follow(self, message: Message, start: datetime) -> None:
        row_id = message.row_id
        if message.direction is Direction.IN:
            if message.created_at >= start:
                self._received.add(row_id)
            return
        if message.created_at >= start and message.was_sent:
            self._sent.add(row_id)
        else:
            self._sent.discard(row_id)
        if message.state is DeliveryState.PENDING:
            self._pending.add(row_id)
        else:
            self._pending.discard(row_id)


def midnight() -> datetime:
    """Return when the operator's day began."""
    return datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
