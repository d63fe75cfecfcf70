"""Rows of the command palette and of the key settings."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mwdesk.domain.matching import Ranges
from mwdesk.gui import wording


class _Roles(IntEnum):
    ROW = Qt.ItemDataRole.UserRole + 1


RowRole = int(_Roles.ROW)


class CommandRow(Struct, frozen=True):
    """One line: what it stands for, its words with what was found in them, and a key.

    ``head`` is the section that begins with the row; ``keys`` are written as the system writes them.
    """

    target: object
    title: str
    icon: str
    detail: str = ""
    keys: str = ""
    title_hits: Ranges = ()
    detail_hits: Ranges = ()
    head: str = ""


class CommandModel(QAbstractListModel):
    """The rows as they are given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CommandRow, ...] = ()

    def set_rows(self, rows: Sequence[CommandRow]) -> None:
        """Replace everything; rows that stay in number and place are only repainted."""
        rows = tuple(rows)
        if [row.head for row in rows] == [row.head for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> CommandRow:
        """Return a row."""
        return self._rows[number]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row, or its words."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return wording.listing((row.head, row.title, row.detail, row.keys))
        return None
