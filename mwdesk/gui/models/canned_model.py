"""The canned replies that fit what was typed, best first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mwdesk.domain.canned import CannedReply, rank

ReplyRole = Qt.ItemDataRole.UserRole
"""The row's :class:`CannedReply`."""


class CannedModel(QAbstractListModel):
    """Ranks anew whenever the replies or the query change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[CannedReply] = ()
        self._rows: list[CannedReply] = []
        self.query = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether there are no replies at all."""
        return not self._all

    def set_replies(self, replies: Sequence[CannedReply]) -> None:
        """Rank other replies."""
        self._rank(replies, self.query)

    def set_query(self, query: str) -> None:
        """Rank by another query."""
        if query != self.query:
            self._rank(self._all, query)

    def reply(self, row: int) -> CannedReply:
        """Return a row's reply."""
        return self._rows[row]

    def row_of(self, row_id: int) -> int:
        """Return the row of a reply, -1 if it is not shown."""
        return next((row for row, reply in enumerate(self._rows) if reply.row_id == row_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a delegate or a screen reader asks for."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        reply = self._rows[index.row()]
        if role == ReplyRole:
            return reply
        if role == Qt.ItemDataRole.DisplayRole:
            return reply.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{reply.title} {reply.initials}\n{reply.text}"
        return None

    def _rank(self, replies: Sequence[CannedReply], query: str) -> None:
        self.beginResetModel()
        self._all, self.query = replies, query
        self._rows = rank(query, replies)
        self.endResetModel()
